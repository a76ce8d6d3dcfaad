from typing import Any

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

import geo
from geo.earth.geodesy import inverse
from geo.earth.search import pairs_within as nearness

ANYWHERE = st.tuples(st.floats(-180, 180), st.floats(-90, 90))
CORNERS = st.tuples(
    st.sampled_from([-180.0, 180.0, 0.0, -179.9999999, 179.9999, 1e-9, 540.0, -900.0, 46.7]),
    st.sampled_from([-90.0, 90.0, 0.0, 89.9999999, -89.999, 1e-9, 39.7]),
)
TOWN = st.tuples(st.floats(46.74, 46.75), st.floats(39.75, 39.76))
HOLES = st.just((float("nan"), 39.7)) | st.just((46.7, float("nan"))) | st.just((float("inf"), 0.0))
SIDES = st.one_of(*(st.lists(points, max_size=30) for points in (ANYWHERE, CORNERS | HOLES, TOWN, TOWN | ANYWHERE | CORNERS)))
DISTANCES = st.sampled_from([0.0, 1e-9, 1e-6, 0.02, 200.0, 1e5, 1e7, 20_003_930.0, 20_003_931.4586, 3e7]) | st.floats(0, 2.1e7)


FloatArray = npt.NDArray[np.float64]


def brute_force(a: FloatArray, b: FloatArray, distance_m: float) -> list[list[int]]:
    """Each with each; `Geod` gives NaN where a number is none."""
    one, other = np.divmod(np.arange(len(a) * len(b)), max(1, len(b)))
    measured, _, _ = inverse(a[one, 0], a[one, 1], b[other, 0], b[other, 1])
    pairs: list[list[int]] = np.column_stack((one, other))[measured <= distance_m].tolist()
    return pairs


@settings(max_examples=300)
@given(SIDES, SIDES, DISTANCES)
def test_the_pairs_are_those_of_brute_force(one: list[tuple[float, float]], other: list[tuple[float, float]], d: float) -> None:
    """Anywhere, at the poles and across the 180th meridian, for antipodes and for points in one spot; in the same order."""
    a, b = np.array(one).reshape(-1, 2), np.array(other).reshape(-1, 2)
    assert geo.find_pairs_within(a, b, d).tolist() == brute_force(a, b, d)


@given(st.lists(TOWN | ANYWHERE | CORNERS, min_size=1, max_size=20), st.lists(TOWN | ANYWHERE, min_size=1, max_size=5))
def test_a_limit_that_is_a_distance_is_within(one: list[tuple[float, float]], other: list[tuple[float, float]]) -> None:
    """The last digit of `Geod` decides, in the order of its arguments."""
    a, b = np.array(one), np.array(other)
    limit, _, _ = inverse(a[0, 0], a[0, 1], b[0, 0], b[0, 1])
    assert [0, 0] in geo.find_pairs_within(a, b, limit).tolist()
    below = float(np.nextafter(limit, -1))
    assert [0, 0] not in (geo.find_pairs_within(a, b, below).tolist() if limit else [])
    assert geo.find_pairs_within(a, b, limit).tolist() == brute_force(a, b, limit)


@pytest.mark.parametrize("marked", [7, 64, 10_000])
def test_batches_are_bounded_and_in_order(marked: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many points are marked, streamed and compared at a time, and whichever side is larger."""
    random = np.random.default_rng(20210402)
    a, b = random.normal((46.75, 39.76), 0.01, (60, 2)), random.normal((46.75, 39.76), 0.01, (300, 2))
    for name, value in (("MOST_MARKED", marked), ("MOST_STREAMED", 97), ("MOST_PAIRS", 50), ("PIECE", 41)):
        monkeypatch.setattr(nearness, name, value)
    for one, other, limit in ((a, b, 200.0), (b, a, 200.0), (a, b, 1e5)):
        shares: list[float] = []
        batches = list(geo.iter_pairs_within(one, other, limit, progress=shares.append))
        assert max(map(len, batches)) <= 50
        assert np.concatenate(batches).tolist() == brute_force(one, other, limit)
        assert shares == sorted(shares)
        assert shares[-1] == 1


def test_rows_of_many_points_near_a_pole_are_found() -> None:
    """Where rows of cells are short, and share their width with others: nine powers of ten from the pole, at every distance."""
    random = np.random.default_rng(20210402)
    for sign in (-1, 1):
        a = np.column_stack((random.uniform(-180, 180, 120), sign * (90 - 10 ** random.uniform(-9, 0, 120))))
        for limit in (0.001, 1.0, 200.0, 20_000.0):
            assert geo.find_pairs_within(a, a[::-1], limit).tolist() == brute_force(a, a[::-1], limit)


def test_nothing_is_near_nothing() -> None:
    """No points, or none that are anywhere: no pairs, of the same type as ever."""
    for a, b in (([], [[1.0, 1.0]]), ([[1.0, 1.0]], []), ([], []), ([[np.nan, np.nan]], [[1.0, 1.0]])):
        pairs = geo.find_pairs_within(np.array(a), np.array(b), 200.0)
        assert pairs.shape == (0, 2)
        assert pairs.dtype == np.int64


def test_frames_of_points_in_any_system() -> None:
    """Rows are counted, labels do not matter; what is missing or empty is near nothing."""
    here = shapely.points([[46.74275, 39.760583], [46.757167, 39.757722]])
    metric = gpd.GeoDataFrame(geometry=here, index=[7, 7], crs=4326).to_crs(32638)
    holes = gpd.GeoSeries([None, shapely.Point(), here[1]], crs=4326)
    assert geo.find_pairs_within(metric, holes, 1.0).tolist() == [[1, 2]]
    assert geo.find_pairs_within(gpd.GeoDataFrame(geometry=holes), metric, 1_300.0).tolist() == [[2, 0], [2, 1]]


@pytest.mark.parametrize(
    ("a", "distance", "message"),
    [
        ([[0.0, 0.0], [39.7, 146.75]], 1.0, r"a, row 1: latitude 146.75 is outside -90..90; longitude comes first"),
        ([[0.0, np.nan], [0.0, np.inf]], 1.0, "a, row 1: latitude inf is outside"),
        ([[0.0, 0.0, 0.0]], 1.0, r"a: wanted longitudes and latitudes of shape \(n, 2\), not \(1, 3\)"),
        ([[0.0, 0.0]], -1.0, "a distance is a number of metres from 0 up, not -1.0"),
        ([[0.0, 0.0]], float("nan"), "from 0 up, not nan"),
        (gpd.GeoDataFrame(geometry=[shapely.Point(0, 0)]), 1.0, "a: the coordinate system of the points is not stated"),
        (gpd.GeoSeries([shapely.Point(), shapely.box(0, 0, 1, 1)], crs=4326), 1.0, "a, row 1: a Polygon is no point"),
    ],
)
def test_what_is_no_point_is_refused(a: Any, distance: float, message: str) -> None:
    """In a sentence that names the row, before the first batch."""
    with pytest.raises(ValueError, match=message):
        geo.iter_pairs_within(a, np.array([[0.0, 0.0]]), distance)


def test_a_million_points_are_not_compared_each_with_each() -> None:
    """A thousand sites against a million points: a thousand million pairs, but a moment; those of ten sites are compared."""
    random = np.random.default_rng(20210402)
    a, b = (random.uniform((44, 38), (50, 41), (count, 2)) for count in (1_000, 1_000_000))
    pairs = geo.find_pairs_within(a, b, 500.0)
    for site in range(10):
        near = np.flatnonzero(np.abs(b[:, 1] - a[site, 1]) < 0.01)
        expected = near[[other for _, other in brute_force(a[site : site + 1], b[near], 500.0)]]
        assert pairs[pairs[:, 0] == site, 1].tolist() == expected.tolist()


def test_records_and_tuples_are_points(sites: geo.Sites) -> None:
    """Records, tuples and Positions give the pairs of an array; records without a position are in no pair."""
    at = [(one.lon_deg, one.lat_deg) for one in (sites[name].position for name in ("strike-1", "strike-2"))]  # type: ignore[attr-defined]
    expected = geo.find_pairs_within(np.array(at), np.array(at), 100).tolist()
    assert expected == [[0, 0], [1, 1]]
    assert geo.find_pairs_within(at, geo.Positions.of(at), 100).tolist() == expected
    rows = geo.find_pairs_within(sites, at, 1)[:, 0]
    assert {sites.records[row].id for row in rows} == {"fragment-site-1", "fragment-site-2", "strike-1", "strike-2"}
    with pytest.raises(TypeError, match="a, row 1: wanted a record, a Position or a tuple"):
        geo.find_pairs_within([at[0], "x"], at, 1)

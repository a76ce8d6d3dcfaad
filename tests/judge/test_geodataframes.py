import json
import math
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from geographiclib.geodesic import Geodesic
from matplotlib import pyplot as plt
from pandas.api.types import is_bool_dtype, is_datetime64_dtype, is_float_dtype

import geo
from geo.earth.area.shapes import FINELY_OFF, area_m2, make_disc, make_line
from geo.earth.geodesy import inverse
from geo.record.reading import read, read_data
from tests.conftest import DATA


@pytest.fixture
def drawing() -> Iterator[None]:
    """No window, and no figure left over."""
    mpl.use("agg")
    yield
    plt.close("all")


def test_findings_as_a_table(assessment: geo.Assessment) -> None:
    """Typed columns, so that a notebook can select and add without converting."""
    frame = assessment.findings_frame()
    assert frame.crs == 4326
    assert list(frame["claim"]) == [one.claim for one in assessment.findings]
    first = frame.iloc[0]
    assert first["measured_m"] == pytest.approx(1275.598, abs=5e-4)
    assert (first["claimed_m"], first["claimed_low_m"], first["claimed_high_m"]) == (780, 770, 790)
    assert first["gap_m"] == pytest.approx(484.8, abs=0.05)
    assert frame["gap_deg"].iloc[1] == pytest.approx(14.38, abs=0.01)
    assert frame["gap_m"].isna().sum() == len(assessment.findings) - 1  # one contradicted distance
    assert all(is_float_dtype(frame[name]) for name in frame if str(name).endswith(("_m", "_deg")))
    assert is_bool_dtype(frame["independent"])
    assert isinstance(frame["verdict"].dtype, pd.CategoricalDtype)
    assert not frame["verdict"].cat.ordered
    assert list(frame["verdict"].cat.categories) == [verdict.value for verdict in geo.Verdict]
    assert list(frame.geom_type.value_counts().items()) == [("MultiPoint", 17), ("LineString", 4)]  # three have no place
    assert frame["sources"].iloc[0].split()[:2] == ["apa-2021-04-02", "azernews-2021-04-03"]


def test_what_is_unknown_or_without_an_end(assessment: geo.Assessment) -> None:
    """Independence is NA where a side names no source; "at least" has no upper end."""
    frame = geo.assess(read(DATA / "good" / "a-polygon-and-every-claim.geojson").sites).findings_frame().set_index("claim")
    assert frame["independent"].isna().all()
    assert frame.loc["c-least", "claimed_high_m"] == math.inf
    assert frame.loc["c-nowhere"].geometry.geom_type == "MultiPoint"  # the end that is known
    assert assessment.findings_frame()["independent"].notna().all()


def test_zones_as_a_table(assessment: geo.Assessment) -> None:
    """A polygon each, with its area; the warning travels along."""
    frame = assessment.zones_frame()
    assert frame.crs == 4326
    assert list(frame["around"]) == ["strike-1", "strike-2", "place-shusha", "place-shusha"]
    assert list(frame["strike"].isna()) == [False, False, True, True]
    assert frame["area_m2"].to_numpy()[:2] == pytest.approx(math.pi * 200**2, rel=1e-6)
    assert set(frame["warning"][:2]) == {"A radius at which fragments can kill is not a safe distance."}
    assert frame.geometry.is_valid.all()


def test_sites_as_a_table(sites: geo.Sites) -> None:
    """Days, categories and figures have types of their own."""
    frame = sites.to_geodataframe()
    assert set(frame["kind"].cat.categories) == {"fragment_site", "strike_report", "place"}
    assert is_datetime64_dtype(frame["first_day"])
    assert frame["last_day"][0] == pd.Timestamp("2021-03-15")
    assert frame["last_day"].isna().sum() == 5
    assert frame["lethal_radius_m"].sum() == 400


@pytest.mark.usefixtures("drawing")
def test_the_tables_draw_themselves(assessment: geo.Assessment) -> None:
    """`plot` and `explore` take each of them, rows without a geometry and columns of all types included."""
    tables = {
        "verdict": assessment.findings_frame(),
        "kind": assessment.sites.to_geodataframe(),
        "radius_m": assessment.zones_frame(),
    }
    for column, frame in tables.items():
        assert frame.plot(column=column).collections
        assert "Feature" in frame.explore(column=column, tiles=None).get_root().render()


def test_empty_tables_keep_their_columns() -> None:
    """A table without rows has the same columns and types as one with rows."""
    empty = geo.assess(read(DATA / "good" / "no-records.geojson").sites)
    full = geo.assess(read(DATA / "good" / "across-the-180th-meridian.geojson").sites)
    for one, other in ((empty.findings_frame(), full.findings_frame()), (empty.zones_frame(), full.zones_frame())):
        assert (len(one), one.crs) == (0, other.crs)
        kept = {name: str(kind) for name, kind in other.dtypes.items() if name != "kind"}
        assert {name: str(kind) for name, kind in one.dtypes.items() if name != "kind"} == kept


@pytest.mark.parametrize(
    ("ends", "kind"),
    [
        ((46.74275, 39.760583, 46.757167, 39.757722), "LineString"),
        ((179.9, 10, -179.9, 10.1), "MultiLineString"),
        ((-179, -60, 170, 60), "MultiLineString"),
        ((0, 0, 179, 1), "LineString"),
    ],
)
def test_lines_are_geodesics(ends: tuple[float, float, float, float], kind: str) -> None:
    """Corners lie on the geodesic that an independent implementation gives, ends first and last, and no piece crosses 180°."""
    shape = make_line(*ends)
    assert shape is not None
    assert (shape.geom_type, shape.is_valid) == (kind, True)
    pieces = [list(one.coords) for one in getattr(shape, "geoms", [shape])]
    assert pieces[0][0] == pytest.approx(ends[:2], abs=1e-12)
    assert pieces[-1][-1] == pytest.approx(ends[2:], abs=1e-12)
    assert all(abs(one[0] - other[0]) < 180 for piece in pieces for one, other in pairwise(piece))
    geodesic = Geodesic.WGS84.InverseLine(ends[1], ends[0], ends[3], ends[2])
    corners = [one for piece in pieces for one in piece if abs(one[0]) != 180]
    for lon, lat in corners[:: max(1, len(corners) // 20)]:
        along = inverse(*ends[:2], lon, lat)[0]
        expected = geodesic.Position(along)
        assert inverse(lon, lat, expected["lon2"], expected["lat2"])[0] == pytest.approx(0, abs=1e-3)
    assert max(inverse(*one, *other)[0] for piece in pieces for one, other in pairwise(piece)) < 11_000


def test_no_line_between_one_place_and_itself() -> None:
    """A line needs two ends."""
    assert make_line(1, 2, 1, 2) is None
    assert make_line(180, 2, -180, 2) is None


@pytest.mark.parametrize(
    ("lon", "lat", "radius_m"), [(46.7, 39.7, 200), (179.999, -16.5, 280_000), (10, 89.9, 50_000), (0, 90, 1e6)]
)
def test_areas_on_the_ellipsoid(lon: float, lat: float, radius_m: float) -> None:
    """Those of an independent implementation; whole, though a polygon is cut at 180° or closed over a pole."""
    polygon = Geodesic.WGS84.Polygon()
    for azimuth in np.linspace(360, 0, 1440, endpoint=False):
        corner = Geodesic.WGS84.Direct(lat, lon, azimuth, radius_m)
        polygon.AddPoint(corner["lat2"], corner["lon2"])
    assert area_m2(make_disc(lon, lat, radius_m, off=FINELY_OFF)) == pytest.approx(polygon.Compute()[2], rel=1e-5)


def test_a_zone_across_the_180th_meridian(tmp_path: Path) -> None:
    """One row, two polygons, one area."""
    point = {"type": "Point", "coordinates": [179.9999, -16.5]}
    properties = {"kind": "strike_report", "lethal_radius_m": 200}
    feature = {"type": "Feature", "id": "s", "geometry": point, "properties": properties}
    sites = read_data("f", json.dumps({"type": "FeatureCollection", "features": [feature]}).encode()).sites
    frame = geo.assess(sites).zones_frame()
    assert list(frame.geom_type) == ["MultiPolygon"]
    assert frame["area_m2"][0] == pytest.approx(math.pi * 200**2, rel=2.1e-4)
    frame.to_file(tmp_path / "zones.gpkg")

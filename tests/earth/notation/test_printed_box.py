import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import geo
from geo.earth.geodesy import inverse
from geo.earth.notation.printed_box import QUARTER_M, PrintedBox, measure_between_boxes
from geo.earth.uncertainty import metres_per_degree

FIRST, SECOND = "39°45'38.10\"N 46°44'33.90\"E", "39°45'27.80\"N 46°45'25.80\"E"
BOXES = st.builds(
    PrintedBox,
    lon_deg=st.floats(-180, 180),
    lat_deg=st.floats(-90, 90),
    half_lon_deg=st.floats(1e-8, 1),
    half_lat_deg=st.floats(1e-8, 1),
)


def _sampled(a: PrintedBox, b: PrintedBox, count: int) -> np.ndarray:
    """Distances between many places of two boxes, a third of them on their edges."""
    random = np.random.default_rng(7)

    def places(box: PrintedBox) -> tuple[np.ndarray, np.ndarray]:
        across, up = (np.where(random.random(count) < 0.3, np.round(one), one) for one in random.random((2, count)))
        south, north = box.latitudes
        return box.lon_deg + (2 * across - 1) * box.half_lon_deg, south + up * (north - south)

    return np.asarray(inverse(*places(a), *places(b))[0])


def test_the_box_of_the_repositorys_record() -> None:
    """Hundredths of a second leave 0.308 m open to the north and south, 0.238 m to the east and west."""
    for text in (FIRST, SECOND):
        box = geo.parse_coordinates(text).box
        assert box
        north, east = metres_per_degree(box.lat_deg)
        assert box.half_lat_deg * north == pytest.approx(0.308, abs=5e-4)
        assert box.half_lon_deg * east == pytest.approx(0.238, abs=5e-4)


def test_the_distance_of_the_repositorys_boxes(sites: geo.Sites) -> None:
    """Sharper than the circles, 1,274.8 to 1,276.4 m; the same from records and from printed texts."""
    reach = geo.measure_boxes(FIRST, SECOND)
    assert (reach.low_m, reach.high_m) == pytest.approx((1274.983, 1276.212), abs=1e-3)
    assert geo.measure_boxes(sites["fragment-site-1"], sites["fragment-site-2"]) == reach
    circles = geo.measure(FIRST, SECOND)
    assert circles.low_m < reach.low_m < circles.distance_m < reach.high_m < circles.high_m


def test_low_and_high_are_attained() -> None:
    """By a place in each box, to within a millimetre, and never passed, among 400,000 places."""
    boxes = [geo.parse_coordinates(text).box for text in (FIRST, SECOND)]
    assert boxes[0]
    assert boxes[1]
    reach, found = measure_between_boxes(boxes[0], boxes[1]), _sampled(boxes[0], boxes[1], 400_000)
    assert found.min() == pytest.approx(reach.low_m, abs=1e-3)
    assert found.max() == pytest.approx(reach.high_m, abs=1e-3)
    assert found.min() >= reach.low_m - 1e-6
    assert found.max() <= reach.high_m + 1e-6


@given(BOXES, BOXES)
def test_no_distance_lies_outside(a: PrintedBox, b: PrintedBox) -> None:
    """Anywhere on Earth, also where the bounds are wide: no two places are nearer or farther apart."""
    reach, found = measure_between_boxes(a, b), _sampled(a, b, 2_000)
    assert found.min() >= reach.low_m - 1e-6
    assert found.max() <= reach.high_m + 1e-4  # the longest of all geodesics is known to a tenth of a millimetre


@given(BOXES, st.floats(-2, 2), st.floats(-2, 2), st.floats(1e-8, 1))
def test_both_ends_are_attained_nearby(a: PrintedBox, east: float, north: float, half: float) -> None:
    """A fine grid on the edges of neighbouring boxes comes as close as its mesh allows."""
    lon = (a.lon_deg + east + 180) % 360 - 180
    b = PrintedBox(lon, max(-89.0, min(89.0, a.lat_deg + north)), half, half)
    reach, steps = measure_between_boxes(a, b), np.linspace(-1, 1, 31)
    grids = []
    for box in (a, b):
        south, top = box.latitudes
        lats = south + (steps + 1) / 2 * (top - south)
        lons = box.lon_deg + steps * box.half_lon_deg
        edges = [(lon, lat) for lon in lons[[0, -1]] for lat in lats] + [(lon, lat) for lat in lats[[0, -1]] for lon in lons]
        edges += [(lon, lat) for lon in lons[::5] for lat in lats[::5]]
        grids.append(np.array(edges))
    one, other = (np.repeat(grids[0], len(grids[1]), axis=0), np.tile(grids[1], (len(grids[0]), 1)))
    found = inverse(*one.T, *other.T)[0]
    mesh = (a.reach_m + b.reach_m) / 15
    assert reach.low_m <= found.min() + 1e-6
    assert reach.low_m == 0 or reach.low_m >= found.min() - mesh
    if abs(a.lat_deg) < 90:  # at a pole, the box is all longitudes
        assert found.max() - 1e-6 <= reach.high_m <= found.max() + 1e-6


@pytest.mark.parametrize(
    ("a", "b", "low", "high"),
    [
        pytest.param((179.9, 0, 0.2, 0), (-179.6, 0, 0.1, 0), 0.2, 0.8, id="across the 180th meridian"),
        pytest.param((0, 0, 1, 1), (0.5, 0.5, 1, 1), 0, None, id="overlapping"),
        pytest.param((10, 89, 0, 0), (-170, 89, 0, 0), None, None, id="over the pole"),
        pytest.param((0, 10, 1, 1), (0, 20, 1, 1), None, None, id="one above the other"),
    ],
)
def test_special_places(a: tuple[float, ...], b: tuple[float, ...], low: float | None, high: float | None) -> None:
    """Degrees along the equator, overlaps, and the nearest parallels."""
    reach = measure_between_boxes(PrintedBox(*a), PrintedBox(*b))
    degree = inverse(0.0, 0.0, 1.0, 0.0)[0]
    if low is not None:
        assert reach.low_m == pytest.approx(low * degree, abs=1e-3)
    if high is not None:
        assert reach.high_m == pytest.approx(high * degree, abs=1e-3)
    if a[1] == 10:
        assert reach.low_m == pytest.approx(inverse(0.0, 11.0, 0.0, 19.0)[0], abs=1e-6)
    if a[1] == 89:
        assert reach.low_m == reach.high_m == pytest.approx(2 * inverse(0.0, 89.0, 0.0, 90.0)[0], abs=1e-3)


def test_the_nearest_place_may_lie_inside_an_edge() -> None:
    """Far apart along a parallel, the geodesic from a corner arrives in the middle of the other box's edge."""
    low = measure_between_boxes(PrintedBox(0, 60, 1, 0), PrintedBox(30, 62, 1, 5)).low_m
    corners = [inverse(1.0, 60.0, 29.0, lat)[0] for lat in (57.0, 67.0)]
    assert low < min(corners) - 10_000


def test_a_stated_error_widens_the_box() -> None:
    """Metres that the text states beside its digits add at both ends."""
    plain, stated = geo.parse_coordinates("geo:39.76,46.74"), geo.parse_coordinates("geo:39.76,46.74;u=50")
    there = geo.parse_coordinates("geo:39.86,46.74")
    one, other = geo.measure_boxes(plain, there), geo.measure_boxes(stated, there)
    assert (one.low_m - other.low_m, other.high_m - one.high_m) == pytest.approx((50, 50))


def test_a_plus_code_is_half_its_cell() -> None:
    """A plus code stands for its cell, which reaches half its size to either side of the centre."""
    found = geo.parse_coordinates("8HG8QPGX+VQ")
    assert found.box
    assert (found.box.half_lat_deg, found.box.half_lon_deg) == (found.lat_unit_deg / 2, found.lon_unit_deg / 2)


@pytest.mark.parametrize("text", ["38S PK 49283 02636", "38N 649283 4402637"])
def test_a_square_of_metres_has_no_box(text: str) -> None:
    """Its sides are neither meridians nor parallels."""
    with pytest.raises(ValueError, match="has no box of printed longitudes and latitudes"):
        geo.measure_boxes(text, FIRST)


def test_a_quarter_of_the_earth() -> None:
    """Half of pi times the polar half axis, 6,356,752.3 m."""
    assert pytest.approx(np.pi / 2 * 6_356_752.314245, abs=1) == QUARTER_M

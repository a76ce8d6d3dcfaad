import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo.earth.area.distance import _farthest, measure_span
from geo.earth.area.shapes import Ring
from geo.earth.geodesy import inverse

SQUARE = ((46.7, 39.7), (46.8, 39.7), (46.8, 39.8), (46.7, 39.8), (46.7, 39.7))


def _square(west: float, south: float, side: float) -> Ring:
    east, north = west + side, south + side
    return ((west, south), (east, south), (east, north), (west, north), (west, south))


def _places(ring: Ring, count: int) -> np.ndarray:
    """Places on the edges, which are straight in longitude and latitude."""
    edge = shapely.LinearRing(ring)
    return shapely.get_coordinates(shapely.line_interpolate_point(edge, np.linspace(0, 1, count), normalized=True))


@given(
    st.tuples(st.floats(-170, 170), st.floats(-70, 70)),
    st.floats(1e-4, 1),
    st.floats(1e-4, 1),
    st.floats(0, 3),
    st.floats(0, 3),
)
def test_no_two_points_lie_outside_the_span(
    corner: tuple[float, float], side: float, other_side: float, east: float, north: float
) -> None:
    """Of two areas, side by side, one in the other or across each other; and it is not wider than it must be."""
    one, other = _square(*corner, side), _square(corner[0] + east, corner[1] + north, other_side)
    found = measure_span([one], [other])
    here, there = _places(one, 61), _places(other, 61)
    pairs = np.repeat(here, len(there), axis=0), np.tile(there, (len(here), 1))
    apart = inverse(*pairs[0].T, *pairs[1].T)[0]
    assert apart.max() <= found.high_m + 1e-6
    assert apart.max() == pytest.approx(found.high_m, rel=2e-3, abs=0.01)
    if not shapely.Polygon(one).intersects(shapely.Polygon(other)):
        assert found.low_m <= apart.min() + 1e-6
        mesh = 4 * max(side, other_side) * 111_700 / 60
        assert apart.min() - mesh <= found.low_m * 1.003
    elif found.margin_m:
        assert found.margin_m <= apart.min() + 1e-6
    else:
        assert found.low_m == 0


@pytest.mark.parametrize(
    ("point", "low", "high"),
    [
        pytest.param((46.9, 39.7), (46.8, 39.7), (46.7, 39.8), id="beside a corner"),
        pytest.param((46.75, 39.9), (46.75, 39.8), (46.7, 39.7), id="above an edge"),
        pytest.param((46.8, 39.8), (46.8, 39.8), (46.7, 39.7), id="on a corner"),
    ],
)
def test_the_span_from_a_point(point: tuple[float, float], low: tuple[float, float], high: tuple[float, float]) -> None:
    """From the nearest point of an area to the farthest; an edge bends away from its parallel by decimetres in between."""
    found = measure_span([(point,)], [SQUARE])
    assert found.low_m == pytest.approx(inverse(*point, *low)[0], abs=0.3)
    assert found.low_m <= inverse(*point, *low)[0]
    assert found.high_m == pytest.approx(inverse(*point, *high)[0], abs=0.01)


@pytest.mark.parametrize("count", [3, 4, 7, 40])
def test_the_farthest_points_are_those_of_every_pair(count: int) -> None:
    """Of two shapes in a plane, or a shape and a point: as trying every pair of corners finds."""
    random = np.random.default_rng(count)
    one, other = (shapely.MultiPoint(random.normal(size=(count, 2)) + 3 * number).convex_hull for number in range(2))
    for second in (other, shapely.Point(5, -2), one):
        corners = shapely.get_coordinates(one), shapely.get_coordinates(second)
        tried = max(float(np.hypot(*(here - there))) for here in corners[0] for there in corners[1])
        assert _farthest(one, second) == pytest.approx(tried)
        assert _farthest(second, one) == pytest.approx(tried)


def test_areas_of_many_corners_are_measured_at_once() -> None:
    """Two areas of 100,000 corners each; a table of all pairs would not fit into memory."""
    turn = np.linspace(0, 2 * np.pi, 100_000)
    circle = [tuple(pair) for pair in np.column_stack((0.1 * np.cos(turn), 0.1 * np.sin(turn))).tolist()]
    circle[-1] = circle[0]
    moved = [(lon + 0.5, lat) for lon, lat in circle]
    found = measure_span([tuple(circle)], [tuple(moved)])
    assert found.low_m == pytest.approx(inverse(0.1, 0.0, 0.4, 0.0)[0], rel=1e-4)
    assert found.high_m == pytest.approx(inverse(-0.1, 0.0, 0.6, 0.0)[0], rel=1e-4)


def test_the_margin_of_an_area_inside_another() -> None:
    """From its nearest edge to the edge around it; 0 where the inner one is the outer."""
    inner = _square(46.72, 39.72, 0.02)
    found = measure_span([inner], [SQUARE])
    assert found.low_m == 0
    assert found.margin_m == pytest.approx(inverse(46.72, 39.74, 46.7, 39.74)[0], abs=0.01)
    assert measure_span([SQUARE], [inner]).margin_m == 0


def test_areas_on_either_side_of_the_180th_meridian() -> None:
    """A tenth of a degree to either side of it, not all the way around; too small by what a reach of 25 km allows."""
    found = measure_span([_square(179.8, 0, 0.1)], [_square(-179.9, 0, 0.1)])
    near = inverse(0.0, 0.1, 0.2, 0.1)[0]
    assert near * (1 - (25 / 6357) ** 2 / 6) <= found.low_m <= near

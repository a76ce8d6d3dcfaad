import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.earth.direction import Direction
from geo.earth.geodesy import LONGEST_GEODESIC_M, destination, inverse
from geo.earth.notation.direction import parse_direction
from geo.earth.offset import apply_offset
from geo.earth.position import Position

SHARES = st.floats(-1, 1)


def test_the_worked_example() -> None:
    """Source: Georeferencing Best Practices, doi:10.15468/doc-gg7h-s853: 10 km NE, direction alone: 3.90 km."""
    for lat in (0, 39.76, -60):
        found = apply_offset(Position(46.7, lat), 10_000, 0, parse_direction("NE"))
        assert found.uncertainty_m == pytest.approx(3_900, abs=5)
        assert found.uncertainty_m == pytest.approx(2 * 10_000 * math.sin(math.radians(22.5 / 2)), abs=0.01)
        assert inverse(46.7, float(lat), found.lon_deg, found.lat_deg)[:2] == pytest.approx((10_000, 45))


@pytest.mark.parametrize(
    ("distance", "error", "half"), [(10_000, 500, 22.5), (780, 5, 45), (500, 5, 11.25), (1_000, 50, 0.5), (10_600, 0.5, 45)]
)
def test_the_plane_formula_holds_nearby(distance: float, error: float, half: float) -> None:
    """x = d - d' cos t, y = d' sin t, the square root of x² + y². Source: Wieczorek et al. 2004, as in `geo.earth.offset`."""
    longest, angle = distance + error, math.radians(half)
    plane = math.hypot(distance - longest * math.cos(angle), longest * math.sin(angle))
    found = apply_offset(Position(46.7, 39.76), distance, error, Direction("", 45, half)).uncertainty_m
    assert found == pytest.approx(plane, rel=1e-5)


def test_the_starts_own_uncertainty_is_added() -> None:
    """As part of the distance, as it was published, it would be too little: 4.21 km, where places lie 4.90 km away."""
    start = Position(0, 0, 1000)
    found = apply_offset(start, 10_000, 0, parse_direction("NE"))
    published = math.hypot(10_000 - 11_000 * math.cos(math.pi / 8), 11_000 * math.sin(math.pi / 8))
    assert found.uncertainty_m == pytest.approx(3_901.8 + 1000, abs=2)
    aside = destination(*destination(0.0, 0.0, 326.25, 1000.0), 22.5, 10_000.0)
    farthest = inverse(found.lon_deg, found.lat_deg, *aside)[0]
    assert published < farthest <= found.uncertainty_m


def test_no_distance_leaves_the_start() -> None:
    """0 m N of a place is that place."""
    found = apply_offset(Position(46.7, 39.76, 30), 0, 0.5, parse_direction("N"))
    assert (found.lon_deg, found.lat_deg) == pytest.approx((46.7, 39.76))
    assert found.uncertainty_m == pytest.approx(30.5, abs=1e-4)


@pytest.mark.parametrize("start", [Position(0, 90), Position(0, 89.9, 20_000), Position(0, -90, 1)])
def test_no_direction_from_a_pole(start: Position) -> None:
    """Where the start may be a pole, any direction may be meant, and the circle goes once there and back."""
    assert apply_offset(start, 10_000, 5, parse_direction("NE")).uncertainty_m == 20_005 + start.uncertainty_m


@given(
    st.builds(Position, st.floats(-180, 180), st.floats(-90, 90), st.floats(0, 6).map(lambda power: 10**power - 1)),
    st.tuples(st.floats(0, 7.3).map(lambda power: min(10**power, LONGEST_GEODESIC_M)), st.floats(0, 0.5)),
    st.tuples(st.floats(0, 360, exclude_max=True), st.sampled_from([0.0, 0.05, 0.5, 11.25, 22.5, 45.0])),
    st.tuples(SHARES, SHARES, st.floats(0, 1), st.floats(0, 360)),
)
def test_the_circle_holds_every_place(
    start: Position, length: tuple[float, float], heading: tuple[float, float], where: tuple[float, float, float, float]
) -> None:
    """At the distance give or take its error, in the direction give or take, from wherever the start is: also far away."""
    (distance, loose), (azimuth, half), (longer, turned, away, around) = length, heading, where
    error = distance * loose
    found = apply_offset(start, distance, error, Direction("", azimuth, half))
    begin = destination(start.lon_deg, start.lat_deg, around, away * start.uncertainty_m)
    place = destination(*begin, azimuth + turned * half, distance + longer * error)
    assert inverse(found.lon_deg, found.lat_deg, *place)[0] <= found.uncertainty_m + 1e-4  # as exact as the longest geodesic


@given(
    st.floats(-80, 80),
    st.floats(0, 6.5).map(lambda power: 10**power),
    st.floats(0, 4).map(lambda power: 10**power - 1),
    st.floats(0, 360),
    st.sampled_from([0.05, 11.25, 22.5, 45.0]),
)
def test_corners_of_the_arc_reach_the_circle(lat: float, distance: float, start_m: float, azimuth: float, half: float) -> None:
    """It is not much wider than it must be: a corner of the arc, from the worst start, nearly reaches its edge."""
    start = Position(10, lat, start_m)
    found = apply_offset(start, distance, distance / 20, Direction("", azimuth, half))
    farthest = 0.0
    for around in range(0, 360, 15):
        for turned in (-half, half):
            moved = destination(10.0, lat, float(around), start_m)
            place = destination(*moved, azimuth + turned, distance * 1.05)
            farthest = max(farthest, inverse(found.lon_deg, found.lat_deg, *place)[0])
    swing = start_m * math.tan(math.radians(min(89, abs(lat) + start_m / 110_000))) * min(1, distance / 6.3e6) * 1.1
    assert found.uncertainty_m <= farthest * 1.05 + swing + 0.02 * start_m

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.earth.geodesy import destination, inverse
from geo.earth.search.unit_sphere import Chords, bound_caps, bound_chords, to_sphere

LON, LAT = st.floats(-180, 180), st.floats(-90, 90)


def _square(lon1: float, lat1: float, lon2: float, lat2: float) -> float:
    one, other = to_sphere(np.array([lon1, lon2]), np.array([lat1, lat2]))
    return float(np.square(one - other).sum())


@given(LON, LAT, LON, LAT, st.floats(0, 20_100_000))
def test_chords_bound_the_geodesic(lon1: float, lat1: float, lon2: float, lat2: float, distance: float) -> None:
    """What is surely within a distance is within it, and what is surely beyond it is not; over the whole Earth."""
    square, limits = _square(lon1, lat1, lon2, lat2), bound_chords(distance)
    measured, _, _ = inverse(lon1, lat1, lon2, lat2)
    assert square > limits.surely_within or measured <= distance
    assert square <= limits.surely_beyond or measured > distance


@given(LON, LAT, st.floats(0, 360), st.floats(-8, 7.3), st.floats(-1e-7, 1e-7))
def test_chords_bound_the_geodesic_at_the_limit(lon: float, lat: float, azimuth: float, exponent: float, off: float) -> None:
    """Also where the distance is that of the points, to a tenth of a micrometre, from micrometres to half the Earth."""
    there = destination(lon, lat, azimuth, 10**exponent)
    measured, _, _ = inverse(lon, lat, *there)
    distance = max(0.0, measured + off)
    square, limits = _square(lon, lat, *there), bound_chords(distance)
    assert square > limits.surely_within or measured <= distance
    assert square <= limits.surely_beyond or measured > distance


def test_chords_leave_little_open() -> None:
    """At 200 m, what is up to 0.34 % nearer or farther; at no distance can less than nothing be certain."""
    within, beyond = (math.sqrt(square) for square in bound_chords(200.0))
    assert beyond / within == pytest.approx(1 / (1 - 1 / 298.257223563), abs=1e-7)
    assert bound_chords(0.0).surely_within == -1.0
    assert bound_chords(20_040_000.0) == Chords(math.inf, math.inf)


@given(LON, LAT, st.floats(0, 360), st.floats(-3, 7.3))
def test_caps_hold_what_is_within(lon: float, lat: float, azimuth: float, exponent: float) -> None:
    """No point within the distance lies outside the cap's latitudes and longitudes."""
    there_lon, there_lat = destination(lon, lat, azimuth, 10**exponent)
    distance, _, _ = inverse(lon, lat, there_lon, there_lat)
    south, north, half_width = (float(one[0]) for one in bound_caps(np.array([lat]), distance))
    assert -90 <= south <= there_lat <= north <= 90
    assert abs(math.remainder(there_lon - lon, 360)) <= half_width <= 180


def test_caps_are_narrow() -> None:
    """200 m at the equator are 0.0018° each way, with a longitude twice as wide at 60°; all around at a pole."""
    cap = bound_caps(np.array([0.0, 60.0, 89.999]), 200.0)
    assert cap.north_deg[0] == pytest.approx(0.0018088, rel=0.01)
    assert cap.half_width_deg[1] / cap.half_width_deg[0] == pytest.approx(2, rel=0.01)
    assert (cap.half_width_deg[2], cap.north_deg[2]) == (180, 90)


def test_points_are_on_the_sphere_at_the_parametric_latitude() -> None:
    """At the poles, on the 180th meridian, and with tan β = (1 - f) tan φ elsewhere."""
    points = to_sphere(np.array([0.0, 12.0, 180.0, -180.0, 90.0]), np.array([90.0, -90.0, 0.0, 0.0, 45.0]))
    beta = math.atan(1 - 1 / 298.257223563)
    expected = [[0, 0, 1], [0, 0, -1], [-1, 0, 0], [-1, 0, 0], [0, math.cos(beta), math.sin(beta)]]
    assert points == pytest.approx(np.array(expected), abs=1e-15)

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.earth.geodesy import LONGEST_GEODESIC_M, destination, inverse
from geo.judge.verdict.interval import angle_between

LON = st.floats(-180, 180)
LAT = st.floats(-90, 90)


@given(LON, LAT, LON, LAT)
def test_distance_is_the_same_both_ways(lon1: float, lat1: float, lon2: float, lat2: float) -> None:
    """d(a, b) = d(b, a), and the azimuths change places where there is one shortest way, long enough to have a direction."""
    there, back = inverse(lon1, lat1, lon2, lat2), inverse(lon2, lat2, lon1, lat1)
    assert there[0] == pytest.approx(back[0], abs=1e-6)
    if 100 < there[0] < 19_900_000:
        assert angle_between(there[1], back[2]) < 1e-6
        assert angle_between(there[2], back[1]) < 1e-6


def test_azimuths_are_those_at_either_end() -> None:
    """The forward one at the first point towards the second, the back one at the second towards the first, from 0 to 360."""
    assert inverse(46.0, 40.0, 46.0, 41.0)[1:] == (0.0, 180.0)
    _, forward, back = inverse(0.0, 0.0, 90.0, 0.0)
    assert (forward, back) == pytest.approx((90.0, 270.0))
    _, forward, back = inverse(10.0, 60.0, -10.0, 60.0)  # on the northern half the way bends towards the pole
    assert 270 < forward < 290
    assert 70 < back < 90
    assert forward + back == pytest.approx(360.0)


PLACE = st.tuples(LON, LAT)


@given(PLACE, PLACE, PLACE)
def test_a_detour_is_never_shorter(a: tuple[float, float], b: tuple[float, float], c: tuple[float, float]) -> None:
    """The way over a third point is never shorter than the geodesic (triangle inequality)."""
    assert inverse(*a, *c)[0] <= inverse(*a, *b)[0] + inverse(*b, *c)[0] + 1e-6


@given(LON, st.floats(-89, 89), st.floats(0, 360), st.floats(0.001, 5_000_000))
def test_destination_and_inverse_undo_each_other(lon: float, lat: float, azimuth: float, distance: float) -> None:
    """Going a distance along an azimuth and measuring gives the distance and, but for the shortest ways, the azimuth."""
    measured, forward, _ = inverse(lon, lat, *destination(lon, lat, azimuth, distance))
    assert measured == pytest.approx(distance, abs=1e-6)
    if distance > 100:
        assert angle_between(forward, azimuth) < 1e-6


def test_columns_give_what_single_values_give() -> None:
    """Arrays give the same values as calls one by one."""
    rng = np.random.default_rng(1)
    lon1, lon2 = rng.uniform(-180, 180, (2, 100))
    lat1, lat2 = rng.uniform(-90, 90, (2, 100))
    together = np.array(inverse(lon1, lat1, lon2, lat2))
    single = [inverse(*map(float, row)) for row in zip(lon1, lat1, lon2, lat2, strict=True)]
    assert np.array_equal(together.T, np.array(single))


def test_the_longest_geodesic_runs_from_pole_to_pole() -> None:
    """The bound on what a distance can be is the ellipsoid's."""
    longest = inverse(0, -90, 0, 90)[0]
    assert longest <= LONGEST_GEODESIC_M <= longest + 1e-3

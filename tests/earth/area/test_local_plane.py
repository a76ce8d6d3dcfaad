import math

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo.earth.area.local_plane import Plane, distance_to_m
from geo.earth.area.shapes import area_m2
from geo.earth.geodesy import inverse

METRES = st.floats(1, 3_000_000)
TURNS = st.floats(0, 360)
SHUSHA = Plane(46.742750, 39.760583)


def at(distance: float, azimuth: float) -> list[float]:
    return [distance * math.sin(math.radians(azimuth)), distance * math.cos(math.radians(azimuth))]


@given(st.tuples(st.floats(-180, 180), st.floats(-89, 89)), st.tuples(METRES, TURNS), st.tuples(METRES, TURNS))
def test_what_the_plane_distorts_is_bounded(
    center: tuple[float, float], first: tuple[float, float], second: tuple[float, float]
) -> None:
    """It never shortens a distance, lengthens none by more than `stretch`, and turns no azimuth by more than `azimuth_distortion_deg`."""
    plane = Plane(*center)
    points = np.array([at(*first), at(*second)])
    one, other = first[0], second[0]
    (lon1, lat1), (lon2, lat2) = plane.to_earth(points).tolist()
    distance, azimuth, _ = inverse(lon1, lat1, lon2, lat2)
    drawn = float(np.hypot(*(points[1] - points[0])))
    assert distance - 1e-3 <= drawn <= distance * plane.stretch(max(one, other)) + 1e-3
    if drawn > 10:
        bearing = math.degrees(math.atan2(*(points[1] - points[0])))
        off = abs((azimuth - (bearing - plane.north_deg(points)[0]) + 180) % 360 - 180)
        assert off <= plane.azimuth_distortion_deg(one, other) + 1e-3


def test_the_bound_is_no_empty_one() -> None:
    """At 1,000 km it is 14° for two points and 0.4 % for their distance: the tests above could fail."""
    assert SHUSHA.azimuth_distortion_deg(1e6, 1e6) == pytest.approx(1.418, abs=1e-3)
    assert SHUSHA.stretch(1e6) == pytest.approx(1.00413, abs=1e-5)
    assert SHUSHA.stretch(0) == 1


@pytest.mark.parametrize("center", [(46.74, 39.76), (180, 0), (-179.999, 65), (0, 89.999), (30, -90)])
@pytest.mark.parametrize("radius", [10, 2_000, 100_000])
def test_areas_come_back_to_earth_whole(center: tuple[float, float], radius: float) -> None:
    """A disc has the area of a geodesic disc, also over the 180th meridian and around a pole, and is valid GeoJSON.

    On a sphere of the mean radius of curvature the area is 2 pi R² (1 - cos(r / R)); on the ellipsoid it differs by less
    than 2 in 100,000 at this size.
    """
    plane = Plane(*center)
    shape = plane.on_earth(shapely.Point(0, 0).buffer(radius, quad_segs=256))
    assert shape.is_valid
    west, south, east, north = shape.bounds
    assert -180 <= west <= east <= 180
    assert -90 <= south <= north <= 90
    curved = 6_380_000
    assert area_m2(shape) == pytest.approx(2 * math.pi * curved**2 * (1 - math.cos(radius / curved)), rel=3e-4)


def test_an_area_beside_the_180th_meridian() -> None:
    """One that touches the meridian without crossing it stays on its side."""
    plane = Plane(179, 0)
    ((east, _),) = plane.to_plane(180.0, 0.0).tolist()
    assert plane.on_earth(shapely.Polygon([(0, -1000), (east, 0), (0, 1000)])).bounds[::2] == pytest.approx((179, 180))


def test_distance_to_a_shape() -> None:
    """A square kilometre around Shusha, from 10 km east of its middle."""
    lon, lat = SHUSHA.to_earth(np.array([[10_000.0, 0.0]]))[0].tolist()
    square = shapely.box(-500, -500, 500, 500)
    assert distance_to_m(SHUSHA, square, lon, lat) == pytest.approx(9_500, abs=0.01)
    assert distance_to_m(SHUSHA, square, 46.742750, 39.760583) == pytest.approx(0, abs=1e-6)


def test_a_ring_that_closes_with_a_short_edge() -> None:
    """Over the 180th meridian too, corners less than a millimetre apart leave the area whole."""
    plane = Plane(-179.99, -37.5)
    shape = shapely.Polygon([(-20_000, 0), (-20_000, -20_000), (20_000, -20_000), (20_000, 20_000), (-20_000, 0.0005)])
    assert area_m2(plane.on_earth(shape)) == pytest.approx(shape.area, rel=1e-4)

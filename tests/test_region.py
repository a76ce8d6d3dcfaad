import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo.earth.geodesy import destination, inverse, wgs84
from geo.earth.region import depth_inside, disc, enclosing_circle

RADII = st.floats(1, 4_000_000)


@pytest.mark.filterwarnings("ignore")
@given(st.floats(-180, 180), st.floats(-90, 90), RADII, st.floats(0, 360))
def test_a_disc_holds_what_lies_within_its_radius(lon: float, lat: float, radius: float, azimuth: float) -> None:
    """Points at 99 % of the radius are inside, at 101 % outside, also at the poles and across the 180th meridian."""
    area = disc(lon, lat, radius)
    assert area.is_valid
    assert area.bounds[0] >= -180
    assert area.bounds[2] <= 180
    assert area.covers(shapely.Point(destination(lon, lat, azimuth, radius * 0.99)))
    assert not area.covers(shapely.Point(destination(lon, lat, azimuth, radius * 1.01)))


@pytest.mark.parametrize("lat", [-89.9999, -60, 0, 39.76, 89.9999])
@pytest.mark.parametrize("lon", [-180, -179.9999, 0, 46.74275, 179.9999, 180])
def test_every_corner_lies_at_the_radius(lon: float, lat: float) -> None:
    """The corners of a drawn zone are geodesically exact, but for those that close it at a pole or the meridian."""
    corners = shapely.get_coordinates(disc(lon, lat, 200))
    away = inverse(np.full(len(corners), lon), np.full(len(corners), lat), *corners.T)[0]
    closing = (np.abs(corners[:, 0]) > 179.99) | (np.abs(corners[:, 1]) > 89.99)
    assert away[~closing] == pytest.approx(200, abs=1e-6)


@pytest.mark.parametrize(("lon", "lat"), [(46.74275, 39.76058), (180, 10), (0, 90), (77, -90), (-179.999, -16.5)])
def test_area(lon: float, lat: float) -> None:
    """A disc of 200 m has its area in square metres, wherever it lies."""
    area = abs(wgs84().geometry_area_perimeter(disc(lon, lat, 200))[0])
    assert area == pytest.approx(np.pi * 200**2, rel=5e-3)


@pytest.mark.parametrize("radius", [0, -1, float("nan"), 10_000_000])
def test_a_radius_beyond_sense_is_refused(radius: float) -> None:
    """No radius, and one that may hold both poles, are refused."""
    with pytest.raises(ValueError, match="a disc is drawn for radii above 0 and below 10,000 km"):
        disc(0, 0, radius)


SQUARE = ((46.7, 39.7), (46.8, 39.7), (46.8, 39.8), (46.7, 39.8), (46.7, 39.7))


@pytest.mark.parametrize(
    ("lon", "lat", "sign"), [(46.75, 39.75, 1), (46.9, 39.75, -1), (46.70001, 39.75, 1), (46.69999, 39.75, -1)]
)
def test_depth_is_the_distance_to_the_nearest_edge(lon: float, lat: float, sign: int) -> None:
    """Positive inside, negative outside, and as far as the geodesic to the nearest point of the edge."""
    edge_lon, edge_lat = np.meshgrid(np.linspace(46.7, 46.8, 20001), [39.7, 39.8])
    side_lat, side_lon = np.meshgrid(np.linspace(39.7, 39.8, 20001), [46.7, 46.8])
    lons = np.concatenate((edge_lon.ravel(), side_lon.ravel()))
    lats = np.concatenate((edge_lat.ravel(), side_lat.ravel()))
    nearest = inverse(np.full(len(lons), lon), np.full(len(lons), lat), lons, lats)[0].min()
    assert depth_inside(lon, lat, [SQUARE]) == pytest.approx(sign * nearest, abs=0.1)


def test_a_hole_is_outside() -> None:
    """A point in a hole lies outside, by the distance to the hole's edge."""
    hole = ((46.74, 39.74), (46.76, 39.74), (46.76, 39.76), (46.74, 39.76), (46.74, 39.74))
    assert depth_inside(46.75, 39.75, [SQUARE, hole]) == pytest.approx(-inverse(46.75, 39.75, 46.76, 39.75)[0], abs=0.1)


def test_the_enclosing_circle_reaches_every_corner() -> None:
    """The circle of a polygon holds its farthest corner, and no more."""
    lon, lat, radius = enclosing_circle(SQUARE)
    away = [inverse(lon, lat, *corner)[0] for corner in SQUARE]
    assert max(away) == pytest.approx(radius, abs=1e-6)

import math

import numpy as np
import pytest
import shapely
from geographiclib.geodesic import Geodesic
from hypothesis import given
from hypothesis import strategies as st

from geo.earth.area.shapes import FINELY_OFF, area_m2, disc_area_m2, find_enclosing_circle, make_disc, measure_depth, reach_m
from geo.earth.geodesy import destination, inverse, wgs84

RADII = st.floats(1, 4_000_000)


@pytest.mark.filterwarnings("ignore")
@given(st.floats(-180, 180), st.floats(-90, 90), RADII, st.floats(0, 360))
def test_a_disc_holds_what_lies_within_its_radius(lon: float, lat: float, radius: float, azimuth: float) -> None:
    """Points at 99 % of the radius are inside, at 101 % outside, also at the poles and across the 180th meridian."""
    area = make_disc(lon, lat, radius)
    assert area.is_valid
    assert area.bounds[0] >= -180
    assert area.bounds[2] <= 180
    assert area.covers(shapely.Point(destination(lon, lat, azimuth, radius * 0.99)))
    assert not area.covers(shapely.Point(destination(lon, lat, azimuth, radius * 1.01)))


@pytest.mark.parametrize("lat", [-89.9999, -60, 0, 39.76, 89.9999])
@pytest.mark.parametrize("lon", [-180, -179.9999, 0, 46.74275, 179.9999, 180])
def test_every_corner_lies_at_the_radius(lon: float, lat: float) -> None:
    """The corners of a drawn zone are geodesically exact, but for those that close it at a pole or the meridian."""
    corners = shapely.get_coordinates(make_disc(lon, lat, 200))
    away = inverse(np.full(len(corners), lon), np.full(len(corners), lat), *corners.T)[0]
    closing = (np.abs(corners[:, 0]) > 179.99) | (np.abs(corners[:, 1]) > 89.99)
    assert away[~closing] == pytest.approx(200, abs=1e-6)


@pytest.mark.parametrize(("lon", "lat"), [(46.74275, 39.76058), (180, 10), (0, 90), (77, -90), (-179.999, -16.5)])
def test_area(lon: float, lat: float) -> None:
    """A disc of 200 m has its area in square metres, wherever it lies."""
    area = abs(wgs84().geometry_area_perimeter(make_disc(lon, lat, 200))[0])
    assert area == pytest.approx(np.pi * 200**2, rel=5e-3)


def off_m(area: shapely.Geometry, lon: float, lat: float, radius: float) -> float:
    """How far the edges of a drawn disc, straight in degrees, lie from its circle at most, but for those that close it."""
    rings = [shapely.get_coordinates(part.exterior) for part in shapely.get_parts(area)]
    start, end = (np.concatenate([ring[cut] for ring in rings]) for cut in (slice(None, -1), slice(1, None)))
    closing = ((np.abs(start) == [180, 90]) & (np.abs(end) == [180, 90])).any(axis=1)
    along = np.linspace(0, 1, 41)[:, None, None]
    points = (start + along * (end - start))[:, ~closing].reshape(-1, 2)
    away, _, _ = inverse(np.full(len(points), lon), np.full(len(points), lat), *points.T)
    return float(np.abs(away - radius).max())


PLACES = {
    "Shusha": (46.7483, 39.7583),
    "60° north": (46.7483, 60.0),
    "across the 180° meridian": (179.9, -16.5),
    "there in the north": (-179.0, 65.0),
    "a pole inside": (20.0, 89.0),
    "around a pole": (0.0, -90.0),
    "beside a pole": (20.0, 87.48),
}


@pytest.mark.parametrize(("lon", "lat"), PLACES.values(), ids=PLACES)
@pytest.mark.parametrize(("radius", "most"), [(200, 0.04), (20_000, 4), (280_000, 5), (4_000_000, 5)])
def test_the_edge_follows_the_circle(lon: float, lat: float, radius: float, most: float) -> None:
    """Within 0.02 % of the radius and 5 m everywhere."""
    assert off_m(make_disc(lon, lat, radius), lon, lat, radius) <= most * 1.001
    fine = off_m(make_disc(lon, lat, radius, off=FINELY_OFF), lon, lat, radius)
    assert fine <= radius * 1e-6 + 0.006  # antimeridian rounds where it cuts to 0.0000001°


def test_the_measure_of_the_edge_can_fail() -> None:
    """180 corners are too few at 280 km."""
    lon, lat, radius = (np.full(180, value) for value in (46.7483, 39.7583, 280_000.0))
    corners = destination(lon, lat, np.arange(180) * 2.0, radius)
    assert off_m(shapely.Polygon(np.column_stack(corners)), 46.7483, 39.7583, 280_000) == pytest.approx(44.4, abs=0.1)


@pytest.mark.parametrize("lat", [62.3, 75.0, 80.0, 84.7])
@pytest.mark.parametrize("away", [-1e-6, -1e-9, 0, 1e-9, 1e-6, 0.5])
def test_a_circle_through_a_pole(lat: float, away: float) -> None:
    """It has no corner too many, and is an area still."""
    area = make_disc(20, lat, inverse(20.0, lat, 20.0, 90.0)[0] + away)
    assert area.is_valid
    assert len(shapely.get_coordinates(area)) < 2000


def polar_area_m2(lon: float, lat: float, radius: float) -> float:
    """In geodesic polar coordinates: the integral of the reduced length over azimuth (trapezoids) and distance (Gauss)."""
    nodes, weights = np.polynomial.legendre.leggauss(24)
    wanted = Geodesic.REDUCEDLENGTH | Geodesic.DISTANCE_IN
    lines = [Geodesic.WGS84.Line(lat, lon, 360 * number / 64, wanted) for number in range(64)]
    lengths = [[line.Position(away, wanted)["m12"] for away in (nodes + 1) / 2 * radius] for line in lines]
    return float((np.array(lengths) @ weights).sum() * radius / 2 * 2 * np.pi / 64)


@pytest.mark.parametrize(("lon", "lat"), [(46.7483, 39.7583), (180, 0), (-179.9, -60), (20, 89), (0, 90)])
@pytest.mark.parametrize("radius", [200, 280_000, 5_000_000, 9_900_000])
def test_the_area_is_that_of_an_integral(lon: float, lat: float, radius: float) -> None:
    """To a millionth; the polygon drawn finely has up to 1.4 millionths less."""
    exact = polar_area_m2(lon, lat, radius)
    assert disc_area_m2(lon, lat, radius) == pytest.approx(exact, rel=1e-6)
    drawn = area_m2(make_disc(lon, lat, radius, off=FINELY_OFF))
    assert drawn == pytest.approx(exact, rel=1.6e-6)
    assert drawn < exact


@pytest.mark.parametrize(("lon", "lat"), [(46.7483, 39.7583), (180, 0), (0, 90)])
@pytest.mark.parametrize("radius", [0.01, 1, 20, 999, 1001])
def test_the_area_of_a_small_disc(lon: float, lat: float, radius: float) -> None:
    """That of a circle in a plane; sums over a polygon lose it among 0.1 m² of noise."""
    assert disc_area_m2(lon, lat, radius) == pytest.approx(math.pi * radius**2, rel=1e-6)


@pytest.mark.parametrize("lat", [89, 45, 1])
def test_the_area_around_a_pole_is_that_of_a_cap(lat: float) -> None:
    """Source: J. P. Snyder 1987, Map Projections: A Working Manual, USGS Professional Paper 1395, equation 3-12."""
    earth = wgs84()
    e, radius = earth.es**0.5, inverse(0.0, 90.0, 0.0, float(lat))[0]

    def q(sine: float) -> float:
        return float((1 - e * e) * (sine / (1 - (e * sine) ** 2) - np.log((1 - e * sine) / (1 + e * sine)) / (2 * e)))

    cap = np.pi * earth.a**2 * (q(1) - q(np.sin(np.radians(lat))))
    assert disc_area_m2(0, 90, radius) == pytest.approx(cap, rel=1e-6)
    assert area_m2(make_disc(0, 90, radius, off=FINELY_OFF)) == pytest.approx(cap, rel=1.6e-6)


def test_the_area_of_more_than_half_of_the_earth() -> None:
    """Two wide discs together; and the whole Earth, whose area is known."""
    wide = make_disc(0, 40, 9_000_000).union(make_disc(180, 40, 9_000_000))
    assert isinstance(wide, shapely.Polygon)
    assert area_m2(wide) > 255e12
    assert area_m2(shapely.box(-180, -90, 180, 90)) == pytest.approx(510_065_621_724_089, abs=1e3)


@pytest.mark.parametrize("radius", [0, -1, float("nan"), 10_000_000])
def test_a_radius_beyond_sense_is_refused(radius: float) -> None:
    """No radius, and one that may hold both poles, are refused."""
    with pytest.raises(ValueError, match="a disc is drawn for radii above 0 and below 10,000 km"):
        make_disc(0, 0, radius)


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
    assert measure_depth(lon, lat, [SQUARE]) == pytest.approx(sign * nearest, abs=0.1)


def test_a_hole_is_outside() -> None:
    """A point in a hole lies outside, by the distance to the hole's edge."""
    hole = ((46.74, 39.74), (46.76, 39.74), (46.76, 39.76), (46.74, 39.76), (46.74, 39.74))
    assert measure_depth(46.75, 39.75, [SQUARE, hole]) == pytest.approx(-inverse(46.75, 39.75, 46.76, 39.75)[0], abs=0.1)


@pytest.mark.parametrize("lon", [46.75, 46.9, 20])
def test_the_nearest_and_the_farthest_point(lon: float) -> None:
    """Of a square, from inside, from nearby and from far away: its nearest edge and its farthest corner."""
    nearest, farthest = reach_m(lon, 39.72, [SQUARE])
    assert nearest == pytest.approx(max(0, -measure_depth(lon, 39.72, [SQUARE])), abs=1e-9)
    assert (nearest == 0) is (lon == 46.75)
    assert farthest == pytest.approx(max(inverse(lon, 39.72, *corner)[0] for corner in SQUARE), abs=1e-6)


def test_the_enclosing_circle_reaches_every_corner() -> None:
    """The circle of a polygon holds its farthest corner, and no more."""
    lon, lat, radius = find_enclosing_circle(SQUARE)
    away = [inverse(lon, lat, *corner)[0] for corner in SQUARE]
    assert max(away) == pytest.approx(radius, abs=1e-6)

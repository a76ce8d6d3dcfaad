"""Areas on the ellipsoid: the disc around a point, and how deep inside a polygon a point lies."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import TYPE_CHECKING

import antimeridian
import numpy as np
import shapely
from pyproj import Proj

from geo.earth.geodesy import destination, inverse, waypoints, wgs84

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shapely import LinearRing, LineString, MultiLineString, MultiPolygon, Polygon
    from shapely.geometry.base import BaseGeometry

    from geo.earth.position import FloatArray

Ring = tuple[tuple[float, float], ...]
"""A closed ring of (longitude, latitude) pairs in degrees."""

EDGE_OFF = 2e-4
"""How far the edge of a drawn disc may lie from its circle, as a part of the radius: 4 cm for 200 m."""
EDGE_OFF_M = 5.0
"""But never farther than this, in metres, however large the disc."""
FINELY_OFF = 1e-6
"""The same where areas are measured: a disc then comes out too small by 1.4 millionths at most."""
_FINEST_M = 1e-6
"""No edge is asked to lie nearer to its circle, in metres."""
_CLOSEST_DEG = 1e-9
"""Azimuths of two corners: a circle through a pole has no longitude there to come nearer to."""


@lru_cache(maxsize=256)  # pairs of zones ask for the same ones again and again, at each of their edges
def make_disc(lon_deg: float, lat_deg: float, radius_m: float, *, off: float = EDGE_OFF) -> Polygon | MultiPolygon:
    """The area within a geodesic distance in metres of a point, as longitude and latitude in degrees.

    Valid GeoJSON everywhere: cut in two where it crosses the 180° meridian, closed over a pole that it holds. Its edges,
    straight in longitude and latitude, lie within `off` times the radius of the circle, and within 5 m.

    Raises:
        ValueError: if the radius is not above 0 and below 10,000 km (a disc that may hold both poles).
    """
    if not 0 < radius_m < 10_000_000:
        raise ValueError(f"a disc is drawn for radii above 0 and below 10,000 km, not for {radius_m:,.0f} m")
    to_poles = [inverse(lon_deg, lat_deg, lon_deg, pole)[0] for pole in (90.0, -90.0)]
    if any(abs(radius_m - away) < _FINEST_M for away in to_poles):
        radius_m += 2 * _FINEST_M  # an edge exactly through the pole has no longitude there
    corners = _corners(lon_deg, lat_deg, radius_m, max(_FINEST_M, min(off * radius_m, EDGE_OFF_M)))
    north, south = (away < radius_m for away in to_poles)
    if not (north or south or np.any(np.abs(np.diff(corners[:, 0])) > 180)):
        return shapely.Polygon(corners)  # nothing to cut, and looking for it takes most of the time
    return antimeridian.fix_polygon(
        shapely.Polygon(corners),
        force_north_pole=north,
        force_south_pole=south,
        fix_winding=False,
        great_circle=False,  # the edge is straight where it crosses the meridian, too
    )


def _corners(lon_deg: float, lat_deg: float, radius_m: float, off_m: float) -> FloatArray:
    """Longitudes and latitudes on a geodesic circle, of shape (n, 2), between which straight edges stay within `off_m`.

    As many as a circle in the plane needs, whose edges lie radius · (1 - cos(180° / n)) inside; then edges are halved
    until their middles are near enough, since beside a pole straight lines in degrees are far from geodesics.
    """
    count = 4 * math.ceil(math.pi / 4 / math.sqrt(2 * off_m / radius_m))
    azimuths = np.linspace(360, 0, count + 1)  # counter-clockwise, as RFC 7946 has it
    while True:
        here_lon, here_lat, radius = (np.full(len(azimuths), value) for value in (lon_deg, lat_deg, radius_m))
        lon, lat = destination(here_lon, here_lat, azimuths, radius)
        middle_lon = lon[:-1] + ((np.diff(lon) + 180) % 360 - 180) / 2
        away, _, _ = inverse(here_lon[1:], here_lat[1:], middle_lon, (lat[:-1] + lat[1:]) / 2)
        far = (np.abs(away - radius_m) > off_m) & (azimuths[:-1] - azimuths[1:] > _CLOSEST_DEG)
        if not far.any():
            return np.column_stack((lon, lat))
        azimuths = np.sort(np.append(azimuths, (azimuths[:-1] + azimuths[1:])[far] / 2))[::-1]


def make_line(lon1: float, lat1: float, lon2: float, lat2: float) -> LineString | MultiLineString | None:
    """The geodesic between two points in degrees, for drawing; None between two that are the same.

    Valid GeoJSON everywhere: cut in two where it crosses the 180° meridian. It has 17 corners, or more where they would
    be more than a kilometre apart, up to 2,001; between them it runs straight in longitude and latitude.
    """
    distance, _, _ = inverse(lon1, lat1, lon2, lat2)
    if distance == 0:
        return None
    corners = waypoints(lon1, lat1, lon2, lat2, 1 + min(max(16, math.ceil(distance / 1000)), 2000))
    return antimeridian.fix_line_string(shapely.LineString(corners), great_circle=False)


def _reaches(lon_deg: float, lat_deg: float, pole_deg: float, radius_m: float) -> bool:
    return inverse(lon_deg, lat_deg, lon_deg, pole_deg)[0] < radius_m


def area_m2(area: Polygon | MultiPolygon) -> float:
    """Square metres on the ellipsoid of an area in degrees that reaches from -180 to 180 at most, its edges geodesics.

    Source: Karney 2013, section 6, as implemented by PROJ. It knows the inside of a ring only where that is less than half
    of the Earth, so a wide area is halved at the meridian of Greenwich.
    """
    west, _, east, _ = area.bounds
    halves = [shapely.intersection(area, shapely.box(*side)) for side in _HALVES] if east - west > 180 else [area]
    polygons = [one for half in halves for one in shapely.get_parts(half) if isinstance(one, shapely.Polygon)]
    return sum(sum(map(_ring_area_m2, shapely.get_rings(shapely.orient_polygons(one)))) for one in polygons)


def _ring_area_m2(ring: LinearRing) -> float:
    """Square metres inside a ring, negative where it runs clockwise, as a hole does."""
    area: float = wgs84().polygon_area_perimeter(*shapely.get_coordinates(ring).T)[0]
    return area


_HALVES = ((-180, -90, 0, 90), (0, -90, 180, 90))


def disc_area_m2(lon_deg: float, lat_deg: float, radius_m: float) -> float:
    """Square metres on the ellipsoid within a geodesic distance in metres, below 10,000 km, of a point.

    The area of a geodesic polygon with its corners on the circle, times what a circle on a sphere holds more than such a
    polygon there. That ratio is 1.0002 on the ellipsoid as well, to less than a millionth.

    Within a kilometre it is that of a circle in a plane, which is right to r² / 12 R² = 2e-9, whereas PROJ's sums over so
    small a polygon are good to some 0.1 m² alone.

    Source: the area of a spherical cap, and the excess E of a spherical triangle with two sides a and the angle C between
    them, tan(E/2) = tan²(a/2) sin C / (1 + tan²(a/2) cos C) (I. Todhunter 1886, Spherical Trigonometry, chapter VIII).
    """
    if radius_m <= _FLAT_M:
        return math.pi * radius_m**2
    full = np.full(_AREA_CORNERS, 1.0)
    lon, lat = destination(full * lon_deg, full * lat_deg, np.arange(_AREA_CORNERS, 0, -1) * _AREA_STEP, full * radius_m)
    inside = wgs84().polygon_area_perimeter(lon, lat)[0]
    step, half_width = math.radians(_AREA_STEP), math.tan(radius_m / 6_371_008.8 / 2) ** 2
    triangle = 2 * math.atan2(half_width * math.sin(step), 1 + half_width * math.cos(step))
    cap = 2 * step * half_width / (1 + half_width)  # 1 - cos of the angle, without losing digits
    return inside * cap / triangle


_FLAT_M = 1000
_AREA_CORNERS = 180
_AREA_STEP = 360 / _AREA_CORNERS


def find_enclosing_circle(ring: Ring) -> tuple[float, float, float]:
    """Longitude, latitude and radius in metres of a circle that holds a whole ring."""
    center = shapely.minimum_bounding_circle(shapely.Polygon(ring)).centroid
    lon, lat = np.array(ring).T
    distance, _, _ = inverse(np.full(len(lon), center.x), np.full(len(lon), center.y), lon, lat)
    return center.x, center.y, float(distance.max())


def reach_m(lon_deg: float, lat_deg: float, rings: Sequence[Ring]) -> tuple[float, float]:
    """Metres from a point to the nearest and to the farthest point of a polygon (outer ring first, then holes)."""
    nearest = max(0.0, -measure_depth(lon_deg, lat_deg, rings))
    lon, lat = shapely.get_coordinates(shapely.segmentize(shapely.LinearRing(rings[0]), 0.01)).T
    away, _, _ = inverse(np.full(len(lon), lon_deg), np.full(len(lon), lat_deg), lon, lat)
    return nearest, float(away.max())


def measure_depth(lon_deg: float, lat_deg: float, rings: Sequence[Ring]) -> float:
    """Metres from a point to the edge of a polygon (outer ring first, then holes): positive inside, negative outside.

    Edges are straight in longitude and latitude, as RFC 7946 says.

    Source: distances from the centre of an azimuthal equidistant projection are geodesic distances
    (J. P. Snyder 1987, Map Projections: A Working Manual, USGS Professional Paper 1395, p. 191).
    """
    polygon, edges = _with_fine_edges(tuple(map(tuple, rings)))
    around = Proj(proj="aeqd", lat_0=lat_deg, lon_0=lon_deg, ellps="WGS84")
    here = shapely.Point(0, 0)
    depth = here.distance(shapely.transform(edges, lambda xy: np.column_stack(around(xy[:, 0], xy[:, 1]))))
    return depth if polygon.covers(shapely.Point(lon_deg, lat_deg)) else -depth


@lru_cache(maxsize=32)
def _with_fine_edges(rings: tuple[Ring, ...]) -> tuple[Polygon, BaseGeometry]:
    """A polygon and its edges in short pieces: many claims may refer to one large outline."""
    polygon = shapely.Polygon(rings[0], rings[1:])
    return polygon, shapely.segmentize(polygon.boundary, 0.01)


def geodesic_line(lon1: float, lat1: float, lon2: float, lat2: float) -> LineString | MultiLineString:
    """The geodesic between two points in degrees, with a corner at least every 50 km.

    Straight edges in longitude and latitude then leave it by less than 100 m at latitude 60. It is cut in two where it
    crosses the 180° meridian.
    """
    distance, azimuth, _ = inverse(lon1, lat1, lon2, lat2)
    corners = np.linspace(0, distance, 2 + int(distance // 50_000))
    full = np.full(len(corners), 1.0)
    lon, lat = destination(full * lon1, full * lat1, full * azimuth, corners)
    pairs = np.column_stack((lon, lat))
    pairs[0], pairs[-1] = (lon1, lat1), (lon2, lat2)
    return antimeridian.fix_line_string(shapely.LineString(pairs), great_circle=True)


def bounding_box(shape: Polygon | MultiPolygon) -> tuple[float, float, float, float]:
    """West, south, east and north of polygons in degrees; west is greater than east across the 180th meridian."""
    west, south, east, north = shape.bounds
    if (west, east) == (-180.0, 180.0) and south > -90 and north < 90:  # around a pole every longitude is meant
        lon = shapely.get_coordinates(shape)[:, 0]
        turned = lon % 360
        if np.ptp(turned) < np.ptp(lon):
            west, east = float(turned.min()), float(turned.max()) - 360
    return west, south, east, north

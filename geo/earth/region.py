"""Areas on the ellipsoid: the disc around a point, and how deep inside a polygon a point lies."""

from __future__ import annotations

from typing import TYPE_CHECKING

import antimeridian
import numpy as np
import shapely
from pyproj import Proj

from geo.earth.geodesy import destination, inverse

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shapely import LineString, MultiLineString, MultiPolygon, Polygon

Ring = tuple[tuple[float, float], ...]
"""A closed ring of (longitude, latitude) pairs in degrees."""

VERTICES = 180
"""Corners of a drawn disc: its edge then lies within 0.016 % of the radius, 3 cm for 200 m."""


def disc(lon_deg: float, lat_deg: float, radius_m: float) -> Polygon | MultiPolygon:
    """The area within a geodesic distance in metres of a point, as longitude and latitude in degrees.

    Valid GeoJSON everywhere: cut in two where it crosses the 180° meridian, closed over a pole that it holds.

    Raises:
        ValueError: if the radius is not above 0 and below 10,000 km (a disc that may hold both poles).
    """
    if not 0 < radius_m < 10_000_000:
        raise ValueError(f"a disc is drawn for radii above 0 and below 10,000 km, not for {radius_m:,.0f} m")
    # beside a pole, where straight lines in longitude and latitude are far from geodesics, eight times as many
    to_pole = min(inverse(lon_deg, lat_deg, lon_deg, pole)[0] for pole in (-90.0, 90.0))
    count = VERTICES if radius_m < 0.2 * to_pole else 8 * VERTICES
    azimuths = np.linspace(360, 0, count, endpoint=False)  # counter-clockwise, as RFC 7946 has it
    full = np.full(count, 1.0)
    lon, lat = destination(full * lon_deg, full * lat_deg, azimuths, full * radius_m)
    ring = shapely.Polygon(np.column_stack((lon, lat)))
    return antimeridian.fix_polygon(
        ring,
        force_north_pole=_reaches(lon_deg, lat_deg, 90.0, radius_m),
        force_south_pole=_reaches(lon_deg, lat_deg, -90.0, radius_m),
        fix_winding=False,
    )


def _reaches(lon_deg: float, lat_deg: float, pole_deg: float, radius_m: float) -> bool:
    return inverse(lon_deg, lat_deg, lon_deg, pole_deg)[0] < radius_m


def enclosing_circle(ring: Ring) -> tuple[float, float, float]:
    """Longitude, latitude and radius in metres of a circle that holds a whole ring."""
    center = shapely.minimum_bounding_circle(shapely.Polygon(ring)).centroid
    lon, lat = np.array(ring).T
    distance, _, _ = inverse(np.full(len(lon), center.x), np.full(len(lon), center.y), lon, lat)
    return center.x, center.y, float(distance.max())


def depth_inside(lon_deg: float, lat_deg: float, rings: Sequence[Ring]) -> float:
    """Metres from a point to the edge of a polygon (outer ring first, then holes): positive inside, negative outside.

    Edges are straight in longitude and latitude, as RFC 7946 says.

    Source: distances from the centre of an azimuthal equidistant projection are geodesic distances
    (J. P. Snyder 1987, Map Projections: A Working Manual, USGS Professional Paper 1395, p. 191).
    """
    polygon = shapely.Polygon(rings[0], rings[1:])
    around = Proj(proj="aeqd", lat_0=lat_deg, lon_0=lon_deg, ellps="WGS84")
    edges = shapely.segmentize(polygon.boundary, 0.01)
    here = shapely.Point(0, 0)
    depth = here.distance(shapely.transform(edges, lambda xy: np.column_stack(around(xy[:, 0], xy[:, 1]))))
    return depth if polygon.covers(shapely.Point(lon_deg, lat_deg)) else -depth


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

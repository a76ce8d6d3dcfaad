"""Geodesics on WGS 84: the one place that calls `pyproj.Geod`, whose flags change what its numbers mean.

Every function takes floats and gives floats, or takes arrays of shape (n,) and gives such arrays.

Source: C. F. F. Karney (2013), Algorithms for geodesics, J. Geodesy 87, 43-55, doi:10.1007/s00190-012-0578-z,
as implemented by PROJ (accuracy about 15 nm).
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, TypeVar

from pyproj import Geod

if TYPE_CHECKING:
    from geo.earth.position import FloatArray

Real = TypeVar("Real")
"""A float or an array of floats: the same in as out."""

FARTHEST_DRAWN_M = 5_000_000.0
"""Areas that reach farther than this from their middle are not drawn."""
LONGEST_GEODESIC_M = 20_003_931.4587
"""Metres from pole to pole, the longest shortest way on WGS 84, rounded up. Source: `Geod.inv` between the poles."""

INJECTIVITY_RADIUS_M = 19_970_326.371
"""Two places closer than this have one shortest way between them; farther apart, near the antipode, there may be two that
leave in different directions. Pi times the polar semi-axis of WGS 84, rounded down. Source: Klingenberg's bound;
P. Petersen (2016), Riemannian Geometry, 3rd edition, doi:10.1007/978-3-319-26654-1."""


@cache
def wgs84() -> Geod:
    """The ellipsoid that GPS, GeoJSON (RFC 7946) and web maps share."""
    return Geod(ellps="WGS84")


def inverse(lon1: Real, lat1: Real, lon2: Real, lat2: Real) -> tuple[Real, Real, Real]:
    """Geodesic between two points in degrees.

    Returns:
        The distance in metres; the forward azimuth, at the first point towards the second; and the back azimuth,
        at the second towards the first; both in degrees clockwise from north, 0 <= azimuth < 360.
    """
    forward, back, distance = wgs84().inv(lon1, lat1, lon2, lat2)
    return distance, forward % 360, back % 360


def destination(lon: Real, lat: Real, azimuth_deg: Real, distance_m: Real) -> tuple[Real, Real]:
    """Longitude and latitude in degrees of the point `distance_m` metres from a point along an azimuth."""
    lon2, lat2, _ = wgs84().fwd(lon, lat, azimuth_deg, distance_m)
    return lon2, lat2


def waypoints(lon1: float, lat1: float, lon2: float, lat2: float, count: int) -> list[tuple[float, float]]:
    """Longitude and latitude in degrees of `count` points at equal distances on a geodesic, both ends among them."""
    found = wgs84().inv_intermediate(lon1, lat1, lon2, lat2, count, initial_idx=0, terminus_idx=0, return_back_azimuth=False)
    return list(zip(found.lons, found.lats, strict=True))


def geocentric(lon_deg: FloatArray, lat_deg: FloatArray) -> FloatArray:
    """Metres from the Earth's centre along three axes, of shape (n, 3), for longitudes and latitudes of shape (n,).

    A straight line between two of them is never longer than the geodesic.

    Source: the closed form on the ellipsoid, with the radius of curvature in the prime vertical.
    """
    import numpy as np  # `geo distance` does without it

    earth = wgs84()
    lon, lat = np.radians(lon_deg), np.radians(lat_deg)
    radius = earth.a / np.sqrt(1 - earth.es * np.sin(lat) ** 2)
    across = radius * np.cos(lat)
    return np.stack([across * np.cos(lon), across * np.sin(lon), radius * (1 - earth.es) * np.sin(lat)], axis=1)

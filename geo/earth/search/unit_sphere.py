"""The sphere that the ellipsoid is stretched from, where what lies within a distance of a point can be bounded quickly.

A point of parametric latitude β and longitude λ stands for the point of the unit sphere with that latitude and longitude.
The ellipsoid is the sphere stretched by its equatorial radius a along two axes and by its polar radius b along the third.
A linear map makes no curve longer than its greatest stretch allows, and none shorter than its least: hence for two points
at an angle σ on the sphere, b·σ <= geodesic distance <= a·σ, at any distance, across the poles and the 180th meridian.

Source: the singular values of that map, a, a and b; parametric latitude as in Karney 2013, doi:10.1007/s00190-012-0578-z,
equation 6 (there: reduced latitude), tan β = (1 - f) tan φ.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from geo.earth.geodesy import wgs84

if TYPE_CHECKING:
    from geo.earth.position import FloatArray

SLACK_M = 1e-6
"""Metres by which bounds give way, so that the test suite and not this module decides how much PROJ (15 nm) and floats may err."""
SLACK = 1e-13
"""The same for lengths and angles on the unit sphere, whose coordinates are good to some 1e-15."""
NEAR_POLE = 1e-8
"""Radians from a pole (6 cm) within which a cap is taken to hold it: the cosine is not known well enough there."""


class Chords(NamedTuple):
    """Squares of straight lengths on the unit sphere."""

    surely_within: float
    """Points no farther apart than this are within the distance; -1 if that can be said of none."""
    surely_beyond: float
    """Points farther apart than this are not."""


class Caps(NamedTuple):
    """For each point, degrees that hold all that lies within a distance of it: arrays of shape (n,)."""

    south_deg: FloatArray
    north_deg: FloatArray
    half_width_deg: FloatArray
    """Of longitude, on either side; 180 where a pole is within the distance."""


def to_sphere(lon_deg: FloatArray, lat_deg: FloatArray) -> FloatArray:
    """Points of the unit sphere, of shape (n, 3), for longitudes and latitudes in degrees of shape (n,).

    Sines and cosines come from tangents, of the half longitude and of the latitude: NumPy has these several times faster.
    """
    earth = wgs84()
    lat_tan = np.tan(np.radians(lat_deg)) * (earth.b / earth.a)
    across = 1 / np.sqrt(1 + lat_tan**2)
    lon_tan = np.tan(np.radians(lon_deg) / 2)
    scale = across / (1 + lon_tan**2)
    points = np.empty((len(lat_deg), 3))
    points[:, 0] = scale * (1 - lon_tan**2)
    points[:, 1] = scale * lon_tan * 2
    points[:, 2] = across * lat_tan
    return points


def bound_chords(distance_m: float) -> Chords:
    """Straight lengths between which only the geodesic itself can tell whether it is within a distance in metres."""
    earth = wgs84()
    least, most = max(0.0, distance_m - SLACK_M) / (2 * earth.a), (distance_m + SLACK_M) / (2 * earth.b)
    within = 2 * math.sin(least) - SLACK if least < math.pi / 2 else math.inf
    beyond = 2 * math.sin(most) + SLACK if most < math.pi / 2 else math.inf
    return Chords(within**2 if within > 0 else -1.0, beyond**2)


def bound_caps(lat_deg: FloatArray, distance_m: float) -> Caps:
    """Bounds in degrees of all that lies within a distance in metres of points at some latitudes, of shape (n,).

    Source: the widest longitude of a spherical cap, asin(sin radius / cos latitude) (law of sines).
    """
    earth = wgs84()
    radius = min((distance_m + SLACK_M) / earth.b + SLACK, math.pi)
    beta = np.arctan(np.tan(np.radians(lat_deg)) * (earth.b / earth.a))

    def latitude(parametric: FloatArray) -> FloatArray:
        return np.degrees(np.arctan(np.tan(parametric) * (earth.a / earth.b)))

    south = np.where(beta - radius > -math.pi / 2, latitude(beta - radius) - 1e-12, -90)
    north = np.where(beta + radius < math.pi / 2, latitude(beta + radius) + 1e-12, 90)
    polar = np.abs(beta) + radius >= math.pi / 2 - NEAR_POLE
    sine = np.sin(radius) / np.cos(np.where(polar, 0, beta)) * (1 + 1e-6)
    half_width = np.degrees(np.arcsin(np.minimum(1, sine))) + 1e-12
    return Caps(np.maximum(south, -90), np.minimum(north, 90), np.where(polar, 180, half_width))

"""The box of longitudes and latitudes that a printed pair allows, tighter than its circle, and how far apart two are."""

from __future__ import annotations

import math
from dataclasses import dataclass

from geo.earth.geodesy import LONGEST_GEODESIC_M, inverse, wgs84

QUARTER_M = 9_985_163.0
"""Below a quarter of the way around the Earth, in metres, the distance to a point is convex along every geodesic.

Source: comparison with the sphere of the greatest curvature of the ellipsoid, 1 / b² at the equator: π b / 2
(P. Petersen 2016, Riemannian Geometry, 3rd edition, chapter 6, doi:10.1007/978-3-319-26654-1).
"""
_HALVINGS = 60


@dataclass(frozen=True, slots=True)
class PrintedBox:
    """All places within some degrees of longitude and latitude of a point, and within some metres of those."""

    lon_deg: float
    lat_deg: float
    half_lon_deg: float
    """How many degrees the longitude may be off."""
    half_lat_deg: float
    extra_m: float = 0.0
    """How many metres the place may lie outside those degrees, for a reason other than the printing."""

    @property
    def latitudes(self) -> tuple[float, float]:
        """The least and the greatest latitude in degrees; none lies beyond a pole."""
        return max(-90.0, self.lat_deg - self.half_lat_deg), min(90.0, self.lat_deg + self.half_lat_deg)

    @property
    def reach_m(self) -> float:
        """Metres, at most, from the middle to a place in the degrees: along the meridian, then along the parallel."""
        earth = wgs84()
        north = math.radians(self.half_lat_deg) * earth.a**2 / earth.b  # the greatest radius of a meridian, at the poles
        return north + math.radians(min(self.half_lon_deg, 180)) * earth.a


@dataclass(frozen=True, slots=True)
class BoxDistance:
    """The least and the greatest distance between two boxes."""

    low_m: float
    high_m: float


def measure_between_boxes(a: PrintedBox, b: PrintedBox) -> BoxDistance:
    """The least and the greatest geodesic distance in metres between a place in one box and a place in another.

    Exact to a micrometre where no two of their places are a quarter of the way around the Earth apart. Beyond that they
    are bounds: the distance of the middles, less and plus how far each box reaches.

    Source: distances grow with the difference in longitude (Clairaut) and are convex along each meridian (see
    `QUARTER_M`): so the greatest is one of four between corners, and the least has an end on a parallel's edge, unless
    both ends turn it at right angles, which only the equator does, where it is no least one.
    """
    turn = abs(a.lon_deg - b.lon_deg) % 360
    turn, open_deg = min(turn, 360 - turn), _half_lon(a) + _half_lon(b)
    middle, _, _ = inverse(0.0, a.lat_deg, turn, b.lat_deg)
    extra, reach = a.extra_m + b.extra_m, a.reach_m + b.reach_m
    if middle + reach < QUARTER_M:
        low = _least(a.latitudes, b.latitudes, max(0.0, turn - open_deg))
        high = max(_apart(here, there, min(180.0, turn + open_deg)) for here in a.latitudes for there in b.latitudes)
    else:
        low, high = middle - reach, middle + reach
    return BoxDistance(max(0.0, low - extra), min(LONGEST_GEODESIC_M, high + extra))


def _half_lon(one: PrintedBox) -> float:
    return 180.0 if abs(one.lat_deg) == 90 else one.half_lon_deg  # a pole has every longitude


def _apart(lat: float, other_lat: float, turn_deg: float) -> float:
    return inverse(0.0, lat, turn_deg, other_lat)[0]


def _least(lats: tuple[float, float], others: tuple[float, float], turn_deg: float) -> float:
    """The least distance between two pieces of meridians that lie some degrees of longitude apart."""
    if turn_deg == 0:
        south, north = max(lats[0], others[0]), min(lats[1], others[1])
        return 0.0 if south <= north else _apart(south, north, 0.0)
    edges = [(lat, others) for lat in lats] + [(lat, lats) for lat in others]
    return min(_to_meridian(lat, low, high, turn_deg) for lat, (low, high) in edges)


def _to_meridian(lat: float, low: float, high: float, turn_deg: float) -> float:
    """The least distance from a latitude to those between two others on another meridian.

    It grows northwards where the geodesic from the point arrives heading north.
    """
    for _ in range(_HALVINGS):
        half = (low + high) / 2
        _, _, back = inverse(0.0, lat, turn_deg, half)
        if 90 < back < 270:  # back to the south: it arrives heading north
            high = half
        else:
            low = half
    return min(_apart(lat, low, turn_deg), _apart(lat, high, turn_deg))

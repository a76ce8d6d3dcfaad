"""The frame of the static map: which part of the Earth it shows, and how that lies on paper.

Source: azimuthal equidistant projection, J. P. Snyder (1987), Map Projections: A Working Manual, USGS Professional
Paper 1395, p. 191; on the ellipsoid as PROJ implements it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from pyproj import Proj

from geo.earth.geodesy import destination, inverse
from geo.earth.notation.format import angle_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from geo.earth.position import FloatArray, Position

LOCAL_M = 2_000_000.0
"""Farther than this from its middle a map has no scale that holds: at 2,000 km lengths across are drawn 1.7 % too long."""
_SMALLEST_M = 250.0
_STEPS_DEG = [
    *(one / 36_000 for one in (1, 2, 5)),
    *(one / 3600 for one in (1, 2, 5, 10, 15, 30)),
    *(one / 60 for one in (1, 2, 5, 10, 15, 30)),
    *(1.0, 2.0, 5.0, 10.0, 15.0, 30.0),
]
_RADIUS_M = 6_371_008.8
"""Mean radius, IUGG."""


@dataclass(frozen=True, slots=True)
class CircleToShow:
    """A circle that the map has to show whole."""

    position: Position
    radius_m: float


@dataclass(frozen=True, slots=True)
class GridLine:
    """A meridian or a parallel on paper."""

    x: FloatArray
    y: FloatArray
    text: str
    meridian: bool


@dataclass(frozen=True)
class Frame:
    """A rectangle on paper: metres east and north of a middle, or degrees where it shows the whole Earth."""

    lon_deg: float
    """Longitude of the middle of the projection."""
    lat_deg: float
    left: float
    right: float
    bottom: float
    top: float
    local: bool = True
    """False for a view of the whole Earth, which has no scale."""

    @cached_property
    def _proj(self) -> Proj:
        return Proj(proj="aeqd", lon_0=self.lon_deg, lat_0=self.lat_deg, ellps="WGS84")

    def project(self, lon_deg: FloatArray, lat_deg: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Arrays of longitudes and latitudes in degrees as positions on paper."""
        if not self.local:
            return lon_deg, lat_deg
        x, y = self._proj(lon_deg, lat_deg)
        return np.asarray(x), np.asarray(y)

    def at(self, position: Position) -> tuple[float, float]:
        """One position on paper."""
        x, y = self.project(np.array([position.lon_deg]), np.array([position.lat_deg]))
        return float(x[0]), float(y[0])

    def holds(self, lon_deg: FloatArray, lat_deg: FloatArray) -> NDArray[np.bool_]:
        """Which of these positions lie in the rectangle."""
        if not self.local:
            return np.ones(len(lon_deg), dtype=bool)
        full = np.full(len(lon_deg), 1.0)
        away, _, _ = inverse(full * self.lon_deg, full * self.lat_deg, lon_deg, lat_deg)
        near = away < 2 * LOCAL_M  # the point opposite the middle has no place on paper
        x, y = self.project(np.where(near, lon_deg, self.lon_deg), np.where(near, lat_deg, self.lat_deg))
        return near & (self.left < x) & (x < self.right) & (self.bottom < y) & (y < self.top)

    def circle(self, position: Position, radius_m: float) -> tuple[FloatArray, FloatArray]:
        """A geodesic circle on paper: its closed edge."""
        full = np.full(181, 1.0)
        lon, lat = destination(full * position.lon_deg, full * position.lat_deg, np.linspace(0, 360, 181), full * radius_m)
        return self.project(lon, lat)

    def line(self, start: Position, end: Position) -> tuple[FloatArray, FloatArray]:
        """The geodesic between two positions on paper."""
        distance, azimuth, _ = inverse(start.lon_deg, start.lat_deg, end.lon_deg, end.lat_deg)
        full = np.full(33, 1.0)
        lon, lat = destination(full * start.lon_deg, full * start.lat_deg, full * azimuth, np.linspace(0, distance, 33))
        return self.project(lon, lat)

    @property
    def pole(self) -> bool:
        """Whether a pole lies in the rectangle."""
        if not self.local or abs(self.lat_deg) < 60:
            return False
        x, y = self.project(np.array([0.0]), np.array([math.copysign(90.0, self.lat_deg)]))
        return bool(self.left <= x[0] <= self.right and self.bottom <= y[0] <= self.top)

    @property
    def stretch(self) -> float:
        """By which share lengths are drawn too long at most: across the direction of the middle, in the farthest corner.

        Source: Snyder, as above, p. 195, eq. 25-2 on the sphere, k' = c / sin c.
        """
        corner = math.hypot(max(-self.left, self.right), max(-self.bottom, self.top)) / _RADIUS_M
        return corner / math.sin(corner) - 1 if corner > 1e-4 else corner**2 / 6

    def graticule(self) -> Iterator[GridLine]:
        """Meridians and parallels at round degrees, minutes or seconds, a handful of each."""
        west, east, south, north = self._spans()
        lon_step, lat_step = _step(east - west, most=7), _step(north - south, most=5)
        if self.pole:
            lon_step = 30.0
        for number in range(math.ceil(west / lon_step), math.floor(east / lon_step) + 1):
            lon = (number * lon_step + 180) % 360 - 180
            lats = np.linspace(max(south, -90), min(north, 90), 100)
            x, y = self.project(np.full(100, number * lon_step), lats)
            yield GridLine(x, y, _angle(lon, lon_step, meridian=True), meridian=True)
        for number in range(math.ceil(south / lat_step), math.floor(north / lat_step) + 1):
            lat = number * lat_step
            if abs(lat) >= 90:
                continue
            x, y = self.project(np.linspace(west, east, 300), np.full(300, lat))
            yield GridLine(x, y, _angle(lat, lat_step, meridian=False), meridian=False)

    def _spans(self) -> tuple[float, float, float, float]:
        """West, east, south and north of what the rectangle shows; longitudes run on past 180 from the middle's."""
        if not self.local:
            return -180.0, 180.0, -90.0, 90.0
        x, y = np.meshgrid(np.linspace(self.left, self.right, 31), np.linspace(self.bottom, self.top, 31))
        lon, lat = self._proj(x, y, inverse=True)
        off = (np.asarray(lon) - self.lon_deg + 180) % 360 - 180
        south, north = float(np.min(lat)), float(np.max(lat))
        if self.pole:
            return -180.0, 179.999, (-90.0 if self.lat_deg < 0 else south), (90.0 if self.lat_deg > 0 else north)
        return self.lon_deg + float(np.min(off)), self.lon_deg + float(np.max(off)), south, north


def frame_around(reaches: Sequence[CircleToShow], ratio: float) -> Frame | None:
    """The frame that shows all circles, `ratio` times as wide as high; None where there are none.

    The middle is the mean of the positions as points in space, so that neither the 180° meridian nor a pole matters.
    """
    if not reaches:
        return None
    lon, lat = (np.array([getattr(one.position, name) for one in reaches]) for name in ("lon_deg", "lat_deg"))
    radii = np.array([one.radius_m for one in reaches])
    a, b = np.radians(lon), np.radians(lat)
    x, y, z = (float(np.mean(one)) for one in (np.cos(b) * np.cos(a), np.cos(b) * np.sin(a), np.sin(b)))
    middle = Frame(math.degrees(math.atan2(y, x)), math.degrees(math.atan2(z, math.hypot(x, y))), 0, 0, 0, 0)
    full = np.full(len(reaches), 1.0)
    away, _, _ = inverse(full * middle.lon_deg, full * middle.lat_deg, lon, lat)
    if math.hypot(x, y, z) < 1e-6 or np.max(away + radii) > LOCAL_M:
        return Frame(0, 0, -188, 188, -94, 94, local=False)  # with a margin for symbols at the edges
    x_m, y_m = middle.project(lon, lat)
    left, right = float(np.min(x_m - radii)), float(np.max(x_m + radii))
    bottom, top = float(np.min(y_m - radii)), float(np.max(y_m + radii))
    half_height = max(1.2 * (top - bottom) / 2, 1.2 * (right - left) / 2 / ratio, _SMALLEST_M)
    east, north = (left + right) / 2, (bottom + top) / 2
    half_width = half_height * ratio
    return Frame(middle.lon_deg, middle.lat_deg, east - half_width, east + half_width, north - half_height, north + half_height)


def round_length_m(longest_m: float) -> float:
    """The longest of 1, 2 or 5 times a power of ten that is no longer than this."""
    power = 10.0 ** math.floor(math.log10(longest_m))
    return max(step * power for step in (0.5, 1, 2, 5) if step * power <= longest_m)  # 0.5 where log10 rounded up


def _step(span_deg: float, most: int) -> float:
    return next((step for step in _STEPS_DEG if span_deg / step <= most), _STEPS_DEG[-1])


def _angle(value_deg: float, step_deg: float, *, meridian: bool) -> str:
    """A round angle, as fine as the step between two lines."""
    parts = 1 if step_deg > 0.9 else 2 if step_deg > 0.9 / 60 else 3
    return angle_text(value_deg, is_latitude=not meridian, parts=parts, decimals=0 if step_deg > 0.9 / 3600 else 1)

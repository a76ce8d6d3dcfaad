"""Draws the three edges of an area whose corners are uncertain: what is surely inside, as given, and possibly inside.

A true corner lies in the disc of its uncertainty, so a true side lies in the hull of the two discs at its ends. These hulls
together are a band: inside of it everything is certain, beyond it nothing is possible. Discs are drawn around, not within,
their circles, so that the band is never too narrow.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import shapely

from geo.earth.area.local_plane import Plane
from geo.earth.area.shapes import area_m2, find_enclosing_circle
from geo.earth.geodesy import FARTHEST_DRAWN_M

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shapely import MultiPolygon, Polygon
    from shapely.geometry.base import BaseGeometry

    from geo.earth.area.shapes import Ring
    from geo.earth.position import FloatArray

_CORNERS = 64
_MOST_HULLS = 2_000
_TOLERANCE_M, _HALVINGS = 0.05, 12
_LINES_OFF = 0.02
"""How much wider a band of many sides is drawn: GEOS may drop corners that lie within a hundredth of its width."""


@dataclass(frozen=True)
class Drawn:
    """An area in a plane around its middle, in metres."""

    plane: Plane
    shape: BaseGeometry
    """Empty where nothing is inside."""
    given: Polygon | None = None
    """The area in longitude and latitude as it was given, if it was."""

    @cached_property
    def on_earth(self) -> Polygon | MultiPolygon:
        """The area in longitude and latitude, cut at the 180° meridian."""
        if self.given is not None:
            return self.given
        return shapely.MultiPolygon() if self.shape.is_empty else self.plane.on_earth(self.shape)

    @cached_property
    def area_m2(self) -> float:
        """Square metres on the ellipsoid."""
        return 0.0 if self.shape.is_empty else area_m2(self.on_earth)

    @cached_property
    def reach_m(self) -> float:
        """Metres from the middle to the farthest point."""
        corners = shapely.get_coordinates(self.shape)
        return float(np.hypot(*corners.T).max()) if len(corners) else 0.0

    def depth_m(self, lon_deg: float, lat_deg: float) -> tuple[float, float]:
        """Bounds in metres on how deep a point in degrees lies inside, least and greatest; negative outside.

        Source: the plane lengthens a distance by the factor of `Plane.stretch` at most, and shortens none.
        """
        if self.shape.is_empty:
            return -math.inf, -math.inf
        (here,) = self.plane.to_plane(lon_deg, lat_deg)
        point = shapely.Point(*here)
        away = point.distance(self.shape.boundary)
        least = away / self.plane.stretch(min(float(np.hypot(*here)) + away, _BOUNDED_M))
        return (least, away) if self.shape.covers(point) else (-away, -least)


_BOUNDED_M = 15_000_000
"""So far from its middle a plane bounds what it lengthens."""


@dataclass(frozen=True)
class Edges:
    """An area whose edge is uncertain, at its three edges."""

    certain: Drawn
    """What is inside whatever the uncertainty."""
    nominal: Drawn
    """As given."""
    possible: Drawn
    """What is outside of this is outside whatever the uncertainty."""


def draw_polygon_edges(rings: Sequence[Ring], errors_m: float | Sequence[Sequence[float]]) -> Edges:
    """The edges of a polygon in degrees (outer ring first, then holes); sides are straight in longitude and latitude.

    `errors_m` is how far each corner may be off, one for all, or one for each corner of each ring.

    Raises:
        ValueError: if it reaches 5,000 km from its middle.
    """
    lon, lat, reach = find_enclosing_circle(rings[0])
    if reach >= FARTHEST_DRAWN_M:
        raise ValueError(
            f"an area is drawn up to {FARTHEST_DRAWN_M / 1000:,.0f} km from its middle, not {reach / 1000:,.0f} km"
        )
    plane = Plane(lon, lat)
    flat: list[FloatArray] = []
    wide: list[FloatArray] = []
    for number, ring in enumerate(rings):
        errors = np.full(len(ring), errors_m) if isinstance(errors_m, int | float) else np.array(errors_m[number], dtype=float)
        points, off = _divided(plane, np.array(ring, dtype=float), errors)
        flat.append(points)
        wide.append(off * plane.stretch(reach))
    nominal = shapely.make_valid(shapely.Polygon(flat[0], flat[1:]))
    made = _with_band(plane, nominal, flat, wide)
    return Edges(made.certain, Drawn(plane, made.nominal.shape, shapely.Polygon(rings[0], rings[1:])), made.possible)


def draw_box_edges(  # noqa: PLR0913, PLR0917  # a rectangle, and how well it is known
    lon_deg: float, lat_deg: float, length_m: float, width_m: float, azimuth_deg: float, error_m: float, turn_deg: float
) -> Edges:
    """The edges of a rectangle around a point in degrees; its middle may be off by `error_m`, its azimuth by `turn_deg`.

    Raises:
        ValueError: if it reaches 5,000 km from its middle.
    """
    half = math.hypot(length_m, width_m) / 2
    if half + error_m >= FARTHEST_DRAWN_M:
        raise ValueError(f"an area is drawn up to {FARTHEST_DRAWN_M / 1000:,.0f} km from its middle, not {half / 1000:,.0f} km")
    plane, turn = Plane(lon_deg, lat_deg), math.radians(azimuth_deg)
    along = np.array([math.sin(turn), math.cos(turn)]) * length_m / 2
    across = np.array([math.cos(turn), -math.sin(turn)]) * width_m / 2
    corners = np.array([along + across, -along + across, -along - across, along - across, along + across])
    swing = 2 * half * math.sin(math.radians(min(180.0, turn_deg)) / 2)
    off = (error_m + swing) * plane.stretch(half) + _TOLERANCE_M
    made = _with_band(plane, shapely.Polygon(corners), [corners], [np.full(len(corners), off)])
    inner = min(length_m, width_m) / 2 - error_m - _TOLERANCE_M
    outer = half + error_m + _TOLERANCE_M
    held = shapely.union(made.certain.shape, _inscribed(inner)) if inner > 0 else made.certain.shape  # however it is turned
    return Edges(Drawn(plane, held), made.nominal, Drawn(plane, shapely.intersection(made.possible.shape, _around(outer))))


def _with_band(plane: Plane, nominal: BaseGeometry, rings: Sequence[FloatArray], errors: Sequence[FloatArray]) -> Edges:
    band = _band(rings, errors)
    return Edges(
        Drawn(plane, _polygons(shapely.difference(nominal, band))),
        Drawn(plane, _polygons(nominal)),
        Drawn(plane, _polygons(shapely.union(nominal, band))),
    )


def _polygons(shape: BaseGeometry) -> BaseGeometry:
    """The parts of a shape that are areas."""
    parts = [part for part in shapely.get_parts(shape) if isinstance(part, shapely.Polygon)]
    return parts[0] if len(parts) == 1 else shapely.MultiPolygon(parts)


def _band(rings: Sequence[FloatArray], errors: Sequence[FloatArray]) -> BaseGeometry:
    """Everything that a side may cross: for each the hull of the discs at its ends."""
    if sum(map(len, rings)) > _MOST_HULLS:
        width = max(float(one.max()) for one in errors)
        lines = shapely.MultiLineString([*rings])
        return shapely.buffer(lines, width * (1 + _LINES_OFF) / math.cos(math.pi / _CORNERS), quad_segs=_CORNERS // 4)
    hulls: list[BaseGeometry] = []
    for points, off in zip(rings, errors, strict=True):
        discs = points[:, None, :] + off[:, None, None] * _CIRCLE[None, :, :]
        pairs = np.concatenate((discs[:-1], discs[1:]), axis=1)
        hulls.append(shapely.union_all(shapely.convex_hull(shapely.multipoints(pairs))))
    return shapely.union_all(hulls)


_AZIMUTHS = np.linspace(0, 2 * math.pi, _CORNERS, endpoint=False)
_CIRCLE = np.column_stack((np.cos(_AZIMUTHS), np.sin(_AZIMUTHS))) / math.cos(math.pi / _CORNERS)
"""A regular polygon around the circle of radius 1."""


def _around(radius_m: float) -> Polygon:
    return shapely.Polygon(_CIRCLE * radius_m)


def _inscribed(radius_m: float) -> Polygon:
    return shapely.Polygon(_CIRCLE * radius_m * math.cos(math.pi / _CORNERS))


def _divided(plane: Plane, corners: FloatArray, errors: FloatArray) -> tuple[FloatArray, FloatArray]:
    """The corners of a ring in the plane, with more between them, so that straight sides stay near those in degrees.

    How far each may be off grows evenly from end to end of a side, as a corner's own error moves the points of the side;
    what is left of the bend is added.
    """
    bend = _TOLERANCE_M
    for _ in range(_HALVINGS):
        flat = plane.to_plane(corners[:, 0], corners[:, 1])
        middles = (corners[:-1] + corners[1:]) / 2
        off = np.hypot(*(plane.to_plane(middles[:, 0], middles[:, 1]) - (flat[:-1] + flat[1:]) / 2).T)
        allowed = np.maximum(_TOLERANCE_M, (errors[:-1] + errors[1:]) / 200)
        far = np.flatnonzero(off > allowed)
        bend = max(_TOLERANCE_M, 1.1 * float(off.max()))
        if not len(far):
            break
        corners = np.insert(corners, far + 1, middles[far], axis=0)
        errors = np.insert(errors, far + 1, ((errors[:-1] + errors[1:]) / 2)[far])
    return plane.to_plane(corners[:, 0], corners[:, 1]), errors + bend

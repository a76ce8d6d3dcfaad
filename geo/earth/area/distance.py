"""Measures the least and greatest distance between two areas, or between an area and a point."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple, TypeVar

import numpy as np
import shapely
from pyproj import Proj

from geo.earth.area.shapes import find_enclosing_circle
from geo.earth.geodesy import destination, inverse, wgs84

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shapely.geometry.base import BaseGeometry

    from geo.earth.area.shapes import Ring

    Shape = TypeVar("Shape", bound=BaseGeometry)


class Span(NamedTuple):
    """How far apart two areas are, in metres."""

    low_m: float
    """No two of their points are nearer to each other."""
    high_m: float
    """No two are farther apart."""
    margin_m: float
    """How deep the first lies inside the second, at least; 0 where it does not."""


def measure_span(a: Sequence[Ring], b: Sequence[Ring]) -> Span:
    """The least and the greatest distance between two polygons; a ring of one pair, alone, is a point.

    They are bounds. Beside a point they are exact but for the bend of an edge between two of the places that stand for
    it, which is under a millimetre up to 60° of latitude for areas of less than 2° around; between two areas, the least is
    also too small by up to the square of their reach from the middle over 6 b², 0.5 mm in 5 km for a reach of 5 km.

    Valid where they reach no farther than 5,000 km from the middle between them.

    Source: the projection is exact from its centre, and draws what lies across too long, by at most the reach over
    b sin(reach / b) (J. P. Snyder 1987, Map Projections: A Working
    Manual, USGS Professional Paper 1395, p. 191; Jacobi fields compared with the sphere of curvature 1 / b², see `geo.earth.notation.printed_box`).
    """
    return _measure_fine_span(tuple(a), tuple(b))


@lru_cache(maxsize=128)  # many claims may refer to the same two areas
def _measure_fine_span(a: tuple[Ring, ...], b: tuple[Ring, ...]) -> Span:
    (lon, lat, _), exact = _middle(a, b), len(a[0]) == 1 or len(b[0]) == 1
    shapes, bend = [], 0.0
    for rings in (a, b):
        area = shapely.Polygon(rings[0], rings[1:]) if len(rings[0]) > 1 else shapely.Point(rings[0])
        step = max(0.001, area.length / 2000)
        shapes.append(_flat(shapely.segmentize(area, step), lon, lat))
        bend += sagitta_m(step, area.bounds) if len(rings[0]) > 1 else 0.0
    near, margin = _nearest(*shapes), 0.0
    if near == 0 and shapes[1].covers(shapes[0]):
        margin = _nearest(shapes[0].boundary if shapes[0].area else shapes[0], shapes[1].boundary)
    far = _farthest(*shapes)
    reach = max(float(np.hypot(*shapely.get_coordinates(shape).T).max()) for shape in shapes)
    shrunk = 1.0 if exact else math.sin(reach / wgs84().b) / (reach / wgs84().b)
    return Span(max(0.0, near * shrunk - bend), far + bend, max(0.0, margin * shrunk - bend))


def _nearest(one: BaseGeometry, other: BaseGeometry) -> float:
    """The least distance between two shapes in a plane: outlines that are prepared have trees of their edges."""
    shapely.prepare(other)
    if shapely.intersects(other, one):
        return 0.0
    outlines = [shape.boundary if shape.area else shape for shape in (other, one)]
    shapely.prepare(outlines[0])
    return float(shapely.shortest_line(*outlines).length)


def _farthest(one: Shape, other: Shape) -> float:
    """The greatest distance between two shapes in a plane, in time that grows with their corners, not the square of them.

    Source: it is the farthest corner of the Minkowski difference of the convex hulls, whose edges are those of both,
    sorted by direction (M. de Berg et al. 2008, Computational Geometry, 3rd edition, section 13.3).
    """
    corner, edges = np.zeros(2), [np.zeros((1, 2))]
    for shape, sign in ((one, 1), (other, -1)):
        ring = sign * shapely.get_coordinates(shapely.orient_polygons(shape.convex_hull))
        corner += ring[np.lexsort(ring.T)[0]]  # the lowest, from which directions begin
        edges.append(np.diff(ring, axis=0))
    sides = np.concatenate(edges)
    order = np.argsort(np.arctan2(sides[:, 1], sides[:, 0]) % (2 * np.pi))
    return float(np.hypot(*(corner + np.cumsum(sides[order], axis=0)).T).max())


def _middle(a: Sequence[Ring], b: Sequence[Ring]) -> tuple[float, float, float]:
    """Where to project from: the point, or half way between the circles around two areas."""
    circles = [find_enclosing_circle(rings[0]) if len(rings[0]) > 1 else (*rings[0][0], 0.0) for rings in (a, b)]
    for circle in circles:
        if circle[2] == 0:
            return circle
    (lon, lat, _), (other_lon, other_lat, _) = circles
    distance, azimuth, _ = inverse(lon, lat, other_lon, other_lat)
    return (*destination(lon, lat, azimuth, distance / 2), distance)


def sagitta_m(step_deg: float, bounds: tuple[float, float, float, float]) -> float:
    """Metres by which an edge, straight in longitude and latitude, leaves the geodesic between two places on it.

    Source: the sagitta, step² curvature / 8, with twice the geodesic curvature of a parallel, tan(latitude) / N.
    """
    steepest = math.radians(min(89.9, max(abs(bounds[1]), abs(bounds[3]))))
    step_m = math.radians(step_deg) * wgs84().a
    return step_m**2 * 2 * math.tan(steepest) / wgs84().a / 8


def _flat(shape: Shape, lon_deg: float, lat_deg: float) -> Shape:
    """A shape in metres east and north of a point, on the azimuthal equidistant projection around it."""
    around = Proj(proj="aeqd", lat_0=lat_deg, lon_0=lon_deg, ellps="WGS84")
    return shapely.transform(shape, lambda xy: np.column_stack(around(xy[:, 0], xy[:, 1])))

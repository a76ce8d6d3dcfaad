"""Regions that hold every place that some constraints allow.

Each spot has a region in a plane, a polygon drawn so large that nothing that the constraints allow on Earth is outside.
Constraints narrow the regions until nothing changes; an empty region proves that they cannot all hold.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import shapely
from shapely import Point, Polygon

from geo.earth.area.distance import sagitta_m
from geo.earth.area.local_plane import FARTHEST_M, Plane
from geo.earth.geodesy import LONGEST_GEODESIC_M, wgs84

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from shapely.geometry.base import BaseGeometry

    from geo.earth.area.shapes import Ring
    from geo.earth.position import FloatArray
    from geo.judge.solve.constraints import Link, Spot
    from geo.judge.solve.effort import Effort

    Regions = dict[str, BaseGeometry]

SLACK_M = 0.001
"""The tolerance of constraints: two that touch within 1 mm do not contradict each other."""
REACH_M, REACH_UNANCHORED_M = 1_000_000, 100_000
"""A spot without a maximum distance is searched within this distance of what is known, or, where nothing is known, of
the others; or within three times all that is claimed, whichever is more."""
COARSE, FINE = 32, 256
"""Corners of a quarter of a circle: to search with, and to draw a site with whose neighbours are known. Circles are drawn
from outside, rings also inside, so that a region is larger than it need be by 3 in 10,000 of a radius at most."""
_WORTH = 0.999
"""A region that keeps more of its area than this is not narrowed further."""
_ROUNDS = 20
_FINEST_DEG, _MOST_PIECES = 0.001, 2_000
MOST_DRAWN_CORNERS = 20_000
"""Of an area as the file has it; its hull stands for one that has more, since simplifying 100,000 takes many seconds."""
MOST_CORNERS = 5_000
"""Of an area; the circle around it stands for one that has more."""
MOST_TANGLED_CORNERS = 500
"""Of an area that covers itself again and again when it is grown; its hull stands for one that has more."""
_WIDEST_DEG, _NORTHERNMOST_DEG = 85.0, 80.0


@dataclass(frozen=True)
class ConstraintProblem:
    """Spots, what holds them, and the constraints between them, in one plane."""

    plane: Plane
    links: tuple[Link, ...]
    start: Mapping[str, BaseGeometry]
    """Where each spot may be at first, in the plane."""
    known: Mapping[str, Spot]
    """The spots whose published position counts."""
    reach_m: float
    """Spots are searched for within this many metres of the plane's centre."""
    corners: int
    """Of a quarter of a circle."""

    def north_turns_deg(self, reach_m: float) -> float:
        """How much north may turn in addition, in degrees, within metres of the centre, if its latitude is unknown."""
        return 0.0 if self.known else math.degrees(reach_m / wgs84().b * math.tan(math.radians(_NORTHERNMOST_DEG)))


def pose(links: Sequence[Link], *, latitude_deg: float = 45.0, corners: int = COARSE) -> ConstraintProblem:
    """Lay links out in a plane.

    Where no position is known at all, the first spot is the plane's centre, at a latitude of your choice: distances do not
    depend on it, and north may turn as much as it does anywhere below 80°.
    """
    spots = {spot.name: spot for link in links for spot in (link.start, link.end)}
    known = {name: spot for name, spot in spots.items() if spot.position}
    plane = _around(known.values()) if known else Plane(0.0, latitude_deg)
    start = {name: _held(spot, plane, corners) for name, spot in known.items()}
    finite = [link.high_m for link in links if link.high_m < math.inf] + [link.low_m for link in links]
    spread = max((reach_of(region) for region in start.values()), default=0.0)
    reach = min(LONGEST_GEODESIC_M, spread + max(REACH_M if known else REACH_UNANCHORED_M, 3 * sum(finite)))
    if not known:
        start |= _settled(links[0], reach, corners, is_free=not any(link.sectors for link in links))
    everywhere = _grown(Point(0, 0), reach, corners)
    return ConstraintProblem(plane, tuple(links), {name: start.get(name, everywhere) for name in spots}, known, reach, corners)


def _settled(link: Link, reach_m: float, corners: int, *, is_free: bool) -> Regions:
    """What may be chosen where nothing is known: one spot's place and, without directions, on which line the next one lies."""
    ends = {link.start.name: _grown(Point(0, 0), SLACK_M, corners)}
    return {**ends, link.end.name: shapely.box(-SLACK_M, -SLACK_M, SLACK_M, reach_m)} if is_free else ends


def _around(spots: Iterable[Spot]) -> Plane:
    """The plane around what is known best: from there, distances and directions are true."""
    best = min((spot.position for spot in spots if spot.position), key=lambda position: position.uncertainty_m)
    return Plane(best.lon_deg, best.lat_deg)


def _held(spot: Spot, plane: Plane, corners: int) -> BaseGeometry:
    assert spot.position  # noqa: S101  # of spots with a position alone
    if spot.polygon:
        return _area(spot.polygon, spot.edge_m, plane, corners)
    (here,) = plane.to_plane(spot.position.lon_deg, spot.position.lat_deg)
    radius = spot.position.uncertainty_m
    if (away := math.hypot(*here) + radius) >= FARTHEST_M:
        return _grown(Point(0, 0), away + SLACK_M, corners)
    return _grown(Point(*here), radius * plane.stretch(math.hypot(*here) + radius) + SLACK_M, corners)


def _area(rings: Sequence[Ring], edge_m: float, plane: Plane, corners: int) -> BaseGeometry:
    """A polygon, whose edges are straight in longitude and latitude (RFC 7946) and hence not in the plane."""
    area: BaseGeometry = shapely.Polygon(rings[0], rings[1:])
    if shapely.get_num_coordinates(area) > MOST_DRAWN_CORNERS:
        area = area.convex_hull
    step = max(_FINEST_DEG, area.length / _MOST_PIECES)
    drawn = shapely.transform(shapely.segmentize(area, step), lambda xy: plane.to_plane(*xy.T))
    away, off_m = reach_of(drawn) + edge_m, sagitta_m(step, area.bounds) + SLACK_M
    if away >= FARTHEST_M:
        return _grown(Point(0, 0), away + off_m, corners)
    simple: BaseGeometry = shapely.simplify(drawn, off_m)
    if shapely.get_num_coordinates(simple) > MOST_CORNERS:
        circle = shapely.minimum_bounding_circle(drawn)
        simple = _grown(circle.centroid, float(shapely.minimum_bounding_radius(drawn)) + SLACK_M, corners)
    wider_m = (edge_m + 2 * off_m) * plane.stretch(away)
    return _grown(_untangled(simple, wider_m), wider_m, corners)


def _untangled(shape: BaseGeometry, wider_m: float) -> BaseGeometry:
    """Its hull, for a shape that would cover itself again and again: growing it takes time with the square of its corners."""
    hull: BaseGeometry = shape.convex_hull
    is_tangled = shapely.get_num_coordinates(shape) > MOST_TANGLED_CORNERS and shape.length * wider_m > hull.area
    return hull if is_tangled else shape


def _grown(shape: BaseGeometry, distance_m: float, corners: int) -> BaseGeometry:
    """All points within a distance of a shape, and a little more, since the polygon's edges touch its circles from outside.

    An arc is cut into as many pieces as its angle rounds to, so one may be half as long again as asked for.
    """
    return shape.buffer(distance_m / math.cos(math.pi / (4 * corners)), quad_segs=3 * corners // 2)


def reach_of(region: BaseGeometry) -> float:
    """Metres from the plane's centre to the farthest point of a region."""
    return float(np.hypot(*shapely.get_coordinates(region).T).max())


def narrow(problem: ConstraintProblem, regions: Regions, effort: Effort) -> tuple[Regions | None, frozenset[int]]:
    """Remove from each region what the constraints forbid, until nothing changes or the effort is spent.

    Returns:
        The regions and no numbers; or, if a region is empty then, None and the numbers of the links that emptied it.
    """
    regions = dict(regions)
    changed = set(regions)
    shaped_by: dict[str, frozenset[int]] = dict.fromkeys(regions, frozenset())
    for _ in range(_ROUNDS):
        last, changed = changed, set()
        for number, link in enumerate(problem.links):
            for here, there, back in ((link.start.name, link.end.name, False), (link.end.name, link.start.name, True)):
                if {here, there}.isdisjoint(last | changed):
                    continue
                if effort.is_spent:
                    return regions, frozenset()
                before = regions[there]
                effort.spend(10 + int(shapely.get_num_coordinates([before, regions[here]]).sum()) // 10)
                after = _allowed(problem, link, regions[here], before, back=back)
                if after.is_empty:
                    return None, shaped_by[here] | shaped_by[there] | {number}
                if after.area < _WORTH * before.area:
                    regions[there] = after
                    shaped_by[there] |= shaped_by[here] | {number}
                    changed.add(there)
    return regions, frozenset()


def _allowed(problem: ConstraintProblem, link: Link, here: BaseGeometry, there: BaseGeometry, *, back: bool) -> BaseGeometry:
    """What one link leaves of the region of its other end: the region itself where it plainly takes too little to be worth a round."""
    near, far = reach_of(here), reach_of(there)
    limits: list[BaseGeometry] = []
    if near + link.high_m < far:
        limits.append(_grown(Point(0, 0), near + link.high_m + SLACK_M, problem.corners))
    if link.high_m < math.inf and max(near, far) < FARTHEST_M:
        limits.append(_grown(here, link.high_m * problem.plane.stretch(max(near, far)) + SLACK_M, problem.corners))
    hole = _surely_nearer(here, link.low_m - SLACK_M, problem.corners) if link.low_m > SLACK_M else None
    if not link.sectors and _most_taken_m2(there, limits, hole) < (1 - _WORTH) * there.area:
        return there
    left = there
    for limit in limits:
        left = left & limit
    left = left if hole is None else left - hole
    if link.sectors and not left.is_empty and max(near, far) < FARTHEST_M:
        hull = shapely.get_coordinates(here.convex_hull)
        north = problem.plane.north_deg(shapely.get_coordinates((there if back else here).convex_hull))
        turn = (float(north.max()) + float(north.min())) / 2
        spare = (
            float(np.ptp(north))
            + problem.plane.azimuth_distortion_deg(near, far)
            + problem.north_turns_deg(max(near, far))
            + 1e-6
        )
        wedges = [_wedge(hull, azimuth + turn + 180 * back, width + spare, near + far) for azimuth, width in link.sectors]
        if all(wedges):
            left = left & shapely.union_all(wedges)
    return keep_polygons(left)


def _most_taken_m2(region: BaseGeometry, limits: Sequence[BaseGeometry], hole: BaseGeometry | None) -> float:
    """Square metres of a region that lie farther out than the nearest edge of a limit, or nearer than the farthest of a hole, at most.

    Both as seen from the plane's centre, so that limits and hole take no more than this. It spares cutting two circles that
    are nearly the same, which takes longest and is how most rounds end.
    """
    center, taken = Point(0, 0), 0.0
    for limit in limits:
        inner = shapely.distance(limit.boundary, center) if limit.contains(center) else 0.0
        taken += max(0.0, math.pi * (reach_of(region) ** 2 - inner**2))
    if hole:
        taken += max(0.0, math.pi * (reach_of(hole) ** 2 - shapely.distance(region, center) ** 2))
    return taken


def keep_polygons(shape: BaseGeometry) -> BaseGeometry:
    """Its polygons: where two just touch, shapely leaves points and lines beside them."""
    parts = shapely.get_parts(shapely.get_parts(shape))
    return shapely.union_all([part for part in parts if part.geom_type == "Polygon"])


@lru_cache(maxsize=32)  # each round asks again of regions that the one before left as they were
def _surely_nearer(here: BaseGeometry, distance_m: float, corners: int) -> BaseGeometry:
    """What is nearer than a distance to every point of a region: of the circle around it, or of the rectangle."""
    around: BaseGeometry = Point()
    if (left_m := distance_m - shapely.minimum_bounding_radius(here)) > 0:
        around = shapely.minimum_bounding_circle(here).centroid.buffer(left_m, quad_segs=corners)
    box = shapely.get_coordinates(here.minimum_rotated_rectangle)[:4]
    if math.dist(box[0], box[-2]) > 2 * distance_m:  # opposite corners: nothing is so near to both
        return around | Polygon()
    return around | shapely.intersection_all(shapely.buffer(shapely.points(box), distance_m, quad_segs=corners))


def _wedge(hull: FloatArray, azimuth_deg: float, half_width_deg: float, length_m: float) -> BaseGeometry | None:
    """All points in a sector from any point of a hull, up to a distance; None for sectors near half of the circle."""
    if half_width_deg >= _WIDEST_DEG:
        return None
    side = 2 * length_m / math.cos(math.radians(half_width_deg))
    angles = np.radians([azimuth_deg - half_width_deg, azimuth_deg + half_width_deg])
    tips = side * np.column_stack((np.sin(angles), np.cos(angles)))
    corners = np.vstack([hull, *(hull + tip for tip in tips)])
    return shapely.MultiPoint(corners).convex_hull.buffer(SLACK_M)

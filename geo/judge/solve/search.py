"""Searches for places that satisfy all given constraints, without missing an answer.

If a narrowed region is empty, there is no answer; places in the regions that satisfy all constraints on the ellipsoid
are one. Otherwise the largest region is cut in two, and both halves are tried.

Source: branch and prune with narrowing, as in P. Van Hentenryck, D. McAllester, D. Kapur (1997), Solving polynomial systems
using a branch and prune approach, SIAM J. Numer. Anal. 34, 797-827, doi:10.1137/S0036142995281504.
"""

from __future__ import annotations

import math
from enum import StrEnum
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
import shapely
from shapely import Point

from geo.earth.geodesy import LONGEST_GEODESIC_M, inverse
from geo.judge.solve.least_squares import minimize_squares
from geo.judge.solve.narrow_regions import SLACK_M, keep_polygons, narrow
from geo.judge.verdict.interval import angle_between

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from shapely.geometry.base import BaseGeometry

    from geo.earth.position import FloatArray
    from geo.judge.solve.constraints import Link, Spot
    from geo.judge.solve.effort import Effort
    from geo.judge.solve.narrow_regions import ConstraintProblem, Regions

MOST_COMPARED = 150
"""More directions, or more places, than this are not compared pair by pair, and not moved by least squares."""


class Answer(StrEnum):
    """Whether all constraints can hold."""

    FEASIBLE = "feasible"
    """Places that satisfy all were found and checked on the ellipsoid."""
    INFEASIBLE = "infeasible"
    """There are none."""
    UNDECIDED = "undecided"
    """Neither was shown with the effort allowed."""


def solve(problem: ConstraintProblem, effort: Effort) -> tuple[Answer, frozenset[int]]:
    """Whether places exist that satisfy all constraints, to a millimetre; the answer is proved, or undecided.

    Returns:
        The answer; if there are none, also the numbers of links that are likely to suffice to show it.
    """
    if blamed := find_misfit(problem.links, effort):
        return Answer.INFEASIBLE, blamed
    everything = frozenset(range(len(problem.links)))
    waiting, is_first = [dict(problem.start)], True
    while waiting and not effort.is_spent:
        regions, emptied = narrow(problem, waiting.pop(), effort)
        if regions is not None:
            if _witness(problem, regions, effort, patience=120 if is_first else 24):
                return Answer.FEASIBLE, frozenset()
            waiting.extend(_halves(regions))
        elif is_first:
            everything = emptied
        is_first = False
    return (Answer.UNDECIDED, frozenset()) if waiting else (Answer.INFEASIBLE, everything)


def find_misfit(links: Sequence[Link], effort: Effort) -> frozenset[int]:
    """The numbers of some links that cannot all hold, where that shows without placing anything; otherwise none."""
    effort.spend(5)
    return _misfit_of_directions(links) or _misfit_of_lengths(links, effort)


def _misfit_of_directions(links: Sequence[Link]) -> frozenset[int]:
    """Two directions from one place to one other that share no azimuth, wherever the two lie."""
    aimed = [(number, link) for number, link in enumerate(links) if link.sectors][:MOST_COMPARED]
    for (number, one), (second, other) in combinations(aimed, 2):
        if (one.start.name, one.end.name) == (other.start.name, other.end.name) and not any(
            angle_between(way, turn) <= width + room for way, width in one.sectors for turn, room in other.sectors
        ):
            return frozenset((number, second))
    return frozenset()


def _misfit_of_lengths(links: Sequence[Link], effort: Effort) -> frozenset[int]:
    """Lengths that do not fit together by the triangle inequality alone, which holds at any distance.

    No least length may be more than the shortest way of greatest lengths around it.

    Source: R. W. Floyd (1962), Algorithm 97: Shortest path, Communications of the ACM 5, 345, doi:10.1145/367766.368168.
    """
    spots = {spot.name: spot for link in links for spot in (link.start, link.end)}
    if len(spots) > MOST_COMPARED:
        return frozenset()
    effort.spend(len(spots))
    at = {name: number for number, name in enumerate(spots)}
    pairs = [
        *((at[link.start.name], at[link.end.name], link.low_m, link.high_m, number) for number, link in enumerate(links)),
        *_known_lengths(spots.values()),
    ]
    ways = np.full((len(at), len(at)), np.inf)
    np.fill_diagonal(ways, 0.0)
    last = np.tile(np.arange(len(at))[:, None], len(at))  # of the way from row to column: where its last piece begins
    piece: dict[tuple[int, int], int | None] = {}
    for one, other, _, high, number in pairs:
        if high < ways[one, other]:
            ways[one, other] = ways[other, one] = high
            piece[one, other] = piece[other, one] = number
    for over in range(len(at)):
        around = ways[:, [over]] + ways[[over], :]
        last = np.where(around < ways, last[over], last)
        ways = np.minimum(ways, around)
    misfits = []
    for one, other, low, _, number in pairs:
        if low > ways[one, other] + SLACK_M:
            used, there = {number}, other
            while there != one:
                before = int(last[one, there])
                used.add(piece[before, there])
                there = before
            misfits.append(frozenset(each for each in used if each is not None))
    return min(misfits, key=len, default=frozenset())


def _known_lengths(spots: Iterable[Spot]) -> list[tuple[int, int, float, float, None]]:
    """Between published positions: numbers of the two, the least and the greatest distance, and None, for no link says so."""
    known = [(number, spot.position) for number, spot in enumerate(spots) if spot.position]
    if len(known) < 2:
        return []
    first, second = np.triu_indices(len(known), 1)
    lon, lat, off = np.array([(at.lon_deg, at.lat_deg, at.uncertainty_m) for _, at in known]).T
    distance = inverse(lon[first], lat[first], lon[second], lat[second])[0]
    error = off[first] + off[second]
    low = np.maximum(0.0, distance - error).tolist()
    high = np.maximum(distance, np.minimum(LONGEST_GEODESIC_M, distance + error)).tolist()
    ends = zip(first.tolist(), second.tolist(), low, high, strict=True)
    return [(known[one][0], known[other][0], least, most, None) for one, other, least, most in ends]


def _halves(regions: Regions) -> list[Regions]:
    widest = max(regions, key=lambda name: _width(regions[name]))
    region = regions[widest]
    west, south, east, north = region.bounds
    middle_x, middle_y = (west + east) / 2, (south + north) / 2
    if east - west >= north - south:
        boxes = shapely.box(west, south, middle_x, north), shapely.box(middle_x, south, east, north)
    else:
        boxes = shapely.box(west, south, east, middle_y), shapely.box(west, middle_y, east, north)
    halves = [keep_polygons(region & box) for box in boxes]
    return [{**regions, widest: half} for half in halves if not half.is_empty]


def _width(region: BaseGeometry) -> float:
    west, south, east, north = region.bounds
    return max(east - west, north - south)


def _witness(problem: ConstraintProblem, regions: Regions, effort: Effort, patience: int) -> bool:
    """Whether places near the middle of the regions, moved by least squares, satisfy every constraint on the ellipsoid."""
    names = list(regions)
    points = [region.representative_point() for region in regions.values()]
    first = np.array([(point.x, point.y) for point in points]).ravel()

    cost = 1 + (len(names) + len(problem.links)) // 4

    def missing(values: FloatArray) -> FloatArray:
        effort.spend(cost)
        return np.maximum(0.0, _excess(problem, names, values.reshape(-1, 2)) + SLACK_M / 4)  # aims a little inside

    def slopes(values: FloatArray, missed: FloatArray) -> FloatArray:
        return np.where(missed[:, None] > 0, _slopes(problem, names, values.reshape(-1, 2)), 0.0)

    found = first
    if len(names) <= MOST_COMPARED and not effort.is_spent:
        calls = min(patience, 1 + effort.left // cost)
        found = minimize_squares(missing, slopes, first, smallest_step=SLACK_M / 10, most_calls=calls)
    effort.spend(cost)
    return bool((_excess(problem, names, found.reshape(-1, 2)) <= SLACK_M / 2).all())


def _slopes(problem: ConstraintProblem, names: Sequence[str], points: FloatArray) -> FloatArray:
    """How `_excess` changes with each coordinate of the points, in the plane: near enough for finding the way."""
    at = {name: number for number, name in enumerate(names)}
    count = len(problem.links)
    slopes = np.zeros((3 * count + len(names), len(names), 2))
    for number, link in enumerate(problem.links):
        one, other = at[link.start.name], at[link.end.name]
        east, north = points[other] - points[one]
        away = math.hypot(east, north)
        along = np.array([east, north]) / away if away else np.array([0.0, 1.0])
        turn = math.degrees(math.atan2(east, north))
        turned = min(((turn - way + 180) % 360 - 180 for way, _ in link.sectors), key=abs, default=0.0)
        aside = math.copysign(1.0, turned) * np.array([along[1], -along[0]])
        for row, slope in ((number, -along), (count + number, along), (2 * count + number, aside)):
            slopes[row, other], slopes[row, one] = slope, -slope
    for number, (name, point) in enumerate(zip(names, points, strict=True)):
        spot = problem.known.get(name)
        if spot is None or spot.polygon or not spot.position:
            middle = shapely.get_coordinates(problem.start[name].representative_point())[0]
        else:
            middle = problem.plane.to_plane(spot.position.lon_deg, spot.position.lat_deg)[0]
        off = point - middle
        slopes[3 * count + number, number] = off / (math.hypot(*off) or 1.0)
    return slopes.reshape(len(slopes), -1)


def _excess(problem: ConstraintProblem, names: Sequence[str], points: FloatArray) -> FloatArray:
    """Metres by which points miss what is allowed: three figures a link, then one a spot; none above 0 if all hold."""
    at = {name: number for number, name in enumerate(names)}
    lon, lat = problem.plane.to_earth(points).T
    one = np.array([at[link.start.name] for link in problem.links])
    other = np.array([at[link.end.name] for link in problem.links])
    distance, azimuth, _ = inverse(lon[one], lat[one], lon[other], lat[other])
    low = np.array([link.low_m for link in problem.links]) - distance
    high = distance - np.minimum(np.array([link.high_m for link in problem.links]), 3e7)
    off = [
        min((abs((turn - way + 180) % 360 - 180) - width for way, width in link.sectors), default=-180.0)
        for link, turn in zip(problem.links, azimuth.tolist(), strict=True)
    ]
    aside = np.radians(np.array(off)) * distance
    held = [_outside(problem, name, *place) for name, *place in zip(names, lon.tolist(), lat.tolist(), points, strict=True)]
    return np.concatenate([low, high, aside, np.array(held)])


def _outside(problem: ConstraintProblem, name: str, lon_deg: float, lat_deg: float, point: FloatArray) -> float:
    """How many metres a point lies outside what holds its spot; negative inside."""
    position = problem.known.get(name)
    if position is None or position.polygon or not position.position:
        return float(problem.start[name].distance(Point(*point))) or -SLACK_M
    at = position.position
    return inverse(at.lon_deg, at.lat_deg, lon_deg, lat_deg)[0] - at.uncertainty_m

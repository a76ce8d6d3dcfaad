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
    misses, cost = _Misses(problem, names), 1 + (len(names) + len(problem.links)) // 4

    def missing(values: FloatArray) -> FloatArray:
        effort.spend(cost)
        return np.maximum(0.0, misses.at(values.reshape(-1, 2)) + SLACK_M / 4)  # aims a little inside

    def slopes(values: FloatArray, missed: FloatArray) -> FloatArray:
        return np.where(missed[:, None] > 0, misses.slopes(values.reshape(-1, 2)), 0.0)

    found = first
    if len(names) <= MOST_COMPARED and not effort.is_spent:
        calls = min(patience, 1 + effort.left // cost)
        found = minimize_squares(missing, slopes, first, smallest_step=SLACK_M / 10, most_calls=calls)
    effort.spend(cost)
    return bool((misses.at(found.reshape(-1, 2)) <= SLACK_M / 2).all())


class _Misses:
    """By how many metres points miss what is allowed: three figures a link, then one a spot; none above 0 if all hold.

    Points are of shape (n, 2), in the order of the names.
    """

    def __init__(self, problem: ConstraintProblem, names: Sequence[str]) -> None:
        self._plane = problem.plane
        row = {name: number for number, name in enumerate(names)}
        self._one = np.array([row[link.start.name] for link in problem.links])
        self._other = np.array([row[link.end.name] for link in problem.links])
        self._low = np.array([link.low_m for link in problem.links])
        self._high = np.minimum(np.array([link.high_m for link in problem.links]), 3e7)
        self._sectors = [link.sectors for link in problem.links]
        circles = {row[name]: spot.position for name, spot in problem.known.items() if spot.position and not spot.polygon}
        self._circles = np.array([*circles], dtype=int)
        self._ends = np.concatenate((self._other, self._circles))
        self._held = np.array([(at.lon_deg, at.lat_deg, at.uncertainty_m) for at in circles.values()]).reshape(-1, 3).T
        self._areas = np.array([number for number in range(len(names)) if number not in circles], dtype=int)
        self._regions = np.array([problem.start[names[number]] for number in self._areas], dtype=object)
        self._middles = np.zeros((len(names), 2))
        self._middles[self._circles] = self._plane.to_plane(*self._held[:2])
        self._middles[self._areas] = shapely.get_coordinates([one.representative_point() for one in self._regions])

    def at(self, points: FloatArray) -> FloatArray:
        """The figures of some points."""
        lon, lat = self._plane.to_earth(points).T
        starts = np.concatenate((lon[self._one], self._held[0])), np.concatenate((lat[self._one], self._held[1]))
        lengths, azimuths, _ = inverse(*starts, lon[self._ends], lat[self._ends])
        count = len(self._sectors)
        distance, away = lengths[:count], lengths[count:]
        off = [
            min((abs((turn - way + 180) % 360 - 180) - width for way, width in sectors), default=-180.0)
            for sectors, turn in zip(self._sectors, azimuths[:count].tolist(), strict=True)
        ]
        outside = np.zeros(len(points))
        outside[self._circles] = away - self._held[2]
        away = shapely.distance(self._regions, shapely.points(points[self._areas]))
        outside[self._areas] = np.where(away > 0, away, -SLACK_M)
        return np.concatenate([self._low - distance, distance - self._high, np.radians(np.array(off)) * distance, outside])

    def slopes(self, points: FloatArray) -> FloatArray:
        """How the figures change with each coordinate of the points, in the plane: near enough for finding the way."""
        count = len(self._sectors)
        along, aside = [], []
        for (east, north), sectors in zip((points[self._other] - points[self._one]).tolist(), self._sectors, strict=True):
            away = math.hypot(east, north)
            x, y = (east / away, north / away) if away else (0.0, 1.0)
            turn = math.degrees(math.atan2(east, north))
            sign = math.copysign(1.0, min(((turn - way + 180) % 360 - 180 for way, _ in sectors), key=abs, default=0.0))
            along.append((x, y))
            aside.append((sign * y, sign * -x))
        slopes = np.zeros((3 * count + len(points), len(points), 2))
        link = np.arange(count)
        for first, slope in ((0, -np.array(along)), (count, np.array(along)), (2 * count, np.array(aside))):
            slopes[first + link, self._other], slopes[first + link, self._one] = slope, -slope
        for number, (x, y) in enumerate((points - self._middles).tolist()):
            away = math.hypot(x, y) or 1.0
            slopes[3 * count + number, number] = x / away, y / away
        return slopes.reshape(len(slopes), -1)

"""Can places be put so that all of some constraints hold? A search that misses no answer.

Narrowed regions of which one is empty prove that there is no answer; a place in each region that holds on the ellipsoid
shows one. Where neither is so, the largest region is cut in two, and both halves are tried.

Source: branch and prune with narrowing, as in P. Van Hentenryck, D. McAllester, D. Kapur (1997), Solving polynomial systems
using a branch and prune approach, SIAM J. Numer. Anal. 34, 797-827, doi:10.1137/S0036142995281504.
"""

from __future__ import annotations

from enum import StrEnum
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
import shapely
from shapely import Point

from geo.earth.geodesy import inverse
from geo.judge.interval import angle_between
from geo.judge.measurement import measure
from geo.judge.narrowing import SLACK_M, areas, narrow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shapely.geometry.base import BaseGeometry

    from geo.earth.position import FloatArray
    from geo.judge.link import Link
    from geo.judge.narrowing import Problem, Regions

MOST_STEPS = 400
"""So many regions are narrowed; then it stays undecided."""


class Answer(StrEnum):
    """Whether all constraints can hold."""

    FEASIBLE = "feasible"
    """Places were found that fulfil all, checked on the ellipsoid."""
    INFEASIBLE = "infeasible"
    """There are none."""
    UNDECIDED = "undecided"
    """Neither was shown within the number of steps allowed."""


def solve(problem: Problem, most_steps: int = MOST_STEPS) -> tuple[Answer, int]:
    """Whether places exist that fulfil all constraints, to a millimetre, and in how many steps that was seen.

    What it says is proved, or it says undecided.
    """
    if not (_fit_as_directions(problem.links) and _fit_as_lengths(problem)):
        return Answer.INFEASIBLE, 1
    waiting = [dict(problem.start)]
    for step in range(most_steps):
        regions = narrow(problem, waiting.pop())
        if regions is not None:
            if _witness(problem, regions, patience=12 if step else 60):
                return Answer.FEASIBLE, step + 1
            waiting.extend(_halves(regions))
        if not waiting:
            return Answer.INFEASIBLE, step + 1
    return Answer.UNDECIDED, most_steps


def _fit_as_directions(links: Sequence[Link]) -> bool:
    """Whether any two directions from one place to one other share an azimuth, wherever the two lie."""
    aimed = [link for link in links if link.sectors]
    return all(
        any(angle_between(way, turn) <= width + room for way, width in one.sectors for turn, room in other.sectors)
        for one, other in combinations(aimed, 2)
        if (one.start.name, one.end.name) == (other.start.name, other.end.name)
    )


def _fit_as_lengths(problem: Problem) -> bool:
    """Whether the lengths fit together by the triangle inequality alone, which holds at any distance.

    No least length may be more than the shortest way of greatest lengths around it.
    """
    at = {name: number for number, name in enumerate(problem.start)}
    pairs = [(at[link.start.name], at[link.end.name], link.low_m, link.high_m) for link in problem.links]
    known = [(at[name], spot.position) for name, spot in problem.known.items() if spot.position]
    for (one, here), (other, there) in combinations(known, 2):
        measured = measure(here, there)
        pairs.append((one, other, measured.low_m, measured.high_m))
    ways = np.full((len(at), len(at)), np.inf)
    for one, other, _, high in pairs:
        ways[one, other] = ways[other, one] = min(float(ways[one, other]), high)
    for over in range(len(at)):
        ways = np.minimum(ways, ways[:, [over]] + ways[[over], :])
    return all(low <= ways[one, other] + SLACK_M for one, other, low, _ in pairs)


def _halves(regions: Regions) -> list[Regions]:
    widest = max(regions, key=lambda name: _width(regions[name]))
    region = regions[widest]
    west, south, east, north = region.bounds
    middle_x, middle_y = (west + east) / 2, (south + north) / 2
    if east - west >= north - south:
        boxes = shapely.box(west, south, middle_x, north), shapely.box(middle_x, south, east, north)
    else:
        boxes = shapely.box(west, south, east, middle_y), shapely.box(west, middle_y, east, north)
    halves = [areas(region & box) for box in boxes]
    return [{**regions, widest: half} for half in halves if not half.is_empty]


def _width(region: BaseGeometry) -> float:
    west, south, east, north = region.bounds
    return max(east - west, north - south)


def _witness(problem: Problem, regions: Regions, patience: int) -> bool:
    """Whether places near the middle of the regions, moved by least squares, fulfil every constraint on the ellipsoid."""
    names = list(regions)
    points = [region.representative_point() for region in regions.values()]
    first = np.array([(point.x, point.y) for point in points]).ravel()

    def excess(values: FloatArray) -> FloatArray:
        return _excess(problem, names, values.reshape(-1, 2))

    def missing(values: FloatArray) -> FloatArray:
        return np.maximum(0.0, excess(values) + SLACK_M / 4)  # aims a little inside

    found = first
    if missing(first).any():
        from scipy.optimize import least_squares  # noqa: PLC0415  # takes long to load, and is rarely needed

        found = least_squares(missing, first, max_nfev=patience).x
    return bool((excess(found) <= SLACK_M / 2).all())


def _excess(problem: Problem, names: Sequence[str], points: FloatArray) -> FloatArray:
    """By how many metres points leave what is allowed: three figures a link, then one a spot; none above 0 where all hold."""
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


def _outside(problem: Problem, name: str, lon_deg: float, lat_deg: float, point: FloatArray) -> float:
    """By how many metres a point lies outside of what holds its spot; negative inside."""
    position = problem.known.get(name)
    if position is None or position.polygon or not position.position:
        return float(problem.start[name].distance(Point(*point))) or -SLACK_M
    at = position.position
    return inverse(at.lon_deg, at.lat_deg, lon_deg, lat_deg)[0] - at.uncertainty_m

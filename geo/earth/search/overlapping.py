"""All pairs of positions that are no farther apart than their uncertainties together, however different these are.

`geo.earth.search.outliers.overlaps` names at most one other for each position; this names all, and those within a distance of each other.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from geo.earth.geodesy import inverse
from geo.earth.search.outliers import _Cells, _points
from geo.earth.search.pairs_within import iter_pairs_within

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

    from geo.earth.position import Positions
    from geo.earth.search.pairs_within import IntArray

    Keep = Callable[[IntArray, IntArray], NDArray[np.bool_]]
    from collections.abc import Sequence

    from geo.earth.position import Position

SMALLEST_M = 0.001
"""Uncertainties below a millimetre are searched like one."""


def find_touching(
    positions: Positions, keep: Keep, within_m: float = 0.0
) -> Iterator[tuple[IntArray, IntArray, NDArray[np.float64]]]:
    """Pairs of n positions that may be one place, or may lie within so many metres of each other.

    They come as batches of the earlier, the later and their geodesic distance in metres.

    `keep` is asked first which of some pairs matter at all. Positions are compared with those known as well or better, by
    steps of a factor of two, so that a vague one does not make all others look far. The batches are in no order.
    """
    degrees = np.column_stack((positions.lon_deg, positions.lat_deg))
    known_m = positions.uncertainty_m
    levels = np.ceil(np.log2(np.maximum(known_m, SMALLEST_M)))
    for level in np.unique(levels).tolist():
        members, others = np.flatnonzero(levels == level), np.flatnonzero(levels <= level)
        for batch in iter_pairs_within(degrees[others], degrees[members], 2.0 ** (level + 1) + within_m):
            one, other = others[batch[:, 0]], members[batch[:, 1]]
            once = (levels[one] < level) | (one < other)
            one, other = np.minimum(one, other)[once], np.maximum(one, other)[once]
            kept = keep(one, other)
            one, other = one[kept], other[kept]
            here, there = degrees[one], degrees[other]
            distance, _, _ = inverse(here[:, 0], here[:, 1], there[:, 0], there[:, 1])
            close = distance <= known_m[one] + known_m[other] + within_m
            yield one[close], other[close], distance[close]


class PossiblySamePlace(NamedTuple):
    """Two positions that may be one place."""

    earlier: int
    later: int
    distance_m: float


def find_overlaps(positions: Sequence[Position]) -> list[PossiblySamePlace]:
    """Pairs that are no farther apart than their uncertainties together; each position names at most one other.

    Among positions known about equally well (to within a factor of two), one that overlaps an earlier one does not stand
    for others in turn, so that a thousand in one spot give a thousand pairs and not a million; a position that is
    known less well than others names the first of them alone.
    """
    if len(positions) < 2:
        return []
    points = _points(positions)
    known_m = np.array([position.uncertainty_m for position in positions])
    levels = np.ceil(np.log2(np.maximum(known_m, SMALLEST_M)))
    found: dict[int, PossiblySamePlace] = {}

    straight: list[list[float]] = points.tolist()

    def pair(one: int, other: int) -> PossiblySamePlace | None:
        here, there = positions[one], positions[other]
        if math.dist(straight[one], straight[other]) > here.uncertainty_m + there.uncertainty_m:
            return None
        distance, _, _ = inverse(here.lon_deg, here.lat_deg, there.lon_deg, there.lat_deg)
        close = distance <= here.uncertainty_m + there.uncertainty_m
        return PossiblySamePlace(min(one, other), max(one, other), distance) if close else None

    for level in np.unique(levels).tolist():
        cells = _Cells(2.0 ** (level + 1))
        members = cells.in_company(points, np.flatnonzero(levels == level), np.flatnonzero(levels < level))
        for index, key, corners in cells.places(points, members):
            first = next((one for other in cells.get(key) if (one := pair(other, index))), None)
            if first:
                found[index] = first
            else:
                cells.add(index, corners)
        for index, key in cells.visitors(points, np.flatnonzero(levels < level)):
            for other in cells.get(key):
                if other not in found and (one := pair(other, index)):
                    found[other] = one
    return sorted(found.values(), key=lambda one: (one.later, one.earlier))

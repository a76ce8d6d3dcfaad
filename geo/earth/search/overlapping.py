"""All pairs of positions that are no farther apart than their uncertainties together, however different these are.

`geo.earth.search.outliers.overlaps` names at most one other for each position; this names all, and those within a distance of each other.
"""

from __future__ import annotations

import math
from functools import partial
from operator import eq, lt
from typing import TYPE_CHECKING, NamedTuple

from geo.earth.geodesy import geocentric, inverse
from geo.earth.search.outliers import FEW

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from geo.earth.position import FloatArray, Positions
    from geo.earth.search.pairs_within import IntArray
    from geo.earth.search.space_grid import Cells

    Keep = Callable[[IntArray, IntArray], NDArray[np.bool_]]
    Level = tuple[Cells | "_OneCell", Iterator[tuple[int, int, list[int]]], Callable[[], Iterator[tuple[int, int]]]]

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
    import numpy as np  # takes long to load, and few need this

    from geo.earth.search.pairs_within import iter_pairs_within

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


_ROUNDING_M = 1e-6
"""Metres by which points in space may be off that are one on the ellipsoid, at 180 degrees east and west."""


def find_overlaps(
    lon_deg: Sequence[float], lat_deg: Sequence[float], uncertainty_m: Sequence[float]
) -> list[PossiblySamePlace]:
    """Pairs of positions that are no farther apart than their uncertainties together; each names at most one other.

    Among positions known about equally well (to within a factor of two), one that overlaps an earlier one does not stand
    for others in turn, so that a thousand in one spot give a thousand pairs and not a million; a position that is
    known less well than others names the first of them alone.
    """
    points = None if len(lon_deg) <= FEW else _points_of(lon_deg, lat_deg)
    straight: list[list[float]] = [] if points is None else points.tolist()
    found: dict[int, PossiblySamePlace] = {}

    def pair(one: int, other: int) -> PossiblySamePlace | None:
        reach = uncertainty_m[one] + uncertainty_m[other]
        if straight and math.dist(straight[one], straight[other]) > reach + _ROUNDING_M:
            return None
        distance, _, _ = inverse(lon_deg[one], lat_deg[one], lon_deg[other], lat_deg[other])
        return PossiblySamePlace(min(one, other), max(one, other), distance) if distance <= reach else None

    for cells, places, visitors in _all_in_one(uncertainty_m) if points is None else _in_space(points, uncertainty_m):
        for index, key, corners in places:
            first = next((one for other in cells.get(key) if (one := pair(other, index))), None)
            if first:
                found[index] = first
            else:
                cells.add(index, corners)
        for index, key in visitors():
            for other in cells.get(key):
                if other not in found and (one := pair(other, index)):
                    found[other] = one
    return sorted(found.values(), key=lambda one: (one.later, one.earlier))


def _points_of(lon_deg: Sequence[float], lat_deg: Sequence[float]) -> FloatArray:
    import numpy as np

    return geocentric(np.asarray(lon_deg), np.asarray(lat_deg))


def _in_space(points: FloatArray, uncertainty_m: Sequence[float]) -> Iterator[Level]:
    """For each level of uncertainty, from the least: cells, places of those on it that may meet another, and of finer ones."""
    import numpy as np

    from geo.earth.search.space_grid import Cells

    level_of = np.ceil(np.log2(np.maximum(uncertainty_m, SMALLEST_M)))
    for level in np.unique(level_of).tolist():
        cells = Cells(points, 2.0 ** (level + 1))
        members, finer = np.flatnonzero(level_of == level), np.flatnonzero(level_of < level)
        yield cells, cells.places(cells.in_company(members, finer)), partial(cells.visitors, finer)


def _all_in_one(uncertainty_m: Sequence[float]) -> Iterator[Level]:
    """The same without cells."""
    levels = [math.ceil(math.log2(max(known_m, SMALLEST_M))) for known_m in uncertainty_m]
    for level in sorted(set(levels)):
        members, finer = ([index for index, one in enumerate(levels) if is_meant(one, level)] for is_meant in (eq, lt))
        cell = _OneCell()
        yield cell, cell.places(members), partial(cell.visitors, finer)


class _OneCell:
    """What `Cells` offers, with one cell for all."""

    def __init__(self) -> None:
        self._held: list[int] = []

    def places(self, which: Sequence[int]) -> Iterator[tuple[int, int, list[int]]]:
        return ((number, 0, [0]) for number in which)

    def add(self, number: int, _: list[int]) -> None:
        self._held.append(number)

    def get(self, _: int) -> Sequence[int]:
        return self._held

    def visitors(self, which: Sequence[int]) -> Iterator[tuple[int, int]]:
        return ((number, 0) for number in which)

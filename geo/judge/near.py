"""Finds the points of two files that lie near each other, and their distances."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from geo.earth.geodesy import inverse
from geo.earth.search.pairs_within import iter_pairs_within

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from geo.earth.position import FloatArray
    from geo.record.vector_file.points import PointFile

FIRST = 20
"""Pairs that are remembered."""


NO_DAYS = -1
"""Stands for a number of days where a date is missing."""


class Pairs(NamedTuple):
    """Some pairs of points."""

    rows: NDArray[np.int64]
    """Numbers of the points in their files, from 0: of shape (m, 2), sorted by the first, then by the second."""
    distance_m: FloatArray
    """Geodesic distance of each pair in metres, of shape (m,)."""
    days_apart: NDArray[np.int64]
    """The least and the greatest number of days between the dates of each pair, of shape (m, 2); -1 where one is missing."""


@dataclass(frozen=True, slots=True)
class Nearby:
    """How many pairs of points of two files lie within a distance of each other, and the first of them."""

    a: PointFile
    b: PointFile
    within_m: float
    count: int
    first: Pairs
    """The first 20."""


def measure_nearby(
    a: PointFile,
    b: PointFile,
    within_m: float,
    *,
    keep: Callable[[Pairs], object] | None = None,
    progress: Callable[[float], object] | None = None,
) -> Nearby:
    """Compare the points of two files; where both are the same file, each pair once, and no point with itself.

    `keep` is given all pairs in their order, up to 65,536 at a time, so that memory does not grow with their number;
    `progress` is given the share done, from 0 to 1.

    Raises:
        ValueError: if a latitude is out of range, or the distance is not a number of metres, 0 or more.
    """
    same = Path(a.path).resolve() == Path(b.path).resolve()
    days = _days(a), _days(b)
    count, first = 0, [_measured(a, b, np.empty((0, 2), np.int64), days)]
    for batch in iter_pairs_within(a.degrees, b.degrees, within_m, progress=progress):
        pairs = _measured(a, b, batch[batch[:, 0] < batch[:, 1]] if same else batch, days)
        if keep:
            keep(pairs)
        if (wanted := FIRST - count) > 0:
            first.append(Pairs(pairs.rows[:wanted].copy(), pairs.distance_m[:wanted].copy(), pairs.days_apart[:wanted].copy()))
        count += len(pairs.rows)
    rows, distances, days_apart = (np.concatenate(values) for values in zip(*first, strict=True))
    return Nearby(a, b, within_m, count, Pairs(rows, distances, days_apart))


def _days(points: PointFile) -> NDArray[np.int64]:
    """The first and the last day of each point, of shape (n, 2), counted as `date.toordinal` does; 0 where it has no date."""
    days = [(one.first.toordinal(), one.last.toordinal()) if one else (0, 0) for one in points.dates]
    return np.array(days, np.int64).reshape(-1, 2)


def _measured(a: PointFile, b: PointFile, rows: NDArray[np.int64], days: tuple[NDArray[np.int64], ...]) -> Pairs:
    here, there = a.degrees[rows[:, 0]], b.degrees[rows[:, 1]]
    distances = inverse(here[:, 0], here[:, 1], there[:, 0], there[:, 1])[0]
    if not all(map(len, days)):
        return Pairs(rows, distances, np.full((len(rows), 2), NO_DAYS, np.int64))
    (first, last), (other_first, other_last) = (one[rows[:, side]].T for side, one in enumerate(days))
    least = np.maximum(0, np.maximum(other_first - last, first - other_last))
    most = np.maximum(other_last - first, last - other_first)
    known = (first > 0) & (other_first > 0)
    return Pairs(rows, distances, np.where(known[:, None], np.column_stack((least, most)), NO_DAYS))

"""Which points of two files lie near each other, and how far apart."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from geo.earth.geodesy import inverse
from geo.earth.nearness import iter_pairs_within

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from geo.earth.position import FloatArray
    from geo.record.pointfile import PointFile


@dataclass(frozen=True, slots=True)
class Nearby:
    """All pairs of points of two files that lie within a distance of each other."""

    a: PointFile
    b: PointFile
    within_m: float
    pairs: NDArray[np.int64]
    """Numbers of the points in their files, from 0: of shape (m, 2), sorted."""
    distance_m: FloatArray
    """Geodesic distance of each pair in metres, of shape (m,)."""


def measure_nearby(a: PointFile, b: PointFile, within_m: float, progress: Callable[[float], object] | None = None) -> Nearby:
    """Compare the points of two files; where both are the same file, each pair once, and no point with itself.

    Raises:
        ValueError: if a latitude is out of range, or the distance is no number of metres from 0 up.
    """
    same = Path(a.path).resolve() == Path(b.path).resolve()
    pairs, distances = [np.empty((0, 2), np.int64)], [np.empty(0)]
    for batch in iter_pairs_within(a.degrees, b.degrees, within_m, progress=progress):
        found = batch[batch[:, 0] < batch[:, 1]] if same else batch
        here, there = a.degrees[found[:, 0]], b.degrees[found[:, 1]]
        distance, _, _ = inverse(here[:, 0], here[:, 1], there[:, 0], there[:, 1])
        pairs.append(found)
        distances.append(distance)
    return Nearby(a, b, within_m, np.concatenate(pairs), np.concatenate(distances))

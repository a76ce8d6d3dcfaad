"""All pairs of positions that are no farther apart than their uncertainties together, however different these are.

`geo.earth.proximity.overlaps` names at most one other for each position; this names all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from geo.earth.geodesy import inverse
from geo.earth.nearness import iter_pairs_within

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

    from geo.earth.nearness import IntArray
    from geo.earth.position import Positions

    Keep = Callable[[IntArray, IntArray], NDArray[np.bool_]]

SMALLEST_M = 0.001
"""Uncertainties below a millimetre are searched like one."""


def touching(positions: Positions, keep: Keep) -> Iterator[tuple[IntArray, IntArray, NDArray[np.float64]]]:
    """Pairs of n positions that may be one place: batches of the earlier, the later and their geodesic distance in metres.

    `keep` is asked first which of some pairs matter at all. Positions are compared with those known as well or better, by
    steps of a factor of two, so that a vague one does not make all others look far. The batches are in no order.
    """
    degrees = np.column_stack((positions.lon_deg, positions.lat_deg))
    known_m = positions.uncertainty_m
    levels = np.ceil(np.log2(np.maximum(known_m, SMALLEST_M)))
    for level in np.unique(levels).tolist():
        members, others = np.flatnonzero(levels == level), np.flatnonzero(levels <= level)
        for batch in iter_pairs_within(degrees[others], degrees[members], 2.0 ** (level + 1)):
            one, other = others[batch[:, 0]], members[batch[:, 1]]
            once = (levels[one] < level) | (one < other)
            one, other = np.minimum(one, other)[once], np.maximum(one, other)[once]
            kept = keep(one, other)
            one, other = one[kept], other[kept]
            here, there = degrees[one], degrees[other]
            distance, _, _ = inverse(here[:, 0], here[:, 1], there[:, 0], there[:, 1])
            close = distance <= known_m[one] + known_m[other]
            yield one[close], other[close], distance[close]

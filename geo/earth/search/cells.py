"""Cells of a grid over the Earth, and which of them lie within a distance of some points.

Rows of equal height in latitude, each cut into columns about as wide as it is high. A cell's number is folded into some
bits, so that a table of all cells is small: two cells that share a number cost some comparisons and no more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from geo.earth.geodesy import LONGEST_GEODESIC_M
from geo.earth.search.unit_sphere import bound_caps

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from geo.earth.position import FloatArray

    IntArray = NDArray[np.int64]

MOST_ROWS = 2**24
"""Rows of little more than a metre: what is searched within less is compared within the cell."""
MOST_WIDTHS = 2**17
"""Different widths of columns that are kept: neighbouring rows share one where there are more rows."""
ROOM = 54
"""Numbers for cells, for each point: some nine cells around it, with five others that no point is near to each."""
MOST_BITS = 24
MIX = 0x9E37_79B1
"""A prime near 2^32 over the golden ratio, which keeps rows apart. Source: D. E. Knuth (1998), The Art of Computer Programming,
volume 3, 6.4, multiplicative hashing."""


class Occupancy:
    """The cells within a distance in metres of `points`, of shape (n, 2): finite longitudes and latitudes in degrees.

    Longitudes are from -180 to 180.
    """

    def __init__(self, points: FloatArray, distance_m: float) -> None:
        rows = int(min(MOST_ROWS, max(1, LONGEST_GEODESIC_M / max(distance_m, 1))))
        self._rows_per_degree = rows / 180
        self._shift = max(0, rows.bit_length() - MOST_WIDTHS.bit_length() + 1)
        edges = np.arange((rows >> self._shift) + 3) * 2.0**self._shift / self._rows_per_degree - 90
        widest = np.minimum(np.abs(edges[:-1]), np.abs(edges[1:]))  # the edge that is nearer to the equator
        widest[edges[:-1] * edges[1:] <= 0] = 0
        self._columns_per_degree = np.maximum(1, np.floor(2 * rows * np.cos(np.radians(np.minimum(widest, 90))))) / 360
        self._mask = (1 << min(MOST_BITS, max(10, (ROOM * len(points)).bit_length()))) - 1
        numbers, self.near = self._around(points, distance_m)
        self._occupied = np.zeros(self._mask + 1, np.bool_)
        self._occupied[numbers] = True
        occupied = np.flatnonzero(self._occupied)
        self.count = len(occupied)
        self._order = np.empty(self._mask + 1, np.int32)
        self._order[occupied] = np.arange(self.count, dtype=np.int32)
        self.cells = self._order[numbers]
        """Cells that lie within the distance of a point, from 0 to `count`; `near` has the point. Some occur twice."""

    def find(self, lon_deg: FloatArray, lat_deg: FloatArray) -> tuple[IntArray, NDArray[np.int32]]:
        """Which of many positions lie in one of the cells, and in which; NaN may be in any."""
        row = ((lat_deg + 90) * self._rows_per_degree).astype(np.int64)
        number = ((lon_deg + 180) * self._columns_per_degree.take(row >> self._shift, mode="clip")).astype(np.int64)
        number += row * MIX
        number &= self._mask
        here = np.flatnonzero(self._occupied.take(number))
        return here, self._order.take(number.take(here))

    def _around(self, points: FloatArray, distance_m: float) -> tuple[IntArray, IntArray]:
        """Numbers of all cells within the distance of a point, and the row of that point."""
        south, north, half_width = bound_caps(points[:, 1], distance_m)
        first = ((south + 90) * self._rows_per_degree).astype(np.int64)
        last = ((north + 90) * self._rows_per_degree).astype(np.int64)
        numbers, near = [np.empty(0, np.int64)], [np.empty(0, np.int64)]
        for step in range(int((last - first).max(initial=-1)) + 1):
            reaching = np.flatnonzero(first + step <= last)
            row = first[reaching] + step
            for which, west, east in _spans(points[reaching, 0], half_width[reaching]):
                per_degree = self._columns_per_degree[row[which] >> self._shift]
                column = (west * per_degree).astype(np.int64)
                many = (east * per_degree).astype(np.int64) - column + 1
                numbers.append(expand_runs(column + row[which] * MIX, many) & self._mask)
                near.append(np.repeat(reaching[which], many))
        return np.concatenate(numbers), np.concatenate(near)


def expand_runs(first: IntArray, many: IntArray) -> IntArray:
    """The whole numbers from each first one on, so many of each, one run after the other.

    >>> expand_runs(np.array([5, 8]), np.array([2, 3])).tolist()
    [5, 6, 8, 9, 10]
    """
    numbers: IntArray = np.repeat(first - (np.cumsum(many) - many), many)
    numbers += np.arange(len(numbers))
    return numbers


def _spans(lon_deg: FloatArray, half_width_deg: FloatArray) -> Iterator[tuple[IntArray, FloatArray, FloatArray]]:
    """Which points reach how far west and east, in degrees from -180°; once more where they reach across the 180th meridian."""
    for turn in (0, -360, 360):
        west, east = lon_deg + turn - half_width_deg, lon_deg + turn + half_width_deg
        which = np.flatnonzero((west <= 180) & (east >= -180))
        if len(which):
            yield which, np.maximum(west[which] + 180, 0), np.minimum(east[which] + 180, 360)

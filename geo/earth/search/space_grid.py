"""A grid of cells in space that finds what lies near a point, where neither the poles nor the 180th meridian need a thought."""

from __future__ import annotations

from collections import defaultdict
from itertools import product
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from geo.earth.position import FloatArray

CELL_WIDTHS = 4
"""Sides of a cell, in reaches of a search: most searches then look into one cell, and few cells hold many positions."""
_MIX = np.array([73_856_093, 19_349_663, 83_492_791], dtype=np.int64)
"""Odd numbers that keep neighbouring cells apart."""


class Cells:
    """Numbers of positions by the cells within whose reach they lie: what is near a point is in the point's own cell."""

    def __init__(self, points: FloatArray, reach_m: float) -> None:
        """Take all positions, as `geocentric` gives them, and how far a search reaches."""
        self._points, self._reach = points, reach_m
        self._side = CELL_WIDTHS * reach_m
        self._held: defaultdict[int, list[int]] = defaultdict(list)

    def _keys(self, points: FloatArray) -> NDArray[np.int64]:
        """One number for each point's cell; two cells may share one, which costs a comparison and no more."""
        return np.floor(points / self._side).astype(np.int64) @ _MIX

    def places(self, which: NDArray[np.intp]) -> Iterator[tuple[int, int, list[int]]]:
        """Number, cell and cells in reach of some of the points."""
        chosen = self._points[which]
        around = [self._keys(chosen + self._reach * np.array(way)) for way in product((-1, 1), repeat=3)]
        return zip(which.tolist(), self._keys(chosen).tolist(), np.stack(around, axis=1).tolist(), strict=True)

    def in_company(self, which: NDArray[np.intp], others: NDArray[np.intp]) -> NDArray[np.intp]:
        """Those of some points in whose reach another of them may lie, or one of the others; the rest meet nobody."""
        chosen = self._points[which]
        around = np.sort([self._keys(chosen + self._reach * np.array(way)) for way in product((-1, 1), repeat=3)], axis=0)
        once = np.vstack([np.ones((1, len(which)), dtype=bool), around[1:] != around[:-1]])
        keys, owners = around[once], np.broadcast_to(which, around.shape)[once]
        order = np.argsort(keys)
        keys, owners = keys[order], owners[order]
        same = keys[1:] == keys[:-1]
        met = np.isin(keys, self._keys(self._points[others])) if len(others) else np.zeros(len(keys), dtype=bool)
        met[1:] |= same
        met[:-1] |= same
        return np.unique(owners[met])

    def add(self, number: int, corners: list[int]) -> None:
        """Hold a number in the cells that are given, as `places` gives them."""
        for key in set(corners):
            self._held[key].append(number)

    def get(self, key: int) -> Sequence[int]:
        """The numbers that a cell holds."""
        return self._held.get(key, ())

    def visitors(self, which: NDArray[np.intp]) -> Iterator[tuple[int, int]]:
        """Number and cell of those points in whose cell something is held."""
        keys = self._keys(self._points[which])
        met = np.isin(keys, np.fromiter(self._held, dtype=np.int64, count=len(self._held)))
        return zip(which[met].tolist(), keys[met].tolist(), strict=True)

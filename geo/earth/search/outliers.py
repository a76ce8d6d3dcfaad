"""Finds clusters and outliers among many positions, in time that grows with their number, not its square.

Positions are put into the cells of a grid in space, so that neither the poles nor the 180th meridian need a thought.
"""

from __future__ import annotations

import math
from collections import defaultdict
from itertools import product
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from geo.earth.geodesy import geocentric

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from geo.earth.position import FloatArray, Position

CELL_WIDTHS = 4
"""Sides of a cell, in reaches of a search: most searches then look into one cell, and few cells hold many positions."""
SMALLEST_M = 0.001
"""Uncertainties below a millimetre are searched like one."""
ALONE_TIMES = 10
"""A position is alone if none is nearer than this multiple of the distance within which three quarters of all lie from
their middle. The remaining quarter keeps outliers from stretching the measure that is meant to find them."""
ALONE_LEAST_M = 10_000
"""But never below this: a slip of a whole degree, which this is to find, moves a site farther, up to 84° of latitude."""
ALONE_OTHERS = 4
"""With fewer others than this it cannot be said where they lie."""


class Outlier(NamedTuple):
    """A position far from all others."""

    number: int
    distance_m: float
    """From the middle of all."""
    spread_m: float
    """Within which three quarters of all lie from their middle."""
    clear_m: float
    """Within which no other position lies."""


def find_outliers(positions: Sequence[Position]) -> list[Outlier]:
    """The positions that lie far from all others; none where there are fewer than four others, at places of their own.

    The rule, with three numbers that are given above and no assumption on how places are spread: no other position lies
    within ten times the distance (but at least 10 km) within which three quarters of all lie from their middle.
    """
    return find_outliers_among(np.array([one.lon_deg for one in positions]), np.array([one.lat_deg for one in positions]))


def find_outliers_among(lon_deg: FloatArray, lat_deg: FloatArray) -> list[Outlier]:
    """The same of longitudes and latitudes in degrees, of shape (n,)."""
    places, place_of = np.unique(lon_deg + 1j * lat_deg, return_inverse=True)
    if len(places) <= ALONE_OTHERS:
        return []
    points = geocentric(places.real, places.imag)
    away = np.linalg.norm(points - np.median(points, axis=0), axis=1)
    spread = float(np.sort(away)[math.ceil(0.75 * len(away)) - 1])
    clear = max(ALONE_TIMES * spread, ALONE_LEAST_M)
    candidates = np.flatnonzero(away > clear - spread)  # all others have three quarters of the places nearer than `clear`
    if not len(candidates):
        return []
    straight: list[list[float]] = points.tolist()
    cells = _Cells(clear)
    for index, _, corners in cells.places(points, np.arange(len(points))):
        cells.add(index, corners)
    lonely = [
        index
        for index, key in cells.visitors(points, candidates)
        if not any(other != index and math.dist(straight[other], straight[index]) <= clear for other in cells.get(key))
    ]
    return [
        Outlier(number, float(away[place_of[number]]), spread, clear)
        for number in np.flatnonzero(np.isin(place_of, lonely)).tolist()
    ]


def _points(positions: Sequence[Position]) -> FloatArray:
    lon = np.array([position.lon_deg for position in positions])
    return geocentric(lon, np.array([position.lat_deg for position in positions]))


class _Cells:
    """Numbers of positions by the cells within whose reach they lie: what is near a point is in the point's own cell."""

    def __init__(self, reach_m: float) -> None:
        self._reach = reach_m
        self._side = CELL_WIDTHS * reach_m
        self._held: defaultdict[int, list[int]] = defaultdict(list)

    def _keys(self, points: FloatArray) -> NDArray[np.int64]:
        """One number for each point's cell; two cells may share one, which costs a comparison and no more."""
        return np.floor(points / self._side).astype(np.int64) @ _MIX

    def places(self, points: FloatArray, which: NDArray[np.intp]) -> Iterator[tuple[int, int, list[int]]]:
        """Number, cell and cells in reach of some of the points."""
        chosen = points[which]
        around = [self._keys(chosen + self._reach * np.array(way)) for way in product((-1, 1), repeat=3)]
        return zip(which.tolist(), self._keys(chosen).tolist(), np.stack(around, axis=1).tolist(), strict=True)

    def in_company(self, points: FloatArray, which: NDArray[np.intp], others: NDArray[np.intp]) -> NDArray[np.intp]:
        """Those of some points in whose reach another of them may lie, or one of the others; the rest meet nobody."""
        chosen = points[which]
        around = np.sort([self._keys(chosen + self._reach * np.array(way)) for way in product((-1, 1), repeat=3)], axis=0)
        once = np.vstack([np.ones((1, len(which)), dtype=bool), around[1:] != around[:-1]])
        reached, counts = np.unique(around[once], return_counts=True)
        shared = np.union1d(reached[counts > 1], self._keys(points[others]))
        return which[np.isin(around, shared).any(axis=0)]

    def add(self, number: int, corners: list[int]) -> None:
        for key in set(corners):
            self._held[key].append(number)

    def get(self, key: int) -> Sequence[int]:
        return self._held.get(key, ())

    def visitors(self, points: FloatArray, which: NDArray[np.intp]) -> Iterator[tuple[int, int]]:
        """Number and cell of those points in whose cell something is held."""
        keys = self._keys(points[which])
        met = np.isin(keys, np.fromiter(self._held, dtype=np.int64, count=len(self._held)))
        return zip(which[met].tolist(), keys[met].tolist(), strict=True)


_MIX = np.array([73_856_093, 19_349_663, 83_492_791], dtype=np.int64)
"""Odd numbers that keep neighbouring cells apart."""

"""All pairs of points that lie within a geodesic distance of each other: exactly those that `pyproj.Geod` gives, and quickly.

Three sieves, each of which lets through whatever may match. First the cells of a grid: those near a point of the smaller
side are marked, and points of the larger side in other cells are done with. Then the straight line between two points of the
unit sphere, which says of nearly all pairs whether they lie within the distance (`geo.earth.search.unit_sphere` has the proof). Then
the geodesic itself, for what is left: pairs whose distance is within 0.34 % of the limit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from geo.earth.geodesy import inverse
from geo.earth.search.cells import Occupancy, expand_runs
from geo.earth.search.points import degrees_of, normalize_longitudes
from geo.earth.search.unit_sphere import Chords, bound_chords, to_sphere

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

    from geo.earth.position import FloatArray
    from geo.earth.search.points import Points

    IntArray = NDArray[np.int64]

MOST_PAIRS = 65_536
"""Pairs of a batch, and pairs that are compared at a time (or those of one point, where it alone has more)."""
MOST_MARKED = 2**18
"""Points around which cells are marked at a time."""
MOST_STREAMED = 2**20
"""Points that are looked up in marked cells at a time, where the results' order allows it."""
PIECE = 2**15
"""Points that fit into a processor's own memory with what is computed of them."""
_LOW = 2**32 - 1


class _SidePoints(NamedTuple):
    """Points of one side that take part in a search."""

    rows: IntArray
    """Which rows of the side they are."""
    sphere: FloatArray
    """Where they lie on the unit sphere, of shape (n, 3)."""
    cells: IntArray
    """Point by point, the cells with which it may have to do, each once."""
    ends: IntArray
    """Where the cells of each point begin, and at the end how many there are."""


class _CellPoints(NamedTuple):
    """Points of one side, cell by cell, so that what is compared lies side by side."""

    rows: IntArray
    """Which rows of the side they are; a point in several cells is there several times."""
    sphere: FloatArray
    """Where they lie on the unit sphere, of shape (n, 3)."""
    ends: IntArray
    """Where the points of each cell begin, and at the end how many there are."""


def find_pairs_within(
    a: Points, b: Points, distance_m: float, *, progress: Callable[[float], object] | None = None
) -> IntArray:
    """Find all pairs of a point of `a` and a point of `b` at most `distance_m` metres apart (geodesic on WGS 84).

    `a` and `b` are arrays of shape (n, 2), longitude before latitude, in degrees, GeoDataFrames (or GeoSeries) of points
    in any coordinate system, `Positions`, or lists of tuples (longitude, latitude) or of records, such as `Sites`. The pairs are of shape (m, 2): a row of `a` and a row of `b`, counted from 0, sorted by both. They are
    those for which `Geod.inv(lon_a, lat_a, lon_b, lat_b)` gives no more than the distance. Rows with NaN, and missing or
    empty geometries, are in no pair. `progress` is told now and then which share of the work is done, from 0 to 1.

    Raises:
        ValueError: if a latitude is out of range, a frame has no coordinate system or holds other things than points, or
            the distance is no number from 0 up; the message says which row, counted from 0.
    """
    batches = list(iter_pairs_within(a, b, distance_m, progress=progress))
    return np.concatenate(batches) if batches else np.empty((0, 2), np.int64)


def iter_pairs_within(
    a: Points, b: Points, distance_m: float, *, progress: Callable[[float], object] | None = None
) -> Iterator[IntArray]:
    """Yield the pairs of `find_pairs_within`, in the same order, in arrays of shape (m, 2) with m up to 65,536.

    Memory grows with the number of points, not with that of pairs.

    Raises:
        ValueError: as `find_pairs_within` does, before the first batch.
    """
    if not distance_m >= 0:  # NaN fails this too
        raise ValueError(f"a distance is a number of metres from 0 up, not {distance_m}")
    here, there = degrees_of(a, "a"), degrees_of(b, "b")
    return _search(here, there, min(float(distance_m), 1e9), progress or (lambda _: None))


def _search(a: FloatArray, b: FloatArray, distance_m: float, progress: Callable[[float], object]) -> Iterator[IntArray]:
    """Mark the cells around the smaller side, so that few points of the larger one are left; but keep to the order of `a`."""
    limits = bound_chords(distance_m)
    near_b = None
    if len(b) < len(a) and len(b) <= MOST_MARKED:
        right, cells = _marked(b, range(len(b)), distance_m)
        near_b = _by_cell(right, cells.count), cells
    block = MOST_STREAMED if near_b else MOST_MARKED
    for start in range(0, len(a), block):
        rows = range(start, min(start + block, len(a)))
        if near_b:
            others, cells = near_b
            left = _found(a, rows, cells)
        else:
            left, cells = _marked(a, rows, distance_m)
            others = _by_cell(_found(b, range(len(b)), cells), cells.count)
        for share, pairs, doubtful in _matches(left, others, limits):
            decided = _measured(a, b, pairs, doubtful, distance_m) if len(doubtful) else pairs
            for first in range(0, len(decided), MOST_PAIRS):
                yield decided[first : first + MOST_PAIRS]
            progress((start + share * len(rows)) / len(a))


def _marked(points: FloatArray, rows: range, distance_m: float) -> tuple[_SidePoints, Occupancy]:
    """Some rows of a side, and the cells within the distance of them."""
    chosen = points[rows.start : rows.stop]
    finite = np.flatnonzero(np.isfinite(chosen).all(axis=1))
    chosen = np.column_stack((normalize_longitudes(chosen[finite, 0]), chosen[finite, 1]))
    cells = Occupancy(chosen, distance_m)
    entries = np.sort(_pack(cells.near, cells.cells))
    entries = entries[np.diff(entries, prepend=-1) > 0]  # some occur twice
    side = _SidePoints(
        finite + rows.start,
        to_sphere(chosen[:, 0], chosen[:, 1]),
        entries & _LOW,
        _ends(entries >> 32, len(chosen)),
    )
    return side, cells


def _found(points: FloatArray, rows: range, cells: Occupancy) -> _SidePoints:
    """Those of some rows of a side that lie in marked cells."""
    found: list[tuple[IntArray, NDArray[np.int32], FloatArray]] = []
    for start in range(rows.start, rows.stop, PIECE):
        piece = points[start : min(start + PIECE, rows.stop)]
        lon, lat = normalize_longitudes(piece[:, 0]), piece[:, 1]
        with np.errstate(invalid="ignore"):  # NaN is in any cell, and near no point
            here, cell = cells.find(lon, lat)
        found.append((here + start, cell, to_sphere(lon.take(here), lat.take(here))))
    numbers, cell, sphere = (np.concatenate(parts) for parts in zip(*found, strict=True))
    return _SidePoints(numbers, sphere, cell.astype(np.int64), np.arange(len(cell) + 1))


def _by_cell(side: _SidePoints, count: int) -> _CellPoints:
    """The points of a side in order of their cells, of which there are so many."""
    points = np.repeat(np.arange(len(side.rows)), np.diff(side.ends))
    points = np.sort(_pack(side.cells, points)) & _LOW  # several times as fast as sorting the cells and where they stood
    return _CellPoints(side.rows.take(points), side.sphere.take(points, axis=0), _ends(side.cells, count))


def _pack(high: IntArray, low: NDArray[np.integer]) -> IntArray:
    """Pairs of numbers from 0 up, below 2^31 and 2^32, as numbers that sort as the pairs do."""
    packed: IntArray = (high << 32) + low
    return packed


def _ends(groups: IntArray, count: int) -> IntArray:
    """Where each group begins, and the last one ends, once members of `count` groups are sorted by their group."""
    return np.concatenate(([0], np.cumsum(np.bincount(groups, minlength=count))))


def _matches(left: _SidePoints, right: _CellPoints, limits: Chords) -> Iterator[tuple[float, IntArray, IntArray]]:
    """Pairs that share a cell and are within the distance or may be, sorted, as rows of both sides, of shape (m, 2).

    With each batch, the share of the left side that is done, and which of the pairs only the geodesic can tell.
    """
    many = np.diff(right.ends).take(left.cells)  # for each cell of each point of the left side
    ends = np.concatenate(([0], np.cumsum(many))).take(left.ends)  # of each of its points
    start, points = 0, len(left.rows)
    while start < points:
        stop = max(start + 1, int(np.searchsorted(ends, ends[start] + MOST_PAIRS, "right")) - 1)
        entries = slice(left.ends[start], left.ends[stop])
        one = np.repeat(np.arange(start, stop), np.diff(ends[start : stop + 1]))
        other = expand_runs(right.ends.take(left.cells[entries]), many[entries])
        apart = left.sphere.take(one, axis=0)
        apart -= right.sphere.take(other, axis=0)
        square = np.einsum("ij,ij->i", apart, apart)
        close = np.flatnonzero(square <= limits.surely_beyond)
        doubtful = square.take(close) > limits.surely_within
        one, other = one.take(close), right.rows.take(other.take(close))
        key = (_pack(one, other) << 1) + doubtful
        if np.any(key[1:] < key[:-1]):  # a point in several cells meets others cell by cell
            key.sort()
            one, other, doubtful = key >> 33, key >> 1 & _LOW, key & 1
        yield stop / points, np.column_stack((left.rows.take(one), other)), np.flatnonzero(doubtful)
        start = stop


def _measured(a: FloatArray, b: FloatArray, pairs: IntArray, doubtful: IntArray, distance_m: float) -> IntArray:
    """The pairs without those of the doubtful ones that lie farther apart."""
    here, there = a[pairs[doubtful, 0]], b[pairs[doubtful, 1]]
    measured, _, _ = inverse(here[:, 0], here[:, 1], there[:, 0], there[:, 1])
    keep = np.ones(len(pairs), np.bool_)
    keep[doubtful] = measured <= distance_m
    return pairs[keep]

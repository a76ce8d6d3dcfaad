"""Finds clusters and outliers among many positions, in time that grows with their number, not its square."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from geo.earth.geodesy import geocentric, inverse

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from geo.earth.position import FloatArray

ALONE_TIMES = 10
"""A position is alone if none is nearer than this multiple of the distance within which three quarters of all lie from
their middle. The remaining quarter keeps outliers from stretching the measure that is meant to find them."""
ALONE_LEAST_M = 10_000
"""But never below this: a slip of a whole degree, which this is to find, moves a site farther, up to 84° of latitude."""
FEW = 24
"""So many positions are compared one by one, which is quicker than loading numpy."""
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


def find_outliers(lon_deg: Sequence[float] | FloatArray, lat_deg: Sequence[float] | FloatArray) -> list[Outlier]:
    """The positions, given in degrees, that lie far from all others; none where there are fewer than four others, at places of their own.

    The rule, with three numbers that are given above and no assumption on how places are spread: no other position lies
    within ten times the distance (but at least 10 km) within which three quarters of all lie from their middle.
    """
    if len(lon_deg) <= FEW and _are_close(lon_deg, lat_deg):
        return []
    import numpy as np

    from geo.earth.search.space_grid import Cells

    places, place_of = np.unique(np.asarray(lon_deg) + 1j * np.asarray(lat_deg), return_inverse=True)
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
    cells = Cells(points, clear)
    for index, _, corners in cells.places(np.arange(len(points))):
        cells.add(index, corners)
    lonely = [
        index
        for index, key in cells.visitors(candidates)
        if not any(other != index and math.dist(straight[other], straight[index]) <= clear for other in cells.get(key))
    ]
    return [
        Outlier(number, float(away[place_of[number]]), spread, clear)
        for number in np.flatnonzero(np.isin(place_of, lonely)).tolist()
    ]


def _are_close(lon_deg: Iterable[float], lat_deg: Iterable[float]) -> bool:
    """Whether no place is alone because each has its neighbour in the list close by."""
    return all(inverse(*one, *other)[0] <= ALONE_LEAST_M for one, other in pairwise(zip(lon_deg, lat_deg, strict=True)))

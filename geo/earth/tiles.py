"""Square tiles of the web's Mercator map.

Source: OGC 17-083r4, Two Dimensional Tile Matrix Set, annex D.1 (WebMercatorQuad).
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

MERCATOR_LIMIT_DEG = 85.05112877980659


class Bounds(NamedTuple):
    """An area in degrees, west before south."""

    west: float
    south: float
    east: float
    north: float


class Tile(NamedTuple):
    """Column and row, counted from the north-west, at a zoom."""

    zoom: int
    x: int
    y: int


def tile_of(lon_deg: float, lat_deg: float, zoom: int) -> Tile:
    """The tile that holds a point in degrees; points beyond the map's edge belong to the tiles at its edge."""
    size = 2**zoom
    x, y = (int(one * size) for one in fraction_of(lon_deg, lat_deg))
    return Tile(zoom, min(size - 1, max(0, x)), min(size - 1, max(0, y)))


def fraction_of(lon_deg: float, lat_deg: float) -> tuple[float, float]:
    """A point in degrees as parts of the map's width and height, from its north-west; latitudes end at the map's edge."""
    lat = math.radians(max(-MERCATOR_LIMIT_DEG, min(MERCATOR_LIMIT_DEG, lat_deg)))
    return (lon_deg + 180) / 360, (1 - math.asinh(math.tan(lat)) / math.pi) / 2


def count_within(bounds: Bounds, zoom: int) -> int:
    """How many tiles touch the bounds."""
    first, last = _corners(bounds, zoom)
    return max(0, last.x - first.x + 1) * max(0, last.y - first.y + 1)


def tiles_within(bounds: Bounds, zoom: int) -> Iterator[Tile]:
    """All tiles that touch the bounds, row by row."""
    first, last = _corners(bounds, zoom)
    for y in range(first.y, last.y + 1):
        for x in range(first.x, last.x + 1):
            yield Tile(zoom, x, y)


def _corners(bounds: Bounds, zoom: int) -> tuple[Tile, Tile]:
    return tile_of(bounds.west, bounds.north, zoom), tile_of(bounds.east, bounds.south, zoom)

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
    """An area in degrees, west before south; longitudes may go on beyond 180."""

    west: float
    south: float
    east: float
    north: float


class Tile(NamedTuple):
    """Column and row, counted from the north-west, at a zoom."""

    zoom: int
    x: int
    y: int


def find_tile(lon_deg: float, lat_deg: float, zoom: int) -> Tile:
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
    return len(_columns(bounds, zoom)) * len(_rows(bounds, zoom))


def iter_tiles_within(bounds: Bounds, zoom: int) -> Iterator[Tile]:
    """All tiles that touch the bounds, row by row."""
    for y in _rows(bounds, zoom):
        for x in _columns(bounds, zoom):
            yield Tile(zoom, x % 2**zoom, y)


def _columns(bounds: Bounds, zoom: int) -> range:
    """From the west on, each at most once; beyond the 180th meridian the count goes on."""
    size = 2**zoom
    first, last = (math.floor((lon + 180) / 360 * size) for lon in (bounds.west, bounds.east))
    if bounds.east == 180:
        last = size - 1
    return range(first, min(last, first + size - 1) + 1)


def _rows(bounds: Bounds, zoom: int) -> range:
    north, south = (find_tile(0, lat, zoom).y for lat in (bounds.north, bounds.south))
    return range(north, south + 1)

"""Finds positions that are given without degrees: location codes, and metres on map grids."""

from __future__ import annotations

import math
from functools import cache
from typing import TYPE_CHECKING

from geo.earth.notation.format import utm_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyproj import Transformer

_GEOHASH_DIGITS = "0123456789bcdefghjkmnpqrstuvwxyz"
_SHORT_LINK_DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_~"


def geohash_cell(code: str) -> tuple[float, float, float, float]:
    """Latitude and longitude of the middle of the cell that a geohash names, and its height and width, all in degrees.

    >>> geohash_cell("s0")
    (2.8125, 5.625, 5.625, 11.25)

    Source: G. Niemeyer 2008, geohash.org: each digit halves the cell five times, longitude first.
    """
    bits = "".join(f"{_GEOHASH_DIGITS.index(digit):05b}" for digit in code)
    width, height = 360 / 2 ** len(bits[::2]), 180 / 2 ** len(bits[1::2])
    lon = (int(bits[::2], 2) + 0.5) * width - 180
    return (int(bits[1::2], 2) + 0.5) * height - 90, lon, height, width


def short_link_cell(code: str) -> tuple[float, float, float, float]:
    """The same for the code of a short link of OpenStreetMap, osm.org/go/….

    Source: OpenStreetMap wiki, "Shortlink": each character holds three bits of the longitude and three of the latitude,
    one after the other; "@" was written for "~" once, and what follows the first "-" says how far to zoom.
    """
    bits = "".join(f"{_SHORT_LINK_DIGITS.index(digit):06b}" for digit in code.partition("-")[0].replace("@", "~"))
    width, height = 360 / 2 ** len(bits[::2]), 180 / 2 ** len(bits[1::2])
    return (int(bits[1::2], 2) + 0.5) * height - 90, (int(bits[::2], 2) + 0.5) * width - 180, height, width


def maidenhead_cell(locator: str) -> tuple[float, float, float, float]:
    """The same for a Maidenhead locator, of two letters, two digits, two letters and so on, as radio amateurs write it.

    Source: IARU Region 1, VHF Managers Handbook, "The locator system": 18 fields, 10 squares, 24 subsquares, and again.
    """
    lon, lat, width, height = -180.0, -90.0, 360.0, 180.0
    for place in range(0, len(locator), 2):
        parts, first = (18 if place == 0 else 24, "A") if place % 4 == 0 else (10, "0")
        width, height = width / parts, height / parts
        lon += (ord(locator[place].upper()) - ord(first)) * width
        lat += (ord(locator[place + 1].upper()) - ord(first)) * height
    return lat + height / 2, lon + width / 2, height, width


def georef_cell(code: str) -> tuple[float, float, float, float]:
    """The same for a reference of the World Geographic Reference System: four letters, then minutes.

    Source: NGA.STND.0037_2.0.0_GRIDS (2014), section 5: quadrangles of 15 degrees, of one degree, then minutes and decimals.
    """
    letters, half = "ABCDEFGHJKLMNPQRSTUVWXYZ", len(code[4:]) // 2
    degrees = [letters.index(code[place].upper()) * 15 + letters.index(code[place + 2].upper()) for place in (0, 1)]
    size = 10.0 ** (2 - half) / 60
    east, north = (int(code[4 + part * half : 4 + (part + 1) * half]) * size for part in (0, 1))
    return degrees[1] + north + size / 2 - 90, degrees[0] + east + size / 2 - 180, size, size


def tile_cell(zoom: int, x: int, y: int) -> tuple[float, float, float, float]:
    """The same for a tile of a map on the web.

    Source: OpenStreetMap wiki, "Slippy map tilenames".
    """
    south, north = (math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * row / 2**zoom)))) for row in (y + 1, y))
    width = 360 / 2**zoom
    return (south + north) / 2, (x + 0.5) * width - 180, north - south, width


def grid_metres(lat_deg: float, lon_deg: float) -> Iterator[tuple[float, float]]:
    """Eastings and northings in metres of a place, in each grid that is defined there.

    UTM, Gauss-Krüger on Pulkovo 1942 (with the zone's number in front of the easting and without), and the Web Mercator of
    most maps on the web.
    """
    if -80 <= lat_deg <= 84:
        _, easting, northing = utm_text(lat_deg, lon_deg).split()
        yield float(easting), float(northing)
    zone = int(lon_deg // 6) + 1
    if 4 <= zone <= 32:
        east, north = _from_wgs84(28400 + zone).transform(lon_deg, lat_deg)
        yield east, north
        yield east % 1_000_000, north
    if abs(lat_deg) < 89:
        yield _from_wgs84(3857).transform(lon_deg, lat_deg)


@cache
def _from_wgs84(code: int) -> Transformer:
    from pyproj import Transformer  # rarely needed

    return Transformer.from_crs(4326, code, always_xy=True)

"""What a place is called where no degrees are printed: codes, and metres on the grids of maps."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from geo.earth.pluscodes import DIGITS
from geo.earth.printing import utm_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyproj import Transformer

_GEOHASH_DIGITS = "0123456789bcdefghjkmnpqrstuvwxyz"


def geohash_cell(code: str) -> tuple[float, float, float, float]:
    """Latitude and longitude of the middle of the cell that a geohash names, and its height and width, all in degrees.

    >>> [round(one, 6) for one in geohash_cell("u4pruydqqvj")]
    [57.649111, 10.407439, 1e-06, 1e-06]

    Source: G. Niemeyer 2008, geohash.org: each digit halves the cell five times, longitude first.
    """
    bits = "".join(f"{_GEOHASH_DIGITS.index(digit):05b}" for digit in code)
    width, height = 360 / 2 ** len(bits[::2]), 180 / 2 ** len(bits[1::2])
    lon = (int(bits[::2], 2) + 0.5) * width - 180
    return (int(bits[1::2], 2) + 0.5) * height - 90, lon, height, width


def plus_code(lat_deg: float, lon_deg: float) -> str:
    """The Plus Code of ten digits of a place, a cell of 1/8000 of a degree.

    Source: as for reading them.
    """
    lat, lon = (int(min((value + half) * 8000, 16000 * half - 1)) for value, half in ((lat_deg, 90), (lon_deg, 180)))
    code = ""
    for _ in range(5):
        lat, row = divmod(lat, 20)
        lon, column = divmod(lon, 20)
        code = f"{DIGITS[row]}{DIGITS[column]}{code}"
    return f"{code[:8]}+{code[8:]}"


def grid_metres(lat_deg: float, lon_deg: float) -> Iterator[tuple[float, float]]:
    """Eastings and northings in metres of a place: UTM, Gauss-Krüger on Pulkovo 1942 (with the zone's number in front of
    the easting and without), and the Web Mercator of most maps on the web, where these are defined there.
    """  # noqa: D205  # one sentence
    if -80 <= lat_deg <= 84:
        _, _, easting, _, northing, _ = utm_text(lat_deg, lon_deg).split()
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
    from pyproj import Transformer  # noqa: PLC0415  # rarely needed

    return Transformer.from_crs(4326, code, always_xy=True)

"""What a place is called where no degrees are printed: codes, and metres on the grids of maps."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from geo.earth.pluscodes import DIGITS
from geo.earth.printing import utm_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyproj import Transformer

GEOHASH_DIGITS = "0123456789bcdefghjkmnpqrstuvwxyz"
_BITS = 5


def geohash(lat_deg: float, lon_deg: float, length: int = 12) -> str:
    """The geohash of a place: each digit halves the cell five times, longitude first.

    >>> geohash(57.64911, 10.40744, 11)
    'u4pruydqqvj'

    Source: G. Niemeyer 2008, geohash.org; the example is that of the usual descriptions.
    """
    bits = length * _BITS
    parts = (((lon_deg + 180) / 360, (bits + 1) // 2), ((lat_deg + 90) / 180, bits // 2))
    cells = [f"{min(int(share * 2**count), 2**count - 1):0{count}b}" for share, count in parts]
    mixed = "".join(cells[place % 2][place // 2] for place in range(bits))
    return "".join(GEOHASH_DIGITS[int(mixed[start : start + _BITS], 2)] for start in range(0, bits, _BITS))


def geohash_cell_deg(length: int) -> tuple[float, float]:
    """Height and width in degrees of the cell that a geohash of so many digits names."""
    return 180 / 2 ** (length * _BITS // 2), 360 / 2 ** ((length * _BITS + 1) // 2)


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

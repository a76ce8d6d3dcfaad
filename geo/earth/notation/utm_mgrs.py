"""Metric grids on WGS 84: UTM and MGRS."""

from __future__ import annotations

import math
import re
from functools import cache
from typing import TYPE_CHECKING
from warnings import catch_warnings, simplefilter

from geo.earth.notation.printed_pair import Form, Pair, from_cell, refusal, two_ways
from geo.earth.uncertainty import printed_unit

if TYPE_CHECKING:
    from pyproj import Transformer

BANDS = "CDEFGHJKLMNPQRSTUVWX"
"""The letters of the 8-degree bands of latitude from 80° S to 84° N; the last is 12 degrees high."""

_METRES = r"([0-9]{1,8}(?:[.,][0-9]{1,9})?)\s?(?:m(?:etres|eters)?\s?)?"
_LETTER = r"(E|N|X|Y|EASTING|NORTHING)[\s:=]{0,3}"
# Every blank is bounded, so that a long row of them costs nothing; six whole digits tell metres from 39 N 46 44 E.
_UTM = re.compile(
    r"(?=.*(?<![0-9.,])[0-9]{6})\s*(?:(?:UTM|ZONE|ЗОНА)[\s,:]{0,16}){0,2}([0-9]{1,2})\s{0,3}(NORTH|SOUTH|[A-Z])?[\s,;:]{1,3}"
    rf"(?:{_LETTER}{_METRES}[\s,;]{{0,3}}{_LETTER}{_METRES}|{_METRES}(E|N)?[\s,;]{{1,3}}{_METRES}(E|N)?)\s*",
    re.IGNORECASE,
)
_MGRS = re.compile(
    r"\s*(?:(?:MGRS|USNG)[\s:]{0,3})?([0-9]{1,2}[C-HJ-NP-X]|[ABYZ])\s{0,3}([A-HJ-NP-Z]{2})\s{0,3}"
    r"([0-9]{0,10})(?:\s{1,3}([0-9]{1,5}))?\s*",
    re.IGNORECASE | re.ASCII,
)


def read_grid(text: str, marks: str) -> Pair | None:
    """A position printed in UTM or MGRS; None if the text is of another kind.

    A UTM pair stands for the point it names, printed to its last digit. An MGRS reference stands for the centre of its
    square, and the side of the square is its unit: writers cut the digits off, as the standard says, but older software
    rounded them, so that the place may be a whole side away from the centre, not half of one.

    Sources: NGA.STND.0037_2.0.0_GRIDS (2014), Universal Grids and Grid Reference Systems; the change log of the package
    mgrs, 1.3.4, "Truncate, don't round results".

    Raises:
        CoordinatesError: if it names no place, or two.
    """
    if match := _MGRS.fullmatch(marks):
        return _read_mgrs(text, match)
    if match := _UTM.fullmatch(marks):
        return _read_utm(text, match)
    return None


@cache
def load_projection(zone: int, *, south: bool) -> Transformer:
    """From longitude and latitude in degrees to easting and northing in metres; zone 0 is the polar grid, UPS."""
    from pyproj import Transformer  # a transformer is costly, and rarely needed

    code = (32761 if south else 32661) if zone == 0 else (32700 if south else 32600) + zone
    return Transformer.from_crs("EPSG:4326", f"EPSG:{code}", always_xy=True)


def _unprojected(zone: int, easting: float, northing: float, *, south: bool) -> tuple[float, float]:
    lon, lat = load_projection(zone, south=south).transform(easting, northing, direction="INVERSE")
    return float(lat), float(lon)


def _read_utm(text: str, match: re.Match[str]) -> Pair:
    zone, letter = int(match[1]), (match[2] or "").upper()
    if not 1 <= zone <= 60:
        raise refusal(text, match.start(1), f"zone {zone}; the zones of UTM run from 1 to 60")
    easting, northing = _ordered(text, match)
    if not letter:
        raise two_ways(
            text,
            [str(_utm_pair(zone, easting, northing, south=south)) for south in (False, True)],
            f"Write zone {zone} north or zone {zone} south.",
        )
    if letter in ("NORTH", "SOUTH"):
        return _utm_pair(zone, easting, northing, south=letter == "SOUTH")
    if letter not in BANDS:
        raise refusal(text, match.start(2), f"{letter} is neither a band of latitude nor N or S for the hemisphere")
    pair = _utm_pair(zone, easting, northing, south=letter < "N")
    inside = _in_band(letter, pair)
    if letter == "N":
        return pair  # the band N lies north of the equator, so that both meanings of the letter agree
    if letter == "S":
        south = _utm_pair(zone, easting, northing, south=True)
        if not inside:
            return south
        said = [f"{pair}, where S is the band from 32 to 40 north", f"{south}, where S is for south"]
        raise two_ways(text, said, f"Write zone {zone} north or zone {zone} south.")
    if not inside:
        raise refusal(text, match.start(2), _off_band(letter, pair))
    return pair


def _limits(letter: str) -> tuple[int, int]:
    low = -80 + 8 * BANDS.index(letter)
    return low, 84 if letter == "X" else low + 8


def _in_band(letter: str, pair: Pair) -> bool:
    low, high = _limits(letter)
    room = 2 * pair.lat_unit_deg  # a place exactly on the edge may fall outside by rounding, as may the centre of its square
    return low - room <= pair.lat_deg <= high + room


def _off_band(letter: str, pair: Pair) -> str:
    low, high = _limits(letter)
    return f"the band {letter} runs from latitude {low} to {high}, but the metres lead to {pair}"


def _ordered(text: str, match: re.Match[str]) -> tuple[str, str]:
    """Easting and northing as printed: by their letters if they have any, otherwise in this order."""
    axes, groups = [match[3], match[5]], (4, 6)
    if match[4] is None:
        axes, groups = [match[8], match[10]], (7, 9)
    said = [{"X": "E", "Y": "N"}.get(letter, letter) for letter in ((axis or "").upper()[:1] for axis in axes)]
    if sorted(said) not in (["", ""], ["E", "N"]):
        raise refusal(text, match.start(groups[0]), "wanted one easting and one northing, both with letters or both without")
    if said[0] == "N":
        groups = groups[::-1]
    easting, northing = (match[group].replace(",", ".") for group in groups)
    if not 100_000 <= float(easting) <= 900_000:
        why = f"easting {easting}; eastings of UTM run from 100000 to 900000 metres, and come first unless letters say so"
        raise refusal(text, match.start(groups[0]), why)
    if not float(northing) <= 10_000_000:
        raise refusal(text, match.start(groups[1]), f"northing {northing}; northings of UTM run from 0 to 10000000 metres")
    return easting, northing


def _utm_pair(zone: int, easting: str, northing: str, *, south: bool) -> Pair:
    lat, lon = _unprojected(zone, float(easting), float(northing), south=south)
    return from_cell(lat, lon, max(printed_unit(easting), printed_unit(northing)), Form.UTM)


def _read_mgrs(text: str, match: re.Match[str]) -> Pair:
    from mgrs import MGRS  # rarely needed
    from mgrs.core import MGRSError

    square, digits = f"{match[1]}{match[2]}".upper(), match[3]
    if match[4] is not None:
        if len(digits) != len(match[4]):
            raise refusal(text, match.start(4), "easting and northing of a grid reference have as many digits as each other")
        digits += match[4]
    if len(digits) % 2:
        raise refusal(text, match.start(3), f"{digits} has {len(digits)} digits; a grid reference has as many east as north")
    size_m = 10.0 ** (5 - len(digits) // 2)
    try:
        if square[0] in "ABYZ":
            zone, south = 0, square[0] in "AB"
            lat, lon = MGRS().toLatLon(square + digits)
            corner = load_projection(0, south=south).transform(lon, lat)
        else:
            with catch_warnings():
                simplefilter("ignore", RuntimeWarning)  # of the band of latitude, which is checked below, and more strictly
                zone, hemisphere, *corner = MGRS().MGRSToUTM(square + digits)
            south = hemisphere == "S"
    except MGRSError:
        raise refusal(text, match.start(1), f"there is no square {square} with the digits {digits}") from None
    # The package answers with a point of the square; which one has changed between its versions.
    easting, northing = (math.floor(value / size_m + 1e-6) * size_m + size_m / 2 for value in corner)
    lat, lon = _unprojected(int(zone), easting, northing, south=south)
    pair = from_cell(lat, lon, size_m, Form.MGRS)
    if zone and not _in_band(square[-3], pair):
        raise refusal(text, match.start(1), _off_band(square[-3], pair))
    return pair

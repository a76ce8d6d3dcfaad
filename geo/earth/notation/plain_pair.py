"""Reads a pair of coordinates in the forms that are printed most often, many times as fast as the reader of all forms.

Whatever else may be meant is left to that one, which gives the same for these.
"""

from __future__ import annotations

import re
from math import fsum

from geo.earth.notation.printed_pair import Form, Pair
from geo.earth.uncertainty import printed_unit

_DECIMALS = re.compile(r"([+-]?[0-9]{1,2}\.[0-9]{1,15}), ([+-]?[0-9]{1,3}\.[0-9]{1,15})")
_SMALLER = r"(?: ?([0-9]{1,2}(?:\.[0-9]{1,9})?)['′](?: ?([0-9]{1,2}(?:\.[0-9]{1,9})?)[\"″])?)? ?"
_MARKED = re.compile(
    rf"([0-9]{{1,2}}(?:\.[0-9]{{1,9}})?)°{_SMALLER}([NS]),? ([0-9]{{1,3}}(?:\.[0-9]{{1,9}})?)°{_SMALLER}([EW])"
)
"""Latitude and longitude: degrees, minutes and seconds, as far as they go, and the hemisphere."""


def read_plain_pair(text: str) -> Pair | None:
    """Read decimal degrees, latitude first, or degrees, minutes and seconds with their marks; None for all else."""
    return _read_marked(text) if "°" in text else _read_decimals(text)


def _read_decimals(text: str) -> Pair | None:
    """Two decimal numbers with a comma and a space between them, latitude first: what most tables hold, read quickly.

    None for whatever else may be meant, which is read as all other forms are, with the same result.
    """
    match = _DECIMALS.fullmatch(text)
    if match is None:
        return None
    lat, lon = map(float, match.groups())
    if abs(lat) > 90 or abs(lon) > 180:
        return None
    return Pair(lat, lon, printed_unit(match[1]), printed_unit(match[2]), Form.DEGREES)


def _read_marked(text: str) -> Pair | None:
    """Degrees, minutes and seconds with their marks, and hemispheres behind them: what is printed most often, read quickly.

    None for whatever else may be meant, as above.
    """
    match = _MARKED.fullmatch(text)
    if match is None:
        return None
    lat, lon = _sum_up(*match.group(1, 2, 3)), _sum_up(*match.group(5, 6, 7))
    if lat is None or lon is None or lat[0] > 90 or lon[0] > 180:
        return None
    form = (Form.DEGREES, Form.MINUTES, Form.SECONDS)[max(lat[2], lon[2])]
    return Pair(-lat[0] if match[4] == "S" else lat[0], -lon[0] if match[8] == "W" else lon[0], lat[1], lon[1], form)


def _sum_up(degrees: str, minutes: str | None, seconds: str | None) -> tuple[float, float, int] | None:
    """An angle in degrees, the unit of its last digit, and how many smaller units it has; None if its parts do not fit."""
    if minutes is None:
        return float(degrees), printed_unit(degrees), 0
    if "." in degrees or float(minutes) >= 60:
        return None
    if seconds is None:
        return float(degrees) + float(minutes) / 60, printed_unit(minutes) / 60, 1
    if "." in minutes or float(seconds) >= 60:
        return None
    return fsum((float(degrees), float(minutes) / 60, float(seconds) / 3600)), printed_unit(seconds) / 3600, 2

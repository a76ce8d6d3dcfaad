"""Angles packed without marks, as standards print them: ISO 6709 and aeronautical publications."""

from __future__ import annotations

import re
from math import fsum
from typing import TYPE_CHECKING

from geo.earth.printed import Form, Pair, refusal
from geo.earth.uncertainty import printed_unit

if TYPE_CHECKING:
    from collections.abc import Iterable

_ISO = re.compile(
    r"\s*([+-])([0-9]{2}|[0-9]{4}|[0-9]{6})(\.[0-9]{1,15})?([+-])([0-9]{3}|[0-9]{5}|[0-9]{7})(\.[0-9]{1,15})?"
    r"(?:[+-][0-9]{1,6}(?:\.[0-9]{1,9})?)?(?:CRSWGS_?84)?/?\s*"
)
_AERONAUTICAL = re.compile(
    r"\s*([0-9]{4}|[0-9]{6})(\.[0-9]{1,15})?\s?([NS])\s{0,3}[,;/]?\s{0,3}([0-9]{5}|[0-9]{7})(\.[0-9]{1,15})?\s?([EW])\s*"
    r"|\s*([NS])\s?([0-9]{4}|[0-9]{6})(\.[0-9]{1,15})?\s{0,3}[,;/]?\s{0,3}([EW])\s?([0-9]{5}|[0-9]{7})(\.[0-9]{1,15})?\s*"
)
_FORMS = (Form.DEGREES, Form.MINUTES, Form.SECONDS)


def read_packed(text: str, marks: str) -> Pair | None:
    """A pair such as +394538.10+0464433.90/ or 394538N0464433E; None if the text is of another kind.

    The number of digits says where degrees end: two for a latitude and three for a longitude, then two for minutes and
    two for seconds.

    Sources: ISO 6709:2008, annex H; ICAO Annex 15 and its Doc 8126 for aeronautical publications.

    Raises:
        CoordinatesError: if minutes or seconds are 60 or more, or an angle is out of range.
    """
    if iso := _ISO.fullmatch(marks):
        north, lat, lat_rest, east, lon, lon_rest = iso.groups(default="")
        return _pair(text, ((2, north, lat, lat_rest, iso.start(2)), (3, east, lon, lon_rest, iso.start(5))))
    if match := _AERONAUTICAL.fullmatch(marks.upper()):
        after = match[1] is not None
        lat, lat_rest, north, lon, lon_rest, east = match.group(1, 2, 3, 4, 5, 6) if after else match.group(8, 9, 7, 11, 12, 10)
        starts = match.start(1 if after else 8), match.start(4 if after else 11)
        return _pair(text, ((2, north, lat, lat_rest or "", starts[0]), (3, east, lon, lon_rest or "", starts[1])))
    return None


def _pair(text: str, axes: Iterable[tuple[int, str, str, str, int]]) -> Pair:
    degrees: list[float] = []
    units: list[float] = []
    counts: list[int] = []
    for width, sign, digits, rest, at in axes:
        parts = [digits[:width], *(digits[place : place + 2] for place in range(width, len(digits), 2))]
        parts[-1] += rest
        for name, part in zip(("minutes", "seconds"), parts[1:], strict=False):
            if float(part) >= 60:
                raise refusal(text, at, f"{part} {name}; {name} run from 0 up to 60")
        size = fsum(float(part) / 60**power for power, part in enumerate(parts))
        name, limit = ("latitude", 90) if width == 2 else ("longitude", 180)
        if size > limit:
            raise refusal(text, at, f"{name} {size:.10g} is outside -{limit}..{limit}")
        degrees.append(-size if sign in "-SW" else size)
        units.append(printed_unit(parts[-1]) / 60 ** (len(parts) - 1))
        counts.append(len(parts))
    return Pair(degrees[0], degrees[1], units[0], units[1], _FORMS[max(counts) - 1])

"""Angles packed without marks, as standards print them: ISO 6709 and aeronautical publications."""

from __future__ import annotations

import re
from math import fsum
from typing import TYPE_CHECKING

from geo.earth.notation.printed_pair import Form, Pair, refusal
from geo.earth.uncertainty import printed_unit

if TYPE_CHECKING:
    from collections.abc import Iterable

_ISO = re.compile(
    r"\s*([+-])([0-9]{2}|[0-9]{4}|[0-9]{6})(\.[0-9]{1,15})?([+-])([0-9]{3}|[0-9]{5}|[0-9]{7})(\.[0-9]{1,15})?"
    r"(?:[+-][0-9]{1,6}(?:\.[0-9]{1,9})?)?(?:CRSWGS_?84)?/?\s*"
)
_AERONAUTICAL = re.compile(
    r"\s*([0-9]{4}|[0-9]{6})([.,][0-9]{1,15})?\s?([NS])\s{0,3}[,;/-]?\s{0,3}([0-9]{5}|[0-9]{7})([.,][0-9]{1,15})?\s?([EW])([0-9]{3})?\s*"
    r"|\s*([NS])\s?([0-9]{4}|[0-9]{6})([.,][0-9]{1,15})?\s{0,3}[,;/-]?\s{0,3}([EW])\s?([0-9]{5}|[0-9]{7})([.,][0-9]{1,15})?\s*"
)
_CYRILLIC = str.maketrans("СЮВЗЕЅ", "NSEWES")
"""The letters of the hemispheres in Russian, and two that look like Latin ones."""
_QUALIFIER = re.compile(r"\s*Q\)\s?[A-Z]{4}(?:/[A-Z0-9\s]{0,9}){6}/(?=[0-9]{4}[NS])")
"""What stands before the position on the line Q of a NOTAM."""
_NAUTICAL_MILE_M = 1852.0
_NMEA = re.compile(
    r"\s*(?:\$?[A-Z]{2}(?P<kind>GGA|RMC|GLL|GNS),(?:[0-9.]{0,11},(?P<valid>[AV],)?)?)?"
    r"(?P<lat>[0-9]{4})(?P<lat_rest>\.[0-9]{1,15})?\s?,\s?(?P<north>[NS])\s?,\s?"
    r"(?P<lon>[0-9]{5})(?P<lon_rest>\.[0-9]{1,15})?\s?,\s?(?P<east>[EW])(?P<rest>,[-A-Z0-9.,]*)?(?:\*(?P<sum>[0-9A-F]{2}))?\s*"
)
_FORMS = (Form.DEGREES, Form.MINUTES, Form.SECONDS)


def read_packed(text: str, marks: str) -> Pair | None:
    """A pair such as +394538.10+0464433.90/ or 394538N0464433E; None if the text is of another kind.

    The number of digits says where degrees end: two for a latitude and three for a longitude, then two for minutes and
    two for seconds. A NOTAM may append a radius in nautical miles, within which all that it is about lies: it is added
    to what the digits allow. A sentence of NMEA 0183 has commas before its letters.

    Sources: ISO 6709:2008, annex H; ICAO Annex 15 and its Doc 8126 for aeronautical publications; NMEA 0183, as described by
    E. S. Raymond, "NMEA Revealed" (GGA, GLL, RMC).

    Raises:
        CoordinatesError: if minutes or seconds are 60 or more, or an angle is out of range.
    """
    if iso := _ISO.fullmatch(marks):
        north, lat, lat_rest, east, lon, lon_rest = iso.groups(default="")
        return _pair(text, ((2, north, lat, lat_rest, iso.start(2)), (3, east, lon, lon_rest, iso.start(5))))
    upper = marks.upper()
    if len(upper) != len(marks):  # ß and its like become two, and none of them is a letter of these forms
        return None
    upper = upper.translate(_CYRILLIC)
    upper = _QUALIFIER.sub(lambda match: " " * len(match[0]), upper)
    if match := _AERONAUTICAL.fullmatch(upper):
        after = match[1] is not None
        lat, lat_rest, north, lon, lon_rest, east = (
            match.group(1, 2, 3, 4, 5, 6) if after else match.group(9, 10, 8, 12, 13, 11)
        )
        starts = match.start(1 if after else 9), match.start(4 if after else 12)
        pair = _pair(text, ((2, north, lat, lat_rest or "", starts[0]), (3, east, lon, lon_rest or "", starts[1])))
        return pair._replace(extra_m=int(match[7]) * _NAUTICAL_MILE_M) if match[7] else pair
    if match := _NMEA.fullmatch(upper):
        return _read_nmea(text, upper, match)
    return None


def _read_nmea(text: str, upper: str, match: re.Match[str]) -> Pair:
    if match["rest"] and not match["kind"]:
        raise refusal(text, match.start("rest"), "more follows after latitude and longitude; wanted a single pair")
    if match["sum"]:
        computed = 0
        for character in upper[: match.start("sum") - 1].strip().removeprefix("$"):
            computed ^= ord(character)
        if computed != int(match["sum"], 16):
            why = f"the checksum {match['sum']} does not match the sentence, whose checksum is {computed:02X}: it was changed or damaged"
            raise refusal(text, match.start("sum"), why)
    fields = (match["rest"] or "").split(",")[1:]
    void = (
        match["valid"] == "V,"
        or (match["kind"] == "GGA" and fields[:1] == ["0"])
        or (match["kind"] == "GLL" and "V" in fields[1:2])
    )
    if void:
        raise refusal(text, 0, "the receiver marks the sentence as not valid: it had no position")
    lat = (2, match["north"], match["lat"], match["lat_rest"] or "", match.start("lat"))
    return _pair(text, (lat, (3, match["east"], match["lon"], match["lon_rest"] or "", match.start("lon"))))


def _pair(text: str, axes: Iterable[tuple[int, str, str, str, int]]) -> Pair:
    degrees: list[float] = []
    units: list[float] = []
    counts: list[int] = []
    for width, sign, digits, rest, at in axes:
        parts = [digits[:width], *(digits[place : place + 2] for place in range(width, len(digits), 2))]
        parts[-1] += rest.replace(",", ".")
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

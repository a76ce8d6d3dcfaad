"""Two angles in any of the ways in which people write them: every reading is tried, and one must be left."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from geo.earth.axis import Axis, Reader, Trouble
from geo.earth.hemispheres import EVERY, names, senses
from geo.earth.printed import Form, Pair, clipped, refusal, two_ways
from geo.earth.tokens import tokens
from geo.earth.uncertainty import printed_unit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

WANTED = """wanted latitude and longitude, such as 39°45'38.10"N 46°44'33.90"E or 39.7583, 46.7483"""
_FORMS = (Form.DEGREES, Form.MINUTES, Form.SECONDS)
_GEOJSON = re.compile(r"\s*\[[-+0-9.,\s]*\]\s*")  # its arrays have the longitude first, and other people's the latitude
_COMMA = re.compile(r"[0-9],[0-9]")


def read_pair(text: str, marks: str) -> Pair:
    """Read latitude and longitude from a text and from the same text made plain.

    Without hemispheres and words the first number is the latitude, as is the custom of print.

    Raises:
        CoordinatesError: if no reading is left, or more than one.
    """
    trouble = Trouble()
    readings: dict[tuple[float, ...], tuple[Pair, frozenset[str]]] = {}
    for decimal in (".", ",") if _COMMA.search(marks) else (".",):
        for first, second, languages in _axes(text, marks, decimal, trouble):
            pair = _pair(first, second, trouble)
            if pair is None:
                continue
            key = pair[:4]
            known = readings[key][1] if key in readings else frozenset[str]()
            readings[key] = pair, known | languages
    if not readings:
        rest = clipped(text[trouble.at :].strip(), 40)
        lost = f'"{rest}" is not understood' if rest else "the text ends too early"
        raise refusal(text, trouble.at, trouble.why or f"{lost}; {WANTED}")
    found = [pair for pair, _ in readings.values()]
    if len(found) > 1:
        said = [f"{pair}{_as_in(languages)}" for pair, languages in readings.values()]
        raise two_ways(text, said, _cure(readings.values()))
    if _lone_decimal(marks):
        other = f"{marks.strip().replace(',', '.')}, half of a pair"
        raise two_ways(text, [str(found[0]), other], "Write a blank after a comma that divides, and a point for decimals.")
    if _GEOJSON.fullmatch(marks):
        lat, lon = found[0][:2]
        if abs(lon) > 90:
            return found[0]  # cannot be a latitude
        said = [str(found[0]), f"{found[0]._replace(lat_deg=lon, lon_deg=lat)}, as in GeoJSON"]
        raise two_ways(text, said, "Take the brackets away and write the latitude first, or write N and E.")
    return found[0]


def _cure(readings: Iterable[tuple[Pair, frozenset[str]]]) -> str:
    """What to write instead, by what the readings differ in."""
    if any(languages != EVERY for _, languages in readings):
        return "Write N or S and E or W, or the words of one language."
    if len({(abs(pair.lat_deg), abs(pair.lon_deg)) for pair, _ in readings}) == 1:
        return "Write a comma and a blank between the two numbers."
    return "Write a point for decimals, and marks for degrees and minutes."


def _lone_decimal(marks: str) -> bool:
    return re.fullmatch(r"\s*[+-]?[0-9]+,[0-9]+\s*", marks) is not None


def _as_in(languages: frozenset[str]) -> str:
    return "" if languages == EVERY else f" (as in {names(languages)})"


def _axes(text: str, marks: str, decimal: str, trouble: Trouble) -> Iterator[tuple[Axis, Axis, frozenset[str]]]:
    """Every way to read the whole text as two axes, with the languages in which its words go together."""
    found = tokens(text, marks, decimal)
    while found and found[-1].kind in (",", "."):
        found.pop()
    start = 0
    while start < len(found) and found[start].kind == ",":
        start += 1
    reader = Reader(marks, found, trouble)
    seen: dict[int, list[tuple[Axis, int]]] = {}
    for first, middle in list(reader.axes(start)):
        for begin in _dividers(reader, middle):
            if begin not in seen:
                seen[begin] = list(reader.axes(begin))
            for second, end in seen[begin]:
                if end < len(found):
                    trouble.note(found[end].at, "")
                elif languages := first.languages & second.languages:
                    yield first, second, languages
                else:
                    trouble.note(first.at, f"the words belong to no one language; {WANTED}", 1)


def _dividers(reader: Reader, middle: int) -> list[int]:
    """Where the second axis may start: at once, after dividers, or after a dash that may also be its sign."""
    begin = middle
    while reader.kind(begin) == ",":
        begin += 1
    starts = [begin]
    if reader.kind(begin) == "-" and begin == middle:
        dash = reader.tokens[begin].at
        if not (reader.marks[dash - 1].isspace() and not reader.marks[dash + 1 : dash + 2].isspace()):
            starts.append(begin + 1)
    elif reader.kind(begin) == "word" and any(role == "," for role, _ in senses(reader.tokens[begin].parts[0])):
        starts.append(begin + 1)
    return starts


def _pair(first: Axis, second: Axis, trouble: Trouble) -> Pair | None:
    """The two axes as a pair, if their hemispheres, their lengths and their ranges agree."""
    if first.needs_hemisphere != second.needs_hemisphere or (first.needs_hemisphere and not first.hemisphere):
        return None
    for axis in (first, second):
        if axis.hemisphere and (axis.sign == "-" or (axis.sign and axis.hemisphere in "SW")):
            why = f"a sign and the hemisphere {axis.hemisphere} do not go together; write one of them"
            trouble.note(axis.at, why, 2)
            return None
    if why := _clash(first, second):
        trouble.note(second.at, why, 1)
        return None
    lat, lon = (second, first) if first.label == "lon" or second.label == "lat" else (first, second)
    for axis, name, limit in ((lat, "latitude", 90), (lon, "longitude", 180)):
        if abs(axis.degrees) > limit:
            trouble.note(axis.at, f"{name} {axis.degrees:.10g} is outside -{limit}..{limit}{_swapped(first, second)}", 3)
            return None
    units = [printed_unit(axis.parts[-1]) / 60 ** (len(axis.parts) - 1) for axis in (lat, lon)]
    form = _FORMS[max(len(lat.parts), len(lon.parts)) - 1]
    return Pair(lat.degrees, lon.degrees, units[0], units[1], form)


def _clash(first: Axis, second: Axis) -> str:
    if bool(first.hemisphere) != bool(second.hemisphere):
        return f"one number has a hemisphere and the other has none; {WANTED}"
    if first.label and first.label == second.label:
        return f"wanted one of N or S and one of E or W, not two of a kind; {WANTED}"
    if not first.label and not second.label and len(first.parts) != len(second.parts):
        return f"it is not clear where the first number ends; {WANTED}"
    return ""


def _swapped(first: Axis, second: Axis) -> str:
    """The reading that would be possible, where nothing but the order says which is the latitude."""
    if first.label or second.label or abs(second.degrees) > 90 or abs(first.degrees) > 180:
        return ""
    other = Pair(second.degrees, first.degrees, 0, 0, Form.DEGREES)
    return f"; the first number is the latitude unless letters say otherwise, and the other way round it would be {other}"

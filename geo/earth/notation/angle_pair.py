"""Reads two angles in any way that people write them: every reading is tried, and exactly one must remain."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from geo.earth.notation.angle import Axis, Reader, Trouble
from geo.earth.notation.characters import describe_foreign_letter
from geo.earth.notation.printed_pair import CoordinatesError, Form, Pair, clip_text, refusal, two_ways
from geo.earth.notation.tokens import tokenize
from geo.earth.notation.words import EVERY, LON_FIRST, is_label, look_up_senses, names
from geo.earth.uncertainty import printed_unit

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

WANTED = """wanted latitude and longitude, such as 39°45'38.10"N 46°44'33.90"E or 39.7583, 46.7483"""
_FORMS = (Form.DEGREES, Form.MINUTES, Form.SECONDS)
_GEOJSON = re.compile(r"\[[-+0-9.\s]*,[-+0-9.\s]*\]")  # its arrays have the longitude first, and other people's the latitude
_COMMA = re.compile(r"[0-9],[0-9]")


def read_pair(text: str, marks: str) -> Pair:
    """Read latitude and longitude from a text and from the same text made plain.

    Without hemispheres and words the first number is the latitude, as is the custom of print.

    Raises:
        CoordinatesError: if no reading is left, or more than one.
    """
    try:
        return _read(text, marks)
    except CoordinatesError as error:
        if not (letter := describe_foreign_letter(text)):
            raise
        said = str(error)
        raise CoordinatesError(f"{said} T{letter[1:]}." if said.endswith(".") else f"{said}; {letter}") from None


def _read(text: str, marks: str) -> Pair:
    trouble = Trouble()
    readings: dict[tuple[float, ...], tuple[Pair, frozenset[str]]] = {}
    labelled = False
    for decimal in (".", ",") if _COMMA.search(marks) else (".",):
        for first, second, languages in _axes(text, marks, decimal, trouble):
            pair = _pair(first, second, trouble)
            if pair is None:
                continue
            labelled |= bool(first.label or second.label)
            key = pair[:4]
            known = readings[key][1] if key in readings else frozenset[str]()
            readings[key] = pair, known | languages
    if not readings:
        rest = clip_text(text[trouble.at :].strip(), 40)
        lost = f'"{rest}" is not understood' if rest else "the text ends too early"
        raise refusal(text, trouble.at, trouble.why or f"{lost}; {WANTED}")
    found = [pair for pair, _ in readings.values()]
    if len(found) > 1:
        said = [f"{pair}{_as_in(languages)}" for pair, languages in readings.values()]
        raise two_ways(text, said, _cure(readings.values()))
    ((pair, languages),) = readings.values()
    if not labelled and languages <= LON_FIRST and abs(pair.lon_deg) <= 90:
        said = [f"{pair}, latitude first", f"{_exchanged(pair)}, longitude first"]
        raise two_ways(text, said, "Write 北纬 or 南纬 and 东经 or 西经, or N and E.")
    if _lone_decimal(marks):
        other = f"{marks.strip().replace(',', '.')}, half of a pair"
        raise two_ways(text, [str(found[0]), other], "Put a space after a comma that separates, and use a point for decimals.")
    if _GEOJSON.search(marks):
        if abs(found[0].lon_deg) > 90:
            return found[0]  # cannot be a latitude
        said = [str(found[0]), f"{_exchanged(found[0])}, as in GeoJSON"]
        raise two_ways(text, said, "Remove the brackets and write the latitude first, or write N and E.")
    return found[0]


def _exchanged(pair: Pair) -> Pair:
    return pair._replace(lat_deg=pair.lon_deg, lon_deg=pair.lat_deg)


def _cure(readings: Collection[tuple[Pair, frozenset[str]]]) -> str:
    """What to write instead, depending on how the readings differ."""
    if len({languages for _, languages in readings}) == 1 and len({(abs(pair[0]), abs(pair[1])) for pair, _ in readings}) == 1:
        if len({pair.lat_deg for pair, _ in readings}) > 1:
            return "Write a minus sign directly before its number, and a colon in place of any other dash."
        return "Write a comma and a space between the two numbers."
    if any(languages != EVERY for _, languages in readings):
        return "Write N or S and E or W, or the words of one language."
    return "Write a point for decimals, and marks for degrees and minutes."


def _lone_decimal(marks: str) -> bool:
    return re.fullmatch(r"\s*[+-]?[0-9]+,[0-9]+\s*", marks) is not None


def _as_in(languages: frozenset[str]) -> str:
    if languages == EVERY:
        return ""
    if len(languages) > len(EVERY) / 2:
        return f" (as in any language but {names(EVERY - languages)})"
    return f" (as in {names(languages)})"


def _axes(text: str, marks: str, decimal: str, trouble: Trouble) -> Iterator[tuple[Axis, Axis, frozenset[str]]]:
    """Every way to read the whole text as two axes, with the languages in which its words go together."""
    found = tokenize(text, marks, decimal)
    while found and found[-1].kind in (",", "."):
        found.pop()
    reader = Reader(text, marks, found, trouble)
    start, order = _labels(reader)
    if not order:
        order = _trailing_labels(reader)
    seen: dict[int, list[tuple[Axis, int]]] = {}
    for first, middle in list(reader.axes(start)):
        for begin in _dividers(reader, middle):
            if begin not in seen:
                seen[begin] = list(reader.axes(begin))
            for second, end in seen[begin]:
                if end < len(found):
                    trouble.note(found[end].at, "")
                elif languages := first.languages & second.languages:
                    if order and not (first.label or second.label):
                        yield first._replace(label=order[0]), second._replace(label=order[1]), languages
                    else:
                        yield first, second, languages
                else:
                    trouble.note(first.at, f"the words do not all belong to one language; {WANTED}", 1)


def _labels(reader: Reader) -> tuple[int, tuple[str, ...]]:
    """Where the figures begin, after words that add nothing and after the names of both axes; and the order of those names."""
    at, found = 0, reader.tokens
    while at < len(found):
        if found[at].kind == "word":
            if not is_label(found[at].parts[0]):
                break
        elif found[at].kind == "-":
            tight = not reader.marks[found[at].at + 1 : found[at].at + 2].isspace()
            if not at or (reader.kind(at + 1) == "number" if tight else reader.signs(at) != ("",)):
                break
        elif found[at].kind not in (",", ":", "="):
            break
        at += 1
    order, after = _order(reader, at)
    return (after, order) if order else (at, ())


def _trailing_labels(reader: Reader) -> tuple[str, ...]:
    """The order that the names of both axes behind the figures say; the names are taken off."""
    last = max((index for index, token in enumerate(reader.tokens) if token.kind == "number"), default=-1)
    order, after = _order(reader, last + 1)
    if after < len(reader.tokens):
        return ()
    if order:
        del reader.tokens[last + 1 :]
    return order


def _order(reader: Reader, at: int) -> tuple[tuple[str, ...], int]:
    """The order that the names of both axes in a row say, as in "Lat/Lon:", and the token after them; none if there are none."""
    named: list[str] = []
    start = at
    while at < len(reader.tokens) and (kind := reader.kind(at)) in ("word", ",", ":", "=", ".", "-"):
        if kind == "word":
            roles = {role for role, _ in look_up_senses(reader.tokens[at].parts[0])}
            name = next((role for role in ("lat", "lon") if roles == {role}), "")
            if name in named or (not name and not roles <= {"", ","}):
                break
            named += [name] if name else []
        elif kind == "-" and len(named) != 1:
            break
        at += 1
    if len(named) == 2:
        return tuple(named), at
    return (), start


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
    elif reader.kind(begin) == "word" and any(role == "," for role, _ in look_up_senses(reader.tokens[begin].parts[0])):
        starts.append(begin + 1)
    return starts


def _pair(first: Axis, second: Axis, trouble: Trouble) -> Pair | None:
    """The two axes as a pair, if their hemispheres, their lengths and their ranges agree."""
    if first.needs_hemisphere != second.needs_hemisphere or (first.needs_hemisphere and not first.hemisphere):
        return None
    for axis in (first, second):
        if axis.hemisphere and (axis.sign == "-" or (axis.sign and axis.hemisphere in "SW")):
            why = f"a sign and the hemisphere {axis.hemisphere} contradict each other; write only one of them"
            trouble.note(axis.at, why, 2)
            return None
    if why := _clash(first, second):
        trouble.note(second.at, why, 1)
        return None
    lat, lon = (second, first) if first.label == "lon" or second.label == "lat" else (first, second)
    east = lon.degrees
    if 180 < east <= 360 and lon.hemisphere == "E":
        east -= 360  # counted eastwards all the way around
    for axis, degrees, name, limit in ((lat, lat.degrees, "latitude", 90), (lon, east, "longitude", 180)):
        if abs(degrees) > limit:
            hint = _swapped(first, second) or _all_around(axis, name)
            trouble.note(axis.at, f"{name} {degrees:.10g} is outside -{limit}..{limit}{hint}", 3)
            return None
    for axis, name, most in ((lat, "latitude", 2), (lon, "longitude", 3)):
        whole = axis.parts[0].partition(".")[0]
        if len(whole) > most:
            why = f"{whole} has {len(whole)} digits, but the degrees of a {name} have at most {most}{_swapped(first, second)}"
            trouble.note(axis.at, why, 3)
            return None
    units = [printed_unit(axis.parts[-1]) / 60 ** (len(axis.parts) - 1) for axis in (lat, lon)]
    form = _FORMS[max(len(lat.parts), len(lon.parts)) - 1]
    return Pair(lat.degrees, east, units[0], units[1], form)


def _clash(first: Axis, second: Axis) -> str:
    if bool(first.hemisphere) != bool(second.hemisphere):
        return f"one number has a hemisphere and the other has none; {WANTED}"
    if first.label and first.label == second.label:
        return f"wanted one of N or S and one of E or W, not two of a kind; {WANTED}"
    if not first.label and not second.label and len(first.parts) != len(second.parts):
        return f"it is not clear where the first number ends; {WANTED}"
    return ""


def _all_around(axis: Axis, name: str) -> str:
    if name == "longitude" and 180 < axis.degrees <= 360:
        return "; if it counts eastwards from 0 to 360, write E"
    return ""


def _swapped(first: Axis, second: Axis) -> str:
    """The other possible reading, where only the order says which is the latitude."""
    if first.label or second.label or abs(second.degrees) > 90 or abs(first.degrees) > 180:
        return ""
    other = Pair(second.degrees, first.degrees, 0, 0, Form.DEGREES)
    return f"; the first number is the latitude unless letters say otherwise, and the other way round it would be {other}"

"""Coordinates as printed: text in; position, printed precision and form out."""

from __future__ import annotations

import re
from math import fsum

from geo.earth.notation.angle_pair import read_pair
from geo.earth.notation.characters import normalize_characters
from geo.earth.notation.iso6709 import read_packed
from geo.earth.notation.map_link import read_link
from geo.earth.notation.markup import read_markup
from geo.earth.notation.plus_code import read_plus_code
from geo.earth.notation.printed_pair import Coordinates, CoordinatesError, Form, Pair, refusal, two_ways
from geo.earth.notation.utm_mgrs import read_grid
from geo.earth.notation.words import is_label, look_up_senses
from geo.earth.uncertainty import printed_unit

__all__ = ["Coordinates", "CoordinatesError", "Form", "parse_coordinates"]

LONGEST = 1000
"""The maximum number of characters read: links of map sites have several hundred, a pair well under one hundred."""

_DATUM = re.compile(r"\(?\bWGS[ _-]?(?:19)?84\b\)?:?(?:\s?/\s?(?=UTM))?", re.IGNORECASE)
_LABEL = re.compile(r"(?:[\s:=]|-(?=[^\W\d_])){0,9}([^\W\d_]{2,30})(?![^\W\d])[:=.]?")
_MOST_LABELS = 8
_JOINING = frozenset(("of", "the", "for", "de", "du", "des", "la", "le", "del", "della", "der", "das", "do", "da"))
"""What joins the words of a label: coordinates of the site."""
_REMARK = re.compile(r"\(([A-Za-z\s,/;.-]{1,40})\)")
_NAMED = re.compile(
    r"(?P<before>[^\W\d_][^\d_()]{1,60}?)\s?\((?P<inside>[^()]*\d[^()]*)\)\s*\.?\s*|(?P<bare>[^()]*\d[^()]*?)\s?\((?P<behind>[^\d()]{2,60})\)\s*"
)
"""Bakhmut (48.59, 38.00) and 48.59, 38.00 (Bakhmut)."""
_NO_NAMES = frozenset(("pulkovo", "пулково", "datum", "grid", "zone", "north", "south", "east", "west", "not", "near"))
_FORM_WORDS = frozenset(
    ("d", "m", "s", "dd", "dm", "dms", "ddm", "deg", "degree", "degrees", "min", "minute", "minutes", "sec", "second", "seconds",
     "decimal", "format")
)  # fmt: skip
_ALTITUDE = re.compile(
    r"[\s,;]{0,3}\(?\b(?:alt(?:itude)?|elev(?:ation)?|height|высота|висота|yükseklik|hündürlük|altitud|altitude|höhe)\b[\s:.=]{0,3}"
    r"[+-]?[0-9]{1,6}(?:[.,][0-9]{1,9})?\s?(?:m|м|metres|meters|ft|feet)?\b[\s.)]{0,3}$",
    re.IGNORECASE,
)
_ACCURACY = re.compile(
    r"[\s,;]{0,3}\(?(?:(?P<bound>±|\+/-|\+-)|\b(?:acc(?:uracy)?|точность|точність)\b)[\s:.=±]{0,3}"
    r"(?P<metres>[0-9]{1,6}(?:\.[0-9]{1,9})?)\s?(?:m|м|metres|meters)\b[\s.)]{0,3}$",
    re.IGNORECASE,
)
_LINKS_BEHIND = re.compile(r"(?:H?G[ЯY]OL?|\((?:G|Mappa|map)\)(?:\s?\([OЯY]\)){0,3})\s*$", re.IGNORECASE)
"""The letters of links to maps that Wikipedia prints behind coordinates: в. д.HGЯO."""
_ACCURACY_BOUND = 3
"""An accuracy is right two times out of three; three times as far holds the place. What stands behind ± is a bound."""
_DECIMALS = re.compile(r"([+-]?[0-9]{1,2}\.[0-9]{1,15}), ([+-]?[0-9]{1,3}\.[0-9]{1,15})")
_SMALLER = r"(?: ?([0-9]{1,2}(?:\.[0-9]{1,9})?)['′](?: ?([0-9]{1,2}(?:\.[0-9]{1,9})?)[\"″])?)? ?"
_MARKED = re.compile(
    rf"([0-9]{{1,2}}(?:\.[0-9]{{1,9}})?)°{_SMALLER}([NS]),? ([0-9]{{1,3}}(?:\.[0-9]{{1,9}})?)°{_SMALLER}([EW])"
)
"""Latitude and longitude: degrees, minutes and seconds, as far as they go, and the hemisphere."""
_AGAIN = re.compile(r"\s[/=]\s|\s?\((?=[^()]{0,300}\)\s*$)")
"""What stands between two printings of one position: 39°45.5′N 46°44.9′E / 39.7583°N 46.7483°E, or the second in brackets."""


def parse_coordinates(text: str) -> Coordinates:
    '''Read one printed position; nothing is guessed.

    Degrees, minutes and seconds with any marks; hemispheres as letters or words of some thirty languages, before or
    after; decimal degrees, latitude first; ISO 6709, NOTAM and NMEA; UTM, MGRS and Plus Codes; geo URIs and the links
    of map sites; Wikipedia's templates, well-known text, GeoJSON, KML and geopoints. A position printed in MGRS or as a
    Plus Code is the centre of the cell, and the units are the cell's sides. An accuracy in metres is added to what the
    printing allows; an altitude is ignored.

    >>> parse_coordinates("""39°45'38.10"N 46°44'33.90"E""").position.lon_deg
    46.74275

    Raises:
        CoordinatesError: if the text cannot be read, saying what is not understood and at which character; or if it
            can be read in two ways, saying both.
    '''
    if len(text) > LONGEST:
        raise refusal(text, LONGEST, f"the text is too long with {len(text)} characters; at most {LONGEST} are read")
    if plain := _read_marked(text) if "°" in text else _read_decimals(text):
        return plain.coordinates(text)
    linked = read_link(text, _read_typed)
    pair = _read_typed(text) if linked is None else linked
    try:
        return pair.coordinates(text)
    except ValueError as error:  # metres that lead nowhere on the Earth
        raise refusal(text, 0, str(error)) from None


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


def _read_typed(text: str) -> Pair:
    marks = _without_name(_DATUM.sub(_blank, normalize_characters(text)))
    start = 0
    for _ in range(_MOST_LABELS):
        if not (label := _LABEL.match(marks, start)):
            break
        if not is_label(label[1]) and not (start and label[1].casefold() in _JOINING):
            break
        start = label.end()
    marks = " " * start + marks[start:]
    if "(" in marks:
        marks = _REMARK.sub(_without_remark, marks)
    if behind := _LINKS_BEHIND.search(marks):
        marks = marks[: behind.start()] + _blank(behind)
    marks, extra_m = _without_altitude(marks)
    pair = _read_plain(text, marks)
    return pair._replace(extra_m=pair.extra_m + extra_m) if extra_m else pair


def _read_plain(text: str, marks: str) -> Pair:
    for reader in (read_packed, read_plus_code, read_grid):
        if pair := reader(text, marks):
            return pair
    if pair := read_markup(text, marks, read_pair):
        return pair
    if _AGAIN.search(marks):
        return _repeated(text, marks)
    return read_pair(text, marks)


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])


def _without_name(marks: str) -> str:
    """The text without the name of the place in front of coordinates in brackets, or in brackets behind them.

    Whatever may say more than a name stays, and is refused: a figure, a word in small letters, a hemisphere, a datum.
    """
    match = _NAMED.fullmatch(marks) if "(" in marks else None
    if match is None:
        return marks
    said = re.findall(r"[^\W\d_]+", match["before"] or match["behind"] or "")
    if any(len(word) < 3 or word.islower() or look_up_senses(word) or word.casefold() in _NO_NAMES for word in said):
        return marks
    inside = match.span("bare" if match["before"] is None else "inside")
    return " " * inside[0] + marks[slice(*inside)] + " " * (len(marks) - inside[1])


def _without_remark(match: re.Match[str]) -> str:
    """A space in the place of a remark on the form of the angles, such as (deg min sec)."""
    words = set(re.findall(r"[a-z]+", match[1].lower()))
    return _blank(match) if words <= _FORM_WORDS and words != {"s"} else match[0]  # (S) alone may be south


def _without_altitude(marks: str) -> tuple[str, float]:
    """The text without an altitude and an accuracy at its end, and the metres that the accuracy adds."""
    extra_m = 0.0
    for _ in range(2):
        marks = marks.rstrip()
        if match := _ALTITUDE.search(marks):
            marks = marks[: match.start()]
        elif match := _ACCURACY.search(marks):
            marks = marks[: match.start()]
            extra_m += float(match["metres"]) * (1 if match["bound"] else _ACCURACY_BOUND)
    return marks, extra_m


def _repeated(text: str, marks: str) -> Pair:
    """A position printed several times over, as Wikipedia and newspapers do.

    The first printing counts, if the others agree with it: they are computed from it, and print more than is known.
    """
    ends = [match.span() for match in _AGAIN.finditer(marks)]
    starts = [0, *(end for _, end in ends)]
    pieces = [marks[start:end] for start, end in zip(starts, [*(start for start, _ in ends), len(marks)], strict=True)]
    try:
        pairs = [read_pair(piece, piece) for piece in pieces]
    except CoordinatesError:
        return read_pair(text, marks)  # the stroke may divide latitude and longitude
    for pair, start in zip(pairs[1:], starts[1:], strict=True):
        said = [str(pairs[0]), f"{pair}, from character {start + 1} on"]
        if not pairs[0].agrees(pair):
            raise two_ways(text, said, "The two printings disagree; write one of them.")
        if pair[:2] != pairs[0][:2] and pair[2:5] == pairs[0][2:5]:
            raise two_ways(text, said, "Two printings of one form that differ are two places; write one of them.")
    return pairs[0]

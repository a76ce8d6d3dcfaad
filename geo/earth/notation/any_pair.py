"""Reads a printed pair of coordinates in any of the forms that people and programs write."""

from __future__ import annotations

import re

from geo.earth.notation.angle_pair import read_pair
from geo.earth.notation.characters import normalize_characters
from geo.earth.notation.iso6709 import read_packed
from geo.earth.notation.map_link import read_link
from geo.earth.notation.markup import read_markup
from geo.earth.notation.plus_code import read_plus_code
from geo.earth.notation.printed_pair import CoordinatesError, Pair, two_ways
from geo.earth.notation.utm_mgrs import read_grid
from geo.earth.notation.words import is_label, look_up_senses

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
_AGAIN = re.compile(r"\s[/=]\s|\s?\((?=[^()]{0,300}\)\s*$)")
"""What stands between two printings of one position: 39°45.5′N 46°44.9′E / 39.7583°N 46.7483°E, or the second in brackets."""


def read_any_pair(text: str) -> Pair:
    """Read a pair from a link to a map, or from the text as it is.

    Raises:
        CoordinatesError: if the text cannot be read, or can be read in two ways.
    """
    linked = read_link(text, _read_typed)
    return _read_typed(text) if linked is None else linked


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

"""Finds printed coordinates and links to places in prose.

Two numbers are a position only if nothing else is plausible: a hemisphere stands beside them, both have degrees and minutes,
or both have at least two decimals; without a degree sign they need four, or a word such as "coordinates" before them.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from geo.earth.notation.coordinates import Coordinates, CoordinatesError, Form, parse_coordinates
from geo.earth.notation.words import look_up_senses
from geo.record.publish.leaks import GRID_CODES

_LINK = re.compile(r"(?:https?://|geo:|www\.|maps\.)[^\s<>\"“”«»]{4,900}", re.IGNORECASE)
_UTM = re.compile(r"\b\d{1,2}\s?[C-HJ-NP-X]\s{1,2}\d{6}(?:\.\d{1,3})?\s?(?:m?E)?[\s,]{1,3}\d{6,7}(?:\.\d{1,3})?(?:\s?m?N)?\b")
_PACKED = re.compile(r"\b\d{4,6}(?:\.\d{1,4})?[NS][\s,/]{0,2}\d{5,7}(?:\.\d{1,4})?[EWO]\b")
_DEGREE = r"(?:[°º˚]|\s?deg(?:rees)?\b\.?)"
_ANGLE = (
    rf"[+\-−]?\d{{1,3}}(?:[.,]\d{{1,9}})?\s?(?:{_DEGREE}(?:\s?\d{{1,2}}(?:[.,]\d{{1,6}})?\s?(?:['’′‘´`]|min\b)(?![''’′])"
    rf"(?:\s?\d{{1,2}}(?:[.,]\d{{1,6}})?\s?(?:[\"”″“]|['’′]{{2}}|sec\b)?)?)?)?"
)
_WORD = r"[^\W\d_]{1,12}\.?"
_TWO_ANGLES = re.compile(
    rf"(?<![\w.,°'\"])(?:(?P<before>{_WORD}(?:\s{_WORD})?)[\s:=]{{0,2}})?(?P<first>{_ANGLE})(?P<between>(?:\s?{_WORD}){{0,2}}?\s?[,;/&|]?\s{{0,2}}"
    rf"(?:{_WORD}[\s:=]{{0,2}}){{0,3}}?)(?P<second>{_ANGLE})(?![\d%°])(?P<after>\s?{_WORD}(?:\s?{_WORD})?)?"
)
_TWO_DECIMALS = re.compile(r"\d[.,]\d\d")
_FOUR_DECIMALS = re.compile(r"\d[.,]\d{4}")
_COORDINATES = re.compile(
    r"coord|\blat\b|latitud|longitud|\bgps\b|position|located|geoloc|координат|koordin|კოორდინატ|կոորդինատ|współrzęd|إحداثي|مختصات|坐标|座標|נ.צ",
    re.IGNORECASE,
)
_LOOK_BACK = 80
_MARKED_NUMBER = re.compile(rf"[.,]\d|{_DEGREE}")
_MOST_FAILED = 20
"""Pairs of numbers of one sentence that are tried and are no position."""


class StatedPosition(NamedTuple):
    """A position in a text."""

    start: int
    end: int
    coordinates: Coordinates


def find_positions(text: str) -> tuple[list[StatedPosition], bool]:
    """The positions that a sentence prints or links to, in its order, and whether it has more numbers than are tried."""
    found: list[StatedPosition] = []
    for pattern in (_LINK, _PACKED, _UTM, GRID_CODES):
        for match in pattern.finditer(text):
            stated = _read(match[0].rstrip(".,;:!?)]}'"), match.start())
            if stated and not _overlaps(stated, found):
                found.append(stated)
    text = _LINK.sub(lambda link: " " * len(link[0]), text)  # numbers in an address are no pair
    at = failed = 0
    while failed < _MOST_FAILED and (pair := _TWO_ANGLES.search(text, at)):
        is_plausible = all(_MARKED_NUMBER.search(pair[one]) for one in ("first", "second"))
        stated = _read_pair(text, pair) if is_plausible else None
        failed += is_plausible and stated is None
        if stated and not _overlaps(stated, found):
            found.append(stated)
        at = stated.end if stated else pair.end("first")
    return sorted(found, key=lambda one: one.start), failed == _MOST_FAILED


def _overlaps(stated: StatedPosition, found: list[StatedPosition]) -> bool:
    return any(one.start < stated.end and stated.start < one.end for one in found)


def _read_pair(text: str, match: re.Match[str]) -> StatedPosition | None:
    """A pair with as many of the words around it as it needs: hemispheres, but not a label or the end of the sentence."""
    starts = [match.start("first")]
    if match["before"]:
        starts += [match.start("before") + word.start() for word in re.finditer(r"[^\W\d_]+", match["before"])]
    ends = [match.end("second")]
    if match["after"]:
        ends += [match.start("after") + word.end() for word in re.finditer(r"[^\W\d_]+(?:(?<=\.[^\W\d_])\.)?", match["after"])]
    found = [stated for start in starts for end in ends if (stated := _read(text[start:end], start))]
    readable = [stated for stated in found if _is_position(text, match, stated)]
    if not readable:
        return None
    widest = max(readable, key=lambda one: one.end - one.start).coordinates
    same = [one for one in readable if one.coordinates.position == widest.position]
    longest = max(one.end for one in same)
    return min((one for one in same if one.end == longest), key=lambda one: one.end - one.start)


def _is_position(text: str, match: re.Match[str], stated: StatedPosition) -> bool:
    """Whether the marks around two numbers, or their digits, leave no doubt that they are a latitude and a longitude."""
    first, second = match["first"], match["second"]
    has_degrees = all(re.search(_DEGREE, one) for one in (first, second))
    if stated.coordinates.form in (Form.MINUTES, Form.SECONDS) and has_degrees:
        return True
    words = re.findall(
        r"[^\W\d_]+", text[stated.start : match.start("first")] + match["between"] + text[match.end("second") : stated.end]
    )
    axes = {role for word in words for role, _ in look_up_senses(word)} & {"N", "S", "E", "W", "lat", "lon"}
    if axes & {"N", "S", "lat"} and axes & {"E", "W", "lon"}:
        return has_degrees or any("." in one or "," in one for one in (first, second))
    if not all(_TWO_DECIMALS.search(one) for one in (first, second)) or re.search(r"[^\W\d_]", match["between"]):
        return False
    is_named = _COORDINATES.search(text, max(0, stated.start - _LOOK_BACK), stated.start)
    return has_degrees or bool(is_named) or all(_FOUR_DECIMALS.search(one) for one in (first, second))


def _read(piece: str, start: int) -> StatedPosition | None:
    piece = piece.rstrip()
    try:
        return StatedPosition(start, start + len(piece), parse_coordinates(piece))
    except CoordinatesError:
        return None

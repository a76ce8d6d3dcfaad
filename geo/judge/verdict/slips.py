"""Tests whether a slip of the pen alone explains a contradicted claim, by trying every single slip in the printed figures.

A slip that would make a claim hold is a possibility, not the truth; that none does is said about single slips only.
"""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from geo.earth.datum import parse_datum, to_wgs84
from geo.earth.notation.coordinates import Coordinates, parse_coordinates
from geo.earth.notation.distance import UNITS_M, parse_distance
from geo.earth.quantities import count_text, plural
from geo.judge.verdict.interval import Interval
from geo.judge.verdict.measurement import Measurement, measure
from geo.judge.verdict.road import allowed_lines, may_be_by_road, may_claim_be_by_road
from geo.record.kinds import DistanceClaim, Located, Record
from geo.record.notebook import short_repr, shorten
from geo.record.values import number_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from geo.earth.notation.distance import Distance
    from geo.earth.position import Position
    from geo.record.sites import Sites


class Change(StrEnum):
    """What slipped."""

    DIGIT = "digit"
    """One digit for another."""
    SWAP = "swap"
    """Two neighbouring digits exchanged."""
    MISSING = "missing"
    """A character left out when it was printed."""
    EXTRA = "extra"
    """A character too many, as printed."""
    HEMISPHERE = "hemisphere"
    """N for S, or E for W."""
    AXES = "axes"
    """Latitude and longitude exchanged."""
    MINUTES = "minutes"
    """Decimals of a degree printed as minutes and seconds."""
    COPIED = "copied"
    """A latitude or longitude copied from the other end."""
    CLAIM = "claim"
    """The claimed number, or its unit."""


@dataclass(frozen=True, slots=True)
class Slip:
    """One slip: what would have been meant, and what that gives."""

    record: str
    """Id of the record whose printed figures are changed: an end of the claim, or the claim."""
    text: str
    """The figures as they would have been meant."""
    change: Change
    distance_m: float
    """The distance in metres between the two ends then; of a changed claim, the distance that it would claim."""
    gap_m: float
    """Metres between the measured and the claimed interval then; 0 where the claim would hold."""


@dataclass(frozen=True, slots=True)
class Slips:
    """All single slips of a claim's figures, sorted by what they leave unexplained."""

    claim: str
    candidates: tuple[Slip, ...]
    """None for a bound ("at least", "up to"), which almost any slip would fulfil."""

    def __repr__(self) -> str:
        held = shorten(", ".join(slip.text for slip in self.explaining))
        tried = f"{plural(len(self.candidates), 'slip')} tried, {count_text(len(self.explaining))} would make it hold"
        return short_repr(f"Slips of {self.claim!r}", tried, held)

    @property
    def explaining(self) -> tuple[Slip, ...]:
        """Those that would make the claim hold."""
        return tuple(slip for slip in self.candidates if slip.gap_m == 0)

    @property
    def nearest(self) -> Slip | None:
        """The slip in the printed coordinates that comes nearest to the claim."""
        return next((slip for slip in self.candidates if slip.change is not Change.CLAIM), None)


_DIGITS = "0123456789"
_UNITS = "metres", "kilometres", "feet", "yards", "miles", "nautical miles"
"""What a claimed number may have been meant in."""


def find_slips(claim: DistanceClaim, sites: Sites) -> Slips:
    """Try every single slip in the coordinates of both ends as printed, and in the claimed figure or its unit.

    A slip replaces one character, leaves one out, puts one in, or exchanges two neighbours. Nothing is tried for a claim
    that only sets a bound.

    Raises:
        ValueError: if an end has no position, so that nothing can be measured.
    """
    ends = [sites[claim.from_], sites[claim.to]]
    positions: list[Position] = []
    for end in ends:
        if not isinstance(end, Located) or end.position is None:
            raise ValueError(f"{end.id} has no published position, so no slips can be tried for {claim.id}")
        positions.append(end.position)
    if claim.stated.is_bound:
        return Slips(claim.id, ())
    allowed = allowed_lines(claim.stated, by_road=may_claim_be_by_road(claim, *ends))
    printed = [end.published_coordinates or "" if isinstance(end, Located) else "" for end in ends]
    found: dict[tuple[str, str], Slip] = {}
    for index, end in enumerate(ends):
        for text, change in _coordinate_slips(printed[index], printed[1 - index]):
            if (there := _meant(text, end)) is None:
                continue  # nobody could have printed that, or not in that datum
            measured = measure(there.position, positions[1 - index])
            gap = _gap(measured, allowed)
            found.setdefault((end.id, text), Slip(end.id, text, change, measured.distance_m, gap))
    measured = measure(*positions)
    for text, meant in _claim_slips(claim):
        gap = _gap(measured, allowed_lines(meant, by_road=may_be_by_road(meant, *ends, is_straight=claim.straight_line)))
        named = meant.nominal_m if meant.nominal_m is not None else (meant.low_m + meant.high_m) / 2
        found.setdefault((claim.id, text), Slip(claim.id, text, Change.CLAIM, named, gap))
    return Slips(claim.id, tuple(sorted(found.values(), key=lambda slip: (slip.gap_m, slip.record, slip.text))))


def _gap(measured: Measurement, allowed: Iterable[Interval]) -> float:
    return min(Interval(measured.low_m, measured.high_m).gap(one) for one in allowed)


def _meant(text: str, end: Record) -> Coordinates | None:
    """A text as it would be read for a record, in the record's datum."""
    coordinates = _read(text)
    if coordinates and isinstance(end, Located) and end.shift and end.geodetic_datum:
        try:
            return to_wgs84(coordinates, parse_datum(end.geodetic_datum))[0]
        except ValueError:
            return None
    return coordinates


@lru_cache(maxsize=2**14)  # claims share their ends, and a file that is watched is judged again and again
def _read(text: str) -> Coordinates | None:
    try:
        return parse_coordinates(text)
    except ValueError:
        return None


def _digit_slips(text: str) -> Iterator[tuple[str, Change]]:
    """What may have been meant where this was printed: with another digit, one more, one less, or in another order."""
    places = [place for place, character in enumerate(text) if character in _DIGITS]
    for place in places:
        before, after = text[:place], text[place + 1 :]
        for other in _DIGITS:
            if other != text[place]:
                yield before + other + after, Change.DIGIT
            yield before + other + text[place] + after, Change.MISSING
            yield before + text[place] + other + after, Change.MISSING
        yield before + after, Change.EXTRA
    for place, character in enumerate(text):
        if character in ".," and text[place - 1 : place].isdigit() and text[place + 1 : place + 2].isdigit():
            yield text[:place] + text[place + 1 :], Change.EXTRA
    for first, second in pairwise(places):
        between = text[first + 1 : second]
        if between in ("", ".", ",") and text[first] != text[second]:
            yield text[:first] + text[second] + between + text[first] + text[second + 1 :], Change.SWAP
            if between:  # the point, a place too far to the left or to the right
                yield text[:first] + between + text[first] + text[second:], Change.SWAP
                yield text[: first + 1] + text[second] + between + text[second + 1 :], Change.SWAP


def _coordinate_slips(text: str, neighbour: str) -> Iterator[tuple[str, Change]]:
    yield from _digit_slips(text)
    for old, new in ("NS", "SN", "EW", "WE"):
        if text.count(old) == 1:
            yield text.replace(old, new), Change.HEMISPHERE
    if len(re.findall("[NSEW]", text)) == 2:
        yield text.translate(str.maketrans("NSEW", "EWNS")), Change.AXES
    own, others = _halves(text), _halves(neighbour)
    for index, half in enumerate(own):
        decimal = re.sub(r"^\s*(\d+)\D+(\d\d)\D+(\d\d)(?:\.(\d+))?\D*?([NSEW])\s*$", r"\1.\2\3\4\5", half)
        if decimal != half:
            yield _joined(own, index, decimal), Change.MINUTES
    if others:
        for index in range(len(own)):
            yield _joined(own, index, others[index]), Change.COPIED


def _halves(text: str) -> list[str]:
    """A printed pair with a letter after each number, in two; nothing if it is printed otherwise."""
    found = re.fullmatch(r"(.*?\d[^NSEW]*[NSEW])[\s,;]*([^NSEW]*\d[^NSEW]*[NSEW])\s*", text)
    return [found[1], found[2]] if found else []


def _joined(halves: list[str], index: int, half: str) -> str:
    return " ".join(half if number == index else one for number, one in enumerate(halves))


def _claim_slips(claim: DistanceClaim) -> Iterator[tuple[str, Distance]]:
    """Texts of other claims, with what they state."""
    if claim.published_distance is not None:
        texts = [text for text, _ in _digit_slips(claim.published_distance.text)]
    else:
        digits = number_of(claim.distance_m).digits
        texts = [f"{text} m" for text, _ in _digit_slips(digits)] + [f"{digits} {unit}" for unit in _UNITS[1:]]
    for text in texts:
        with suppress(ValueError):  # nobody could have printed that
            yield text, parse_distance(text, claim.language)
    yield from _other_units(claim)


def _other_units(claim: DistanceClaim) -> Iterator[tuple[str, Distance]]:
    """The claimed number in each other unit."""
    stated = claim.published_distance
    if stated is None or stated.nominal_m is None:
        return
    length = UNITS_M.get(stated.unit)
    if length is None:  # of several units
        return
    count = stated.nominal_m / float(length)
    for unit in _UNITS:
        text = f"{count:.12g} {unit}"
        with suppress(ValueError):
            other = parse_distance(text, "en")
            if other.unit != stated.unit:
                yield text, other

"""Texts that tell where something is more finely than was meant to be told.

Looked for are the digits of a latitude or of a longitude in degrees, with minutes, or with seconds, under any marks and
in one piece; UTM, MGRS and Plus Codes. What is written out in words, or stands on the page of a source, is not seen.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

from geo.earth.coordinates import CoordinatesError, parse_coordinates
from geo.earth.printing import utm_text
from geo.earth.uncertainty import printed_unit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geo.earth.coarse import Precision
    from geo.earth.position import Position


@dataclass(frozen=True, slots=True)
class Leak:
    """A text that still tells a position."""

    record: str | None
    """Id of the record in which it stands; None for the file's own members."""
    property: str
    found: str
    """The piece of the text."""
    tells: str
    """Id of the record whose position it tells."""


class _Angle(NamedTuple):
    size_deg: float
    unit_deg: float
    text: str


_NUMBERS = (re.compile(r"\d+(?:\.\d+)?"), re.compile(r"\d+(?:,\d+)?"))
_CODES = re.compile(
    r"\b\d{1,2}\s{0,3}[C-HJ-NP-X]\s{0,3}[A-HJ-NP-Z]{2}\s{0,3}(?:\d{1,5}\s{1,3}\d{1,5}|\d{2,10})\b"
    r"|\b[2-9CFGHJMPQRVWX]{8}\+[2-9CFGHJMPQRVWX]{2,7}\b",
    re.ASCII,
)
_UTM = re.compile(r"(?<![\d.,])(\d{6})(?:[.,]\d+)?\D{1,12}(\d{7})(?!\d)")
_GAP = 12
"""Characters between degrees and minutes: "39 degrees 45 minutes"."""


class _Axis(NamedTuple):
    """The latitude or the longitude of a record."""

    size_deg: float
    record: str
    step_deg: float
    """The step of the grid there, in degrees."""


class Secrets:
    """The positions that are not to be told more finely than a precision.

    A text tells one if it is printed in steps finer than the grid's, and names it to within a hundredth of that, or
    to within its own.
    """

    def __init__(self, positions: dict[str, Position], precision: Precision) -> None:
        self._positions = positions
        axes = [
            _Axis(abs(size), record, step)
            for record, at in positions.items()
            for size, step in zip((at.lat_deg, at.lon_deg), precision.steps_deg(at.lat_deg), strict=True)
        ]
        self._axes = sorted(axes)
        self._widest_deg = max((axis.step_deg for axis in axes), default=0.0)

    def told_in(self, text: str) -> Iterator[tuple[str, str]]:
        """Each piece of a text that tells a position, with the id of the record whose position it is."""
        told: set[str] = set()
        for version in dict.fromkeys((text, unquote(text))):
            for piece, records in (*self._angular(version), *self._coded(version), *self._utm(version)):
                for record in records - told:
                    told.add(record)
                    yield piece, record

    def _angular(self, text: str) -> Iterator[tuple[str, set[str]]]:
        for angle in _angles(text):
            yield angle.text, self._named(angle.size_deg, angle.unit_deg)

    def _named(self, size_deg: float, unit_deg: float) -> set[str]:
        """The records one of whose axes is told by an angle that is printed in a unit."""
        if unit_deg >= self._widest_deg:
            return set()  # as most numbers are: no need to look
        room = max(unit_deg, self._widest_deg / 100) * 1.000001
        start = bisect_left(self._axes, (size_deg - room,))
        end = bisect_right(self._axes, (size_deg + room, "\U0010ffff"))
        return {
            axis.record
            for axis in self._axes[start:end]
            if unit_deg < 0.999 * axis.step_deg  # a step is not finer than itself
            and abs(axis.size_deg - size_deg) <= max(unit_deg, axis.step_deg / 100) * 1.000001
        }

    def _coded(self, text: str) -> Iterator[tuple[str, set[str]]]:
        for match in _CODES.finditer(text.upper()):
            try:
                read = parse_coordinates(match[0])
            except CoordinatesError:
                continue
            at = read.position
            yield (
                match[0],
                self._named(abs(at.lat_deg), read.lat_unit_deg) & self._named(abs(at.lon_deg), read.lon_unit_deg),
            )

    def _utm(self, text: str) -> Iterator[tuple[str, set[str]]]:
        room_m = max(1.0, self._widest_deg * 1_110)
        for match in _UTM.finditer(text):
            said = float(match[1]), float(match[2])
            yield match[0], {record for record, at in self._positions.items() if _close(at, said, room_m)}


def _close(at: Position, said: tuple[float, float], room_m: float) -> bool:
    if not -80 <= at.lat_deg <= 84:
        return False
    _, _, easting, _, northing, _ = utm_text(at.lat_deg, at.lon_deg).split()
    return abs(float(easting) - said[0]) <= room_m and abs(float(northing) - said[1]) <= room_m


def _angles(text: str) -> Iterator[_Angle]:
    for numbers in _NUMBERS:
        found = list(numbers.finditer(text))
        for index, match in enumerate(found):
            parts = [match]
            for following in found[index + 1 : index + 3]:
                if following.start() - parts[-1].end() > _GAP or not parts[-1][0].isdecimal():
                    break
                parts.append(following)
            for count in range(1, len(parts) + 1):
                piece = text[match.start() : parts[count - 1].end()]
                yield from _angle([part[0].replace(",", ".") for part in parts[:count]], piece)
            yield from _packed(match[0].replace(",", "."))


def _angle(parts: list[str], piece: str) -> Iterator[_Angle]:
    if float(parts[0]) <= 180 and all(float(part) < 60 for part in parts[1:]):
        size = sum(float(part) / 60**place for place, part in enumerate(parts))
        yield _Angle(size, printed_unit(parts[-1]) / 60 ** (len(parts) - 1), piece)


def _packed(text: str) -> Iterator[_Angle]:
    """Degrees, minutes and seconds in one piece, as in ISO 6709."""
    whole, _, fraction = text.partition(".")
    for width in (2, 3):
        pieces = [whole[:width], *(whole[at : at + 2] for at in range(width, len(whole), 2))]
        if len(whole) > width and len(pieces) <= 3 and len(pieces[-1]) == 2:
            pieces[-1] += f".{fraction}" if fraction else ""
            yield from _angle(pieces, text)

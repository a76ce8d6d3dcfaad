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
    from collections.abc import Iterable, Iterator

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
_CODES = re.compile(r"\d{1,2}[C-HJ-NP-X][A-HJ-NP-Z]{2}(?:\d\d){1,5}(?!\d)|[2-9CFGHJMPQRVWX]{8}\+[2-9CFGHJMPQRVWX]{2,7}")
_UTM = re.compile(r"(?<![\d.,])(\d{6})(?:[.,]\d+)?\D{1,12}(\d{7})(?!\d)")
_GAP = 12
"""Characters between degrees and minutes: "39 degrees 45 minutes"."""


class Secrets:
    """The positions that are not to be told more finely than a precision."""

    def __init__(self, positions: dict[str, Position], precision: Precision) -> None:
        self._positions = positions
        self._precision = precision
        self._sizes = sorted((abs(degrees), record) for record, at in positions.items() for degrees in (at.lat_deg, at.lon_deg))

    def told_in(self, text: str) -> Iterator[tuple[str, str]]:
        """Each piece of a text that tells a position, with the id of the record whose position it is."""
        told: set[str] = set()
        for version in dict.fromkeys((text, unquote(text))):
            for angle in _angles(version):
                for record in self._at(angle.size_deg, angle.unit_deg):
                    if record not in told and angle.unit_deg < self._unit(record):
                        told.add(record)
                        yield angle.text, record
            for piece, records in (*self._coded(version), *self._utm(version)):
                for record in records:
                    if record not in told:
                        told.add(record)
                        yield piece, record

    def _unit(self, record: str) -> float:
        return self._precision.unit_deg(self._positions[record].lat_deg) * 0.999  # a step is not finer than itself

    def _at(self, size_deg: float, within_deg: float) -> Iterable[str]:
        room = within_deg * 1.000001
        start = bisect_left(self._sizes, (size_deg - room, ""))
        end = bisect_right(self._sizes, (size_deg + room, "\U0010ffff"))
        return (record for _, record in self._sizes[start:end])

    def _coded(self, text: str) -> Iterator[tuple[str, list[str]]]:
        for match in _CODES.finditer(re.sub(r"\s", "", text.upper())):
            try:
                read = parse_coordinates(match[0])
            except CoordinatesError:
                continue
            near = set(self._at(abs(read.position.lat_deg), read.lat_unit_deg))
            near &= set(self._at(abs(read.position.lon_deg), read.lon_unit_deg))
            yield match[0], [record for record in near if read.lat_unit_deg < self._unit(record)]

    def _utm(self, text: str) -> Iterator[tuple[str, list[str]]]:
        for match in _UTM.finditer(text):
            said = [int(match[1]), int(match[2])]
            near = [record for record, at in self._positions.items() if -80 <= at.lat_deg <= 84 and _close(at, said)]
            yield match[0], near


def _close(at: Position, said: list[int]) -> bool:
    _, _, easting, _, northing, _ = utm_text(at.lat_deg, at.lon_deg).split()
    return abs(int(easting) - said[0]) <= 1 and abs(int(northing) - said[1]) <= 1


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

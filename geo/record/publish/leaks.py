"""Finds texts that reveal a position more precisely than intended.

Looked for are the digits of a latitude or of a longitude in degrees, with minutes, or with seconds, under any marks, in
any script and in one piece, or both as whole numbers of a decimal part of a degree; seconds, decimal minutes, radians and
gons; metres on the grids of UTM, of Gauss-Krüger (Pulkovo 1942, zones of six degrees) and of maps on the web; MGRS, Georef,
Plus Codes, geohashes, Maidenhead locators, short links of OpenStreetMap, tiles of web maps and their quadkeys; and the same
inside of base64. What is written out in words, packed otherwise, or stands on the page of a source or in a picture, is not
seen. Links and distances that point to a place are found in `geo.record.publish.pointers`.
"""

from __future__ import annotations

import base64
import math
import re
import unicodedata
from bisect import bisect_left, bisect_right
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from html import unescape
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

from geo.earth.notation.coordinates import CoordinatesError, parse_coordinates
from geo.earth.notation.format import mgrs_text
from geo.earth.notation.plus_code import encode_plus_code
from geo.earth.quantities import count_text
from geo.record.publish.geohash_and_grids import (
    geohash_cell,
    georef_cell,
    grid_metres,
    maidenhead_cell,
    short_link_cell,
    tile_cell,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from geo.earth.position import Position
    from geo.record.publish.precision import Precision


@dataclass(frozen=True, slots=True)
class Leak:
    """A text that still reveals a position."""

    record: str | None
    """Id of the record in which it stands; None for the file's own members."""
    property: str
    found: str
    """The piece of the text."""
    tells: str
    """Id of the record whose position it reveals."""


class _Angle(NamedTuple):
    size_deg: float
    unit_deg: float
    text: str


_NUMBERS = (re.compile(r"\d+(?:\.\d+)?"), re.compile(r"\d+(?:,\d+)?"))
GRID_CODES = re.compile(
    r"\b\d{1,2}\s{0,3}[C-HJ-NP-X]\s{0,3}[A-HJ-NP-Z]{2}\s{0,3}(?:\d{1,5}\s{1,3}\d{1,5}|\d{2,10})\b"
    r"|\b[2-9CFGHJMPQRVWX]{8}\+[2-9CFGHJMPQRVWX]{2,7}\b",
    re.ASCII,
)
"""MGRS and Plus Codes."""
_SHORT_CODES = re.compile(r"(?<![0-9A-Z])([2-9CFGHJMPQRVWX]{4,8})\+([2-9CFGHJMPQRVWX]{2})", re.ASCII)
_GEOHASHES = re.compile(r"(?<![0-9a-z])(?=[a-z]*[0-9])[0-9b-hjkmnp-z]{5,22}(?![0-9a-z])", re.ASCII)
_SHORT_LINKS = re.compile(r"\b(?:osm|openstreetmap)\.org/go/([A-Za-z0-9_~@]{3,10})", re.ASCII)
_LOCATORS = re.compile(
    r"(?<![0-9A-Za-z])[A-R]{2}\d{2}[A-X]{2}(?:\d{2}(?:[A-X]{2}(?:\d{2})?)?)?(?![0-9A-Za-z])", re.ASCII | re.IGNORECASE
)
_GEOREFS = re.compile(r"(?<![0-9A-Za-z])[A-HJ-NP-Z]{4}(?:\d{4}|\d{6}|\d{8}|\d{10})(?![0-9A-Za-z])", re.ASCII | re.IGNORECASE)
_TILES = re.compile(r"(?<!\d)(\d{1,2})[/,_-](\d{1,8})[/,_-](\d{1,8})(?!\d)", re.ASCII)
_NAMED_TILES = re.compile(r"[?&]([xyz])=(\d{1,8})(?!\d)", re.ASCII)
_QUADKEYS = re.compile(r"(?<![0-9A-Za-z])[ahrt]?([0-3]{8,30})(?![0-9A-Za-z])", re.ASCII)
_BASE64 = re.compile(r"(?<![A-Za-z0-9+/_-])[A-Za-z0-9+/_-]{8,4000}={0,2}", re.ASCII)
_GRID = re.compile(
    r"easting|northing|\butm|mgrs|kr[üu]e?ger|gauss|[sс][kк]-?42|pulkovo|пулково|\b[xy]_?(?:coord|m\b)", re.IGNORECASE
)
_AXIS_ROOM_M = 5.0
_MOST_KEPT = 10_000
_DEEPEST = 3
"""How many times a text is unpacked."""
_SHORT_SQUARES = re.compile(r"(?<![0-9A-Z])[A-HJ-NP-Z]{2}\s{0,3}(?:\d{2,5}\s{1,3}\d{2,5}|\d{4,10})(?!\d)", re.ASCII)
_GROUPED = re.compile(r"(?<=\d)[\s,.'’](?=\d{3}(?!\d))")
"""Thousands separators."""
_WHOLE = re.compile(r"(?<!\d)(\d{6,10})(?:[.,]\d{1,4})?(?!\d)")
_GAP = 40
"""Characters between degrees and minutes: "39 degrees of northern latitude and 45 minutes"."""
_PAIR_GAP = 60
"""Characters between two numbers that together name a place."""
_GRID_ROOM_M = 30.0
"""More than PROJ's ways from one datum to another differ by."""
_BROKEN = re.compile(r"(?<=\d)\s*([.,\u066b])\s+(?=\d)|(?<=\d)[\u066b\u00b7\u2022\u2219\u22c5](?=\d)")
"""A decimal point with a space after it, the Arabic one, or one at half height."""
_POWERS = re.compile(r"(?<![\w.])(\d{1,17}(?:\.\d{1,17})?)[eE]([+-]?\d{1,2})(?!\w)", re.ASCII)
"""A number as software writes it: 3.976e+01."""
_PLUS_CODE_DEG = 1 / 8000
"""The cell of a Plus Code of ten digits."""


_MOST_PACKED = 7
"""Digits of degrees, minutes and seconds in one piece."""
LONGEST = 20_000
"""Characters of a text that are looked through."""
TOO_LONG = f"more than {count_text(LONGEST)} characters, too many to search"


class _Axis(NamedTuple):
    """The latitude or the longitude of a record."""

    size_deg: float
    record: str
    step_deg: float
    """The step of the grid there, in degrees."""


class Secrets:
    """The positions of records, by their ids, that are not to be told more finely than a precision; a record may have several.

    A text reveals one if it is printed in steps finer than the grid's, and names it to within a hundredth of that, or
    to within its own. Digits that name a place which everyone knows to within their own step, and nothing else so closely,
    are that place's.
    """

    def __init__(self, positions: Sequence[tuple[str, Position]], precision: Precision, known: Collection[str] = ()) -> None:
        """Take the positions, and the ids of those among them that everyone knows."""
        self._positions, self._precision, self._known = positions, precision, frozenset(known)
        self._found: dict[str, tuple[tuple[str, str], ...]] = {}  # texts repeat, keys above all
        axes = [
            _Axis(abs(size), record, step)
            for record, at in positions
            for size, step in zip((at.lat_deg, at.lon_deg), precision.steps_deg(at.lat_deg), strict=True)
        ]
        self._axes = sorted(axes)
        self._widest_deg = max((axis.step_deg for axis in axes), default=0.0)

    def find_positions(self, text: str) -> Iterator[tuple[str, str]]:
        """Each piece of a text that reveals a position, with the id of the record whose position it is."""
        if text not in self._found:
            if len(self._found) >= _MOST_KEPT:
                self._found.clear()
            self._found[text] = tuple(self._search(text))
        yield from self._found[text]

    def _search(self, text: str) -> Iterator[tuple[str, str]]:
        told: set[str] = set()
        for version in _versions(text):
            for piece, records in (*self._angular(version), *self._coded(version), *self._paired(version)):
                for record in sorted(records - told):
                    told.add(record)
                    yield piece, record

    def _angular(self, text: str) -> Iterator[tuple[str, set[str]]]:
        for angle in _angles(text):
            yield angle.text, self._named(angle.size_deg, angle.unit_deg)

    def _named(self, size_deg: float, unit_deg: float) -> set[str]:
        """The records one of whose axes is revealed by an angle printed in a unit."""
        if unit_deg >= self._widest_deg or size_deg > 181:
            return set()  # as most numbers are: no need to look
        room = max(unit_deg, self._widest_deg / 100) * 1.000001
        start = bisect_left(self._axes, (size_deg - room,))
        end = bisect_right(self._axes, (size_deg + room, "\U0010ffff"))
        near = self._axes[start:end]
        fitting = {axis.record for axis in near if abs(axis.size_deg - size_deg) <= unit_deg * 1.000001}
        if self._known and fitting and fitting <= self._known:
            return set()
        return {
            axis.record
            for axis in near
            if unit_deg < 0.999 * axis.step_deg  # a step is not finer than itself
            and abs(axis.size_deg - size_deg) <= max(unit_deg, axis.step_deg / 100) * 1.000001
        } - (fitting & self._known)

    def _coded(self, text: str) -> Iterator[tuple[str, set[str]]]:
        for match in GRID_CODES.finditer(text.upper()):
            try:
                read = parse_coordinates(match[0])
            except CoordinatesError:
                continue
            at = read.position
            yield match[0], self._in_cell(at.lat_deg, at.lon_deg, read.lat_unit_deg, read.lon_unit_deg)
        for match in _SHORT_SQUARES.finditer(text.upper()):
            for zone in self._squares.get(match[0][:2], ()):
                with suppress(CoordinatesError):
                    read = parse_coordinates(f"{zone}{match[0]}")
                    at = read.position
                    yield match[0], self._in_cell(at.lat_deg, at.lon_deg, read.lat_unit_deg, read.lon_unit_deg)
        for match in _SHORT_CODES.finditer(text.upper()):
            yield match[0], self._codes.get(f"{match[1][-4:]}+{match[2]}", set())
        for piece, cell in _cells(text):
            yield piece, self._in_cell(*cell)

    def _in_cell(self, lat_deg: float, lon_deg: float, height_deg: float, width_deg: float) -> set[str]:
        """The records in a cell, or beside it, that is finer than the grid on either axis."""
        finer = self._named(abs(lat_deg), height_deg) | self._named(abs(lon_deg), width_deg)
        return finer & self._near(abs(lat_deg), height_deg) & self._near(abs(lon_deg), width_deg)

    def _near(self, size_deg: float, unit_deg: float) -> set[str]:
        """The records one of whose axes is as near to an angle as its unit, however coarse that is."""
        room = max(unit_deg, self._widest_deg / 100) * 1.000001
        start, end = bisect_left(self._axes, (size_deg - room,)), bisect_right(self._axes, (size_deg + room, "\U0010ffff"))
        return {axis.record for axis in self._axes[start:end]}

    @cached_property
    def _squares(self) -> dict[str, set[str]]:
        """The squares of MGRS in which the records lie, by their letters, with their zones, which many texts leave out."""
        found: dict[str, set[str]] = {}
        for _, at in self._positions:
            zone, letters = mgrs_text(at.lat_deg, at.lon_deg, digits=0).split()
            found.setdefault(letters, set()).add(zone)
        return found

    @cached_property
    def _codes(self) -> dict[str, set[str]]:
        """Records by the end of their Plus Codes, which with the name of a town is all that is written; finer than the grid."""
        found: dict[str, set[str]] = {}
        for record, at in self._positions:
            if record not in self._known and max(self._precision.steps_deg(at.lat_deg)) > _PLUS_CODE_DEG:
                found.setdefault(encode_plus_code(at.lat_deg, at.lon_deg)[4:], set()).add(record)
        return found

    @cached_property
    def _metres(self) -> list[tuple[float, float, str]]:
        """Eastings and northings of the records, without their signs."""
        return sorted(
            (abs(east), abs(north), record)
            for record, at in self._positions
            if record not in self._known  # which datum the digits have is not known, nor so how well they fit
            for east, north in grid_metres(at.lat_deg, at.lon_deg)
        )

    def _paired(self, text: str) -> Iterator[tuple[str, set[str]]]:
        """Two whole numbers that together name a place: metres on a grid, or a part of a degree."""
        is_grid = _GRID.search(text) is not None
        for version in dict.fromkeys((text, _GROUPED.sub("", text))):  # what divides thousands may as well divide decimals
            for match in _WHOLE.finditer(version) if is_grid else ():
                yield match[0], self._on_axis(int(match[1]))
            for first, second in pairwise(_WHOLE.finditer(version)):
                if second.start() - first.end() <= _PAIR_GAP:
                    one, other = int(first[1]), int(second[1])
                    piece = version[first.start() : second.end()]
                    yield piece, self._on_grid(one, other) | self._on_grid(other, one)
                    for parts in (1e5, 1e6, 1e7):
                        yield piece, self._named(one / parts, 1 / parts) & self._named(other / parts, 1 / parts)

    def _on_grid(self, east: int, north: int) -> set[str]:
        room_m = max(_GRID_ROOM_M, self._widest_deg * 1_110)
        start, end = bisect_left(self._metres, (east - room_m,)), bisect_right(self._metres, (east + room_m,))
        return {record for _, away, record in self._metres[start:end] if abs(away - north) <= room_m}

    def _on_axis(self, metres: int) -> set[str]:
        """The records one of whose eastings or northings is a number of metres, in a text that mentions such."""
        room_m = max(_AXIS_ROOM_M, self._widest_deg * 1_110)
        return {record for east, north, record in self._metres if min(abs(east - metres), abs(north - metres)) <= room_m}


def _versions(text: str) -> list[str]:
    """A text as it stands and as it looks, what is packed in it unpacked."""
    found, waiting = {text: None}, [text]
    for _ in range(_DEEPEST):
        inside = dict.fromkeys(one for packed in waiting for one in (unquote(packed), *_unpacked(packed)))
        waiting = [one for one in inside if one not in found]
        found |= dict.fromkeys(waiting)
    return list(dict.fromkeys((*found, *map(_plain, found))))


def _unpacked(text: str) -> Iterator[str]:
    """What stands in base64 in a text, where that is readable."""
    for match in _BASE64.finditer(text):
        packed = match[0].rstrip("=").replace("-", "+").replace("_", "/")
        with suppress(ValueError):
            inside = base64.b64decode(packed + "=" * (-len(packed) % 4), validate=True).decode("utf-8")
            if inside.isprintable():
                yield inside


def _cells(text: str) -> Iterator[tuple[str, tuple[float, float, float, float]]]:
    """Each code in a text that names a cell, with its middle and its sides in degrees."""
    for pattern, read in (
        (_GEOHASHES, geohash_cell),
        (_SHORT_LINKS, short_link_cell),
        (_LOCATORS, maidenhead_cell),
        (_GEOREFS, georef_cell),
    ):
        for match in pattern.finditer(text.lower() if pattern is _GEOHASHES else text):
            yield match[0], read(match[match.lastindex or 0])
    for piece, zoom, x, y in _find_tiles(text):
        yield piece, tile_cell(zoom, x, y)


def _find_tiles(text: str) -> Iterator[tuple[str, int, int, int]]:
    """Zoom, column and row of each tile of a map that a text names."""
    for match in _TILES.finditer(text):
        zoom, x, y = map(int, match.groups())
        yield from ((match[0], zoom, *pair) for pair in ((x, y), (y, x)) if zoom <= 30 and max(pair) < 2**zoom)
    named = {match[1]: int(match[2]) for match in _NAMED_TILES.finditer(text)}
    if len(named) == 3 and named["z"] <= 30 and max(named["x"], named["y"]) < 2 ** named["z"]:
        yield f"x={named['x']}&y={named['y']}", named["z"], named["x"], named["y"]
    for match in _QUADKEYS.finditer(text):
        x, y = (int("".join(str(int(digit) >> bit & 1) for digit in match[1]), 2) for bit in (0, 1))
        yield match[0], len(match[1]), x, y


def _plain(text: str) -> str:
    """A text as it looks: characters instead of their numbers, digits of any script, nothing that is invisible."""
    looks = _POWERS.sub(lambda found: f"{Decimal(found[0]):f}", unescape(text))
    if looks.isascii():
        return _BROKEN.sub(".", looks)
    looks = unicodedata.normalize("NFKC", looks)
    seen = (one for one in looks if unicodedata.category(one) != "Cf")
    digits = "".join(str(unicodedata.decimal(one)) if one.isdecimal() else one for one in seen)
    return _BROKEN.sub(".", digits)


def _angles(text: str) -> Iterator[_Angle]:
    for numbers in _NUMBERS:
        found = list(numbers.finditer(text))
        digits = [match[0].replace(",", ".") for match in found]
        for index, match in enumerate(found):
            last = index
            yield from _read_angle(digits[index : index + 1], match[0])
            while last < index + 2 and last + 1 < len(found) and digits[last].isdecimal():
                last += 1
                following = found[last]
                if following.start() - found[last - 1].end() > _GAP or float(digits[index]) > 180 or float(digits[last]) >= 60:
                    break
                yield from _read_angle(digits[index : last + 1], text[match.start() : following.end()])
            yield from _packed(digits[index])
            yield from _scaled(digits[index])


def _read_angle(parts: list[str], piece: str) -> Iterator[_Angle]:
    if float(parts[0]) <= 180 and all(float(part) < 60 for part in parts[1:]):
        size = sum(float(part) / 60**place for place, part in enumerate(parts))
        yield _Angle(size, _unit(parts[-1]) / 60 ** (len(parts) - 1), piece)


def _unit(digits: str) -> float:
    """The place value of the last digit of a number without an exponent."""
    return 10.0 ** -len(digits.partition(".")[2])


def _scaled(text: str) -> Iterator[_Angle]:
    """Angles that a number with many digits may stand for.

    It may count seconds, decimal minutes, radians, gons, decimal parts of a degree as whole numbers, or half turns in 31
    bits as some receivers do. It has enough digits to be none by chance.
    """
    whole, _, fraction = text.partition(".")
    if not fraction and 7 <= len(whole) <= 10:
        for degrees in (1e-5, 1e-6, 1e-7, 180 / 2**31):
            if (size := int(whole) * degrees) <= 180:
                yield _Angle(size, degrees, text)
    if len(whole) > 6 or len(whole) + len(fraction) < 4:
        return
    for degrees, is_likely in (
        (1 / 3600, len(whole) >= 4),
        (1 / 60, len(fraction) >= 2),
        (180 / math.pi, len(fraction) >= 4),
        (0.9, len(fraction) >= 3),
    ):
        if is_likely and (size := float(text) * degrees) <= 180:
            yield _Angle(size, _unit(text) * degrees, text)


def _packed(text: str) -> Iterator[_Angle]:
    """Degrees, minutes and seconds in one piece, as in ISO 6709."""
    whole, _, fraction = text.partition(".")
    for width in (2, 3) if len(whole) <= _MOST_PACKED else ():
        pieces = [whole[:width], *(whole[at : at + 2] for at in range(width, len(whole), 2))]
        if len(whole) > width and len(pieces) <= 3 and len(pieces[-1]) == 2:
            pieces[-1] += f".{fraction}" if fraction else ""
            yield from _read_angle(pieces, text)

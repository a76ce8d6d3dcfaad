"""Reads from a picture's Exif data where, when and in which direction it was taken; nothing else is read.

Three directories are looked at: the first one of the file, that of the camera and that of its receiver (GPS IFD). What
is damaged, contradicts itself or does not fit on the Earth is refused with a sentence, never repaired: a hemisphere that
is missing or stated twice, a denominator of zero, a latitude that is called "E", a fraction of a degree with minutes beside
it. The work is bounded by the number of entries, and no directory is followed from another but these.

Source: CIPA DC-008 (Exif 2.32), 4.6.2 to 4.6.6.
"""

from __future__ import annotations

import math
import re
import struct
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, NamedTuple

from geo.record.dates import parse_dates

MOST_ENTRIES = 500
"""Entries of a directory that are read; cameras write at most some hundred."""
_MOST_OF_A_VALUE = 64
"""Numbers or signs of a value that are read; those that matter here are shorter."""
_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 7: 1, 9: 4, 10: 8, 13: 4}
"""Bytes of a value by its type."""
_CAMERA, _RECEIVER = 0x8769, 0x8825
_ORIENTATION, _TAKEN, _OFFSET = 0x0112, 0x9003, 0x9011
_LAT_REF, _LAT, _LON_REF, _LON, _TIME, _STATUS, _NORTH, _DIRECTION, _DATUM, _DATE, _ERROR = 1, 2, 3, 4, 7, 9, 16, 17, 18, 29, 31
_READ = {
    0: {_ORIENTATION, _CAMERA, _RECEIVER},
    _CAMERA: {_TAKEN, _OFFSET},
    _RECEIVER: {0, _LAT_REF, _LAT, _LON_REF, _LON, _TIME, _STATUS, _NORTH, _DIRECTION, _DATUM, _DATE, _ERROR},
}
"""What is used of each directory, or says nothing by itself, such as the version of the GPS IFD."""
_WGS84 = re.compile(r"WGS[-_ ]?(19)?84", re.IGNORECASE)
_MOST_DECIMALS = 6
"""A decimal of a degree beyond the sixth is less than the width of a hand."""


@dataclass(frozen=True, slots=True)
class Exif:
    """What a camera noted, as far as it is used; None where it noted nothing that can be believed."""

    lon: str | None = None
    """Decimal degrees with the digits that the camera's figures justify, at most six decimals."""
    lat: str | None = None
    position_error_m: str | None = None
    """The camera's own figure in metres: a radius that holds 68 % of its errors."""
    taken_at: str | None = None
    """ISO 8601, with the offset from UTC where the camera notes it."""
    view_direction_deg: str | None = None
    view_north: str | None = None
    """"true" or "magnetic"."""
    orientation: int = 1
    """How the pixels have to be turned: 1 to 8."""
    refused: tuple[str, ...] = ()
    """What cannot be believed, a sentence without a capital and a full stop each."""
    unused: tuple[str, ...] = ()
    """Names of the tags of these directories that are not read."""


_DAMAGED = "the Exif data are damaged, and nothing of them is read"
_Directory = dict[int, Any]


class _Ratio(NamedTuple):
    """A fraction as it stands in the file, whose denominator says how fine the figure is."""

    over: int
    under: int

    @property
    def value(self) -> Fraction:
        """What it comes to."""
        return Fraction(self.over, self.under)


def read_exif(data: bytes | None) -> Exif:
    """What a picture's Exif data say; all None without any. It raises nothing, whatever the bytes are."""
    if data is None:
        return Exif()
    order = {b"II": "<", b"MM": ">"}.get(data[:2])
    if order is None or len(data) < 8 or struct.unpack_from(f"{order}H", data, 2)[0] != 42:
        return Exif(refused=(_DAMAGED,))
    main = _read_directory(data, order, struct.unpack_from(f"{order}I", data, 4)[0])
    if not main:
        return Exif(refused=(_DAMAGED,))
    refused: list[str] = []
    camera, receiver = (
        _linked((data, order), main.get(tag, ()), what, refused)
        for tag, what in ((_CAMERA, "the time"), (_RECEIVER, "the position and the direction"))
    )
    lon, lat = _position(receiver, refused)
    direction, north = _direction(receiver, refused)
    return Exif(
        lon,
        lat,
        _error(receiver, refused) if lat is not None else None,
        _taken_at(camera, receiver, refused),
        direction,
        north,
        _orientation(main),
        tuple(refused),
        tuple(_names(main, camera, receiver)),
    )


def _linked(file: tuple[bytes, str], link: Any, what: str, refused: list[str]) -> _Directory:
    """A directory to which the first one leads, if it has a link; empty with the reason where that leads to none."""
    if link == ():
        return {}
    found = _read_directory(*file, link[0]) if isinstance(link, list) else {}
    if not found:
        refused.append(f"the camera's notes of {what} are damaged or cut off, and nothing of them is read")
    return found


def _read_directory(data: bytes, order: str, at: Any) -> _Directory:
    """The values of a directory by their tags: texts, or lists of numbers or fractions.

    None where one has no value, or is there twice with different ones; nothing of a directory that is cut off.
    """
    if not isinstance(at, int) or at < 8 or at + 2 > len(data):
        return {}
    (count,) = struct.unpack_from(f"{order}H", data, at)
    found: _Directory = {}
    count = min(count, MOST_ENTRIES)
    if at + 2 + 12 * count > len(data):
        return {}
    for number in range(count):
        entry = at + 2 + 12 * number
        tag, form, length = struct.unpack_from(f"{order}HHI", data, entry)
        size = _SIZES.get(form, 0) * length
        start = entry + 8 if size <= 4 else struct.unpack_from(f"{order}I", data, entry + 8)[0]
        is_there = form in _SIZES and length and start + size <= len(data)
        value = _value(data, order, form, start, min(length, _MOST_OF_A_VALUE)) if is_there else None
        found[tag] = value if found.get(tag, value) == value else None
    return found


def _value(data: bytes, order: str, form: int, start: int, length: int) -> Any:
    if form in (1, 2, 7):
        raw = data[start : start + length]
        return list(raw) if form == 1 else raw.split(b"\0", 1)[0].decode("ascii", "replace").strip()
    if form in (5, 10):
        kind = "I" if form == 5 else "i"
        pairs = struct.unpack_from(f"{order}{2 * length}{kind}", data, start)
        return [_Ratio(over, under) if under else None for over, under in zip(pairs[::2], pairs[1::2], strict=True)]
    kind = {3: "H", 4: "I", 9: "i", 13: "I"}[form]
    return list(struct.unpack_from(f"{order}{length}{kind}", data, start))


def _position(receiver: _Directory, refused: list[str]) -> tuple[str | None, str | None]:
    """Longitude and latitude, or None twice and the reason."""
    if _LAT not in receiver and _LON not in receiver:
        return None, None
    lat = _degrees(receiver, _LAT, _LAT_REF, "NS", 90)
    lon = _degrees(receiver, _LON, _LON_REF, "EW", 180)
    datum, status = receiver.get(_DATUM, ""), receiver.get(_STATUS)
    if lat is None or lon is None:
        refused.append(
            "the camera's position cannot be believed: it is incomplete, its hemispheres are missing or exchanged, or its figures are out of range or contradict themselves"
        )
    elif lat[0] == lon[0] == 0:
        refused.append("the camera's position is 0, 0, which cameras write without reception")
    elif isinstance(status, str) and status.upper() == "V":
        refused.append("the camera's position was noted while reception was interrupted, and may be that of another place")
    elif not isinstance(datum, str):
        refused.append("the camera's position is in a datum whose name is damaged")
    elif datum and not _WGS84.fullmatch(datum):
        refused.append(f'the camera\'s position is in the datum "{datum}", not WGS 84; convert it and add it by hand')
    else:
        unit = min(lat[1], lon[1])  # one receiver writes both in one form, and a nought may be a figure or none
        decimals = max(0, min(_MOST_DECIMALS, math.ceil(-math.log10(unit))))
        return f"{float(lon[0]):.{decimals}f}", f"{float(lat[0]):.{decimals}f}"
    return None, None


def _degrees(receiver: _Directory, tag: int, ref_tag: int, letters: str, most: int) -> tuple[Fraction, float] | None:
    """Degrees with their sign, and the unit of the last figure in degrees; None where they cannot be believed."""
    parts, ref = receiver.get(tag), receiver.get(ref_tag)
    if not isinstance(parts, list) or not isinstance(ref, str) or ref.upper() not in tuple(letters) or not parts:
        return None
    if not all(isinstance(one, _Ratio) and one.value >= 0 for one in parts) or len(parts) > 3:
        return None
    parts = (parts + [_Ratio(0, 1)] * 2)[:3]
    degrees, minutes, seconds = (one.value for one in parts)
    if (degrees.denominator > 1 and (minutes or seconds)) or (minutes.denominator > 1 and seconds):
        return None  # some programs write decimal degrees with the minutes beside them
    value = degrees + minutes / 60 + seconds / 3600
    if minutes >= 60 or seconds >= 60 or value > most:
        return None
    fine = [(one, size) for one, size in zip(parts, (1, 60, 3600), strict=True) if one.over or abs(one.under) > 1]
    unit = min((1 / (abs(one.under) * size) for one, size in fine), default=1.0)
    return (-value if ref.upper() == letters[1] else value), unit


def _error(receiver: _Directory, refused: list[str]) -> str | None:
    found = receiver.get(_ERROR)
    if _ERROR not in receiver:
        return None
    if isinstance(found, list) and isinstance(found[0], _Ratio) and 0 < found[0].value < 1_000_000:
        return _short(found[0].value)
    refused.append("the camera's figure for the error of its position cannot be believed")
    return None


def _direction(receiver: _Directory, refused: list[str]) -> tuple[str | None, str | None]:
    found, north = receiver.get(_DIRECTION), receiver.get(_NORTH)
    if _DIRECTION not in receiver:
        return None, None
    if isinstance(found, list) and isinstance(found[0], _Ratio) and 0 <= found[0].value <= 360:
        words = {"T": "true", "M": "magnetic"}
        return _short(found[0].value), words.get(north.upper()) if isinstance(north, str) else None
    refused.append("the camera's direction is no angle from 0 to 360 degrees")
    return None, None


def _short(value: Fraction) -> str:
    """A figure to a tenth, rounded up where it would be nothing."""
    return f"{max(float(value), 0.1) if value else 0.0:.1f}".removesuffix(".0")


_STAMP = re.compile(r"(\d{4}):(\d{2}):(\d{2}) (\d{2}:\d{2}:\d{2})", re.ASCII)


def _taken_at(camera: _Directory, receiver: _Directory, refused: list[str]) -> str | None:
    """When it was taken: by the camera's clock, else by the receiver's, which is in UTC."""
    stamp, offset = camera.get(_TAKEN), camera.get(_OFFSET)
    if isinstance(stamp, str) and stamp.strip(" :0"):
        match = _STAMP.fullmatch(stamp)
        if match is None:
            refused.append(f'the camera\'s time "{stamp}" is none')
            return None
        offset = offset.strip(" :") if isinstance(offset, str) else ""
        if offset and not re.fullmatch(r"[+-]\d{2}:\d{2}", offset, re.ASCII):
            refused.append(f'the camera\'s offset from UTC "{offset}" is none')
            offset = ""
        return _believed(f"{match[1]}-{match[2]}-{match[3]}T{match[4]}{offset}", refused)
    day, time = receiver.get(_DATE), receiver.get(_TIME)
    if isinstance(day, str) and isinstance(time, list) and len(time) == 3 and all(isinstance(one, _Ratio) for one in time):
        hours, minutes, seconds = (float(one.value) for one in time)
        text = f"{day.replace(':', '-')}T{hours:02g}:{minutes:02g}:{math.floor(seconds):02}Z"  # an hour with a fraction is none
        return _believed(text, refused)
    return None


def _believed(text: str, refused: list[str]) -> str | None:
    try:
        parse_dates(text)
    except ValueError:
        refused.append(f'the camera\'s time "{text}" is none')
        return None
    return text


def _orientation(main: _Directory) -> int:
    found = main.get(_ORIENTATION)
    return found[0] if isinstance(found, list) and found and found[0] in range(1, 9) else 1


def _names(main: _Directory, camera: _Directory, receiver: _Directory) -> list[str]:
    """The tags that are not read, by name where they have one."""
    from PIL import ExifTags  # rarely needed

    found: list[str] = []
    for key, directory in ((0, main), (_CAMERA, camera), (_RECEIVER, receiver)):
        names = ExifTags.GPSTAGS if key == _RECEIVER else ExifTags.TAGS
        found += [str(names.get(tag, f"tag {tag}")) for tag in directory if tag not in _READ[key]]
    return list(dict.fromkeys(found))

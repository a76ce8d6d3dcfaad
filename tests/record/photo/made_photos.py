"""Makes photographs for tests: pictures with Exif data of any content, byte for byte as asked for."""

from __future__ import annotations

import random
import struct
from io import BytesIO
from typing import TYPE_CHECKING

from PIL import Image

if TYPE_CHECKING:
    from collections.abc import Sequence

Entry = tuple[int, int, object]
"""Tag, type and value: a text, bytes, numbers, or pairs of numbers for fractions."""

BYTE, ASCII, SHORT, LONG, RATIONAL, SIGNED = 1, 2, 3, 4, 5, 10
SHUSHA = {
    "lat": ((39, 1), (45, 1), (3810, 100)),
    "lon": ((46, 1), (44, 1), (3390, 100)),
}


def gps(
    lat: Sequence[tuple[int, int]] = SHUSHA["lat"],
    lon: Sequence[tuple[int, int]] = SHUSHA["lon"],
    refs: tuple[str | None, str | None] = ("N", "E"),
    *more: Entry,
) -> list[Entry]:
    """The directory of a camera's receiver."""
    named = [(tag, ASCII, ref) for tag, ref in ((1, refs[0]), (3, refs[1])) if ref is not None]
    return [(0, BYTE, (2, 3, 0, 0)), *named, (2, RATIONAL, lat), (4, RATIONAL, lon), *more]


def exif(
    main: Sequence[Entry] = (), camera: Sequence[Entry] = (), receiver: Sequence[Entry] = (), *, order: str = "<"
) -> bytes:
    """Exif data with these three directories, from the byte order on."""
    head = (b"II*\0" if order == "<" else b"MM\0*") + struct.pack(f"{order}I", 8)
    pointers = [(tag, entries) for tag, entries in ((0x8769, camera), (0x8825, receiver)) if entries]
    size = _size(len(main) + len(pointers))
    found, at = b"", 8 + size
    links: list[Entry] = []
    parts = []
    main_data, at = _data(main, at, order)
    for tag, entries in pointers:
        links.append((tag, LONG, (at,)))
        directory = _directory(entries, at, order)
        parts.append(directory)
        at += len(directory)
    found = _directory([*main, *links], 8, order, data_at=8 + size)
    assert len(found) == size + len(main_data)
    return head + found + b"".join(parts)


def _size(count: int) -> int:
    return 2 + 12 * count + 4


def _raw(form: int, value: object, order: str) -> tuple[int, bytes]:
    """The count and the bytes of a value."""
    if isinstance(value, str):
        value = value.encode() + b"\0"
    if isinstance(value, bytes):
        return len(value), value
    assert isinstance(value, list | tuple)
    if form in (RATIONAL, SIGNED):
        kind = "I" if form == RATIONAL else "i"
        return len(value), b"".join(struct.pack(f"{order}2{kind}", *pair) for pair in value)
    kind = {BYTE: "B", SHORT: "H", LONG: "I"}[form]
    return len(value), struct.pack(f"{order}{len(value)}{kind}", *value)


def _data(entries: Sequence[Entry], at: int, order: str) -> tuple[bytes, int]:
    data = b"".join(raw for _, form, value in entries if len(raw := _raw(form, value, order)[1]) > 4)
    return data, at + len(data)


def _directory(entries: Sequence[Entry], at: int, order: str, *, data_at: int | None = None) -> bytes:
    data_at = at + _size(len(entries)) if data_at is None else data_at
    rows, data = b"", b""
    for tag, form, value in entries:
        count, raw = _raw(form, value, order)
        rows += struct.pack(f"{order}HHI", tag, form, count)
        if len(raw) <= 4:
            rows += raw.ljust(4, b"\0")
        else:
            rows += struct.pack(f"{order}I", data_at + len(data))
            data += raw
    return struct.pack(f"{order}H", len(entries)) + rows + b"\0\0\0\0" + data


def picture(width: int = 64, height: int = 48, *, seed: int = 0) -> Image.Image:
    """A picture of soft light and dark, another one for each seed."""
    coarse = Image.frombytes("RGB", (7, 6), random.Random(seed).randbytes(7 * 6 * 3))
    return coarse.resize((width, height), Image.Resampling.BICUBIC)


def jpeg(data: bytes | None = None, *, image: Image.Image | None = None, quality: int = 90) -> bytes:
    """A JPEG file with Exif data, or without."""
    file = BytesIO()
    more = {} if data is None else {"exif": b"Exif\0\0" + data}
    (image or picture()).save(file, "JPEG", quality=quality, **more)
    return file.getvalue()


def png(data: bytes | None = None, *, image: Image.Image | None = None) -> bytes:
    """A PNG file with Exif data, or without."""
    file = BytesIO()
    more = {} if data is None else {"exif": data}
    (image or picture()).save(file, "PNG", **more)
    return file.getvalue()


def webp(data: bytes | None = None, *, image: Image.Image | None = None) -> bytes:
    """A WebP file with Exif data, or without."""
    file = BytesIO()
    more = {} if data is None else {"exif": data}
    (image or picture()).save(file, "WEBP", **more)
    return file.getvalue()

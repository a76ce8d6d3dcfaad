"""Tells by its first bytes what a picture's file is, and takes it apart only as far as its size and its Exif data.

A name is not believed, and nothing is decoded here. JPEG, PNG and WebP are read. Everything else is refused with a
sentence: what can hold a program or another file's address (SVG, XML, HTML, PostScript, PDF), what only large decoders
read (HEIC, AVIF), and what is rarely a photograph (GIF, BMP, TIFF, and raw formats, which are TIFF).

Sources: ITU-T T.81 (JPEG), annex B; W3C, Portable Network Graphics (third edition), 5 and 11; RFC 9649 (WebP).
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from typing import TYPE_CHECKING

from geo.earth.quantities import count_text

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_PHOTO_BYTES = 64 << 20
"""The most bytes of a picture that are read at once."""
MOST_PIXELS_OF_JPEG, MOST_PIXELS = 250_000_000, 40_000_000
"""Pixels of the largest picture that is decoded: JPEG at an eighth of its size, the others whole, at some 8 bytes a pixel."""
MOST_SCANS = 100
"""Scans of a JPEG file: each is decoded over the whole picture, and cameras write one, or about ten."""
_MOST_PARTS = 10_000
"""Segments or chunks that are looked at for the Exif data and the size."""


class PhotoError(ValueError):
    """A picture's file that is not read, with the reason as a sentence without a capital and a full stop."""


class PhotoFormat(StrEnum):
    """What a picture's file is."""

    JPEG = "JPEG"
    PNG = "PNG"
    WEBP = "WebP"


@dataclass(frozen=True, slots=True)
class Container:
    """What a picture's file says of itself before anything is decoded."""

    form: PhotoFormat
    width: int
    """Pixels."""
    height: int
    exif: bytes | None = None
    """The Exif data, from the byte order on; None without any."""


_AS_JPEG = "save a copy as JPEG with its metadata, and keep the original"
_REFUSED = (
    (b"GIF8", "a GIF file, which is rarely a photograph"),
    (b"BM", "a BMP file, which holds no position and no time"),
    (b"II*\0", f"a TIFF file or a camera's raw file; {_AS_JPEG}"),
    (b"MM\0*", f"a TIFF file or a camera's raw file; {_AS_JPEG}"),
    (b"%PDF", "a PDF document; save the photograph in it as a file of its own"),
    (b"%!PS", "a PostScript program"),
    (b"\xc5\xd0\xd3\xc6", "a PostScript program"),
    (b"8BPS", f"a Photoshop file; {_AS_JPEG}"),
    (b"PK\x03\x04", "a ZIP archive; unpack it"),
)
_BRANDS = {
    b"heic": "HEIC",
    b"heix": "HEIC",
    b"mif1": "HEIF",
    b"msf1": "HEIF",
    b"hevc": "HEIC",
    b"avif": "AVIF",
    b"avis": "AVIF",
}


def open_container(data: bytes) -> Container:
    """What a picture's file is, how large its picture is, and its Exif data.

    Raises:
        PhotoError: if it is none that is read, is damaged, or is too large to be decoded.
    """
    if len(data) > MAX_PHOTO_BYTES:
        raise PhotoError(f"is larger than {MAX_PHOTO_BYTES >> 20} MiB, the most that is read of a picture")
    if data.startswith(b"\xff\xd8\xff"):
        found = _open_jpeg(data)
    elif data.startswith(b"\x89PNG\r\n\x1a\n"):
        found = _open_png(data)
    elif data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        found = _open_webp(data)
    else:
        raise PhotoError(f"is {_describe(data)}; wanted a photograph as JPEG, PNG or WebP")
    most = MOST_PIXELS_OF_JPEG if found.form is PhotoFormat.JPEG else MOST_PIXELS
    if found.width * found.height > most:
        size = f"{count_text(found.width)} × {count_text(found.height)} pixels"
        raise PhotoError(f"has {size}, more than the {count_text(most // 1_000_000)} million that are decoded of {found.form}")
    return found


def _describe(data: bytes) -> str:
    """What a file is that is not read."""
    if not data:
        return "empty"
    if data[4:8] == b"ftyp":
        name = _BRANDS.get(data[8:12])
        return (
            f"{'an' if name == 'AVIF' else 'a'} {name} file; {_AS_JPEG}" if name else "a video or another file of that family"
        )
    for start, what in _REFUSED:
        if data.startswith(start):
            return what
    start = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith(b"<"):
        return "an SVG drawing" if b"<svg" in start else "an HTML or XML document"
    return "not a picture by its first bytes"


def _open_jpeg(data: bytes) -> Container:
    size: tuple[int, int] | None = None
    exif = None
    for marker, start, end in _segments(data):
        if marker == 0xE1 and exif is None and data[start : start + 6] == b"Exif\0\0":
            exif = data[start + 6 : end]
        elif 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC) and size is None and end - start >= 5:
            height, width = struct.unpack_from(">HH", data, start + 1)
            size = width, height
    if size is None or not all(size):
        raise PhotoError("is a damaged JPEG file: it does not say how large the picture is")
    if data.count(b"\xff\xda") > MOST_SCANS:
        raise PhotoError(f"has more than {MOST_SCANS} scans, which would take long to decode")
    return Container(PhotoFormat.JPEG, *size, exif)


def _segments(data: bytes) -> Iterator[tuple[int, int, int]]:
    """Marker, start and end of each segment up to the first scan."""
    at = 2
    for _ in range(_MOST_PARTS):
        while data[at : at + 1] == b"\xff" and data[at + 1 : at + 2] == b"\xff":  # fill bytes
            at += 1
        if at + 4 > len(data) or data[at] != 0xFF:
            return
        marker = data[at + 1]
        if marker == 0xDA:
            return
        (length,) = struct.unpack_from(">H", data, at + 2)
        if length < 2:
            return
        yield marker, at + 4, min(at + 2 + length, len(data))
        at += 2 + length


def _open_png(data: bytes) -> Container:
    chunks = list(islice(_chunks(data, 8, ">"), _MOST_PARTS))
    if not chunks or chunks[0][0] != b"IHDR" or chunks[0][2] - chunks[0][1] != 13:
        raise PhotoError("is a damaged PNG file: it does not say how large the picture is")
    width, height = struct.unpack_from(">II", data, chunks[0][1])
    exif = next((data[start:end] for name, start, end in chunks if name == b"eXIf"), None)
    return Container(PhotoFormat.PNG, width, height, exif)


def _chunks(data: bytes, at: int, order: str) -> Iterator[tuple[bytes, int, int]]:
    """Name, start and end of each chunk: of PNG, whose length comes first and a checksum last, or of RIFF."""
    while at + 8 <= len(data):
        if order == ">":
            length, name = struct.unpack_from(">I4s", data, at)
            after = 4
        else:
            name, length = struct.unpack_from("<4sI", data, at)
            after = length % 2
        yield name, at + 8, min(at + 8 + length, len(data))
        at += 8 + length + after


def _open_webp(data: bytes) -> Container:
    chunks = {name: (start, end) for name, start, end in reversed(list(islice(_chunks(data, 12, "<"), _MOST_PARTS)))}
    size = None
    for name, read in ((b"VP8X", _extended), (b"VP8L", _lossless), (b"VP8 ", _lossy)):
        if name in chunks and chunks[name][1] - chunks[name][0] >= 10:
            size = read(data, chunks[name][0])
            break
    if size is None:
        raise PhotoError("is a damaged WebP file: it does not say how large the picture is")
    start, end = chunks.get(b"EXIF", (0, 0))
    exif = data[start:end].removeprefix(b"Exif\0\0") if end > start else None  # some programs write it as JPEG does
    return Container(PhotoFormat.WEBP, *size, exif)


def _extended(data: bytes, at: int) -> tuple[int, int]:
    width, height = (int.from_bytes(data[start : start + 3], "little") + 1 for start in (at + 4, at + 7))
    return width, height


def _lossless(data: bytes, at: int) -> tuple[int, int]:
    bits = int.from_bytes(data[at + 1 : at + 5], "little")
    return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1


def _lossy(data: bytes, at: int) -> tuple[int, int] | None:
    if data[at + 3 : at + 6] != b"\x9d\x01\x2a":
        return None
    width, height = struct.unpack_from("<HH", data, at + 6)
    return (width & 0x3FFF, height & 0x3FFF) if width and height else None

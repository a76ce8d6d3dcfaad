"""Tells by its first bytes what a picture's file is, and takes it apart only as far as its size and its Exif data.

A name is not believed, and nothing is decoded here. JPEG, PNG and WebP are read. Everything else is refused with a
sentence: what can hold a program or another file's address (SVG, XML, HTML, PostScript, PDF), what only large decoders
read (HEIC, AVIF), and what is rarely a photograph (GIF, BMP, TIFF, and raw formats, which are TIFF).

Sources: ITU-T T.81 (JPEG), annex B; W3C, Portable Network Graphics (third edition), 5 and 11; RFC 9649 (WebP).
"""

from __future__ import annotations

import re
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
"""Pixels of the largest picture that is decoded: JPEG in one scan at an eighth of its size, all others whole, at up to 20 bytes a pixel."""
MOST_SCANS = 100
"""Scans of a JPEG file: each is decoded over the whole picture, and cameras write one, or about ten."""
MOST_EFFORT = 40_000_000_000
"""Pixels of JPEG in one scan, or what takes as long to decode, of all photographs of a record: some minutes."""
_EFFORT = {"JPEG": 1, "PNG": 4, "WebP": 10}
"""How long a pixel takes to decode, measured in pixels of JPEG."""
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
    scans: int = 1
    """How often a JPEG file goes over its picture; with more than one it is decoded whole."""
    unread: tuple[str, ...] = ()
    """What else the file may say of where, when and by whom it was taken, none of which is read."""

    @property
    def effort(self) -> int:
        """How many pixels of JPEG in one scan take about as long to decode."""
        return self.width * self.height * self.scans * _EFFORT[self.form]


_AS_JPEG = "save a copy as JPEG with its metadata, and keep the original"
_UNREAD = {
    0xE1: ((b"http://ns.adobe.com/", "XMP"), (b"Exif\0\0", "a second part of the Exif data")),
    0xED: ((b"Photoshop 3.0", "IPTC"),),
}
_MARKER = re.compile(rb"\xff([^\x00\x01\xd0-\xd7\xff])")
"""A marker of JPEG with a segment behind it, or the end of the picture."""
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
    most = MOST_PIXELS_OF_JPEG if found.form is PhotoFormat.JPEG and found.scans == 1 else MOST_PIXELS
    if found.width * found.height > most:
        kind = f"{found.form} in several scans" if found.scans > 1 else found.form
        size = f"{count_text(found.width)} × {count_text(found.height)} pixels"
        raise PhotoError(f"has {size}, more than the {count_text(most // 1_000_000)} million that are decoded of {kind}")
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
    exif, scans = None, 0
    unread: dict[str, None] = {}
    for marker, start, end in _segments(data):
        if marker == 0xDA:
            scans += 1
        elif marker == 0xE1 and exif is None and not scans and data[start : start + 6] == b"Exif\0\0":
            exif = data[start + 6 : end]
        elif name := next((name for start_of, name in _UNREAD.get(marker, ()) if data.startswith(start_of, start, end)), None):
            unread[name] = None
        elif 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC) and size is None and end - start >= 5:
            height, width = struct.unpack_from(">HH", data, start + 1)
            size = width, height
    if size is None or not all(size):
        raise PhotoError("is a damaged JPEG file: it does not say how large the picture is")
    if scans > MOST_SCANS:
        raise PhotoError(f"has more than {MOST_SCANS} scans, which would take long to decode")
    return Container(PhotoFormat.JPEG, *size, exif, max(scans, 1), tuple(unread))


def _segments(data: bytes) -> Iterator[tuple[int, int, int]]:
    """Marker, start and end of each segment up to the end of the picture, behind which phones keep a video or another picture.

    Between them, whatever is no marker is passed over, as decoders do: the pixels, fill bytes, and what is damaged.
    """
    at = 2
    for _ in range(_MOST_PARTS):
        found = _MARKER.search(data, at)
        if found is None or found[1] == b"\xd9" or found.end() + 2 > len(data):
            return
        at = found.end()
        (length,) = struct.unpack_from(">H", data, at)
        if length < 2:
            return
        yield found[1][0], at + 2, min(at + length, len(data))
        at += length
    raise PhotoError(f"has more than {count_text(_MOST_PARTS)} segments, which no camera writes")


def _open_png(data: bytes) -> Container:
    chunks = list(islice(_chunks(data, 8, ">"), _MOST_PARTS))
    if not chunks or chunks[0][0] != b"IHDR" or chunks[0][2] - chunks[0][1] != 13:
        raise PhotoError("is a damaged PNG file: it does not say how large the picture is")
    width, height = struct.unpack_from(">II", data, chunks[0][1])
    exif = next((data[start:end] for name, start, end in chunks if name == b"eXIf"), None)
    xmp = any(name == b"iTXt" and data.startswith(b"XML:com.adobe.xmp", start, end) for name, start, end in chunks)
    return Container(PhotoFormat.PNG, width, height, exif, unread=("XMP",) if xmp else ())


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
    return Container(PhotoFormat.WEBP, *size, exif, unread=("XMP",) if b"XMP " in chunks else ())


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

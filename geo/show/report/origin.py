"""Ties a report to its record and to the map: the record's hash in the file, and a QR code that leads back from paper."""

from __future__ import annotations

import hashlib
import math
import re
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from geo.earth.geodesy import wgs84
from geo.record.escape import printable
from geo.record.read_bytes import read_file, require_file

if TYPE_CHECKING:
    import os

    from geo.show.report.chart.frame import Frame

MARK = "debris-sites record sha256:"
"""What stands before the hash among the keywords of a PDF."""
MOST_READ = 256 * 1024 * 1024
_MOST_IN_LINK = 1_000
"""Letters of a link beyond which a printed code has squares too small for a telephone."""
_LINK = re.compile(r'https?://[^\s<>"]+')
_SCREEN_PX, _TILE_PX, _DEEPEST = 800, 256, 19
_HASH = re.compile(MARK.encode() + rb"([0-9a-f]{64})")
_AS_TEXT = re.compile(rb"SHA-256(?:<[^>]{0,40}>|[\s|:\\*-]){1,20}([0-9a-f]{64})")


def require_link(link: str) -> str:
    """A link that can be printed as a code.

    Raises:
        ValueError: if it is not an address, or too long.
    """
    if not _LINK.fullmatch(link) or printable(link) != link:
        raise ValueError(
            f'--link: wanted the address of the page, such as "https://example.org/map.html", not "{printable(link[:80])}"'
        )
    if len(link) > _MOST_IN_LINK:
        raise ValueError(
            f"--link: an address of {len(link)} letters makes a code too fine to be scanned; wanted at most {_MOST_IN_LINK}"
        )
    return link


def link_to_view(link: str, frame: Frame | None, sha256: str) -> str:
    """The page's address with the view of the report's map, unless it has a view of its own, and the record's hash.

    The page reads `map=zoom/latitude/longitude` after "#" and leaves alone what it does not know.
    """
    address, _, state = link.partition("#")
    words = [state] if state else []
    if not state and frame is not None:
        words.append(f"map={_zoom(frame)}/{frame.lat_deg:.6f}/{frame.lon_deg:.6f}")
    return f"{address}#{'&'.join([*words, f'sha256={sha256}'])}"


def _zoom(frame: Frame) -> int:
    """The deepest zoom at which a map of 800 pixels holds the frame.

    Source: the tiling of the Web Mercator projection, 256 pixels around the equator at zoom 0.
    """
    if not frame.local:
        return 1
    around_m = 2 * math.pi * wgs84().a * math.cos(math.radians(frame.lat_deg))
    zoom = math.log2(max(_SCREEN_PX * around_m / (_TILE_PX * (frame.right - frame.left)), 1.0))
    return min(math.floor(zoom), _DEEPEST)


def draw_code(text: str) -> tuple[bytes, int]:
    """A QR code (ISO/IEC 18004) as SVG, and how many squares wide it is with its margins; up to 15 % of it may be damaged."""
    import segno

    file, code = BytesIO(), segno.make(text, error="m", micro=False)
    code.save(file, kind="svg", border=4, xmldecl=True, svgclass=None, lineclass=None)
    return file.getvalue(), int(code.symbol_size(border=4)[0])


def hash_record(path: str | os.PathLike[str]) -> str:
    """The SHA-256 of a record's file, as reports name it.

    Raises:
        OSError: if the file cannot be read.
    """
    require_file(path)
    with Path(path).open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def read_hash(path: str | os.PathLike[str]) -> str:
    """The SHA-256 of the record that a report names.

    Raises:
        OSError: if the file cannot be read.
        ValueError: if it names none, or several.
    """
    content = read_file(path, MOST_READ)
    if len(content) > MOST_READ:
        raise ValueError(f"{path}: larger than {MOST_READ // 1024**2} MiB; wanted a report that geo report wrote")
    found: set[bytes] = set(_HASH.findall(content)) if content.startswith(b"%PDF-") else set(_AS_TEXT.findall(content))
    if len(found) == 1:
        return found.pop().decode()
    what = f"{len(found)} different hashes of records" if found else "no hash of a record"
    raise ValueError(f"{path}: {what} in it; wanted a report that geo report wrote")

"""Reads picture tiles from MBTiles and PMTiles files; nothing that such a file says makes it read long or much."""

from __future__ import annotations

import json
import os
import re
import sqlite3
import stat
import zlib
from bisect import bisect_right
from contextlib import closing, contextmanager
from functools import lru_cache
from pathlib import Path
from time import monotonic
from typing import IO, TYPE_CHECKING, Any, NamedTuple

from geo.earth.quantities import count_text
from geo.record.escape import printable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from geo.earth.tiles import Tile

MAX_ZOOM = 24
"""Closer zooms, on which a tile is 2 m wide, are in no map."""
SECONDS = 20
"""How long all reading from one file may take."""
_MAX_TILE_BYTES = 8 * 2**20
_MAX_DIRECTORY_BYTES = 2**20
"""What a directory or the metadata of a PMTiles file may have when unpacked; those of whole planets have some 50 kB."""
_MOST_NAMES = 1_000
_MOST_LETTERS = 1_000
_DEPTH = 4
"""Directories on the way to a tile. Source: PMTiles 3, which allows for the root and few levels of leaves."""


class TileFile(NamedTuple):
    """A tile file that is open."""

    zooms: range
    """Those that it has, as far as they are in `MAX_ZOOM`."""
    max_zoom: int
    """The closest one that it claims to have."""
    attribution: str
    read: Callable[[Tile], bytes | None]
    """The data of a tile, whatever they are.

    Raises:
        TimeoutError: if the time is over.
        ValueError: if the file is broken.
    """


@contextmanager
def open_tile_file(path: Path) -> Iterator[TileFile]:
    """An .mbtiles or .pmtiles file, open for reading.

    Raises:
        OSError: if there is no such file.
        ValueError: if it is no such file, or a broken one.
    """
    if not stat.S_ISREG(path.stat().st_mode):
        raise ValueError(printable(f"{path} is not a regular file"))
    with (_mbtiles if path.suffix.lower() == ".mbtiles" else _pmtiles)(path) as found:
        yield found


def _attribution(path: Path, markup: object) -> str:
    text = re.sub(r"<[^<>]*>", "", markup[: 4 * _MOST_LETTERS]) if isinstance(markup, str) else path.name
    return text if len(text) <= _MOST_LETTERS else text[: _MOST_LETTERS - 1] + "…"


def _zooms(path: Path, low: object, high: object) -> range:
    if low is None:
        raise ValueError(printable(f"{path} holds no tiles"))
    if not (isinstance(low, int) and isinstance(high, int) and 0 <= low <= high):
        raise ValueError(printable(f"{path} has zooms from {str(low)[:20]} to {str(high)[:20]}, which is none that a map has"))
    if low > MAX_ZOOM:
        raise ValueError(printable(f"{path} has zooms from {low} on; a map has them up to {MAX_ZOOM}"))
    return range(low, min(high, MAX_ZOOM) + 1)


@contextmanager
def _mbtiles(path: Path) -> Iterator[TileFile]:
    """Source: MBTiles 1.3; rows count from the south there."""
    ends = monotonic() + SECONDS

    def failed(error: sqlite3.Error) -> Exception:
        if monotonic() > ends:
            return TimeoutError()
        return ValueError(printable(f"{path} is not an MBTiles file: {error}"))

    def read(tile: Tile) -> bytes | None:
        query = "SELECT tile_data FROM tiles WHERE zoom_level = ? AND tile_column = ? AND tile_row = ?"
        try:
            row = base.execute(query, (tile.zoom, tile.x, 2**tile.zoom - 1 - tile.y)).fetchone()
        except sqlite3.Error as error:
            raise failed(error) from None
        return row[0] if row and isinstance(row[0], bytes) else None

    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as base:
        base.text_factory = lambda data: data.decode("utf-8", "replace")
        base.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _MAX_TILE_BYTES)
        base.set_progress_handler(lambda: monotonic() > ends, 10_000)
        try:
            base.execute("PRAGMA trusted_schema = 0")
            about = dict(base.execute("SELECT name, value FROM metadata LIMIT ?", (_MOST_NAMES,)))
            low, high = base.execute("SELECT min(zoom_level), max(zoom_level) FROM tiles").fetchone()
        except sqlite3.Error as error:
            if isinstance(why := failed(error), TimeoutError):
                raise ValueError(printable(f"{path} is not read: after {SECONDS} s its zooms were not known")) from None
            raise why from None
        zooms = _zooms(path, low, high)
        yield TileFile(zooms, high, _attribution(path, about.get("attribution")), read)


class _Entry(NamedTuple):
    run: int
    """How many tiles share the data; 0 for a directory."""
    length: int
    offset: int


@contextmanager
def _pmtiles(path: Path) -> Iterator[TileFile]:
    with path.open("rb") as file:
        try:
            archive = _Archive(file)
            about = archive.metadata()
        except ValueError as error:
            raise ValueError(printable(f"{path} is not a PMTiles file: {error}")) from None
        zooms = _zooms(path, archive.header["min_zoom"], archive.header["max_zoom"])

        def read(tile: Tile) -> bytes | None:
            try:
                return archive.read(tile)
            except ValueError as error:
                raise ValueError(printable(f"{path} is not a PMTiles file: {error}")) from None

        yield TileFile(zooms, archive.header["max_zoom"], _attribution(path, about.get("attribution")), read)


class _Archive:
    """A PMTiles file. Source: PMTiles 3."""

    def __init__(self, file: IO[bytes]) -> None:
        from pmtiles.tile import Compression, deserialize_header  # few maps need it

        self._file, self._size, self._ends = file, os.fstat(file.fileno()).st_size, monotonic() + SECONDS
        try:
            self.header: Any = deserialize_header(file.read(127))
        except Exception as error:  # noqa: BLE001  # the package has an error of its own for each line
            raise ValueError(str(error) or type(error).__name__) from None
        packing = self.header["internal_compression"]
        if packing not in (Compression.NONE, Compression.GZIP):
            raise ValueError(f"its directories are packed as {packing.name}; wanted gzip or none")
        self._packed = packing is Compression.GZIP
        self._directory = lru_cache(maxsize=64)(self._read_directory)

    def metadata(self) -> dict[str, Any]:
        try:
            about = json.loads(self._unpacked(self.header["metadata_offset"], self.header["metadata_length"]) or b"{}")
        except (ValueError, RecursionError) as error:
            raise ValueError(f"its metadata cannot be read: {error}") from None
        return about if isinstance(about, dict) else {}

    def read(self, tile: Tile) -> bytes | None:
        from pmtiles.tile import zxy_to_tileid

        if monotonic() > self._ends:
            raise TimeoutError
        wanted = zxy_to_tileid(tile.zoom, tile.x, tile.y)
        offset, length = self.header["root_offset"], self.header["root_length"]
        for _ in range(_DEPTH):
            ids, entries = self._directory(offset, length)
            at = bisect_right(ids, wanted) - 1
            if at < 0:
                return None
            found = entries[at]
            if found.run:
                if wanted >= ids[at] + found.run or found.length > _MAX_TILE_BYTES:
                    return None
                return self._part(self.header["tile_data_offset"] + found.offset, found.length)
            offset, length = self.header["leaf_directory_offset"] + found.offset, found.length
        raise ValueError("a directory leads to directories without end")

    def _read_directory(self, offset: int, length: int) -> tuple[list[int], list[_Entry]]:
        try:
            return _directory(self._unpacked(offset, length))
        except (IndexError, OverflowError):
            raise ValueError("a directory ends too early") from None

    def _unpacked(self, offset: int, length: int) -> bytes:
        data = self._part(offset, min(length, _MAX_DIRECTORY_BYTES))
        try:
            return _gunzipped(data) if self._packed else data
        except zlib.error as error:
            raise ValueError(str(error)) from None

    def _part(self, offset: int, length: int) -> bytes:
        if offset >= self._size:
            return b""
        self._file.seek(offset)
        return self._file.read(length)


def _gunzipped(data: bytes) -> bytes:
    if not data:
        return data
    unpacking = zlib.decompressobj(wbits=31)
    text = unpacking.decompress(data, _MAX_DIRECTORY_BYTES)
    if unpacking.unconsumed_tail:
        raise ValueError(f"a directory has more than {count_text(_MAX_DIRECTORY_BYTES)} bytes when unpacked")
    return text


def _directory(data: bytes) -> tuple[list[int], list[_Entry]]:
    """Ids of tiles in their order, and what stands for each.

    Raises:
        IndexError: if it ends too early.
        OverflowError: if it is said to have more entries than bytes.
    """
    at = 0

    def number() -> int:
        nonlocal at
        value = shift = 0
        while True:
            byte = data[at]
            at += 1
            value |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                return value
            if shift > 63:
                raise OverflowError

    count = number()
    if count > len(data):
        raise OverflowError
    ids: list[int] = []
    for _ in range(count):
        ids.append((ids[-1] if ids else 0) + number())
    runs = [number() for _ in ids]
    lengths = [number() for _ in ids]
    offsets: list[int] = []
    for length in [0, *lengths[:-1]][: len(ids)]:
        written = number()
        offsets.append(offsets[-1] + length if written == 0 and offsets else written - 1)
    if any(offset < 0 for offset in offsets):
        raise OverflowError
    return ids, [_Entry(*one) for one in zip(runs, lengths, offsets, strict=True)]

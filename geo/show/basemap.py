"""What may lie under the map: tile hosts that answer a page on a disk, or tiles that travel in the page."""

from __future__ import annotations

import re
import sqlite3
from base64 import b64encode
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo.earth.tiles import Bounds, Tile, tiles_within

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

MAX_EMBEDDED_BYTES = 8 * 2**20
"""Pictures that a page may carry: more makes it too large to send by mail."""
_ESRI = "https://server.arcgisonline.com/ArcGIS/rest/services/{}/MapServer/tile/{{z}}/{{y}}/{{x}}"
_SIGNATURES = {b"\x89PNG": "image/png", b"\xff\xd8\xff": "image/jpeg", b"RIFF": "image/webp"}


@dataclass(frozen=True, slots=True)
class BaseMap:
    """One map to lie underneath: tiles of a host, or tiles in the page."""

    name: str
    attribution: str
    url: str | None = None
    max_zoom: int = 19
    min_zoom: int = 0
    needs_referrer: bool = False
    """True if the host refuses a page that was opened from a disk."""
    tiles: dict[str, str] = field(default_factory=dict)
    """Pictures as data URLs by "zoom/column/row"."""
    note: str | None = None

    @property
    def host(self) -> str | None:
        """Scheme and host of the tiles, for the page's policy."""
        found = re.match(r"https?://[^/]+", self.url or "")
        return found[0] if found else None

    def plain(self) -> dict[str, Any]:
        """For the page."""
        shared = {"name": self.name, "attribution": self.attribution, "max_zoom": self.max_zoom, "note": self.note}
        if self.url is None:
            return {**shared, "tiles": self.tiles, "min_zoom": self.min_zoom}
        host = (self.host or "").split("//")[1]
        return {**shared, "url": self.url, "host": host, "needs_referrer": self.needs_referrer}


ONLINE = {
    "topo": BaseMap(
        "Topographic", "Esri, TomTom, Garmin, FAO, NOAA, USGS, OpenStreetMap contributors", _ESRI.format("World_Topo_Map")
    ),
    "imagery": BaseMap("Imagery", "Esri, Maxar, Earthstar Geographics", _ESRI.format("World_Imagery")),
    "osm": BaseMap(
        "OpenStreetMap",
        "OpenStreetMap contributors",
        "https://tile.openstreetmap.org/{z}/{x}/{y}.png",
        needs_referrer=True,
    ),
}
"""Hosts that want no key. Since March 2026 OpenStreetMap's refuses pages without a referrer, and so all pages on a disk."""


def chosen(tiles: str | None, bounds: Bounds) -> tuple[BaseMap, ...]:
    """The base maps to offer: all hosts for None, else the named one, an address with {z}, {x} and {y}, or a tile file.

    Raises:
        ValueError: if it is none of these, or a file without a tile in the bounds.
        OSError: if the file cannot be read.
    """
    if tiles is None:
        return tuple(ONLINE.values())
    if tiles in ONLINE:
        return (ONLINE[tiles],)
    if re.match(r"https?:", tiles):
        return (_custom(tiles),)
    readers: dict[str, Callable[[Path], _Reader]] = {".mbtiles": _mbtiles, ".pmtiles": _pmtiles}
    path = Path(tiles)
    if path.suffix.lower() not in readers:
        names = ", ".join(ONLINE)
        raise ValueError(
            f'tiles are {names}, an address with {{z}}, {{x}} and {{y}}, or an .mbtiles or .pmtiles file, not "{tiles}"'
        )
    path.stat()  # a missing file is said to be missing, whatever its driver would say
    return (_embedded(path, readers[path.suffix.lower()](path), bounds),)


def _custom(url: str) -> BaseMap:
    found = re.fullmatch(r"https?://([a-zA-Z0-9.-]+(?::\d{1,5})?)/[\w./{}?=&%+,~:@-]*", url)
    if not found or not all(part in url for part in ("{z}", "{x}", "{y}")) or re.search(r"\{(?![zxy]\})", url):
        raise ValueError(f'wanted an address such as https://example.org/{{z}}/{{x}}/{{y}}.png, not "{url}"')
    return BaseMap(found[1], found[1], url)


@dataclass(frozen=True)
class _Reader:
    """A tile file: its zooms, its attribution, and a picture for a tile."""

    zooms: range
    attribution: str
    read: Callable[[Tile], bytes | None]


def _embedded(path: Path, reader: _Reader, bounds: Bounds) -> BaseMap:
    """The tiles within the bounds, zoom by zoom, as long as they fit into the page."""
    tiles: dict[str, str] = {}
    zooms: list[int] = []
    room = MAX_EMBEDDED_BYTES
    note = None
    for zoom in reader.zooms:
        layer = dict(_pictures(reader, bounds, zoom))
        room -= sum(map(len, layer.values()))
        if room < 0:
            note = f"Zoom {zoom} and closer are left out: the page would be too large."
            break
        if layer:
            tiles |= layer
            zooms.append(zoom)
    if not tiles:
        raise ValueError(f"{path} has no picture tiles for the area of the map")
    return BaseMap(path.stem, reader.attribution, None, zooms[-1], zooms[0], tiles=tiles, note=note)


def _pictures(reader: _Reader, bounds: Bounds, zoom: int) -> Iterator[tuple[str, str]]:
    for tile in tiles_within(bounds, zoom):
        data = reader.read(tile)
        kind = next((kind for sign, kind in _SIGNATURES.items() if data and data.startswith(sign)), None)
        if data and kind:  # anything else is no picture, whatever the file says it is
            yield f"{zoom}/{tile.x}/{tile.y}", f"data:{kind};base64,{b64encode(data).decode()}"


def _plain_text(markup: str) -> str:
    return re.sub(r"<[^>]*>", "", markup)


def _mbtiles(path: Path) -> _Reader:
    """Source: MBTiles 1.3; rows count from the south there."""
    try:
        with closing(_open(path)) as base:
            about = dict(base.execute("SELECT name, value FROM metadata"))
            low, high = base.execute("SELECT min(zoom_level), max(zoom_level) FROM tiles").fetchone()
    except sqlite3.DatabaseError as error:
        raise ValueError(f"{path} is not an MBTiles file: {error}") from None
    if low is None:
        raise ValueError(f"{path} holds no tiles")

    def read(tile: Tile) -> bytes | None:
        with closing(_open(path)) as base:
            query = "SELECT tile_data FROM tiles WHERE zoom_level = ? AND tile_column = ? AND tile_row = ?"
            row = base.execute(query, (tile.zoom, tile.x, 2**tile.zoom - 1 - tile.y)).fetchone()
        return bytes(row[0]) if row else None

    return _Reader(range(low, high + 1), _plain_text(str(about.get("attribution", path.name))), read)


def _open(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)


def _pmtiles(path: Path) -> _Reader:
    from pmtiles.reader import MmapSource, Reader  # noqa: PLC0415  # few maps need it

    def read(tile: Tile) -> bytes | None:
        with path.open("rb") as file:
            picture: bytes | None = Reader(MmapSource(file)).get(tile.zoom, tile.x, tile.y)
            return picture

    try:
        with path.open("rb") as file:
            archive = Reader(MmapSource(file))
            header, about = archive.header(), archive.metadata()
    except Exception as error:
        if isinstance(error, OSError):
            raise
        raise ValueError(f"{path} is not a PMTiles file: {error or type(error).__name__}") from None
    return _Reader(
        range(header["min_zoom"], header["max_zoom"] + 1), _plain_text(str(about.get("attribution", path.name))), read
    )

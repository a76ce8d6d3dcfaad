"""Selects the base maps that a page offers: tile hosts, which are asked when a reader chooses one, or tiles in the page."""

from __future__ import annotations

import re
from base64 import b64encode
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo.earth.tiles import Bounds, count_within, iter_tiles_within
from geo.record.escape import printable
from geo.show.map.languages import PageSentence
from geo.show.map.tile_file import MAX_ZOOM, TileFile, open_tile_file

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_EMBEDDED_BYTES = 8 * 2**20
"""Pictures that a page may carry: more makes it too large to send by mail."""
MOST_LOOKUPS = 20_000
"""Tiles that are looked for in a file: more pictures than the page may carry."""
_ESRI = "https://server.arcgisonline.com/ArcGIS/rest/services/{}/MapServer/tile/{{z}}/{{y}}/{{x}}"
_SIGNATURES = {b"\x89PNG": "image/png", b"\xff\xd8\xff": "image/jpeg", b"RIFF": "image/webp"}


TOO_MANY = "Zoom {zoom} and closer are left out: the area has too many tiles there."
TOO_LONG = "Zoom {zoom} and closer are left out: reading them takes too long."
TOO_LARGE = "Zoom {zoom} and closer are left out: the page would be too large."
TOO_CLOSE = "Zooms closer than {zoom} are left out."
NOTES = TOO_MANY, TOO_LONG, TOO_LARGE, TOO_CLOSE
"""What a page may say of the tiles that it carries."""


@dataclass(frozen=True, slots=True)
class BaseMap:
    """One map to lie underneath: tiles of a host, or tiles in the page."""

    key: str
    """What stands for it in a link."""
    name: str
    attribution: str
    url: str | None = None
    max_zoom: int = 19
    min_zoom: int = 0
    needs_referrer: bool = False
    """True if the host refuses a page that was opened from a disk."""
    tiles: dict[str, str] = field(default_factory=dict)
    """Pictures as data URLs by "zoom/column/row"."""
    note: PageSentence | None = None

    @property
    def host(self) -> str | None:
        """Scheme and host of the tiles, for the page's policy."""
        found = re.match(r"https?://[^/]+", self.url or "")
        return found[0] if found else None

    def plain(self) -> dict[str, Any]:
        """For the page."""
        shared = {
            "key": self.key,
            "name": self.name,
            "attribution": self.attribution,
            "max_zoom": self.max_zoom,
            "note": self.note and self.note.plain(),
        }
        if self.url is None:
            return {**shared, "tiles": self.tiles, "min_zoom": self.min_zoom}
        host = (self.host or "").split("//")[1]
        return {**shared, "url": self.url, "host": host, "needs_referrer": self.needs_referrer}


ONLINE = {
    "topo": BaseMap(
        "topo",
        "Topographic",
        "Esri, TomTom, Garmin, FAO, NOAA, USGS, OpenStreetMap contributors",
        _ESRI.format("World_Topo_Map"),
    ),
    "imagery": BaseMap("imagery", "Imagery", "Esri, Maxar, Earthstar Geographics", _ESRI.format("World_Imagery")),
    "osm": BaseMap(
        "osm",
        "OpenStreetMap",
        "© OpenStreetMap contributors, openstreetmap.org/copyright",
        "https://tile.openstreetmap.org/{z}/{x}/{y}.png",
        needs_referrer=True,
    ),
}
"""Hosts that want no key. Since March 2026 OpenStreetMap's refuses pages without a referrer, and so all pages on a disk."""


def choose_base_maps(tiles: str | None, bounds: Bounds) -> tuple[BaseMap, ...]:
    """The base maps to offer: all hosts for None, else the named one, an address with {z}, {x} and {y}, or a tile file.

    Raises:
        ValueError: if it is none of these, or a file without a tile in the bounds.
        OSError: if the file cannot be read.
    """
    if tiles is None:
        return tuple(ONLINE.values())
    if tiles in ONLINE:
        return (ONLINE[tiles],)
    if re.match(r"https?:", tiles, re.IGNORECASE):
        return (_custom(tiles),)
    path = Path(tiles)
    if path.suffix.lower() not in (".mbtiles", ".pmtiles"):
        names = ", ".join(ONLINE)
        raise ValueError(
            f'tiles are {names}, an address with {{z}}, {{x}} and {{y}}, or an .mbtiles or .pmtiles file, not "{tiles}"'
        )
    return (_embedded(path, bounds),)


def _custom(url: str) -> BaseMap:
    """A host of the user's; one of OpenStreetMap's comes with its rules, however its name is spelled.

    Source: https://operations.osmfoundation.org/policies/tiles/
    """
    found = re.fullmatch(r"(?i:https?)://([a-zA-Z0-9.-]+(?::\d{1,5})?)/[\w./{}?=&%+,~:@-]*", url)
    if not found or not all(part in url for part in ("{z}", "{x}", "{y}")) or re.search(r"\{(?![zxy]\})", url):
        raise ValueError(f'wanted an address such as https://example.org/{{z}}/{{x}}/{{y}}.png, not "{url}"')
    host = found[1].lower()
    name, _, port = host.partition(":")
    name = name.rstrip(".")
    if re.search(r"(?:^|\.)openstreetmap\.org$", name):
        return replace(ONLINE["osm"], url=f"https://{name}{url[found.end(1) :]}")
    host = f"{name}:{port}" if port else name
    return BaseMap("own", host, host, f"{url[: found.start(1)].lower()}{host}{url[found.end(1) :]}")


def _embedded(path: Path, bounds: Bounds) -> BaseMap:
    """The tiles within the bounds, zoom by zoom, as long as they fit into the page and can be read in time."""
    tiles: dict[str, str] = {}
    zooms: list[int] = []
    room, lookups = MAX_EMBEDDED_BYTES, MOST_LOOKUPS
    note = None
    with open_tile_file(path) as file:
        for zoom in file.zooms:
            lookups -= count_within(bounds, zoom)
            if lookups < 0:
                note = _note(TOO_MANY, zoom)
                break
            layer: dict[str, str] | None = None
            with suppress(TimeoutError):
                layer = dict(_pictures(file, bounds, zoom, room))
            if layer is None:
                note = _note(TOO_LONG, zoom)
                break
            room -= sum(map(len, layer.values()))
            if room < 0:
                note = _note(TOO_LARGE, zoom)
                break
            if layer:
                tiles |= layer
                zooms.append(zoom)
        else:
            if file.max_zoom > MAX_ZOOM:
                note = _note(TOO_CLOSE, MAX_ZOOM)
    if not tiles:
        raise ValueError(printable(f"{path} has no raster tiles for the area of the map{f'. {note.said()}' if note else ''}"))
    return BaseMap("file", path.stem, file.attribution, None, zooms[-1], zooms[0], tiles=tiles, note=note)


def _note(text: str, zoom: int) -> PageSentence:
    return PageSentence(text, values={"zoom": str(zoom)})


def _pictures(file: TileFile, bounds: Bounds, zoom: int, room: int) -> Iterator[tuple[str, str]]:
    """The pictures of a zoom, until they are too many."""
    for tile in iter_tiles_within(bounds, zoom):
        data = file.read(tile)
        kind = next((kind for sign, kind in _SIGNATURES.items() if data and data.startswith(sign)), None)
        if data and kind:  # anything else is no picture, whatever the file says it is
            picture = f"data:{kind};base64,{b64encode(data).decode()}"
            yield f"{zoom}/{tile.x}/{tile.y}", picture
            room -= len(picture)
            if room < 0:
                return

import gzip
import re
import sqlite3
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pmtiles.tile import Compression, TileType, zxy_to_tileid
from pmtiles.writer import write as pmtiles_writer

import geo
from geo.earth.tiles import Bounds, Tile, find_tile, iter_tiles_within
from geo.show.map import basemap
from geo.show.map import tile_file as tilefile

SHUSHA = Bounds(46.74, 39.75, 46.76, 39.77)


def picture(shade: int) -> bytes:
    """A grey PNG of one pixel."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(bytes([0, shade]))) + chunk(b"IEND", b"")
    )


def mbtiles(path: Path, zooms: range, data: bytes | None = None) -> Path:
    """A file with a picture for each tile of the area, rows counted from the south."""
    with sqlite3.connect(path) as base:
        base.execute("CREATE TABLE metadata (name TEXT, value TEXT)")
        base.execute("CREATE TABLE tiles (zoom_level INTEGER, tile_column INTEGER, tile_row INTEGER, tile_data BLOB)")
        base.execute("INSERT INTO metadata VALUES ('attribution', '<b onmouseover=alert(1)>Made</b> for a test')")
        for zoom in zooms:
            for tile in iter_tiles_within(SHUSHA, zoom):
                row = (zoom, tile.x, 2**zoom - 1 - tile.y, data or picture(zoom * 10))
                base.execute("INSERT INTO tiles VALUES (?, ?, ?, ?)", row)
    base.close()
    return path


def pmtiles(path: Path, zooms: range) -> Path:
    """The same as an archive."""
    with pmtiles_writer(str(path)) as writer:
        tiles = [tile for zoom in zooms for tile in iter_tiles_within(SHUSHA, zoom)]
        for tile in sorted(tiles, key=lambda one: zxy_to_tileid(*one)):
            writer.write_tile(zxy_to_tileid(*tile), picture(tile.zoom * 10))
        header = {
            "tile_type": TileType.PNG,
            "tile_compression": Compression.NONE,
            "min_lon_e7": 0,
            "min_lat_e7": 0,
            "max_lon_e7": 0,
            "max_lat_e7": 0,
            "center_zoom": 0,
            "center_lon_e7": 0,
            "center_lat_e7": 0,
        }
        writer.finalize(header, {"attribution": "Made for a test"})
    return path


@pytest.mark.parametrize("make", [mbtiles, pmtiles])
def test_tiles_travel_in_the_page(make, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    """Every tile of the area, as the file holds it, from either format."""
    (one,) = basemap.choose_base_maps(str(make(tmp_path / f"town.{make.__name__}", range(12, 15))), SHUSHA)
    assert (one.name, one.attribution, one.min_zoom, one.max_zoom) == ("town", "Made for a test", 12, 14)
    assert set(one.tiles) == {f"{z}/{t.x}/{t.y}" for z in range(12, 15) for t in iter_tiles_within(SHUSHA, z)}
    at = find_tile(46.75, 39.76, 14)
    import base64

    head, data = one.tiles[f"14/{at.x}/{at.y}"].split(",")
    assert head == "data:image/png;base64"
    assert base64.b64decode(data) == picture(140)
    assert one.host is None


def test_what_does_not_fit_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Close zooms are left out where the page would be too large, and the page says so."""
    monkeypatch.setattr(basemap, "MAX_EMBEDDED_BYTES", 1_000)
    (one,) = basemap.choose_base_maps(str(mbtiles(tmp_path / "t.mbtiles", range(12, 17))), SHUSHA)
    assert one.note
    assert "left out: the page would be too large" in one.note.said()
    assert one.max_zoom < 16


@pytest.mark.parametrize(
    ("tiles", "message"),
    [
        ("nonsense", "tiles are topo, imagery, osm, an address"),
        ("https://example.org/tiles.png", "wanted an address such as"),
        ("https://example.org/{z}/{x}/{y}/{s}.png", "wanted an address such as"),
        ("https://example.org; script-src */{z}/{x}/{y}", "wanted an address such as"),
        ("https://exa mple.org/{z}/{x}/{y}", "wanted an address such as"),
    ],
)
def test_other_tiles_are_refused(tiles: str, message: str) -> None:
    """An address that could change the page's policy, or that cannot name a tile, is refused."""
    with pytest.raises(ValueError, match=message):
        basemap.choose_base_maps(tiles, SHUSHA)


def test_a_host_of_ones_own() -> None:
    """Its host alone gets into the policy."""
    (one,) = basemap.choose_base_maps("https://tiles.example.org:8443/a/{z}/{x}/{y}.png?key=1", SHUSHA)
    assert one.host == "https://tiles.example.org:8443"


@pytest.mark.parametrize(
    "url",
    [
        "https://tile.openstreetmap.org/{z}/{x}/{y}.png",
        "http://tile.openstreetmap.org/{z}/{x}/{y}.png",
        "HTTPS://Tile.OpenStreetMap.Org/{z}/{x}/{y}.png",
        "https://a.tile.openstreetmap.org/{z}/{x}/{y}.png",
        "https://tile.openstreetmap.org./{z}/{x}/{y}.png",
        "https://TILE.openstreetmap.org.:443/{z}/{x}/{y}.png",
    ],
)
def test_openstreetmap_by_any_name_has_its_rules(url: str) -> None:
    """However the address of OpenStreetMap's tiles is spelled, its credit, closest zoom and referrer come with it."""
    (one,), (known,) = basemap.choose_base_maps(url, SHUSHA), basemap.choose_base_maps("osm", SHUSHA)
    for rule in ("name", "attribution", "max_zoom", "needs_referrer"):
        assert getattr(one, rule) == getattr(known, rule)
    assert one.host in ("https://tile.openstreetmap.org", "https://a.tile.openstreetmap.org")


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://openstreetmap.org.example.org/{z}/{x}/{y}.png", "https://openstreetmap.org.example.org"),
        ("https://notopenstreetmap.org/{z}/{x}/{y}.png", "https://notopenstreetmap.org"),
        ("https://Tiles.Example.ORG.:8443/{z}/{x}/{y}.png", "https://tiles.example.org:8443"),
    ],
)
def test_other_hosts_have_no_rules_of_openstreetmap(url: str, host: str) -> None:
    """A host that is not OpenStreetMap's is asked by every page, under the name that the page's policy can hold."""
    (one,) = basemap.choose_base_maps(url, SHUSHA)
    assert (one.needs_referrer, one.host) == (False, host)


@pytest.mark.parametrize("name", ["t.mbtiles", "t.pmtiles"])
def test_a_file_that_is_none(name: str, tmp_path: Path) -> None:
    """Nonsense, a missing file, and a file for elsewhere are said to be so."""
    path = tmp_path / name
    with pytest.raises(FileNotFoundError):
        basemap.choose_base_maps(str(path), SHUSHA)
    path.write_bytes(b"nonsense " * 100)
    with pytest.raises(ValueError, match="is not a"):
        basemap.choose_base_maps(str(path), SHUSHA)
    elsewhere = mbtiles(tmp_path / "elsewhere.mbtiles", range(14, 15))
    with pytest.raises(ValueError, match="no raster tiles for the area"):
        basemap.choose_base_maps(str(elsewhere), Bounds(0, 0, 0.01, 0.01))


def test_only_pictures_are_embedded(tmp_path: Path) -> None:
    """A tile that is no picture, whatever it is, stays out."""
    path = mbtiles(tmp_path / "t.mbtiles", range(14, 15), b"<svg onload=alert(1)>")
    with pytest.raises(ValueError, match="no raster tiles"):
        basemap.choose_base_maps(str(path), SHUSHA)


def test_a_page_that_names_no_host(assessment: geo.Assessment) -> None:
    """With `online=False` nothing in the page but the sources' own addresses begins with http."""
    page = geo.draw_map(assessment, online=False).get_root().render()
    assert "arcgisonline" not in page
    assert "tile.openstreetmap" not in page
    assert "arcgisonline" in geo.draw_map(assessment).get_root().render()


def changed(path: Path, *, zooms: range = range(12, 13), sql: str = "") -> Path:
    """An .mbtiles file that some SQL has changed."""
    base = sqlite3.connect(mbtiles(path, zooms))
    base.executescript(sql)
    base.close()
    return path


ENDLESS = "WITH RECURSIVE c(x) AS (SELECT 0 UNION ALL SELECT x + 1 FROM c)"
PLACE, HUGE = ("zoom_level", "tile_column", "tile_row"), "zeroblob(999999999) AS tile_data"
ODD_MBTILES = {
    "zoom as text": ("UPDATE tiles SET zoom_level = 'twelve'", "has zooms from twelve to twelve, which is none that a map has"),
    "zoom as blob": ("UPDATE tiles SET zoom_level = x'ff'", "which is none that a map has"),
    "zoom below 0": ("UPDATE tiles SET zoom_level = -1", "has zooms from -1 to -1"),
    "zoom of 30": ("UPDATE tiles SET zoom_level = 30", "has zooms from 30 on; a map has them up to 24"),
    "data as number": ("UPDATE tiles SET tile_data = 1000000000", "no raster tiles"),
    "data as text": ("UPDATE tiles SET tile_data = 'picture'", "no raster tiles"),
    "no data": ("UPDATE tiles SET tile_data = NULL", "no raster tiles"),
    "no tiles": ("DELETE FROM tiles", "holds no tiles"),
    "no table": ("DROP TABLE tiles", "is not an MBTiles file: no such table: tiles"),
    "endless metadata": (
        f"DROP TABLE metadata; CREATE VIEW metadata AS {ENDLESS} SELECT x AS name, x AS value FROM c WHERE x < 0",
        "after 1 s its zooms were not known",
    ),
    "endless zooms": (
        f"DROP TABLE tiles; CREATE VIEW tiles AS {ENDLESS} SELECT x AS zoom_level, 0 AS tile_column, 0 AS tile_row FROM c",
        "after 1 s its zooms were not known",
    ),
    "huge data": (
        f"DROP TABLE tiles; CREATE VIEW tiles AS SELECT {', '.join(f'0 AS {name}' for name in PLACE)}, {HUGE}",
        "too big",
    ),
}


@pytest.mark.parametrize("case", ODD_MBTILES)
def test_an_odd_mbtiles_file_is_a_sentence(case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Other types than the format has, and views that never end or hold too much; it names the file."""
    monkeypatch.setattr(tilefile, "SECONDS", 1)
    sql, message = ODD_MBTILES[case]
    with pytest.raises(ValueError, match=re.escape(message)) as raised:
        basemap.choose_base_maps(str(changed(tmp_path / "t.mbtiles", sql=sql)), SHUSHA)
    assert "t.mbtiles" in str(raised.value)


def test_a_zoom_with_too_many_tiles_is_left_out_and_said(tmp_path: Path) -> None:
    """Zooms that were read are kept; from the first that is not on, the page says which are missing and why."""
    path = str(changed(tmp_path / "t.mbtiles", sql="INSERT INTO tiles VALUES (30, 0, 0, x'00')"))
    (one,) = basemap.choose_base_maps(path, SHUSHA)
    note = "Zoom 21 and closer are left out: the area has too many tiles there."
    assert (one.min_zoom, one.max_zoom, one.note and one.note.said()) == (12, 12, note)
    (one,) = basemap.choose_base_maps(path, Bounds(46.75, 39.76, 46.75, 39.76))
    assert one.note
    assert one.note.said() == "Zooms closer than 24 are left out."


def test_a_zoom_that_takes_too_long_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The deadline of a file ends in the middle of it: what came before is kept."""
    path = mbtiles(tmp_path / "t.mbtiles", range(12, 15))
    read = tilefile.open_tile_file

    @contextmanager
    def slow(path: Path) -> Iterator[tilefile.TileFile]:
        def late(tile: Tile) -> bytes | None:
            if tile.zoom > 12:
                raise TimeoutError
            return file.read(tile)

        with read(path) as file:
            yield file._replace(read=late)

    monkeypatch.setattr(basemap, "open_tile_file", slow)
    (one,) = basemap.choose_base_maps(str(path), SHUSHA)
    assert (one.max_zoom, one.note and one.note.said()) == (12, "Zoom 13 and closer are left out: reading them takes too long.")


def test_reading_tiles_makes_no_file(tmp_path: Path) -> None:
    """Reading tiles creates no file, even beside a database in WAL mode."""
    path = changed(tmp_path / "t.mbtiles", sql="PRAGMA journal_mode = WAL")
    before = sorted(tmp_path.iterdir())
    assert basemap.choose_base_maps(str(path), SHUSHA)[0].tiles
    assert sorted(tmp_path.iterdir()) == before


def test_a_long_attribution_is_cut(tmp_path: Path) -> None:
    """To a thousand letters, and plain text."""
    sql = f"UPDATE metadata SET value = '{'<' * 100_000}'"
    (one,) = basemap.choose_base_maps(str(changed(tmp_path / "t.mbtiles", sql=sql)), SHUSHA)
    assert len(one.attribution) == 1_000
    assert one.attribution.endswith("…")


def archive(path: Path, zooms: tuple[int, int], root: bytes, metadata: bytes = b"{}", packed: int = 1) -> Path:
    """A .pmtiles file of a few hundred bytes whose parts are as they are given."""
    start = 127
    sizes = (start, len(root), start + len(root), len(metadata), start, 10**9, start, 10**9, 0, 0, 0)
    header = b"PMTiles\x03" + struct.pack("<11Q", *sizes) + bytes([1, packed, 1, 2, *zooms]) + bytes(25)
    assert len(header) == 127
    path.write_bytes(header + root + metadata)
    return path


def varints(*values: int) -> bytes:
    made = bytearray()
    for value in values:
        left = value
        while left > 0x7F:
            made.append(left & 0x7F | 0x80)
            left >>= 7
        made.append(left)
    return bytes(made)


ODD_PMTILES: dict[str, tuple[tuple[int, int], bytes, bytes, int, str]] = {
    "zooms to 255": (
        (0, 255),
        varints(0),
        b"{}",
        1,
        "no raster tiles for the area of the map. Zoom 21 and closer are left out",
    ),
    "zooms from 255": ((255, 255), varints(0), b"{}", 1, "has zooms from 255 on; a map has them up to 24"),
    "zooms upside down": ((9, 3), varints(0), b"{}", 1, "has zooms from 9 to 3"),
    "endless directories": ((0, 3), varints(1, 0, 0, 5, 1), b"{}", 1, "directories without end"),
    "many entries": ((0, 3), varints(2**40, 0), b"{}", 1, "a directory ends too early"),
    "cut directory": ((0, 3), varints(5, 1, 1), b"{}", 1, "a directory ends too early"),
    "endless number": ((0, 3), b"\xff" * 100, b"{}", 1, "a directory ends too early"),
    "far tile": ((0, 3), varints(1, 0, 100, 50, 2**60), b"{}", 1, "no raster tiles"),
    "unknown packing": ((0, 3), varints(0), b"{}", 3, "its directories are packed as BROTLI; wanted gzip or none"),
    "no such packing": ((0, 3), varints(0), b"{}", 77, "is not a PMTiles file"),
    "broken gzip": ((0, 3), b"nonsense", b"nonsense", 2, "is not a PMTiles file"),
    "swelling metadata": ((0, 3), varints(0), gzip.compress(b" " * 2**24), 2, "more than 1,048,576 bytes when unpacked"),
    "deep metadata": ((0, 3), varints(0), b"[" * 200_000, 1, "its metadata cannot be read"),
}


@pytest.mark.parametrize("case", ODD_PMTILES)
def test_an_odd_pmtiles_file_is_a_sentence(case: str, tmp_path: Path) -> None:
    """Zooms that no map has, and directories that are broken, endless or swell; it names the file."""
    zooms, root, metadata, packed, message = ODD_PMTILES[case]
    with pytest.raises(ValueError, match=re.escape(message)) as raised:
        basemap.choose_base_maps(str(archive(tmp_path / "t.pmtiles", zooms, root, metadata, packed)), SHUSHA)
    assert "t.pmtiles" in str(raised.value)


def test_metadata_that_are_no_object_are_none(tmp_path: Path) -> None:
    """A list as metadata, or a number as attribution, leaves the name of the file to stand for it."""
    path = tmp_path / "t.pmtiles"
    for metadata in (b"[1]", b'{"attribution": 5}'):
        with tilefile.open_tile_file(archive(path, (0, 3), varints(0), metadata)) as file:
            assert file.attribution == "t.pmtiles"


@given(data=st.data())
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@pytest.mark.parametrize("make", [mbtiles, pmtiles])
def test_mutated_tiles_are_an_answer_or_a_sentence(make, data: st.DataObject, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    """Whichever bytes of a file are others, it is read or refused with a ValueError."""
    good = tmp_path / f"good.{make.__name__}"
    if not good.exists():
        make(good, range(12, 14))
    content = bytearray(good.read_bytes())
    for _ in range(data.draw(st.integers(1, 8))):
        content[data.draw(st.integers(0, min(len(content), 4_000) - 1))] = data.draw(st.integers(0, 255))
    path = tmp_path / f"bad.{make.__name__}"
    path.write_bytes(bytes(content))
    with suppress(ValueError):
        basemap.choose_base_maps(str(path), SHUSHA)

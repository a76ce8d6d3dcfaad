import sqlite3
import struct
import zlib
from pathlib import Path

import pytest
from pmtiles.tile import Compression, TileType, zxy_to_tileid
from pmtiles.writer import write as pmtiles_writer

import geo
from geo.earth.tiles import Bounds, tile_of, tiles_within
from geo.show import basemap

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
            for tile in tiles_within(SHUSHA, zoom):
                row = (zoom, tile.x, 2**zoom - 1 - tile.y, data or picture(zoom * 10))
                base.execute("INSERT INTO tiles VALUES (?, ?, ?, ?)", row)
    base.close()
    return path


def pmtiles(path: Path, zooms: range) -> Path:
    """The same as an archive."""
    with pmtiles_writer(str(path)) as writer:
        tiles = [tile for zoom in zooms for tile in tiles_within(SHUSHA, zoom)]
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
    (one,) = basemap.chosen(str(make(tmp_path / f"town.{make.__name__}", range(12, 15))), SHUSHA)
    assert (one.name, one.attribution, one.min_zoom, one.max_zoom) == ("town", "Made for a test", 12, 14)
    assert set(one.tiles) == {f"{z}/{t.x}/{t.y}" for z in range(12, 15) for t in tiles_within(SHUSHA, z)}
    at = tile_of(46.75, 39.76, 14)
    import base64

    head, data = one.tiles[f"14/{at.x}/{at.y}"].split(",")
    assert head == "data:image/png;base64"
    assert base64.b64decode(data) == picture(140)
    assert one.host is None


def test_what_does_not_fit_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Close zooms are left out where the page would be too large, and the page says so."""
    monkeypatch.setattr(basemap, "MAX_EMBEDDED_BYTES", 1_000)
    (one,) = basemap.chosen(str(mbtiles(tmp_path / "t.mbtiles", range(12, 17))), SHUSHA)
    assert one.note
    assert "left out: the page would be too large" in one.note
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
        basemap.chosen(tiles, SHUSHA)


def test_a_host_of_ones_own() -> None:
    """Its host alone gets into the policy."""
    (one,) = basemap.chosen("https://tiles.example.org:8443/a/{z}/{x}/{y}.png?key=1", SHUSHA)
    assert one.host == "https://tiles.example.org:8443"


@pytest.mark.parametrize("name", ["t.mbtiles", "t.pmtiles"])
def test_a_file_that_is_none(name: str, tmp_path: Path) -> None:
    """Nonsense, a missing file, and a file for elsewhere are said to be so."""
    path = tmp_path / name
    with pytest.raises(FileNotFoundError):
        basemap.chosen(str(path), SHUSHA)
    path.write_bytes(b"nonsense " * 100)
    with pytest.raises(ValueError, match="is not a"):
        basemap.chosen(str(path), SHUSHA)
    elsewhere = mbtiles(tmp_path / "elsewhere.mbtiles", range(14, 15))
    with pytest.raises(ValueError, match="no picture tiles for the area"):
        basemap.chosen(str(elsewhere), Bounds(0, 0, 0.01, 0.01))


def test_only_pictures_are_embedded(tmp_path: Path) -> None:
    """A tile that is no picture, whatever it is, stays out."""
    path = mbtiles(tmp_path / "t.mbtiles", range(14, 15), b"<svg onload=alert(1)>")
    with pytest.raises(ValueError, match="no picture tiles"):
        basemap.chosen(str(path), SHUSHA)


def test_a_page_that_names_no_host(assessment: geo.Assessment) -> None:
    """With `online=False` nothing in the page but the sources' own addresses begins with http."""
    page = geo.draw_map(assessment, online=False).get_root().render()
    assert "arcgisonline" not in page
    assert "tile.openstreetmap" not in page
    assert "arcgisonline" in geo.draw_map(assessment).get_root().render()

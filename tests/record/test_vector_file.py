"""A stranger's file only gets read."""

import ast
import json
import os
import socket
import sqlite3
import struct
import subprocess
import sys
import tempfile
import threading
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import geopandas as gpd
import pyogrio
import pytest
import shapely

from geo.earth.tiles import Bounds
from geo.record.import_table.table import layers_of, read_table
from geo.record.vector_file import gdal
from geo.record.vector_file.formats import Format, recognize
from geo.record.vector_file.gdal import open_vector_file
from geo.record.vector_file.parts import iter_parts
from geo.record.vector_file.points import read_points
from geo.show.map.context import read_context
from tests.conftest import ROOT, Run

POINT = {"type": "Feature", "properties": {"id": "a"}, "geometry": {"type": "Point", "coordinates": [46.75, 39.76]}}
GEOJSON = json.dumps({"type": "FeatureCollection", "features": [POINT]})
AREA = Bounds(46, 39, 47, 40)
READERS: dict[str, Callable[[Path], object]] = {
    "import": lambda path: read_table(path, layers=layers_of(path)[:1]),
    "near": read_points,
    "exposure": lambda path: list(iter_parts(path)),
    "map": lambda path: read_context(path, AREA),
}
"""What each command reads a stranger's file with."""

OFFERED = """
ADBC AIVector AVCBin AVCE00 AmigoCloud CSV CSW Carto DGN DXF EDIGEO EEDA ESRIJSON Elasticsearch FlatGeobuf GDALG GML GPKG GPSBabel
GPX GTFS GeoJSON GeoJSONSeq GeoRSS HTTP Idrisi JML JSONFG KML LIBKML LVBAG MBTiles MEM MVT MapML MiraMonVector NGW OAPIF ODS OGCAPI
OGR_GMT OGR_PDS OGR_VRT OSM OpenFileGDB PCIDSK PDS4 PLSCENES PMTiles S57 SQLite SXF Selafin TopoJSON VDV VFK VICAR WAsP WFS XLSX
""".split()  # noqa: SIM905
"""The drivers that were looked at when `Format` was written, but for two with a space in their names."""


def new_drivers(offered: list[str]) -> list[str]:
    return sorted(set(offered) - {*OFFERED, "ESRI Shapefile", "MapInfo File"})


def test_what_gdal_offers_is_listed() -> None:
    """GDAL has no driver that nobody looked at; where an upgrade brings one, read what it can do, then add it above."""
    assert new_drivers(list(pyogrio.list_drivers(read=True))) == []
    assert new_drivers([*pyogrio.list_drivers(read=True), "Novel"]) == ["Novel"]
    assert {driver for one in Format for driver in one.drivers} <= {*OFFERED, "ESRI Shapefile"}


LOADED = """
import json, sys, runpy
import pyogrio, pyogrio._ogr
if sys.argv[3] == "stuck":
    pyogrio._ogr._register_drivers = lambda: None
try:
    runpy.run_path(sys.argv[1])["_allow"](json.loads(sys.argv[2]))
except RuntimeError as error:
    print(str(error)[:60])
else:
    print(json.dumps(sorted(pyogrio.list_drivers())))
"""


@pytest.mark.parametrize("form", [Format.GEOJSON, Format.SHAPEFILE])
def test_no_driver_is_loaded_but_those_for_one_format(form: Format) -> None:
    """The process that reads keeps no other, and stops where GDAL does not unload them."""

    def allowed(how: str) -> str:
        words = [sys.executable, "-c", LOADED, str(gdal._WORKER_SCRIPT), json.dumps(form.drivers), how]
        return subprocess.run(words, capture_output=True, text=True, check=True, timeout=120).stdout.strip()

    assert json.loads(allowed("free")) == sorted(form.drivers)
    assert allowed("stuck").startswith("these drivers of GDAL could not be unloaded: ADBC, AIVector")


DOORS = {"read_file", "to_file", "read_dataframe", "write_dataframe", "read_arrow", "open_arrow", "write_arrow", "list_layers"}


def doors(text: str) -> set[str]:
    """What of GDAL's is called, by names that lead to it without importing pyogrio."""
    calls = (node.func for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call))
    return {call.attr for call in calls if isinstance(call, ast.Attribute)} & DOORS


def test_geopandas_opens_no_second_door() -> None:
    """Only the door and its worker call functions that reach GDAL; imports of it are a contract of import-linter's."""
    found = {path.relative_to(ROOT).as_posix() for path in (ROOT / "geo").rglob("*.py") if doors(path.read_text("utf-8"))}
    assert found == {"geo/record/vector_file/gdal.py", "geo/record/vector_file/worker.py"}
    assert doors("import geopandas as gpd\ngpd.read_file('x')") == {"read_file"}


@pytest.fixture
def server() -> Iterator[tuple[str, list[bytes]]]:
    """An address on this machine, and what was asked of it."""
    heard: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def answer() -> None:
            while True:
                try:
                    connection, _ = listening.accept()
                except OSError:
                    return
                with connection:
                    heard.append(connection.recv(1000))
                    connection.sendall(b"HTTP/1.0 404 Not Found\r\n\r\n")

        threading.Thread(target=answer, daemon=True).start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}", heard
        listening.shutdown(socket.SHUT_RDWR)


def vrt(source: str, layer: str = "x") -> str:
    quoted = source.replace("&", "&amp;").replace('"', "&quot;")
    return f'<OGRVRTDataSource><OGRVRTLayer name="{layer}"><SrcDataSource>{quoted}</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>'


def kml(inside: str) -> str:
    place = f"<Placemark>{inside}<Point><coordinates>46.75,39.76</coordinates></Point></Placemark>"
    return f'<kml xmlns="http://www.opengis.net/kml/2.2"><Document>{place}</Document></kml>'


def pipeline(folder: Path, how: str) -> str:
    words = f"gdal vector pipeline ! read {folder / 'point.json'} ! partition {folder / 'kept'} --field id {how} --format GPKG"
    return json.dumps({"type": "gdal_streamed_alg", "command_line": words})


def hostile(folder: Path, url: str) -> dict[str, str]:
    """Files that want more than to be read, by their names."""
    system = {"type": "link", "properties": {"href": f"{url}/crs", "type": "ogcwkt"}}
    return {
        "secret.kml": vrt(str(folder / "secret.csv"), "secret"),
        "far.geojson": vrt(f"/vsicurl/{url}/x.geojson"),
        "inline.kml": vrt(pipeline(folder, "--append")),
        "append.geojson": pipeline(folder, "--append"),
        "overwrite.geojson": pipeline(folder, "--overwrite"),
        "padded.geojson": '{"pad": "' + "x" * 70_000 + '", ' + pipeline(folder, "--append")[1:],
        "wfs.kml": f"<OGRWFSDataSource><URL>{url}/wfs?</URL></OGRWFSDataSource>",
        "prefix.gpkg": f"WFS:{url}/wfs",
        "linked.kml": kml(
            f"<NetworkLink><Link><href>{url}/n.kml</href></Link></NetworkLink><styleUrl>{url}/s.kml#a</styleUrl>"
        ),
        "entity.kml": f'<!DOCTYPE kml [<!ENTITY a SYSTEM "{folder / "secret.csv"}">]>{kml("<name>&a;</name>")}',
        "entity.gpx": f'<!DOCTYPE gpx [<!ENTITY a SYSTEM "{url}/e">]><gpx><wpt lat="1" lon="1"><name>&a;</name></wpt></gpx>',
        "system.geojson": GEOJSON.replace('"features"', f'"crs": {json.dumps(system)}, "features"'),
        "next.geojson": GEOJSON.replace('"features"', f'"exceededTransferLimit": true, "next": "{url}/n", "features"'),
        "beside.geojson": GEOJSON,
        "beside.geojson.aux.xml": vrt(f"/vsicurl/{url}/x.geojson"),
        "beside.vrt": vrt(f"/vsicurl/{url}/x.geojson"),
    }


@pytest.fixture
def strange(tmp_path: Path, server: tuple[str, list[bytes]]) -> Path:
    """A folder with such files, a secret, and a folder that has to survive."""
    (tmp_path / "kept").mkdir()
    (tmp_path / "kept" / "evidence.txt").write_text("keep me")
    (tmp_path / "secret.csv").write_text("name,word\nme,hunter2\n")
    (tmp_path / "point.json").write_text(GEOJSON)
    for name, text in hostile(tmp_path, server[0]).items():
        (tmp_path / name).write_text(text)
    return tmp_path


def tree(folder: Path) -> dict[str, bytes | None]:
    return {str(path): path.read_bytes() if path.is_file() else None for path in folder.rglob("*")}


@pytest.mark.parametrize("command", READERS)
def test_a_strangers_file_only_gets_read(command: str, strange: Path, server: tuple[str, list[bytes]]) -> None:
    """No request is sent, no other file is read, nothing is made, changed or deleted, whatever the file is and is called."""
    before = tree(strange)
    for name in hostile(strange, server[0]):
        try:
            told = repr(READERS[command](strange / name))
        except ValueError as error:
            told = str(error)
        assert "hunter2" not in told
        assert tree(strange) == before, name
    assert server[1] == []


def test_gdal_alone_would_do_more_than_read(strange: Path, server: tuple[str, list[bytes]]) -> None:
    """Given the same files, it reads the secret, sends a request and writes into the folder: the test above can fail."""
    reading = "import pyogrio, sys; print(pyogrio.read_dataframe(sys.argv[1]))"

    def read(name: str) -> str:
        words = [sys.executable, "-W", "ignore", "-c", reading, str(strange / name)]
        return subprocess.run(words, capture_output=True, text=True, check=False, timeout=120).stdout

    before = tree(strange)
    assert "hunter2" in read("secret.kml")
    read("far.geojson")
    assert server[1]
    read("append.geojson")
    assert tree(strange) != before


def test_no_command_tells_what_another_file_holds(strange: Path, server: tuple[str, list[bytes]], run: Run) -> None:
    """All four commands refuse a VRT called .kml; the message names what was found and what is accepted."""
    sites, path = str(ROOT / "sites.geojson"), str(strange / "secret.kml")
    for words in (
        ["import", path, "--propose"],
        ["near", sites, path, "--within", "1"],
        ["exposure", sites, path],
        ["map", sites, "--context", path, "-o", str(strange / "map.html")],
    ):
        status, out, error = run(*words)
        assert (status, out) == (2, "")
        assert (
            "secret.kml is XML with the root element <OGRVRTDataSource>; what is read here: GeoJSON, GeoPackage, KML" in error
        )
    assert server[1] == []


def geopackage(path: Path, sql: str) -> Path:
    """One with a layer of one point, which some SQL has changed."""
    gpd.GeoDataFrame({"id": ["a"]}, geometry=[shapely.Point(46.75, 39.76)], crs=4326).to_file(path, layer="layer")
    base = sqlite3.connect(path)
    base.executescript(sql)
    base.close()
    return path


ENDLESS = "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c)"
AS_LAYER = """
INSERT INTO gpkg_contents (table_name, data_type, identifier, srs_id) VALUES ('v', 'features', 'v', 4326);
INSERT INTO gpkg_geometry_columns VALUES ('v', 'geom', 'POINT', 4326, 0, 0);
"""
DISGUISE = "PRAGMA writable_schema = 1; UPDATE sqlite_master SET type = 'table', rootpage = 2 WHERE name = 'v';"
PROGRAMS = {
    "layer": (f"CREATE VIEW v AS {ENDLESS} SELECT x AS fid, NULL AS geom FROM c; {AS_LAYER}", '"v" is a view'),
    "contents": (
        f"ALTER TABLE gpkg_contents RENAME TO old; CREATE VIEW gpkg_contents AS {ENDLESS} SELECT x AS table_name FROM c;",
        '"gpkg_contents" is a view',
    ),
    "virtual": (f"CREATE VIRTUAL TABLE v USING fts5(geom); {AS_LAYER}", '"v" is a virtual table'),
    "computed": (
        f"CREATE TABLE v (fid INTEGER PRIMARY KEY, geom BLOB, n AS (zeroblob(1000000000))); {AS_LAYER}",
        '"v" has computed columns',
    ),
    "hidden": (
        f"CREATE VIEW v AS {ENDLESS} SELECT x AS fid FROM c; {AS_LAYER} {DISGUISE}",
        '"v" is a view|malformed',
    ),
}


@pytest.mark.parametrize("program", PROGRAMS)
@pytest.mark.parametrize("command", READERS)
def test_no_program_in_a_geopackage_runs(program: str, command: str, tmp_path: Path) -> None:
    """A view, a virtual table or a computed column that a layer is made of is named, and not waited for."""
    sql, why = PROGRAMS[program]
    with pytest.raises(ValueError, match=why):
        READERS[command](geopackage(tmp_path / "a.gpkg", sql))


def test_a_view_that_is_no_layer_is_in_nobodys_way(tmp_path: Path) -> None:
    """A GeoPackage may have one beside its layers; it is not a layer, and is not run."""
    table = read_table(geopackage(tmp_path / "a.gpkg", f"CREATE VIEW v AS {ENDLESS} SELECT x FROM c;"))
    assert (table.layers, [row.cells for row in table.rows]) == (("layer",), [{"id": "a"}])


def test_a_geopackage_that_is_being_written_is_left_alone(tmp_path: Path) -> None:
    """Reading one in WAL mode makes no file beside it; where there are changes beside it, they are named."""
    path = geopackage(tmp_path / "a.gpkg", "PRAGMA journal_mode = WAL;")
    before = tree(tmp_path)
    assert len(read_table(path).rows) == 1
    assert tree(tmp_path) == before
    (tmp_path / "a.gpkg-wal").write_bytes(b"changes")
    with pytest.raises(ValueError, match=r"a\.gpkg-wal holds changes that are not in .*a\.gpkg yet"):
        read_table(path)


FRAME = gpd.GeoDataFrame({"id": ["a", "b"]}, geometry=[shapely.Point(46.75, 39.76), shapely.Point(46.76, 39.77)], crs=4326)


def made(folder: Path, form: Format) -> Path:
    """A file with two points in a format, with the ending that it should have."""
    path = folder / f"a.{ENDINGS[form]}"
    if form in (Format.KMZ, Format.ZIPPED_SHAPEFILE):
        made(folder, Format.KML if form is Format.KMZ else Format.SHAPEFILE)
        parts = sorted(folder.iterdir())
        with zipfile.ZipFile(path, "w") as archive:
            for part in parts:
                archive.write(part, f"../../{part.name}")
                part.unlink()
    elif form in (Format.XLSX, Format.ODS):
        pyogrio.write_dataframe(FRAME.drop(columns="geometry"), path, driver=form.drivers[0])
    elif form is Format.GPX:
        pyogrio.write_dataframe(FRAME.rename(columns={"id": "name"}), path, driver="GPX", layer="waypoints")
    else:
        options: dict[str, Any] = {"SPATIAL_INDEX": "NO"} if form is Format.FLATGEOBUF else {}
        pyogrio.write_dataframe(FRAME, path, driver=form.drivers[-1], **options)
    return path


ENDINGS = {
    Format.GEOJSON: "geojson",
    Format.GEOPACKAGE: "gpkg",
    Format.KML: "kml",
    Format.KMZ: "kmz",
    Format.GPX: "gpx",
    Format.FLATGEOBUF: "fgb",
    Format.SHAPEFILE: "shp",
    Format.ZIPPED_SHAPEFILE: "zip",
    Format.XLSX: "xlsx",
    Format.ODS: "ods",
}


@pytest.mark.parametrize("ending", ["", ".dat"])
@pytest.mark.parametrize("form", Format)
def test_each_format_is_read_whatever_it_is_called(form: Format, ending: str, tmp_path: Path) -> None:
    """Two rows, and where the format has geometries two points, under the usual name and another one."""
    path = made(tmp_path, form)
    if ending and form not in (Format.SHAPEFILE, Format.ODS):  # whose drivers ask for the usual one
        path = path.rename(path.with_suffix(ending))
    assert recognize(path) is form
    layers = layers_of(path)
    table = read_table(path, layers=layers[:1])
    assert len(table.rows) == 2
    assert {"a", "b"} <= {cell for row in table.rows for cell in row.cells.values()}
    if form in (Format.XLSX, Format.ODS):
        with pytest.raises(ValueError, match="has no geometry: it is a table, not a map layer"):
            read_context(path, AREA)
    else:
        assert read_context(path, AREA)["points"] == [(39.76, 46.75), (39.77, 46.76)]


DEGREES = 'PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433]'
ON_MARS = f'GEOGCS["Mars 2000",DATUM["D_Mars_2000",SPHEROID["Mars_2000",3396190.0,169.894]],{DEGREES}]'
GRID = 'EXTENSION["PROJ4","+proj=longlat +ellps=bessel +nadgrids=/etc/hostname +no_defs"]'
WITHOUT_A_PLACE = {
    "local": ('LOCAL_CS["grid of the site",LOCAL_DATUM["x",0],UNIT["metre",1],AXIS["E",EAST],AXIS["N",NORTH]]', "is local"),
    "mars": (ON_MARS, "cannot be turned into WGS 84"),
    "file": (
        f'GEOGCS["x",DATUM["d",SPHEROID["s",6378137,298.25]],{DEGREES},{GRID}]',
        "its coordinate system names other files",
    ),
    "none": ("nonsense", "coordinate"),
}


@pytest.mark.parametrize("system", WITHOUT_A_PLACE)
@pytest.mark.parametrize("command", READERS)
def test_a_coordinate_system_that_places_nothing_on_earth_is_a_sentence(system: str, command: str, tmp_path: Path) -> None:
    """A local one, one of Mars, one that names a file, and none."""
    wkt, why = WITHOUT_A_PLACE[system]
    FRAME.to_file(tmp_path / "a.shp")
    (tmp_path / "a.prj").write_text(wkt)
    with pytest.raises(ValueError, match=why):
        READERS[command](tmp_path / "a.shp")


def test_plain_csv_is_no_map_layer(tmp_path: Path, run: Run) -> None:
    """Where a map layer is wanted, a table is refused in a sentence that names the cure."""
    (tmp_path / "nogeo.csv").write_text("a,b\n1,2\n")
    sites = str(ROOT / "sites.geojson")
    for words in (["map", sites, "--no-tiles", "--context"], ["exposure", sites], ["near", "--within", "1", sites]):
        output = ["-o", str(tmp_path / "o.html")] if words[0] == "map" else []
        status, _, error = run(*words, str(tmp_path / "nogeo.csv"), *output)
        assert status == 2
        assert "nogeo.csv has no geometry: it is a table, not a map layer; geo import turns" in error


BROKEN: dict[str, bytes] = {
    "empty.kml": b"",
    "deep.geojson": b'{"type": "FeatureCollection", "features": [' + b"[" * 200_000,
    "deep.kml": b'<kml xmlns="http://www.opengis.net/kml/2.2">' + b"<Folder>" * 20_000,
    "cut.fgb": b"fgb\x03fgb\x00" + struct.pack("<I", 100) + b"\x00" * 20,
    "noise.fgb": b"fgb\x03fgb\x00" + b"\xff" * 200,
    "noise.shp": b"\x00\x00\x27\x0a" + b"\xff" * 200,
    "noise.zip": b"PK\x03\x04" + b"\xff" * 200,
    "noise.gpkg": b"SQLite format 3\x00" + b"\xff" * 52 + b"GPKG" + b"\xff" * 200,
    "latin.geojson": GEOJSON.replace('"a"', '"\xe9"').encode("latin-1"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_is_a_sentence(name: str, tmp_path: Path) -> None:
    """For each command, with the name of the file in it."""
    (tmp_path / name).write_bytes(BROKEN[name])
    for command, read in READERS.items():
        try:
            read(tmp_path / name)
        except ValueError as error:
            assert name in str(error)  # noqa: PT017  # what is read in spite of it is right too
        else:
            assert (name, command) in (("latin.geojson", "exposure"), ("latin.geojson", "map")), command


def test_kinds_of_another_type_are_no_records(tmp_path: Path) -> None:
    """A list as `kind` makes a file that is not ours, and no traceback."""
    (tmp_path / "a.geojson").write_text(GEOJSON.replace('"id": "a"', '"kind": ["place"]'))
    assert read_points(tmp_path / "a.geojson").degrees.tolist() == [[46.75, 39.76]]


@pytest.mark.parametrize("name", ["a!b.geojson", "a;b.geojson", "b.geojson.zip"])
def test_no_name_leads_to_another_file(name: str, tmp_path: Path) -> None:
    """A name that GDAL would take apart is refused."""
    (tmp_path / name).write_text(GEOJSON)
    (tmp_path / "b.geojson").write_text(GEOJSON)
    with pytest.raises(ValueError, match="GDAL would take its name for the name of another file; rename it"):
        read_table(tmp_path / name)


def test_only_regular_files_are_opened(tmp_path: Path) -> None:
    """A folder and paths in GDAL's own notation are not."""
    with pytest.raises(ValueError, match="is not a regular file"):
        read_points(tmp_path)
    for name in ("/vsicurl/http://127.0.0.1/a.geojson", "http://127.0.0.1/a.geojson", "GPKG:a.gpkg:layer"):
        with pytest.raises(FileNotFoundError):
            read_points(name)


def test_a_zip_is_unpacked_within_bounds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One that is too large, and one with two files of a name, are refused."""
    with zipfile.ZipFile(tmp_path / "two.zip", "w") as archive:
        for folder in "ab":
            archive.writestr(f"{folder}/x.shp", b"\x00")
    with pytest.raises(ValueError, match=r"two\.zip has two files named x\.shp"):
        read_points(tmp_path / "two.zip")
    with zipfile.ZipFile(tmp_path / "a.kmz", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("doc.kml", kml("") + " " * 100_000)
    assert len(read_table(tmp_path / "a.kmz").rows) == 1
    monkeypatch.setattr("geo.record.vector_file.gdal.MAX_UNPACKED_BYTES", 2**16)
    with pytest.raises(ValueError, match=r"a\.kmz cannot be unpacked: it is larger than"):
        read_points(tmp_path / "a.kmz")
    monkeypatch.setattr("geo.record.vector_file.formats.MAX_UNPACKED_BYTES", 2**16)
    with pytest.raises(ValueError, match=r"a\.kmz is a zip of more than 0 MiB"):
        read_points(tmp_path / "a.kmz")


@pytest.mark.parametrize(
    ("does", "why"),
    [
        ("while True: pass", "it did not finish within 2 seconds"),
        ("os.kill(os.getpid(), signal.SIGKILL)", "GDAL stopped"),
        ("pyogrio.list_layers(path + '.no')", "No such file or directory"),
    ],
)
def test_what_happens_to_gdal_happens_to_nothing_else(
    does: str, why: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file on which it never ends, crashes or fails is a sentence."""
    text = gdal._WORKER_SCRIPT.read_text("utf-8")
    asked = 'if asked["do"] == "layers":\n'
    assert asked in text
    (tmp_path / "worker.py").write_text(text.replace(asked, f"{asked}                {does}\n"))
    (tmp_path / "a.geojson").write_text(GEOJSON)
    monkeypatch.setattr(gdal, "_WORKER_SCRIPT", tmp_path / "worker.py")
    monkeypatch.setattr(gdal, "_SECONDS", 2)
    with pytest.raises(ValueError, match=why):
        read_points(tmp_path / "a.geojson")


def test_a_file_that_swells_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is read of a file is bounded by its size."""
    (tmp_path / "a.geojson").write_text(GEOJSON)
    monkeypatch.setattr(gdal, "_FREE_BYTES", -1)
    monkeypatch.setattr(gdal, "_MOST_TIMES", 0)
    with pytest.raises(ValueError, match="far larger when read than a file of its size"):
        read_points(tmp_path / "a.geojson")


def test_texts_of_an_old_shapefile_are_not_guessed(tmp_path: Path) -> None:
    """Without a word on its encoding, what is no UTF-8 is refused with the cure; with one it is read."""
    gpd.GeoDataFrame({"id": ["Шуша"]}, geometry=[shapely.Point(1, 1)], crs=4326).to_file(tmp_path / "a.shp", encoding="cp1251")
    assert read_table(tmp_path / "a.shp").rows[0].cells == {"id": "Шуша"}
    (tmp_path / "a.cpg").unlink()
    with (tmp_path / "a.dbf").open("r+b") as file:
        file.seek(29)
        file.write(b"\x00")
    with pytest.raises(ValueError, match=r"a text that is not UTF-8; a Shapefile names its encoding in a \.cpg file"):
        read_table(tmp_path / "a.shp")


def test_all_layers_are_drawn(tmp_path: Path) -> None:
    """Of a file with several, also where one has no geometry; the points of a GPX track are drawn as its line alone."""
    FRAME[:1].to_file(tmp_path / "a.gpkg", layer="one")
    FRAME[1:].to_file(tmp_path / "a.gpkg", layer="two")
    pyogrio.write_dataframe(FRAME.drop(columns="geometry"), tmp_path / "a.gpkg", layer="table", driver="GPKG")
    assert read_context(tmp_path / "a.gpkg", AREA)["points"] == [(39.76, 46.75), (39.77, 46.76)]
    track = '<trk><trkseg><trkpt lat="39.76" lon="46.75"/><trkpt lat="39.77" lon="46.76"/></trkseg></trk>'
    (tmp_path / "a.gpx").write_text(f'<gpx version="1.1" xmlns="http://www.topografix.com/GPX/1/1">{track}</gpx>')
    assert read_context(tmp_path / "a.gpx", AREA) == {"lines": [[(39.76, 46.75), (39.77, 46.76)]], "areas": [], "points": []}


def test_layers_and_columns_keep_their_order(tmp_path: Path) -> None:
    """A file is opened once for its layers and the rows of several of them."""
    for name in ("b", "a"):
        FRAME.to_file(tmp_path / "x.gpkg", layer=name)
    with open_vector_file(tmp_path / "x.gpkg") as file:
        assert file.layers == ("b", "a")
        assert [len(file.table(layer)) for layer in file.layers] == [2, 2]
        assert file.table("a", ["id"])["id"].tolist() == ["a", "b"]


def test_a_zip_holds_no_more_than_one_of_its_size_should(tmp_path: Path) -> None:
    """Neither blanks without end nor thousands of files are unpacked."""
    swollen, crowded = tmp_path / "swollen.kmz", tmp_path / "crowded.zip"
    with zipfile.ZipFile(swollen, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("doc.kml", b"<kml>" + b" " * (80 * 2**20))
    with zipfile.ZipFile(crowded, "w") as archive:
        for number in range(1_001):
            archive.writestr(f"{number}.shp", b"")
    with pytest.raises(ValueError, match="MiB when unpacked, more than one of its size should be"):
        recognize(swollen)
    with pytest.raises(ValueError, match="a zip of 1,001 files, more than the 1,000 that are read"):
        recognize(crowded)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="a system without named pipes")
@pytest.mark.parametrize("ending", [".dbf", ".PRJ", ".qix"])
def test_a_part_of_a_shapefile_that_is_a_pipe(tmp_path: Path, ending: str) -> None:
    """Is named at once, where GDAL would wait for someone to write into it."""
    path = tmp_path / "a.shp"
    path.write_bytes(b"\0\0\x27\x0a" + b"\0" * 96)
    os.mkfifo(path.with_suffix(ending))
    with pytest.raises(ValueError, match=f"a{ending}, a part of .*, is not a regular file"):
        recognize(path)


def _cut_kml(folder: Path) -> Path:
    (folder / "a.kml").write_text('<?xml version="1.0"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document><name>D</na')
    return folder / "a.kml"


def _cut_kmz(folder: Path) -> Path:
    with zipfile.ZipFile(folder / "a.kmz", "w") as archive:
        archive.write(_cut_kml(folder), "doc.kml")
    return folder / "a.kmz"


def _shp_alone(folder: Path) -> Path:
    gpd.GeoSeries([shapely.Point(1, 2)], crs=4326).to_file(folder / "a.shp")
    (folder / "a.shx").unlink()
    return folder / "a.shp"


def _zip_without_shx(folder: Path) -> Path:
    with zipfile.ZipFile(folder / "a.zip", "w") as archive:
        archive.write(_shp_alone(folder), "a.shp")
    return folder / "a.zip"


def _cut_in_half(folder: Path, name: str, **options: Any) -> Path:
    gpd.GeoDataFrame({"name": ["x"] * 50}, geometry=[shapely.Point(1, 2)] * 50, crs=4326).to_file(folder / name, **options)
    data = (folder / name).read_bytes()
    (folder / name).write_bytes(data[: len(data) // 2])
    return folder / name


UNREADABLE: dict[str, Callable[[Path], Path]] = {
    "kml": _cut_kml,
    "kmz": _cut_kmz,
    "shp": _shp_alone,
    "zip": _zip_without_shx,
    "gpkg": lambda folder: _cut_in_half(folder, "a.gpkg"),
    "fgb": lambda folder: _cut_in_half(folder, "a.fgb"),
    "gpx": lambda folder: _cut_in_half(folder, "a.gpx", driver="GPX"),
    "geojson": lambda folder: _cut_in_half(folder, "a.geojson"),
}


@pytest.mark.parametrize("command", [["import", "--propose"], ["near", str(ROOT / "sites.geojson"), "--within", "1"]], ids=str)
@pytest.mark.parametrize("name", UNREADABLE)
def test_no_message_names_a_folder(
    name: str, command: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run
) -> None:
    """A broken file of each format is a sentence that names the file as it was typed, and no folder of the machine."""
    file = UNREADABLE[name](tmp_path)
    monkeypatch.chdir(tmp_path)
    status, out, errors = run(command[0], file.name, *command[1:])
    said = (out + errors).replace(str(ROOT / "sites.geojson"), "")
    assert status == 2
    assert file.name in said
    assert str(tmp_path) not in said
    assert tempfile.gettempdir() not in said

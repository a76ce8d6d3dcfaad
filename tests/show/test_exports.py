import csv
import hashlib
import io
import json
import re
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET
from zipfile import ZipFile

import fastkml
import geopandas as gpd
import gpxpy
import pyarrow.parquet as pq
import pyogrio
import pytest
from fastkml.validator import validate
from jsonschema import Draft202012Validator

import geo
from geo.record.escape import escape_xml
from geo.record.kinds import Source
from geo.record.reading import read_data
from geo.show.exports import shapes, writing
from geo.show.exports.darwincore import TERMS
from geo.show.exports.layers import EPOCH, _cut, _short
from geo.show.exports.tables import LAYERS, make_tables
from geo.show.exports.writing import FORMS, find_left_out, form_of, write_export
from tests.conftest import DATA
from tests.record.photo.made_photos import jpeg, picture
from tests.written import feature

HOSTILE = "<script>alert(1)</script> & ]]> $[name] ${x} \x1b[31m\u202e '\"= +7\n@SUM(A1) Շուշի"
FORMULA = '=HYPERLINK("http://a.example","x")'
WRITTEN = [ending for endings in FORMS.values() for ending in endings]
LOCATED = ["fragment-site-1", "fragment-site-2", "strike-1", "strike-2", "strike-2020-11-07"]
LOCATED += ["place-shusha", "place-shushakend", "place-stepanakert"]


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> geo.Assessment:
    """Hostile text wherever a text may stand."""
    path = tmp_path_factory.mktemp("hostile") / "sites.geojson"
    properties = {"kind": "fragment_site", "name": HOSTILE, "note": FORMULA, "marking": "-1+1", "quote": HOSTILE}
    end = {"kind": "strike_report", "lethal_radius_m": 200, "lethal_radius_basis": HOSTILE}
    claim = {"kind": "distance_claim", "from": HOSTILE, "to": "b", "distance_m": 9, "claimed_by": HOSTILE, "sources": ["s"]}
    source = {"kind": "source", "title": HOSTILE, "publisher": FORMULA, "url": "https://a.example/?a=%22&b=1"}
    rows = [(HOSTILE, [-46.5, -39.25], properties), ("b", [46.5, 39.75], end), ("c", None, claim), ("s", None, source)]
    features = [
        {
            "type": "Feature",
            "id": record_id,
            "geometry": place and {"type": "Point", "coordinates": place},
            "properties": said,
        }
        for record_id, place, said in rows
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "name": HOSTILE, "features": features}), "utf-8")
    return geo.assess(geo.read_sites(path))


def gdal(path: Path, layer: str | None = None) -> Any:
    return pyogrio.read_dataframe(path, layer=layer)


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def test_kml_as_gdal_reads_it(assessment: geo.Assessment, tmp_path: Path) -> None:
    """Folders are layers; positions, ids, figures and days are those of the record."""
    path = write_export(assessment, tmp_path / "s.kml")
    found = {name: gdal(path, name) for name, _ in pyogrio.list_layers(path)}
    assert {name: len(layer) for name, layer in found.items()} == {
        "Sites": 2, "Strikes": 3, "Places": 3, "Zones": 3 * len(assessment.zones), "Uncertainty": 7, "Claims": 24, "Sources": 18,
    }  # fmt: skip
    site = found["Sites"].iloc[0]
    assert (site["id"], site["Name"], site["kind"]) == ("fragment-site-1", "Fragment site 1", "fragment_site")
    assert site["published_coordinates"] == "39°45'38.10\"N 46°44'33.90\"E"
    assert str(site["timestamp"])[:10] == "2021-03-15"
    assert (site.geometry.x, site.geometry.y) == (46.74275, pytest.approx(39.760583333, abs=1e-9))
    line = found["Claims"].iloc[0]
    assert (line["verdict"], line.geometry.geom_type) == ("contradicted", "LineString")
    assert geo.measure(f"{line.geometry.coords[0][1]:.9f}, {line.geometry.coords[0][0]:.9f}", "39.757722222, 46.757166667").distance_m == pytest.approx(1275.598, abs=1e-3)  # fmt: skip
    zone = found["Zones"].iloc[1]
    assert (zone["edge"], float(zone["radius_m"]), zone.geometry.geom_type) == ("nominal", 200, "Polygon")
    for lon, lat, *_ in zone.geometry.exterior.coords:
        assert geo.measure(assessment.zones[0].center, geo.Position(lon, lat)).distance_m == pytest.approx(200, abs=1e-4)


def test_kml_as_fastkml_reads_it(assessment: geo.Assessment, tmp_path: Path) -> None:
    """And as its schema wants it: each name, style and time is understood by a second reader."""
    path = write_export(assessment, tmp_path / "s.kml")
    assert validate(file_to_validate=path)
    root: Any = fastkml.KML.parse(path)
    (document,) = root.features
    assert document.name == "Missile fragments at Shusha (Shushi), as published"
    assert (document.view.longitude, document.view.latitude) == pytest.approx((46.75, 39.77), abs=0.02)
    assert 1000 < document.view.range < 50_000
    folders = {folder.name: folder.features for folder in document.features}
    assert [mark.name for mark in folders["Sites"]] == ["Fragment site 1", "Fragment site 2"]
    mark = folders["Sites"][0]
    assert mark.geometry.x == 46.74275
    assert {data.name: data.value for data in mark.extended_data.elements}["munition"].startswith("9M723")
    assert mark.times.timestamp.dt.isoformat() == "2021-03-15"
    assert mark.style_url.url == "#fragment_site"
    assert {style.id for style in document.styles} >= {
        one.style_url.url[1:] for marks in folders.values() for one in marks if one.style_url
    }
    in_shusha = next(one for one in folders["Claims"] if one.name.startswith("Strike 1"))
    assert (str(in_shusha.times.begin), str(in_shusha.times.end)) == ("2021-03-31", "2021-04-01")


def test_the_schema_of_kml_can_say_no(assessment: geo.Assessment, tmp_path: Path) -> None:
    """An element that it does not know is refused."""
    path = write_export(assessment, tmp_path / "s.kml")
    path.write_bytes(path.read_bytes().replace(b"tessellate", b"tesselate"))
    with pytest.raises(AssertionError):
        validate(file_to_validate=path)


def test_kml_fetches_nothing(assessment: geo.Assessment, tmp_path: Path) -> None:
    """No element names an address that a program would fetch: those of the sources are text, and links to follow."""
    root = ET.parse(write_export(assessment, tmp_path / "s.kml")).getroot()  # noqa: S314  # our own
    texts = {one.tag.rpartition("}")[2] for one in root.iter() if "://" in (one.text or "") or "://" in str(one.attrib)}
    assert texts <= {"description", "value"}
    descriptions = " ".join(one.text or "" for one in root.findall(".//{*}description"))
    assert set(re.findall(r"<([a-z]+)", descriptions)) == {"br", "a"}


def test_sources_stand_where_they_are_used(assessment: geo.Assessment) -> None:
    """In tables each claim and record has title, publisher, date, grade and address of each of its sources."""
    line = (
        "APA, “ANAMA: It is Iskander-M missile of which remains detected in Shusha”, 2021-04-02, not graded, "
        "https://apa.az/en/xeber/nagorno_karabakh/ANAMA-It-is-Iskander-M-missile-of-which-remains-detected-in-Shusha-345916"
    )
    users = {one.id for one in assessment.sites if "apa-2021-04-02" in one.sources}
    frames = [frame for layer in ("records", "claims") for frame in make_tables(assessment, layer)]
    full = {row.id: row.sources_in_full for frame in frames for row in frame.itertuples()}
    assert {one for one, cited in full.items() if line in str(cited)} == users


def test_kml_has_the_links_of_the_sources(assessment: geo.Assessment, tmp_path: Path) -> None:
    """Each source is a placemark without a place, and each record names its sources, with links that can be followed."""
    path = write_export(assessment, tmp_path / "s.kml")
    root = ET.parse(path).getroot()  # noqa: S314  # our own
    links = set(re.findall(r'<a href="([^"]*)">', " ".join(one.text or "" for one in root.findall(".//{*}description"))))
    urls = {one.url for one in assessment.sites.of_kind(Source)}
    assert {one.replace("&amp;", "&") for one in links} >= {one for one in urls if one}
    site = next(one for one in root.findall(".//{*}Placemark") if one.findtext("{*}name") == "Fragment site 1")
    assert (site.findtext("{*}description") or "").count("<a href=") == 4


def test_kmz_is_that_kml(assessment: geo.Assessment, tmp_path: Path) -> None:
    """A KMZ file holds the same KML, and GDAL opens it."""
    path = write_export(assessment, tmp_path / "s.kmz")
    with ZipFile(path) as archive:
        assert archive.namelist() == ["doc.kml"]
        assert archive.read("doc.kml") == write_export(assessment, tmp_path / "s.kml").read_bytes()
    assert len(gdal(path, "Sites")) == 2


def test_kml_shows_hostile_text_as_text(hostile: geo.Assessment, tmp_path: Path) -> None:
    """A description is HTML, so it is escaped as such; nothing in it is replaced; a balloon shows nothing else."""
    path = write_export(hostile, tmp_path / "s.kml")
    assert validate(file_to_validate=path)
    root = ET.parse(path).getroot()  # noqa: S314  # our own
    space = {"k": "http://www.opengis.net/kml/2.2"}
    descriptions = [one.text or "" for one in root.findall(".//k:description", space)]
    assert any("&lt;script&gt;" in one for one in descriptions)
    for one in descriptions:
        assert set(re.findall(r"<[^>]*>", one)) <= {"<br>", '<a href="https://a.example/?a=%22&amp;b=1">', "</a>"}
        assert "$[" not in one
    balloons = root.findall(".//k:BalloonStyle/k:text", space)
    assert {one.text for one in balloons} == {"$[description]"}
    names = [one.text for one in root.findall(".//k:Placemark/k:name", space)]
    assert HOSTILE.replace("\x1b", "\\u001b") in names
    assert HOSTILE.replace("\x1b", "\\u001b") in set(gdal(path, "Sites")["id"])


def test_gpx(assessment: geo.Assessment, hostile: geo.Assessment, tmp_path: Path) -> None:
    """gpxpy and GDAL read the waypoints, digits as typed; a record without a place is none."""
    path = write_export(assessment, tmp_path / "s.gpx")
    points = gpxpy.parse(path.read_text("utf-8")).waypoints
    assert [point.comment for point in points] == [one for one in LOCATED if one != "strike-2020-11-07"]
    assert (points[0].longitude, points[0].latitude, points[0].type) == (46.74275, 39.760583, "fragment_site")
    assert 'lat="39.760583" lon="46.742750"' in path.read_text("utf-8")
    assert list(gdal(path, "waypoints").geometry.x) == [point.longitude for point in points]
    written = gpxpy.parse(write_export(hostile, tmp_path / "h.gpx").read_text("utf-8"))
    assert written.waypoints[0].name == HOSTILE.replace("\x1b", "\\u001b")


def test_line_breaks_and_the_180th_meridian(tmp_path: Path) -> None:
    """A note of several lines stays one in descriptions; in GPX the meridian is that of the west."""
    note = "First line.\nSecond line."
    rows: list[tuple[str, list[float], dict[str, str]]] = [
        ("a", [180, 10.5], {"kind": "fragment_site", "note": note}),
        ("b", [-180.0, 10.5], {"kind": "place"}),
    ]
    features = [
        {"type": "Feature", "id": name, "geometry": {"type": "Point", "coordinates": at}, "properties": said}
        for name, at, said in rows
    ]
    (tmp_path / "s.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    found = geo.assess(geo.read_sites(tmp_path / "s.geojson"))
    points = gpxpy.parse(write_export(found, tmp_path / "s.gpx").read_text("utf-8")).waypoints
    assert [(point.longitude, point.latitude) for point in points] == [(-180, 10.5), (-180, 10.5)]
    assert note in (points[0].description or "")
    assert "First line.&lt;br&gt;" in write_export(found, tmp_path / "s.kml").read_text("utf-8")


@pytest.mark.parametrize("ending", [".kml", ".geojson"])
def test_heights_are_kept(tmp_path: Path, ending: str) -> None:
    """A point has its elevation as a third coordinate, as KML and RFC 7946 have it; one without an elevation has two."""
    path = write_export(geo.assess(geo.read_sites(DATA / "good" / "every-property.geojson")), tmp_path / f"s{ending}")
    points = [pyogrio.read_dataframe(path, layer=name) for name, _ in pyogrio.list_layers(path)]
    rows = [row for one in points for _, row in one.iterrows() if row.geometry and row.geometry.geom_type == "Point"]
    at = {row["id"].rpartition("/")[2]: row.geometry for row in rows}
    assert at["full-strike"].z == -12.5
    assert not at["p"].has_z


@pytest.mark.parametrize("ending", [".kml", ".geojson", ".gpkg"])
def test_rings_run_as_rfc_7946_says(tmp_path: Path, ending: str) -> None:
    """Outer rings run counterclockwise and holes clockwise, however the record has them."""
    text = (DATA / "good" / "every-property.geojson").read_text("utf-8")
    document = json.loads(text)
    for one in document["features"]:
        if one["geometry"] and one["geometry"]["type"] == "Polygon":
            one["geometry"]["coordinates"] = [ring[::-1] for ring in one["geometry"]["coordinates"]]
    found = geo.assess(read_data("s", json.dumps(document).encode()).sites)
    path, polygons = write_export(found, tmp_path / f"s{ending}"), 0
    for name, _ in pyogrio.list_layers(path):
        table = pyogrio.read_dataframe(path, layer=name)
        for shape in table.geometry.explode() if "geometry" in table else ():
            if shape is not None and shape.geom_type == "Polygon":
                polygons += 1
                assert shape.exterior.is_ccw
                assert not any(hole.is_ccw for hole in shape.interiors)
    assert polygons > 10


def test_csv(assessment: geo.Assessment, tmp_path: Path) -> None:
    """Decimal degrees as typed, the two other forms as fine as is known, and what the file says."""
    path = write_export(assessment, tmp_path / "s.csv")
    rows = rows_of(path)
    assert [row["id"] for row in rows] == LOCATED
    one, place = rows[0], rows[5]
    assert (one["latitude"], one["longitude"]) == ("39.760583", "46.742750")
    assert (one["dms"], one["mgrs"]) == ("39°45′38.10″ N, 46°44′33.90″ E", "38S PK 49283 02637")
    assert float(one["total_uncertainty_m"]) == pytest.approx(0.3896, abs=1e-3)
    assert (place["uncertainty_m"], place["name:hy"], place["dms"]) == ("1323", "Շուշի", "39°45′30″ N, 46°44′54″ E")
    assert place["mgrs"] == "38S PK 4 0"
    assert rows[4]["latitude"] == rows[4]["mgrs"] == ""
    data = path.read_bytes()
    assert data.startswith(b"\xef\xbb\xbfid,name,")  # Excel takes it for UTF-8
    assert data.count(b"\r\n") == len(LOCATED) + 1
    for row in rows[:4]:
        for form in ("dms", "mgrs"):
            read = geo.parse_coordinates(row[form]).position
            at = geo.Position(float(row["longitude"]), float(row["latitude"]), float(row["total_uncertainty_m"]))
            assert geo.measure(read, at).low_m == 0


def test_ids_survive_a_spreadsheet(tmp_path: Path) -> None:
    """A text that a spreadsheet would change has an apostrophe; a number, a day and any other text have none."""
    found = geo.assess(geo.read_sites(DATA / "good" / "every-property.geojson"))
    rows = {row["id"]: row for row in rows_of(write_export(found, tmp_path / "s.csv"))}
    assert {"'007", "'2021-03", "with-height", "'-1+1"} <= set(rows)
    assert (rows["'007"]["x_code"], rows["'007"]["found_on"]) == ("'007", "2021-03-15T13:20:05+04:00")
    assert rows["'2021-03"]["marking"] == "'0417"
    assert rows["with-height"]["found_on"] == "2020-11"


def test_a_place_that_judges_nothing_is_exported(tmp_path: Path) -> None:
    """A camera's printed position without a figure for its error stands in a table with its digits, and with no uncertainty."""
    said = {"kind": "photo", "position_basis": "camera", "published_coordinates": "39.76058 N 46.74275 E"}
    photo = {"type": "Feature", "id": "p", "geometry": None, "properties": said}
    assessment = geo.assess(geo.sites_from({"type": "FeatureCollection", "features": [photo]}))
    (row,) = rows_of(write_export(assessment, tmp_path / "p.csv"))
    assert (row["latitude"], row["longitude"]) == ("39.76058", "46.74275")
    assert row["total_uncertainty_m"] == ""
    assert '<wpt lat="39.76058" lon="46.74275">' in write_export(assessment, tmp_path / "p.gpx").read_text("utf-8")


def test_csv_of_claims(assessment: geo.Assessment, tmp_path: Path) -> None:
    """Every finding, whether or not it can be drawn."""
    rows = rows_of(write_export(assessment, tmp_path / "c.csv", layer="claims"))
    assert len(rows) == len(assessment.findings)
    assert (rows[0]["verdict"], rows[0]["distance_m"], rows[0]["independent"]) == ("contradicted", "780", "false")
    assert float(rows[0]["gap_m"]) == pytest.approx(484.818, abs=1e-3)


@pytest.mark.parametrize("name", ["s.csv", "s.dwc.csv"])
def test_no_cell_is_a_formula(hostile: geo.Assessment, tmp_path: Path, name: str) -> None:
    """A text that begins like one gets an apostrophe; a negative number stays a number."""
    path = write_export(hostile, tmp_path / name)
    rows = rows_of(path)
    cells = [cell for row in rows for cell in row.values()]
    assert "-46.5" in cells
    assert any(cell.endswith(FORMULA) for cell in cells)
    for cell in cells:
        assert not cell.startswith(("=", "+", "@", "\t", "\r"))
        assert not cell.startswith("-") or float(cell) < 0


def test_geopackage(assessment: geo.Assessment, tmp_path: Path) -> None:
    """Five layers in WGS 84, attributes as in the file."""
    path = write_export(assessment, tmp_path / "s.gpkg")
    layers = [name for name in LAYERS if name != "areas"]
    assert [name for name, _ in pyogrio.list_layers(path)] == layers
    found = {name: gdal(path, name) for name in layers}
    assert {name: len(layer) for name, layer in found.items()} == {
        "records": 8, "claims": len(assessment.findings), "zones": 3 * len(assessment.zones), "uncertainty": 7,
        "sources": len(assessment.sites.of_kind(Source)),
    }  # fmt: skip
    records = found["records"].set_index("id")
    assert records.crs.to_epsg() == 4326
    assert records.loc["place-shusha", "uncertainty_m"] == 1323
    assert records.loc["place-shusha", "total_uncertainty_m"] > 1323
    assert records.loc["fragment-site-1", "uncertainty_m"] != records.loc["fragment-site-1", "uncertainty_m"]  # none stated
    assert records.geometry.isna().sum() == 1
    assert found["claims"].set_index("id").loc["claim-direction", "gap_deg"] == pytest.approx(14.4, abs=0.05)
    assert set(found["zones"].edge) == {"certain", "nominal", "possible"}
    with closing(sqlite3.connect(path)) as database:
        assert database.execute("SELECT DISTINCT last_change FROM gpkg_contents").fetchall() == [(EPOCH,)]


def test_geoparquet(assessment: geo.Assessment, tmp_path: Path) -> None:
    """pyarrow reads it, and its columns have the same types whatever the file holds."""
    path = write_export(assessment, tmp_path / "s.parquet")
    table = pq.read_table(path)
    assert table.column("id").to_pylist() == LOCATED
    assert {str(table.schema.field(name).type) for name in ("id", "category", "marking")} == {"large_string"}
    meta = json.loads(table.schema.metadata[b"geo"])
    assert (meta["primary_column"], meta["columns"]["geometry"]["geometry_types"]) == ("geometry", ["Point"])
    frame: Any = gpd.read_parquet(path)
    assert frame.geometry[0].x == 46.74275
    assert frame.crs.to_epsg() == 4326
    assert pq.read_table(write_export(assessment, tmp_path / "r.parquet", layer="sources")).num_rows == len(
        assessment.sites.of_kind(Source)
    )


def test_shapefile(assessment: geo.Assessment, tmp_path: Path) -> None:
    """GDAL opens the zip; names have ten letters, and which is which is said; a long text says that it was cut."""
    path = write_export(assessment, tmp_path / "s.shp.zip")
    records = gdal(path, "records")
    assert list(records["id"]) == LOCATED
    assert records["name_hy"][5] == "Շուշի"
    assert records["note"][0].endswith("…")
    assert len(records["note"][0].encode()) <= 254
    with ZipFile(path) as archive:
        told = [line.split("\t") for line in archive.read("fields.txt").decode().splitlines()[1:]]
        assert archive.read("records.cpg").strip() == b"UTF-8"
    assert ["records", "published_", "published_coordinates"] in told
    assert all(len(short) <= 10 for _, short, _ in told)
    assert {short for layer, short, _ in told if layer == "records"} == set(records.columns) - {"geometry"}


def test_shapefiles_names_stay_apart() -> None:
    """Two that are cut to the same are numbered; a text is cut between letters."""
    assert list(_short(["uncertainty_m", "uncertainty_includes_printing", "name:az"]).values()) == [
        "uncertaint", "uncertai_1", "name_az",
    ]  # fmt: skip
    assert _cut("é" * 127) == "é" * 127
    assert _cut("é" * 128) == "é" * 125 + "…"


def test_the_precision_of_digits_that_software_made(tmp_path: Path) -> None:
    """Digits left from binary arithmetic make a position no more precise, and never precise to nothing."""
    at = "[46.742749999999996, 39.759999999999998]"
    record = feature("a", f'{{"type": "Point", "coordinates": {at}}}', {"kind": "fragment_site"})
    data = f'{{"type": "FeatureCollection", "features": [{record}]}}'
    assessment = geo.assess(read_data("f", data.encode()).sites)
    assert [row["coordinatePrecision"] for row in rows_of(write_export(assessment, tmp_path / "s.dwc.csv"))] == ["0.01"]


def test_darwin_core(assessment: geo.Assessment, tmp_path: Path) -> None:
    """Terms as the standard defines them; what is no occurrence of an organism has no occurrenceID."""
    rows = rows_of(write_export(assessment, tmp_path / "s.dwc.csv"))
    assert tuple(rows[0]) == TERMS
    assert rows[0]["eventID"] == "fragment-site-1"
    assert (rows[0]["decimalLatitude"], rows[0]["geodeticDatum"]) == ("39.760583", "EPSG:4326")
    assert float(rows[0]["coordinatePrecision"]) == pytest.approx(0.01 / 3600, abs=1e-10)
    assert float(rows[0]["coordinateUncertaintyInMeters"]) == pytest.approx(0.39, abs=5e-4)
    assert rows[0]["verbatimCoordinateSystem"] == "degrees minutes seconds"
    assert (rows[5]["locationID"], rows[5]["eventID"], rows[5]["locality"]) == ("place-shusha", "", "Shusha (Shushi)")
    assert rows[4]["geodeticDatum"] == ""  # no position, no datum


CLAIM_REVIEW = {
    "type": "object",
    "required": ["@type", "claimReviewed", "itemReviewed", "reviewRating"],
    "properties": {
        "@type": {"const": "ClaimReview"},
        "claimReviewed": {"type": "string", "minLength": 1},
        "itemReviewed": {
            "type": "object",
            "required": ["@type", "author"],
            "properties": {
                "@type": {"const": "Claim"},
                "author": {"type": "object", "required": ["@type", "name"]},
                "datePublished": {"pattern": r"^\d{4}(-\d{2}){0,2}$"},
                "appearance": {"type": "array", "minItems": 1, "items": {"required": ["@type", "name", "url"]}},
            },
        },
        "reviewRating": {
            "type": "object",
            "required": ["@type", "alternateName", "ratingExplanation"],
            "properties": {
                "@type": {"const": "Rating"},
                "alternateName": {"enum": ["agrees", "compatible", "contradicted", "untestable"]},
                "ratingExplanation": {"pattern": "about published figures.*never about people"},
            },
            "additionalProperties": False,
        },
    },
}
"""The form of https://schema.org/ClaimReview as we fill it: a word, and no number on any scale."""


def test_claim_reviews(assessment: geo.Assessment, tmp_path: Path) -> None:
    """One for each finding, of the form that search engines read; nobody is rated."""
    graph = json.loads(write_export(assessment, tmp_path / "s.jsonld").read_text("utf-8"))
    assert graph["@context"] == "https://schema.org"
    assert [one["identifier"] for one in graph["@graph"]] == [finding.claim for finding in assessment.findings]
    for review in graph["@graph"]:
        Draft202012Validator(CLAIM_REVIEW).validate(review)
    first = graph["@graph"][0]
    assert first["itemReviewed"]["author"]["name"] == "Idris Ismayilov, ANAMA"
    assert first["itemReviewed"]["datePublished"] == "2021-04-02"
    assert first["itemReviewed"]["appearance"][0]["url"].startswith("https://apa.az/")
    assert "datePublished" not in graph["@graph"][2]["itemReviewed"]  # an interval is no date
    assert not re.search(r"\b(false|liar|true)\b", json.dumps(graph["@graph"]).lower())


def test_a_review_with_a_number_on_a_scale_would_be_noticed() -> None:
    """The check of the form can fail."""
    rating = {
        "@type": "Rating",
        "alternateName": "contradicted",
        "ratingExplanation": "about published figures, never about people",
    }
    review = {
        "@type": "ClaimReview",
        "claimReviewed": "c",
        "itemReviewed": {"@type": "Claim", "author": {"@type": "Thing", "name": "n"}},
    }
    assert Draft202012Validator(CLAIM_REVIEW).is_valid({**review, "reviewRating": rating})
    assert not Draft202012Validator(CLAIM_REVIEW).is_valid({**review, "reviewRating": {**rating, "ratingValue": 1}})


def test_simplestyle(assessment: geo.Assessment, hostile: geo.Assessment, tmp_path: Path) -> None:
    """GDAL reads it; colours are of the form that the specification wants; text is text and ends no script."""
    path = write_export(assessment, tmp_path / "s.geojson")
    layer = gdal(path)
    assert len(layer) == len(list(shapes.all_shapes(assessment)))
    assert set(layer[layer.geometry.geom_type == "Point"]["marker-color"]) == {"#0b4f8a", "#8a4b00", "#4a5a4f"}
    for column in ("marker-color", "stroke", "fill"):
        assert layer[column].dropna().str.fullmatch("#[0-9a-f]{6}").all()
    text = write_export(hostile, tmp_path / "h.geojson").read_text("utf-8")
    assert not set("<>&") & set(text)
    assert HOSTILE in [one["properties"]["title"] for one in json.loads(text)["features"]]


@pytest.mark.parametrize("ending", WRITTEN)
def test_the_same_bytes_twice(assessment: geo.Assessment, tmp_path: Path, ending: str) -> None:
    """Whenever it is written: no clock, no random name, not even in a GeoPackage."""
    first = write_export(assessment, tmp_path / f"a{ending}").read_bytes()
    assert write_export(assessment, tmp_path / f"b{ending}").read_bytes() == first
    assert sorted(path.name for path in tmp_path.iterdir()) == [f"a{ending}", f"b{ending}"]


@pytest.mark.parametrize("ending", WRITTEN)
@pytest.mark.parametrize("file", ["no-records", "across-the-180th-meridian", "a-polygon-and-every-claim"])
def test_any_file_can_be_written(tmp_path: Path, ending: str, file: str) -> None:
    """One without records, one across the 180° meridian, one with an outline."""
    from tests.conftest import DATA

    found = geo.assess(geo.read_sites(DATA / "good" / f"{file}.geojson"))
    assert write_export(found, tmp_path / f"a{ending}").stat().st_size > 0


def test_an_export_is_written_whole_or_not_at_all(
    assessment: geo.Assessment, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What fails in the middle leaves what was there."""
    path = tmp_path / "s.gpkg"
    path.write_text("old")

    def fails(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(pyogrio, "write_dataframe", fails)
    with pytest.raises(OSError, match="No space left"):
        write_export(assessment, path)
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    ("path", "form", "layer", "message"),
    [
        ("a.docx", None, "records", "a.docx: the extension sets the format, one of .kml"),
        ("a.kml", "doc", "records", 'there is no format "doc"; wanted one of kml'),
        ("a.csv", None, "roads", 'there is no layer "roads"; wanted one of records'),
        ("a.kml", None, "claims", "the format kml has no choice of layers"),
    ],
)
def test_what_is_not_written(assessment: geo.Assessment, path: str, form: str | None, layer: str, message: str) -> None:
    """What cannot be written is refused with a sentence that says what is wanted."""
    with pytest.raises(ValueError, match=re.escape(message)):
        write_export(assessment, path, form, layer=layer)


def test_the_file_that_was_read_is_never_written(tmp_path: Path) -> None:
    """An export over the file that was read is refused, whatever name it is given by."""
    path = tmp_path / "s.geojson"
    path.write_text('{"type": "FeatureCollection", "features": []}')
    with pytest.raises(ValueError, match="is an input file"):
        write_export(geo.assess(geo.read_sites(path)), tmp_path / "." / "s.geojson")


def test_forms_by_their_endings() -> None:
    """The longest that fits, in any case; and each form has a maker."""
    assert [form_of(name) for name in ("A.KML", "a.dwc.csv", "dwc.csv", "a.b.shp.zip")] == ["kml", "dwc", "csv", "shp"]
    assert set(writing._MAKERS) == set(FORMS)


def test_text_that_xml_cannot_hold() -> None:
    """A character that XML cannot hold becomes its escape, and the rest of the text stays."""
    assert escape_xml("a\x00\ufffe\tb\n😀") == "a\\u0000\\ufffe\tb\n😀"
    ET.parse(io.StringIO(f"<a>{escape_xml(chr(0x8) + chr(0x85) + chr(0xFFFF))}</a>"))  # noqa: S314


def test_polygons_of_zones_have_a_layer_of_their_own(tmp_path: Path) -> None:
    """With all that the record says; the edges of all zones stand in `zones`, with what they do not mean."""
    path = write_export(geo.assess(geo.read_sites(DATA / "good" / "zones.geojson")), tmp_path / "z.gpkg")
    areas, edges, points = (gdal(path, name) for name in ("areas", "zones", "records"))
    assert areas.id.tolist() == ["field"]
    assert (areas.geometry[0].geom_type, areas.zone_type[0], areas.uncertainty_m[0]) == ("Polygon", "debris_field", 80)
    assert set(points.geometry.dropna().geom_type) == {"Point"}
    assert "field" not in set(points.id)
    of_field = edges[edges.around == "field"].set_index("edge")
    assert of_field.area_m2["certain"] < of_field.area_m2["nominal"] < of_field.area_m2["possible"]
    assert of_field.radius_m.isna().all()
    assert (edges.warning.str.len() > 20).all()
    airspace = edges[edges.around == "airspace"].iloc[0]
    assert (airspace.status, airspace.valid, airspace.basis) == ("expired", "2020-09-02", "NOTAM W1556/20")


def test_forms_of_points_leave_zones_out(tmp_path: Path) -> None:
    """A waypoint or a Darwin Core record at the middle of a zone would be taken for a place."""
    found = geo.assess(geo.read_sites(DATA / "good" / "zones.geojson"))
    for name in ("z.gpx", "z.dwc.csv"):
        text = write_export(found, tmp_path / name).read_text("utf-8").partition("</wpt>\n  <extensions>")[0]
        assert "bomb" in text
        assert "cordon" not in text


def test_kmz_has_small_pictures_of_photographs(tmp_path: Path) -> None:
    """A photograph's placemark shows its picture, which lies in the archive under a name that comes from no data; KML says that it has none."""
    data = jpeg(image=picture(800, 600))
    (tmp_path / 'a"><b.jpg').write_bytes(data)
    photo = {"kind": "photo", "file": 'a"><b.jpg', "sha256": hashlib.sha256(data).hexdigest()}
    features = [
        {"type": "Feature", "id": name, "geometry": {"type": "Point", "coordinates": [46.744, 39.7606]}, "properties": said}
        for name, said in {"p1": photo, "p2": {**photo, "sensitive": True}, "s": {"kind": "place"}}.items()
    ]
    (tmp_path / "s.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
    sites = geo.read_sites(tmp_path / "s.geojson")
    with ZipFile(write_export(geo.assess(sites), tmp_path / "s.kmz")) as archive:
        assert archive.namelist() == ["doc.kml", "photos/1.jpg"]
        assert archive.read("photos/1.jpg").startswith(b"\xff\xd8\xff")
        root = ET.fromstring(archive.read("doc.kml"))  # noqa: S314  # ours
    (folder,) = (one for one in root.findall(".//{*}Folder") if one.findtext("{*}name") == "Photographs")
    shown = [mark.findtext("{*}description", "") for mark in folder.findall("{*}Placemark")]
    assert [text.startswith('<img src="photos/1.jpg"><br>') for text in shown] == [True, False]
    assert list(find_left_out(geo.assess(sites), "kml")) == [
        "2 pictures left out; KMZ has them, small, and the page and the report."
    ]
    assert list(find_left_out(geo.assess(sites), "kmz")) == []

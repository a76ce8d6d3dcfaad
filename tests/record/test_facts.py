"""Everything that a person typed is shown: every property of every kind, through every output."""

import csv
import html
import io
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import geopandas as gpd
import pyarrow.parquet as pq
import pytest

import geo
from geo.record.facts import Fact, Slot, facts_of
from geo.record.kinds import KINDS, DistanceClaim, Located, Record, ReportedZone, Source
from geo.record.reading import read_data
from geo.show.answers.claim_words import Names
from geo.show.exports.shapes import FOLDERS, in_words, plain
from geo.show.exports.writing import write_export
from geo.show.map.payload import build_payload
from geo.show.report.text import format_report
from geo.show.report.write import write_report
from tests.conftest import ROOT
from tests.javascript import run

POINT = {"type": "Point", "coordinates": [46.7428, 39.7606]}
BOX = ("length_m", "width_m", "azimuth")
OFFSET = ("offset_from", "published_offset", "offset_distance_m", "offset_direction")
VALUES: dict[str, object] = {
    "language": "en",
    "sources": ["source-0"],
    "published_coordinates": "39.7606, 46.7428",
    "published_corners": ["39.7606, 46.7428", "39.7706, 46.7428", "39.7706, 46.7528"],
    "geodetic_datum": "WGS 84",
    "offset_from": "place-0",
    "published_offset": "about 5.25 km north-west",
    "offset_distance_m": 5001.5,
    "offset_direction": "south-west",
    "uncertainty_m": 1234.5,
    "elevation_m": 812.25,
    "uncertainty_includes_printing": True,
    "found_on": "2021-03-01",
    "struck_on": "2021-03-02",
    "claimed_on": "2021-03-03",
    "published_on": "2021-03-04",
    "depth_m": 3.3125,
    "lethal_radius_m": 201.5,
    "from": "fragment_site-0",
    "to": "strike_report-0",
    "site": "fragment_site-0",
    "of": "place-0",
    "at": "strike_report-0",
    "origin": "place-0",
    "about": ["fragment_site-0", "strike_report-0"],
    "published_distance": "within 1901.5 m",
    "distance_m": 1901.5,
    "tolerance_m": 50.25,
    "tolerance_deg": 20.25,
    "modifier": "at_most",
    "straight_line": True,
    "direction": "north-east",
    "axis": True,
    "url": "https://example.org/one",
    "archive_url": "https://example.org/two",
    "sha256": "0123456789abcdef" * 4,
    "reliability": "B",
    "credibility": 2,
    "accident": "mine_incident",
    "marking": ["the first marking", "the second marking"],
    "relies_on": ["source-1"],
    "zone_type": "suspected_hazard",
    "published_radius": "2201.5 m",
    "radius_m": 2201.5,
    "length_m": 3301.5,
    "width_m": 1101.5,
    "azimuth": "south-east",
    "valid": "2021-03-05",
    "file": "photos/of a piece.jpg",
    "shows": ["fragment_site-0", "strike_report-0"],
    "taken_at": "2021-03-06T13:20+04:00",
    "taken_at_basis": "chronolocation",
    "position_basis": "camera",
    "position_error_m": 6.25,
    "view_direction_deg": 123.25,
    "view_north": "magnetic",
    "view_width_deg": 61.5,
    "copied_from": "https://example.org/three",
    "sensitive": True,
}
"""Values of the properties that do not hold any text; all others get a text of their own."""


def _features() -> Iterator[dict[str, Any]]:
    for kind, record in KINDS.items():
        names = [fact.name for fact in facts_of(record)]
        variants: list[tuple[list[str], object]] = [(names, None)]
        rest = [name for name in names if name not in (*OFFSET, "published_corners")]
        unplaced = ["name", "sources", "offset_from"]
        if issubclass(record, Located):
            variants = [(rest, POINT), ([*unplaced, "published_offset"], None), ([*unplaced, *OFFSET[2:]], None)]
        if record is ReportedZone:
            without = [[name for name in rest if name not in gone] for gone in (BOX, ("published_radius", "radius_m"))]
            unplaced = [*unplaced, "zone_type", *BOX]
            variants = [(without[0], POINT), (without[1], POINT)]
            variants += [([*unplaced, "published_offset"], None), ([*unplaced, *OFFSET[2:]], None)]
        if issubclass(record, Located):
            variants.append((["name", "published_corners", *(["zone_type"] if record is ReportedZone else [])], None))
        if record is DistanceClaim:
            variants = [([n for n in names if n != without], None) for without in ("modifier", "published_distance")]
        if record is Source:
            variants.append((["title"], None))
        for number, (chosen, geometry) in enumerate(variants):
            said = {name: VALUES.get(name, f"{name} of {kind}") for name in chosen}
            properties = {"kind": kind, **said}
            yield {"type": "Feature", "id": f"{kind}-{number}", "geometry": geometry, "properties": properties}


@pytest.fixture(scope="module")
def everything(tmp_path_factory: pytest.TempPathFactory) -> geo.Assessment:
    """A file in which each property of each kind is said."""
    path = tmp_path_factory.mktemp("facts") / "sites.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": list(_features())}), "utf-8")
    return geo.assess(geo.read_sites(path))


def test_the_file_says_everything(everything: geo.Assessment) -> None:
    """Each property of each kind is said by a record of the file, so that no output is let off."""
    for kind in KINDS.values():
        said = {fact.name for record in everything.sites.of_kind(kind) for fact in facts_of(kind) if fact.is_said(record)}
        assert said == {fact.name for fact in facts_of(kind)}


def test_each_fact_has_a_label_of_its_own() -> None:
    """Labels and descriptions are given, differ within a kind, and are those of the schema."""
    for kind in KINDS.values():
        labels = [fact.label for fact in facts_of(kind)]
        assert all(labels)
        assert len(set(labels)) == len(labels)
        assert len(labels) == len(kind.properties)


# Each output as a text for each record, or one text for all.


def _page(assessment: geo.Assessment, _: Path) -> dict[str, str]:
    script = """given => {
  const records = new data.Records(given.records);
  const sources = new Map(data.all(given.sources).map((one) => [one.id, one]));
  const shown = new photos.Photos(given.photos, records, () => {});
  const context = { photos: shown, sources, rivals: new Map(), markings: given.markings, further: given.further, facts: given.facts, ranges: given.ranges, zones: given.zones, rangeWarning: "" };
  const findings = data.all(given.findings).map((one, index) => ({ ...one, number: index + 1 }));
  const paper = print.paper(given, new filter.Filter(records, findings, sources.values()), context).text;
  const found = {};
  for (let n = 0; n < records.count; n += 1) found[records.id(n)] = `${records.label(n)}\\n${describe.describe(records.get(n), context).text}`;
  for (const one of findings) found[one.claim] = paper;
  for (const one of sources.values()) found[one.id] = panel.sourceItem(one).text;
  for (const [id, text] of Object.entries(found)) found[id] = `${text}\\n${[...sources.values()].map((one) => one.id).join(" ")}`;
  return found;
}"""
    found: dict[str, str] = run("data filter panel describe photos print", script, build_payload(assessment))
    return found


def _report(ending: str) -> Callable[[geo.Assessment, Path], str]:
    def shown(assessment: geo.Assessment, folder: Path) -> str:
        text = write_report(assessment, folder / f"r{ending}").read_text("utf-8")
        if ending == ".md":
            return re.sub(r"\\([^a-zA-Z0-9\s])", r"\1", text)
        return html.unescape(re.sub(r"<[^<>]*>", "", text))

    return shown


def _text_report(assessment: geo.Assessment, _: Path) -> str:
    return format_report(assessment)


def _kml(assessment: geo.Assessment, folder: Path) -> dict[str, str]:
    root = ET.parse(write_export(assessment, folder / "x.kml")).getroot()  # noqa: S314  # ours
    found: dict[str, str] = {}
    for mark in root.findall(".//{*}Placemark"):
        data = {one.get("name", ""): one[0].text or "" for one in mark.findall(".//{*}Data")}
        lines = [f"{name}: {value}" for name, value in data.items()]
        said = "\n".join([html.unescape(mark.findtext("{*}description", "")), *lines])
        found[data["id"]] = found.get(data["id"], "") + said
    return found


def _gpx(assessment: geo.Assessment, folder: Path) -> dict[str, str]:
    points = ET.parse(write_export(assessment, folder / "x.gpx")).getroot().findall("{*}wpt")  # noqa: S314  # ours
    return {one.findtext("{*}cmt", ""): f"{one.findtext('{*}name')}\n{one.findtext('{*}desc')}" for one in points}


def _rows(rows: Iterator[dict[str, Any]], key: str = "id") -> dict[str, str]:
    return {row[key]: "\n".join(f"{name}: {value}" for name, value in row.items()) for row in rows}


def _csv(assessment: geo.Assessment, folder: Path) -> dict[str, str]:
    found: dict[str, str] = {}
    for layer in ("records", "areas", "claims", "sources"):
        text = write_export(assessment, folder / f"{layer}.csv", layer=layer).read_text("utf-8-sig")
        found |= _rows(csv.DictReader(io.StringIO(text)))
    return found


def _geopackage(assessment: geo.Assessment, folder: Path) -> dict[str, str]:
    path = write_export(assessment, folder / "x.gpkg")
    found: dict[str, str] = {}
    for layer in ("records", "areas", "claims", "sources"):
        rows = gpd.read_file(path, layer=layer).to_dict("records")
        found |= _rows({str(name): bool(one) if one == 1 else one for name, one in row.items()} for row in rows)
    return found


def _geoparquet(assessment: geo.Assessment, folder: Path) -> dict[str, str]:
    found: dict[str, str] = {}
    for layer in ("records", "areas", "claims", "sources"):
        found |= _rows(iter(pq.read_table(write_export(assessment, folder / f"{layer}.parquet", layer=layer)).to_pylist()))
    return found


def _simplestyle(assessment: geo.Assessment, folder: Path) -> dict[str, str]:
    features = json.loads(write_export(assessment, folder / "x.json").read_text("utf-8"))["features"]
    shown = [one for one in features if one["properties"]["folder"] in (*FOLDERS.values(), "Claims", "Sources")]
    return _rows({"id": one["id"].partition("/")[2], **one["properties"]} for one in shown)


def _darwin_core(assessment: geo.Assessment, folder: Path) -> dict[str, str]:
    text = write_export(assessment, folder / "x.dwc.csv").read_text("utf-8-sig")
    rows = csv.DictReader(io.StringIO(text))
    return _rows({**row, "id": row["eventID"] or row["locationID"]} for row in rows)


def _claim_reviews(assessment: geo.Assessment, folder: Path) -> dict[str, str]:
    found: dict[str, str] = {}

    def walk(node: Any, name: str = "") -> Iterator[str]:
        if isinstance(node, dict):
            if node.get("@type") == "CreativeWork" and len(node) > 2:
                found[node["identifier"]] = "\n".join(f"{key}: {text}" for key, text in node.items())
            for key, one in node.items():
                yield from walk(one, key)
        elif isinstance(node, list):
            for one in node:
                yield from walk(one, name)
        else:
            yield f"{name}: {node}"

    graph = json.loads(write_export(assessment, folder / "x.jsonld").read_text("utf-8"))["@graph"]
    for review in graph:
        found[review["identifier"]] = "\n".join(walk(review))
    return found


OUTPUTS: dict[str, Callable[[geo.Assessment, Path], str | dict[str, str]]] = {
    "page": _page,
    "HTML report": _report(".html"),
    "Markdown report": _report(".md"),
    "text report": _text_report,
    "KML": _kml,
    "GPX": _gpx,
    "CSV": _csv,
    "GeoPackage": _geopackage,
    "GeoParquet": _geoparquet,
    "simplestyle": _simplestyle,
    "Darwin Core": _darwin_core,
    "ClaimReview": _claim_reviews,
}
LEFT_OUT: dict[str, dict[str, str]] = {
    "GPX": {
        **dict.fromkeys(
            ("source", "distance_claim", "direction_claim", "within_claim", "arrival_claim", "attribute_claim"),
            "a waypoint is a record with a place",
        ),
        "zone": "a zone is no point; KML and GeoPackage have it",
    },
    "Darwin Core": {
        **dict.fromkeys(
            ("source", "distance_claim", "direction_claim", "within_claim", "arrival_claim", "attribute_claim"),
            "no term of Darwin Core is for a claim or for a document; ClaimReview is the form for both",
        ),
        "zone": "a zone is no point; KML and GeoPackage have it",
        "photo": "a photograph is neither an occurrence nor a place; KML and GeoPackage have it",
    },
    "ClaimReview": dict.fromkeys(
        ("fragment_site", "strike_report", "place", "zone", "photo"), "it reviews claims; Darwin Core is the form for sites"
    ),
}
"""The kinds that an output does not show, with the reason; of a kind that it shows, it shows every property."""


def _needles(record: Record, fact: Fact, names: Names) -> list[str]:
    """The texts of which one has to be there; a short value counts with its label or its name alone, an id as its record's name."""
    value = getattr(record, fact.attribute)
    words, bare = fact.in_words(record), in_words(plain(fact.name, value))
    listed = json.dumps(plain(fact.name, value)) if isinstance(value, bool | str) else bare
    named = [f"{fact.label}: {words}", f"{fact.name}: {bare}", f'"{fact.name}": {listed}', f"{fact.name}: {value}"]
    if ids := record.references().get(fact.name):
        named.append(f"{fact.label}: {', '.join(map(names, ids))}")
    terms = {"language": f"inLanguage: {bare}"}
    distinct = [text for text in (words, bare) if len(text) > 4]
    return [*named, *distinct, *([terms[fact.name]] if fact.name in terms else ())]


def _missing(assessment: geo.Assessment, shown: str | dict[str, str]) -> dict[str, set[str]]:
    """The properties that are said and not shown, by kind."""
    found: dict[str, set[str]] = {}
    names = Names(assessment.sites)
    for record in assessment.sites:
        text = shown if isinstance(shown, str) else shown.get(record.id, "")
        flat = " ".join(text.split())
        for fact in facts_of(type(record)):
            needles = (" ".join(one.split()) for one in _needles(record, fact, names)) if fact.is_said(record) else None
            if needles and not any(one in flat for one in needles):
                found.setdefault(record.kind, set()).add(fact.name)
    return found


@pytest.mark.parametrize("output", OUTPUTS)
def test_everything_that_was_typed_is_shown(output: str, everything: geo.Assessment, tmp_path: Path) -> None:
    """Each property that a record says is in the output, unless its kind is one that the form has no room for."""
    missing = _missing(everything, OUTPUTS[output](everything, tmp_path))
    left_out = LEFT_OUT.get(output, {})
    assert {kind: names for kind, names in missing.items() if kind not in left_out} == {}
    assert set(left_out) <= set(missing), "a reason that no longer holds"


def test_a_property_that_is_not_shown_is_noticed(everything: geo.Assessment) -> None:
    """A report without one of its facts is a report that fails the test above, for every fact of every kind."""
    report = format_report(everything)
    assert _missing(everything, report) == {}
    for gone in ("Depth: 3.3125 m", "In a straight line: yes", "Stated tolerance: 50.25 m", "category of strike_report"):
        flat = " ".join(report.split())
        assert gone in flat
        assert _missing(everything, flat.replace(gone, "")) != {}
    assert set(_missing(everything, "")) == set(KINDS)


@pytest.mark.parametrize("name", ["facts", "strike"])
def test_what_reports_left_out(name: str, tmp_path: Path) -> None:
    """Category, condition and depth are in the report, on the page and in the descriptions of a KML file."""
    assessment = geo.assess(geo.read_sites(ROOT / "tests" / "data" / f"{name}.geojson"))
    for output in ("page", "HTML report", "Markdown report", "text report", "KML"):
        missing = _missing(assessment, OUTPUTS[output](assessment, tmp_path))
        assert missing.get("fragment_site", set()) | missing.get("strike_report", set()) <= {"sources"}  # "s" by its title


def test_zero_and_false_are_facts(tmp_path: Path) -> None:
    """A depth of 0 and a `false` that was typed are shown; a default that nobody typed is not."""
    features = [
        {"type": "Feature", "id": "a", "geometry": POINT, "properties": {"kind": "fragment_site", "depth_m": 0}},
        {
            "type": "Feature",
            "id": "b",
            "geometry": POINT,
            "properties": {"kind": "place", "uncertainty_m": 7, "uncertainty_includes_printing": False},
        },
    ]
    assessment = geo.assess(
        read_data("x.geojson", json.dumps({"type": "FeatureCollection", "features": features}).encode()).sites
    )
    for output in ("page", "text report"):
        shown = OUTPUTS[output](assessment, tmp_path)
        text = " ".join((shown if isinstance(shown, str) else "\n".join(shown.values())).split())
        assert "Depth: 0 m" in text
        assert text.count("includes the printing: no") == 1
    assert Slot.FACT in {fact.slot for fact in facts_of(KINDS["place"])}

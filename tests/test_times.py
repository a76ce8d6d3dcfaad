"""Times of day in every output: as they were printed, and local where no offset is given."""

import csv
import io
import json
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import geopandas as gpd
import pytest
from jsonschema import Draft202012Validator

import geo
from geo.record.reading import read_data
from geo.record.schema import file_schema
from geo.record.vector_file.points import read_points
from geo.show.answers.sources import provenance_text
from geo.show.exports.writing import write_export
from geo.show.map.payload import build_payload
from geo.show.report.text import format_report

LOCAL, AWARE, SPAN = "2021-03-15T13:20", "2021-03-15T13:20:05+04:00", "2021-03-15T13:20Z/2021-03-16T01:00"
SAID = "2021-03-15T13:20 (local time, no offset given)"
XSD = re.compile(r"-?\d{4}(-\d\d(-\d\d(T\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?)?)?)?")


def _file(*strikes: str, claimed: str = LOCAL, published: str = "2021-03-16T09:00Z") -> bytes:
    features: list[dict[str, Any]] = [
        {
            "type": "Feature",
            "id": f"s{number}",
            "geometry": {"type": "Point", "coordinates": [round(46.741 + number / 100, 3), 39.765]},
            "properties": {"kind": "strike_report", "struck_on": date, "sources": ["r"]},
        }
        for number, date in enumerate(strikes)
    ]
    claim = {"kind": "distance_claim", "from": "s0", "to": "s1", "distance_m": 800, "sources": ["r"], "claimed_on": claimed}
    source = {"kind": "source", "title": "Report", "published_on": published}
    features += [
        {"type": "Feature", "id": name, "geometry": None, "properties": one} for name, one in (("c", claim), ("r", source))
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


@pytest.fixture(scope="module")
def judged() -> geo.Assessment:
    reading = read_data("s.geojson", _file(LOCAL, AWARE, SPAN))
    assert not reading.problems
    return geo.assess(reading.sites)


def test_the_schema_accepts_times() -> None:
    """An editor marks a time that no day has, and none that there is."""
    validator = Draft202012Validator(file_schema())
    assert validator.is_valid(json.loads(_file(LOCAL, AWARE, SPAN)))
    assert not validator.is_valid(json.loads(_file(LOCAL, "2021-03-15T24:20")))
    assert not validator.is_valid(json.loads(_file(LOCAL, "2021-03-15T13:20+4")))


def test_the_day_is_the_printed_one(judged: geo.Assessment) -> None:
    """A strike just after midnight at its place is of that day, though it was the day before in UTC."""
    data = _file("2021-03-16T00:30+04:00", "2021-03-16")
    sites = read_data("s.geojson", data).sites
    assert [one.id for one in sites.select(days="2021-03-16") if one.kind == "strike_report"] == ["s0", "s1"]
    assert not [one for one in sites.select(days="2021-03-15") if one.kind == "strike_report"]
    assert [one.id for one in judged.sites.select(days="2021-03-16") if one.kind == "strike_report"] == ["s2"]


def test_two_times_of_one_day_may_be_one_event() -> None:
    """The warning about records that may be one looks at days, not at times."""
    same_place = _file(LOCAL, AWARE).replace(b"46.751", b"46.741")
    assert "GEO054" not in {one.code for one in read_data("s", same_place).problems}  # a claim is made between them
    apart = same_place.replace(b'"from": "s0", "to": "s1"', b'"from": "s0", "to": "s0"')
    assert "GEO054" in {one.code for one in read_data("s", apart).problems}


def test_reports_and_answers_say_that_a_time_is_local(judged: geo.Assessment) -> None:
    """Whoever reads a time without an offset reads beside it that it is local."""
    for text in (format_report(judged), provenance_text(judged)):
        assert SAID in " ".join(text.split())


def test_the_timeline_sorts_by_time_where_days_tie() -> None:
    """Of one day, what happened first comes first, whatever its place in the file."""
    sites = read_data("s", _file("2021-03-15T16:00+04:00", "2021-03-15T09:00Z", "2021-03-15", claimed="2021-03-15T08:00")).sites
    assert [one.id for one in geo.assess(sites).timeline] == ["s2", "s1", "s0", "c", "r"]


def test_the_page_knows_which_facts_are_dates(judged: geo.Assessment) -> None:
    """The texts of dates are marked, so that the page can say in the reader's language that a time is local."""
    payload = build_payload(judged)
    assert [one["name"] for one in payload["facts"]["strike_report"] if one.get("dated")] == ["struck_on"]
    assert payload["records"]["strike_report"]["struck_on"] == [LOCAL, AWARE, SPAN]
    assert payload["dates"] == ["2021-03-15", "2021-03-16"]
    assert payload["sources"]["facts"] == [[("Published on", "2021-03-16T09:00Z", "dates", "published_on")]]


def test_kml_has_valid_times(judged: geo.Assessment, tmp_path: Path) -> None:
    """A time with an offset is written with its seconds; of a local one the day, which programs would take for UTC."""
    root = ET.parse(write_export(judged, tmp_path / "s.kml"))  # noqa: S314  # our own
    tag = "{http://www.opengis.net/kml/2.2}"
    times = [one.text or "" for name in ("when", "begin", "end") for one in root.iter(f"{tag}{name}")]
    published, span = "2021-03-16T09:00:00+00:00", ["2021-03-15T13:20:00+00:00", "2021-03-16"]
    assert times == ["2021-03-15", "2021-03-15T13:20:05+04:00", "2021-03-15", published, *span]
    assert all(map(XSD.fullmatch, times))
    assert LOCAL in [one.text for one in root.iter(f"{tag}value")]


def test_other_exports_keep_what_was_printed(judged: geo.Assessment, tmp_path: Path) -> None:
    """Tables have the text of the file; Darwin Core is ISO 8601 itself, and schema.org wants seconds."""
    dates = [LOCAL, AWARE, SPAN]
    for ending, column in ((".csv", "struck_on"), (".dwc.csv", "eventDate")):
        text = write_export(judged, tmp_path / f"s{ending}").read_text("utf-8-sig")
        assert [row[column] for row in csv.DictReader(io.StringIO(text))] == dates
    frame = gpd.read_file(write_export(judged, tmp_path / "s.gpkg"), layer="records")
    assert list(frame["struck_on"]) == dates
    assert SAID in write_export(judged, tmp_path / "s.gpx").read_text("utf-8")
    review = json.loads(write_export(judged, tmp_path / "s.claims.jsonld").read_text("utf-8"))["@graph"][0]["itemReviewed"]
    assert review["datePublished"] == "2021-03-15T13:20:00"
    assert review["appearance"][0]["datePublished"] == "2021-03-16T09:00:00+00:00"


def test_points_of_an_export_are_near_in_days(judged: geo.Assessment, tmp_path: Path) -> None:
    """`geo near` reads the days of a GeoPackage that has times, intervals among them."""
    points = read_points(write_export(judged, tmp_path / "s.gpkg"), layer="records")
    assert [(one.first.day, one.last.day) for one in points.dates if one] == [(15, 15), (15, 15), (15, 16)]

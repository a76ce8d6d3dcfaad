"""Properties of the user's own, `x_…`, are kept, shown everywhere, and never judged."""

import csv
import json
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest

import geo
from geo.judge.diff import compare
from geo.record.edit.edit import Original
from geo.record.json_file.parse import parse
from geo.record.kinds import KINDS
from geo.record.publish.coarsen import coarsen_sites
from geo.record.publish.precision import parse_precision
from geo.record.reading import MOST_CUSTOM_NAMES, read_data
from geo.record.schema import CUSTOM_NAMES, file_schema
from geo.show.exports.writing import write_export
from geo.show.map.payload import build_payload
from geo.show.report.text import format_report

POINT = {"type": "Point", "coordinates": [46.7428, 39.7606]}
OWN = {"x_crater": "8 m wide", "x_dead": 3, "x_width_m": 1.50, "x_seen": True, "x_none": None, "x_находка": "осколок"}


def _file(own: dict[str, Any]) -> bytes:
    site = {"type": "Feature", "id": "a", "geometry": POINT, "properties": {"kind": "fragment_site", "sources": ["s"], **own}}
    source = {"type": "Feature", "id": "s", "geometry": None, "properties": {"kind": "source", "title": "t", "x_box": "12"}}
    return json.dumps({"type": "FeatureCollection", "features": [site, source]}, ensure_ascii=False).encode()


@pytest.fixture
def judged() -> geo.Assessment:
    return geo.assess(read_data("s.geojson", _file(OWN)).sites)


def test_texts_numbers_and_truth_values_are_kept_and_a_null_counts_as_absent() -> None:
    """Values and their digits come through; nothing is a problem."""
    reading = read_data("s.geojson", _file(OWN).replace(b"1.5,", b"1.50,"))
    assert not reading.problems
    own = dict(reading.sites["a"].custom)
    assert own == {name: value for name, value in OWN.items() if value is not None}
    assert own["x_width_m"].digits == "1.50"  # type: ignore[union-attr]


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_may_have_them(kind: str) -> None:
    """No kind calls such a property unknown."""
    data = {
        "type": "FeatureCollection",
        "features": [{"type": "Feature", "id": "a", "geometry": None, "properties": {"kind": kind, "x_a": 1}}],
    }
    assert not [one for one in read_data("s", json.dumps(data).encode()).problems if "x_a" in one.message]


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("x_Dead", 1, "GEO028"),
        ("x_", 1, "GEO028"),
        ("x_a b", 1, "GEO028"),
        ("x_a", ["b"], "GEO030"),
        ("x_a", {"b": 1}, "GEO030"),
    ],
)
def test_a_wrong_name_or_value_is_a_problem(name: str, value: object, code: str) -> None:
    """Names are small letters, digits and underscores; values are flat."""
    assert [one.code for one in read_data("s", _file({name: value})).problems] == [code]


def test_a_number_beyond_all_numbers_is_a_problem() -> None:
    """1e999 is no finite number."""
    problems = read_data("s", _file({"x_a": 12345}).replace(b"12345", b"1e999")).problems
    assert [(one.code, one.severity) for one in problems] == [("GEO057", "error")]


def test_a_file_with_too_many_names_is_refused() -> None:
    """Each name is a column of the exports, so their number is bounded."""
    many = {f"x_{number}": 1 for number in range(MOST_CUSTOM_NAMES)}
    assert [one.code for one in read_data("s", _file(many)).errors] == ["GEO001"]
    del many["x_0"]
    assert not read_data("s", _file(many)).errors


def test_they_change_no_verdict(sites: geo.Sites) -> None:
    """The findings with and without them are the same."""
    with_own = [one.changed(custom=(("x_distance_m", 5.0),)) for one in sites]
    other = geo.assess(geo.Sites(sites.path, sites.sha256, tuple(with_own), sites.name))
    assert [one.verdict for one in other.findings] == [one.verdict for one in geo.assess(sites).findings]


def test_the_page_the_report_and_every_table_show_them(judged: geo.Assessment, tmp_path: Path) -> None:
    """A value that was typed is found in each output, under its name or its label."""
    payload = build_payload(judged)
    assert {"name": "x_crater", "label": "crater", "unit": "", "remark": ""} in payload["facts"]["fragment_site"]
    assert "8 m wide" in json.dumps(payload)
    assert "8 m wide" in format_report(judged)
    for ending in (".csv", ".kml", ".gpx", ".dwc.csv"):
        text = write_export(judged, tmp_path / f"s{ending}").read_text("utf-8")
        assert "8 m wide" in text, ending
    with (tmp_path / "s.csv").open(newline="", encoding="utf-8-sig") as file:
        (row,) = csv.DictReader(file)
    assert (row["x_dead"], row["x_width_m"], row["x_seen"], row["x_находка"]) == ("3", "1.5", "true", "осколок")
    frame = gpd.read_file(write_export(judged, tmp_path / "s.gpkg"), layer="records")
    assert (frame["x_crater"][0], frame["x_dead"][0], bool(frame["x_seen"][0])) == ("8 m wide", 3.0, True)


def test_a_difference_names_them(judged: geo.Assessment) -> None:
    """A changed value of one's own is a change of the record."""
    other = geo.assess(read_data("s.geojson", _file({**OWN, "x_dead": 4})).sites)
    (change,) = compare(judged, other).changed
    assert [(one.name, one.old, one.new) for one in change.properties] == [("x_dead", 3, 4)]


def test_publishing_scans_them() -> None:
    """A position in a property of one's own is a leak like any other."""
    data = _file({"x_seat": "39.7606 N"})
    copy = coarsen_sites(Original("s", data, parse(data.decode())), read_data("s", data).sites, parse_precision("0.01deg"))
    assert [one.property for one in copy.leaks] == ["x_seat"]


def test_the_schema_allows_them() -> None:
    """Editors accept such a name in each kind."""
    for kind in KINDS:
        assert CUSTOM_NAMES in file_schema()["$defs"][kind]["patternProperties"]

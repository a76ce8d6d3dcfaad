"""Names in other languages, `name:uk`, stand on any record, and are shown wherever the record is."""

import csv
import json
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import geopandas as gpd
import pytest
from jsonschema import Draft202012Validator

import geo
from geo.judge.diff import compare
from geo.record.edit.edit import Original
from geo.record.import_table.guess_table import read_unknown_table
from geo.record.import_table.mapping import parse_mapping
from geo.record.import_table.propose_mapping import propose_mapping
from geo.record.import_table.run import import_rows
from geo.record.json_file.layout import feature_line
from geo.record.json_file.parse import parse
from geo.record.kinds import KINDS
from geo.record.language_names import NAMES_PATTERN, find_language_name, is_language_name
from geo.record.publish.coarsen import coarsen_sites
from geo.record.publish.precision import parse_precision
from geo.record.reading import read_data
from geo.record.schema import file_schema
from geo.show.exports.writing import write_export
from geo.show.map.payload import build_payload
from geo.show.report.text import format_report
from tests.conftest import Run
from tests.javascript import run as run_script

NAMES = {"name:uk": "Краматорськ", "name:zh-Hant": "克拉馬托爾斯克"}
EMPTY = '{"type": "FeatureCollection", "features": []}'


def _file(names: dict[str, Any], kind: str = "place") -> bytes:
    place = {"type": "Point", "coordinates": [37.7083, 48.5125]}
    town = {
        "type": "Feature",
        "id": "p",
        "geometry": place,
        "properties": {"kind": kind, "name": "Kramatorsk", **names, "sources": ["s"]},
    }
    source = {"type": "Feature", "id": "s", "geometry": None, "properties": {"kind": "source", "title": "t", "name:ar": "مصدر"}}
    return json.dumps({"type": "FeatureCollection", "features": [town, source]}, ensure_ascii=False).encode()


@pytest.fixture(scope="module")
def judged() -> geo.Assessment:
    reading = read_data("s.geojson", _file(NAMES))
    assert not reading.problems
    return geo.assess(reading.sites)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_may_have_them(kind: str) -> None:
    """No kind calls a name in another language unknown, and a null counts as absent."""
    problems = read_data("s", _file({**NAMES, "name:fr": None}, kind)).problems
    assert not [one for one in problems if "name:" in one.message]


@pytest.mark.parametrize(
    "name",
    [
        "name:uk",
        "name:zh-Hant",
        "name:sr-Latn-RS",
        "name:es-419",
        "name:de-1996",
        "name:yue",
        "name:en-x-old",
        "name:zh-hant",
        "name:crh-Latn",
    ],
)
def test_tags_of_languages(name: str) -> None:
    """A language, its script, its region and more, in any case, as BCP 47 has them."""
    assert is_language_name(name)
    assert re.fullmatch(NAMES_PATTERN, name)


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("name:ua", "name:uk"),
        ("name:ukr", "name:uk"),
        ("name:ukrainian", "name:uk"),
        ("name:zh_Hant", "name:zh-Hant"),
        ("name:UA-Cyrl", "name:uk-Cyrl"),
        ("name:qq", None),
        ("name:prefix", None),
        ("name:", None),
        ("name:uk-", "name:uk"),
        ("name:uk Latn", None),
        ("name:1", None),
        (f"name:en-x-{'a' * 99}", None),
    ],
)
def test_what_is_no_language_is_refused(name: str, hint: str | None) -> None:
    """The message says what is wanted, and what was probably meant."""
    (problem,) = read_data("s", _file({name: "x"})).errors
    assert problem.code == "GEO028"
    assert problem.message.startswith(f'"{name}" names no language; wanted the tag of a language')
    assert problem.message.endswith(f'; did you mean "{hint}"?' if hint else "name:zh-Hant")


@pytest.mark.parametrize(
    ("name", "meant"), [("name_uk", "name:uk"), ("Name (Ukrainian)", "name:uk"), ("name-zh-Hant", "name:zh-Hant")]
)
def test_a_name_that_is_written_in_another_way_is_shown_in_this(name: str, meant: str) -> None:
    """An unknown property that means such a name is told its form."""
    (problem,) = read_data("s", _file({name: "x"})).errors
    assert problem.message == f'unknown property "{name}" of a place; did you mean "{meant}"?'


@pytest.mark.parametrize("value", [5, True, ["a"], "", "  "])
def test_a_name_is_a_text(value: object) -> None:
    """Nothing else, and not an empty one."""
    (problem,) = read_data("s", _file({"name:uk": value})).errors
    assert problem.message.startswith("name:uk: ")


def test_one_language_has_one_name() -> None:
    """Tags that differ in case alone are the same."""
    problems = read_data("s", _file({"name:zh-Hant": "a", "name:zh-hant": "b"})).errors
    assert {one.message for one in problems} == {
        '"name:zh-Hant" and "name:zh-hant" are one language; keep one of them',
        '"name:zh-hant" and "name:zh-Hant" are one language; keep one of them',
    }


def test_the_schema_knows_them() -> None:
    """An editor accepts a name in a language, and marks a name of nothing."""
    validator = Draft202012Validator(file_schema())
    assert validator.is_valid(json.loads(_file({**NAMES, "name:fr": None})))
    for wrong in ({"name:ukrainian": "a"}, {"name:uk": 5}, {"name:uk": " "}, {"name_uk": "a"}):
        assert not validator.is_valid(json.loads(_file(wrong))), wrong


def test_they_stand_behind_the_name() -> None:
    """In the order of the file, other names follow the first, and the user's own properties come last."""
    properties = {'"x_a"': "1", '"note"': '"n"', '"name:uk"': '"u"', '"name"': '"k"', '"kind"': '"place"'}
    line = feature_line({'"type"': '"Feature"', '"id"': '"p"', '"geometry"': "null", '"properties"': dict(properties)})
    assert re.findall(r'"(kind|name|name:uk|note|x_a)":', line) == ["kind", "name", "name:uk", "note", "x_a"]


def test_the_page_the_report_and_every_export_show_them(judged: geo.Assessment, tmp_path: Path) -> None:
    """A table has a column of that name; other forms say which language it is."""
    payload = build_payload(judged)
    assert payload["records"]["place"]["name:uk"] == ["Краматорськ"]
    assert {"name": "name:uk", "label": "Name (uk)", "unit": "", "remark": ""} in payload["facts"]["place"]
    assert ("Name (ar)", "مصدر", {"lang": "ar"}, "name:ar") in payload["sources"]["facts"][0]
    assert "Name (uk): Краматорськ" in format_report(judged)
    for ending in (".csv", ".kml", ".gpx", ".dwc.csv"):
        text = write_export(judged, tmp_path / f"s{ending}").read_text("utf-8")
        assert all(name in text for name in NAMES.values()), ending
    with (tmp_path / "s.csv").open(newline="", encoding="utf-8-sig") as file:
        (row,) = csv.DictReader(file)
    assert {name: row[name] for name in NAMES} == NAMES
    data = ET.parse(tmp_path / "s.kml").getroot().iter("{http://www.opengis.net/kml/2.2}Data")  # noqa: S314  # our own
    assert "name:uk" in {one.get("name") for one in data}
    frame = gpd.read_file(write_export(judged, tmp_path / "s.gpkg"), layer="records")
    assert {name: frame[name][0] for name in NAMES} == NAMES


def test_the_page_says_in_which_language_a_name_is() -> None:
    """A fact of the card has the tag beside it, for `lang`."""
    ask = """([record, list, said]) => [words.facts(record, list)[0], words.saidFact(said)].map(([label, ...rest]) =>
      [label.replace(/[\\u2068\\u2069]/g, ""), ...rest])"""
    fact = {"name": "name:uk", "label": "Name (uk)", "unit": "", "remark": ""}
    given = [{"id": "p", "name:uk": "Київ"}, [fact], ["Name (uk)", "Київ", {"lang": "uk"}]]
    assert run_script("words", ask, given) == [["Name (uk)", "Київ", "uk"]] * 2


@pytest.mark.parametrize("ending", [".csv", ".kml", ".gpkg", ".shp.zip", ".geojson"])
def test_an_export_gives_them_back(judged: geo.Assessment, tmp_path: Path, ending: str) -> None:
    """Importing a table of ours keeps each name under its language."""
    path = write_export(judged, tmp_path / f"s{ending}")
    table, dialect = read_unknown_table(path)
    mapping = parse_mapping("m", propose_mapping(path.name, table, dialect).encode())
    made = import_rows(path.name, table, mapping, Original("new.geojson", None, parse(EMPTY)))
    assert made.edit
    town = next(one for one in json.loads(made.edit.data)["features"] if one["id"] == "p")["properties"]
    assert {name: town.get(name) for name in NAMES} == NAMES


def test_headings_of_other_tables_propose_them() -> None:
    """A heading may write the language in other ways."""
    headings = ["name:uk", "Name_EN", "name (Arabic)", "Name of town", "rename_de", "name_id", "name:id"]
    assert [find_language_name(one) for one in headings] == ["name:uk", "name:en", "name:ar", None, None, None, "name:id"]


def test_a_difference_names_them(judged: geo.Assessment) -> None:
    """A changed name is a change of the record."""
    other = geo.assess(read_data("s.geojson", _file({**NAMES, "name:uk": "Крам"})).sites)
    (change,) = compare(judged, other).changed
    assert [(one.name, one.new) for one in change.properties] == [("name:uk", "Крам")]


def test_publishing_scans_them() -> None:
    """A position in a name is a leak like any other."""
    data = _file({"name:uk": "48.51250 N 37.70830 E"}, "fragment_site")
    copy = coarsen_sites(Original("s", data, parse(data.decode())), read_data("s", data).sites, parse_precision("0.1deg"))
    assert "name:uk" in {one.property for one in copy.leaks}


def test_geo_add_takes_them(folder: Path, run: Run) -> None:
    """`--name-in` names the language, and refuses what is none."""
    add = ("add", "place", "--name", "Kyiv", "--at", "50.4501 N 30.5234 E", "--create", "--name-in")
    status, _, told = run(*add, "ua", "Київ")
    assert (status, 'did you mean "name:uk"?' in told) == (2, True)
    assert run(*add, "uk", "Київ", "--name-in", "zh-Hant", "基輔")[0] == 0
    town = json.loads((folder / "sites.geojson").read_text("utf-8"))["features"][-1]
    assert (town["properties"]["name:uk"], town["properties"]["name:zh-Hant"]) == ("Київ", "基輔")


@pytest.mark.parametrize(
    ("kind", "tag", "hint"),
    [
        ("fragment_site", "English", '; did you mean "en"?'),
        ("source", "ua", '; did you mean "uk"?'),
        ("source", "eng", '; did you mean "en"?'),
        ("place", "zz", ""),
        ("place", "en_GB", '; did you mean "en-GB"?'),
        ("place", 7, ""),
    ],
)
def test_a_language_is_a_tag(kind: str, tag: object, hint: str) -> None:
    """The language of what is printed is a BCP 47 tag, so that it can be read; a word and a country are refused with what was meant."""
    properties = {"kind": kind, "language": tag, **({"title": "T"} if kind == "source" else {})}
    document = {
        "type": "FeatureCollection",
        "features": [{"type": "Feature", "id": "a", "geometry": None, "properties": properties}],
    }
    (problem,) = read_data("s", json.dumps(document).encode()).errors
    assert problem.message.startswith("language: wanted the tag of a language (BCP 47), such as az or zh-Hant, not ")
    assert problem.message.endswith(hint or json.dumps(tag))


@pytest.mark.parametrize("tag", ["az", "zh-Hant", "en-GB", "sr-Latn-RS", "und", "kmr"])
def test_tags_of_languages_are_taken(tag: str) -> None:
    """Tags with a script, a region, or of three letters are tags."""
    document = {
        "type": "FeatureCollection",
        "features": [{"type": "Feature", "id": "a", "geometry": None, "properties": {"kind": "place", "language": tag}}],
    }
    assert not read_data("s", json.dumps(document).encode()).errors

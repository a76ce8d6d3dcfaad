"""Markings: one text or a list of them, each kept as typed in the file, in tables and on the way back."""

import json
from pathlib import Path
from typing import Any

import pytest

import geo
from geo.record.kinds import FragmentSite
from geo.record.reading import read_data
from geo.record.text_list import join_texts, split_texts
from tests.conftest import Run

SITE = {"kind": "fragment_site", "found_on": "2021-03-15"}


def written(*markings: Any) -> bytes:
    features = [
        {
            "type": "Feature",
            "id": f"site-{number}",
            "geometry": {"type": "Point", "coordinates": [46.74275, 39.76 + number / 100]},
        }
        | {"properties": {**SITE, "marking": marking}}
        for number, marking in enumerate(markings, 1)
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("9M79-1", ("9M79-1",)),
        (["9M79-1", " 0417 ", "9M79-1"], ("9M79-1", " 0417 ", "9M79-1")),
        ("A; B | C", ("A; B | C",)),
        (None, None),
    ],
)
def test_markings_are_kept_as_typed(typed: object, kept: object) -> None:
    """A text is one marking, whatever it holds; a list is several, with their spaces and repetitions."""
    (record,) = read_data("sites.geojson", written(typed)).sites.of_kind(FragmentSite)
    assert record.marking == kept


@pytest.mark.parametrize(
    ("typed", "code", "says"),
    [
        ("", "GEO031", "marking: is empty; take it out or fill it"),
        ([], "GEO031", "marking: is empty"),
        (["9M79-1", " "], "GEO031", 'has an empty text in ["9M79-1", " "]'),
        (417, "GEO030", 'wanted text in quotation marks or a list of texts such as ["9M79-1", "0417"], not 417'),
        (["9M79-1", 417], "GEO030", 'not ["9M79-1", 417]'),
        ({"a": "b"}, "GEO030", "wanted text in quotation marks or a list of texts"),
        ([["a"]], "GEO030", "wanted text in quotation marks or a list of texts"),
    ],
)
def test_a_marking_that_is_no_text_is_an_error(typed: object, code: str, says: str) -> None:
    """The message says what was there and what is wanted."""
    (error,) = read_data("sites.geojson", written(typed)).errors
    assert error.code == code
    assert says in error.message


@pytest.mark.parametrize(
    ("markings", "text"),
    [
        (["9M79-1"], "9M79-1"),
        (["9M79-1", "KS-101 / 0732, left"], "9M79-1 | KS-101 / 0732, left"),
        (["A; B"], '["A; B"]'),
        (["A|B", "C"], '["A|B", "C"]'),
        ([" A"], '[" A"]'),
        (["A\nB"], '["A\\nB"]'),
        (['["A"]'], r'["[\"A\"]"]'),
        (["A", "A"], "A | A"),
    ],
)
def test_markings_survive_a_cell(markings: list[str], text: str) -> None:
    """Whatever a marking holds, the one text that stands for several gives them back."""
    assert join_texts(markings) == text
    assert split_texts(text) == markings


@pytest.mark.parametrize("text", ['["A", 1]', '["A", "B"', '["A" "B"]', '["A", ["B"]]', "[" * 50, '["' + "[" * 9999])
def test_a_cell_that_is_no_list_is_one_marking(text: str) -> None:
    """Brackets that are not a list of texts are part of a marking."""
    assert split_texts(text) == [text]


@pytest.mark.parametrize("ending", ["csv", "gpkg", "parquet", "geojson", "kml"])
def test_an_import_gives_markings_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run, ending: str) -> None:
    """A list stays a list and a text a text, through an export and an import of ours."""
    monkeypatch.chdir(tmp_path)
    typed = ["9M79-1", ["9M79-1", "04?7"], ["A; B", "C"], "A | B"]
    Path("sites.geojson").write_bytes(written(*typed))
    assert run("export", "-o", f"out.{ending}")[0] == 0
    Path("map.toml").write_text(run("import", f"out.{ending}", "--propose")[1], "utf-8")
    status, out, err = run("import", f"out.{ending}", "--mapping", "map.toml", "-o", "back.geojson")
    assert status == 0, out + err
    back = geo.read_sites("back.geojson").of_kind(FragmentSite)
    assert [one.marking for one in back] == [tuple([one] if isinstance(one, str) else one) for one in typed]


def test_markings_can_be_added_one_by_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run) -> None:
    """`geo add --marking` once writes a text, several times a list."""
    monkeypatch.chdir(tmp_path)
    run("add", "fragment-site", "--create", "--id", "a", "--marking", "A; B")
    run("add", "fragment-site", "--id", "b", "--marking", "9M79-1", "--marking", "0417")
    features = json.loads(Path("sites.geojson").read_text("utf-8"))["features"]
    assert [one["properties"]["marking"] for one in features] == ["A; B", ["9M79-1", "0417"]]


def test_a_list_that_a_program_wrote_as_text_is_mended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run) -> None:
    """`geo fmt --repair` makes a list again of what GDAL and pandas print for one."""
    monkeypatch.chdir(tmp_path)
    Path("sites.geojson").write_bytes(written('[ "9M79-1", "0417" ]', "['9M79-1', '0417']", "[9M79-1]"))
    assert run("fmt", "--repair", "sites.geojson")[0] == 0
    features = json.loads(Path("sites.geojson").read_text("utf-8"))["features"]
    assert [one["properties"]["marking"] for one in features] == [["9M79-1", "0417"], ["9M79-1", "0417"], "[9M79-1]"]

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.earth.notation.coordinates import parse_coordinates
from geo.record.edit.edit import Edit, append_records, find_free_id, make_feature, read_original, reformat
from geo.record.edit.fields import Field, FieldType, fields_of, format_answer, objection
from geo.record.json_file.layout import Node, is_number, quote_string
from geo.record.json_file.parse import parse
from geo.record.kinds import KINDS, DirectionClaim, DistanceClaim, FragmentSite, Record, Source
from geo.record.problems import SitesError
from geo.record.reading import read_data
from tests.conftest import ROOT

PRINTED = "39°45'38.10\"N 46°44'33.90\"E"
SITE = make_feature(FragmentSite, "new", parse_coordinates(PRINTED), {"sources": ['"s"']})
TITLED = make_feature(Source, "new", None, {"title": '"t"'})
LINE = '{"type": "Feature", "id": "new", "geometry": null, "properties": {"kind": "source", "title": "t"}}'
BLOCK = """{
@@"type": "Feature",
@@"id": "new",
@@"geometry": null,
@@"properties": {
@@@"kind": "source",
@@@"title": "t"
@@}
@}"""
OLD = '{"type": "Feature", "id": "old", "geometry": null, "properties": {"kind": "source", "title": "t"}}'


def block(indent: str, step: str = "  ") -> str:
    """The new record over several lines."""
    return BLOCK.replace("@@@", indent + step * 2).replace("@@", indent + step).replace("@", indent)


def with_new(path: Path, text: str, record: dict[str, Node] = TITLED) -> Edit:
    """A file with one more record."""
    path.write_bytes(text.encode())
    return append_records(read_original(path), record)


@pytest.mark.parametrize(
    ("text", "at"),
    [
        pytest.param('{"type": "FeatureCollection", "features": [#]}', f"\n  {block('  ')}\n", id="empty, on one line"),
        pytest.param('{\n  "features": [#],\n  "type": "FeatureCollection"\n}', f"\n    {block('    ')}\n  ", id="empty"),
        pytest.param('{\n\t"features": [#\n\t]\n}', "\n\t\t" + block("\t\t", "\t"), id="empty, over lines, tabs"),
        pytest.param(f'{{"features": [{OLD}#]}}', f", {LINE}", id="all on one line"),
        pytest.param(f'{{"features": [\n  {OLD},\n  {OLD}#\n]}}\n', f",\n  {LINE}", id="a record a line"),
        pytest.param(f'{{"features": [\n{OLD}#]}}', f",\n{LINE}", id="no indent"),
        pytest.param(f'{{"features": [\r\n  {OLD}#\r\n]}}\r\n', f",\r\n  {LINE}", id="Windows"),
        pytest.param('{"features": [\n    {\n      "id": "old"\n    }#\n  ]\n}', f",\n    {block('    ')}", id="over lines"),
        pytest.param('{"features": [\n  {\n      "id": 1\n  }#\n]}', f",\n  {block('  ', '    ')}", id="another step"),
        pytest.param('{"features": [\n{\n"id": 1\n}#\n]}', f",\n{block('')}", id="over lines, no indent"),
        pytest.param('  {"features": [{\n    "id": 1\n  }#]}', f", {block('  ')}", id="not at a line's start"),
        pytest.param('{"features": [1#  ], "z": 1}', f", {LINE}", id="odd"),
        pytest.param(
            '\ufeff{\r\n  "features": [\r\n    {\r\n      "id": 1\r\n    }#\r\n  ]\r\n}',
            f",\r\n    {block('    ')}".replace("\r\n", "\n").replace("\n", "\r\n"),
            id="Windows, over lines, byte-order mark",
        ),
    ],
)
def test_the_rest_stays_byte_for_byte(text: str, at: str, tmp_path: Path) -> None:
    """The new record stands after the last one, in its manner, and every other byte stays."""
    edit = with_new(tmp_path / "f", text.replace("#", ""))
    assert edit.data.decode() == text.replace("#", at)
    assert json.loads(edit.data.decode("utf-8-sig"))["features"][-1]["id"] == "new"


def test_a_record_of_the_repositorys_own_file(tmp_path: Path) -> None:
    """A file in the one layout stays in it."""
    text = (ROOT / "sites.geojson").read_text("utf-8")
    edit = with_new(tmp_path / "f", text, {**SITE, '"id"': '"fragment-site-3"'})
    edit.save()
    assert [problem.message for problem in edit.problems] == ['sources: no record has the id "s"']
    assert not reformat(read_original(tmp_path / "f")).changed


def test_the_geometry_has_the_digits_of_the_printing() -> None:
    """A hundredth of a second is six decimals of a degree; a minute is two; the printed text is kept as it is."""
    assert SITE['"geometry"'] == {'"type"': '"Point"', '"coordinates"': ["46.742750", "39.760583"]}
    assert SITE['"properties"'] == {
        '"kind"': '"fragment_site"',
        '"sources"': ['"s"'],
        '"published_coordinates"': quote_string(PRINTED),
    }
    coarse = make_feature(FragmentSite, "a", parse_coordinates("39°45'N 46°44'E"), {})
    assert coarse['"geometry"'] == {'"type"': '"Point"', '"coordinates"': ["46.73", "39.75"]}


@given(st.floats(-90, 90), st.floats(-180, 180), st.integers(0, 8))
def test_a_printed_position_passes_the_check(lat: float, lon: float, decimals: int) -> None:
    """Whatever was printed, the geometry computed from it agrees with it; 0, 0 alone is doubted."""
    text = f"{abs(lat):.{decimals}f}° {'S' if lat < 0 else 'N'}, {abs(lon):.{decimals}f}° {'W' if lon < 0 else 'E'}"
    from geo.record.json_file.layout import format_canonical

    file = format_canonical({'"type"': '"FeatureCollection"'}, [make_feature(FragmentSite, "a", parse_coordinates(text), {})])
    assert {problem.code for problem in read_data("f", file.encode()).problems} <= {"GEO070"}


@pytest.mark.parametrize(
    ("ids", "free"),
    [
        ([], "fragment-site-1"),
        (["fragment-site-1", "fragment-site-7", "fragment-site-x", "strike-9", 9, None], "fragment-site-8"),
        (["fragment-site-2"], "fragment-site-3"),
    ],
)
def test_the_next_free_id(ids: Sequence[object], free: str) -> None:
    """After the highest number: a number that was taken out is not given again."""
    features = ", ".join(json.dumps({"id": one}) for one in ids)
    assert find_free_id(parse(f'{{"features": [{features}]}}'), FragmentSite) == free


OLD_ERRORS = '{"type": "FeatureCollection", "features": [\n{"type": "Feature", "id": "a", "geometry": null, "properties": {"kind": "plaec"}}\n], "crs": 1}'


def test_only_new_errors_count(tmp_path: Path) -> None:
    """Errors that the file had, before or after the new record, do not keep one from adding to it."""
    edit = with_new(tmp_path / "f", OLD_ERRORS)
    assert edit.problems == ()
    assert len(read_data("f", edit.data).errors) == 2
    twice = with_new(tmp_path / "f", OLD_ERRORS, {**TITLED, '"id"': '"a"'})
    assert [problem.line for problem in twice.errors] == [3]
    assert 'the id "a"' in twice.errors[0].message


@pytest.mark.parametrize("text", ["", "{", '{"type": 1, "type": 2, "features": []}', '{"features": {}}', "[]", '{"type": "x"}'])
def test_what_cannot_be_added_to_is_refused(text: str, tmp_path: Path) -> None:
    """A file with errors is not added to and stays as it is."""
    with pytest.raises(SitesError):
        with_new(tmp_path / "f", text)
    assert (tmp_path / "f").read_text() == text


def test_a_file_that_is_too_large(tmp_path: Path) -> None:
    """The limit of a check holds here too."""
    with (tmp_path / "f").open("wb") as file:
        file.truncate(129 * 2**20)
    with pytest.raises(SitesError, match="larger than 128 MiB"):
        read_original(tmp_path / "f")


@pytest.mark.parametrize("kind", KINDS.values(), ids=list(KINDS))
def test_fields_are_those_of_the_records(kind: type[Record]) -> None:
    """Each with its description, and needed where the record needs it."""
    fields = {field.name: field for field in fields_of(kind)}
    described = {name: own.description for name, own in kind.properties.items()}
    described.pop("published_coordinates", None)
    assert {name: field.description for name, field in fields.items()} == described
    assert {field.name for field in fields.values() if field.required} == {
        name for name, own in kind.properties.items() if own.attribute in kind.required
    }


def field(kind: type[Record], name: str) -> Field:
    """A field by its name."""
    (found,) = [one for one in fields_of(kind) if one.name == name]
    return found


@pytest.mark.parametrize(
    ("kind", "name", "answer", "wanted"),
    [
        (DistanceClaim, "distance_m", "780", "780"),
        (DistanceClaim, "distance_m", "1e3", "1e3"),
        (DistanceClaim, "distance_m", "780.0", "780.0"),
        (DirectionClaim, "direction", "NE", '"NE"'),
        (DirectionClaim, "direction", "045", '"045"'),
        (DirectionClaim, "direction", "91.50", "91.50"),
        (DirectionClaim, "axis", True, "true"),
        (DirectionClaim, "axis", False, "false"),
        (Source, "title", "7", '"7"'),
        (Source, "sources", ["a", 'b"'], ['"a"', '"b\\""']),
        (Source, "title", "Şuşa \x1b \udcff", '"Şuşa \\u001b \\udcff"'),
    ],
)
def test_answers_as_they_stand_in_the_file(kind: type[Record], name: str, answer: str, wanted: Node) -> None:
    """Numbers keep their digits, texts their characters."""
    assert format_answer(field(kind, name), answer) == wanted


def test_a_number_with_a_unit_is_refused() -> None:
    """A number with a unit is refused with an example of what is wanted."""
    with pytest.raises(ValueError, match=r'such as 780 or 1275\.6, not "780 m"'):
        format_answer(field(DistanceClaim, "distance_m"), "780 m")


@given(st.text(max_size=6) | st.from_regex(r"-?[0-9.eE+-]{1,6}", fullmatch=True))
def test_numbers_are_those_of_json(text: str) -> None:
    """What counts as one is what a reader of JSON takes for one."""
    try:
        value = json.loads(text) if text == text.strip() and text not in ("NaN", "Infinity", "-Infinity") else None
    except ValueError:
        value = None
    assert is_number(text) == (isinstance(value, int | float) and not isinstance(value, bool))


def test_objections() -> None:
    """One property is judged by itself, in the words of a check."""
    assert objection(Source, "published_on", '"2021-04"') is None
    assert objection(Source, "published_on", '"April"') is not None
    assert objection(DistanceClaim, "distance_m", "-1") is not None
    assert FieldType.IDS in {one.form for one in fields_of(Source)}

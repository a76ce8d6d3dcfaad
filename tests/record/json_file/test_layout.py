import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.record.edit.edit import read_original, reformat
from geo.record.json_file.layout import PROPERTIES
from geo.record.json_file.parse_errors import MAX_DEPTH
from geo.record.kinds import KINDS
from geo.record.problems import Problem, SitesError
from geo.record.reading import read
from tests.conftest import DATA, ROOT

FILES = sorted(DATA.glob("*/*.geojson"))


def laid(tmp_path: Path, text: str) -> str:
    """What a file with this text becomes."""
    path = tmp_path / "f.geojson"
    path.write_bytes(text.encode())
    return reformat(read_original(path)).data.decode()


def digits(text: str) -> Any:
    """The values of a JSON text, numbers as typed, keys in any order."""
    return json.loads(
        text.removeprefix("\ufeff"), parse_float=lambda one: ("number", one), parse_int=lambda one: ("number", one)
    )


def test_the_repositorys_own_file_is_laid_out() -> None:
    """Formatting the repository's file changes no byte."""
    assert not reformat(read_original(ROOT / "sites.geojson")).changed


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_files_keep_their_values_or_are_refused(path: Path) -> None:
    """Whatever is JSON is laid out with every value that it had; the rest is refused with the problems that a check names."""
    problems: tuple[Problem, ...] = ()
    try:
        edit = reformat(read_original(path))
    except SitesError as error:
        problems = error.problems
    else:
        assert digits(edit.data.decode()) == digits(path.read_text("utf-8"))
    assert set(problems) <= set(read(path).problems)


def test_some_files_are_refused_and_some_are_not() -> None:
    """The walk over the folders sees both."""
    outcomes = {path.stem: True for path in FILES}
    for path in FILES:
        try:
            read_original(path)
        except SitesError:
            outcomes[path.stem] = False
    assert not any(outcomes[name] for name in ("nan", "duplicate-key", "duplicate-key-top", "utf-16", "comment", "empty"))
    assert outcomes["property-unknown"]
    assert outcomes["date-impossible"]


SCATTERED = """\ufeff{"features":[{"properties":{"odd":[1,{"a":1e3}],"sources":["b","a"],"note":"caf\\u00e9 \\/ \\u202e ş",
"name":"n","kind":"place"},"foo":1,"geometry":{"coordinates":[46.742750,-0.0,1E+3],"type":"Point"},"id":"a","type":"Feature"}
,{"id":7},3],"bbox":[1,2,
3,4],"name":"x","type":"FeatureCollection"}"""
GATHERED = """\ufeff{
  "type": "FeatureCollection",
  "name": "x",
  "bbox": [1, 2, 3, 4],
  "features": [
    {
      "type": "Feature",
      "id": "a",
      "geometry": {"type": "Point", "coordinates": [46.742750, -0.0, 1E+3]},
      "properties": {
        "kind": "place",
        "name": "n",
        "note": "caf\\u00e9 \\/ \\u202e ş",
        "sources": ["b", "a"],
        "odd": [1, {"a": 1e3}]
      },
      "foo": 1
    },
    {
      "id": 7
    },
    3
  ]
}
"""


def test_the_layout(tmp_path: Path) -> None:
    """Order of keys, one property a line, digits and escapes as typed, the byte-order mark kept."""
    assert laid(tmp_path, SCATTERED) == GATHERED


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("{}", "{}\n"),
        ('{"features": [ ]}', '{\n  "features": []\n}\n'),
        ('{"features": {"a": [1]}}', '{\n  "features": {"a": [1]}\n}\n'),
        ('{"features":[{"properties":{}}]}', '{\n  "features": [\n    {\n      "properties": {}\n    }\n  ]\n}\n'),
        ('{\r\n"a":1}\r\n', '{\r\n  "a": 1\r\n}\r\n'),
        ('{\r\n"a":1}\n', '{\n  "a": 1\n}\n'),
        ('{\r\n\r"a":1}\r\n', '{\n  "a": 1\n}\n'),
    ],
)
def test_corners(text: str, wanted: str, tmp_path: Path) -> None:
    r"""Empty things stay short, and \r\n stays where it stood throughout."""
    assert laid(tmp_path, text) == wanted


def test_a_long_polygon_has_a_pair_on_each_line(tmp_path: Path) -> None:
    """A short one stays on one line."""
    ring = [[46.1, 39.5], [46.2, 39.5], [46.2, 39.6], [46.1, 39.5]]
    short, long = (json.dumps({"type": "Polygon", "coordinates": [ring * many]}) for many in (1, 4))
    assert f'"geometry": {short}' in laid(tmp_path, f'{{"features": [{{"geometry": {short}}}]}}')
    text = laid(tmp_path, f'{{"features": [{{"geometry": {long}}}]}}')
    assert text.count("\n            [46.2, 39.6],\n") == 4
    assert digits(text)["features"][0]["geometry"] == digits(long)


def test_deep_nesting_is_refused(tmp_path: Path) -> None:
    """The error gives the place of the first bracket that is too deep."""
    brackets = "[" * (MAX_DEPTH + 1)
    with pytest.raises(SitesError, match=f"1:{6 + MAX_DEPTH}: error: more than {MAX_DEPTH} nested brackets"):
        laid(tmp_path, f'{{"a":{brackets}{"]" * (MAX_DEPTH + 1)}}}')


def test_every_property_has_its_place() -> None:
    """The order of properties names all of them, once."""
    assert sorted(PROPERTIES) == sorted({"kind", *(name for kind in KINDS.values() for name in kind.properties)})


numbers = st.from_regex(r"-?(0|[1-9][0-9]{0,15})(\.[0-9]{1,15})?([eE][+-]?[12]?[0-9])?", fullmatch=True)
texts = st.builds(lambda text, ascii_only: json.dumps(text, ensure_ascii=ascii_only), st.text(), st.booleans()).filter(
    lambda text: text.isascii() or "\\ud" not in text
)
keys = st.one_of(st.sampled_from(["type", "id", "geometry", "properties", "coordinates", "kind", "name", "sources"]), st.text())
blanks = st.text(" \t\r\n", max_size=3)


@st.composite
def objects(draw: st.DrawFn, values: st.SearchStrategy[str]) -> str:
    """The text of an object, with blanks wherever they may stand."""
    members = draw(st.dictionaries(keys, values, max_size=5))
    parts = (f"{draw(blanks)}{json.dumps(key)}{draw(blanks)}:{draw(blanks)}{value}" for key, value in members.items())
    return f"{{{','.join(parts)}{draw(blanks)}}}"


@st.composite
def arrays(draw: st.DrawFn, values: st.SearchStrategy[str]) -> str:
    """The text of an array, likewise."""
    return f"[{','.join(draw(blanks) + value + draw(blanks) for value in draw(st.lists(values, max_size=5)))}{draw(blanks)}]"


json_texts = st.recursive(
    st.one_of(numbers, texts, st.sampled_from(["true", "false", "null"])), lambda one: objects(one) | arrays(one), max_leaves=25
)


@given(arrays(objects(json_texts) | json_texts), objects(json_texts), blanks, st.booleans())
def test_no_value_changes_and_twice_is_once(features: str, other: str, blank: str, mark: bool) -> None:
    """parse(fmt(text)) == parse(text) with every digit, and fmt(fmt(text)) == fmt(text)."""
    from tempfile import TemporaryDirectory

    text = f'{blank}{{"features":{blank}{features},"type":{blank}"FeatureCollection","other":{other}}}{blank}'
    with TemporaryDirectory() as folder:
        once = laid(Path(folder), ("\ufeff" if mark else "") + text)
        twice = laid(Path(folder), once)
    assert digits(once) == digits(text)
    assert list(digits(once)) == ["type", "other", "features"]
    assert once.startswith("\ufeff") is mark
    assert twice == once

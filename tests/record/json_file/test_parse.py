import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.record.json_file.parse import JsonDocument, Number, decode, parse, walk
from geo.record.json_file.parse_errors import TextError

VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**15), 10**15)
    | st.floats(-1e29, 1e29).filter(lambda x: x == 0 or abs(x) > 1e-29)
    | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


@given(VALUES, st.sampled_from([None, 1]))
def test_walk_finds_every_value_where_it_stands(value: object, indent: int | None) -> None:
    """Decoding at the place that walk names gives the value that the path names."""
    text = json.dumps(value, indent=indent)
    decoder = json.JSONDecoder()
    for path, key_at, value_at in walk(text, 0):
        found = value
        for step in path:
            found = found[step]  # type: ignore[index]  # paths fit the value
        assert decoder.raw_decode(text, value_at)[0] == found
        if isinstance(path[-1], str):
            assert decoder.raw_decode(text, key_at)[0] == path[-1]


@given(st.lists(VALUES, max_size=5), st.sampled_from([None, 2]))
def test_features_come_with_their_places(features: list[object], indent: int | None) -> None:
    """Every feature's text is what stands between its start and its end."""
    text = json.dumps({"type": "FeatureCollection", "features": features, "name": "x"}, indent=indent)
    document = parse(text)
    assert not document.faults
    assert [element.value for element in document.members["features"]] == features
    assert [json.loads(text[element.start : element.end]) for element in document.members["features"]] == features


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused(text: str) -> None:
    """Reading never raises, and calls no text good that the standard library refuses."""
    document = parse(text)
    try:
        good = isinstance(json.loads(text), dict)
    except ValueError:
        good = False
    assert (
        good == (not document.faults)
        or "second time" in document.faults[0].message
        or "not a number" in document.faults[0].message
    )


def test_numbers_remember_their_digits() -> None:
    """A number keeps the digits that were typed: 46.742750 stays 46.742750."""
    number = parse('{"features": [46.742750]}').members["features"][0].value
    assert isinstance(number, Number)
    assert (number, number.digits) == (46.74275, "46.742750")


@pytest.mark.parametrize(
    "text", ['{"a": 1} x', '{"a": }', '{"a"}', "{1: 2}", '{"features": [1 2]}', "{", '{"a": tru}', '{"a": "\x01"}']
)
def test_each_fault_has_a_place_in_the_text(text: str) -> None:
    """A fault points into the text, so that an editor can jump there."""
    (fault,) = parse(text).faults
    assert 0 <= fault.at <= len(text)


def test_lines_and_columns_count_from_one() -> None:
    """As editors count, in characters, for any way of ending lines."""
    document = JsonDocument("ab\r\nşc\n")
    assert [document.line_column(at) for at in (0, 1, 4, 5, 7)] == [(1, 1), (1, 2), (2, 1), (2, 2), (3, 1)]


@given(st.text("a\n\r", max_size=400), st.integers(1, 50))
def test_lines_and_columns_are_those_of_a_split_text(text: str, block: int) -> None:
    """However the text is divided into blocks for counting, and whichever of the two ends its lines have."""
    document = JsonDocument(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("geo.record.json_file.parse._BLOCK", block)
        for at in range(len(text) + 1):
            before = text[:at].split("\n" if "\n" in text else "\r")
            assert document.line_column(at) == (len(before), len(before[-1]) + 1)


def test_what_is_kept_of_a_feature_is_up_to_the_caller() -> None:
    """The list holds what `keep` returns, which is given the value and its place."""
    text = '{"type": "FeatureCollection", "features": [{"id": "a"}, 5]}'
    document = parse(text, lambda value, start, end: (value, text[start:end]))
    assert document.members["features"] == [({"id": "a"}, '{"id": "a"}'), (5, "5")]


def test_a_byte_order_mark_is_no_character() -> None:
    """Some Windows editors write one; it shifts no column."""
    assert decode(b"\xef\xbb\xbf{}") == "{}"
    with pytest.raises(TextError, match="byte 0xff is not UTF-8") as error:
        decode(b"\xef\xbb\xbfab\xff")
    assert error.value.at == 2

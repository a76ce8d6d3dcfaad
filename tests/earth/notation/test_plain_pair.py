"""The readers of the commonest forms of coordinates give what the reader of all forms gives."""

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo import CoordinatesError, parse_coordinates
from geo.earth.notation import any_pair, coordinates
from geo.earth.notation.coordinates import Coordinates
from geo.earth.notation.plain_pair import read_plain_pair
from tests.conftest import DATA


def _read(text: str) -> Coordinates | str:
    try:
        return parse_coordinates(text)
    except CoordinatesError as error:
        return str(error)


def _read_slowly(text: str) -> Coordinates | str:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(coordinates, "read_plain_pair", lambda _text: None)
        return _read(text)


def _printed() -> list[str]:
    found = []
    for name in ("coordinates.csv", "coordinates_refused.csv"):
        with (DATA / name).open(encoding="utf-8", newline="") as file:
            found += [row["text"] for row in csv.DictReader(file)]
    return found


def _figures(most: int, decimals: int) -> st.SearchStrategy[str]:
    return st.from_regex(rf"[0-9]{{1,{most}}}(\.[0-9]{{1,{decimals}}})?", fullmatch=True)


def _marked(most: int, hemispheres: str) -> st.SearchStrategy[str]:
    """An angle with marks: degrees, or with minutes, or with seconds as well, not all of them below 60."""
    minutes = st.tuples(_figures(2, 4), st.sampled_from("'′")).map("".join)
    seconds = st.tuples(_figures(2, 3), st.sampled_from('"″')).map("".join)
    degrees = _figures(most, 9).map("{}°".format)
    angles = st.one_of(st.tuples(degrees), st.tuples(degrees, minutes), st.tuples(degrees, minutes, seconds))
    parts = st.tuples(angles, st.sampled_from(hemispheres), st.sampled_from(["", " "]))
    return parts.map(lambda one: one[2].join([*one[0], one[1]]))


_SIGNED = st.tuples(st.sampled_from(["", "-", "+"]), _figures(3, 16)).map("".join)
_PLAIN = st.one_of(
    st.tuples(_SIGNED, st.sampled_from([", ", " ", ","]), _SIGNED).map("".join),
    st.tuples(_marked(2, "NSE"), st.sampled_from([" ", ", ", ","]), _marked(3, "EWN")).map("".join),
)


@given(_PLAIN)
def test_what_is_read_quickly_is_read_the_same(text: str) -> None:
    """Both readers give one answer, in every field and every message."""
    assert repr(_read(text)) == repr(_read_slowly(text))


@pytest.mark.parametrize("text", _printed())
def test_the_tables_are_read_the_same(text: str) -> None:
    """Both give one answer for every text that somebody printed."""
    assert repr(_read(text)) == repr(_read_slowly(text))


@pytest.mark.parametrize(
    "text",
    [
        "39.7606, 46.7428",
        "39.7606, -46.7428",
        "39°45'38.10\"N 46°44'33.90\"E",
        "39°45′38″ N, 46°44′33″ E",
        "39° 45.6' N 46° 44.5' E",
        "39.76° N 46.74° W",
    ],
)
def test_the_commonest_forms_do_without_the_reader_of_all(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The comparisons above compare two readers: here the other is taken away."""
    monkeypatch.delattr(any_pair, "read_any_pair")
    assert parse_coordinates(text).text == text


@pytest.mark.parametrize(
    "text", ["39,7606, 46,7428", "99.5, 46.5", "39.5, 181.5", "39°60'N 46°44'E", "39.5°30'N 46°44'E", "39°45'38\" 46°44'33\""]
)
def test_what_may_be_meant_otherwise_is_left_to_the_reader_of_all(text: str) -> None:
    """Commas for decimals, what is out of range, and marks without hemispheres are not decided quickly."""
    assert read_plain_pair(text) is None

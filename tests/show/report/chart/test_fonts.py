"""Letters on paper: what the fonts hold is shown, and nothing vanishes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.show.report.chart.fonts import FONTS, font_file, make_legible


@pytest.mark.parametrize(
    "text", ["Şuşa, Xankəndi", "Շուշի Ստեփանակերտ", "Шуша Степанакерт", "39°45′38.10″N ± 0.4 – “x” ²", "é"]
)
def test_what_the_fonts_hold_stays(text: str) -> None:
    """The languages of the record, and the signs of coordinates."""
    assert make_legible(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("שושה", "[U+05E9][U+05D5][U+05E9][U+05D4]"),
        ("ا١", "[U+0627][U+0661]"),
        ("中", "[U+4E2D]"),
        ("😀", "[U+1F600]"),
        ("e\u0301", "é"),
        ("x\u0301", "x[U+0301]"),
        ("a\u00adb", "a[U+00AD]b"),
        ("\u202e\x00", "\\u202e\\u0000"),
        ("\ud800", "\\ud800"),
    ],
    ids=["Hebrew", "Arabic", "Chinese", "emoji", "composed", "mark", "soft hyphen", "steering", "half a character"],
)
def test_what_they_lack_is_named(text: str, shown: str) -> None:
    """By its number, where it would vanish, be a box, or stand in the wrong order."""
    assert make_legible(text) == shown


@given(st.text())
def test_every_letter_is_in_every_font(text: str) -> None:
    """Every character of a legible text is in every font."""
    from matplotlib.ft2font import FT2Font

    for name in FONTS:
        held = FT2Font(str(font_file(name))).get_charmap()
        assert all(ord(letter) in held for letter in make_legible(text))

"""Distances with their directions, as printed in one text."""

import pytest

from geo.earth.notation.offset import parse_offset


@pytest.mark.parametrize(
    ("language", "text", "azimuth", "low_m", "high_m"),
    [
        ("en", "about 3 km west of the south-western edge of the village", 270, 2000, 4000),
        ("ru", "примерно в 40 километрах к югу от города", 180, 30000, 50000),
        ("az", "kənddən 4 km şimalda", 0, 3000, 5000),
        ("az", "Bakıdan təxminən 70 km şimalda", 0, 56000, 84000),
        ("hy", "Դիլիջանից 9 կմ հյուսիս-արևելք", 45, 8000, 10000),
        ("ka", "ქალაქიდან 12 კმ ჩრდილოეთით", 0, 11000, 13000),
        ("tr", "Kırşehir'in 30 kilometre kuzeyinde", 0, 20000, 40000),
        ("tr", "Manavgat ilçesinin 63 kilometre kuzeybatısındadır", 315, 62000, 64000),
        ("zh", "县城西南35公里处", 225, 32500, 37500),
        ("fa", "در ۴۵ کیلومتری جنوب غربی ساری", 225, 42500, 47500),
    ],
)
def test_the_place_may_stand_first(language: str, text: str, azimuth: float, low_m: float, high_m: float) -> None:
    """The place stands behind the direction, or in front where a language puts it there, and is not read."""
    offset = parse_offset(text, language)
    assert (offset.direction.azimuth_deg, offset.distance.low_m, offset.distance.high_m) == (azimuth, low_m, high_m)


@pytest.mark.parametrize(
    ("language", "text"),
    [("tr", "Olsa olsa 3 km kuzeyinde"), ("az", "Heç olmasa 2 km şimalda"), (None, "Kırşehir'in 30 kilometre kuzeyinde")],
)
def test_what_may_be_more_than_a_place_is_refused(language: str | None, text: str) -> None:
    """A word before the distance that has no ending of a place may be a bound or a hedge; so may any, in no language."""
    with pytest.raises(ValueError, match="is not "):
        parse_offset(text, language)

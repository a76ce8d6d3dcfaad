"""Attributes that claims are about: their words, their units, and the ranges that they state."""

from __future__ import annotations

import math
import re

from geo.earth.geodesy import LONGEST_GEODESIC_M
from geo.earth.notation.characters import normalize_characters
from geo.earth.notation.distance import parse_distance
from geo.earth.notation.reach import read_reach
from geo.earth.uncertainty import strip_noise


def attribute_words(name: str) -> tuple[str, str]:
    """The name of an attribute as words, and the unit in it.

    >>> attribute_words("lethal_radius_m"), attribute_words("model_variant")
    (('lethal radius', 'm'), ('model variant', ''))
    """
    stem, _, unit = name.rpartition("_")
    known = {"m": "m", "km": "km", "kg": "kg", "deg": "°"}.get(unit, "") if stem else ""
    return (stem if known else name).replace("_", " "), known


def append_unit(value: str, attribute: str) -> str:
    """The value of an attribute, with the unit where it is a bare number: "280 km"."""
    _, unit = attribute_words(attribute)
    bare = unit and re.fullmatch(r"[\d.,]+", value, re.ASCII)
    return f"{value}{'' if unit == '°' else ' '}{unit}" if bare else value


def read_bare_number(value: str) -> str | None:
    """The digits of a value that is a number alone, without what software adds to them; None for any other text.

    >>> read_bare_number("280.00000000000006"), read_bare_number("\uff12\uff18\uff10.0\u00a0"), read_bare_number("280 km")
    ('280', '280', None)
    """
    text = normalize_characters(value).strip()
    return strip_noise(text) if re.fullmatch(r"\d{1,9}(\.\d{1,20})?([eE]\+?\d)?", text, re.ASCII) else None


RANGE_UNITS_M = {"range_m": 1, "range_km": 1000}
"""The attributes that claim a range as a number, with their units in metres."""


def read_range(attribute: str, value: str, language: str | None = None) -> tuple[float, float] | None:
    """Metres of a claimed range, and how far the true one may be from that; None for anything else.

    A range "400 to 500 km" is its middle, give or take everything that it allows; "up to 280 km" is 280 km.

    >>> read_range("range_km", "280"), read_range("range", "280 km")
    ((280000.0, 10000.0), (280000.0, 10000.0))
    """
    unit = RANGE_UNITS_M.get(attribute)
    if unit is None and attribute != "range":
        return None
    digits = read_bare_number(value) if unit is not None else None
    if unit is not None and digits is not None:
        nominal = float(digits) * unit
        fits = 0 < nominal <= LONGEST_GEODESIC_M
        return (nominal, read_reach(digits, unit_m=unit).high - nominal) if fits else None
    for text in (value, f"{value} {attribute.removeprefix('range_')}" if unit else ""):
        try:
            stated = parse_distance(text, language)
        except ValueError:
            continue
        if math.isinf(stated.high_m) or not 0 < stated.high_m <= LONGEST_GEODESIC_M:
            return None
        if stated.is_bound:
            return stated.high_m, 0.0
        nominal = stated.nominal_m if stated.nominal_m is not None else (stated.low_m + stated.high_m) / 2
        return nominal, max(nominal - stated.low_m, stated.high_m - nominal)
    return None

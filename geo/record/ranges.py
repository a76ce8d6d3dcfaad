"""Ranges of munitions, as a claim about an attribute states them."""

from __future__ import annotations

import re

from geo.earth.uncertainty import stated_half_width

RANGE_UNITS_M = {"range_m": 1, "range_km": 1000}
"""The attributes that claim a range, with their units in metres."""


def reported_range(attribute: str, value: str) -> tuple[float, float] | None:
    """Metres of a claimed range, and of half of the precision to which it was stated; None for anything else.

    >>> reported_range("range_km", "280")
    (280000.0, 5000.0)
    """
    unit = RANGE_UNITS_M.get(attribute)
    if unit is None or not re.fullmatch(r"\d{1,9}(\.\d{1,9})?([eE]\+?\d)?", value, re.ASCII) or not float(value):
        return None
    return float(value) * unit, stated_half_width(value) * unit

"""Distances that a record states as a number, without the text that was printed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from geo.earth.notation.distance import UNITS_M, Distance
from geo.earth.notation.reach import Bound, compute_reach, make_figure, read_figure, read_reach
from geo.earth.uncertainty import strip_noise
from geo.record.json_file.parse import Number

_UNITS = "mi", "NM", "yd", "ft"
_MOST_FIGURES = 3
_WORDS = {"at_least": "at least ", "at_most": "within ", "exact": "exactly ", "about": "about "}


@dataclass(frozen=True, slots=True)
class Conversion:
    """A number of metres that somebody converted from another unit."""

    amount: Fraction
    unit: str


@lru_cache(maxsize=4096)
def find_conversion(digits: str) -> Conversion | None:
    """The round number of miles, nautical miles, yards or feet that a number of metres is, to its last digit.

    The other number must have at least two significant figures fewer, so that the match is no coincidence, and be one that
    people print: whole, in tenths, or in quarters.

    >>> find_conversion("248168"), find_conversion("1609.344"), find_conversion("780"), find_conversion("1071.66")
    (Conversion(amount=Fraction(134, 1), unit='NM'), Conversion(amount=Fraction(1, 1), unit='mi'), None, None)
    """
    digits = strip_noise(digits)
    metres = read_figure(digits, is_printed=False)
    figures = len(f"{Decimal(digits):f}".replace(".", "").strip("0"))  # zeros around them say nothing
    for unit in _UNITS:
        length = UNITS_M[unit]
        for most in range(1, min(figures - 1, _MOST_FIGURES + 1)):
            count = _rounded(metres.value / length, most)
            is_round = (count * 4).denominator == 1 or (most < _MOST_FIGURES and (count * 10).denominator == 1)
            if count and is_round and abs(count * length - metres.value) <= metres.digit / 2:
                return Conversion(count, unit)
    return None


def distance_of_number(number: Number, modifier: str | None) -> Distance:
    """What a number in metres states, given how it is put ("about", "exact", "at_least", "at_most", or None)."""
    return _distance_of_digits(number.digits, modifier)


@lru_cache(maxsize=4096)  # people state round figures, so that many claims share few of them
def _distance_of_digits(typed: str, modifier: str | None) -> Distance:
    digits, value = strip_noise(typed), float(typed)
    found = None if modifier == "exact" else find_conversion(digits)
    if found is None:
        reached, unit = read_reach(digits, modifier=modifier or "plain"), "m"
    else:
        length = UNITS_M[found.unit]
        step = found.amount % 1 if (found.amount * 4).denominator == 1 else Fraction(0)  # a half, or quarters
        printed = read_figure(_plain(found.amount))
        printed = make_figure(printed.value, max(printed.unit, step), max(printed.step, step)).scaled(length)
        bound = Bound(modifier) if modifier in ("at_least", "at_most") else Bound.POINT
        reached, unit = compute_reach(printed, bound, is_hedged=modifier == "about"), found.unit
    return Distance(
        text=f"{_WORDS.get(modifier or '', '')}{value:,.12g} m"
        + (f", read as {float(found.amount):g} {found.unit}" if found else ""),
        low_m=reached.low,
        agrees_low_m=reached.agrees_low,
        nominal_m=value,
        agrees_high_m=reached.agrees_high,
        high_m=reached.high,
        unit=unit,
        hedged=modifier == "about",
        bound=Bound(modifier) if modifier in ("at_least", "at_most") else Bound.POINT,
    )


def with_tolerance(distance: Distance, tolerance_m: float) -> Distance:
    """The distance with a tolerance that the source states, which overrides what its figure allows."""
    if distance.nominal_m is None:
        return distance
    low, high = max(0.0, distance.nominal_m - tolerance_m), distance.nominal_m + tolerance_m
    return replace(distance, low_m=low, agrees_low_m=low, agrees_high_m=high, high_m=high)


def as_greatest(distance: Distance) -> Distance:
    """The distance as the greatest that is claimed: "within 300 m", also where the text says only "300 m"."""
    if distance.bound is Bound.AT_MOST:
        return distance
    high = distance.high_m if distance.hedged or distance.nominal_m is None else distance.nominal_m
    agrees = distance.agrees_high_m if distance.nominal_m is None else distance.nominal_m
    return replace(distance, low_m=0.0, agrees_low_m=0.0, agrees_high_m=agrees, high_m=high, bound=Bound.AT_MOST)


def _rounded(value: Fraction, figures: int) -> Fraction:
    """A number rounded to the given number of significant figures."""
    exponent = len(str(int(value))) if value >= 1 else 0
    scale = Fraction(10) ** (figures - exponent)
    return Fraction(round(value * scale)) / scale


def _plain(value: Fraction) -> str:
    return f"{float(value):.12g}"

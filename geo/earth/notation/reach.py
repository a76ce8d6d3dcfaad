"""Reads from a figure's own digits how far the true value may be from it.

A printed figure has a step, in the unit in which it was printed: one unit of its last non-zero figure or, with
decimals, of its last printed digit. Writers round, cut off, and count in fives and quarters, so a final 5 after another
digit makes the step two and a half units (15, 750, 2.5), and a final 25 or 75 of three or more figures twelve and a half
(1,275). A step is never more than half of the figure.

Values within half a unit agree with the figure (rounding would have printed it); values more than a step away
contradict it. A writer who hedges ("about", "some") also leaves a fifth of the figure. All arithmetic is exact and all
intervals are closed, because 6.5 km is printed as 6 or as 7.

Source: a convention of this project between J. Wieczorek, Q. Guo, R. Hijmans (2004), The point-radius method for
georeferencing locality descriptions, doi:10.1080/13658810412331280211 (a whole unit), and A. D. Chapman,
J. R. Wieczorek (2020), Georeferencing Best Practices, doi:10.15468/doc-gg7h-s853 (half of a finer one). That people
count in fives and quarters: C. J. M. Jansen, M. M. W. Pollmann (2001), On round numbers, doi:10.1076/jqul.8.3.187.4095.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from fractions import Fraction

_MOST_DIGITS = 40
_FIFTH = Fraction(1, 5)


class Bound(StrEnum):
    """What a figure bounds."""

    POINT = "point"
    RANGE = "range"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    ALMOST = "almost"
    """At most the figure, and near it."""
    JUST_OVER = "just_over"
    """At least the figure, and near it."""
    VAGUE = "vague"
    """A quantity without a figure: "a few hundred"."""


@dataclass(frozen=True, slots=True)
class Reach:
    """The interval beyond which a figure is contradicted, and the interval that agrees with it; both are closed."""

    low: float
    agrees_low: float
    agrees_high: float
    high: float


@dataclass(frozen=True, slots=True)
class Figure:
    """A printed number with its grain, in the printed unit."""

    value: Fraction
    unit: Fraction
    """One unit of the last non-zero figure, or of the last printed decimal."""
    step: Fraction
    """How far from the figure a true value may be."""
    digit: Fraction
    """The place value of the last printed digit, zeros included."""

    def scaled(self, factor: Fraction) -> Figure:
        """The same figure in another unit."""
        return Figure(self.value * factor, self.unit * factor, self.step * factor, self.digit * factor)


def read_figure(digits: str, *, is_printed: bool = True) -> Figure:
    """The value and the grain of a number with an optional decimal point.

    In a printed text a zero after the decimal point counts. In a number from a file it says nothing
    (`is_printed=False`), because software adds and drops zeros.

    >>> [float(read_figure(d).step) for d in ("780", "6", "1500", "1275", "5.0", "2.5", "1", "125")]
    [10.0, 1.0, 250.0, 12.5, 0.1, 0.25, 0.5, 12.5]
    >>> float(read_figure("780.0", is_printed=False).step)
    10.0

    Raises:
        ValueError: if the text is not a finite number that is zero or more, or has more than 40 digits.
    """
    try:
        number = Decimal(digits)
    except InvalidOperation:
        raise ValueError(f"{digits[:60]!r} is not a number") from None
    if not number.is_finite() or number < 0 or abs(number.adjusted()) > _MOST_DIGITS or len(digits) > _MOST_DIGITS:
        raise ValueError(f"{digits[:60]!r} is not a distance; wanted a number of at most {_MOST_DIGITS} digits, not below 0")
    text = f"{number:f}"
    if not is_printed and "." in text:
        text = text.rstrip("0").rstrip(".")
    whole, _, decimals = text.partition(".")
    digit = Fraction(1, 10 ** len(decimals))
    significant = (whole + decimals).lstrip("0") or "0"
    if not decimals:
        stripped = significant.rstrip("0") or "0"
        unit = digit * 10 ** (len(significant) - len(stripped))
        significant = stripped
    else:
        unit = digit
    return make_figure(Fraction(text), unit, unit * _units_of_a_step(significant), digit)


def make_figure(value: Fraction, unit: Fraction, step: Fraction | None = None, digit: Fraction | None = None) -> Figure:
    """A figure from its value and its unit; neither the unit's half nor the step is more than half of the value."""
    step = unit if step is None else step
    if value:
        step, unit = min(step, value / 2), min(unit, value)
    return Figure(value, unit, step, unit if digit is None else digit)


def _units_of_a_step(significant: str) -> Fraction:
    """How many units of its last digit a step has, for a number's digits without zeros around them."""
    if len(significant) >= 3 and significant.endswith(("25", "75")):
        return Fraction(25, 2)
    if len(significant) >= 2 and significant.endswith("5"):
        return Fraction(5, 2)
    return Fraction(1)


def compute_reach(printed: Figure, bound: Bound = Bound.POINT, *, is_hedged: bool = False, is_exact: bool = False) -> Reach:
    """The reach of one figure, in its own unit.

    A hedge widens by a fifth of the figure where the step is less; exactness allows half of the last printed digit.
    A hedged bound is that much softer.
    """
    value = printed.value
    half, step = printed.unit / 2, printed.step
    if is_exact:
        half = step = min(printed.digit, printed.unit) / 2
    if is_hedged:
        step = max(step, value * _FIFTH)
    low, near, far, high = (max(Fraction(0), value - step), max(Fraction(0), value - half), value + half, value + step)
    if bound is Bound.AT_LEAST:
        return Reach(float(low if is_hedged else value), float(near if is_hedged else value), math.inf, math.inf)
    if bound is Bound.AT_MOST:
        return Reach(0.0, 0.0, float(far if is_hedged else value), float(high if is_hedged else value))
    if bound is Bound.ALMOST:
        return Reach(float(low), float(near), float(value), float(value))
    if bound is Bound.JUST_OVER:
        return Reach(float(value), float(value), float(far), float(high))
    return Reach(float(low), float(near), float(far), float(high))


def compute_range_reach(least: Figure, most: Figure, *, is_hedged: bool = False) -> Reach:
    """The reach of a range: each end by its own step, at most half of the range's width; all between the ends agrees.

    >>> two, three = read_figure("15"), read_figure("40")
    >>> compute_range_reach(two, three)
    Reach(low=12.5, agrees_low=15.0, agrees_high=40.0, high=50.0)

    Raises:
        ValueError: if the first end is not less than the second.
    """
    if least.value >= most.value:
        raise ValueError("the range's first end is not less than its second")
    half_width = (most.value - least.value) / 2
    below, above = min(least.step, half_width), min(most.step, half_width)
    if is_hedged:
        below, above = max(below, least.value * _FIFTH), max(above, most.value * _FIFTH)
    low = max(Fraction(0), least.value - below)
    return Reach(float(low), float(least.value), float(most.value), float(most.value + above))


def read_reach(digits: str, *, unit_m: Fraction | float = 1, modifier: str = "plain", is_printed: bool = False) -> Reach:
    """The reach in metres of a number that stands without its text, such as `distance_m`.

    Args:
        digits: the number as typed: "780", "1500", "2.5", "780.0". Zeros at the end of its decimals say nothing,
            unless `is_printed`.
        unit_m: the length in metres of the unit in which the number counts.
        modifier: "plain", "about", "exact", "at_least" or "at_most".
        is_printed: whether the digits are from a printed text, where zeros after the decimal point count.

    >>> read_reach("780"), read_reach("780.0") == read_reach("780")
    (Reach(low=770.0, agrees_low=775.0, agrees_high=785.0, high=790.0), True)
    >>> read_reach("6", unit_m=1000, modifier="about")
    Reach(low=4800.0, agrees_low=5500.0, agrees_high=6500.0, high=7200.0)
    >>> read_reach("2", unit_m=1000, modifier="at_least")
    Reach(low=2000.0, agrees_low=2000.0, agrees_high=inf, high=inf)

    Raises:
        ValueError: if `digits` is not a number from 0 up, or the modifier is none of the five.

    Source: the module's docstring.
    """
    if modifier not in ("plain", "about", "exact", "at_least", "at_most"):
        raise ValueError(f"{modifier!r} is not a modifier; wanted plain, about, exact, at_least or at_most")
    bound = Bound(modifier) if modifier.startswith("at_") else Bound.POINT
    printed = read_figure(digits, is_printed=is_printed).scaled(
        Fraction(str(unit_m))
    )  # 0.3048, not the nearest binary fraction
    return compute_reach(printed, bound, is_hedged=modifier == "about", is_exact=modifier == "exact")

"""How far a printed figure reaches."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.earth.notation.reach import Reach, compute_range_reach, read_figure, read_reach


@pytest.mark.parametrize(
    ("digits", "low", "agrees_low", "agrees_high", "high"),
    [
        ("780", 770, 775, 785, 790),
        ("780.0", 770, 775, 785, 790),
        ("1500", 1250, 1450, 1550, 1750),
        ("1.5e3", 1250, 1450, 1550, 1750),
        ("1275", 1262.5, 1274.5, 1275.5, 1287.5),
        ("750", 725, 745, 755, 775),
        ("2.5", 2.25, 2.45, 2.55, 2.75),
        ("6", 5, 5.5, 6.5, 7),
        ("15", 12.5, 14.5, 15.5, 17.5),
        ("25", 22.5, 24.5, 25.5, 27.5),
        ("125", 112.5, 124.5, 125.5, 137.5),
        ("1", 0.5, 0.5, 1.5, 1.5),
        ("100", 50, 50, 150, 150),
        ("200", 100, 150, 250, 300),
        ("0.25", 0.225, 0.245, 0.255, 0.275),
        ("0.125", 0.1125, 0.1245, 0.1255, 0.1375),
        ("1000000", 500000, 500000, 1500000, 1500000),
        ("0", 0, 0, 0.5, 1),
    ],
)
def test_a_number_reaches_one_step(digits: str, low: float, agrees_low: float, agrees_high: float, high: float) -> None:
    """A plain number agrees within half a unit and is contradicted beyond a step, whole, in fives or in quarters."""
    assert read_reach(digits) == Reach(low, agrees_low, agrees_high, high)


def test_a_printed_zero_counts_and_a_stored_one_does_not() -> None:
    """5.0 in a text is good to a tenth; 5.0 in a file is a 5."""
    assert read_reach("5.0", is_printed=True) == Reach(4.9, 4.95, 5.05, 5.1)
    assert read_reach("5.0") == Reach(4, 4.5, 5.5, 6)


def test_modifiers() -> None:
    """Each modifier gives the interval of its word."""
    assert read_reach("1200", modifier="exact") == Reach(1199.5, 1199.5, 1200.5, 1200.5)
    assert read_reach("450", modifier="about") == Reach(360, 445, 455, 540)
    assert read_reach("300", modifier="about") == Reach(200, 250, 350, 400)
    assert read_reach("300", modifier="at_most") == Reach(0, 0, 300, 300)
    assert read_reach("300", modifier="at_least") == Reach(300, 300, math.inf, math.inf)
    with pytest.raises(ValueError, match="wanted plain, about, exact, at_least or at_most"):
        read_reach("300", modifier="range")


@pytest.mark.parametrize("digits", ["", "x", "-3", "nan", "inf", "1e999999999", "9" * 50, "1/2"])
def test_hostile_numbers_are_refused(digits: str) -> None:
    """What is no number, negative, endless or huge raises ValueError, at once."""
    with pytest.raises(ValueError, match=r"is not a (number|distance)"):
        read_reach(digits)


NUMBERS = st.integers(1, 10**7).map(str) | st.decimals("0.001", "99999", places=3).map(str) | st.floats(0.001, 1e6).map(repr)


@given(NUMBERS)
def test_a_hedge_never_sharpens_and_exactness_never_widens(digits: str) -> None:
    """The interval of "about" contains the plain one, which contains the exact one; each holds its own `agrees`."""
    about, plain, exact = (read_reach(digits, modifier=modifier) for modifier in ("about", "plain", "exact"))
    assert about.low <= plain.low <= exact.low <= exact.high <= plain.high <= about.high
    for each in (about, plain, exact):
        assert 0 <= each.low <= each.agrees_low <= float(digits) <= each.agrees_high <= each.high


@given(NUMBERS, st.booleans())
def test_a_fraction_of_the_figure_is_always_left(digits: str, is_printed: bool) -> None:
    """No plain figure excludes less than half of itself or more than one and a half."""
    plain, value = read_reach(digits, is_printed=is_printed), float(digits)
    assert plain.low >= value / 2 - 1e-9 * value
    assert plain.high <= value * 1.5 + 1e-9 * value


def test_a_range_runs_one_way() -> None:
    """500 to 300 is no range."""
    with pytest.raises(ValueError, match="first end is not less"):
        compute_range_reach(read_figure("500"), read_figure("300"))

"""Distances that a record states as a number of metres."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.earth.notation.distance import UNITS_M
from geo.record import stated_distance
from geo.record.stated_distance import find_conversion

_CONVERTED = st.tuples(st.sampled_from(["mi", "NM", "yd", "ft"]), st.integers(1, 4000), st.integers(0, 6)).map(
    lambda one: f"{float(UNITS_M[one[0]] * one[1] / 4):.{one[2]}f}"
)
_ANY = st.from_regex(r"[0-9]{1,7}(\.[0-9]{1,6})?", fullmatch=True)


@given(st.one_of(_CONVERTED, _ANY))
def test_a_rough_look_misses_no_conversion(digits: str) -> None:
    """What is ruled out by floating-point numbers is no round number of another unit by exact ones either."""
    find_conversion.cache_clear()
    quickly = find_conversion(digits)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(stated_distance, "_roughly_rounded", lambda value, _figures: value)
        find_conversion.cache_clear()
        assert find_conversion(digits) == quickly
    find_conversion.cache_clear()


@pytest.mark.parametrize(("digits", "said"), [("1609.344", "1 mi"), ("9656", "6 mi"), ("780", None), ("1071.66", None)])
def test_a_round_number_of_another_unit_is_found(digits: str, said: str | None) -> None:
    """A number of metres that is a round number of miles, to its last digit, is one that somebody converted."""
    found = find_conversion(digits)
    assert (found and f"{float(found.amount):g} {found.unit}") == said

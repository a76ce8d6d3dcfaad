import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.record.thousands import find_readings

READINGS = {
    "1,200": ("1200", "1.2"),
    "1.200": ("1200", "1.2"),
    "1.275": ("1275", "1.275"),
    "-1,200": ("-1200", "-1.2"),
    "1 200": ("1200",),
    "1\u202f200": ("1200",),
    "1\u00a0200,50": ("1200.5",),
    "1'200": ("1200",),
    "1’200": ("1200",),
    "1_200": ("1200",),
    "1.200,5": ("1200.5",),
    "1,200.5": ("1200.5",),
    "1.200.000": ("1200000",),
    "1,200,000": ("1200000",),
    "0,200": ("0.2",),
    "0.200": (),
    "0,5": ("0.5",),
    "12,5": ("12.5",),
    "1275,612": ("1275.612",),
    "1275.612": (),
    "1.2": (),
    "12,00,000": (),
    "1,200 m": (),
    "1,2,3": (),
    "": (),
}


@pytest.mark.parametrize("text", READINGS)
def test_what_a_number_may_mean(text: str) -> None:
    """Both where a mark with three figures behind it may divide thousands or decimals, one where it cannot, else none."""
    assert find_readings(text) == READINGS[text]


@given(st.text(alphabet="0123456789.,' _-+", max_size=30))
def test_every_reading_is_a_number_of_json(text: str) -> None:
    """A cure that is typed as it stands can be read."""
    for one in find_readings(text):
        assert json.dumps(json.loads(one)) in (one, f"{one}.0", f"{float(one)}", f"{int(float(one))}")

"""Quantities in words: the same in Python and on the page, and two that are compared can be told apart."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.earth.quantities import count_text, metre_interval, metres, plural, stated, stated_interval
from geo.record.attributes import append_unit, attribute_words
from tests.conftest import ROOT
from tests.javascript import run

LENGTHS = [0, 0.004, 0.0994, 0.1, 0.26, 1, 9.94, 50.28, 780, 999.94, 1000, 1275.6, 1500, 9999.9]
"""No ties: of 0.25 one language prints 0.2 and the other 0.3."""
STATED = [*LENGTHS, 14018, 248168, 20003931, 1234.5678]
COUNTS = [0, 1, 2, 999, 1000, 2_000_000]
ATTRIBUTES = [
    ("range_km", "280"),
    ("model_variant", "E"),
    ("heading_deg", "45"),
    ("mass_kg", "1,500"),
    ("range_km", "about 280"),
]
APART = [(14033.41, 14018.0), (10_004.0, 10_003.6), (10_000.4, 10_000.1)]


@pytest.fixture(scope="module")
def page() -> dict[str, list[str]]:
    """The values in words, as the page's module writes them."""
    script = """data => {
  const beside = ([measured, edge]) => words.measuredBeside({ distance_m: measured }, { low_m: 0, high_m: edge }, "contradicted");
  return {
    metres: data.lengths.map(words.metres),
    stated: data.stated.map(words.stated),
    counted: data.counts.map((one) => words.counted(one, "record", "records")),
    attributes: data.attributes.map(([name, value]) => words.attributeText(name, value)),
    names: data.attributes.map(([name]) => words.attribute(name).words),
    apart: data.apart.map(beside),
    edges: data.apart.map(([_, edge]) => beside([edge, edge])),
  };
}"""
    data = {"lengths": LENGTHS, "stated": STATED, "counts": COUNTS, "attributes": ATTRIBUTES, "apart": APART}
    found: dict[str, list[str]] = run("words", script, data)
    return found


def test_python_and_the_page_say_the_same(page: dict[str, list[str]]) -> None:
    """Lengths below 10 km, stated lengths, counts and attributes read the same in a report and on the page."""
    assert page["stated"] == [stated(one) for one in STATED]
    assert page["counted"] == [plural(one, "record") for one in COUNTS]
    assert page["attributes"] == [append_unit(value, name) for name, value in ATTRIBUTES]
    assert page["names"] == [attribute_words(name)[0] for name, _ in ATTRIBUTES]
    assert page["metres"] == [metres(one).replace(".0 m", " m") for one in LENGTHS]  # the page leaves a decimal of 0 off


def test_the_page_tells_a_measurement_from_the_edge_that_it_misses(page: dict[str, list[str]]) -> None:
    """A measured distance that a claim is contradicted by never reads as the edge of what the claim allows."""
    assert [one for one, edge in zip(page["apart"], page["edges"], strict=True) if one == edge] == []


@given(st.floats(0, 2e7), st.floats(0, 2e7), st.floats(0, 2e7))
def test_an_interval_never_reads_as_the_edge_that_it_misses(low: float, high: float, edge: float) -> None:
    """Lengths more than a millimetre apart never read the same, and both ends have as many decimals."""
    if min(abs(low - high), abs(low - edge), abs(high - edge)) <= 0.001:
        return
    first, second = metre_interval(low, high, edge).removesuffix(" m").split(" to ")
    decimals = len(first.partition(".")[2])
    assert decimals == len(second.partition(".")[2])
    assert len({first, second, f"{edge:,.{decimals}f}"}) == 3


_BY_HAND = ":,}"


def test_counts_are_formatted_in_one_place() -> None:
    """No module but the one on quantities divides the thousands of a count itself."""
    modules = sorted((ROOT / "geo").rglob("*.py"))
    assert [path.stem for path in modules if _BY_HAND in path.read_text("utf-8")] == ["quantities"]


def test_a_count_is_one_of_its_noun_or_several() -> None:
    """One has no plural ending, and thousands are divided with a noun and without."""
    assert [plural(number, "more claim") for number in (0, 1, 2000)] == ["0 more claims", "1 more claim", "2,000 more claims"]
    assert count_text(1_234_567) == "1,234,567"


def test_intervals() -> None:
    """Both ends have the same decimals; an end at infinity is a bound; a stated interval has no decimals of ours."""
    assert metre_interval(1274.2, 1277) == "1,274.2 to 1,277.0 m"
    assert metre_interval(99.96, 100.04) == "99.96 to 100.04 m"
    assert metre_interval(5, math.inf) == "5.0 m or more"
    assert stated_interval(1250, 1750) == "1,250 to 1,750 m"

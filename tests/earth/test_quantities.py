"""Quantities in words: the same in Python and on the page, and two that are compared can be told apart."""

import math
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.earth.notation.distance import parse_distance
from geo.earth.quantities import comparison_unit, count_text, metres, plural, scale_of, stated, stated_interval
from geo.record.attributes import append_unit, attribute_words
from tests.conftest import ROOT
from tests.javascript import run

DIGITS = str.maketrans("0123456789", "1111111111")
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
SCALES = [
    ([1275.6, 1274.82, 1276.37, 770, 790], "m"),
    ([14033.41, 14018.0], "m"),
    ([14033.41, 14018.0], "km"),
    ([14033.41, 14018.0, 13000, 15000], "km"),
    ([10_004.0, 10_003.6], "km"),
    ([10_000.4, 10_000.1], "km"),
    ([780.02, 780.04, 780], "m"),
    ([1234.5], "m"),
    ([20_003_931.46], "km"),
    ([14033.41, 14018.0, 15.41, 14.4], "km"),
    ([44242.4, 14.04, 0.14], "m"),
    ([5.0, 0.0004], "m"),
]
"""Lengths that stand side by side, and their unit."""
INTERVALS = [
    (770, 790, "m"),
    (0, 300, "m"),
    (300, None, "m"),
    (13_000, 15_000, "km"),
    (14_017.5, 14_018.5, "m"),
    (0, 12_500, "km"),
]


@pytest.fixture(scope="module")
def page() -> dict[str, Any]:
    """The values in words, as the page's module writes them."""
    script = """data => ({
  metres: data.lengths.map(words.metres),
  stated: data.stated.map((one) => words.stated(one)),
  counted: data.counts.map((one) => messages.plural(one, "{count} record", "{count} records")),
  attributes: data.attributes.map(([name, value]) => words.attributeText(name, value)),
  names: data.attributes.map(([name]) => words.attribute(name).words),
  scales: data.scales.map(([lengths, unit]) => {
    const scale = words.scaleOf(lengths, unit);
    return [...lengths.map(scale.length), scale.interval(lengths[0], lengths.at(-1)), scale.interval(lengths[0], null)];
  }),
  intervals: data.intervals.map(([low, high, unit]) => words.statedInterval(low, high, unit)),
})"""
    data = {
        "lengths": LENGTHS,
        "stated": STATED,
        "counts": COUNTS,
        "attributes": ATTRIBUTES,
        "scales": SCALES,
        "intervals": INTERVALS,
    }
    found: dict[str, Any] = run("words messages", script, data)
    return found


def test_python_and_the_page_say_the_same(page: dict[str, Any]) -> None:
    """Lengths below 10 km, stated lengths, counts and attributes read the same in a report and on the page."""
    assert page["stated"] == [stated(one) for one in STATED]
    assert page["counted"] == [plural(one, "record") for one in COUNTS]
    assert page["attributes"] == [append_unit(value, name) for name, value in ATTRIBUTES]
    assert page["names"] == [attribute_words(name)[0] for name, _ in ATTRIBUTES]
    assert page["metres"] == [metres(one).replace(".0 m", " m") for one in LENGTHS]  # the page leaves a decimal of 0 off


def test_lengths_side_by_side_read_the_same_in_both(page: dict[str, Any]) -> None:
    """Lengths that stand side by side, and intervals, read the same in Python and on the page."""
    for (lengths, unit), found in zip(SCALES, page["scales"], strict=True):
        scale = scale_of(*lengths, unit=unit)
        ends = scale.interval(lengths[0], lengths[-1]), scale.interval(lengths[0], math.inf)
        assert found == [*map(scale.length, lengths), *ends]
    theirs = [stated_interval(low, math.inf if high is None else high, unit) for low, high, unit in INTERVALS]
    assert page["intervals"] == theirs


@given(st.lists(st.floats(0, 2e7), min_size=1, max_size=5), st.sampled_from(["m", "km"]))
def test_lengths_side_by_side_can_be_told_apart(lengths: list[float], unit: str) -> None:
    """Lengths more than a millimetre apart never read the same side by side, and all have one unit and as many decimals."""
    ordered = sorted(lengths)
    if any(high - low <= 0.001 for low, high in pairwise(ordered)):
        return
    texts = list(map(scale_of(*lengths, unit=unit).length, lengths))
    assert len(set(texts)) == len(texts)
    assert len({text.rpartition(".")[2].translate(DIGITS) for text in texts}) == 1


@given(st.lists(st.floats(0.01, 1e5), min_size=1, max_size=5), st.sampled_from(["m", "km"]))
def test_no_length_reads_more_than_a_tenth_off(lengths: list[float], unit: str) -> None:
    """However large the lengths beside it, a length keeps enough decimals to be within a tenth of itself."""
    scale = scale_of(*lengths, unit=unit)
    shown = [float(scale.figure(one).replace(",", "")) * (1000 if unit == "km" else 1) for one in lengths]
    assert shown == pytest.approx(lengths, rel=0.1001)


def test_a_claim_in_kilometres_is_compared_in_kilometres() -> None:
    """Beside a printed "14 km" the measured length is in kilometres, beside "14,018 m" in metres; neither reads as the claim."""
    for printed, measured in (("14 km", "14.03 km"), ("14018 m", "14,033.4 m"), ("14 km exactly", "14.03 km")):
        claimed = parse_distance(printed.removesuffix(" exactly"))
        unit = comparison_unit(claimed.unit, 14_033.41)
        assert (
            scale_of(14_033.41, claimed.low_m, claimed.high_m, claimed.nominal_m or 0, unit=unit).length(14_033.41) == measured
        )


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
    assert scale_of(1274.2, 1277).interval(1274.2, 1277) == "1,274.2 to 1,277.0 m"
    assert scale_of(99.96, 100.04).interval(99.96, 100.04) == "99.96 to 100.04 m"
    assert scale_of(5).interval(5, math.inf) == "5.0 m or more"
    assert stated_interval(1250, 1750) == "1,250 to 1,750 m"

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.judge.interval import Interval, Verdict, angle_between, angle_gap, claimed_interval, relate

ENDS = st.floats(0, 1e6)
INTERVALS = st.tuples(ENDS, ENDS).map(lambda ends: Interval(min(ends), max(ends)))


@given(INTERVALS, INTERVALS)
def test_the_verdict_is_a_relation_of_sets(measured: Interval, claimed: Interval) -> None:
    """Inside: agrees; a common value: compatible; none: contradicted, by the gap."""
    inside = claimed.low <= measured.low and measured.high <= claimed.high
    shared = max(measured.low, claimed.low) <= min(measured.high, claimed.high)
    verdict = relate(measured, claimed)
    assert verdict is (Verdict.AGREES if inside else Verdict.COMPATIBLE if shared else Verdict.CONTRADICTED)
    assert (measured.gap(claimed) > 0) == (verdict is Verdict.CONTRADICTED)
    assert measured.gap(claimed) == claimed.gap(measured)


@given(INTERVALS, INTERVALS, st.floats(0, 1000))
def test_better_accuracy_never_turns_a_contradiction(measured: Interval, claimed: Interval, error: float) -> None:
    """What is contradicted with a larger error is contradicted with a smaller one."""
    wider = Interval(max(0, measured.low - error), measured.high + error)
    if relate(wider, claimed) is Verdict.CONTRADICTED:
        assert relate(measured, claimed) is Verdict.CONTRADICTED
    if relate(wider, claimed) is Verdict.AGREES:
        assert relate(measured, claimed) is Verdict.AGREES


@pytest.mark.parametrize(
    ("digits", "options", "low", "high"),
    [
        ("780", {}, 775, 785),
        ("780", {"modifier": "exact"}, 779.5, 780.5),
        ("780", {"modifier": "at_least"}, 775, math.inf),
        ("780", {"modifier": "at_most"}, 0, 785),
        ("780", {"tolerance_m": 100}, 680, 880),
        ("780", {"tolerance_m": 0}, 780, 780),
        ("3", {"tolerance_m": 100}, 0, 103),
        ("280000", {}, 275000, 285000),
    ],
)
def test_what_a_claim_allows(digits: str, options: dict[str, object], low: float, high: float) -> None:
    """Half of the stated precision, or the stated tolerance; open ends where the words leave them open."""
    assert claimed_interval(digits, **options) == Interval(low, high)  # type: ignore[arg-type]


@given(st.floats(-720, 720), st.floats(-720, 720))
def test_angles_meet_behind_north(one: float, other: float) -> None:
    """The smaller angle, whichever way round."""
    assert 0 <= angle_between(one, other) <= 180
    assert angle_between(one, other) == pytest.approx(angle_between(other, one + 360), abs=1e-9)


def test_the_gap_of_the_real_record() -> None:
    """104.4 degrees against an axis of 45 and 225: 59.4 degrees apart, 36.9 beyond the words."""
    assert angle_between(104.416, 45) == pytest.approx(59.416)
    assert angle_gap(104.416, 0.035, 45, 22.5) == pytest.approx(36.881)
    assert angle_gap(350, 1, 10, 22.5) == 0

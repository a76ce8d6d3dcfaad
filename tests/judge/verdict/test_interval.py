import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.judge.verdict.interval import ClaimedInterval, Interval, Verdict, angle_between, angle_gap, to_claimed_interval
from geo.record.json_file.parse import Number
from geo.record.stated_distance import distance_of_number, with_tolerance

ENDS = st.floats(0, 1e6)
INTERVALS = st.tuples(ENDS, ENDS).map(lambda ends: Interval(min(ends), max(ends)))
CLAIMED = (
    st.lists(ENDS, min_size=4, max_size=4)
    .map(sorted)
    .map(lambda ends: ClaimedInterval(Interval(ends[1], ends[2]), Interval(ends[0], ends[3])))
)


@given(INTERVALS, CLAIMED)
def test_the_verdict_is_a_relation_of_sets(measured: Interval, claimed: ClaimedInterval) -> None:
    """Inside what agrees: agrees; a value in common with what is allowed: compatible; none: contradicted, by the gap."""
    inside = claimed.agreed.low <= measured.low and measured.high <= claimed.agreed.high
    shared = max(measured.low, claimed.allowed.low) <= min(measured.high, claimed.allowed.high)
    verdict = claimed.verdict(measured)
    assert verdict is (Verdict.AGREES if inside else Verdict.COMPATIBLE if shared else Verdict.CONTRADICTED)
    assert (measured.gap(claimed.allowed) > 0) == (verdict is Verdict.CONTRADICTED)
    assert measured.gap(claimed.allowed) == claimed.allowed.gap(measured)


@given(INTERVALS, CLAIMED, st.floats(0, 1000))
def test_better_accuracy_never_turns_a_verdict(measured: Interval, claimed: ClaimedInterval, error: float) -> None:
    """What is contradicted, or agrees, with a larger error does so with a smaller one."""
    decided = claimed.verdict(Interval(max(0, measured.low - error), measured.high + error))
    if decided is not Verdict.COMPATIBLE:
        assert claimed.verdict(measured) is decided


@given(INTERVALS, INTERVALS)
def test_where_nothing_agrees_nothing_does(measured: Interval, allowed: Interval) -> None:
    """ "A few hundred metres" is contradicted or left open, whatever was measured."""
    vague = ClaimedInterval(Interval(math.inf, -math.inf), allowed)
    assert vague.verdict(measured) is not Verdict.AGREES


@pytest.mark.parametrize(
    ("digits", "modifier", "agreed", "allowed"),
    [
        ("780", None, (775, 785), (770, 790)),
        ("780", "about", (775, 785), (624, 936)),
        ("780", "exact", (779.5, 780.5), (779.5, 780.5)),
        ("780", "at_least", (780, math.inf), (780, math.inf)),
        ("780", "at_most", (0, 780), (0, 780)),
        ("280000", None, (275000, 285000), (270000, 290000)),
        ("1500", None, (1450, 1550), (1250, 1750)),
    ],
)
def test_what_a_number_allows(
    digits: str, modifier: str | None, agreed: tuple[float, float], allowed: tuple[float, float]
) -> None:
    """Half a unit of the last figure agrees, a step is allowed, a fifth where it is hedged; bounds are taken as printed."""
    claimed = to_claimed_interval(distance_of_number(Number(digits), modifier))
    assert claimed == ClaimedInterval(Interval(*agreed), Interval(*allowed))


@pytest.mark.parametrize(
    ("digits", "tolerance", "low", "high"),
    [("780", 100, 680, 880), ("780", 0, 780, 780), ("3", 100, 0, 103), ("5000", 1, 4999, 5001)],
)
def test_a_tolerance_overrides_the_figure(digits: str, tolerance: float, low: float, high: float) -> None:
    """What lies within it agrees, what lies beyond it is contradicted, and nothing lies between."""
    claimed = to_claimed_interval(with_tolerance(distance_of_number(Number(digits), "about"), tolerance))
    assert claimed == ClaimedInterval(Interval(low, high), Interval(low, high))


@given(st.floats(-720, 720), st.floats(-720, 720))
def test_angles_meet_behind_north(one: float, other: float) -> None:
    """The smaller angle, whichever way round."""
    assert 0 <= angle_between(one, other) <= 180
    assert angle_between(one, other) == pytest.approx(angle_between(other, one + 360), abs=1e-9)


def test_the_gap_of_the_real_record() -> None:
    """104.4 degrees against an axis of 45 and 225: 59.4 degrees apart, 14.4 beyond a whole sector."""
    assert angle_between(104.416, 45) == pytest.approx(59.416)
    assert angle_gap(104.416, 0.035, 45, 45) == pytest.approx(14.381)
    assert angle_gap(350, 1, 10, 22.5) == 0

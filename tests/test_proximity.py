import itertools
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.earth.geodesy import destination, inverse
from geo.earth.position import Position
from geo.earth.search.outliers import find_outliers
from geo.earth.search.overlapping import find_overlaps

NEAR_THE_POLE = st.builds(
    Position, st.sampled_from([-179.99, 179.99, 0.0, 179.9, 12.0]), st.floats(89.9, 90), st.floats(0, 5_000)
)
LOCAL = st.builds(Position, st.floats(46.7, 46.8), st.floats(39.7, 39.8), st.sampled_from([0.0, 0.1, 14.0, 800.0, 2_000.0]))


def _touching(positions: list[Position]) -> set[tuple[int, int]]:
    return {
        (one, other)
        for one, other in itertools.combinations(range(len(positions)), 2)
        if _apart(positions[one], positions[other]) <= positions[one].uncertainty_m + positions[other].uncertainty_m
    }


def _apart(one: Position, other: Position) -> float:
    return inverse(one.lon_deg, one.lat_deg, other.lon_deg, other.lat_deg)[0]


@given(st.lists(LOCAL, max_size=25) | st.lists(NEAR_THE_POLE, max_size=25))
def test_overlaps_are_those_of_all_comparisons(positions: list[Position]) -> None:
    """Only pairs that touch; at least one where any do; each position names at most one other."""
    touching = _touching(positions)
    found = find_overlaps(positions)
    pairs = [(one.earlier, one.later) for one in found]
    assert set(pairs) <= touching
    assert bool(pairs) == bool(touching)
    assert len(pairs) < max(1, len(positions))
    for one in found:
        assert one.distance_m == pytest.approx(_apart(positions[one.earlier], positions[one.later]), abs=1e-6)


def test_two_of_the_same_precision_are_never_missed() -> None:
    """Across the 180th meridian, at the pole, and at the edge of their uncertainties."""
    lon, lat = destination(179.9999, 10.0, 90.0, 199.0)
    assert find_overlaps([Position(179.9999, 10.0, 100.0), Position(lon, lat, 100.0)])
    lon, lat = destination(179.9999, 10.0, 90.0, 201.0)
    assert not find_overlaps([Position(179.9999, 10.0, 100.0), Position(lon, lat, 100.0)])
    assert find_overlaps([Position(0.0, 90.0, 1.0), Position(120.0, 90.0, 1.0)])


def test_a_vague_position_names_one_other() -> None:
    """A hundred well-known sites in a town do not each ask about the one that is somewhere in the town."""
    sites = [Position(46.7 + number / 1_000, 39.75, 1.0) for number in range(100)]
    (pair,) = find_overlaps([*sites, Position(46.75, 39.75, 10_000.0)])
    assert pair.later == 100


def test_a_slip_of_a_degree_is_alone() -> None:
    """And twice the same slip too, if at one position; a second town is company."""
    town = [Position(46.74 + number / 1_000, 39.76, 1.0) for number in range(6)]
    slip = Position(47.742, 39.76, 1.0)
    assert [one.number for one in find_outliers([*town, slip])] == [6]
    assert [one.number for one in find_outliers([slip, *town, slip])] == [0, 7]
    assert find_outliers([*town, slip, Position(47.75, 39.76, 1.0)]) == []


def test_alone_needs_four_others() -> None:
    """At places of their own: the same place four times over says nothing."""
    far = Position(100.0, 10.0, 1.0)
    town = [Position(46.74 + number / 1_000, 39.76, 1.0) for number in range(4)]
    assert find_outliers([*town, far])
    assert not find_outliers([*town[:3], far])
    assert not find_outliers([town[0]] * 9 + [far])


@pytest.mark.parametrize(
    "positions",
    [
        [Position(46.7, 39.7, 10.0)] * 20_000,
        [Position(46 + number % 150 / 1_000, 39 + number // 150 / 1_000, 40.0) for number in range(20_000)],
        [Position(46 + number % 997 / 997, 39 + number % 991 / 991, 10.0 ** (number % 11 - 4)) for number in range(20_000)],
    ],
    ids=["one spot", "a grid that just does not touch", "eleven orders of magnitude"],
)
def test_time_does_not_grow_with_the_square(positions: list[Position]) -> None:
    """Twenty thousand would take minutes if each were compared with each."""
    started = time.process_time()
    find_overlaps(positions)
    find_outliers(positions)
    assert time.process_time() - started < 15

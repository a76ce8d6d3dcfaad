import itertools
import time

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from geo.earth.geodesy import destination, inverse
from geo.earth.position import Position, Positions
from geo.earth.search import overlapping
from geo.earth.search.outliers import find_outliers
from geo.earth.search.overlapping import PossiblySamePlace, find_touching

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


def _overlaps(positions: list[Position]) -> list[PossiblySamePlace]:
    return overlapping.find_overlaps(*_columns(positions))


def _columns(positions: list[Position]) -> list[list[float]]:
    return [[getattr(one, name) for one in positions] for name in ("lon_deg", "lat_deg", "uncertainty_m")]


def _apart(one: Position, other: Position) -> float:
    return inverse(one.lon_deg, one.lat_deg, other.lon_deg, other.lat_deg)[0]


@given(st.lists(LOCAL, max_size=25) | st.lists(NEAR_THE_POLE, max_size=25))
def test_overlaps_are_those_of_all_comparisons(positions: list[Position]) -> None:
    """Only pairs that touch; at least one where any do; each position names at most one other."""
    touching = _touching(positions)
    found = _overlaps(positions)
    pairs = [(one.earlier, one.later) for one in found]
    assert set(pairs) <= touching
    assert bool(pairs) == bool(touching)
    assert len(pairs) < max(1, len(positions))
    for one in found:
        assert one.distance_m == pytest.approx(_apart(positions[one.earlier], positions[one.later]), abs=1e-6)


@given(st.lists(LOCAL, max_size=25) | st.lists(NEAR_THE_POLE, max_size=25))
@example([Position(180.0, 10.0), Position(-180.0, 10.0)])
@example([Position(10.0, 90.0), Position(57.0, 90.0)])
def test_few_are_compared_as_many_are(positions: list[Position]) -> None:
    """Comparing each with each finds what cells find."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(overlapping, "FEW", 1)
        by_cells = _overlaps(positions)
        patch.setattr(overlapping, "FEW", 25)
        assert _overlaps(positions) == by_cells


def test_two_of_the_same_precision_are_never_missed() -> None:
    """Across the 180th meridian, at the pole, and at the edge of their uncertainties."""
    lon, lat = destination(179.9999, 10.0, 90.0, 199.0)
    assert _overlaps([Position(179.9999, 10.0, 100.0), Position(lon, lat, 100.0)])
    lon, lat = destination(179.9999, 10.0, 90.0, 201.0)
    assert not _overlaps([Position(179.9999, 10.0, 100.0), Position(lon, lat, 100.0)])
    assert _overlaps([Position(0.0, 90.0, 1.0), Position(120.0, 90.0, 1.0)])


def test_a_vague_position_names_one_other() -> None:
    """A hundred well-known sites in a town do not each ask about the one that is somewhere in the town."""
    sites = [Position(46.7 + number / 1_000, 39.75, 1.0) for number in range(100)]
    (pair,) = _overlaps([*sites, Position(46.75, 39.75, 10_000.0)])
    assert pair.later == 100


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
    _overlaps(positions)
    find_outliers(*_columns(positions)[:2])
    assert time.process_time() - started < 15


@given(st.lists(LOCAL | NEAR_THE_POLE, max_size=25))
def test_all_that_touch_and_no_other(positions: list[Position]) -> None:
    """Each pair once, with its distance, among uncertainties of many orders of magnitude."""
    columns = Positions(*np.array([(one.lon_deg, one.lat_deg, one.uncertainty_m) for one in positions]).reshape(-1, 3).T)
    found = [
        pair
        for batch in find_touching(columns, lambda one, other: one % 7 != other % 7)
        for pair in zip(*(column.tolist() for column in batch), strict=True)
    ]
    expected = []
    for (one, here), (other, there) in itertools.combinations(enumerate(positions), 2):
        distance, _, _ = inverse(here.lon_deg, here.lat_deg, there.lon_deg, there.lat_deg)
        if distance <= here.uncertainty_m + there.uncertainty_m and one % 7 != other % 7:
            expected.append((one, other, distance))
    assert sorted(found) == expected

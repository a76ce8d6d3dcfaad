import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import geo
from geo import Position, Positions

POSITIONS = st.builds(Position, st.floats(-180, 180), st.floats(-90, 90), st.floats(0, 100_000))


@given(POSITIONS, POSITIONS)
def test_the_interval_holds_the_distance(a: Position, b: Position) -> None:
    """low <= distance <= high, and neither end is below zero."""
    measured = geo.measure(a, b)
    assert 0 <= measured.low_m <= measured.distance_m <= measured.high_m


@given(POSITIONS)
def test_a_place_lies_nowhere_from_itself(a: Position) -> None:
    """Distance zero, and no direction."""
    measured = geo.measure(a, a)
    assert measured.distance_m == pytest.approx(0, abs=1e-6)
    if a.uncertainty_m > 1e-5:
        assert measured.azimuth_half_width_deg is None


@given(st.lists(st.tuples(POSITIONS, POSITIONS), min_size=1, max_size=20))
def test_columns_measure_as_single_positions_do(pairs: list[tuple[Position, Position]]) -> None:
    """The same function takes arrays and gives the same figures."""

    def column(side: int) -> Positions:
        rows = [(pair[side].lon_deg, pair[side].lat_deg, pair[side].uncertainty_m) for pair in pairs]
        return Positions(*np.array(rows).T)

    together = geo.measure(column(0), column(1))
    for index, (a, b) in enumerate(pairs):
        single = geo.measure(a, b)
        assert together.distance_m[index] == single.distance_m
        assert together.low_m[index] == single.low_m
        assert together.high_m[index] == single.high_m
        half = single.azimuth_half_width_deg
        assert together.azimuth_half_width_deg[index] == pytest.approx(np.nan if half is None else half, nan_ok=True)


def test_a_record_without_position(sites: geo.Sites) -> None:
    """Nothing is measured from a record that has no place, and the message names it."""
    with pytest.raises(ValueError, match="'strike-2020-11-07' has no position"):
        geo.measure(sites["strike-2020-11-07"], sites["strike-1"])


def test_distance_from_text() -> None:
    """Two printed coordinates give the measured distance with its interval."""
    measured = geo.distance("39°45'38.10\"N 46°44'33.90\"E", "39°45'27.80\"N 46°45'25.80\"E")
    assert measured.distance_m == pytest.approx(1275.598, abs=5e-4)
    assert measured.high_m - measured.low_m == pytest.approx(4 * 0.3896, abs=1e-3)

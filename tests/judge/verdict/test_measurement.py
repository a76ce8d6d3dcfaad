import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import geo
from geo import Position, Positions
from geo.show.answers.distance import measurement_text

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
    measured = geo.measure("39°45'38.10\"N 46°44'33.90\"E", "39°45'27.80\"N 46°45'25.80\"E")
    assert measured.distance_m == pytest.approx(1275.598, abs=5e-4)
    assert measured.high_m - measured.low_m == pytest.approx(4 * 0.3896, abs=1e-3)


@pytest.mark.parametrize(
    ("a", "b", "why"),
    [
        ("39.75 N 46.75 E", "39.75 N 46.76 E", "the two may coincide"),
        ("48.7, 37.5", "-48.7, -142.5", "the two may lie opposite each other on the Earth"),
        ("89.99 N 10 E", "80 N 10 E", "the first may reach the second or a pole"),
    ],
    ids=["near", "antipodes", "pole"],
)
def test_why_any_direction_is_possible(a: str, b: str, why: str) -> None:
    """Where they may be one, where each way round is as short, and where north turns."""
    measured = geo.measure(a, b)
    assert measured.azimuth_half_width_deg is None
    assert measured.why_any_direction == why
    assert f"({why}, so any direction is possible)" in measurement_text(measured)


@given(POSITIONS, POSITIONS)
def test_nothing_lies_farther_than_pole_from_pole(a: Position, b: Position) -> None:
    """20,003,931.4586 m (geographiclib between the poles), to a tenth of a millimetre, for single ones and columns."""
    assert geo.measure(a, b).high_m <= 20_003_931.4587


def test_tuples_and_records_stand_for_positions(sites: geo.Sites) -> None:
    """Tuples of longitude and latitude, records and printed texts measure alike, one by one and in lists."""
    one, other = sites["fragment-site-1"], sites["fragment-site-2"]
    measured = geo.measure(one, other)
    tuples = (46.74275, 39.760583333, 0.39), (46.757166667, 39.757722222, 0.39)
    assert geo.measure(*tuples).distance_m == pytest.approx(measured.distance_m, abs=0.01)
    assert geo.measure(tuples[0], other).high_m == pytest.approx(measured.high_m, abs=0.01)
    columns = geo.measure([one, tuples[0], "39 45 38.1 N 46 44 33.9 E"], [other, tuples[1], tuples[1]])
    assert columns.distance_m == pytest.approx(np.full(3, measured.distance_m), abs=0.01)
    assert geo.assess(sites).zones[0].membership((46.74275, 39.760583)) == "inside"


def test_what_cannot_be_measured_is_a_sentence(sites: geo.Sites) -> None:
    """A claim, columns of different lengths, a column and a position, and another thing are refused with the reason."""
    here = (46.74, 39.76)
    with pytest.raises(TypeError, match=r"wanted a record, a Position or a tuple \(longitude, latitude\)"):
        geo.measure(sites["claim-separation"], here)
    with pytest.raises(ValueError, match="'strike-2020-11-07' has no position, so nothing can be measured from it"):
        geo.measure(sites["strike-2020-11-07"], here)
    with pytest.raises(ValueError, match="columns of 1 and 2 positions cannot be measured row by row"):
        geo.measure([here], [here, here])
    with pytest.raises(TypeError, match="a column of positions is measured against a column of the same length"):
        geo.measure([here], here)  # type: ignore[call-overload]

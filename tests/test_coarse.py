from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import geo
from geo.earth.coarse import parse_precision

STEPS = ["1deg", "0.5deg", "0.05deg", "0.01deg", "0.001deg", "1min", "0.5min", "10sec", "1sec", "0.25sec"]
SQUARES = ["100km", "10km", "1km", "100m", "10m"]
POSITIONS = st.builds(geo.Position, st.floats(-180, 180), st.floats(-90, 90))
HERE = geo.Position(46.74275, 39.760583)


@pytest.mark.parametrize(
    ("step", "text"),
    [
        ("0.01deg", "39.76° N, 46.74° E"),
        ("0.05deg", "39.75° N, 46.75° E"),
        ("1min", "39°46′ N, 46°45′ E"),
        ("0.5min", "39°45.5′ N, 46°44.5′ E"),
        ("10sec", "39°45′40″ N, 46°44′30″ E"),
        ("1km", "38S PK 49 02"),
        ("100km", "38S PK"),
    ],
)
def test_a_position_on_the_grid(step: str, text: str) -> None:
    """The nearest crossing of its lines, or the square that holds it."""
    assert parse_precision(step).coarsened(HERE).text == text


@given(POSITIONS, st.sampled_from(STEPS + SQUARES))
@example(geo.Position(179.999, 89.999), "1min")
@example(geo.Position(-180.0, -0.004), "0.01deg")
@example(geo.Position(3.0, 0.0), "10km")
def test_what_is_moved_stays_within_reach(position: geo.Position, step: str) -> None:
    """No position ends farther away than its cell allows, on the geodesic; and the text is read as the same place."""
    coarse = parse_precision(step).coarsened(position)
    there = geo.Position(coarse.lon_deg, coarse.lat_deg)
    assert geo.measure(position, there).distance_m <= coarse.moved_m + 1e-6
    assert geo.measure(geo.parse_coordinates(coarse.text).position, there).distance_m == pytest.approx(0, abs=1e-3)


@given(POSITIONS, st.sampled_from(STEPS))
def test_once_is_enough(position: geo.Position, step: str) -> None:
    """What lies on the grid stays there: publishing twice tells nothing more."""
    precision = parse_precision(step)
    once = precision.coarsened(position)
    assert precision.coarsened(geo.Position(once.lon_deg, once.lat_deg)) == once


@given(POSITIONS, POSITIONS, st.sampled_from(STEPS + SQUARES))
def test_all_of_a_cell_look_the_same(one: geo.Position, other: geo.Position, step: str) -> None:
    """How far a position was moved is not told: two that end in one place are as uncertain as each other."""
    precision = parse_precision(step)
    first, second = precision.coarsened(one), precision.coarsened(other)
    assert first.text != second.text or first == second


def test_the_reach_is_not_more_than_it_must_be() -> None:
    """The corner of a cell is nearly as far as said: within one part in a thousand at 40 degrees."""
    precision = parse_precision("0.01deg")
    corner = geo.Position(46.7450001, 39.7550001)
    coarse = precision.coarsened(corner)
    moved = geo.measure(corner, geo.Position(coarse.lon_deg, coarse.lat_deg)).distance_m
    assert coarse.text == "39.76° N, 46.75° E"
    assert moved / coarse.moved_m == pytest.approx(1, abs=1e-3)


@pytest.mark.parametrize("text", ["", "1", "1km ", "7deg", "0.03deg", "0deg", "-1deg", "2km", "1KM", "1e-2deg", "١deg"])
def test_what_is_no_precision(text: str) -> None:
    """Is refused with what is wanted."""
    with pytest.raises(ValueError, match=r"wanted a precision such as 0\.01deg, 1min, 10sec or 1km, not"):
        parse_precision(text)


def test_steps_are_exact() -> None:
    """A third of a minute has no end as a decimal."""
    assert parse_precision("20sec").step_deg == Fraction(1, 180)
    assert [parse_precision(text).spoken for text in ("0.01deg", "1min", "10sec", "1km", "100m")] == [
        "0.01°", "1′", "10″", "an MGRS square of 1 km", "an MGRS square of 100 m",
    ]  # fmt: skip

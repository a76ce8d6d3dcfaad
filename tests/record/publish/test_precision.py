from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import geo
from geo.record.publish.precision import parse_precision

STEPS = ["1deg", "0.5deg", "0.05deg", "0.01deg", "0.001deg", "1min", "0.5min", "10sec", "1sec", "0.25sec"]
SQUARES = ["100km", "10km", "1km", "100m", "10m"]
POSITIONS = st.builds(geo.Position, st.floats(-180, 180), st.floats(-90, 90))
HERE = geo.Position(46.74275, 39.760583)


@pytest.mark.parametrize(
    ("step", "text"),
    [
        ("0.01deg", "39.765° N, 46.745° E"),
        ("0.05deg", "39.775° N, 46.725° E"),
        ("1min", "39°45.5′ N, 46°44.5′ E"),
        ("0.5min", "39°45.75′ N, 46°44.75′ E"),
        ("10sec", "39°45′35″ N, 46°44′35″ E"),
        ("1km", "38S PK 49 02"),
        ("100km", "38S PK"),
    ],
)
def test_a_position_on_the_grid(step: str, text: str) -> None:
    """A position becomes the middle of the cell that holds it; of MGRS, the square."""
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
    corner = geo.Position(46.7500001, 39.7500001)
    coarse = precision.coarsened(corner)
    moved = geo.measure(corner, geo.Position(coarse.lon_deg, coarse.lat_deg)).distance_m
    assert coarse.text == "39.755° N, 46.755° E"
    assert moved / coarse.moved_m == pytest.approx(1, abs=1e-3)


@pytest.mark.parametrize("text", ["", "1", "1km ", "7deg", "0.03deg", "0deg", "-1deg", "2km", "1KM", "1e-2deg", "١deg"])
def test_what_is_no_precision(text: str) -> None:
    """A text that is not a precision is refused with what is wanted."""
    with pytest.raises(ValueError, match=r"wanted a precision such as 0\.01deg, 1min, 10sec or 1km, not"):
        parse_precision(text)


def test_steps_are_exact() -> None:
    """A step of 20 seconds is exactly 1/180 of a degree, and each step has a printed form."""
    assert parse_precision("20sec").step_deg == Fraction(1, 180)
    assert [parse_precision(text).spoken for text in ("0.01deg", "1min", "10sec", "1km", "100m")] == [
        "0.01°", "1′", "10″", "an MGRS square of 1 km", "an MGRS square of 100 m",
    ]  # fmt: skip


NESTED = [("1deg", "0.1deg"), ("0.1deg", "0.01deg"), ("1deg", "1min"), ("1min", "10sec"), ("0.5deg", "0.05deg"), ("100km", "10km"),
          ("10km", "1km"), ("1km", "10m")]  # fmt: skip


@given(POSITIONS, st.sampled_from(NESTED))
@example(geo.Position(46.75, 39.76), ("0.1deg", "0.01deg"))
@example(geo.Position(-0.0001, -0.0001), ("1deg", "1min"))
@example(geo.Position(180.0, 90.0), ("1deg", "0.1deg"))
def test_cells_nest(position: geo.Position, steps: tuple[str, str]) -> None:
    """Of two copies on nested grids the coarser reveals nothing: it can be made from the finer one."""
    coarse, fine = map(parse_precision, steps)
    assert coarse.nests_with(fine)
    assert fine.nests_with(coarse)
    middle = fine.coarsened(position)
    if coarse.step_deg is None:  # the middle of a square may lie beyond the edge of its zone
        square, (letters, *digits) = coarse.coarsened(position).text, middle.text.rsplit(maxsplit=2)
        side = coarse.decimals
        assert square.split() == [*letters.split(), *(one[:side] for one in digits if side)]
    else:
        assert coarse.coarsened(geo.Position(middle.lon_deg, middle.lat_deg)).text == coarse.coarsened(position).text


def test_cells_that_do_not_nest() -> None:
    """The middle of a cell of 0.01 degrees does not always lie in the cell of one minute that holds the place."""
    minute, hundredth = parse_precision("1min"), parse_precision("0.01deg")
    here = geo.Position(46.7401, 39.7668)
    middle = hundredth.coarsened(here)
    assert not minute.nests_with(hundredth)
    assert not minute.nests_with(parse_precision("1km"))
    assert minute.coarsened(geo.Position(middle.lon_deg, middle.lat_deg)) != minute.coarsened(here)


@given(POSITIONS, st.sampled_from(STEPS))
def test_a_cell_holds_what_became_its_middle(position: geo.Position, step: str) -> None:
    """The ring around a middle holds every position that was put there."""
    precision = parse_precision(step)
    middle = precision.coarsened(position)
    ring = precision.cell(middle.lon_deg, middle.lat_deg)
    turn = -360 if position.lon_deg == 180 else 0
    assert min(lon for lon, _ in ring) - 1e-9 <= position.lon_deg + turn <= max(lon for lon, _ in ring) + 1e-9
    assert min(lat for _, lat in ring) - 1e-9 <= position.lat_deg <= max(lat for _, lat in ring) + 1e-9

import math
from datetime import date, datetime
from random import Random

import pytest
from ppigrf import igrf

from geo.earth.declination import NoDeclinationError, magnetic_declination, true_turn_deg
from geo.earth.direction import Direction
from geo.earth.notation.direction import parse_direction
from geo.earth.position import Position

SHUSHA, DAY = Position(46.75, 39.76), date(2021, 3, 15)


@pytest.mark.parametrize(
    ("lon", "lat", "expected"),
    [(0, 80, 1.28), (120, 0, -0.16), (-120, -80, 68.78)],
)
def test_an_independent_model_agrees(lon: float, lat: float, expected: float) -> None:
    """Source: test values of the World Magnetic Model 2025 (2025.0, sea level), which other data and people made."""
    found = magnetic_declination(Position(lon, lat), date(2025, 1, 1))
    assert found.declination_deg == pytest.approx(expected, abs=0.05)
    assert abs(found.declination_deg - expected) < found.error_deg


def test_the_package_itself_gives_the_same_field() -> None:
    """At places all over the Earth, on the model's own days and between them, to a billionth of a degree."""
    random = Random(4)
    days = [date(1900, 1, 1), date(1945, 1, 1), date(2020, 2, 29), date(2025, 1, 1), date(2029, 12, 31), date(1999, 12, 31)]
    for day in [*days, *(date(random.randint(1900, 2029), random.randint(1, 12), 15) for _ in range(20))]:
        lon, lat = random.uniform(-180, 180), random.uniform(-60, 60)
        east, north, _ = (float(one.item()) for one in igrf(lon, lat, 0.0, datetime(day.year, day.month, day.day)))  # noqa: DTZ001
        found = magnetic_declination(Position(lon, lat), day)
        assert found.declination_deg == pytest.approx(math.degrees(math.atan2(east, north)), abs=1e-9)
        assert found.error_deg == pytest.approx(3 * math.hypot(0.26, 5417 / math.hypot(east, north)), abs=1e-9)


def test_the_file_of_the_model_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Thousands of places do not read it again: that took nearly all of the time."""
    magnetic_declination(SHUSHA, DAY)

    def read_again() -> None:
        raise AssertionError("the file was read again")

    monkeypatch.setattr("ppigrf.ppigrf.read_shc", read_again)
    for number in range(100):
        magnetic_declination(Position(46 + number / 100, 39.76), DAY)


def test_the_declination_moves_with_time() -> None:
    """In Shusha it was near 6.3 degrees east in 2021 and smaller fifty years before."""
    now = magnetic_declination(SHUSHA, DAY)
    assert now.declination_deg == pytest.approx(6.25, abs=0.05)
    assert 0.78 < now.error_deg < 1.2
    assert magnetic_declination(SHUSHA, date(1971, 3, 15)).declination_deg < now.declination_deg - 1


def test_where_the_model_is_silent() -> None:
    """Years outside the model and the surroundings of a magnetic pole are refused."""
    for year in (1899, 2030):
        with pytest.raises(NoDeclinationError, match=f"1900 to 2029, not {year}"):
            magnetic_declination(SHUSHA, date(year, 6, 1))
    with pytest.raises(NoDeclinationError, match="a magnetic pole is near"):
        magnetic_declination(Position(140, 86), DAY)


def test_only_bearings_turn_with_the_declination() -> None:
    """Words and true bearings stay; magnetic ones turn; those that do not say may do either; grid ones stay within 6°."""
    low, high = true_turn_deg(parse_direction("magnetic bearing 132°"), SHUSHA, DAY)
    assert low < 6.25 < high < low + 2.5
    assert true_turn_deg(parse_direction("north-east"), SHUSHA, DAY) == (0, 0)
    assert true_turn_deg(parse_direction("045°T"), SHUSHA, DAY) == (0, 0)
    assert true_turn_deg(parse_direction("45°"), SHUSHA, DAY) == (0, high)
    west, east = true_turn_deg(parse_direction("grid bearing 045"), SHUSHA, None)
    assert -west == east == pytest.approx(3.84, abs=0.01)


def test_a_bearing_without_a_date_has_no_declination() -> None:
    """Magnetic north moves, so that a compass bearing without a date cannot be turned."""
    with pytest.raises(NoDeclinationError, match="needs a date"):
        true_turn_deg(parse_direction("45°"), SHUSHA, None)
    assert true_turn_deg(Direction("NE", 45, 22.5), SHUSHA, None) == (0, 0)

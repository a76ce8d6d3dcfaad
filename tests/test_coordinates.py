import pytest

from geo import CoordinatesError, parse_coordinates
from geo.earth.coordinates import Form

SECOND = 1 / 3600


@pytest.mark.parametrize(
    ("text", "lat", "lon", "unit", "form"),
    [
        ("39°45'38.10\"N 46°44'33.90\"E", 39 + 45 / 60 + 38.10 / 3600, 46 + 44 / 60 + 33.90 / 3600, SECOND / 100, Form.SECONDS),
        ("39°45'27.80\"N 46°45'25.80\"E", 39 + 45 / 60 + 27.80 / 3600, 46 + 45 / 60 + 25.80 / 3600, SECOND / 100, Form.SECONDS),
        ("39°46′12″N 46°47′05″E", 39.77, 46 + 47 / 60 + 5 / 3600, SECOND, Form.SECONDS),
        ("46º47’05”E, 39º46’12”N", 39.77, 46 + 47 / 60 + 5 / 3600, SECOND, Form.SECONDS),
        ("39.7583 N 46.7483 E", 39.7583, 46.7483, 1e-4, Form.DEGREES),
        ("39.7583°S; 46.7483°w", -39.7583, -46.7483, 1e-4, Form.DEGREES),
        ("39°45.635'N 46°44.565'E", 39 + 45.635 / 60, 46 + 44.565 / 60, 1e-3 / 60, Form.MINUTES),
    ],
)
def test_forms_of_the_record(text: str, lat: float, lon: float, unit: float, form: Form) -> None:
    """The forms that the real record's sources print."""
    read = parse_coordinates(text)
    assert read.position.lat_deg == pytest.approx(lat, abs=1e-12)
    assert read.position.lon_deg == pytest.approx(lon, abs=1e-12)
    assert read.lat_unit_deg == pytest.approx(unit)
    assert read.lon_unit_deg == pytest.approx(unit)
    assert read.form == form


def test_hundredths_of_a_second() -> None:
    """A hundredth of a second prints a position to 0.31 m north-south and 0.24 m east-west at Shusha."""
    assert parse_coordinates("39°45'38.10\"N 46°44'33.90\"E").position.uncertainty_m == pytest.approx(
        (0.3084**2 + 0.2380**2) ** 0.5, abs=1e-3
    )


@pytest.mark.parametrize("text", ["", "north", "39°45'N", "39°60'N 46°44'E", "39°45'61\"N 46°44'1\"E", "95°N 46°E", "1°N 2°N"])
def test_what_is_not_a_pair_is_refused(text: str) -> None:
    """Nothing is guessed, and the message repeats what was there."""
    with pytest.raises(CoordinatesError, match=r"wanted|run from|outside"):
        parse_coordinates(text)

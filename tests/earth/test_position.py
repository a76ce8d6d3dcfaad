import math

import pytest

from geo import Position


@pytest.mark.parametrize(
    ("lon", "lat", "message"),
    [
        (180.1, 0, "longitude 180.1 is outside -180..180"),
        (0, -90.5, "latitude -90.5 is outside -90..90"),
        (math.nan, 0, "longitude nan is outside -180..180"),
        (0, math.inf, "latitude inf is outside -90..90"),
    ],
)
def test_what_is_not_on_earth_is_refused(lon: float, lat: float, message: str) -> None:
    """A coordinate out of range is refused with the number and the range."""
    with pytest.raises(ValueError, match=message):
        Position(lon, lat)


@pytest.mark.parametrize("uncertainty", [-1, math.nan, math.inf])
def test_an_uncertainty_is_a_length(uncertainty: float) -> None:
    """An uncertainty below zero, without a value or without an end is refused."""
    with pytest.raises(ValueError, match="an uncertainty is a number of metres from 0 up"):
        Position(0, 0, uncertainty)


def test_leaflet_gets_latitude_first() -> None:
    """`latlon` is the one place that turns the axes."""
    assert Position(46.74275, 39.76058).latlon == (39.76058, 46.74275)

import math
from typing import Any

import numpy as np
import pytest

from geo import Position, Positions


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


def test_a_tuple_is_longitude_before_latitude() -> None:
    """A tuple or a list of two or three numbers is a position, longitude first; a record has its own."""
    assert Position.of((46.74, 39.76)) == Position(46.74, 39.76)
    assert Position.of([46.74, np.float64(39.76), 10]) == Position(46.74, 39.76, 10.0)
    assert Position.of(Position(1, 2, 3)) == Position(1, 2, 3)
    assert Positions.of([(46.74, 39.76), Position(1, 2, 3)]).uncertainty_m.tolist() == [0.0, 3.0]
    assert Positions.of([]).lon_deg.shape == (0,)


@pytest.mark.parametrize(
    ("place", "error", "why"),
    [
        ((39.76, 146.74), ValueError, r"latitude 146\.74 is outside -90\.\.90; a tuple is \(longitude, latitude\)"),
        ((1,), TypeError, r"wanted a record, a Position or a tuple \(longitude, latitude\) in degrees, not \(1,\)"),
        (("1", "2"), TypeError, r"wanted .* not \('1', '2'\)"),
        (3, TypeError, "wanted .* not int"),
    ],
)
def test_what_is_no_position_is_a_sentence(place: Any, error: type[Exception], why: str) -> None:
    """What is neither a position, nor a record, nor two or three numbers is refused with what is wanted."""
    with pytest.raises(error, match=why):
        Position.of(place)

import math
import warnings
from itertools import pairwise

import pytest
from pyproj.transformer import AreaOfInterest, TransformerGroup

from geo.earth.bounding_box import Box
from geo.earth.datum import OLD_DATUMS, DatumError, Shift, TransformationError, parse_datum, shifts_of_old_datums, to_wgs84
from geo.earth.geodesy import inverse
from geo.earth.notation.coordinates import parse_coordinates

SHUSHA = parse_coordinates("39°45'38.10\"N 46°44'33.90\"E")


@pytest.mark.parametrize(
    ("text", "code"),
    [("EPSG:4284", "4284"), ("epsg:4284", "4284"), ("Pulkovo 1942", "4284"), (" pulkovo 1942 ", "4284"), ("WGS 84", "4326")],
)
def test_datums_by_name_and_code(text: str, code: str) -> None:
    """A datum is found by its name or its EPSG code, in capitals or not."""
    assert parse_datum(text) == code


@pytest.mark.parametrize(
    "text",
    ["", "Pulkovo", "EPSG:28408", "EPSG:", "EPSG:4284+5773", "+proj=longlat +ellps=krass", "+init=/etc/passwd:1", "GEOGCRS[]"],
)
def test_other_texts_are_not_given_to_proj(text: str) -> None:
    """Nothing but the register's own names and codes: no projection, no definition, no path of a file."""
    with pytest.raises(DatumError, match="wanted a datum of the EPSG register"):
        parse_datum(text)


@pytest.mark.parametrize("text", ["NTF (Paris)", "EPSG:4807", "ATF (Paris)"])
def test_grads_are_not_read_as_degrees(text: str) -> None:
    """Paris at 48.8° would else lie at 48.8 grads, 550 km away."""
    with pytest.raises(DatumError, match="uses the unit grad, but coordinates are read in degrees"):
        parse_datum(text)


def _by_hand(lon_deg: float, lat_deg: float) -> tuple[float, float]:
    """Longitude and latitude by the coordinate frame rotation of EPSG method 9607, with the parameters of EPSG:15865."""
    axis, flattening = 6_378_245.0, 1 / 298.3  # Krassowsky 1940
    lon, lat, squared = math.radians(lon_deg), math.radians(lat_deg), flattening * (2 - flattening)
    normal = axis / math.sqrt(1 - squared * math.sin(lat) ** 2)
    x, y, z = (
        normal * math.cos(lat) * math.cos(lon),
        normal * math.cos(lat) * math.sin(lon),
        normal * (1 - squared) * math.sin(lat),
    )
    turn_y, turn_z = (math.radians(seconds / 3600) for seconds in (-0.35, -0.736))
    x, y, z = x + turn_z * y - turn_y * z + 25, -turn_z * x + y - 141, turn_y * x + z - 78.5
    axis, flattening = 6_378_137.0, 1 / 298.257223563  # WGS 84
    squared, across, lat = flattening * (2 - flattening), math.hypot(x, y), 0.7
    for _ in range(20):
        normal = axis / math.sqrt(1 - squared * math.sin(lat) ** 2)
        lat = math.atan2(z + squared * normal * math.sin(lat), across)
    return math.degrees(math.atan2(y, x)), math.degrees(lat)


def test_pulkovo_1942_in_shusha() -> None:
    """Read as WGS 84 a position would lie 103 m beside its place; the accuracy of the operation adds to the uncertainty."""
    found, shift = to_wgs84(SHUSHA, "4284")
    assert shift == Shift("Pulkovo 1942 (EPSG:4284)", "Pulkovo 1942 to WGS 84 (16)", 4.5)
    by_hand = _by_hand(SHUSHA.position.lon_deg, SHUSHA.position.lat_deg)
    assert (found.position.lon_deg, found.position.lat_deg) == pytest.approx(by_hand, abs=1e-8)
    assert found.position.uncertainty_m == pytest.approx(SHUSHA.position.uncertainty_m + 4.5)
    away = inverse(46.74275, SHUSHA.position.lat_deg, found.position.lon_deg, found.position.lat_deg)[0]
    assert away == pytest.approx(103, abs=0.5)
    assert found.box is None


def test_wgs84_stays_as_it_is() -> None:
    """Nothing is done, and nothing is said to have been done."""
    assert to_wgs84(SHUSHA, "4326") == (SHUSHA, None)


@pytest.mark.parametrize(("text", "datum"), [("48°51'N 2°21'E", "4284"), ("10°N 46°E", "4267"), ("23.5 N 121 E", "3821")])
def test_no_way_is_no_guess(text: str, datum: str) -> None:
    """Far from where a datum is used, or where PROJ knows no operation, nothing is assumed."""
    with pytest.raises(TransformationError, match="whose accuracy is stated"):
        to_wgs84(parse_coordinates(text), datum)


def test_the_best_that_is_there_is_taken_in_silence() -> None:
    """The grid for North America is not on this machine; the next operation is, with its own accuracy, without a warning."""
    _, shift = to_wgs84(parse_coordinates("40°N 100°W"), "4267")
    assert shift
    assert shift.accuracy_m >= 7


def test_across_the_180th_meridian() -> None:
    """The area of an operation may cross it, and so may the step."""
    found, shift = to_wgs84(parse_coordinates("65°N 180°E"), "4284")
    assert shift
    assert found.position.lon_deg == pytest.approx(-179.9968, abs=1e-3)


def _has_operation(datum: str, west: float, south: float, east: float, north: float) -> bool:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        area = AreaOfInterest(west, south, east, north)
        group = TransformerGroup(f"EPSG:{datum}", "EPSG:4326", allow_ballpark=False, area_of_interest=area)
    return bool(group.transformers or group.unavailable_operations)


def _outside(areas: tuple[Box, ...]) -> list[tuple[float, float, float, float]]:
    """The rest of the world in bands of latitude, as west, south, east and north."""
    latitudes = sorted({-90.0, 90.0, *(side for area in areas for side in (area.south_deg, area.north_deg))})
    found = []
    for south, north in pairwise(latitudes):
        beside = [area for area in areas if area.south_deg <= south and north <= area.north_deg]
        west = min((area.west_deg for area in beside), default=180)
        east = max((area.east_deg % 360 for area in beside), default=180)
        found.append(((east + 180) % 360 - 180, south, west, north))
    return found


@pytest.mark.parametrize("datum", OLD_DATUMS)
def test_proj_has_no_operation_where_an_old_datum_is_not_looked_for(datum: str) -> None:
    """Outside of the areas of an old datum PROJ has no operation from it to WGS 84, nor a detour by another datum."""
    rest = _outside(OLD_DATUMS[datum].areas)
    assert not [where for where in rest if _has_operation(datum, *where)]


def test_an_operation_outside_of_an_area_would_be_found() -> None:
    """The test above fails for an area that is too small: ED50 is used in the Middle East as well as in Europe."""
    europe, _ = OLD_DATUMS["4230"].areas
    assert any(_has_operation("4230", *where) for where in _outside((europe,)))


def test_old_datums_in_grozny() -> None:
    """Both of the datums that Soviet maps used move a position there, and none of another part of the world does."""
    shifts = dict(shifts_of_old_datums(parse_coordinates("43.3178, 45.6949").position))
    assert list(shifts) == ["Pulkovo 1942", "Pulkovo 1995"]
    assert all(90 < metres < 140 for metres in shifts.values())

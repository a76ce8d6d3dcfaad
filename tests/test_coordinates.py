import csv
import math
import random
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo import CoordinatesError, parse_coordinates
from geo.earth.coordinates import LONGEST, Form
from geo.earth.printing import degrees_text, mgrs_text, minutes_text, seconds_text, utm_text

DATA = Path(__file__).parent / "data"


def _table(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


CASES = _table("coordinates.csv")
REFUSED = _table("coordinates_refused.csv")
LATITUDES = st.floats(-89.9, 89.9)
LONGITUDES = st.floats(-179.9, 179.9)


def test_the_table_is_long_enough() -> None:
    """Two hundred different texts at least, each with a source and each form among them."""
    assert len({case["text"] for case in CASES}) == len(CASES) >= 200
    assert all(case["source"] for case in CASES)
    assert {case["form"] for case in CASES} == set(Form)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"])
def test_forms_in_the_wild(case: dict[str, str]) -> None:
    """Position, units and form are those computed from the digits alone; grid units to a ten-thousandth."""
    read = parse_coordinates(case["text"])
    assert read.text == case["text"]
    assert read.position.lat_deg == pytest.approx(float(case["lat"]), rel=0, abs=1e-9)
    assert read.position.lon_deg == pytest.approx(float(case["lon"]), rel=0, abs=1e-9)
    assert read.lat_unit_deg == pytest.approx(float(case["lat_unit_deg"]), rel=1e-4)
    assert read.lon_unit_deg == pytest.approx(float(case["lon_unit_deg"]), rel=1e-4)
    assert read.form == case["form"]


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: case["text"])
def test_what_is_refused(case: dict[str, str]) -> None:
    """The whole message: what was there and where, or both readings, and what is wanted."""
    with pytest.raises(CoordinatesError) as error:
        parse_coordinates(case["text"])
    assert str(error.value) == case["message"]


def test_hundredths_of_a_second() -> None:
    """A hundredth of a second prints a position to 0.31 m north-south and 0.24 m east-west at Shusha."""
    assert parse_coordinates("39°45'38.10\"N 46°44'33.90\"E").position.uncertainty_m == pytest.approx(
        (0.3084**2 + 0.2380**2) ** 0.5, abs=1e-3
    )


def test_a_plus_code_is_known_to_half_its_diagonal() -> None:
    """An eighth of a thousandth of a degree each way: 13.8 m by 13.1 m at 20° N, so 9.5 m from the centre."""
    assert parse_coordinates("7FG49QCJ+2V").position.uncertainty_m == pytest.approx(math.hypot(13.84, 13.06) / 2, abs=0.01)


def test_the_uncertainty_of_a_uri_is_added() -> None:
    """u=35 comes on top of what five decimals leave open."""
    plain = parse_coordinates("geo:39.76058,46.74275").position.uncertainty_m
    assert parse_coordinates("geo:39.76058,46.74275;u=35").position.uncertainty_m == pytest.approx(35 + plain)


@given(LATITUDES, LONGITUDES, st.integers(0, 9))
def test_degrees_come_back(lat: float, lon: float, decimals: int) -> None:
    """What was printed reads back within half of the last digit, with that digit as its unit."""
    read = parse_coordinates(degrees_text(lat, lon, decimals=decimals))
    _within(read.position.lat_deg, lat, read.lat_unit_deg / 2)
    _within(read.position.lon_deg, lon, read.lon_unit_deg / 2)
    assert read.lat_unit_deg == pytest.approx(10.0**-decimals)


@given(LATITUDES, LONGITUDES, st.integers(0, 7))
def test_minutes_come_back(lat: float, lon: float, decimals: int) -> None:
    """As above, and a minute never rounds up to 60."""
    read = parse_coordinates(minutes_text(lat, lon, decimals=decimals))
    _within(read.position.lat_deg, lat, read.lat_unit_deg / 2)
    _within(read.position.lon_deg, lon, read.lon_unit_deg / 2)
    assert read.form is Form.MINUTES


@given(LATITUDES, LONGITUDES, st.integers(0, 5))
def test_seconds_come_back(lat: float, lon: float, decimals: int) -> None:
    """As above, and a second never rounds up to 60."""
    read = parse_coordinates(seconds_text(lat, lon, decimals=decimals))
    _within(read.position.lat_deg, lat, read.lat_unit_deg / 2)
    _within(read.position.lon_deg, lon, read.lon_unit_deg / 2)
    assert read.form is Form.SECONDS


@given(st.floats(-80, 84), LONGITUDES, st.integers(0, 3))
def test_utm_comes_back(lat: float, lon: float, decimals: int) -> None:
    """Within a metre's last digit, the zones of Norway and Svalbard included."""
    read = parse_coordinates(utm_text(lat, lon, decimals=decimals))
    _within(read.position.lat_deg, lat, read.lat_unit_deg)
    _within(read.position.lon_deg, lon, read.lon_unit_deg)


@given(LATITUDES, LONGITUDES, st.integers(0, 5))
def test_mgrs_comes_back(lat: float, lon: float, digits: int) -> None:
    """The centre of the square is no farther from the place than the reading admits, near the poles too."""
    from geo.earth.geodesy import inverse

    read = parse_coordinates(mgrs_text(lat, lon, digits=digits))
    assert inverse(lon, lat, read.position.lon_deg, read.position.lat_deg)[0] <= read.position.uncertainty_m
    assert read.form is Form.MGRS


def _within(read: float, put: float, room: float) -> None:
    assert abs(read - put) <= room * (1 + 1e-6) + 1e-12


def test_utm_ends_before_the_poles() -> None:
    """There is no UTM at 85° N."""
    with pytest.raises(ValueError, match="85 is beyond"):
        utm_text(85, 0)


def _survives(text: str) -> None:
    try:
        parse_coordinates(text)
    except CoordinatesError as error:
        assert str(error)  # noqa: PT017  # whether it is raised at all is not the question


@given(st.text(max_size=120))
def test_any_text_is_read_or_refused(text: str) -> None:
    """Nothing but CoordinatesError is ever raised."""
    _survives(text)


@given(st.text(alphabet="0123456789.,:;-+°'\"/ NSEWOdmsштвую(){}=@!?&#%geo:htpw", max_size=60))
def test_text_of_the_right_characters_is_read_or_refused(text: str) -> None:
    """As above, with the characters that coordinates are made of."""
    _survives(text)


@given(st.sampled_from(CASES), st.randoms(use_true_random=False))
def test_a_damaged_case_is_read_or_refused(case: dict[str, str], chance: random.Random) -> None:
    """As above, for texts of the table with characters dropped, doubled, swapped or replaced."""
    characters = list(case["text"])
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(characters))
        characters[at : at + 1] = chance.choice(
            [
                [],
                [characters[at]] * 2,
                [chance.choice("0۹9.,-NOSесш°'\"!@&=/\x00é")],
                [chance.choice(characters), characters[at]],
            ]
        ) or [" "]
    _survives("".join(characters))


def test_a_long_text_is_refused_unread() -> None:
    """The bound keeps a hostile text from taking long."""
    with pytest.raises(CoordinatesError, match=f"too long with {LONGEST + 1} characters"):
        parse_coordinates("1" * (LONGEST + 1))


def test_importing_stays_light() -> None:
    """Neither arrays nor geometry nor models nor the grid's package are loaded until a grid is read."""
    code = (
        "import sys; import geo.earth.coordinates as c; c.parse_coordinates('39.7583 N 46.7483 E');"
        "print([name for name in ('numpy', 'shapely', 'pydantic', 'mgrs', 'folium') if name in sys.modules])"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"

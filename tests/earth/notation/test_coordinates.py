import csv
import math
import random
import subprocess
import sys
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo import CoordinatesError, parse_coordinates
from geo.earth.geodesy import inverse
from geo.earth.notation.characters import normalize_characters
from geo.earth.notation.coordinates import LONGEST, Coordinates, Form
from geo.earth.notation.format import degrees_text, mgrs_text, minutes_text, seconds_text, utm_text
from tests.conftest import DATA


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
    """Printed minutes are read as the same place, and a minute never rounds up to 60."""
    read = parse_coordinates(minutes_text(lat, lon, decimals=decimals))
    _within(read.position.lat_deg, lat, read.lat_unit_deg / 2)
    _within(read.position.lon_deg, lon, read.lon_unit_deg / 2)
    assert read.form is Form.MINUTES


@given(LATITUDES, LONGITUDES, st.integers(0, 5))
def test_seconds_come_back(lat: float, lon: float, decimals: int) -> None:
    """Printed seconds are read as the same place, and a second never rounds up to 60."""
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
    read = parse_coordinates(mgrs_text(lat, lon, digits=digits))
    assert inverse(lon, lat, read.position.lon_deg, read.position.lat_deg)[0] <= read.position.uncertainty_m
    assert read.form is Form.MGRS


def _within(read: float, put: float, room: float) -> None:
    assert abs(read - put) <= room * (1 + 1e-6) + 1e-12


def test_utm_ends_before_the_poles() -> None:
    """There is no UTM at 85° N."""
    with pytest.raises(ValueError, match="UTM covers latitudes -80 to 84, not 85"):
        utm_text(85, 0)


@pytest.mark.parametrize("code", ["8FHV0000+", "8F000000+", "CF000000+", "8FHV9P00+", "7FG49QCJ+2V"])
def test_a_plus_code_is_known_to_a_circle_that_holds_its_cell(code: str) -> None:
    """No corner of the cell lies outside the circle, not even of a cell that is 20 degrees wide."""
    read = parse_coordinates(code).position
    box = parse_coordinates(code).box
    assert box is not None
    for lat in box.latitudes:
        assert inverse(0, read.lat_deg, box.half_lon_deg, lat)[0] <= read.uncertainty_m


REWRITTEN: dict[str, Callable[[str], str]] = {
    "entities": lambda text: text.replace("°", "&deg;").replace("′", "&#8242;").replace("″", "&Prime;"),
    "entities twice over": lambda text: text.replace("°", "&amp;deg;").replace("′", "&amp;#39;").replace("″", "&amp;quot;"),
    "escapes": lambda text: text.replace("°", "\\u00b0").replace("″", '\\"'),
    "percent": lambda text: text.replace("°", "%C2%B0").replace("″", "%22").replace(" ", "%20"),
    "UTF-8 as Latin-1": lambda text: text.encode().decode("latin-1"),
    "UTF-8 as Windows-1252": lambda text: text.encode().decode("cp1252"),
    "UTF-8 as Windows-1251": lambda text: text.encode().decode("cp1251"),
    "UTF-8 as DOS": lambda text: text.encode().decode("cp437"),
    "UTF-8 as Mac": lambda text: text.encode().decode("mac_roman"),
    "lost characters": lambda text: text.replace("°", "\ufffd").replace("′", "\ufffd").replace("″", "\ufffd\ufffd"),
    "doubled marks": lambda text: text.replace("°", "°°").replace("″", '""'),
    "asterisks": lambda text: text.replace("°", "*"),
    "Cyrillic o": lambda text: text.replace("°", "о"),
    "Arabic digits": lambda text: text.translate(str.maketrans("0123456789.,", "٠١٢٣٤٥٦٧٨٩٫،")),
    "Persian digits": lambda text: text.translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")),
    "a pin": lambda text: f"📍 {text}",
    "a label": lambda text: f"GPS-координаты: {text}",
    "a bullet": lambda text: f"• {text}",
    "quotation marks": lambda text: f'"{text}"',
    "Cyrillic E": lambda text: text.replace("E", "Е"),
    "Greek N and E": lambda text: text.replace("N", "Ν").replace("E", "Ε") if "N" in text and "E" in text else text,
    "Arabic words": lambda text: _worded(text, "شمالاً", "جنوباً", "شرقاً", "غرباً"),
    "Persian words": lambda text: _worded(text, "شمالی", "جنوبی", "شرقی", "غربی"),
    "Hebrew words": lambda text: _worded(text, "צפון", "דרום", "מזרח", "מערב"),
    "Chinese words": lambda text: _worded(
        text.replace("°", "度").replace("′", "分").replace("″ ", "秒").replace(",", "，"), "北", "南", "东", "西"
    ),
    "Greek words": lambda text: _worded(text, "Β", "Ν", "Α", "Δ") if "W" in text else text,
    "altitude": lambda text: f"{text}, alt. 1420 m",
}  # fmt: skip
"""What becomes of one printing on its way, and what it must still be read as."""


def _worded(text: str, *words: str) -> str:
    for letter, word in zip("NSEW", words, strict=True):
        text = text.replace(letter, word)
    return text


@pytest.mark.parametrize("way", REWRITTEN)
@given(LATITUDES, LONGITUDES, st.integers(0, 3))
def test_what_becomes_of_a_printing_changes_nothing(way: str, lat: float, lon: float, decimals: int) -> None:
    """Damage, other scripts, labels and words change neither the position nor the printed units."""
    printed = seconds_text(lat, lon, decimals=decimals)
    _same(parse_coordinates(REWRITTEN[way](printed)), parse_coordinates(printed))


def _same(read: Coordinates, wanted: Coordinates) -> None:
    assert (read.position, read.lat_unit_deg, read.lon_unit_deg) == (wanted.position, wanted.lat_unit_deg, wanted.lon_unit_deg)


@given(LATITUDES, LONGITUDES, st.integers(0, 6))
def test_minutes_in_the_forms_of_programs(lat: float, lon: float, decimals: int) -> None:
    """NMEA, NOTAM, a template and words print the same minutes, so the same units and the same box."""
    printed = minutes_text(lat, lon, decimals=decimals)
    wanted = parse_coordinates(printed)
    (north, lat_d, lat_m), (east, lon_d, lon_m) = (
        (half[-1], int(half.partition("°")[0]), half.partition("°")[2].partition("′")[0]) for half in printed.split(", ")
    )
    for text in (
        f"{lat_d:02}{lat_m},{north},{lon_d:03}{lon_m},{east}",
        f"{lat_d:02}{lat_m}{north}{lon_d:03}{lon_m}{east}",
        f"{lat_d:02}-{lat_m}{north} {lon_d:03}-{lon_m}{east}",
        f"{{{{coord|{lat_d}|{lat_m}|{north}|{lon_d}|{lon_m}|{east}|display=title}}}}",
        f"{lat_d} degrees, {lat_m} minutes {north}, {lon_d} degrees, {lon_m} minutes {east}",
    ):
        read = parse_coordinates(text)
        _same(read, wanted)
        assert (read.form, read.box) == (Form.MINUTES, wanted.box)


def test_a_lost_degree_sign_is_refused_where_two_readings_are_left() -> None:
    """39045' is 39°45', for no angle has 390 degrees; 10045' may be 100°45' or 10°45'."""
    _same(parse_coordinates("39045'38\"N 46044'33\"E"), parse_coordinates("39°45'38\"N 46°44'33\"E"))
    _same(parse_coordinates("3945.6'N 4644.5'E"), parse_coordinates("39°45.6'N 46°44.5'E"))
    with pytest.raises(CoordinatesError, match=r"100\.75 east; or 20\.75 north, 10\.75 east"):
        parse_coordinates("20045'N 10045'E")


@given(LATITUDES, LONGITUDES, st.integers(3, 9))
def test_degrees_in_the_forms_of_programs(lat: float, lon: float, decimals: int) -> None:
    """Well-known text, GeoJSON, KML, attributes and geopoints keep the digits, each in its order."""
    lat_text, lon_text = f"{lat:.{decimals}f}", f"{lon:.{decimals}f}"
    wanted = parse_coordinates(f"{lat_text}, {lon_text}")
    for text in (
        f"POINT({lon_text} {lat_text})",
        f"POINT Z ({lon_text} {lat_text} 1420.5)",
        f"SRID=4326;POINT({lon_text} {lat_text})",
        f'{{"type": "Point", "coordinates": [{lon_text}, {lat_text}]}}',
        f"<coordinates>{lon_text},{lat_text},0</coordinates>",
        f'<wpt lat="{lat_text}" lon="{lon_text}">',
        f"{{{{coord|{lat_text}|{lon_text}}}}}",
        f"{lat_text} {lon_text} 150.0 0",
        f"Lon, Lat: {lon_text}, {lat_text}",
        f"{lat_text}, {lon_text} (lat, lon)",
    ):
        _same(parse_coordinates(text), wanted)


@given(LATITUDES, st.floats(180.01, 359.99))
def test_east_longitudes_run_all_the_way_around(lat: float, east: float) -> None:
    """Where E is said, 310.7 is 49.3 west; without a letter it is refused, and the message says what to write."""
    read = parse_coordinates(f"{abs(lat):.2f} N {east:.2f} E")
    assert read.position.lon_deg == pytest.approx(float(f"{east:.2f}") - 360, abs=1e-9)
    with pytest.raises(CoordinatesError, match="from 0 to 360, write E"):
        parse_coordinates(f"{lat:.2f}, {east:.2f}")


@given(st.integers(1, 89), st.integers(0, 59), st.integers(0, 999), st.sampled_from([". .", ": :", "- -", "   ", "° '", "°  "]))
def test_groups_of_three_figures_are_never_minutes_or_seconds(degrees: int, minutes: int, group: int, marks: str) -> None:
    """48.023.045 is 48.023045 with its figures grouped, or 48°02.3045': it is refused, not read 67 km off."""
    first, second = marks[0], marks[-1]
    for figures in (f"{degrees}{first}{group:03}{second}{group:03}", f"{degrees}{first}{minutes:02}{second}{group:03}"):
        with pytest.raises(CoordinatesError):
            parse_coordinates(f"{figures}N {figures}E")
        with pytest.raises(CoordinatesError):
            parse_coordinates(f"{figures}, {figures}")


def test_an_accuracy_is_added() -> None:
    """A receiver's 5 m hold the place two times out of three, so 15 m are added; what stands behind ± is a bound."""
    printed = parse_coordinates("48.1234, 37.5678").position.uncertainty_m
    for text, extra in (
        ("48.1234 37.5678 150.0 5", 15),
        ("48.1234, 37.5678 (accuracy: 5 m)", 15),
        ("48.1234, 37.5678 ±5 m", 5),
    ):
        assert parse_coordinates(text).position.uncertainty_m == pytest.approx(printed + extra)
    point, area = parse_coordinates("4039N01756E"), parse_coordinates("4039N01756E005")
    assert area.position.uncertainty_m == pytest.approx(point.position.uncertainty_m + 5 * 1852)
    assert area.box is not None
    assert area.box.extra_m == 5 * 1852


@given(st.text(max_size=80) | st.text(alphabet="&#;deg176xXÂ°В°â€²\\u00b0%C2B0'\"?\ufffd 39", max_size=40))
def test_places_stay_what_they_are(text: str) -> None:
    """Making characters plain moves none, so that a message can name the place of one."""
    assert len(normalize_characters(text)) == len(text)


def test_a_letter_of_another_alphabet_is_named() -> None:
    """A reader cannot see it, so the message says which letter it is; among letters of its own alphabet it is none."""
    for text, said in (
        ("""39°45'38.10"N 46°44'33.90"С""", """the С in '46°44'33.90"С' is Cyrillic"""),
        ("39°45'N 46°44'В 1", "the В in '46°44'В' is Cyrillic"),
        ("39°45'Ν 46°44'E", "The Ν in '39°45'Ν' is Greek."),
    ):
        with pytest.raises(CoordinatesError) as error:
            parse_coordinates(text)
        assert said in str(error.value)
    with pytest.raises(CoordinatesError) as error:
        parse_coordinates("39°45'С 46°44'С")
    assert "Cyrillic" not in str(error.value)


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
    """Text made of the characters of coordinates raises nothing but CoordinatesError."""
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
        "import sys; import geo.earth.notation.coordinates as c; c.parse_coordinates('39.7583 N 46.7483 E');"
        "print([name for name in ('numpy', 'shapely', 'pydantic', 'mgrs', 'folium') if name in sys.modules])"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"

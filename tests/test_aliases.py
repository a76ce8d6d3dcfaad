import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.earth.aliases import GEOHASH_DIGITS, geohash, geohash_cell_deg, grid_metres, plus_code
from geo.earth.coordinates import parse_coordinates

LATITUDES, LONGITUDES = st.floats(-90, 90), st.floats(-180, 180)


@pytest.mark.parametrize(
    ("lat", "lon", "code"),
    [
        (57.64911, 10.40744, "u4pruydqqvj"),  # the usual example
        (42.605, -5.603, "ezs42"),  # that of the encyclopaedias
        (90, 180, "zzzzz"),
        (-90, -180, "00000"),
    ],
)
def test_geohash(lat: float, lon: float, code: str) -> None:
    """As others print it."""
    assert geohash(lat, lon, len(code)) == code


@given(LATITUDES, LONGITUDES, st.integers(1, 12))
def test_the_cell_of_a_geohash_holds_the_place(lat: float, lon: float, length: int) -> None:
    """Each digit halves it five times, from the whole Earth on."""
    south, west, height, width, east = -90.0, -180.0, 180.0, 360.0, True
    for digit in geohash(lat, lon, length):
        for bit in f"{GEOHASH_DIGITS.index(digit):05b}":
            if east:
                width /= 2
                west += width * int(bit)
            else:
                height /= 2
                south += height * int(bit)
            east = not east
    assert (height, width) == pytest.approx(geohash_cell_deg(length))
    assert south - 1e-9 <= lat <= south + height + 1e-9
    assert west - 1e-9 <= lon <= west + width + 1e-9


@given(LATITUDES, LONGITUDES)
def test_a_plus_code_is_read_as_that_place(lat: float, lon: float) -> None:
    """By the reader, which was tested against the specification."""
    read = parse_coordinates(plus_code(lat, lon)).position
    assert abs(read.lat_deg - lat) <= 1 / 16000 + 1e-9
    assert abs(read.lon_deg - lon) <= 1 / 16000 + 1e-9


def test_metres_on_grids() -> None:
    """UTM, Gauss-Krüger with and without the zone, Web Mercator; of these what is defined there."""
    utm, numbered, bare, web = grid_metres(48.73613, 37.58521)
    assert utm == (395_975, 5_399_089)
    assert numbered == pytest.approx((7_396_046, 5_401_350), abs=5)  # as a first user had them from another program
    assert bare == pytest.approx((396_046, 5_401_350), abs=5)
    assert web == pytest.approx((4_183_966.4, 6_230_206.2), abs=0.1)
    assert len(list(grid_metres(10, -70))) == 2
    assert len(list(grid_metres(-89.5, -70))) == 0

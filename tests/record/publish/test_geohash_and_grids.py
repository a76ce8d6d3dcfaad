import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.earth.notation.coordinates import parse_coordinates
from geo.earth.notation.plus_code import encode_plus_code
from geo.record.publish.geohash_and_grids import (
    geohash_cell,
    georef_cell,
    grid_metres,
    maidenhead_cell,
    short_link_cell,
    tile_cell,
)

LATITUDES, LONGITUDES = st.floats(-90, 90), st.floats(-180, 180)


@pytest.mark.parametrize(
    ("code", "lat", "lon"),
    [
        ("u4pruydqqvj", 57.64911, 10.40744),  # the usual example
        ("ezs42", 42.605, -5.603),  # that of the encyclopaedias
    ],
)
def test_geohash(code: str, lat: float, lon: float) -> None:
    """Published geohashes are decoded to their published places."""
    found_lat, found_lon, height, width = geohash_cell(code)
    assert abs(found_lat - lat) <= height
    assert abs(found_lon - lon) <= width


@pytest.mark.parametrize(
    ("code", "cell"),
    [("0", (-67.5, -157.5, 45, 45)), ("z", (67.5, 157.5, 45, 45)), ("s0", (2.8125, 5.625, 5.625, 11.25))],
)
def test_the_cells_of_a_geohash(code: str, cell: tuple[float, ...]) -> None:
    """From the corner in the south-west to that in the north-east; an even number of digits gives wide ones."""
    assert geohash_cell(code) == cell


@given(LATITUDES, LONGITUDES)
def test_a_plus_code_is_read_as_that_place(lat: float, lon: float) -> None:
    """The plus code of a place is read back as that place, to half a cell."""
    read = parse_coordinates(encode_plus_code(lat, lon)).position
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


@pytest.mark.parametrize(
    ("cell", "lat", "lon"),
    [
        (short_link_cell("0EEQjE--"), 51.510776, 0.054975),  # as in the wiki of OpenStreetMap
        (maidenhead_cell("JN58td"), 48.1458, 11.6083),  # Munich, as in the encyclopaedias
        (georef_cell("GJPJ3230"), 38.508, -76.458),  # Naval Air Station Patuxent River, 38°30' N 76°28' W
        (tile_cell(19, 270634, 173899), 51.695, 5.83),  # by the formula for columns and rows
    ],
)
def test_cells_of_codes(cell: tuple[float, float, float, float], lat: float, lon: float) -> None:
    """A code names a cell that holds the place, as others read it."""
    middle_lat, middle_lon, height, width = cell
    assert abs(middle_lat - lat) <= max(height, 0.02)
    assert abs(middle_lon - lon) <= max(width, 0.02)


def test_a_tile_ends_where_the_next_begins() -> None:
    """Tiles of one zoom share their edges, and four of them make one of the zoom before."""
    lat, lon, height, width = tile_cell(5, 20, 11)
    below = tile_cell(5, 20, 12)
    parts = [tile_cell(6, 40 + x, 22 + y) for x in (0, 1) for y in (0, 1)]
    assert lat - height / 2 == pytest.approx(below[0] + below[2] / 2)
    assert sum(one[2] for one in parts) / 2 == pytest.approx(height)
    assert sum(one[1] for one in parts) / 4 == pytest.approx(lon)
    assert width == 360 / 32

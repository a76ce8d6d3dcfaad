import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.earth.tiles import Bounds, Tile, find_tile, iter_tiles_within


@pytest.mark.parametrize(
    ("lon", "lat", "zoom", "tile"),
    [(0, 0, 0, (0, 0)), (-180, 85.06, 3, (0, 0)), (180, -90, 3, (7, 7)), (46.74275, 39.76058, 15, (20638, 12433))],
)
def test_the_tile_of_a_point(lon: float, lat: float, zoom: int, tile: tuple[int, int]) -> None:
    """Counted from the north-west; the last by hand: x = (lon + 180) / 360 * 2^15, y from the Mercator ordinate."""
    assert find_tile(lon, lat, zoom)[1:] == tile


@given(st.floats(-180, 180), st.floats(-90, 90), st.integers(0, 20))
def test_a_tile_lies_on_the_map(lon: float, lat: float, zoom: int) -> None:
    """Columns and rows run from 0 to 2^zoom - 1."""
    tile = find_tile(lon, lat, zoom)
    assert 0 <= tile.x < 2**zoom
    assert 0 <= tile.y < 2**zoom


def test_the_tiles_of_an_area() -> None:
    """All tiles that touch the area are listed, row by row."""
    tiles = list(iter_tiles_within(Bounds(-1, -1, 1, 1), 2))
    assert tiles == [Tile(2, 1, 1), Tile(2, 2, 1), Tile(2, 1, 2), Tile(2, 2, 2)]

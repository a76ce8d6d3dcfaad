import pytest

from geo.earth.position import Position
from geo.earth.search import space_grid
from geo.earth.search.outliers import find_outliers


def test_a_slip_of_a_degree_is_alone() -> None:
    """And twice the same slip too, if at one position; a second town is company."""
    town = [Position(46.74 + number / 1_000, 39.76, 1.0) for number in range(6)]
    slip = Position(47.742, 39.76, 1.0)
    assert [one.number for one in find_outliers([*town, slip])] == [6]
    assert [one.number for one in find_outliers([slip, *town, slip])] == [0, 7]
    assert find_outliers([*town, slip, Position(47.75, 39.76, 1.0)]) == []


def test_alone_needs_four_others() -> None:
    """At places of their own: the same place four times over says nothing."""
    far = Position(100.0, 10.0, 1.0)
    town = [Position(46.74 + number / 1_000, 39.76, 1.0) for number in range(4)]
    assert find_outliers([*town, far])
    assert not find_outliers([*town[:3], far])
    assert not find_outliers([town[0]] * 9 + [far])


@pytest.mark.parametrize("start", [46.74, 179.99])
def test_places_in_one_town_need_no_grid(start: float, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where each place has another close by, nothing is measured from the middle; a place far off takes the long way."""
    monkeypatch.delattr(space_grid, "Cells")
    town = [Position((start + number / 1_000 + 180) % 360 - 180, 39.76, 1.0) for number in range(9)]
    assert find_outliers(town) == []
    with pytest.raises(ImportError):
        find_outliers([*town, Position(100.0, 10.0, 1.0)])

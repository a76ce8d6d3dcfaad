import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.earth.search import outliers, space_grid


def _alone(places: list[tuple[float, float]]) -> list[int]:
    return [one.number for one in outliers.find_outliers([lon for lon, _ in places], [lat for _, lat in places])]


def test_a_slip_of_a_degree_is_alone() -> None:
    """And twice the same slip too, if at one position; a second town is company."""
    town = [(46.74 + number / 1_000, 39.76) for number in range(6)]
    slip = (47.742, 39.76)
    assert _alone([*town, slip]) == [6]
    assert _alone([slip, *town, slip]) == [0, 7]
    assert _alone([*town, slip, (47.75, 39.76)]) == []


def test_alone_needs_four_others() -> None:
    """At places of their own: the same place four times over says nothing."""
    far = (100.0, 10.0)
    town = [(46.74 + number / 1_000, 39.76) for number in range(4)]
    assert _alone([*town, far])
    assert not _alone([*town[:3], far])
    assert not _alone([town[0]] * 9 + [far])


@pytest.mark.parametrize("start", [46.74, 179.99])
def test_places_in_one_town_need_no_grid(start: float, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where each place has another close by, nothing is measured from the middle; a place far off takes the long way."""
    monkeypatch.delattr(space_grid, "Cells")
    town = [((start + number / 1_000 + 180) % 360 - 180, 39.76) for number in range(9)]
    assert _alone(town) == []
    with pytest.raises(ImportError):
        _alone([*town, (100.0, 10.0)])


@given(
    st.lists(st.tuples(st.sampled_from([46.7, 46.71, 46.9, 60.0, 179.9]), st.sampled_from([39.7, 39.75, 60.0])), max_size=20)
)
def test_few_are_looked_at_as_many_are(places: list[tuple[float, float]]) -> None:
    """Neighbours in the list that lie close by prove what the grid finds."""
    with pytest.MonkeyPatch.context() as patch:
        by_neighbours = _alone(places)
        patch.setattr(outliers, "FEW", 0)
        assert _alone(places) == by_neighbours

from geo.earth.position import Position
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

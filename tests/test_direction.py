import pytest

from geo.earth.direction import POINTS, parse_direction


@pytest.mark.parametrize(
    ("text", "azimuth", "half"),
    [
        ("N", 0, 45),
        ("s", 180, 45),
        ("NE", 45, 22.5),
        ("north-east", 45, 22.5),
        ("northeastern", 45, 22.5),
        ("north east", 45, 22.5),
        ("Westward", 270, 45),
        ("south-south-west", 202.5, 11.25),
        ("NNE", 22.5, 11.25),
        ("104.4", 104.4, 0.05),
        ("104°", 104, 0.5),
        ("360", 0, 0.5),
    ],
)
def test_directions_as_people_say_them(text: str, azimuth: float, half: float) -> None:
    """Words and degrees, each with what it leaves open: N 45, NE 22.5, NNE 11.25 degrees on either side."""
    direction = parse_direction(text)
    assert direction.azimuth_deg == pytest.approx(azimuth)
    assert direction.half_width_deg == pytest.approx(half)


def test_the_sixteen_points_fill_the_circle() -> None:
    """The points stand 22.5 degrees apart, clockwise from north."""
    assert [parse_direction(point).azimuth_deg for point in POINTS] == [22.5 * index for index in range(16)]


@pytest.mark.parametrize("text", ["", "up", "NNN", "361", "-1", "1e2", "NEE", "45 m"])
def test_other_words_are_refused(text: str) -> None:
    """What is not a direction is refused with what was there."""
    with pytest.raises(ValueError, match=f'degrees from 0 to 360, not "{text}"'):
        parse_direction(text)

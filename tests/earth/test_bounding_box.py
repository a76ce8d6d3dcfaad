import pytest

from geo.earth.bounding_box import Box, parse_box


def test_a_box_has_its_edges() -> None:
    """Points inside and on the edge belong to a box; points outside do not."""
    box = parse_box("46,39.5, 47,40")
    assert box == Box(46, 39.5, 47, 40)
    assert box.contains(46.75, 39.76)
    assert box.contains(46, 40)
    assert not box.contains(39.76, 46.75)
    assert str(box) == "46,39.5,47,40"


def test_a_box_across_the_180th_meridian() -> None:
    """West is greater than east there."""
    box = parse_box("177,-20,-178,-16")
    assert box.contains(-179, -17)
    assert box.contains(179, -17)
    assert not box.contains(0, -17)


@pytest.mark.parametrize("text", ["", "46,39,47", "46,39,47,40,41", "a,b,c,d", "46,40,47,39", "181,0,182,1", "nan,0,1,1"])
def test_what_is_not_a_box(text: str) -> None:
    """A text that is not a box is refused with what is wanted."""
    with pytest.raises(ValueError, match=r"^wanted west,south,east,north in degrees, such as 46,39,47,40, not "):
        parse_box(text)

import pytest

from geo.record.news_story.positions import find_positions


def printed(text: str) -> list[str]:
    return [text[one.start : one.end] for one in find_positions(text)[0]]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "The spokesman gave 39°45'38.10\"N 46°44'33.90\"E and 39°45'27.80\"N 46°45'25.80\"E for the debris.",
            ["39°45'38.10\"N 46°44'33.90\"E", "39°45'27.80\"N 46°45'25.80\"E"],
        ),
        ("at 39.7583° N, 46.7483° E on Monday", ["39.7583° N, 46.7483° E"]),
        ("near 39.7583N, 46.7483E.", ["39.7583N, 46.7483E"]),
        ("in the square (39.7583, 46.7483)", ["39.7583, 46.7483"]),
        ("coordinates: 39.76, 46.75", ["39.76, 46.75"]),
        ("at latitude 39.76 and longitude 46.74 and so on", ["latitude 39.76 and longitude 46.74"]),
        ("Координаты: 39°45'38.10\" с.ш. 46°44'33.90\" в.д. сообщил он", ["39°45'38.10\" с.ш. 46°44'33.90\" в.д."]),
        ("39°45′N 46°45′E", ["39°45′N 46°45′E"]),
        ("a NOTAM for 394538N0464433E was issued", ["394538N0464433E"]),
        ("grid 38SNJ 12345 67890 is mined", ["38SNJ 12345 67890"]),
        ("see https://www.google.com/maps/@39.7606,46.7428,15z.", ["https://www.google.com/maps/@39.7606,46.7428,15z"]),
        ("see geo:39.7606,46.7428 there", ["geo:39.7606,46.7428"]),
        ("39.75N 46.74E, 39.76N 46.75E", ["39.75N 46.74E", "39.76N 46.75E"]),
    ],
)
def test_a_printed_position_is_found(sentence: str, expected: list[str]) -> None:
    """Coordinates in any notation, links and grid references are found as printed, without the words around them."""
    assert printed(sentence) == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "It lies at 39.5 and 46.7 degrees.",
        "It was 39.55 and 46.77 degrees in the shade.",
        "It costs 1.25, 3.50 manats.",
        "It costs 1.25, 3.50 and 4.75 in the north.",
        "Flight 12 South 45 East 3 was late.",
        "between 40 N and 50 W",
        "48 hours and 30 E",
        "The match ended 39.76, 46.75",
        "on 15.03.2021, 16.03.2021",
        "see https://example.org/a/39.7606,46.7428x and 12, 13",
        "",
    ],
)
def test_two_numbers_alone_are_no_position(sentence: str) -> None:
    """Without a hemisphere, minutes, or enough decimals, two numbers are never taken for a place."""
    assert printed(sentence) == []


def test_a_sentence_with_too_many_pairs_says_so() -> None:
    """Pairs that are no position are tried up to a limit, and the caller learns that there are more."""
    assert find_positions("39°45'38\"N " * 80)[1]
    assert not find_positions("39°45'38\"N 46°44'33\"E " * 40)[1]

import pytest

from geo.record.dates import parse_dates
from geo.record.news_story.dates import find_dates, latest_before


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("on 15 March 2021.", "2021-03-15"),
        ("on the 3rd of May 2022", "2022-05-03"),
        ("on March 16, 2021,", "2021-03-16"),
        ("on Sept. 5, 2021", "2021-09-05"),
        ("in November 2020", "2020-11"),
        ("on 7-8 November 2020", "2020-11-07/2020-11-08"),
        ("on 2021-03-15", "2021-03-15"),
        ("am 15.03.2021", "2021-03-15"),
        ("am 15. März 2021", "2021-03-15"),
        ("15 марта 2021 года", "2021-03-15"),
        ("7 листопада 2020 року", "2020-11-07"),
        ("le 1er mars 2021", "2021-03-01"),
        ("el 7 de noviembre de 2020", "2020-11-07"),
        ("15 mart 2021", "2021-03-15"),
        ("2021年3月15日", "2021-03-15"),
        ("15/03/2021", "2021-03-15"),
        ("١٥ مارس ٢٠٢١", "2021-03-15"),
    ],
)
def test_a_date_is_read(text: str, expected: str) -> None:
    """A day, a month or an interval is read in the languages whose months are known."""
    assert [one.dates.text for one in find_dates(text) if one.dates] == [expected]


@pytest.mark.parametrize(
    "text", ["31 February 2021", "he may 3 times", "march 5 of them", "In March 12 people came", "15 metres", "10.30.45"]
)
def test_what_is_no_date(text: str) -> None:
    """A day that does not exist, and words that are months elsewhere, are no dates."""
    assert list(find_dates(text)) == []


def test_a_date_that_cannot_be_told_is_found_without_a_day() -> None:
    """03/04/2021 is March or April; a day without a year keeps month and day."""
    (either,) = find_dates("on 03/04/2021")
    assert either.dates is None
    assert either.day is None
    (lacking,) = find_dates("on 7 November.")
    assert (lacking.dates, lacking.day) == (None, (11, 7))


def test_the_latest_such_day_is_never_after_the_date() -> None:
    """29 February is looked for two years back at most."""
    story = parse_dates("2021-04-01")
    found = latest_before((4, 1), story), latest_before((4, 2), story), latest_before((2, 29), story)
    assert [one and one.text for one in found] == ["2021-04-01", "2020-04-02", "2020-02-29"]
    assert latest_before((2, 29), parse_dates("2023-04-01")) is None


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("27-11-2025", "2025-11-27"), ("27/11/2025", "2025-11-27"), ("11/27/2025", "2025-11-27"), ("11-27-2025", "2025-11-27"),
        ("11-11-2025", "2025-11-11"), ("27.11.2025", "2025-11-27"), ("09-11-2025", None), ("09/11/2025", None),
    ],
)  # fmt: skip
def test_days_and_months_in_figures(text: str, dates: str | None) -> None:
    """Where one number is greater than twelve it is the day; where both may be the month, the date cannot be told."""
    (found,) = find_dates(f"It fell on {text}, they said.")
    assert (found.dates.text if found.dates else None) == dates


@pytest.mark.parametrize("text", ["9-11-20251", "1-09-11-2025", "40-13-2025", "13-13-2025", "09-11.2025"])
def test_other_figures_with_hyphens_are_no_dates(text: str) -> None:
    """A number of a part or of a telephone is not a date."""
    assert [one for one in find_dates(f"Number {text} was seen.") if one.dates] == []

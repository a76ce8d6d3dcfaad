from datetime import date

import pytest

from geo.record.dates import count_days_between, parse_dates


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2021-03-15", date(2021, 3, 15), date(2021, 3, 15)),
        ("2021-02", date(2021, 2, 1), date(2021, 2, 28)),
        ("2020-02", date(2020, 2, 1), date(2020, 2, 29)),
        ("2021", date(2021, 1, 1), date(2021, 12, 31)),
        ("2021-03-31/2021-04-01", date(2021, 3, 31), date(2021, 4, 1)),
        ("2020-11/2021", date(2020, 11, 1), date(2021, 12, 31)),
    ],
)
def test_what_a_date_allows(text: str, first: date, last: date) -> None:
    """A month or a year allows each of its days."""
    dates = parse_dates(text)
    assert (dates.first, dates.last) == (first, last)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2021-3-1",
        "15.03.2021",
        "2021-02-30",
        "2021-13",
        "0000",
        "2021-00",
        "2021-05-00",
        "2021-00-15",
        "2021-04-02/2021-04-01",
        "2021/2022/2023",
        "２０２１",
    ],
)
def test_other_dates_are_refused(text: str) -> None:
    """A day that no calendar has, and forms that can be read in two ways, are refused."""
    with pytest.raises(ValueError, match=r"wanted a date|no day|ends before"):
        parse_dates(text)


@pytest.mark.parametrize(
    ("one", "other", "least", "most", "words"),
    [
        ("2021-03-15", "2021-03-15", 0, 0, "on the same day"),
        ("2021-03-15", "2021-03-14", 1, 1, "1 day apart"),
        ("2021-03", "2021-03-15", 0, 16, "0 to 16 days apart"),
        ("2020-11-07", "2020", 0, 311, "0 to 311 days apart"),
        ("2020-10-30/2020-11-01", "2020-11-02", 1, 3, "1 to 3 days apart"),
    ],
)
def test_days_between_dates(one: str, other: str, least: int, most: int, words: str) -> None:
    """The days between two dates are counted from the nearest and from the farthest days, whichever comes first."""
    for first, second in ((one, other), (other, one)):
        apart = count_days_between(parse_dates(first), parse_dates(second))
        assert (apart, str(apart)) == ((least, most), words)

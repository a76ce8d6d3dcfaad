import re
from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from geo.record.dates import DATES_PATTERN, count_days_between, parse_dates


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2021-03-15", date(2021, 3, 15), date(2021, 3, 15)),
        ("2021-02", date(2021, 2, 1), date(2021, 2, 28)),
        ("2020-02", date(2020, 2, 1), date(2020, 2, 29)),
        ("2021", date(2021, 1, 1), date(2021, 12, 31)),
        ("2021-03-31/2021-04-01", date(2021, 3, 31), date(2021, 4, 1)),
        ("2020-11/2021", date(2020, 11, 1), date(2021, 12, 31)),
        ("2021-03-15T23:50-04:00", date(2021, 3, 15), date(2021, 3, 15)),
        ("2021-03-15T00:10+04:00/2021-04", date(2021, 3, 15), date(2021, 4, 30)),
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
        "2021-03-15T24:00",
        "2021-03-15T13:60",
        "2021-03-15T13:20:60",
        "2021-03-15T13:20+14:01",
        "2021-03-15T13:20-12:30",
        "2021-03-15T13:20+04:60",
        "2021-03-15T1:20",
        "2021-03-15T13",
        "2021-03T13:20",
        "2021-03-15T",
        "2021-02-30T13:20",
        "2021-03-15T13:20/2021-03-15T13:19",
        "2021-03-15T13:20Z/2021-03-15T16:20+04:00",
        "２０２１",
    ],
)
def test_other_dates_are_refused(text: str) -> None:
    """A day that no calendar has, a time that no day has, and forms that can be read in two ways, are refused."""
    with pytest.raises(ValueError, match=r"wanted a date|no day|no time|no offset|ends before"):
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


@pytest.mark.parametrize(
    ("text", "begins", "ends"),
    [
        ("2021-03-15", None, None),
        ("2021-03-15T13:20", datetime(2021, 3, 15, 13, 20), datetime(2021, 3, 15, 13, 20)),  # noqa: DTZ001  # local
        ("2021-03-15T13:20:05.25Z", *[datetime(2021, 3, 15, 13, 20, 5, 250_000, UTC)] * 2),
        ("2021-03-15T13:20-03:30", *[datetime(2021, 3, 15, 13, 20, tzinfo=timezone(timedelta(hours=-3.5)))] * 2),
        ("2021-03-15T13:20Z/2021-03-16", datetime(2021, 3, 15, 13, 20, tzinfo=UTC), None),
        ("2021-03-15/2021-03-16T01:00Z", None, datetime(2021, 3, 16, 1, tzinfo=UTC)),
    ],
)
def test_the_time_in_a_date(text: str, begins: datetime | None, ends: datetime | None) -> None:
    """A time is read with its offset, and without one stays local."""
    dates = parse_dates(text)
    assert (dates.begins, dates.ends) == (begins, ends)
    assert re.fullmatch(DATES_PATTERN, text)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2021-03-15T23:00Z/2021-03-16T04:00+04:00", date(2021, 3, 15), date(2021, 3, 16)),
        ("2021-03-16T01:00+04:00/2021-03-15T22:00Z", date(2021, 3, 15), date(2021, 3, 16)),  # an hour long
        ("2021-03-15T13:20/2021-03-15T10:00Z", date(2021, 3, 15), date(2021, 3, 15)),  # not known to end too early
    ],
)
def test_an_interval_between_times(text: str, first: date, last: date) -> None:
    """Ends with offsets are compared as instants; an interval that may be true is never refused."""
    dates = parse_dates(text)
    assert (dates.first, dates.last) == (first, last)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2021-03-15T13:20+04:00", "2021-03-15T13:20+04:00"),
        ("2021-03-15", "2021-03-15"),
        ("2021-03-15T13:20", "2021-03-15T13:20 (local time, no offset given)"),
        ("2021-03-15/2021-03-16T13:20", "2021-03-15/2021-03-16T13:20 (local time, no offset given)"),
        ("2021-03-15T13:20Z/2021-03-16T13:20", "2021-03-15T13:20Z/2021-03-16T13:20 (the time without an offset is local)"),
    ],
)
def test_local_time_is_called_local(text: str, words: str) -> None:
    """A reader is told which times do not say how far they are from UTC."""
    assert parse_dates(text).words == words


@pytest.mark.parametrize(
    ("text", "cure"),
    [
        ("2021-03-15 13:20", "2021-03-15T13:20"),
        ("2021-03-15T13:20+0400", "2021-03-15T13:20+04:00"),
        ("2021-03-15 13:20:00 UTC", "2021-03-15T13:20:00Z"),
        ("2021-03-15t13:20z/2021-03-16 13:20 +04", "2021-03-15T13:20Z/2021-03-16T13:20+04:00"),
    ],
)
def test_a_time_in_another_form_is_shown_in_this(text: str, cure: str) -> None:
    """The message says how a time is written that is nearly right."""
    with pytest.raises(ValueError, match=re.escape(f'; write "{cure}"')):
        parse_dates(text)


def test_dates_sort_by_day_and_then_by_time() -> None:
    """Days come first; of one day, dates without a time, then instants, then local times by the clock."""
    in_order = [
        "2021-03",
        "2021-03-14T23:00-12:00",
        "2021-03-15",
        "2021-03-15T14:00+04:00",
        "2021-03-15T11:00Z",
        "2021-03-15T09:00",
        "2021-03-15T10:00",
    ]
    mixed = in_order[::2] + in_order[1::2]
    assert sorted(mixed, key=lambda text: parse_dates(text).order) == in_order

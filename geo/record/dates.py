"""Dates as people know them: a day, a month, a year, a time of a day, or from one to another."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from functools import lru_cache
from typing import NamedTuple

from geo.earth.quantities import count_text, plural


@dataclass(frozen=True, slots=True)
class Dates:
    """An ISO 8601 date or interval: the text as typed, and the first and the last day that it allows.

    Days are what is judged; they are those of the text, whatever offset a time of day has.
    """

    text: str
    first: date
    last: date
    begins: datetime | None = None
    """The time at which it begins, where it has one; without an offset, it is local time."""
    ends: datetime | None = None
    """The time at which it ends, where it has one; that at which it begins, where it is no interval."""

    @property
    def words(self) -> str:
        """The text as a reader sees it: a time without an offset is said to be local.

        >>> parse_dates("2021-03-15T13:20").words, parse_dates("2021-03-15T13:20Z").words
        ('2021-03-15T13:20 (local time, no offset given)', '2021-03-15T13:20Z')
        """
        is_local = {time.tzinfo is None for time in (self.begins, self.ends) if time is not None}
        if True not in is_local:
            return self.text
        return f"{self.text} ({LOCAL_TIME if is_local == {True} else ONE_LOCAL_TIME})"

    @property
    def order(self) -> tuple[date, date, int, float]:
        """What dates are sorted by: their days, then their times.

        Of the same days, dates without a time come first, then those with an offset in the order of time, then local times in
        that of the clock: local times of two places cannot be compared, nor a local time with one that has an offset.
        """
        if self.begins is None:
            return self.first, self.last, 0, 0.0
        is_local = self.begins.tzinfo is None
        time = self.begins.replace(tzinfo=UTC) if is_local else self.begins
        return self.first, self.last, 2 if is_local else 1, time.timestamp()


LOCAL_TIME = "local time, no offset given"
ONE_LOCAL_TIME = "the time without an offset is local"
"""What is said beside times that do not say how far they are from UTC."""


class DaysApart(NamedTuple):
    """The least and the greatest number of days that two dates may lie apart: 0 for two on one day."""

    least: int
    most: int

    def __str__(self) -> str:
        if self.most == 0:
            return "on the same day"
        number = f"{count_text(self.least)} to " if self.least < self.most else ""
        return f"{number}{plural(self.most, 'day')} apart"


def count_days_between(one: Dates, other: Dates) -> DaysApart:
    """Count the days between two dates, each of which may be an interval.

    >>> count_days_between(parse_dates("2020-10"), parse_dates("2020-11-07"))
    DaysApart(least=7, most=37)
    """
    least = max((other.first - one.last).days, (one.first - other.last).days, 0)
    return DaysApart(least, max((other.last - one.first).days, (one.last - other.first).days))


def is_before(one: datetime | None, other: datetime | None) -> bool:
    """Whether a time surely lies before another: both have an offset from UTC, or both are local times of one place."""
    return one is not None and other is not None and (one.tzinfo is None) == (other.tzinfo is None) and one < other


_WANTED = (
    'wanted a date such as "2021-03-15", "2021-03" or "2021-03-15T13:20+04:00", or an interval such as "2021-03-31/2021-04-01"'
)

_TIME = r"T([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\.[0-9]{1,6})?)?(Z|[+-](0[0-9]|1[0-4]):[0-5][0-9])?"
_DAY = f"[0-9]{{4}}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01])({_TIME})?)?)?"
DATES_PATTERN = f"^{_DAY}(/{_DAY})?$"
"""The form of dates for programs that know patterns, but no calendar."""
_PART = re.compile(
    r"(?P<year>\d{4})(?:-(?P<month>\d{2})(?:-(?P<day>\d{2})"
    r"(?:T(?P<time>\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?)(?P<offset>Z|[+-]\d{2}:\d{2})?)?)?)?",
    re.ASCII,
)
_LEAST_OFFSET, _MOST_OFFSET = timedelta(hours=-12), timedelta(hours=14)


@lru_cache(maxsize=10_000)
def parse_dates(text: str) -> Dates:
    """Read "2021-03-15", "2021-03", "2021", "2021-03-15T13:20+04:00" or two of these joined by a slash.

    Seconds, and the offset from UTC, may be left out of a time.

    >>> parse_dates("2021-02").last
    datetime.date(2021, 2, 28)
    >>> parse_dates("2021-03-15T23:20-04:00").last
    datetime.date(2021, 3, 15)

    Raises:
        ValueError: if it is none of these, or no such day or time exists.
    """
    parts = text.split("/")
    if len(parts) > 2:
        raise ValueError(f'{_WANTED}, not "{text}"')
    days = [_days(part, text) for part in parts]
    first, last, begins, ends = days[0][0], days[-1][1], days[0][2], days[-1][2]
    if begins and ends and (begins.tzinfo is None) == (ends.tzinfo is None):
        if ends < begins:
            raise ValueError(f'the interval "{text}" ends before it begins')
        first, last = min(first, last), max(first, last)  # a later time may have an earlier day, at another offset
    if last < first:
        raise ValueError(f'the interval "{text}" ends before it begins')
    return Dates(text, first, last, begins, ends)


def _days(part: str, text: str) -> tuple[date, date, datetime | None]:
    """The first and the last day that a part of a date allows, and its time."""
    match = _PART.fullmatch(part)
    if match is None:
        raise ValueError(f'{_WANTED}, not "{text}"{_suggest(text)}')
    year, month, day = (int(match[name]) if match[name] else None for name in ("year", "month", "day"))
    try:
        first = date(year or 0, 1 if month is None else month, 1 if day is None else day)
    except ValueError:
        raise ValueError(f"there is no day {part.partition('T')[0]} in the calendar") from None
    if match["time"]:
        return first, first, _read_time(match)
    if day is not None:
        return first, first, None
    last_month = month or 12
    return first, date(first.year, last_month, monthrange(first.year, last_month)[1]), None


def _read_time(match: re.Match[str]) -> datetime:
    time, offset = match["time"], match["offset"] or ""
    try:
        found = datetime.fromisoformat(f"{match['year']}-{match['month']}-{match['day']}T{time}")
    except ValueError:
        cure = "; midnight is 00:00 of the next day" if time.startswith("24:00") else ""
        raise ValueError(f"there is no time {time} in a day{cure}") from None
    if not offset:
        return found
    hours, minutes = (0, 0) if offset == "Z" else (int(offset[1:3]), int(offset[4:6]))
    away = timedelta(hours=hours, minutes=minutes) * (-1 if offset[0] == "-" else 1)
    if minutes > 59 or not _LEAST_OFFSET <= away <= _MOST_OFFSET:
        raise ValueError(f"there is no offset {offset} from UTC; wanted Z or one from -12:00 to +14:00, such as +04:00")
    return found.replace(tzinfo=timezone(away))


def _suggest(text: str) -> str:
    """The form that a time would have that is written in a way close to it; nothing where there is none."""
    close = re.sub(r"(?<=\d)[ t](?=\d\d:)", "T", text.strip())
    close = re.sub(r"(?<=:\d\d) ?(?:z|UTC|GMT)\b", "Z", close)
    close = re.sub(r"(?<=:\d\d) ?([+-]\d\d):?(\d\d)?(?=$|/)", lambda found: f"{found[1]}:{found[2] or '00'}", close)
    if close == text:
        return ""
    try:
        return f'; write "{parse_dates(close).text}"'
    except ValueError:
        return ""

"""Dates as people know them: a day, a month, a year, or from one to another."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from geo.earth.quantities import count_text, plural


@dataclass(frozen=True, slots=True)
class Dates:
    """An ISO 8601 date or interval: the text as typed, and the first and the last day that it allows."""

    text: str
    first: date
    last: date


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


_WANTED = 'wanted a date such as "2021-03-15" or "2021-03", or an interval such as "2021-03-31/2021-04-01"'


_DAY = "[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?"
DATES_PATTERN = f"^{_DAY}(/{_DAY})?$"
"""The form of dates for programs that know patterns, but no calendar."""


def parse_dates(text: str) -> Dates:
    """Read "2021-03-15", "2021-03", "2021" or two of these joined by a slash.

    >>> parse_dates("2021-02").last
    datetime.date(2021, 2, 28)

    Raises:
        ValueError: if it is none of these, or no such day exists.
    """
    parts = text.split("/")
    if len(parts) > 2:
        raise ValueError(f'{_WANTED}, not "{text}"')
    days = [_days(part, text) for part in parts]
    first, last = days[0][0], days[-1][1]
    if last < first:
        raise ValueError(f'the interval "{text}" ends before it begins')
    return Dates(text, first, last)


def _days(part: str, text: str) -> tuple[date, date]:
    match = re.fullmatch(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", part, re.ASCII)
    if match is None:
        raise ValueError(f'{_WANTED}, not "{text}"')
    year, month, day = (int(number) if number else None for number in match.groups())
    try:
        first = date(year or 0, 1 if month is None else month, 1 if day is None else day)
    except ValueError:
        raise ValueError(f"there is no day {part} in the calendar") from None
    if day is not None:
        return first, first
    last_month = month or 12
    return first, date(first.year, last_month, monthrange(first.year, last_month)[1])

"""Finds dates in prose, with months named in the sixteen languages that are read."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING, NamedTuple
from unicodedata import decimal

from geo.earth.notation.lexicon import load_months
from geo.record.dates import Dates, parse_dates

if TYPE_CHECKING:
    from collections.abc import Iterator

_YEAR = r"(?P<year>(?:19|20)\d{2})(?!\d)"
_FORMS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(?<![\d.])(?P<iso>(?:19|20)\d{2}-\d{2}-\d{2})(?![\d-])",
        r"(?<![\d./-])(?P<day>\d{1,2})(?P<dot>[./-])(?P<number>\d{1,2})(?P=dot)" + _YEAR,
        r"(?<![\d.,])(?P<day>\d{1,2})(?:[-–—](?P<last>\d{1,2}))?(?:st|nd|rd|th|er|º|\.|-?го)?\s+(?:de\s+|of\s+)?(?P<month>[^\W\d_]{3,15})"
        r"\b\.?(?:,?\s+(?:de\s+|del\s+)?" + _YEAR + ")?",
        r"(?<!\bin )\b(?P<month>[^\W\d_]{3,12})\.?\s+(?P<day>\d{1,2})(?:[-–—](?P<last>\d{1,2}))?(?:st|nd|rd|th)?\b(?![.,:]?\d)(?:,?\s+" + _YEAR + ")?",
        r"(?<!\d\s)(?<!\d\.\s)\b(?P<month>[^\W\d_]{3,15})\.?,?\s+(?:de\s+|of\s+)?" + _YEAR,
        r"(?P<year>(?:19|20)\d{2})年(?P<month>\d{1,2}月)(?:(?P<day>\d{1,2})[日号])?",
    )
)  # fmt: skip
_WORDS = frozenset({"may", "march", "mar", "mai", "mars", "lip", "sty", "out", "set", "dec", "kas", "mart"})
"""Names of months that are other words too: they count with a capital, or behind a day and before a year."""


class StatedDates(NamedTuple):
    """A day, a month, or several days in a text."""

    start: int
    end: int
    dates: Dates | None
    """None where the text has no year, or day and month cannot be told apart."""
    day: tuple[int, int] | None = None
    """Month and day, where there is no year."""


def find_dates(text: str) -> Iterator[StatedDates]:
    """Each date in a text, in its order."""
    found: list[StatedDates] = []
    text = "".join(str(decimal(one)) if one.isdecimal() else one for one in text)
    for form in _FORMS:
        for match in form.finditer(text):
            stated = _read(match)
            if stated and not any(one.start < stated.end and stated.start < one.end for one in found):
                found.append(stated)
    yield from sorted(found)


def latest_before(day: tuple[int, int], last: Dates) -> Dates | None:
    """The last such day that is not after another date.

    >>> latest_before((11, 7), parse_dates("2021-04-01")).text
    '2020-11-07'
    """
    for year in (last.last.year, last.last.year - 1):
        with suppress(ValueError):
            if date(year, *day) <= last.last:
                return parse_dates(f"{year}-{day[0]:02}-{day[1]:02}")
    return None


def _read(match: re.Match[str]) -> StatedDates | None:
    said = {key: value for key, value in match.groupdict().items() if value}
    if "iso" in said:
        return _dated(match, said["iso"])
    month = _month(said)
    if month is None:
        return None
    if said.get("dot") in ("/", "-") and int(said["day"]) != month:
        if max(int(said["day"]), month) <= 12:
            return StatedDates(*match.span(), None)  # 03/04/2021 and 03-04-2021
        if month > 12:  # 04/15/2021
            month, said["day"] = int(said["day"]), str(month)
    days = [f"{month:02}-{int(day):02}" for day in (said.get("day"), said.get("last")) if day]
    if "year" in said:
        return _dated(match, "/".join(f"{said['year']}-{day}" for day in days or [f"{month:02}"]))
    return _without_year(match, month, days)


def _without_year(match: re.Match[str], month: int, days: list[str]) -> StatedDates | None:
    if _dated(match, "/".join(f"2020-{day}" for day in days)) is None:  # a leap year
        return None
    end = match.start() + len(match[0].rstrip("."))
    return StatedDates(match.start(), end, None, (month, int(days[0][3:])) if len(days) == 1 else None)


def _month(said: dict[str, str]) -> int | None:
    if "number" in said:
        return int(said["number"])
    word = said["month"]
    number = load_months().get(word.casefold())
    is_surely = word[0].isupper() or not word.isascii() or ("day" in said and "year" in said)
    return number if number and (word.casefold() not in _WORDS or is_surely) else None


def _dated(match: re.Match[str], text: str) -> StatedDates | None:
    try:
        return StatedDates(*match.span(), parse_dates(text))
    except ValueError:
        return None

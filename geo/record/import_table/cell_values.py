"""Reads the cells of a row as a mapping prescribes: texts filled from columns, numbers and dates in the file's notation."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, NamedTuple
from unicodedata import decimal

from geo.earth.notation.distance import parse_distance
from geo.earth.notation.reach import Bound
from geo.record import codes
from geo.record.dates import parse_dates
from geo.record.edit.fields import FieldType, properties_with
from geo.record.import_table.mapping import BRACES, COARSE, DAY_AND_TIME, EXAMPLE_DAY, columns_in
from geo.record.json_file.layout import is_number
from geo.record.thousands import find_readings, join_readings
from geo.record.values import show_value

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from geo.record.codes import Code
    from geo.record.edit.fields import Field
    from geo.record.import_table.mapping import Mapping
    from geo.record.import_table.rows import TableRow

_MARKS = {".": "point", ",": "comma"}


class UnfitCellError(ValueError):
    """A cell that cannot stand in a feature; it knows the code of the problem."""

    def __init__(self, code: Code, message: str) -> None:
        super().__init__(message)
        self.code = code


@cache
def name_columns(given: str) -> str:
    """What problems call the columns that a property comes from.

    >>> name_columns("{Lat} {Lon}")
    'columns "Lat", "Lon"'
    """
    names = columns_in(given) or [given]
    return f"column{'s' if len(names) > 1 else ''} " + ", ".join(f'"{name}"' for name in names)


def text_of(row: TableRow, given: str, name: str) -> str:
    """What a row has for a property: the cell of a column, or a text filled from columns; nothing where all of them are empty.

    Of a text that need not be whole, the parts whose columns are empty are left out.

    Raises:
        UnfitCellError: if some of them are empty, and the property means nothing without them.
    """
    if given in row.cells or not BRACES.search(given):
        return row.cells.get(given, "")
    names = columns_in(given)
    if names and not any(row.cells.get(one) for one in names):
        return ""
    if (match := DAY_AND_TIME.fullmatch(given)) and name in properties_with(FieldType.DATE):
        day, time = (_cell(row, one) for one in match.groups())
        day, time = read_number_of_day(day) or day, _share_of_day(time)
        return f"{day} {time}" if day and time and _TIME.fullmatch(f"2000-01-01 {time}") else day
    if name not in _WHOLE and not is_filled(row, given):
        return _fill_parts(row, given)
    return fill_pattern(row, given, codes.EMPTY_TEXT, name)


def _share_of_day(text: str) -> str:
    """A time of day, also one that a spreadsheet wrote as a share of the day: 0.5 is noon."""
    if re.fullmatch(r"0?\.\d{1,17}", text, re.ASCII) is None:
        return text
    minutes = round(Decimal(text) * 1440)
    return f"{minutes // 60:02}:{minutes % 60:02}" if minutes < 1440 else text


_WHOLE = frozenset({"published_coordinates", "published_offset", "published_distance", "found_on", "struck_on"})
"""Properties that would say something else if a part of them were left out."""
_PARTS = re.compile(r"(\s*[,;|/·\n]\s*|\s+[-–—]\s+|\.\s+)")


def is_filled(row: TableRow, pattern: str) -> bool:
    """Whether a row has a text in all the columns that a pattern names."""
    return all(_cell(row, match[1]) for match in BRACES.finditer(pattern))


def _fill_parts(row: TableRow, pattern: str) -> str:
    """A text without its parts, between commas, dashes and the like, in which a column is empty."""
    pieces = _PARTS.split(pattern)
    parts, dividers = pieces[::2], pieces[1::2]
    if len(parts) == 1:
        return " ".join(BRACES.sub(lambda match: _cell(row, match[1]), pattern).split())
    made = ""
    for index, part in enumerate(parts):
        if is_filled(row, part):
            divider = dividers[index - 1] if made and index else ""
            made += divider + BRACES.sub(lambda match: _cell(row, match[1]), part)
    return made.strip()


def _cell(row: TableRow, name: str) -> str:
    """The cell of a column, the number of the row, or of several names the first that is filled."""
    if name in row.cells:
        return row.cells[name]
    if name == "row":
        return str(row.number)
    return next((row.cells[one] for one in name.split("|") if row.cells.get(one)), "")


def fill_pattern(row: TableRow, pattern: str, code: Code, made: str) -> str:
    """Fill a text with the cells of a row in place of the columns that it names in braces.

    Raises:
        UnfitCellError: if one of them is empty; with that code, and what is made from it.
    """

    def cell(match: re.Match[str]) -> str:
        text = _cell(row, match[1])
        if not text:
            raise UnfitCellError(code, f'column "{match[1]}": it is empty, and {made} is made from it')
        return text

    return BRACES.sub(cell, pattern)


def convert_cell(field: Field | None, text: str, mapping: Mapping, where: str, unit: str | None = None) -> str:
    """Convert a text of the table for a property: a number with a decimal point, a day in ISO 8601, any other text unchanged.

    A length in metres whose heading names another unit is converted.

    Raises:
        UnfitCellError: if it does not follow the mapping.
    """
    form = field.form if field else FieldType.TEXT
    if field and (word := "_".join(text.lower().replace("-", " ").split())) in field.choices:
        return word
    if field and field.name == "sha256" and (match := re.search(r"(?<![0-9A-Fa-f])[0-9A-Fa-f]{64}(?![0-9A-Fa-f])", text)):
        return match[0].lower()
    if form is FieldType.DATE:
        return _day(text, mapping, where)
    if form not in (FieldType.NUMBER, FieldType.TEXT_OR_NUMBER):
        return text
    number = convert_number(text, mapping)
    if number is not None and unit and field and field.name.endswith("_m"):
        number = in_metres(number, unit)
    if number is None and field and field.name.endswith("_m"):
        number = _metres(field.name, text, where)
    if number is None and (form is FieldType.NUMBER or is_number(text)):
        example = f"780 or 1275{mapping.decimal}6"
        wanted = (
            f"wanted a number with a {_MARKS[mapping.decimal]} and without a unit, such as {example}, not {show_value(text)}"
        )
        raise UnfitCellError(codes.NUMBER, f"{where}: {wanted}{_cure(text, mapping)}")
    return number or text


PRINTED = {"distance_m": "published_distance", "offset_distance_m": "published_offset"}
"""The properties that keep as printed what these state in metres."""


def _metres(name: str, text: str, where: str) -> str | None:
    """The metres of a length with its unit, such as "1.5 km"; None if it is none.

    Raises:
        UnfitCellError: if the property has another beside it for the text.
    """
    try:
        stated = parse_distance(text)
    except ValueError:
        return None
    if name in PRINTED:
        cure = f"{PRINTED[name]} instead of {name} keeps it as printed"
        raise UnfitCellError(codes.NUMBER, f"{where}: wanted a number of metres without a unit, not {show_value(text)}; {cure}")
    if stated.nominal_m is None or stated.hedged or stated.bound is not Bound.POINT:
        return None
    return f"{stated.nominal_m:.12g}"


def convert_number(text: str, mapping: Mapping) -> str | None:
    """A number of the table as JSON writes it; None if it is none: points may divide thousands where commas are decimal."""
    if mapping.decimal == ",":
        text = "" if "." in text else text.replace(",", ".")
    return text if is_number(text) else None


def wanted_degrees(text: str, mapping: Mapping) -> str:
    """What is wanted of a cell of [place], and the cure for what stands there."""
    wanted = (
        f"wanted decimal degrees with a {_MARKS[mapping.decimal]}, such as 39{mapping.decimal}760583, not {show_value(text)}"
    )
    template = f'published_coordinates = "{{{mapping.place.latitude}}} {{{mapping.place.longitude}}}"'
    return wanted + (_cure(text, mapping) or (f"; {template} instead of [place] reads other forms" if text else ""))


def _cure(text: str, mapping: Mapping) -> str:
    """What to say about a text that would be a number with decimal commas, or without thousands separators."""
    found = find_readings(text)
    if not found:
        return ""
    commas = mapping.decimal == "." and is_number(text.replace(",", "."))
    if len(found) == 1:
        return '; decimal = "," in the mapping reads it' if commas else f"; write {found[0].replace('.', mapping.decimal)}"
    second = '; decimal = "," in the mapping reads the second' if commas else ""
    return (
        f"; it may be {join_readings((found[0], found[1].replace('.', mapping.decimal)))}: write the one that is meant{second}"
    )


_TIME = re.compile(
    r"(?P<day>.{6,40}?)(?:T|,?\s+)(?P<hour>\d{1,2}):(?P<minutes>\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?)(?:\s*(?P<half>[AaPp])\.?[Mm]\.?)?"
    r"\s*(?P<zone>Z|UTC|GMT|(?:UTC|GMT)?[+-]\d{1,2}(?::?\d{2})?)?",
)
"""A day with a time of day after it."""
_UNREAD_TIME = re.compile(r"(?P<day>.{6,40}?)(?:T|,?\s+)\d{1,2}:\d{2}(?!\d).{0,60}", re.DOTALL)
_RANGE = re.compile(r"\s\d{1,2}:\d{2}\s*-\s*\d{1,2}:\d{2}")
"""Two times of a day, of which the second could be taken for an offset."""
_NOTHING_AFTER = re.compile(r"(?<=\d\d:\d\d):00(?:\.0*)?$|(?<=:\d\d:\d\d)\.0*$|(?<=\.\d)0+$")
MIDNIGHT = "00:00"


class TimeStamp(NamedTuple):
    """A day as a cell writes it, and the time of day after it."""

    day: str
    time: str = ""
    """As ISO 8601 has it, in minutes or finer; nothing where there is none, or it cannot be read."""
    offset: str = ""
    """From UTC; nothing where none is given."""
    is_unread: bool = False
    """Whether there is a time that cannot be read."""

    @property
    def is_utc(self) -> bool:
        """Whether it is given in UTC, where the day may be another one than at the place."""
        return self.offset in ("Z", "+00:00")


_GROUP = re.compile(r"(\d{2})(\d{2})(\d{2})\s*([A-IK-Z])\s*([A-Z]{3})\s*(\d{4}|\d{2})", re.IGNORECASE | re.ASCII)
"""A military date-time group: day, hour, minutes, zone, month, year."""
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ZONES = {letter: hours for hours, letter in enumerate("ZABCDEFGHIKLM")} | {
    letter: -hours for hours, letter in enumerate("NOPQRSTUVWXY", 1)
}
"""Hours from UTC by letter; J is the observer's own time. Source: ACP 121(I), Communication instructions, time zones."""
_NUMBER_OF_DAY = re.compile(r"\d{5}(?:\.\d{1,15})?|\d{10}(?:\.\d{1,6})?|\d{13}", re.ASCII)
_FIRST_DAY = datetime(1899, 12, 30, tzinfo=UTC)
"""Day 0 of spreadsheets, for days after February 1900. Source: ECMA-376, part 1, 18.17.4.1."""
_SERIAL = (20_000, 73_050)
"""The days of 1954 and of 2100, so that a postal code or a number of a row is less often one."""
_EPOCH_S = (631_152_000, 1_900_000_000)
"""The beginning of 1990, and 2030: a day as 2021031513 is larger."""


def read_number_of_day(text: str) -> str | None:
    """A day that is written as a number, in ISO 8601: the days of a spreadsheet, or seconds or milliseconds since 1970 in UTC.

    Whoever asks has a heading that says that it is a day.

    >>> read_number_of_day("44272"), read_number_of_day("44272.5"), read_number_of_day("1646217000"), read_number_of_day("2021")
    ('2021-03-17', '2021-03-17T12:00', '2022-03-02T10:30Z', None)
    """
    if _NUMBER_OF_DAY.fullmatch(text) is None:
        return None
    number = Decimal(text)
    if _SERIAL[0] <= number < _SERIAL[1]:
        day = _FIRST_DAY + timedelta(seconds=round(number * 86_400))
        return day.date().isoformat() if "." not in text else f"{day.date().isoformat()}T{_hours(day)}"
    seconds = number / 1000 if len(text) == 13 else number
    if not _EPOCH_S[0] <= seconds < _EPOCH_S[1]:
        return None
    moment = datetime.fromtimestamp(int(seconds), UTC)
    return f"{moment.date().isoformat()}T{_hours(moment)}Z"


def _hours(moment: datetime) -> str:
    return moment.strftime("%H:%M:%S" if moment.second else "%H:%M")


def write_out_day(text: str) -> str:
    """A day with its time as ISO 8601, where it is a number or a date-time group; any other text as it is.

    >>> write_out_day("151320DMAR21"), write_out_day("170000Z MAR 2021"), write_out_day("15.03.2021")
    ('2021-03-15T13:20+04:00', '2021-03-17T00:00Z', '15.03.2021')
    """
    match = _GROUP.fullmatch(text)
    if match is None or match[5].lower() not in _MONTHS:
        return read_number_of_day(text) or text
    hours = _ZONES[match[4].upper()]
    zone = f"{'-' if hours < 0 else '+'}{abs(hours):02}:00" if hours else "Z"
    year, month = match[6][-2:], _MONTHS.index(match[5].lower()) + 1
    return f"{match[6][:-2] or '20'}{year}-{month:02}-{match[1]}T{match[2]}:{match[3]}{zone}"


def split_time(text: str) -> TimeStamp:
    """The day and the time of a text; without a time, the text alone.

    >>> split_time("2023-05-01T13:20:00Z")[:3], split_time("5/1/2023 12:30:00 AM")[:3], split_time("1.5.2023")[:3]
    (('2023-05-01', '13:20', 'Z'), ('5/1/2023', '00:30', ''), ('1.5.2023', '', ''))
    """
    text = write_out_day(text)
    match = _TIME.fullmatch(text) if _RANGE.search(text) is None else None
    if match is None:
        unread = _UNREAD_TIME.fullmatch(text)
        return TimeStamp(unread["day"], is_unread=True) if unread else TimeStamp(text)
    hour, half = int(match["hour"]), (match["half"] or "").lower()
    if half:
        hour = hour % 12 + (12 if half == "p" else 0) if 1 <= hour <= 12 else 24
    time = _NOTHING_AFTER.sub("", f"{hour:02}:{match['minutes'].replace(',', '.')}"[:15])
    offset = _offset(match["zone"] or "")
    try:
        parse_dates(f"2000-01-01T{time}{offset}")
    except ValueError:
        return TimeStamp(match["day"], is_unread=True)
    return TimeStamp(match["day"], time, offset)


def _offset(zone: str) -> str:
    """An offset from UTC as ISO 8601 has it.

    >>> _offset("UTC"), _offset("+03"), _offset("GMT-330")
    ('Z', '+03:00', '-03:30')
    """
    figures = zone.removeprefix("UTC").removeprefix("GMT")
    if figures in ("", "Z"):
        return "Z" if zone else ""
    digits = figures[1:].replace(":", "")
    hours, minutes = (digits, "00") if len(digits) < 3 else (digits[:-2], digits[-2:])
    return f"{figures[0]}{hours:0>2}:{minutes}"


def read_day(text: str, forms: Sequence[str], no_time: Collection[str] = (MIDNIGHT,)) -> str | None:
    """A day, month, year or interval as ISO 8601, a day with its time; None if no form reads it, or two read it as different days.

    `no_time` are times of day that say nothing, because software writes them where only the day is known.
    """
    text = write_out_day("".join(str(decimal(char)) if char.isdecimal() else char for char in text))
    found: dict[str, None] = {}
    stamp = split_time(text)
    time = stamp.time
    for form in forms:
        for one in dict.fromkeys((text, stamp.day)):
            with suppress(ValueError):
                read = datetime.strptime(one, form)  # noqa: DTZ007  # the day as it is written
                found[_cut_to_form(read, form)] = None
                if not stamp.time and re.search("%[HIcTX]", form):  # a form of a time that is none of the usual ones
                    time = _NOTHING_AFTER.sub("", f"{read.time()}")
                break
    if not found and not any(form.startswith("%Y-%d") for form in forms):  # which reads some of ISO 8601 in another way
        with suppress(ValueError):
            if "/" in text:  # an interval, whose ends may have times
                return parse_dates(text).text
        with suppress(ValueError):
            found[parse_dates(stamp.day).text] = None
    if len(found) != 1:
        return None
    day = next(iter(found))
    return f"{day}T{time}{stamp.offset}" if time and time not in no_time and _WHOLE_DAY.fullmatch(day) else day


_WHOLE_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def _cut_to_form(day: datetime, form: str) -> str:
    whole = day.date().isoformat()
    if re.search("%[djxcDF]", form):
        return whole
    return whole[:7] if re.search("%[mbBh]", form) else whole[:4]


def widen_day(text: str, span: str) -> str:
    """A day that stands for a week, a month or a year, as the interval in which it was.

    >>> widen_day("2023-10-30", "week"), widen_day("2023-10-01", "month")
    ('2023-10-24/2023-11-05', '2023-10')
    """
    try:
        day = date.fromisoformat(text.partition("T")[0])
    except ValueError:
        return text
    if span == "week":
        first, last = day - timedelta(days=COARSE[span]), day + timedelta(days=COARSE[span])
        return f"{first.isoformat()}/{last.isoformat()}"
    return text[:7] if span == "month" else text[:4]


def _day(text: str, mapping: Mapping, where: str) -> str:
    forms = mapping.day_forms
    if (found := read_day(text, forms, mapping.no_time)) is not None:
        return found
    if not forms:
        return text
    said = " or ".join(f'"{form}"' for form in forms)
    examples = " or ".join(EXAMPLE_DAY.strftime(form) for form in forms)
    raise UnfitCellError(
        codes.DATE, f"{where}: wanted a day such as {examples}, as dates = {said} says, not {show_value(text)}"
    )


_LENGTHS = {
    "mm": "0.001",
    "cm": "0.01",
    "dm": "0.1",
    "m": "1",
    "km": "1000",
    "ft": "0.3048",
    "feet": "0.3048",
    "in": "0.0254",
    "inch": "0.0254",
}
_LENGTHS |= {
    "см": "0.01",
    "мм": "0.001",
    "м": "1",
    "км": "1000",
    "سم": "0.01",
    "yd": "0.9144",
    "miles": "1609.344",
    "mi": "1609.344",
}
_HEADING_UNIT = re.compile(r"[\s_\[(,-]+([^\W\d_]{1,6})\s*[\])]?\s*$")


_LONGEST_UNIT = 30
"""Characters at the end of a heading in which its unit is looked for."""


@cache
def unit_in_heading(column: str) -> str | None:
    """The unit of length that a heading ends in; None if it ends in none.

    >>> unit_in_heading("Depth (cm)"), unit_in_heading("depth_cm"), unit_in_heading("Depth"), unit_in_heading("Found in")
    ('cm', 'cm', None, None)
    """
    match = _HEADING_UNIT.search(column[-_LONGEST_UNIT:])
    if match is None or match[1].casefold() not in _LENGTHS:
        return None
    is_marked = match[0].strip()[:1] in ("(", "[", "_", ",")
    return match[1].casefold() if is_marked or match[1].casefold() != "in" else None


def in_metres(digits: str, unit: str) -> str:
    """A length in metres, exactly, with no digits of its own."""
    return f"{(Decimal(digits) * Decimal(_LENGTHS[unit])).normalize():f}"

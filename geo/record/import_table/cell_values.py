"""Reads the cells of a row as a mapping prescribes: texts filled from columns, numbers and dates in the file's notation."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING

from geo.earth.notation.distance import parse_distance
from geo.earth.notation.reach import Bound
from geo.record import codes
from geo.record.dates import parse_dates
from geo.record.edit.fields import FieldType, is_number
from geo.record.import_table.mapping import BRACES, EXAMPLE_DAY, columns_in
from geo.record.thousands import find_readings, join_readings
from geo.record.values import show_value

if TYPE_CHECKING:
    from geo.record.codes import Code
    from geo.record.edit.fields import Field
    from geo.record.import_table.mapping import Mapping
    from geo.record.import_table.table import TableRow

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

    Raises:
        UnfitCellError: if some of them are empty.
    """
    if given in row.cells or not BRACES.search(given):
        return row.cells.get(given, "")
    names = columns_in(given)
    return fill_pattern(row, given, codes.EMPTY_TEXT, name) if not names or any(row.cells.get(one) for one in names) else ""


def fill_pattern(row: TableRow, pattern: str, code: Code, made: str) -> str:
    """Fill a text with the cells of a row in place of the columns that it names in braces.

    Raises:
        UnfitCellError: if one of them is empty; with that code, and what is made from it.
    """

    def cell(match: re.Match[str]) -> str:
        text = str(row.number) if match[1] == "row" and "row" not in row.cells else row.cells.get(match[1], "")
        if not text:
            raise UnfitCellError(code, f'column "{match[1]}": it is empty, and {made} is made from it')
        return text

    return BRACES.sub(cell, pattern)


def convert_cell(field: Field | None, text: str, mapping: Mapping, where: str) -> str:
    """Convert a text of the table for a property: a number with a decimal point, a day in ISO 8601, any other text unchanged.

    Raises:
        UnfitCellError: if it does not follow the mapping.
    """
    form = field.form if field else FieldType.TEXT
    if form is FieldType.DATE and mapping.dates is not None:
        return _day(text, mapping.dates, where)
    if form not in (FieldType.NUMBER, FieldType.TEXT_OR_NUMBER):
        return text
    number = convert_number(text, mapping)
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


def _day(text: str, form: str, where: str) -> str:
    try:
        return datetime.strptime(text, form).date().isoformat()  # noqa: DTZ007  # the day as it is written
    except ValueError:
        if not form.startswith("%Y-%d"):  # which reads some of ISO 8601 in another way
            with suppress(ValueError):
                return parse_dates(text).text
    raise UnfitCellError(
        codes.DATE,
        f'{where}: wanted a day such as {EXAMPLE_DAY.strftime(form)}, as dates = "{form}" says, not {show_value(text)}',
    )

"""A row of a table, by its mapping, as a feature."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

from geo.earth.notation.coordinates import CoordinatesError, parse_coordinates
from geo.record import codes
from geo.record.check.geometry import round_degrees
from geo.record.edit.edit import make_feature
from geo.record.edit.fields import FieldType, fields_of, format_answer
from geo.record.import_table.cell_values import (
    UnfitCellError,
    convert_cell,
    convert_number,
    fill_pattern,
    name_columns,
    text_of,
    wanted_degrees,
)
from geo.record.json_file.layout import quote_string
from geo.record.json_file.parse import Number
from geo.record.kinds import KINDS, Located, Source
from geo.record.values import show_value

if TYPE_CHECKING:
    from geo.earth.notation.printed_pair import Coordinates
    from geo.record.edit.fields import Field
    from geo.record.import_table.mapping import Mapping
    from geo.record.import_table.table import TableRow
    from geo.record.json_file.layout import Node
    from geo.record.kinds import Record

_SEPARATORS = re.compile(r"[\s,;]+")
_TRUTH = {"true": "true", "1": "true", "false": "false", "0": "false"}
"""GDAL gives 1 and 0 where a row has neither."""


def map_row(row: TableRow, mapping: Mapping) -> dict[str, Node]:
    """A row as a feature of the file that people edit; errors that reading will find are left to it.

    Raises:
        UnfitCellError: if a cell cannot stand in a feature at all.
    """
    if row.fault:
        raise UnfitCellError(codes.NOT_A_FEATURE, row.fault)
    name = mapping.kind or row.cells.get(mapping.kind_column or "", "")
    kind = KINDS.get(name)
    if kind is None:
        wanted = f"wanted one of {', '.join(KINDS)}"
        raise UnfitCellError(codes.UNKNOWN_KIND, f'column "{mapping.kind_column}": unknown kind {show_value(name)}; {wanted}')
    properties: dict[str, Node] = {}
    for property_name, given in mapping.columns.items():
        if text := text_of(row, given, property_name):
            answer = convert_cell(_fields(kind).get(property_name), text, mapping, f"{name_columns(given)}: {property_name}")
            properties[property_name] = _answer(kind, property_name, answer, name_columns(given))
    for property_name, value in mapping.constants.items():
        properties[property_name] = _answer(kind, property_name, value, "constants")
    printed = _printed(kind, row, mapping)
    made = make_feature(kind, fill_pattern(row, mapping.id, codes.NO_ID, "the id"), printed, properties)
    drawn = _drawn(row, mapping, printed)
    return made if drawn is None else {**made, '"geometry"': drawn}


def _answer(kind: type[Record], name: str, value: Any, where: str) -> Node:
    """A cell or a constant as it stands in the file; errors are left for reading to report, except in numbers."""
    field = _fields(kind).get(name)
    if isinstance(value, int | float) and not isinstance(value, bool):
        value = value.digits if isinstance(value, Number) else str(value)
    if isinstance(value, bool):
        return str(value).lower()
    if field is None:
        return quote_string(value) if isinstance(value, str) else [quote_string(str(one)) for one in value]
    if field.form is FieldType.IDS:
        value = [one for one in _SEPARATORS.split(value) if one] if isinstance(value, str) else list(map(str, value))
    if field.form is FieldType.YES_NO and isinstance(value, str) and value in _TRUTH:
        return _TRUTH[value]
    try:
        return format_answer(field, value)
    except ValueError as error:
        raise UnfitCellError(codes.NUMBER, f"{where}: {name}: {error}") from None


@cache
def _fields(kind: type[Record]) -> dict[str, Field]:
    return {field.name: field for field in fields_of(kind)}


def _printed(kind: type[Record], row: TableRow, mapping: Mapping) -> Coordinates | None:
    """The printed coordinates, from which the geometry is made where the table draws none."""
    given = mapping.columns.get("published_coordinates")
    text = text_of(row, given, "published_coordinates") if given else mapping.constants.get("published_coordinates")
    if not text or not issubclass(kind, Located):
        return None
    try:
        return parse_coordinates(str(text))
    except CoordinatesError as error:
        raise UnfitCellError(
            codes.UNREADABLE, f"{name_columns(given) if given else 'constants'}: published_coordinates {error}"
        ) from None


def _drawn(row: TableRow, mapping: Mapping, printed: Coordinates | None) -> Node | None:
    """The geometry that the table gives; None where the mapping does not look for one, or the row has none.

    A point that comes as two numbers without digits of their own gets those that the printed coordinates fill.
    """
    place = mapping.place
    if place.geometry:
        pair = row.geometry.get('"coordinates"') if isinstance(row.geometry, dict) else None
        if printed and isinstance(pair, list) and isinstance(pair[0], str) and isinstance(pair[1], str):
            digits: list[Node] = [
                round_degrees(float(pair[0]), printed.lon_unit_deg),
                round_degrees(float(pair[1]), printed.lat_unit_deg),
            ]
            return {'"type"': '"Point"', '"coordinates"': digits}
        return None if row.geometry == "null" else row.geometry
    if place.longitude is None or place.latitude is None:
        return None
    typed = {column: row.cells.get(column, "") for column in (place.longitude, place.latitude)}
    if not any(typed.values()):
        return None
    degrees: list[Node] = []
    for column, text in typed.items():
        number = convert_number(text, mapping)
        if number is None:
            raise UnfitCellError(codes.NOT_A_PAIR, f'column "{column}": {wanted_degrees(text, mapping)}')
        degrees.append(number)
    return {'"type"': '"Point"', '"coordinates"': degrees}


def map_source(given: dict[str, Any]) -> dict[str, Node]:
    """A source that a mapping brings along, as a feature."""
    properties = {name: _answer(Source, name, value, "sources") for name, value in given.items() if name != "id"}
    return make_feature(Source, str(given.get("id", "")), None, properties)

"""A row of a table, by its mapping, as a feature."""

from __future__ import annotations

import json
import re
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from itertools import count
from typing import TYPE_CHECKING, Any, NamedTuple

from geo.earth.notation.coordinates import CoordinatesError, parse_coordinates
from geo.record import codes
from geo.record.check.geometry import round_degrees
from geo.record.dates import parse_dates
from geo.record.edit.edit import make_feature
from geo.record.edit.fields import FieldType, fields_of, format_answer, properties_with
from geo.record.import_table.cell_values import (
    UnfitCellError,
    convert_cell,
    convert_number,
    fill_pattern,
    name_columns,
    read_number_of_day,
    split_time,
    text_of,
    unit_in_heading,
    wanted_degrees,
    widen_day,
)
from geo.record.import_table.links import MOST_LINKS, find_links
from geo.record.import_table.mapping import ASK, DAY_AND_TIME, DAYS_FROM_TO, PRINTED, columns_in
from geo.record.json_file.layout import format_compact, is_number, quote_string, turn_rings
from geo.record.json_file.parse import Number
from geo.record.kinds import KINDS, Located, Source, is_custom
from geo.record.language_names import is_language_name
from geo.record.text_list import split_texts, unquote_cell
from geo.record.values import show_value
from geo.record.well_known_text import read_wkt, wkt_height

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from geo.earth.notation.printed_pair import Coordinates
    from geo.record.edit.fields import Field
    from geo.record.import_table.links import WebLink
    from geo.record.import_table.mapping import Mapping
    from geo.record.import_table.rows import TableRow
    from geo.record.json_file.layout import Node
    from geo.record.kinds import Record

_SEPARATORS = re.compile(r"[\s,;]+")
_TRUTH = {"true": "true", "1": "true", "false": "false", "0": "false"}
"""GDAL gives 1 and 0 where a row has neither."""


@dataclass
class Tally:
    """What is noticed over all rows, to be said once."""

    times: dict[str, Counter[str]] = field(default_factory=dict)
    """How many cells of a column have a time of day of which sort: `UTC`, `LOCAL`, `NO_TIME` or `UNREAD`."""
    dated: bool = False
    """Whether any row has a day."""
    undated: list[int] = field(default_factory=list)
    """Rows without one, of kinds that have one."""
    asked: dict[int, str] = field(default_factory=dict)
    """Rows without a position because only a person can say how well it is known, with the cell that says so."""
    units: dict[str, str] = field(default_factory=dict)
    """Columns whose lengths were converted, with their units."""
    numbered: Counter[str] = field(default_factory=Counter)
    """How many days of a column are written as numbers."""
    heights: int = 0
    """Points whose heights are not taken."""
    crowded: list[int] = field(default_factory=list)
    """Rows with more links in a cell than become source records."""


class MappedRow(NamedTuple):
    """A row as a feature, and the links whose source records it names."""

    row: TableRow
    feature: dict[str, Node]
    links: tuple[WebLink, ...] = ()


def map_row(row: TableRow, mapping: Mapping, tally: Tally) -> MappedRow:
    """A row as a feature of the file that people edit; errors that reading will find are left to it.

    Raises:
        UnfitCellError: if a cell cannot stand in a feature at all.
    """
    if row.fault:
        raise UnfitCellError(codes.NOT_A_FEATURE, row.fault)
    row = _prepared(row, mapping)
    kind = _kind(row, mapping)
    properties: dict[str, Node] = {}
    for name in mapping.columns:
        if mapping.kinds and not is_custom(name) and name not in kind.properties:
            continue  # it is of another of the kinds
        if (node := _property(kind, name, row, mapping, tally)) is not None:
            properties[name] = node
    properties |= _meanings(kind, row, mapping)
    days = properties_with(FieldType.DATE) & kind.properties.keys() & set(mapping.columns)
    if days:
        tally.dated = tally.dated or bool(days & set(properties))
        tally.undated += [] if days & set(properties) else [row.number]
    properties |= _constants(kind, mapping)
    links = _links(row, mapping, properties, tally)
    printed = _printed(kind, row, mapping)
    is_drawn = issubclass(kind, Located) and "published_corners" not in properties  # which decide where it is
    drawn = _drawn(row, mapping, printed) if is_drawn else None
    printed = printed or _printed_point(kind, mapping, drawn)
    height = row.height or wkt_height(row.cells.get(mapping.place.wkt or "", ""))
    if mapping.place.heights and height and issubclass(kind, Located):
        properties.setdefault("elevation_m", height)
    tally.heights += bool(height) and "elevation_m" not in properties
    if mapping.uncertainty and (printed or drawn is not None):
        meaning = mapping.uncertainty.meaning(row.cells.get(mapping.uncertainty.column, ""))
        if meaning == ASK:
            tally.asked[row.number] = row.cells.get(mapping.uncertainty.column, "")
            properties["x_coordinates"] = quote_string(printed.text if printed else _place_text(row, mapping))
            properties.pop("published_coordinates", None)
            printed, drawn = None, None
        elif meaning not in (None, PRINTED):
            properties["uncertainty_m"] = str(meaning)
    made = make_feature(kind, fill_pattern(row, mapping.id, codes.NO_ID, "the id"), printed, properties)
    return MappedRow(row, made if drawn is None else {**made, '"geometry"': _turned(drawn)}, links)


def _turned(drawn: Node) -> Node:
    """A geometry whose rings run as RFC 7946 says, in whatever direction the table has them."""
    if not isinstance(drawn, dict) or drawn['"type"'] != '"Polygon"' or not isinstance(rings := drawn['"coordinates"'], list):
        return drawn
    return {**drawn, '"coordinates"': turn_rings(rings)}


def _meanings(kind: type[Record], row: TableRow, mapping: Mapping) -> dict[str, Node]:
    """The properties that follow from what stands in a column; of several kinds, each takes those that it has."""
    known = kind.properties
    found = {name: one.meaning(text_of(row, one.column, name)) for name, one in mapping.words.items()}
    return {
        name: _answer(kind, name, meaning, f"words.{name}")
        for name, meaning in found.items()
        if meaning and (not mapping.kinds or is_custom(name) or name in known)
    }


def _constants(kind: type[Record], mapping: Mapping) -> dict[str, Node]:
    """What a mapping says of every row of a kind; of several kinds, each takes those that it has."""
    known = kind.properties
    return {
        name: _answer(kind, name, value, "constants")
        for name, value in mapping.constants.items()
        if not mapping.kinds or is_custom(name) or name in known
    }


def _kind(row: TableRow, mapping: Mapping) -> type[Record]:
    cell = row.cells.get(mapping.kind_column or "", "")
    name = mapping.kinds.get(cell) or (mapping.kind if mapping.kind and cell not in KINDS else cell)
    kind = KINDS.get(name or "")
    if kind is None:
        wanted = f"wanted one of {', '.join(KINDS)}"
        raise UnfitCellError(codes.UNKNOWN_KIND, f'column "{mapping.kind_column}": unknown kind {show_value(name)}; {wanted}')
    return kind


def _prepared(row: TableRow, mapping: Mapping) -> TableRow:
    """A row with the columns that are split from others, without what stands for nothing, and with its decimals."""
    if not (mapping.split or mapping.empty or mapping.decimals is not None):
        return row
    cells = dict(row.cells)
    for column, names in mapping.split.items():
        words = re.split(r",?\s+", cells.get(column, ""))
        cells |= {name: words[index] if index < len(words) else "" for index, name in enumerate(names)}
    for column, texts in mapping.empty.items():
        if cells.get(column) in texts:
            cells[column] = ""
    if mapping.decimals is not None:
        for column in position_columns(mapping):
            cells[column] = _padded(cells.get(column, ""), mapping.decimals, mapping.decimal)
    return row._replace(cells=cells)


def position_columns(mapping: Mapping) -> list[str]:
    """The columns in which a row says its degrees."""
    named = [mapping.place.longitude, mapping.place.latitude]
    named += columns_in(mapping.columns.get("published_coordinates", ""))
    return list(dict.fromkeys(one for one in named if one))


def _padded(text: str, decimals: int, mark: str) -> str:
    """A number with the noughts at its end that a spreadsheet does not keep."""
    whole, _, fraction = text.partition(mark)
    if not re.fullmatch(r"[+-]?\d{1,3}", whole, re.ASCII) or not re.fullmatch(r"\d*", fraction, re.ASCII) or not decimals:
        return text
    return f"{whole}{mark}{fraction.ljust(decimals, '0')}"


def _property(kind: type[Record], name: str, row: TableRow, mapping: Mapping, tally: Tally) -> Node | None:
    """A property of a record from its text in the table; None where it has none."""
    given = mapping.columns[name]
    if (match := DAYS_FROM_TO.fullmatch(given)) and name in properties_with(FieldType.DATE):
        return _days_from_to(kind, name, row, mapping, tally, match.groups())
    return _property_of(kind, name, given, row, mapping, tally)


def _days_from_to(  # noqa: PLR0913, PLR0917  # what _property is given, and the columns
    kind: type[Record], name: str, row: TableRow, mapping: Mapping, tally: Tally, columns: Sequence[str]
) -> Node | None:
    """An interval from the days of two columns; a day where both say the same, or one says nothing."""
    ends = [_property_of(kind, name, column, row, mapping, tally) for column in columns]
    days = list(dict.fromkeys(json.loads(end) for end in ends if isinstance(end, str)))
    return quote_string("/".join(days)) if days else None


def _property_of(  # noqa: PLR0913, PLR0917  # what _property is given, and the column
    kind: type[Record], name: str, given: str, row: TableRow, mapping: Mapping, tally: Tally
) -> Node | None:
    """A property of a record from a text in the table; None where it is empty."""
    text = text_of(row, given, name)
    if not text:
        return None
    if is_custom(name):
        is_own = (
            given == name and not is_language_name(name) and (text.lower() in ("true", "false") or is_number(text))
        )  # from an export of ours; Excel writes TRUE
        return text.lower() if is_own else quote_string(unquote_cell(text) or text)
    where, field_ = f"{name_columns(given)}: {name}", _fields(kind).get(name)
    unit = unit_in_heading(given) if name.endswith("_m") else None
    if given == name and field_ is not None and field_.form is FieldType.DATE and _is_own_time(text):
        return quote_string(text)
    answer = convert_cell(field_, text, mapping, where, None if unit == "m" else unit)
    if unit and unit != "m" and answer != text:
        tally.units[given] = unit
    if field_ is not None and field_.form is FieldType.DATE:
        tally.times.setdefault(given, Counter()).update(_sorts_of_time(row, given, text, mapping))
        match = DAY_AND_TIME.fullmatch(given)
        tally.numbered.update([given] if read_number_of_day(row.cells.get(match[1], "") if match else text) else [])
        if (coarse := mapping.coarse_dates) and (span := coarse.meaning(row.cells.get(coarse.column, ""))):
            answer = widen_day(answer, span)
    return _answer(kind, name, answer, name_columns(given))


UTC = "in UTC, where the day may be another one than at the place"
LOCAL = "without an offset, taken for local time"
NO_TIME = "left out, because software writes them where only the day is known"
UNREAD = "left out, because they cannot be read"


def _is_own_time(text: str) -> bool:
    """Whether a text is a date with a time as our exports have it; whole midnights are how other programs write days."""
    if "T" not in text or re.search(r"T00:00:00(\.0+)?(Z|\+00:00)?$", text):
        return False
    with suppress(ValueError):
        return bool(parse_dates(text))
    return False


def _sorts_of_time(row: TableRow, given: str, text: str, mapping: Mapping) -> Iterator[str]:
    """What is worth saying of the time of day in a cell, or in the one beside that of its day."""
    stamp = split_time(text)
    beside = row.cells.get(match[2], "") if (match := DAY_AND_TIME.fullmatch(given)) else ""
    if stamp.is_unread or (beside and not stamp.time):
        yield UNREAD
    elif stamp.time in mapping.no_time:
        yield NO_TIME
    elif stamp.time and (stamp.is_utc or not stamp.offset):
        yield UTC if stamp.is_utc else LOCAL


def _links(row: TableRow, mapping: Mapping, properties: dict[str, Node], tally: Tally) -> tuple[WebLink, ...]:
    """The links of a row; what else stands in their cells is kept, unless another property keeps the whole cell."""
    found: dict[str, WebLink] = {}
    taken = {column for given in mapping.columns.values() for column in (given, *columns_in(given))}
    for column in mapping.links:
        links, rest = find_links(row.cells.get(column, ""))
        if len(links) == MOST_LINKS and find_links(rest)[0]:
            tally.crowded.append(row.number)
        found |= {one.url: one for one in links if one.url not in found}
        if rest and column not in taken:
            properties.setdefault(custom_name(column), quote_string(rest))
    return tuple(found.values())


def custom_name(column: str, taken: Collection[str] = ()) -> str:
    """The name of the property of one's own that keeps a column.

    >>> custom_name("Type of area (affected)"), custom_name("fatalities", {"x_fatalities"})
    ('x_type_of_area_affected', 'x_fatalities_2')
    """
    stem = re.sub(r"[\W_]+", "_", column.lower()).strip("_")[:90] or "column"
    name = f"x_{stem}" if is_custom(f"x_{stem}") else "x_column"
    return name if name not in taken else next(one for end in count(2) if (one := f"{name}_{end}") not in taken)


def _place_text(row: TableRow, mapping: Mapping) -> str:
    place = mapping.place
    if place.longitude and place.latitude:
        return f"{row.cells.get(place.latitude, '')}, {row.cells.get(place.longitude, '')}"
    return row.cells.get(place.wkt, "") if place.wkt else format_compact(row.geometry)


def _printed_point(kind: type[Record], mapping: Mapping, drawn: Node | None) -> Coordinates | None:
    """The degrees of a point of well-known text, as it prints them."""
    if not mapping.place.wkt or not isinstance(drawn, dict) or drawn['"type"'] != '"Point"' or not issubclass(kind, Located):
        return None
    pair = drawn['"coordinates"']
    try:
        return parse_coordinates(f"{pair[1]}, {pair[0]}") if isinstance(pair, list) else None
    except CoordinatesError as error:
        raise UnfitCellError(codes.UNREADABLE, f'column "{mapping.place.wkt}": {error}') from None


def _answer(kind: type[Record], name: str, value: Any, where: str) -> Node:
    """A cell or a constant as it stands in the file; errors are left for reading to report, except in numbers."""
    known = _fields(kind).get(name)
    if isinstance(value, int | float) and not isinstance(value, bool):
        value = value.digits if isinstance(value, Number) else str(value)
    if isinstance(value, bool):
        return str(value).lower()
    if known is None:
        return quote_string(value) if isinstance(value, str) else [quote_string(str(one)) for one in value]
    if known.form is FieldType.IDS:
        value = [one for one in _SEPARATORS.split(value) if one] if isinstance(value, str) else list(map(str, value))
    if known.form is FieldType.TEXTS and isinstance(value, str):
        value = split_texts(value)
    if known.form is FieldType.YES_NO and isinstance(value, str) and value.lower() in _TRUTH:
        return _TRUTH[value.lower()]
    try:
        return format_answer(known, value)
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
        if printed and not row.is_typed and isinstance(pair, list) and isinstance(pair[0], str) and isinstance(pair[1], str):
            digits: list[Node] = [
                round_degrees(float(pair[0]), printed.lon_unit_deg),
                round_degrees(float(pair[1]), printed.lat_unit_deg),
            ]
            return {'"type"': '"Point"', '"coordinates"': digits}
        return None if row.geometry == "null" else row.geometry
    if place.wkt and (text := row.cells.get(place.wkt, "")):
        try:
            return read_wkt(text)
        except ValueError as error:
            raise UnfitCellError(codes.NOT_A_PAIR, f'column "{place.wkt}": {error}') from None
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

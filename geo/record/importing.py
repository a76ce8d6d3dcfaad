"""From rows of a table to records of the file that people edit; what is wrong is said row by row, and nothing is guessed."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from geo.earth.coordinates import CoordinatesError, parse_coordinates
from geo.record import codes
from geo.record.editing import appended, feature
from geo.record.fields import Form, fields_of, is_number, quoted, written
from geo.record.geometry import rounded
from geo.record.kinds import KINDS, Located, Source, shown
from geo.record.mapping import BRACES
from geo.record.problems import Problem, Severity, SitesError
from geo.record.syntax import Document, Number, decode, parse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geo.earth.printed import Coordinates
    from geo.record.codes import Code
    from geo.record.editing import Edit, Original
    from geo.record.fields import Field
    from geo.record.kinds import Record
    from geo.record.layout import Node
    from geo.record.mapping import Mapping
    from geo.record.rows import Row, Table

_SEPARATORS = re.compile(r"[\s,;]+")
_TRUTH = {"true": "true", "1": "true", "false": "false", "0": "false"}
"""GDAL gives 1 and 0 where a row has neither."""
_KEY = re.compile(r'\s*"([^"]+)": ')


@dataclass(frozen=True)
class Import:
    """Records that are ready to be written, and what keeps the other rows from being records."""

    edit: Edit | None
    """None where no row is fit to be written."""
    rows: int
    """How many rows there are."""
    written: int
    """How many of them are records now."""
    problems: tuple[Problem, ...]
    """In the order of the rows; each names the table, and the row as its line."""


@dataclass(frozen=True, slots=True)
class _Made:
    """A row as a feature."""

    row: Row
    feature: dict[str, Node]


class _UnfitCellError(ValueError):
    def __init__(self, code: Code, message: str) -> None:
        super().__init__(message)
        self.code = code


def imported(source: str, table: Table, mapping: Mapping, original: Original) -> Import:
    """The file `original` with a record for each row that can be one, behind those that it has.

    Args:
        source: What problems call the table.
        table: Its rows.
        mapping: What they mean.
        original: The file; one without data is made.

    Raises:
        SitesError: if the file has errors of its own.
    """
    problems: list[Problem] = []
    made: list[_Made] = []
    for row in table.rows:
        try:
            made.append(_Made(row, _feature(row, mapping)))
        except _UnfitCellError as error:
            problems.append(Problem(source, row.number, 1, error.code.severity, None, str(error), error.code.id))
    known = {element.value.get("id") for element in _elements(original.document) if isinstance(element.value, dict)}
    sources = [_source(one) for one in mapping.sources if one.get("id") not in known]
    while made:
        edit = appended(original, *sources, *(one.feature for one in made))
        said = list(_by_row(source, edit, [one.row for one in made], mapping))
        unfit = {row.number for row, problem in said if problem.severity is Severity.ERROR}
        problems += [problem for row, problem in said if not unfit or row.number in unfit]
        if not unfit:
            return Import(edit, len(table.rows), len(made), _ordered(problems))
        made = [one for one in made if one.row.number not in unfit]
    return Import(None, len(table.rows), 0, _ordered(problems))


def _ordered(problems: list[Problem]) -> tuple[Problem, ...]:
    return tuple(sorted(problems, key=lambda one: one.line))


def _elements(document: Document) -> list[Any]:
    found = document.members.get("features")
    return found if isinstance(found, list) else []


def _feature(row: Row, mapping: Mapping) -> dict[str, Node]:
    if row.fault:
        raise _UnfitCellError(codes.NOT_A_FEATURE, row.fault)
    name = mapping.kind or row.cells.get(mapping.kind_column or "", "")
    kind = KINDS.get(name)
    if kind is None:
        wanted = f"wanted one of {', '.join(KINDS)}"
        raise _UnfitCellError(codes.UNKNOWN_KIND, f'column "{mapping.kind_column}": unknown kind {shown(name)}; {wanted}')
    properties: dict[str, Node] = {}
    for property_name, column in mapping.columns.items():
        if text := row.cells.get(column, ""):
            properties[property_name] = _answer(kind, property_name, text, f'column "{column}"')
    for property_name, value in mapping.constants.items():
        properties[property_name] = _answer(kind, property_name, value, "constants")
    printed = _printed(kind, row, mapping)
    made = feature(kind, _id(row, mapping.id), printed, properties)
    drawn = _drawn(row, mapping, printed)
    return made if drawn is None else {**made, '"geometry"': drawn}


def _id(row: Row, pattern: str) -> str:
    def cell(match: re.Match[str]) -> str:
        text = str(row.number) if match[1] == "row" and "row" not in row.cells else row.cells.get(match[1], "")
        if not text:
            raise _UnfitCellError(codes.NO_ID, f'column "{match[1]}": it is empty, and the id is made of it')
        return text

    return BRACES.sub(cell, pattern)


def _answer(kind: type[Record], name: str, value: Any, where: str) -> Node:
    """A cell or a constant as it stands in the file; what does not fit is left for reading to say, a number aside."""
    field = _fields(kind).get(name)
    if isinstance(value, int | float) and not isinstance(value, bool):
        value = value.digits if isinstance(value, Number) else str(value)
    if field is None or isinstance(value, bool):
        return quoted(value) if isinstance(value, str) else str(value).lower()
    if field.form is Form.IDS:
        value = [one for one in _SEPARATORS.split(value) if one] if isinstance(value, str) else list(map(str, value))
    if field.form is Form.YES_NO and value in _TRUTH:
        return _TRUTH[value]
    try:
        return written(field, value)
    except ValueError as error:
        raise _UnfitCellError(codes.NUMBER, f"{where}: {name}: {error}") from None


def _fields(kind: type[Record]) -> dict[str, Field]:
    return {field.name: field for field in fields_of(kind)}


def _printed(kind: type[Record], row: Row, mapping: Mapping) -> Coordinates | None:
    """The printed coordinates, from which the geometry is made where the table draws none."""
    column = mapping.columns.get("published_coordinates")
    text = row.cells.get(column or "", "") or mapping.constants.get("published_coordinates")
    if not text or not issubclass(kind, Located):
        return None
    try:
        return parse_coordinates(str(text))
    except CoordinatesError as error:
        raise _UnfitCellError(codes.UNREADABLE, f'column "{column}": published_coordinates {error}') from None


def _drawn(row: Row, mapping: Mapping, printed: Coordinates | None) -> Node | None:
    """The geometry that the table gives; None where the mapping does not look for one, or the row has none.

    A point that comes as two numbers without digits of their own gets those that the printed coordinates fill.
    """
    place = mapping.place
    if place.geometry:
        pair = row.geometry.get('"coordinates"') if isinstance(row.geometry, dict) else None
        if printed and isinstance(pair, list) and isinstance(pair[0], str) and isinstance(pair[1], str):
            digits: list[Node] = [rounded(float(pair[0]), printed.lon_unit_deg), rounded(float(pair[1]), printed.lat_unit_deg)]
            return {'"type"': '"Point"', '"coordinates"': digits}
        return None if row.geometry == "null" else row.geometry
    if place.longitude is None or place.latitude is None:
        return None
    typed = {column: row.cells.get(column, "") for column in (place.longitude, place.latitude)}
    if not any(typed.values()):
        return None
    for column, text in typed.items():
        if not is_number(text):
            wanted = f"wanted decimal degrees with a point, such as 39.760583, not {shown(text)}"
            hint = "; coordinates in another form go to published_coordinates"
            raise _UnfitCellError(codes.NOT_A_PAIR, f'column "{column}": {wanted}{hint}')
    return {'"type"': '"Point"', '"coordinates"': [*typed.values()]}


def _source(given: dict[str, Any]) -> dict[str, Node]:
    properties = {name: _answer(Source, name, value, "sources") for name, value in given.items() if name != "id"}
    return feature(Source, str(given.get("id", "")), None, properties)


def _by_row(source: str, edit: Edit, rows: list[Row], mapping: Mapping) -> Iterator[tuple[Row, Problem]]:
    """The problems of what was added, each with the row that it comes from.

    Raises:
        SitesError: if one is not of a row: the file's own, or that of a source that the mapping brings along.
    """
    text = decode(edit.data)
    document = parse(text)
    elements = _elements(document)[-len(rows) :]
    starts = [document.line_column(element.start) for element in elements]
    lines = text.split("\n")
    for problem in edit.problems:
        index = bisect_right(starts, (problem.line, problem.column)) - 1
        if index >= 0:
            key = _KEY.match(lines[problem.line - 1])
            message = f"{_origin(key[1] if key else '', problem, mapping)}{problem.message}"
            where = Problem(source, rows[index].number, 1, problem.severity, problem.id, message, problem.code)
            yield rows[index], where
        elif problem.severity is Severity.ERROR:
            raise SitesError((problem,))


def _origin(key: str, problem: Problem, mapping: Mapping) -> str:
    """Which column a problem comes from, or that it is a constant."""
    place = mapping.place
    if key in mapping.columns:
        return f'column "{mapping.columns[key]}": '
    if key == "geometry" and place.longitude:
        return f'column "{place.latitude if problem.message.startswith("latitude") else place.longitude}": '
    if key == "kind" and mapping.kind_column:
        return f'column "{mapping.kind_column}": '
    if problem.code in (codes.REPEATED_ID.id, codes.ID_BLANKS.id):
        return "".join(f'column "{column}": ' for column in BRACES.findall(mapping.id)[:1])
    return "constants: " if key in mapping.constants else ""

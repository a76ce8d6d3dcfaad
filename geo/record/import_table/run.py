"""Turns rows of a table into records of the file that people edit; errors are reported per row, and nothing is guessed."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections import deque
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from geo.record import codes
from geo.record.edit.edit import append_records
from geo.record.import_table.cell_values import UnfitCellError, name_columns
from geo.record.import_table.mapping import BRACES
from geo.record.import_table.row_to_feature import map_row, map_source
from geo.record.json_file.layout import quote_string
from geo.record.json_file.parse import JsonDocument, decode, parse
from geo.record.kinds import KINDS, Located
from geo.record.problems import Problem, Severity, SitesError
from geo.record.progress import track_progress
from geo.record.reading import pause_collector

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geo.record.edit.edit import Edit, Original
    from geo.record.import_table.mapping import Mapping
    from geo.record.import_table.table import InputTable, TableRow
    from geo.record.json_file.layout import Node

_LOCATED = {quote_string(name) for name, kind in KINDS.items() if issubclass(kind, Located)}
_KEY = re.compile(r'\s*"([^"]+)": ')


_DATES = 'dates = "%d.%m.%Y" in the mapping, or another format, says how the table writes them'


@dataclass(frozen=True)
class Import:
    """Records that are ready to be written, and what keeps the other rows from being records."""

    edit: Edit | None
    """None where no row is fit to be written."""
    rows: int
    """How many rows there are."""
    written: int
    """How many of them became records."""
    problems: tuple[Problem, ...]
    """In the order of the rows; each names the table, and the row as its line."""
    without_position: int = 0
    """How many of the new records could have a position, and have none."""


@dataclass(frozen=True, slots=True)
class _Made:
    """A row as a feature."""

    row: TableRow
    feature: dict[str, Node]


def import_rows(source: str, table: InputTable, mapping: Mapping, original: Original) -> Import:
    """The file `original` with a record appended for each row that can become one.

    Args:
        source: What problems call the table.
        table: Its rows.
        mapping: What they mean.
        original: The file; one without data is made.

    Raises:
        SitesError: if the file has errors of its own.
    """
    with pause_collector():
        return _import_rows(source, table, mapping, original)


def _import_rows(source: str, table: InputTable, mapping: Mapping, original: Original) -> Import:
    problems: list[Problem] = []
    made: list[_Made] = []
    for row in track_progress(table.rows, "Reading rows"):
        try:
            made.append(_Made(row, map_row(row, mapping)))
        except UnfitCellError as error:
            problems.append(Problem(source, row.number, 1, error.code.severity, None, str(error), error.code.id))
    known = {element.value.get("id") for element in _elements(original.document) if isinstance(element.value, dict)}
    sources = [map_source(one) for one in mapping.sources if one.get("id") not in known]
    while made:
        edit = append_records(original, *sources, *(one.feature for one in made))
        said = list(_by_row(source, edit, [one.row for one in made], mapping))
        unfit = {row.number for row, problem in said if problem.severity is Severity.ERROR}
        dependent = _left_without(made, unfit, known, source, mapping)
        said += [(row, problem) for row, problem in dependent if row.number not in unfit]
        unfit |= {row.number for row, _ in dependent}
        problems += [problem for row, problem in said if not unfit or row.number in unfit]
        if not unfit:
            without = sum(_lacks_position(one.feature) for one in made)
            return Import(edit, len(table.rows), len(made), _ordered(problems), without)
        made = [one for one in made if one.row.number not in unfit]
    return Import(None, len(table.rows), 0, _ordered(problems))


def _left_without(
    made: list[_Made], unfit: set[int], known: set[Any], source: str, mapping: Mapping
) -> list[tuple[TableRow, Problem]]:
    """The rows that refer, directly or through others, to records of unfit rows: seen at once, however long the chain is."""
    kept = {one.feature['"id"'] for one in made if one.row.number not in unfit}
    kept |= {quote_string(one) for one in known if isinstance(one, str)}
    lost: deque[Node] = deque(one.feature['"id"'] for one in made if one.row.number in unfit)
    referring: dict[str, list[tuple[_Made, str]]] = {}
    for one in made:
        if one.row.number not in unfit:
            for name, target in _references(one.feature):
                referring.setdefault(target, []).append((one, name))
    found: dict[int, tuple[TableRow, Problem]] = {}
    while lost:
        target = str(lost.popleft())
        for one, name in referring.get(target, ()) if target not in kept else ():
            if one.row.number not in found:
                error = codes.NO_SUCH_ID
                why = f"{name}: no record has the id {target}, because the row that gives it has an error"
                named = json.loads(str(one.feature['"id"']))
                problem = Problem(source, one.row.number, 1, error.severity, named, why, error.id)
                found[one.row.number] = one.row, replace(problem, message=_origin(name, problem, mapping) + why)
                kept.discard(one.feature['"id"'])
                lost.append(one.feature['"id"'])
    return list(found.values())


def _references(made: dict[str, Node]) -> Iterator[tuple[str, str]]:
    """The ids that a feature refers to, as they are written in the file, each with the name of the property."""
    properties = made['"properties"']
    assert isinstance(properties, dict)  # noqa: S101  # every feature that is made has them
    for name in ("from", "to", "site", "of", "about", "offset_from", "sources", "relies_on"):
        given = properties.get(f'"{name}"')
        yield from ((name, one) for one in (given if isinstance(given, list) else [given]) if isinstance(one, str))


def _lacks_position(made: dict[str, Node]) -> bool:
    properties = made['"properties"']
    return isinstance(properties, dict) and (
        made['"geometry"'] == "null" and properties['"kind"'] in _LOCATED and '"offset_from"' not in properties
    )


def _ordered(problems: list[Problem]) -> tuple[Problem, ...]:
    return tuple(sorted(problems, key=lambda one: one.line))


def _elements(document: JsonDocument) -> list[Any]:
    found = document.members.get("features")
    return found if isinstance(found, list) else []


def _by_row(source: str, edit: Edit, rows: list[TableRow], mapping: Mapping) -> Iterator[tuple[TableRow, Problem]]:
    """The problems of what was added, each with the row that it comes from.

    Raises:
        SitesError: if one is not of a row: the file's own, or that of a source that the mapping brings along.
    """
    if not edit.problems:
        return
    text = decode(edit.data)
    document = parse(text)
    elements = _elements(document)[-len(rows) :]
    starts = [document.line_column(element.start) for element in elements]
    lines = text.split("\n")
    for problem in edit.problems:
        index = bisect_right(starts, (problem.line, problem.column)) - 1
        if index >= 0:
            key = _KEY.match(lines[problem.line - 1])
            message = _origin(key[1] if key else "", problem, mapping) + problem.message
            if problem.code == codes.DATE.id and mapping.dates is None and "wanted a date" in problem.message:
                message += f"; {_DATES}"
            yield rows[index], replace(problem, file=source, line=rows[index].number, column=1, message=message)
        elif problem.severity is Severity.ERROR:
            raise SitesError((problem,))


def _origin(key: str, problem: Problem, mapping: Mapping) -> str:
    """Which column a problem comes from, or that it is a constant."""
    place = mapping.place
    if key in mapping.columns:
        return f"{name_columns(mapping.columns[key])}: "
    if key == "geometry" and place.longitude:
        return f'column "{place.latitude if problem.message.startswith("latitude") else place.longitude}": '
    if key == "kind" and mapping.kind_column:
        return f'column "{mapping.kind_column}": '
    if problem.code in (codes.REPEATED_ID.id, codes.ID_BLANKS.id):
        return "".join(f'column "{column}": ' for column in BRACES.findall(mapping.id)[:1])
    return "constants: " if key in mapping.constants else ""

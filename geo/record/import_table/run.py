"""Turns rows of a table into records of the file that people edit; errors are reported per row, and nothing is guessed."""

from __future__ import annotations

import json
import re
import sys
from bisect import bisect_right
from collections import deque
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from geo.earth.quantities import count_text
from geo.record import codes
from geo.record.check.entry import read_id
from geo.record.did_you_mean import join_names
from geo.record.edit.edit import append_records
from geo.record.import_table.cell_values import UnfitCellError, name_columns
from geo.record.import_table.corners import gather_corners
from geo.record.import_table.links import MOST_LINKS, SourceBook
from geo.record.import_table.mapping import BRACES
from geo.record.import_table.row_to_feature import NO_TIME, MappedRow, Tally, map_row, map_source, position_columns
from geo.record.import_table.table import WHY
from geo.record.json_file.layout import decode_string, quote_string
from geo.record.json_file.parse import JsonDocument, decode, parse
from geo.record.kept_place import DERIVED, is_own
from geo.record.kinds import KINDS, Located
from geo.record.problems import Problem, Severity, SitesError
from geo.record.progress import track_progress
from geo.record.reading import pause_collector

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from geo.record.edit.edit import Edit, Original
    from geo.record.import_table.mapping import Mapping
    from geo.record.import_table.rows import InputTable, TableRow
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
    sources: int = 0
    """How many source records were made from links."""
    left_out: tuple[TableRow, ...] = ()
    """The rows that are not written."""
    notices: tuple[str, ...] = ()
    """What was noticed over all rows: a sentence each."""


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
    made: list[MappedRow] = []
    rows, tally = gather_corners(table.rows, mapping.corners), Tally()
    if mapping.only_with:
        rows = [row for row in rows if row.fault or row.cells.get(mapping.only_with)]
    for row in track_progress(rows, "Reading rows"):
        try:
            made.append(map_row(row, mapping, tally))
        except UnfitCellError as error:
            problems.append(Problem(source, row.number, 1, error.code.severity, None, str(error), error.code.id))
    known = {element.value.get("id") for element in _elements(original.document) if isinstance(element.value, dict)}
    sources = [map_source(one) for one in mapping.sources if one.get("id") not in known]
    book = _open_book(original, mapping, made)
    made = [_with_sources(one, book) for one in made]
    made, unknown = _without_unknown_sources(made, known | {one.get("id") for one in mapping.sources}, mapping)
    notices = (*table.notices, *_notices(table, rows, mapping, tally), *_sources_missing(unknown))
    while made:
        used = {json.loads(target) for one in made for name, target in _references(one.feature) if name == "sources"}
        from_links = list(book.made(used))
        edit = append_records(original, *sources, *from_links, *(one.feature for one in made))
        said = list(_by_row(source, edit, [one.row for one in made], mapping))
        unfit = {row.number for row, problem in said if problem.severity is Severity.ERROR}
        dependent = _left_without(made, unfit, known, source, mapping)
        said += [(row, problem) for row, problem in dependent if row.number not in unfit]
        unfit |= {row.number for row, _ in dependent}
        problems += [problem for row, problem in said if not unfit or row.number in unfit]
        if not unfit:
            without = sum(_lacks_position(one.feature) for one in made)
            left = _left_out(rows, {one.row.number for one in made})
            return Import(edit, len(rows), len(made), _ordered(problems), without, len(from_links), left, notices)
        made = [one for one in made if one.row.number not in unfit]
    return Import(None, len(rows), 0, _ordered(problems), left_out=_left_out(rows, set()), notices=notices)


def _left_out(rows: Sequence[TableRow], written: set[int]) -> tuple[TableRow, ...]:
    """The rows of the table, corners one by one, that are not written."""
    return tuple(part for row in rows if row.number not in written for part in row.corners or (row,))


def _open_book(original: Original, mapping: Mapping, made: Sequence[MappedRow]) -> SourceBook:
    """The sources that are there already, by their addresses, and all ids that are taken."""
    taken = {json.loads(str(one.feature['"id"'])) for one in made} | {str(one.get("id", "")) for one in mapping.sources}
    known: dict[str, str] = {str(one["url"]): str(one.get("id", "")) for one in mapping.sources if "url" in one}
    for element in _elements(original.document):
        record_id = read_id(element.value)
        if record_id is not None:
            taken.add(record_id)
            properties = element.value.get("properties")
            url = properties.get("url") if isinstance(properties, dict) and properties.get("kind") == "source" else None
            if isinstance(url, str):
                known.setdefault(url, record_id)
    return SourceBook(taken, known)


def _with_sources(one: MappedRow, book: SourceBook) -> MappedRow:
    """A row whose links are among its sources."""
    if not one.links:
        return one
    properties = one.feature['"properties"']
    assert isinstance(properties, dict)  # noqa: S101  # every feature that is made has them
    given = properties.get('"sources"', [])
    ids = [*(given if isinstance(given, list) else [given]), *(quote_string(book.name(link)) for link in one.links)]
    named: dict[str, Node] = {**properties, '"sources"': list(dict.fromkeys(map(str, ids)))}
    return one._replace(feature={**one.feature, '"properties"': named})


_OF_SOURCES = ("sources", "relies_on")


def _without_unknown_sources(
    made: list[MappedRow], known: set[Any], mapping: Mapping
) -> tuple[list[MappedRow], dict[str, None]]:
    """Rows whose cells name sources that nothing has keep these ids under x_, and the ids."""
    ids = {quote_string(one) for one in known if isinstance(one, str)} | {str(one.feature['"id"']) for one in made}
    unknown: dict[str, None] = {}
    kept: list[MappedRow] = []
    for one in made:
        properties = one.feature['"properties"']
        assert isinstance(properties, dict)  # noqa: S101  # every feature that is made has them
        changed = dict(properties)
        linked = {name for name in mapping.columns if name in _OF_SOURCES}
        for name in linked:
            given = changed.get(f'"{name}"')
            named = list(map(str, given)) if isinstance(given, list) else []
            missing = [target for target in named if target not in ids and not one.links]
            if missing:
                unknown |= dict.fromkeys(map(decode_string, missing))
                changed[f'"{name}"'] = [target for target in named if target not in missing]
                changed[f'"x_{name}"'] = quote_string(" ".join(map(decode_string, missing)))
                if not changed[f'"{name}"']:
                    del changed[f'"{name}"']
        kept.append(one if changed == properties else one._replace(feature={**one.feature, '"properties"': changed}))
    return kept, unknown


def _sources_missing(unknown: Iterable[str]) -> Iterator[str]:
    if named := list(unknown):
        yield (
            f"sources that nothing has here, whose ids are kept under x_: {join_names(named)}; import them first, and these rows with"
            " --append, and they are linked"
        )


_ROWS_NAMED = 10
_OF_A_RECEIVER = re.compile("accuracy|precision", re.IGNORECASE)
"""Columns of what a phone or another receiver says of its position's error."""


def _no_maximum(column: str) -> Iterator[str]:
    """That a receiver's own figure is taken for what it is not."""
    if _OF_A_RECEIVER.search(column):
        yield (
            f"{name_columns(column)}: where it is a receiver's own figure, it holds 68 % of its errors; uncertainty_m is a maximum, "
            "so three times as much is safer"
        )


def _notices(table: InputTable, rows: Sequence[TableRow], mapping: Mapping, tally: Tally) -> Iterator[str]:
    """What is worth saying once."""
    yield from _conversions(tally)
    yield from _no_maximum(mapping.columns.get("uncertainty_m", ""))
    if tally.heights:
        yield f"heights of points that are not taken: {count_text(tally.heights)}; heights = true under [place] makes them elevation_m"
    if tally.crowded:
        yield (
            f"cells with more than {count_text(MOST_LINKS)} links, of which the others are kept as text:"
            f" {count_text(len(tally.crowded))} ({_named(tally.crowded)})"
        )
    if tally.undated and tally.dated:
        yield f"records without a date: {count_text(len(tally.undated))} ({_named(tally.undated)})"
    if tally.asked and mapping.uncertainty:
        cells = ", ".join(f'"{one}"' for one in sorted(set(tally.asked.values()))[:_ROWS_NAMED])
        yield (
            f'column "{mapping.uncertainty.column}" says that the place is known roughly ({cells}), and not to how many metres: no position'
            f" is written until [uncertainty] in the mapping says that; records: {count_text(len(tally.asked))} ({_named(tally.asked)})"
        )
    aside = DERIVED if is_own(table.columns) else ()  # which follow from the records of an export of ours
    unread = [
        one
        for one in table.columns
        if one and one not in (*mapping.named_columns, WHY, *aside) and any(row.cells.get(one) for row in rows)
    ]
    if unread:
        yield f"columns that the mapping does not take: {join_names(unread)}"
    if mapping.decimals is None and table.is_spreadsheet:
        yield from _lost_zeros(rows, position_columns(mapping))


def _conversions(tally: Tally) -> Iterator[str]:
    """What lengths and days were read as."""
    for column, unit in tally.units.items():
        yield f'column "{column}": its lengths are in {unit} and were converted to metres'
    for given, sorts in tally.times.items():
        if set(sorts) - {NO_TIME}:  # a column of midnights is one of days
            counts = "; ".join(f"{sort}: {count_text(count)}" for sort, count in sorts.items())
            yield f"{name_columns(given)}: times of day {counts}"
    for given, count in tally.numbered.items():
        counted = "those of a spreadsheet count days from 1900, larger ones seconds from 1970 in UTC"
        yield f"{name_columns(given)}: days written as numbers: {count_text(count)}; {counted}"


def _named(rows: Iterable[int]) -> str:
    numbers = sorted(rows)
    more = f" and {count_text(len(numbers) - _ROWS_NAMED)} more" if len(numbers) > _ROWS_NAMED else ""
    return f"row{'s' if len(numbers) > 1 else ''} {', '.join(map(str, numbers[:_ROWS_NAMED]))}{more}"


_FEWEST_CELLS, _FEWEST_DECIMALS = 3, 3


def _lost_zeros(rows: Sequence[TableRow], columns: Sequence[str]) -> Iterator[str]:
    """Whether number cells have lost noughts: most of the others have more decimals, and all the same number."""
    counts = [
        len(text.partition(".")[2])
        for row in rows
        for column in columns
        if (text := row.cells.get(column, "")) and re.fullmatch(r"-?\d{1,3}(\.\d+)?", text, re.ASCII)
    ]
    most = max(counts, default=0)
    fewer = sum(count < most for count in counts)
    if len(counts) >= _FEWEST_CELLS and most >= _FEWEST_DECIMALS and 0 < fewer <= len(counts) / 2 and most <= 12:
        named = " and ".join(f'"{one}"' for one in columns)
        yield (
            f"columns {named}: {count_text(fewer)} of {count_text(len(counts))} cells have fewer than {most} decimals; a spreadsheet drops the noughts"
            f" at the end of a number, so the place may seem less exact than it is; decimals = {most} in the mapping puts them back"
        )


def _left_without(
    made: list[MappedRow], unfit: set[int], known: set[Any], source: str, mapping: Mapping
) -> list[tuple[TableRow, Problem]]:
    """The rows that refer, directly or through others, to records of unfit rows: seen at once, however long the chain is."""
    kept = {one.feature['"id"'] for one in made if one.row.number not in unfit}
    kept |= {quote_string(one) for one in known if isinstance(one, str)}
    lost: deque[Node] = deque(one.feature['"id"'] for one in made if one.row.number in unfit)
    referring: dict[str, list[tuple[MappedRow, str]]] = {}
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
    for name in ("from", "to", "site", "of", "at", "origin", "about", "shows", "offset_from", "sources", "relies_on"):
        given = properties.get(f'"{name}"')
        yield from ((name, one) for one in (given if isinstance(given, list) else [given]) if isinstance(one, str))


def _lacks_position(made: dict[str, Node]) -> bool:
    properties = made['"properties"']
    return isinstance(properties, dict) and (
        made['"geometry"'] == "null"
        and properties['"kind"'] in _LOCATED
        and not {'"offset_from"', '"published_corners"'} & set(properties)
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
            if problem.code == codes.REPEATED_ID.id:
                message = _name_row(message, starts, rows)
            if problem.code == codes.DATE.id and mapping.dates is None and "wanted a date" in problem.message:
                message += f"; {_DATES}"
            yield rows[index], replace(problem, file=source, line=rows[index].number, column=1, message=message)
        elif problem.severity is Severity.ERROR:
            raise SitesError((problem,))


def _name_row(message: str, starts: Sequence[tuple[int, int]], rows: Sequence[TableRow]) -> str:
    """A message that names the row of the table in place of a line of the file that is not written yet."""
    match = re.search(r"on line (\d+)$", message)
    index = bisect_right(starts, (int(match[1]), sys.maxsize)) - 1 if match else -1
    return f"{message[: match.start()]}in row {rows[index].number} of the table" if match and index >= 0 else message


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

"""A mapping for a table, proposed from the names of its columns and what stands in them, for a person to check."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING

from geo.earth.notation.coordinates import CoordinatesError, parse_coordinates
from geo.record.dates import parse_dates
from geo.record.did_you_mean import join_names
from geo.record.edit.fields import FieldType, is_number, properties_with
from geo.record.escape import printable, quote_toml
from geo.record.import_table.column_names import (
    IDS,
    LATITUDE,
    LONGITUDE,
    PRINTED,
    PROPERTIES,
    called_one_of,
    of_axis,
    parts_of_axis,
)
from geo.record.import_table.csv_dialect import USUAL
from geo.record.json_file.layout import PROPERTIES as IN_ORDER
from geo.record.kinds import KINDS, properties_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from geo.record.import_table.csv_dialect import Dialect
    from geo.record.import_table.table import InputTable

_MOST_VALUES = 200
"""Values of a column that are looked at."""
_MOST_PRINTED = 20
"""And as coordinates, which takes longer."""
_DAY_FORMS = (
    *("%d.%m.%Y", "%d.%m.%y", "%d/%m/%Y", "%m/%d/%Y", "%d-%m-%Y", "%m-%d-%Y", "%Y/%m/%d", "%Y.%m.%d", "%d.%m.%Y %H:%M"),
    *("%d.%m.%Y %H:%M:%S", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M:%S%z", "%Y-%m-%dT%H:%M:%S.%f%z"),
)


def propose_mapping(source: str, table: InputTable, dialect: Dialect = USUAL) -> str:
    """The text of a mapping file for the first layer: what its columns suggest, and the other properties as comments."""
    return "\n".join(_lines(source, table, dialect)) + "\n"


def _lines(source: str, table: InputTable, dialect: Dialect) -> Iterator[str]:
    lower = {name.lower(): name for name in reversed(table.columns)}
    kinds = list(KINDS.values()) if "kind" in lower else [KINDS["fragment_site"]]
    wanted = {name for kind in kinds for name in properties_of(kind)}
    columns = {name: lower[name] for name in wanted if name in lower}
    if "kind" not in lower:
        columns = _suggested(table) | columns
    place, printed = _place(table)
    if printed:
        columns.setdefault("published_coordinates", printed)
    yield f"# What the columns of {printable(source)} mean. Check it, then:"
    yield f"#   geo import {printable(source)} --mapping THIS.toml -o NEW.geojson"
    yield "# Columns, each with its first value:"
    for column in table.columns:
        yield f"#   {quote_toml(column)}  {quote_toml(next(iter(_values(table, column)), '')[:60])}"
    if len(table.layers) > 1:
        yield f"layer = {quote_toml(table.layers[0])}  # of {join_names(list(map(quote_toml, table.layers)))}; or a list of them"
    if "kind" in lower:
        yield f"kind_column = {quote_toml(lower['kind'])}"
    else:
        yield f'kind = "fragment_site"  # one of {", ".join(KINDS)}'
    yield f"id = {quote_toml(_id(table))}"
    yield from _written(table, dialect, columns)
    yield from ("", "[place]", *place, "", "[columns]")
    names = {name for kind in KINDS.values() for name in properties_of(kind)}
    for name in sorted(names, key=lambda one: IN_ORDER.index(one) if one in IN_ORDER else len(IN_ORDER)):
        key = quote_toml(name) if ":" in name else name
        if name in columns:
            yield f"{key} = {quote_toml(columns[name])}"
        elif name in wanted and "kind" not in lower:
            yield f'# {key} = ""'
    yield from ("", "[constants]")
    if "sources" not in columns:
        yield '# sources = ["an-id"]'
    yield from ("", "# [[sources]]", '# id = "an-id"', '# title = "What the document is called"')


def _suggested(table: InputTable) -> dict[str, str]:
    """Properties of a fragment site, and columns with values under a name that people use for them."""
    found: dict[str, str] = {}
    for name, names in PROPERTIES.items():
        columns = called_one_of(table.columns, f"{name},{names}")
        if filled := [one for one in columns if _values(table, one)]:
            found[name] = filled[0]
    return found


def _id(table: InputTable) -> str:
    """A column in which every row has a value of its own, else the number of the row."""
    for column in called_one_of(table.columns, IDS):
        values = [row.cells.get(column, "") for row in table.rows if row.fault is None]
        if all(values) and len(set(values)) == len(values) and _may_be_filled_in(column):
            return f"{{{column}}}" if column.lower() == "id" else f"import-{{{column}}}"
    return "import-{row}"


def _written(table: InputTable, dialect: Dialect, columns: dict[str, str]) -> Iterator[str]:
    """How the table writes what it says, as far as it is not the usual way."""
    if dialect.delimiter:
        yield f"delimiter = {quote_toml(dialect.delimiter)}  # what separates the cells"
    if dialect.encoding:
        others = f"; {' and '.join(dialect.others)} would read it too, with other letters" if dialect.others else ""
        yield f"encoding = {quote_toml(dialect.encoding)}  # the file is not UTF-8{others}"
    numbers = [columns[name] for name in columns if name in properties_with(FieldType.NUMBER)]
    numbers += [column for column in (of_axis(table.columns, LONGITUDE), of_axis(table.columns, LATITUDE)) if column]
    values = [value for column in numbers for value in _values(table, column)]
    if sum(_has_comma(value) for value in values) > sum("." in value for value in values if is_number(value)):
        yield 'decimal = ","  # the decimal separator'
    days = [value for name in columns if name in properties_with(FieldType.DATE) for value in _values(table, columns[name])]
    yield from _dates(days)


def _has_comma(value: str) -> bool:
    return "," in value and is_number(value.replace(",", "."))


def _dates(days: list[str]) -> Iterator[str]:
    """In which form days are written; where a day and a month could be exchanged throughout, that is left to a person."""
    days = [day for day in days if not _is_iso(day)]
    fits = {form: sum(_reads(form, day) for day in days) for form in _DAY_FORMS}
    most = max(fits.values())
    best = [form for form in _DAY_FORMS if most and fits[form] == most]
    if len(best) == 1:
        yield f"dates = {quote_toml(best[0])}  # such as {quote_toml(next(day for day in days if _reads(best[0], day)))}"
    elif best:
        yield f"# dates = {quote_toml(best[0])}  # or {' or '.join(map(quote_toml, best[1:]))}: say which; {quote_toml(days[0][:60])}"


def _is_iso(day: str) -> bool:
    with suppress(ValueError):
        return bool(parse_dates(day))
    return False


def _reads(form: str, day: str) -> bool:
    with suppress(ValueError):
        return bool(datetime.strptime(day, form))  # noqa: DTZ007  # whether it can be read at all
    return False


def _place(table: InputTable) -> tuple[list[str], str | None]:
    """What [place] says, and what published_coordinates are filled from where that suits the values better."""
    nothing = ["# longitude and latitude: the columns in decimal degrees; or published_coordinates below"]
    if table.has_geometries:
        return ["geometry = true"], None
    parts = [parts_of_axis(table.columns, stems) for stems in (LATITUDE, LONGITUDE)]
    if all(parts) and _may_be_filled_in("".join(map(str, parts))):
        return nothing, " ".join(_axis(one) for one in parts)
    lon, lat = of_axis(table.columns, LONGITUDE), of_axis(table.columns, LATITUDE)
    if not lon or not lat:
        others = () if "kind" in table.columns else table.columns  # of one of our own exports nothing is to be searched
        columns = [*called_one_of(table.columns, PRINTED), *others]
        return nothing, next((one for one in columns if _mostly(map(_is_printed, _values(table, one)[:_MOST_PRINTED]))), None)
    pairs = [(row.cells[lat], row.cells[lon]) for row in table.rows if row.cells.get(lat) and row.cells.get(lon)]
    pairs = pairs[:_MOST_PRINTED]
    printed = not _mostly(map(_are_numbers, pairs)) and _mostly(_is_printed(" ".join(pair)) for pair in pairs)
    if printed and _may_be_filled_in(lat + lon):
        return nothing, f"{{{lat}}} {{{lon}}}"
    if _mostly(_are_numbers(pair) and not _are_degrees(pair) for pair in pairs):
        return [f"# {quote_toml(lat)} and {quote_toml(lon)} are not in degrees; convert metres to WGS 84 first"], None
    return [f"longitude = {quote_toml(lon)}", f"latitude = {quote_toml(lat)}"], None


def _axis(parts: list[str | None]) -> str:
    """Degrees, minutes, seconds and hemisphere as print has them."""
    return "".join(f"{{{part}}}{mark}" for part, mark in zip(parts, ("°", "'", '"', ""), strict=True) if part)


def _are_numbers(pair: tuple[str, str]) -> bool:
    return all(is_number(one.replace(",", ".")) for one in pair)


def _are_degrees(pair: tuple[str, str]) -> bool:
    return all(abs(float(one.replace(",", "."))) <= 180 for one in pair)


def _is_printed(text: str) -> bool:
    with suppress(CoordinatesError):
        return bool(parse_coordinates(text))
    return False


def _mostly(answers: Iterable[bool]) -> bool:
    """Whether more than half of some answers are yes."""
    found = list(answers)
    return sum(found) * 2 > len(found)


def _values(table: InputTable, column: str) -> list[str]:
    """The first values of a column, as many as are looked at."""
    return list(islice((row.cells[column] for row in table.rows if row.cells.get(column)), _MOST_VALUES))


def _may_be_filled_in(column: str) -> bool:
    return "{" not in column and "}" not in column

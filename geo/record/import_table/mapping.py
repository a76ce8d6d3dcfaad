"""Reads a mapping from table columns to records: a small TOML file that somebody writes and keeps.

    kind = "fragment_site"            # or kind_column = "Type", a column that says which
    id = "report-{Ref}"               # columns in braces, text around them; {row} is the number of the row
    layer = "waypoints"               # or a list, for a file that has several
    delimiter = ";"                   # of a CSV file; without it a comma
    encoding = "cp1251"               # of a CSV file; without it UTF-8
    decimal = ","                     # of the numbers in cells; without it a point
    dates = "%d.%m.%Y"                # how cells write a day, as strptime has it; ISO 8601 is read anyway

    [place]                           # one of these two, or published_coordinates among the columns
    longitude = "lon"                 # columns in decimal degrees of WGS 84
    latitude = "lat"
    geometry = true                   # the geometries that the file itself has

    [columns]                         # a property of the record = the column that gives it, or text with columns in braces
    published_coordinates = "{Lat} {Lon}"
    found_on = "Date"

    [constants]                       # a property = what it is in every row
    sources = ["agency-2021"]

    [[sources]]                       # source records that come along
    id = "agency-2021"
    title = "The agency's list"

A cell that is not written as this says is a problem of its row.
"""

from __future__ import annotations

import re
import tomllib
from datetime import UTC, date, datetime
from math import isfinite
from typing import TYPE_CHECKING, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from geo.record.did_you_mean import did_you_mean, join_names
from geo.record.escape import printable
from geo.record.json_file.parse import Number
from geo.record.kinds import KINDS, kinds_with
from geo.record.read_bytes import read_file
from geo.record.values import show_value

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator, Sequence

    from geo.record.import_table.table import InputTable

_STRICT = ConfigDict(strict=True, extra="forbid", frozen=True, arbitrary_types_allowed=True)
EXAMPLE_DAY = datetime(2021, 3, 15, tzinfo=UTC)
BRACES = re.compile(r"\{([^{}]*)\}")
_MOST_BYTES = 2**20
_MOST_POINTS = 100
"""In a line: a dotted key, `a.b.c`, takes memory with the square of its number of parts."""


class PlaceColumns(BaseModel):
    """Where a row says its place."""

    model_config = _STRICT
    longitude: str | None = None
    latitude: str | None = None
    geometry: bool = False

    @model_validator(mode="after")
    def _one_way(self) -> PlaceColumns:
        if (self.longitude is None) != (self.latitude is None):
            raise ValueError("longitude and latitude go together")
        if self.geometry and self.longitude is not None:
            raise ValueError("geometry and longitude with latitude exclude each other")
        return self


class Mapping(BaseModel):
    """What the file says."""

    model_config = _STRICT
    kind: str | None = None
    kind_column: str | None = None
    id: str
    layer: str | list[str] | None = None
    delimiter: str | None = Field(None, min_length=1, max_length=1)
    encoding: str | None = None
    decimal: Literal[".", ","] = "."
    dates: str | None = None
    place: PlaceColumns = PlaceColumns()
    columns: dict[str, str] = Field(default_factory=dict)
    constants: dict[str, Any] = Field(default_factory=dict)
    sources: list[dict[str, Any]] = Field(default_factory=list)

    @field_validator("dates")
    @classmethod
    def _whole_day(cls, form: str | None) -> str | None:
        if form is not None and not _tells_a_day(form):
            raise ValueError(f'wanted a day, a month and a year as strptime has them, such as "%d.%m.%Y", not "{form}"')
        return form

    @field_validator("constants")
    @classmethod
    def _constants_as_in_json(cls, constants: dict[str, Any]) -> dict[str, Any]:
        return {name: _as_in_json(value, name) for name, value in constants.items()}

    @field_validator("sources")
    @classmethod
    def _sources_as_in_json(cls, sources: list[dict[str, Any]]) -> list[dict[str, Any]]:
        return [{name: _as_in_json(value, name) for name, value in source.items()} for source in sources]

    @model_validator(mode="after")
    def _sound(self) -> Mapping:
        if (self.kind is None) == (self.kind_column is None):
            raise ValueError("wanted either kind or kind_column")
        if self.kind is not None and self.kind not in KINDS:
            raise ValueError(f'unknown kind "{self.kind}"; wanted one of {", ".join(KINDS)}')
        for name in (*self.columns, *self.constants):
            if not kinds_with(name):
                known = {one for kind in KINDS.values() for one in kind.model_fields}
                raise ValueError(f'no record has a property "{name}"{did_you_mean(name, known)}')
        if twice := self.columns.keys() & self.constants.keys():
            raise ValueError(f"{min(twice)} is both a column and a constant")
        return self

    @property
    def layers(self) -> list[str]:
        """The layers that are read; none stands for the only one."""
        return [self.layer] if isinstance(self.layer, str) else self.layer or []

    def missing(self, table: InputTable) -> Iterator[str]:
        """A sentence for each column that is named here and not in a table."""
        named: list[tuple[str, str | None]] = [
            (f"columns.{name}", column)
            for name, given in self.columns.items()
            for column in ([given] if given in table.columns else columns_in(given))
        ]
        named += [("place.longitude", self.place.longitude), ("place.latitude", self.place.latitude)]
        named += [("id", column) for column in BRACES.findall(self.id) if column != "row"]
        for where, column in [("kind_column", self.kind_column), *named]:
            if column is not None and column not in table.columns:
                hint = did_you_mean(column, table.columns) or f"; it has {join_names(table.columns)}"
                yield f'{where}: the table has no column "{column}"{hint}'


def columns_in(given: str) -> list[str]:
    """The columns that a text names in braces; without braces it is the name of one.

    >>> columns_in("{Lat} {Lon}"), columns_in("Lat"), columns_in("Site {row}")
    (['Lat', 'Lon'], ['Lat'], [])
    """
    return [name for name in BRACES.findall(given) if name != "row"] if BRACES.search(given) else [given]


def _as_in_json(value: object, name: str) -> object:
    """A value of TOML as JSON has it: a date as text; a time, a table and an infinite number are none of a record's."""
    if isinstance(value, list) and not any(isinstance(one, list) for one in value):
        return [_as_in_json(one, name) for one in value]
    if isinstance(value, date):
        return value.isoformat()
    if not isinstance(value, str | int | float) or (isinstance(value, float) and not isfinite(value)):
        raise ValueError(f"{name}: wanted a text, a number, a date, true, false or a list of texts, not {show_value(value)}")
    return value


def _tells_a_day(form: str) -> bool:
    if not re.search("%[Yy]", form):
        return False
    try:
        return datetime.strptime(EXAMPLE_DAY.strftime(form), form).date() == EXAMPLE_DAY.date()  # noqa: DTZ007  # the day alone
    except (ValueError, re.error):  # the second of a directive that comes twice
        return False


class MappingError(ValueError):
    """A mapping that cannot be used; `sentences` has one for each fault."""

    def __init__(self, sentences: Sequence[str]) -> None:
        super().__init__("\n".join(map(printable, sentences)))
        self.sentences = sentences


def read_mapping(path: str | os.PathLike[str]) -> Mapping:
    """Read a mapping file.

    Raises:
        MappingError: if it is not TOML, or says what cannot be; one line for each fault.
        OSError: if it cannot be read.
    """
    data = read_file(path, _MOST_BYTES)
    if len(data) > _MOST_BYTES:
        raise MappingError([f"{path}: the file is larger than {_MOST_BYTES >> 10} KiB, too large for a mapping"])
    if any(line.count(b".") > _MOST_POINTS for line in data.splitlines()):
        raise MappingError([f"{path}: a line has more than {_MOST_POINTS} points, more than any mapping needs; break it up"])
    try:
        said = tomllib.loads(data.decode("utf-8-sig"), parse_float=Number)
    except RecursionError:
        raise MappingError([f"{path}: too many nested brackets are open"]) from None
    except ValueError as error:  # also of a number of thousands of digits, and of text in another encoding
        raise MappingError([f"{path}: this is not TOML: {error}"]) from None
    try:
        return Mapping.model_validate(said)
    except ValidationError as error:
        faults = error.errors(include_url=False)
        raise MappingError([f"{path}: {_sentence(one['loc'], one['msg'])}" for one in faults]) from None


def _sentence(where: tuple[int | str, ...], message: str) -> str:
    said = message.removeprefix("Value error, ")
    return f"{'.'.join(map(str, where))}: {said}" if where else said

"""Reads a mapping from table columns to records: a small TOML file that somebody writes and keeps.

    kind = "fragment_site"            # or kind_column = "Type", a column that says which
    id = "report-{Ref}"               # columns in braces, text around them; {row} is the number of the row, {a|b} the first that is filled
    layer = "waypoints"               # or a list, for a file that has several
    header = 3                        # the row with the headings, where others stand above it
    delimiter = ";"                   # of a CSV file; without it a comma
    encoding = "cp1251"               # of a CSV file; without it UTF-8
    decimal = ","                     # of the numbers in cells; without it a point
    decimals = 6                      # decimals of degrees that a spreadsheet's number cells have lost
    dates = "%d.%m.%Y"                # how cells write a day, as strptime has it, or a list of forms; ISO 8601 is read anyway
    no_time = ["00:00", "12:00"]      # times of day that say nothing, since only the day is known; without it midnight
    links = ["Post", "Archive"]       # columns whose links become source records
    skip = ["DeviceID"]               # columns that are never taken, and are not reported as left out

    only_with = "kind"                # rows with nothing in this column are no records

    [place]                           # one of these two, or published_coordinates among the columns
    longitude = "lon"                 # columns in decimal degrees of WGS 84
    latitude = "lat"
    geometry = true                   # the geometries that the file itself has
    wkt = "WKT"                       # a column with geometries as well-known text
    heights = true                    # the third coordinates of points, unless 0, become elevation_m

    [kinds]                           # what the cells of kind_column mean; other cells are the kind above
    Craters = "strike_report"

    [split]                           # columns whose words become columns of their own
    gps = ["lat", "lon", "alt", "acc"]

    [empty]                           # what stands in a column where nothing is known
    acc = ["0", "0.0"]

    [uncertainty]                     # metres by the cells of a column; "?" writes no position, "printed" leaves it to the digits
    column = "geo_precision"
    1 = "printed"
    2 = "?"
    otherwise = "?"

    [coarse_dates]                    # days that stand for a week, a month or a year, by the cells of a column
    column = "time_precision"
    3 = "month"

    [words.accident]                  # a property by what stands in a column, or in a text with columns in braces
    column = "{Event}; {Activity}"
    "*demining*" = "demining_accident"
    "accident*" = "mine_accident"     # the first that fits

    [corners]                         # rows that are corners of one outline
    group = ["area", "shape"]
    order = "number"
    longitude = "x"
    latitude = "y"
    when = "Polygon"                  # in the column `type`; other rows are points
    type = "shapeenum"

    [columns]                         # a property of the record = the column that gives it, or text with columns in braces
    published_coordinates = "{Lat} {Lon}"
    found_on = "Date"                 # or "{Date} {Time}": a day, and its time, which may be empty; or "{From}/{To}"
    "name:uk" = "Назва"               # the name in another language
    x_team = "Team"                   # a property of your own

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
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from geo.record.did_you_mean import did_you_mean, join_names
from geo.record.escape import printable
from geo.record.json_file.parse import Number
from geo.record.kinds import KINDS, is_custom, is_property
from geo.record.language_names import suggest_language_name
from geo.record.read_bytes import read_file
from geo.record.values import show_value

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator, Sequence

    from geo.record.import_table.rows import InputTable

_STRICT = ConfigDict(strict=True, extra="forbid", frozen=True, arbitrary_types_allowed=True)
EXAMPLE_DAY = datetime(2021, 3, 15, tzinfo=UTC)
BRACES = re.compile(r"\{([^{}]*)\}")
DAY_AND_TIME = re.compile(r"\{([^{}]+)\} \{([^{}]+)\}")
"""A day from one column with its time from another, which may be empty."""
DAYS_FROM_TO = re.compile(r"\{([^{}]+)\}/\{([^{}]+)\}")
"""The first and the last day from two columns, of which one may be empty."""
_MOST_BYTES = 2**20
_MOST_POINTS = 100
"""In a line: a dotted key, `a.b.c`, takes memory with the square of its number of parts."""


class PlaceColumns(BaseModel):
    """Where a row says its place."""

    model_config = _STRICT
    longitude: str | None = None
    latitude: str | None = None
    geometry: bool = False
    heights: bool = False
    wkt: str | None = None

    @model_validator(mode="after")
    def _one_way(self) -> PlaceColumns:
        if (self.longitude is None) != (self.latitude is None):
            raise ValueError("longitude and latitude go together")
        if self.geometry and self.longitude is not None:
            raise ValueError("geometry and longitude with latitude exclude each other")
        return self


ASK, PRINTED = "?", "printed"


class CellFigures(BaseModel):
    """What the cells of a column mean for a property of the row, by the cell; a `*` at an end of it is any text."""

    model_config = ConfigDict(strict=True, extra="allow", frozen=True, arbitrary_types_allowed=True)
    column: str
    otherwise: str | int | float | None = None

    def meaning(self, cell: str) -> str | None:
        """What a cell means, as text; None where the mapping does not say."""
        said = self.model_extra or {}
        folded = cell.casefold()
        for given, meaning in said.items():
            if _fits(folded, given.casefold()):
                return str(getattr(meaning, "digits", meaning))
        return None if self.otherwise is None or not cell else str(getattr(self.otherwise, "digits", self.otherwise))


def _fits(cell: str, name: str) -> bool:
    stem = name.removeprefix("*").removesuffix("*")
    if name.startswith("*"):
        return stem in cell if name.endswith("*") else cell.endswith(stem)
    return cell.startswith(stem) if name.endswith("*") else cell == name


class Corners(BaseModel):
    """Which rows are corners of an outline, and in which order."""

    model_config = _STRICT
    group: list[str] = Field(min_length=1)
    order: str
    longitude: str
    latitude: str
    type: str | None = None
    when: str | None = None


COARSE = {"week": 6, "month": 0, "year": 0}
"""What a day may stand for, and how many days to either side of it are added."""


class Mapping(BaseModel):
    """What the file says."""

    model_config = _STRICT
    kind: str | None = None
    kind_column: str | None = None
    id: str
    layer: str | list[str] | None = None
    delimiter: str | None = Field(None, min_length=1, max_length=1)
    encoding: str | None = None
    header: int | None = Field(None, ge=1, le=1000)
    decimal: Literal[".", ","] = "."
    decimals: int | None = Field(None, ge=0, le=12)
    dates: str | list[str] | None = None
    no_time: list[Annotated[str, Field(pattern=r"^\d\d:\d\d(:\d\d)?$")]] = Field(default_factory=lambda: ["00:00"])
    links: list[str] = Field(default_factory=list)
    skip: list[str] = Field(default_factory=list)
    only_with: str | None = None
    place: PlaceColumns = PlaceColumns()
    kinds: dict[str, str] = Field(default_factory=dict)
    split: dict[str, list[str]] = Field(default_factory=dict)
    empty: dict[str, list[str]] = Field(default_factory=dict)
    uncertainty: CellFigures | None = None
    coarse_dates: CellFigures | None = None
    words: dict[str, CellFigures] = Field(default_factory=dict)
    corners: Corners | None = None
    columns: dict[str, str] = Field(default_factory=dict)
    constants: dict[str, Any] = Field(default_factory=dict)
    sources: list[dict[str, Any]] = Field(default_factory=list)

    @field_validator("dates")
    @classmethod
    def _whole_day(cls, given: str | list[str] | None) -> str | list[str] | None:
        for form in [given] if isinstance(given, str) else given or ():
            if not _tells_a_day(form):
                raise ValueError(f'wanted a day, a month and a year as strptime has them, such as "%d.%m.%Y", not "{form}"')
        return given

    @field_validator("coarse_dates")
    @classmethod
    def _spans(cls, given: CellFigures | None) -> CellFigures | None:
        for meaning in (given.model_extra or {}).values() if given else ():
            if meaning not in COARSE:
                raise ValueError(f"wanted one of {', '.join(COARSE)}, not {show_value(meaning)}")
        return given

    @field_validator("uncertainty")
    @classmethod
    def _metres(cls, given: CellFigures | None) -> CellFigures | None:
        for meaning in [*(given.model_extra or {}).values(), given.otherwise or 0] if given else ():
            is_number = isinstance(meaning, int | float) and not isinstance(meaning, bool) and 0 <= meaning < 20_003_931
            if not is_number and meaning not in (ASK, PRINTED):
                raise ValueError(f'wanted metres, "{ASK}" or "{PRINTED}", not {show_value(meaning)}')
        return given

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
        if (self.kind is None) == (self.kind_column is None) and not (self.kind and self.kinds):
            raise ValueError("wanted either kind or kind_column")
        if self.kinds and self.kind_column is None:
            raise ValueError("kinds says what the cells of kind_column mean, and kind_column is missing")
        for kind in filter(None, (self.kind, *self.kinds.values())):
            if kind not in KINDS:
                raise ValueError(f'unknown kind "{kind}"; wanted one of {", ".join(KINDS)}')
        for name in (*self.columns, *self.constants, *self.words):
            if not is_property(name) and not is_custom(name):
                known = {one for kind in KINDS.values() for one in kind.properties}
                hint = suggest_language_name(name) or did_you_mean(name, known)
                raise ValueError(f'no record has a property "{name}"{hint}')
        if twice := self.columns.keys() & self.constants.keys():
            raise ValueError(f"{min(twice)} is both a column and a constant")
        if twice := self.words.keys() & (self.columns.keys() | self.constants.keys()):
            raise ValueError(f"{min(twice)} is both in words and a column or a constant")
        return self

    @property
    def layers(self) -> list[str]:
        """The layers that are read; none stands for the only one."""
        return [self.layer] if isinstance(self.layer, str) else self.layer or []

    @property
    def day_forms(self) -> list[str]:
        """The forms in which cells write a day, besides ISO 8601."""
        return [self.dates] if isinstance(self.dates, str) else self.dates or []

    @property
    def named_columns(self) -> set[str]:
        """All columns from which something is taken, or that are left out on purpose."""
        found = {
            self.kind_column,
            self.only_with,
            self.place.longitude,
            self.place.latitude,
            self.place.wkt,
            *self.links,
            *self.skip,
            *self.split,
        }
        found |= {column for given in (*self.columns.values(), self.id) for column in (given, *columns_in(given))}
        found |= {one.column for one in (self.uncertainty, self.coarse_dates) if one}
        found |= {column for one in self.words.values() for column in columns_in(one.column)}
        if self.corners:
            found |= {*self.corners.group, *self._corner_columns()}
        return {one for one in found if one}

    def _corner_columns(self) -> list[str | None]:
        corners = self.corners
        return [corners.order, corners.longitude, corners.latitude, corners.type] if corners else []

    def missing(self, table: InputTable) -> Iterator[str]:
        """A sentence for each column that is named here and not in a table."""
        made = {name for names in self.split.values() for name in names}
        named: list[tuple[str, str | None]] = [
            (f"columns.{name}", column)
            for name, given in self.columns.items()
            for column in ([given] if given in table.columns else columns_in(given))
        ]
        named += [("place.longitude", self.place.longitude), ("place.latitude", self.place.latitude)]
        named += [("id", column) for column in columns_in(self.id) if BRACES.search(self.id)]
        named += [("only_with", self.only_with), ("place.wkt", self.place.wkt), *(("links", column) for column in self.links)]
        named += [("split", column) for column in self.split]
        for name, one in (("uncertainty", self.uncertainty), ("coarse_dates", self.coarse_dates)):
            named += [(f"{name}.column", one.column)] if one else []
        for name, one in self.words.items():
            named += [(f"words.{name}.column", column) for column in columns_in(one.column)]
        if self.corners:
            named += [("corners", column) for column in (*self.corners.group, *self._corner_columns())]
        for where, column in [("kind_column", self.kind_column), *named]:
            if column is not None and column not in table.columns and column not in made:
                hint = did_you_mean(column, table.columns) or f"; it has {join_names(table.columns)}"
                yield f'{where}: the table has no column "{column}"{hint}'


def columns_in(given: str) -> list[str]:
    """The columns that a text names in braces; without braces it is the name of one.

    >>> columns_in("{Lat} {Lon}"), columns_in("Lat"), columns_in("Site {row}")
    (['Lat', 'Lon'], ['Lat'], [])
    """
    if not BRACES.search(given):
        return [given]
    return [name for names in BRACES.findall(given) for name in names.split("|") if name != "row"]


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
        if not re.search("%[djxcDF]", form):  # a month or a year is a date too
            return datetime.strptime(EXAMPLE_DAY.strftime(form), form).year == EXAMPLE_DAY.year  # noqa: DTZ007  # the year alone
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
    return parse_mapping(str(path), read_file(path, _MOST_BYTES))


def parse_mapping(path: str, data: bytes) -> Mapping:
    """Read the bytes of a mapping; `path` is what messages call it.

    Raises:
        MappingError: if it is not TOML, or says what cannot be; one line for each fault.
    """
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

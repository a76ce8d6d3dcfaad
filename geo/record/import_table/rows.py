"""The rows of a table, every cell as text, and the table that they make up."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from geo.record.json_file.layout import Node


class TableRow(NamedTuple):
    """A row, every cell as text; a number of a CSV file has its digits as typed."""

    number: int
    """The line on which it begins in a CSV file, otherwise the number of the row; counted from 1."""
    cells: dict[str, str]
    geometry: Node = "null"
    """Its geometry as the file that people edit has it."""
    fault: str | None = None
    """Why it cannot be read."""
    height: str = ""
    """The height of a point, in metres, if its geometry has one other than 0, which programs write where they know none."""
    extra: tuple[str, ...] = ()
    """Cells for which there is no heading."""
    is_typed: bool = False
    """Whether its geometry has the digits that somebody typed."""
    corners: tuple[TableRow, ...] = ()
    """The rows of the table that it was put together from, where it is an outline of several."""


class InputTable(NamedTuple):
    """Columns in their order, and rows."""

    columns: tuple[str, ...]
    rows: list[TableRow]
    layers: tuple[str, ...] = ()
    """The layers of the file, for a file that has layers."""
    layers_read: tuple[str, ...] = ()
    """Those of them that the rows are from."""
    notices: tuple[str, ...] = ()
    """What a reader should know of how it was read: a sentence each."""
    preface: tuple[tuple[str, ...], ...] = ()
    """The rows above the headings."""
    is_spreadsheet: bool = False
    """Whether numbers may have lost the noughts at their ends."""
    tags: dict[str, str] = {}  # noqa: RUF012  # nobody changes it
    """The HXL tag of each column that has one."""
    pairs: frozenset[str] = frozenset()
    """The columns of JSON with lists of two or three numbers."""

    @property
    def has_geometries(self) -> bool:
        """Whether any row has one."""
        return any(row.geometry != "null" for row in self.rows)

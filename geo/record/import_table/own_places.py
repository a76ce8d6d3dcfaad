"""Gives the rows of our own exports their places back, and says how many were moved since."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.earth.quantities import plural
from geo.record.kept_place import is_own, restore_place

if TYPE_CHECKING:
    from geo.record.import_table.rows import InputTable


def restore_places(table: InputTable) -> InputTable:
    """A table of an export of ours whose rows have the geometries of their records; any other table as it is."""
    if "id" not in table.columns or not is_own(table.columns):
        return table
    rows, moved = [], 0
    for row in table.rows:
        found = restore_place(row.cells, row.geometry)
        height = "" if found.is_typed else row.height
        rows.append(row._replace(geometry=found.geometry, cells=found.cells, is_typed=found.is_typed, height=height))
        moved += found.is_moved
    said = f"{plural(moved, 'place')} moved since the export: the new position is taken, and not the digits of the old one"
    return table._replace(rows=rows, notices=(*table.notices, *([said] if moved else [])))

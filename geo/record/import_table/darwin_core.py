"""Reads the records of a Darwin Core table of ours, whose `dynamicProperties` hold what no term does."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from geo.record.kept_place import LATITUDE, LONGITUDE, TOTAL, WKT
from geo.record.kinds import KINDS, FragmentSite, StrikeReport

if TYPE_CHECKING:
    from geo.record.import_table.rows import InputTable, TableRow

_DYNAMIC = "dynamicProperties"
_TERMS = {
    "verbatimSRS": "geodetic_datum",
    "minimumElevationInMeters": "elevation_m",
    "minimumDepthInMeters": "depth_m",
    "decimalLatitude": LATITUDE,
    "decimalLongitude": LONGITUDE,
    "footprintWKT": WKT,
    "coordinateUncertaintyInMeters": TOTAL,
}
"""The terms that hold a property as it is."""
_DAYS = {FragmentSite.kind: "found_on", StrikeReport.kind: "struck_on"}


def restore_records(table: InputTable) -> InputTable:
    """A Darwin Core table of ours with the columns of the file that people edit; any other table as it is."""
    if _DYNAMIC not in table.columns or not any(map(_others, table.rows)):
        return table
    rows = [row._replace(cells=_cells(row, own)) if (own := _others(row)) else row for row in table.rows]
    columns = tuple(dict.fromkeys((*(name for row in rows for name in row.cells), TOTAL)))
    return table._replace(columns=columns, rows=rows)


def _others(row: TableRow) -> dict[str, Any]:
    """What `dynamicProperties` hold of a record of ours; nothing in a row of anybody else."""
    try:
        said = json.loads(row.cells.get(_DYNAMIC, ""))
    except (ValueError, RecursionError):
        return {}
    return said if isinstance(said, dict) and said.get("kind") in list(KINDS) else {}


def _cells(row: TableRow, own: dict[str, Any]) -> dict[str, str]:
    cells = {name: _text(value) for name, value in own.items() if isinstance(value, str | int | float)}
    cells |= {name: text for term, name in _TERMS.items() if (text := row.cells.get(term, ""))}
    cells["id"] = row.cells.get("eventID") or row.cells.get("locationID", "")
    cells["sources"] = row.cells.get("georeferenceSources", "").replace(" | ", " ")
    if day := _DAYS.get(cells["kind"]):
        cells[day] = row.cells.get("eventDate", "")
    if "published_corners" not in own or row.cells.get("verbatimCoordinateSystem"):  # else they stand there too
        cells["published_coordinates"] = row.cells.get("verbatimCoordinates", "")
    return cells


def _text(value: str | float) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return value.strip() if isinstance(value, str) else repr(value).removesuffix(".0")

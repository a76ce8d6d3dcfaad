"""Gives rows of our own exports their places back: digits as typed, outlines, heights, and no point where none was given."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Any

from geo.earth.quantities import plural
from geo.earth.uncertainty import unprinted_uncertainty_m
from geo.record.edit.fields import is_number
from geo.record.import_table.well_known_text import read_wkt
from geo.record.json_file.layout import quote_string
from geo.record.kinds import KINDS, Located, ReportedZone

if TYPE_CHECKING:
    from geo.record.import_table.rows import InputTable, TableRow
    from geo.record.json_file.layout import Node

TOTAL = "total_uncertainty_m"
"""The column that only exports of ours have: how well a place is known, all included."""
LATITUDE, LONGITUDE, WKT = "latitude", "longitude", "wkt"
DERIVED = frozenset(
    (
        *(LATITUDE, LONGITUDE, WKT, "dms", "mgrs", TOTAL),
        *("verdict", "measured_m", "gap_m", "gap_deg", "independent", "explanation"),
    )
)
"""The columns of exports of ours that say what follows from the records, and are none of their properties."""
_ROOM_DEG = 2e-9
"""How far a float may be from the digits that it was made from: texts have a billionth of a degree."""
_ROOM_M = 0.002
_METRES_OF_A_DEGREE, _NARROWEST = 110_000, 0.01
_DEGREES = re.compile(r"-?\d{1,3}(\.\d{1,20})?", re.ASCII)


def restore_places(table: InputTable) -> InputTable:
    """A table of an export of ours whose rows have the geometries of their records; any other table as it is.

    A point that was moved since stays where it was moved to, which is said.
    """
    if not {"id", "kind", TOTAL} <= set(table.columns):
        return table
    rows, moved = [], 0
    for row in table.rows:
        kind = KINDS.get(row.cells.get("kind", ""))
        if kind is None or not issubclass(kind, Located):
            rows.append(row)
        elif _is_moved(row):
            moved += 1
            rows.append(row._replace(cells=_without_digits(row)))
        else:
            rows.append(_with_circle(_restored(row, is_zone=issubclass(kind, ReportedZone))))
    said = f"{plural(moved, 'place')} moved since the export: the new position is taken, and not the digits of the old one"
    return table._replace(rows=rows, notices=(*table.notices, *([said] if moved else [])))


def _restored(row: TableRow, *, is_zone: bool) -> TableRow:
    """A row whose geometry is that of its record."""
    if row.cells.get("offset_from"):  # from which the place follows
        return row._replace(geometry="null", cells=_without_digits(row))
    drawn = _read_outline(row)
    if drawn is not None and not (is_zone and _is_point(row.geometry) and not _is_point(drawn)):
        return row._replace(geometry=drawn, height="", is_typed=True)
    if (row.geometry == "null" or _is_point(row.geometry)) and (pair := _digits(row)):
        point: dict[str, Node] = {'"type"': quote_string("Point"), '"coordinates"': list(pair)}
        return row._replace(geometry=point, is_typed=True)
    return row


def _read_outline(row: TableRow) -> dict[str, Node] | None:
    """The geometry that the digits of a row describe; None where they are cut, or were none."""
    try:
        return read_wkt(row.cells.get(WKT, ""), heights=True)
    except ValueError:
        return None


def _without_digits(row: TableRow) -> dict[str, str]:
    return {name: text for name, text in row.cells.items() if name not in (LATITUDE, LONGITUDE, WKT)}


def _digits(row: TableRow) -> tuple[str, str] | None:
    """Longitude and latitude as the columns of the row have them, also if a spreadsheet made their points commas."""
    lon, lat = (row.cells.get(name, "").replace(",", ".") for name in (LONGITUDE, LATITUDE))
    return (lon, lat) if _DEGREES.fullmatch(lon) and _DEGREES.fullmatch(lat) else None


def _is_moved(row: TableRow) -> bool:
    """Whether a row's geometry is another one than its digits say."""
    if _is_point(row.geometry):
        pair = _digits(row)
        return pair is not None and any(map(_is_off, _positions(row.geometry)[0], pair, (_printed_room_deg(row),) * 2))
    drawn = _read_outline(row)
    return row.geometry != "null" and drawn is not None and _corners(row.geometry) != _corners(drawn)


def _positions(geometry: Any) -> list[list[str]]:
    """All positions of a point or a polygon."""
    coordinates = geometry['"coordinates"']
    return [coordinates] if _is_point(geometry) else [pair for ring in coordinates for pair in ring]


def _corners(geometry: Any) -> set[tuple[float, float]] | None:
    """The corners of a polygon to a tenth of a millimetre or so; None for another geometry."""
    if geometry['"type"'] != '"Polygon"':
        return None
    return {(round(float(pair[0]), 8), round(float(pair[1]), 8)) for pair in _positions(geometry)}


def _is_off(degrees: str, digits: str, room_deg: float) -> bool:
    """Whether degrees differ from others by more than half of the last digit of these."""
    apart = abs(float(degrees) - float(digits))
    room = 10.0 ** -len(digits.partition(".")[2]) / 2 * (1 + 1e-6)
    return min(apart, abs(360 - apart)) > room + _ROOM_DEG + room_deg


def _printed_room_deg(row: TableRow) -> float:
    """How far the point of a row may lie from the digits, in degrees: printed coordinates, which decide, have their uncertainty."""
    total = row.cells.get(TOTAL, "")
    if not row.cells.get("published_coordinates") or not is_number(total):
        return 0.0
    at = _positions(row.geometry)[0]
    return float(total) / _METRES_OF_A_DEGREE / max(_NARROWEST, math.cos(math.radians(float(at[1]))))


def _is_point(geometry: Node) -> bool:
    return isinstance(geometry, dict) and geometry['"type"'] == '"Point"'


def _with_circle(row: TableRow) -> TableRow:
    """A row that claims its place no better than its export did, if what bounded the place is gone."""
    total, stated, pair = row.cells.get(TOTAL, ""), row.cells.get("uncertainty_m", ""), _digits(row)
    printed = any(row.cells.get(name) for name in ("published_coordinates", "published_corners", "offset_from"))
    if printed or pair is None or not (_is_point(row.geometry) or row.geometry == "null") or not is_number(total):
        return row
    known_m = float(stated) if is_number(stated) else unprinted_uncertainty_m(float(pair[1]), *pair)
    if float(total) <= known_m + _ROOM_M:
        return row
    return row._replace(cells={**row.cells, "uncertainty_m": total})

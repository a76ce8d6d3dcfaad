"""Gives records of our own exports their places back: digits as typed, outlines, heights, no point where none was given."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Any, NamedTuple

from geo.earth.uncertainty import unprinted_uncertainty_m
from geo.record.json_file.layout import is_number, quote_string
from geo.record.kinds import KINDS, Located, ReportedZone
from geo.record.well_known_text import read_wkt

if TYPE_CHECKING:
    from collections.abc import Collection

    from geo.record.json_file.layout import Node

TOTAL = "total_uncertainty_m"
"""The column that only exports of ours have: how well a place is known, all included."""
LATITUDE, LONGITUDE, WKT = "latitude", "longitude", "wkt"
DERIVED = frozenset(
    (
        *(LATITUDE, LONGITUDE, WKT, "dms", "mgrs", TOTAL),
        *("verdict", "measured_m", "gap_m", "gap_deg", "independent", "explanation"),
        *("first_day", "last_day", "sources_in_full"),
    )
)
"""The columns of exports and tables of ours that say what follows from the records, and are none of their properties."""
_ROOM_DEG = 2e-9
"""How far a float may be from the digits that it was made from: texts have a billionth of a degree."""
_ROOM_M = 0.002
_METRES_OF_A_DEGREE, _NARROWEST = 110_000, 0.01
_DEGREES = re.compile(r"-?\d{1,3}(\.\d{1,20})?", re.ASCII)


class RestoredPlace(NamedTuple):
    """What a row of an export says of its place."""

    geometry: Node
    cells: dict[str, str]
    """The cells of the row, without digits that hold no longer."""
    is_typed: bool = False
    """Whether the geometry has the digits that somebody typed."""
    is_moved: bool = False
    """Whether the geometry is another one than the digits say: somebody moved it, and it stays there."""


def is_own(columns: Collection[str]) -> bool:
    """Whether columns are those of an export of ours with places."""
    return "kind" in columns and TOTAL in columns


def restore_place(cells: dict[str, str], geometry: Node) -> RestoredPlace:
    """The place of a row of an export of ours, with the digits, the outline and the heights that were typed.

    Nothing is claimed better than it was: where the outline is gone, or the digits are, the whole uncertainty takes its place.
    """
    kind = KINDS.get(cells.get("kind", ""))
    if kind is None or not issubclass(kind, Located):
        return RestoredPlace(geometry, cells)
    if _is_moved(cells, geometry):
        return RestoredPlace(geometry, _without_digits(cells), is_moved=True)
    if cells.get("offset_from") or cells.get("published_corners"):  # from which the place follows
        return RestoredPlace("null", _without_digits(cells))
    drawn = _read_outline(cells)
    if _is_point(drawn or "null") and (pair := _digits(cells)) and any(map(_is_off, _positions(drawn)[0], pair, (0, 0))):
        drawn = None  # somebody changed the digits in a table without geometries
    if drawn is not None and not (issubclass(kind, ReportedZone) and _is_point(geometry) and not _is_point(drawn)):
        return RestoredPlace(drawn, cells, is_typed=True)
    if (geometry == "null" or _is_point(geometry)) and (pair := _digits(cells)):
        point: dict[str, Node] = {'"type"': quote_string("Point"), '"coordinates"': list(pair)}
        return RestoredPlace(point, _with_circle(cells, pair), is_typed=True)
    return RestoredPlace(geometry, cells)


def _read_outline(cells: dict[str, str]) -> dict[str, Node] | None:
    """The geometry that the digits of a row describe; None where they are cut, or were none."""
    try:
        return read_wkt(cells.get(WKT, ""), heights=True)
    except ValueError:
        return None


def _without_digits(cells: dict[str, str]) -> dict[str, str]:
    return {name: text for name, text in cells.items() if name not in (LATITUDE, LONGITUDE, WKT)}


def _digits(cells: dict[str, str]) -> tuple[str, str] | None:
    """Longitude and latitude as the columns of the row have them, also if a spreadsheet made their points commas."""
    lon, lat = (cells.get(name, "").replace(",", ".") for name in (LONGITUDE, LATITUDE))
    return (lon, lat) if _DEGREES.fullmatch(lon) and _DEGREES.fullmatch(lat) else None


def _is_moved(cells: dict[str, str], geometry: Node) -> bool:
    """Whether a geometry is another one than the digits say."""
    if geometry == "null":
        return False
    if _is_point(geometry):
        pair, at = _digits(cells), _positions(geometry)[0]
        return pair is not None and any(map(_is_off, at, pair, (_printed_room_deg(cells, at),) * 2))
    drawn = _read_outline(cells)
    return drawn is not None and _corners(geometry) != _corners(drawn)


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


def _printed_room_deg(cells: dict[str, str], at: list[str]) -> float:
    """How far a point may lie from the digits, in degrees: printed coordinates, which decide, have their uncertainty."""
    total = cells.get(TOTAL, "")
    if not cells.get("published_coordinates") or not is_number(total):
        return 0.0
    return float(total) / _METRES_OF_A_DEGREE / max(_NARROWEST, math.cos(math.radians(float(at[1]))))


def _is_point(geometry: Node) -> bool:
    return isinstance(geometry, dict) and geometry['"type"'] == '"Point"'


def _with_circle(cells: dict[str, str], pair: tuple[str, str]) -> dict[str, str]:
    """The cells of a point that claim its place no better than its export did, if what bounded the place is gone."""
    total, stated = cells.get(TOTAL, ""), cells.get("uncertainty_m", "")
    printed = any(cells.get(name) for name in ("published_coordinates", "published_corners", "position_error_m"))
    if printed or not is_number(total):
        return cells
    known_m = float(stated) if is_number(stated) else unprinted_uncertainty_m(float(pair[1]), *pair)
    return cells if float(total) <= known_m + _ROOM_M else {**cells, "uncertainty_m": total}

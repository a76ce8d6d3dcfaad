"""Puts rows that are corners of one outline together into one row with a polygon."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.record.json_file.layout import is_number, quote_string, turn_rings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.record.import_table.mapping import Corners
    from geo.record.import_table.rows import TableRow
    from geo.record.json_file.layout import Node

_FEWEST = 3


def gather_corners(rows: Sequence[TableRow], corners: Corners | None) -> list[TableRow]:
    """The rows, with those that are corners of one outline as one row, which stands where the first of them stood.

    It has the cells that all its corners share; its geometry is the polygon, closed, with the digits as typed.
    """
    if corners is None:
        return list(rows)
    found: dict[object, list[TableRow]] = {}
    for row in rows:
        is_corner = row.fault is None and (corners.type is None or row.cells.get(corners.type) == corners.when)
        key = tuple(row.cells.get(column, "") for column in corners.group) if is_corner else row.number
        found.setdefault(key, []).append(row)
    return [_outline(parts, corners) if isinstance(key, tuple) else parts[0] for key, parts in found.items()]


def _outline(parts: list[TableRow], corners: Corners) -> TableRow:
    first = parts[0]
    number = first.number
    cells = {name: text for name, text in first.cells.items() if all(one.cells.get(name) == text for one in parts)}
    together = first._replace(cells=cells, corners=tuple(parts))
    orders = [one.cells.get(corners.order, "") for one in parts]
    named = ", ".join(str(one.number) for one in parts[:10])
    if not all(map(is_number, orders)) or len(set(orders)) < len(orders):
        return together._replace(
            fault=f'the corners in rows {named} have no order: column "{corners.order}" has to number them'
        )
    if len(parts) < _FEWEST:
        return together._replace(fault=f"rows {named}: an outline needs at least {_FEWEST} corners, and there are {len(parts)}")
    ordered = sorted(parts, key=lambda one: float(one.cells[corners.order]))
    pairs: list[tuple[str, str]] = []
    for one in ordered:
        lon, lat = (one.cells.get(column, "").replace(",", ".") for column in (corners.longitude, corners.latitude))
        if not (is_number(lon) and is_number(lat)):
            return together._replace(fault=f"the corner in row {one.number} has no position")
        pairs.append((lon, lat))
    if pairs[0] != pairs[-1]:
        pairs.append(pairs[0])
    rings: list[Node] = [[[lon, lat] for lon, lat in pairs]]
    return together._replace(number=number, geometry={'"type"': quote_string("Polygon"), '"coordinates"': turn_rings(rings)})

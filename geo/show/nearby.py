"""Pairs of near points as text, as JSON, and as tables for other programs."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

from geo.record.cells import guarded
from geo.record.problems import printable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from geo.judge.nearby import Nearby

SHOWN = 20
"""Rows of the text; files and JSON have them all."""
WIDEST = 40
"""Characters of an id in the text."""
_COLUMNS = ("a_row", "b_row", "a_id", "b_id", "distance_m")


def nearby_text(near: Nearby) -> str:
    """How many pairs there are, and a table of the first, with a final newline."""
    count = len(near.pairs)
    counted = f"{count:,} {'pair lies' if count == 1 else 'pairs lie'} within {near.within_m:,.12g} m of each other"
    lines = [f"{counted}: {near.a.path} ({near.a.count:,} points), {near.b.path} ({near.b.count:,} points)"]
    cells = [("a", "b", "metres"), *((_called(one), _called(other), f"{metres:,.3f}") for one, other, metres in _named(near))]
    if count:
        widths = [max(len(row[column]) for row in cells) for column in range(3)]
        lines += [f"{a:<{widths[0]}}  {b:<{widths[1]}}  {metres:>{widths[2]}}" for a, b, metres in cells]
    if count > SHOWN:
        lines.append(f"… and {count - SHOWN:,} more; -o FILE writes them all")
    return "".join(f"{printable(line)}\n" for line in lines)


def _named(near: Nearby) -> Iterator[tuple[object, object, float]]:
    for (one, other), metres in zip(near.pairs[:SHOWN].tolist(), near.distance_m[:SHOWN].tolist(), strict=True):
        a, b = near.a.ids[one], near.b.ids[other]
        yield f"row {one}" if a is None else a, f"row {other}" if b is None else b, metres


def _called(name: object) -> str:
    text = printable(str(name))
    return text if len(text) <= WIDEST else f"{text[: WIDEST - 1]}…"


def nearby_json(near: Nearby) -> dict[str, Any]:
    """What `geo near --format json` gives."""
    files = {side: {"file": one.path, "points": one.count} for side, one in (("a", near.a), ("b", near.b))}
    return {**files, "within_m": near.within_m, "count": len(near.pairs), "pairs": list(_rows(near))}


def _rows(near: Nearby) -> Iterator[dict[str, Any]]:
    """One row for each pair."""
    for (one, other), metres in zip(near.pairs.tolist(), near.distance_m.tolist(), strict=True):
        yield dict(zip(_COLUMNS, (one, other, near.a.ids[one], near.b.ids[other], metres), strict=True))


def _csv(near: Nearby) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")  # RFC 4180
    writer.writerow(_COLUMNS)
    for row in _rows(near):
        writer.writerow([guarded(value) if isinstance(value, str) else value for value in row.values()])
    return text.getvalue().encode("utf-8", "backslashreplace")


def _parquet(near: Nearby) -> bytes:
    import pyarrow as pa  # noqa: PLC0415  # takes long to load
    import pyarrow.parquet as pq  # noqa: PLC0415

    ids = [pa.array(_alike([side.ids[row] for row in rows])) for side, rows in zip((near.a, near.b), near.pairs.T, strict=True)]
    table = pa.table([near.pairs[:, 0], near.pairs[:, 1], *ids, near.distance_m], names=list(_COLUMNS))
    buffer = io.BytesIO()
    pq.write_table(table, buffer)
    return buffer.getvalue()


def _alike(ids: list[Any]) -> list[Any]:
    """A column has one type: text, unless all are numbers."""
    return [None if one is None else str(one) for one in ids] if any(isinstance(one, str) for one in ids) else ids


def _geojson(near: Nearby) -> bytes:
    """A line for each pair, cut where it crosses the 180th meridian (RFC 7946, 3.1.9)."""
    from antimeridian import fix_line_string  # noqa: PLC0415  # takes long to load
    from shapely import LineString, get_coordinates, get_parts  # noqa: PLC0415

    features = []
    for row in _rows(near):
        ends = [near.a.degrees[row["a_row"]].tolist(), near.b.degrees[row["b_row"]].tolist()]
        geometry: dict[str, Any] = {"type": "LineString", "coordinates": ends}
        if abs(ends[0][0] - ends[1][0]) > 180:
            parts = [
                get_coordinates(part).tolist() for part in get_parts(fix_line_string(LineString(ends), great_circle=False))
            ]
            geometry = {"type": "MultiLineString", "coordinates": parts}
        features.append({"type": "Feature", "geometry": geometry, "properties": row})
    text = json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False, allow_nan=False)
    return text.encode("utf-8", "backslashreplace")


FORMS: dict[str, Callable[[Nearby], bytes]] = {".csv": _csv, ".parquet": _parquet, ".geojson": _geojson}
"""Files with one row for each pair, by the ending of their name."""

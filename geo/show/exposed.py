"""What lies inside zones, in words, as JSON, and as a table of the features."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

from geo.judge.exposure import flat
from geo.judge.finding import metres
from geo.judge.reach import MEMBERSHIPS
from geo.record.cells import guarded
from geo.record.problems import printable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from geo.judge.exposure import Exposure, Tally, ZoneExposure

_COLUMNS = ("row", "zone", "membership", "distance_m")


def exposure_text(found: Exposure, *, people: bool) -> str:
    """A line for each zone and group, with its warning once a zone; a final newline."""
    return "".join(f"{printable(line)}\n" for line in _lines(found, people=people))


def _lines(found: Exposure, *, people: bool) -> Iterator[str]:
    if not found.zones:
        yield "There are no zones, so nothing lies inside one."
    for zone in found.zones:
        yield f"{zone.name}: {zone.kind} {metres(zone.radius_m)}. {zone.warning}"
        for row in found.rows:
            if row.zone is zone:
                yield f"  {_row(row, people=people)}"


def _row(row: ZoneExposure, *, people: bool) -> str:
    tallies = (("certainly", row.certain), ("as reported", row.nominal), ("possibly", row.possible))
    inside = "; ".join(f"{word} {_tally(tally, people=people)}" for word, tally in tallies)
    return f"{row.group}: {inside}" if row.group is not None else f"inside: {inside}"


def _tally(tally: Tally, *, people: bool) -> str:
    parts = [f"{tally.count:,}"]
    parts += [f"{metres(tally.length_m)} of lines"] if tally.length_m else []
    parts += [f"{tally.people:,.12g} people"] if people else []
    return ", ".join(parts)


def exposure_json(found: Exposure) -> dict[str, Any]:
    """What `geo exposure --format json` gives."""
    return {"zones": [flat(row) for row in found.rows], "features": len(set(found.inside.row.tolist()))}


def _rows(found: Exposure) -> Iterator[tuple[int, str, str, float]]:
    names = [zone.name for zone in found.zones]
    for row, zone, distance, place in zip(*map(list, found.inside), strict=True):
        yield int(row), names[zone], MEMBERSHIPS[place], float(distance)


def _csv(found: Exposure) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")  # RFC 4180
    writer.writerow(_COLUMNS)
    writer.writerows((row, guarded(zone), place, distance) for row, zone, place, distance in _rows(found))
    return text.getvalue().encode("utf-8", "backslashreplace")


def _parquet(found: Exposure) -> bytes:
    import pyarrow as pa  # noqa: PLC0415  # takes long to load
    from pyarrow import parquet  # noqa: PLC0415

    buffer = io.BytesIO()
    types = pa.schema(zip(_COLUMNS, (pa.int64(), pa.string(), pa.string(), pa.float64()), strict=True))
    parquet.write_table(pa.Table.from_pylist([dict(zip(_COLUMNS, row, strict=True)) for row in _rows(found)], types), buffer)
    return buffer.getvalue()


FORMS: dict[str, Callable[[Exposure], bytes]] = {".csv": _csv, ".parquet": _parquet}
"""Files with a row for each feature in each zone that it is at least possibly inside of, by the ending of their name."""

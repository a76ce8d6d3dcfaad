"""What lies inside zones as text, as JSON, and as rows for other programs."""

from __future__ import annotations

from contextlib import contextmanager
from functools import partial
from itertools import groupby
from textwrap import fill
from typing import TYPE_CHECKING, Any, BinaryIO

from geo.judge.finding import metres
from geo.judge.zone import Edge
from geo.record.cells import guarded
from geo.record.problems import printable
from geo.show import wire
from geo.show.figures import stated

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from pandas import DataFrame

    from geo.judge.exposure import Count, Exposed, Exposure
    from geo.judge.zone import Zone

WIDTH = 100
CAUTION = "That something is not counted does not make it safe: the radii are figures that were reported."
_MEMBERSHIP = {Edge.CERTAIN: "certainly inside", Edge.NOMINAL: "nominally inside", Edge.POSSIBLE: "possibly inside"}
FORMS = (".csv", ".parquet")
"""Files with one row for each feature in each zone, by the ending of their name."""


def exposure_json(exposure: Exposure) -> wire.Json:
    """What `geo exposure --format json` gives; lengths are metres."""
    zones = [
        {**wire.zone(zone), "inside": [_inside(row, exposure) for row in rows]}
        for zone, rows in ((rows[0].zone, rows) for rows in _by_zone(exposure))
    ]
    return {"by": exposure.by, "people": exposure.people, "caution": CAUTION, "zones": zones}


def exposure_text(exposure: Exposure) -> str:
    """What `geo exposure` prints, wrapped at 100 columns, with a final newline."""
    return "".join(f"{line}\n" for line in _lines(exposure))


def _by_zone(exposure: Exposure) -> Iterator[list[Exposed]]:
    return (list(rows) for _, rows in groupby(exposure.rows, lambda row: row.zone))


def _inside(row: Exposed, exposure: Exposure) -> wire.Json:
    counts = {edge.value: _count(getattr(row, edge)) for edge in Edge}
    return {"kind": row.kind, **counts} if exposure.by else counts


def _count(count: Count) -> wire.Json:
    return {"features": count.features, "length_m": count.length_m, "people": count.people}


def _lines(exposure: Exposure) -> Iterator[str]:
    for rows in _by_zone(exposure):
        zone = rows[0].zone
        radii = f"surely within {metres(zone.certain_m)}, possibly within {metres(zone.possible_m)}"
        yield _line(f"{zone.name}: {zone.kind} {stated(zone.radius_m)}, so {radii}. {zone.warning}", "* ")
        for row in rows:
            counts = "; ".join(f"{_MEMBERSHIP[edge]} {_said(getattr(row, edge))}" for edge in Edge)
            yield _line(f"{_named(row, exposure)}{counts}.", "  - ", "    ")
    yield _line(CAUTION if exposure.rows else "There are no zones.", "", "")


def _named(row: Exposed, exposure: Exposure) -> str:
    if not exposure.by:
        return ""
    return f"{'no ' + exposure.by if row.kind is None else row.kind}: "


def _said(count: Count) -> str:
    length = f", {metres(count.length_m)} of line" if count.length_m else ""
    people = "" if count.people is None else f", {count.people:,.12g} people"
    return f"{count.features:,}{length}{people}"


def _line(text: str, first: str = "  ", then: str = "  ") -> str:
    return fill(
        printable(text), WIDTH, initial_indent=first, subsequent_indent=then, break_on_hyphens=False, break_long_words=False
    )


@contextmanager
def hits_writer(file: BinaryIO, ending: str, zones: Sequence[Zone]) -> Iterator[Callable[[DataFrame], None]]:
    """Something to give each table of hits to, which writes its rows: zone, feature, kind, membership, length."""
    if ending == ".csv":
        file.write(",".join(_COLUMNS).encode() + b"\r\n")
        yield partial(_write_csv, file, zones)
        return
    import pyarrow as pa  # noqa: PLC0415  # takes long to load
    import pyarrow.parquet as pq  # noqa: PLC0415

    kinds = (pa.string(), pa.int64(), pa.string(), pa.string(), pa.float64())
    schema = pa.schema(list(zip(_COLUMNS, kinds, strict=True)))
    with pq.ParquetWriter(file, schema) as writer:
        yield lambda hits: writer.write_table(pa.Table.from_pandas(_rows(hits, zones), schema, preserve_index=False))


_COLUMNS = ("zone", "feature", "kind", "membership", "length_m_possible")


def _rows(hits: DataFrame, zones: Sequence[Zone]) -> Any:
    import numpy as np  # noqa: PLC0415
    import pandas as pd  # noqa: PLC0415

    inside = [hits[f"features_{edge}"].to_numpy(dtype=bool) for edge in Edge]
    names = np.array([zone.name for zone in zones], dtype=object)
    return pd.DataFrame({
        "zone": names[hits["zone"].to_numpy()],
        "feature": hits["feature"],
        "kind": hits["kind"],
        "membership": np.select(inside, [_MEMBERSHIP[edge] for edge in Edge], ""),
        "length_m_possible": hits["length_m_possible"],
    })  # fmt: skip


def _write_csv(file: BinaryIO, zones: Sequence[Zone], hits: DataFrame) -> None:
    rows = _rows(hits, zones)
    for column in ("zone", "kind"):
        rows[column] = [guarded(value) if isinstance(value, str) else value for value in rows[column]]
    text = rows.to_csv(header=False, index=False, lineterminator="\r\n")  # RFC 4180
    file.write(text.encode("utf-8", "backslashreplace"))

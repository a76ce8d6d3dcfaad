"""Presents what lies inside zones as text, as JSON, and as rows for other programs."""

from __future__ import annotations

from contextlib import contextmanager
from itertools import groupby
from textwrap import fill
from typing import TYPE_CHECKING

from geo.earth.quantities import count_text, metres
from geo.judge.zones.zone import Edge
from geo.record.escape import printable
from geo.show.answers import json_form as wire
from geo.show.answers.distance import describe_extent
from geo.show.answers.row_files import rows_writer

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from pandas import DataFrame

    from geo.judge.zones.exposure import Count, Exposed, Exposure
    from geo.judge.zones.zone import Zone

WIDTH = 100
CAUTION = "A feature that is not counted is not thereby safe: the zones are only reported."
_MEMBERSHIP = {Edge.CERTAIN: "certainly inside", Edge.NOMINAL: "nominally inside", Edge.POSSIBLE: "possibly inside"}


def exposure_json(exposure: Exposure) -> wire.Json:
    """What `geo exposure --format json` gives; lengths are metres."""
    zones = [
        {**wire.zone(zone), "inside": [_inside(row, exposure) for row in rows]}
        for zone, rows in ((rows[0].zone, rows) for rows in _by_zone(exposure))
    ]
    return {
        "by": exposure.by,
        "people": exposure.people,
        "caution": CAUTION,
        "without_geometry": exposure.without_geometry,
        "zones": zones,
    }


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
        yield _line(f"{zone.name}: {describe_extent(zone)} {zone.warning}", "* ")
        for row in rows:
            counts = "; ".join(f"{_MEMBERSHIP[edge]} {_said(getattr(row, edge))}" for edge in Edge)
            yield _line(f"{_named(row, exposure)}{counts}.", "  - ", "    ")
    if exposure.without_geometry:
        yield _line(f"Features without a geometry, which are not counted: {count_text(exposure.without_geometry)}.", "", "")
    yield _line(CAUTION if exposure.rows else "There are no zones.", "", "")


def _named(row: Exposed, exposure: Exposure) -> str:
    if not exposure.by:
        return ""
    return f"{'no ' + exposure.by if row.kind is None else row.kind}: "


def _said(count: Count) -> str:
    length = f", {metres(count.length_m)} of line" if count.length_m else ""
    people = "" if count.people is None else f", {count.people:,.12g} people"
    return f"{count_text(count.features)}{length}{people}"


def _line(text: str, first: str = "  ", then: str = "  ") -> str:
    return fill(
        printable(text), WIDTH, initial_indent=first, subsequent_indent=then, break_on_hyphens=False, break_long_words=False
    )


@contextmanager
def hits_file(
    path: str | os.PathLike[str], zones: Sequence[Zone], *, reads: Iterable[str | os.PathLike[str]]
) -> Iterator[Callable[[DataFrame], object]]:
    """Something to give each table of hits to, whose rows a file holds when the block ends; it is whole or not there.

    `reads` are the files of the zones and of the features, which are never written over.

    Raises:
        ValueError: if the file is one of those that are read.
        OSError: if the file cannot be written.
    """
    with rows_writer(path, _COLUMNS, reads=reads) as keep:
        yield lambda hits: keep(_rows(hits, zones))


_COLUMNS = {"zone": "string", "feature": "int64", "kind": "string", "membership": "string", "length_m_possible": "double"}


def _rows(hits: DataFrame, zones: Sequence[Zone]) -> DataFrame:
    import numpy as np

    inside = [hits[f"features_{edge}"].to_numpy(dtype=bool) for edge in Edge]
    names = np.array([zone.name for zone in zones], dtype=object)
    membership = np.select(inside, [_MEMBERSHIP[edge] for edge in Edge], "")
    return hits.assign(zone=names[hits["zone"].to_numpy()], membership=membership)

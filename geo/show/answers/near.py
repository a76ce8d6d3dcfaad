"""Pairs of near points as text, as JSON, and as rows for other programs."""

from __future__ import annotations

import json
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from geo.earth.quantities import count_text, plural
from geo.judge.near import NO_DAYS
from geo.record.escape import json_escaped, printable
from geo.show.answers.row_files import MAPPED, Between, as_json, rows_writer

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray
    from pandas import DataFrame

    from geo.judge.near import Nearby, Pairs
    from geo.record.vector_file.points import PointFile

    Keep = Callable[[Pairs], object]

WIDEST = 40
"""Characters of an id in the text."""
_HEAD = ("a", "b", "metres", "date of a", "date of b", "days apart")


def nearby_text(near: Nearby) -> str:
    """How many pairs there are, and a table of the first, with a final newline."""
    counted = (
        f"{plural(near.count, 'pair')} {'lies' if near.count == 1 else 'lie'} within {near.within_m:,.12g} m of each other"
    )
    lines = [f"{counted}: {near.a.path} ({plural(near.a.count, 'point')}), {near.b.path} ({plural(near.b.count, 'point')})"]
    if near.count:
        cells = [_HEAD, *_named(near)]
        if not (near.a.dates or near.b.dates):
            cells = [row[:3] for row in cells]
        widths = [max(len(row[column]) for row in cells) for column in range(len(cells[0]))]
        aligned = [
            [f"{cell:{'>' if column == 2 else '<'}{widths[column]}}" for column, cell in enumerate(row)] for row in cells
        ]
        lines += ["  ".join(row).rstrip() for row in aligned]
    if (more := near.count - len(near.first.rows)) > 0:
        lines.append(f"… and {count_text(more)} more; -o FILE writes them all")
    return "".join(f"{printable(line)}\n" for line in lines)


def _named(near: Nearby) -> Iterator[tuple[str, ...]]:
    rows, distances, days = (values.tolist() for values in near.first)
    for (one, other), metres, (least, most) in zip(rows, distances, days, strict=True):
        a, b = near.a.ids[one], near.b.ids[other]
        called = _called(f"row {one}" if a is None else a), _called(f"row {other}" if b is None else b)
        dates = (_date(near.a, one) or "not known", _date(near.b, other) or "not known")
        apart = count_text(least) if least == most else f"{count_text(least)} to {count_text(most)}"
        yield *called, f"{metres:,.3f}", *dates, "" if least == NO_DAYS else apart


def _date(points: PointFile, row: int) -> str | None:
    """A point's date as it is written."""
    found = points.dates[row] if points.dates else None
    return found.text if found else None


def _called(name: object) -> str:
    text = printable(str(name))
    return text if len(text) <= WIDEST else f"{text[: WIDEST - 1]}…"


@contextmanager
def pairs_file(path: str | os.PathLike[str], a: PointFile, b: PointFile) -> Iterator[Keep]:
    """Something to give pairs to, part by part, which a file holds when the block ends; it is whole or not there.

    Raises:
        ValueError: if the file is one of the two.
        OSError: if the file cannot be written.
    """
    mapped = Path(path).suffix.lower() in MAPPED
    table = _Table(a, b)
    with rows_writer(path, table.columns, reads=(a.path, b.path)) as keep:
        yield lambda pairs: keep(table.of(pairs).assign(geometry=_lines(pairs, a, b)) if mapped else table.of(pairs))


@contextmanager
def pairs_json(write: Callable[[bytes], object], a: PointFile, b: PointFile, within_m: float) -> Iterator[Keep]:
    """Something to give pairs to, part by part, which writes them as `geo near --format json` gives them, in UTF-8.

    Nothing is written before the first of them, or the end.
    """
    table, between, count = _Table(a, b), Between(), 0
    head = {"a": {"file": a.path, "points": a.count}, "b": {"file": b.path, "points": b.count}, "within_m": within_m}
    start = f'{json_escaped(json.dumps(head, ensure_ascii=False, allow_nan=False))[:-1]}, "pairs": ['.encode()

    def keep(pairs: Pairs) -> None:
        nonlocal count, start
        write(start + between(as_json(table.of(pairs), table.columns)))
        start, count = b"", count + len(pairs.rows)

    yield keep
    write(start + f'\n], "count": {count}}}\n'.encode())


class _Table:
    """Pairs of the points of two files as tables, all with the same columns."""

    def __init__(self, a: PointFile, b: PointFile) -> None:
        (self._a, a_kind), (self._b, b_kind) = _ids(a), _ids(b)
        self.columns = {"a_row": "int64", "b_row": "int64", "a_id": a_kind, "b_id": b_kind, "distance_m": "double"}
        self._dates = [_date_column(one) for one in (a, b)] if a.dates or b.dates else []
        if self._dates:
            self.columns |= {"a_date": "string", "b_date": "string", "days_apart": "int64", "days_apart_most": "int64"}

    def of(self, pairs: Pairs) -> DataFrame:
        """One row for each pair."""
        import pandas as pd  # takes long to load

        one, other = pairs.rows.T
        values = [one, other, self._a[one], self._b[other], pairs.distance_m]
        if self._dates:
            unknown = pairs.days_apart[:, 0] == NO_DAYS
            least, most = (pd.arrays.IntegerArray(days.copy(), unknown) for days in pairs.days_apart.T)
            values += [self._dates[0][one], self._dates[1][other], least, most]
        return pd.DataFrame(dict(zip(self.columns, values, strict=True)))


def _date_column(points: PointFile) -> NDArray[Any]:
    """The dates of a file's points as they are written; None where there is none."""
    dates = np.empty(len(points.ids), dtype=object)
    dates[:] = [_date(points, row) for row in range(len(points.ids))]
    return dates


def _ids(points: PointFile) -> tuple[NDArray[Any], str]:
    """What a file calls its points, and the one type of all: text, unless all are numbers."""
    kinds = {type(one) for one in points.ids if one is not None}
    ids = np.empty(len(points.ids), dtype=object)
    ids[:] = points.ids
    if kinds <= {int}:
        return ids, "int64" if kinds else "string"
    if kinds <= {int, float}:
        return ids, "double"
    ids[:] = [None if one is None else str(one) for one in points.ids]
    return ids, "string"


def _lines(pairs: Pairs, a: PointFile, b: PointFile) -> NDArray[Any]:
    """A line for each pair, cut where it crosses the 180th meridian (RFC 7946, 3.1.9)."""
    import shapely  # takes long to load
    from antimeridian import fix_line_string

    ends = np.stack((a.degrees[pairs.rows[:, 0]], b.degrees[pairs.rows[:, 1]]), axis=1)
    lines = np.asarray(shapely.linestrings(ends), dtype=object)
    for row in np.flatnonzero(np.abs(ends[:, 0, 0] - ends[:, 1, 0]) > 180):
        lines[row] = fix_line_string(lines[row], great_circle=False)
    return lines

"""What GDAL gives as Arrow, as tables: with the same digits, letters and gaps as pyarrow makes of it."""

import datetime as dt
import io
import math
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
import shapely

from geo.record.vector_file.gdal import open_vector_file
from geo.record.vector_file.record_batches import (
    batches_writer,
    count_bytes,
    join_frames,
    read_batches,
    stream_of,
    to_frame,
    values_of,
)

COLUMNS: dict[str, Any] = {
    "text": pa.array(["Şuşa", None, "", "a\u0000b", "𐏃"]),
    "long text": pa.array(["x", "y", None, "", "z"], pa.large_string()),
    "whole": pa.array([9007199254740993, None, -1, 0, 2**63 - 1]),
    "all whole": pa.array([1, 2, 3, 4, 5], pa.int32()),
    "small": pa.array([1, 2, None, 4, 255], pa.uint8()),
    "real": pa.array([0.1, None, math.inf, -0.0, 1e308]),
    "single": pa.array([0.1, 1.5, None, 2, 3], pa.float32()),
    "truth": pa.array([True, None, False, True, False]),
    "all true": pa.array([True] * 5),
    "day": pa.array([dt.date(2020, 10, 1), None, dt.date(1, 1, 1), dt.date(9999, 12, 31), None]),
    "time": pa.array([dt.time(1, 2, 3, 4000), None, dt.time(), None, dt.time(23, 59)], pa.time32("ms")),
    "bytes": pa.array([b"\xff", None, b"", b"a", b"\x00"]),
    "texts": pa.array([["a", "ä"], [], None, ["b"], [""]]),
    "numbers": pa.array([[0.1], [], None, [1.5, 2], [3]], pa.list_(pa.float32())),
    "truths": pa.array([[True, False], None, [], [True], [False]]),
    "nothing": pa.array([None] * 5, pa.string()),
}


def streamed(*batches: pa.RecordBatch) -> io.BytesIO:
    file = io.BytesIO()
    with pa.ipc.new_stream(file, batches[0].schema) as stream:
        for batch in batches:
            stream.write_batch(batch)
    file.seek(0)
    return file


def as_text(value: Any) -> str:
    """A value, and of what type; what is missing is missing."""
    if isinstance(value, np.ndarray):
        return f"[{', '.join(map(str, value))}]"
    return "missing" if pd.api.types.is_scalar(value) and pd.isna(value) else f"{type(value).__name__} {value!r}"


@pytest.mark.parametrize("name", COLUMNS)
@pytest.mark.parametrize("start", [0, 1])
def test_a_column_is_that_of_pyarrow(name: str, start: int) -> None:
    """Of each type that GDAL gives; of a stream and of a part of an array."""
    column = COLUMNS[name][start:]
    (batch,) = read_batches(streamed(pa.record_batch([column], ["x"])))[1]
    known = pa.table([column], ["x"]).to_pandas(integer_object_nulls=True)["x"]
    assert list(map(as_text, to_frame(batch)["x"])) == list(map(as_text, known))
    assert list(map(as_text, values_of(batch.child(0)).tolist())) == list(map(as_text, known.tolist()))


def test_batches_are_one_table() -> None:
    """With all rows in their order, whichever batch has gaps; without a row there are the columns all the same."""
    names = list(COLUMNS)
    whole = pa.record_batch(list(COLUMNS.values()), names)
    found, batches = read_batches(streamed(whole[:2], whole[2:]))
    frame = join_frames(list(map(to_frame, batches)), found)
    known = pa.Table.from_batches([whole]).to_pandas(integer_object_nulls=True)
    assert found == tuple(names) == tuple(frame.columns)
    for name in names:
        assert list(map(as_text, frame[name])) == list(map(as_text, known[name])), name
    found, batches = read_batches(streamed(whole[:0]))
    empty = join_frames([frame for frame in map(to_frame, batches) if len(frame)], found)
    assert (list(empty.columns), len(empty)) == (names, 0)


def test_two_columns_may_have_one_name() -> None:
    """Neither takes the place of the other."""
    (batch,) = read_batches(streamed(pa.record_batch([pa.array([1]), pa.array(["a"])], ["x", "x"])))[1]
    assert [*to_frame(batch).columns] == ["x", "x"]
    assert to_frame(batch).iloc[0].tolist() == [1, "a"]


def test_a_text_that_is_no_utf_8_is_refused() -> None:
    """By an error that names what it is."""
    text = pa.Array.from_buffers(pa.string(), 1, [None, pa.py_buffer(b"\0\0\0\0\1\0\0\0"), pa.py_buffer(b"\xff")])
    (batch,) = read_batches(streamed(pa.record_batch([text], ["x"])))[1]
    with pytest.raises(UnicodeDecodeError):
        to_frame(batch)


def test_a_stream_that_is_cut_off_is_an_error() -> None:
    """Within its schema or within a batch."""
    data = streamed(pa.record_batch(list(COLUMNS.values()), list(COLUMNS))).getvalue()
    for size in (10, 400, len(data) // 2, len(data) - 200):
        with pytest.raises(RuntimeError):
            list(read_batches(io.BytesIO(data[:size]))[1])


def test_the_bytes_of_a_batch_are_counted() -> None:
    """Those of lists too, within which others lie."""
    (batch,) = read_batches(streamed(pa.record_batch([pa.array([["x" * 1000]])], ["x"])))[1]
    assert 1000 < count_bytes(batch) < 1200


def test_what_is_written_is_read_by_others() -> None:
    """Cells that are missing are null; a stream without rows has its columns."""
    cells: list[list[Any]] = [["a", None], [1, None], [0.5, None], [b"\0", None]]
    kinds = {"s": "string", "i": "int64", "d": "double", "b": "binary"}
    for parts in ([cells], []):
        file = io.BytesIO()
        with batches_writer(file, kinds) as write:
            for part in parts:
                write(part)
        file.seek(0)
        table = pa.RecordBatchReader.from_stream(stream_of(file)).read_all()
        assert [str(one) for one in table.schema.types] == list(kinds.values())
        assert [column.to_pylist() for column in table.columns] == (cells if parts else [[]] * 4)


def test_parts_of_a_layer_are_the_layer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever their size; a layer without features is one part."""
    frame = gpd.GeoDataFrame({"id": range(5)}, geometry=[shapely.Point(n, n) for n in range(5)], crs=4326)
    frame.to_file(tmp_path / "a.gpkg", layer="five")
    frame[:0].to_file(tmp_path / "a.gpkg", layer="none")
    monkeypatch.setattr("geo.record.vector_file.gdal.VectorFile.rows.__defaults__", (None, 2))
    with open_vector_file(tmp_path / "a.gpkg") as file:
        parts = list(file.tables("five"))
        assert [len(part) for part in parts] == [2, 2, 1]
        assert pd.concat(parts)["id"].tolist() == file.table("five")["id"].tolist() == list(range(5))
        (none,) = file.tables("none")
        assert (len(none), list(none.columns)) == (0, ["id", "geometry"])

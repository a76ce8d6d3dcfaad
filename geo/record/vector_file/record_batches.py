"""Turns Arrow record batches into tables, and tables into record batches, with each digit and letter as it was.

GDAL gives and takes Arrow through its C interface; nanoarrow (3 MB) carries it, so that pyarrow (166 MB) is only needed for Parquet.
"""

from __future__ import annotations

from contextlib import contextmanager
from itertools import pairwise
from typing import IO, TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from pandas import DataFrame

_NUMBERS = frozenset("cCsSiIlLefg")
"""Arrow's letters for numbers of a fixed width."""
_WITH_OFFSETS = frozenset(("u", "U", "z", "Z", "+l", "+L"))
"""Its letters for texts, bytes and lists, each with the offset at which it begins."""


def read_batches(file: Any) -> tuple[tuple[str, ...], Iterator[Any]]:
    """The names of the columns of an Arrow IPC stream, and its record batches.

    Raises:
        RuntimeError: if it is no such stream, or is cut off; also while the batches are read.
    """
    from nanoarrow import c_array_stream
    from nanoarrow.ipc import InputStream

    stream = c_array_stream(InputStream.from_readable(file))
    return tuple(str(column.name) for column in stream.get_schema().children), iter(stream)


def count_bytes(batch: Any) -> int:
    """How many bytes an Arrow array holds, its children included."""
    return _bytes_of(batch.view())


def _bytes_of(view: Any) -> int:
    return sum(int(one.size_bytes) for one in view.buffers if one is not None) + sum(map(_bytes_of, view.children))


def to_frame(batch: Any) -> DataFrame:
    """A record batch as a table: whole numbers stay whole and truth values such where some are missing.

    Raises:
        UnicodeDecodeError: if a text is not UTF-8.
    """
    return _framed([(child.schema.name, values_of(child)) for child in batch.children], batch.length)


def join_frames(frames: Sequence[DataFrame], names: Sequence[str]) -> DataFrame:
    """Tables of the same columns as one; an empty one with those columns where there are none."""
    import pandas as pd  # takes long to load

    if len(frames) == 1:
        return frames[0]
    return pd.concat(frames, ignore_index=True) if frames else _framed([(name, np.empty(0, object)) for name in names], 0)


def _framed(columns: Sequence[tuple[str, Any]], rows: int) -> DataFrame:
    import pandas as pd

    frame = pd.DataFrame(
        {number: pd.Series(values, dtype=values.dtype) for number, (_, values) in enumerate(columns)}, range(rows)
    )
    frame.columns = pd.Index([name for name, _ in columns], dtype=object)  # two columns may have one name
    return frame


def values_of(array: Any) -> Any:
    """An Arrow array as a NumPy array: of numbers, or of truth values; of objects, the missing ones None, where some are.

    Raises:
        UnicodeDecodeError: if a text is not UTF-8.
    """
    form, view = array.schema.format, array.view()
    start, stop = view.offset, view.offset + array.length
    values: Any
    if form in _NUMBERS:
        values = np.asarray(view.buffer(1))[start:stop]
    elif form == "b":
        values = _bits(view.buffer(1))[start:stop]
    elif form in _WITH_OFFSETS:
        values = _pieces(array, view, np.asarray(view.buffer(1))[start : stop + 1].tolist())
    elif form == "tdD":
        values = np.asarray(view.buffer(1))[start:stop].astype("datetime64[D]").astype(object)
    else:  # times of day
        from nanoarrow import Array

        values = np.fromiter(Array(array).iter_py(), object, array.length)
    missing = ~_bits(view.buffer(0))[start:stop] if view.buffer(0).size_bytes else np.zeros(array.length, bool)
    if not missing.any():
        return values
    values = values.copy() if values.dtype.kind == "f" else values.astype(object)
    values[missing] = np.nan if values.dtype.kind == "f" else None
    return values


def _bits(buffer: Any) -> Any:
    return np.unpackbits(np.frombuffer(bytes(buffer), np.uint8), bitorder="little").astype(bool)


def _pieces(array: Any, view: Any, ends: list[int]) -> Any:
    """Texts, bytes and lists between the ends of one and the next."""
    form = array.schema.format
    whole = values_of(array.child(0)) if form.startswith("+") else bytes(view.buffer(2))
    pieces = (whole[here:there] for here, there in pairwise(ends))
    return np.fromiter((one.decode() for one in pieces) if form in ("u", "U") else pieces, object, array.length)


@contextmanager
def batches_writer(file: IO[bytes], columns: Mapping[str, str]) -> Iterator[Callable[[Sequence[list[Any]]], object]]:
    """Something to give the cells of each column to, part by part, which a file holds as an Arrow IPC stream.

    `columns` names them, with "string", "int64", "double" or "binary"; None is a missing cell.
    """
    import nanoarrow as na  # takes long to load
    from nanoarrow.c_array_stream import CArrayStream
    from nanoarrow.ipc import StreamWriter

    types = {name: getattr(na, "float64" if kind == "double" else kind)() for name, kind in columns.items()}
    schema = na.struct(types)

    def keep(cells: Sequence[list[Any]]) -> None:
        children = [na.c_array(column, kind) for column, kind in zip(cells, types.values(), strict=True)]
        writer.write_array(na.c_array_from_buffers(schema, children[0].length, [None], children=children))

    with StreamWriter.from_writable(file) as writer:
        writer.write_stream(CArrayStream.from_c_arrays([], na.c_schema(schema)))
        yield keep


def stream_of(file: Any) -> Any:
    """The record batches of an Arrow IPC stream, for a library that takes Arrow's C interface."""
    from nanoarrow.ipc import InputStream

    return InputStream.from_readable(file)

"""Rows for other programs, written part by part, so that memory does not grow with their number."""

from __future__ import annotations

import json
import os
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Any

from geo.record.escape import escape_csv_cell, json_escaped
from geo.record.json_file.save import replacement_file, stream_whole
from geo.record.progress import stage
from geo.record.vector_file.gdal import write_stream
from geo.record.vector_file.parquet import load_pyarrow
from geo.record.vector_file.record_batches import batches_writer, stream_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from io import BufferedRandom

    from pandas import DataFrame, Series

    Keep = Callable[[DataFrame], object]

FORMS = (".csv", ".parquet", ".gpkg", ".geojson")
"""Endings of the names of files that can be written."""
MAPPED = (".gpkg", ".geojson")
"""Those that have a geometry in each row."""


@contextmanager
def rows_writer(
    path: str | os.PathLike[str], columns: Mapping[str, str], *, reads: Iterable[str | os.PathLike[str]]
) -> Iterator[Keep]:
    """Something to give tables to, one after the other, whose rows a file holds when the block ends; it is whole or not there.

    `columns` names them, with "string", "int64" or "double". Tables for `MAPPED` forms also have a column `geometry` of
    shapes on WGS 84 in degrees. `reads` are the files that the rows come from, which are never written over.

    Raises:
        ValueError: if the file is one of those that are read.
        OSError: if the file cannot be written.
    """
    ending = Path(path).suffix.lower()
    if ending == ".gpkg":
        with replacement_file(path, Path(path).suffix, reads=reads) as made, _geopackage(made, Path(path), columns) as keep:
            yield keep
        return
    with stream_whole(path, reads=reads) as file:
        if ending == ".csv":
            file.write(",".join(columns).encode() + b"\r\n")
            yield lambda rows: file.write(_csv(rows, columns))
        elif ending == ".parquet":
            pa, pq = load_pyarrow()
            schema = pa.schema([(name, pa.type_for_alias(kind)) for name, kind in columns.items()])
            with pq.ParquetWriter(file, schema) as writer:
                yield lambda rows: writer.write_table(pa.Table.from_pandas(rows[list(columns)], schema, preserve_index=False))
        else:
            file.write(b'{"type": "FeatureCollection", "features": [')
            between = Between()
            yield lambda rows: file.write(between(_features(rows, columns)))
            file.write(b"\n]}\n")


class Between:
    """Puts a comma between values of an array of JSON that is written part by part, each on a line of its own."""

    def __init__(self) -> None:
        self._before = "\n"

    def __call__(self, texts: Iterator[str]) -> bytes:
        """The next values as UTF-8."""
        joined = ",\n".join(texts)
        if not joined:
            return b""
        before, self._before = self._before, ",\n"
        return json_escaped(before + joined).encode()


def as_json(rows: DataFrame, columns: Mapping[str, str]) -> Iterator[str]:
    """An object of JSON for each row."""
    cells = zip(*_values(rows, columns), strict=True)
    return (json.dumps(dict(zip(columns, row, strict=True)), ensure_ascii=False, allow_nan=False) for row in cells)


def _values(rows: DataFrame, columns: Mapping[str, str]) -> list[list[Any]]:
    """The cells of each column; None where one is missing."""
    return [_cells(rows[name], kind) for name, kind in columns.items()]


def _cells(column: Series[Any], kind: str) -> list[Any]:
    present = column.notna()
    cells = (column if present.all() else column.astype(object).where(present, None)).tolist()
    if kind == "double" and column.dtype == object:  # of which some may be whole
        return [cell if cell is None else float(cell) for cell in cells]
    return cells


def _csv(rows: DataFrame, columns: Mapping[str, str]) -> bytes:
    texts = {
        name: rows[name].map({text: escape_csv_cell(text) for text in rows[name].dropna().unique()})
        for name, kind in columns.items()
        if kind == "string"
    }
    table = rows[list(columns)].assign(**texts)
    return table.to_csv(header=False, index=False, lineterminator="\r\n").encode("utf-8", "backslashreplace")  # RFC 4180


def _features(rows: DataFrame, columns: Mapping[str, str]) -> Iterator[str]:
    import shapely  # takes long to load

    shapes = shapely.to_geojson(shapely.orient_polygons(rows["geometry"].to_numpy()))  # RFC 7946, 3.1.6
    for shape, properties in zip(shapes, as_json(rows, columns), strict=True):
        yield f'{{"type": "Feature", "geometry": {shape}, "properties": {properties}}}'


@contextmanager
def _geopackage(made: Path, path: Path, columns: Mapping[str, str]) -> Iterator[Keep]:
    """A layer of shapes of any kind; rows wait in an unnamed file, since GDAL indexes a layer far faster that comes at once."""
    import shapely  # takes long to load

    form = {"driver": "GPKG", "layer": path.stem, "geometry_name": "geom", "geometry_type": "Unknown", "crs": "EPSG:4326"}
    schema = {**columns, "geom": "binary"}
    with TemporaryFile(dir=made.parent) as file:
        with batches_writer(file, schema) as write:
            yield lambda rows: write([*_values(rows, columns), shapely.to_wkb(rows["geometry"].to_numpy()).tolist()])
        with stage("Writing the layer") as tell:
            waiting = _Watched(file, tell)
            try:
                write_stream(stream_of(waiting), made, **form)
            except RuntimeError as error:  # as all of pyogrio's are, a full disk included
                raise waiting.stopped or OSError(f"{path}: {error}") from None


class _Watched:
    """A file that is read from its beginning, and tells how far; GDAL makes an error of its own of what stops it."""

    def __init__(self, file: BufferedRandom, tell: Callable[[float], object]) -> None:
        self._file, self._tell, self._size = file, tell, max(1, file.seek(0, os.SEEK_END))
        self.stopped: BaseException | None = None
        file.seek(0)

    def readinto(self, buffer: bytearray) -> int:
        """Read as many bytes as there is room for, and say how many these are."""
        try:
            count = self._file.readinto(buffer)
            self._tell(self._file.tell() / self._size)
        except BaseException as error:  # of Ctrl-C as well
            self.stopped = error
            raise
        return count

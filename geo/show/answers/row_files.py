"""Rows for other programs, written part by part, so that memory does not grow with their number."""

from __future__ import annotations

import json
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Any

from geo.record.escape import escape_csv_cell, json_escaped
from geo.record.json_file.save import replacement_file, stream_whole
from geo.record.progress import track_progress
from geo.record.vector_file.gdal import write_batches

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from pandas import DataFrame

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
            import pyarrow.parquet as pq  # takes long to load

            with pq.ParquetWriter(file, _schema(columns)) as writer:
                yield lambda rows: writer.write_table(_table(rows, columns))
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
    return (json.dumps(row, ensure_ascii=False, allow_nan=False) for row in _table(rows, columns).to_pylist())


def _schema(columns: Mapping[str, str]) -> Any:
    import pyarrow as pa  # takes long to load

    return pa.schema([(name, pa.type_for_alias(kind)) for name, kind in columns.items()])


def _table(rows: DataFrame, columns: Mapping[str, str]) -> Any:
    import pyarrow as pa

    return pa.Table.from_pandas(rows[list(columns)], _schema(columns), preserve_index=False)


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
    import pyarrow as pa  # takes long to load
    import pyarrow.parquet as pq
    import shapely

    schema = _schema(columns).append(pa.field("geom", pa.binary()))
    form = {"driver": "GPKG", "layer": path.stem, "geometry_name": "geom", "geometry_type": "Unknown", "crs": "EPSG:4326"}

    def keep(rows: DataFrame) -> None:
        shapes = pa.array(shapely.to_wkb(rows["geometry"].to_numpy()), pa.binary())
        writer.write_table(_table(rows, columns).append_column("geom", shapes))

    with TemporaryFile(dir=made.parent) as file:
        with pq.ParquetWriter(file, schema) as writer:
            yield keep
        held = pq.ParquetFile(file)
        stopped: list[BaseException] = []

        def batches() -> Iterator[Any]:
            try:
                for group in track_progress(range(held.num_row_groups), "Writing the layer"):
                    yield from held.iter_batches(row_groups=[group])
            except BaseException as error:  # GDAL makes an error of its own of it, of Ctrl-C as well
                stopped.append(error)
                raise

        try:
            write_batches(pa.RecordBatchReader.from_batches(schema, batches()), made, **form)
        except RuntimeError as error:  # as all of pyogrio's are, a full disk included
            if stopped:
                raise stopped[0] from None
            raise OSError(f"{path}: {error}") from None

"""Features of any vector file, a batch at a time, so that memory does not grow with the file."""

from __future__ import annotations

import errno
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import shapely
from pyproj import CRS, Transformer

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    Bounds = tuple[float, float, float, float]

ROWS = 65_536
"""Of a batch."""


@dataclass(frozen=True, slots=True)
class Features:
    """Some consecutive features of a file or a table."""

    rows: NDArray[np.int64]
    """Their numbers in the file, counted from 0."""
    geometries: NDArray[np.object_]
    """Of shapely, in longitude and latitude on WGS 84; None where there is none."""
    columns: dict[str, NDArray[Any]]
    """The columns that were asked for."""
    share: float
    """How much of the file is done with them, from 0 to 1."""


def read_features(path: str | os.PathLike[str], columns: Sequence[str], boxes: Sequence[Bounds]) -> Iterator[Features]:
    """The features of a file that GDAL or GeoParquet reads, in batches of up to 65,536 rows.

    `boxes` are west, south, east and north in degrees of what is asked about: row groups of a GeoParquet file whose bounding
    boxes (version 1.1, "covering") meet none of them are not read.

    Raises:
        OSError: if there is no such file.
        ValueError: if it cannot be read, says no coordinate system, or lacks a column.
    """
    if not Path(path).exists():
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(path))
    if Path(path).suffix.lower() in (".parquet", ".geoparquet"):
        yield from _parquet(path, columns, boxes)
    else:
        yield from _gdal(path, columns)


def _parquet(path: str | os.PathLike[str], columns: Sequence[str], boxes: Sequence[Bounds]) -> Iterator[Features]:
    import pyarrow as pa  # noqa: PLC0415  # takes long to load
    from pyarrow import parquet  # noqa: PLC0415

    try:
        file = parquet.ParquetFile(path)
        about = json.loads((file.schema_arrow.metadata or {})[b"geo"])
        name = about["primary_column"]
        column = about["columns"][name]
    except (KeyError, ValueError, pa.ArrowException) as error:
        raise ValueError(f"{path} cannot be read as GeoParquet: {error}") from None
    if column.get("encoding") != "WKB":
        raise ValueError(f"{path} holds its geometries as {column.get('encoding')}, and only WKB is read")
    to_wgs84 = _to_wgs84(column.get("crs", "OGC:CRS84"), path)
    _check(columns, file.schema_arrow.names, path)
    layer, row = _Layer(name, columns, to_wgs84, max(1, file.metadata.num_rows)), 0
    for number in range(file.metadata.num_row_groups):
        group = file.metadata.row_group(number)
        if to_wgs84 is None and not _meets(_bounds(group, column.get("covering", {}).get("bbox")), boxes):
            row += group.num_rows
            continue
        for batch in file.iter_batches(ROWS, row_groups=[number], columns=list(dict.fromkeys([name, *columns]))):
            yield layer.features(batch, row)
            row += batch.num_rows


def _bounds(group: Any, covering: dict[str, list[str]] | None) -> Bounds | None:
    """The bounding box of a row group by its statistics; None where the file has none."""
    if not covering:
        return None
    by_path = {group.column(index).path_in_schema: group.column(index).statistics for index in range(group.num_columns)}
    sides = [by_path.get(".".join(covering[side])) for side in ("xmin", "ymin", "xmax", "ymax")]
    known = [side for side in sides if side is not None and side.has_min_max]
    return (known[0].min, known[1].min, known[2].max, known[3].max) if len(known) == 4 else None


def _meets(bounds: Bounds | None, boxes: Sequence[Bounds]) -> bool:
    if bounds is None:
        return True
    west, south, east, north = bounds
    return any(box[0] <= east and west <= box[2] and box[1] <= north and south <= box[3] for box in boxes)


def _gdal(path: str | os.PathLike[str], columns: Sequence[str]) -> Iterator[Features]:
    import pyogrio  # noqa: PLC0415  # GDAL takes long to load
    from pyogrio.raw import open_arrow  # noqa: PLC0415

    try:
        info = pyogrio.read_info(path, force_feature_count=True)
        if info["geometry_type"] is None:
            raise ValueError(f"{path} has no geometry, so nothing of it lies anywhere")
        _check(columns, list(info["fields"]), path)
        with open_arrow(path, columns=list(columns), batch_size=ROWS, use_pyarrow=True) as (meta, reader):
            geometry = meta["geometry_name"] or "wkb_geometry"
            layer, row = _Layer(geometry, columns, _to_wgs84(meta["crs"], path), max(1, info["features"])), 0
            for batch in reader:
                yield layer.features(batch, row)
                row += batch.num_rows
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError) as error:
        raise ValueError(f"{path} cannot be read as a layer of features: {error}") from None


def _check(columns: Sequence[str], known: Sequence[str], path: object) -> None:
    for name in columns:
        if name not in known:
            raise ValueError(f'{path} has no column "{name}"; it has {", ".join(known)}')


def _to_wgs84(crs: object, path: object) -> Transformer | None:
    """What turns a file's coordinates into WGS 84; None where they are such already."""
    if crs is None:
        raise ValueError(f"{path} does not say which coordinates it uses")
    theirs = CRS.from_user_input(crs)
    if theirs.equals(CRS("OGC:CRS84"), ignore_axis_order=True):
        return None
    return Transformer.from_crs(theirs, "OGC:CRS84", always_xy=True)


class _Layer(NamedTuple):
    """What is to be known of a file to read its batches."""

    geometry: str
    """The name of the column with the geometries."""
    columns: Sequence[str]
    to_wgs84: Transformer | None
    total: int
    """How many features it has, or 1 where it has none."""

    def features(self, batch: Any, row: int) -> Features:
        """A batch of Arrow, the first row of which is `row`."""
        wkb = batch.column(self.geometry).to_numpy(zero_copy_only=False)
        geometries = shapely.force_2d(shapely.from_wkb(wkb, on_invalid="ignore"))
        transformer = self.to_wgs84
        if transformer:
            geometries = shapely.transform(geometries, lambda xy: np.column_stack(transformer.transform(*xy.T)))
        values = {one: batch.column(one).to_numpy(zero_copy_only=False) for one in self.columns}
        end = row + batch.num_rows
        return Features(np.arange(row, end), geometries, values, end / self.total)

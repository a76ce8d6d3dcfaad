"""Features of large files, part by part, so that memory does not grow with the file."""

from __future__ import annotations

import errno
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from geopandas import GeoDataFrame

MOST_ROWS = 2**17
"""Features of a part."""
_CURE = "of a table with longitudes and latitudes, geo import makes records, which have positions"
_WGS84 = {("OGC", "CRS84"), ("EPSG", 4326)}
Box = tuple[float, float, float, float]
"""West, south, east and north in degrees, west at most east."""


class Part(NamedTuple):
    """Some features of a file."""

    frame: GeoDataFrame
    """On WGS 84; its index is the number of each feature in the file, from 0."""
    share: float
    """Which share of the file is read after it, from 0 to 1."""


def iter_parts(path: str | os.PathLike[str], columns: Sequence[str] = (), boxes: Sequence[Box] = ()) -> Iterator[Part]:
    """Features of a GeoParquet file or of any vector file that GDAL reads, with the named columns, in parts of 131,072.

    Row groups of a GeoParquet file whose covering says that they lie outside all boxes are left out (GeoParquet 1.1, on
    WGS 84); no boxes: nothing is left out.

    Raises:
        OSError: if there is no such file.
        ValueError: if it cannot be read, or has several layers, no geometry, no coordinate system or no such column.
    """
    if not Path(path).exists():
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(path))
    wanted = list(dict.fromkeys(columns))
    return _of_parquet(path, wanted, boxes) if Path(path).suffix.lower() == ".parquet" else _of_gdal(path, wanted)


def _of_gdal(path: str | os.PathLike[str], columns: list[str]) -> Iterator[Part]:
    import pyogrio  # noqa: PLC0415  # GDAL takes long to load

    try:
        layers = [name for name, _ in pyogrio.list_layers(path)]
        if len(layers) != 1:
            raise ValueError(f"{path} has {len(layers)} layers ({', '.join(layers[:5])}); give a file with one")
        info = pyogrio.read_info(path, force_feature_count=True)
        _refuse_missing(path, columns, info["fields"])
        with pyogrio.open_arrow(path, columns=columns, batch_size=MOST_ROWS, use_pyarrow=True) as (meta, reader):
            start, name = 0, meta["geometry_name"] or "wkb_geometry"
            for batch in reader:
                yield Part(_frame(path, batch, name, meta["crs"], start), min(1.0, (start + len(batch)) / info["features"]))
                start += len(batch)
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError) as error:
        raise ValueError(f"{path} cannot be read as a layer of features: {error}") from None


def _of_parquet(path: str | os.PathLike[str], columns: list[str], boxes: Sequence[Box]) -> Iterator[Part]:
    import pyarrow as pa  # noqa: PLC0415  # takes long to load
    import pyarrow.parquet as pq  # noqa: PLC0415

    try:
        with pq.ParquetFile(path, memory_map=False) as file:
            name, about = _geometry(path, file)
            _refuse_missing(path, columns, file.schema_arrow.names)
            crs = about.get("crs", "OGC:CRS84")
            start, pruned = 0, boxes if _is_wgs84(crs) else ()
            for group in range(file.num_row_groups):
                rows = file.metadata.row_group(group).num_rows
                at = start
                if not pruned or _may_meet(file.metadata.row_group(group), about, pruned):
                    for batch in file.iter_batches(MOST_ROWS, [group], columns=[*columns, name]):
                        yield Part(_frame(path, batch, name, crs, at), (at + len(batch)) / file.metadata.num_rows)
                        at += len(batch)
                start += rows
    except pa.ArrowInvalid as error:
        raise ValueError(f"{path} cannot be read as GeoParquet: {error}") from None


def _geometry(path: str | os.PathLike[str], file: Any) -> tuple[str, dict[str, Any]]:
    """The name of the geometry column and what the file says of it."""
    try:
        about = json.loads((file.schema_arrow.metadata or {})[b"geo"])
        name = about["primary_column"]
        column = dict(about["columns"][name])
    except (KeyError, TypeError, ValueError):
        raise ValueError(f"{path} is no GeoParquet: its metadata do not say where the geometry is") from None
    if column.get("encoding") != "WKB":
        raise ValueError(f'{path}: its geometry is encoded as "{column.get("encoding")}"; wanted WKB')
    return name, column


def _is_wgs84(crs: Any) -> bool:
    known = crs.get("id") if isinstance(crs, dict) else None
    return crs == "OGC:CRS84" or (isinstance(known, dict) and (known.get("authority"), known.get("code")) in _WGS84)


def _may_meet(group: Any, about: dict[str, Any], boxes: Sequence[Box]) -> bool:
    """Whether what the statistics say of a row group leaves open that a feature of it meets a box."""
    covering = about.get("covering", {}).get("bbox")
    if not covering:
        return True
    limits = {}
    columns = {group.column(number).path_in_schema: group.column(number).statistics for number in range(group.num_columns)}
    for side in ("xmin", "ymin", "xmax", "ymax"):
        statistics = columns.get(".".join(covering[side]))
        if statistics is None or not statistics.has_min_max:
            return True
        limits[side] = statistics.min if side.endswith("min") else statistics.max
    return any(
        limits["xmin"] <= east and limits["xmax"] >= west and limits["ymin"] <= north and limits["ymax"] >= south
        for west, south, east, north in boxes
    )


def _refuse_missing(path: str | os.PathLike[str], columns: list[str], known: Sequence[str]) -> None:
    for column in columns:
        if column not in known:
            raise ValueError(f'{path} has no column "{column}"; it has {", ".join(map(str, known))}')


def _frame(path: str | os.PathLike[str], batch: Any, name: str, crs: Any, start: int) -> GeoDataFrame:
    import geopandas as gpd  # noqa: PLC0415  # takes long to load
    import pandas as pd  # noqa: PLC0415
    import shapely  # noqa: PLC0415

    if crs is None:
        raise ValueError(f"{path}: it is not said which coordinate system its features use; {_CURE}")
    if name not in batch.schema.names:
        raise ValueError(f"{path} has no geometry, so nothing lies inside of anything; {_CURE}")
    shapes = shapely.from_wkb(batch.column(name).to_numpy(zero_copy_only=False))
    table = batch.drop_columns([name]).to_pandas()
    table.index = pd.RangeIndex(start, start + len(batch))
    frame = gpd.GeoDataFrame(table, geometry=gpd.GeoSeries(shapes, index=table.index, crs=crs))
    return frame if _is_wgs84(crs) else frame.to_crs(4326)

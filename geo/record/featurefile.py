"""Features of large files, part by part, so that memory does not grow with the file."""

from __future__ import annotations

import json
import os
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from geo.record.covering import may_meet
from geo.record.parquet import is_parquet
from geo.record.problems import printable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from geopandas import GeoDataFrame

    from geo.record.covering import Box

MOST_ROWS = 2**17
"""Features of a part."""
CURE = "of a table with longitudes and latitudes, geo import makes records, which have positions"
_WGS84 = (["OGC", "CRS84"], ["EPSG", 4326])


class Part(NamedTuple):
    """Some features of a file."""

    frame: GeoDataFrame
    """On WGS 84; its index is the number of each feature in the file, from 0."""
    share: float
    """Which share of what is read of the file is read after it, from 0 to 1."""


def layer_of(path: str | os.PathLike[str], layer: str | None) -> str:
    """The layer of that name in a file that GDAL reads, or its only one.

    Raises:
        ValueError: if there is no such layer, or none was named of several.
    """
    import pyogrio  # noqa: PLC0415  # GDAL takes long to load

    known = [str(name) for name, _ in pyogrio.list_layers(path)]
    if layer is None and len(known) == 1:
        return known[0]
    if layer is None or layer not in known:
        what = f"{len(known)} layers, so one has to be named" if layer is None else f'no layer "{layer}"'
        raise ValueError(printable(f"{path} has {what}; it has {', '.join(known) or 'none at all'}"))
    return layer


def iter_parts(
    path: str | os.PathLike[str], columns: Sequence[str] = (), boxes: Sequence[Box] = (), *, layer: str | None = None
) -> Iterator[Part]:
    """Features of a GeoParquet file or of any vector file that GDAL reads, with the named columns, in parts of 131,072.

    Of several layers `layer` names one. Row groups of a GeoParquet file whose covering says that they lie outside all boxes are left out (GeoParquet 1.1, on
    WGS 84); no boxes: nothing is left out.

    Raises:
        OSError: if there is no such file.
        ValueError: if it cannot be read, or has several layers, no geometry, no coordinate system or no such column.
    """
    Path(path).stat()  # an OSError that names it, where it is not there
    wanted = list(dict.fromkeys(columns))
    return _of_parquet(path, wanted, boxes) if is_parquet(path) else _of_gdal(path, wanted, layer)


def _of_gdal(path: str | os.PathLike[str], columns: list[str], layer: str | None) -> Iterator[Part]:
    import pyogrio  # noqa: PLC0415  # GDAL takes long to load

    try:
        layer = layer_of(path, layer)
        info = pyogrio.read_info(path, layer=layer, force_feature_count=True)
        _refuse_missing(path, columns, info["fields"])
        with pyogrio.open_arrow(path, layer=layer, columns=columns, batch_size=MOST_ROWS, use_pyarrow=True) as (meta, reader):
            start, name = 0, meta["geometry_name"] or "wkb_geometry"
            for batch in reader:
                yield Part(_frame(path, batch, name, meta["crs"], start), min(1.0, (start + len(batch)) / info["features"]))
                start += len(batch)
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError) as error:
        raise ValueError(f"{path} cannot be read as a layer of features: {error}") from None


def _of_parquet(path: str | os.PathLike[str], columns: list[str], boxes: Sequence[Box]) -> Iterator[Part]:
    import pyarrow as pa  # noqa: PLC0415  # takes long to load
    import pyarrow.parquet as pq  # noqa: PLC0415
    from pyproj.exceptions import CRSError  # noqa: PLC0415

    try:
        with pq.ParquetFile(path, memory_map=False) as file:
            name, about = _geometry(path, file)
            _refuse_missing(path, columns, file.schema_arrow.names)
            crs = about.get("crs", "OGC:CRS84")
            groups = [file.metadata.row_group(number) for number in range(file.num_row_groups)]
            starts = [0, *accumulate(group.num_rows for group in groups)]
            pruned = boxes if _is_wgs84(crs) else ()
            chosen = [number for number, one in enumerate(groups) if not pruned or may_meet(one, about, pruned)]
            total, read = sum(groups[number].num_rows for number in chosen), 0
            for number in chosen:
                at = starts[number]
                for batch in file.iter_batches(MOST_ROWS, [number], columns=[*columns, name]):
                    read += len(batch)
                    yield Part(_frame(path, batch, name, crs, at), read / total)
                    at += len(batch)
    except (pa.ArrowInvalid, CRSError) as error:
        raise ValueError(f"{path} cannot be read as GeoParquet: {error}") from None


def _geometry(path: str | os.PathLike[str], file: Any) -> tuple[str, dict[str, Any]]:
    """The name of the geometry column and what the file says of it."""
    try:
        about = json.loads((file.schema_arrow.metadata or {})[b"geo"])
        name = about["primary_column"]
        column = dict(about["columns"][name])
    except (KeyError, TypeError, ValueError, RecursionError):
        raise ValueError(f"{path} is no GeoParquet: its metadata do not say where the geometry is") from None
    if column.get("encoding") != "WKB":
        raise ValueError(f'{path}: its geometry is encoded as "{column.get("encoding")}"; wanted WKB')
    return name, column


def _is_wgs84(crs: Any) -> bool:
    known = crs.get("id") if isinstance(crs, dict) else None
    return crs == "OGC:CRS84" or (isinstance(known, dict) and [known.get("authority"), known.get("code")] in _WGS84)


def _refuse_missing(path: str | os.PathLike[str], columns: list[str], known: Sequence[str]) -> None:
    for column in columns:
        if column not in known:
            raise ValueError(f'{path} has no column "{column}"; it has {", ".join(map(str, known))}')


def _frame(path: str | os.PathLike[str], batch: Any, name: str, crs: Any, start: int) -> GeoDataFrame:
    import geopandas as gpd  # noqa: PLC0415  # takes long to load
    import pandas as pd  # noqa: PLC0415
    import shapely  # noqa: PLC0415

    if not crs:
        raise ValueError(f"{path}: it is not said which coordinate system its features use; {CURE}")
    if name not in batch.schema.names:
        raise ValueError(f"{path} has no geometry, so nothing lies inside of anything; {CURE}")
    try:
        shapes = shapely.from_wkb(batch.column(name).to_numpy(zero_copy_only=False))
    except (shapely.errors.ShapelyError, TypeError) as error:
        raise ValueError(f"{path}: a geometry among features {start} to {start + len(batch) - 1} is no WKB: {error}") from None
    table = batch.drop_columns([name]).to_pandas()
    table.index = pd.RangeIndex(start, start + len(batch))
    frame = gpd.GeoDataFrame(table, geometry=gpd.GeoSeries(shapes, index=table.index, crs=crs))
    return frame if _is_wgs84(crs) else frame.to_crs(4326)

"""Features of large files, part by part, so that memory does not grow with the file."""

from __future__ import annotations

import json
import math
import os
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from geo.record.escape import printable
from geo.record.vector_file.crs import coordinate_system, to_wgs84
from geo.record.vector_file.formats import CURE, MAP_LAYERS, Format
from geo.record.vector_file.gdal import open_vector_file, read_wkb
from geo.record.vector_file.parquet import is_parquet, load_pyarrow, refuse_swollen

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from geopandas import GeoDataFrame
    from pandas import DataFrame

    from geo.record.vector_file.gdal import VectorFile

MOST_ROWS = 2**17
"""Features of a part."""
_POINTS_OF_LINES = ("route_points", "track_points")
_WGS84 = (["OGC", "CRS84"], ["EPSG", 4326])


class Part(NamedTuple):
    """Some features of a file."""

    frame: GeoDataFrame
    """On WGS 84; its index is the number of each feature in the file, from 0."""
    share: float
    """The share of the file that has been read after it, from 0 to 1."""


def iter_parts(
    path: str | os.PathLike[str], columns: Sequence[str] = (), boxes: Sequence[Box] = (), *, layer: str | None = None
) -> Iterator[Part]:
    """Features of a GeoParquet file or of one in `MAP_LAYERS`, with the named columns, in parts of 131,072.

    Of several layers `layer` names one. Row groups of a GeoParquet file whose covering says that they lie outside all boxes are left out (GeoParquet 1.1, on
    WGS 84); no boxes: nothing is left out.

    Raises:
        OSError: if there is no such file.
        ValueError: if it cannot be read, or has several layers, no geometry, no coordinate system or no such column.
    """
    Path(path).stat()  # an OSError that names it, where it is not there
    wanted = list(dict.fromkeys(columns))
    return _of_parquet(path, wanted, boxes) if is_parquet(path) else _of_gdal(path, wanted, layer)


def iter_all_parts(path: str | os.PathLike[str]) -> Iterator[Part]:
    """The features of all layers that have geometries, without columns; the points of GPX lines, which are lines too, left out.

    Raises:
        OSError: if there is no such file.
        ValueError: if it cannot be read, or no layer has a geometry, or one no coordinate system.
    """
    Path(path).stat()
    if is_parquet(path):
        yield from _of_parquet(path, [], ())
        return
    with open_vector_file(path, MAP_LAYERS) as file:
        drawn = [layer for layer in file.layers if not (file.format is Format.GPX and layer in _POINTS_OF_LINES)]
        if not (drawn := [layer for layer in drawn if file.describe(layer).has_geometry]):
            raise ValueError(f"{path} has no geometry, so there is nothing to draw; {CURE}")
        for layer in drawn:
            yield from _of_layer(file, layer, [])


def _of_gdal(path: str | os.PathLike[str], columns: list[str], layer: str | None) -> Iterator[Part]:
    with open_vector_file(path, MAP_LAYERS) as file:
        yield from _of_layer(file, file.layer_named(layer), columns)


def _of_layer(file: VectorFile, layer: str, columns: list[str]) -> Iterator[Part]:
    about = file.describe(layer, count=True)
    _refuse_missing(file.path, columns, about.columns)
    rows, start = file.rows(layer, columns, MOST_ROWS), 0
    for frame in rows.frames:
        share = min(1.0, (start + len(frame)) / max(1, about.features))
        yield Part(_placed(file.path, frame, rows.geometry, rows.crs, start), share)
        start += len(frame)


def _of_parquet(path: str | os.PathLike[str], columns: list[str], boxes: Sequence[Box]) -> Iterator[Part]:
    pa, pq = load_pyarrow()
    try:
        with pq.ParquetFile(path, memory_map=False) as file:
            refuse_swollen(path, file.metadata)
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
                    batch.validate(full=True)  # a text that is no UTF-8 is ArrowInvalid
                    read += len(batch)
                    yield Part(_placed(path, batch.to_pandas(integer_object_nulls=True), name, crs, at), read / total)
                    at += len(batch)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as error:
        raise ValueError(printable(f"{path} cannot be read as GeoParquet: {error}")) from None


def _geometry(path: str | os.PathLike[str], file: Any) -> tuple[str, dict[str, Any]]:
    """The name of the geometry column and what the file says of it."""
    try:
        about = json.loads((file.schema_arrow.metadata or {})[b"geo"])
        name = about["primary_column"]
        column = dict(about["columns"][name])
    except (KeyError, TypeError, ValueError, RecursionError):
        raise ValueError(f"{path} is no GeoParquet: its metadata do not say where the geometry is") from None
    if column.get("encoding") != "WKB":
        raise ValueError(printable(f'{path}: its geometry is encoded as "{column.get("encoding")}"; wanted WKB'))
    return name, column


def _is_wgs84(crs: Any) -> bool:
    known = crs.get("id") if isinstance(crs, dict) else None
    return crs == "OGC:CRS84" or (isinstance(known, dict) and [known.get("authority"), known.get("code")] in _WGS84)


def _refuse_missing(path: str | os.PathLike[str], columns: list[str], known: Sequence[str]) -> None:
    for column in columns:
        if column not in known:
            raise ValueError(printable(f'{path} has no column "{column}"; it has {", ".join(map(str, known))}'))


def _placed(path: str | os.PathLike[str], table: DataFrame, name: str, crs: Any, start: int) -> GeoDataFrame:
    import geopandas as gpd  # takes long to load
    import pandas as pd

    system = coordinate_system(path, crs)
    if name not in table:
        raise ValueError(f"{path} has no geometry, so nothing can lie inside a zone; {CURE}")
    which = f"among features {start} to {start + len(table) - 1}"
    shapes = read_wkb(f"{path}: a geometry {which}", table.pop(name).to_numpy())
    table.index = pd.RangeIndex(start, start + len(table))
    placed = gpd.GeoSeries(shapes, index=table.index, crs=system)
    return gpd.GeoDataFrame(table, geometry=placed if _is_wgs84(crs) else to_wgs84(path, placed))


Box = tuple[float, float, float, float]
"""West, south, east and north in degrees, west at most east."""


_SIDES = ("xmin", "ymin", "xmax", "ymax")


def may_meet(group: Any, about: dict[str, Any], boxes: Sequence[Box]) -> bool:
    """Whether a feature of a row group may meet a box, by the file's metadata and the row group's statistics."""
    names = _columns(about)
    chunks = {group.column(number).path_in_schema: group.column(number) for number in range(group.num_columns)}
    limits = [_limits(chunks.get(name)) for name in names]
    if len(limits) < len(_SIDES) or None in limits:
        return True
    (west, latest), (south, _), (earliest, east), (_, north) = limits  # type: ignore[misc]  # none is None
    crossing = latest - earliest > 180  # some feature's box begins east of where it ends, across the 180th meridian
    return any(
        (crossing or (west <= box_east and east >= box_west)) and south <= box_north and north >= box_south
        for box_west, box_south, box_east, box_north in boxes
    )


def _columns(about: dict[str, Any]) -> list[str]:
    """Names of the columns with the four sides of the boxes; none where the file does not say."""
    covering = about.get("covering")
    paths = covering.get("bbox") if isinstance(covering, dict) else None
    if not isinstance(paths, dict):
        return []
    return [".".join(map(str, paths[side])) for side in _SIDES if isinstance(paths.get(side), list)]


def _limits(chunk: Any) -> tuple[float, float] | None:
    """The least and the greatest value of a column in a row group; None where they are not known, or not of all rows."""
    found = chunk.statistics if chunk is not None else None
    if found is None or not found.has_min_max or not found.has_null_count or found.null_count:
        return None
    if chunk.physical_type not in {"FLOAT", "DOUBLE"} or not (math.isfinite(found.min) and math.isfinite(found.max)):
        return None
    if chunk.physical_type == "FLOAT":  # maybe rounded to the nearest
        return float(np.nextafter(np.float32(found.min), -np.inf)), float(np.nextafter(np.float32(found.max), np.inf))
    return found.min, found.max

"""Parquet and GeoParquet whole, through GeoPandas: the GDAL that comes with pyogrio has no driver for them."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo.record.problems import printable

if TYPE_CHECKING:
    from collections.abc import Sequence


def is_parquet(path: str | os.PathLike[str]) -> bool:
    """Whether a file is called one."""
    return Path(path).suffix.lower() in (".parquet", ".geoparquet")


def read_parquet(path: str | os.PathLike[str], columns: Sequence[str] | None = None) -> Any:
    """A GeoParquet file as a GeoDataFrame whose geometry is called so; one that tells of no geometry as a DataFrame.

    Of `columns`, those that it has are read, and the geometry; without them all.

    Raises:
        OSError: if there is no such file.
        ValueError: if it cannot be read.
    """
    import geopandas as gpd  # noqa: PLC0415  # these take long to load
    import pandas as pd  # noqa: PLC0415
    import pyarrow.parquet as pq  # noqa: PLC0415

    Path(path).stat()  # an OSError that names it, where it is not there
    try:
        schema = pq.read_schema(path)
        about = (schema.metadata or {}).get(b"geo")
        geometry = json.loads(about)["primary_column"] if about else None
        wanted = None if columns is None else [name for name in schema.names if name in columns or name == geometry]
        if geometry is None:
            return pd.read_parquet(path, columns=wanted)
        frame = gpd.read_parquet(path, columns=wanted)
        return frame if geometry == "geometry" else frame.rename_geometry("geometry")
    except (KeyError, TypeError, ValueError) as error:  # pyarrow's own are ValueErrors
        raise ValueError(printable(f"{path} cannot be read as Parquet: {error}")) from None

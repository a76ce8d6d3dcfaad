"""Parquet and GeoParquet whole, through GeoPandas: the GDAL that comes with pyogrio has no driver for them."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo.record.problems import printable
from geo.record.vector_file.crs import coordinate_system

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
        with Path(path).open("rb") as file:  # so that no name is taken for an address
            schema = pq.read_schema(file)
            file.seek(0)
            about = (schema.metadata or {}).get(b"geo")
            described = json.loads(about) if about else {}
            geometry = described["primary_column"] if about else None
            wanted = None if columns is None else [name for name in schema.names if name in columns or name == geometry]
            if geometry is None:
                return pd.read_parquet(file, columns=wanted)
            for column in described["columns"].values():
                if column.get("crs"):
                    coordinate_system(path, column["crs"])
            frame = gpd.read_parquet(file, columns=wanted)
            return frame if geometry == "geometry" else frame.rename_geometry("geometry")
    except (
        AttributeError,
        KeyError,
        NotImplementedError,
        RecursionError,
        TypeError,
        ValueError,
    ) as error:  # pyarrow's are ValueErrors
        raise ValueError(printable(f"{path} cannot be read as Parquet: {error}")) from None

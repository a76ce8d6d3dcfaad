"""Parquet and GeoParquet whole, through GeoPandas: the GDAL that comes with pyogrio has no driver for them."""

from __future__ import annotations

import json
import os
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo.earth.quantities import count_text, plural
from geo.record.escape import printable
from geo.record.vector_file.crs import coordinate_system

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_MOST_ROWS_A_BYTE = 100
_MOST_TIMES = 200
_FREE_BYTES = 2**28
"""How much data a file may hold beyond `_MOST_TIMES` its size."""


def is_parquet(path: str | os.PathLike[str]) -> bool:
    """Whether a file is called one."""
    return Path(path).suffix.lower() in (".parquet", ".geoparquet")


def load_pyarrow() -> tuple[Any, Any]:
    """Load pyarrow and its reader of Parquet, which are an extra of an installation.

    Raises:
        ValueError: if it is not installed; the message names what to install.
    """
    try:
        import pyarrow as pa  # takes long to load
        import pyarrow.parquet as pq
    except ImportError:
        raise ValueError('Parquet needs pyarrow: pip install pyarrow, or "debris-sites[parquet]"') from None
    return pa, pq


def read_parquet(path: str | os.PathLike[str], columns: Sequence[str] | None = None) -> Any:
    """A GeoParquet file as a GeoDataFrame whose geometry is called so; one that tells of no geometry as a DataFrame.

    Of `columns`, those that it has are read, and the geometry; without them all.

    Raises:
        OSError: if there is no such file.
        ValueError: if it cannot be read.
    """
    import geopandas as gpd
    import pandas as pd

    pa, pq = load_pyarrow()
    with Path(path).open("rb") as file:  # so that no name is taken for an address
        with _explain_errors(path):
            about = pq.ParquetFile(file)
            schema = about.schema_arrow
            words = (schema.metadata or {}).get(b"geo")
            described = json.loads(words) if words else {}
            geometry = described["primary_column"] if words else None
            systems = [column.get("crs") for column in described["columns"].values()] if words else []
            wanted = None if columns is None else [name for name in schema.names if name in columns or name == geometry]
            texts = [field.name for field in schema if pa.types.is_string(field.type) or pa.types.is_large_string(field.type)]
            checked = [name for name in texts if wanted is None or name in wanted]
        refuse_swollen(path, about.metadata)
        for system in filter(None, systems):
            coordinate_system(path, system)
        with _explain_errors(path):
            about.read(checked).validate(full=True)  # a text that is no UTF-8 is ArrowInvalid
            file.seek(0)
            frame: Any = (pd if geometry is None else gpd).read_parquet(file, columns=wanted)
    return frame if geometry in (None, "geometry") else frame.rename_geometry("geometry")


def refuse_swollen(path: str | os.PathLike[str], metadata: Any) -> None:
    """Refuse a file that says that it holds far more than one of its size can.

    Raises:
        ValueError: if it has more rows or data.
    """
    size = Path(path).stat().st_size
    data = sum(metadata.row_group(number).total_byte_size for number in range(metadata.num_row_groups))
    if metadata.num_rows > _MOST_ROWS_A_BYTE * size or data > _MOST_TIMES * size + _FREE_BYTES:
        raise ValueError(
            f"{path}: it claims to hold {plural(metadata.num_rows, 'row')} and {count_text(data)} bytes of data, in {count_text(size)} bytes"
        )


@contextmanager
def _explain_errors(path: str | os.PathLike[str]) -> Iterator[None]:
    """Name the file in what is raised of it."""
    from shapely.errors import ShapelyError  # takes long to load

    try:
        yield
    except (AttributeError, KeyError, NotImplementedError, RecursionError, TypeError, ValueError, ShapelyError) as error:
        raise ValueError(printable(f"{path} cannot be read as Parquet: {error}")) from None  # pyarrow's are ValueErrors

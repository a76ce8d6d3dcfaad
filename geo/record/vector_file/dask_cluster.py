"""A file of features in partitions, on a Dask cluster."""

from __future__ import annotations

from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

ANSWER_S = 10
"""Seconds that a scheduler has to answer."""


@contextmanager
def partitions_on(scheduler: str, path: str) -> Iterator[Any]:
    """A GeoParquet file, or a folder of them, as a dask_geopandas.GeoDataFrame whose partitions a cluster reads.

    `scheduler` is an address such as tcp://127.0.0.1:8786; its workers must reach the file under this name.

    Raises:
        OSError: if there is no such file or folder here.
        ValueError: if Dask is not installed, nobody answers at the address, or the file cannot be read as GeoParquet.
    """
    Path(path).stat()  # so that no name is taken for an address
    try:
        dask_geopandas, distributed = import_module("dask_geopandas"), import_module("distributed")
    except ImportError:
        raise ValueError('--scheduler needs Dask: pip install "debris-sites[dask]"') from None
    try:
        client = distributed.Client(scheduler, timeout=ANSWER_S)
    except (OSError, ValueError) as error:
        raise ValueError(f"no scheduler answers at {scheduler}: {error}") from None
    with client:
        try:
            frame = dask_geopandas.read_parquet(path, ignore_metadata_file=True)  # which names other files
        except (OSError, ValueError) as error:
            raise ValueError(f"{path} cannot be read as GeoParquet: {error}") from None
        yield frame

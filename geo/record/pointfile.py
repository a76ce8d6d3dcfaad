"""Points from GeoParquet or what GDAL reads, and from `sites.geojson` itself, whose records know best where they lie."""

from __future__ import annotations

import os
from dataclasses import dataclass
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from geo.earth.degrees import degrees_of
from geo.record.featurefile import CURE, layer_of
from geo.record.kinds import KINDS, Located
from geo.record.parquet import is_parquet, read_parquet
from geo.record.reading import read_sites

if TYPE_CHECKING:
    from geo.earth.position import FloatArray


@dataclass(frozen=True, slots=True)
class PointFile:
    """The points of one file, in its order."""

    path: str
    """The file as it was named."""
    ids: tuple[str | int | float | None, ...]
    """What the file calls them: their `id`, or None where it has no such column."""
    degrees: FloatArray
    """Longitudes and latitudes on WGS 84, of shape (n, 2); NaN where a feature has no geometry, or a record no position."""

    @property
    def count(self) -> int:
        """How many of them are somewhere."""
        return int(np.isfinite(self.degrees).all(axis=1).sum())


def read_points(path: str | os.PathLike[str], *, layer: str | None = None) -> PointFile:
    """Read all points of a file: of `sites.geojson` the records, of another file its features.

    Args:
        path: The file.
        layer: Which of its layers, where it has several.

    Raises:
        OSError: if there is no such file.
        SitesError: if it is a file of records with errors.
        ValueError: if it cannot be read, it has several layers and none is named, no such layer, no coordinate system, or other
            things than points.
    """
    import pyogrio  # noqa: PLC0415  # GDAL takes long to load

    Path(path).stat()  # an OSError that names it, where it is not there
    try:
        if is_parquet(path):
            frame: Any = read_parquet(path, ["id"])
        else:
            layer = layer_of(path, layer)
            if _holds_records(path, layer):
                return _of_records(path)
            frame = pyogrio.read_dataframe(path, layer=layer, columns=["id"])
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError) as error:
        raise ValueError(f"{path} cannot be read as a layer of points: {error}") from None
    if not hasattr(frame, "geometry"):
        raise ValueError(f"{path} has no geometry, so nothing lies near it; {CURE}")
    if frame.crs is None:
        raise ValueError(f"{path}: it is not said which coordinate system the points use; {CURE}")
    ids = frame["id"].astype(object).where(frame["id"].notna(), None) if "id" in frame else [None] * len(frame)
    return PointFile(str(path), tuple(map(_id, ids)), degrees_of(frame, str(path)))


def _id(value: object) -> str | int | float | None:
    """A text or a number; whole numbers come as 8.0 from a column in which some are missing."""
    if isinstance(value, float) and not isfinite(value):
        return None
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value if isinstance(value, str | int | float | None) else str(value)


def _holds_records(path: str | os.PathLike[str], layer: str | None) -> bool:
    """Whether a file is one of ours: GeoJSON in which some `kind` is one of the records' kinds."""
    import pyogrio  # noqa: PLC0415

    info = pyogrio.read_info(path, layer=layer)
    if info["driver"] != "GeoJSON" or "kind" not in info["fields"]:
        return False
    kinds = pyogrio.read_dataframe(path, layer=layer, columns=["kind"], read_geometry=False)["kind"]
    return bool(kinds.isin(list(KINDS)).any())


def _of_records(path: str | os.PathLike[str]) -> PointFile:
    records = read_sites(path).records
    places = [one.position if isinstance(one, Located) else None for one in records]
    degrees = np.array([(at.lon_deg, at.lat_deg) if at else (np.nan, np.nan) for at in places]).reshape(-1, 2)
    return PointFile(str(path), tuple(one.id for one in records), degrees)

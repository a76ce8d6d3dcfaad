"""Points from any vector file that GDAL reads, and from `sites.geojson` itself, whose records know best where they lie."""

from __future__ import annotations

import errno
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from geo.record.kinds import KINDS, Located
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


def read_points(path: str | os.PathLike[str]) -> PointFile:
    """Read all points of a file: of `sites.geojson` the records, of another file its features.

    Raises:
        OSError: if there is no such file.
        SitesError: if it is a file of records with errors.
        ValueError: if GDAL cannot read it, it has several layers, no coordinate system or other things than points.
    """
    import pyogrio  # noqa: PLC0415  # GDAL takes long to load
    import shapely  # noqa: PLC0415

    if not Path(path).exists():
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(path))
    try:
        layers = [name for name, _ in pyogrio.list_layers(path)]
        if len(layers) > 1:
            raise ValueError(f"{path} has {len(layers)} layers ({', '.join(layers[:5])}); give a file with one")
        if _holds_records(path):
            return _of_records(path)
        frame: Any = pyogrio.read_dataframe(path)
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError) as error:
        raise ValueError(f"{path} cannot be read as a layer of points: {error}") from None
    if not hasattr(frame, "geometry"):
        raise ValueError(f"{path} has no geometry, so nothing lies near it")
    if frame.crs is None:
        raise ValueError(f"{path} does not say which coordinates it uses")
    shapes = frame.geometry.to_crs(4326).to_numpy()
    held = ~(shapely.is_missing(shapes) | shapely.is_empty(shapes))
    for row in np.flatnonzero(held & (shapely.get_type_id(shapes) != 0))[:1]:
        raise ValueError(f"{path}: feature {row} is a {shapes[row].geom_type}; only points are compared")
    degrees = np.full((len(shapes), 2), np.nan)
    degrees[held] = shapely.get_coordinates(shapes[held])
    ids = frame["id"].tolist() if "id" in frame else [None] * len(frame)
    return PointFile(str(path), tuple(None if one != one else one for one in ids), degrees)  # noqa: PLR0124  # NaN


def _holds_records(path: str | os.PathLike[str]) -> bool:
    """Whether a file is one of ours: GeoJSON in which some `kind` is one of the records' kinds."""
    import pyogrio  # noqa: PLC0415

    info = pyogrio.read_info(path)
    if info["driver"] != "GeoJSON" or "kind" not in info["fields"]:
        return False
    kinds = pyogrio.read_dataframe(path, columns=["kind"], read_geometry=False)["kind"]
    return bool(kinds.isin(list(KINDS)).any())


def _of_records(path: str | os.PathLike[str]) -> PointFile:
    records = read_sites(path).records
    places = [one.position if isinstance(one, Located) else None for one in records]
    degrees = np.array([(at.lon_deg, at.lat_deg) if at else (np.nan, np.nan) for at in places]).reshape(-1, 2)
    return PointFile(str(path), tuple(one.id for one in records), degrees)

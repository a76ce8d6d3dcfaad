"""Points from vector files, and from `sites.geojson` itself, whose records know best where they lie."""

from __future__ import annotations

import os
import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import chain
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from geo.earth.search.points import degrees_of
from geo.record.dates import Dates, parse_dates
from geo.record.kinds import KINDS, Located, event_dates
from geo.record.reading import read_sites
from geo.record.vector_file.crs import to_wgs84
from geo.record.vector_file.formats import CURE, MAP_LAYERS, Format
from geo.record.vector_file.gdal import open_vector_file
from geo.record.vector_file.parquet import is_parquet, read_parquet

if TYPE_CHECKING:
    from geo.earth.position import FloatArray
    from geo.record.vector_file.gdal import VectorFile


DATE_COLUMNS = ("found_on", "struck_on", "date", "event_date", "time", "timestamp", "begin")
"""Columns of other files that date their points: those of our own exports, and the usual names."""


@dataclass(frozen=True, slots=True)
class PointFile:
    """The points of one file, in its order."""

    path: str
    """The file as it was named."""
    ids: tuple[str | int | float | None, ...]
    """What the file calls them: their `id`, or None where it has no such column."""
    degrees: FloatArray
    """Longitudes and latitudes on WGS 84, of shape (n, 2); NaN where a feature has no geometry, or a record no position."""
    dates: tuple[Dates | None, ...] = ()
    """When each of them was found or struck; empty where the file dates none."""

    @property
    def count(self) -> int:
        """How many of them have a position."""
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
    Path(path).stat()  # an OSError that names it, where it is not there
    if is_parquet(path):
        return _of_frame(path, read_parquet(path, ["id", *DATE_COLUMNS]))
    with open_vector_file(path, MAP_LAYERS) as file:
        layer = file.layer_named(layer)
        if _holds_records(file, layer):
            return _of_records(path)
        parts: list[PointFile] = []
        for frame in file.tables(layer, ["id", *DATE_COLUMNS]):  # a shape takes ten times the room of its two numbers
            parts.append(_of_frame(path, frame, sum(len(part.ids) for part in parts)))
        return _join(parts)


def _join(parts: list[PointFile]) -> PointFile:
    """The points of the parts of a file, of which there is at least one."""
    ids = tuple(chain.from_iterable(part.ids for part in parts))
    dates = tuple(chain.from_iterable(part.dates or (None,) * len(part.ids) for part in parts))
    return PointFile(parts[0].path, ids, np.concatenate([part.degrees for part in parts]), dates if any(dates) else ())


def _of_frame(path: str | os.PathLike[str], frame: Any, first: int = 0) -> PointFile:
    if not hasattr(frame, "geometry"):
        raise ValueError(f"{path} has no geometry, so nothing lies near it; {CURE}")
    if frame.crs is None:
        raise ValueError(f"{path}: the coordinate system of the points is not stated; {CURE}")
    ids = frame["id"].astype(object).where(frame["id"].notna(), None) if "id" in frame else [None] * len(frame)
    return PointFile(
        str(path), tuple(map(_id, ids)), degrees_of(to_wgs84(path, frame.geometry), str(path), first), _dates(frame)
    )


def _dates(frame: Any) -> tuple[Dates | None, ...]:
    """The first date in each row of the columns for dates; a text that is not a date counts as none."""
    columns = [frame[name].astype(object).where(frame[name].notna(), None) for name in DATE_COLUMNS if name in frame]
    if not columns:
        return ()
    dates = tuple(next(filter(None, map(_date, row)), None) for row in zip(*columns, strict=True))
    return dates if any(dates) else ()


@lru_cache(maxsize=10_000)
def _date(value: object) -> Dates | None:
    """A date of a text, of a day or of a time stamp; None where it is none of these."""
    text = value.isoformat() if isinstance(value, date) else value  # a time stamp is a date too
    if not isinstance(text, str):
        return None
    for one in (text, re.sub(r"(?<=^\d{4}-\d\d-\d\d)[T ].*", "", text)):  # of other forms of time, the day
        with suppress(ValueError):
            return parse_dates(one)
    return None


def _id(value: object) -> str | int | float | None:
    """A text or a number; whole numbers come as 8.0 from a column in which some are missing."""
    if isinstance(value, float) and not isfinite(value):
        return None
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value if isinstance(value, str | int | float | None) else str(value)


def _holds_records(file: VectorFile, layer: str) -> bool:
    """Whether a file is one of ours: GeoJSON in which some `kind` is one of the records' kinds."""
    if file.format is not Format.GEOJSON or "kind" not in file.describe(layer).columns:
        return False
    kinds = (kind for frame in file.rows(layer, ["kind"]).frames for kind in frame["kind"])
    return any(isinstance(kind, str) and kind in KINDS for kind in kinds)


def _of_records(path: str | os.PathLike[str]) -> PointFile:
    records = read_sites(path).records
    places = [one.drawn if isinstance(one, Located) else None for one in records]  # distances alone, which judge nothing
    degrees = np.array([(at.lon_deg, at.lat_deg) if at else (np.nan, np.nan) for at in places]).reshape(-1, 2)
    dates = tuple(event_dates(one) for one in records)
    return PointFile(str(path), tuple(one.id for one in records), degrees, dates if any(dates) else ())

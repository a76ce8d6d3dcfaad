"""Longitudes and latitudes of many points, from arrays and from tables, checked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from geo.earth.position import Position

if TYPE_CHECKING:
    from collections.abc import Iterable

    from geopandas import GeoDataFrame, GeoSeries

    from geo.earth.position import FloatArray, Place, Positions

    Points = FloatArray | GeoDataFrame | GeoSeries | Positions | Iterable[Place]


def degrees_of(points: Points, name: str, first: int = 0) -> FloatArray:
    """Longitudes and latitudes on WGS 84 in degrees, of shape (n, 2), of an array of that shape, a table or a list of n points.

    What is missing or empty in a table is NaN. `name` is what messages call the points, and `first` the number of the first.

    Raises:
        ValueError: if a latitude is out of range, or a table has no coordinate system or holds other things than points.
    """
    table: Any = points
    if isinstance(points, np.ndarray):
        degrees = np.asarray(points, dtype=float)
    else:
        degrees = _of_table(table, name, first) if hasattr(points, "geometry") else _of_places(table, name)
    if degrees.size == 0:
        return np.empty((0, 2))
    if degrees.ndim != 2 or degrees.shape[1] != 2:
        raise ValueError(f"{name}: wanted longitudes and latitudes of shape (n, 2), not {degrees.shape}")
    lat = degrees[:, 1]
    if not (lat.min() >= -90 and lat.max() <= 90):  # NaN fails this too
        for row in np.flatnonzero(np.abs(lat) > 90)[:1]:
            raise ValueError(f"{name}, row {first + row}: latitude {lat[row]} is outside -90..90; longitude comes first")
    return degrees


def normalize_longitudes(lon_deg: FloatArray) -> FloatArray:
    """Longitudes in degrees from -180 to 180: the same meridians, exactly."""
    if np.all(np.abs(lon_deg) <= 180):
        return lon_deg
    with np.errstate(invalid="ignore"):
        lon = np.fmod(lon_deg, 360)
    return np.where(lon > 180, lon - 360, np.where(lon < -180, lon + 360, lon))


def _of_places(places: Any, name: str) -> FloatArray:
    """Those of `Positions`, or of records and tuples one by one; a record without a position is NaN."""
    if hasattr(places, "lon_deg"):
        return np.column_stack((places.lon_deg, places.lat_deg))
    degrees = []
    for row, place in enumerate(places):
        if isinstance(place, tuple | list | np.ndarray):
            degrees.append(place)
        elif getattr(place, "position", place) is None or (hasattr(place, "kind") and not hasattr(place, "position")):
            degrees.append((np.nan, np.nan))  # a record without a position, or a claim
        else:
            try:
                at = Position.of(place)
            except TypeError as error:
                raise TypeError(f"{name}, row {row}: {error}") from None
            degrees.append((at.lon_deg, at.lat_deg))
    return np.array(degrees, dtype=float)


def _of_table(table: GeoDataFrame | GeoSeries, name: str, first: int) -> FloatArray:
    import shapely  # arrays do without it

    if table.crs is None:
        raise ValueError(f"{name}: the coordinate system of the points is not stated")
    shapes = table.geometry.to_crs(4326).to_numpy()
    kinds = shapely.get_type_id(shapes)
    for row in np.flatnonzero(kinds > 0)[:1]:
        raise ValueError(f"{name}, row {first + row}: a {shapes[row].geom_type} is no point")
    degrees = np.full((len(shapes), 2), np.nan)
    held = np.flatnonzero((kinds == 0) & ~shapely.is_empty(shapes))
    degrees[held] = shapely.get_coordinates(shapes[held])
    return degrees

"""Roads, buildings or a perimeter from any vector file, to lie quietly under the map."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import os

    from geo.earth.tiles import Bounds

MAX_CORNERS = 200_000
"""Corners that a page draws without delay, some 4 MB."""
_DECIMALS = 6


def read_context(path: str | os.PathLike[str], bounds: Bounds) -> dict[str, Any]:
    """Lines, areas and points of a file within the bounds, as lists of (latitude, longitude) in degrees.

    Raises:
        ValueError: if GDAL cannot read it, it has no coordinate system, or more lies in the bounds than a page draws.
    """
    import geopandas as gpd  # noqa: PLC0415  # pandas takes long to load, and few maps have a context
    import pyogrio  # noqa: PLC0415
    import shapely  # noqa: PLC0415

    try:
        layer = gpd.read_file(path, columns=[])
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError) as error:
        raise ValueError(f"{path} cannot be read as a map layer: {error}") from None
    if layer.crs is None:
        raise ValueError(f"{path} does not say which coordinates it uses")
    geometries: Any = layer.to_crs(4326).geometry.dropna().array
    shapes = shapely.force_2d(geometries)
    inside = shapes[shapely.intersects(shapes, shapely.box(*bounds))]
    parts = shapely.get_parts(shapely.get_parts(inside))  # a collection may hold multiple geometries
    corners = int(shapely.get_num_coordinates(parts).sum())
    if corners > MAX_CORNERS:
        raise ValueError(f"{path} has {corners:,} corners within the map, more than the {MAX_CORNERS:,} that a page draws")
    found: dict[str, list[Any]] = {"lines": [], "areas": [], "points": []}
    for shape in parts:
        if shape.geom_type == "Point":
            found["points"].append(_flipped(shape.coords)[0])
        elif shape.geom_type == "Polygon":
            found["areas"].append([_flipped(ring.coords) for ring in (shape.exterior, *shape.interiors)])
        else:
            found["lines"].append(_flipped(shape.coords))
    return found


def _flipped(coordinates: Any) -> list[tuple[float, float]]:
    return [(round(lat, _DECIMALS), round(lon, _DECIMALS)) for lon, lat in coordinates]

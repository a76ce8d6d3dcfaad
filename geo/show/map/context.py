"""Roads, buildings or a perimeter from a vector file, to lie quietly under the map."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from geo.earth.quantities import count_text
from geo.record.vector_file.parts import iter_all_parts

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable

    from geo.earth.tiles import Bounds

MAX_CORNERS = 200_000
"""Corners that a page draws without delay, some 4 MB."""
_DECIMALS = 6


def read_context(path: str | os.PathLike[str], bounds: Bounds) -> dict[str, Any]:
    """Lines, areas and points of all layers of a file within the bounds, as lists of (latitude, longitude) in degrees.

    Raises:
        OSError: if there is no such file.
        ValueError: if it cannot be read, a layer has no geometry or coordinate system, or more lies in the bounds than a page draws.
    """
    import numpy as np
    import shapely  # takes long to load, and few maps have a context

    windows = [
        (turn, shapely.box(bounds.west - turn, bounds.south, bounds.east - turn, bounds.north)) for turn in (-360, 0, 360)
    ]
    found: dict[str, list[Any]] = {"lines": [], "areas": [], "points": []}
    corners = 0
    for part in iter_all_parts(path):
        geometries: Any = part.frame.geometry.dropna().array
        shapes = shapely.force_2d(geometries)
        parts = shapely.get_parts(shapely.get_parts(shapes))  # a collection may hold multiple geometries
        for turn, area in windows:
            inside = parts[shapely.intersects(parts, area)]
            corners += int(shapely.get_num_coordinates(inside).sum())
            if corners <= MAX_CORNERS:
                _add(shapely.transform(inside, partial(np.add, (turn, 0))) if turn else inside, found)
    if corners > MAX_CORNERS:
        raise ValueError(
            f"{path} has {count_text(corners)} corners within the map, more than the {count_text(MAX_CORNERS)} that a page draws"
        )
    return found


def _add(shapes: Iterable[Any], found: dict[str, list[Any]]) -> None:
    for shape in shapes:
        if shape.geom_type == "Point":
            found["points"].append(_flipped(shape.coords)[0])
        elif shape.geom_type == "Polygon":
            found["areas"].append([_flipped(ring.coords) for ring in (shape.exterior, *shape.interiors)])
        elif hasattr(shape, "coords"):
            found["lines"].append(_flipped(shape.coords))


def _flipped(coordinates: Any) -> list[tuple[float, float]]:
    return [(round(lat, _DECIMALS), round(lon, _DECIMALS)) for lon, lat in coordinates]

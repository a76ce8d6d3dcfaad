"""What the statistics of a GeoParquet file say of where the features of a row group may lie.

Whatever they leave open counts as possible, so that a file whose statistics are missing, broken or coarse is read as a whole.

Source: GeoParquet 1.1, "covering" (OGC, https://geoparquet.org/releases/v1.1.0/).
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

Box = tuple[float, float, float, float]
"""West, south, east and north in degrees, west at most east."""
_SIDES = ("xmin", "ymin", "xmax", "ymax")


def may_meet(group: Any, about: dict[str, Any], boxes: Sequence[Box]) -> bool:
    """Whether what a file's `about` and the statistics of a row group leave open that one of its features meets a box."""
    names = _columns(about)
    chunks = {group.column(number).path_in_schema: group.column(number) for number in range(group.num_columns)}
    limits = [_limits(chunks.get(name)) for name in names]
    if len(limits) < len(_SIDES) or None in limits:
        return True
    (west, latest), (south, _), (earliest, east), (_, north) = limits  # type: ignore[misc]  # none is None
    crossing = latest - earliest > 180  # some feature's box begins east of where it ends, across the 180th meridian
    return any(
        (crossing or (west <= box_east and east >= box_west)) and south <= box_north and north >= box_south
        for box_west, box_south, box_east, box_north in boxes
    )


def _columns(about: dict[str, Any]) -> list[str]:
    """Names of the columns with the four sides of the boxes; none where the file does not say."""
    covering = about.get("covering")
    paths = covering.get("bbox") if isinstance(covering, dict) else None
    if not isinstance(paths, dict):
        return []
    return [".".join(map(str, paths[side])) for side in _SIDES if isinstance(paths.get(side), list)]


def _limits(chunk: Any) -> tuple[float, float] | None:
    """The least and the greatest value of a column in a row group; None where they are not known, or not of all rows."""
    found = chunk.statistics if chunk is not None else None
    if found is None or not found.has_min_max or not found.has_null_count or found.null_count:
        return None
    if chunk.physical_type not in {"FLOAT", "DOUBLE"} or not (math.isfinite(found.min) and math.isfinite(found.max)):
        return None
    if chunk.physical_type == "FLOAT":  # maybe rounded to the nearest
        return float(np.nextafter(np.float32(found.min), -np.inf)), float(np.nextafter(np.float32(found.max), np.inf))
    return found.min, found.max

"""Finds the features of a table that lie inside zones: certainly, nominally or possibly."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from geo.judge.zones.zone import Edge

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from geopandas import GeoDataFrame
    from numpy.typing import NDArray
    from pandas import DataFrame

    from geo.earth.position import FloatArray
    from geo.judge.zones.zone import Zone

SUMS = tuple(f"{what}_{edge}" for what in ("features", "length_m", "people") for edge in Edge)
"""What is added up for each zone: three measures at three edges."""


class UncountableError(ValueError):
    """A feature that cannot be counted; the message says which, and why."""

    def __init__(self, why: str, feature: Any, partition: int = 0) -> None:
        super().__init__(why, feature, partition)  # what pickle makes it from again, when it comes from another process
        self.why = why
        self.feature = feature
        """What the table's index calls it."""
        self.partition = partition

    def __str__(self) -> str:
        return f"feature {self.feature}: {self.why}"


def find_hits(zones: Sequence[Zone], part: GeoDataFrame, by: str | None, people: str | None) -> DataFrame:
    """A row for each feature of a part in each zone that it is at least possibly inside of.

    Columns: `zone` (its number), `feature` (as the part's index calls it), `kind`, `geometry` (its shape on WGS 84), and
    what it adds to each of nine sums. The rows are in the order of the features, then of the zones.

    Raises:
        ValueError: if the part has no coordinate system or not that column, or, an `UncountableError`, if a feature is a
            collection of shapes or not on Earth, or a value of people no finite number.
    """
    import pandas as pd  # both take long to load, and verdicts do without them
    import shapely

    if getattr(part, "crs", None) is None:
        raise ValueError("the coordinate system of the features is not stated")
    for column in (by, people):
        if column is not None and column not in part.columns:
            raise ValueError(f'the features have no column "{column}"')
    shapes = np.asarray(part.geometry.to_crs(4326).array)
    for row in np.flatnonzero(shapely.get_type_id(shapes) == shapely.GeometryType.GEOMETRYCOLLECTION)[:1]:
        raise UncountableError("a GeometryCollection is neither points nor lines nor polygons; split it", part.index[row])
    _check_degrees(shapes, part)
    zone, row, inside, length = _found(zones, shapes)
    table = {
        "zone": zone,
        "feature": part.index.to_numpy()[row],
        "kind": _texts(part[by].to_numpy()[row] if by else [None] * len(row)),
        "geometry": shapes[row],
    }
    many = _numbers(part[people], people)[row] if people else np.zeros(len(row))
    for number, edge in enumerate(Edge):
        table[f"features_{edge}"] = inside[:, number].astype(np.int64)
        table[f"length_m_{edge}"] = length[:, number]
        table[f"people_{edge}"] = np.where(inside[:, number], many, 0.0)
    return pd.DataFrame(table)


def count_without_geometry(part: GeoDataFrame) -> int:
    """How many features of a part have no geometry, or an empty one, so that they are not counted."""
    return int((part.geometry.isna() | part.geometry.is_empty).sum())


def _check_degrees(shapes: NDArray[Any], part: GeoDataFrame) -> None:
    """Raise an `UncountableError` for a shape that is not on Earth: it would only seem to lie outside of every zone."""
    import shapely

    bounds = shapely.bounds(shapes)  # NaN where there is nothing
    for row in np.flatnonzero((np.abs(bounds) > (_FARTHEST_LON, 90, _FARTHEST_LON, 90)).any(axis=1))[:1]:
        west, south, east, north = bounds[row]
        why = f"it reaches from {south:g} to {north:g} in latitude and from {west:g} to {east:g} in longitude"
        raise UncountableError(f"{why}; the coordinates are not in the system that the file states", part.index[row])


_FARTHEST_LON = 360
"""Longitudes are taken that go on once around the Earth in either direction."""


def _found(zones: Sequence[Zone], shapes: NDArray[Any]) -> tuple[Any, Any, NDArray[np.bool_], FloatArray]:
    """Numbers of zones and features, and at three edges whether each is inside and the length inside, by feature, then zone."""
    import shapely  # takes long to load, and verdicts do without it

    round_, others = [number for number, zone in enumerate(zones) if not zone.shape], np.flatnonzero(_is_drawn(shapes))
    found: list[tuple[Any, ...]] = []
    if round_:
        circles = [zones[number] for number in round_]
        edges = np.array([(one.least_m - one.center.uncertainty_m, one.radius_m, one.possible_m) for one in circles])
        for number, row, distance, length in _around(circles, edges, shapes):
            found.append((np.array(round_)[number], row, distance[:, None] <= edges[number], length))
    if len(round_) < len(zones) and len(others):
        tree = shapely.STRtree(shapes[others])
        for number, zone in enumerate(zones):
            if zone.shape:
                rows, inside, length = _within(zone, tree, shapes[others])
                found.append((np.full(len(rows), number), others[rows], inside, length))
    none = (np.empty(0, np.int64), np.empty(0, np.int64), np.empty((0, 3), bool), np.empty((0, 3)))
    held, row, inside, length = (np.concatenate(column) for column in zip(none, *found, strict=True))
    order = np.lexsort((held, row))
    return held[order], row[order], inside[order], length[order]


def _is_drawn(shapes: NDArray[Any]) -> NDArray[np.bool_]:
    import shapely

    drawn: NDArray[np.bool_] = (shapely.get_type_id(shapes) >= 0) & ~shapely.is_empty(shapes)
    return drawn


def _within(zone: Zone, tree: Any, shapes: NDArray[Any]) -> tuple[Any, NDArray[np.bool_], FloatArray]:
    """The shapes that reach into a zone that is no circle, at three edges, and the metres of line inside of each."""
    import shapely
    from shapely import affinity

    from geo.earth.geodesy import wgs84

    inside = np.zeros((len(shapes), 3), bool)
    length = np.zeros((len(shapes), 3))
    for column, edge in enumerate(Edge):
        area = zone.area(edge)
        for turn in (-360.0, 0.0, 360.0):
            turned = affinity.translate(area, turn)
            rows = tree.query(turned, predicate="intersects") if not area.is_empty else []
            inside[rows, column] = True
            for row in rows:
                if shapely.get_dimensions(shapes[row]) == 1:
                    length[row, column] += wgs84().geometry_length(shapely.intersection(shapes[row], turned))
    rows = np.flatnonzero(inside.any(axis=1))
    return rows, inside[rows], length[rows]


def _around(zones: Sequence[Zone], edges: FloatArray, shapes: NDArray[Any]) -> Iterator[tuple[Any, ...]]:
    """Of circles: numbers of zones and features, their distances, and the lengths inside of three edges."""
    import shapely

    points = np.flatnonzero((shapely.get_type_id(shapes) == 0) & ~shapely.is_empty(shapes))
    others = np.flatnonzero((shapely.get_type_id(shapes) > 0) & ~shapely.is_empty(shapes))
    yield from _near_points(zones, edges, shapely.get_coordinates(shapes[points]), points)
    if len(others):
        from geo.earth.area.around_point import NearbyShapes

        layer = NearbyShapes(shapes[others])
        for number, zone in enumerate(zones):
            near = layer.around(zone.center.lon_deg, zone.center.lat_deg, edges[number])
            yield np.full(len(near.rows), number), others[near.rows], near.distance_m, near.length_m


def _near_points(zones: Sequence[Zone], edges: FloatArray, points: FloatArray, rows: Any) -> Iterator[tuple[Any, ...]]:
    """Zones whose reaches are alike are searched at a time: within a factor of two."""
    from geo.earth.geodesy import inverse
    from geo.earth.search.pairs_within import iter_pairs_within

    centers = np.array([(zone.center.lon_deg, zone.center.lat_deg) for zone in zones]).reshape(-1, 2)
    size = np.ceil(np.log2(np.maximum(edges[:, 2], 1)))
    for one in np.unique(size) if len(points) else ():
        group = np.flatnonzero(size == one)
        for pairs in iter_pairs_within(centers[group], points, float(edges[group, 2].max())):
            zone, point = group[pairs[:, 0]], pairs[:, 1]
            distance, _, _ = inverse(centers[zone, 0], centers[zone, 1], points[point, 0], points[point, 1])
            near = distance <= edges[zone, 2]
            yield zone[near], rows[point[near]], distance[near], np.zeros((int(near.sum()), 3))


def _texts(values: Any) -> Any:
    import pandas as pd

    return pd.array([None if pd.api.types.is_scalar(one) and pd.isna(one) else str(one) for one in values], dtype="object")


def _numbers(column: Any, name: str | None) -> FloatArray:
    """People of each feature; none where nothing is said."""
    import pandas as pd

    numbers = pd.to_numeric(column, errors="coerce").to_numpy(dtype=float, na_value=np.nan)
    wrong = ~np.isfinite(numbers) & column.notna().to_numpy() | (numbers < 0)
    for row in np.flatnonzero(wrong)[:1]:
        why = f'"{name}" is {column.iloc[[row]].tolist()[0]!r}; wanted a number of people, 0 or more'
        raise UncountableError(why, column.index[row])
    return np.where(np.isnan(numbers), 0.0, numbers)


def sum_hits(hits: DataFrame) -> DataFrame:
    """The sums of hits: columns `zone` (number), `kind` and nine sums, a row for each zone and kind that has any."""
    return hits.groupby(["zone", "kind"], dropna=False)[list(SUMS)].sum().reset_index()

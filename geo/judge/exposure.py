"""What lies inside zones: how many buildings, metres of road or people, certainly, nominally and possibly.

What is outside of a zone is not called safe: see the warning of each zone.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

import numpy as np

from geo.judge.assessment import Assessment
from geo.judge.zone import Edge, Zone, zones_of
from geo.record.featurefile import Part, iter_parts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from geopandas import GeoDataFrame
    from numpy.typing import NDArray
    from pandas import DataFrame

    from geo.earth.position import FloatArray
    from geo.record.featurefile import Box
    from geo.record.sites import Sites

SUMS = tuple(f"{what}_{edge}" for what in ("features", "length_m", "people") for edge in Edge)
"""What is added up for each zone: three measures at three edges."""


@dataclass(frozen=True, slots=True)
class Count:
    """What lies within one edge of a zone."""

    features: int
    """Points, lines and polygons of which some part lies there."""
    length_m: float
    """Metres of line there."""
    people: float | None
    """Sum of the column of people over those features, wherever in them the people are; None if none was named."""


@dataclass(frozen=True, slots=True)
class Exposed:
    """What lies inside of one zone; of one kind, if a column says what kind."""

    zone: Zone
    kind: str | None
    """Text of the column that was asked for; None if none was, or of what has no value there."""
    certain: Count
    nominal: Count
    possible: Count
    """Counts grow from edge to edge: what is certainly inside is nominally and possibly inside, too."""


@dataclass(frozen=True, slots=True)
class Exposure:
    """What lies inside of the zones of a file."""

    rows: tuple[Exposed, ...]
    """For each zone, in their order, one for each kind in the order of the alphabet; one with 0 where nothing is inside."""
    by: str | None
    people: str | None

    def frame(self) -> DataFrame:
        """One row for each of `rows`: `zone`, `kind`, nine sums such as `features_certain`, and `warning`."""
        import pandas as pd  # noqa: PLC0415  # takes long to load, and only notebooks need it

        return pd.DataFrame([
            {
                "zone": row.zone.name,
                "kind": row.kind,
                **{name: getattr(getattr(row, name.rsplit("_", 1)[1]), name.rsplit("_", 1)[0]) for name in SUMS},
                "warning": row.zone.warning,
            }
            for row in self.rows
        ])  # fmt: skip


def exposure(  # noqa: PLR0913  # what is asked, and who is told
    sites: Sites | Assessment,
    features: str | os.PathLike[str] | GeoDataFrame | Any,
    *,
    by: str | None = None,
    people: str | None = None,
    keep: Callable[[DataFrame], object] | None = None,
    progress: Callable[[float], object] | None = None,
) -> Exposure:
    """Count what lies inside of each zone: features, metres of line, and the sum of a column of people.

    `features` is a file that GDAL reads or of GeoParquet, read in parts so that memory does not grow with it, a
    GeoDataFrame, or a dask_geopandas.GeoDataFrame, whose partitions are counted where they are. A point is inside by its
    geodesic distance, a line or polygon by its nearest point (`geo.earth.around` says how exactly). `keep` is given the
    table of `hits_of_part` for each part; `progress` the share that is done, from 0 to 1.

    Raises:
        OSError: if there is no such file.
        ValueError: if it cannot be read, has no coordinate system, or not that column, or if people are no numbers.
    """
    zones = sites.zones if isinstance(sites, Assessment) else tuple(zones_of(sites))
    partitions: Any = features
    if hasattr(partitions, "to_delayed"):
        dask: Any = import_module("dask")  # an extra

        if keep:
            raise ValueError("a list of features is not made of partitions; count them, or give a file")
        parts = [dask.delayed(sums_of_part)(zones, one, by, people) for one in partitions.to_delayed()]
        sums: Iterable[DataFrame] = dask.compute(*parts)
    else:
        sums = _sums(zones, _parts(features, zones, by, people), by, people, keep, progress)
    return _reduced(zones, sums, by, people)


def sums_of_part(zones: Sequence[Zone], part: GeoDataFrame, by: str | None, people: str | None) -> DataFrame:
    """The sums of one part: columns `zone` (number), `kind` and nine sums, a row for each zone and kind that has any."""
    return _summed(hits_of_part(zones, part, by, people))


def hits_of_part(zones: Sequence[Zone], part: GeoDataFrame, by: str | None, people: str | None) -> DataFrame:
    """A row for each feature of a part in each zone that it is at least possibly inside of.

    Columns: `zone` (its number), `feature` (as the part's index calls it), `kind`, and what it adds to each of nine sums.

    Raises:
        ValueError: if the part has no coordinate system or not that column, or a value of people is no finite number.
    """
    import pandas as pd  # noqa: PLC0415  # takes long to load, and verdicts do without it

    if part.crs is None:
        raise ValueError("it is not said which coordinate system the features use")
    for column in (by, people):
        if column is not None and column not in part.columns:
            raise ValueError(f'the features have no column "{column}"')
    shapes = np.asarray(part.geometry.to_crs(4326).array)
    edges = np.array(
        [(one.radius_m - one.radius_off_m - one.center.uncertainty_m, one.radius_m, one.possible_m) for one in zones]
    )
    zone, row, distance, length = _found(zones, edges.reshape(-1, 3), shapes)
    table = {
        "zone": zone,
        "feature": part.index.to_numpy()[row],
        "kind": _texts(part[by].to_numpy()[row] if by else [None] * len(row)),
    }
    inside = distance[:, None] <= edges.reshape(-1, 3)[zone]
    many = _numbers(part[people], people)[row] if people else np.zeros(len(row))
    for number, edge in enumerate(Edge):
        table[f"features_{edge}"] = inside[:, number].astype(np.int64)
        table[f"length_m_{edge}"] = length[:, number]
        table[f"people_{edge}"] = np.where(inside[:, number], many, 0.0)
    return pd.DataFrame(table)


def _found(zones: Sequence[Zone], edges: FloatArray, shapes: NDArray[Any]) -> tuple[Any, Any, FloatArray, FloatArray]:
    """Numbers of zones and features, their distances and the lengths inside of three edges, sorted by both numbers."""
    import shapely  # noqa: PLC0415  # takes long to load, and verdicts do without it

    points = np.flatnonzero((shapely.get_type_id(shapes) == 0) & ~shapely.is_empty(shapes))
    others = np.flatnonzero((shapely.get_type_id(shapes) > 0) & ~shapely.is_empty(shapes))
    found = list(_near_points(zones, edges, shapely.get_coordinates(shapes[points]), points))
    if len(others):
        from geo.earth.around import Layer  # noqa: PLC0415

        layer = Layer(shapes[others])
        for number, zone in enumerate(zones):
            near = layer.around(zone.center.lon_deg, zone.center.lat_deg, edges[number])
            found.append((np.full(len(near.rows), number), others[near.rows], near.distance_m, near.length_m))
    none = (np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0), np.empty((0, 3)))
    held, row, distance, length = (np.concatenate(column) for column in zip(none, *found, strict=True))
    order = np.lexsort((row, held))
    return held[order], row[order], distance[order], length[order]


def _near_points(zones: Sequence[Zone], edges: FloatArray, points: FloatArray, rows: Any) -> Iterator[tuple[Any, ...]]:
    """Zones whose reaches are alike are searched at a time: within a factor of two."""
    from geo.earth.geodesy import inverse  # noqa: PLC0415
    from geo.earth.nearness import iter_pairs_within  # noqa: PLC0415

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
    import pandas as pd  # noqa: PLC0415

    return pd.array([None if pd.api.types.is_scalar(one) and pd.isna(one) else str(one) for one in values], dtype="object")


def _numbers(column: Any, name: str | None) -> FloatArray:
    """People of each feature; none where nothing is said."""
    import pandas as pd  # noqa: PLC0415

    numbers = pd.to_numeric(column, errors="coerce").to_numpy(dtype=float, na_value=np.nan)
    wrong = ~np.isfinite(numbers) & column.notna().to_numpy() | (numbers < 0)
    for row in np.flatnonzero(wrong)[:1]:
        raise ValueError(f'feature {column.index[row]}: "{name}" is {column.iloc[row]!r}; wanted a number of people from 0 up')
    return np.where(np.isnan(numbers), 0.0, numbers)


def _boxes(zones: Sequence[Zone]) -> list[Box]:
    """Boxes in degrees that hold all that lies in the zones, wherever longitudes are counted from."""
    from geo.earth.sphere import caps  # noqa: PLC0415

    boxes = []
    for zone in zones:
        south, north, half = (float(one[0]) for one in caps(np.array([zone.center.lat_deg]), zone.possible_m))
        lon = zone.center.lon_deg
        boxes += [(lon + turn - half, south, lon + turn + half, north) for turn in (-360, 0, 360)]
    return boxes


def _parts(features: Any, zones: Sequence[Zone], by: str | None, people: str | None) -> Iterable[Part]:
    if isinstance(features, str | os.PathLike):
        return iter_parts(features, [one for one in (by, people) if one], _boxes(zones))
    return [Part(features, 1.0)]


def _sums(  # noqa: PLR0913, PLR0917  # the arguments of `exposure`
    zones: Sequence[Zone],
    parts: Iterable[Part],
    by: str | None,
    people: str | None,
    keep: Callable[[DataFrame], object] | None,
    progress: Callable[[float], object] | None,
) -> Iterator[DataFrame]:
    for part in parts:
        hits = hits_of_part(zones, part.frame, by, people)
        if keep:
            keep(hits)
        yield _summed(hits)
        if progress:
            progress(part.share)


def _summed(hits: DataFrame) -> DataFrame:
    return hits.groupby(["zone", "kind"], dropna=False)[list(SUMS)].sum().reset_index()


def _reduced(zones: Sequence[Zone], sums: Iterable[DataFrame], by: str | None, people: str | None) -> Exposure:
    """Add up the sums of parts, which come in one order wherever they were made."""
    totals: list[dict[str | None, FloatArray]] = [{} for _ in zones]
    for table in sums:
        values = table[list(SUMS)].to_numpy(dtype=float)
        for zone, kind, added in zip(table["zone"].tolist(), table["kind"].tolist(), values, strict=True):
            known = kind if isinstance(kind, str) else None
            totals[zone][known] = totals[zone].get(known, 0) + added
    rows = []
    for number, zone in enumerate(zones):
        for kind in sorted(totals[number], key=lambda kind: (kind is None, kind or "")) or [None]:
            total = totals[number].get(kind, np.zeros(9)).reshape(3, 3)
            counts = [Count(round(n), float(length), float(many) if people else None) for n, length, many in total.T]
            rows.append(Exposed(zone, kind, *counts))
    return Exposure(tuple(rows), by, people)

"""Counts what lies inside zones: buildings, metres of road or people, certainly, nominally and possibly.

What is outside of a zone is not called safe: see the warning of each zone.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from geo.earth.quantities import plural
from geo.judge.zones.features_inside import SUMS, UncountableError, count_without_geometry, find_hits, sum_hits
from geo.judge.zones.reported import draw_up_zones
from geo.judge.zones.zone import Zone
from geo.record.notebook import short_repr
from geo.record.reading import as_sites
from geo.record.vector_file.parts import Part, iter_parts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from geopandas import GeoDataFrame
    from pandas import DataFrame

    from geo.earth.position import FloatArray
    from geo.record.sites import Sites
    from geo.record.vector_file.parts import Box

    Keep = Callable[[DataFrame], object]
    Progress = Callable[[float], object]


class HasZones(Protocol):
    """An assessment, which knows its zones."""

    @property
    def zones(self) -> tuple[Zone, ...]:
        """The zones of a file."""


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
    """Counts of what lies inside the zones of a file."""

    rows: tuple[Exposed, ...]
    """For each zone, in their order, one for each kind in the order of the alphabet; one with 0 where nothing is inside."""
    by: str | None
    people: str | None
    without_geometry: int
    """Features without a geometry among those that were read, which are in no count."""

    def __repr__(self) -> str:
        zones = plural(len({row.zone.name for row in self.rows}), "zone")
        return short_repr("Exposure", zones, plural(len(self.rows), "row"), "frame() gives a table")

    def frame(self) -> DataFrame:
        """One row for each of `rows`: `zone`, `kind`, nine sums such as `features_certain`, and `warning`."""
        import pandas as pd  # takes long to load, and only notebooks need it

        return pd.DataFrame([
            {
                "zone": row.zone.name,
                "kind": row.kind,
                **{name: getattr(getattr(row, name.rsplit("_", 1)[1]), name.rsplit("_", 1)[0]) for name in SUMS},
                "warning": row.zone.warning,
            }
            for row in self.rows
        ])  # fmt: skip


def count_exposure(  # noqa: PLR0913  # what is asked, and who is told
    sites: HasZones | Sites | str | os.PathLike[str],
    features: str | os.PathLike[str] | GeoDataFrame | Any,
    *,
    by: str | None = None,
    people: str | None = None,
    layer: str | None = None,
    keep: Callable[[DataFrame], object] | None = None,
    progress: Callable[[float], object] | None = None,
) -> Exposure:
    """Count what lies inside each zone: features, metres of line, and the sum of a column of people.

    Next: `Exposure.frame` gives a table of the counts.

    `features` is a vector file, read in parts so that memory does not grow with it, a GeoDataFrame, or a
    dask_geopandas.GeoDataFrame, whose partitions are counted where they are. A point is inside by its geodesic
    distance, a line or polygon by its nearest point (`geo.earth.area.around_point` says how exactly). `layer` names one
    of a file's layers. `keep` is given the table of `find_hits` for each part, in their order, of partitions with
    features numbered through all of them; `progress` is given the share done, from 0 to 1.

    Raises:
        ImportError: if Dask is not installed and the features are partitions.
        OSError: if there is no such file.
        ValueError: if it cannot be read, has no coordinate system, or not that column, if people are no numbers, or if
            a feature is a collection of different shapes or not on Earth; the message names it.
    """
    known: tuple[Zone, ...] | None = getattr(sites, "zones", None)
    zones = tuple(draw_up_zones(as_sites(sites))) if known is None else known
    sums = iter_sums(zones, features, by, people, keep, progress or (lambda _: None), layer)
    return _reduced(zones, sums, by, people)


def _reduced(zones: Sequence[Zone], sums: Iterable[tuple[DataFrame, int]], by: str | None, people: str | None) -> Exposure:
    """Add up the sums of parts, which come in one order wherever they were made."""
    totals: list[dict[str | None, FloatArray]] = [{} for _ in zones]
    without_geometry = 0
    for table, lost in sums:
        without_geometry += lost
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
    return Exposure(tuple(rows), by, people, without_geometry)


MOST_LISTED = 8
"""Partitions of which the hits themselves are held at a time."""


def iter_sums(  # noqa: PLR0913, PLR0917  # the arguments of `exposure`
    zones: Sequence[Zone],
    features: Any,
    by: str | None,
    people: str | None,
    keep: Keep | None,
    progress: Progress,
    layer: str | None,
) -> Iterator[tuple[DataFrame, int]]:
    """What `sum_hits` gives for each part, and how many of its features have no geometry; `keep` is given its hits before.

    Raises:
        ImportError: if the features are partitions and Dask is not there.
        OSError: as `exposure` does.
        ValueError: as `exposure` does.
    """
    if hasattr(features, "to_delayed"):
        yield from _of_partitions(zones, features, by, people, keep, progress)
    else:
        for part in _parts(features, zones, by, people, layer):
            hits = find_hits(zones, part.frame, by, people)
            if keep:
                keep(hits)
            yield sum_hits(hits), count_without_geometry(part.frame)
            progress(part.share)
    progress(1.0)


def _parts(features: Any, zones: Sequence[Zone], by: str | None, people: str | None, layer: str | None) -> Iterator[Part]:
    if isinstance(features, str | os.PathLike):
        return iter_parts(features, [one for one in (by, people) if one], _boxes(zones), layer=layer)
    return iter([Part(features, 1.0)])


def _of_partitions(  # noqa: PLR0913, PLR0917  # the arguments of `iter_sums`
    zones: Sequence[Zone], features: Any, by: str | None, people: str | None, keep: Keep | None, progress: Progress
) -> Iterator[tuple[DataFrame, int]]:
    """Features are numbered through all partitions, from 0. All sums come at once, hits of some partitions at a time."""
    try:
        dask = import_module("dask")
    except ImportError:
        raise ImportError('counting partitions needs Dask: pip install "debris-sites[dask]"') from None
    shared = dask.delayed(tuple(zones), traverse=False)
    partitions = features.to_delayed()
    tasks = [
        dask.delayed(_of_partition)(number, shared, one, by, people, None if keep else sum_hits)
        for number, one in enumerate(partitions)
    ]
    start, size = 0, MOST_LISTED if keep else max(1, len(tasks))
    for first in range(0, len(tasks), size):
        try:
            counted = dask.compute(*tasks[first : first + size])
        except UncountableError as error:
            before = dask.compute(*(dask.delayed(len)(one) for one in partitions[: error.partition]))
            raise UncountableError(error.why, sum(before) + error.feature) from None
        for many, lost, table in counted:
            if keep:
                keep(table.assign(feature=table["feature"] + start))
            start += many
            yield sum_hits(table) if keep else table, lost
        progress(min(1.0, (first + size) / len(tasks)))


def _of_partition(  # noqa: PLR0913, PLR0917  # where it is, and the arguments of `find_hits`
    number: int,
    zones: Sequence[Zone],
    part: Any,
    by: str | None,
    people: str | None,
    reduced: Callable[[DataFrame], DataFrame] | None,
) -> tuple[int, int, DataFrame]:
    """How many features a partition has and how many have no geometry, and their hits, numbered from 0 in it, or the sums of these."""
    try:
        hits = find_hits(zones, part.reset_index(drop=True), by, people)
    except UncountableError as error:
        raise UncountableError(error.why, error.feature, number) from None
    return len(part), count_without_geometry(part), reduced(hits) if reduced else hits


def _boxes(zones: Sequence[Zone]) -> list[Box]:
    """Boxes in degrees that hold all that lies in the zones, wherever longitudes are counted from."""
    from geo.earth.search.unit_sphere import bound_caps

    boxes = []
    for zone in zones:
        south, north, half = (float(one[0]) for one in bound_caps(np.array([zone.center.lat_deg]), zone.possible_m))
        lon = zone.center.lon_deg
        boxes += [(lon + turn - half, south, lon + turn + half, north) for turn in (-360, 0, 360)]
    return boxes

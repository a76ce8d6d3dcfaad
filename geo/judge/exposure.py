"""What lies inside zones: how many buildings, metres of road or people, certainly, nominally and possibly.

What is outside of a zone is not called safe: see the warning of each zone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from geo.judge.assessment import Assessment
from geo.judge.hits import SUMS
from geo.judge.parts import iter_sums
from geo.judge.zone import Zone, zones_of

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Iterable, Sequence

    from geopandas import GeoDataFrame
    from pandas import DataFrame

    from geo.earth.position import FloatArray
    from geo.record.sites import Sites


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
    nowhere: int
    """Features without a geometry among those that were read, which are in no count."""

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
    layer: str | None = None,
    keep: Callable[[DataFrame], object] | None = None,
    progress: Callable[[float], object] | None = None,
) -> Exposure:
    """Count what lies inside of each zone: features, metres of line, and the sum of a column of people.

    `features` is a vector file, read in parts so that memory does not grow with it, a
    GeoDataFrame, or a dask_geopandas.GeoDataFrame, whose partitions are counted where they are. A point is inside by its
    geodesic distance, a line or polygon by its nearest point (`geo.earth.around` says how exactly). `layer` names one of a file's layers. `keep` is given the
    table of `hits_of_part` for each part, in their order, of partitions with features numbered through all of them;
    `progress` the share that is done, from 0 to 1.

    Raises:
        ImportError: if Dask is not installed and the features are partitions.
        OSError: if there is no such file.
        ValueError: if it cannot be read, has no coordinate system, or not that column, if people are no numbers, or if
            a feature is a collection of different shapes or not on Earth; the message names it.
    """
    zones = sites.zones if isinstance(sites, Assessment) else tuple(zones_of(sites))
    sums = iter_sums(zones, features, by, people, keep, progress or (lambda _: None), layer)
    return _reduced(zones, sums, by, people)


def _reduced(zones: Sequence[Zone], sums: Iterable[tuple[DataFrame, int]], by: str | None, people: str | None) -> Exposure:
    """Add up the sums of parts, which come in one order wherever they were made."""
    totals: list[dict[str | None, FloatArray]] = [{} for _ in zones]
    nowhere = 0
    for table, lost in sums:
        nowhere += lost
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
    return Exposure(tuple(rows), by, people, nowhere)

"""What lies inside zones: how many buildings, how many metres of road, how many people; certainly, as reported, possibly.

Nothing here says that what lies outside is safe.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from geo.judge.reach import Inside, boxes, nothing, reached
from geo.record.featurefile import ROWS, Features, read_features

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Iterator, Sequence

    from geopandas import GeoDataFrame
    from numpy.typing import NDArray
    from pandas import DataFrame

    from geo.judge.assessment import Assessment
    from geo.judge.zone import Zone


@dataclass(frozen=True, slots=True)
class Tally:
    """What reaches inside one edge of a zone."""

    count: int
    """Features whose nearest point lies within the edge."""
    length_m: float
    """Metres of lines within the edge."""
    people: float
    """The sum of the column that was asked for; 0 where none was."""


@dataclass(frozen=True, slots=True)
class ZoneExposure:
    """What lies inside one zone, of one group of features."""

    zone: Zone
    group: str | None
    """The value of the column by which features are told apart; None where they are not."""
    certain: Tally
    nominal: Tally
    possible: Tally


@dataclass(frozen=True)
class Exposure:
    """What lies inside the zones of an assessment."""

    zones: tuple[Zone, ...]
    rows: tuple[ZoneExposure, ...]
    """One for each zone and each group of features in it; a zone that nothing reaches has one with nothing."""
    inside: Inside
    """Each feature that is at least possibly inside of a zone, in the order of the file."""

    def frame(self) -> DataFrame:
        """One row for each of `rows`: zone, kind, group, and counts, metres and people within each edge."""
        import pandas as pd  # noqa: PLC0415  # takes long to load

        return pd.DataFrame([flat(row) for row in self.rows])


def flat(row: ZoneExposure) -> dict[str, Any]:
    """One row as names and figures: `certain_count`, `nominal_length_m`, `possible_people` and so on."""
    tallies = {"certain": row.certain, "nominal": row.nominal, "possible": row.possible}
    figures = {
        f"{edge}_{name}": getattr(tally, name) for edge, tally in tallies.items() for name in ("count", "length_m", "people")
    }
    return {"zone": row.zone.name, "kind": row.zone.kind.value, "group": row.group, **figures, "warning": row.zone.warning}


def exposure(
    assessment: Assessment,
    features: GeoDataFrame | str | os.PathLike[str],
    *,
    by: str | None = None,
    people: str | None = None,
    progress: Callable[[float], object] | None = None,
) -> Exposure:
    """Count the features inside each zone of an assessment: those of a table, or of a file, which is read in batches.

    A point counts by its geodesic distance from the zone's centre; a line or an area by its nearest point, whose distance is
    right to a centimetre, its edges being straight in longitude and latitude. `by` is a column by which features are told
    apart, `people` one whose numbers are summed. `progress` is told which share of the work is done.

    Raises:
        OSError: if the file cannot be read.
        ValueError: if it has no coordinate system or lacks a column, or if `people` is no column of numbers.
    """
    zones = assessment.zones
    columns = [name for name in (by, people) if name]
    sums = _Sums(by, people)
    found: list[Inside] = []
    batches = _of_frame(features, columns) if hasattr(features, "geometry") else read_features(features, columns, boxes(zones))
    for batch in batches:
        inside, lengths = reached(zones, batch)
        found.append(inside)
        sums.add(inside, lengths, batch)
        if progress:
            progress(batch.share)
    rows = [
        ZoneExposure(zones[number], group, *(Tally(int(count), length, summed) for count, length, summed in figures.tolist()))
        for (number, group), figures in sorted(sums.totals.items(), key=lambda item: (item[0][0], item[0][1] or ""))
    ]
    met = {number for number, _ in sums.totals}
    rows += [ZoneExposure(zone, None, *[Tally(0, 0.0, 0.0)] * 3) for number, zone in enumerate(zones) if number not in met]
    joined = Inside(*map(np.concatenate, zip(*found, strict=True))) if found else nothing()
    return Exposure(zones, tuple(rows), joined)


def _of_frame(frame: Any, columns: Sequence[str]) -> Iterator[Features]:
    if frame.crs is None:
        raise ValueError("the features do not say which coordinates they use; set their crs")
    for name in columns:
        if name not in frame:
            raise ValueError(f'the features have no column "{name}"; they have {", ".join(map(str, frame.columns))}')
    shapes = shapely.force_2d(frame.geometry.to_crs(4326).to_numpy())
    for start in range(0, len(frame), ROWS):
        part = slice(start, start + ROWS)
        values = {name: frame[name].to_numpy()[part] for name in columns}
        rows = np.arange(start, min(start + ROWS, len(frame)))
        yield Features(rows, shapes[part], values, (start + len(rows)) / len(frame))


class _Sums:
    """Sums for each zone and group: an array of three edges by count, metres and people."""

    def __init__(self, by: str | None, people: str | None) -> None:
        self._by, self._people = by, people
        self.totals: dict[tuple[int, str | None], NDArray[np.float64]] = {}

    def add(self, inside: Inside, lengths: NDArray[np.float64], batch: Features) -> None:
        at = inside.row - (batch.rows[0] if len(batch.rows) else 0)
        amounts = self._amounts(batch, at)
        groups, which = self._groups(batch, at)
        keys, where = np.unique(np.column_stack((inside.zone, which)), axis=0, return_inverse=True)
        found = np.zeros((len(keys), 3, 3))
        for edge in range(3):
            within = (inside.membership <= edge).astype(float)
            for column, values in enumerate((within, lengths[:, edge], within * amounts)):
                found[:, edge, column] = np.bincount(where.ravel(), values, len(keys))
        for (zone, group), figures in zip(keys.tolist(), found, strict=True):
            key = zone, groups[group]
            self.totals[key] = self.totals.get(key, 0) + figures

    def _groups(self, batch: Features, at: NDArray[np.int64]) -> tuple[list[str | None], NDArray[np.int64]]:
        """The groups of a batch, and which of them each of the features that lie inside belongs to."""
        if self._by is None:
            return [None], np.zeros(len(at), np.int64)
        values = batch.columns[self._by][at]
        texts = np.array(["" if one is None else str(one) for one in values.tolist()], dtype=object)
        names, which = np.unique(texts, return_inverse=True) if len(texts) else (texts, np.zeros(0, np.int64))
        return [name or None for name in names.tolist()], which

    def _amounts(self, batch: Features, at: NDArray[np.int64]) -> NDArray[np.float64]:
        if self._people is None:
            return np.zeros(len(at))
        try:
            amounts: NDArray[np.float64] = np.nan_to_num(batch.columns[self._people][at].astype(float))
        except (TypeError, ValueError):
            why = "holds something else than numbers, so nothing can be summed"
            raise ValueError(f'the column "{self._people}" {why}') from None
        return amounts

"""What lies inside zones, part by part of the features, wherever the parts are: in a file, a table or a cluster."""

from __future__ import annotations

import os
from importlib import import_module
from typing import TYPE_CHECKING, Any

import numpy as np

from geo.judge.hits import UncountableError, hits_of_part, nowhere, summed
from geo.record.featurefile import Part, iter_parts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from pandas import DataFrame

    from geo.judge.zone import Zone
    from geo.record.covering import Box

    Keep = Callable[[DataFrame], object]
    Progress = Callable[[float], object]

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
    """What `summed` gives for each part, and how many of its features lie nowhere; `keep` is given its hits before.

    Raises:
        ImportError: if the features are partitions and Dask is not there.
        OSError: as `exposure` does.
        ValueError: as `exposure` does.
    """
    if hasattr(features, "to_delayed"):
        yield from _of_partitions(zones, features, by, people, keep, progress)
    else:
        for part in _parts(features, zones, by, people, layer):
            hits = hits_of_part(zones, part.frame, by, people)
            if keep:
                keep(hits)
            yield summed(hits), nowhere(part.frame)
            progress(part.share)
    progress(1.0)


def _parts(features: Any, zones: Sequence[Zone], by: str | None, people: str | None, layer: str | None) -> Iterator[Part]:
    if isinstance(features, str | os.PathLike):
        return iter_parts(features, [one for one in (by, people) if one], _boxes(zones), layer=layer)
    return iter([Part(features, 1.0)])


def _of_partitions(  # noqa: PLR0913, PLR0917
    zones: Sequence[Zone], features: Any, by: str | None, people: str | None, keep: Keep | None, progress: Progress
) -> Iterator[tuple[DataFrame, int]]:
    """Features are numbered through all partitions, from 0. All sums come at once, hits of some partitions at a time."""
    try:
        dask = import_module("dask")
    except ImportError:
        raise ImportError('partitions are counted with Dask: pip install "debris-sites[dask]"') from None
    shared = dask.delayed(tuple(zones), traverse=False)
    partitions = features.to_delayed()
    tasks = [
        dask.delayed(_of_partition)(number, shared, one, by, people, None if keep else summed)
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
            yield summed(table) if keep else table, lost
        progress(min(1.0, (first + size) / len(tasks)))


def _of_partition(  # noqa: PLR0913, PLR0917  # where it is, and the arguments of `hits_of_part`
    number: int,
    zones: Sequence[Zone],
    part: Any,
    by: str | None,
    people: str | None,
    reduced: Callable[[DataFrame], DataFrame] | None,
) -> tuple[int, int, DataFrame]:
    """How many features a partition has and how many lie nowhere, and their hits, numbered from 0 in it, or the sums of these."""
    try:
        hits = hits_of_part(zones, part.reset_index(drop=True), by, people)
    except UncountableError as error:
        raise UncountableError(error.why, error.feature, number) from None
    return len(part), nowhere(part), reduced(hits) if reduced else hits


def _boxes(zones: Sequence[Zone]) -> list[Box]:
    """Boxes in degrees that hold all that lies in the zones, wherever longitudes are counted from."""
    from geo.earth.sphere import caps  # noqa: PLC0415

    boxes = []
    for zone in zones:
        south, north, half = (float(one[0]) for one in caps(np.array([zone.center.lat_deg]), zone.possible_m))
        lon = zone.center.lon_deg
        boxes += [(lon + turn - half, south, lon + turn + half, north) for turn in (-360, 0, 360)]
    return boxes

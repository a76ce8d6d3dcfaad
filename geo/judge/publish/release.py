"""Makes a copy for publication, judges what it reveals, and on request changes what reveals too much."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from geo.judge.publish.disclosure import Disclosure, find_disclosures
from geo.judge.solve.constraints import make_links
from geo.judge.verdict.measurement import measure
from geo.record.kinds import Claim, DistanceClaim, Located, Modifier, WithinClaim
from geo.record.publish.coarsen import Cure, Publication, coarsen_sites, round_up
from geo.record.reading import read_data

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geo.record.edit.edit import Original
    from geo.record.publish.precision import Precision
    from geo.record.sites import Sites

_MOST_TRIES = 5
_TEXTS = "name", "quote", "note"


class Remedy(StrEnum):
    """What to do with the claims that reveal a position."""

    NONE = "none"
    DROP = "drop"
    """Leave them out."""
    COARSEN = "coarsen"
    """Widen their figures until they exclude nothing that the published circles allow; leave out those without a figure."""


@dataclass(frozen=True, slots=True)
class Release:
    """A copy for publication, and what it reveals."""

    copy: Publication
    disclosures: tuple[Disclosure, ...]
    """Records that claims and offsets still reveal."""
    cured: tuple[Disclosure, ...] = ()
    """Records that they would have revealed without the remedy."""

    @property
    def reveals(self) -> bool:
        """Whether it should not be published as it stands."""
        return bool(self.copy.leaks or self.disclosures)


def prepare_release(original: Original, sites: Sites, precision: Precision, remedy: Remedy = Remedy.NONE) -> Release:
    """Make a coarser copy of a file and judge what follows from it.

    An offset that reveals a position is replaced by a position on the grid under either remedy.

    Args:
        original: The file, without errors.
        sites: Its records.
        precision: The grid.
        remedy: What to do with claims and offsets that reveal positions.

    Raises:
        ValueError: if an outline cannot be put on the grid.
    """
    made, read = _judged(original, sites, precision, Cure())
    for _ in range(_MOST_TRIES):
        if not made.disclosures or remedy is Remedy.NONE:
            break
        cured = made.cured + made.disclosures
        made, read = _judged(original, sites, precision, _cured(made.copy.cure, made.disclosures, sites, read, remedy))
        made = replace(made, cured=cured)
    return made


def _judged(original: Original, sites: Sites, precision: Precision, cure: Cure) -> tuple[Release, Sites]:
    """A copy with its judgement, and its records."""
    copy = coarsen_sites(original, sites, precision, cure)
    reading = read_data(original.path, copy.text.encode())
    if reading.errors:
        raise ValueError(f"the copy would contain an error: {reading.errors[0].message}")
    return Release(copy, find_disclosures(sites, reading.sites, precision, copy.coarsened)), reading.sites


def _cured(cure: Cure, found: tuple[Disclosure, ...], sites: Sites, copy: Sites, remedy: Remedy) -> Cure:
    dropped, placed, widened = dict.fromkeys(cure.dropped), dict.fromkeys(cure.placed), dict(cure.widened)
    for id_ in dict.fromkeys(id_ for one in found for id_ in one.relations):
        record = sites[id_]
        if isinstance(record, Located):
            placed[id_] = None
        elif remedy is Remedy.COARSEN and id_ not in widened and isinstance(record, Claim) and (new := _widened(record, copy)):
            widened[id_] = new
        else:
            widened.pop(id_, None)
            dropped[id_] = None
    return Cure(tuple(dropped), widened, tuple(placed))


def _widened(claim: Claim, copy: Sites) -> Mapping[str, str | None] | None:
    """The properties of a claim whose figure excludes nothing that the published circles allow; None if it has no figure.

    The new figure depends on the published positions, and on the old one only where that contradicts them. Texts are
    removed, because they repeat the old one.
    """
    if not isinstance(claim, DistanceClaim | WithinClaim):
        return None
    ends = [copy[one] for ids in claim.references().values() for one in ids]
    link = next(iter(make_links([claim], copy)), None)
    if link is None or not all(isinstance(one, Located) and one.position for one in ends):
        return None
    measured = measure(*ends)
    low, high = min(link.low_m, measured.low_m), max(link.high_m, measured.high_m)
    said: dict[str, str | None] = dict.fromkeys(_TEXTS)
    said["note"] = json.dumps("The figure was widened for publication.")
    said["published_distance"] = None
    if isinstance(claim, WithinClaim):
        return said | {"distance_m": str(round_up(high))}
    if link.high_m == math.inf:
        said["modifier"] = json.dumps(Modifier.AT_LEAST)
        return said | {"distance_m": str(math.floor(low / 1000) * 1000), "tolerance_m": None}
    half = round_up((high - low) / 2 + 1)
    middle = round_up((high + low) / 2 + 1)
    return said | {
        "distance_m": str(middle),
        "tolerance_m": str(half + round_up(middle - (high + low) / 2)),
        "modifier": None,
    }

"""Compares records with the minimum data that mine action requires.

The lists are those of the Geneva International Centre for Humanitarian Demining, Minimum Data Requirements, a draft made
to become a technical note (https://minimum-data-requirements.readthedocs.io, "Land release product", devices found, and
"Accident"); the date of what was found is asked for as well. Whether a strike report is an accident, and which, is said by
its property `accident`. IMAS 05.10, Information Management for Mine Action, was not consulted.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from geo.record.facts import facts_of
from geo.record.kinds import FragmentSite, StrikeReport

if TYPE_CHECKING:
    from geo.record.facts import Fact
    from geo.record.kinds import Located, Record
    from geo.record.sites import Sites

POSITION = "position"
"""The properties that give a place, which follows from coordinates, an offset or a geometry."""
WANTED: dict[type[Record], dict[str, str]] = {
    FragmentSite: {
        "coordinates": POSITION,
        "date": "found_on",
        "category": "category",
        "model": "munition",
        "condition": "condition",
        "depth": "depth_m",
    },
    StrikeReport: {
        "place": POSITION,
        "date": "struck_on",
        "device category": "category",
        "demining or mine accident": "accident",
    },
}
"""The data required of each kind, and the property that says it."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """Which of the data required of its kind a record has."""

    record: str
    """Its id."""
    kind: str
    has: tuple[str, ...]
    missing: tuple[str, ...]


def assess_coverage(sites: Sites) -> tuple[Coverage, ...]:
    """List what each fragment site (a device found) and each strike report (the nearest to an accident) has and lacks."""
    return tuple(_of(record, wanted) for kind, wanted in WANTED.items() for record in sites.of_kind(kind))


def _says(record: Record | Located, name: str) -> bool:
    """Whether it has a position, or a value for a property of its kind."""
    if name == POSITION:
        return getattr(record, POSITION) is not None
    return _facts(type(record))[name].is_said(record)


@cache
def _facts(kind: type[Record]) -> dict[str, Fact]:
    return {fact.name: fact for fact in facts_of(kind)}


def _of(record: Record | Located, wanted: dict[str, str]) -> Coverage:
    said = {item: _says(record, name) for item, name in wanted.items()}
    return Coverage(
        record.id,
        record.kind,
        tuple(item for item, there in said.items() if there),
        tuple(item for item, there in said.items() if not there),
    )

"""Compares records with the minimum data that mine action requires.

The lists are those of the Geneva International Centre for Humanitarian Demining, Minimum Data Requirements, a draft made
to become a technical note (https://minimum-data-requirements.readthedocs.io, "Land release product", devices found, and
"Accident"); the date of what was found is asked for besides. IMAS 05.10, Information Management for Mine Action, was not
consulted.
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
"""What stands for a place, which follows from coordinates, an offset or a geometry."""
WANTED: dict[type[Record], dict[str, str | None]] = {
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
        "demining or mine accident": None,
    },
}
"""What is asked of each kind, and the property that says it; None where this format has no place for it."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """What one record has of what is asked of its kind."""

    record: str
    """Its id."""
    kind: str
    has: tuple[str, ...]
    missing: tuple[str, ...]
    not_recorded: tuple[str, ...]
    """What no record of its kind can say."""


def coverage(sites: Sites) -> tuple[Coverage, ...]:
    """What each fragment site (a find of a device) and each strike report (nearest to an accident) has and lacks."""
    return tuple(_of(record, wanted) for kind, wanted in WANTED.items() for record in sites.of_kind(kind))


def _says(record: Record | Located, name: str) -> bool:
    """Whether it has a position, or says something of a property of its kind."""
    if name == POSITION:
        return getattr(record, POSITION) is not None
    return _facts(type(record))[name].is_said(record)


@cache
def _facts(kind: type[Record]) -> dict[str, Fact]:
    return {fact.name: fact for fact in facts_of(kind)}


def _of(record: Record | Located, wanted: dict[str, str | None]) -> Coverage:
    said = {item: None if name is None else _says(record, name) for item, name in wanted.items()}
    return Coverage(
        record.id,
        record.kind,
        tuple(item for item, there in said.items() if there),
        tuple(item for item, there in said.items() if there is False),
        tuple(item for item, there in said.items() if there is None),
    )

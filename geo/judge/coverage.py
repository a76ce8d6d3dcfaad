"""What records have of the data that mine action asks for at the least, and what they lack.

The lists are those of the Geneva International Centre for Humanitarian Demining, Minimum Data Requirements, a draft made
to become a technical note (https://minimum-data-requirements.readthedocs.io, "Land release product", devices found, and
"Accident"); the date of what was found is asked for besides. IMAS 05.10, Information Management for Mine Action, was not
consulted.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo.record.kinds import FragmentSite, StrikeReport

if TYPE_CHECKING:
    from geo.record.kinds import Located, Record
    from geo.record.sites import Sites

WANTED: dict[type[Record], dict[str, str | None]] = {
    FragmentSite: {
        "coordinates": "position",
        "date": "found_on",
        "category": "category",
        "model": "munition",
        "condition": "condition",
        "depth": "depth_m",
    },
    StrikeReport: {
        "place": "position",
        "date": "struck_on",
        "device category": "category",
        "demining or mine accident": None,
    },
}
"""What is asked of each kind, and where a record says it; None where this format has no place for it."""


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


def _of(record: Record | Located, wanted: dict[str, str | None]) -> Coverage:
    said = {item: name and getattr(record, name) is not None for item, name in wanted.items()}
    return Coverage(
        record.id,
        record.kind,
        tuple(item for item, there in said.items() if there),
        tuple(item for item, there in said.items() if there is False),
        tuple(item for item, there in said.items() if there is None),
    )

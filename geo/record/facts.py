"""Lists what a record says: each property with its label, its unit, its value in words, and where outputs show it.

Page, report, exports, coverage and schema read this list; a field that is added to a kind is shown everywhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, Any

from geo.earth.quantities import stated
from geo.record.dates import Dates
from geo.record.json_file.parse import Number
from geo.record.kinds import CUSTOM_PREFIX, Accident, Modifier, PositionBasis, TimeBasis, ZoneType
from geo.record.language_names import NAME_PREFIX

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geo.record.kinds import Record


class Slot(StrEnum):
    """Where in an output a property is read."""

    TITLE = "title"
    """What the record is called."""
    POSITION = "position"
    """Beside the coordinates."""
    CLAIMANT = "claimant"
    """Who claimed it, and when."""
    FACT = "fact"
    """In the list of facts, with its label."""
    LINK = "link"
    """An address that can be followed."""
    QUOTE = "quote"
    NOTE = "note"
    SOURCES = "sources"


LETHAL_RADIUS_WARNING = "A radius at which fragments can kill is not a safe distance."
ZONE_NAMES = {
    ZoneType.SUSPECTED_HAZARD: "Suspected hazardous area",
    ZoneType.CONFIRMED_HAZARD: "Confirmed hazardous area",
    ZoneType.CLEARED: "Cleared area",
    ZoneType.CORDON: "Cordon",
    ZoneType.EVACUATION: "Evacuation zone",
    ZoneType.AIRSPACE: "Restricted airspace",
    ZoneType.SEA: "Restricted waters",
    ZoneType.DEBRIS_FIELD: "Debris field",
    ZoneType.SEARCH: "Search area",
}
"""What each sort of zone is called."""
ZONE_SENTENCES = {
    ZoneType.SUSPECTED_HAZARD: (
        "Hazards are suspected here. The edge is where the suspicion was drawn: it is not a safe distance."
    ),
    ZoneType.CONFIRMED_HAZARD: "Hazards are confirmed here. The edge is not a safe distance, and hazards may lie beyond it.",
    ZoneType.CLEARED: (
        "Reported as cleared, to the extent that its source states. That does not say that the ground is safe, or how deep it was searched."
    ),
    ZoneType.CORDON: "Closed off, as reported. The edge of a cordon is not a safe distance.",
    ZoneType.EVACUATION: "People were told to leave, as reported. The edge is not a safe distance.",
    ZoneType.AIRSPACE: (
        "Airspace that was closed or restricted, as reported. That does not say what happened there, or that other airspace was safe."
    ),
    ZoneType.SEA: (
        "Waters that were closed or warned of, as reported. That does not say what happened there, or that other waters were safe."
    ),
    ZoneType.DEBRIS_FIELD: "Debris was reported across this area. It need not cover all of it, and more may lie beyond the edge.",
    ZoneType.SEARCH: (
        "Searched or to be searched, as reported. That does not say that everything was found, or that nothing lies beyond the edge."
    ),
}
"""What each sort of zone means and does not mean; shown wherever the zone is."""
ACCIDENT_NAMES = {
    Accident.DEMINING_ACCIDENT: "Demining accident: harm at a demining workplace",
    Accident.DEMINING_INCIDENT: "Demining incident: no harm done, at a demining workplace",
    Accident.MINE_ACCIDENT: "Mine accident: harm away from a demining workplace",
    Accident.MINE_INCIDENT: "Mine incident: no harm done, away from a demining workplace",
    Accident.NEITHER: "Neither a demining nor a mine accident",
}
"""What each of mine action's accidents is called, and what that means."""
UNKNOWN_ERROR = (
    "The position is where the camera says that it stood. Nothing says how far off that may be, so nothing is judged by it."
)
CAMERA_ERROR_REMARK = (
    "A radius that holds 68 % of a camera's errors, never a maximum; three times it is taken as the greatest error."
)
MODIFIER_NAMES = {
    Modifier.EXACT: "exactly",
    Modifier.ABOUT: "about",
    Modifier.AT_LEAST: "at least",
    Modifier.AT_MOST: "at most",
}
"""How the number of a claim is put, in words."""
CHOICE_NAMES: dict[type[StrEnum], dict[Any, str]] = {
    Modifier: MODIFIER_NAMES,
    Accident: ACCIDENT_NAMES,
    TimeBasis: {
        TimeBasis.CAMERA: "the camera's clock",
        TimeBasis.SOURCE: "stated by a source",
        TimeBasis.CHRONOLOCATION: "worked out from what the picture shows",
    },
    PositionBasis: {
        PositionBasis.CAMERA: "the camera",
        PositionBasis.SOURCE: "stated by a source",
        PositionBasis.GEOLOCATION: "worked out from what the picture shows",
    },
}
"""What each word is called of which a property allows a few."""
_DIVIDERS = {"marking": "; ", "published_corners": "; "}
"""What stands between several values of a property in words, where a comma may be part of one."""
_REMARKS = {"lethal_radius_m": LETHAL_RADIUS_WARNING, "position_error_m": CAMERA_ERROR_REMARK}
"""A remark that a reader of a property must not miss."""
_SLOTS = {
    "name": Slot.TITLE,
    "title": Slot.TITLE,
    "published_coordinates": Slot.POSITION,
    "claimed_by": Slot.CLAIMANT,
    "claimed_on": Slot.CLAIMANT,
    "url": Slot.LINK,
    "archive_url": Slot.LINK,
    "quote": Slot.QUOTE,
    "note": Slot.NOTE,
    "sources": Slot.SOURCES,
}
"""The properties that have a place of their own; all others are facts."""
_UNITS = {"_m": "m", "_deg": "°"}
"""The units in which numbers are, by the ending of the property."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A property of a kind, as outputs show it."""

    name: str
    """As in the file."""
    attribute: str
    """As on the record."""
    label: str
    """As a reader sees it."""
    description: str
    unit: str
    """"m" for metres, "°" for degrees, else nothing."""
    slot: Slot
    remark: str
    """What must be read with it: a sentence, or nothing."""

    def is_said(self, record: Record) -> bool:
        """Whether the record says something of it: a `false` that was typed counts, a default does not."""
        return record.says(self.attribute)

    def in_words(self, record: Record) -> str:
        """What the record says of it: "yes", "1,500 m", "a, b"; texts and directions as typed; then its remark."""
        value = getattr(record, self.attribute)
        words = _DIVIDERS[self.name].join(value) if self.name in _DIVIDERS else in_words(value, self.unit)
        return f"{words}. {self.remark}" if self.remark else words


@cache
def facts_of(kind: type[Record]) -> tuple[Fact, ...]:
    """The properties that a kind has in the file, in the order of its fields."""
    return tuple(
        Fact(
            name=one.name,
            attribute=one.attribute,
            label=one.title,
            description=one.description,
            unit=next((unit for ending, unit in _UNITS.items() if one.attribute.endswith(ending)), ""),
            slot=_SLOTS.get(one.name, Slot.FACT),
            remark=_REMARKS.get(one.attribute, ""),
        )
        for one in kind.properties.values()
    )


def fact_lines(record: Record, *slots: Slot) -> Iterator[tuple[str, str]]:
    """Label and words of everything that a record says in these slots; without any, of its facts."""
    for fact in facts_of(type(record)):
        if fact.slot in (slots or (Slot.FACT,)) and fact.is_said(record):
            yield fact.label, fact.in_words(record)
    if not slots or Slot.FACT in slots:
        yield from ((custom_label(name), in_words(value)) for name, value in record.custom)


def custom_label(name: str) -> str:
    """What outputs call a name in another language, or a property of the user's own.

    >>> custom_label("name:uk"), custom_label("x_crater_depth")
    ('Name (uk)', 'crater depth')
    """
    if name.startswith(NAME_PREFIX):
        return f"Name ({name.removeprefix(NAME_PREFIX)})"
    return name.removeprefix(CUSTOM_PREFIX).replace("_", " ").strip() or name


def in_words(value: object, unit: str = "") -> str:
    """A value of a record as a reader sees it.

    >>> in_words(True), in_words(("a", "b")), in_words(Number("1500.0"), "m"), in_words(Number("5"), "°")
    ('yes', 'a, b', '1,500 m', '5°')
    """
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    if isinstance(value, Number):
        return stated(value) if unit == "m" else f"{value.digits}{unit}"
    if isinstance(value, ZoneType):
        return f"{ZONE_NAMES[value]}. {ZONE_SENTENCES[value]}"
    if isinstance(value, StrEnum):
        return CHOICE_NAMES[type(value)][value]
    return value.words if isinstance(value, Dates) else str(getattr(value, "text", value))  # what was printed keeps its text

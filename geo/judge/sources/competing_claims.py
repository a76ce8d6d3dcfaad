"""Claims about attributes: no coordinate decides them, but they can compete with one another."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from geo.record.attributes import RANGE_UNITS_M, append_unit, read_bare_number
from geo.record.kinds import AttributeClaim

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.record.dates import Dates
    from geo.record.kinds import Record
    from geo.record.sites import Sites

Competitors = dict[tuple[str, str], dict[str, list[AttributeClaim]]]
"""Claims by record and attribute, then by value."""
MOST_NAMED = 5
_OF_ZONES = frozenset(
    ("cordon", "closed", "closure", "danger", "evacuation", "exclusion", "hazard", "restricted", "safety", "search")
)
"""Words of an attribute that says how far an area reaches that somebody closed, cleared or searched."""


def group_competing(sites: Sites) -> Competitors:
    """The attribute claims of a file."""
    competitors: Competitors = {}
    for claim in sites.of_kind(AttributeClaim):
        for target in dict.fromkeys(claim.about):
            competitors.setdefault((target, claim.attribute), {}).setdefault(_sense(claim), []).append(claim)
    return competitors


def _sense(claim: AttributeClaim) -> str:
    """What tells two values apart: neither capitals nor, in a number, what software adds to its digits."""
    return read_bare_number(claim.value) or claim.value.casefold()


def explain_untestable(claim: AttributeClaim, about: Sequence[Record], competitors: Competitors) -> str:
    """Why nothing tests a claim about an attribute: another value is claimed, the record itself says one, or nothing does."""
    own = _sense(claim)
    others = {
        competitor[0].id: competitor[0]
        for target in claim.about
        for value, competitor in islice(competitors.get((target, claim.attribute), {}).items(), MOST_NAMED + 1)
        if value != own
    }
    if others:
        named = [
            f'"{competitor.value}" ({competitor.claimed_by or "claimant not named"}, {competitor.id})'
            for competitor in others.values()
        ]
        more = ", and others" if len(named) > MOST_NAMED else ""
        return f'"{claim.value}" competes with {"; ".join(named[:MOST_NAMED])}{more}. Coordinates cannot decide it.'
    figures = [getattr(record, claim.attribute, None) for record in about if claim.attribute in record.properties]
    texts = (getattr(figure, "digits", getattr(figure, "text", figure)) for figure in figures if figure is not None)
    if recorded := dict.fromkeys(map(str, texts)):
        return f"The record itself says {', '.join(append_unit(one, claim.attribute) for one in recorded)}; nothing in the file measures it."
    if claim.attribute in RANGE_UNITS_M:
        return "A range says how far something reaches, not where it started: no published position can test it."
    if _is_of_a_zone(claim.attribute):
        return (
            f'Nothing in the file measures "{claim.attribute}", and it is not drawn; a record of kind "zone" with radius_m is.'
        )
    return f'Nothing in the file measures "{claim.attribute}", and no other claim competes with this one.'


def _is_of_a_zone(attribute: str) -> bool:
    """Whether an attribute says how far an area reaches that is a record of its own."""
    words = set(re.split(r"[\W_]+", attribute.casefold()))
    return bool(words & {"radius", "perimeter", "distance"}) and bool(words & _OF_ZONES)


@dataclass(frozen=True, slots=True)
class CompetingValue:
    """A claim of an attribute that another claim about the same record gives another value."""

    record: str
    attribute: str
    value: str
    claim: str
    claimed_by: str | None
    claimed_on: Dates | None
    sources: tuple[str, ...]
    reliability: tuple[str | None, ...]
    """Of each source, where recorded."""


def find_competing_values(sites: Sites) -> tuple[CompetingValue, ...]:
    """All competing claims, side by side for each record and attribute; none is preferred."""
    return tuple(
        CompetingValue(
            record,
            attribute,
            claim.value,
            claim.id,
            claim.claimed_by,
            claim.claimed_on,
            claim.sources,
            tuple(getattr(sites[one], "reliability", None) for one in claim.sources),
        )
        for (record, attribute), values in group_competing(sites).items()
        if len(values) > 1
        for claims in values.values()
        for claim in claims
    )

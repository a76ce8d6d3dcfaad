"""Groups records that may describe one event, with the evidence for and against. Nothing is ever merged.

Two records of a kind are paired where their positions are no farther apart than their uncertainties together and their
dates do not exclude each other: the rule by which `geo check` warns (GEO054), asked here of all pairs, and of dates that
overlap or are missing too. A fragment site and a strike report are two things that may share a place, which is told apart.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from geo.earth.position import Positions
from geo.earth.quantities import count_text, metres
from geo.record.kinds import Event, FragmentSite, PairClaim, StrikeReport
from geo.record.progress import paced
from geo.record.sites import happened

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from geo.record.sites import Sites

MOST_PAIRS = 200_000
"""Beyond this nobody reads them, and the uncertainties are too wide to tell records apart."""


class Speaks(StrEnum):
    """What a piece of evidence does for the guess that two records describe one event."""

    FOR = "for"
    AGAINST = "against"
    OPEN = "open"
    """It may be read either way, or what would tell is missing."""


class Evidence(NamedTuple):
    """One thing that speaks for or against."""

    about: str
    """`distance`, `coordinates`, `dates`, `munition`, `sources` or `claim`."""
    speaks: Speaks
    words: str


@dataclass(frozen=True, slots=True)
class Likeness:
    """Two records that may describe one event, or of which one may be where the other is."""

    a: str
    """Id of the one that comes first in the file."""
    b: str
    distance_m: float
    reach_m: float
    """Both uncertainties together, in metres."""
    dated: bool
    """False where a date is missing, so that the place alone speaks: the weaker case."""
    set_apart: bool
    """True where a claim speaks of the two as two."""
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Records of one kind that hang together by pairs that may describe one event."""

    kind: str
    ids: tuple[str, ...]
    """In the order of the file."""
    pairs: tuple[Likeness, ...]
    """All pairs of them that are near each other; pairs that a claim sets apart hold no group together."""


@dataclass(frozen=True, slots=True)
class Groups:
    """Groups of possible duplicates, for a person to decide."""

    groups: tuple[Group, ...]
    same_place: tuple[Likeness, ...]
    """A fragment site and a strike report that may be at one place: neither is a duplicate."""


def group_duplicates(sites: Sites) -> Groups:
    """Group records that may describe one event, in file order; the time grows with the number of records and pairs.

    Raises:
        ValueError: if more than 200,000 pairs are near each other.
    """
    events = [one for one in sites.of_kind(Event) if one.position]
    claims: defaultdict[frozenset[str], list[str]] = defaultdict(list)
    for claim in sites.of_kind(PairClaim):
        claims[frozenset((claim.from_, claim.to))].append(claim.id)
    pairs = _pairs(events)
    likenesses = [
        _likeness(events[one], events[other], distance, claims.get(frozenset((events[one].id, events[other].id)), ()))
        for one, other, distance in paced(pairs, "Comparing")
    ]
    alike = [
        (one, other, likeness)
        for (one, other, _), likeness in zip(pairs, likenesses, strict=True)
        if events[one].kind == events[other].kind
    ]
    same_place = (
        likeness for (one, other, _), likeness in zip(pairs, likenesses, strict=True) if events[one].kind != events[other].kind
    )
    return Groups(tuple(_joined(events, alike)), tuple(same_place))


def _pairs(events: Sequence[Event]) -> list[tuple[int, int, float]]:
    """Numbers of records that are near each other in space and not apart in time, sorted, with their distance in metres."""
    import numpy as np  # judging claims does without it

    from geo.earth.search.overlapping import touching

    dates = [happened(one) for one in events]
    first = np.array([when.first.toordinal() if when else 0 for when in dates])
    last = np.array([when.last.toordinal() if when else 10**9 for when in dates])
    fragments = np.array([isinstance(one, FragmentSite) for one in events])

    def may_be_one(one: np.ndarray, other: np.ndarray) -> np.ndarray:
        found, struck = np.where(fragments[one], one, other), np.where(fragments[one], other, one)
        overlap = (first[one] <= last[other]) & (first[other] <= last[one])
        mixed = fragments[one] != fragments[other]
        return np.where(mixed, first[struck] <= last[found], overlap)  # fragments lie there from the strike on

    places = [one.position for one in events if one.position]
    columns = ((at.lon_deg, at.lat_deg, at.uncertainty_m) for at in places)
    positions = Positions(*np.array(list(columns)).reshape(-1, 3).T)
    pairs: list[tuple[int, int, float]] = []
    for one, other, distance in touching(positions, may_be_one):
        pairs += zip(one.tolist(), other.tolist(), distance.tolist(), strict=True)
        if len(pairs) > MOST_PAIRS:
            example = events[pairs[-1][1]].id
            raise ValueError(
                f'more than {count_text(MOST_PAIRS)} pairs of records lie within their uncertainties, "{example}" among them; '
                "give narrower positions or dates, or a file of fewer records"
            )
    return sorted(pairs)


def _joined(events: Sequence[Event], alike: Sequence[tuple[int, int, Likeness]]) -> Iterator[Group]:
    """What hangs together: each record points to one that comes earlier in its group, the first to itself."""
    earlier = list(range(len(events)))

    def first_of(number: int) -> int:
        while earlier[number] != number:
            earlier[number] = earlier[earlier[number]]  # so that the way is short next time
            number = earlier[number]
        return number

    for one, other, likeness in alike:
        if not likeness.set_apart:
            low, high = sorted((first_of(one), first_of(other)))
            earlier[high] = low
    members: defaultdict[int, list[int]] = defaultdict(list)
    for number in range(len(events)):
        members[first_of(number)].append(number)
    held: defaultdict[int, list[Likeness]] = defaultdict(list)
    for one, other, likeness in alike:
        if first_of(one) == first_of(other):
            held[first_of(one)].append(likeness)
    for first, pairs in sorted(held.items()):
        yield Group(events[first].kind, tuple(events[number].id for number in members[first]), tuple(pairs))


def _likeness(a: Event, b: Event, distance_m: float, claims: Sequence[str]) -> Likeness:
    here, there = (one.position.uncertainty_m if one.position else 0.0 for one in (a, b))
    evidence = (
        Evidence(
            "distance", Speaks.FOR, f"they lie {metres(distance_m)} apart and are known to {metres(here)} and {metres(there)}"
        ),
        *_printed(a, b),
        *_dated(a, b),
        *_munition(a, b),
        *_sources(a, b),
        *(Evidence("claim", Speaks.AGAINST, f'"{claim}" speaks of them as two') for claim in claims),
    )
    return Likeness(a.id, b.id, distance_m, here + there, bool(happened(a) and happened(b)), bool(claims), evidence)


def _printed(a: Event, b: Event) -> Iterator[Evidence]:
    if a.published_coordinates and a.published_coordinates == b.published_coordinates:
        yield Evidence("coordinates", Speaks.FOR, f"the same coordinates are printed for both: {a.published_coordinates}")


def _dated(a: Event, b: Event) -> Iterator[Evidence]:
    when = happened(a), happened(b)
    if when[0] and when[1]:
        words = f"both on {when[0].text}" if when[0].text == when[1].text else f"on {when[0].text} and on {when[1].text}"
        if a.kind == b.kind:
            yield Evidence("dates", Speaks.FOR, words if when[0].text == when[1].text else f"{words}, which overlap")
        else:
            found, struck = when if isinstance(b, StrikeReport) else when[::-1]
            yield Evidence("dates", Speaks.OPEN, f"found on {found and found.text}, struck on {struck and struck.text}")
    else:
        undated = " and ".join(f'"{one.id}"' for one, date in zip((a, b), when, strict=True) if not date)
        yield Evidence("dates", Speaks.OPEN, f"{undated}: no date is given, so the dates cannot tell")


def _munition(a: Event, b: Event) -> Iterator[Evidence]:
    if a.munition and b.munition:
        one, other = ({*re.findall(r"\w{2,}", text.casefold())} for text in (a.munition, b.munition))
        if a.munition.casefold() == b.munition.casefold():
            yield Evidence("munition", Speaks.FOR, f'both "{a.munition}"')
        else:  # texts are free, so they may name one thing in two ways
            words = f'the munition is "{a.munition}" and "{b.munition}"'
            yield Evidence("munition", Speaks.AGAINST if one.isdisjoint(other) else Speaks.OPEN, words)


def _sources(a: Event, b: Event) -> Iterator[Evidence]:
    if shared := [source for source in a.sources if source in b.sources]:
        twice = "; a source may have been entered twice, or tell of two" if a.kind == b.kind else ""
        yield Evidence("sources", Speaks.OPEN, f"both name {', '.join(shared)}{twice}")

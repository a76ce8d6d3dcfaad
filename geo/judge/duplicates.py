"""Groups records that may describe one event, with the evidence for and against. Nothing is ever merged.

Two records of a kind are paired where their positions are no farther apart than their uncertainties together and their
dates do not exclude each other: the rule by which `geo check` warns (GEO054), asked here of all pairs, and of dates
that overlap or are missing too. A fragment site and a strike report are two things that may share a place; they are
listed separately.
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
from geo.record.progress import track_progress
from geo.record.sites import event_dates

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from geo.record.sites import Sites

MOST_PAIRS = 200_000
"""Nobody reads more than this, and the uncertainties are too wide to tell records apart."""


class Stance(StrEnum):
    """Whether a piece of evidence supports the guess that two records describe one event."""

    FOR = "for"
    AGAINST = "against"
    OPEN = "open"
    """It may be read either way, or the deciding fact is missing."""


class Evidence(NamedTuple):
    """One fact that supports the guess, contradicts it, or leaves it undecided."""

    about: str
    """`distance`, `coordinates`, `dates`, `munition`, `sources` or `claim`."""
    stance: Stance
    words: str


@dataclass(frozen=True, slots=True)
class PossibleDuplicate:
    """Two records that may describe one event, or one of which may be where the other is."""

    a: str
    """Id of the one that comes first in the file."""
    b: str
    distance_m: float
    reach_m: float
    """Both uncertainties together, in metres."""
    dated: bool
    """False where a date is missing, so that only the place supports it: the weaker case."""
    set_apart: bool
    """True where a claim treats them as two."""
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Records of one kind linked by pairs that may describe one event."""

    kind: str
    ids: tuple[str, ...]
    """In the order of the file."""
    pairs: tuple[PossibleDuplicate, ...]
    """All pairs of them that are near each other; pairs that a claim sets apart do not link a group."""


@dataclass(frozen=True, slots=True)
class Groups:
    """Groups of possible duplicates, for a person to decide."""

    groups: tuple[Group, ...]
    same_place: tuple[PossibleDuplicate, ...]
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
        _weigh_pair(events[one], events[other], distance, claims.get(frozenset((events[one].id, events[other].id)), ()))
        for one, other, distance in track_progress(pairs, "Comparing")
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

    from geo.earth.search.overlapping import find_touching

    dates = [event_dates(one) for one in events]
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
    for one, other, distance in find_touching(positions, may_be_one):
        pairs += zip(one.tolist(), other.tolist(), distance.tolist(), strict=True)
        if len(pairs) > MOST_PAIRS:
            example = events[pairs[-1][1]].id
            raise ValueError(
                f'more than {count_text(MOST_PAIRS)} pairs of records have overlapping uncertainties, such as "{example}"; '
                "give more precise positions or dates, or split the file"
            )
    return sorted(pairs)


def _joined(events: Sequence[Event], alike: Sequence[tuple[int, int, PossibleDuplicate]]) -> Iterator[Group]:
    """The groups: each record points to one that comes earlier in its group, the first to itself."""
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
    held: defaultdict[int, list[PossibleDuplicate]] = defaultdict(list)
    for one, other, likeness in alike:
        if first_of(one) == first_of(other):
            held[first_of(one)].append(likeness)
    for first, pairs in sorted(held.items()):
        yield Group(events[first].kind, tuple(events[number].id for number in members[first]), tuple(pairs))


def _weigh_pair(a: Event, b: Event, distance_m: float, claims: Sequence[str]) -> PossibleDuplicate:
    here, there = (one.position.uncertainty_m if one.position else 0.0 for one in (a, b))
    evidence = (
        Evidence(
            "distance",
            Stance.FOR,
            f"they lie {metres(distance_m)} apart and are known to within {metres(here)} and {metres(there)}",
        ),
        *_printed(a, b),
        *_dated(a, b),
        *_munition(a, b),
        *_sources(a, b),
        *(Evidence("claim", Stance.AGAINST, f'"{claim}" treats them as two') for claim in claims),
    )
    return PossibleDuplicate(
        a.id, b.id, distance_m, here + there, bool(event_dates(a) and event_dates(b)), bool(claims), evidence
    )


def _printed(a: Event, b: Event) -> Iterator[Evidence]:
    if a.published_coordinates and a.published_coordinates == b.published_coordinates:
        yield Evidence("coordinates", Stance.FOR, f"the same coordinates are printed for both: {a.published_coordinates}")


def _dated(a: Event, b: Event) -> Iterator[Evidence]:
    when = event_dates(a), event_dates(b)
    if when[0] and when[1]:
        words = f"both on {when[0].text}" if when[0].text == when[1].text else f"on {when[0].text} and on {when[1].text}"
        if a.kind == b.kind:
            yield Evidence("dates", Stance.FOR, words if when[0].text == when[1].text else f"{words}, which overlap")
        else:
            found, struck = when if isinstance(b, StrikeReport) else when[::-1]
            yield Evidence("dates", Stance.OPEN, f"found on {found and found.text}, struck on {struck and struck.text}")
    else:
        undated = " and ".join(f'"{one.id}"' for one, date in zip((a, b), when, strict=True) if not date)
        yield Evidence("dates", Stance.OPEN, f"{undated}: no date is given, so the dates cannot be compared")


def _munition(a: Event, b: Event) -> Iterator[Evidence]:
    if a.munition and b.munition:
        one, other = ({*re.findall(r"\w{2,}", text.casefold())} for text in (a.munition, b.munition))
        if a.munition.casefold() == b.munition.casefold():
            yield Evidence("munition", Stance.FOR, f'both "{a.munition}"')
        else:  # texts are free, so they may name one thing in two ways
            words = f'the munition is "{a.munition}" and "{b.munition}"'
            yield Evidence("munition", Stance.AGAINST if one.isdisjoint(other) else Stance.OPEN, words)


def _sources(a: Event, b: Event) -> Iterator[Evidence]:
    if shared := [source for source in a.sources if source in b.sources]:
        twice = "; a source may have been entered twice, or may report two events" if a.kind == b.kind else ""
        yield Evidence("sources", Stance.OPEN, f"both name {', '.join(shared)}{twice}")

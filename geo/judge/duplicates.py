"""Groups records that may describe one event, with the evidence for and against. Nothing is ever merged.

Two records of a kind are paired where their positions are no farther apart than their uncertainties together and their
dates do not exclude each other: the rule by which `geo check` warns (GEO054), asked here of all pairs, and of dates
that overlap or are missing too. Two reports of one event rarely print the same figures, so a distance and a number of
days widen the rule. A fragment site and a strike report are two things that may share a place; they are listed
separately.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice, product
from typing import TYPE_CHECKING, NamedTuple

from geo.earth.position import Positions
from geo.earth.quantities import count_text, metres, plural, stated
from geo.judge.same_markings import can_be_one
from geo.record.dates import count_days_between
from geo.record.kinds import Event, FragmentSite, PairClaim, StrikeReport, event_dates
from geo.record.notebook import short_repr, shorten
from geo.record.progress import track_progress
from geo.record.reading import as_sites

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator, Sequence

    from geo.record.dates import DaysApart
    from geo.record.sites import Sites

MOST_MARKINGS_COMPARED = 400
"""Of one pair of records."""
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
    """`distance`, `coordinates`, `dates`, `munition`, `marking`, `sources` or `claim`."""
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
    surely_within: bool
    """Whether they lie within the distance that was asked for wherever in their uncertainties they are; else they may."""
    days_apart: DaysApart | None
    """How many days their dates lie apart; None where one is missing, so that only the place supports it: the weaker case."""
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

    def __repr__(self) -> str:
        return short_repr(f"Group of {self.kind}", shorten(", ".join(self.ids)), plural(len(self.pairs), "pair"))


@dataclass(frozen=True, slots=True)
class Groups:
    """Groups of possible duplicates, for a person to decide.

    Next: look at `Group.pairs` and their `evidence`; `explain_claim` and `measure` look at two records alone.
    """

    groups: tuple[Group, ...]
    same_place: tuple[PossibleDuplicate, ...]
    """A fragment site and a strike report that may be at one place: neither is a duplicate."""
    within_m: float = 0.0
    """The distance in metres that was asked for, beside the uncertainties."""
    days: int | None = None
    """The number of days that was asked for."""
    not_compared: tuple[str, ...] = ()
    """Ids of the fragment sites and strike reports without a position."""

    def __repr__(self) -> str:
        records = sum(len(group.ids) for group in self.groups)
        same = f"{plural(len(self.same_place), 'pair')} of a fragment site and a strike report"
        missing = f"{plural(len(self.not_compared), 'record')} not compared" if self.not_compared else ""
        return short_repr("Groups", f"{plural(len(self.groups), 'group')} of {plural(records, 'record')}", same, missing)

    @property
    def undated(self) -> int:
        """How many of the pairs in groups lack a date, so that only the place supports them."""
        return sum(pair.days_apart is None for group in self.groups for pair in group.pairs)


def group_duplicates(sites: Sites | str | os.PathLike[str], *, within_m: float = 0.0, days: int | None = None) -> Groups:
    """Group records that may describe one event, in file order; the time grows with the number of records and pairs.

    Records without a date are compared by their place alone. `Groups` lists those without a position, which cannot be
    compared.

    Next: look at `Group.pairs` and the `evidence` of each, and mend the file; nothing is merged here.

    Args:
        sites: The records, as `read_sites` returns them, or the path of their file.
        within_m: How many metres two records may lie apart beside their uncertainties: 0 pairs those that may be one place.
        days: How many days apart the dates of two records may be. Without it, dates have to overlap, and fragments may be
            found however long after a strike.

    Raises:
        ValueError: if more than 200,000 pairs are near each other, or a distance or a number of days is below 0.
    """
    if not 0 <= within_m < math.inf:
        raise ValueError(f"a distance is a number of metres from 0 up, not {within_m}")
    if days is not None and days < 0:
        raise ValueError(f"a number of days is 0 or more, not {days}")
    sites = as_sites(sites)
    events = [one for one in sites.of_kind(Event) if one.position]
    claims: defaultdict[frozenset[str], list[str]] = defaultdict(list)
    for claim in sites.of_kind(PairClaim):
        claims[frozenset((claim.from_, claim.to))].append(claim.id)
    pairs = _pairs(events, within_m, days)
    likenesses = [
        _weigh_pair(
            events[one], events[other], distance, within_m, claims.get(frozenset((events[one].id, events[other].id)), ())
        )
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
    not_compared = tuple(one.id for one in sites.of_kind(Event) if not one.position)
    return Groups(tuple(_joined(events, alike)), tuple(same_place), within_m, days, not_compared)


def _pairs(events: Sequence[Event], within_m: float, days: int | None) -> list[tuple[int, int, float]]:
    """Numbers of records that are near each other in space and not apart in time, sorted, with their distance in metres."""
    import numpy as np  # judging claims does without it

    from geo.earth.search.overlapping import find_touching

    dates = [event_dates(one) for one in events]
    first = np.array([when.first.toordinal() if when else -(10**9) for when in dates])
    last = np.array([when.last.toordinal() if when else 10**9 for when in dates])
    fragments = np.array([isinstance(one, FragmentSite) for one in events])

    def may_be_one(one: np.ndarray, other: np.ndarray) -> np.ndarray:
        found, struck = np.where(fragments[one], one, other), np.where(fragments[one], other, one)
        overlap: np.ndarray = (first[one] - last[other] <= (days or 0)) & (first[other] - last[one] <= (days or 0))
        if days is not None:
            return overlap
        mixed = fragments[one] != fragments[other]
        return np.where(mixed, first[struck] <= last[found], overlap)  # fragments lie there from the strike on

    places = [one.position for one in events if one.position]
    columns = ((at.lon_deg, at.lat_deg, at.uncertainty_m) for at in places)
    positions = Positions(*np.array(list(columns)).reshape(-1, 3).T)
    pairs: list[tuple[int, int, float]] = []
    for one, other, distance in find_touching(positions, may_be_one, within_m):
        pairs += zip(one.tolist(), other.tolist(), distance.tolist(), strict=True)
        if len(pairs) > MOST_PAIRS:
            example = events[pairs[-1][1]].id
            raise ValueError(
                f"more than {count_text(MOST_PAIRS)} pairs of records "
                f"{f'may lie within {stated(within_m)} of each other' if within_m else 'have overlapping uncertainties'}, "
                f'such as "{example}"; give {"a shorter distance, " if within_m else ""}more precise positions or dates, '
                "or split the file"
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


def _weigh_pair(a: Event, b: Event, distance_m: float, within_m: float, claims: Sequence[str]) -> PossibleDuplicate:
    here, there = (one.position.uncertainty_m if one.position else 0.0 for one in (a, b))
    surely = distance_m + here + there <= within_m
    known = f"they lie {metres(distance_m)} apart and are known to within {metres(here)} and {metres(there)}"
    evidence = (
        _apart(known, distance_m, here + there, within_m) if within_m else Evidence("distance", Stance.FOR, known),
        *_printed(a, b),
        *_dated(a, b),
        *_munition(a, b),
        *_markings(a, b),
        *_sources(a, b),
        *(Evidence("claim", Stance.AGAINST, f'"{claim}" treats them as two') for claim in claims),
    )
    here_on, there_on = event_dates(a), event_dates(b)
    days = count_days_between(here_on, there_on) if here_on and there_on else None
    return PossibleDuplicate(a.id, b.id, distance_m, here + there, surely, days, bool(claims), evidence)


def _apart(known: str, distance_m: float, reach_m: float, within_m: float) -> Evidence:
    """What a distance says about a pair that may lie within so many metres of each other."""
    asked, high = stated(within_m), metres(distance_m + reach_m)
    if distance_m + reach_m <= within_m:
        return Evidence("distance", Stance.FOR, f"{known}, so they lie within {asked} of each other")
    if distance_m <= reach_m:
        return Evidence("distance", Stance.FOR, f"{known}, so they may be one place, or up to {high} apart")
    words = f"{known}, so they may lie within {asked} of each other, or up to {high} apart"
    return Evidence("distance", Stance.OPEN, words)


def _printed(a: Event, b: Event) -> Iterator[Evidence]:
    if a.published_coordinates and a.published_coordinates == b.published_coordinates:
        yield Evidence("coordinates", Stance.FOR, f"the same coordinates are printed for both: {a.published_coordinates}")


def _dated(a: Event, b: Event) -> Iterator[Evidence]:
    when = event_dates(a), event_dates(b)
    if when[0] and when[1]:
        apart = count_days_between(when[0], when[1])
        if a.kind != b.kind:
            found, struck = when if isinstance(b, StrikeReport) else when[::-1]
            words = f"found on {found and found.words}, struck on {struck and struck.words}: {apart}"
            yield Evidence("dates", Stance.OPEN, words)
        elif when[0].text == when[1].text:
            yield Evidence("dates", Stance.FOR, f"both on {when[0].words}{f': {apart}' if apart.most else ''}")
        else:
            words = f"on {when[0].words} and on {when[1].words}: {apart}"
            yield Evidence("dates", Stance.OPEN if apart.least else Stance.FOR, words)
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


def _markings(a: Event, b: Event) -> Iterator[Evidence]:
    here, there = ((one.marking if isinstance(one, FragmentSite) else None) or () for one in (a, b))
    pairs = islice(product(here, there), MOST_MARKINGS_COMPARED)
    alike = next(((one, other) for one, other in pairs if can_be_one(one, other)), None)
    if not alike and (count := len(here) * len(there)) > MOST_MARKINGS_COMPARED:
        compared = f"{count_text(MOST_MARKINGS_COMPARED)} of {count_text(count)} pairs of their markings were compared"
        yield Evidence("marking", Stance.OPEN, f"only {compared}, and none of these can be read alike")
    if alike:
        one, other = alike
        words = f'both are marked "{one}"' if one == other else f'the markings "{one}" and "{other}" can be read alike'
        yield Evidence("marking", Stance.FOR, words)


def _sources(a: Event, b: Event) -> Iterator[Evidence]:
    if shared := [source for source in a.sources if source in b.sources]:
        twice = "; a source may have been entered twice, or may report two events" if a.kind == b.kind else ""
        yield Evidence("sources", Stance.OPEN, f"both name {', '.join(shared)}{twice}")

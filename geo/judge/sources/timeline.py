"""Lists competing claims, and everything that has a date in chronological order.

The timeline has one entry for each dated source, fragment site, strike report, zone and photograph and for each claim, sorted by the first
day that its date allows, then by the last, then by time: entries without one first, then those whose time has an offset from
UTC, then those in local time, by the clock. Entries that tie stand in the order fragment sites, strike reports, zones, photographs,
claims, sources, and then in that of the file. Claims without a date come last.

For each dated claim it lists which sources of others were public before it, so that a reader sees who could have copied
whom: a possibility, never more. Sources of others are those that the records which it refers to name, or that other
claims about one of these records name, and that it does not name itself. One was published earlier if the last day that
its date allows lies before the first day that the claim's allows. Where the two share a day, or the source has no date,
the order is unknown.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING

from geo.record.kinds import Claim, FragmentSite, Photo, ReportedZone, Source, StrikeReport

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geo.record.dates import Dates
    from geo.record.kinds import Record
    from geo.record.sites import Sites

MOST_NAMED = 20
"""Sources that one entry names of each sort."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing on the timeline."""

    id: str
    kind: str
    label: str
    dates: Dates | None
    """None for a claim without a date."""
    who: str | None = None
    """Who made a claim, published a source or took a photograph."""
    published_earlier: tuple[str, ...] = ()
    """Ids of the sources of others that were public before a claim, the earliest first, and at most 20."""
    cannot_be_told: tuple[str, ...] = ()
    """Ids of those whose order is unknown, at most 20."""
    more: bool = False
    """True where there are more of either sort than are named."""


def build_timeline(sites: Sites) -> tuple[Entry, ...]:
    """Dated entries in chronological order, then the claims without a date."""
    others = _Others(sites)
    fragments = (Entry(one.id, one.kind, one.label, one.found_on) for one in sites.of_kind(FragmentSite))
    strikes = (Entry(one.id, one.kind, one.label, one.struck_on) for one in sites.of_kind(StrikeReport))
    zones = (Entry(one.id, one.kind, one.label, one.valid) for one in sites.of_kind(ReportedZone))
    photos = (Entry(one.id, one.kind, one.label, one.taken_at, one.taken_by) for one in sites.of_kind(Photo))
    claims = [_claimed(one, others, sites) for one in sites.of_kind(Claim)]
    sources = (Entry(one.id, one.kind, one.name or one.title, one.published_on, one.publisher) for one in sites.of_kind(Source))
    dated = [entry for entry in (*fragments, *strikes, *zones, *photos, *claims, *sources) if entry.dates]
    undated = (entry for entry in claims if not entry.dates)
    return (*sorted(dated, key=attrgetter("dates.order")), *undated)


def count_entries(sites: Sites) -> int:
    """How many entries the timeline has, without sorting anything."""
    dated = [one.found_on for one in sites.of_kind(FragmentSite)] + [one.struck_on for one in sites.of_kind(StrikeReport)]
    dated += [one.valid for one in sites.of_kind(ReportedZone)] + [one.taken_at for one in sites.of_kind(Photo)]
    dated += [one.published_on for one in sites.of_kind(Source)]
    return sum(dates is not None for dates in dated) + len(sites.of_kind(Claim))


def _claimed(claim: Claim, others: _Others, sites: Sites) -> Entry:
    earlier, unsure = others.than(claim, claim.claimed_on) if claim.claimed_on else ([], [])
    return Entry(
        claim.id,
        claim.kind,
        sites.label(claim),
        claim.claimed_on,
        claim.claimed_by,
        tuple(earlier[:MOST_NAMED]),
        tuple(unsure[:MOST_NAMED]),
        max(len(earlier), len(unsure)) > MOST_NAMED,
    )


class _Others:
    """For each record, the sources that it and the claims about it name, sorted so that not all are looked at each time."""

    def __init__(self, sites: Sites) -> None:
        self._sites = sites
        self._named: dict[str, dict[str, None]] = {}
        for claim in sites.of_kind(Claim):
            for target in _about(claim):
                self._named.setdefault(target, dict.fromkeys(sites[target].sources)).update(dict.fromkeys(claim.sources))
        self._sorted: dict[str, _Sorted] = {}

    def than(self, claim: Claim, dates: Dates) -> tuple[list[str], list[str]]:
        """Sources of others published before a claim, and those whose order is unknown; more than enough of each."""
        enough = MOST_NAMED + len(claim.sources) + 1
        earlier: dict[str, Dates] = {}
        unsure: dict[str, None] = {}
        for target in _about(claim):
            if target not in self._sorted:
                self._sorted[target] = _Sorted(self._sites, self._named[target])
            found = self._sorted[target]
            earlier.update(found.before(dates, enough))
            unsure.update(dict.fromkeys(found.meanwhile(dates, enough)))
        own = set(claim.sources)
        ordered = sorted(earlier, key=lambda one: (earlier[one].last, earlier[one].first))
        return [one for one in ordered if one not in own], [one for one in unsure if one not in own]


class _Sorted:
    """Sources by the first and by the last day that their dates allow; a search takes time that grows with what it gives."""

    def __init__(self, sites: Sites, named: dict[str, None]) -> None:
        sources: list[Record] = [sites[one] for one in named]
        dated = [(one.published_on, one.id) for one in sources if isinstance(one, Source) and one.published_on]
        self._undated = [one.id for one in sources if not (isinstance(one, Source) and one.published_on)]
        self._by_last = sorted(dated, key=lambda one: (one[0].last, one[0].first))
        self._by_first = sorted(dated, key=lambda one: (one[0].first, one[0].last))
        self._latest = [[when.last for when, _ in self._by_first]]
        """The last days in that order, then the latest of every two of them, of every four, and so on."""
        while len(row := self._latest[-1]) > 1:
            self._latest.append([max(row[at : at + 2]) for at in range(0, len(row), 2)])

    def before(self, dates: Dates, enough: int) -> Iterator[tuple[str, Dates]]:
        end = bisect_left(self._by_last, dates.first, key=lambda one: one[0].last)
        return ((one, when) for when, one in self._by_last[: min(end, enough)])

    def meanwhile(self, dates: Dates, enough: int) -> list[str]:
        """Those that share a day with a claim, the latest first, then those without a date."""
        found: list[str] = []
        end = bisect_right(self._by_first, dates.last, key=lambda one: one[0].first)
        waiting = [(len(self._latest) - 1, 0)]
        while waiting and len(found) < enough:
            level, at = waiting.pop()
            if at << level >= end or self._latest[level][at] < dates.first:
                continue
            if level:
                waiting += [(level - 1, one) for one in (2 * at, 2 * at + 1)]
            else:
                found.append(self._by_first[at][1])
        return [*found, *self._undated[:enough]]


def _about(claim: Claim) -> Iterator[str]:
    return (target for ids in claim.references().values() for target in ids)

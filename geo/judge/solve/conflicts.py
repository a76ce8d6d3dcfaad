"""Finds the smallest sets of claims that cannot all hold at once, given the published positions."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from geo.earth.quantities import plural
from geo.judge.solve.constraints import group_links, make_links
from geo.judge.solve.effort import Effort, Limit
from geo.judge.verdict.finding import judge_claim
from geo.judge.verdict.interval import Verdict
from geo.record.kinds import Claim, Located
from geo.record.notebook import short_repr, shorten
from geo.record.progress import track_progress
from geo.record.reading import as_sites

if TYPE_CHECKING:
    import os
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from geo.judge.solve.constraints import Link
    from geo.judge.solve.smallest_sets import SmallestSets
    from geo.judge.verdict.finding import Finding
    from geo.record.sites import Sites

MOST_TOGETHER = 60
"""Groups of more claims than this are not solved."""
MOST_SETS = 20
"""The maximum number of sets to search for in one group."""
MOST_EFFORT, LEAST_EFFORT_A_GROUP = 100_000, 3_000
"""Effort for all groups of a file, some seconds, and for one while any is left; whatever is not proved by then stays undecided."""


@dataclass(frozen=True, slots=True)
class Undecided:
    """A group of claims for which it is undecided, beyond the sets found, which can hold together."""

    claims: tuple[str, ...]
    limit: Limit


@dataclass(frozen=True, slots=True)
class Conflicts:
    """Sets of claims that cannot all hold; each is proved to be smallest, unless it is in `not_smallest`."""

    sets: tuple[tuple[str, ...], ...]
    """Ids of claims: a single one contradicts the published positions of what it refers to."""
    undecided: tuple[Undecided, ...]
    """Groups for which the limits left undecided whether they can hold, or whether they contain further sets."""
    not_smallest: frozenset[tuple[str, ...]] = frozenset()
    """The sets of which a part may be impossible as well."""

    def __repr__(self) -> str:
        shown = shorten("; ".join(", ".join(ids) for ids in self.sets))
        undecided = f"{plural(len(self.undecided), 'group')} undecided" if self.undecided else ""
        return short_repr("Conflicts", f"{plural(len(self.sets), 'set')} of claims that cannot all hold", shown, undecided)

    def naming(self, claims: Collection[str]) -> Conflicts:
        """The sets and the undecided groups that name one of these claims."""
        sets = tuple(ids for ids in self.sets if not set(ids).isdisjoint(claims))
        undecided = tuple(group for group in self.undecided if not set(group.claims).isdisjoint(claims))
        return Conflicts(sets, undecided, self.not_smallest.intersection(sets))


class Judged(Protocol):
    """The parts of an assessment that are needed here."""

    @property
    def sites(self) -> Sites:
        """All records."""

    @property
    def findings(self) -> tuple[Finding, ...]:
        """One for each claim."""


def find_conflicts(assessment: Judged | Sites | str | os.PathLike[str]) -> Conflicts:
    """Find the smallest sets of distance, direction and containment claims that cannot all hold at once.

    Next: `explain_claim` looks at one of the claims, `locate` at one of the sites.

    A claim that is contradicted by the published positions is a set of its own, by the rules of its finding. The others
    are solved together where they share a site: a set is named only if it is proved that no places, among all that are
    considered, satisfy it. These are all on Earth where a claim sets a greatest distance. Sites known only by direction
    are searched within 1,000 km of what is known; where nothing is known, within 100 km of each other and below 80° of
    latitude, because around a pole each of four can lie east of the next.

    The effort is bounded for the whole file, small groups first, and counted in steps, so that it always ends at the
    same step. Records, or the path of their file, are judged first.
    """
    sites, findings = _read_findings(assessment)
    alone = [*_contradicted(findings)]
    settled = {
        finding.claim for finding in findings if finding.verdict in (Verdict.CONTRADICTED, Verdict.AGREES)
    }  # what agrees holds wherever its sites are within their uncertainties, so it forbids nothing
    links = make_links(_sharing_records([claim for claim in sites.of_kind(Claim) if claim.id not in settled]), sites)
    groups = [group for group in group_links(links) if len(group) > 1]
    latitude = _middle_latitude(sites) if groups else 0.0
    searches: dict[int, SmallestSets] = {}
    effort = Effort(MOST_EFFORT)
    smallest_first = sorted(range(len(groups)), key=lambda number: len(groups[number]))
    for done, number in enumerate(track_progress(smallest_first, "Solving")):
        if len(groups[number]) <= MOST_TOGETHER:
            from geo.judge.solve.smallest_sets import SmallestSets  # shapely takes long to load; most files need no solving

            share = max(LEAST_EFFORT_A_GROUP, effort.left // (len(groups) - done))
            searches[number] = SmallestSets(groups[number], latitude, effort.part(share), MOST_SETS)
    return _collected(alone, groups, searches)


def _sharing_records(claims: Iterable[Claim]) -> list[Claim]:
    """The claims about a record that another of them is about, too; only they can be impossible together."""
    about = [(claim, [one for ids in claim.references().values() for one in ids]) for claim in claims]
    times = Counter(one for _, ids in about for one in ids)
    return [claim for claim, ids in about if any(times[one] > 1 for one in ids)]


def _middle_latitude(sites: Sites) -> float:
    """The median latitude of what has a position, at which what has none is tried."""
    latitudes = sorted(one.position.lat_deg for one in sites.of_kind(Located) if one.position)
    return latitudes[len(latitudes) // 2] if latitudes else 45.0


def _contradicted(findings: Iterable[Finding]) -> Iterator[tuple[str, ...]]:
    """Each claim that is contradicted by positions, and each pair of arrivals that are so by each other alone."""
    against = [one for one in findings if one.verdict is Verdict.CONTRADICTED]
    alone = {one.claim for one in against if not one.opposed or one.gap_deg is not None}
    yield from ((one.claim,) for one in against if one.claim in alone)
    pairs = ((one.claim, other) for one in against if one.claim not in alone for other in one.opposed if other not in alone)
    named: dict[frozenset[str], tuple[str, ...]] = {}
    for pair in pairs:
        named.setdefault(frozenset(pair), pair)
    yield from named.values()


def _read_findings(given: object) -> tuple[Sites, Iterable[Finding]]:
    """The records and the findings of an assessment, or of records that are not judged yet."""
    sites = as_sites(given)
    if (findings := getattr(given, "findings", None)) is not None:
        return sites, findings
    return sites, [judge_claim(claim, sites) for claim in sites.of_kind(Claim)]


def _collected(alone: list[tuple[str, ...]], groups: Sequence[Sequence[Link]], searches: dict[int, SmallestSets]) -> Conflicts:
    sets, undecided = list(alone), list[Undecided]()
    not_smallest: set[tuple[str, ...]] = set()
    for number, group in enumerate(groups):
        search = searches.get(number)
        if search is None:
            undecided.append(Undecided(tuple(link.claim for link in group), Limit.CLAIMS))
            continue
        sets += search.found
        not_smallest |= search.not_smallest
        if search.limit:
            undecided.append(Undecided(tuple(link.claim for link in group), search.limit))
    return Conflicts(tuple(sets), tuple(undecided), frozenset(not_smallest))

"""Claims that cannot all hold at once: the smallest sets of them, the published positions being what they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo.judge.interval import Verdict
from geo.judge.link import Link, links_of
from geo.judge.narrowing import pose
from geo.judge.placing import MOST_STEPS, Answer, solve
from geo.record.kinds import Claim, Located
from geo.record.pace import paced

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from geo.judge.assessment import Assessment

MOST_TOGETHER = 60
"""Groups of more claims than this are not solved."""
MOST_SETS = 20
"""At most so many sets are looked for in one group."""
MOST_STEPS_A_GROUP = 2_000
"""Steps of search spent on one group, some seconds; what is not proved by then stays undecided."""


@dataclass(frozen=True, slots=True)
class Conflicts:
    """Sets of claims that cannot all hold; that no part of a set is impossible as well is shown, or was not decided."""

    sets: tuple[tuple[str, ...], ...]
    """Ids of claims: a single one contradicts the published positions of what it speaks of."""
    undecided: tuple[tuple[str, ...], ...]
    """Groups of which it was not shown within the steps allowed whether they can hold."""


def conflicts(assessment: Assessment) -> Conflicts:
    """The smallest sets of distance, direction and containment claims that cannot all hold at once.

    A claim that is contradicted by the published positions is a set of its own, by the rules of its finding. The others
    are solved together where they share a site: a set is named only if it is proved that no places fulfil it, among all that
    are looked at. These are all on Earth where a claim sets a greatest distance. Sites that directions alone tie are looked
    for within 1,000 km of what is known; where nothing is known, within 100 km of each other and below 80° of latitude,
    for round a pole each of four can lie east of the next.
    """
    alone = [(finding.claim,) for finding in assessment.findings if finding.verdict is Verdict.CONTRADICTED]
    settled = {
        finding.claim for finding in assessment.findings if finding.verdict in (Verdict.CONTRADICTED, Verdict.AGREES)
    }  # what agrees holds wherever its sites are within their uncertainties, so it forbids nothing
    sites = assessment.sites
    links = links_of((claim for claim in sites.of_kind(Claim) if claim.id not in settled), sites)
    latitudes = sorted(one.position.lat_deg for one in sites.of_kind(Located) if one.position)
    latitude = latitudes[len(latitudes) // 2] if latitudes else 45.0
    sets: list[tuple[str, ...]] = []
    undecided: list[tuple[str, ...]] = []
    groups = [group for group in _groups(links) if len(group) > 1]
    for group in paced(groups, "Solving"):
        if len(group) > MOST_TOGETHER:
            undecided.append(tuple(link.claim for link in group))
            continue
        answers = _Answers(latitude)
        found = _smallest(tuple(group), answers.are_impossible)
        sets += [tuple(link.claim for link in some) for some in found]
        if not found and answers.of(tuple(group)) is Answer.UNDECIDED:
            undecided.append(tuple(link.claim for link in group))
    return Conflicts((*alone, *sets), tuple(undecided))


class _Answers:
    """Answers already worked out, and the steps that are left for others."""

    def __init__(self, latitude_deg: float) -> None:
        self._latitude = latitude_deg
        self._known: dict[tuple[Link, ...], Answer] = {}
        self._left = MOST_STEPS_A_GROUP

    def of(self, links: tuple[Link, ...]) -> Answer:
        if links not in self._known:
            parts = _groups(links)
            if not links:
                return Answer.FEASIBLE
            if len(parts) > 1:
                answers = {self.of(tuple(part)) for part in parts}
                self._known[links] = next(one for one in _FROM_WORST if one in answers)
            elif self._left <= 0:
                return Answer.UNDECIDED
            else:
                problem = pose(links, latitude_deg=self._latitude)
                self._known[links], steps = solve(problem, min(self._left, MOST_STEPS))
                self._left -= steps
        return self._known[links]

    def are_impossible(self, links: tuple[Link, ...]) -> bool:
        return self.of(links) is Answer.INFEASIBLE


_FROM_WORST = Answer.INFEASIBLE, Answer.UNDECIDED, Answer.FEASIBLE


def _groups(links: Iterable[Link]) -> list[list[Link]]:
    """Links that share a spot, directly or through others, each group in the order given."""
    leader: dict[str, str] = {}

    def lead(name: str) -> str:
        while leader.setdefault(name, name) != name:
            leader[name] = name = leader[leader[name]]
        return name

    links = list(links)
    for link in links:
        leader[lead(link.start.name)] = lead(link.end.name)
    groups: dict[str, list[Link]] = {}
    for link in links:
        groups.setdefault(lead(link.start.name), []).append(link)
    return list(groups.values())


def _smallest(links: tuple[Link, ...], impossible: Callable[[tuple[Link, ...]], bool]) -> list[tuple[Link, ...]]:
    """All sets that are impossible while each of their parts is not.

    Source: R. Reiter (1987), A theory of diagnosis from first principles, Artificial Intelligence 32, 57-95,
    doi:10.1016/0004-3702(87)90062-2: another set lacks a member of each one that is known.
    """
    found: list[tuple[Link, ...]] = []
    waiting, seen = [links], {links}
    while waiting and len(found) < MOST_SETS:
        some = waiting.pop()
        if not impossible(some):
            continue
        core = next((one for one in found if set(one) <= set(some)), None)
        if core is None:
            core = some
            for link in reversed(some):  # what is said first stays
                rest = tuple(one for one in core if one is not link)
                if impossible(rest):
                    core = rest
            found.append(core)
        for link in core:
            rest = tuple(one for one in some if one is not link)
            if rest not in seen:
                seen.add(rest)
                waiting.append(rest)
    return sorted(found, key=lambda core: [links.index(link) for link in core])

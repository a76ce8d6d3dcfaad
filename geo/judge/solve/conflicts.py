"""Claims that cannot all hold at once: the smallest sets of them, the published positions being what they are."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from geo.judge.solve.constraints import Link, links_of
from geo.judge.solve.effort import Effort
from geo.judge.solve.narrow_regions import pose
from geo.judge.solve.search import Answer, misfit, solve
from geo.judge.verdict.interval import Verdict
from geo.record.kinds import Claim, Located
from geo.record.progress import paced

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from geo.judge.verdict.finding import Finding
    from geo.record.sites import Sites

MOST_TOGETHER = 60
"""Groups of more claims than this are not solved."""
MOST_SETS = 20
"""At most so many sets are looked for in one group."""
MOST_EFFORT, LEAST_EFFORT_A_GROUP = 100_000, 3_000
"""Effort spent on all groups of a file, some seconds, and on one while any is left; what is not proved by then stays undecided."""
_PART_FOR_ONE_ANSWER = 8
"""No single question takes more than this part of what a group is given."""


class Limit(StrEnum):
    """Why it was not settled whether some claims can hold."""

    CLAIMS = "claims"
    """They are too many to be solved together."""
    SETS = "sets"
    """So many sets were found that no more were looked for."""
    EFFORT = "effort"
    """The effort allowed for one file was spent."""


@dataclass(frozen=True, slots=True)
class Undecided:
    """A group of claims of which it is not settled which can hold together, beyond the sets that were found."""

    claims: tuple[str, ...]
    limit: Limit


@dataclass(frozen=True, slots=True)
class Conflicts:
    """Sets of claims that cannot all hold; that no part of a set is impossible as well is shown, or the set is `unproved`."""

    sets: tuple[tuple[str, ...], ...]
    """Ids of claims: a single one contradicts the published positions of what it speaks of."""
    undecided: tuple[Undecided, ...]
    """Groups of which it was not shown, within the limits, whether they can hold, or whether they hold further sets."""
    not_smallest: frozenset[tuple[str, ...]] = frozenset()
    """Those among the sets of which a part may be impossible as well."""


class Judged(Protocol):
    """What an assessment has, and all that is needed of it here."""

    @property
    def sites(self) -> Sites:
        """All records."""

    @property
    def findings(self) -> tuple[Finding, ...]:
        """One for each claim."""


def conflicts(assessment: Judged) -> Conflicts:
    """The smallest sets of distance, direction and containment claims that cannot all hold at once.

    A claim that is contradicted by the published positions is a set of its own, by the rules of its finding. The others
    are solved together where they share a site: a set is named only if it is proved that no places fulfil it, among all that
    are looked at. These are all on Earth where a claim sets a greatest distance. Sites that directions alone tie are looked
    for within 1,000 km of what is known; where nothing is known, within 100 km of each other and below 80° of latitude,
    for round a pole each of four can lie east of the next.

    The effort is bounded for the whole file, small groups first, and counted in steps, so that it ends at the same step
    each time.
    """
    alone: list[tuple[str, ...]] = [
        (finding.claim,) for finding in assessment.findings if finding.verdict is Verdict.CONTRADICTED
    ]
    settled = {
        finding.claim for finding in assessment.findings if finding.verdict in (Verdict.CONTRADICTED, Verdict.AGREES)
    }  # what agrees holds wherever its sites are within their uncertainties, so it forbids nothing
    sites = assessment.sites
    links = links_of((claim for claim in sites.of_kind(Claim) if claim.id not in settled), sites)
    latitudes = sorted(one.position.lat_deg for one in sites.of_kind(Located) if one.position)
    latitude = latitudes[len(latitudes) // 2] if latitudes else 45.0
    groups = [group for group in _groups(links) if len(group) > 1]
    searches: dict[int, _Search] = {}
    effort = Effort(MOST_EFFORT)
    smallest_first = sorted(range(len(groups)), key=lambda number: len(groups[number]))
    for done, number in enumerate(paced(smallest_first, "Solving")):
        if len(groups[number]) <= MOST_TOGETHER:
            share = max(LEAST_EFFORT_A_GROUP, effort.left // (len(groups) - done))
            searches[number] = _Search(groups[number], latitude, effort.part(share))
    return _collected(alone, groups, searches)


def _collected(alone: list[tuple[str, ...]], groups: Sequence[Sequence[Link]], searches: dict[int, _Search]) -> Conflicts:
    sets, undecided, not_smallest = list(alone), [], set()
    for number, group in enumerate(groups):
        search = searches.get(number)
        if search is None:
            undecided.append(Undecided(tuple(link.claim for link in group), Limit.CLAIMS))
            continue
        for found in search.found:
            ids = tuple(group[each].claim for each in _bits(found))
            sets.append(ids)
            if found in search.not_smallest:
                not_smallest.add(ids)
        if search.limit:
            undecided.append(Undecided(tuple(link.claim for link in group), search.limit))
    return Conflicts(tuple(sets), tuple(undecided), frozenset(not_smallest))


class _Search:
    """The smallest impossible sets among some links; sets are whole numbers in which bit i stands for link i.

    Source: R. Reiter (1987), A theory of diagnosis from first principles, Artificial Intelligence 32, 57-95,
    doi:10.1016/0004-3702(87)90062-2: another set lacks a member of each one that is known.
    """

    found: list[int]
    """In the order of their first links."""

    def __init__(self, links: Sequence[Link], latitude_deg: float, effort: Effort) -> None:
        self._links = links
        self._latitude = latitude_deg
        self._effort = effort
        self._a_part = effort.left // _PART_FOR_ONE_ANSWER
        self._holding: list[int] = []
        self._answers: dict[int, tuple[Answer, int]] = {}
        self.not_smallest: set[int] = set()
        self.limit: Limit | None = None
        self._cores: list[int] = []
        at_once = effort.part(self._a_part)
        self._look(lambda some: self._seen_at_once(some, at_once), at_once)
        self.limit = None
        self._look(self._of, effort)
        cores = self._cores
        smallest = [one for one in cores if not any(other != one and other & one == other for other in cores)]
        self.found = sorted(smallest, key=lambda core: list(_bits(core)))

    def _look(self, answer_of: Callable[[int], tuple[Answer, int]], effort: Effort) -> None:
        """Add to the sets that are known, until there are no others that would be seen, or a limit is reached."""
        everything = (1 << len(self._links)) - 1
        waiting, seen = [everything], {everything}
        while waiting:
            if len(self._cores) == MOST_SETS or effort.is_spent:
                self.limit = Limit.SETS if len(self._cores) == MOST_SETS else Limit.EFFORT
                return
            effort.spend(1)
            some = waiting.pop()
            core = next((one for one in self._cores if one & some == one), None)
            if core is None:
                answer, blamed = answer_of(some)
                if answer is Answer.UNDECIDED:
                    self.limit = Limit.EFFORT
                if answer is not Answer.INFEASIBLE:
                    continue
                core = self._shrunk(some, blamed)
                self._cores.append(core)
            for bit in _bits(core):
                rest = some & ~(1 << bit)
                if rest not in seen and not self._is_known_to_hold(rest):
                    seen.add(rest)
                    waiting.append(rest)

    def _seen_at_once(self, some: int, effort: Effort) -> tuple[Answer, int]:
        """As `_of`, by what needs no places, which takes a hundredth of the time and does not miss much."""
        numbers = list(_bits(some))
        blamed = misfit([self._links[number] for number in numbers], effort)
        answer = Answer.INFEASIBLE if blamed else Answer.FEASIBLE
        return answer, sum(1 << numbers[number] for number in blamed)

    def _shrunk(self, core: int, blamed: int) -> int:
        """A part of an impossible set of which no part is impossible; what is said first stays."""
        while blamed != core and self._of(blamed)[0] is Answer.INFEASIBLE:
            core, blamed = blamed, self._of(blamed)[1]
        is_proved = True
        for bit in reversed(list(_bits(core))):
            answer, _ = self._of(core & ~(1 << bit))
            if answer is Answer.INFEASIBLE:
                core &= ~(1 << bit)
            is_proved = is_proved and answer is not Answer.UNDECIDED
        if not is_proved:
            self.not_smallest.add(core)
            self.limit = Limit.EFFORT
        return core

    def _is_known_to_hold(self, some: int) -> bool:
        return any(some & one == some for one in self._holding)

    def _of(self, some: int) -> tuple[Answer, int]:
        """Whether some links can hold, and which are to blame if they cannot."""
        if not some or self._is_known_to_hold(some):
            return Answer.FEASIBLE, 0
        if some not in self._answers:
            parts = self._parts(some)
            if len(parts) > 1:
                answers = [self._of(part) for part in parts]
                answer = min(answers, key=lambda one: _FROM_WORST.index(one[0]))
            else:
                answer = self._solved(some)
            if answer[0] is Answer.FEASIBLE:
                self._holding.append(some)
            self._answers[some] = answer
        return self._answers[some]

    def _solved(self, some: int) -> tuple[Answer, int]:
        numbers = list(_bits(some))
        if self._effort.is_spent:
            return Answer.UNDECIDED, 0
        problem = pose([self._links[number] for number in numbers], latitude_deg=self._latitude)
        answer, blamed = solve(problem, self._effort.part(self._a_part))
        return answer, sum(1 << numbers[number] for number in blamed)

    def _parts(self, some: int) -> list[int]:
        numbers = list(_bits(some))
        places = {id(self._links[number]): number for number in numbers}
        groups = _groups([self._links[number] for number in numbers])
        return [sum(1 << places[id(link)] for link in group) for group in groups]


_FROM_WORST = Answer.INFEASIBLE, Answer.UNDECIDED, Answer.FEASIBLE


def _bits(some: int) -> Iterator[int]:
    """The numbers of the bits that are set, from the least."""
    return (number for number in range(some.bit_length()) if some >> number & 1)


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

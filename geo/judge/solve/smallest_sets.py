"""Finds the smallest sets of constraints that no places satisfy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.judge.solve.constraints import Link, group_links
from geo.judge.solve.effort import Effort, Limit
from geo.judge.solve.narrow_regions import pose
from geo.judge.solve.search import Answer, find_misfit, solve

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

_PART_FOR_ONE_ANSWER = 8
"""No single question takes more than this share of the effort for a group."""


class SmallestSets:
    """The smallest impossible sets among some links; sets are whole numbers in which bit i stands for link i.

    Source: R. Reiter (1987), A theory of diagnosis from first principles, Artificial Intelligence 32, 57-95,
    doi:10.1016/0004-3702(87)90062-2: another set lacks a member of each one that is known.
    """

    found: list[tuple[str, ...]]
    """Ids of the claims of each set, in the order of their first links."""
    not_smallest: set[tuple[str, ...]]
    """Those of which a part may be impossible as well."""

    def __init__(self, links: Sequence[Link], latitude_deg: float, effort: Effort, most: int) -> None:
        self._links = links
        self._most = most
        self._latitude = latitude_deg
        self._effort = effort
        self._a_part = effort.left // _PART_FOR_ONE_ANSWER
        self._holding: list[int] = []
        self._answers: dict[int, tuple[Answer, int]] = {}
        self._unproved: set[int] = set()
        self.limit: Limit | None = None
        """Why there may be more sets than are found, where there may."""
        self._cores: list[int] = []
        at_once = effort.part(self._a_part)
        self._look(lambda some: self._seen_at_once(some, at_once), at_once)
        self.limit = None
        self._look(self._of, effort)
        cores = self._cores
        smallest = [one for one in cores if not any(other != one and other & one == other for other in cores)]
        smallest.sort(key=lambda core: list(_bits(core)))
        self.found = [self._claims(core) for core in smallest]
        self.not_smallest = {self._claims(core) for core in smallest if core in self._unproved}

    def _claims(self, core: int) -> tuple[str, ...]:
        return tuple(self._links[number].claim for number in _bits(core))

    def _look(self, answer_of: Callable[[int], tuple[Answer, int]], effort: Effort) -> None:
        """Add to the known sets until no others can be seen, or a limit is reached."""
        everything = (1 << len(self._links)) - 1
        waiting, seen = [everything], {everything}
        while waiting:
            if len(self._cores) == self._most or effort.is_spent:
                self.limit = Limit.SETS if len(self._cores) == self._most else Limit.EFFORT
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
        """As `_of`, but without placing anything: a hundredth of the time, and little is missed."""
        numbers = list(_bits(some))
        blamed = find_misfit([self._links[number] for number in numbers], effort)
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
            self._unproved.add(core)
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
        groups = group_links([self._links[number] for number in numbers])
        return [sum(1 << places[id(link)] for link in group) for group in groups]


_FROM_WORST = Answer.INFEASIBLE, Answer.UNDECIDED, Answer.FEASIBLE


def _bits(some: int) -> Iterator[int]:
    """The numbers of the bits that are set, from the least."""
    return (number for number in range(some.bit_length()) if some >> number & 1)

"""Sets of claims that cannot all hold, as sentences and as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.earth.quantities import count_text
from geo.judge.solve.conflicts import MOST_SETS, MOST_TOGETHER
from geo.judge.solve.effort import Limit
from geo.record.kinds import ArrivalClaim
from geo.show.answers.claim_words import Statement, claim_in_words, listed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from geo.judge.assessment import Assessment
    from geo.judge.solve.conflicts import Conflicts
    from geo.show.answers.json_form import Json


_LIMITS = {
    Limit.CLAIMS: f"more than {MOST_TOGETHER} claims are not solved together",
    Limit.SETS: f"no more than {MOST_SETS} sets are searched for in one group",
    Limit.EFFORT: "the search reached its limit",
}
NO_CONFLICTS = "No claims were found that cannot all hold, given the published positions."


def conflict_statements(found: Conflicts, assessment: Assessment, named: Callable[[str], str] = str) -> Iterator[Statement]:
    """Describe each set of claims that cannot all hold, then what stayed undecided and why, within the assessment's limits.

    `named` gives what claims and other records are called, by their ids.
    """
    most = assessment.limits.sets_listed
    for ids in found.sets[:most]:
        if len(ids) == 1:
            claim = assessment.sites[ids[0]]
            name = named(claim.id)
            words = f": {claim.name or claim_in_words(claim, named)}" if name == claim.id else "."
            yield Statement(f"{name} cannot hold, given the published positions{words}", ids)
        elif ids in found.not_smallest:
            unsure = "Undecided: whether fewer of them already cannot."
            yield Statement(f"{listed([*map(named, ids)])} cannot all hold. {unsure}", ids)
        else:
            yield Statement(f"{listed([*map(named, ids)])} cannot all hold; each of them can without the others.", ids)
    solved = [ids for ids in found.sets if len(ids) > 1 and not isinstance(assessment.sites[ids[0]], ArrivalClaim)]
    if solved:
        yield Statement(
            "Sites known only by direction were searched within 1,000 km, or 100 km and below 80° where no position is known."
        )
    told = {one for ids in found.sets if len(ids) > 1 for one in ids}
    for group in found.undecided[:most]:
        what = "more of them" if not told.isdisjoint(group.claims) else "they"
        count = f" ({count_text(len(group.claims))} claims)" if len(group.claims) > 2 else ""
        why = _LIMITS[group.limit]
        claims = listed([*map(named, group.claims)])
        yield Statement(f"Undecided: whether {what} cannot all hold: {claims}{count}, since {why}.", group.claims)


def conflicts_sentences(found: Conflicts, assessment: Assessment) -> list[str]:
    """The same as sentences alone."""
    return [one.text for one in conflict_statements(found, assessment)]


def conflicts_json(found: Conflicts) -> Json:
    """Every set and every undecided group, regardless of the limits for lists."""
    return {
        "sets": [list(ids) for ids in found.sets],
        "undecided": [{"claims": list(one.claims), "limit": one.limit.value} for one in found.undecided],
        **({"not_smallest": [list(ids) for ids in found.sets if ids in found.not_smallest]} if found.not_smallest else {}),
    }

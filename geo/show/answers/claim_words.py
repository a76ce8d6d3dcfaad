"""Puts claims into words: a distance as stated, a claim as a sentence, and what records are called in one."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from geo.earth.quantities import count_text
from geo.record.kinds import ArrivalClaim, Claim, DirectionClaim, DistanceClaim, Record, WithinClaim

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from geo.judge.verdict.finding import Claimed
    from geo.record.sites import Sites


class Statement(NamedTuple):
    """A sentence about claims taken together."""

    text: str
    claims: tuple[str, ...] = ()
    """Ids of the claims that it is about; empty where it is about the file."""


def claimed_distance(claimed: Claimed) -> str:
    """A claimed distance as stated: "780 m", "at least 780 m", "inside"."""
    return "inside" if claimed.high_m == 0 else claimed.text or NONE


def claim_in_words(claim: Record, named: Callable[[str], str] = str) -> str:
    """What a claim about positions says: "b lies 780 m from a"; `named` gives what records are called, by their ids."""
    if isinstance(claim, DistanceClaim):
        return f"{named(claim.to)} lies {claim.stated.text} from {named(claim.from_)}"
    if isinstance(claim, DirectionClaim):
        opposite = " or the opposite" if claim.axis else ""
        return f"the direction from {named(claim.from_)} to {named(claim.to)} is {claim.direction.text}{opposite}"
    if isinstance(claim, ArrivalClaim):
        return f"the direction of arrival at {named(claim.at)} is {claim.direction.text}"
    if isinstance(claim, WithinClaim):
        near = "in" if claim.is_in else f"{claim.stated.text} of"
        return f"{named(claim.site)} lies {near} {named(claim.of)}"
    return claim.label


class Names:
    """What the records of a file are called in a sentence, by their ids: their names, or the ids where there are none.

    The name of a claim is in quotation marks, since it often is a sentence. The id follows a name that several records have.
    """

    def __init__(self, sites: Sites) -> None:
        self._sites = sites

    def __call__(self, record_id: str) -> str:
        """What to call a record; the id itself where the file has no such record."""
        if record_id not in self._sites:
            return record_id
        record = self._sites[record_id]
        if not record.name:
            return record_id
        name = f"“{record.name}”" if isinstance(record, Claim) else record.name
        return f"{name} ({record_id})" if self._sites.name_counts[record.name] > 1 else name


MOST_NAMED = 20
"""Records that one sentence names."""


def listed(ids: Sequence[str]) -> str:
    """Ids or names as a list, cut after the first if there are many."""
    if len(ids) > MOST_NAMED:
        return f"{', '.join(ids[:MOST_NAMED])} and {count_text(len(ids) - MOST_NAMED)} others"
    return f"{', '.join(ids[:-1])} and {ids[-1]}" if len(ids) > 1 else ids[0]


NONE = "–"
"""For a cell without a value."""

"""Puts claims into words: a distance as stated, a claim as a sentence, and a list of ids."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.earth.quantities import count_text
from geo.record.kinds import DirectionClaim, DistanceClaim, WithinClaim

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.judge.verdict.finding import Claimed
    from geo.record.kinds import Record


def claimed_distance(claimed: Claimed) -> str:
    """A claimed distance as stated: "780 m", "at least 780 m", "inside"."""
    return "inside" if claimed.high_m == 0 else claimed.text or NONE


def claim_in_words(claim: Record) -> str:
    """What a claim about positions says: "b lies 780 m from a"."""
    if isinstance(claim, DistanceClaim):
        return f"{claim.to} lies {claim.stated.text} from {claim.from_}"
    if isinstance(claim, DirectionClaim):
        opposite = " or the opposite" if claim.axis else ""
        return f"the direction from {claim.from_} to {claim.to} is {claim.direction.text}{opposite}"
    if isinstance(claim, WithinClaim):
        near = "in" if claim.is_in else f"{claim.stated.text} of"
        return f"{claim.site} lies {near} {claim.of}"
    return claim.label


MOST_NAMED = 20
"""Records that one sentence names."""


def listed(ids: Sequence[str]) -> str:
    """The ids as a list, cut after the first if there are many."""
    if len(ids) > MOST_NAMED:
        return f"{', '.join(ids[:MOST_NAMED])} and {count_text(len(ids) - MOST_NAMED)} others"
    return f"{', '.join(ids[:-1])} and {ids[-1]}" if len(ids) > 1 else ids[0]


NONE = "–"
"""For a cell without a value."""

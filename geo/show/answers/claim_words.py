"""Words for claims: a distance as it was put, and what a claim says as a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.record.kinds import DirectionClaim, DistanceClaim, WithinClaim

if TYPE_CHECKING:
    from geo.judge.verdict.finding import Claimed
    from geo.record.kinds import Record


def claimed_distance(claimed: Claimed) -> str:
    """A claimed distance as it was put: "780 m", "at least 780 m", "inside"."""
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


NONE = "–"
"""In a cell where there is nothing to give."""

"""Compares the directions from which something is claimed to have arrived at one record.

Nothing here follows a direction outward: no lines are crossed, and no place is sought.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from geo.judge.verdict.bearing import turn_to_true_north
from geo.judge.verdict.interval import Verdict, angle_between
from geo.record.kinds import ArrivalClaim

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from geo.record.sites import Sites

Arrivals = dict[str, list[ArrivalClaim]]
"""Claims by the record at which something arrived; those with a sector, which can be compared, come first."""
MOST_COMPARED = 20
"""Other arrivals at its record with which a claim is compared."""


class Comparison(NamedTuple):
    """How two directions of arrival at one record go together; it takes no side."""

    other: ArrivalClaim
    verdict: Verdict
    """Agrees where each direction lies in the other's sector; contradicted where they have no direction in common."""
    gap_deg: float
    """Degrees between the two sectors; 0 where they share a direction."""


def group_arrivals(sites: Sites) -> Arrivals:
    """The claims of arrivals of a file."""
    arrivals: Arrivals = {}
    for claim in sites.of_kind(ArrivalClaim):
        arrivals.setdefault(claim.at, []).append(claim)
    return {at: sorted(claims, key=lambda claim: claim.stated is None) for at, claims in arrivals.items()}


def compare_arrivals(claim: ArrivalClaim, others: Iterable[ArrivalClaim], sites: Sites) -> Iterator[Comparison]:
    """Compare a direction of arrival with others at the same record; those without a sector are left out.

    Two words are contradicted only if they share no direction even where one of them is a whole sector off; two figures,
    if their stated tolerances together do not bridge the angle.
    """
    own, turn = claim.stated, turn_to_true_north(claim, sites[claim.at])
    for other in others:
        theirs = other.stated
        if own is None or theirs is None:
            continue
        turned = turn_to_true_north(other, sites[other.at])
        off = angle_between(own.azimuth_deg + turn.middle_deg, theirs.azimuth_deg + turned.middle_deg)
        unsure = turn.half_width_deg + turned.half_width_deg
        bridged = max(own.limit_deg + theirs.half_width_deg, own.half_width_deg + theirs.limit_deg)
        gap = max(0.0, off - unsure - bridged)
        if not (turn.is_known and turned.is_known):
            yield Comparison(other, Verdict.COMPATIBLE, 0.0)
        elif gap > 0:
            yield Comparison(other, Verdict.CONTRADICTED, gap)
        elif off + unsure <= min(own.half_width_deg, theirs.half_width_deg):
            yield Comparison(other, Verdict.AGREES, 0.0)
        else:
            yield Comparison(other, Verdict.COMPATIBLE, 0.0)

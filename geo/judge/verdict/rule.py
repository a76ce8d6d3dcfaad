"""States what decides the verdict on a claim besides where its two ends lie, so that it can be judged for other positions."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from geo.earth.notation.reach import Bound
from geo.judge.verdict.bearing import Turn, turn_to_true_north
from geo.judge.verdict.measurement import outline
from geo.judge.verdict.road import factors_of_road, may_claim_be_by_road
from geo.record.kinds import DirectionClaim, DistanceClaim, PairClaim, WithinClaim

if TYPE_CHECKING:
    from geo.earth.notation.distance import Distance
    from geo.record.kinds import Claim, Record
    from geo.record.sites import Sites


@dataclass(frozen=True, slots=True)
class VerdictRule:
    """What decides the verdict besides the claimed interval or sector and the positions; none of it moves with them."""

    ends: tuple[str, str]
    """Ids of the records between which the claim measures."""
    areas: tuple[str, ...] = ()
    """Those of them whose outline decides, which takes more than a position and a radius."""
    roads: tuple[float, float] | None = None
    """How many times as long as the straight line the claimed way may be; None if it is no road's."""
    turn: Turn = field(default_factory=Turn)
    """From the claimed azimuth to true north, for the published position of the first end."""
    bound: Bound = Bound.POINT
    """What the claimed figure bounds."""
    is_hedged: bool = False
    tolerance_m: float | None = None
    """Metres that the claim states as its tolerance."""


def rule_of(claim: Claim, sites: Sites) -> VerdictRule | None:
    """The rule of a claim about two records; None for a claim that measures nothing.

    Raises:
        KeyError: if the claim refers to a record that `sites` does not have.
    """
    if not isinstance(claim, PairClaim | WithinClaim):
        return None
    start, end = [sites[one] for ids in claim.references().values() for one in ids]
    ends = (start.id, end.id)
    if isinstance(claim, DirectionClaim):
        return VerdictRule(ends, turn=turn_to_true_north(claim, start, end))
    areas = tuple(one.id for one in (start, end) if outline(one))
    if isinstance(claim, DistanceClaim):
        return _of_distance(ends, areas, claim, start, end)
    if isinstance(claim, WithinClaim):
        return VerdictRule(ends, areas, bound=Bound.AT_MOST, is_hedged=claim.stated.hedged)
    return None


def _of_distance(
    ends: tuple[str, str], areas: tuple[str, ...], claim: DistanceClaim, start: Record, end: Record
) -> VerdictRule:
    stated: Distance = claim.stated
    tolerance = None if claim.tolerance_m is None else float(claim.tolerance_m)
    roads = factors_of_road(stated) if may_claim_be_by_road(claim, start, end) else None
    return VerdictRule(ends, areas, roads, bound=stated.bound, is_hedged=stated.hedged, tolerance_m=tolerance)

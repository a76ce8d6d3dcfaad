"""Measures what would change a verdict: how far positions would have to move, or how precisely they would have to be known."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from geo.earth.geodesy import destination, inverse
from geo.earth.uncertainty import printing_uncertainty_m
from geo.judge.verdict.bearing import turn_to_true_north
from geo.judge.verdict.finding import judge_claim
from geo.judge.verdict.interval import Interval, Verdict, angle_between, to_claimed_interval
from geo.judge.verdict.measurement import contain, edge_error_m, outline
from geo.judge.verdict.road import lines_of_road, may_claim_be_by_road
from geo.record.kinds import Claim, DirectionClaim, DistanceClaim, Located, WithinClaim

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geo.earth.notation.distance import Distance
    from geo.earth.position import Position
    from geo.judge.verdict.finding import Finding
    from geo.judge.verdict.measurement import Measurement
    from geo.record.sites import Sites

PRINTED_UNITS_DEG = {
    "whole degrees": 1.0,
    "tenths of a degree": 0.1,
    "whole minutes": 1 / 60,
    "hundredths of a degree": 0.01,
    "tenths of a minute": 1 / 600,
    "thousandths of a degree": 0.001,
    "whole seconds": 1 / 3600,
    "hundredths of a minute": 1 / 6000,
    "ten-thousandths of a degree": 0.0001,
    "tenths of a second": 1 / 36_000,
    "hundred-thousandths of a degree": 0.00001,
    "hundredths of a second": 1 / 360_000,
    "millionths of a degree": 0.000001,
    "thousandths of a second": 1 / 3_600_000,
}
"""Ways of printing a coordinate, from coarse to fine, by the last digit in degrees."""
_TURN = 0.001
_FOOT_M = 0.01
"""How precisely the foot of a perpendicular is found; its length is far more precise still."""


@dataclass(frozen=True, slots=True)
class Term:
    """One reason why a verdict is open."""

    record: str
    """Id of the record, or of the claim."""
    what: str
    """"printing", "area", "offset", "change of datum", "stated uncertainty", or "claimed figure"."""
    size_m: float
    """Metres on either side; of a claimed direction, what its half-width spans at the measured distance."""


@dataclass(frozen=True, slots=True)
class Margin:
    """What would change the verdict on a claim."""

    claim: str
    verdict: Verdict
    joint_m: float
    """The least sum, in metres, of what the two published positions must move for the claim to hold; 0 if it holds there.
    Where the direction of north changes between them, what the second alone must."""
    north_turns: bool
    """Whether the claim is a direction, and the two positions lie so far apart, or so near a pole, that north turns by
    more than a thousandth between them: moving the first one, or both, may then take less."""
    to_figure_m: float | None
    """The same for the exact figure claimed, not the interval around it; None for claims without such a figure."""
    unexplained_m: float
    """What remains of `joint_m` after the uncertainty of both positions; 0 unless the claim is contradicted."""
    spare_m: float | None
    """How far off the two positions could be together, beyond their uncertainties, before a claim that agrees would no
    longer do so; None for other verdicts, and where the claim sets no end. Where one lies in an area, at least so far."""
    decided_below_m: float | None
    """The uncertainty of both positions together, in metres, up to which a compatible claim would be decided, with these
    positions; None for other verdicts."""
    decided_as: Verdict | None
    """And how; None where no position could be known well enough, since the claimed figure itself is not precise enough."""
    printed: str | None
    """The coarsest printing of both positions that would decide it, if everything else is known; None if no printing would."""
    terms: tuple[Term, ...]
    """The sources of uncertainty, largest first."""

    @property
    def each_m(self) -> float | None:
        """Metres for each position where both move alike: half of the sum, to a thousandth; None where north turns."""
        return None if self.north_turns else self.joint_m / 2

    @property
    def one_m(self) -> float | None:
        """Metres where only one of the two moves, whichever: all of the sum; None where north turns."""
        return None if self.north_turns else self.joint_m


def measure_margin(claim: Claim, sites: Sites, finding: Finding | None = None) -> Margin:
    """Measure what would change the verdict on a distance, direction or containment claim; `finding` avoids judging it again.

    Distances change fastest along the geodesic between the positions, so the least sum of two displacements is the
    distance from the measured figure to the claimed interval. For a direction it is the way from the second position to the
    nearest edge of the claimed sector, or to the first position where the sector points away from it.

    Raises:
        ValueError: if the claim cannot be tested, so that there is no verdict to be far from.
    """
    finding = finding or judge_claim(claim, sites)
    measured = finding.measured
    if (
        measured is None
        or finding.verdict is Verdict.UNTESTABLE
        or not isinstance(claim, DirectionClaim | DistanceClaim | WithinClaim)
    ):
        raise ValueError(f"{claim.id} is untestable, so it is not close to any other verdict. {finding.explanation}")
    ends = [record for ids in claim.references().values() for one in ids if isinstance(record := sites[one], Located)]
    area = ends[1] if isinstance(claim, WithinClaim) and outline(ends[1]) else None
    points = [end for end in ends if end is not area]
    inside = contain(points[0], area) if area else None
    error = inside.error_m if inside else sum(end.position.uncertainty_m for end in ends if end.position)
    edge = edge_error_m(area) if area else 0.0
    if isinstance(claim, DirectionClaim):
        reach = _of_direction(claim, measured, ends)
        turns = _north_turns(ends)
        to_figure, spare = None, math.inf if turns else (reach.needed_m or 0.0) - error
    else:
        turns = False
        stated = claim.stated
        roads = None
        if isinstance(claim, DistanceClaim) and may_claim_be_by_road(claim, *ends):
            roads = lines_of_road(stated)
        reach = _of_distance(stated, -inside.depth_m if inside else measured.distance_m, roads)
        to_figure = None if stated.nominal_m is None else abs(measured.distance_m - stated.nominal_m)
        spare = (reach.needed_m or 0.0) - error if inside else _spare_m(to_claimed_interval(stated).agreed, measured)
    joint, needed, own = reach
    terms = [*(term for end in points for term in _terms(end)), Term(claim.id, "claimed figure", own)]
    terms += [Term(area.id, "stated uncertainty", edge)] if area else []
    is_open = finding.verdict is Verdict.COMPATIBLE
    decided_as = Verdict.CONTRADICTED if joint else Verdict.AGREES
    return Margin(
        claim=claim.id,
        verdict=finding.verdict,
        joint_m=joint,
        north_turns=turns,
        to_figure_m=to_figure,
        unexplained_m=max(0.0, joint - error) if finding.gap_m is None else finding.gap_m,
        spare_m=max(0.0, spare) if finding.verdict is Verdict.AGREES and spare < math.inf else None,
        decided_below_m=needed if is_open else None,
        decided_as=decided_as if is_open and needed else None,
        printed=_printing(points, needed - edge) if is_open and needed is not None else None,
        terms=tuple(sorted((term for term in terms if term.size_m > 0), key=lambda term: -term.size_m)),
    )


class _Reach(NamedTuple):
    """Metres from where the positions lie to what a claim says."""

    joint_m: float
    """To what the claim allows; 0 where it holds."""
    needed_m: float | None
    """To where the verdict would change; None where even exact positions would not decide it."""
    own_m: float
    """How imprecise the claimed figure itself is."""


def _of_distance(stated: Distance, distance_m: float, roads: Interval | None) -> _Reach:
    """The reach of a claimed distance, which `roads` may explain too; the measured one is negative inside a place."""
    joint, own = max(0.0, stated.low_m - max(0.0, distance_m), distance_m - stated.high_m), _own_m(stated)
    if joint and roads:
        joint = min(joint, Interval(distance_m, distance_m).gap(roads))
    if joint:
        return _Reach(joint, joint, own)
    agreed = to_claimed_interval(stated).agreed
    if agreed.low <= max(0.0, distance_m) and distance_m <= agreed.high:
        ends = [edge for edge in (agreed.low, agreed.high) if edge > 0 or agreed.high == 0]
        return _Reach(0.0, min(abs(distance_m - edge) for edge in ends), own)
    return _Reach(0.0, None, own)


def _own_m(stated: Distance) -> float:
    """Half-width of what a claim allows, in metres: of a figure on its nearer side, of a range on both; 0 for a bound."""
    if stated.is_bound:
        return 0.0
    middle = (stated.low_m + stated.high_m) / 2 if stated.nominal_m is None else stated.nominal_m
    return min(abs(edge - middle) for edge in (stated.low_m, stated.high_m) if edge > 0 or stated.high_m == 0)


def _spare_m(agreed: Interval, measured: Measurement) -> float:
    """Metres from the measured interval to the nearer end of what agrees with the claim; infinite where that has none."""
    below = measured.low_m - agreed.low if agreed.low > 0 else math.inf
    return min(below, agreed.high - measured.high_m)


def _of_direction(claim: DirectionClaim, measured: Measurement, ends: list[Located]) -> _Reach:
    """The same for a sector: sideways metres at the measured distance."""
    stated, turn = claim.stated, turn_to_true_north(claim, *ends)
    limit_deg, agreed_deg = stated.limit_deg + turn.half_width_deg, stated.half_width_deg - turn.half_width_deg
    middle = stated.azimuth_deg + turn.middle_deg
    ways = [middle, middle + 180] if claim.axis else [middle]
    azimuth, distance = measured.forward_azimuth_deg, measured.distance_m
    nearest = min(ways, key=lambda way: angle_between(azimuth, way))
    off = angle_between(azimuth, nearest)
    beyond = off - limit_deg
    own = _aside_m(distance, limit_deg)
    if off <= agreed_deg and turn.is_known:
        return _Reach(0.0, _aside_m(distance, agreed_deg - off), own)
    if beyond <= 0 or not turn.is_known:
        return _Reach(0.0, None, own)
    if beyond >= 90:
        return _Reach(distance, distance, own)
    clockwise = (azimuth - nearest) % 360 < 180
    edge = nearest + (limit_deg if clockwise else -limit_deg)
    start, end = (end.position for end in ends if end.position)
    joint = _to_ray_m(start, end, edge, distance)
    return _Reach(joint, joint, own)


def _aside_m(distance_m: float, angle_deg: float) -> float:
    """Metres from the end of a line to a ray that leaves its start at an angle."""
    return distance_m * math.sin(math.radians(min(90.0, angle_deg)))


def _north_turns(ends: list[Located]) -> bool:
    """Whether the azimuths at both ends of the geodesic differ by more than a thousandth of a radian."""
    start, end = (end.position for end in ends if end.position)
    _, forward, back = inverse(start.lon_deg, start.lat_deg, end.lon_deg, end.lat_deg)
    return math.radians(angle_between(forward, back + 180)) > _TURN


def _to_ray_m(start: Position, end: Position, azimuth_deg: float, distance_m: float) -> float:
    """Metres from one position to the geodesic that leaves another along an azimuth, up to a distance."""

    def away(along: float) -> float:
        lon, lat = destination(start.lon_deg, start.lat_deg, azimuth_deg, along)
        return inverse(end.lon_deg, end.lat_deg, lon, lat)[0]

    low, high = 0.0, distance_m
    while high - low > _FOOT_M:
        third = (high - low) / 3
        low, high = (low + third, high) if away(low + third) > away(high - third) else (low, high - third)
    return away((low + high) / 2)


def _terms(record: Located) -> Iterator[Term]:
    """What makes up the uncertainty of a record's position: what was stated for it, and what its printed digits add."""
    if record.position is None:
        return
    whole, stated = record.position.uncertainty_m, float(record.uncertainty_m or 0)
    yield Term(record.id, "stated uncertainty", min(whole, stated))
    moved = record.shift.accuracy_m if record.shift else 0.0
    yield Term(record.id, "change of datum", moved)
    what = "area" if record.polygon else "offset" if record.offset_from else "printing"
    yield Term(record.id, what, max(0.0, whole - stated - moved))


def _printing(ends: list[Located], needed_m: float) -> str | None:
    """The coarsest printing that makes the positions known to less than a given sum of metres."""
    if any(end.polygon or end.offset_from for end in ends):
        return None
    stated = sum(end.shift.accuracy_m for end in ends if end.shift)
    stated += sum(min(float(end.uncertainty_m or 0), end.position.uncertainty_m) for end in ends if end.position)
    for name, unit in PRINTED_UNITS_DEG.items():
        left = sum(printing_uncertainty_m(end.position.lat_deg, unit, unit) for end in ends if end.position)
        if stated + left < needed_m:
            return name
    return None

"""What the figures say about a claim: one finding for each."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from geo.earth.direction import Direction
from geo.judge.containment import contain
from geo.judge.interval import Interval, Verdict, angle_between, angle_gap, claimed_interval, relate
from geo.judge.measurement import Measurement, boxes_between, measure, outline
from geo.judge.provenance import Independence, Origins, Provenance
from geo.judge.rivals import Rivals, competing, why_untestable
from geo.record.kinds import (
    AttributeClaim,
    Claim,
    DirectionClaim,
    DistanceClaim,
    Located,
    Modifier,
    Place,
    Record,
    WithinClaim,
)
from geo.record.notebook import html_table

if TYPE_CHECKING:
    from geo.record.sites import Sites


@dataclass(frozen=True, slots=True)
class Claimed:
    """What a claim says, as figures; None where it says nothing of the kind."""

    distance_m: float | None = None
    low_m: float | None = None
    high_m: float | None = None
    """Infinite for "at least"."""
    azimuth_deg: float | None = None
    half_width_deg: float | None = None
    axis: bool = False
    """True where the opposite azimuth is claimed as well."""
    value: str | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """How a claim's figures relate to what was measured, with the reason and the sources on both sides."""

    claim: str
    """Id of the claim."""
    kind: str
    verdict: Verdict
    explanation: str
    claimed: Claimed
    measured: Measurement | None = None
    gap_m: float | None = None
    """Metres between the measured and the claimed interval, where they are contradicted."""
    gap_deg: float | None = None
    """Degrees between the measured and the claimed sector, where they are contradicted."""
    sources: tuple[str, ...] = field(default=())
    """Ids of the sources of the claim, then those of the records that it speaks of."""
    provenance: Provenance = field(default_factory=Provenance)
    """The sources on both sides, and what ties them."""

    @property
    def independent(self) -> bool | None:
        """False where anything ties both sides: agreement is then consistency, not corroboration. None if unknown."""
        answers = {Independence.INDEPENDENT: True, Independence.TIED: False}
        return answers.get(self.provenance.independence)

    def _repr_html_(self) -> str:
        rows = [("why", self.explanation), ("sources", ", ".join(self.sources)), ("independent", self.provenance.sentence)]
        return html_table([("verdict", self.verdict), *rows], caption=self.claim)


def judge_claim(claim: Claim, sites: Sites, rivals: Rivals | None = None, origins: Origins | None = None) -> Finding:
    """Judge one claim of `sites`; `rivals` and `origins` save looking for competing claims and for sources anew for each.

    Raises:
        KeyError: if the claim refers to a record that `sites` does not have.
        TypeError: if it is of a kind that this does not know.
    """
    about = [sites[target] for ids in claim.references().values() for target in ids]
    if isinstance(claim, DistanceClaim):
        finding = _distance(claim, *about)
    elif isinstance(claim, DirectionClaim):
        finding = _direction(claim, *about)
    elif isinstance(claim, WithinClaim):
        finding = _within(claim, *about)
    elif isinstance(claim, AttributeClaim):
        why = why_untestable(claim, about, competing(sites) if rivals is None else rivals)
        finding = Finding(claim.id, claim.kind, Verdict.UNTESTABLE, why, Claimed(value=claim.value))
    else:
        raise TypeError(f"{claim.id}: a {claim.kind} cannot be judged")
    provenance = (origins or Origins(sites)).of(claim, about)
    return replace(finding, sources=tuple(dict.fromkeys(provenance.claim + provenance.positions)), provenance=provenance)


def metres(value: float) -> str:
    """Metres as a reader takes them in: 1,275.6 m, and smaller lengths to the millimetre."""
    return f"{value:,.1f} m" if abs(value) >= 0.1 or value == 0 else f"{value:.3f} m"


def degrees(value: float) -> str:
    """An angle in degrees: 59.4°, and small ones with two significant figures."""
    return f"{value:.1f}°" if value >= 1 or value == 0 else f"{value:.2g}°"


def square_metres(value: float) -> str:
    """An area as a reader takes it in: 13,233 m², and square kilometres from ten on."""
    return f"{value / 1e6:,.1f} km²" if value >= 1e7 else f"{value:,.0f} m²"


def judge_distance(measured: Measurement, digits: str, *, tolerance_m: float | None = None, modifier: str = "about") -> Finding:
    """Judge a measured distance against a claimed one, given by its digits in metres; the claim's id is "claim"."""
    claimed = claimed_interval(digits, tolerance_m=tolerance_m, modifier=modifier)
    interval = Interval(measured.low_m, measured.high_m)
    verdict = relate(interval, claimed)
    gap = interval.gap(claimed)
    off = measured.distance_m - float(digits)
    words = {"at_least": "at least ", "at_most": "at most ", "exact": "exactly "}.get(modifier, "")
    allowed = f"{claimed.low:,.12g} m or more" if modifier == "at_least" else f"{claimed.low:,.12g} to {claimed.high:,.12g} m"
    meaning = {
        Verdict.AGREES: "The measured interval lies inside the claimed one.",
        Verdict.COMPATIBLE: "The two intervals overlap, so the claim may hold; these figures cannot decide it.",
        Verdict.CONTRADICTED: f"That is {metres(abs(off))} {'more' if off > 0 else 'less'} than claimed, and {metres(gap)} after uncertainty.",
    }
    return Finding(
        claim="claim",
        kind=DistanceClaim.kind,
        verdict=verdict,
        explanation=(
            f"The positions lie {metres(measured.distance_m)} apart ({measured.low_m:,.1f} to {metres(measured.high_m)}); "
            f"the claim says {words}{float(digits):,.12g} m ({allowed}). {meaning[verdict]}"
        ),
        claimed=Claimed(distance_m=float(digits), low_m=claimed.low, high_m=claimed.high),
        measured=measured,
        gap_m=gap if verdict is Verdict.CONTRADICTED else None,
    )


def sharpened(finding: Finding, start: object, end: object) -> Finding:
    """The finding, whose verdict stays, with what the printed boxes alone say where they decide what the circles cannot."""
    low, high = finding.claimed.low_m, finding.claimed.high_m
    if finding.verdict is not Verdict.COMPATIBLE or low is None or high is None or not (boxes := boxes_between(start, end)):
        return finding
    verdict = relate(Interval(boxes.low_m, boxes.high_m), Interval(low, high))
    if verdict is Verdict.COMPATIBLE:
        return finding
    does = "lie inside the claimed interval" if verdict is Verdict.AGREES else "contradict the claim"
    left = f"leave {boxes.low_m:,.2f} to {boxes.high_m:,.2f} m"
    said = f" The printed boxes alone, which are sharper than the circles, {left} and would {does}."
    return replace(finding, explanation=finding.explanation + said)


def _no_position(claim: Claim, claimed: Claimed, *ends: Record) -> Finding | None:
    missing = [end.id for end in ends if not isinstance(end, Located) or end.position is None]
    if not missing:
        return None
    verb = "have no published position" if len(missing) > 1 else "has no published position"
    why = f"{' and '.join(missing)} {verb}, so there is nothing to measure."
    return Finding(claim.id, claim.kind, Verdict.UNTESTABLE, why, claimed)


def _distance(claim: DistanceClaim, start: Record, end: Record) -> Finding:
    tolerance = None if claim.tolerance_m is None else float(claim.tolerance_m)
    interval = claimed_interval(claim.distance_m.digits, tolerance_m=tolerance, modifier=claim.modifier)
    claimed = Claimed(distance_m=float(claim.distance_m), low_m=interval.low, high_m=interval.high)
    if untestable := _no_position(claim, claimed, start, end):
        return untestable
    measured = measure(start, end)
    finding = judge_distance(measured, claim.distance_m.digits, tolerance_m=tolerance, modifier=claim.modifier)
    areas = (
        " An end is an area: the interval runs from the nearest to the farthest point."
        if outline(start) or outline(end)
        else ""
    )
    return sharpened(replace(finding, claim=claim.id, explanation=finding.explanation + areas), start, end)


def _direction(claim: DirectionClaim, start: Record, end: Record) -> Finding:
    stated: Direction = claim.direction
    claimed = Claimed(azimuth_deg=stated.azimuth_deg, half_width_deg=stated.half_width_deg, axis=claim.axis)
    if untestable := _no_position(claim, claimed, start, end):
        return untestable
    measured = measure(start, end)
    half_width = measured.azimuth_half_width_deg
    if half_width is None:
        why = f"Within their uncertainties {measured.astray}, so any direction is possible."
        return Finding(claim.id, claim.kind, Verdict.UNTESTABLE, why, claimed, measured)
    azimuth = measured.forward_azimuth_deg
    ends = [stated.azimuth_deg, (stated.azimuth_deg + 180) % 360] if claim.axis else [stated.azimuth_deg]
    nearest = min(ends, key=lambda one: angle_between(azimuth, one))
    off = angle_between(azimuth, nearest)
    gap = angle_gap(azimuth, half_width, nearest, stated.half_width_deg)
    if gap > 0:
        verdict, meaning = Verdict.CONTRADICTED, f"That is {degrees(off)} away, {degrees(gap)} more than the words leave open."
    elif off + half_width <= stated.half_width_deg:
        verdict, meaning = Verdict.AGREES, "The measured azimuth lies inside the claimed sector."
    else:
        verdict, meaning = Verdict.COMPATIBLE, "The two sectors overlap, so the claim may hold."
    sectors = " or ".join(f"{one:g}° ± {stated.half_width_deg:g}°" for one in ends)
    explanation = (
        f"From {start.id} the azimuth to {end.id} is {azimuth:.1f}° (± {degrees(half_width)}); "
        f"the claim says {stated.text}{' or the opposite' if claim.axis else ''} ({sectors}). {meaning}"
    )
    gap_deg = gap if verdict is Verdict.CONTRADICTED else None
    return Finding(claim.id, claim.kind, verdict, explanation, claimed, measured, gap_deg=gap_deg)


def _within(claim: WithinClaim, site: Record, of: Record) -> Finding:
    limit = Interval(0, 0) if claim.distance_m is None else claimed_interval(claim.distance_m.digits, modifier=Modifier.AT_MOST)
    claimed = Claimed(distance_m=float(claim.distance_m or 0), low_m=limit.low, high_m=limit.high)
    if untestable := _no_position(claim, claimed, site, of):
        return untestable
    measured, where = _to_place(site, of)
    interval = Interval(measured.low_m, measured.high_m)
    verdict = relate(interval, limit)
    gap = interval.gap(limit)
    claim_words = f"in {of.label}" if claim.distance_m is None else f"within {float(claim.distance_m):,.12g} m of {of.label}"
    meaning = {
        Verdict.AGREES: "It does, wherever its true position is.",
        Verdict.COMPATIBLE: "It may; these figures cannot decide it.",
        Verdict.CONTRADICTED: f"It lies at least {metres(gap)} too far away.",
    }
    explanation = f"{where} The claim says that it lies {claim_words}. {meaning[verdict]}"
    gap_m = gap if verdict is Verdict.CONTRADICTED else None
    return Finding(claim.id, claim.kind, verdict, explanation, claimed, measured, gap_m)


def _to_place(site: Record, of: Record) -> tuple[Measurement, str]:
    """Measure to the nearest point of a place, whose extent is a polygon or a circle that holds it."""
    if not (outline(of) and isinstance(site, Located) and isinstance(of, Located)):
        measured = measure(site, of)
        extent = of.position.uncertainty_m if isinstance(of, Located) and of.position else 0.0
        what = f"{site.id} lies {metres(measured.distance_m)} from the point given for {of.label}"
        if isinstance(of, Place):
            what += f", which lies somewhere within {metres(extent)} of that point (its extent and the printing together)"
        return measured, f"{what}."
    found = contain(site, of)
    edge = f"{metres(abs(found.depth_m))} from the edge of {of.label}"
    side, area = "inside" if found.depth_m > 0 else "outside", outline(site)
    if abs(found.depth_m) <= found.error_m and not area:
        return found.measured, f"{site.id} lies {edge}, closer than its uncertainty of {metres(found.error_m)}."
    if area:
        high = found.measured.high_m
        away = f"no point of it lies more than {metres(high)} outside" if high else "all of it lies inside"
        return found.measured, f"The middle of the area {site.id} lies {side}, {edge}; {away}."
    return found.measured, f"{site.id} lies {side}, {edge} (± {metres(found.error_m)})."

"""Judges each claim by its figures: one finding for each claim."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from geo.earth.geodesy import inverse
from geo.earth.notation.coordinates import Form, parse_coordinates
from geo.earth.notation.reach import Bound
from geo.earth.quantities import Scale, comparison_unit, count_text, degrees, metres, plural, scale_of, stated_interval
from geo.judge.sources.competing_claims import MOST_NAMED, Competitors, explain_untestable, group_competing
from geo.judge.sources.independence import Independence, Origins, Provenance
from geo.judge.verdict.arrival import MOST_COMPARED, Arrivals, Comparison, compare_arrivals, group_arrivals
from geo.judge.verdict.bearing import Turn, turn_to_true_north
from geo.judge.verdict.interval import ClaimedInterval, Interval, Verdict, angle_between, angle_gap, to_claimed_interval
from geo.judge.verdict.measurement import Measurement, contain, find_box_distance, measure, outline
from geo.judge.verdict.road import allowed_lines, may_claim_be_by_road
from geo.record.kinds import (
    ArrivalClaim,
    AttributeClaim,
    Claim,
    DirectionClaim,
    DistanceClaim,
    Located,
    Photo,
    Place,
    Record,
    WithinClaim,
)
from geo.record.notebook import html_table, short_repr, shorten

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from geo.earth.direction import Direction
    from geo.earth.notation.distance import Distance
    from geo.earth.notation.printed_box import BoxDistance
    from geo.judge.verdict.measurement import Containment
    from geo.record.json_file.parse import Number
    from geo.record.sites import Sites


LARGEST_SHIFT_M = 1_000.0
"""For gaps of more metres than this no unstated datum is considered: those tried shift positions by less."""


@dataclass(frozen=True, slots=True)
class Claimed:
    """What a claim says, as figures; None where it says nothing of the kind."""

    text: str | None = None
    """The figure as it was put: "about 6 km", "north-east"."""
    distance_m: float | None = None
    """None where a range is claimed."""
    low_m: float | None = None
    """Metres below which a measurement contradicts the claim."""
    agrees_low_m: float | None = None
    """Metres from which on a measurement agrees with it."""
    agrees_high_m: float | None = None
    high_m: float | None = None
    """Infinite for "at least"."""
    unit: str = "m"
    """The unit in which measured lengths stand beside it: "m" or "km"."""
    azimuth_deg: float | None = None
    half_width_deg: float | None = None
    """Degrees to either side within which a measurement agrees with the claim."""
    limit_deg: float | None = None
    """Degrees to either side beyond which it contradicts it."""
    axis: bool = False
    """True where the opposite azimuth is claimed as well."""
    value: str | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """The verdict on a claim, compared with what was measured, with the reason and the sources on both sides.

    Next: `explain_claim` says what would change the verdict, and where the site lies if its claims are true.
    """

    claim: str
    """Id of the claim."""
    kind: str
    verdict: Verdict
    explanation: str
    claimed: Claimed
    measured: Measurement | None = None
    gap_m: float | None = None
    """Metres between what was measured and what the claimed figure allows, where it is contradicted."""
    gap_deg: float | None = None
    """Degrees between what was measured and what the claimed direction allows, where that contradicts it."""
    opposed: tuple[str, ...] = ()
    """Ids of other arrivals at its record with which a direction of arrival has nothing in common."""
    sources: tuple[str, ...] = ()
    """Ids of the sources of the claim, then those of the records that it refers to."""
    provenance: Provenance = field(default_factory=Provenance)
    """The sources on both sides, and what ties them."""

    @property
    def scale(self) -> Scale:
        """How the lengths that were measured are written beside those that the claim allows, and the gap between them."""
        if self.measured is None:
            return scale_of(unit=self.claimed.unit)
        return _scale(self.measured, self.claimed, self.gap_m)

    @property
    def independent(self) -> bool | None:
        """False where anything ties both sides: agreement is then consistency, not corroboration. None if unknown."""
        answers = {Independence.INDEPENDENT: True, Independence.TIED: False}
        return answers.get(self.provenance.independence)

    def __repr__(self) -> str:
        return short_repr(f"Finding on {self.claim!r}", self.verdict.value, shorten(self.explanation))

    def _repr_html_(self) -> str:
        rows = [("why", self.explanation), ("sources", ", ".join(self.sources)), ("independent", self.provenance.sentence)]
        return html_table([("verdict", self.verdict), *rows], caption=self.claim)


def judge_claim(
    claim: Claim,
    sites: Sites,
    competitors: Competitors | None = None,
    origins: Origins | None = None,
    arrivals: Arrivals | None = None,
) -> Finding:
    """Judge one claim of `sites`; pass `competitors`, `origins` and `arrivals` to search for other claims and sources only once.

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
    elif isinstance(claim, ArrivalClaim):
        there = (group_arrivals(sites) if arrivals is None else arrivals)[claim.at]
        others = [one for one in there[: MOST_COMPARED + 1] if one.id != claim.id][:MOST_COMPARED]
        finding = _arrival(claim, others, len(there) - 1, sites)
        about += others
    elif isinstance(claim, AttributeClaim):
        why = explain_untestable(claim, about, group_competing(sites) if competitors is None else competitors)
        finding = Finding(claim.id, claim.kind, Verdict.UNTESTABLE, why, Claimed(value=claim.value))
    else:
        raise TypeError(f"{claim.id}: a {claim.kind} cannot be judged")
    provenance = (origins or Origins(sites)).of(claim, about)
    explanation = " ".join([finding.explanation, *_doubts_of_positions(finding, about, sites)])
    sources = tuple(dict.fromkeys(provenance.claim + provenance.positions))
    return replace(finding, explanation=explanation, sources=sources, provenance=provenance)


def judge_distance(
    measured: Measurement, stated: Distance, *, by_road: bool = False, boxes: BoxDistance | None = None, claim: str = "claim"
) -> Finding:
    """Judge a measured distance against a claimed one.

    Args:
        measured: The distance between the two ends.
        stated: The claimed distance.
        by_road: Whether the claimed figure may have been counted along a road; it may whenever its text says so.
        boxes: What the printed boxes of both ends leave of the distance. They do not change the verdict: the explanation
            adds what they would say where the circles leave the claim open.
        claim: The claim's id.
    """
    allowed, lines = to_claimed_interval(stated), allowed_lines(stated, by_road=by_road or stated.is_by_road)
    interval = Interval(measured.low_m, measured.high_m)
    as_line, gap = allowed.verdict(interval), _gap(interval, lines)
    verdict = _judge(as_line, gap)
    claimed, gap_m = _to_claimed(stated, measured), gap if verdict is Verdict.CONTRADICTED else None
    scale = _scale(measured, claimed, gap_m)
    if verdict is not as_line and stated.is_by_road:
        meaning = "The claim gives the distance by road, which is longer than a straight line, so it may hold."
    elif verdict is not as_line:
        times = _times(stated, measured)
        meaning = f"That is {times} times the straight line, as is usual for roads, so the figure may be a distance by road."
    elif verdict is Verdict.CONTRADICTED:
        meaning = _contradiction(measured, stated, gap, scale, by_road=gap < interval.gap(allowed.allowed))
    elif verdict is Verdict.AGREES:
        is_figure = stated.bound is Bound.POINT
        meaning = "The measured distance rounds to the claimed figure." if is_figure else "All of that lies within the claim."
    else:
        meaning = "The claim may hold; the figures do not settle it."
    if boxes and verdict is Verdict.COMPATIBLE:
        meaning += _look_at_boxes(boxes, allowed, lines)
    figures = stated_interval(stated.low_m, stated.high_m, scale.unit)
    says = stated.text if stated.text == figures else f"{stated.text} ({figures})"
    explanation = (
        f"The positions lie {scale.length(measured.distance_m)} apart ({scale.interval(measured.low_m, measured.high_m)}); "
        f"the claim says {says}. {meaning}"
    )
    return Finding(claim, DistanceClaim.kind, verdict, explanation, claimed, measured, gap_m)


def _gap(line: Interval, lines: tuple[Interval, ...]) -> float:
    """Metres from what a straight line may measure to the nearest of those that the claim allows."""
    return min([line.gap(allowed) for allowed in lines])


def _judge(as_line: Verdict, gap: float) -> Verdict:
    """The verdict on a claimed distance, given the one if no road is thought of, and the gap to what it allows."""
    return Verdict.COMPATIBLE if as_line is Verdict.CONTRADICTED and gap == 0 else as_line


def _look_at_boxes(boxes: BoxDistance, claimed: ClaimedInterval, lines: tuple[Interval, ...]) -> str:
    """What the printed boxes alone would say of a claim that the circles do not decide; nothing if they do not either."""
    interval = Interval(boxes.low_m, boxes.high_m)
    verdict = _judge(claimed.verdict(interval), _gap(interval, lines))
    if verdict is Verdict.COMPATIBLE:
        return ""
    does = "agree with the claim" if verdict is Verdict.AGREES else "contradict the claim"
    left = f"give {boxes.low_m:,.2f} to {boxes.high_m:,.2f} m"
    return f" The printed boxes alone, which are tighter than the circles, {left} and would {does}."


def _contradiction(measured: Measurement, stated: Distance, gap_m: float, scale: Scale, *, by_road: bool) -> str:
    """Say by how much the claim is missed, and what would have to be true for it to hold."""
    gap = scale.length(gap_m)
    cure = (
        f"For the claim to hold, the two positions together would have to be off by {gap} more than their uncertainties allow."
    )
    road = ", even by road" if by_road else ""
    if stated.nominal_m is None or stated.is_bound:
        return f"That is {gap} outside what the claim allows{road}. {cure}"
    off = measured.distance_m - stated.nominal_m
    amount = f"{scale.length(abs(off))} {'more' if off > 0 else 'less'} than claimed"
    return f"That is {amount}, and {gap} beyond what the figure allows{road}. {cure}"


def _times(stated: Distance, measured: Measurement) -> str:
    return f"{(stated.nominal_m or 0) / measured.distance_m:.2f}"


def _to_claimed(stated: Distance, measured: Measurement | None = None) -> Claimed:
    return Claimed(
        unit=comparison_unit(stated.unit, measured.distance_m) if measured else "m",
        text=stated.text,
        distance_m=stated.nominal_m,
        low_m=stated.low_m,
        agrees_low_m=stated.agrees_low_m,
        agrees_high_m=stated.agrees_high_m,
        high_m=stated.high_m,
    )


def _scale(measured: Measurement, claimed: Claimed, gap_m: float | None) -> Scale:
    lengths = [measured.distance_m, measured.low_m, measured.high_m]
    if gap_m is not None:
        more = None if claimed.distance_m is None else abs(measured.distance_m - claimed.distance_m)
        beside = claimed.low_m, claimed.high_m, claimed.distance_m, more, gap_m
        lengths += [one for one in beside if one is not None]
    return scale_of(*lengths, unit=claimed.unit)


def name_apart(*records: Record) -> list[str]:
    """What records are called in one sentence: their names, with the id where two of them have the same name."""
    labels = [record.label for record in records]
    return [
        f"{label} ({record.id})" if labels.count(label) > 1 else label for label, record in zip(labels, records, strict=True)
    ]


def _are_placed(*ends: Record) -> bool:
    """Whether all have a position to measure from."""
    return all(isinstance(end, Located) and end.position is not None for end in ends)


def _no_position(claim: Claim, claimed: Claimed, *ends: Record) -> Finding:
    """The finding on a claim of which an end has no position."""
    names = zip(ends, name_apart(*ends), strict=True)
    missing = {name: end for end, name in names if not isinstance(end, Located) or end.position is None}
    unknown = {name: end.drawn for name, end in missing.items() if isinstance(end, Located) and end.unjudged}
    if len(unknown) == len(missing):
        start, end = (one.drawn for one in ends if isinstance(one, Located) and one.drawn)
        apart_m, _, _ = inverse(start.lon_deg, start.lat_deg, end.lon_deg, end.lat_deg)
        whose = f"{' and '.join(unknown)}: the camera gives the position, without a figure for its error"
        why = f"{whose}. It puts the two {scale_of(apart_m, unit=claimed.unit).length(apart_m)} apart, and nothing says how far off that may be."
        return Finding(claim.id, claim.kind, Verdict.UNTESTABLE, why, claimed)
    verb = "have no published position" if len(missing) > 1 else "has no published position"
    why = f"{' and '.join(missing)} {verb}, so there is nothing to measure."
    waiting = {name: end.offset_from for name, end in missing.items() if isinstance(end, Located) and end.offset_from}
    yet = "".join(
        f" {name} is placed from {origin}, which has no position to measure from." for name, origin in waiting.items()
    )
    return Finding(claim.id, claim.kind, Verdict.UNTESTABLE, why + yet, claimed)


def _doubts_of_positions(finding: Finding, about: list[Record], sites: Sites) -> Iterator[str]:
    """What a verdict assumes about positions that no source printed, or whose datum no source states.

    A place that is offset from another rests on what that one rests on.
    """
    if finding.measured is None or finding.verdict is Verdict.UNTESTABLE:
        return
    located = [_start_of(record, sites) for record in about if isinstance(record, Located) and record.position]
    located = list({record.id: record for record in located}.values())
    if assumed := [record for record in located if record.is_known_by_digits_alone]:
        known = zip(name_apart(*assumed), assumed, strict=True)
        names = " and ".join([f"{name} ({metres(one.position.uncertainty_m)})" for name, one in known if one.position])
        yield (
            f"This rests on an uncertainty inferred from the digits alone, for {names}; "
            "published_coordinates or uncertainty_m would state it."
        )
    if by_camera := [one for one in located if isinstance(one, Photo) and one.is_known_by_camera]:
        names = " and ".join(
            f"{name} ({one.position_error_m.digits} m)"
            for name, one in zip(name_apart(*by_camera), by_camera, strict=True)
            if one.position_error_m
        )
        yield f"The uncertainty of {names} is three times the camera's own figure, which holds 68 % of its errors."
    if finding.verdict is Verdict.CONTRADICTED:
        yield from _datum_doubts(finding, located)


def _start_of(record: Located, sites: Sites) -> Located:
    """The record with a place of its own from which one is offset, over any number of steps; itself without an offset."""
    while record.offset_from and record.offset_from in sites and isinstance(start := sites[record.offset_from], Located):
        record = start
    return record


def _datum_doubts(finding: Finding, located: list[Located]) -> Iterator[str]:
    """Say where an unstated datum could explain a contradiction."""
    measured = finding.measured
    if measured is None or not (finding.gap_m or finding.gap_deg):
        return
    aside_m = measured.distance_m * math.radians(min(finding.gap_deg or 0.0, 90.0))
    gap_m = finding.gap_m or aside_m
    if gap_m > LARGEST_SHIFT_M:
        return
    for record in located:
        if not record.published_coordinates or record.geodetic_datum or "WGS" in record.published_coordinates.upper():
            continue
        coordinates = parse_coordinates(record.published_coordinates)
        if coordinates.form not in (Form.DEGREES, Form.MINUTES, Form.SECONDS):
            continue
        from geo.earth.datum import shifts_of_old_datums  # PROJ's register takes long to load

        for name, shift_m in shifts_of_old_datums(coordinates.position):
            if shift_m >= gap_m:
                yield (
                    f"No datum is stated for {record.label}: if it is {name}, the position lies {metres(shift_m)} from where WGS 84 "
                    "puts it, which could explain the gap."
                )


def _distance(claim: DistanceClaim, start: Record, end: Record) -> Finding:
    stated = claim.stated
    if not _are_placed(start, end):
        return _no_position(claim, _to_claimed(stated), start, end)
    measured = measure(start, end)
    by_road = may_claim_be_by_road(claim, start, end)
    finding = judge_distance(measured, stated, by_road=by_road, boxes=find_box_distance(start, end), claim=claim.id)
    if not (outline(start) or outline(end)):
        return finding
    areas = " An end is an area: the interval runs from the nearest to the farthest point."
    return replace(finding, explanation=finding.explanation + areas)


def _direction(claim: DirectionClaim, start: Record, end: Record) -> Finding:
    stated = claim.stated
    claimed = Claimed(
        text=stated.text,
        azimuth_deg=stated.azimuth_deg,
        half_width_deg=stated.half_width_deg,
        limit_deg=stated.limit_deg,
        axis=claim.axis,
    )
    if not _are_placed(start, end):
        return _no_position(claim, claimed, start, end)
    measured = measure(start, end)
    half_width = measured.azimuth_half_width_deg
    first, second = name_apart(start, end)
    if half_width is None:
        why = f"Within their uncertainties {measured.why_any_direction}, so any direction is possible."
        return Finding(claim.id, claim.kind, Verdict.UNTESTABLE, why, claimed, measured)
    azimuth = measured.forward_azimuth_deg
    turn = turn_to_true_north(claim, start, end)
    ends = [stated.azimuth_deg, (stated.azimuth_deg + 180) % 360] if claim.axis else [stated.azimuth_deg]
    verdict, off, gap = _judge_azimuth(azimuth, half_width, ends, stated, turn)
    if verdict is Verdict.CONTRADICTED:
        meaning = (
            f"That is {degrees(off)} away, and {degrees(gap)} beyond what the claim allows. For the claim to hold, {second} would "
            f"have to lie {degrees(gap)} closer to that direction, as seen from {first}."
        )
    elif verdict is Verdict.AGREES:
        meaning = "The measured azimuth lies in the claimed sector."
    else:
        meaning = "The claim may hold; the figures do not settle it."
    meaning = f"{turn.words}{meaning}"
    says = _say_direction(stated.text, ends, _allowed_turn(stated, claim.tolerance_deg), opposite=claim.axis)
    axis = f" {AXIS}" if claim.axis else ""
    explanation = f"From {first} the azimuth to {second} is {azimuth:.1f}° (± {degrees(half_width)}); the claim says {says}. {meaning}{axis}"
    gap_deg = gap if verdict is Verdict.CONTRADICTED else None
    return Finding(claim.id, claim.kind, verdict, explanation, claimed, measured, gap_deg=gap_deg)


def _judge_azimuth(
    azimuth: float, half_width: float, ends: list[float], stated: Direction, turn: Turn
) -> tuple[Verdict, float, float]:
    """The verdict on a direction, degrees from the nearest of the claimed azimuths, and from what they allow."""
    nearest = min(ends, key=lambda one: angle_between(azimuth, one + turn.middle_deg))
    off = angle_between(azimuth, nearest + turn.middle_deg)
    room = half_width + turn.half_width_deg
    gap = angle_gap(azimuth, room, nearest + turn.middle_deg, stated.limit_deg)
    if gap > 0 and turn.is_known:
        return Verdict.CONTRADICTED, off, gap
    return (Verdict.AGREES if off + room <= stated.half_width_deg and turn.is_known else Verdict.COMPATIBLE), off, gap


def _allowed_turn(stated: Direction, tolerance_deg: Number | None) -> str:
    """How far from a stated direction a measured azimuth may lie."""
    if tolerance_deg is not None:
        return f"± {tolerance_deg.digits}° as stated"
    return f"agrees within {stated.half_width_deg:g}° and is contradicted beyond {stated.limit_deg:g}°"


_BARE_DEGREES = re.compile(r"(\d+(?:\.\d+)?)\s*°?")


def _say_direction(text: str, azimuths: Sequence[float], allowed: str, *, opposite: bool = False) -> str:
    """A direction as stated, its azimuths where the text is not one itself, and what it allows.

    >>> _say_direction("NE", [45], "± 10° as stated"), _say_direction("104.50", [104.5], "± 2.5° as stated")
    ('NE (45°, ± 10° as stated)', '104.50° (± 2.5° as stated)')
    """
    sectors = (
        "" if len(azimuths) == 1 and _BARE_DEGREES.fullmatch(text) else f"{' or '.join(f'{one:g}°' for one in azimuths)}, "
    )
    return f"{_with_degrees(text)}{' or the opposite' if opposite else ''} ({sectors}{allowed})"


def _with_degrees(text: str) -> str:
    """A stated direction, with its unit where it is a number alone."""
    match = _BARE_DEGREES.fullmatch(text)
    return f"{match[1]}°" if match else text


AXIS = "This takes the words to mean the line between the two sites; from a third point they would mean something else."
"""The remark on a direction that is read as an axis."""


NO_PLACE_OF_FIRING = "Where it was fired from does not follow from this, and is not computed."
"""The remark on every direction of arrival."""


def _arrival(claim: ArrivalClaim, others: list[ArrivalClaim], count: int, sites: Sites) -> Finding:
    """Compare a direction of arrival with some of the others at its record, and with the azimuth to a stated origin."""
    text, stated, at = claim.direction.text, claim.stated, sites[claim.at]
    if stated is None:
        why = f'"{text}" is in degrees, and without a stated tolerance nothing says how far off it may be; tolerance_deg would.'
        claimed = Claimed(text, azimuth_deg=claim.direction.azimuth_deg)
        return Finding(claim.id, claim.kind, Verdict.UNTESTABLE, f"{why} {NO_PLACE_OF_FIRING}", claimed)
    claimed = Claimed(text, azimuth_deg=stated.azimuth_deg, half_width_deg=stated.half_width_deg, limit_deg=stated.limit_deg)
    turn = turn_to_true_north(claim, at)
    said = [
        f"The claimed direction of arrival at {at.label} is {_say_direction(text, [stated.azimuth_deg], _allowed_turn(stated, claim.tolerance_deg))}."
    ]
    said += [turn.words.strip()] if turn.words else []
    verdicts: list[Verdict] = []
    measured, gap = None, None
    if claim.origin:
        verdict, measured, gap, words = _to_origin(stated, turn, at, sites[claim.origin])
        verdicts += [verdict] if verdict else []
        said.append(words)
    compared = list(compare_arrivals(claim, others, sites))
    verdicts += [one.verdict for one in compared]
    said += _with_others(compared, count, at)
    verdict = next(
        (one for one in (Verdict.CONTRADICTED, Verdict.COMPATIBLE, Verdict.AGREES) if one in verdicts), Verdict.UNTESTABLE
    )
    if not (claim.origin or count):
        said.append("No other direction of arrival there and no origin is recorded, so nothing in the file tests it.")
    opposed = tuple(one.other.id for one in compared if one.verdict is Verdict.CONTRADICTED)
    explanation = " ".join([*said, NO_PLACE_OF_FIRING])
    return Finding(claim.id, claim.kind, verdict, explanation, claimed, measured, gap_deg=gap, opposed=opposed)


def _to_origin(
    stated: Direction, turn: Turn, at: Record, origin: Record
) -> tuple[Verdict | None, Measurement | None, float | None, str]:
    """The verdict on a direction of arrival by the azimuth to its stated origin, what was measured, the gap, and words."""
    first, second = name_apart(at, origin)
    for end, name in ((at, first), (origin, second)):
        if not isinstance(end, Located) or end.position is None:
            return None, None, None, f"{name} has no published position, so there is no azimuth to the stated origin."
    measured = measure(at, origin)
    half_width = measured.azimuth_half_width_deg
    if half_width is None:
        why = f"{measured.why_any_direction}, so any azimuth from {first} to the stated origin {second} is possible."
        return None, measured, None, f"Within their uncertainties {why}"
    azimuth = measured.forward_azimuth_deg
    verdict, off, gap = _judge_azimuth(azimuth, half_width, [stated.azimuth_deg], stated, turn)
    meaning = {
        Verdict.CONTRADICTED: f"which is {degrees(off)} away, and {degrees(gap)} beyond what the claim allows.",
        Verdict.AGREES: "which lies in the claimed sector.",
        Verdict.COMPATIBLE: "which leaves it possible; the figures do not settle it.",
    }[verdict]
    words = f"From {first} the azimuth to the stated origin {second} is {azimuth:.1f}° (± {degrees(half_width)}), {meaning}"
    return verdict, measured, gap if verdict is Verdict.CONTRADICTED else None, words


def _with_others(compared: list[Comparison], count: int, at: Record) -> Iterator[str]:
    """How a direction of arrival goes with others at its record, those first with which it has none in common."""
    by_verdict: dict[Verdict, list[str]] = {}
    for other, verdict, gap in compared:
        tolerance = f", ± {other.tolerance_deg.digits}°" if other.tolerance_deg else ""
        apart = f"; {degrees(gap)} lie between them" if gap else ""
        by_verdict.setdefault(verdict, []).append(f"{other.label} ({_with_degrees(other.direction.text)}{tolerance}{apart})")
    if named := by_verdict.get(Verdict.CONTRADICTED):
        yield f"It has no direction in common with {_listed(named)}."
        yield "They cannot all be the direction of one arrival; the figures do not say which holds, or whether there was more than one."
    if named := by_verdict.get(Verdict.COMPATIBLE):
        yield f"It may hold together with {_listed(named)}; the figures do not settle it."
    if named := by_verdict.get(Verdict.AGREES):
        yield f"It agrees with {_listed(named)}: each direction lies in the other's sector."
    if count > MOST_COMPARED:
        yield f"Only {count_text(MOST_COMPARED)} of the {count_text(count)} other arrivals at {at.label} were considered."
    elif missed := count - len(compared):
        are = "is" if missed == 1 else "are"
        yield f"{plural(missed, 'other arrival')} there, in degrees without a stated tolerance, {are} not compared."


def _listed(names: list[str]) -> str:
    """Names as a list, the first few of many."""
    if len(names) > MOST_NAMED:
        return f"{', '.join(names[:MOST_NAMED])} and {count_text(len(names) - MOST_NAMED)} more"
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def _within(claim: WithinClaim, site: Record, of: Record) -> Finding:
    stated = claim.stated
    if not _are_placed(site, of):
        return _no_position(claim, _to_claimed(stated), site, of)
    found = contain(site, of) if outline(of) and isinstance(site, Located) and isinstance(of, Located) else None
    measured = found.measured if found else measure(site, of)
    interval, limit = Interval(measured.low_m, measured.high_m), to_claimed_interval(stated)
    verdict, gap_m = limit.verdict(interval), interval.gap(limit.allowed)
    finding = Finding(
        claim=claim.id,
        kind=claim.kind,
        verdict=verdict,
        explanation="",
        claimed=_to_claimed(stated, measured),
        measured=measured,
        gap_m=gap_m if verdict is Verdict.CONTRADICTED else None,
    )
    scale = finding.scale
    where = _describe_containment(found, scale, site, of) if found else _describe_point(measured, scale, site, of)
    place, printed = name_apart(site, of)[1], claim.published_distance
    within = "" if printed is None or printed.bound is Bound.AT_MOST else "within "
    claim_words = f"in {place}" if claim.is_in else f"{within}{stated.text} of {place}"
    gap = scale.length(gap_m)
    meaning = {
        Verdict.AGREES: "True for any position within the uncertainty.",
        Verdict.COMPATIBLE: "Possible; the figures do not settle it.",
        Verdict.CONTRADICTED: (
            f"It lies at least {gap} too far away. For the claim to hold, the positions together would have to be off by "
            f"{gap} more than their uncertainties allow."
        ),
    }
    return replace(finding, explanation=f"{where} The claim says that it lies {claim_words}. {meaning[verdict]}")


def _describe_point(measured: Measurement, scale: Scale, site: Record, of: Record) -> str:
    """How far a site lies from a place without an outline, whose extent is a circle that holds it."""
    name, place = name_apart(site, of)
    what = f"{name} lies {scale.length(measured.distance_m)} from the point given for {place}"
    if not isinstance(of, Place):
        return f"{what}."
    extent = scale.length(of.position.uncertainty_m if of.position else 0.0)
    return f"{what}, which lies somewhere within {extent} of that point (its extent and the printed precision together)."


def _describe_containment(found: Containment, scale: Scale, site: Record, of: Record) -> str:
    """How far inside or outside of an outline a site lies."""
    name, place = name_apart(site, of)
    edge, error = f"{scale.length(abs(found.depth_m))} from the edge of {place}", scale.length(found.error_m)
    side, area = "inside" if found.depth_m > 0 else "outside", outline(site)
    if abs(found.depth_m) <= found.error_m and not area:
        return f"{name} lies {edge}, closer than its uncertainty of {error}."
    if area:
        high = found.measured.high_m
        away = f"no point of it lies more than {scale.length(high)} outside" if high else "all of it lies inside"
        return f"The middle of the area {name} lies {side}, {edge}; {away}."
    return f"{name} lies {side}, {edge} (± {error})."

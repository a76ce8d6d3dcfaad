"""Measurements in words, between two positions and between two zones, and where a position comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.earth.datum import Shift
    from geo.earth.notation.printed_box import BoxDistance
    from geo.judge.verdict.finding import Finding
    from geo.judge.verdict.measurement import Measurement
    from geo.judge.zones.zone import Zone, ZonePair
    from geo.record.kinds import Located


def measurement_text(one: Measurement, boxes: BoxDistance | None = None, shifts: Sequence[Shift] = ()) -> str:
    """Lines: distance and interval, azimuths and half-width, boxes, datum transformations."""
    width = one.azimuth_half_width_deg
    sure = f"{one.why_any_direction}, so any direction is possible" if width is None else f"± {width:.3f}°"
    lines = [
        f"{one.distance_m:,.3f} m  ({one.low_m:,.3f} to {one.high_m:,.3f} m)",
        f"azimuth {one.forward_azimuth_deg:.3f}°, back {one.back_azimuth_deg:.3f}°  ({sure})",
    ]
    if boxes:
        lines.append(f"boxes: {boxes.low_m:,.1f} to {boxes.high_m:,.1f} m")
    return "\n".join(lines + [f"from {shift_text(shift)}" for shift in dict.fromkeys(shifts)])


def shift_text(one: Shift) -> str:
    """How a position was converted to WGS 84."""
    return f"{one.datum} by {one.operation}, good to {one.accuracy_m:g} m"


def origin_text(record: Located) -> str:
    """What a record's position follows from; nothing where that is the geometry."""
    if record.published_offset is not None:
        return f"{record.published_offset.text}, from {record.offset_from}"
    from geo.earth.quantities import stated  # `geo distance` does without the records

    if record.offset_distance_m is not None and record.offset_direction is not None:
        way = f"in the direction {record.offset_direction.text}"
        return f"{stated(record.offset_distance_m)} from {record.offset_from} {way}"
    by = f", in {shift_text(record.shift)}" if record.shift else ""
    return f"{record.printed_place}{by}" if record.printed_place else ""


def pair_text(pair: ZonePair) -> str:
    """One sentence: how two zones lie to each other, and how far from edge to edge at the reported radii."""
    from geo.earth.quantities import metres  # `geo distance` does without the records

    one, other = pair.zones
    between = f"{metres(abs(pair.gap_m))} {'between' if pair.gap_m >= 0 else 'of overlap between'} their edges"
    if pair.gap_m == 0 and (one.shape or other.shape):
        between = "as reported they have ground in common"
    return f"{one.name} and {other.name} {pair.overlap}: {'one lies within the other' if pair.nested else between}."


def describe_extent(zone: Zone) -> str:
    """One sentence: what a zone is, how large as reported, and how large at least and at most."""
    from geo.earth.quantities import scale_of, square_metres  # `geo distance` does without zones

    if zone.shape:
        certain, possible = (square_metres(one.area_m2) for one in (zone.shape.certain, zone.shape.possible))
        return (
            f"{zone.kind}, {zone.radius_text}. As far as its edge is known, it covers at least {certain}, at most {possible}."
        )
    scale = scale_of(zone.certain_m, zone.possible_m)
    radii = f"at least {scale.length(zone.certain_m)}, at most {scale.length(zone.possible_m)}"
    return f"{zone.kind} {zone.radius_text}, so {radii} from the published position."


def independence_note(finding: Finding) -> str:
    """What to add to a finding whose two sides are not independent; nothing else."""
    return f" {finding.provenance.sentence}" if finding.independent is False else ""

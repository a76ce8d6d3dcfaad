"""Measurements in words: between two positions, and between two zones."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from geo.judge.measurement import Measurement
    from geo.judge.zone import ZonePair


def measurement_text(one: Measurement) -> str:
    """Two lines: the distance with its interval, and both azimuths with their half-width."""
    width = one.azimuth_half_width_deg
    sure = "the two may coincide, so any direction is possible" if width is None else f"± {width:.3f}°"
    return (
        f"{one.distance_m:,.3f} m  ({one.low_m:,.3f} to {one.high_m:,.3f} m)\n"
        f"azimuth {one.forward_azimuth_deg:.3f}°, back {one.back_azimuth_deg:.3f}°  ({sure})"
    )


def pair_text(pair: ZonePair) -> str:
    """One sentence: how two zones lie to each other, and how far from edge to edge at the reported radii."""
    from geo.judge.finding import metres  # noqa: PLC0415  # `geo distance` does without the records

    one, other = pair.zones
    between = f"{metres(abs(pair.gap_m))} {'between' if pair.gap_m >= 0 else 'of overlap between'} their edges"
    return f"{one.name} and {other.name} {pair.overlap}: {'one lies within the other' if pair.nested else between}."

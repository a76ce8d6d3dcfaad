"""A measurement in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from geo.judge.measurement import Measurement


def measurement_text(one: Measurement) -> str:
    """Two lines: the distance with its interval, and both azimuths with their half-width."""
    width = one.azimuth_half_width_deg
    sure = "the two may coincide, so any direction is possible" if width is None else f"± {width:.3f}°"
    return (
        f"{one.distance_m:,.3f} m  ({one.low_m:,.3f} to {one.high_m:,.3f} m)\n"
        f"azimuth {one.forward_azimuth_deg:.3f}°, back {one.back_azimuth_deg:.3f}°  ({sure})"
    )

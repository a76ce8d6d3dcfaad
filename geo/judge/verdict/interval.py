"""Intervals of figures, and how a measured one relates to a claimed one."""

from __future__ import annotations

import math
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from geo.earth.notation.distance import Distance


class Verdict(StrEnum):
    """How a claim's figures compare with what was measured; a verdict on figures, never on people."""

    AGREES = "agrees"
    """Every distance within the measured interval rounds to the claimed figure."""
    COMPATIBLE = "compatible"
    """The claim may hold; the figures do not settle it."""
    CONTRADICTED = "contradicted"
    """The claim cannot hold, however its figure was rounded, truncated or counted."""
    UNTESTABLE = "untestable"
    """A position or a number is missing."""


class Interval(NamedTuple):
    """All values from `low` to `high`, both included; `high` may be infinite."""

    low: float
    high: float

    def gap(self, other: Interval) -> float:
        """How far apart two intervals are; 0 where they share a value."""
        low, high = self
        return max(0.0, other[0] - high, low - other[1])


class ClaimedInterval(NamedTuple):
    """What a claimed figure allows: inside `agreed` a measurement agrees, outside `allowed` it contradicts."""

    agreed: Interval
    """Its low end is above its high end where no measurement agrees ("a few hundred metres")."""
    allowed: Interval

    def verdict(self, measured: Interval) -> Verdict:
        """The verdict on the claim, given what was measured."""
        if self.agreed.low <= measured.low and measured.high <= self.agreed.high:
            return Verdict.AGREES
        return Verdict.CONTRADICTED if measured.gap(self.allowed) > 0 else Verdict.COMPATIBLE


def to_claimed_interval(stated: Distance) -> ClaimedInterval:
    """The metres that a claimed distance allows."""
    low, high = stated.agrees_low_m, stated.agrees_high_m
    agreed = Interval(math.inf, -math.inf) if low is None or high is None else Interval(low, high)
    return ClaimedInterval(agreed, Interval(stated.low_m, stated.high_m))


def angle_gap(azimuth_deg: float, half_width_deg: float, stated_deg: float, stated_half_width_deg: float) -> float:
    """Degrees between two sectors of a circle; 0 where they share a direction."""
    return max(0.0, angle_between(azimuth_deg, stated_deg) - half_width_deg - stated_half_width_deg)


def angle_between(one_deg: float, other_deg: float) -> float:
    """The smaller angle between two azimuths, 0 to 180 degrees."""
    return abs((one_deg - other_deg + 180) % 360 - 180)

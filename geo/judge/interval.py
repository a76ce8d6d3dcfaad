"""Intervals of figures, and how a measured one relates to a claimed one."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

from geo.earth.uncertainty import stated_half_width


class Verdict(StrEnum):
    """How a claim's figures relate to what was measured; of figures, never of people."""

    AGREES = "agrees"
    """The measured interval lies inside the claimed one."""
    COMPATIBLE = "compatible"
    """They overlap."""
    CONTRADICTED = "contradicted"
    """They have nothing in common."""
    UNTESTABLE = "untestable"
    """A position or a number is missing."""


@dataclass(frozen=True, slots=True)
class Interval:
    """All values from `low` to `high`, both included; `high` may be infinite."""

    low: float
    high: float

    def gap(self, other: Interval) -> float:
        """How far apart two intervals are; 0 where they share a value."""
        return max(0.0, other.low - self.high, self.low - other.high)


def relate(measured: Interval, claimed: Interval) -> Verdict:
    """The verdict on a claimed interval: a relation of two sets, without any threshold."""
    if claimed.low <= measured.low and measured.high <= claimed.high:
        return Verdict.AGREES
    return Verdict.CONTRADICTED if measured.gap(claimed) > 0 else Verdict.COMPATIBLE


def claimed_interval(digits: str, *, tolerance_m: float | None = None, modifier: str = "about") -> Interval:
    """Metres that a claimed distance allows: its stated tolerance, or half of the precision of its digits.

    "exact" makes every printed digit count, "at_least" leaves the upper end open, "at_most" the lower.

    >>> claimed_interval("780")
    Interval(low=775.0, high=785.0)
    """
    half = stated_half_width(digits, exact=modifier == "exact") if tolerance_m is None else tolerance_m
    value = float(digits)
    low = 0.0 if modifier == "at_most" else max(0.0, value - half)
    high = math.inf if modifier == "at_least" else value + half
    return Interval(low, high)


def angle_gap(azimuth_deg: float, half_width_deg: float, stated_deg: float, stated_half_width_deg: float) -> float:
    """Degrees between two sectors of a circle; 0 where they share a direction."""
    return max(0.0, angle_between(azimuth_deg, stated_deg) - half_width_deg - stated_half_width_deg)


def angle_between(one_deg: float, other_deg: float) -> float:
    """The smaller angle between two azimuths, 0 to 180 degrees."""
    return abs((one_deg - other_deg + 180) % 360 - 180)

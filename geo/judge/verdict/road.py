"""Decides whether a claimed distance may have been counted along a road, and which straight lines it then allows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.judge.verdict.interval import Interval
from geo.record.kinds import Place

if TYPE_CHECKING:
    from geo.earth.notation.distance import Distance
    from geo.record.kinds import DistanceClaim

ROAD_FACTORS = 1.05, 1.6
"""How many times as long as the straight line a road between two places is taken to be, at least and at most.

A convention of this project, wide enough not to contradict. On the ratio, called circuity: D. J. Giacomin,
D. M. Levinson (2015), Road network circuity in metropolitan areas, Environment and Planning B 42, 1040-1053,
doi:10.1068/b130131p.
"""
SHORTEST_ROAD_M = 5_000
"""A shorter distance is not taken to be given by road, unless it says so."""


def may_be_by_road(stated: Distance, *ends: object, is_straight: bool = False) -> bool:
    """Whether a distance may be counted along a road: it says so, or it is long, leads to a named place and is not straight.

    `is_straight` says that the claim is known to be of a straight line, whatever its text.
    """
    if stated.is_by_road:
        return True
    if is_straight or not any(isinstance(end, Place) for end in ends) or stated.is_straight_line:
        return False
    return not stated.is_bound and stated.nominal_m is not None and stated.nominal_m >= SHORTEST_ROAD_M


def may_claim_be_by_road(claim: DistanceClaim, *ends: object) -> bool:
    """The same of a claim between two records; a stated tolerance also says that the figure is meant as it stands."""
    if claim.published_distance is None and not any(isinstance(end, Place) for end in ends):
        return False  # a number does not say that it is a road's
    return may_be_by_road(claim.stated, *ends, is_straight=claim.straight_line or claim.tolerance_m is not None)


def factors_of_road(stated: Distance) -> tuple[float, float]:
    """How many times as long as the straight line a claimed distance is, at least and at most, if it is a road's length.

    A figure that says "by road" may be as short as the line; another is a road's length only if it is noticeably longer.
    """
    return (1.0 if stated.is_by_road else ROAD_FACTORS[0]), ROAD_FACTORS[1]


def lines_of_road(stated: Distance) -> Interval:
    """The straight lines, in metres, of which a claimed distance is a road's length in any of its readings."""
    shortest, longest = factors_of_road(stated)
    return Interval(stated.low_m / longest, stated.high_m / shortest)


def allowed_lines(stated: Distance, *, by_road: bool) -> tuple[Interval, ...]:
    """The straight lines, in metres, that a claimed distance allows: as it stands and, with `by_road`, as a road's length."""
    allowed = Interval(stated.low_m, stated.high_m)
    return (allowed, lines_of_road(stated)) if by_road else (allowed,)

"""Turns a bearing by a compass or a grid into one from true north."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from geo.earth.direction import North
from geo.record.kinds import ArrivalClaim, DirectionClaim, Located, Record, event_dates

_YEARS_APART = 26
"""Without a date, the declination is sampled at this interval in years over the whole model: it changes slowly and steadily."""
_BETWEEN_DEG = 2.0
"""How much it may change between the sampled years."""


class Turn(NamedTuple):
    """How many degrees to add to a stated azimuth so that it counts from true north."""

    middle_deg: float = 0.0
    half_width_deg: float = 0.0
    is_known: bool = True
    """False where the declination is unknown, so that the bearing decides nothing."""
    words: str = ""
    """What a finding says about it."""


def turn_to_true_north(claim: DirectionClaim | ArrivalClaim, *ends: Record) -> Turn:
    """How far a compass or grid bearing lies from true north at the first end, on the days that the claim and its ends allow."""
    stated = claim.direction
    if not stated.is_angle or stated.north is North.TRUE:
        return Turn()
    placed = [one.position for one in ends if isinstance(one, Located) and one.position]
    if not placed:
        nowhere = "neither end has a position" if len(ends) > 1 else f"{ends[0].label} has no position"
        return Turn(is_known=False, words=f"It is not stated to be from true north, and {nowhere}. ")
    from geo.earth.declination import (  # the model takes long to load, and few claims are bearings
        FIRST_YEAR,
        LAST_YEAR,
        NoDeclinationError,
        true_turn_deg,
    )

    dates = [when for when in (claim.claimed_on, *map(event_dates, ends)) if when]
    days = sorted({day for when in dates for day in (when.first, when.last)})
    days = days or [date(year, 1, 1) for year in (*range(FIRST_YEAR, LAST_YEAR, _YEARS_APART), LAST_YEAR)]
    try:
        turns = [true_turn_deg(stated, placed[0], day) for day in days]
    except NoDeclinationError as error:
        return Turn(is_known=False, words=f"It is not stated to be from true north, and {error}. ")
    beyond = 0.0 if dates else _BETWEEN_DEG
    low, high = min(low for low, _ in turns) - beyond, max(high for _, high in turns) + beyond
    norths = {North.MAGNETIC: "magnetic north", North.GRID: "grid north"}
    by = norths.get(stated.north, "true or magnetic north (not stated)")
    words = f"It is measured from {by}, which lies {low:+.1f}° to {high:+.1f}° from true north there. "
    return Turn((low + high) / 2, (high - low) / 2, words=words)

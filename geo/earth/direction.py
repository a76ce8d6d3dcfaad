"""Represents stated directions: an azimuth with the sector that its words or digits allow."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from enum import StrEnum

POINTS = ("N", "NNE", "NE", "ENE", "E", "ESE", "SE", "SSE", "S", "SSW", "SW", "WSW", "W", "WNW", "NW", "NNW")


class DirectionSense(StrEnum):
    """What a direction describes."""

    POSITION = "position"
    """Where something lies, seen from the reference: "north-east of", "on a bearing of"."""
    MOTION = "motion"
    """Where something went: "heading north-east"."""
    ORIGIN = "origin"
    """Where something came from: "from the north-east". The azimuth points back to the origin."""


class North(StrEnum):
    """The north from which an azimuth is counted."""

    TRUE = "true"
    MAGNETIC = "magnetic"
    GRID = "grid"
    UNSTATED = "unstated"


@dataclass(frozen=True, slots=True)
class Direction:
    """A stated azimuth, with the sector that its words or digits allow."""

    text: str
    azimuth_deg: float
    """Degrees clockwise from north, 0 <= azimuth < 360. The middle, where a range was stated."""
    half_width_deg: float
    """A measured azimuth that is no farther off agrees: half a sector of the compass, or half of the last printed unit.

    N allows 45 degrees on either side, NE 22.5, NNE 11.25, "north by east" 5.625; 45° allows half a degree, 270° five.

    Source: Georeferencing Best Practices, doi:10.15468/doc-gg7h-s853, "Uncertainty in direction".
    """
    sense: DirectionSense = DirectionSense.POSITION
    north: North = North.UNSTATED
    limit_deg: float = math.nan
    """A measured azimuth that is farther off contradicts the direction; by default twice the half-width: a whole sector,
    or a whole printed unit."""
    is_angle: bool = False
    """True for degrees, mils and gon: then it matters whether north is true, magnetic or grid. Sectors of compass words
    are wider than the declination almost everywhere."""
    is_range: bool = False
    """True where two directions were stated, between which it lies."""

    def __post_init__(self) -> None:
        if math.isnan(self.limit_deg):
            object.__setattr__(self, "limit_deg", 2 * self.half_width_deg)

    def within(self, tolerance_deg: float) -> Direction:
        """The same direction with a tolerance in degrees that its source states, which overrides that of words and digits."""
        return replace(self, half_width_deg=tolerance_deg, limit_deg=tolerance_deg)


def compass_word(azimuth_deg: float) -> str:
    """The nearest of the 16 points of the compass to an azimuth in degrees.

    >>> compass_word(104.4)
    'ESE'
    """
    return POINTS[round(azimuth_deg / 22.5) % 16]

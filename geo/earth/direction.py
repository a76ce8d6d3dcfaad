"""Directions as people say them: compass words and degrees."""

from __future__ import annotations

import re
from dataclasses import dataclass

from geo.earth.uncertainty import printed_unit

POINTS = ("N", "NNE", "NE", "ENE", "E", "ESE", "SE", "SSE", "S", "SSW", "SW", "WSW", "W", "WNW", "NW", "NNW")
_HALF_WIDTH_DEG = {1: 45.0, 2: 22.5, 3: 11.25}
_WORDS = str.maketrans({" ": None, "-": None})


@dataclass(frozen=True, slots=True)
class Direction:
    """An azimuth as stated, with the half-width that its words leave open."""

    text: str
    azimuth_deg: float
    """Degrees clockwise from north, 0 <= azimuth < 360."""
    half_width_deg: float
    """N leaves 45 degrees open on either side, NE 22.5, NNE 11.25; degrees leave half of the last printed digit.

    Source: Georeferencing Best Practices, doi:10.15468/doc-gg7h-s853, "Uncertainty in direction".
    """


def parse_direction(text: str) -> Direction:
    """Read "NE", "north-eastern", "104.4" or "104.4°".

    >>> parse_direction("north-east")
    Direction(text='north-east', azimuth_deg=45.0, half_width_deg=22.5)

    Raises:
        ValueError: if it is neither a compass word nor degrees from 0 to 360.
    """
    stated = text.strip().removesuffix("°")
    if re.fullmatch(r"\d{1,3}(\.\d{1,12})?", stated, re.ASCII) and float(stated) <= 360:
        return Direction(text, float(stated) % 360, printed_unit(stated) / 2)
    point = stated.lower().translate(_WORDS)
    for word in ("north", "south", "east", "west"):
        point = re.sub(f"{word}(ern|wards?)?", word[0], point)
    if point.upper() in POINTS:
        return Direction(text, POINTS.index(point.upper()) * 22.5, _HALF_WIDTH_DEG[len(point)])
    raise ValueError(f'a direction is a compass word such as "NE" or degrees from 0 to 360, not "{text}"')


def compass_word(azimuth_deg: float) -> str:
    """The nearest of the 16 points of the compass to an azimuth in degrees.

    >>> compass_word(104.4)
    'ESE'
    """
    return POINTS[round(azimuth_deg / 22.5) % 16]

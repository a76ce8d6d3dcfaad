"""Magnetic declination: how far a compass points from true north, and how uncertain that makes a bearing."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from geo.earth.direction import Direction, North
from geo.earth.position import Position

MODEL = "IGRF-14"
FIRST_YEAR, LAST_YEAR = 1900, 2029
"""The years of the model, both included. Source: IAGA (2024), IGRF-14, doi:10.5281/zenodo.14012302."""
_LEAST_HORIZONTAL_NT = 2000.0
"""Where the horizontal field is weaker than this, a compass points nowhere in particular (the "blackout zone")."""
_WIDEST_CONVERGENCE_DEG = 6.0


class NoDeclinationError(ValueError):
    """The model says nothing about this place or date."""


@dataclass(frozen=True, slots=True)
class Declination:
    """The angle from true north to magnetic north, positive to the east."""

    declination_deg: float
    error_deg: float
    """What a compass may differ by from the model: three standard deviations."""


@lru_cache(maxsize=4096)
def magnetic_declination(position: Position, day: date) -> Declination:
    """The declination at sea level at a position on a day, by the International Geomagnetic Reference Field.

    Raises:
        NoDeclinationError: if the day is outside the years of the model, or the place is near a magnetic pole.

    Source: the model as evaluated by the package ppigrf, which its authors' working group keeps. The error is that of the
    World Magnetic Model 2025, hypot(0.26 degrees, 5417 nT / horizontal field), which counts magnetized rock and the
    daily course of the field as well; times three, since errors here are maximum errors.
    """
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise NoDeclinationError(f"{MODEL} covers the years {FIRST_YEAR} to {LAST_YEAR}, not {day.year}")
    from ppigrf import igrf  # imports pandas

    noon = datetime(day.year, day.month, day.day)  # noqa: DTZ001  # the model's dates have no zone
    lat = max(-89.999, min(89.999, position.lat_deg))  # at a pole the model divides by zero
    east, north, _ = (float(part.item()) for part in igrf(position.lon_deg, lat, 0.0, noon))
    horizontal = math.hypot(east, north)
    if horizontal < _LEAST_HORIZONTAL_NT:
        raise NoDeclinationError(
            f"a compass is useless at {position.lat_deg:.2f}, {position.lon_deg:.2f}: a magnetic pole is near"
        )
    return Declination(math.degrees(math.atan2(east, north)), 3 * math.hypot(0.26, 5417 / horizontal))


def true_turn_deg(direction: Direction, position: Position, day: date | None) -> tuple[float, float]:
    """The least and the greatest number of degrees to add to a stated azimuth so that it counts from true north.

    (0, 0) for compass words, whose sectors are wider than the declination almost everywhere, and where the text says true
    north. Where it does not say which north, it is either of true and magnetic north. For grid north, 6 degrees times the
    sine of the latitude to either side: the convergence of meridians in any grid whose zones reach no farther than that
    from their central meridian (UTM and Gauss-Krueger: 3 degrees; Great Britain: 6).

    Raises:
        NoDeclinationError: if the declination is needed and not known: without a day, outside the model, near a pole.
    """
    if not direction.is_angle or direction.north is North.TRUE:
        return 0.0, 0.0
    if direction.north is North.GRID:
        widest = _WIDEST_CONVERGENCE_DEG * abs(math.sin(math.radians(position.lat_deg)))
        return -widest, widest
    if day is None:
        raise NoDeclinationError("a compass bearing needs a date, since magnetic north moves")
    found = magnetic_declination(position, day)
    low, high = found.declination_deg - found.error_deg, found.declination_deg + found.error_deg
    return (low, high) if direction.north is North.MAGNETIC else (min(0.0, low), max(0.0, high))

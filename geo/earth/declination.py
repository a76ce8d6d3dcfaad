"""Magnetic declination: how far a compass points from true north, and how uncertain that makes a bearing."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from geo.earth.direction import Direction, North
from geo.earth.position import Position

if TYPE_CHECKING:
    from geo.earth.position import FloatArray

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
    lat = max(-89.999, min(89.999, position.lat_deg))  # at a pole the model divides by zero
    coefficients = _coefficients_on(day)
    east, north = (float(basis @ coefficients) for basis in _horizontal_basis(position.lon_deg, lat))
    horizontal = math.hypot(east, north)
    if horizontal < _LEAST_HORIZONTAL_NT:
        raise NoDeclinationError(
            f"a compass is useless at {position.lat_deg:.2f}, {position.lon_deg:.2f}: a magnetic pole is near"
        )
    return Declination(math.degrees(math.atan2(east, north)), 3 * math.hypot(0.26, 5417 / horizontal))


@cache
def _read_coefficients() -> tuple[Any, Any]:
    """The model's coefficients in nanotesla, for cosines and sines: a table each, with a row for each of its days.

    `ppigrf.igrf` reads them from its file on every call, which is nearly all of its time.
    """
    from ppigrf.ppigrf import read_shc  # imports pandas

    return read_shc()  # type: ignore[no-any-return]  # the package has no types


@lru_cache(maxsize=4096)
def _coefficients_on(day: date) -> FloatArray:
    """The coefficients on a day, those for cosines before those for sines; between the model's days they change evenly."""
    import numpy as np

    cosines, sines = _read_coefficients()
    days = np.array([(one - datetime(FIRST_YEAR, 1, 1)).total_seconds() for one in cosines.index])  # noqa: DTZ001  # the model's dates have no zone
    now = (day - date(FIRST_YEAR, 1, 1)).total_seconds()
    after = min(max(int(np.searchsorted(days, now, side="right")), 1), len(days) - 1)
    share = (now - days[after - 1]) / (days[after] - days[after - 1])
    both = np.hstack((cosines.to_numpy(), sines.to_numpy()))
    return both[after - 1] + share * (both[after] - both[after - 1])  # type: ignore[no-any-return]


@lru_cache(maxsize=4096)
def _horizontal_basis(lon_deg: float, lat_deg: float) -> tuple[FloatArray, FloatArray]:
    """What each coefficient adds to the eastward and to the northward field at sea level.

    Source: the spherical harmonics of ppigrf.igrf_gc, of which the field is a sum; its functions evaluate them.
    """
    import numpy as np
    from ppigrf.ppigrf import RE, geoc2geod, geod2geoc, get_legendre

    keys = list(_read_coefficients()[0].columns)
    degree, order = np.array(keys).T
    theta, radius, *_ = geod2geoc(np.array([lat_deg]), np.zeros(1), np.zeros(1), np.zeros(1))
    functions, slopes = (one[0] for one in get_legendre(theta, keys))
    cosines, sines = np.cos(np.radians(lon_deg) * order), np.sin(np.radians(lon_deg) * order)
    scale = (RE / radius[0]) ** (degree + 2)
    up = np.hstack((scale * (degree + 1) * functions * cosines, scale * (degree + 1) * functions * sines))
    south = -np.hstack((scale * slopes * cosines, scale * slopes * sines))
    east = np.hstack((scale * order * functions * sines, -scale * order * functions * cosines)) / np.sin(np.radians(theta[0]))
    _, _, north, _ = geoc2geod(theta[0], radius[0], south, up)
    return east, north


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

"""Models how far a figure may be from the true value.

Errors here are maximum errors, so they add; they are never root-summed.

Source: A. D. Chapman, J. R. Wieczorek (2020), Georeferencing Best Practices, GBIF,
doi:10.15468/doc-gg7h-s853, "Uncertainty related to coordinate precision".
"""

from __future__ import annotations

import math
from decimal import Context, Decimal
from typing import TYPE_CHECKING

from geo.earth.geodesy import wgs84

if TYPE_CHECKING:
    from collections.abc import Iterable


def metres_per_degree(lat_deg: float) -> tuple[float, float]:
    """Length in metres of one degree of latitude and of one degree of longitude at a latitude.

    Source: radii of curvature in the meridian and the prime vertical; Georeferencing Best Practices, as above.
    """
    earth = wgs84()
    lat = math.radians(lat_deg)
    w_squared = 1 - earth.es * math.sin(lat) ** 2
    meridian = earth.a * (1 - earth.es) / w_squared**1.5
    prime_vertical = earth.a / math.sqrt(w_squared)
    return math.radians(meridian), math.radians(prime_vertical) * abs(math.cos(lat))


def printing_uncertainty_m(lat_deg: float, lat_unit_deg: float, lon_unit_deg: float) -> float:
    """Maximum error in metres of a position printed in whole multiples of a unit (in degrees) on each axis.

    A whole unit on each axis, not half of one: it cannot be seen whether the printer rounded or cut off.

    >>> round(printing_uncertainty_m(10.27, 0.01, 0.01), 1)
    1556.8

    Source: Georeferencing Best Practices, as above, with that example.
    """
    lat_m, lon_m = metres_per_degree(lat_deg)
    return math.hypot(lat_unit_deg * lat_m, lon_unit_deg * lon_m)


FINEST_UNPRINTED_DEG = 1e-6
"""Decimals of a degree beyond the sixth say nothing where nobody printed them: software makes them."""
LONGEST_DEGREES_M = 158_000.0
"""No place on WGS 84 is farther from another that is one degree of latitude and one of longitude away, to first order.

Source: `metres_per_degree`, whose two lengths are 111,694 m at most, at a pole, and 111,320 m at most, at the equator.
"""
SHORTEST_LATITUDE_M = 110_574.0
"""No two places on WGS 84 whose latitudes differ by a degree are nearer to each other than this.

Source: `metres_per_degree`; a degree of latitude is shortest at the equator, 110,574.3 m.
"""
BEST_UNPRINTED_M = 10.0
"""No position is taken to be known better than this by its digits alone: GNSS receivers and imagery are not.

Source: Georeferencing Best Practices, as above, "Uncertainty from GPS" and "Uncertainty due to imagery" (8 m for imagery).
"""


_SOUND_DIGITS = 14
"""Digits of a binary number that are sound after some arithmetic; the 15th to the 17th may be left from it."""
_FINE_DECIMALS = 5
"""A degree that is known to so many decimals is known better than `BEST_UNPRINTED_M`, wherever it lies (`LONGEST_DEGREES_M`)."""


def unprinted_uncertainty_m(lat_deg: float, *digits: str) -> float:
    """Maximum error in metres of a position, or of an outline, of which only digits in a file are known.

    The finest of its numbers decides, since software drops zeros; a lone ".0" says nothing, since software adds it.

    >>> round(unprinted_uncertainty_m(39.76, "39.760583", "46.74275"))
    10
    >>> round(unprinted_uncertainty_m(39.76, "39.76", "46.7"))
    1403
    >>> round(unprinted_uncertainty_m(39.76, "39.759999999999998", "46.700000000000003"))
    1403
    """
    if any(map(_is_fine, digits)):  # as most are
        return BEST_UNPRINTED_M
    unit = _finest_unit(digits)
    return max(BEST_UNPRINTED_M, printing_uncertainty_m(lat_deg, unit, unit))


def digits_uncertainty_m(lat_deg: float, *digits: str) -> float:
    """Maximum error in metres that the digits of a position in a file leave, whatever measured it.

    >>> round(digits_uncertainty_m(39.76, "39.760583", "46.74275"), 2)
    0.14
    """
    unit = _finest_unit(digits)
    return printing_uncertainty_m(lat_deg, unit, unit)


def _is_fine(digits: str) -> bool:
    """Whether a number plainly has so many decimals that the best that may be taken for granted follows from it."""
    decimals = digits.partition(".")[2]
    return len(digits) <= _SOUND_DIGITS and len(decimals) >= _FINE_DECIMALS and decimals.isdecimal()


def _finest_unit(digits: Iterable[str]) -> float:
    """Place value in degrees of the finest digit that says something."""
    return max(FINEST_UNPRINTED_DEG, min(map(_sound_unit, digits)))


def _sound_unit(digits: str) -> float:
    """Place value of the last digit of a number in a file that software did not add."""
    return printed_unit(digits if len(digits) <= _SOUND_DIGITS and not digits.endswith(".0") else strip_noise(digits))


CAMERA_FACTOR = 3
"""So many times a camera's figure for the error of its position is taken as the greatest error.

The figure is the radius of a circle that holds 68 % of the errors. Of errors of the same size on both axes (Rayleigh
distribution) three times that radius holds 1 - 0.32^9, all but one of some 30,000.

Source: Android reference, android.location.Location.getAccuracy: "radius of this location at the 68th percentile
confidence level".
"""


def strip_noise(digits: str) -> str:
    """The digits of a number in a file without what software adds: a lone ".0", and what binary arithmetic leaves.

    >>> strip_noise("46.742749999999996"), strip_noise("780.0000000000001"), strip_noise("45.0"), strip_noise("0.50")
    ('46.74275', '780', '45', '0.50')
    """
    if len(digits) <= _SOUND_DIGITS or len((value := Decimal(digits)).as_tuple().digits) <= _SOUND_DIGITS:
        return digits.removesuffix(".0")
    rounded = Context(prec=_SOUND_DIGITS).plus(value).normalize()
    return f"{rounded:f}" if abs(rounded.adjusted()) < _SOUND_DIGITS else str(rounded)


_UNITS = tuple(float(Decimal(1).scaleb(-decimals)) for decimals in range(20))
"""Place values of the last of so many decimals."""


def printed_unit(digits: str) -> float:
    """Place value of the last digit of a number as typed.

    >>> printed_unit("38.10"), printed_unit("46"), printed_unit("4.5e3")
    (0.01, 1.0, 100.0)
    """
    decimals = digits.rpartition(".")[2]
    if 0 < len(decimals) < min(len(digits), len(_UNITS)) and decimals.isdecimal():  # as nearly all are, and quicker to see
        return _UNITS[len(decimals)]
    exponent = Decimal(digits).as_tuple().exponent
    return float(Decimal(1).scaleb(exponent)) if isinstance(exponent, int) else math.nan


def lower_bound_m(distance_m: float, error_m: float) -> float:
    """The least distance, in metres, that a distance with a maximum error leaves possible: never below 0."""
    return max(0.0, distance_m - error_m)


def azimuth_half_width_deg(distance_m: float, lat_deg: float, own_error_m: float, other_error_m: float) -> float | None:
    """How many degrees an azimuth at a point may be off, given the maximum errors in metres of both its ends.

    None where the ends may coincide, the point may be a pole, or the other end may lie so near the antipode that the
    shortest way may leave in any direction: from 19,970 km (pi times the polar semi-axis), less both errors.

    Source: no place on WGS 84 is curved more than a sphere whose radius is the polar semi-axis b, so that geodesics from a
    point spread at least as fast as on that sphere and do not meet within pi b (Sturm and Rauch comparison; Klingenberg's
    bound on the injectivity radius: P. Petersen 2016, Riemannian Geometry, 3rd edition, doi:10.1007/978-3-319-26654-1).
    The tangent from one end to the circle around the other is asin(sin(error) / sin(distance)) there. Moving the point
    itself turns the azimuth by the same, times the derivative of that spread, which is beyond 1 in size near the antipode
    only (the same comparison, from below, with the radius a^2 / b of the poles). And since north turns with longitude, sin(latitude) times the longitude that the point's own error spans, asin(sin(error) /
    sin(distance to the pole)) (law of sines), is added.
    """
    earth = wgs84()
    farthest = min(math.pi, (distance_m + own_error_m + other_error_m) * earth.b / earth.a**2)
    spread = max(1.0, (earth.a / earth.b) ** 4 * (1 - math.cos(farthest)) - 1)
    angle, error = distance_m / earth.b, (spread * own_error_m + other_error_m) / earth.b
    to_pole = math.radians(90 - abs(lat_deg))
    near, far = min(angle, math.pi - angle), own_error_m / earth.b
    if error >= near or far >= to_pole:
        return None
    highest = math.sin(min(math.pi / 2, math.radians(abs(lat_deg)) + far))
    turn = math.asin(min(1.0, math.sin(far) / math.sin(to_pole))) * highest
    width = math.asin(min(1.0, math.sin(error) / math.sin(near))) + turn
    return math.degrees(width) if width < math.pi else None

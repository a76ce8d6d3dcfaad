"""How far a figure may be from what it stands for.

Errors here are maximum errors, so they add; they are never root-summed.

Source: A. D. Chapman, J. R. Wieczorek (2020), Georeferencing Best Practices, GBIF,
doi:10.15468/doc-gg7h-s853, "Uncertainty related to coordinate precision".
"""

from __future__ import annotations

import math
from decimal import Decimal

from geo.earth.geodesy import wgs84


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
BEST_UNPRINTED_M = 10.0
"""No position is taken to be known better than this by its digits alone: GNSS receivers and imagery are not.

Source: Georeferencing Best Practices, as above, "Uncertainty from GPS" and "Uncertainty due to imagery" (8 m for imagery).
"""


def unprinted_uncertainty_m(lat_deg: float, lat_digits: str, lon_digits: str) -> float:
    """Maximum error in metres of a position of which only digits in a file are known, not how they were printed.

    The finer of the two axes decides, since software drops zeros; a lone ".0" says nothing, since software adds it.

    >>> round(unprinted_uncertainty_m(39.76, "39.760583", "46.74275"))
    10
    >>> round(unprinted_uncertainty_m(39.76, "39.76", "46.7"))
    1401
    """
    unit = min(printed_unit(digits.removesuffix(".0")) for digits in (lat_digits, lon_digits))
    unit = max(unit, FINEST_UNPRINTED_DEG)
    return max(BEST_UNPRINTED_M, printing_uncertainty_m(lat_deg, unit, unit))


def printed_unit(digits: str) -> float:
    """Place value of the last digit of a number as typed.

    >>> printed_unit("38.10"), printed_unit("46"), printed_unit("4.5e3")
    (0.01, 1.0, 100.0)
    """
    exponent = Decimal(digits).as_tuple().exponent
    return float(Decimal(1).scaleb(exponent)) if isinstance(exponent, int) else math.nan


def stated_half_width(digits: str, *, exact: bool = False) -> float:
    """Half of the precision to which a figure was stated, in the figure's own unit.

    Zeros at the end of a whole number say nothing, yet two significant figures always count; where the speaker
    said "exactly", each digit counts.

    >>> [stated_half_width(d) for d in ("780", "200", "1000", "280000", "785", "780.0")]
    [5.0, 5.0, 50.0, 5000.0, 0.5, 0.05]
    >>> stated_half_width("780", exact=True)
    0.5

    Source: the stated examples of Georeferencing Best Practices, "Uncertainty in distance": 100, 140, 200, 1,000
    and 2,000 m are good to 5, 5, 5, 50 and 50 m.
    """
    unit = printed_unit(digits)
    value = abs(Decimal(digits))
    if exact or value == 0 or unit < 1:
        return unit / 2
    zeros = Decimal(f"{value:f}").normalize().as_tuple().exponent  # 780 -> 78E+1
    if not isinstance(zeros, int):
        return math.nan
    return float(Decimal(1).scaleb(min(zeros, value.adjusted() - 1))) / 2


def lower_bound_m(distance_m: float, error_m: float) -> float:
    """The least distance, in metres, that a distance with a maximum error leaves possible: never below 0."""
    return max(0.0, distance_m - error_m)


def azimuth_half_width_deg(distance_m: float, lat_deg: float, own_error_m: float, other_error_m: float) -> float | None:
    """By how many degrees an azimuth at a point may be off, given the maximum errors in metres of both its ends.

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

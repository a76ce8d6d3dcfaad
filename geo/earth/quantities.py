"""Words for quantities: lengths, angles, areas and counts as a reader takes them in."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable


def metres(value: float) -> str:
    """Metres as a reader takes them in: 1,275.6 m, and smaller lengths to the millimetre."""
    return f"{value:,.1f} m" if abs(value) >= 0.1 or value == 0 else f"{value:.3f} m"


def degrees(value: float) -> str:
    """An angle in degrees: 59.4°, and small ones with two significant figures."""
    return f"{value:.1f}°" if value >= 1 or value == 0 else f"{value:.2g}°"


def square_metres(value: float) -> str:
    """An area as a reader takes it in: 13,233 m², and square kilometres from ten on."""
    return f"{value / 1e6:,.1f} km²" if value >= 1e7 else f"{value:,.0f} m²"


FAR_M = 10_000
"""From here on a length may stand in kilometres."""
_MOST_DECIMALS = {"m": 3, "km": 6}
"""Nothing here is known to less than a millimetre."""
_UNIT_M = {"m": 1, "km": 1000}


class Scale(NamedTuple):
    """How lengths that stand beside one another are written: in one unit, with as many digits as tell them apart."""

    unit: str
    decimals: int

    def figure(self, length_m: float) -> str:
        """The length without its unit: 1,275.6."""
        return f"{length_m / _UNIT_M[self.unit]:,.{self.decimals}f}"

    def length(self, length_m: float) -> str:
        """The length with its unit: 1,275.6 m."""
        return f"{self.figure(length_m)} {self.unit}"

    def interval(self, low_m: float, high_m: float) -> str:
        """Both ends: "1,274.2 to 1,277.0 m"; "5.0 m or more" where the upper one is infinite."""
        if math.isinf(high_m):
            return f"{self.length(low_m)} or more"
        return f"{self.figure(low_m)} to {self.length(high_m)}"


def scale_of(*lengths_m: float, unit: str = "m") -> Scale:
    """The scale on which no two of these lengths read the same, and none is off by more than a tenth of itself.

    What is less than a millimetre, or less than a millimetre apart, is the same.

    >>> scale_of(1274.2, 1277).interval(1274.2, 1277), scale_of(14_033, 14_018, unit="km").length(14_033)
    ('1,274.2 to 1,277.0 m', '14.03 km')
    >>> scale_of(14_033, 14_018, 15, unit="km").length(15)
    '0.015 km'
    """
    if _are_far_apart(lengths_m, _UNIT_M[unit] / 10):
        return Scale(unit, 1)
    lengths = {round(one, _MOST_DECIMALS["m"]) for one in lengths_m if math.isfinite(one)}
    for decimals in range(1, _MOST_DECIMALS[unit] + 1):
        scale = Scale(unit, decimals)
        step_m = _UNIT_M[unit] / 10**decimals
        if len(set(map(scale.figure, lengths))) == len(lengths) and all(
            abs(one - step_m * round(one / step_m)) <= abs(one) / 10 for one in lengths
        ):
            return scale
    return Scale(unit, _MOST_DECIMALS[unit])


def _are_far_apart(lengths_m: Iterable[float], step_m: float) -> bool:
    """Whether lengths are so large, and so far from one another, that steps of that size tell them apart: as most do."""
    last_m = 5 * step_m
    for one in sorted(lengths_m):
        if one - last_m < 1.1 * step_m:
            return False
        last_m = one
    return True


def comparison_unit(printed_unit: str, measured_m: float) -> str:
    """The unit in which a measured length stands beside a printed one: kilometres beside kilometres, if it is not small."""
    return "km" if printed_unit == "km" and measured_m >= FAR_M else "m"


def stated_interval(low: float, high: float, unit: str = "m") -> str:
    """An interval that somebody stated, without decimals of ours.

    >>> stated_interval(770, 790), stated_interval(0, 300), stated_interval(300, math.inf), stated_interval(13000, 15000, "km")
    ('770 to 790 m', 'up to 300 m', '300 m or more', '13 to 15 km')
    """
    low, high = low / _UNIT_M[unit], high / _UNIT_M[unit]
    if math.isinf(high):
        return f"{low:,.12g} {unit} or more"
    return f"up to {high:,.12g} {unit}" if low == 0 else f"{low:,.12g} to {high:,.12g} {unit}"


def stated(value_m: float) -> str:
    """Metres as somebody put them, without decimals of ours."""
    return f"{value_m:,.12g} m"


def count_text(count: int) -> str:
    """A count, its thousands divided: "2,000"."""
    return f"{count:,}"


def plural(count: int, name: str) -> str:
    """A count with its noun: "1 place", "2,000 places"."""
    return f"{count_text(count)} {name}{'' if count == 1 else 's'}"

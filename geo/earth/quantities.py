"""Words for quantities: lengths, angles, areas and counts as a reader takes them in."""

from __future__ import annotations

import math


def metres(value: float) -> str:
    """Metres as a reader takes them in: 1,275.6 m, and smaller lengths to the millimetre."""
    return f"{value:,.1f} m" if abs(value) >= 0.1 or value == 0 else f"{value:.3f} m"


def degrees(value: float) -> str:
    """An angle in degrees: 59.4°, and small ones with two significant figures."""
    return f"{value:.1f}°" if value >= 1 or value == 0 else f"{value:.2g}°"


def square_metres(value: float) -> str:
    """An area as a reader takes it in: 13,233 m², and square kilometres from ten on."""
    return f"{value / 1e6:,.1f} km²" if value >= 1e7 else f"{value:,.0f} m²"


_MOST_DECIMALS = 3
"""Of metres: nothing here is known to less than a millimetre."""


def metre_interval(low: float, high: float, *beside: float) -> str:
    """An interval of measured metres, both ends with as many digits as tell them apart, and from the lengths beside them.

    >>> metre_interval(1274.2, 1277), metre_interval(0.01, 0.04), metre_interval(790.02, 812.5, 770, 790)
    ('1,274.2 to 1,277.0 m', '0.01 to 0.04 m', '790.02 to 812.50 m')
    """
    lengths = {one for one in (low, high, *beside) if math.isfinite(one)}
    for decimals in range(1, _MOST_DECIMALS + 1):
        if len({f"{one:.{decimals}f}" for one in lengths}) == len(lengths):
            break
    else:
        decimals = 1
    return f"{low:,.{decimals}f} m or more" if math.isinf(high) else f"{low:,.{decimals}f} to {high:,.{decimals}f} m"


def stated_interval(low: float, high: float) -> str:
    """An interval that somebody stated, without decimals of ours.

    >>> stated_interval(770, 790), stated_interval(0, 300), stated_interval(300, math.inf)
    ('770 to 790 m', 'up to 300 m', '300 m or more')
    """
    if math.isinf(high):
        return f"{stated(low)} or more"
    return f"up to {stated(high)}" if low == 0 else f"{low:,.12g} to {stated(high)}"


def stated(value_m: float) -> str:
    """Metres as somebody put them, without decimals of ours."""
    return f"{value_m:,.12g} m"


def count_text(count: int) -> str:
    """A count, its thousands divided: "2,000"."""
    return f"{count:,}"


def plural(count: int, name: str) -> str:
    """A count with its noun: "1 place", "2,000 places"."""
    return f"{count_text(count)} {name}{'' if count == 1 else 's'}"

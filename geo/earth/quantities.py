"""Words for quantities: lengths, angles, areas and counts as a reader takes them in."""

from __future__ import annotations


def metres(value: float) -> str:
    """Metres as a reader takes them in: 1,275.6 m, and smaller lengths to the millimetre."""
    return f"{value:,.1f} m" if abs(value) >= 0.1 or value == 0 else f"{value:.3f} m"


def degrees(value: float) -> str:
    """An angle in degrees: 59.4°, and small ones with two significant figures."""
    return f"{value:.1f}°" if value >= 1 or value == 0 else f"{value:.2g}°"


def square_metres(value: float) -> str:
    """An area as a reader takes it in: 13,233 m², and square kilometres from ten on."""
    return f"{value / 1e6:,.1f} km²" if value >= 1e7 else f"{value:,.0f} m²"


def stated(value_m: float) -> str:
    """Metres as somebody put them, without decimals of ours."""
    return f"{value_m:,.12g} m"


def plural(count: int, name: str) -> str:
    """A count with its noun: "1 place", "2,000 places"."""
    return f"{count:,} {name}{'' if count == 1 else 's'}"

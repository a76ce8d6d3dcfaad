"""How far apart two positions are, in which direction, and how sure that is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, overload

from geo.earth.coordinates import parse_coordinates
from geo.earth.geodesy import inverse
from geo.earth.position import Position, Positions
from geo.earth.uncertainty import azimuth_half_width_deg, lower_bound_m

if TYPE_CHECKING:
    from geo.earth.position import FloatArray
    from geo.record.kinds import Record


@dataclass(frozen=True, slots=True)
class Measurement:
    """The geodesic from a first position to a second, on WGS 84."""

    distance_m: float
    low_m: float
    """The least distance in metres that both uncertainties leave possible."""
    high_m: float
    """The greatest."""
    forward_azimuth_deg: float
    """Azimuth at the first towards the second, in degrees clockwise from north."""
    back_azimuth_deg: float
    """Azimuth at the second towards the first."""
    azimuth_half_width_deg: float | None
    """By how many degrees the azimuths may be off; None where the two positions may coincide."""

    def _repr_html_(self) -> str:
        from geo.record.notebook import html_table  # noqa: PLC0415  # only notebooks show it

        width = self.azimuth_half_width_deg
        rows = [
            ("distance", f"{self.distance_m:,.3f} m", f"{self.low_m:,.3f} to {self.high_m:,.3f} m"),
            ("azimuth", f"{self.forward_azimuth_deg:.3f}°", "any direction" if width is None else f"± {width:.3f}°"),
            ("back azimuth", f"{self.back_azimuth_deg:.3f}°", None),
        ]
        return html_table(rows, caption="Measured on WGS 84")


@dataclass(frozen=True, slots=True)
class Measurements:
    """Many measurements at once: arrays of shape (n,), otherwise as in `Measurement`; NaN stands for None."""

    distance_m: FloatArray
    low_m: FloatArray
    high_m: FloatArray
    forward_azimuth_deg: FloatArray
    back_azimuth_deg: FloatArray
    azimuth_half_width_deg: FloatArray


@overload
def measure(a: Position | Record, b: Position | Record) -> Measurement: ...
@overload
def measure(a: Positions, b: Positions) -> Measurements: ...
def measure(a: Position | Record | Positions, b: Position | Record | Positions) -> Measurement | Measurements:
    """Measure from `a` to `b`: positions, records, or columns of n positions each, which give columns of n figures.

    The two uncertainties are maximum errors, so they add.

    Raises:
        ValueError: if a record has no position.

    Source: interval and half-width as in `geo.earth.uncertainty`.
    """
    if isinstance(a, Positions) and isinstance(b, Positions):
        return _measure_columns(a, b)
    here, there = _position(a), _position(b)
    distance, forward, back = inverse(here.lon_deg, here.lat_deg, there.lon_deg, there.lat_deg)
    error = here.uncertainty_m + there.uncertainty_m
    low, high = lower_bound_m(distance, error), distance + error
    return Measurement(
        distance,
        low,
        high,
        forward,
        back,
        azimuth_half_width_deg(distance, here.lat_deg, here.uncertainty_m, there.uncertainty_m),
    )


def distance(a: str, b: str) -> Measurement:
    """Measure between two coordinates as printed.

    Raises:
        CoordinatesError: if one of them cannot be read.
    """
    return measure(parse_coordinates(a).position, parse_coordinates(b).position)


def _position(place: object) -> Position:
    if isinstance(place, Position):
        return place
    if isinstance(place, Positions):
        raise TypeError("a column of positions is measured against a column of the same length")
    position = getattr(place, "position", None)
    if not isinstance(position, Position):
        raise ValueError(f"{getattr(place, 'id', place)!r} has no position, so nothing can be measured from it")
    return position


def _measure_columns(a: Positions, b: Positions) -> Measurements:
    import numpy as np  # noqa: PLC0415  # `geo distance` does without it

    distance, forward, back = inverse(a.lon_deg, a.lat_deg, b.lon_deg, b.lat_deg)
    error = a.uncertainty_m + b.uncertainty_m
    columns = (distance, a.lat_deg, a.uncertainty_m, b.uncertainty_m)
    half_width = np.array([azimuth_half_width_deg(*row) for row in zip(*columns, strict=True)], dtype=float)  # None: NaN
    return Measurements(distance, np.maximum(0, distance - error), distance + error, forward, back, half_width)

"""Measures the distance and azimuth between two uncertain positions."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, overload

from geo.earth.geodesy import INJECTIVITY_RADIUS_M, LONGEST_GEODESIC_M, inverse
from geo.earth.notation.coordinates import Coordinates, parse_coordinates
from geo.earth.notation.printed_box import BoxDistance, PrintedBox, measure_between_boxes
from geo.earth.position import Position, Positions
from geo.earth.quantities import count_text
from geo.earth.uncertainty import azimuth_half_width_deg, lower_bound_m

if TYPE_CHECKING:
    from geo.earth.area.shapes import Ring
    from geo.earth.position import FloatArray
    from geo.record.kinds import Located, Record

    Measurable = Position | Coordinates | Record | str | tuple[float, float] | tuple[float, float, float]
    Column = Positions | list[Any]

AREAS_WITHIN_M = 5_000_000
"""Beyond this distance, the circles around areas stand in for them."""


@dataclass(frozen=True, slots=True)
class Measurement:
    """The geodesic from one position to another, on WGS 84."""

    distance_m: float
    low_m: float
    """The smallest distance in metres that both uncertainties allow."""
    high_m: float
    """The greatest; never more than from pole to pole, unless the distance itself is."""
    forward_azimuth_deg: float
    """Azimuth at the first towards the second, in degrees clockwise from north."""
    back_azimuth_deg: float
    """Azimuth at the second towards the first."""
    azimuth_half_width_deg: float | None
    """How many degrees the azimuths may be off; None where any direction is possible."""

    @property
    def why_any_direction(self) -> str:
        """Why any direction is possible, where `azimuth_half_width_deg` is None."""
        if self.low_m == 0:
            return "the two may coincide"
        if self.high_m + 0.03 * (self.high_m - self.distance_m) >= INJECTIVITY_RADIUS_M:  # as the half-width counts errors
            return "the two may lie opposite each other on the Earth"
        return "the first may reach the second or a pole"

    def _repr_html_(self) -> str:
        from geo.record.notebook import html_table  # only notebooks show it

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
def measure(a: Measurable, b: Measurable) -> Measurement: ...
@overload
def measure(a: Column, b: Column) -> Measurements: ...
def measure(a: Measurable | Column, b: Measurable | Column) -> Measurement | Measurements:
    """Measure from `a` to `b`: records, positions, coordinates as printed, tuples, or columns of these, which give n figures.

    A tuple is longitude before latitude in degrees, as in GeoJSON; a third number is its uncertainty in metres, without
    which it is taken as exact. A text is read as it is printed, in whatever order it says. A column is a `Positions` or a
    list of records, positions and tuples.

    Next: `judge_claim` compares a measurement with what a claim says.

    >>> round(measure((46.74275, 39.760583), (46.757167, 39.757722)).distance_m)
    1276

    The two uncertainties are maximum errors, so they add; no two places lie farther apart than the poles. Of a record that
    is an area, the interval runs from its nearest to its farthest point, which is sharper than the circle around it; the
    distance and the azimuths are those of its published position, or of the middle of that circle.

    Raises:
        CoordinatesError: if a text cannot be read as coordinates.
        TypeError: if it is none of these.
        ValueError: if a record has no position, a coordinate is out of range, or the columns differ in length.

    Source: interval and half-width as in `geo.earth.uncertainty`.
    """
    if isinstance(a, Positions | list) or isinstance(b, Positions | list):
        return _measure_columns(*map(_column, (a, b)))
    here, there = _position(a), _position(b)
    distance, forward, back = inverse(here.lon_deg, here.lat_deg, there.lon_deg, there.lat_deg)
    error = here.uncertainty_m + there.uncertainty_m
    low, high = lower_bound_m(distance, error), max(distance, min(LONGEST_GEODESIC_M, distance + error))
    if (outline(a) or outline(b)) and high < AREAS_WITHIN_M:
        low, high = _areas(a, b)
    return Measurement(
        distance,
        low,
        high,
        forward,
        back,
        azimuth_half_width_deg(distance, here.lat_deg, here.uncertainty_m, there.uncertainty_m),
    )


def measure_boxes(a: str | Coordinates | Record, b: str | Coordinates | Record) -> BoxDistance:
    r"""Measure the least and greatest distance that the printed digits allow, between records or printed coordinates.

    Sharper than the circles of `measure`, which decide verdicts: a printed pair bounds a box, one unit of its last
    digit to either side on each axis.

    >>> reach = measure_boxes("39°45'38.10\"N 46°44'33.90\"E", "39°45'27.80\"N 46°45'25.80\"E")
    >>> round(reach.low_m, 3), round(reach.high_m, 3)
    (1274.983, 1276.212)

    Raises:
        CoordinatesError: if a text cannot be read.
        ValueError: if one of them has no such box: an area, a square of metres, an offset, another datum.
    """
    places = [parse_coordinates(one) if isinstance(one, str) else one for one in (a, b)]
    reach = find_box_distance(*places)
    if reach is None:
        without_box = next(one for one in places if getattr(one, "box", None) is None)
        what = getattr(without_box, "id", getattr(without_box, "text", without_box))
        raise ValueError(f"{what!r} has no box of printed longitudes and latitudes")
    return reach


def find_box_distance(a: object, b: object) -> BoxDistance | None:
    """The same, or None where one of them has no such box."""
    boxes = [box for box in (getattr(one, "box", None) for one in (a, b)) if isinstance(box, PrintedBox)]
    return measure_between_boxes(*boxes) if len(boxes) == 2 else None


def outline(place: object) -> tuple[Ring, ...] | None:
    """The polygon of a record that is an area."""
    found: tuple[Ring, ...] | None = getattr(place, "polygon", None)
    return found


def edge_error_m(place: object) -> float:
    """How many metres the edge of an area, or a position, may be off."""
    return float(getattr(place, "edge_m", 0.0)) if outline(place) else _position(place).uncertainty_m


def _areas(a: object, b: object) -> tuple[float, float]:
    """The least and the greatest distance of two places of which one is an area."""
    from geo.earth.area.distance import measure_span  # shapely takes long to load, and few records are areas

    error = edge_error_m(a) + edge_error_m(b)
    rings = [outline(one) or (((_position(one).lon_deg, _position(one).lat_deg),),) for one in (a, b)]
    apart = measure_span(*rings)
    return lower_bound_m(apart.low_m, error), apart.high_m + error


def _position(place: object) -> Position:
    if isinstance(place, str):
        return parse_coordinates(place).position
    return Position.of(place)


def _column(places: object) -> Positions:
    if isinstance(places, Positions):
        return places
    if isinstance(places, list):
        return Positions.of(parse_coordinates(one) if isinstance(one, str) else one for one in places)
    raise TypeError("a column of positions is measured against a column of the same length")


def _measure_columns(a: Positions, b: Positions) -> Measurements:
    import numpy as np  # `geo distance` does without it

    if len(a.lon_deg) != len(b.lon_deg):
        raise ValueError(
            f"columns of {count_text(len(a.lon_deg))} and {count_text(len(b.lon_deg))} positions cannot be measured row by row"
        )
    distance, forward, back = inverse(a.lon_deg, a.lat_deg, b.lon_deg, b.lat_deg)
    error = a.uncertainty_m + b.uncertainty_m
    columns = (distance, a.lat_deg, a.uncertainty_m, b.uncertainty_m)
    half_width = np.array([azimuth_half_width_deg(*row) for row in zip(*columns, strict=True)], dtype=float)  # None: NaN
    high = np.maximum(distance, np.minimum(LONGEST_GEODESIC_M, distance + error))
    return Measurements(distance, np.maximum(0, distance - error), high, forward, back, half_width)


@dataclass(frozen=True, slots=True)
class Containment:
    """A site and an area, which may be a polygon on either side."""

    measured: Measurement
    """From the site to the nearest point of the area, 0 inside."""
    depth_m: float
    """From the site's position to the edge of the area: positive inside, negative outside."""
    error_m: float
    """How far off that may be."""


def contain(site: Located, area: Located) -> Containment:
    """Measure from a site with a position to an area with a polygon, in metres.

    Of a site that is an area itself, each of its points counts; beside the circle around it, its own edge is looked at.

    Raises:
        ValueError: if the site has no position, or the area no polygon.
    """
    from geo.earth.area.distance import measure_span
    from geo.earth.area.shapes import measure_depth  # shapely takes long to load and few files have polygons

    rings, own = outline(area), outline(site)
    if site.position is None or rings is None:
        raise ValueError(f"{site.id} or {area.id} has no position or outline, so neither can lie inside the other")
    depth = measure_depth(site.position.lon_deg, site.position.lat_deg, rings)
    error = site.position.uncertainty_m + edge_error_m(area)
    low, high = lower_bound_m(-depth, error), max(0.0, error - depth)
    if own:
        edges, apart = edge_error_m(site) + edge_error_m(area), measure_span(own, rings)
        low = max(low, lower_bound_m(apart.low_m, edges))
        if apart.margin_m:
            high = min(high, max(0.0, edges - apart.margin_m))
    nearest = replace(measure(site, area), distance_m=max(0.0, -depth), low_m=low, high_m=high, azimuth_half_width_deg=None)
    return Containment(nearest, depth, error)

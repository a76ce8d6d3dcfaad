"""How far a site lies from the nearest point of an area, and how deep inside it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from geo.earth.uncertainty import lower_bound_m
from geo.judge.measurement import Measurement, edge_error_m, measure, outline

if TYPE_CHECKING:
    from geo.record.kinds import Located


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
    from geo.earth.region import depth_inside  # noqa: PLC0415  # shapely takes long to load and few files have polygons
    from geo.earth.spans import span  # noqa: PLC0415

    rings, own = outline(area), outline(site)
    if site.position is None or rings is None:
        raise ValueError(f"{site.id} or {area.id} has no place that could lie inside another, or hold one")
    depth = depth_inside(site.position.lon_deg, site.position.lat_deg, rings)
    error = site.position.uncertainty_m + edge_error_m(area)
    low, high = lower_bound_m(-depth, error), max(0.0, error - depth)
    if own:
        edges, apart = edge_error_m(site) + edge_error_m(area), span(own, rings)
        low = max(low, lower_bound_m(apart.low_m, edges))
        if apart.margin_m:
            high = min(high, max(0.0, edges - apart.margin_m))
    nearest = replace(measure(site, area), distance_m=max(0.0, -depth), low_m=low, high_m=high, azimuth_half_width_deg=None)
    return Containment(nearest, depth, error)

"""The ground that zones cover together, and that two of them have in common: on the ellipsoid, at each of their edges.

Sets are made in longitude and latitude, where they are exact for the areas as drawn. These follow their circles to a
millionth of the radius, so that a disc comes out too small by 1.4 millionths at most, or off by 0.1 m² where that is more.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo.judge.zones.zone import Edge, Zone
from geo.record.progress import track_progress

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shapely import Geometry, MultiPolygon, Polygon

MOST_DRAWN_FINELY = 100
"""A union of more zones is made of circles as they are drawn on maps, each too small by 0.03 % at most: else it takes long."""


@dataclass(frozen=True, slots=True)
class Covered:
    """An area in degrees, cut at the 180° meridian, and how large it is."""

    geometry: Polygon | MultiPolygon
    """Empty where nothing is covered."""
    area_m2: float
    """Square metres on the ellipsoid."""


def unite_zones(zones: Sequence[Zone], edge: Edge = Edge.NOMINAL) -> Covered:
    """Compute the area inside at least one of the zones, at one of their edges."""
    import shapely  # it takes long to load, and verdicts do without it

    from geo.earth.area.shapes import EDGE_OFF, FINELY_OFF

    off = FINELY_OFF if len(zones) <= MOST_DRAWN_FINELY else EDGE_OFF
    different = {
        zone.around if zone.shape else (zone.center.lon_deg, zone.center.lat_deg, zone.edge_m(edge)): zone for zone in zones
    }.values()
    return _measure_covered(
        shapely.disjoint_subset_union_all([zone.area(edge, off) for zone in track_progress(different, "Joining zones")])
    )


def intersect_zones(one: Zone, other: Zone, edge: Edge = Edge.NOMINAL) -> Covered:
    """Compute the area inside both zones, at one of their edges."""
    from geo.earth.area.shapes import FINELY_OFF  # it loads shapely

    return _measure_covered(one.area(edge, FINELY_OFF).intersection(other.area(edge, FINELY_OFF)))


def _measure_covered(geometry: Geometry) -> Covered:
    import shapely

    from geo.earth.area.shapes import area_m2

    # circles that touch in a point have a point in common
    polygons = [part for part in shapely.get_parts(geometry) if isinstance(part, shapely.Polygon)]
    area = polygons[0] if len(polygons) == 1 else shapely.MultiPolygon(polygons)
    return Covered(area, area_m2(area))

"""A plane around a point, for shapes made of distances and directions, with bounds on its distortion.

It is the azimuthal equidistant projection on WGS 84: geodesic polar coordinates around its centre c, in which distances
and azimuths from c are true. Its distortion elsewhere is bounded, not ignored, so that an area drawn in it can be made
to contain every place on Earth that it stands for.

Source: J. P. Snyder (1987), Map Projections: A Working Manual, USGS Professional Paper 1395, p. 191; the bounds follow
from the curvature of the ellipsoid, which lies between 0 and 1/b², by the comparison theorem of H. E. Rauch (1951),
Annals of Mathematics 54, 38-55, doi:10.2307/1969309.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import antimeridian
import numpy as np
import shapely
from pyproj import Proj

from geo.earth.geodesy import INJECTIVITY_RADIUS_M, inverse, wgs84

if TYPE_CHECKING:
    from shapely import LinearRing, MultiPolygon, Polygon
    from shapely.geometry.base import BaseGeometry

    from geo.earth.position import FloatArray

FARTHEST_M = 15_000_000
"""Beyond this many metres from the centre the bounds say little: at 20,000 km the plane ends."""
_TOLERANCE_M, _PART, _LEAST_PIECES, _HALVINGS = 0.05, 1e-6, 32, 20
_ALIKE_DEG = 2e-8
"""Corners nearer than this are one; antimeridian takes those within 1e-8 on each axis for one."""
_NEAR_180_DEG = 1e-6
"""Corners nearer than this to the 180th meridian may lie on it; antimeridian takes those within 2e-7 to do so."""


@dataclass(frozen=True)
class Plane:
    """The plane around one point; x runs east and y north from it, in metres."""

    lon_deg: float
    lat_deg: float

    @cached_property
    def _projection(self) -> Proj:
        return Proj(proj="aeqd", lat_0=self.lat_deg, lon_0=self.lon_deg, ellps="WGS84")

    def to_plane(self, lon_deg: Any, lat_deg: Any) -> FloatArray:
        """Points of shape (n, 2) in metres for longitudes and latitudes in degrees, of shape (n,)."""
        return np.column_stack(self._projection(np.atleast_1d(lon_deg), np.atleast_1d(lat_deg)))

    def to_earth(self, points: FloatArray) -> FloatArray:
        """Longitudes and latitudes in degrees, of shape (n, 2), for points of shape (n, 2) in metres."""
        return np.column_stack(self._projection(points[:, 0], points[:, 1], inverse=True))

    def stretch(self, reach_m: float) -> float:
        """The most that the plane lengthens a distance between points up to `reach_m` metres from the centre.

        It shortens none: d <= plane distance <= d * stretch.
        """
        angle = reach_m / wgs84().b
        return angle / math.sin(angle) if angle else 1.0

    def azimuth_distortion_deg(self, one_m: float, other_m: float) -> float:
        """The most, in degrees, by which the plane turns the azimuth between two points so far from the centre.

        Both triangles, the geodesic one with the centre and its image, have the same sides and the same angle there; what
        is left to differ is of the order of the spherical excess, half of the product over b²; twice that is taken.
        """
        return math.degrees(one_m * other_m / wgs84().b ** 2)

    def north_deg(self, points: FloatArray) -> FloatArray:
        """Where true north lies at points of shape (n, 2), in degrees clockwise from the plane's own y axis."""
        lon, lat = self.to_earth(points).T
        full = np.ones(len(points))
        distance, _, back = inverse(full * self.lon_deg, full * self.lat_deg, lon, lat)
        towards = np.degrees(np.arctan2(-points[:, 0], -points[:, 1]))
        return np.where(distance > 1e-6, (towards - back + 180) % 360 - 180, 0.0)

    def on_earth(self, shape: BaseGeometry) -> Polygon | MultiPolygon:
        """A polygon of this plane in longitude and latitude, valid GeoJSON also over the 180th meridian and around a pole.

        Its edges are divided so that they stay within 5 cm of the plane's, or a millionth of the whole ring. One that
        reaches beyond the plane's end is all of the Earth: no number of divisions is enough there.
        """
        if np.hypot(*shapely.get_coordinates(shape).T).max(initial=0.0) > INJECTIVITY_RADIUS_M:
            return shapely.box(-180.0, -90.0, 180.0, 90.0)
        parts = [part for part in shapely.get_parts(shape) if part.geom_type == "Polygon"]
        whole = shapely.union_all([self._filled(part.exterior) for part in parts])
        holes = [self._filled(hole) for part in parts for hole in part.interiors]
        polygons = [part for part in shapely.get_parts(whole - shapely.union_all(holes)) if part.geom_type == "Polygon"]
        return polygons[0] if len(polygons) == 1 else shapely.MultiPolygon(polygons)

    def _filled(self, ring: LinearRing) -> BaseGeometry:
        corners = shapely.get_coordinates(shapely.segmentize(ring, ring.length / _LEAST_PIECES))
        fine = shapely.Polygon(self._divided(corners, max(_TOLERANCE_M, _PART * ring.length)))
        north, south = (fine.contains(shapely.Point(*pole)) for pole in self.to_plane([0.0, 0.0], [90.0, -90.0]))
        moved = shapely.transform(shapely.orient_polygons(fine), self.to_earth)
        moved = shapely.remove_repeated_points(
            moved, _ALIKE_DEG
        )  # else the cut may drop the last corner and not see a closed ring
        if north or south or _nears_180(moved):
            cut = antimeridian.fix_polygon(moved, force_north_pole=north, force_south_pole=south, fix_winding=False)
        else:  # nothing to cut, and looking for it takes most of the time
            cut = shapely.transform(moved, _counted_from_180)
        return shapely.make_valid(cut)  # it rounds where it cuts, and an edge beside the cut may cross itself by then

    def _divided(self, corners: FloatArray, off_m: float) -> FloatArray:
        """A ring whose edges are halved until their middles, in longitude and latitude, are as near as asked for.

        How many that takes depends on how near a pole they are, where straight lines in degrees are far from geodesics.
        """
        for _ in range(_HALVINGS):
            lon, lat = self.to_earth(corners).T
            middles = (corners[:-1] + corners[1:]) / 2
            middle_lon = lon[:-1] + ((np.diff(lon) + 180) % 360 - 180) / 2
            drawn = self.to_plane(middle_lon, (lat[:-1] + lat[1:]) / 2)
            far = np.flatnonzero(np.hypot(*(drawn - middles).T) > off_m)
            if not len(far):
                break
            corners = np.insert(corners, far + 1, middles[far], axis=0)
        return corners


def _nears_180(ring: BaseGeometry) -> bool:
    """Whether a ring touches or crosses the 180th meridian."""
    lon = shapely.get_coordinates(ring)[:, 0]
    return bool(np.abs(lon).max() > 180 - _NEAR_180_DEG or np.abs(np.diff(lon)).max(initial=0.0) > 180)


def _counted_from_180(points: FloatArray) -> FloatArray:
    """Points in degrees, rounded as antimeridian rounds those that it leaves where they are."""
    return np.column_stack(((points[:, 0] + 180) % 360 - 180, points[:, 1]))


def distance_to_m(plane: Plane, shape: BaseGeometry, lon_deg: float, lat_deg: float) -> float:
    """Metres from a point in degrees to the nearest point of a shape in the plane; 0 inside it.

    The nearest point is that in the plane, whose distance is then the geodesic.
    """
    (here,) = plane.to_plane(lon_deg, lat_deg)
    nearest = shapely.get_coordinates(shapely.shortest_line(shapely.Point(*here), shape))[1:]
    ((lon, lat),) = plane.to_earth(nearest)
    return inverse(lon_deg, lat_deg, float(lon), float(lat))[0]

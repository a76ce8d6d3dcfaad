"""Measures how far shapes lie from a point, and the length of lines within given distances of it.

Edges are straight in longitude and latitude, as RFC 7946 says. They are divided at every 0.0015° and put into the azimuthal
equidistant plane around the point, in which distances from it are geodesics. A piece of h radians then leaves the
geodesic between its ends by at most 0.16 a h² = 0.7 mm at any latitude, and that geodesic the straight line of the plane by less than
0.5 mm within 5,000 km of the point: a distance is too small or too large by 2 mm at most there, and a length is that
within a circle whose radius is off by no more (tested up to 1,000 km; 0.53 mm was the most among 1,500 random edges
up to 5,000 km). Beyond, the second bound grows with the distance and its plane's stretch.

Source: J. P. Snyder 1987, Map Projections: A Working Manual, USGS Professional Paper 1395, p. 191; the first bound is an
eighth of the acceleration of such an edge, a (2 λ'φ' sin φ + λ'² sin φ cos φ) at most, with respect to the ellipsoid.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import shapely

from geo.earth.area.local_plane import Plane
from geo.earth.geodesy import inverse
from geo.earth.search.unit_sphere import bound_caps

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geo.earth.position import FloatArray

STEP_DEG = 0.0015
"""Edges are divided into pieces no longer than this."""
_TURNS = (-360.0, 0.0, 360.0)


class Around(NamedTuple):
    """What lies within a reach of a point."""

    rows: NDArray[np.int64]
    """Which shapes, of shape (n,), ascending."""
    distance_m: FloatArray
    """To the nearest point of each; 0 where a polygon holds the point."""
    length_m: FloatArray
    """Of the part of each line that lies within each distance, of shape (n, k); 0 for points and polygons."""


class NearbyShapes:
    """Points, lines and polygons in degrees on WGS 84, of shape (n,), that can be asked what lies around a point."""

    def __init__(self, shapes: NDArray[Any]) -> None:
        """Index them; missing and empty ones are near nothing. Collections of different shapes are not understood."""
        self._shapes = shapes
        self._dimension = shapely.get_dimensions(shapes)
        self._outlines = np.where(self._dimension == 2, shapely.boundary(shapes), shapes)
        self._tree = shapely.STRtree(shapes)

    def around(self, lon_deg: float, lat_deg: float, distances_m: FloatArray) -> Around:
        """The shapes that reach into the greatest of some distances in metres, of shape (k,), from a point in degrees."""
        reach_m = float(distances_m.max())
        south, north, half = (float(one[0]) for one in bound_caps(np.array([lat_deg]), reach_m + 1))
        south, north = south - 1, north + 1  # points exactly on the edge of a window, such as a pole, would be clipped away
        held, numbers, ends = [], [np.empty(0, np.int64)], [np.empty((0, 4))]
        for turn in _TURNS:
            lon = lon_deg + turn
            # what is clipped away lies beyond the reach; a window as wide as the Earth is opened once
            whole = half >= 180
            window = (-540.0, south, 540.0, north) if whole else (lon - half, south, lon + half, north)
            rows = self._tree.query(shapely.box(*window))
            areas = rows[self._dimension[rows] == 2]
            held.append(areas[shapely.intersects_xy(self._shapes[areas], lon, lat_deg)])
            if not whole or turn == 0:
                found, pieces = _pieces(self._outlines[rows], window)
                numbers.append(rows[found])
                ends.append(pieces)
        return self._measured(
            lon_deg, lat_deg, distances_m, np.concatenate(held), np.concatenate(numbers), np.concatenate(ends)
        )

    def _measured(  # noqa: PLR0913, PLR0917  # what was found around the point, in three arrays
        self, lon_deg: float, lat_deg: float, distances_m: FloatArray, held: Any, numbers: Any, ends: FloatArray
    ) -> Around:
        plane = Plane(lon_deg, lat_deg)
        start = plane.to_plane(ends[:, 0], ends[:, 1]) if len(ends) else np.empty((0, 2))
        along = (plane.to_plane(ends[:, 2], ends[:, 3]) if len(ends) else start) - start
        square = np.einsum("ij,ij->i", along, along)
        divisor = np.where(square > 0, square, 1)
        middle = -np.einsum("ij,ij->i", start, along) / divisor  # where the whole line is nearest
        away = np.linalg.norm(start + np.clip(middle, 0, 1)[:, None] * along, axis=1)
        across = np.linalg.norm(start + middle[:, None] * along, axis=1)
        rows, place = np.unique(np.concatenate((numbers, held)), return_inverse=True)
        nearest = np.full(len(rows), np.inf)
        np.minimum.at(nearest, place, np.concatenate((away, np.zeros(len(held)))))
        lengths = np.zeros((len(rows), len(distances_m)))
        lines = np.flatnonzero((self._dimension[numbers] == 1) & (away <= distances_m.max()) & (square > 0))
        metres = inverse(*ends[lines].T)[0] if len(lines) else np.empty(0)
        for edge, radius_m in enumerate(distances_m.tolist()):
            half = np.sqrt(np.maximum(0, np.sign(radius_m) * radius_m**2 - across[lines] ** 2) / divisor[lines])
            inside = np.clip(middle[lines] + half, 0, 1) - np.clip(middle[lines] - half, 0, 1)
            np.add.at(lengths[:, edge], place[lines], inside * metres)
        keep = nearest <= distances_m.max()
        return Around(rows[keep].astype(np.int64), nearest[keep], lengths[keep])


def _pieces(outlines: Any, window: tuple[float, float, float, float]) -> tuple[NDArray[np.int64], FloatArray]:
    """Short pieces of lines in a window: which line each is of, and its ends in degrees, of shape (n, 4); points twice."""
    parts, owner = shapely.get_parts(shapely.clip_by_rect(outlines, *window), return_index=True)
    degrees, part = shapely.get_coordinates(shapely.segmentize(parts, STEP_DEG), return_index=True)
    points = shapely.get_dimensions(parts) == 0
    first = np.flatnonzero(part[1:] == part[:-1])
    alone = np.flatnonzero(points[part]) if len(part) else first
    starts, stops = np.concatenate((first, alone)), np.concatenate((first + 1, alone))
    return owner[part[starts]], np.column_stack((degrees[starts], degrees[stops]))

"""Which features reach inside which zones, and how far from the centre: exactly for points, to a centimetre for others."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import shapely

from geo.earth.geodesy import inverse, wgs84
from geo.earth.nearness import pairs_within
from geo.earth.plane import Plane
from geo.judge.zone import Edge, Zone

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from geo.earth.position import FloatArray
    from geo.record.featurefile import Features

    Piece = tuple[NDArray[np.int64], NDArray[np.int64], FloatArray, FloatArray]

EDGES = (Edge.CERTAIN, Edge.NOMINAL, Edge.POSSIBLE)
MEMBERSHIPS = ("certainly", "nominally", "possibly")
"""How a feature lies inside a zone, by the narrowest of these edges that it reaches."""
OFF_M = 0.01
"""How far an edge of a polygon or a line may lie from where it is taken to be, in metres: edges are divided so."""
_CORNERS = 256
_POINT, _LINES = 0, (1, 2, 5)


class Inside(NamedTuple):
    """Which features lie inside which zones: arrays of shape (n,)."""

    row: NDArray[np.int64]
    """The feature, by its number in the file, counted from 0."""
    zone: NDArray[np.int64]
    """The zone, by its number in the assessment."""
    distance_m: NDArray[np.float64]
    """Metres from the zone's centre to the feature's nearest point."""
    membership: NDArray[np.int64]
    """0 certainly, 1 as reported, 2 possibly inside: a number of `MEMBERSHIPS`."""


def boxes(zones: Iterable[Zone]) -> list[tuple[float, float, float, float]]:
    """Bounding boxes of the zones at their widest, in degrees; two for one that crosses the 180th meridian."""
    return [part.bounds for zone in zones for part in shapely.get_parts(_widest(zone))]


def _widest(zone: Zone) -> Any:
    """A polygon a little larger than the possible edge, whose box therefore holds it."""
    return zone.polygon(zone.possible_m * 1.001 + 1)


def reached(zones: Sequence[Zone], batch: Features) -> tuple[Inside, NDArray[np.float64]]:
    """What reaches the possible edges, and for each the metres of line within the three edges, of shape (n, 3)."""
    kinds = shapely.get_type_id(batch.geometries)
    some = ~(shapely.is_missing(batch.geometries) | shapely.is_empty(batch.geometries))
    pieces = [*_points(zones, batch, np.flatnonzero(some & (kinds == _POINT)))]
    pieces += _shapes(zones, batch, np.flatnonzero(some & (kinds != _POINT)), kinds)
    if not pieces:
        return nothing(), np.empty((0, 3))
    at, zone, distance, lengths = (np.concatenate(parts) for parts in zip(*pieces, strict=True))
    order = np.lexsort((zone, at))
    at, zone, distance, lengths = at[order], zone[order], distance[order], lengths[order]
    edges = np.array([[one.edge_m(edge) or -1.0 for edge in EDGES] for one in zones])  # an edge of 0 holds nothing
    return Inside(batch.rows[at], zone, distance, (distance[:, None] > edges[zone]).sum(axis=1)), lengths


def _points(zones: Sequence[Zone], batch: Features, which: NDArray[np.int64]) -> Iterator[Piece]:
    """Places in the batch, zones and distances of points; zones of one radius are searched together."""
    degrees = shapely.get_coordinates(batch.geometries[which])
    reaches: dict[float, list[int]] = {}
    for number, zone in enumerate(zones):
        reaches.setdefault(zone.possible_m, []).append(number)
    for reach, numbers in reaches.items():
        centers = np.array([(zones[one].center.lon_deg, zones[one].center.lat_deg) for one in numbers])
        pairs = pairs_within(centers, degrees, reach)
        if len(pairs):
            distance, _, _ = inverse(*centers[pairs[:, 0]].T.copy(), *degrees[pairs[:, 1]].T.copy())
            yield which[pairs[:, 1]], np.array(numbers)[pairs[:, 0]], distance, np.zeros((len(pairs), 3))


def _shapes(zones: Sequence[Zone], batch: Features, which: NDArray[np.int64], kinds: NDArray[np.int32]) -> Iterator[Piece]:
    """The same for lines and areas, in the plane around each zone's centre, where distances from it are true."""
    if not len(which):
        return
    tree = shapely.STRtree(batch.geometries[which])
    for number, zone in enumerate(zones):
        around = [shapely.box(*part.bounds) for part in shapely.get_parts(_widest(zone))]
        near = which[np.unique(tree.query(around)[1])]
        if not len(near):
            continue
        plane = Plane(zone.center.lon_deg, zone.center.lat_deg)
        drawn = _drawn(plane, shapely.segmentize(batch.geometries[near], _step_deg(zone)))
        distance = shapely.distance(drawn, shapely.Point(0, 0))
        are_in = distance <= zone.possible_m
        are_lines = np.isin(kinds[near[are_in]], _LINES)
        inside = zip(drawn[are_in], are_lines, strict=True)
        lengths = np.array([_lengths(plane, shape, zone) if is_line else (0.0,) * 3 for shape, is_line in inside])
        yield near[are_in], np.full(are_in.sum(), number), distance[are_in], lengths.reshape(-1, 3)


def _drawn(plane: Plane, shapes: NDArray[np.object_]) -> Any:
    """Shapes in longitude and latitude, in a plane."""

    def moved(lonlat: FloatArray) -> FloatArray:
        return plane.to_plane(*lonlat.T)

    return shapely.transform(shapes, moved)


def _step_deg(zone: Zone) -> float:
    """How far apart corners may be for edges, straight in degrees, to lie within a centimetre of where the plane has them.

    An edge of length s leaves the straight line by s² tan(latitude) / 8R; latitudes beyond 89° are taken as 89°.
    """
    radius = wgs84().b
    steep = math.tan(math.radians(min(89.0, abs(zone.center.lat_deg) + math.degrees(zone.possible_m / radius))))
    return math.degrees(math.sqrt(8 * radius * OFF_M / max(steep, 0.1)) / radius)


def _lengths(plane: Plane, line: Any, zone: Zone) -> tuple[float, ...]:
    """Metres of a line within each edge; the circle is a polygon of 1,024 corners, which leaves it by 5 millionths at most."""
    found = []
    for edge in EDGES:
        within = shapely.intersection(line, shapely.Point(0, 0).buffer(zone.edge_m(edge), quad_segs=_CORNERS))
        on_earth = shapely.transform(within, plane.to_earth)
        found.append(float(wgs84().geometry_length(on_earth)) if not on_earth.is_empty else 0.0)
    return tuple(found)


def nothing() -> Inside:
    """No feature in any zone."""
    return Inside(np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0), np.empty(0, np.int64))

"""Shapes around a point, against walking along their edges with `pyproj.Geod`, up to 1,000 km away."""

import math
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Geod

from geo.earth.area.around_point import NearbyShapes

GEOD = Geod(ellps="WGS84")
OFF_M = 0.002
"""What the module says of how far off a distance may be."""
FINE = 401
"""Points on an edge among which its turns are looked for."""
CLOSER = 21
"""Points between two of these, and again between two of those: a turn or a crossing is found to 1e-10 of an edge."""
FloatArray = npt.NDArray[np.float64]
Degrees = tuple[float, float]


class Edge:
    """An edge, straight in degrees, of which any number of points is measured from a centre."""

    def __init__(self, center: Degrees, start: Degrees, end: Degrees) -> None:
        self.center, self.start, self.along = np.array(center), np.array(start), np.array(end) - np.array(start)
        steps = np.linspace(0, 1, FINE)
        away = self.away(steps)
        around = np.pad(away, 1, constant_values=np.inf)
        lows = np.flatnonzero((away < around[:-2]) & (away <= around[2:]))  # of equal ones the first: a point is its own edge
        turns = [self._zoomed(steps[max(0, n - 1)], steps[min(FINE - 1, n + 1)], None) for n in lows.tolist()]
        self.steps = np.unique(np.concatenate((steps, turns)))  # so that between two it grows or falls
        self.nearest = float(self.away(self.steps).min())

    def at(self, steps: FloatArray) -> FloatArray:
        points: FloatArray = self.start + steps[:, None] * self.along
        return points

    def away(self, steps: FloatArray) -> FloatArray:
        lon, lat = self.at(steps).T
        full = np.ones(len(steps))
        return np.asarray(GEOD.inv(full * self.center[0], full * self.center[1], lon, lat)[2])

    def _zoomed(self, low: float, high: float, radius: float | None) -> float:
        """Where between two steps the edge is nearest, or crosses a circle."""
        for _ in range(8):
            steps = np.linspace(low, high, CLOSER)
            away = self.away(steps)
            if radius is None:
                best = int(away.argmin())
                low, high = steps[max(0, best - 1)], steps[min(CLOSER - 1, best + 1)]
            else:
                best = int(np.flatnonzero(np.diff(away <= radius))[0])
                low, high = steps[best], steps[best + 1]
        return (low + high) / 2

    def inside(self, radius: float) -> float:
        """Metres within a radius."""
        within = self.away(self.steps) <= radius
        crossings = [self._zoomed(self.steps[n], self.steps[n + 1], radius) for n in np.flatnonzero(np.diff(within))]
        stops = [0.0, *crossings, 1.0]
        return sum(
            float(GEOD.line_length(*self.at(np.linspace(low, high, FINE)).T))
            for low, high in pairwise(stops)
            if self.away(np.array([(low + high) / 2]))[0] <= radius
        )


@st.composite
def shapes(draw: st.DrawFn) -> tuple[Degrees, float, list[shapely.Geometry]]:
    """A centre, a reach in metres, and points, lines and triangles some way around it, of a hundred metres to 500 km."""
    center = (draw(st.floats(-180, 180)), draw(st.floats(-90, 90) | st.sampled_from([-90.0, -89.9, 0.0, 75.0, 85.0])))
    reach = draw(st.sampled_from([50_000.0, 280_000.0, 1_000_000.0]))
    made: list[shapely.Geometry] = []
    for _ in range(draw(st.integers(1, 5))):
        lon, lat, _ = GEOD.fwd(*center, draw(st.floats(0, 360)), draw(st.floats(0, 1.2)) * reach)
        size = 10 ** draw(st.floats(-3, 0.65))
        corners = [(lon, lat)]
        for _ in range(draw(st.integers(0, 2))):
            x, y = (size * math.copysign(1, sign) * max(0.01, abs(sign)) for sign in draw(st.tuples(*[st.floats(-1, 1)] * 2)))
            corners.append((corners[-1][0] + x, min(90.0, max(-90.0, corners[-1][1] + y))))
        if len(corners) == 1:
            made.append(shapely.Point(corners[0]))
        elif len(corners) == 3 and draw(st.booleans()):
            made.append(shapely.Polygon(corners))
        else:
            made.append(shapely.LineString(corners))
    return center, reach, made


def edges(shape: shapely.Geometry, center: Degrees) -> list[Edge]:
    corners = shapely.get_coordinates(shape).tolist()
    return [Edge(center, start, end) for start, end in pairwise(corners * 2 if len(corners) == 1 else corners)]


@settings(max_examples=60)
@given(shapes())
def test_distances_are_those_of_brute_force(case: tuple[Degrees, float, list[shapely.Geometry]]) -> None:
    """To 2 mm, as the module says; a shape is left out only if it is beyond the reach by that rule."""
    center, reach, made = case
    found = NearbyShapes(np.array(made)).around(*center, np.array([reach]))
    told = dict(zip(found.rows.tolist(), found.distance_m.tolist(), strict=True))
    for row, shape in enumerate(made):
        nearest = min(edge.nearest for edge in edges(shape, center))
        if isinstance(shape, shapely.Polygon) and any(
            shapely.intersects_xy(shape, center[0] + turn, center[1]) for turn in (-360, 0, 360)
        ):
            nearest = 0.0
        if row in told:
            assert told[row] == pytest.approx(nearest, abs=OFF_M)
        else:
            assert nearest > reach - OFF_M


@settings(max_examples=40)
@given(shapes())
def test_lengths_are_those_within_a_radius_that_is_off_by_as_much(case: tuple[Degrees, float, list[shapely.Geometry]]) -> None:
    """No shorter than within 2 mm less, no longer than within 2 mm more, to a centimetre of what adding up leaves open."""
    center, reach, made = case
    lines = [one for one in made if isinstance(one, shapely.LineString)]
    radii = [0.6 * reach, reach]
    found = NearbyShapes(np.array(lines, dtype=object)).around(*center, np.array(radii))
    for row, lengths in zip(found.rows, found.length_m, strict=True):
        walked = edges(lines[row], center)
        for radius, length in zip(radii, lengths, strict=True):
            least, most = (sum(edge.inside(radius + off) for edge in walked) for off in (-OFF_M, OFF_M))
            assert least - 0.01 <= length <= most + 0.01


def test_the_walk_can_fail() -> None:
    """It finds where an edge turns between its steps, and tells a chord's length."""
    edge = Edge((46.74, 39.76), (44.0, 40.0), (49.0, 40.0))
    assert edge.nearest == pytest.approx(GEOD.inv(46.74, 39.76, 46.74, 40.0)[2], abs=0.5)
    assert edge.nearest < float(edge.away(np.linspace(0, 1, FINE)).min()) - 1e-3
    assert edge.inside(edge.nearest - 0.01) == 0
    road = Edge((46.74, 39.76), (46.74, 35.0), (46.74, 45.0))
    assert road.inside(280_000.0) == pytest.approx(560_000, abs=0.001)

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
import shapely
from numpy.random import Generator, default_rng

from geo.earth.area import edges
from geo.earth.area.edges import Edges, draw_box_edges, draw_polygon_edges
from geo.earth.area.shapes import Ring
from geo.earth.geodesy import destination

MIDDLES = [(18.05, 40.6), (46.7, -39.7), (25.0, 78.0), (179.9, 10.0), (-70.0, -55.0)]
OUTER: Ring = ((18.0, 40.0), (18.02, 40.0), (18.02, 40.02), (18.01, 40.005), (18.0, 40.02), (18.0, 40.0))
HOLE: Ring = ((18.004, 40.001), (18.008, 40.001), (18.008, 40.003), (18.004, 40.003), (18.004, 40.001))


def moved(ring: Ring, errors: Sequence[float], rng: Generator) -> list[tuple[float, float]]:
    """A ring whose corners lie on the circles of their uncertainty or within them."""
    shares = np.where(rng.random(len(errors)) < 0.7, 1.0, rng.random(len(errors)))
    ways = rng.random(len(errors)) * 360
    corners = [
        destination(lon, lat, way, share * error)
        for (lon, lat), way, share, error in zip(ring[:-1], ways.tolist(), shares.tolist(), errors, strict=True)
    ]
    return [*corners, corners[0]]


def count_wrong(found: Edges, rings: Sequence[Ring], errors: Sequence[Sequence[float]], seed: int) -> tuple[int, int]:
    """How many certain points lie outside of some true area, and how many impossible ones inside of one."""
    rng = default_rng(seed)
    west, south, east, north = found.possible.on_earth.buffer(0.003).bounds
    points: Any = shapely.points(rng.uniform((west, south), (east, north), (4000, 2)))
    certain = points[np.asarray(shapely.contains(found.certain.on_earth, points))]
    beyond = points[np.asarray(shapely.disjoint(found.possible.on_earth, points))]
    lost = stray = 0
    for _ in range(40):
        outer, *holes = (moved(ring, one, rng) for ring, one in zip(rings, errors, strict=True))
        true = shapely.Polygon(outer, holes)
        if true.is_valid:
            lost += int((~shapely.covers(true, certain)).sum())
            stray += int(shapely.covers(true, beyond).sum())
    return lost, stray


@pytest.mark.parametrize("middle", MIDDLES)
def test_no_true_area_is_at_odds_with_the_edges(middle: tuple[float, float]) -> None:
    """Wherever in their circles the corners are, the certain part is inside, and nothing is beyond the possible part."""
    lon, lat = middle
    azimuths = (10.0, 75.0, 140.0, 200.0, 250.0, 320.0)
    corners = tuple(destination(lon, lat, way, 600.0 + 5 * way)[:2] for way in azimuths)
    ring = (*corners, corners[0])
    errors = (80.0, 20.0, 150.0, 5.0, 60.0, 40.0)
    found = draw_polygon_edges((ring,), [(*errors, errors[0])])
    assert 0 < found.certain.area_m2 < found.nominal.area_m2 < found.possible.area_m2
    if abs(lon) < 179:  # else points near the meridian are on its other side
        assert count_wrong(found, (ring,), (errors,), 1) == (0, 0)


def test_holes_have_edges_too() -> None:
    """A hole may be smaller or larger than given."""
    errors = ((30.0,) * 5, (30.0,) * 4)
    found = draw_polygon_edges((OUTER, HOLE), 30.0)
    assert count_wrong(found, (OUTER, HOLE), errors, 2) == (0, 0)
    whole = draw_polygon_edges((OUTER,), 30.0)
    assert found.certain.area_m2 < whole.certain.area_m2 - draw_polygon_edges((HOLE,), 30.0).nominal.area_m2


def test_a_band_that_is_too_narrow_is_noticed() -> None:
    """The tests above can fail: with two thirds of the errors, points are lost on both sides."""
    lost, stray = count_wrong(draw_polygon_edges((OUTER,), 60.0), (OUTER,), ((90.0,) * 5,), 3)
    assert min(lost, stray) > 0


def test_many_corners_are_drawn_no_narrower(monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond the number of hulls, a band of one width holds the band of hulls."""
    fine = draw_polygon_edges((OUTER,), 40.0)
    monkeypatch.setattr(edges, "_MOST_HULLS", 1)
    coarse = draw_polygon_edges((OUTER,), 40.0)
    assert coarse.certain.shape.difference(fine.certain.shape).area < 0.01
    assert fine.possible.shape.difference(coarse.possible.shape).area < 0.01
    assert coarse.possible.area_m2 < 1.02 * fine.possible.area_m2


def test_sides_are_straight_in_degrees() -> None:
    """Far from the equator, a side of some degrees bends in the plane, and points beside it are on the right side of it."""
    ring: Ring = ((10.0, 70.0), (16.0, 70.0), (16.0, 72.0), (10.0, 72.0), (10.0, 70.0))
    found = draw_polygon_edges((ring,), 10.0)
    for lat, away in ((70.001, 1), (69.999, -1)):
        least, most = found.nominal.depth_m(13.0, lat)
        assert (least > 100, most < -100) == (away > 0, away < 0)


def test_nothing_is_certain_of_what_is_smaller_than_its_uncertainty() -> None:
    """The certain part is empty, has no area, and holds no point."""
    ring: Ring = ((18.0, 40.0), (18.0005, 40.0), (18.0005, 40.0005), (18.0, 40.0))
    found = draw_polygon_edges((ring,), 100.0)
    assert (found.certain.area_m2, found.certain.reach_m) == (0.0, 0.0)
    assert found.certain.on_earth.is_empty
    assert found.certain.depth_m(18.0003, 40.0001) == (-math.inf, -math.inf)


@pytest.mark.parametrize("turn", [0.0, 2.0, 40.0, 180.0])
def test_a_rectangle_may_be_turned_and_moved(turn: float) -> None:
    """Any rectangle within the errors of its middle and azimuth holds the certain part and lies in the possible one."""
    found = draw_box_edges(18.05, 40.6, 900.0, 500.0, 30.0, 40.0, turn)
    rng = default_rng(4)
    for _ in range(60):
        lon, lat = destination(18.05, 40.6, rng.random() * 360, 40 * rng.random())[:2]
        true = draw_box_edges(lon, lat, 900.0, 500.0, 30 + turn * (2 * rng.random() - 1), 0.0, 0.0).nominal.on_earth
        assert found.certain.on_earth.difference(true).area < 1e-12
        assert true.difference(found.possible.on_earth).area < 1e-12
    assert found.nominal.area_m2 == pytest.approx(450_000, rel=1e-5)


def test_a_rectangle_of_any_azimuth_is_two_circles() -> None:
    """What is certain is the circle that it always holds, what is possible that which it turns in."""
    found = draw_box_edges(18.05, 40.6, 900.0, 500.0, 30.0, 40.0, 180.0)
    assert found.certain.reach_m == pytest.approx(210, abs=0.5)
    assert found.possible.reach_m == pytest.approx(math.hypot(450, 250) + 40, abs=1.0)


def test_a_depth_is_bounded() -> None:
    """The geodesic distance to the edge lies between the bounds."""
    found = draw_box_edges(18.05, 40.6, 800_000.0, 400_000.0, 90.0, 0.0, 0.0)
    for way, inside in ((0.0, True), (180.0, True), (0.0, False)):
        lon, lat = destination(18.05, 40.6, way, 150_000.0 if inside else 260_000.0)[:2]
        least, most = found.nominal.depth_m(lon, lat)
        assert least <= most
        truth = 50_000 if inside else -60_000
        assert least - 60 <= truth <= most + 60


def test_areas_that_are_too_wide_are_refused() -> None:
    """Half of the Earth is no zone."""
    ring: Ring = ((-80.0, -60.0), (80.0, -60.0), (80.0, 60.0), (-80.0, 60.0), (-80.0, -60.0))
    with pytest.raises(ValueError, match="5,000 km"):
        draw_polygon_edges((ring,), 10.0)
    with pytest.raises(ValueError, match="5,000 km"):
        draw_box_edges(0.0, 0.0, 9_999_000.0, 2_000_000.0, 0.0, 10.0, 0.0)


def test_a_rectangle_may_cross_the_180th_meridian() -> None:
    """It is cut there, and nothing of its area is lost."""
    found = draw_box_edges(179.999, 10.0, 2_000.0, 1_000.0, 90.0, 10.0, 0.0)
    parts = shapely.get_parts(found.nominal.on_earth)
    assert len(parts) == 2
    assert found.nominal.area_m2 == pytest.approx(2_000_000, rel=1e-4)
    assert found.nominal.depth_m(-179.999, 10.0)[0] == pytest.approx(500, abs=0.1)

"""The frame of the static map: true shapes, a scale that holds, and no place on Earth where it fails."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.earth.geodesy import destination, inverse
from geo.earth.position import Position
from geo.show.report.chart.frame import LOCAL_M, CircleToShow, Frame, frame_around, round_length_m

SHUSHA = Position(46.74275, 39.760583), Position(46.757167, 39.757722)
LONGITUDES, LATITUDES = st.floats(-180, 180), st.floats(-90, 90)


def around(*positions: Position, radius_m: float = 0.0) -> Frame:
    frame = frame_around([CircleToShow(one, radius_m) for one in positions], 2.0)
    assert frame is not None
    return frame


@given(LONGITUDES, LATITUDES, st.floats(0, 360), st.floats(1, 3e5))
def test_distances_are_true(lon: float, lat: float, azimuth: float, far: float) -> None:
    """Between two positions on paper lie the metres of the geodesic, anywhere, within the stretch that the frame admits."""
    other = Position(*map(float, destination(lon, lat, azimuth, far)))
    frame = around(Position(lon, lat), other)
    assert frame.local
    on_paper = math.dist(frame.at(Position(lon, lat)), frame.at(other))
    assert on_paper == pytest.approx(far, abs=1e-3 + far * frame.stretch)


@given(LONGITUDES, LATITUDES, st.floats(10, 1e5))
def test_a_circle_is_a_circle_in_the_frame(lon: float, lat: float, radius: float) -> None:
    """Also over the 180th meridian and a pole: every corner as far from its centre as it should be, and inside."""
    center = Position(lon, lat)
    frame = around(center, radius_m=radius)
    x, y = frame.circle(center, radius)
    at = frame.at(center)
    assert np.hypot(x - at[0], y - at[1]) == pytest.approx(radius, abs=radius * 1e-3)
    assert frame.left < x.min()
    assert x.max() < frame.right
    assert frame.bottom < y.min()
    assert y.max() < frame.top


@given(st.lists(st.tuples(LONGITUDES, LATITUDES), min_size=1, max_size=8))
def test_every_position_has_its_place(places: list[tuple[float, float]]) -> None:
    """Whatever lies where: all are in the frame, or it shows the whole Earth; and its lines can be drawn."""
    frame = around(*(Position(lon, lat) for lon, lat in places))
    lon, lat = np.array(places).T
    assert frame.holds(lon, lat).all()
    lines = list(frame.graticule())
    assert 2 <= len(lines) <= 40
    assert all(np.isfinite(line.x).all() and np.isfinite(line.y).all() for line in lines)
    if frame.local:
        width = frame.right - frame.left
        assert width / (frame.top - frame.bottom) == pytest.approx(2, abs=1e-9)
        assert frame.stretch < 0.3


def test_the_stretch_is_no_smaller_than_what_happens() -> None:
    """Two points 1,900 km north of the middle and 10 km apart are drawn too far apart, by less than it says."""
    frame = Frame(0, 0, -2e6, 2e6, -2e6, 2e6)
    _, lat = destination(0.0, 0.0, 0.0, 1.9e6)
    one, other = Position(0, float(lat)), Position(0.09, float(lat))
    real, _, _ = inverse(one.lon_deg, one.lat_deg, other.lon_deg, other.lat_deg)
    excess = math.dist(frame.at(one), frame.at(other)) / real - 1
    assert 0.01 < excess < frame.stretch


def test_far_apart_is_the_whole_earth() -> None:
    """Beyond 2,000 km from the middle, and where opposite positions have no middle."""
    assert not around(Position(0, 0), Position(50, 0)).local
    assert not around(Position(0, 0), Position(180, 0)).local
    assert around(Position(0, 0), Position(30, 0)).local
    assert not around(Position(0, 0), radius_m=LOCAL_M + 1).local
    assert frame_around([], 2.0) is None


@pytest.mark.parametrize(
    ("positions", "meridians", "parallels"),
    [
        (SHUSHA, {"46°45′00″ E"}, {"39°45′30″ N"}),
        (
            (Position(179.99, -16.5), Position(-179.98, -16.5)),
            {"180°00′ W", "180°00′00″ W"},
            {"16°30′00″ S"},
        ),
        ((Position(0, 89.98), Position(180, 89.98)), {"0° E", "90° E", "90° W"}, {"89°59′00″ N"}),
        ((Position(-10, 0), Position(10, 1)), {"0° E", "10° E", "5° W"}, {"0° N", "5° N"}),
        ((Position(0, 0), Position(170, 60)), {"0° E", "150° E", "120° W"}, {"0° N", "60° N", "30° S"}),
    ],
    ids=["town", "180th meridian", "pole", "country", "whole Earth"],
)
def test_lines_at_round_angles(positions: tuple[Position, ...], meridians: set[str], parallels: set[str]) -> None:
    """Seconds where the map shows a town, degrees where it shows the Earth."""
    lines = list(around(*positions).graticule())
    assert meridians & {line.text for line in lines if line.meridian}
    assert parallels & {line.text for line in lines if not line.meridian}
    texts = [line.text for line in lines]
    assert len(set(texts)) >= len(texts) - 1  # 180° stands at both edges of the whole Earth


@given(st.floats(1e-3, 1e8))
def test_scale_bars_have_round_lengths(longest: float) -> None:
    """1, 2 or 5 times a power of ten, no longer than asked and at most 2.5 times shorter."""
    length = round_length_m(longest)
    assert length <= longest * (1 + 1e-12)
    assert longest < 2.5 * length * (1 + 1e-12)
    assert f"{length:.3e}"[0] in "125"

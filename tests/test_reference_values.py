"""Geodesics that others published or computed, to the last digit that they give."""

import numpy as np
import pytest
from geographiclib.geodesic import Geodesic

import geo
from geo.earth.geodesy import inverse


def test_new_york_to_paris() -> None:
    """A published line on WGS 84, to the digits printed.

    Source: C. F. F. Karney, GeodSolve manual page: JFK (40.6 -73.8) to Paris CDG (49 01'N 2 33'E):
    azimuths 53.47022 and 111.59367 degrees, 5853226 m.
    """
    distance, forward, back = inverse(-73.8, 40.6, 2 + 33 / 60, 49 + 1 / 60)
    assert distance == pytest.approx(5853226, abs=0.5)
    assert forward == pytest.approx(53.47022, abs=5e-6)
    assert back - 180 == pytest.approx(111.59367, abs=5e-6)


def test_boston_to_portland() -> None:
    """The line of pyproj's own documentation, azimuth included, against an independent implementation on WGS 84."""
    line = Geodesic.WGS84.Inverse(42.25, -71.11666666666667, 45.51666666666667, -123.68333333333334)
    distance, forward, _ = inverse(-71.11666666666667, 42.25, -123.68333333333334, 45.51666666666667)
    assert distance == pytest.approx(line["s12"], abs=1e-6)
    assert forward == pytest.approx(line["azi1"] % 360, abs=1e-9)


def _random_pairs(count: int) -> np.ndarray:
    """Uniform on the sphere; a quarter nearly antipodal, a quarter less than a kilometre apart."""
    rng = np.random.default_rng(20210402)
    lon = rng.uniform(-180, 180, (2, count))
    lat = np.degrees(np.arcsin(rng.uniform(-1, 1, (2, count))))
    quarter = count // 4
    lon[1, :quarter] = (lon[0, :quarter] + 180 + rng.uniform(-0.6, 0.6, quarter) + 180) % 360 - 180
    lat[1, :quarter] = np.clip(-lat[0, :quarter] + rng.uniform(-0.6, 0.6, quarter), -90, 90)
    near = slice(quarter, 2 * quarter)
    lon[1, near] = np.clip(lon[0, near] + rng.uniform(-0.005, 0.005, quarter), -180, 180)
    lat[1, near] = np.clip(lat[0, near] + rng.uniform(-0.005, 0.005, quarter), -90, 90)
    return np.array([lon[0], lat[0], lon[1], lat[1]])


def test_ten_thousand_pairs_agree_with_geographiclib() -> None:
    """An independent implementation gives the same distance to one micrometre, nearly antipodal pairs included."""
    lon1, lat1, lon2, lat2 = _random_pairs(10_000)
    ours = inverse(lon1, lat1, lon2, lat2)[0]
    mask = Geodesic.DISTANCE
    theirs = [Geodesic.WGS84.Inverse(*row, mask)["s12"] for row in zip(lat1, lon1, lat2, lon2, strict=True)]
    assert np.abs(ours - np.array(theirs)).max() <= 1e-6


def test_the_comparison_can_fail() -> None:
    """A sphere of the same size is not within a micrometre, nor within a metre."""
    lon1, lat1, lon2, lat2 = np.radians(_random_pairs(100))
    half = np.sin((lat2 - lat1) / 2) ** 2 + np.cos(lat1) * np.cos(lat2) * np.sin((lon2 - lon1) / 2) ** 2
    sphere = 2 * 6_371_008.8 * np.arcsin(np.sqrt(half))
    ours = inverse(*np.degrees([lon1, lat1, lon2, lat2]))[0]
    assert np.abs(ours - sphere).max() > 1


def test_the_published_coordinates(sites: geo.Sites) -> None:
    """The finding of the real record: 1,275.598 m at 104.416 degrees, 284.425 back, 495.6 m more than 780."""
    measured = geo.measure(sites["fragment-site-1"], sites["fragment-site-2"])
    assert measured.distance_m == pytest.approx(1275.598, abs=5e-4)
    assert measured.forward_azimuth_deg == pytest.approx(104.416, abs=5e-4)
    assert measured.back_azimuth_deg == pytest.approx(284.425, abs=5e-4)
    assert measured.distance_m - 780 == pytest.approx(495.6, abs=0.05)

import itertools
import math
from unittest.mock import Mock

import antimeridian
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import geo
from geo import Position, Zone
from geo.earth.area import shapes
from geo.earth.geodesy import destination
from geo.judge.zones.combined_area import MOST_DRAWN_FINELY, intersect_zones, unite_zones
from geo.judge.zones.zone import Edge

EVERYWHERE = {
    "Shusha": (46.7483, 39.7583),
    "60° north": (46.7483, 60.0),
    "on the 180° meridian": (180.0, -16.5),
    "a pole inside": (20.0, 89.9995),
    "on a pole": (0.0, -90.0),
}


def zone(lon: float, lat: float, radius: float = 200, uncertainty: float = 10) -> Zone:
    return Zone("s", Position(lon, lat, uncertainty), radius, None, ())


def lens_m2(one: float, other: float, away: float) -> float:
    """What two circles in a plane have in common; the Earth is one to a millionth at a few hundred metres."""
    if away >= one + other:
        return 0
    near = (away**2 + one**2 - other**2) / (2 * away)
    far = away - near
    return sum(r**2 * math.acos(x / r) - x * math.sqrt(r**2 - x**2) for r, x in ((one, near), (other, far)))


def test_the_record(assessment: geo.Assessment) -> None:
    """The two zones of 200 m lie apart, so that together they cover what each covers; either ring holds both, and the wider the narrower."""
    one, other, ring, wider = assessment.zones
    assert intersect_zones(one, other, Edge.POSSIBLE).area_m2 == 0
    assert intersect_zones(one, other).geometry.is_empty
    assert geo.unite_zones([one, other]).area_m2 == pytest.approx(2 * math.pi * 200**2, rel=2e-6)
    assert intersect_zones(one, ring).area_m2 == pytest.approx(one.area_m2, rel=2e-6)
    assert unite_zones(assessment.zones).area_m2 == pytest.approx(wider.area_m2, rel=2e-6)


@pytest.mark.parametrize(("lon", "lat"), EVERYWHERE.values(), ids=EVERYWHERE)
@pytest.mark.parametrize("away", [50, 395, 415])
def test_two_zones_overlap_as_two_circles_do(lon: float, lat: float, away: float) -> None:
    """At each edge: 190, 200 and 210 m around centres 50 to 425 m apart."""
    one, other = zone(lon, lat), zone(*destination(lon, lat, 115.0, float(away)))
    for edge, radius in zip(Edge, (190, 200, 210), strict=True):
        lens = lens_m2(radius, radius, away)
        assert intersect_zones(one, other, edge).area_m2 == pytest.approx(lens, abs=1)
        assert unite_zones([one, other], edge).area_m2 == pytest.approx(2 * math.pi * radius**2 - lens, abs=1)


def test_a_zone_is_drawn_once_for_all_its_pairs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Across the 180th meridian, where a circle is cut, which takes long, a zone is cut once at each edge, however many pairs it is in."""
    shapes.make_disc.cache_clear()
    cut = Mock(wraps=antimeridian.fix_polygon)
    monkeypatch.setattr(antimeridian, "fix_polygon", cut)
    zones = [zone(180.0, 10 + number / 1e4) for number in range(5)]
    for one, other in itertools.combinations(zones, 2):
        assert intersect_zones(one, other).area_m2
    assert cut.call_count == 5


@settings(max_examples=15)
@given(
    st.sampled_from(list(EVERYWHERE.values())),
    st.floats(0, 360),
    st.floats(0, 1_200_000),
    st.floats(1000, 600_000),
    st.floats(1000, 600_000),
)
def test_what_is_common_is_counted_once(
    at: tuple[float, float], azimuth: float, away: float, one_m: float, other_m: float
) -> None:
    """Union and intersection together are what both zones are, also of hundreds of kilometres."""
    one, other = zone(*at, one_m), zone(*destination(*at, azimuth, away), other_m)
    both = one.area_m2 + other.area_m2
    assert unite_zones([one, other]).area_m2 + intersect_zones(one, other).area_m2 == pytest.approx(both, rel=3e-6)


def test_nothing_is_certain() -> None:
    """Where the centre is less well known than the radius is long, the certain edge covers nothing."""
    vague = zone(0, 0, 5)
    assert unite_zones([vague], Edge.CERTAIN).area_m2 == 0
    assert unite_zones([vague], Edge.CERTAIN).geometry.is_empty
    assert intersect_zones(vague, zone(0, 0), Edge.CERTAIN).area_m2 == 0
    assert unite_zones([]).area_m2 == 0


def test_many_zones() -> None:
    """Drawn less finely, and too small by 0.03 % at most."""
    zones = [zone(number / 100, 0) for number in range(MOST_DRAWN_FINELY + 1)]
    share = unite_zones(zones).area_m2 / sum(one.area_m2 for one in zones)
    assert -3e-4 < share - 1 < -1e-5

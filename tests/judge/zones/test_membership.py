import json
import random
from pathlib import Path

import pytest

import geo
from geo import Position, Sites, Zone
from geo.earth.geodesy import destination
from geo.judge.zones.membership import find_memberships
from geo.judge.zones.zone import Membership, ZoneKind
from geo.record.kinds import FragmentSite, Place, Record, StrikeReport
from tests.conftest import DATA

CENTERS = [(46.75, 39.76), (180.0, 10.0), (-179.9999, -65.0), (0.0, 90.0), (77.0, -89.99)]


def scattered(seed: int) -> list[Record]:
    """Sites around five centres, from a metre to a thousand kilometres away, known to a centimetre or to 10 km."""
    rng = random.Random(seed)
    found: list[Record] = []
    for number in range(200):
        at = destination(*rng.choice(CENTERS), rng.uniform(0, 360), 10 ** rng.uniform(0, 6))
        known = 10 ** rng.uniform(-2, 4)
        found.append(FragmentSite(id=f"site-{number}", position=Position(*at, known)))
    ring = ((46.7, 39.7), (46.8, 39.7), (46.8, 39.8), (46.7, 39.8), (46.7, 39.7))
    town = Place(id="town", position=Position(46.75, 39.75, 7100), polygon=(ring,), uncertainty_m=None)
    field = FragmentSite(id="field", position=town.position, polygon=(ring,), uncertainty_m=None)
    return [*found, town, field, Place(id="nowhere", position=None)]


@pytest.mark.parametrize("seed", range(3))
def test_nobody_is_missed(seed: int) -> None:
    """The same answers as each zone gives of each record, at the poles and across the 180° meridian as well."""
    records = scattered(seed)
    zones = [
        Zone(record.id, record.position, 10.0 ** (index % 6), None, (), ZoneKind.RANGE, "c", index % 3)
        for index, record in enumerate(records[:100])
        if isinstance(record, FragmentSite) and record.position
    ]
    answers = set()
    for zone, members in zip(zones, find_memberships(zones, Sites("x", "", tuple(records))), strict=True):
        others = [one for one in records if isinstance(one, FragmentSite | Place) and one.position and one.id != zone.around]
        expected = {one.id: zone.membership(one) for one in others}
        assert members.zone is zone
        assert members.inside == tuple(one for one, answer in expected.items() if answer is Membership.INSIDE)
        assert members.possibly == tuple(one for one, answer in expected.items() if answer is Membership.POSSIBLY)
        assert members.outside == list(expected.values()).count(Membership.OUTSIDE)
        answers |= set(expected.values())
    assert answers == set(Membership)


def test_the_record(assessment: geo.Assessment) -> None:
    """Each fragment site lies in the zone of the strike that is given its coordinates; both towns lie in either ring."""
    one, other, *rings = assessment.memberships()
    assert (one.inside, one.possibly, one.outside) == (("fragment-site-1",), ("place-shusha",), 4)
    assert (other.inside, other.possibly, other.outside) == (("fragment-site-2",), ("place-shusha",), 4)
    assert len(rings) == 2
    for ring in rings:
        assert set(ring.inside) >= {"strike-1", "place-stepanakert"}
        assert (len(ring.inside), ring.possibly, ring.outside) == (6, (), 0)


def test_the_outline_of_a_site_decides() -> None:
    """As that of a place does: a long one may lie in a zone that the circle around it leaves."""
    ring = ((46.74, 39.76), (46.76, 39.76), (46.76, 39.7601), (46.74, 39.7601), (46.74, 39.76))
    site = FragmentSite(id="a", position=Position(46.75, 39.76, 860), polygon=(ring,), uncertainty_m=None)
    zone = Zone("s", Position(46.75, 39.765), 1100, None, ())
    assert zone.membership(site) is Membership.INSIDE
    (members,) = find_memberships([zone], Sites("x", "", (StrikeReport(id="s", position=zone.center), site)))
    assert members.inside == ("a",)


def test_an_outline_is_as_wide_as_it_is(tmp_path: Path) -> None:
    """Whatever its uncertainty says of printing, a strike at the corner of a town may have struck the town."""
    ring = [[46.7, 39.7], [46.8, 39.7], [46.8, 39.8], [46.7, 39.8], [46.7, 39.7]]
    town = {"kind": "place", "uncertainty_m": 5, "uncertainty_includes_printing": True}
    features = [
        {"type": "Feature", "id": "town", "geometry": {"type": "Polygon", "coordinates": [ring]}, "properties": town},
        {
            "type": "Feature",
            "id": "s",
            "geometry": {"type": "Point", "coordinates": [46.6999999, 39.6999999]},
            "properties": {"kind": "strike_report", "lethal_radius_m": 200},
        },
    ]
    (tmp_path / "s.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
    assessment = geo.assess(geo.read_sites(tmp_path / "s.geojson"))
    (members,) = assessment.memberships()
    assert members.possibly == ("town",)
    place = assessment.sites["town"]
    assert isinstance(place, Place)
    assert place.position
    assert place.position.uncertainty_m == pytest.approx(7013.929 + 5, abs=0.01)


def test_no_zones_no_members() -> None:
    """A file without a position has no memberships."""
    assert list(find_memberships([], Sites("x", "", ()))) == []


def test_zones_alone_hold_nobody() -> None:
    """In a file of zones alone, each has an answer, which is nobody."""
    found = geo.assess(geo.read_sites(DATA / "good" / "zones.geojson").select(kind="zone"))
    assert found.zones
    members = [(one.zone, one.inside, one.possibly, one.outside) for one in found.memberships()]
    assert members == [(zone, (), (), 0) for zone in found.zones]

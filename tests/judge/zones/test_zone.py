import json
from pathlib import Path

import pytest

import geo
from geo import Position, Zone
from geo.earth.geodesy import destination, inverse
from geo.judge.zones.zone import WARNINGS, Membership, Overlap, ZoneKind, measure_pair
from geo.record.attributes import read_range
from geo.record.kinds import FragmentSite, Located, Place, StrikeReport


def zone(lon: float, lat: float, radius: float = 200, uncertainty: float = 10) -> Zone:
    return Zone("s", Position(lon, lat, uncertainty), radius, None, ())


def test_the_record(assessment: geo.Assessment) -> None:
    """Two circles of 200 m, 875.6 m apart edge to edge, and rings of 280 km, and of 400 to 500 km, that hold both."""
    between, *others = assessment.zone_pairs
    assert between.gap_m == pytest.approx(875.598, abs=5e-4)
    assert between.overlap is Overlap.APART
    assert [(pair.overlap, pair.nested) for pair in others] == [(Overlap.OVERLAP, True)] * 5
    assert [z.radius_m for z in assessment.zones] == [200, 200, 280_000, 450_000]
    assert [z.strike for z in assessment.zones] == ["strike-1", "strike-2", None, None]
    assert assessment.zones[0].possible_m - assessment.zones[0].certain_m == pytest.approx(2 * 0.3896, abs=1e-3)


@pytest.mark.parametrize("center", [(46.74, 39.76), (180, 0), (-179.9999, 70), (0, 90), (30, -89.9999)])
@pytest.mark.parametrize(
    ("away", "uncertainty", "membership"),
    [
        (189, 0, Membership.INSIDE),
        (191, 0, Membership.POSSIBLY),
        (209, 0, Membership.POSSIBLY),
        (211, 0, Membership.OUTSIDE),
        (100, 89, Membership.INSIDE),
        (100, 91, Membership.POSSIBLY),
        (300, 89, Membership.OUTSIDE),
        (300, 91, Membership.POSSIBLY),
    ],
)
def test_membership_has_three_answers(
    center: tuple[float, float], away: float, uncertainty: float, membership: Membership
) -> None:
    """Certain, possible, outside: everywhere on Earth, with both uncertainties added."""
    lon, lat = destination(*center, 77.0, away)
    assert zone(*center).membership(Position(lon, lat, uncertainty)) is membership


@pytest.mark.parametrize(
    ("away", "overlap"), [(379, Overlap.OVERLAP), (381, Overlap.POSSIBLE), (419, Overlap.POSSIBLE), (421, Overlap.APART)]
)
def test_overlap_of_two_zones(away: float, overlap: Overlap) -> None:
    """Two zones of 200 m, each centre known to 10 m."""
    lon, lat = destination(179.999, 0.0, 90.0, away)
    between = measure_pair(zone(179.999, 0), zone(lon, lat))
    assert between.overlap is overlap
    assert between.gap_m == pytest.approx(away - 400, abs=1e-6)


def test_a_radius_smaller_than_the_uncertainty() -> None:
    """Nothing is certain then, and the certain edge is nowhere."""
    vague = zone(0, 0, radius=5)
    assert vague.certain_m == 0
    assert vague.membership(Position(0, 0)) is Membership.POSSIBLY


def test_each_zone_warns(assessment: geo.Assessment) -> None:
    """A radius at which fragments can kill is not a safe distance; a range says nothing of a launch. Each zone says so."""
    assert zone(0, 0).warning == "A radius at which fragments can kill is not a safe distance."
    assert "does not say where anything was launched" in assessment.zones[2].warning
    assert set(WARNINGS) == set(ZoneKind)


def test_a_reported_range(assessment: geo.Assessment) -> None:
    """280 km may stand for 270 to 290 km, and Shusha's centre is known to 1,337 m: both widen what is possible."""
    ring = assessment.zones[2]
    assert (ring.kind, ring.around, ring.claim, ring.sources) == (
        ZoneKind.RANGE, "place-shusha", "claim-range", ("oc-media-2021-04-01",),
    )  # fmt: skip
    assert ring.basis == "OC Media: The Iskander-E has a range of 280 km"
    assert ring.certain_m == pytest.approx(270_000 - ring.center.uncertainty_m)
    assert ring.possible_m == pytest.approx(290_000 + ring.center.uncertainty_m)
    assert ring.center.uncertainty_m == pytest.approx(1337, abs=0.5)
    assert ring.area_m2 == pytest.approx(246_261_261_624, rel=1e-8)


@pytest.mark.parametrize(
    ("attribute", "value"),
    [
        ("range_km", "280"),
        ("range_km", "280.0"),
        ("range_km", "280.00000000000006"),
        ("range_km", "279.99999999999994"),
        ("range_km", " 280\u00a0"),
        ("range_km", "\u200b280\u200e"),
        ("range_km", "２８０"),
        ("range_km", "２８０.0"),
        ("range_km", "٢٨٠"),
        ("range_km", "2.8e2"),
        ("range_km", "280\u202fkm"),
        ("range_m", "280000.00000000006"),
        ("range_m", "280\u202f000\u00a0m"),
        ("range", "280\u00a0km"),
        ("range", "\u200e２８０ km"),
    ],
)
def test_a_reported_range_is_read_without_what_software_adds(attribute: str, value: str) -> None:
    """Neither binary noise, a lone ".0", invisible characters nor the digits of another script change what a range leaves open."""
    assert read_range(attribute, value) == (280_000, 10_000)


@pytest.mark.parametrize(
    ("attribute", "value"), [("range_km", "999999999"), ("range_m", "1e9"), ("range_km", "0.0"), ("range_km", "-280")]
)
def test_a_range_that_no_range_can_be_is_none(attribute: str, value: str) -> None:
    """A range beyond half the Earth, of nothing or below it is no range, however it is written."""
    assert read_range(attribute, value) is None


def test_a_range_from_one_figure_to_another(assessment: geo.Assessment) -> None:
    """400 to 500 km leaves half of its width open at either end: 350 to 550 km, around 450."""
    ring = assessment.zones[3]
    assert (ring.claim, ring.radius_m, ring.radius_off_m) == ("claim-range-m", 450_000, 100_000)
    assert ring.certain_m == pytest.approx(350_000 - ring.center.uncertainty_m)
    assert ring.possible_m == pytest.approx(550_000 + ring.center.uncertainty_m)


@pytest.mark.parametrize(
    ("away", "membership"),
    [
        (274_989, Membership.INSIDE),
        (274_991, Membership.POSSIBLY),
        (285_009, Membership.POSSIBLY),
        (285_011, Membership.OUTSIDE),
    ],
)
def test_membership_in_a_range(away: float, membership: Membership) -> None:
    """The printed precision of the range and the uncertainty of the centre add."""
    ring = Zone("p", Position(46.75, 39.76, 10), 280_000, None, (), ZoneKind.RANGE, "c", 5000)
    assert ring.membership(Position(*destination(46.75, 39.76, 200.0, away))) is membership


@pytest.mark.parametrize(
    ("away", "overlap"),
    [(275_179, Overlap.OVERLAP), (275_181, Overlap.POSSIBLE), (285_219, Overlap.POSSIBLE), (285_221, Overlap.APART)],
)
def test_overlap_of_two_kinds(away: float, overlap: Overlap) -> None:
    """A range of 280 km ± 5 km and a lethal radius of 200 m, both centres known to 10 m: they meet where both reach."""
    ring = Zone("p", Position(0, 0, 10), 280_000, None, (), ZoneKind.RANGE, "c", 5000)
    lon, lat = destination(0.0, 0.0, 90.0, away)
    assert measure_pair(ring, zone(lon, lat)).overlap is overlap


@pytest.mark.parametrize(
    ("attribute", "value", "radius", "off"),
    [
        ("range_km", 280, 280_000, 10_000),
        ("range_km", "280", 280_000, 10_000),
        ("range_km", 2.5, 2500, 250),
        ("range_m", 785, 785, 2.5),
        ("range_km", "280 km", 280_000, 10_000),
        ("range", "280 km", 280_000, 10_000),
        ("range", "about 280 km", 280_000, 56_000),
        ("range", "up to 280 km", 280_000, 0),
        ("range_km", "400 to 500", 450_000, 100_000),
        ("range", "280", None, None),
        ("range", "at least 280 km", None, None),
        ("range_km", "unknown", None, None),
        ("range_km", 0, None, None),
        ("range_km", -280, None, None),
        ("range_km", 9_999, None, None),
        ("range_km", "inf", None, None),
        ("range_miles", 280, None, None),
    ],
    ids=repr,
)
def test_what_gives_a_range(tmp_path: Path, attribute: str, value: object, radius: float | None, off: float | None) -> None:
    """A distance above 0, as a number or as printed, that leaves the zone below 10,000 km; around what has a position, once."""
    claim = {"kind": "attribute_claim", "about": ["a", "a", "nowhere"], "attribute": attribute, "value": value}
    point = {"type": "Point", "coordinates": [46.75, 39.75]}
    rows = [("a", point, {"kind": "place", "uncertainty_m": 1000}), ("nowhere", None, {"kind": "place"}), ("c", None, claim)]
    features = [{"type": "Feature", "id": one, "geometry": at, "properties": known} for one, at, known in rows]
    file = tmp_path / "sites.geojson"
    file.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    assessment = geo.assess(geo.read_sites(file))
    assert [(ring.radius_m, ring.radius_off_m) for ring in assessment.zones] == ([(radius, off)] if radius else [])
    assert assessment.findings[0].verdict is geo.Verdict.UNTESTABLE


@pytest.mark.parametrize(
    ("radius", "membership"),
    [(847, Membership.OUTSIDE), (848, Membership.POSSIBLY), (11_551, Membership.POSSIBLY), (11_552, Membership.INSIDE)],
)
@pytest.mark.parametrize("kind", [Place, FragmentSite, StrikeReport])
def test_a_record_with_an_outline(kind: type[Located], radius: float, membership: Membership) -> None:
    """Its nearest and its farthest point count: 857.2 m and 11,541.5 m from the zone's centre here, the centre known to 10 m."""
    ring = ((46.7, 39.7), (46.8, 39.7), (46.8, 39.8), (46.7, 39.8), (46.7, 39.7))
    town = kind(id="town", position=Position(46.75, 39.75, 7100), polygon=(ring,), uncertainty_m=None)
    lon, lat = 46.69, 39.74
    nearest, farthest = (inverse(lon, lat, *point)[0] for point in ((46.7, 39.74), (46.8, 39.8)))
    assert [nearest, farthest] == pytest.approx([857.2, 11_541.5], abs=0.1)
    assert zone(lon, lat, radius).membership(town) is membership

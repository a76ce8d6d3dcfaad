"""Zones that are reported as such: their edges, what lies inside, and how they lie to each other."""

import json
import math
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
import shapely

import geo
from geo.earth.geodesy import destination
from geo.judge.zones.zone import WARNINGS, Edge, Membership, Overlap, ZoneKind
from geo.record.facts import ZONE_NAMES, ZONE_SENTENCES
from geo.record.kinds import ZoneType
from geo.record.reading import read_data
from tests.conftest import DATA

AT = {"type": "Point", "coordinates": [18.05, 40.6]}
FIELD = [[18.05, 40.6], [18.07, 40.605], [18.068, 40.625], [18.052, 40.62], [18.05, 40.6]]


def assess(*features: dict[str, Any]) -> geo.Assessment:
    """The assessment of some features, which have no errors."""
    made = [{"type": "Feature", "id": f"r{number}", **one} for number, one in enumerate(features)]
    reading = read_data("s", json.dumps({"type": "FeatureCollection", "features": made}).encode())
    assert not reading.errors, reading.errors
    return geo.assess(reading.sites)


def zone(geometry: dict[str, Any] | None = AT, **said: Any) -> dict[str, Any]:
    return {"geometry": geometry, "properties": {"kind": "zone", "zone_type": "cordon", "uncertainty_m": 20, **said}}


def site(lon: float, lat: float, **said: Any) -> dict[str, Any]:
    geometry = {"type": "Point", "coordinates": [lon, lat]}
    return {"geometry": geometry, "properties": {"kind": "fragment_site", "uncertainty_m": 10, **said}}


@pytest.mark.parametrize(
    ("said", "edges"),
    [
        ({"radius_m": 600}, (580, 600, 620)),
        ({"published_radius": "600 m"}, (580, 600, 620)),
        ({"published_radius": "2 NM"}, (3684, 3704, 3724)),
        ({"published_radius": "about 300 m"}, (180, 300, 420)),
        ({"published_radius": "up to 300 m"}, (0, 300, 320)),
        ({"published_radius": "200 to 400 m"}, (80, 300, 520)),
        ({"radius_m": 10}, (0, 10, 30)),
        ({"length_m": 1000, "width_m": 800}, (380, math.hypot(500, 400), math.hypot(500, 400) + 20)),
    ],
)
def test_the_radii_of_circles(said: dict[str, Any], edges: tuple[float, float, float]) -> None:
    """A radius is taken as it stands, unless its words leave more open; the middle's uncertainty is added on both sides."""
    (found,) = assess(zone(**said)).zones
    assert (found.certain_m, found.radius_m, found.possible_m) == pytest.approx(edges)


def test_each_sort_has_a_name_and_a_sentence_of_its_own() -> None:
    """What a zone means is said of each sort apart, and on the assessment's zone as on the record."""
    assert set(ZONE_NAMES) == set(ZONE_SENTENCES) == set(ZoneType)
    assert len(set(ZONE_NAMES.values())) == len(set(ZONE_SENTENCES.values())) == len(ZoneType)
    for one in ZoneType:
        (found,) = assess(zone(radius_m=300, zone_type=one.value)).zones
        assert (found.kind.value, found.warning) == (ZONE_NAMES[one].lower(), ZONE_SENTENCES[one])
    assert set(WARNINGS) == set(ZoneKind)


def test_no_sort_is_called_safe() -> None:
    """No sentence says of a zone that it, or what lies beyond its edge, is safe: wherever the word stands, it is denied."""
    for sentence in WARNINGS.values():
        for said in sentence.split(". "):
            if "safe" in said:
                assert "not" in said.split("safe", maxsplit=1)[0], said


def test_a_polygon_has_three_edges() -> None:
    """Its own in the middle, with what the stated uncertainty leaves open on both sides."""
    (found,) = assess(zone({"type": "Polygon", "coordinates": [FIELD]}, uncertainty_m=80)).zones
    areas = [found.area(edge) for edge in (Edge.CERTAIN, Edge.NOMINAL, Edge.POSSIBLE)]
    assert areas[2].covers(areas[1])
    assert areas[1].covers(areas[0])
    assert areas[1].symmetric_difference(shapely.Polygon(FIELD)).area < 1e-9
    assert (found.certain_m, found.radius_text) == (0.0, "drawn as a polygon")


def test_what_cannot_be_drawn_is_no_zone() -> None:
    """Without a position nothing is drawn; what is as wide as half of the Earth is refused, and not left out in silence."""
    assert assess(zone(None, radius_m=300)).zones == ()
    far = [[-80, -60], [80, -60], [80, 60], [-80, 60], [-80, -60]]
    for given in (zone({"type": "Polygon", "coordinates": [far]}), zone(length_m=12_000_000, width_m=10)):
        with pytest.raises(geo.SitesError, match="from its middle; wanted less than 5,000 km"):
            geo.sites_from({"type": "Feature", "id": "r", **given})


def test_who_lies_in_a_polygon() -> None:
    """Surely inside, in the band of the edge, reaching into it, and outside; a zone is never counted in another."""
    polygon = {"type": "Polygon", "coordinates": [FIELD]}
    town = [[18.04, 40.59], [18.06, 40.59], [18.06, 40.61], [18.04, 40.61], [18.04, 40.59]]
    places = [
        site(18.06, 40.612),
        site(18.0503, 40.601),
        site(18.02, 40.6),
        site(18.06, 40.612, uncertainty_m=3000),
        {"geometry": {"type": "Polygon", "coordinates": [town]}, "properties": {"kind": "place"}},
    ]
    found = assess(zone(polygon, uncertainty_m=80), *places, zone(radius_m=100))
    members = next(found.memberships())
    assert (members.inside, members.possibly, members.outside) == (("r1",), ("r2", "r4", "r5"), 1)
    assert found.zones[0].membership(geo.Position(18.06, 40.612)) is Membership.INSIDE
    with pytest.raises(ValueError, match="position"):
        found.zones[0].membership(assess({"geometry": None, "properties": {"kind": "place"}}).sites["r0"])


def test_somewhere_in_here_and_all_of_this() -> None:
    """The outline of a site says where one place may be, and so it decides claims; that of a zone does not take part."""
    polygon = {"type": "Polygon", "coordinates": [FIELD]}
    strike = {"geometry": polygon, "properties": {"kind": "strike_report"}}
    found = assess(strike, zone(polygon))
    assert [one.around for one in found.zones] == ["r1"]
    claim = {"geometry": None, "properties": {"kind": "distance_claim", "from": "r0", "to": "r1", "distance_m": 5}}
    features = [{"type": "Feature", "id": f"r{number}", **one} for number, one in enumerate((strike, zone(polygon), claim))]
    reading = read_data("s", json.dumps({"type": "FeatureCollection", "features": features}).encode())
    assert [one.code for one in reading.errors] == ["GEO048"]
    assert "nothing is measured" in reading.errors[0].message


@pytest.mark.parametrize(
    ("other", "overlap", "nested", "gap_m"),
    [
        (zone(radius_m=300, zone_type="sea"), Overlap.OVERLAP, False, 0.0),
        (zone({"type": "Point", "coordinates": [18.06, 40.612]}, radius_m=100), Overlap.OVERLAP, True, 0.0),
        (
            zone({"type": "Point", "coordinates": [18.06, 40.590]}, radius_m=1276, uncertainty_m=60),
            Overlap.POSSIBLE,
            False,
            43.0,
        ),
        (zone({"type": "Point", "coordinates": [18.00, 40.6]}, radius_m=100), Overlap.APART, False, 4133.0),
    ],
)
def test_pairs_of_which_one_is_a_polygon(other: dict[str, Any], overlap: Overlap, nested: bool, gap_m: float) -> None:
    """They surely overlap if what is certain of both does, and lie apart if not even what is possible does."""
    (pair,) = assess(zone({"type": "Polygon", "coordinates": [FIELD]}, uncertainty_m=80), other).zone_pairs
    assert (pair.overlap, pair.nested) == (overlap, nested)
    assert pair.gap_m == pytest.approx(gap_m, abs=1.0)


def test_exposure_of_shapes(tmp_path: Path) -> None:
    """What lies inside of a polygon is counted at its three edges: points, lines with their metres, and polygons."""
    found = assess(zone({"type": "Polygon", "coordinates": [FIELD]}, uncertainty_m=80), zone(radius_m=300))
    shapes = [
        shapely.Point(18.06, 40.612),
        shapely.Point(18.0503, 40.601),
        shapely.Point(18.0495, 40.6),
        shapely.LineString([(18.06, 40.612), (18.06, 40.7)]),
        shapely.box(18.065, 40.61, 18.08, 40.62),
        shapely.Point(17.0, 40.6),
    ]
    gpd.GeoDataFrame({"n": range(len(shapes))}, geometry=shapes, crs=4326).to_file(tmp_path / "f.gpkg")
    field, circle = geo.count_exposure(found, tmp_path / "f.gpkg").rows
    assert [one.features for one in (field.certain, field.nominal, field.possible)] == [3, 4, 5]
    assert [one.features for one in (circle.certain, circle.nominal, circle.possible)] == [2, 2, 2]
    top = shapely.intersection(shapely.LineString([(18.06, 40.6), (18.06, 40.7)]), shapely.Polygon(FIELD)).coords[1][1]
    truth = geo.measure(geo.Position(18.06, 40.612), geo.Position(18.06, top)).distance_m
    assert field.nominal.length_m == pytest.approx(truth, abs=0.1)
    assert field.certain.length_m < field.nominal.length_m < field.possible.length_m


def test_exposure_across_the_180th_meridian() -> None:
    """A rectangle that crosses it holds features on both sides, however their longitudes are counted."""
    box = zone({"type": "Point", "coordinates": [179.999, 10]}, length_m=2000, width_m=1000, azimuth=90)
    points = [shapely.Point(179.995, 10), shapely.Point(-179.995, 10), shapely.Point(180.003, 10), shapely.Point(179.9, 10)]
    frame = gpd.GeoDataFrame(geometry=points, crs=4326)
    (row,) = geo.count_exposure(assess(box), frame).rows
    assert row.certain.features == row.possible.features == 3


def test_a_circle_and_its_polygon_hold_the_same() -> None:
    """A circle that is drawn as a polygon has the members, the area and the overlaps of the circle."""
    ring = [destination(18.05, 40.6, -way, 600.0)[:2] for way in range(0, 360, 2)]
    drawn = zone({"type": "Polygon", "coordinates": [[*ring, ring[0]]]})
    sites = [site(18.05 + step / 1000, 40.6) for step in range(12)]
    found = assess(zone(radius_m=600), drawn, *sites)
    circle, polygon = found.memberships()
    assert (circle.inside, circle.possibly) == (polygon.inside, polygon.possibly)
    assert circle.zone.area_m2 == pytest.approx(polygon.zone.area_m2, rel=1e-3)


def test_frames_have_all_zones() -> None:
    """Radii of what is no circle are missing in the table, its polygon is there."""
    frame = geo.assess(geo.read_sites(DATA / "good" / "zones.geojson")).zones_frame()
    assert frame.radius_m.isna().tolist() == [False, False, False, True, True, False]
    assert (frame.geometry.geom_type == "Polygon").all()
    assert frame.kind.tolist()[3] == "debris field"

import json
import math
import re
from typing import Any

import geopandas as gpd
import numpy as np
import pytest
import shapely

import geo
from geo.earth.geodesy import destination, inverse
from geo.judge.solve import narrow_regions
from geo.judge.solve.search import Answer
from geo.record.reading import read_data
from geo.show.answers.locus import locus_sentences
from tests.conftest import ROOT
from tests.written import apart, feature, towards, written

A = (46.742750, 39.760583)
EARTH_M2 = 510_065_621.724e6
"""Source: the surface of the ellipsoid of WGS 84, 2 pi a² (1 + (1 - e²) / e · artanh e)."""


def test_the_record(sites: geo.Sites) -> None:
    """Half of the ring of 770 to 790 m, widened by 0.39 m on each side: 50,918 m², and 32 m² beside the sectors' edges."""
    locus = geo.locate("fragment-site-2", sites)
    known = sites["fragment-site-1"].position.uncertainty_m  # type: ignore[attr-defined]
    ring = math.pi * ((790 + known) ** 2 - (770 - known) ** 2)
    assert locus.area_m2 == pytest.approx(ring / 2 + 4 * known * (20 + 2 * known), rel=1e-3)
    assert locus.claims == ("claim-separation", "claim-direction")
    assert locus.answer is Answer.FEASIBLE
    assert locus.off_m == pytest.approx(546.5, abs=0.1)  # to the eastern corner of the north-eastern arc
    assert locus.geometry
    assert len(shapely.get_parts(locus.geometry)) == 2


@pytest.mark.parametrize("center", [(46.74, 39.76), (180.0, 0.0), (-179.9999, 65.0), (10.0, -89.5)])
@pytest.mark.parametrize("azimuth", [0.0, 60.0, 104.0, 250.0])
def test_a_ring_holds_what_is_that_far_away(center: tuple[float, float], azimuth: float) -> None:
    """From everywhere: what lies 5,000 m away is inside, less than 4,000 and more than 6,000 m are outside."""
    sites = written({"a": center, "x": None}, apart("a", "x", 5000))
    locus = geo.locate("x", sites)
    error = sites["a"].position.uncertainty_m  # type: ignore[attr-defined]
    assert locus.geometry
    for away, inside in (
        (5000, True),
        (4010 - error, True),
        (3990 - error, False),
        (5990 + error, True),
        (6010 + error, False),
    ):
        at = shapely.Point(*destination(*center, azimuth, away))
        assert (locus.geometry.distance(at) < 1e-9) is inside  # on the 180th meridian it lies on the edge of a piece


@pytest.mark.parametrize("name", ["sites.geojson", "tests/data/fifty-sites.geojson"])
def test_what_is_plainly_not_worth_cutting_is_not_cut(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each area is the same, corner by corner, where every limit is applied; and there is something that need not be."""
    assessment = geo.assess(ROOT / name)
    areas = [(one.site, one.geometry) for one in assessment.loci]
    bounds: list[float] = []

    def note(*given: Any) -> float:
        bounds.append(most_taken_m2(*given) / given[0].area)
        return math.inf

    most_taken_m2 = narrow_regions._most_taken_m2
    monkeypatch.setattr(narrow_regions, "_most_taken_m2", note)
    assert [(one.site, one.geometry) for one in geo.assess(assessment.sites).loci] == areas
    assert areas
    assert min(bounds) < 1 - narrow_regions._WORTH < max(bounds)


def test_a_direction_from_the_unknown_end() -> None:
    """North is that of the site itself: along the edge of the area the azimuth there is the one claimed, far away as well."""
    locus = geo.locate(
        "x", written({"a": A, "x": None}, towards("x", "a", "45.1° true"), apart("x", "a", 400_000, tolerance_m=5000))
    )
    assert locus.geometry
    corners = shapely.get_coordinates(locus.geometry)
    azimuths = [inverse(lon, lat, *A)[1] for lon, lat in corners.tolist()]
    assert 44.85 < min(azimuths) < 45.01
    assert 45.19 < max(azimuths) < 45.35


def test_through_others_without_a_position() -> None:
    """A chain of two distances reaches as far as both together, and no nearer than one less the other: 20 to 180 m."""
    locus = geo.locate("y", written({"a": A, "x": None, "y": None}, apart("a", "x", 100), apart("x", "y", 20)))
    assert locus.claims == ("c0", "c1")
    assert locus.area_m2 == pytest.approx(math.pi * (180.4**2 - 19.6**2), rel=0.01)


def test_nothing_can_be_drawn_where_nothing_fits() -> None:
    """Two circles that do not meet leave no area."""
    locus = geo.locate(
        "x", written({"a": A, "b": (46.757167, 39.757722), "x": None}, apart("a", "x", 300), apart("b", "x", 300))
    )
    assert (locus.is_feasible, locus.geometry, locus.area_m2, locus.bbox) == (False, None, 0.0, None)


def test_over_the_180th_meridian() -> None:
    """West is greater than east then, as RFC 7946 has it."""
    box = geo.locate("x", written({"a": (179.9999, 10.0), "x": None}, apart("a", "x", 1000))).bbox
    assert box
    assert box[0] > 179
    assert box[2] < -179


def test_an_area_cut_beside_a_corner() -> None:
    """Cutting at the 180th meridian rounds; an area that crosses itself by then is mended."""
    known = {"kind": "fragment_site", "uncertainty_m": 50, "uncertainty_includes_printing": True}
    claims = [
        {"kind": "within_claim", "site": "p0", "of": "p1", "distance_m": 2341},
        apart("p1", "p2", 2988, modifier="at_most"),
        towards("p1", "p2", "56.6"),
        towards("p2", "p1", "236.6"),
        towards("p2", "p1", "ENE", axis=True),
        {"kind": "within_claim", "site": "p2", "of": "p0", "distance_m": 4638},
        apart("p0", "p1", 2340, tolerance_m=47),
        towards("p0", "p1", "E"),
        {"kind": "within_claim", "site": "p1", "of": "p2", "distance_m": 2298},
    ]
    features = [
        feature("p0", "null", {"kind": "fragment_site"}),
        feature("p1", "null", {"kind": "fragment_site"}),
        feature("p2", '{"type": "Point", "coordinates": [-179.9889665, 54.9957297]}', known),
        *(feature(f"c{number}", "null", claim) for number, claim in enumerate(claims)),
    ]
    sites = read_data("f", f'{{"type": "FeatureCollection", "features": [{",".join(features)}]}}'.encode()).sites
    locus = geo.locate("p0", sites)
    assert locus.geometry
    assert locus.geometry.is_valid


def test_beside_a_pole() -> None:
    """A long edge that passes a pole is divided as finely as it takes there: a place 40 m inside of it is inside."""
    a = (-69.213358, 89.822184)
    there = json.dumps({"type": "Point", "coordinates": a})
    features = [feature("a", there, {"kind": "fragment_site", "uncertainty_m": 40})]
    features += [feature("x", "null", {"kind": "fragment_site"}), feature("c0", "null", towards("a", "x", "56.173° true"))]
    sites = read_data("f", f'{{"type": "FeatureCollection", "features": [{",".join(features)}]}}'.encode()).sites
    locus = geo.locate("x", sites)
    assert locus.geometry
    for away in (100, 500, 1000, 2_000, 5_000, 20_000, 50_000):
        assert locus.geometry.covers(shapely.Point(destination(*a, 56.173, away)))


def test_without_a_greatest_distance() -> None:
    """A direction alone goes on; the area is cut off and says so."""
    assert not geo.locate("x", written({"a": A, "x": None}, towards("a", "x", "N"))).is_bounded
    assert geo.locate("x", written({"a": A, "x": None}, apart("a", "x", 780))).is_bounded


@pytest.mark.parametrize(
    ("sites", "claims", "message"),
    [
        ({"x": None, "y": None}, [apart("x", "y", 5)], 'no claim ties "x" to a published position'),
        ({"x": A}, [], 'no claim ties "x" to a published position'),
    ],
)
def test_what_cannot_be_located(sites: dict[str, Any], claims: list[dict[str, Any]], message: str) -> None:
    """A site that cannot be located is given a reason."""
    with pytest.raises(ValueError, match=message):
        geo.locate("x", written(sites, *claims))


def test_a_site_that_is_an_area() -> None:
    """Two claims may refer to two of its points; and sought itself, it is one place like any other."""
    ring = [[46.74, 39.76], [46.76, 39.76], [46.76, 39.78], [46.74, 39.78], [46.74, 39.76]]
    area = f'{{"type": "Polygon", "coordinates": [{ring}]}}'
    plain = {"kind": "fragment_site"}
    features = [
        feature("field", area, plain),
        feature("a", '{"type": "Point", "coordinates": [46.7400000, 39.7600000]}', plain),
        feature("b", '{"type": "Point", "coordinates": [46.7600000, 39.7800000]}', plain),
        feature("c0", "null", apart("a", "field", 50)),
        feature("c1", "null", apart("b", "field", 50)),
    ]
    sites = read_data("f", f'{{"type": "FeatureCollection", "features": [{",".join(features)}]}}'.encode()).sites
    assert geo.find_conflicts(geo.assess(sites)).sets == ()
    assert not geo.locate("field", sites).is_feasible


@pytest.mark.parametrize("center", [(46.74, 39.76), (179.99, 10.0), (-180.0, -60.0), (10.0, 89.9)])
@pytest.mark.parametrize("reach", [3.0, 500.0, 30_000.0])
def test_the_bounds_hold_the_area(center: tuple[float, float], reach: float) -> None:
    """What is said in a few digits holds every corner of what is drawn, and is not much larger."""
    locus = geo.locate("x", written({"a": center, "x": None}, apart("a", "x", reach, modifier="at_most")))
    said = next(one for one in locus_sentences(locus) if one.startswith("That is"))
    corners = shapely.get_coordinates(locus.geometry)
    inside = np.zeros(len(corners), dtype=bool)
    for south, north, west, east in re.findall(r"latitude (\S+) to (\S+), longitude (\S+) to (\S+?)[; ]", said):
        lon = (corners[:, 0] - float(west)) % 360 <= (float(east) - float(west)) % 360 + 1e-9
        lon |= (corners[:, 0] >= float(west)) & (corners[:, 0] <= float(east))
        inside |= lon & (corners[:, 1] >= float(south)) & (corners[:, 1] <= float(north))
        height = float(north) - float(south)
        assert height <= 1.3 * np.ptp(corners[:, 1])
    assert inside.all()


def test_bounds_around_a_pole_have_few_digits() -> None:
    """Every longitude is meant there, and the height alone says to which digit."""
    locus = geo.locate("x", written({"a": (10.0, 89.9), "x": None}, apart("a", "x", 30_000, modifier="at_most")))
    assert next(one for one in locus_sentences(locus) if one.startswith("That is")) == (
        "That is latitude 89.63 to 90.00, longitude -180.00 to 180.00 (rounded outward)."
    )


def test_a_site_of_thousands_of_claims_is_located_by_the_first_of_them() -> None:
    """The area is larger without the others, and it is said how many are left out."""
    claims = [apart("a", "b", 300 + number / 1000, tolerance_m=50) for number in range(700)]
    found = geo.locate("a", written({"a": None, "b": (46.7427, 39.7606)}, *claims))
    assert (len(found.claims), found.left_out) == (200, 500)
    assert any("500 more claims about it are left out" in sentence for sentence in locus_sentences(found))


def test_a_claim_that_measures_nothing_leads_nowhere() -> None:
    """A site that only a claim about an attribute ties to one that others locate cannot be located, and the answer says so."""
    about = {"kind": "attribute_claim", "about": ["a", "b"], "attribute": "x", "value": "y"}
    sites = written({"a": None, "b": None, "p": A}, about, apart("b", "p", 500))
    with pytest.raises(ValueError, match="no claim ties"):
        geo.locate("a", sites)


@pytest.mark.parametrize("uncertainty_m", [9_000_000, 12_000_000, 20_000_000])
def test_around_the_whole_earth(uncertainty_m: int) -> None:
    """What lies somewhere beyond a place that is hardly known lies anywhere, which is said at once."""
    records = [
        {"id": "a", "kind": "strike_report", "uncertainty_m": uncertainty_m, "geometry": shapely.Point(0.1, 0.1)},
        {"id": "x", "kind": "fragment_site", "geometry": None},
        {"id": "c", "kind": "distance_claim", "from": "x", "to": "a", "published_distance": "at least 2 km", "geometry": None},
    ]
    locus = geo.locate("x", geo.sites_from(gpd.GeoDataFrame(records, crs=4326)))
    assert locus.geometry
    assert shapely.get_num_coordinates(locus.geometry) < 50_000
    assert "The claims do not bound the area; it is drawn as far as the search went." in locus_sentences(locus)
    assert (locus.area_m2 == pytest.approx(EARTH_M2, rel=1e-6)) is (uncertainty_m > 10_000_000)


@pytest.mark.parametrize(("distance_m", "is_ring"), [(16_000_000, True), (18_000_000, True), (19_990_000, False)])
def test_a_ring_ends_where_the_plane_does(distance_m: int, *, is_ring: bool) -> None:
    """Far beyond the hemisphere a ring is still one, and holds what is that far away; what reaches the antipode is all of the Earth."""
    locus = geo.locate("x", written({"a": A, "x": None}, apart("a", "x", distance_m)))
    assert locus.geometry
    assert locus.geometry.covers(shapely.Point(*destination(*A, 60.0, float(distance_m))))
    assert (locus.area_m2 < EARTH_M2 / 4) is is_ring

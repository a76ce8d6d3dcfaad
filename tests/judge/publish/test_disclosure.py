"""A published copy is attacked with nothing but the copy, and the places that anyone can look up."""

import json
import math
import random
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

import geo
from geo.earth.direction import compass_word
from geo.earth.geodesy import destination, inverse
from geo.earth.position import Position
from geo.judge.publish.disclosure import Disclosure
from geo.judge.publish.release import Release, Remedy, prepare_release
from geo.record.edit.edit import Original
from geo.record.json_file.parse import parse
from geo.record.kinds import Claim, DirectionClaim, DistanceClaim, FragmentSite, Located, WithinClaim
from geo.record.publish.precision import parse_precision
from geo.record.reading import read_data
from tests.conftest import DATA, ROOT

SECRET = {"published_coordinates": "39.760583 N 46.742750 E"}
TRUE = (46.742750, 39.760583)


def released(text: str, step: str = "0.01deg", remedy: Remedy = Remedy.NONE) -> Release:
    reading = read_data("s", text.encode())
    assert reading.errors == ()
    return prepare_release(Original("s", text.encode(), parse(text)), reading.sites, parse_precision(step), remedy)


def record(record_id: str, kind: str, **properties: Any) -> dict[str, Any]:
    return {"type": "Feature", "id": record_id, "geometry": None, "properties": {"kind": kind, **properties}}


def known(record_id: str, lon: float, lat: float, **more: Any) -> dict[str, Any]:
    at = f"{lat:.6f}, {lon:.6f}"
    return record(record_id, "place", published_coordinates=at, uncertainty_m=0, uncertainty_includes_printing=True, **more)


def distance(record_id: str, start: str, end: str, metres: float, **more: Any) -> dict[str, Any]:
    return record(record_id, "distance_claim", **{"from": start, "to": end}, distance_m=metres, **more)


def collection(*features: dict[str, Any]) -> str:
    return json.dumps({"type": "FeatureCollection", "features": list(features)})


def away(azimuth: float, metres: float, start: tuple[float, float] = TRUE) -> tuple[float, float]:
    return destination(*start, azimuth, metres)


SITE = record("secret", "fragment_site", **SECRET)
WELL, TOWER = known("well", *away(200, 900), name="The well"), known("tower", *away(80, 1500), name="The tower")
OTHER = record("other", "strike_report", published_coordinates="39.766000 N 46.752000 E")
REVEALING: dict[str, tuple[list[dict[str, Any]], set[str]]] = {
    "one distance": ([WELL, distance("c1", "well", "secret", 900)], {"c1"}),
    "two distances": ([WELL, TOWER, distance("c1", "well", "secret", 900), distance("c2", "secret", "tower", 1500)], {"c1", "c2"}),
    "a distance that is a little wrong": ([WELL, distance("c1", "well", "secret", 930)], {"c1"}),
    "within": ([known("x", *away(0, 20), name="X"), record("c1", "within_claim", site="secret", of="x", distance_m=50)], {"c1"}),
    "in": (
        [record("x", "place", name="X", published_coordinates="39.761 N 46.743 E", uncertainty_m=100),
         record("c1", "within_claim", site="secret", of="x")],
        {"c1"},
    ),
    "in what has no extent": ([known("x", *TRUE, name="X"), record("c1", "within_claim", site="secret", of="x")], {"c1"}),
    "a direction": (
        [WELL, record("c1", "direction_claim", **{"from": "secret", "to": "well"}, direction="200.0")],
        {"c1"},
    ),
    "a direction with a tolerance": (
        [WELL, record("c1", "direction_claim", **{"from": "secret", "to": "well"}, direction="200.0", tolerance_deg=2.5)],
        {"c1"},
    ),
    "an arrival with an origin": (
        [WELL, record("c1", "arrival_claim", at="secret", origin="well", direction="200.0")],
        {"c1"},
    ),
    "two arrivals with origins and tolerances": (
        [WELL, TOWER, record("c1", "arrival_claim", at="secret", origin="well", direction="200.0 true", tolerance_deg=1),
         record("c2", "arrival_claim", at="secret", origin="tower", direction="80.0 true", tolerance_deg=1)],
        {"c1", "c2"},
    ),
    "two directions": (
        [WELL, TOWER, record("c1", "direction_claim", **{"from": "well", "to": "secret"}, direction="20.0"),
         record("c2", "direction_claim", **{"from": "tower", "to": "secret"}, direction="260.0")],
        {"c1", "c2"},
    ),
    "at least and at most": (
        [WELL, distance("c1", "well", "secret", 950, modifier="at_most"), distance("c2", "well", "secret", 850, modifier="at_least")],
        {"c1"},
    ),
    "a place that is known more precisely than the record says": (
        [record("well", "place", name="The well", published_coordinates="39.75 N 46.74 E"), distance("c1", "well", "secret", 900)],
        {"c1"},
    ),
    "a coarsened place that anyone can look up": (
        [record("well", "place", name="The well", published_coordinates="39.752987 N 46.739158 E"), distance("c1", "well", "secret", 900)],
        {"c1"},
    ),
    "a chain": (
        [WELL, OTHER, record("c1", "within_claim", site="secret", of="other", distance_m=5), distance("c2", "well", "other", 1800)],
        {"c1", "c2"},
    ),
    "a site without a position": (
        [WELL, record("lost", "fragment_site"), distance("c1", "well", "lost", 300)],
        {"c1"},
    ),
    "an offset": (
        [WELL, record("lost", "fragment_site", offset_from="well", offset_distance_m=624.6, offset_direction="275.95")],
        {"lost"},
    ),
    "a place that is offset from the site": (
        [record("hut", "place", name="The hut", offset_from="secret", offset_distance_m=20, offset_direction="90")],
        {"hut"},
    ),
    "an offset that a claim fixes": (
        [record("lost", "fragment_site", offset_from="secret", offset_distance_m=20, offset_direction="90"), WELL,
         distance("c1", "well", "lost", 905)],
        {"c1"},
    ),
    "both distance and direction between two sites": (
        [record("other", "fragment_site", published_coordinates="39.7699 N 46.7599 E"),
         distance("c1", "secret", "other", 1800.123), record("c2", "direction_claim", **{"from": "secret", "to": "other"}, direction="54.9")],
        {"c1", "c2"},
    ),
    "a place without a name": (
        [record("hideout", "place", published_coordinates="39.7512 N 46.7312 E"), WELL, distance("c1", "well", "hideout", 700)],
        {"c1"},
    ),
}  # fmt: skip
SILENT: dict[str, list[dict[str, Any]]] = {
    "nothing": [],
    "two known places": [WELL, TOWER, distance("c1", "well", "tower", 2100)],
    "in a large town": [
        record("town", "place", name="Town", published_coordinates="39.76 N 46.74 E", uncertainty_m=4000),
        record("c1", "within_claim", site="secret", of="town"),
    ],
    "a range": [WELL, distance("c1", "well", "secret", 280_000, modifier="at_most")],
    "within far": [WELL, record("c1", "within_claim", site="secret", of="well", distance_m=5000)],
    "with a tolerance": [WELL, distance("c1", "well", "secret", 1000, tolerance_m=2000)],
    "a direction with a wide tolerance": [
        known("far", *away(180, 30_000), name="Far"),
        record("c1", "direction_claim", **{"from": "far", "to": "secret"}, direction="10.0 true", tolerance_deg=45),
    ],
    "an arrival without an origin": [
        WELL, record("c1", "arrival_claim", at="secret", direction="200.0", tolerance_deg=1, method="crater analysis")
    ],
    "what the circles contradict": [WELL, distance("c1", "well", "secret", 90_000)],
    "an attribute": [record("c1", "attribute_claim", about="secret", attribute="model", value="M")],
    "a quarter of the sky": [
        known("far", *away(180, 30_000), name="Far"),
        record("c1", "direction_claim", **{"from": "far", "to": "secret"}, direction="N"),
    ],
    "an offset from another site": [
        record("lost", "fragment_site", offset_from="secret", offset_distance_m=512, offset_direction="NE")
    ],
    "a wide offset": [
        WELL, record("lost", "fragment_site", offset_from="well", offset_distance_m=50_000, offset_direction="N")
    ],
}  # fmt: skip


@pytest.mark.parametrize(("more", "by"), REVEALING.values(), ids=REVEALING.keys())
def test_what_reveals_a_place_is_named(more: list[dict[str, Any]], by: set[str]) -> None:
    """Every claim or offset to blame is named, no other is, and either remedy leaves nothing to name."""
    text = collection(SITE, *more)
    made = released(text)
    assert {id_ for one in made.disclosures for id_ in one.relations} == by
    for remedy in (Remedy.DROP, Remedy.COARSEN):
        cured = released(text, remedy=remedy)
        assert cured.disclosures == ()
        cure = cured.copy.cure
        assert {*cure.dropped, *cure.widened, *cure.placed} == by
        assert {id_ for one in cured.cured for id_ in one.relations} == by


@pytest.mark.parametrize("more", SILENT.values(), ids=SILENT.keys())
def test_what_reveals_nothing_is_kept(more: list[dict[str, Any]]) -> None:
    """Relations that leave most of the circle and of the cell open do not block a copy."""
    assert released(collection(SITE, *more)).disclosures == ()


@pytest.mark.parametrize("name", ["pubclaims.geojson", "puboffset.geojson"])
def test_files_that_gave_the_place_back(name: str) -> None:
    """Both files that once gave a place back to less than a metre are refused."""
    assert released((DATA / name).read_text("utf-8")).reveals


def test_claims_that_form_a_ring_count_as_revealing() -> None:
    """Distances that close a triangle of sites are not decided, and that is said."""
    sites = [record(f"s{n}", "fragment_site", published_coordinates=f"39.76{n}5 N 46.7{4 + n}25 E") for n in range(3)]
    claims = [distance(f"c{n}", f"s{n}", f"s{(n + 1) % 3}", 1000) for n in range(3)]
    found = released(collection(*sites, *claims)).disclosures
    assert {id_ for one in found for id_ in one.relations} == {"c0", "c1", "c2"}
    assert not any(one.is_decided for one in found)


def test_many_claims_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only so many pairs of sites are compared: what is not compared counts as revealing."""
    monkeypatch.setattr("geo.judge.publish.disclosure.MOST_PAIRS", 20)
    places = [f"{39 + n / 1000:.4f}1 N {46 + n / 1000:.4f}1 E" for n in range(32)]
    sites = [record(f"s{n}", "fragment_site", published_coordinates=at) for n, at in enumerate(places)]
    claims = [distance(f"c{n}", f"s{n}", f"s{n + 1}", 100, tolerance_m=1200) for n in range(31)]
    found = released(collection(*sites, *claims)).disclosures
    assert {id_ for one in found if not one.is_decided for id_ in one.relations} == {f"c{n}" for n in range(20, 31)}


# The attacker: it is given the copy and the true places, and draws points in the published circle of each site at random.


def attacked(text: str, sites: geo.Sites, precision: str, count: int = 1000) -> dict[str, float]:
    """The share of the grid's cell in which each site must lie, by what is said of it alone.

    Claims that no point fulfils are taken for false. Between two sites a point stays if it fits one of some points that are
    drawn for the other; where that is rarely so, points are no way to tell, and the claim is left aside.
    """
    copy = read_data("copy", text.encode()).sites
    rng = np.random.default_rng(1)
    points: dict[str, Any] = {}
    for site in copy.of_kind(FragmentSite):
        if site.position:
            ring = np.array(parse_precision(precision).cell(site.position.lon_deg, site.position.lat_deg))
            points[site.id] = ring.min(axis=0) + np.ptp(ring, axis=0) * rng.random((count, 2))
    kept = {one: np.ones(count, bool) for one in points}
    for claim in copy.of_kind(Claim):
        start, end = [ids[0] for ids in claim.references().values()]
        for one, other in ((start, end), (end, start)):
            if one in points:
                tries = [
                    _fits(claim, *((points[one], there) if one == start else (there, points[one])))
                    for there in _drawn(other, points, sites, rng, count)
                ]
                if tries and np.mean(tries) > (0.1 if other in points else 0):
                    kept[one] &= np.any(tries, axis=0)
    return {one: float(flags.mean()) for one, flags in kept.items()}


def _drawn(other: str, points: dict[str, Any], sites: geo.Sites, rng: np.random.Generator, count: int) -> Iterator[Any]:
    """Where the other end may be: of a site any of its points, of a place where that is."""
    if other in points:
        yield from (rng.permutation(points[other]) for _ in range(60))
    elif isinstance(place := sites[other], Located) and place.position:
        yield np.tile((place.position.lon_deg, place.position.lat_deg), (count, 1))


def _fits(claim: Claim, start: Any, end: Any) -> Any:
    """Whether a claim holds of each pair of points."""
    metres, azimuth, _ = inverse(*start.T, *end.T)
    if isinstance(claim, DirectionClaim):
        off = np.abs((azimuth - claim.direction.azimuth_deg + 180) % 360 - 180)
        return off <= claim.direction.half_width_deg
    if isinstance(claim, WithinClaim):
        return metres <= claim.stated.high_m
    assert isinstance(claim, DistanceClaim)
    return (metres >= (claim.stated.agrees_low_m or 0.0)) & (metres <= (claim.stated.agrees_high_m or math.inf))


def _random_claim(  # noqa: PLR0913, PLR0917
    rng: random.Random, record_id: str, start: str, end: str, metres: float, azimuth: float
) -> dict[str, Any]:
    pair = {"from": start, "to": end}
    match rng.choice(["exact", "rounded", "wide", "within", "word", "degrees"]):
        case "exact":
            return distance(record_id, start, end, round(metres, 2))
        case "rounded":
            return distance(record_id, start, end, max(100, round(metres, -2)))
        case "wide":
            return distance(record_id, start, end, round(metres), tolerance_m=rng.choice([300, 1000, 3000]))
        case "within":
            return record(record_id, "within_claim", site=start, of=end, distance_m=math.ceil(metres * rng.uniform(1, 3)))
        case "word":
            return record(record_id, "direction_claim", **pair, direction=compass_word(azimuth))
        case _:
            return record(record_id, "direction_claim", **pair, direction=f"{azimuth:.0f}")


def _random_file(rng: random.Random) -> str:
    features, ends = [], {}
    for number in range(rng.randint(1, 4)):
        ends[f"s{number}"] = (rng.uniform(46.70, 46.76), rng.uniform(39.70, 39.76))
        lon, lat = ends[f"s{number}"]
        features.append(record(f"s{number}", "fragment_site", published_coordinates=f"{lat:.6f}, {lon:.6f}"))
    for number in range(rng.randint(1, 4)):
        ends[f"p{number}"] = (rng.uniform(46.68, 46.78), rng.uniform(39.68, 39.78))
        lon, lat = ends[f"p{number}"]
        features.append(known(f"p{number}", lon, lat, name=f"Place {number}"))
    for number in range(rng.randint(1, 5)):
        one, other = rng.sample(sorted(ends), 2)
        metres, azimuth, _ = inverse(*ends[one], *ends[other])
        features.append(_random_claim(rng, f"c{number}", one, other, metres, azimuth))
    return collection(*features)


@pytest.mark.parametrize("seed", range(30))
def test_the_attacker_finds_no_site(seed: int) -> None:
    """Of a copy that is said to reveal nothing, with a remedy or without, the attacker cannot leave out much of any cell."""
    rng = random.Random(seed)
    text = _random_file(rng)
    sites = read_data("s", text.encode()).sites
    for remedy in Remedy:
        made = released(text, remedy=remedy)
        if made.disclosures:
            assert remedy is Remedy.NONE
            continue
        shares = attacked(made.copy.text, sites, "0.01deg")
        assert all(share > 0.4 for share in shares.values()), (remedy, shares)


def test_the_attacker_would_find_a_site() -> None:
    """The attacker is good enough: of what is written with leaks it finds most sites to less than half of a cell."""
    found = 0
    for seed in range(20):
        text = _random_file(random.Random(seed))
        made = released(text)
        shares = attacked(made.copy.text, read_data("s", text.encode()).sites, "0.01deg")
        found += min(shares.values()) < 0.4
    assert found > 5


@pytest.mark.parametrize("remedy", [Remedy.DROP, Remedy.COARSEN])
@pytest.mark.parametrize("name", ["pubclaims.geojson", "puboffset.geojson"])
def test_a_cured_copy_does_not_locate_the_site(name: str, remedy: Remedy) -> None:
    """What `geo why` says of a cured copy is no smaller than the published circle."""
    made = released((DATA / name).read_text("utf-8"), remedy=remedy)
    copy = read_data("copy", made.copy.text.encode()).sites
    secret = copy["secret"]
    assert isinstance(secret, FragmentSite)
    assert secret.position
    assert secret.offset_from is None
    try:
        locus = geo.locate("secret", copy)
    except ValueError:
        return  # no claim is left
    assert locus.area_m2 > math.pi * secret.position.uncertainty_m**2


def test_the_published_circle_holds_the_true_place() -> None:
    """Also where an offset was replaced by a position on the grid."""
    text = (DATA / "puboffset.geojson").read_text("utf-8")
    (old,) = [one for one in read_data("s", text.encode()).sites if one.id == "secret"]
    made = released(text, remedy=Remedy.DROP)
    (new,) = [one for one in read_data("s", made.copy.text.encode()).sites if one.id == "secret"]
    assert isinstance(old, Located)
    assert isinstance(new, Located)
    assert old.position
    assert new.position
    off = geo.measure(
        Position(old.position.lon_deg, old.position.lat_deg), Position(new.position.lon_deg, new.position.lat_deg)
    )
    assert off.distance_m + old.position.uncertainty_m <= new.position.uncertainty_m


def test_the_repositorys_file_can_be_cured() -> None:
    """Of the repository's own file, the claims on the two fragment sites are to blame, not that they are in the town."""
    text = (ROOT / "sites.geojson").read_text("utf-8")
    found: tuple[Disclosure, ...] = released(text).disclosures
    assert {one.record for one in found} == {"fragment-site-1", "fragment-site-2"}
    assert released(text, remedy=Remedy.DROP).copy.cure.dropped == ("claim-separation", "claim-direction")
    assert released(text, remedy=Remedy.COARSEN).copy.cure.dropped == ("claim-direction",)

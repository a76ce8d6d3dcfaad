"""The page's own judge, which serves "what if" and "check this page", against the one that judged the record."""

import json
import math
import zlib
from collections import Counter
from typing import Any

import numpy as np
import pytest

import geo
from geo.earth.geodesy import destination, inverse
from geo.earth.notation.reach import read_reach
from geo.judge.assessment import Assessment
from geo.judge.verdict.interval import Verdict
from geo.judge.verdict.margin import measure_margin
from geo.record.kinds import Claim, Located
from geo.record.reading import read_data
from geo.show.map.payload import judged
from tests.javascript import run

MEASURING = ("distance_claim", "direction_claim", "within_claim")
CLAIMS = 3_000
LIMITS = ("low_m", "agrees_low_m", "agrees_high_m", "high_m")
JUDGE = """({ findings, rules, at }) => data.all(findings).map(({ claim, kind, claimed, from, to }) => {
  const rule = rules[claim] ?? {};
  if (!judge.isJudged(kind, rule)) return "not here";
  return judge.judge(kind, claimed, rule, [from, to].map((id) => at[id]));
})"""
NEAREST = """({ findings, rules, at, moving }) => data.all(findings).map(({ claim, kind, claimed, from, to }) => {
  const rule = rules[claim] ?? {};
  const ends = [from, to].map((id) => at[id]);
  const place = judge.nearestHolding(kind, claimed, rule, ends, moving);
  if (place) ends[moving] = { ...ends[moving], at: place };
  return [place, judge.judge(kind, claimed, rule, ends)?.verdict];
})"""


def feature(name: str, kind: str, lonlat: tuple[float, float] | None, **properties: Any) -> dict[str, Any]:
    geometry = None if lonlat is None else {"type": "Point", "coordinates": list(lonlat)}
    return {"type": "Feature", "id": name, "geometry": geometry, "properties": {"kind": kind, **properties}}


def read_features(features: list[dict[str, Any]]) -> geo.Sites:
    reading = read_data("random.geojson", json.dumps({"type": "FeatureCollection", "features": features}).encode())
    assert not reading.errors, list(map(str, reading.errors[:9]))
    return reading.sites


def place(rng: np.random.Generator, name: str, lon: float, lat: float) -> dict[str, Any]:
    """A record there, known by its digits, by what is printed, or by a stated uncertainty."""
    kind = str(rng.choice(["fragment_site", "strike_report", "place"]))
    digits = int(rng.integers(2, 8))
    lon, lat = round((lon + 180) % 360 - 180, digits), round(lat, digits)
    properties: dict[str, Any] = {}
    if rng.random() < 0.4:
        north, east = "N" if lat >= 0 else "S", "E" if lon >= 0 else "W"
        properties["published_coordinates"] = f"{abs(lat):.{digits}f}°{north} {abs(lon):.{digits}f}°{east}"
        properties["geodetic_datum"] = "WGS 84"  # else others are tried, which takes long
    if rng.random() < 0.5:
        properties["uncertainty_m"] = float(rng.choice([0, 0.5, 5, 20, 300, 2_000]))
    return feature(name, kind, None if rng.random() < 0.02 else (lon, lat), **properties)


def claim(rng: np.random.Generator, name: str, start: dict[str, Any], end: dict[str, Any]) -> dict[str, Any]:
    """A claim about the two that is often near the truth."""
    both = [one["geometry"] and one["geometry"]["coordinates"] for one in (start, end)]
    distance, azimuth, _ = inverse(*both[0], *both[1]) if all(both) else (700.0, 40.0, 0.0)
    ends = {"from": start["id"], "to": end["id"]}
    kind = rng.choice(MEASURING, p=[0.5, 0.35, 0.15])
    said = max(1.0, distance * float(rng.choice([1, 1, rng.uniform(0.6, 1.7), rng.uniform(0.97, 1.03)])))
    figures = f"{round(float(f'{said:.{rng.integers(1, 5)}g}'), 2):.10g}"  # three decimals may be thousands
    if kind == "within_claim":
        properties: dict[str, Any] = {"site": start["id"], "of": end["id"]}
        form = rng.integers(0, 3)
        if form == 1:
            properties["distance_m"] = float(figures)
        if form == 2:
            properties["published_distance"] = f"{rng.choice(['within', 'about', 'less than'])} {figures} m"
            properties["language"] = "en"
        return feature(name, kind, None, **properties)
    if kind == "direction_claim":
        said = azimuth + float(rng.choice([0, rng.uniform(-12, 12), rng.uniform(-100, 100)]))
        point = ["N", "NNE", "NE", "ENE", "E", "ESE", "SE", "SSE", "S", "SSW", "SW", "WSW", "W", "WNW", "NW", "NNW"][
            round(said / 22.5) % 16
        ]
        angle = f"{round(said) % 360}°"
        stated = rng.choice([point, point, f"{angle} true", angle, f"{angle} magnetic"], p=[0.35, 0.35, 0.2, 0.05, 0.05])
        more: dict[str, Any] = {"axis": bool(rng.random() < 0.2)}
        if (number := zlib.crc32(name.encode())) % 3 == 0:  # else all that follows would be drawn otherwise
            more["tolerance_deg"] = (0.5, 11.25, 60, 90)[number // 3 % 4]
        return feature(name, kind, None, **ends, claimed_on="2020-11", direction=stated, **more)
    if rng.random() < 0.3:
        modifier = rng.choice(["", "about", "exact", "at_least", "at_most"])
        put = {"distance_m": float(figures)} | ({"modifier": modifier} if modifier else {})
    else:
        words = ["", "about ", "at least ", "up to ", "exactly ", "almost ", "just over "]
        text = f"{rng.choice(words)}{figures} m" if rng.random() < 0.5 else f"{float(figures) / 1000:.3g} km"
        put = {"published_distance": f"{text} by road" if rng.random() < 0.1 else text, "language": "en"}
        if rng.random() < 0.1:
            put = {"language": "en", "published_distance": f"{said * 0.9:.0f} to {said * 1.2 + 2:.0f} m"}
    if rng.random() < 0.1:
        put["tolerance_m"] = float(rng.choice([0, 5, 50]))
    if rng.random() < 0.2:
        put["straight_line"] = True
    return feature(name, kind, None, **ends, **put)


def random_features(seed: int, count: int = CLAIMS) -> list[dict[str, Any]]:
    """Records in clusters all over the world, at both sides of 180° and near a pole, and claims about two of a cluster."""
    rng = np.random.default_rng(seed)
    features: list[dict[str, Any]] = []
    while len(features) < 2 * count:
        lon = float(rng.choice([-1, 1]) * rng.uniform(95, 180))  # else they may be taken for swapped
        lat = float(rng.choice([rng.uniform(-75, 75), rng.uniform(85, 89.99)], p=[0.95, 0.05]))
        if rng.random() < 0.1:
            lon = 179.999
        reach = 10 ** rng.uniform(1, 5.5)
        names = [f"r{len(features)}-{number}" for number in range(4)]
        spots = [destination(lon, lat, rng.uniform(0, 360), rng.uniform(0, reach)) for _ in names]
        cluster = [place(rng, name, *spot) for name, spot in zip(names, spots, strict=True)]
        features += cluster
        for number in range(4):
            one, other = rng.choice(4, 2, replace=False)
            features.append(claim(rng, f"c{len(features)}-{number}", cluster[one], cluster[other]))
    return features


def ends_of(sites: geo.Sites) -> dict[str, Any]:
    """Where the page has the records, to the last digit."""
    return {
        one.id: one.position and {"at": one.position.latlon, "known_m": one.position.uncertainty_m}
        for one in sites.of_kind(Located)
    }


def judged_by_the_page(ruled: Assessment, placed: geo.Sites) -> dict[str, Any]:
    """What the page's judge says of the claims of an assessment, with the positions of a file."""
    shown = json.loads(json.dumps(judged(ruled)))
    found = run("data judge", JUDGE, {**shown, "at": ends_of(placed)})
    return dict(zip(shown["findings"]["claim"], found, strict=True))


def assert_same(findings: tuple[geo.Finding, ...], answers: dict[str, Any]) -> Counter[str]:
    counts: Counter[str] = Counter()
    assert len(findings) == len(answers)
    for finding in findings:
        one = answers[finding.claim]
        said = (finding, one)
        assert one["verdict"] == finding.verdict, said
        assert one["gap"] == pytest.approx(finding.gap_m or finding.gap_deg or 0, abs=1e-3 if finding.gap_m else 1e-6), said
        if finding.measured:
            for name in ("low_m", "high_m"):
                assert one["measured"][name] == pytest.approx(getattr(finding.measured, name), abs=1e-3)
        counts[f"{finding.kind} {finding.verdict}"] += 1
    return counts


def test_the_page_judges_as_the_record_was_judged() -> None:
    """The verdict is the same on each of thousands of claims, the gap to a millimetre or a millionth of a degree."""
    sites = read_features(random_features(14))
    assessment = geo.assess(sites)
    counts = assert_same(assessment.findings, judged_by_the_page(assessment, sites))
    assert counts.total() >= CLAIMS
    for kind in MEASURING:
        for verdict in Verdict:
            if (kind, verdict) != ("within_claim", Verdict.AGREES):
                assert counts[f"{kind} {verdict}"] >= 10, counts


def test_rules_hold_wherever_the_ends_lie() -> None:
    """Judged for other positions by the rules of the record, a claim has the verdict that a record with those positions gives it."""
    features = random_features(15, 1_500)
    rng = np.random.default_rng(16)
    claims = [one for one in features if one["properties"]["kind"] in MEASURING]
    turning = [
        one for one in claims if "°" in one["properties"].get("direction", "") and "true" not in one["properties"]["direction"]
    ]
    kept = [one for one in features if one not in turning]  # the declination stays that of the record
    before = read_features(kept)
    after = []
    for one in kept:
        properties = {**one["properties"]}
        for name in ("published_coordinates", "geodetic_datum"):
            properties.pop(name, None)
        geometry = one["geometry"]
        if geometry:
            lon, lat = geometry["coordinates"]
            lon, lat = destination(lon, lat, rng.uniform(0, 360), 10 ** rng.uniform(0, 4))
            geometry = {"type": "Point", "coordinates": [round(lon, 6), round(lat, 6)]}
        after.append({**one, "geometry": geometry, "properties": properties})
    moved = read_features(after)
    counts = assert_same(geo.assess(moved).findings, judged_by_the_page(geo.assess(before), moved))
    assert counts.total() > 1_000


def test_the_page_says_where_it_cannot_judge() -> None:
    """Nothing is said of a distance to an outline, nor across the Earth; a direction to an outline counts from its circle."""
    square = [[46.0, 39.0], [46.1, 39.0], [46.1, 39.1], [46.0, 39.1], [46.0, 39.0]]
    area = {**feature("area", "place", None), "geometry": {"type": "Polygon", "coordinates": [square]}}
    features = [
        area,
        feature("here", "strike_report", (46.5, 39.5)),
        feature("far", "strike_report", (-133.55, -39.51)),
        feature("to-area", "distance_claim", None, **{"from": "here", "to": "area"}, published_distance="60 km"),
        feature("in-area", "within_claim", None, site="here", of="area"),
        feature("towards-area", "direction_claim", None, **{"from": "here", "to": "area"}, direction="SW"),
        feature("arrived", "arrival_claim", None, at="here", origin="area", direction="NE"),
        feature("across", "distance_claim", None, **{"from": "here", "to": "far"}, distance_m=20_000_000),
    ]
    sites = read_features(features)
    assessment = geo.assess(sites)
    found = judged_by_the_page(assessment, sites)
    assert (found["to-area"], found["in-area"], found["across"]) == ("not here", "not here", None)
    assert found["arrived"] == "not here"
    assert found["towards-area"]["verdict"] == assessment.findings[2].verdict


def test_another_figure_is_read_as_the_record_reads_numbers() -> None:
    """What a typed number of metres leaves open is what `distance_m` would, with the claim's own "about" and "at least"."""
    rng = np.random.default_rng(17)
    texts = ["0", "1", "5", "780", "780.0", "1500", "1275", "75", "125", "2.5", "0.25", "0780", "6000", "0.5"]
    texts += [f"{10 ** rng.uniform(-1, 6):.{rng.integers(0, 4)}f}" for _ in range(500)]
    modifiers: dict[str, dict[str, Any]] = {
        "plain": {},
        "about": {"hedged": True},
        "at_least": {"bound": "at_least"},
        "at_most": {"bound": "at_most"},
    }
    for modifier, rule in modifiers.items():
        for text, one in zip(
            texts,
            run("judge", "([texts, rule]) => texts.map((one) => judge.readFigure(one, rule))", [texts, rule]),
            strict=True,
        ):
            wanted = read_reach(text, modifier=modifier)
            found = [math.inf if (value := one[name]) is None else value for name in LIMITS]
            known = [wanted.low, wanted.agrees_low, wanted.agrees_high, wanted.high]
            assert found == pytest.approx(known, rel=1e-12), text


def test_another_figure_keeps_a_stated_tolerance() -> None:
    """A claim that states its tolerance keeps it."""
    found = run("judge", "() => judge.readFigure('490', { tolerance_m: 7 })")
    assert (found["low_m"], found["agrees_low_m"], found["agrees_high_m"], found["high_m"]) == (483, 483, 497, 497)


@pytest.mark.parametrize("text", ["", "x", "-5", "1e3", "1,500", "5 km", "NaN", "1" * 10, "1.2.3"])
def test_no_figure_comes_of_nonsense(text: str) -> None:
    """A text that is no plain number of metres is none, whatever JavaScript makes of it."""
    assert run("judge", "text => judge.readFigure(text, {})", text) is None


@pytest.mark.parametrize("moving", [0, 1])
def test_the_nearest_place_is_the_nearest(moving: int) -> None:
    """There the claim holds; and it is as far from the published position as the record's own margin says."""
    sites = read_features(random_features(18, 900))
    assessment = geo.assess(sites)
    chosen = [
        one for one in assessment.findings if one.verdict is Verdict.CONTRADICTED and not assessment.rules[one.claim].turn.words
    ]
    assert len(chosen) > 100
    shown, at = json.loads(json.dumps(judged(Assessment(sites, tuple(chosen), ())))), ends_of(sites)
    answers = dict(
        zip(shown["findings"]["claim"], run("data judge", NEAREST, {**shown, "at": at, "moving": moving}), strict=True)
    )
    for finding in chosen:
        place_found, verdict = answers[finding.claim]
        assert verdict in ("compatible", "agrees"), finding
        rule, subject = assessment.rules[finding.claim], sites[finding.claim]
        assert isinstance(subject, Claim)
        lat, lon = at[rule.ends[moving]]["at"]
        away, _, _ = inverse(lon, lat, place_found[1], place_found[0])
        if finding.gap_m and not rule.roads:
            assert away == pytest.approx(measure_margin(subject, sites, finding).unexplained_m, abs=0.01)


def test_a_direction_is_mended_by_the_shortest_way() -> None:
    """Half a degree beyond the sector at 10 km, the end moves across the line by the sine of that."""
    claimed = {"azimuth_deg": 90, "azimuth_half_width_deg": 22.5, "azimuth_limit_deg": 45, "axis": False}
    lon, lat = destination(100.0, 10.0, 45 - 0.5, 10_000.0)
    ends = [{"at": [10, 100], "known_m": 0}, {"at": [lat, lon], "known_m": 0}]
    ask = "([claimed, ends]) => judge.nearestHolding('direction_claim', claimed, {}, ends, 1)"
    found = run("judge", ask, [claimed, ends])
    assert inverse(lon, lat, found[1], found[0])[0] == pytest.approx(10_000 * math.sin(math.radians(0.5)), rel=0.002)

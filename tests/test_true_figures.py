"""Figures of real reports that the first rule contradicted although they were true, and what software does to digits."""

import json
import random
from typing import Any

import pytest

import geo
from geo.judge.verdict.measurement import measure
from geo.judge.verdict.road import ROAD_FACTORS
from geo.record.kinds import DistanceClaim
from geo.record.reading import Reading, read, read_data

from .conftest import DATA
from .written import apart, feature, towards, written

FIGURES = DATA / "figures"
RANK = {"agrees": 0, "compatible": 1, "contradicted": 2}


def judged(reading: Reading) -> dict[str, geo.Finding]:
    assert reading.errors == ()
    return {finding.claim: finding for finding in geo.assess(reading.sites).findings}


def read_features(*features: str) -> Reading:
    return read_data("f", f'{{"type": "FeatureCollection", "features": [{",".join(features)}]}}'.encode())


def codes_of(reading: Reading) -> set[tuple[str, str]]:
    return {(one.id or "", one.code) for one in reading.problems}


@pytest.mark.parametrize(
    ("name", "claim", "verdict", "allowed"),
    [
        pytest.param("about-6-km", "six-km", "agrees", (4800, 7200), id="6.43 km is about 6 km"),
        pytest.param("about-6-km", "north-west", "agrees", None, id="315 degrees are north-west"),
        pytest.param("about-50", "c", "agrees", (40, 60), id="52.0 m are some fifty metres"),
        pytest.param("km", "five-km", "agrees", (4000, 6000), id="5.1 km are about 5 km"),
        pytest.param("km", "half-km", "agrees", (400, 600), id="531 m are about half a kilometre"),
        pytest.param("km", "eight-m", "agrees", (6.4, 9.6), id="8.05 m are about 8 m"),
        pytest.param("km", "mile", "agrees", (804.672, 2414.016), id="1,628 m are about a mile"),
        pytest.param("inv", "c-about", "agrees", (4, 6), id="a zero after the point says nothing"),
        pytest.param("inv", "c-about-5", "agrees", (4, 6), id="about 5"),
        pytest.param("inv", "c-exact-5", "agrees", (4.5, 5.5), id="exactly 5"),
        pytest.param("134-nautical-miles", "c134nm", "compatible", (246_316, 250_020), id="133 to 135 nautical miles"),
        pytest.param(
            "134-nautical-miles", "c134nm-tol", "compatible", (247_242, 249_094), id="133.5 to 134.5 by its tolerance"
        ),
        pytest.param("134-nautical-miles", "cNE", "agrees", None, id="56 degrees are north-east"),
        pytest.param("osce-zaitseve", "c48", "compatible", (47_000, 49_000), id="49.2 km, one end within 12 km"),
        pytest.param("gis", "c", "compatible", (32, 34), id="34.3 m between points of 15 decimals"),
        pytest.param("gis", "d", "compatible", None, id="90 degrees between points of 15 decimals"),
        pytest.param("noise", "c", "compatible", (1274.5, 1275.5), id="noise in the 15th decimal"),
        pytest.param("clean", "c", "compatible", (1274.5, 1275.5), id="the same without the noise"),
        pytest.param("km-mix", "c", "contradicted", (14_017, 14_019), id="14,033.6 m are not 14,018 m"),
        pytest.param("slipins", "c", "contradicted", (856, 858), id="2,142 m are not 857 m"),
    ],
)
def test_figures_of_reports(name: str, claim: str, verdict: str, allowed: tuple[float, float] | None) -> None:
    """Each true figure stands, each wrong one is contradicted, and what the claim allows is what was printed."""
    finding = judged(read(FIGURES / f"{name}.geojson"))[claim]
    assert finding.verdict == verdict
    if allowed:
        assert (finding.claimed.low_m, finding.claimed.high_m) == pytest.approx(allowed)


def test_both_figures_are_given_in_one_unit() -> None:
    """The text of 14,018 m is not rounded to the 14 km that the measured 14,033.6 m would be as well."""
    finding = judged(read(FIGURES / "km-mix.geojson"))["c"]
    assert finding.claimed.text == "14,018 m"
    assert finding.gap_m == pytest.approx(14_033.630 - 2 * 0.1335 - 14_019, abs=2e-3)
    assert "The positions lie 14,033.6 m apart" in finding.explanation
    assert "14.6 m beyond what the figure allows" not in finding.explanation
    assert "14.4 m beyond what the figure allows" in finding.explanation


def test_a_character_too_many_is_a_slip() -> None:
    """46.71500 for 46.7500 makes 856.9 m of 2,142.3 m, which is the claimed 857."""
    sites = read(FIGURES / "slipins.geojson").sites
    claim = sites["c"]
    assert isinstance(claim, DistanceClaim)
    (slip,) = [one for one in geo.find_slips(claim, sites).explaining if one.text == "39.7600 N 46.7500 E"]
    assert (slip.record, slip.change) == ("b", "extra")
    assert slip.distance_m == pytest.approx(856.92, abs=0.01)


@pytest.mark.parametrize(
    ("name", "warned"),
    [
        ("gis", {("a", "GEO074"), ("b", "GEO074")}),
        ("noise", {("a", "GEO074"), ("b", "GEO074")}),
        ("clean", set()),
        ("km", {("mile", "GEO075")}),
        ("134-nautical-miles", {("c134nm", "GEO075")}),
        ("about-50", set()),
    ],
)
def test_doubts_are_warned_of(name: str, warned: set[tuple[str, str]]) -> None:
    """Digits that software made, and metres that are a round number of miles; not where a tolerance is stated."""
    found = {one for one in codes_of(read(FIGURES / f"{name}.geojson")) if one[1] in ("GEO074", "GEO075")}
    assert found == warned


def point(name: str, lon: str, lat: str, **more: Any) -> str:
    return feature(name, f'{{"type": "Point", "coordinates": [{lon}, {lat}]}}', {"kind": "fragment_site", **more})


def _noise(digits: str, rng: random.Random) -> str:
    """What arithmetic with binary fractions makes of a number."""
    whole = float(digits)
    return f"{whole + rng.choice((-1, 1)) * rng.uniform(1e-15, 2e-14):.{rng.choice((15, 16))}f}"


def test_digits_that_software_made_decide_nothing() -> None:
    """Noise beyond the twelfth decimal, or a zero that was added, turns no verdict on claims between points."""
    rng = random.Random(12)
    verdicts: set[geo.Verdict] = set()
    for number in range(250):
        decimals = rng.randint(2, 8)
        a = (46.0 + rng.random(), 39.0 + rng.random())
        b = (a[0] + rng.uniform(-1, 1) * 10 ** -rng.uniform(1, 4), a[1] + rng.uniform(-1, 1) * 10 ** -rng.uniform(1, 4))
        typed = [[f"{value:.{decimals - 1}f}{rng.randint(1, 9)}" for value in pair] for pair in (a, b)]
        noisy = [[_noise(digits, rng) for digits in pair] for pair in typed]
        apart_m = measure(*(geo.Position(float(lon), float(lat), 0.0) for lon, lat in typed)).distance_m
        claims = [
            feature("c", "null", apart("a", "b", round(apart_m * rng.choice((0.5, 0.9, 0.99, 1, 1.01, 1.1, 2))))),
            feature("d", "null", towards("a", "b", rng.choice(("N", "ENE", "S", "WSW", "NNW")))),
        ]
        told = []
        for pairs in (typed, noisy):
            sites = [point(name, *pair) for name, pair in zip("ab", pairs, strict=True)]
            told.append([one.verdict for one in judged(read_features(*sites, *claims)).values()])
        assert told[0] == told[1], (number, typed, noisy)
        verdicts.update(told[0])
    assert len(verdicts) >= 3


@pytest.mark.parametrize(
    ("typed", "noisy"),
    [
        ("780", "780.0"),
        ("780", "779.9999999999999"),
        ("780", "780.0000000000001"),
        ("1609.344", "1609.3440000000001"),
        ("0.3", "0.30000000000000004"),
        ("1500", "1500.000"),
    ],
)
def test_noise_in_a_distance_or_a_direction_decides_nothing(typed: str, noisy: str) -> None:
    """A number of metres, or of degrees, means what it meant before software added to its digits."""
    a, b = point("a", "46.7", "0.0"), point("b", "46.70005", "0.0", uncertainty_m=0)
    found = []
    for digits in (typed, noisy):
        claim = f'{{"kind": "distance_claim", "from": "a", "to": "b", "distance_m": {digits}}}'
        degrees = f'{{"kind": "direction_claim", "from": "a", "to": "b", "direction": {digits if float(digits) < 360 else 45}}}'
        features = [
            f'{{"type": "Feature", "id": "c{number}", "geometry": null, "properties": {one}}}'
            for number, one in enumerate((claim, degrees))
        ]
        found.append(
            [
                (one.claimed.low_m, one.claimed.high_m, one.claimed.limit_deg)
                for one in judged(read_features(a, b, *features)).values()
            ]
        )
    assert found[0] == found[1]


@pytest.mark.parametrize(
    ("lon", "lat", "known"),
    [
        ("46.742750", "39.760583", 10.0),
        ("46.742749999999996", "39.760582999999997", 10.0),
        ("46.7", "39.760583", 10.0),
        ("46.7427", "39.7605", 14.02),
        ("46.74", "39.7", 1402.3),
        ("46.739999999999995", "39.700000000000003", 1402.3),
        ("46.0", "39.76", 1402.2),
    ],
)
def test_how_well_a_point_is_known_by_its_digits(lon: str, lat: str, known: float) -> None:
    """By the finer of its axes, never better than 10 m, and by no digit that software made."""
    site = read_features(point("a", lon, lat)).sites["a"]
    assert site.position.uncertainty_m == pytest.approx(known, rel=2e-3)  # type: ignore[attr-defined]


def test_a_stated_uncertainty_is_the_whole_where_nothing_was_printed() -> None:
    """3 m are 3 m for a point, and come on top of what the printed digits leave open."""
    bare = read_features(point("a", "46.7427", "39.7605", uncertainty_m=3)).sites["a"]
    printed = read_features(point("a", "46.7427", "39.7605", uncertainty_m=3, published_coordinates="39.7605 N 46.7427 E"))
    assert bare.position.uncertainty_m == 3  # type: ignore[attr-defined]
    assert printed.sites["a"].position.uncertainty_m == pytest.approx(3 + 14.02, abs=0.01)  # type: ignore[attr-defined]


def test_verdicts_on_digits_alone_say_so() -> None:
    """The sentence names the records that nobody is known to have printed, how well they are known, and the cure."""
    sites = [point("a", "46.742750", "39.760583"), point("b", "46.757167", "39.757722", uncertainty_m=5)]
    finding = judged(read_features(*sites, feature("c", "null", apart("a", "b", 780))))["c"]
    said = (
        "This rests on an uncertainty inferred from the digits alone, for a (10.0 m); "
        "published_coordinates or uncertainty_m would state it."
    )
    assert said in finding.explanation
    printed = written({"a": "39.760583 N 46.742750 E", "b": "39.757722 N 46.757167 E"}, apart("a", "b", 780))
    assert "digits alone" not in geo.assess(printed).findings[0].explanation


@pytest.mark.parametrize("digits", ["5", "5.0", "80", "450", "780", "1500", "1275", "6000", "14018", "248168", "1609.344"])
def test_a_hedge_never_sharpens(digits: str) -> None:
    """From exactly through nothing to about, no verdict on any measurement becomes worse."""
    for share in (0.4, 0.5, 0.7, 0.79, 0.9, 0.99, 0.9999, 1, 1.0001, 1.01, 1.1, 1.19, 1.3, 1.6, 2.1):
        sites = {"a": (46.0, 0.0), "b": (46 + float(digits) * share / 111_319.490793, 0.0)}
        claims = (apart("a", "b", float(digits), **more) for more in ({"modifier": "exact"}, {}, {"modifier": "about"}))
        ranks = [RANK[one.verdict] for one in geo.assess(written(sites, *claims)).findings]
        assert ranks[0] >= ranks[1] >= ranks[2], share


# roads

TOWN, SITE = "0.00000, 46.00000", "0.00000, 46.08983"
"""9,999.8 m apart along the equator, each known to 1.6 m."""


def by_road(text: str | None, *, kind: str = "place", site: str = SITE, **more: Any) -> geo.Finding:
    claim = {"kind": "distance_claim", "from": "town", "to": "site", **({"published_distance": text} if text else {}), **more}
    features = [
        feature("town", "null", {"kind": kind, "published_coordinates": TOWN}),
        feature("site", "null", {"kind": "fragment_site", "published_coordinates": site}),
        feature("c", "null", claim),
    ]
    return judged(read_features(*features))["c"]


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("12 km", "compatible"),
        ("15.9 km", "compatible"),
        ("16.1 km", "compatible"),  # down to 16.0
        ("16.2 km", "contradicted"),
        ("18 km", "contradicted"),
        ("11.9 km", "compatible"),
        ("10.4 km", "compatible"),  # up to 10.5
        ("10.3 km", "contradicted"),  # too little more
        ("8 km", "contradicted"),  # no road is shorter than the straight line
    ],
)
def test_what_may_be_by_road(text: str, verdict: str) -> None:
    """A figure any reading of which is 1.05 to 1.6 times 10.0 km is left open, since roads are that much longer; others are not."""
    finding = by_road(text)
    assert finding.verdict == verdict
    assert ("so the figure may be a distance by road" in finding.explanation) is (verdict == "compatible")
    assert (finding.gap_m is None) is (verdict == "compatible")


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("14.5 km by road", "compatible"),
        ("14 to 15 km by road", "compatible"),
        ("14,5 км по трассе", "compatible"),
        ("14,5 km par la route", "compatible"),
        ("22.5 km by road", "contradicted"),
        ("4.5 km by road", "contradicted"),
    ],
)
def test_what_is_said_to_be_by_road(text: str, verdict: str) -> None:
    """A length of a road is up to 1.6 times the straight line of 10.0 km, and never less than it, with or without a place."""
    for more in ({}, {"kind": "fragment_site"}):
        finding = by_road(text, **more)
        assert finding.verdict == verdict
        assert ("gives the distance by road" in finding.explanation) is (verdict == "compatible")


def test_the_road_is_bounded_by_the_figure_that_roads_are_said_to_have() -> None:
    """A road is taken to be 1.05 to 1.6 times as long as the straight line."""
    assert ROAD_FACTORS == (1.05, 1.6)


@pytest.mark.parametrize(
    ("text", "more"),
    [
        pytest.param("13 km", {"straight_line": True}, id="said to be a straight line"),
        pytest.param("13 km", {"tolerance_m": 100}, id="with a tolerance"),
        pytest.param("13 km", {"kind": "fragment_site"}, id="no named place at an end"),
        pytest.param("at least 13 km", {}, id="a bound"),
        pytest.param("13 to 14 km", {}, id="a range"),
        pytest.param("4.9 km", {"site": "0.00000, 46.03593"}, id="under 5 km, where 4.0 km are measured"),
    ],
)
def test_what_is_not_taken_to_be_by_road(text: str, more: dict[str, Any]) -> None:
    """Each of these is contradicted, though it would be 1.05 to 1.6 times the straight line."""
    finding = by_road(text, **more)
    assert finding.verdict is geo.Verdict.CONTRADICTED
    assert "by road" not in finding.explanation


def test_five_kilometres_may_be_by_road() -> None:
    """5.0 km for 4.0 km is left open, where 4.9 km is not."""
    assert by_road("5.0 km", site="0.00000, 46.03593").verdict is geo.Verdict.COMPATIBLE


def test_a_number_alone_may_be_by_road() -> None:
    """A claim of 13,000 m beside a named place is left open, as its text would be."""
    assert by_road(None, distance_m=13_000).verdict is geo.Verdict.COMPATIBLE


# datums


def near_shusha(gap: float, **more: Any) -> str:
    """The explanation of a claim about two places by Shusha that misses what the claim allows by a gap in metres."""
    claimed = 1275.598 - 2 * 0.3896 - gap
    claim = apart("a", "b", round(claimed, 3), tolerance_m=0)
    features = [
        feature(name, "null", {"kind": "fragment_site", "published_coordinates": text, **more})
        for name, text in (("a", "39°45'38.10\"N 46°44'33.90\"E"), ("b", "39°45'27.80\"N 46°45'25.80\"E"))
    ]
    return judged(read_features(*features, feature("c", "null", claim)))["c"].explanation


def test_a_datum_that_could_explain_the_gap_is_named() -> None:
    """Pulkovo 1942 lies 103 m from WGS 84 by Shusha, which is more than a gap of 60 m; nothing is said of one of 150 m."""
    said = "No datum is stated for a: if it is Pulkovo 1942, the position lies 102.9 m"
    assert said in near_shusha(60)
    assert "datum" not in near_shusha(150)


@pytest.mark.parametrize("datum", ["WGS 84", "Pulkovo 1942"])
def test_a_datum_that_is_stated_is_not_doubted(datum: str) -> None:
    """Where the record names one, the same gap is no cause for doubt."""
    assert "datum" not in near_shusha(40, geodetic_datum=datum)


def test_the_record_has_no_doubt_of_its_datum(assessment: geo.Assessment) -> None:
    """No datum moves either place by 485 m."""
    assert "datum" not in assessment.findings[0].explanation


def test_a_contradiction_says_what_would_have_to_be_true() -> None:
    """For distances, directions and containment alike."""
    within = {"kind": "within_claim", "site": "a", "of": "b", "distance_m": 300}
    sites = {"a": "39.760583 N 46.742750 E", "b": "39.757722 N 46.757167 E"}
    claims = (apart("a", "b", 780), towards("a", "b", "NNE"), within, apart("a", "b", 2000, modifier="at_least"))
    findings = geo.assess(written(sites, *claims)).findings
    assert {one.verdict for one in findings} == {geo.Verdict.CONTRADICTED}
    assert all("For the claim to hold, " in one.explanation for one in findings)


def test_figures_are_words_of_the_file() -> None:
    """What is told of a claim is its text as printed, and as JSON all four ends of what it leaves open."""
    from geo.show.answers import json_form as wire

    claim = {"kind": "distance_claim", "from": "a", "to": "b", "published_distance": "at least 2 km"}
    finding = geo.assess(written({"a": (46.0, 0.0), "b": (46.01, 0.0)}, claim)).findings[0]
    told = wire.finding(finding)["claimed"]
    expected = {"text": "at least 2 km", "distance_m": 2000, "low_m": 2000, "agrees_low_m": 2000}
    assert {name: told[name] for name in expected} == expected
    assert (told["agrees_high_m"], told["high_m"]) == (None, None)
    json.dumps(told, allow_nan=False)

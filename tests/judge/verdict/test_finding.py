from typing import Any

import pytest

import geo
from geo.judge.verdict.finding import judge_distance
from geo.judge.verdict.measurement import find_box_distance
from geo.record.json_file.parse import Number
from geo.record.kinds import AttributeClaim, FragmentSite, StrikeReport
from geo.record.reading import read
from geo.record.stated_distance import distance_of_number, with_tolerance
from tests.conftest import DATA
from tests.written import towards, written

A, B = "39°45'38.10\"N 46°44'33.90\"E", "39°45'27.80\"N 46°45'25.80\"E"


def findings(assessment: geo.Assessment) -> dict[str, geo.Finding]:
    return {finding.claim: finding for finding in assessment.findings}


@pytest.fixture(scope="module")
def areas() -> geo.Sites:
    """Two areas a kilometre square, 857.5 m apart, in a district; and a point."""
    return read(DATA / "good" / "areas-offsets-and-datums.geojson").sites


@pytest.fixture(scope="module")
def every_claim() -> dict[str, geo.Finding]:
    return findings(geo.assess(read(DATA / "good" / "a-polygon-and-every-claim.geojson").sites))


def test_the_separation_is_contradicted(assessment: geo.Assessment) -> None:
    """Measured 1,275.598 m, allowed 770 to 790 m: about 485 m beyond, after the uncertainty of the positions."""
    finding = findings(assessment)["claim-separation"]
    assert finding.verdict is geo.Verdict.CONTRADICTED
    assert finding.measured
    assert finding.measured.distance_m == pytest.approx(1275.598, abs=5e-4)
    assert (finding.claimed.low_m, finding.claimed.high_m) == (770, 790)
    assert (finding.claimed.agrees_low_m, finding.claimed.agrees_high_m) == (775, 785)
    assert finding.gap_m == pytest.approx(1275.598 - 2 * 0.3896 - 790, abs=2e-3)
    assert finding.independent is False
    assert finding.explanation == (
        "The positions lie 1,275.6 m apart (1,274.8 to 1,276.4 m); the claim says 780 meters (770 to 790 m). "
        "That is 495.6 m more than claimed, and 484.8 m beyond what the figure allows. For the claim to hold, the two "
        "positions together would have to be off by 484.8 m more than their uncertainties allow."
    )


def test_the_direction_is_contradicted(assessment: geo.Assessment) -> None:
    """An axis of 45/225 degrees against 104/284: about 59 degrees, 14.4 more than a whole sector."""
    finding = findings(assessment)["claim-direction"]
    assert finding.verdict is geo.Verdict.CONTRADICTED
    assert finding.gap_deg == pytest.approx(14.38, abs=0.01)
    assert "59.4° away" in finding.explanation


def test_other_claims_of_the_record(assessment: geo.Assessment) -> None:
    """Containment cannot be decided without a boundary; no coordinate tests any of the 20 claims of an attribute."""
    verdicts = {claim: str(finding.verdict) for claim, finding in findings(assessment).items()}
    attributes = [claim.id for claim in assessment.sites.of_kind(AttributeClaim)]
    assert len(attributes) == 20
    assert verdicts == {
        "claim-separation": "contradicted",
        "claim-direction": "contradicted",
        "claim-in-shusha-1": "compatible",
        "claim-in-shusha-2": "compatible",
        **dict.fromkeys(attributes, "untestable"),
    }


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ("c-inside", "agrees"),
        ("c-edge", "compatible"),
        ("c-outside", "contradicted"),
        ("c-near", "agrees"),
        ("c-nowhere", "untestable"),
        ("c-least", "agrees"),
        ("c-east", "agrees"),
        ("c-degrees", "contradicted"),
        ("c-west", "contradicted"),
        ("c-e", "untestable"),
    ],
)
def test_each_kind_of_claim(every_claim: dict[str, geo.Finding], claim: str, verdict: str) -> None:
    """Distance, direction, containment in a polygon and attributes, by the table of verdicts."""
    assert every_claim[claim].verdict == verdict


def test_what_is_missing_is_named(every_claim: dict[str, geo.Finding]) -> None:
    """An untestable finding says what is missing, and competing values stand side by side."""
    assert every_claim["c-nowhere"].explanation == "nowhere has no published position, so there is nothing to measure."
    assert every_claim["c-e"].explanation == '"E" competes with "M" (claimant not named, c-m). Coordinates cannot decide it.'


def test_explanations_speak_of_figures_alone(assessment: geo.Assessment) -> None:
    """No verdict calls anybody anything."""
    for finding in assessment.findings:
        assert not {"false", "wrong", "lied", "liar", "untrue"} & set(finding.explanation.lower().split())


@pytest.mark.parametrize(
    ("claim", "verdict", "low", "high"),
    [
        ("c-areas", "contradicted", 857.54, 2802.16),
        ("c-point", "agrees", 3420.40, 4333.98),
        ("c-in", "agrees", 0, 0),
        ("c-out", "contradicted", 857.54, 1987.94),
    ],
)
def test_areas_are_judged_from_nearest_to_farthest(areas: geo.Sites, claim: str, verdict: str, low: float, high: float) -> None:
    """The nearest corners are a hundredth of a degree apart along the southern edge or the northern, which is shorter."""
    finding = findings(geo.assess(areas))[claim]
    assert finding.measured
    assert finding.verdict == verdict
    assert finding.measured.low_m == pytest.approx(low, abs=0.2)
    assert finding.measured.high_m == pytest.approx(high, abs=0.2)


def test_areas_are_sharper_than_their_circles(areas: geo.Sites) -> None:
    """The distance stays that of the middles; the interval narrows by more than half a kilometre."""
    field, crater = areas["field"], areas["crater"]
    assert isinstance(field, FragmentSite)
    assert isinstance(crater, StrikeReport)
    assert field.position
    assert crater.position
    circles, measured = geo.measure(field.position, crater.position), geo.measure(field, crater)
    assert measured.distance_m == circles.distance_m
    assert measured.low_m > circles.low_m + 500
    assert measured.high_m < circles.high_m - 300


def test_the_boxes_decide_what_the_circles_leave_open() -> None:
    """The verdict stays; the explanation says what the sharper look would give, and nothing where it gives nothing."""
    measured, ends = geo.measure(A, B), [geo.parse_coordinates(text) for text in (A, B)]
    said = {}
    for digits in ("1276.3", "1275.2", "1275.6"):
        tolerance = 0.7 if digits == "1275.6" else 0.05
        stated = with_tolerance(distance_of_number(Number(digits), None), tolerance)
        finding = judge_distance(measured, stated, boxes=find_box_distance(*ends))
        assert finding.verdict is geo.Verdict.COMPATIBLE
        said[digits] = finding.explanation.partition(" The printed boxes alone, which are tighter than the circles, ")[2]
    assert said == {
        "1276.3": "give 1,274.98 to 1,276.21 m and would contradict the claim.",
        "1275.2": "",
        "1275.6": "give 1,274.98 to 1,276.21 m and would agree with the claim.",
    }


@pytest.mark.parametrize(
    ("direction", "tolerance", "verdict", "gap"),
    [
        pytest.param("NE", 70, "agrees", None, id="wider than the sector"),
        pytest.param("NE", 59, "contradicted", 0.38, id="and not wide enough"),
        pytest.param("ESE", 5, "contradicted", 3.04, id="narrower than the sector"),
        pytest.param("104° true", 1, "agrees", None, id="degrees"),
        pytest.param("110° true", 5.6, "compatible", None, id="within the uncertainty of the positions"),
        pytest.param("284° true", 90, "contradicted", 89.5, id="the widest tolerance"),
    ],
)
def test_a_stated_tolerance_overrides_the_sector(direction: str, tolerance: float, verdict: str, gap: float | None) -> None:
    """A direction agrees up to its stated tolerance and is contradicted beyond it, whatever its word or its digits allow."""
    (finding,) = geo.assess(written({"a": A, "b": B}, towards("a", "b", direction, tolerance_deg=tolerance))).findings
    assert finding.verdict == verdict
    assert finding.gap_deg == (gap if gap is None else pytest.approx(gap, abs=0.1))
    assert (finding.claimed.half_width_deg, finding.claimed.limit_deg) == (tolerance, tolerance)
    assert f"± {tolerance}° as stated)" in finding.explanation


def test_a_tolerance_does_not_say_which_north_is_meant() -> None:
    """A bearing with a stated tolerance that is not said to be true is widened by the declination, as without one."""
    for text, verdict in (("101° true", "contradicted"), ("101°", "compatible")):
        claim = towards("a", "b", text, tolerance_deg=1, claimed_on="2021-04-02")
        assert geo.assess(written({"a": A, "b": B}, claim)).findings[0].verdict == verdict


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"published_distance": "3 km"}, "within 3 km of b"),
        ({"published_distance": "about 3 km"}, "within about 3 km of b"),
        ({"published_distance": "within 3 km"}, "within 3 km of b"),
        ({"published_distance": "no more than 3 km"}, "no more than 3 km of b"),
    ],
)
def test_a_greatest_distance_is_put_as_one(said: dict[str, str], words: str) -> None:
    """A claim that a site lies within a printed figure says "within" once, whether or not the source prints it."""
    features: list[dict[str, Any]] = [
        {
            "type": "Feature",
            "id": name,
            "geometry": {"type": "Point", "coordinates": [46.74, 39.7 + shift]},
            "properties": {"kind": "place"},
        }
        for name, shift in (("a", 0.0), ("b", 0.5))
    ]
    claim = {"kind": "within_claim", "site": "a", "of": "b", **said}
    features.append({"type": "Feature", "id": "c", "geometry": None, "properties": claim})
    (finding,) = geo.assess(geo.sites_from({"type": "FeatureCollection", "features": features})).findings
    assert f" {words}" in finding.explanation
    assert "within within" not in finding.explanation

"""Directions of arrival: what is compared with what, and what is never made of them."""

import json
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

import geo
from geo.judge.solve.constraints import make_links, site_in_question
from geo.judge.verdict.arrival import MOST_COMPARED
from geo.judge.verdict.finding import NO_PLACE_OF_FIRING
from geo.judge.verdict.margin import measure_margin
from geo.judge.verdict.rule import rule_of
from geo.record.kinds import ArrivalClaim
from geo.record.reading import read_data
from geo.show.exports import shapes
from tests.conftest import DATA
from tests.written import apart, data_of, feature, towards, written

A, B, WEST = (46.742750, 39.760583), (46.757167, 39.757722), (46.70, 39.76)


def came(direction: str | float, at: str = "a", **more: Any) -> dict[str, Any]:
    """A claimed direction of arrival."""
    return {"kind": "arrival_claim", "at": at, "direction": direction, **more}


def judged(*claims: dict[str, Any]) -> tuple[geo.Finding, ...]:
    return geo.assess(written({"a": A, "b": B, "west": WEST, "lost": None}, *claims)).findings


@pytest.mark.parametrize(
    ("one", "other", "verdict"),
    [
        pytest.param(came("NE"), came("NE"), "agrees", id="the same word"),
        pytest.param(came("NE"), came("E"), "compatible", id="neighbours"),
        pytest.param(came("NNE"), came("N"), "compatible", id="a finer word"),
        pytest.param(came("NE"), came("SE"), "contradicted", id="a quarter apart"),
        pytest.param(came("N"), came("E"), "compatible", id="where four points are used"),
        pytest.param(came("N"), came("S"), "contradicted", id="opposite"),
        pytest.param(came("N"), came("SE"), "contradicted", id="almost opposite"),
        pytest.param(came("40° true", tolerance_deg=5), came("44° true", tolerance_deg=5), "agrees", id="within both"),
        pytest.param(came("40° true", tolerance_deg=5), came("50° true", tolerance_deg=5), "compatible", id="they touch"),
        pytest.param(came("40° true", tolerance_deg=5), came("50.5° true", tolerance_deg=5), "contradicted", id="just apart"),
        pytest.param(came("355° true", tolerance_deg=5), came("4° true", tolerance_deg=9), "compatible", id="across north"),
        pytest.param(came("40° to 50° true"), came("NE"), "agrees", id="a range states its ends"),
        pytest.param(
            came("101° true", tolerance_deg=2), came("106.5°", tolerance_deg=2), "compatible", id="which north is unsaid"
        ),
        pytest.param(came("106.5° true", tolerance_deg=2), came("101° true", tolerance_deg=2), "contradicted", id="true north"),
    ],
)
def test_two_arrivals_at_one_record(one: dict[str, Any], other: dict[str, Any], verdict: str) -> None:
    """Their sectors decide; the verdict is the same for both, and where it is contradicted each finding names the other."""
    for pair in permutations((one, other)):
        found = judged(*pair)
        assert [finding.verdict for finding in found] == [verdict, verdict]
        for finding, rival in zip(found, ("c1", "c0"), strict=True):
            assert f"{rival} (" in finding.explanation
            assert finding.opposed == ((rival,) if verdict == "contradicted" else ())
            assert (finding.measured, finding.gap_m, finding.gap_deg) == (None, None, None)
            assert finding.explanation.endswith(NO_PLACE_OF_FIRING)
            if verdict == "contradicted":
                assert "the figures do not say which holds" in finding.explanation


def test_arrivals_at_two_records_are_not_compared() -> None:
    """Two strikes may come from two directions; without another arrival and an origin, nothing tests either."""
    for finding in judged(came("N"), came("S", at="b")):
        assert finding.verdict == "untestable"
        assert "No other direction of arrival there and no origin is recorded" in finding.explanation


@pytest.mark.parametrize("more", [{}, {"origin": "west"}])
def test_degrees_without_a_stated_tolerance_are_untestable(more: dict[str, Any]) -> None:
    """Whatever stands beside them; and nothing that can be tested is compared with them."""
    bare, word = judged(came("10° true", **more), came("S"))
    assert (bare.verdict, word.verdict) == ("untestable", "untestable")
    assert "without a stated tolerance" in bare.explanation
    assert "1 other arrival there, in degrees without a stated tolerance, is not compared." in word.explanation
    assert (bare.claimed.azimuth_deg, bare.claimed.half_width_deg, bare.claimed.limit_deg) == (10, None, None)


@pytest.mark.parametrize(
    ("claim", "verdict", "gap"),
    [
        pytest.param(came("W", origin="west"), "agrees", None, id="a word"),
        pytest.param(came("SW", origin="west"), "compatible", None, id="half a sector off"),
        pytest.param(came("E", origin="west"), "contradicted", 90, id="the other way: it came from there, it did not go there"),
        pytest.param(came("260° true", origin="west", tolerance_deg=5), "contradicted", 4, id="beyond its tolerance"),
        pytest.param(
            came("260°", origin="west", tolerance_deg=5, claimed_on="2020-11-08"), "compatible", None, id="by a compass"
        ),
        pytest.param(came("E", origin="lost"), "untestable", None, id="no position"),
    ],
)
def test_the_azimuth_to_a_stated_origin(claim: dict[str, Any], verdict: str, gap: float | None) -> None:
    """The geodesic from the record to the stated origin is tested against the direction from which it came."""
    (finding,) = judged(claim)
    assert finding.verdict == verdict
    assert finding.gap_deg == (gap if gap is None else pytest.approx(gap, abs=1))
    assert "the stated origin" in finding.explanation


def test_the_weakest_test_decides() -> None:
    """What agrees with its origin and is opposed by another arrival is contradicted, without a gap from the positions."""
    fits, opposed = judged(came("W", origin="west"), came("E"))
    assert (fits.verdict, opposed.verdict) == ("contradicted", "contradicted")
    assert fits.measured
    assert fits.gap_deg is None
    agrees, _ = judged(came("W", origin="west"), came("SW"))
    assert agrees.verdict == "compatible"


def test_both_sides_of_two_arrivals_are_looked_at() -> None:
    """Two arrivals from one source are tied: that they agree is consistency, not corroboration."""
    source = feature("s", "null", {"kind": "source", "title": "t"})
    text = data_of({"a": A}, came("NE", sources=["s"]), came("NE", sources=["s"])).decode()
    reading = read_data("f", text.replace('"features": [', f'"features": [{source},').encode())
    assert [finding.independent for finding in geo.assess(reading.sites).findings] == [False, False]


def test_a_great_many_arrivals_are_compared_with_some() -> None:
    """The finding says that not all were."""
    found = judged(*[came("N")] * (MOST_COMPARED + 3), came("S"))
    assert f"Only {MOST_COMPARED} of the {MOST_COMPARED + 3} other arrivals at a were considered." in found[0].explanation
    assert found[-1].verdict == "contradicted"


def test_the_case_of_zaitseve() -> None:
    """What the OSCE wrote as an attribute is a direction of arrival: one alone, so nothing tests it, and all of it is shown."""
    data = json.loads((DATA / "figures" / "osce-zaitseve.geojson").read_text("utf-8"))
    (fired,) = [one["properties"] for one in data["features"] if one["id"] == "cfire"]
    fired |= {"kind": "arrival_claim", "at": fired.pop("about"), "direction": fired.pop("value"), "method": "crater analysis"}
    fired.pop("attribute")
    reading = read_data("f", json.dumps(data).encode())
    assert not reading.errors
    (finding,) = [one for one in geo.assess(reading.sites).findings if one.claim == "cfire"]
    assert finding.verdict == "untestable"
    assert "north-north-east (22.5°, agrees within 11.25°" in finding.explanation


# What is never made of them.

CROSSING = [
    came("90° true", tolerance_deg=2, origin="lost"),
    came("350° true", "b", tolerance_deg=2, origin="lost"),
    came("E"),
    came("N", "b"),
]
"""Directions of arrival at two records, the lines of which would cross; two of them name an origin without a position."""


def test_no_direction_of_arrival_is_a_constraint() -> None:
    """No link, no site in question, no rule for the page, no margin: nothing that a search for a place could start from."""
    sites = written({"a": A, "b": B, "lost": None}, *CROSSING)
    for claim in sites.of_kind(ArrivalClaim):
        assert make_links([claim], sites) == []
        assert make_links([claim], sites, "lost") == []
        assert site_in_question(claim, sites) is None
        assert rule_of(claim, sites) is None
        assert claim.ends == (None, None)
        with pytest.raises(ValueError, match="untestable"):
            measure_margin(claim, sites)


@pytest.mark.parametrize("wanted", ["a", "b", "lost"])
def test_nothing_is_located_by_directions_of_arrival(wanted: str) -> None:
    """Neither the record nor a stated origin, although two directions would cross there; the same directions as claims do."""
    places = {"a": A, "b": B, "lost": None}
    sites = written(places, *CROSSING)
    assessment = geo.assess(sites)
    assert (assessment.sites_in_question, assessment.loci) == ((), ())
    with pytest.raises(ValueError, match="no claim ties"):
        geo.locate(wanted, sites)
    assert geo.locate("lost", written(places, towards("a", "lost", "E"), towards("b", "lost", "N"))).geometry is not None


def test_a_search_does_not_pass_through_an_arrival() -> None:
    """An origin that other claims place does not place the record where something arrived from there."""
    sites = written({"a": None, "lost": None, "b": B}, came("E", origin="lost"), apart("lost", "b", 500))
    with pytest.raises(ValueError, match="no claim ties"):
        geo.locate("a", sites)
    assert geo.locate("lost", sites).claims == ("c1",)


def test_a_contradicted_arrival_has_no_way_out() -> None:
    """`explain_claim` gives no distance to where its origin would have to lie, and no area."""
    sites = written({"a": A, "west": WEST}, came("E", origin="west"))
    reasons = geo.explain_claim("c0", sites)
    assert reasons.finding.verdict == "contradicted"
    assert (reasons.margin, reasons.locus, reasons.slips) == (None, None, None)
    assert reasons.conflicts.sets == (("c0",),)
    assert not geo.assess(sites).turning.margins


def test_arrivals_that_exclude_each_other_are_one_set() -> None:
    """Each pair is named once, and a claim that its own origin contradicts is a set alone."""
    sites = written({"a": A, "west": WEST}, came("W", origin="west"), came("NE"), came("E", origin="west"))
    assert sorted(geo.find_conflicts(sites).sets) == [("c0", "c1"), ("c2",)]


def test_no_line_is_drawn_for_an_arrival(tmp_path: Path) -> None:
    """Neither in tables nor in exports nor in the report, even between the record and a stated origin that has a position."""
    assessment = geo.assess(written({"a": A, "west": WEST}, came("E", origin="west"), came("N")))
    assert [one.geometry for one in shapes.claims(assessment)] == [None, None]
    assert set(assessment.findings_frame().geometry.geom_type) == {"MultiPoint"}
    geo.write_export(assessment, tmp_path / "all.kml")
    assert "LineString" not in (tmp_path / "all.kml").read_text("utf-8")
    geo.write_export(geo.assess(written({"a": A, "b": B}, apart("a", "b", 5))), tmp_path / "other.kml")
    assert "LineString" in (tmp_path / "other.kml").read_text("utf-8")

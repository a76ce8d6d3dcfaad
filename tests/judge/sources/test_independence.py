import json
from typing import Any

import pytest
from click.testing import CliRunner

import geo
from geo.cli.sources import sources_command
from geo.judge.sources.independence import MOST_FOLLOWED, Independence, Rule
from geo.record.reading import read_data
from tests.conftest import ROOT


def judged(sources: dict[str, dict[str, Any]], claim: dict[str, Any], positions: tuple[str, ...]) -> geo.Assessment:
    """A claim of 780 m between two sites that name `positions`, and the sources, in a file."""
    sites = [{"kind": "fragment_site", "published_coordinates": text, "sources": positions} for text in ("1°N 1°E", "2°N 2°E")]
    records = {
        **dict(zip("ab", sites, strict=True)),
        "c": {"kind": "distance_claim", "from": "a", "to": "b", "distance_m": 780, **claim},
        **{name: {"kind": "source", "title": "T", **properties} for name, properties in sources.items()},
    }
    features = [
        {"type": "Feature", "id": name, "geometry": None, "properties": {key: value for key, value in one.items() if value}}
        for name, one in records.items()
    ]
    reading = read_data("f", json.dumps({"type": "FeatureCollection", "features": features}).encode())
    assert reading.errors == ()
    return geo.assess(reading.sites)


CASES: dict[str, tuple[dict[str, dict[str, Any]], dict[str, Any], tuple[str, ...], list[tuple[Rule, str, str, str]]]] = {
    "one source": ({"x": {}}, {"sources": ["x"]}, ("x",), [(Rule.SOURCE, "claim and positions share a source", "x", "x")]),
    "one publisher": (
        {"x": {"publisher": "Paper"}, "y": {"publisher": " PAPER"}},
        {"sources": ["x"]},
        ("y",),
        [(Rule.PUBLISHER, "sources on both sides are published by Paper", "x", "y")],
    ),
    "one body": (
        {"x": {"attributed_to": "ANAMA"}, "y": {"attributed_to": "Anama "}},
        {"sources": ["x"]},
        ("y",),
        [(Rule.ATTRIBUTION, "both sides are attributed to ANAMA", "x", "y")],
    ),
    "the body itself made the claim": (
        {"x": {}, "y": {"attributed_to": "ANAMA"}},
        {"sources": ["x"], "claimed_by": "anama"},
        ("y",),
        [(Rule.ATTRIBUTION, "both sides are attributed to ANAMA", "x", "y")],
    ),
    "attributed to the publisher of the positions": (
        {"x": {"attributed_to": "Paper"}, "y": {"publisher": "Paper"}},
        {"sources": ["x"]},
        ("y",),
        [(Rule.ATTRIBUTION, "the claim is attributed to Paper, who published a source of the positions", "x", "y")],
    ),
    "attributed to the publisher of the claim": (
        {"x": {"publisher": "Paper"}, "y": {"attributed_to": "Paper"}},
        {"sources": ["x"]},
        ("y",),
        [(Rule.ATTRIBUTION, "the positions are attributed to Paper, who published a source of the claim", "x", "y")],
    ),
    "the claim relies on the positions, over two steps": (
        {"x": {"relies_on": ["w"]}, "w": {"relies_on": ["y"]}, "y": {}},
        {"sources": ["x"]},
        ("y",),
        [(Rule.RELIANCE, "a source of the claim relies on one of the positions", "x", "y")],
    ),
    "the positions rely on the claim": (
        {"x": {}, "y": {"relies_on": ["x"]}},
        {"sources": ["x"]},
        ("y",),
        [(Rule.RELIANCE, "a source of the positions relies on one of the claim", "x", "y")],
    ),
    "both rely on a third": (
        {"x": {"relies_on": ["w"]}, "y": {"relies_on": ["w"]}, "w": {"publisher": "Paper"}},
        {"sources": ["x"]},
        ("y",),
        [(Rule.RELIANCE, "sources on both sides rely on w", "x", "y")],
    ),
    "what is relied on has the publisher of the other side": (
        {"x": {"relies_on": ["w"]}, "y": {"publisher": "Paper"}, "w": {"publisher": "Paper"}},
        {"sources": ["x"]},
        ("y",),
        [(Rule.PUBLISHER, "sources on both sides are published by Paper", "w", "y")],
    ),
    "an id that reads like a name": (
        {"x": {"relies_on": ["anama"]}, "y": {"relies_on": ["anama"], "publisher": "ANAMA"}, "anama": {}},
        {"sources": ["x"]},
        ("y",),
        [(Rule.RELIANCE, "sources on both sides rely on anama", "x", "y")],
    ),
    "a circle": (
        {"x": {"relies_on": ["y"]}, "y": {"relies_on": ["x"]}},
        {"sources": ["x"]},
        ("y",),
        [
            (Rule.RELIANCE, "a source of the claim relies on one of the positions", "x", "y"),
            (Rule.RELIANCE, "a source of the positions relies on one of the claim", "x", "y"),
        ],
    ),
    "a circle beside a shared source": (
        {"x": {"publisher": "Paper", "relies_on": ["y"]}, "y": {"relies_on": ["x"]}},
        {"sources": ["x"], "claimed_by": "Paper"},
        ("x",),
        [(Rule.SOURCE, "claim and positions share a source", "x", "x")],
    ),
    "nothing": (
        {
            "x": {"publisher": "P", "attributed_to": "A", "relies_on": ["w"]},
            "y": {"publisher": "Q", "attributed_to": "B"},
            "w": {},
        },
        {"sources": ["x"], "claimed_by": "C"},
        ("y",),
        [],
    ),
}


@pytest.mark.parametrize(("sources", "claim", "positions", "expected"), CASES.values(), ids=CASES)
def test_what_ties_two_sides(
    sources: dict[str, dict[str, Any]],
    claim: dict[str, Any],
    positions: tuple[str, ...],
    expected: list[tuple[Rule, str, str, str]],
) -> None:
    """Each rule by itself, with the ids concerned; independent only where none applies."""
    (finding,) = judged(sources, claim, positions).findings
    found = [(one.rule, one.text, " ".join(one.claim), " ".join(one.positions)) for one in finding.provenance.reasons]
    assert found == expected
    assert finding.independent is (not expected)


@pytest.mark.parametrize(
    ("claim", "positions", "sentence"),
    [
        ({}, ("x",), "The claim names no source, so it is unknown whether the two sides are independent."),
        ({"sources": ["x"]}, (), "The positions name no source, so it is unknown whether the two sides are independent."),
        ({}, (), "The claim and the positions name no source, so it is unknown whether the two sides are independent."),
    ],
)
def test_a_side_without_a_source(claim: dict[str, Any], positions: tuple[str, ...], sentence: str) -> None:
    """A side without a source is neither independent nor dependent."""
    (finding,) = judged({"x": {"attributed_to": "A"}}, {"claimed_by": "A", **claim}, positions).findings
    assert (finding.independent, finding.provenance.sentence) == (None, sentence)


def test_a_long_chain_is_unknown_beyond_its_nearest() -> None:
    """What lies more than two hundred references away is not followed, and not called independent."""
    chain = {f"s{number}": {"relies_on": [f"s{number + 1}"]} for number in range(300)} | {"s300": {}, "y": {}}
    for start, expected in ((300 - MOST_FOLLOWED, Independence.TIED), (299 - MOST_FOLLOWED, Independence.UNKNOWN)):
        (finding,) = judged(chain, {"sources": [f"s{start}"]}, ("s300",)).findings
        assert finding.provenance.independence is expected
    (finding,) = judged(chain, {"sources": ["s0"]}, ("y",)).findings
    assert "relies on too many others to follow" in finding.provenance.sentence


def test_reasons_are_one_sentence() -> None:
    """Several reasons are joined into one sentence."""
    same = {"publisher": "P", "attributed_to": "A"}
    (finding,) = judged({"x": same, "y": same}, {"sources": ["x", "y"]}, ("x",)).findings
    assert finding.provenance.sentence == (
        "Claim and positions share a source; sources on both sides are published by P, and both sides are attributed to A, "
        "so agreement would be consistency, not corroboration."
    )


def test_the_record(assessment: geo.Assessment) -> None:
    """Whatever the outlet, most statements of both sides are attributed to ANAMA."""
    sentences = {finding.claim: finding.provenance.sentence for finding in assessment.findings}
    tail = "so agreement would be consistency, not corroboration."
    assert sentences["claim-direction"] == f"Both sides are attributed to ANAMA, {tail}"
    assert (
        sentences["claim-separation"] == f"Claim and positions share a source, and both sides are attributed to ANAMA, {tail}"
    )
    assert sentences["claim-lethal-radius"] == f"Claim and positions share a source, {tail}"
    untied = {finding.claim for finding in assessment.findings if finding.independent}
    assert untied == {
        "claim-range", "claim-range-m", "claim-used-aliyev", "claim-not-used-peskov", "claim-when-poladov", "claim-when-aliyev",
    }  # fmt: skip  # the ranges are of two outlets, the town's point Wikipedia's; the statements name no source of the strikes
    assert all(finding.independent is not None for finding in assessment.findings)
    assert assessment.sites["oc-media-2021-04-01"].attributed_to is None  # type: ignore[attr-defined]  # it has several


def test_sources_on_the_command_line() -> None:
    """The same words as text and as JSON, with the grades that are recorded, never one number made of them."""
    run = CliRunner().invoke
    text = " ".join(run(sources_command, [str(ROOT / "sites.geojson")]).output.split())
    value = json.loads(run(sources_command, [str(ROOT / "sites.geojson"), "--format", "json"]).output)
    first = value["findings"][0]
    assert (first["claim"], first["independent"]) == ("claim-separation", False)
    assert first["reasons"][0] == {
        "rule": "source",
        "text": "claim and positions share a source",
        "claim_sources": ["apa-2021-04-02"],
        "position_sources": ["apa-2021-04-02"],
    }
    assert {"id": "news-front-2021-04-02", "reliability": "D", "credibility": None} in first["position_sources"]
    assert "news-front-2021-04-02 (reliability D)" in text
    for one in value["findings"]:
        assert one["explanation"] in text
    variants = [one["value"] for one in value["competing_values"] if one["attribute"] == "model_variant"]
    assert variants == ["Iskander-M", "Iskander-E"] * 2
    assert '"Iskander-E": OC Media; The Republic Underground, after Eurasianet, 2021-04-01/2021-04-17' in text
    assert {one["id"] for one in value["timeline"]} <= {record.id for record in geo.read_sites(ROOT / "sites.geojson")}
    assert "published earlier: caucasus-watch-2021-03-31, oc-media-2021-04-01" in text

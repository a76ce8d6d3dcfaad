import pytest

import geo
from geo.record.reading import read

from .conftest import DATA


def findings(assessment: geo.Assessment) -> dict[str, geo.Finding]:
    return {finding.claim: finding for finding in assessment.findings}


@pytest.fixture(scope="module")
def every_claim() -> dict[str, geo.Finding]:
    return findings(geo.assess(read(DATA / "good" / "a-polygon-and-every-claim.geojson").sites))


def test_the_separation_is_contradicted(assessment: geo.Assessment) -> None:
    """Measured 1,275.598 m, claimed 775 to 785 m: about 490 m apart after both intervals."""
    finding = findings(assessment)["claim-separation"]
    assert finding.verdict is geo.Verdict.CONTRADICTED
    assert finding.measured
    assert finding.measured.distance_m == pytest.approx(1275.598, abs=5e-4)
    assert (finding.claimed.low_m, finding.claimed.high_m) == (775, 785)
    assert finding.gap_m == pytest.approx(1275.598 - 2 * 0.3896 - 785, abs=2e-3)
    assert finding.independent is False
    assert finding.explanation == (
        "The positions lie 1,275.6 m apart (1,274.8 to 1,276.4 m); the claim says 780 m (775 to 785 m). "
        "That is 495.6 m more than claimed, and 489.8 m after uncertainty."
    )


def test_the_direction_is_contradicted(assessment: geo.Assessment) -> None:
    """An axis of 45/225 degrees against 104/284: about 59 degrees."""
    finding = findings(assessment)["claim-direction"]
    assert finding.verdict is geo.Verdict.CONTRADICTED
    assert finding.gap_deg == pytest.approx(36.88, abs=0.01)
    assert "59.4° away" in finding.explanation


def test_other_claims_of_the_record(assessment: geo.Assessment) -> None:
    """Containment cannot be decided without a boundary; no coordinate tests a variant."""
    verdicts = {claim: str(finding.verdict) for claim, finding in findings(assessment).items()}
    assert verdicts == {
        "claim-separation": "contradicted",
        "claim-direction": "contradicted",
        "claim-in-shusha-1": "compatible",
        "claim-in-shusha-2": "compatible",
        "claim-lethal-radius": "untestable",
        "claim-range": "untestable",
        "claim-variant-m": "untestable",
        "claim-variant-e": "untestable",
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
    assert every_claim["c-e"].explanation == '"E" competes with "M" (nobody named, c-m). Coordinates cannot decide it.'


def test_explanations_speak_of_figures_alone(assessment: geo.Assessment) -> None:
    """No verdict calls anybody anything."""
    for finding in assessment.findings:
        assert not {"false", "wrong", "lied", "liar", "untrue"} & set(finding.explanation.lower().split())

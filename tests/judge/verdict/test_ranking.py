from dataclasses import replace

import pytest

import geo
from geo.judge.verdict.finding import Claimed, Finding
from geo.judge.verdict.interval import Verdict
from geo.judge.verdict.measurement import Measurement
from geo.judge.verdict.ranking import gap_multiple, rank_findings

MEASURED = Measurement(1_000, 990, 1_010, 90, 270, 3)
FAR = Finding("far", "distance_claim", Verdict.CONTRADICTED, "", Claimed(low_m=480, high_m=500), MEASURED, gap_m=490)


def test_the_gap_is_counted_in_what_uncertainty_leaves_open() -> None:
    """A gap of 490 m is 24.5 times the 10 m of the positions and the 10 m of the figure; a bound leaves nothing open itself."""
    assert gap_multiple(FAR) == pytest.approx(24.5)
    assert gap_multiple(replace(FAR, claimed=Claimed(low_m=0, high_m=500))) == pytest.approx(49)
    off = replace(FAR, gap_m=None, gap_deg=24.0, claimed=Claimed(azimuth_deg=0, limit_deg=45))
    assert gap_multiple(off) == pytest.approx(0.5)
    assert gap_multiple(replace(FAR, verdict=Verdict.COMPATIBLE, gap_m=None)) is None


def test_contradicted_claims_come_first_the_widest_gap_first() -> None:
    """A gap of 50 m beside a sharp figure comes before one of 490 m; what nothing parts stays in the order of the file."""
    sharp = replace(
        FAR,
        claim="sharp",
        gap_m=50,
        claimed=Claimed(low_m=999, high_m=1_000),
        measured=replace(MEASURED, low_m=1_000, high_m=1_000),
    )
    rest = [
        replace(FAR, claim=verdict.value, verdict=verdict, gap_m=None) for verdict in Verdict if verdict != Verdict.CONTRADICTED
    ]
    ranked = rank_findings([*rest, replace(rest[0], claim="last"), FAR, sharp])
    names = [one.claim for one in ranked]
    assert names[:2] == ["sharp", "far"]
    assert names[2:] == sorted(names[2:], key=["compatible", "agrees", "last", "untestable"].index)


def test_the_shipped_record_starts_with_its_finding(assessment: geo.Assessment) -> None:
    """The distance of 780 m is missed by the widest gap."""
    assert rank_findings(assessment.findings)[0].claim == "claim-separation"

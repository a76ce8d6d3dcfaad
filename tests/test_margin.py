import json

import pytest
from click.testing import CliRunner

import geo
from geo.cli.margin import margin_command
from geo.earth.geodesy import destination
from geo.judge.margin import Margin
from geo.record.kinds import Claim

from .conftest import ROOT
from .written import apart, towards, written

A, B = "39°45'38.10\"N 46°44'33.90\"E", "39°45'27.80\"N 46°45'25.80\"E"


def margin_of(claim: str, sites: geo.Sites) -> Margin:
    record = sites[claim]
    assert isinstance(record, Claim)
    return geo.margin(record, sites)


def test_the_record(sites: geo.Sites) -> None:
    """490.6 m to the claimed interval, 495.6 m to the claimed figure, of which the printing explains 0.8 m."""
    one = margin_of("claim-separation", sites)
    assert one.joint_m == pytest.approx(1275.598 - 785, abs=5e-4)
    assert one.to_figure_m == pytest.approx(495.598, abs=5e-4)
    assert one.each_m == pytest.approx(245.299, abs=5e-4)
    assert one.unexplained_m == pytest.approx(489.818, abs=5e-4)
    assert (one.terms[0].what, one.terms[0].record) == ("claimed figure", "claim-separation")
    assert one.decided_below_m is None


def test_a_displacement_turns_the_verdict() -> None:
    """Moved by just that much along the line the claim holds; by a metre less it does not."""
    for away, verdict in ((490.7, geo.Verdict.COMPATIBLE), (488.0, geo.Verdict.CONTRADICTED)):
        measured = geo.distance(A, B)
        start = geo.parse_coordinates(A).position
        lon, lat = destination(start.lon_deg, start.lat_deg, measured.forward_azimuth_deg, away)
        sites = written({"a": (round(lon, 7), round(lat, 7)), "b": B}, apart("a", "b", 780))
        assert geo.assess(sites).findings[0].verdict is verdict


@pytest.mark.parametrize(
    ("direction", "joint"),
    [
        pytest.param("ESE", 0.0, id="inside the sector"),
        pytest.param("NE", 766.2, id="aside: 1,275.6 m times the sine of 36.9°"),
        pytest.param("WNW", 1275.6, id="behind: to the first position itself"),
    ],
)
def test_the_way_to_a_sector(direction: str, joint: float) -> None:
    """The shortest way of the second position into the claimed sector."""
    sites = written({"a": A, "b": B}, towards("a", "b", direction))
    assert margin_of("c0", sites).joint_m == pytest.approx(joint, abs=0.1)


@pytest.mark.parametrize(
    ("claimed", "verdict", "finer"),
    [
        pytest.param(1321, "agrees", "hundred-thousandths of a degree", id="3.2 m inside"),
        pytest.param(1370, "contradicted", "ten-thousandths of a degree", id="32.2 m outside"),
    ],
)
def test_what_would_decide(claimed: int, verdict: str, finer: str) -> None:
    """The distance to the nearer end of what is claimed; and printed so finely, the same positions give that verdict."""
    coarse = written({"a": "39.7610 46.7430", "b": "39.758 46.758"}, apart("a", "b", claimed, tolerance_m=10))
    one = margin_of("c0", coarse)
    measured = geo.assess(coarse).findings[0].measured
    assert measured
    assert measured.distance_m == pytest.approx(1327.847, abs=5e-4)
    assert one.verdict is geo.Verdict.COMPATIBLE
    assert one.decided_below_m == pytest.approx(
        min(abs(measured.distance_m - claimed + 10), abs(measured.distance_m - claimed - 10))
    )
    assert (one.decided_as, one.printed) == (verdict, finer)
    fine = written({"a": (46.743, 39.761), "b": (46.758, 39.758)}, apart("a", "b", claimed, tolerance_m=10))
    assert geo.assess(fine).findings[0].verdict == verdict


def test_a_place_without_a_boundary(sites: geo.Sites) -> None:
    """What leaves most open is the stated extent of the town; no finer printing helps."""
    one = margin_of("claim-in-shusha-1", sites)
    assert (one.terms[0].record, one.terms[0].what, one.terms[0].size_m) == ("place-shusha", "stated uncertainty", 1323)
    assert (one.printed, one.decided_as) == (None, geo.Verdict.CONTRADICTED)


def test_the_command() -> None:
    """Text and JSON; what is untestable is refused with the reason."""
    file = ["--sites", str(ROOT / "sites.geojson")]
    told = CliRunner().invoke(margin_command, ["claim-separation", *file]).output
    assert "wrong by 490.6 m together: 245.3 m each" in told
    assert "495.6 m together" in told
    value = json.loads(CliRunner().invoke(margin_command, ["claim-in-shusha-2", *file, "--format", "json"]).output)
    assert value["decided_below_m"] == pytest.approx(762.5, abs=0.05)
    assert value["dominates"] == "stated uncertainty"
    refused = CliRunner().invoke(margin_command, ["claim-variant-e", *file])
    assert refused.exit_code == 2
    assert "untestable" in refused.output

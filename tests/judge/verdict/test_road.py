"""Distances by road: whatever looks at a claim remembers that a road is longer than the straight line."""

from pathlib import Path
from typing import Any

import pytest

import geo
from geo.judge.solve.locate import locate
from geo.judge.verdict.finding import judge_claim, judge_distance
from geo.judge.verdict.interval import Verdict
from geo.judge.verdict.measurement import find_box_distance
from geo.judge.verdict.road import allowed_lines
from geo.record.kinds import DistanceClaim
from geo.record.reading import read_data
from tests.conftest import Run
from tests.written import feature

A, B = "39°45'38\"N 46°44'33\"E", "39°45'38\"N 46°45'03\"E"  # 714 m apart, the boxes 666 to 764 m
BOXES = "The printed boxes alone"


def _sites(text: str, *, kind: str = "fragment_site", there: str = B, **properties: Any) -> geo.Sites:
    """A claim between a site and a site or a place."""
    reading = read_data("f", _data(text, kind=kind, there=there, **properties))
    assert not reading.errors, reading.errors
    return reading.sites


def _data(text: str, *, kind: str = "fragment_site", there: str = B, **properties: Any) -> bytes:
    records = {
        "a": {"kind": "fragment_site", "published_coordinates": A},
        "b": {"kind": kind, "name": "B", "published_coordinates": there},
        "claim": {"kind": "distance_claim", "from": "a", "to": "b", "published_distance": text, **properties},
    }
    features = ",".join(feature(name, "null", properties) for name, properties in records.items())
    return f'{{"type": "FeatureCollection", "features": [{features}]}}'.encode()


def _finding(sites: geo.Sites) -> geo.Finding:
    claim = sites["claim"]
    assert isinstance(claim, DistanceClaim)
    return judge_claim(claim, sites)


@pytest.mark.parametrize(
    "text", ["780 m by road", "820 m by road", "1,100 m by road", "at least 800 m by road", "780 м по дороге"]
)
def test_printed_boxes_do_not_contradict_what_a_road_explains(text: str) -> None:
    """A claim by road that is longer than the straight line is compatible, and the printed boxes say nothing against it."""
    finding = _finding(_sites(text))
    assert finding.verdict is Verdict.COMPATIBLE
    assert BOXES not in finding.explanation


def test_printed_boxes_contradict_what_no_road_explains() -> None:
    """The boxes contradict a road shorter than the line, and the same figure without the road."""
    assert f"{BOXES}, which are tighter than the circles, give 666.49 to 764.19 m and would contradict" in (
        _finding(_sites("655 m by road")).explanation
    )
    assert BOXES in _finding(_sites("780 m")).explanation


def test_printed_boxes_do_not_contradict_a_long_way_to_a_named_place() -> None:
    """Where a road may explain a figure that does not mention one, the boxes leave it open as the circles do."""
    there = "39°45'38\"N 46°48'01\"E"
    finding = _finding(_sites("6 km", kind="place", there=there))
    boxes = find_box_distance(geo.parse_coordinates(A), geo.parse_coordinates(there))
    assert finding.measured
    assert boxes
    assert boxes.high_m < 5_000 < finding.measured.high_m  # so the boxes miss the figure, and the circles do not
    assert finding.verdict is Verdict.COMPATIBLE
    assert BOXES not in finding.explanation
    assert BOXES in _finding(_sites("6 km in a straight line", kind="place", there=there)).explanation


@pytest.mark.parametrize("text", ["900 m by road", "1,100 m by road"])
def test_a_claim_by_road_that_is_compatible_is_so_everywhere(text: str) -> None:
    """No margin, conflict or locus says that a claim by road cannot hold where its finding says that it may."""
    sites = _sites(text)
    claim = sites["claim"]
    assert isinstance(claim, DistanceClaim)
    margin = geo.measure_margin(claim, sites)
    assert (margin.verdict, margin.joint_m, margin.decided_as, margin.unexplained_m) == (Verdict.COMPATIBLE, 0, None, 0)
    assert geo.assess(sites).conflicts.sets == ()
    assert locate("b", sites).is_feasible


def test_a_slip_explains_a_claim_by_road_as_a_road() -> None:
    """Among the slips that would make a claim by road hold are those that only a road explains."""
    sites = _sites("9,000 m by road")
    claim = sites["claim"]
    assert isinstance(claim, DistanceClaim)
    assert _finding(sites).verdict is Verdict.CONTRADICTED
    assert "2,000 m by road" in {slip.text for slip in geo.find_slips(claim, sites).explaining}
    assert _finding(_sites("2000 m")).verdict is Verdict.CONTRADICTED


def test_a_claim_that_may_be_by_road_is_no_conflict() -> None:
    """A long distance to a named place that is compatible because it may be by road is in no set that cannot hold."""
    sites = _sites("6 km", kind="place", there="39°45'38\"N 46°47'33\"E")  # 4.28 km in a straight line
    assert _finding(sites).verdict is Verdict.COMPATIBLE
    assert geo.assess(sites).conflicts.sets == ()
    straight = _sites("6 km", kind="place", there="39°45'38\"N 46°47'33\"E", straight_line=True)
    assert _finding(straight).verdict is Verdict.CONTRADICTED
    assert geo.assess(straight).conflicts.sets == (("claim",),)


def test_a_road_that_would_wind_too_much_is_measured_by_what_a_road_allows() -> None:
    """The gap of a contradicted claim by road is to the longest road, not to the straight line."""
    stated = geo.parse_distance("2,100 m by road", "en")
    finding = judge_distance(geo.measure(A, B), stated)
    assert finding.verdict is Verdict.CONTRADICTED
    assert finding.measured
    assert finding.gap_m == pytest.approx(stated.low_m / 1.6 - finding.measured.high_m)
    assert "beyond what the figure allows, even by road." in finding.explanation


def test_geo_distance_takes_a_straight_line_at_its_word(tmp_path: Path, run: Run) -> None:
    """`geo distance` reads a claim to a named place as `geo check` does: by road, unless it says that it is straight."""
    path = tmp_path / "sites.geojson"
    path.write_bytes(_data("6 km", kind="place", there="39°45'38\"N 46°47'33\"E"))
    for text, verdict in (("6 km", "compatible"), ("6 km in a straight line", "contradicted")):
        assert f"\n{verdict}: " in run("distance", "a", "b", "--claim", text, "--sites", str(path))[1]


def test_lines_that_a_road_allows() -> None:
    """A figure that does not mention a road allows it only if noticeably longer than the line; one that does, from the line on."""
    as_it_stands, road = allowed_lines(geo.parse_distance("8 km", "en"), by_road=True)
    assert (as_it_stands.low, as_it_stands.high) == (7_000, 9_000)
    assert (road.low, road.high) == (7_000 / 1.6, 9_000 / 1.05)
    assert allowed_lines(geo.parse_distance("8 km by road", "en"), by_road=True)[1].high == 9_000
    assert len(allowed_lines(geo.parse_distance("8 km", "en"), by_road=False)) == 1

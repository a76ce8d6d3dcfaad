import json
import math
from typing import Any

import pytest

import geo
from geo.earth.geodesy import destination
from geo.judge.verdict.finding import judge_distance
from geo.judge.verdict.margin import Margin, _terms
from geo.record.json_file.parse import Number
from geo.record.kinds import Claim, Located
from geo.record.stated_distance import distance_of_number, with_tolerance
from geo.show.answers.margin import margin_json, margin_sentences
from tests.conftest import DATA
from tests.written import apart, stated, towards, written

A, B = "39°45'38.10\"N 46°44'33.90\"E", "39°45'27.80\"N 46°45'25.80\"E"


def margin_of(claim: str, sites: geo.Sites) -> Margin:
    record = sites[claim]
    assert isinstance(record, Claim)
    return geo.measure_margin(record, sites)


def test_the_record(sites: geo.Sites) -> None:
    """485.6 m to what the claim allows, 495.6 m to the claimed figure, of which the printing explains 0.8 m."""
    one = margin_of("claim-separation", sites)
    assert one.joint_m == pytest.approx(1275.598 - 790, abs=5e-4)
    assert one.to_figure_m == pytest.approx(495.598, abs=5e-4)
    assert one.each_m == pytest.approx(242.799, abs=5e-4)
    assert one.unexplained_m == pytest.approx(484.818, abs=5e-4)
    assert (one.terms[0].what, one.terms[0].record) == ("claimed figure", "claim-separation")
    assert one.decided_below_m is None


def test_a_displacement_turns_the_verdict() -> None:
    """Moved by just that much along the line the claim holds; by a metre less it does not."""
    for away, verdict in ((485.7, geo.Verdict.COMPATIBLE), (484.7, geo.Verdict.CONTRADICTED)):
        measured = geo.measure(A, B)
        start = geo.parse_coordinates(A).position
        lon, lat = destination(start.lon_deg, start.lat_deg, measured.forward_azimuth_deg, away)
        sites = written({"a": (round(lon, 7), round(lat, 7)), "b": B}, apart("a", "b", 780))
        assert geo.assess(sites).findings[0].verdict is verdict


@pytest.mark.parametrize(
    ("direction", "joint"),
    [
        pytest.param("ESE", 0.0, id="inside the sector"),
        pytest.param("NE", 317.6, id="aside: 1,275.6 m times the sine of 14.416°"),
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
    """A claim is decided below the distance to its nearer end, and the printing that is named gives that verdict."""
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


@pytest.mark.parametrize(
    ("claim", "spare"),
    [
        pytest.param(apart("a", "b", 1280, tolerance_m=20), 15.598 - 0.779, id="1,260 to 1,300 m, the lower end being nearer"),
        pytest.param(apart("a", "b", 1200, modifier="at_least"), 75.598 - 0.779, id="1,200 m or more"),
        pytest.param(
            towards("a", "b", "ESE"),
            1275.598 * math.sin(math.radians(104.416 - 101.25)) - 0.779,
            id="1,275.6 m times the sine of 3.166°",
        ),
        pytest.param(
            {"kind": "within_claim", "site": "a", "of": "b", "distance_m": 2000}, 724.402 - 0.779, id="2,000 m at most"
        ),
        pytest.param(apart("a", "b", 780), None, id="contradicted"),
    ],
)
def test_how_far_agreement_is_from_its_end(claim: dict[str, Any], spare: float | None) -> None:
    """To the nearer end of what is claimed, less the uncertainty of both positions."""
    one = margin_of("c0", written({"a": A, "b": B}, claim))
    assert one.spare_m == (spare and pytest.approx(spare, abs=0.02))


@pytest.mark.parametrize(
    ("sites", "claim"),
    [
        pytest.param({"a": A, "b": B}, apart("a", "b", 0, modifier="at_least"), id="no distance is less than 0 m"),
        pytest.param(
            {"a": (46.74, 39.76), "b": (47.9, 39.76)}, towards("a", "b", "E"), id="the least of two moves is not known"
        ),
    ],
)
def test_an_agreement_without_an_end_has_nothing_to_spare(sites: dict[str, Any], claim: dict[str, Any]) -> None:
    """Neither 0 m nor infinitely many: the claim agrees, no figure is given, and no sentence mentions one."""
    one = margin_of("c0", written(sites, claim))
    assert (one.verdict, one.spare_m) == (geo.Verdict.AGREES, None)
    assert next(margin_sentences(one)) == "The claim holds at the published positions."
    assert "might not" not in " ".join(margin_sentences(one))


@pytest.mark.parametrize(
    ("claimed", "modifier", "needed", "decided_as"),
    [
        pytest.param(1326, "at_least", 1.847, "agrees", id="no upper end"),
        pytest.param(1328, "at_least", 0.153, "contradicted", id="no upper end, and below the lower"),
        pytest.param(1328, "at_most", 0.153, "agrees", id="no lower end"),
        pytest.param(1326, "at_most", 1.847, "contradicted", id="no lower end, and above the upper"),
    ],
)
def test_a_claim_with_one_end_is_decided_by_that_end(claimed: float, modifier: str, needed: float, decided_as: str) -> None:
    """1,327.847 m are measured; the claimed figure itself leaves nothing open."""
    sites = {"a": "39.7610 46.7430", "b": "39.758 46.758"}
    one = margin_of("c0", written(sites, apart("a", "b", claimed, modifier=modifier)))
    assert one.verdict is geo.Verdict.COMPATIBLE
    assert one.decided_below_m == pytest.approx(needed, abs=5e-4)
    assert one.decided_as == decided_as
    assert {term.what for term in one.terms} == {"printing"}


def test_nearer_to_nothing_than_to_the_end() -> None:
    """That a distance cannot be less than 0 m is no end of a claim: of 250 m at most, 139 m are left from 111 m."""
    sites = written({"a": "39.7610 46.7430", "b": "39.762 46.743"}, apart("a", "b", 250, modifier="at_most"))
    one = margin_of("c0", sites)
    measured = geo.assess(sites).findings[0].measured
    assert measured
    assert measured.distance_m == pytest.approx(111, abs=0.1)
    assert one.decided_below_m == pytest.approx(250 - measured.distance_m)
    near = written({"a": (46.743, 39.761), "b": (46.743, 39.7612)}, apart("a", "b", 20, tolerance_m=30))
    assert {term.what: term.size_m for term in margin_of("c0", near).terms}["claimed figure"] == 30


@pytest.mark.parametrize(
    ("text", "own"),
    [
        pytest.param("a few hundred metres", 400.0, id="150 to 950 m are allowed, and none agrees"),
        pytest.param("at least a few hundred metres", None, id="150 m or more are allowed, and none agrees"),
        pytest.param("up to several kilometres", None, id="9,500 m or less are allowed, and none agrees"),
    ],
)
def test_no_precision_decides_a_vague_quantity_that_holds(text: str, own: float | None) -> None:
    """A quantity that nothing agrees with is decided by no positions, and no figure about it is infinite."""
    one = margin_of("c0", written({"a": (46.743, 39.761), "b": (46.743, 39.765)}, stated("a", "b", text)))
    assert (one.verdict, one.joint_m) == (geo.Verdict.COMPATIBLE, 0)
    assert (one.decided_below_m, one.decided_as, one.printed, one.spare_m) == (None, None, None, None)
    assert {term.what: term.size_m for term in one.terms}.get("claimed figure") == own
    told = list(margin_sentences(one))
    assert "the claimed figure itself" in told[1]
    assert "inf" not in " ".join(told)


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("700-800 m", 100.0),
        ("at least 1,300-1,400 m", None),
        ("up to 700-800 m", None),
        ("dozens of metres", 42.0),
        ("more than several kilometres", None),
    ],
)
def test_every_contradicted_distance_has_finite_figures(text: str, own: float | None) -> None:
    """Half of what a range or a vague quantity allows is its own part; a claim with one end has none."""
    one = margin_of("c0", written({"a": A, "b": B}, stated("a", "b", text)))
    assert one.verdict is geo.Verdict.CONTRADICTED
    assert {term.what: term.size_m for term in one.terms}.get("claimed figure") == own
    json.dumps(margin_json(one), allow_nan=False)


def test_the_claimed_figure_of_no_distance_is_a_figure() -> None:
    """Positions 1,275.6 m apart are 1,275.6 m from a claimed distance of 0 m, and 1,274.6 m from the 1 m that it allows."""
    one = margin_of("c0", written({"a": A, "b": B}, apart("a", "b", 0)))
    assert one.to_figure_m == pytest.approx(1275.598, abs=5e-4)
    assert one.joint_m == pytest.approx(1274.598, abs=5e-4)


def test_a_claim_of_no_distance_at_all_is_open_by_the_printing_alone() -> None:
    """A distance of 0 m with a tolerance of 0 m leaves nothing open itself, and one position agrees with it exactly."""
    one = margin_of("c0", written({"a": A, "b": A}, apart("a", "b", 0, tolerance_m=0)))
    assert one.verdict is geo.Verdict.COMPATIBLE
    assert (one.decided_below_m, one.decided_as, {term.what for term in one.terms}) == (0, None, {"printing"})


def test_beyond_it_agreement_ends() -> None:
    """The second position nearer by a centimetre less still agrees; by one more it does not."""
    one = margin_of("c0", written({"a": A, "b": B}, apart("a", "b", 1280, tolerance_m=20)))
    start, end, measured = geo.parse_coordinates(A).position, geo.parse_coordinates(B).position, geo.measure(A, B)
    assert one.spare_m is not None
    for more, verdict in ((-0.01, geo.Verdict.AGREES), (0.01, geo.Verdict.COMPATIBLE)):
        away = measured.distance_m - one.spare_m - more
        moved = destination(start.lon_deg, start.lat_deg, measured.forward_azimuth_deg, away)
        nearer = geo.measure(start, geo.Position(*moved, end.uncertainty_m))
        assert judge_distance(nearer, with_tolerance(distance_of_number(Number("1280"), None), 20)).verdict is verdict


def test_agreement_says_how_far_it_is_from_its_end() -> None:
    """The sentences give the spare distance in total and for each position."""
    told = list(margin_sentences(margin_of("c0", written({"a": A, "b": B}, apart("a", "b", 1280, tolerance_m=20)))))
    assert told[:2] == [
        "The claim holds at the published positions, and anywhere within their uncertainties.",
        "It might not if they were off by 14.8 m in total beyond these: 7.4 m each, or all of it at one of them.",
    ]


def test_a_place_without_a_boundary(sites: geo.Sites) -> None:
    """What leaves most open is the stated extent of the town; no finer printing helps."""
    one = margin_of("claim-in-shusha-1", sites)
    assert (one.terms[0].record, one.terms[0].what, one.terms[0].size_m) == ("place-shusha", "stated uncertainty", 1323)
    assert (one.printed, one.decided_as) == (None, geo.Verdict.CONTRADICTED)


@pytest.mark.parametrize(
    ("name", "claim", "joint", "unexplained"),
    [
        ("a-polygon-and-every-claim", "c-inside", 0, 0),
        ("a-polygon-and-every-claim", "c-edge", 0, 0),
        ("a-polygon-and-every-claim", "c-outside", 8570.4, 8556.4),
        ("areas-offsets-and-datums", "c-areas", 1284.8, 197.8),
        ("areas-offsets-and-datums", "c-in", 0, 0),
        ("areas-offsets-and-datums", "c-out", 1286.4, 857.5),
    ],
)
def test_areas(name: str, claim: str, joint: float, unexplained: float) -> None:
    """A position moves to the edge of an area, not to its circle; what is left unexplained is the gap of the finding."""
    sites = geo.read_sites(DATA / "good" / f"{name}.geojson")
    found = margin_of(claim, sites)
    assert found.joint_m == pytest.approx(joint, abs=0.1)
    assert found.unexplained_m == pytest.approx(unexplained, abs=0.1)


def test_terms_of_offsets_areas_and_datums() -> None:
    """Offsets, areas, printing and changes of datum are listed under these names."""
    sites = geo.read_sites(DATA / "good" / "areas-offsets-and-datums.geojson")
    terms = {(term.record, term.what) for term in margin_of("c-offset", sites).terms}
    assert terms == {("first", "offset"), ("second", "offset"), ("c-offset", "claimed figure")}
    village = sites["village"]
    assert isinstance(village, Located)
    parts = {term.what: term.size_m for term in _terms(village)}
    assert parts == {"change of datum": 4.5, "printing": pytest.approx(38.96, abs=0.01), "stated uncertainty": 0}


@pytest.mark.parametrize(
    ("lat", "lon", "turns"), [(39.76, 46.76, False), (39.9, 46.74, False), (39.76, 47.9, True), (-89.8, 90.0, True)]
)
def test_where_north_turns_only_the_second_position_is_spoken_of(lat: float, lon: float, turns: bool) -> None:
    """Far apart, or near a pole, moving the first takes less: here it would be enough to move it by part of the way."""
    start = (46.74, lat) if abs(lat) > 80 else (46.74, 39.76)
    sites = written({"a": start, "b": (lon, lat)}, towards("a", "b", "WSW"))
    one = margin_of("c0", sites)
    assert one.north_turns is turns
    assert (one.each_m is None) is turns
    told = " ".join(margin_sentences(one))
    assert ("the second position would have to be wrong" in told) is turns
    assert ("the two positions would have to be wrong" in told) is not turns

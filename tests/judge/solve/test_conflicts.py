import json
import math
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

import geo
from geo.earth.area.local_plane import Plane
from geo.earth.direction import compass_word
from geo.earth.geodesy import destination, inverse
from geo.judge.solve import conflicts as conflict
from geo.judge.solve.conflicts import Conflicts, Undecided, find_conflicts
from geo.judge.solve.effort import Effort, Limit
from geo.judge.solve.narrow_regions import _area, _untangled
from geo.record.progress import report_progress_to
from geo.record.reading import read_data
from geo.show.answers.conflicts import conflicts_sentences
from tests.conftest import ROOT
from tests.fuzzed import run
from tests.show.map.test_draw import data_of as data_of_page
from tests.written import Pair, apart, data_of, feature, towards, written

A, B = (46.742750, 39.760583), (46.757167, 39.757722)
NOWHERE = dict.fromkeys("abc")
TRIANGLE = apart("a", "b", 100, tolerance_m=5), apart("b", "c", 100, tolerance_m=5)
"""At most 210 m from a to c."""


@pytest.mark.parametrize(
    ("sites", "claims", "expected"),
    [
        pytest.param(NOWHERE, [apart("a", "b", 100), apart("b", "c", 100), apart("a", "c", 450)], ["c0 c1 c2"], id="triangle"),
        pytest.param(NOWHERE, [*TRIANGLE, apart("a", "c", 210, tolerance_m=5)], [], id="it just closes"),
        pytest.param(NOWHERE, [*TRIANGLE, apart("a", "c", 216, tolerance_m=0.5)], ["c0 c1 c2"], id="just not"),
        pytest.param(NOWHERE, [apart("a", "b", 780), apart("a", "b", 1300), apart("b", "a", 785)], ["c0 c1", "c1 c2"], id="two values"),
        pytest.param(NOWHERE, [towards("a", "b", "NE"), towards("b", "c", "NE"), towards("c", "a", "NE")], ["c0 c1 c2"], id="round in the north"),
        pytest.param(NOWHERE, [towards("a", "b", "NE"), towards("b", "c", "SE"), towards("c", "a", "W")], [], id="round and back"),
        pytest.param(NOWHERE, [towards("a", "b", "NE"), towards("b", "a", "NE")], ["c0 c1"], id="each north of the other"),
        pytest.param(NOWHERE, [towards("a", "b", "N", axis=True), towards("b", "a", "N")], [], id="an axis has two ends"),
        pytest.param({"a": A, "b": B, "x": None}, [apart("a", "x", 300), apart("b", "x", 300)], ["c0 c1"], id="too far between"),
        pytest.param({"a": A, "b": B, "x": None}, [apart("a", "x", 700), apart("b", "x", 700)], [], id="two circles meet"),
        pytest.param({"a": A, "b": B, "x": None}, [apart("a", "x", 700), apart("b", "x", 700), towards("x", "a", "ENE")], ["c1 c2"], id="not in that direction"),
        pytest.param({"a": A, "b": B, "x": None, "y": None}, [apart("a", "x", 100, tolerance_m=5), apart("b", "y", 100, tolerance_m=5), apart("x", "y", 1059, tolerance_m=0.5)], ["c0 c1 c2"], id="a chain just too short"),
        pytest.param({"a": A, "b": B, "x": None, "y": None}, [apart("a", "x", 100), apart("b", "y", 100), apart("x", "y", 1066)], [], id="a chain that reaches"),
        pytest.param({"a": (0.0, 0.0), "b": (60.0, 30.0), "x": None}, [apart("a", "x", 3_000_000, tolerance_m=50_000), apart("b", "x", 3_000_000, tolerance_m=50_000)], ["c0 c1"], id="continents apart"),
        pytest.param({"a": (179.999, 0.0), "b": (-179.999, 0.0), "x": None}, [apart("a", "x", 90), apart("b", "x", 90)], ["c0 c1"], id="over the 180th meridian"),
        pytest.param({"a": A, "b": B}, [apart("a", "b", 1276), apart("a", "b", 780)], ["c1"], id="one alone"),
        pytest.param(dict.fromkeys("abcd"), [apart(x, y, 100, tolerance_m=10) for x, y in combinations("abcd", 2)], ["c0 c1 c2 c3 c4 c5"], id="four all alike"),
    ],
)  # fmt: skip
def test_sets_that_cannot_hold(sites: dict[str, Pair | str | None], claims: list[dict[str, Any]], expected: list[str]) -> None:
    """Each smallest set is named; where the claims can hold, none is."""
    found = find_conflicts(geo.assess(written(sites, *claims)))
    assert not found.undecided
    assert [" ".join(ids) for ids in found.sets] == expected


def test_two_directions_between_the_same_two_are_a_set_however_large_the_first_one_is() -> None:
    """Each place has one direction to another; a third claim that could hold is not named with them."""
    claims = [towards("a", "b", "NE"), towards("a", "b", "WSW"), apart("a", "b", 900)]
    found = find_conflicts(geo.assess(written({"a": "39.76 N 46.74 E", "b": None}, *claims)))
    assert (found.sets, found.undecided) == ((("c0", "c1"),), ())
    more = [towards("a", "b", "ENE"), towards("a", "b", "NNW", axis=True), towards("a", "b", "E")]  # which SSE and ENE share
    found = find_conflicts(geo.assess(written({"a": "39.76 N 46.74 E", "b": None}, *more)))
    assert found.sets == (("c0", "c1"),)


PLACES = st.tuples(st.floats(0, 360), st.floats(0, 1))


@settings(max_examples=25)
@given(
    st.tuples(st.floats(-180, 180), st.floats(-75, 75)), st.tuples(st.floats(2, 5.5), st.floats(1e-4, 0.1)),
    st.lists(PLACES, min_size=3, max_size=4), st.integers(0, 2), st.lists(st.booleans(), min_size=6, max_size=6),
)  # fmt: skip
def test_what_is_true_is_never_a_conflict(center: Pair, scale: Pair, places: list[Pair], known: int, kinds: list[bool]) -> None:
    """Claims made from true places can hold, and the area of each site holds its true place."""
    size, share = scale
    true = [destination(*center, azimuth, 10**size * part) for azimuth, part in places]
    claims = []
    for (one, other), is_distance in zip(combinations(range(len(true)), 2), kinds, strict=False):
        distance, azimuth, _ = inverse(*true[one], *true[other])
        if distance < 5:
            continue
        name, to = f"s{one}", f"s{other}"
        claims.append(
            apart(name, to, round(distance * (1 + share / 2), 3), tolerance_m=round(distance * share + 1, 3))
            if is_distance
            else towards(name, to, compass_word(azimuth))
        )
    pairs = {f"s{number}": (round(x, 7), round(y, 7)) for number, (x, y) in enumerate(true)}
    sites = written({name: pair if number < known else None for number, (name, pair) in enumerate(pairs.items())}, *claims)
    assert find_conflicts(geo.assess(sites)).sets == ()
    for name, (x, y) in list(pairs.items())[known:]:
        try:
            locus = geo.locate(name, sites)
        except ValueError:
            continue
        assert locus.is_feasible
        assert locus.geometry
        rounded_deg = 1e-7
        assert locus.geometry.distance(shapely.Point(x, y)) < rounded_deg or not locus.is_bounded


TOWN = [[10, 60], [14, 60], [14, 61], [10, 61], [10, 60]]
TURN = [[46.70, 39.70], [46.80, 39.70], [46.80, 39.7001], [46.70, 39.7001], [46.70, 39.70]]
_ROUND = [destination(46.7, 39.7, 360 - 360 * number / 43, 20_000) for number in range(43)]
ROUND = [list(pair) for pair in (*_ROUND, _ROUND[0])]


@pytest.mark.parametrize(
    ("ring", "stated", "claim", "near"),
    [
        pytest.param(TOWN, {}, {"kind": "within_claim", "site": "x", "of": "p"}, (12.0, 60.0005), id="beside a long edge"),
        pytest.param(TURN, {"uncertainty_m": 500}, apart("p", "x", 100, tolerance_m=1), destination(46.8, 39.7, 90, 500), id="edge that may be off"),
        pytest.param(ROUND, {}, apart("p", "x", 10_000, modifier="at_most"), destination(*_ROUND[7], 360 - 2520 / 43 + 90 / 43, 10_009.5), id="round a corner"),
    ],
)  # fmt: skip
def test_what_is_true_of_an_area(ring: list[list[float]], stated: dict[str, Any], claim: dict[str, Any], near: Pair) -> None:
    """Edges are straight in degrees, not on the ground; they may be off; and corners are rounded from outside."""
    area = json.dumps({"type": "Polygon", "coordinates": [ring]})
    there = f'{{"type": "Point", "coordinates": [{near[0]:.9f}, {near[1]:.9f}]}}'
    features = [feature("p", area, {"kind": "place", **stated}), feature("b", there, {"kind": "fragment_site"})]
    features += [feature("x", "null", {"kind": "fragment_site"}), feature("c0", "null", claim)]
    features += [feature("c1", "null", apart("x", "b", 0.1, modifier="at_most"))]
    reading = read_data("f", f'{{"type": "FeatureCollection", "features": [{",".join(features)}]}}'.encode())
    assert not reading.errors
    assert find_conflicts(geo.assess(reading.sites)).sets == ()
    geometry = geo.locate("x", reading.sites).geometry
    assert geometry
    assert geometry.covers(shapely.Point(near))


@pytest.mark.parametrize("away", [18_000_000])
def test_on_the_other_side_of_the_earth(away: int) -> None:
    """What is claimed of places nearly as far apart as they can be may hold as well."""
    x = destination(0.0, 10.0, 77.0, away)
    sites = written(
        {"a": (0.0, 10.0), "b": (1.0, 10.0), "x": None},
        apart("a", "x", away),
        apart("b", "x", round(inverse(1.0, 10.0, *x)[0])),
    )
    assert find_conflicts(geo.assess(sites)).sets == ()
    locus = geo.locate("x", sites)
    assert locus.geometry
    assert locus.geometry.covers(shapely.Point(x))


def test_published_positions_opposite_each_other() -> None:
    """The plane around one of them ends beside the other."""
    points = [json.dumps({"type": "Point", "coordinates": pair}) for pair in ((0.0000001, 0.0000001), (179.9500001, 0.0200001))]
    features = [feature("a", points[0], {"kind": "fragment_site", "uncertainty_m": 1})]
    features += [feature("b", points[1], {"kind": "fragment_site", "uncertainty_m": 10_000})]
    features += [feature("x", "null", {"kind": "fragment_site"}), feature("c1", "null", apart("b", "x", 100_000))]
    away = round(inverse(0.0, 0.0, 179.95, 0.02)[0])
    features += [feature("c0", "null", apart("a", "b", away, tolerance_m=3_000))]
    reading = read_data("f", f'{{"type": "FeatureCollection", "features": [{",".join(features)}]}}'.encode())
    assert not reading.errors
    assert find_conflicts(geo.assess(reading.sites)).sets == ()


def test_a_claim_that_fails_only_together_with_the_shape_of_an_area() -> None:
    """The circle around a thin area allows the direction, none of its points does; a set of one, found among others."""
    area = json.dumps({"type": "Polygon", "coordinates": [TURN]})
    features = [feature("p", area, {"kind": "fragment_site"}), feature("y", "null", {"kind": "fragment_site"})]
    features += [feature("b", '{"type": "Point", "coordinates": [46.7500000, 39.8000000]}', {"kind": "fragment_site"})]
    features += [feature("c0", "null", towards("p", "b", "22.5° true")), feature("c1", "null", apart("b", "y", 5))]
    reading = read_data("f", f'{{"type": "FeatureCollection", "features": [{",".join(features)}]}}'.encode())
    assert not reading.errors
    assert find_conflicts(geo.assess(reading.sites)).sets == (("c0",),)


@pytest.mark.parametrize(("corners", "wider_m", "is_hull"), [(600, 5_000.0, True), (600, 0.1, False), (400, 5_000.0, False)])
def test_the_hull_stands_for_an_outline_that_is_grown_over_itself(corners: int, wider_m: float, is_hull: bool) -> None:
    """Growing thousands of spikes far takes minutes; the hull holds all that they hold, and few spikes stay as they are."""
    radii = (10_000.0 if number % 2 else 1_000.0 for number in range(corners))
    turns = (2 * math.pi * number / corners for number in range(corners))
    star = shapely.Polygon(
        [(radius * math.cos(turn), radius * math.sin(turn)) for radius, turn in zip(radii, turns, strict=True)]
    )
    drawn = _untangled(star, wider_m)
    assert drawn.equals(star.convex_hull if is_hull else star)
    assert drawn.covers(star)


def test_the_hull_stands_for_an_outline_with_very_many_corners(monkeypatch: pytest.MonkeyPatch) -> None:
    """What it holds stays held, and few corners are left."""
    monkeypatch.setattr("geo.judge.solve.narrow_regions.MOST_DRAWN_CORNERS", 2_000)
    count = 3_000
    radii = (0.1 - 0.01 * (number % 2) for number in range(count))
    turns = (2 * math.pi * number / count for number in range(count))
    ring = tuple((radius * math.cos(turn), radius * math.sin(turn)) for radius, turn in zip(radii, turns, strict=True))
    plane = Plane(0.0, 0.0)
    region = _area(((*ring, ring[0]),), 0.0, plane, 32)
    assert region.covers(shapely.MultiPoint(plane.to_plane(*zip(*ring, strict=True))))
    assert shapely.get_num_coordinates(region) < 2 * count  # each of 3,000 spikes would get 48 around it


def test_within_nothing() -> None:
    """Within 0 m is within what both positions, known to 1.4 cm each, leave open, as in its finding."""
    within = {"kind": "within_claim", "site": "a", "of": "b", "distance_m": 0}
    for away, sets in ((0.025, ()), (0.035, (("c0",),))):
        a, b = (46.7, 39.7), destination(46.7, 39.7, 90, away)
        assessment = geo.assess(written({"a": a, "b": b, "y": None}, within, apart("a", "y", 100)))
        assert find_conflicts(assessment).sets == sets
        assert (assessment.findings[0].verdict is geo.Verdict.CONTRADICTED) is bool(sets)


def test_large_groups_are_left_undecided(monkeypatch: pytest.MonkeyPatch) -> None:
    """What exceeds a limit is undecided, and it is said which limit that is."""
    sites = written(NOWHERE, apart("a", "b", 100), apart("b", "c", 100), apart("a", "c", 900))
    monkeypatch.setattr(conflict, "MOST_TOGETHER", 2)
    assert find_conflicts(geo.assess(sites)).undecided == (Undecided(("c0", "c1", "c2"), Limit.CLAIMS),)
    monkeypatch.setattr(conflict, "MOST_TOGETHER", 60)
    monkeypatch.setattr(conflict, "MOST_EFFORT", 0)
    assert find_conflicts(geo.assess(sites)) == Conflicts((), (Undecided(("c0", "c1", "c2"), Limit.EFFORT),))
    monkeypatch.setattr(conflict, "MOST_EFFORT", 100_000)
    monkeypatch.setattr(conflict, "MOST_SETS", 1)
    found = find_conflicts(geo.assess(sites))
    assert (found.sets, [one.limit for one in found.undecided]) == ((("c0", "c1", "c2"),), [Limit.SETS])


def chain(count: int) -> bytes:
    """Sites without a position, each claimed to lie near both of two distant places and near the site before it."""
    claims = []
    for number in range(count):
        claims += [apart(f"s{number}", "a", 1000), apart(f"s{number}", "b", 1000)]
        claims += [apart(f"s{number}", f"s{number - 1}", 500)] if number else []
    return data_of({"a": (46.75, 39.76), "b": (46.90, 39.76), **{f"s{number}": None for number in range(count)}}, *claims)


@pytest.mark.parametrize("count", [8, 18])
def test_the_effort_is_bounded_and_the_same_each_time(monkeypatch: pytest.MonkeyPatch, count: int) -> None:
    """However many sites conflict, the steps are limited for the whole file; a second run ends at the same step."""
    spent: list[int] = []
    spend = Effort.spend

    def counting(effort: Effort, units: int) -> None:
        if effort._whole is None:
            spent.append(units)
        spend(effort, units)

    monkeypatch.setattr(Effort, "spend", counting)
    monkeypatch.setattr(conflict, "MOST_EFFORT", 20_000)
    assessment = geo.assess(read_data("f", chain(count)).sites)
    first, steps = find_conflicts(assessment), sum(spent)
    assert steps < 20_000 * 1.1
    assert first.undecided
    spent.clear()
    assert (find_conflicts(assessment), sum(spent)) == (first, steps)


def test_many_groups_share_one_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """Small groups come first; those for which nothing is left are undecided, each by name."""
    monkeypatch.setattr(conflict, "MOST_EFFORT", 1_000)
    names = dict.fromkeys(f"{letter}{number}" for number in range(40) for letter in "pqr")
    claims = [apart(f"{one}{number}", f"{two}{number}", 100) for number in range(40) for one, two in ("pq", "qr", "rp")]
    found = find_conflicts(geo.assess(written(names, *claims, apart("p39", "q39", 900))))
    assert 1 < len(found.undecided) <= 40
    assert found.undecided[-1].claims == ("c117", "c118", "c119", "c120")
    assert {one.limit for one in found.undecided} == {Limit.EFFORT}


def test_a_group_that_is_undecided_still_names_the_sets_that_are_proved() -> None:
    """Pairs of distances that cannot meet are seen before the search for others ends."""
    found = find_conflicts(geo.assess(read_data("f", chain(8)).sites))
    pairs = {("c0", "c1"), *((f"c{3 * number - 1}", f"c{3 * number}") for number in range(1, 8))}
    assert len(pairs & set(found.sets)) > 4
    assert len(found.undecided) == 1


@pytest.mark.parametrize("command", [["check"], ["report"], ["map", "-o", "{folder}/map.html"], ["check", "--format", "json"]])
def test_commands_end_and_say_that_they_are_undecided(tmp_path: Path, command: list[str]) -> None:
    """Eight sites that conflict took minutes; what takes more than half of one is stopped."""
    file = tmp_path / "sites.geojson"
    file.write_bytes(chain(8))
    arguments = [one.replace("{folder}", str(tmp_path)) for one in command]
    outcome = run([*arguments, str(file)])
    assert (outcome.fault, outcome.status in (0, 1)) == ("", True), outcome.err
    page = tmp_path / "map.html"
    told = json.dumps(data_of_page(page.read_text("utf-8"))) if command[0] == "map" else " ".join(outcome.out.decode().split())
    assert '"limit": "sets"' in told if "json" in command else "Undecided: whether more of them cannot all hold" in told


def test_four_sites_that_conflict_are_decided() -> None:
    """Every site of the four that lies near both distant places is a set, and nothing stays undecided."""
    found = find_conflicts(geo.assess(geo.read_sites(ROOT / "tests/data/conflicts-hang-4.geojson")))
    assert {(f"x{number}", f"y{number}") for number in range(4)} <= set(found.sets)
    assert (found.undecided, found.not_smallest) == ((), frozenset())


def test_the_record(assessment: geo.Assessment) -> None:
    """Separation and direction each contradict the published positions; without these, both could hold."""
    assert find_conflicts(assessment).sets == (("claim-separation",), ("claim-direction",))


@pytest.mark.parametrize(
    ("claim", "words"),
    [
        (apart("a", "b", 780), "b lies 780 m from a"),
        (apart("a", "b", 5000, modifier="at_least"), "b lies at least 5,000 m from a"),
        (towards("a", "b", "NNE", axis=True), "the direction from a to b is NNE or the opposite"),
        ({"kind": "within_claim", "site": "a", "of": "b", "distance_m": 200}, "a lies within 200 m of b"),
        ({"kind": "within_claim", "site": "a", "of": "b"}, "a lies in b"),
    ],
    ids=["distance", "at least", "direction", "within", "in"],
)
def test_an_unnamed_claim_is_put_into_words(claim: dict[str, Any], words: str) -> None:
    """What it says of its ends, and not its id once more."""
    sites = written({"a": (46.7427501, 39.7605831), "b": (46.7571671, 39.7577221)}, claim)
    assessment = geo.assess(sites)
    told = list(conflicts_sentences(find_conflicts(assessment), assessment))
    assert told == [f"c0 cannot hold, given the published positions: {words}"]


def test_progress_is_told() -> None:
    """For each group of claims that has to be solved, up to the whole."""
    pairs = dict.fromkeys("abcdef")
    claims = [apart("a", "b", 1), apart("a", "b", 2), apart("c", "d", 1), apart("c", "d", 1), apart("e", "f", 1)]
    told: list[tuple[str, float]] = []
    assessment = geo.assess(written(pairs, *claims))
    with report_progress_to(lambda *word: told.append(word)):
        find_conflicts(assessment)
    assert told == [("Solving", 0.0), ("Solving", 0.5), ("Solving", 1.0)]

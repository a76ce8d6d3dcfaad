import json
from itertools import combinations
from typing import Any

import pytest
import shapely
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

import geo
from geo.cli.conflicts import conflicts_command
from geo.earth.direction import compass_word
from geo.earth.geodesy import destination, inverse
from geo.judge import conflict
from geo.judge.conflict import conflicts
from geo.record.pace import heard
from geo.show.answers import conflicts_sentences

from .conftest import ROOT
from .written import Pair, apart, towards, written

A, B = (46.742750, 39.760583), (46.757167, 39.757722)
NOWHERE = dict.fromkeys("abc")


@pytest.mark.parametrize(
    ("sites", "claims", "expected"),
    [
        pytest.param(NOWHERE, [apart("a", "b", 100), apart("b", "c", 100), apart("a", "c", 300)], ["c0 c1 c2"], id="triangle"),
        pytest.param(NOWHERE, [apart("a", "b", 100), apart("b", "c", 100), apart("a", "c", 210)], [], id="it just closes"),
        pytest.param(NOWHERE, [apart("a", "b", 100), apart("b", "c", 100), apart("a", "c", 216)], ["c0 c1 c2"], id="just not"),
        pytest.param(NOWHERE, [apart("a", "b", 780), apart("a", "b", 1300), apart("b", "a", 785)], ["c0 c1", "c1 c2"], id="two values"),
        pytest.param(NOWHERE, [towards("a", "b", "N"), towards("b", "c", "N"), towards("c", "a", "N")], ["c0 c1 c2"], id="round in the north"),
        pytest.param(NOWHERE, [towards("a", "b", "NE"), towards("b", "c", "SE"), towards("c", "a", "W")], [], id="round and back"),
        pytest.param(NOWHERE, [towards("a", "b", "N"), towards("b", "a", "N")], ["c0 c1"], id="each north of the other"),
        pytest.param(NOWHERE, [towards("a", "b", "N", axis=True), towards("b", "a", "N")], [], id="an axis has two ends"),
        pytest.param({"a": A, "b": B, "x": None}, [apart("a", "x", 300), apart("b", "x", 300)], ["c0 c1"], id="too far between"),
        pytest.param({"a": A, "b": B, "x": None}, [apart("a", "x", 700), apart("b", "x", 700)], [], id="two circles meet"),
        pytest.param({"a": A, "b": B, "x": None}, [apart("a", "x", 700), apart("b", "x", 700), towards("x", "a", "E")], ["c1 c2"], id="not in that direction"),
        pytest.param({"a": A, "b": B, "x": None, "y": None}, [apart("a", "x", 100), apart("b", "y", 100), apart("x", "y", 1059, tolerance_m=0.5)], ["c0 c1 c2"], id="a chain just too short"),
        pytest.param({"a": A, "b": B, "x": None, "y": None}, [apart("a", "x", 100), apart("b", "y", 100), apart("x", "y", 1066)], [], id="a chain that reaches"),
        pytest.param({"a": (0.0, 0.0), "b": (60.0, 30.0), "x": None}, [apart("a", "x", 3_000_000), apart("b", "x", 3_000_000)], ["c0 c1"], id="continents apart"),
        pytest.param({"a": (179.999, 0.0), "b": (-179.999, 0.0), "x": None}, [apart("a", "x", 90), apart("b", "x", 90)], ["c0 c1"], id="over the 180th meridian"),
        pytest.param({"a": A, "b": B}, [apart("a", "b", 1276), apart("a", "b", 780)], ["c1"], id="one alone"),
        pytest.param(dict.fromkeys("abcd"), [apart(x, y, 100, tolerance_m=10) for x, y in combinations("abcd", 2)], ["c0 c1 c2 c3 c4 c5"], id="four all alike"),
    ],
)  # fmt: skip
def test_sets_that_cannot_hold(sites: dict[str, Pair | str | None], claims: list[dict[str, Any]], expected: list[str]) -> None:
    """Each smallest set is named; where the claims can hold, none is."""
    found = conflicts(geo.assess(written(sites, *claims)))
    assert not found.undecided
    assert [" ".join(ids) for ids in found.sets] == expected


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
    assert conflicts(geo.assess(sites)).sets == ()
    for name, (x, y) in list(pairs.items())[known:]:
        try:
            locus = geo.locate(name, sites)
        except ValueError:
            continue
        assert locus.is_feasible
        assert locus.geometry
        rounded_deg = 1e-7
        assert locus.geometry.distance(shapely.Point(x, y)) < rounded_deg or not locus.is_bounded


def test_large_groups_are_left_undecided(monkeypatch: pytest.MonkeyPatch) -> None:
    """And said to be so; so is what is not settled within the steps allowed."""
    sites = written(NOWHERE, apart("a", "b", 100), apart("b", "c", 100), apart("a", "c", 300))
    monkeypatch.setattr(conflict, "MOST_TOGETHER", 2)
    assert conflicts(geo.assess(sites)).undecided == (("c0", "c1", "c2"),)
    monkeypatch.setattr(conflict, "MOST_TOGETHER", 60)
    monkeypatch.setattr(conflict, "MOST_STEPS_A_GROUP", 0)
    assert conflicts(geo.assess(sites)).undecided == (("c0", "c1", "c2"),)


def test_the_record(assessment: geo.Assessment) -> None:
    """Separation and direction each contradict the published positions; without these, both could hold."""
    assert conflicts(assessment).sets == (("claim-separation",), ("claim-direction",))


def test_the_command() -> None:
    """Text and JSON."""
    file = str(ROOT / "sites.geojson")
    told = CliRunner().invoke(conflicts_command, [file]).output
    assert "claim-separation cannot hold with the published positions: The fragments lay 780 m apart" in told
    value = json.loads(CliRunner().invoke(conflicts_command, [file, "--format", "json"]).output)
    assert value == {"sets": [["claim-separation"], ["claim-direction"]], "undecided": []}


@pytest.mark.parametrize(
    ("claim", "words"),
    [
        (apart("a", "b", 780), "b lies 780 m from a"),
        (apart("a", "b", 5000, modifier="at_least"), "b lies at least 5,000 m from a"),
        (towards("a", "b", "N", axis=True), "the direction from a to b is N or the opposite"),
        ({"kind": "within_claim", "site": "a", "of": "b", "distance_m": 200}, "a lies within 200 m of b"),
        ({"kind": "within_claim", "site": "a", "of": "b"}, "a lies in b"),
    ],
    ids=["distance", "at least", "direction", "within", "in"],
)
def test_an_unnamed_claim_is_put_into_words(claim: dict[str, Any], words: str) -> None:
    """What it says of its ends, and not its id once more."""
    sites = written({"a": (46.7427501, 39.7605831), "b": (46.7571671, 39.7577221)}, claim)
    assessment = geo.assess(sites)
    told = list(conflicts_sentences(conflicts(assessment), assessment))
    assert told == [f"c0 cannot hold with the published positions: {words}"]


def test_progress_is_told() -> None:
    """For each group of claims that has to be solved, up to the whole."""
    pairs = dict.fromkeys("abcdef")
    claims = [apart("a", "b", 1), apart("a", "b", 2), apart("c", "d", 1), apart("c", "d", 1), apart("e", "f", 1)]
    told: list[tuple[str, float]] = []
    assessment = geo.assess(written(pairs, *claims))
    with heard(lambda *word: told.append(word)):
        conflicts(assessment)
    assert told == [("Solving", 0.0), ("Solving", 0.5), ("Solving", 1.0)]

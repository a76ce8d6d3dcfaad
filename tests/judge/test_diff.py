import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import geo
from geo.earth.direction import compass_word
from geo.judge.diff import Difference, _reordered, compare
from geo.record.reading import read_data
from tests.conftest import ROOT

Feature = dict[str, Any]


def assessed(*features: Feature, name: str | None = None) -> geo.Assessment:
    outer = {"type": "FeatureCollection", **({"name": name} if name else {}), "features": list(features)}
    reading = read_data("f.geojson", json.dumps(outer).encode())
    assert reading.errors == ()
    return geo.assess(reading.sites)


def feature(record: str, kind: str = "fragment_site", at: tuple[float, float] | None = None, **properties: Any) -> Feature:
    geometry = at and {"type": "Point", "coordinates": list(at)}
    return {"type": "Feature", "id": record, "geometry": geometry, "properties": {"kind": kind, **properties}}


def claim(metres: Any) -> Feature:
    return feature("claim", "distance_claim", None, **{"from": "a", "to": "b", "distance_m": metres})


A, B = feature("a", at=(46.74275, 39.760583)), feature("b", at=(46.757167, 39.757722))


def ids(difference: Difference) -> tuple[list[str], list[str], list[str]]:
    changed = [change.new.id for change in difference.changed]
    return [record.id for record in difference.added], [record.id for record in difference.removed], changed


def test_a_file_does_not_differ_from_itself(assessment: geo.Assessment) -> None:
    """The repository's file, read twice, has no differences."""
    difference = compare(assessment, geo.assess(geo.read_sites(ROOT / "sites.geojson")))
    assert difference.is_empty
    assert (difference.reordered, difference.verdicts, difference.figures) == ((), (), ())


def test_added_removed_and_changed() -> None:
    """Records are matched by their ids, and a claim that only one side has brings or takes its verdict."""
    difference = compare(assessed(A, B), assessed(feature("c"), {**A, "properties": {"kind": "fragment_site", "note": "n"}}))
    assert ids(difference) == (["c"], ["b"], ["a"])
    (change,) = difference.changed
    assert [(one.name, one.old, one.new) for one in change.properties] == [("note", None, "n")]
    assert change.move is None
    (found,) = compare(assessed(A, B), assessed(A, B, claim(780))).verdicts
    assert found.old is None
    assert found.new
    assert found.new.verdict is geo.Verdict.CONTRADICTED


def test_a_move_is_measured_on_the_ellipsoid() -> None:
    """From the old position to the new one, with the azimuth at the old one."""
    moved = feature("a", at=(46.757167, 39.757722))
    (change,) = compare(assessed(A), assessed(moved)).changed
    assert change.move
    assert change.move.measured
    assert change.move.measured.distance_m == pytest.approx(1275.6, abs=0.05)
    assert compass_word(change.move.measured.forward_azimuth_deg) == "ESE"
    assert change.properties == ()


def test_a_position_that_came_or_went() -> None:
    """A position that was added or removed is a move with one end."""
    (came,), (went,) = (compare(assessed(old), assessed(new)).changed for old, new in ((feature("a"), A), (A, feature("a"))))
    assert came.move
    assert (came.move.old, came.move.measured) == (None, None)
    assert came.move.new
    assert went.move
    assert went.move.new is None


def test_digits_count() -> None:
    """39.75 and 39.750 are one number, known with different precision; so are radii of 780 and 780.0 m, as typed."""
    outer = '{"type": "FeatureCollection", "features": [{"type": "Feature", "id": "a", "geometry": {"type": "Point", '
    text = f'{outer}"coordinates": [46.75, 39.75]}}, "properties": {{"kind": "strike_report", "lethal_radius_m": 780}}}}]}}'
    old, new = (read_data("f", one.encode()) for one in (text, text.replace("75]", "750]").replace("780", "780.0")))
    (change,) = compare(geo.assess(old.sites), geo.assess(new.sites)).changed
    assert [one.name for one in change.properties] == ["lethal_radius_m"]
    assert change.move
    assert change.move.measured
    assert change.move.measured.distance_m == 0
    assert change.move.old
    assert change.move.new
    assert change.move.old.uncertainty_m > change.move.new.uncertainty_m


def test_two_names_of_one_meridian_are_no_move() -> None:
    """180° east is 180° west."""
    assert compare(assessed(feature("a", at=(180, 10))), assessed(feature("a", at=(-180, 10)))).is_empty


def test_an_outline() -> None:
    """A hole changes a place, and not where the circle around it lies."""
    outer = [[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]]
    hole = [[0.4, 0.4], [0.6, 0.4], [0.6, 0.6], [0.4, 0.4]]
    old, new = (
        assessed({**feature("p", "place", uncertainty_m=0), "geometry": {"type": "Polygon", "coordinates": rings}})
        for rings in ([outer], [outer, hole])
    )
    (change,) = compare(old, new).changed
    assert (change.outline_changed, change.move, change.properties) == (True, None, ())


def test_another_kind() -> None:
    """Is a change of that record, with the properties that came and went."""
    (change,) = compare(assessed(feature("a", marking="9M723")), assessed(feature("a", "place"))).changed
    assert [(one.name, one.old, one.new) for one in change.properties] == [
        ("kind", "fragment_site", "place"),
        ("marking", ("9M723",), None),
    ]


def test_verdicts_and_figures() -> None:
    """A claim of another number may get another verdict, or the same for another reason."""
    old = assessed(A, B, claim(780))
    (changed,) = compare(old, assessed(A, B, claim(1275.6))).verdicts
    assert changed.old
    assert changed.new
    assert (changed.old.verdict, changed.new.verdict) == (geo.Verdict.CONTRADICTED, geo.Verdict.COMPATIBLE)
    difference = compare(old, assessed(A, B, claim(790)))
    assert difference.verdicts == ()
    assert [one.claim for one in difference.figures] == ["claim"]


def test_a_renamed_record_changes_no_figure() -> None:
    """The name is in the finding's sentence, and is no figure."""
    named = {**B, "properties": {**B["properties"], "name": "Second"}}
    difference = compare(assessed(A, B, claim(780)), assessed(A, named, claim(780)))
    assert (difference.verdicts, difference.figures) == ((), ())


def test_the_name_of_the_file() -> None:
    """A changed title of the file is reported separately from the records."""
    difference = compare(assessed(A, name="Old"), assessed(A, name="New"))
    assert difference.title
    assert (difference.title.old, difference.title.new, ids(difference)) == ("Old", "New", ([], [], []))


def test_order_alone_is_no_change() -> None:
    """It is said which record was moved, and only that one."""
    difference = compare(assessed(A, B, feature("c"), feature("d")), assessed(feature("d"), A, B, feature("c")))
    assert difference.is_empty
    assert difference.reordered == ("d",)


@given(st.permutations([f"{number}" for number in range(9)]))
def test_the_fewest_records_explain_an_order(new: list[str]) -> None:
    """Without them the order is the old one, and no smaller number would do."""
    old = [f"{number}" for number in range(9)]
    moved = _reordered(old, new)
    stays = [one for one in new if one not in moved]
    assert stays == sorted(stays)
    longest = 0
    for mask in range(2**9):
        chosen = [one for number, one in enumerate(new) if mask >> number & 1]
        longest = max(longest, len(chosen) if chosen == sorted(chosen) else 0)
    assert len(stays) == longest


def test_many_records() -> None:
    """A file turned upside down is compared at once, and one record stays."""
    many = [feature(f"{number}") for number in range(3_000)]
    difference = compare(assessed(*many), assessed(*reversed(many)))
    assert difference.is_empty
    assert len(difference.reordered) == 2_999

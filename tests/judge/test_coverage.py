import json

import pytest

import geo
from geo.judge.coverage import WANTED, assess_coverage
from geo.record.kinds import Accident
from geo.record.reading import read_data
from geo.show.answers import coverage as coverage_answers


def test_the_repositorys_file(sites: geo.Sites) -> None:
    """What its records have and lack, item by item."""
    found = {one.record: one for one in assess_coverage(sites)}
    assert list(found) == ["fragment-site-1", "fragment-site-2", "strike-1", "strike-2", "strike-2020-11-07"]
    assert found["fragment-site-1"].has == ("coordinates", "date", "model")
    assert found["fragment-site-1"].missing == ("category", "condition", "depth")
    assert found["strike-2020-11-07"].has == ("date",)
    assert found["strike-2020-11-07"].missing == ("place", "device category", "demining or mine accident")


def test_a_record_that_has_all() -> None:
    """A record with all items lacks nothing, and a depth of 0 counts as a depth."""
    said = {"found_on": "2021", "category": "missile", "munition": "9M723", "condition": "burnt", "depth_m": 0}
    geometry = {"type": "Point", "coordinates": [46.7, 39.7]}
    one = {"type": "Feature", "id": "a", "geometry": geometry, "properties": {"kind": "fragment_site", **said}}
    (found,) = assess_coverage(read_data("s", json.dumps({"type": "FeatureCollection", "features": [one]}).encode()).sites)
    assert found.missing == ()
    assert len(found.has) == 6


@pytest.mark.parametrize("accident", [*Accident])
def test_an_accident_that_has_all(accident: Accident) -> None:
    """A strike report with a place, a date, a category and any of mine action's terms has four of four."""
    said = {"struck_on": "2021", "category": "mine", "accident": accident.value}
    geometry = {"type": "Point", "coordinates": [46.7, 39.7]}
    one = {"type": "Feature", "id": "a", "geometry": geometry, "properties": {"kind": "strike_report", **said}}
    (found,) = assess_coverage(read_data("s", json.dumps({"type": "FeatureCollection", "features": [one]}).encode()).sites)
    assert (found.missing, len(found.has)) == ((), 4)
    text = coverage_answers.coverage_text([found])
    assert "  demining or mine accident: 1 of 1\n" in text
    assert "lacks" not in text


def test_what_is_asked_for_is_in_the_record() -> None:
    """Each item stands for a property that its kind has."""
    for kind, wanted in WANTED.items():
        assert {*wanted.values()} <= {*kind.properties, *kind.attributes}


def test_as_text_and_as_json(sites: geo.Sites) -> None:
    """Counts first, then what each record lacks; the list is named, and what it is not."""
    text = coverage_answers.coverage_text(assess_coverage(sites))
    assert "  coordinates: 2 of 2\n" in text
    assert "  demining or mine accident: 0 of 3\n" in text
    assert "  strike-1 lacks date, device category, demining or mine accident\n" in text
    assert "its property accident says which sort it is, or neither" in text
    assert coverage_answers.coverage(assess_coverage(sites))["records"][0] == {
        "id": "fragment-site-1",
        "kind": "fragment_site",
        "has": ["coordinates", "date", "model"],
        "missing": ["category", "condition", "depth"],
    }

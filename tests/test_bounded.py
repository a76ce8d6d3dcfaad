"""Files whose author makes work long: each is read or refused in steps that grow with its size, and what is left out is said."""

import json
from pathlib import Path
from typing import Any

import pytest
import shapely

from geo.earth.area import distance as spans
from geo.judge.zones import membership
from geo.record import problems, reading
from geo.record.did_you_mean import did_you_mean
from geo.record.json_file import parse as syntax
from geo.record.reading import read_data
from geo.show.answers.check import left_out_sentence
from tests.conftest import Run

PLACE = '{"type": "Feature", "id": "p%d", "geometry": null, "properties": {"kind": "place", "name": "p"}}'


def collection(*features: str) -> bytes:
    return f'{{"type": "FeatureCollection", "features": [{",".join(features)}]}}'.encode()


def test_repeated_keys_are_found_once_each_without_comparing_them_with_one_another() -> None:
    """Each second key of an object is named; a key that another object has as well is not."""
    twice = ",".join(f'"n{number}": 1, "n{number}": 2' for number in range(300))
    found = read_data("f", collection(f'{{"type": "Feature", "x": {{{twice}}}, "y": {{"n1": 1}}, "properties": null}}'))
    assert sum("a second time" in problem.message for problem in found.problems) == 300


def test_repeated_keys_beyond_a_limit_are_not_looked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """The file is refused all the same, and it is said that there may be more."""
    monkeypatch.setattr(syntax, "MOST_ODD", 10)
    found = read_data("f", collection('{"type": "Feature", "a": 1' + ', "a": 1' * 50 + "}"))
    assert sum("a second time" in problem.message for problem in found.problems) == 10
    assert any("the rest is not checked for them" in problem.message for problem in found.problems)


def test_reading_stops_after_many_features_that_cannot_be_read() -> None:
    """The decoder counts lines from the start for each; after a hundred it is said that what follows was not read."""
    found = read_data("f", collection(*('{"type": "Feature", "id": nul}' for _ in range(500))))
    assert len(found.problems) == syntax.MOST_UNREADABLE + 1
    assert "100 features up to here cannot be read" in found.problems[-1].message


def test_checking_stops_after_many_broken_features(monkeypatch: pytest.MonkeyPatch) -> None:
    """Checking stops at the limit on broken features and says where it stopped."""
    monkeypatch.setattr(reading, "MOST_BROKEN", 3)
    found = read_data("f", collection(*["{}"] * 10))
    assert any("3 features up to here have errors" in problem.message for problem in found.errors)
    assert sum("geometry" in problem.message for problem in found.problems) == 3


def test_too_many_features_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file of a hundred megabytes may hold forty million empty ones."""
    monkeypatch.setattr(syntax, "MOST_FEATURES", 3)
    assert not read_data("f", collection(*(PLACE % number for number in range(3)))).errors
    found = read_data("f", collection(*(PLACE % number for number in range(4))))
    assert "more than 3 features; split the file" in found.errors[-1].message


def test_problems_of_one_code_are_listed_up_to_a_limit_and_counted() -> None:
    """What is listed and what is left out are together what there is; without a limit all are listed."""
    data = collection(*["{}"] * 1000)
    every, some = read_data("f", data), read_data("f", data, most_of_a_code=5)
    assert len(every.problems) == len(some.problems) + sum(some.left_out.values())
    assert not every.left_out
    assert max(sum(one.code == code for one in some.problems) for code in some.left_out) == 5
    assert "995" in left_out_sentence(some.left_out)


@pytest.mark.parametrize("form", ["text", "json", "github", "sarif"])
def test_each_form_says_how_many_problems_it_leaves_out(tmp_path: Path, run: Run, form: str) -> None:
    """In a thousand empty features more than are listed."""
    file = tmp_path / "s.geojson"
    file.write_bytes(collection(*["{}"] * 1000))
    status, out, _ = run("check", str(file), "--format", form)
    assert status == 1
    rest = 1000 - problems.MOST_OF_A_CODE
    if form == "json":
        assert set(json.loads(out)["problems_left_out"].values()) == {rest}
    elif form == "sarif":
        assert set(json.loads(out)["runs"][0]["properties"]["problemsLeftOut"].values()) == {rest}
    else:
        assert f": {rest}" in out.splitlines()[-1]


def test_long_words_are_not_compared_for_hints() -> None:
    """A word of more than a hundred letters gets no hint, since comparing takes the square of its length."""
    assert did_you_mean("fragmentsite", ["fragment_site"])
    assert not did_you_mean("x" * 101, ["x" * 101])


def comb(teeth: int, east: float) -> tuple[tuple[float, float], ...]:
    top = [(east + number * 1e-5, 39.0 if number % 2 else 39.01) for number in range(teeth)]
    return (*top, (east + teeth * 1e-5, 38.9), (east, 38.9), top[0])


@pytest.mark.parametrize("away", [0.05, 0.005, 0.0])
def test_the_tree_of_edges_finds_the_distance_that_comparing_all_finds(away: float) -> None:
    """Apart, overlapping, and one inside the other."""
    one, other = shapely.Polygon(comb(60, 46.0)), shapely.Polygon(comb(60, 46.0 + away))
    if not away:
        one = one.centroid.buffer(1e-5)
    pairs = [(one, other), (one.boundary, other.boundary), (one.centroid, other.boundary), (one.centroid, other)]
    plain = [left.distance(right) for left, right in pairs]
    assert [spans._nearest(left, right) for left, right in pairs] == pytest.approx(plain, abs=1e-12)


def test_zones_that_hold_too_many_records_together_are_not_all_looked_into(
    monkeypatch: pytest.MonkeyPatch, assessment: Any
) -> None:
    """The list ends with how many zones are left out."""
    from geo.show.answers.zones import zones_json, zones_text

    assert "zones_left_out" not in zones_json(assessment)
    monkeypatch.setattr(membership, "MOST_HELD", -1)
    assert zones_json(assessment)["zones_left_out"] == len(assessment.zones)
    assert "Not checked" in zones_text(assessment)


def test_rows_that_hang_on_a_row_with_an_error_are_refused_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A chain of offsets whose first leads nowhere is checked twice, however long it is."""
    from geo.record.edit import edit as editing
    from geo.record.edit.edit import Original
    from geo.record.import_table import run as importing
    from geo.record.import_table.mapping import read_mapping
    from geo.record.import_table.table import read_table

    table = tmp_path / "t.csv"
    rows = [f"r{number},{f'r{number - 1}' if number else 'nowhere'},100,N" for number in range(50)]
    table.write_text("id,start,m,way\n" + "\n".join(rows) + "\nalone,,,\n")
    mapping = tmp_path / "m.toml"
    columns = 'offset_from = "start"\noffset_distance_m = "m"\noffset_direction = "way"\n'
    mapping.write_text(f'kind = "place"\nid = "{{id}}"\n[columns]\n{columns}')
    checks = []

    def counting(*given: Any) -> Any:
        checks.append(given)
        return editing.append_records(*given)

    monkeypatch.setattr(importing, "append_records", counting)
    empty = syntax.parse('{"type": "FeatureCollection", "features": []}')
    made = importing.import_rows(
        "t.csv", read_table(table), read_mapping(mapping), Original(str(tmp_path / "n.geojson"), None, empty)
    )
    assert (made.written, len(checks)) == (1, 2)
    assert len(made.problems) == 50
    assert 'no record has the id "r48", because the row that gives it has an error' in made.problems[-1].message

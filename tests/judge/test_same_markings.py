"""Markings that are reported on fragments far apart: what is compared, what is told, and that it takes no time."""

import json
import time
from pathlib import Path
from typing import Any

import pytest

import geo
from geo.judge.limits import Limits
from geo.judge.same_markings import MOST_BEARERS, can_be_one, find_same_markings, fold_marking, has_number
from geo.record.reading import read_data
from geo.show.answers.check import check_json, together_lines
from geo.show.answers.markings import marking_sentences, marking_statements
from geo.show.answers.report import report_json
from geo.show.map.payload import build_payload
from tests.conftest import Run

KM = 0.009
"""About a kilometre of latitude, in degrees."""


def written(*sites: tuple[object, float | None], **more: Any) -> bytes:
    """Fragment sites with a marking each, so many kilometres north of one place; None: without a position."""
    features = [
        {
            "type": "Feature",
            "id": f"s{number}",
            "geometry": None if km is None else {"type": "Point", "coordinates": [46.74275, round(39.76 + km * KM, 7)]},
            "properties": {"kind": "fragment_site", "marking": marking, **more},
        }
        for number, (marking, km) in enumerate(sites, 1)
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def assessed(*sites: tuple[object, float | None], limits: Limits | None = None, **more: Any) -> geo.Assessment:
    return geo.assess(read_data("sites.geojson", written(*sites, **more)).sites, limits)


def pairs(*sites: tuple[object, float | None], **more: Any) -> list[tuple[str, ...]]:
    return [one.records for one in assessed(*sites, **more).same_markings.found]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("KS-101 / 0732", "KS-101 / 0732"),
        ("KS-101 / 0732", "ks 101/0732"),
        ("KS-101 / 0732", "КЅ-101 / 0732"),
        ("9М79-1 № 04172", "9M79-1 N 04172"),
        ("5V28-O417", "5V28-0417"),
        ("ПГ-7В 37510", "PG-7V 37510"),
        ("КС-101 / 0732", "KS-101 / 07?2"),
        ("КС-101 / 0732", "KC-101 / 0732"),
        ("5V28-0417", "５Ｖ２８-0417"),
        ("5V28-0417", "5V28-04?7"),
        ("5V28-0?17", "5V28-04?7"),
        ("5V28-0417", "5V28-٠٤١٧"),
        (["BM-21", "5V28-0417"], ["a", "5V28 0417"]),
    ],
)
def test_one_marking_far_apart_is_told(one: object, other: object) -> None:
    """Capitals, spaces, alphabets and unreadable signs do not hide that two records a kilometre apart bear one marking."""
    assert pairs((one, 0), (other, 1)) == [("s1", "s2")]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("5V28-0417", "5V28-0418"),
        ("5V28-0417", "5V28-041"),
        ("5V28-04?7", "5V28-0?18"),
        ("5V28-????", "5V28-0417"),
        ("5V28-0???", "5V28-0417"),
        ("Mk 82 500", "Mk 82 500"),
        ("?????????", "5V28-0417"),
        ("9M723", "9M723"),
        ("9M79-1", "9M79-1"),
        ("OF-540", "OF-540"),
        ("Made in USA", "Made in USA"),
        ("Made in USA 1987", "Made in USA 1987"),
        ("155 mm", "155 mm"),
        ("417", "417"),
        ("0417", "0417"),
        ("A1", "A1"),
        ("ПГ-7В 37510", "RG-7B 37510"),
    ],
)
def test_what_proves_little_is_not_told(one: str, other: str) -> None:
    """Other numbers, too few known signs, types, years and measures are no finding."""
    assert pairs((one, 0), (other, 1)) == []
    assert not can_be_one(one, other)


def test_near_records_are_not_told() -> None:
    """Within their uncertainties and 100 m, one marking on two records tells nothing."""
    marking = "5V28-0417"
    assert pairs((marking, 0), (marking, 0.115)) == []
    assert pairs((marking, 0), (marking, 0.125)) == [("s1", "s2")]
    assert pairs((marking, 0), (marking, 1), uncertainty_m=500) == []
    assert pairs((marking, 0), (marking, None)) == []
    assert pairs(([marking, marking], 0)) == []


def test_one_finding_for_each_marking() -> None:
    """Several records of one marking are one finding, with those farthest apart, and those without a position named."""
    marking = "5V28-0417"
    (one,) = assessed((marking, 0), (marking, 3), (marking, 1), (marking, None)).same_markings.found
    assert (one.records, one.apart, one.unplaced) == (("s1", "s2", "s3"), ("s1", "s2"), ("s4",))
    assert one.distance_m == pytest.approx(2997, abs=3)
    assert one.reach_m == pytest.approx(20)


def test_two_ways_to_read_one_marking_are_one_finding() -> None:
    """Cyrillic letters can be read by their look and by their sound; whoever typed which, it is told once."""
    marking = "КС-101 / 0732"
    assert pairs((marking, 0), (marking, 1)) == [("s1", "s2")]
    assert pairs((marking, 0), (marking, 1), ("KS-101 / 0732", 2)) == [("s1", "s2", "s3")]
    assert pairs(("KC-101 / 0732", 0), (marking, 1), ("KS-101 / 0732", 2)) == [("s1", "s2"), ("s2", "s3")]


def test_the_sentence_takes_no_side() -> None:
    """It says how far apart, and lists what may explain it."""
    (said,) = marking_sentences(assessed(("5V28-0417", 0), ("5V28-0?17", 1)))
    assert said == (
        'The markings "5V28-0?17", "5V28-0417" can be read alike; they are reported on s1 and s2: 999.3 m apart, at least '
        "979.3 m. They may be two pieces of one munition, two of one lot, one piece recorded twice, or a misread marking."
    )


def test_every_output_shows_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run) -> None:
    """Page, report, `geo check` and `geo duplicates` have one sentence, and their JSON one list."""
    monkeypatch.chdir(tmp_path)
    sites = (("5V28-0417", 0), ("5V28-0417", 1), ("KS-101 / 0732", 2))
    Path("sites.geojson").write_bytes(written(*sites))
    assessment = geo.assess("sites.geojson")
    (said,) = marking_sentences(assessment)
    assert f"  {said}" in together_lines(assessment)
    for command in (("check",), ("duplicates",)):
        assert "One marking far apart" in run(*command)[1]
        assert said in run(*command)[1]
    (found,) = json.loads(run("duplicates", "--format", "json")[1])["same_markings"]["found"]
    assert found["records"] == ["s1", "s2"]
    for value in (check_json([], assessment), report_json(assessment)):
        assert json.loads(json.dumps(value))["same_markings"]["found"] == [found]
    assert build_payload(assessment)["markings"] == [{"text": said, "records": ("s1", "s2")}]
    assert " ".join(said.split()) in " ".join(geo.format_report(assessment).split())


def test_why_tells_of_the_markings_of_a_site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run) -> None:
    """`geo why SITE` names the other record; of a site with no such marking it says nothing."""
    monkeypatch.chdir(tmp_path)
    document = json.loads(written(("5V28-0417", 0), ("5V28-0417", 1), ("KS-101 / 0732", 2)))
    claim = {"kind": "distance_claim", "from": "s1", "published_distance": "1 km"}
    document["features"] += [
        {"type": "Feature", "id": f"c{end}", "geometry": None, "properties": {**claim, "to": end}} for end in ("s2", "s3")
    ]
    Path("sites.geojson").write_text(json.dumps(document), "utf-8")
    assert "One marking far apart" in run("why", "s2")[1]
    assert "One marking far apart" not in run("why", "s3")[1]
    assert json.loads(run("why", "s2", "--format", "json")[1])["same_markings"][0]["records"] == ["s1", "s2"]


def test_a_marking_on_many_records_is_counted() -> None:
    """Beyond 20 records a marking is that of a lot: its pairs are not compared, and that is said."""
    few = assessed(*(("5V28-0417", km) for km in range(MOST_BEARERS)))
    many = assessed(*(("5V28-0417", km) for km in range(MOST_BEARERS + 1)))
    assert len(few.same_markings.found[0].records) == MOST_BEARERS
    assert many.same_markings.found == ()
    assert list(marking_sentences(many)) == [
        'Not compared, since each is on more than 20 records and says little of one piece: 1 marking, "5V28-0417" (21).'
    ]


def test_a_list_that_was_cut_says_so() -> None:
    """Text lists as many as the limits allow, and counts the rest; JSON has all."""
    sites = [(f"5V28-{number:04}", km) for number in range(3) for km in (0, 1)]
    assessment = assessed(*sites, limits=Limits(markings_listed=2))
    assert len(marking_statements(assessment)) == 2
    assert list(marking_sentences(assessment))[-1] == (
        "2 markings that are reported far apart are listed, not 1 more; `geo check --format json` has all."
    )
    assert len(check_json([], assessment)["same_markings"]["found"]) == 3


def test_unreadable_signs_cannot_make_it_long(monkeypatch: pytest.MonkeyPatch) -> None:
    """Work for the sake of unreadable signs is bounded, and what was left out is said."""
    monkeypatch.setattr("geo.judge.same_markings.MOST_SIGNS_COMPARED", 100)
    assessment = assessed(*((f"5V28-{number:04}?", number) for number in range(10)))
    assert assessment.same_markings.not_compared == 9
    assert "9 markings with signs that cannot be read were not compared with the others" in " ".join(
        marking_sentences(assessment)
    )


@pytest.mark.parametrize("made", ["5V28-{:06}", "5V28-{:04}?", "5V28-{:06}?0417?"])
def test_many_records_take_no_time(made: str) -> None:
    """25,000 take under a second, whether their markings are unlike, alike or unreadable; comparing each two takes far longer."""
    from geo.earth.position import Position
    from geo.record.kinds import FragmentSite
    from geo.record.sites import Sites

    records = tuple(
        FragmentSite(
            id=f"s{number}", marking=(made.format(number % 12_500),), position=Position(40 + number % 977 / 100, 39, 10.0)
        )
        for number in range(25_000)
    )
    sites = Sites("sites.geojson", "0" * 64, records)
    before = time.process_time()
    found = find_same_markings(sites)
    assert time.process_time() - before < 4  # of a busy machine, too
    assert found.found


def test_what_a_marking_is_compared_as() -> None:
    """Letters and digits in one alphabet, with signs that cannot be read; nothing else."""
    assert fold_marking(" кс-101 / 07؟2 ") == ("KC10107?2", "KS10107?2")
    assert fold_marking("KC101 07?2") == ("KC10107?2",)
    assert not has_number("")
    assert not has_number("?" * 1000)

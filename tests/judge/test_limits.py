import ast
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

import geo
from geo.judge.limits import Limited, Limits
from geo.show.answers.check import check_json, together_lines
from geo.show.answers.limits import limit_sentences
from geo.show.answers.report import left_out_sentences, report_json, together_sentences
from geo.show.map.payload import build_payload
from geo.show.report.blocks import Heading, Paragraph
from geo.show.report.document import build_document
from tests.conftest import ROOT
from tests.written import apart, feature, written

NAMES = [f"s{number}" for number in range(8)]
PLACES: dict[str, tuple[float, float] | str | None] = {name: (46.7 + number / 100, 39.7) for number, name in enumerate(NAMES)}


def many(count: int, limits: Limits | None = None) -> geo.Assessment:
    """Contradicted claims between sites, each claimed to lie far farther apart than they do."""
    claims = [apart(NAMES[number % 7], NAMES[number % 7 + 1], 90_000 + 100 * number) for number in range(count)]
    return geo.assess(written(dict(PLACES), *claims), limits)


TIGHT = Limits(zones_paired=0, margins=2, slips=1, loci=1, sets_listed=3, timeline_listed=2, warnings_listed=0)


def warned(limits: Limits) -> geo.Assessment:
    """A file in which every limit but that on undecided groups is reached."""
    features = [
        feature(name, "null", {"kind": "strike_report", "published_coordinates": f"{lat:.7f}, {lon:.7f}", "lethal_radius_m": 9})
        for name, (lon, lat) in ((name, at) for name, at in PLACES.items() if isinstance(at, tuple))
    ]
    features += [feature(f"c{number}", "null", apart(f"s{number}", f"s{number + 1}", 90_000)) for number in range(6)]
    features.append(feature("c9", "null", {"kind": "attribute_claim", "about": "s1", "attribute": "a", "value": 1}))
    from geo.record.reading import read_data

    reading = read_data("f", f'{{"type": "FeatureCollection", "features": [{",".join(features)}]}}'.encode())
    assert not reading.errors, reading.errors
    return geo.assess(reading.sites, limits)


def test_nothing_is_left_out_of_the_record(assessment: geo.Assessment) -> None:
    """No limit is reached by the record of this project, so no output says that anything is missing."""
    assert assessment.limits_reached() == ()
    assert report_json(assessment)["limits"] == check_json([], assessment)["limits"] == []


def test_three_hundred_and_one_claims_say_what_three_hundred_leave_out() -> None:
    """Beyond the limit, an assessment names how many claims are left out; it is the same one in each output."""
    assessment = many(301)
    reached = {one.what: one for one in assessment.limits_reached(loci=False)}
    margins, slips, sets = reached[Limited.MARGINS], reached[Limited.SLIPS], reached[Limited.SETS]
    assert (margins.what, margins.most, margins.left_out) == (Limited.MARGINS, 100, 201)
    assert (slips.what, slips.most, slips.left_out) == (Limited.SLIPS, 10, 291)
    assert (sets.what, sets.most, sets.left_out) == (Limited.SETS, 100, 201)
    assert len(assessment.turning.margins) == 100
    assert len(assessment.turning.slips) == 10
    assert many(10).limits_reached(loci=False) == ()


def test_page_report_check_and_json_name_every_limit() -> None:
    """Each limit is a sentence in the report, one of the check, an object of JSON, and on a page that shows what it cuts."""
    assessment = warned(TIGHT)
    reached = assessment.limits_reached()
    assert {one.what for one in reached} == set(Limited) - {Limited.UNDECIDED, Limited.MARKINGS}
    sentences = list(limit_sentences(reached))
    assert left_out_sentences(assessment) == sentences
    left_out = build_payload(assessment)["left_out"]
    elsewhere = left_out_sentences(assessment, Limited.ZONE_PAIRS, Limited.TIMELINE, Limited.WARNINGS)
    assert sorted([*left_out["findings"], *left_out["together"], *elsewhere]) == sorted(sentences)
    paragraphs = [block.text for block in build_document(assessment).blocks if isinstance(block, Paragraph)]
    assert [paragraphs.count(sentence) for sentence in sentences] == [1] * len(sentences)
    assert [one["what"] for one in report_json(assessment)["limits"]] == [one.what.value for one in reached]
    told = list(together_lines(assessment))
    for one, sentence in zip(reached, sentences, strict=True):
        assert (sentence in told) is (one.what is not Limited.LOCI)  # which `geo check` does not work out


def test_page_and_report_say_the_same_of_claims_together() -> None:
    """The report's items under "Claims together" are the page's sentences, those on limits and on single claims aside."""
    assessment = many(4)
    blocks = build_document(assessment).blocks
    alone, listed = blocks[blocks.index(Heading("Claims together")) + 1 :][:2]
    sentences, ends = together_sentences(assessment), " cannot hold, given the published positions"
    assert [one.text for one in listed.items] == [one for one in sentences if ends not in one]  # type: ignore[union-attr]
    assert alone.text.count(",") == sum(ends in one for one in sentences)  # type: ignore[union-attr]
    assert [one["text"] for one in build_payload(assessment)["together"]] == together_sentences(assessment)
    nothing = geo.assess(written({"a": (46.7, 39.7)}))
    assert (together_sentences(nothing), list(together_lines(nothing))) == ([], [])
    assert Heading("Claims together") not in build_document(nothing).blocks


def test_check_says_who_locates_sites(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where more sites are in question than a map locates, `geo check` says so once, without locating any."""

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a site was located")

    monkeypatch.setattr("geo.judge.solve.locate.locate", refuse)
    tight, enough = (many(7, Limits(loci=loci)) for loci in (2, 7))
    count = len(tight.sites_in_question)
    assert 2 < count <= 7
    said = [line for line in together_lines(tight) if "areas" in line]
    assert said == [
        (
            f"The areas of sites are not worked out here; `geo map` and `geo report` work out at most 2 of {count}, "
            "and `geo why SITE` does it for any."
        )
    ]
    assert not [line for line in together_lines(enough) if "areas" in line]


def test_limits_can_be_raised() -> None:
    """Other limits give more, and nothing is left out then."""
    assessment = warned(Limits(zones_paired=100))
    assert assessment.limits_reached() == ()
    assert len(assessment.zone_pairs) == 28
    assert len(assessment.turning.margins) == len(assessment.turning.slips) == 6
    assert not warned(TIGHT).zone_pairs


def test_check_ends_with_what_cannot_all_hold(assessment: geo.Assessment) -> None:
    """Text has the sets under a heading after the findings; JSON has them under "conflicts"."""
    assert next(together_lines(assessment)) == "Claims that cannot all hold"
    assert check_json([], assessment)["conflicts"] == {"sets": [["claim-separation"], ["claim-direction"]], "undecided": []}
    assert check_json([], None)["conflicts"] == {"sets": [], "undecided": []}
    json.dumps(report_json(assessment), allow_nan=False)


# who judges

JUDGES = {
    "find_conflicts",
    "find_slips",
    "find_turning",
    "locate",
    "measure_margin",
    "memberships",
    "SmallestSets",
    "pose",
    "solve",
    "competing_values",
    "find_same_markings",
    "timeline",
}
"""Functions of `judge` whose answers an assessment has."""


def judging(source: str) -> Iterator[str]:
    """The judging functions that a module imports, or takes from a module of `judge` that it imports whole."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("geo"):
            yield from (one.name for one in node.names if one.name in JUDGES)
        elif (
            isinstance(node, ast.Attribute) and node.attr in JUDGES and getattr(node.value, "id", "assessment") != "assessment"
        ):
            yield node.attr


def test_no_output_judges_for_itself() -> None:
    """Neither `show` nor `cli` imports a function whose answer the assessment has; it would have limits of its own."""
    outputs = [path for folder in ("show", "cli") for path in (ROOT / "geo" / folder).rglob("*.py")]
    assert len(outputs) > 50
    assert {str(path.relative_to(ROOT)): found for path in outputs if (found := list(judging(path.read_text("utf-8"))))} == {}


@pytest.mark.parametrize(
    "source",
    [
        "from geo.judge.solve.locate import Locus, locate",
        "def f():\n    from geo.judge.verdict.slips import find_slips as tried",
        "from geo.judge.verdict import margin\nmargin.measure_margin(1, 2)",
        "import geo\ngeo.find_conflicts(1)",
    ],
)
def test_an_output_that_judges_is_noticed(source: str) -> None:
    """The test above can fail: imports at the top, inside functions, under another name, and through a module."""
    assert list(judging(source))
    assert not list(judging("from geo.judge.solve.locate import Locus\nassessment.timeline"))


def test_no_output_has_a_cap_on_what_is_worked_out() -> None:
    """The numbers that limit an assessment stand in one place: no module of `show` or `cli` repeats one of the old caps."""
    old = ("MOST_TURNED", "MOST_SLIPPED", "MOST_SETS =", "MOST_ENTRIES", "MOST_DOUBTS", "MOST_ZONES_PAIRED", "SHOWN_AT_ONCE")
    for folder in ("show", "cli"):
        for path in (ROOT / "geo" / folder).rglob("*.py"):
            text = Path(path).read_text("utf-8")
            assert not [name for name in old if name in text], path

"""The document of the report: what it says follows from the file, and stands where it should."""

import json
import math
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import geo
from geo.judge.limits import Limits
from geo.judge.verdict.ranking import rank_findings
from geo.show.answers.report import report_json
from geo.show.answers.slips import CAUTION
from geo.show.report.blocks import Cited, Heading, Item, Items, Matrix, Paragraph, Quote, Table, Tone
from geo.show.report.document import LIMITS, build_document
from geo.show.report.findings import highlights
from geo.show.report.material import Material
from tests.conftest import DATA, ROOT


def assessed(folder: Path, *claims: dict[str, Any]) -> geo.Assessment:
    """Two sites 111.3 m apart on the equator, known to 1.6 m each, and claims about them."""
    features: list[dict[str, Any]] = [
        {
            "type": "Feature",
            "id": name,
            "geometry": {"type": "Point", "coordinates": [lon, 0]},
            "properties": {"kind": "fragment_site", "sources": ["s"], "published_coordinates": f"0.00000 N {lon:.5f} E"},
        }
        for name, lon in (("a", 10.0), ("b", 10.001))
    ]
    features.append({"type": "Feature", "id": "s", "geometry": None, "properties": {"kind": "source", "title": "S"}})
    for number, claim in enumerate(claims):
        features.append(
            {"type": "Feature", "id": f"c{number}", "geometry": None, "properties": {"from": "a", "to": "b", **claim}}
        )
    path = folder / "x.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
    return geo.assess(geo.read_sites(path))


FITS = {"kind": "distance_claim", "distance_m": 110}
FAR = {"kind": "distance_claim", "distance_m": 280, "name": "Far"}
FARTHER = {"kind": "distance_claim", "distance_m": 350, "name": "Farther", "sources": ["s"]}
NORTH = {"kind": "direction_claim", "direction": "NNW", "name": "North"}


@pytest.mark.parametrize(
    ("claims", "sentences"),
    [
        ([], ["The file has no claim that its figures can test."]),
        ([FITS, FITS], ["None of the 2 claims that the figures test is contradicted."]),
        ([FITS], ["The one claim that the figures test is not contradicted."]),
        (
            [FITS, FAR, FARTHER],
            [
                "Of 3 claims that the figures test, 2 are contradicted.",
                "“Farther” (c2): measured 111.3 m, claimed 350 m, a gap of 210.5 m after all uncertainty.",
                "In 1 of 3 findings the claim and the positions are not independent: agreement would be consistency, not corroboration.",
            ],
        ),
        (
            [NORTH],
            [
                "The one claim that the figures test is contradicted.",
                "“North” (c0): measured 90.0°, claimed 337.5°, a gap of 88.4° after all uncertainty.",
            ],
        ),
    ],
    ids=["none", "both fit", "fits", "widest", "direction"],
)
def test_what_stands_out(claims: list[dict[str, Any]], sentences: list[str], tmp_path: Path) -> None:
    """Computed from the findings: how many, the widest gap of each kind, and what the sources are worth."""
    assert list(highlights(Material(assessed(tmp_path, *claims)))) == sentences


@pytest.mark.parametrize(
    ("claim", "row"),
    [
        ({"distance_m": 780, "modifier": "at_least"}, ("Claimed distance", "at least 780 m", "780 m or more")),
        ({"distance_m": 780, "modifier": "exact"}, ("Claimed distance", "exactly 780 m", "779.5 to 780.5 m")),
        ({"distance_m": 1200, "tolerance_m": 100}, ("Claimed distance", "1,200 m", "1,100 to 1,300 m")),
    ],
    ids=["at least", "exactly", "tolerance"],
)
def test_claims_as_they_were_put(claim: dict[str, Any], row: tuple[str, ...], tmp_path: Path) -> None:
    """With the words around the number, and the interval that they leave open."""
    tables = [
        one for one in build_document(assessed(tmp_path, {"kind": "distance_claim", **claim})).blocks if isinstance(one, Table)
    ]
    assert row in tables[1].rows


def test_each_finding_is_whole(assessment: geo.Assessment) -> None:
    """Heading, figures, claimant and explanation, the words of the source, what was typed, and each source in full."""
    blocks = build_document(assessment).blocks
    start = next(n for n, one in enumerate(blocks) if isinstance(one, Heading) and one.ref == "claim-separation")
    heading, table, why, quoted, typed, cited = blocks[start : start + 6]
    assert heading == Heading(
        "1. The fragments lay 780 m apart", 4, "contradicted", "claim-separation", "claim claim-separation"
    )
    assert isinstance(table, Table)
    assert table.rows == (
        ("Measured distance", "1,275.6 m", "1,274.8 to 1,276.4 m"),
        ("Claimed distance", "780 meters", "770 to 790 m"),
        ("Gap", "484.8 m", "beyond what the claimed figure allows"),
        ("Azimuth, first to second", "104.4°", "± 0.035°"),
    )
    assert isinstance(why, Paragraph)
    assert why.text.startswith(
        f"Idris Ismayilov, ANAMA, 2021-04-02. {assessment.findings[0].explanation} For the claim to hold,"
    )
    assert quoted == Quote('"at a distance of 780 meters from each other"')
    assert isinstance(typed, Paragraph)
    assert typed.text.startswith(
        "From: fragment-site-1. To: fragment-site-2. Distance as printed: 780 meters. Distance: 780 m. Note:"
    )
    assert isinstance(cited, Cited)
    assert [one.id for one in cited.citations] == list(assessment.sites["claim-separation"].sources)
    assert cited.after == "Of the positions: [3, 1, 4, 7]."


def test_findings_stand_by_verdict_and_gap(assessment: geo.Assessment) -> None:
    """In the order and with the numbers of the page, each verdict under its own heading with the number of its claims."""
    blocks = build_document(assessment).blocks
    start, end = (blocks.index(Heading(one)) for one in ("Findings", "Sources by claims"))
    groups = [one.text for one in blocks[start:end] if isinstance(one, Heading) and one.level == 3]
    assert groups[:3] == ["Contradicted: 2 claims", "Compatible: 2 claims", "Untestable: 20 claims"]
    told = [one for one in blocks[start:end] if isinstance(one, Heading) and one.level == 4]
    ranked = rank_findings(assessment.findings)
    assert [(one.ref, one.text.split(".")[0]) for one in told] == [(one.claim, str(n)) for n, one in enumerate(ranked, 1)]


def test_a_glance_has_the_grades_of_the_sources(assessment: geo.Assessment) -> None:
    """One row for each finding, which leads to where it is told in detail; thirty at most, and the rest are counted."""
    document = build_document(assessment)
    (table,) = (one for one in document.front if isinstance(one, Table))
    assert table.rows[0] == (
        "1. The fragments lay 780 m apart",
        "contradicted",
        "1,275.6 m",
        "780 meters",
        "484.8 m",
        "6 not graded",
    )
    assert table.leads_to[0] == "claim claim-separation"
    assert len(table.rows) == len(assessment.findings) == 24
    (few,) = (one for one in build_document(replace(assessment, limits=Limits(glance=10))).front if isinstance(one, Table))
    assert few.rows == table.rows[:10]
    left_out = Paragraph("Not in this table: 14 findings with lower rank; the section Findings goes on.", Tone.QUIET)
    assert left_out in build_document(replace(assessment, limits=Limits(glance=10))).front
    assert left_out not in document.front


def test_few_slips_are_listed(tmp_path: Path) -> None:
    """Of many slips a report lists the first and counts the rest, and says nothing of slips where a claim only sets a bound."""
    fifty = geo.assess(geo.read_sites(DATA / "fifty-sites.geojson"))
    slips = {claim: len(found.explaining) for claim, found in fifty.turning.slips.items() if found.explaining}
    assert max(slips.values()) == 2
    assert Limits().slips_listed == 5
    assert "which `geo why` lists" not in geo.format_report(fifty)
    one = " ".join(geo.format_report(replace(fifty, limits=Limits(slips_listed=1))).split())
    assert one.count("Would do: ") == len(slips)
    assert one.count("; 1 more, which `geo why` lists.") == list(slips.values()).count(2)
    bound = assessed(tmp_path, {"kind": "distance_claim", "distance_m": 200, "modifier": "at_least"})
    assert not bound.turning.slips["c0"].candidates
    assert "no slips were tried" not in geo.format_report(bound)


def test_what_is_said_twice_stands_once(assessment: geo.Assessment) -> None:
    """The note that two records share, the reason why sides are not independent, and the caution about slips."""
    text = " ".join(geo.format_report(assessment).split())
    for said in (assessment.sites["strike-1"].note or "", CAUTION, "Both sides are attributed to ANAMA, so agreement would be"):
        assert text.count(" ".join(said.split())) == 1
    assert "Note: as for strike-1." in text


def test_a_file_of_many_is_cut_and_says_so(assessment: geo.Assessment) -> None:
    """Findings, records, zones and sources beyond the limit are counted, each where they would stand."""
    text = " ".join(geo.format_report(replace(assessment, limits=Limits(described=3))).split())
    for left_out in (
        "A report describes 3 findings, not 21 more",
        "A report describes 3 of these, not 5 more",
        "A report describes 3 zones, not 1 more",
        "A report describes 3 sources, not 15 more",
    ):
        assert left_out in text
    assert "A report describes" not in geo.format_report(assessment)


def test_the_warning_is_set_as_one(assessment: geo.Assessment) -> None:
    """The section on zones begins with the warnings, each once."""
    zones = next(n for n, one in enumerate(build_document(assessment).blocks) if one == Heading("Zones"))
    assert build_document(assessment).blocks[zones + 1] == Paragraph(
        "A radius at which fragments can kill is not a safe distance. A launch from within this ring would have been within the "
        "reported range; the ring does not say where anything was launched. For documentation, never for aiming.",
        Tone.WARNING,
    )


def test_the_matrix_shows_what_rests_on_one_body(assessment: geo.Assessment) -> None:
    """A row for each source, grouped by the body behind it, and a mark for each claim that it carries or is measured with."""
    blocks = build_document(assessment).blocks
    (matrix,) = (one for one in blocks if isinstance(one, Matrix))
    assert matrix.columns == tuple(map(str, range(1, 25)))
    rows = {row.text: row for row in matrix.rows}
    assert len(rows) == 18
    assert (rows["[4] APA"].marks[0], rows["[5] Azernews, via Today.az"].marks[0], rows["[1] OC Media"].marks[0]) == (
        "◉",
        "●",
        "○",
    )
    groups = [row.begins for row in matrix.rows if row.begins is not None]
    assert groups[:2] == ["OC Media", "ANAMA"]
    said = blocks[blocks.index(matrix) - 1]
    assert isinstance(said, Paragraph)
    assert "All sources of 5 claims rest on ANAMA: findings 2, 14, 20, 23, 24." in said.text


def test_zones_have_an_area(assessment: geo.Assessment) -> None:
    """That of the middle radius on the ellipsoid: for 200 m hardly less than that in the plane, pi times 40,000 m²."""
    tables = [one for one in build_document(assessment).blocks if isinstance(one, Table) and one.header[:1] == ("Zone",)]
    assert [row[-1] for row in tables[0].rows] == ["125,664 m²", "125,664 m²", "246,261.3 km²", "635,908.3 km²"]
    assert [one["area_m2"] for one in report_json(assessment)["zones"]] == [
        pytest.approx(area, rel=1e-6) for area in (40_000 * math.pi, 40_000 * math.pi, 246_261_261_624, 635_908_332_000)
    ]


def test_limits_as_in_the_readme() -> None:
    """What the README says that the program cannot tell, the report says as well, the example of the town aside."""
    readme = " ".join((ROOT / "README.md").read_text("utf-8").split())
    for limit in (*LIMITS[:2], LIMITS[2].split(":")[0]):
        assert limit in readme


def test_the_literature_is_named(assessment: geo.Assessment) -> None:
    """Each method with the paper that it comes from."""
    lists = [one for one in build_document(assessment).blocks if isinstance(one, Items)]
    texts = " ".join(item.text for one in lists for item in one.items)
    for source in ("doi:10.1007/s00190-012-0578-z", "doi:10.15468/doc-gg7h-s853", "RFC 7946"):
        assert source in texts


def test_doubts_are_on_paper(tmp_path: Path) -> None:
    """What `geo check` warns of, each with the record, the sentence and the code; the summary says how many."""
    judged = assessed(tmp_path, FAR, FARTHER)
    blocks = build_document(judged).blocks
    start = blocks.index(Heading("Doubts about the record"))
    assert blocks[start + 2] == Items(
        (Item("a claim without sources; name the record of the source that reports it (GEO056).", "c0"),)
    )
    assert (
        Paragraph(
            "On record: 2 fragment sites, 0 strike reports, 0 places, 2 claims, 1 source. Claims: 2 contradicted. "
            "Worth a second look: 1 thing about the record, listed below."
        )
        in blocks
    )
    assert [one["code"] for one in report_json(judged)["warnings"]] == ["GEO056"]


def test_many_doubts_are_counted(tmp_path: Path) -> None:
    """The same doubt about a hundred records stands once, with all of them, and the rest are counted."""
    blocks = build_document(assessed(tmp_path, *[FAR] * 103)).blocks
    start = blocks.index(Heading("Doubts about the record"))
    listed = blocks[start + 2]
    assert isinstance(listed, Items)
    (item,) = listed.items
    assert (item.lead or "").split(", ") == [f"c{number}" for number in range(100)]
    assert blocks[start + 3] == Paragraph("A report lists 100 warnings, not 3 more; `geo check` lists or counts all.")


def test_without_doubts_none_are_spoken_of(assessment: geo.Assessment) -> None:
    """The record of the repository gives no cause."""
    assert Heading("Doubts about the record") not in build_document(assessment).blocks
    assert "second look" not in geo.format_report(assessment)

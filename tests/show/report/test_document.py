"""The document of the report: what it says follows from the file, and stands where it should."""

import json
import math
from pathlib import Path
from typing import Any

import pytest

import geo
from geo.show.answers.report import report_json
from geo.show.report.blocks import Heading, Item, Items, Paragraph, Table, Tone
from geo.show.report.document import LIMITS, build_document
from geo.show.report.sections import highlights
from tests.conftest import ROOT


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
    assert list(highlights(assessed(tmp_path, *claims))) == sentences


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
    """Heading, table and explanation, and in words whether the sources are independent."""
    blocks = build_document(assessment).blocks
    start = next(n for n, one in enumerate(blocks) if isinstance(one, Heading) and one.ref == "claim-separation")
    heading, made, table, why = blocks[start : start + 4]
    assert heading == Heading("The fragments lay 780 m apart", 3, "contradicted", "claim-separation")
    assert made == Paragraph("Idris Ismayilov, ANAMA, 2021-04-02.", Tone.QUIET)
    assert isinstance(table, Table)
    assert table.rows == (
        ("Measured distance", "1,275.6 m", "1,274.8 to 1,276.4 m"),
        ("Claimed distance", "780 meters", "770 to 790 m"),
        ("Gap", "484.8 m", "beyond what the claimed figure allows"),
        ("Azimuth, first to second", "104.4°", "± 0.035°"),
    )
    assert why == Paragraph(assessment.findings[0].explanation)


def test_the_warning_is_set_as_one(assessment: geo.Assessment) -> None:
    """The section on zones begins with the warning."""
    zones = next(n for n, one in enumerate(build_document(assessment).blocks) if one == Heading("Zones"))
    assert build_document(assessment).blocks[zones + 1] == Paragraph(
        "A radius at which fragments can kill is not a safe distance.", Tone.WARNING
    )


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
    """A hundred doubts are listed, and the rest are counted."""
    blocks = build_document(assessed(tmp_path, *[FAR] * 103)).blocks
    start = blocks.index(Heading("Doubts about the record"))
    listed = blocks[start + 2]
    assert isinstance(listed, Items)
    assert len(listed.items) == 100
    assert blocks[start + 3] == Paragraph("A report lists 100 warnings, not 3 more; `geo check` lists or counts all.")


def test_without_doubts_none_are_spoken_of(assessment: geo.Assessment) -> None:
    """The record of the repository gives no cause."""
    assert Heading("Doubts about the record") not in build_document(assessment).blocks
    assert "second look" not in geo.format_report(assessment)

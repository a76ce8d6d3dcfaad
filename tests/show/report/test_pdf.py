"""The report as PDF: how long it is, where its contents and references lead, and texts of any length."""

import json
from pathlib import Path
from typing import Any

import pytest
import typst
from pypdf import PdfReader

import geo
from geo.judge.verdict.ranking import rank_findings
from geo.show.report.blocks import Heading
from geo.show.report.document import build_document
from tests.conftest import DATA
from tests.show.report.test_write import pdf_text

WORDS = " ".join(f"word{number}" for number in range(2_000))
LETTERS = "n" * 15_000


def with_text(folder: Path, text: str) -> geo.Assessment:
    """A file with the text as its name, and as the id, the name, the note, the quote and the value of records."""
    site = {"kind": "fragment_site", "name": text, "note": text, "quote": text, "published_coordinates": "39.75 N 46.75 E"}
    claim = {"kind": "attribute_claim", "about": f"{text}-a", "attribute": text, "value": text, "name": text, "sources": ["s"]}
    source = {"kind": "source", "title": text, "url": f"https://example.org/{text.replace(' ', '-')}"}
    records: dict[str, dict[str, Any]] = {f"{text}-a": site, f"{text}-c": claim, "s": source}
    features = [{"type": "Feature", "id": name, "geometry": None, "properties": one} for name, one in records.items()]
    path = folder / "x.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "name": text, "features": features}), "utf-8")
    return geo.assess(geo.read_sites(path))


@pytest.fixture(scope="module")
def own(assessment: geo.Assessment, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return geo.write_report(assessment, tmp_path_factory.mktemp("own") / "report.pdf")


def letters(path: Path) -> str:
    """All that is on the pages but their numbers, without white space."""
    return "".join(pdf_text(path).split())


def test_length_follows_what_was_found(own: Path, tmp_path: Path) -> None:
    """The repository's own record takes four pages, and fifty sites with 25 claims take at most twelve."""
    assert len(PdfReader(own).pages) == 4
    fifty = geo.assess(geo.read_sites(DATA / "fifty-sites.geojson"))
    assert len(PdfReader(geo.write_report(fifty, tmp_path / "fifty.pdf")).pages) <= 12


def test_it_is_tagged(own: Path) -> None:
    """A screen reader finds headings of three levels, tables with their header cells, and the map in words."""
    root: Any = PdfReader(own).trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] == True  # noqa: E712  # a BooleanObject
    assert root["/Lang"] == "en"
    kinds, words, waiting = set(), [], [root["/StructTreeRoot"]]
    while waiting:
        one = waiting.pop().get_object()
        if isinstance(one, list):
            waiting += one
        elif isinstance(one, dict):
            kinds.add(str(one.get("/S")))
            words.append(str(one.get("/Alt", "")))
            waiting += [one["/K"]] if "/K" in one else []
    assert {"/H1", "/H2", "/H3", "/Table", "/TH", "/TD", "/Figure", "/Link", "/TOC"} <= kinds
    assert any(one.startswith("Map of Missile fragments") for one in words)


def test_references_lead_to_the_right_page(own: Path, assessment: geo.Assessment) -> None:
    """The page that the table on the first page names for a finding is the one on which it is told in detail."""
    pages = [page.extract_text() for page in PdfReader(own).pages]
    found = 0
    for number, finding in enumerate(rank_findings(assessment.findings), 1):
        told = f"\n{number}. {assessment.sites[finding.claim].label[:12]}"
        at = next(n for n, text in enumerate(pages, 1) if n > 1 and told in f"\n{text}")
        row = pages[0].split(f"\n{number}. ")[1].split(f"\n{number + 1}. ")[0]
        assert row.replace("\n", " ").split("graded ")[1].split()[0] == str(at)
        found += 1
    assert found == 24


@pytest.mark.parametrize("text", [WORDS, LETTERS], ids=["words", "one word"])
def test_long_texts_are_whole(text: str, tmp_path: Path) -> None:
    """A heading, an id or a cell that is too long is cut, and nothing of it is lost: it follows in full once."""
    path = geo.write_report(with_text(tmp_path, text), tmp_path / "report.pdf")
    assert letters(path).count(f"Infull:{''.join(text.split())}") >= 3
    pages = PdfReader(path).pages
    assert max(x for page in pages for x in _right_ends(page)) < float(pages[0].mediabox.right)


def _right_ends(page: Any) -> list[float]:
    """Where on a page texts begin, in points from its left."""
    found: list[float] = []
    page.extract_text(visitor_text=lambda text, _cm, matrix, *_: found.append(float(matrix[4])) if text.strip() else None)
    return found


def test_short_texts_stay_whole(own: Path) -> None:
    """Nothing in the record of the repository is cut."""
    assert "…" not in letters(own)
    assert "Infull" not in letters(own)


def test_an_empty_record_makes_a_page(tmp_path: Path) -> None:
    """A file without records gives a report that says so, without sections of nothing."""
    path = tmp_path / "x.geojson"
    path.write_text('{"type": "FeatureCollection", "features": []}', "utf-8")
    report = geo.write_report(path, tmp_path / "x.pdf")
    assert len(PdfReader(report).pages) <= 2
    assert "Thefileholdsnoclaims." in letters(report)
    nothing = [Heading("Findings"), Heading("Map"), Heading("Sources"), Heading("Zones")]
    assert not [one for one in build_document(geo.assess(path)).blocks if one in nothing]


def test_a_fault_of_typst_is_a_sentence(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, assessment: geo.Assessment) -> None:
    """What stops Typst by a panic, which is no Exception, is told in a sentence; an interruption is none of that."""

    class PanicException(BaseException):
        """As the language that Typst is written in raises it."""

    def stop(error: type[BaseException]) -> None:
        def compile_nothing(*_: object, **__: object) -> bytes:
            raise error

        monkeypatch.setattr(typst, "compile", compile_nothing)

    stop(PanicException)
    with pytest.raises(ValueError, match=r"some text of this record stops it; .html and .md hold the same report"):
        geo.write_report(assessment, tmp_path / "r.pdf")
    assert not (tmp_path / "r.pdf").exists()
    stop(KeyboardInterrupt)
    with pytest.raises(KeyboardInterrupt):
        geo.write_report(assessment, tmp_path / "r.pdf")

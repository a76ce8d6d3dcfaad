"""The report as PDF: texts of any length are laid out in pieces, since the time for one grows with the square of its length."""

import json
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from reportlab.platypus import Flowable, LongTable
from reportlab.platypus import Paragraph as Text

import geo
from geo.show.report.document import build_document
from geo.show.report.pdf import _LONGEST, _PIECE, _Story, pdf_report

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


def texts(flowables: Iterable[Flowable]) -> Iterator[tuple[str, bool]]:
    """Each text as ReportLab lays it out, and whether it is in a cell."""
    for one in flowables:
        if isinstance(one, Text):
            yield one.getPlainText(), False
        elif isinstance(one, LongTable):
            yield from ((cell.getPlainText(), True) for row in one._cellvalues for cell in row)  # type: ignore[attr-defined]  # left out of its types


@pytest.mark.parametrize("text", [WORDS, LETTERS], ids=["words", "one word"])
def test_long_texts_are_split(text: str, tmp_path: Path) -> None:
    """No piece is longer than its limit and what leads it, no cell longer than its own, and nothing is lost."""
    laid = list(texts(_Story(build_document(with_text(tmp_path, text))).flowables()))
    assert len(text) > 5 * _PIECE
    assert max(len(one) for one, _ in laid) <= _PIECE + _LONGEST + 2
    assert max(len(one) for one, in_cell in laid if in_cell) == _LONGEST
    whole = "".join("".join(one.split()) for one, in_cell in laid if not in_cell)
    bare = "".join(text.split())
    # the title, which is also a name and a value; two ids; and what the claim is about
    assert whole.count(f"Infull:{bare}") == 4


def test_short_texts_stay_whole(assessment: geo.Assessment) -> None:
    """Nothing in the record of the repository is cut."""
    assert not [one for one, _ in texts(_Story(build_document(assessment)).flowables()) if "…" in one or "In full" in one]


def test_the_outline_is_short(tmp_path: Path) -> None:
    """An entry for each heading, cut as well."""
    pdf = PdfReader(BytesIO(pdf_report(build_document(with_text(tmp_path, LETTERS)))))
    below = [one for one in pdf.outline if isinstance(one, list)]
    assert max(len(str(one["/Title"])) for entries in below for one in entries if not isinstance(one, list)) == 120

"""A report on paper leads back to its record and to the map."""

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from pypdf import PdfReader

import geo
from geo.show.report.blocks import QrCode
from geo.show.report.chart.draw import frame_of
from geo.show.report.document import build_document
from geo.show.report.origin import MARK, draw_code, link_to_view, read_hash, require_link
from tests.conftest import ROOT, Run

PAGE = "https://example.org/maps/shusha.html"


@pytest.fixture(scope="module")
def filed(assessment: geo.Assessment, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("filed")
    return {ending: geo.write_report(assessment, folder / f"report.{ending}") for ending in ("pdf", "html", "md")}


@pytest.mark.parametrize("ending", ["pdf", "html", "md"])
def test_a_report_knows_its_record(ending: str, filed: dict[str, Path], tmp_path: Path, run: Run) -> None:
    """It belongs to the file that it was made from, and no longer once a single character of that has changed."""
    report, record = filed[ending], tmp_path / "sites.geojson"
    record.write_bytes((ROOT / "sites.geojson").read_bytes())
    status, out, _err = run("report", "--check", str(report), str(record))
    assert (status, out.split(" as it is now")[0]) == (0, f"{report} names {record}")
    record.write_bytes(record.read_bytes() + b"\n")
    status, out, _err = run("report", "--check", str(report), str(record))
    assert status == 1
    assert f"{report} names another record, or {record} before it was changed" in out
    status, out, _err = run("report", "--check", str(report), str(record), "--format", "json")
    assert (status, json.loads(out)["belong_together"]) == (1, False)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"%PDF-1.7\n%%EOF", "no hash of a record in it"),
        (b"# No report", "no hash of a record in it"),
        (f"%PDF-1.7 {MARK}{'a' * 64} {MARK}{'b' * 64}".encode(), "2 different hashes of records in it"),
    ],
    ids=["another PDF", "another text", "two hashes"],
)
def test_what_is_no_report_is_refused(content: bytes, why: str, tmp_path: Path, run: Run) -> None:
    """A file that names no record, or two, is refused with a sentence and not compared."""
    (tmp_path / "x.pdf").write_bytes(content)
    status, _out, err = run("report", "--check", str(tmp_path / "x.pdf"), str(ROOT / "sites.geojson"))
    assert status == 2
    assert f"{tmp_path / 'x.pdf'}: {why}; wanted a report that geo report wrote" in err


def test_a_title_cannot_pose_as_the_hash(assessment: geo.Assessment, tmp_path: Path) -> None:
    """A hash that the record writes into its own texts makes the report one that names two, never one of another record."""
    forged = geo.write_report(assessment, tmp_path / "x.pdf", title=f"{MARK}{'a' * 64}")
    try:
        assert read_hash(forged) == assessment.sites.sha256
    except ValueError as error:
        assert "2 different hashes" in str(error)  # noqa: PT017  # either is right


def test_the_link_restores_the_view(assessment: geo.Assessment) -> None:
    """It has the middle of the report's map, a zoom at which all of it is seen, and the record's hash; a view of its own stays."""
    frame = frame_of(assessment)
    assert frame is not None
    words = parse_qs(urlsplit(link_to_view(PAGE, frame, assessment.sites.sha256)).fragment)
    assert words["sha256"] == [assessment.sites.sha256]
    zoom, lat, lon = map(float, words["map"][0].split("/"))
    assert (lat, lon) == pytest.approx((frame.lat_deg, frame.lon_deg), abs=1e-6)
    metres_a_pixel = 156_543.03 * 0.7687 / 2**zoom  # cos 39.76°
    assert 400 < (frame.right - frame.left) / metres_a_pixel <= 800
    own = link_to_view(f"{PAGE}#map=9/1/2&id=c", frame, "ab")
    assert own == f"{PAGE}#map=9/1/2&id=c&sha256=ab"
    assert link_to_view(PAGE, None, "ab") == f"{PAGE}#sha256=ab"


@pytest.mark.parametrize(
    "link", ["map.html", "javascript:alert(1)", "https://x.y/a b", "https://x.y/\u202eb", f"https://x.y/{'a' * 1_000}"]
)
def test_what_is_no_address_is_refused(link: str, tmp_path: Path, run: Run) -> None:
    """With a sentence that begins with the name of the option."""
    with pytest.raises(ValueError, match=r"^--link: "):
        require_link(link)
    status, _out, err = run("report", str(ROOT / "sites.geojson"), "-o", str(tmp_path / "x.md"), "--link", link)
    assert status == 2
    assert "--link: " in err
    assert not (tmp_path / "x.md").exists()


def test_the_code_is_on_paper(assessment: geo.Assessment, tmp_path: Path) -> None:
    """The last section has it with the address in letters; without an address it has the hash."""
    codes: list[Any] = [build_document(assessment, link=link).rest[-1] for link in (f"{PAGE}#sha256=x", None)]
    assert [one.text for one in codes if isinstance(one, QrCode)] == [f"{PAGE}#sha256=x", f"sha256:{assessment.sites.sha256}"]
    assert [(one.svg, one.squares) for one in codes] == [draw_code(one.text) for one in codes]
    for ending in ("html", "md", "pdf"):
        text = geo.write_report(assessment, tmp_path / f"x.{ending}", link=PAGE).read_bytes()
        assert ending == "pdf" or PAGE.encode() in text


def test_a_long_address_makes_a_wider_code(assessment: geo.Assessment, tmp_path: Path) -> None:
    """Each square has two pixels on the screen."""
    link = f"{PAGE}#{'a' * 900}"
    (code,) = (one for one in build_document(assessment, link=link).rest if isinstance(one, QrCode))
    assert code.squares > 100
    page = geo.write_report(assessment, tmp_path / "x.html", link=link).read_text("utf-8")
    (width,) = re.findall(r'alt="QR code: [^"]*" width="(\d+)"', page)
    assert int(width) >= 2 * code.squares


def test_what_is_copied_from_paper_has_no_hidden_letters(assessment: geo.Assessment, tmp_path: Path) -> None:
    """The hash and addresses stand there as they are, although lines end within them."""
    report = PdfReader(geo.write_report(assessment, tmp_path / "x.pdf"))
    text = "".join("".join(page.extract_text() for page in report.pages).split())
    assert "\u200b" not in text
    assert text.count(assessment.sites.sha256) == 2


def test_a_record_without_a_name_asks_for_a_title(tmp_path: Path, run: Run) -> None:
    """The report is called by the title that is given, else as the record is; one that has neither is asked for."""
    record = tmp_path / "x.geojson"
    record.write_text('{"type": "FeatureCollection", "features": []}', "utf-8")
    status, _out, err = run("report", str(record), "-o", str(tmp_path / "a.md"))
    assert status == 0
    assert f"{record} has no name; --title gives the document one, now “x”" in err
    status, _out, err = run("report", str(record), "-o", str(tmp_path / "b.md"), "--title", "River district")
    assert "has no name" not in err
    assert (tmp_path / "b.md").read_text("utf-8").startswith("# River district\n")
    assert "has no name" not in run("report", str(ROOT / "sites.geojson"), "-o", str(tmp_path / "c.md"))[2]

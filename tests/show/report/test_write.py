"""The report as a file: the same figures in each form, the same bytes each time, and text that stays text."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import html5lib
import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token
from pypdf import PdfReader

import geo
from geo.record.reading import read
from geo.show.map.payload import build_payload
from tests.conftest import DATA, ROOT
from tests.show.map.web.test_webmap import HOSTILE, hostile_file

ENDINGS = ("md", "html", "pdf")
ARABIC = "شوشا"


def markdown_tokens(text: str) -> list[Token]:
    parsed = MarkdownIt("commonmark", {"linkify": False}).enable(["table", "strikethrough"]).parse(text)
    return [one for token in parsed for one in (token, *(token.children or ()))]


def markdown_text(path: Path) -> str:
    """With the addresses of links, which a renderer shows decoded."""
    tokens = markdown_tokens(path.read_text("utf-8"))
    return " ".join(
        str(one.attrs.get("href", "")) if one.type == "link_open" else one.content for one in tokens if not one.children
    )


def html_text(path: Path) -> str:
    tree = html5lib.HTMLParser(strict=True).parse(path.read_text("utf-8"))
    return " ".join(text for body in tree.iter("{http://www.w3.org/1999/xhtml}body") for text in body.itertext())


def pdf_text(path: Path) -> str:
    """The text of all pages without their last lines, which number them."""
    pages = (page.extract_text().replace("\u200b", "") for page in PdfReader(path).pages)
    return "\n".join(re.sub(r"\n[^\n]*\d+ / \d+$", "", page) for page in pages)


TEXTS: dict[str, Callable[[Path], str]] = {"md": markdown_text, "html": html_text, "pdf": pdf_text}


def squeezed(text: str) -> str:
    """Text without white space, since forms break lines, and long words, where they like."""
    return "".join(text.split())


@pytest.fixture(scope="module")
def filed(assessment: geo.Assessment, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("filed")
    return {ending: geo.write_report(assessment, folder / f"report.{ending}") for ending in ENDINGS}


def map_figures(data: dict[str, Any]) -> Iterator[str]:
    """Every figure that the map has, with the digits of the report."""
    findings = data["findings"]
    for measured in filter(None, findings["measured"]):
        yield from (f"{measured[name]:,.1f} m" for name in ("distance_m", "high_m"))
        yield f"{measured['low_m']:,.1f} to"
        if measured["azimuth_half_width_deg"] is not None:
            yield f"{measured['azimuth_deg']:.1f}°"
            yield f"± {measured['azimuth_half_width_deg']:.2g}°"
    for claimed in findings["claimed"]:
        if claimed["distance_m"]:
            yield f"{claimed['distance_m']:,.12g} m"
            yield f"{claimed['low_m']:,.12g} to {claimed['high_m']:,.12g} m"
        if claimed["azimuth_deg"] is not None:
            yield f"{claimed['azimuth_deg']:g}°"
            yield f"± {claimed['azimuth_half_width_deg']:g}°"
        if claimed["value"]:
            yield claimed["value"]
    yield from (f"{gap:,.1f} m" for gap in findings["gap_m"] if gap)
    yield from (f"{gap:.1f}°" for gap in findings["gap_deg"] if gap)
    for columns in data["records"].values():
        yield from (f"{angle:.6f}" for name in ("lat_deg", "lon_deg") for angle in columns[name] if angle is not None)
        yield from (f"{known:,.1f} m" for known in columns["known_m"] if known is not None)
        yield from (f"{radius:,.12g} m" for radius in columns.get("lethal_radius_m", ()) if radius)
        yield from (printed for printed in columns.get("published_coordinates", ()) if printed)
    for ring in data["ranges"]:
        yield ring["text"] or f"{ring['radius_m']:,.12g} m"
        yield from (f"{ring[name]:,.1f} m" for name in ("certain_m", "possible_m"))
    yield data["sha256"]


@pytest.mark.parametrize("ending", ENDINGS)
def test_the_same_numbers_as_the_map(ending: str, filed: dict[str, Path], assessment: geo.Assessment) -> None:
    """Distances, intervals, gaps, radii, uncertainties and coordinates, digit for digit."""
    text = squeezed(TEXTS[ending](filed[ending]))
    expected = set(map_figures(build_payload(assessment)))
    assert len(expected) > 35
    assert [figure for figure in sorted(expected) if squeezed(figure) not in text] == []
    for known in ("1,275.6 m", "1,274.8 to 1,276.4 m", "770 to 790 m", "484.8 m", "14.4°", "875.6 m", "46.757167"):
        assert squeezed(known) in text


def test_the_test_of_numbers_can_fail(filed: dict[str, Path], tmp_path: Path) -> None:
    """A second site an arc second away gives other numbers, and they are missed."""
    moved = (ROOT / "sites.geojson").read_text("utf-8").replace("27.80", "28.80").replace("39.757722", "39.758000")
    (tmp_path / "sites.geojson").write_text(moved, "utf-8")
    figures = set(map_figures(build_payload(geo.assess(geo.read_sites(tmp_path / "sites.geojson")))))
    text = squeezed(markdown_text(filed["md"]))
    assert len([figure for figure in figures if squeezed(figure) not in text]) > 5


@pytest.mark.parametrize("ending", ENDINGS)
def test_all_that_is_on_record_is_in_it(ending: str, filed: dict[str, Path], assessment: geo.Assessment) -> None:
    """Every id, name, quote, note and address, in each form."""
    text = squeezed(TEXTS[ending](filed[ending]))
    for record in assessment.sites:
        said = (
            record.id,
            record.label,
            record.quote,
            record.note,
            str(dict(record.custom).get("name:hy", "")),
            getattr(record, "url", None),
        )
        assert [one for one in said if one and squeezed(one) not in text] == [], record.id
    for finding in assessment.findings:
        assert squeezed(finding.explanation) in text


SECTIONS = [
    "Summary",
    "Map",
    "Verdicts at a glance",
    "Findings",
    "Sources by claims",
    "Claims together",
    "Sites, strikes and places",
    "Zones",
    "Sources",
    "Competing values",
    "Timeline",
    "Method",
    "What this report cannot tell",
    "File and program",
]


def test_sections_in_order(filed: dict[str, Path], assessment: geo.Assessment) -> None:
    """As headings of the page and of the Markdown, and as the outline of the PDF; no clock time, author or folder in it."""
    assert re.findall(r"^## (.*)$", filed["md"].read_text("utf-8"), re.MULTILINE) == SECTIONS
    assert re.findall(r"<h2>(.*)</h2>", filed["html"].read_text("utf-8")) == SECTIONS
    pdf = PdfReader(filed["pdf"])
    assert [str(one["/Title"]) for one in pdf.outline if not isinstance(one, list)] == SECTIONS
    assert pdf.metadata is not None
    assert set(pdf.metadata) == {"/Title", "/Creator", "/Keywords"}
    assert pdf.metadata.title == assessment.sites.title
    for ending in ENDINGS:
        assert str(ROOT) not in TEXTS[ending](filed[ending])


def test_pages_are_numbered(filed: dict[str, Path]) -> None:
    """Each page says which of how many it is, and begins with more than a lone line."""
    pages = PdfReader(filed["pdf"]).pages
    assert len(pages) > 3
    for number, page in enumerate(pages, 1):
        assert f"{number}/{len(pages)}" in squeezed(page.extract_text())


def test_the_first_page_says_it_all(filed: dict[str, Path]) -> None:
    """What stands out, the map, and every verdict; the order of the other forms is the same."""
    first = squeezed(PdfReader(filed["pdf"]).pages[0].extract_text())
    said = ("Summary", "Map", "Azimuthal equidistant projection", "Verdicts at a glance", "Armenia had received the Iskander-E")
    places = [first.find(squeezed(one)) for one in (*said, "Some parts lay next to the building")]
    assert places == sorted(places)
    assert places[0] > 0


def test_no_heading_is_alone_at_the_foot(filed: dict[str, Path], assessment: geo.Assessment) -> None:
    """What a page ends with, its number aside, is no heading and no id under one."""
    headings = {*SECTIONS, *(record.label for record in assessment.sites), *(record.id for record in assessment.sites)}
    for page in PdfReader(filed["pdf"]).pages:
        lines = [line.strip() for line in page.extract_text().splitlines() if line.strip()]
        body = [line for line in lines if not line.startswith(assessment.sites.title)]
        assert body[-1] not in headings


TWICE = """
import geo, sys
assessment = geo.assess(geo.read_sites(sys.argv[1]))
for ending in ("md", "html", "pdf"):
    geo.write_report(assessment, f"report.{ending}")
"""


def test_the_same_bytes_in_another_process(filed: dict[str, Path], tmp_path: Path) -> None:
    """In another folder, with another hash seed, another time zone and a person's own settings of Matplotlib."""
    (tmp_path / "matplotlibrc").write_text("font.size: 30\naxes.facecolor: red\nsvg.fonttype: none\n")
    environment = os.environ | {"PYTHONHASHSEED": "7", "TZ": "Asia/Baku"}
    words = [sys.executable, "-W", "error", "-c", TWICE, str(ROOT / "sites.geojson")]
    done = subprocess.run(words, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    for ending in ENDINGS:
        assert (tmp_path / f"report.{ending}").read_bytes() == filed[ending].read_bytes(), ending


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Reports on a file with a hostile string in every field, long ones, and letters that no font has."""
    folder = tmp_path_factory.mktemp("hostile")
    path = hostile_file(folder)
    value = json.loads(path.read_text("utf-8"))
    texts = [
        '<b>bold</b> & <img src="x"> <a href="javascript:alert(1)">',
        f"[x](http://y.example) ![x](http://y.example/z.png) {ARABIC}",
    ]
    texts += [
        "# no heading\n---\n1. no list\n| no | table |",
        "$\\frac{1}{0}$ \x07\x1b[31m \u202e",
        "n" * 5000,
        "<font color=red></para>&#60;",
    ]
    for number, text in enumerate(texts):
        point = {"type": "Point", "coordinates": [46.74 + number / 100, 39.7]}
        properties = {"kind": "fragment_site", "name": text, "note": text, "quote": text}
        value["features"].append(
            {"type": "Feature", "id": f"{number} {text}"[:2000], "geometry": point, "properties": properties}
        )
    path.write_text(json.dumps(value), "utf-8")
    result = read(path)
    assert result.errors == ()
    assessment = geo.assess(result.sites)
    return {ending: geo.write_report(assessment, folder / f"report.{ending}") for ending in ENDINGS}


@pytest.mark.parametrize("ending", ENDINGS)
def test_hostile_text_stays_text(ending: str, hostile: dict[str, Path]) -> None:
    """It appears as it was typed; no expression is evaluated, and no markup of any kind works."""
    text = squeezed(TEXTS[ending](hostile[ending]))
    assert "1337" not in text
    wanted = [f"{field} {one}" for one in HOSTILE[:-1] for field in ("name", "note", "quote", "munition", "title", "publisher")]
    wanted += [
        '<b>bold</b> & <img src="x"> <a href="javascript:alert(1)">',
        "[x](http://y.example) ![x](http://y.example/z.png)",
    ]
    wanted += ["# no heading", "1. no list", "| no | table |", "$\\frac{1}{0}$ \\u0007\\u001b[31m \\u202e"]
    wanted += ["n" * (1000 if ending == "pdf" else 5000)]  # more than that has the foot of a page in it
    wanted += ["<font color=red></para>&#60;", r"C:\new\u0041 &lt;b&gt; \u2028 Ş"]
    assert [one for one in wanted if squeezed(one) not in text] == []


def test_hostile_markdown_makes_nothing(hostile: dict[str, Path]) -> None:
    """No HTML, no link but to sources, no picture but the map, and no heading that we did not write."""
    text = hostile["md"].read_text("utf-8")
    tokens = markdown_tokens(text)
    assert not [one for one in tokens if one.type in ("html_block", "html_inline", "fence", "code_block", "s_open")]
    assert [one.attrs["href"] for one in tokens if one.type == "link_open"] == []
    assert [str(one.attrs["src"])[:22] for one in tokens if one.type == "image"] == ["data:image/png;base64,"]
    assert [one.tag for one in tokens if one.type == "heading_open"].count("h1") == 1
    sections = [line[3:] for line in text.splitlines() if line.startswith("## ")]
    at = SECTIONS.index("Claims together") + 1
    assert sections == [*SECTIONS[:at], "Doubts about the record", *(one for one in SECTIONS[at:] if one != "Competing values")]
    assert not re.search(r"(?<!\\)(\{\{|\$|<b)", text.split("[map0]: ")[0])


def test_hostile_html_makes_nothing(hostile: dict[str, Path]) -> None:
    """A strict parser finds our elements alone: no script, one style, the map and the code, and both are inside the page."""
    tree = html5lib.HTMLParser(strict=True).parse(hostile["html"].read_text("utf-8"))
    tags = [element.tag.split("}")[-1] for element in tree.iter() if isinstance(element.tag, str)]
    assert {tag: tags.count(tag) for tag in ("script", "style", "img", "svg", "font", "iframe")} == {
        "script": 0, "style": 1, "img": 2, "svg": 0, "font": 0, "iframe": 0,
    }  # fmt: skip
    for element in tree.iter():
        assert not [name for name in element.attrib if name.startswith("on") or name == "style"]
        for name in ("src", "href"):
            assert element.attrib.get(name, "data:").startswith("data:")


def test_arabic_is_set_as_letters(hostile: dict[str, Path]) -> None:
    """As such in each form, not as numbers; a reader of PDF gives them in an order of its own."""
    assert set(ARABIC) <= set(pdf_text(hostile["pdf"]))
    assert "[U+0634]" not in pdf_text(hostile["pdf"])
    assert ARABIC in markdown_text(hostile["md"])
    assert ARABIC in html_text(hostile["html"])


@pytest.mark.parametrize(
    "name", ["no-records", "smallest", "published-without-geometry", "across-the-180th-meridian", "a-polygon-and-every-claim"]
)
def test_every_good_file_makes_a_report(name: str, tmp_path: Path) -> None:
    """Also one without records, which has no map."""
    assessment = geo.assess(geo.read_sites(DATA / "good" / f"{name}.geojson"))
    for ending in ENDINGS:
        text = TEXTS[ending](geo.write_report(assessment, tmp_path / f"r.{ending}"))
        assert assessment.sites.sha256 in squeezed(text)
        assert ("Map of" in text or "projection" in text) == (name != "no-records")


@pytest.mark.parametrize("ending", ENDINGS)
def test_an_interrupted_write_leaves_the_old_report(
    ending: str, assessment: geo.Assessment, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk, or Ctrl-C at the last moment."""
    path = tmp_path / f"report.{ending}"
    path.write_text("old")

    def interrupted(_: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupted)
    with pytest.raises(KeyboardInterrupt):
        geo.write_report(assessment, path)
    assert [(one.name, one.read_text()) for one in tmp_path.iterdir()] == [(path.name, "old")]


@pytest.mark.parametrize("name", ["report.docx", "report", "-", ".pdf"])
def test_another_ending_is_refused(name: str, assessment: geo.Assessment) -> None:
    """Any other ending is refused with a sentence that names the three allowed ones."""
    with pytest.raises(
        ValueError, match=re.escape(f"{name}: the extension sets the format of the report, one of .md, .html, .pdf")
    ):
        geo.write_report(assessment, name)


def test_capitals_in_the_ending(assessment: geo.Assessment, tmp_path: Path) -> None:
    """A name in capitals, as some cameras and systems write them."""
    assert geo.write_report(assessment, tmp_path / "REPORT.MD").read_text("utf-8").startswith("# Missile fragments")


def addresses(path: Path) -> set[str]:
    """Where the links of a report lead."""
    if path.suffix == ".md":
        tokens = markdown_tokens(path.read_text("utf-8"))
        return {str(one.attrs["href"]) for one in tokens if one.type == "link_open"}
    if path.suffix == ".html":
        tree = html5lib.HTMLParser(strict=True).parse(path.read_text("utf-8"))
        return {element.attrib["href"] for element in tree.iter("{http://www.w3.org/1999/xhtml}a")}
    notes = [note.get_object() for page in PdfReader(path).pages for note in page.get("/Annots", ())]
    return {str(note["/A"]["/URI"]) for note in notes if "/A" in note}  # others lead to a page


@pytest.mark.parametrize("ending", ENDINGS)
def test_addresses_lead_to_the_sources(ending: str, filed: dict[str, Path], assessment: geo.Assessment) -> None:
    """To each of them, to nothing else, and as they stand in the file."""
    assert addresses(filed[ending]) == {getattr(record, "url", None) for record in assessment.sites} - {None}


@pytest.mark.parametrize("ending", ENDINGS)
def test_difficult_addresses(ending: str, tmp_path: Path) -> None:
    """Letters beyond ASCII, brackets, ampersands, quotes and bars end no link early."""
    url = "https://example.org/Şuşa_(town)?a=1&amp=2|'*_x_*[y](z)"
    source = {"type": "Feature", "id": "s", "geometry": None, "properties": {"kind": "source", "title": "S", "url": url}}
    path = tmp_path / "x.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [source]}), "utf-8")
    report = geo.write_report(geo.assess(geo.read_sites(path)), tmp_path / f"r.{ending}")
    assert {unquote(one) for one in addresses(report)} == {url}
    assert squeezed(url) in unquote(squeezed(TEXTS[ending](report)))


@pytest.mark.parametrize("ending", ENDINGS)
def test_photographs_are_shown_small(ending: str, tmp_path: Path) -> None:
    """With the record that they belong to, and how far from it they were taken; without, it is said that none was asked for."""
    with_pictures, without = (
        geo.write_report(DATA / "good" / "photographs.geojson", tmp_path / f"{n}.{ending}", photos_px=px)
        for n, px in enumerate((320, None))
    )
    if ending == "pdf":
        counts = [sum(len(page.images) for page in PdfReader(path).pages) for path in (with_pictures, without)]
    else:
        counts = [path.read_text("utf-8").count("data:image/jpeg;base64,") for path in (with_pictures, without)]
    assert counts == [2, 0]
    assert "Notshown:picturesw" in squeezed(TEXTS[ending](without))
    assert "Notshown" not in squeezed(TEXTS[ending](with_pictures))
    assert squeezed("It was taken 140.2 m from A piece, which it is said to show.") in squeezed(TEXTS[ending](with_pictures))

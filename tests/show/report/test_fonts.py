"""Letters on paper: what a font holds is shown, scripts are shaped and in reading order, and nothing vanishes."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

import geo
from geo.show.answers.reading_order import ReadingOrder
from geo.show.report import fonts
from geo.show.report.document import build_document
from geo.show.report.fonts import Font, Fonts, dejavu_folder, find_fonts, read_font_file
from geo.show.report.pdf import _Paper

DEVANAGARI = "शुशा"


def made_font(folder: Path, letters: str, family: str = "Made") -> Path:
    """A font in which each of some letters is a square."""
    names = [".notdef", *(f"g{number}" for number in range(len(letters)))]
    pen = TTGlyphPen(None)
    for corner in ((0, 0), (0, 700), (500, 700), (500, 0)):
        (pen.lineTo if corner != (0, 0) else pen.moveTo)(corner)
    pen.closePath()
    square = pen.glyph()
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap({ord(letter): name for letter, name in zip(letters, names[1:], strict=True)})
    builder.setupGlyf(dict.fromkeys(names, square))
    builder.setupHorizontalMetrics(dict.fromkeys(names, (600, 0)))
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable(
        {"familyName": family, "styleName": "Regular", "uniqueFontIdentifier": family, "fullName": family, "psName": family}
    )
    builder.setupOS2(sTypoAscender=800, usWinAscent=800, usWinDescent=200)
    builder.setupPost()
    path = folder / f"{family}.ttf"
    builder.save(path)
    return path


def record(folder: Path, name: str, **more: Any) -> Path:
    """A file with one site of this name."""
    site = {"kind": "fragment_site", "name": name, "published_coordinates": "39.75 N 46.75 E", **more}
    path = folder / "x.geojson"
    feature = {"type": "Feature", "id": "a", "geometry": None, "properties": site}
    path.write_text(json.dumps({"type": "FeatureCollection", "name": name, "features": [feature]}), "utf-8")
    return path


def pdf_of(path: Path) -> str:
    return "".join(page.extract_text() for page in PdfReader(path).pages)


@pytest.mark.parametrize(
    "text",
    [
        "Şuşa, Xankəndi",
        "Շուշի Ստեփանակերտ",
        "Шуша Степанакерт",
        "39°45′38.10″N ± 0.4 – “x” ²",
        "é",
        "شوشا",
        "שושה",
        "گزارش‌شده",
        "x\u0301",
    ],
)
def test_what_the_fonts_hold_stays(text: str) -> None:
    """The languages of the record, Arabic, Persian and Hebrew, marks above letters, and the signs of coordinates."""
    assert Fonts().legible(text) == text
    assert find_fonts([text]) == Fonts()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("中", "[U+4E2D]"),
        ("😀", "😀"),
        ("\U0001f9ff", "[U+1F9FF]"),
        ("e\u0301", "é"),
        ("a\u00adb", "a[U+00AD]b"),
        ("\u202e\x00", "\\u202e\\u0000"),
        ("\u2068ا\u2069", "\\u2068ا\\u2069"),
        ("\ud800", "\\ud800"),
    ],
    ids=["Chinese", "emoji", "rare emoji", "composed", "soft hyphen", "steering", "isolate", "half a character"],
)
def test_what_they_lack_is_named(text: str, shown: str) -> None:
    """By its number, where it would vanish, be a box, or steer the text around it."""
    assert Fonts().legible(text) == shown


@given(st.text())
def test_every_letter_is_in_every_font(text: str) -> None:
    """Every character of a legible text but joiners is in DejaVu, upright and bold."""
    from matplotlib.ft2font import FT2Font

    for name in ("DejaVuSans", "DejaVuSans-Bold"):
        held = FT2Font(str(dejavu_folder() / f"{name}.ttf")).get_charmap()
        assert all(ord(letter) in held for letter in Fonts().legible(text) if letter not in "\u200c\u200d")


def test_a_font_of_the_machine_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The one that has the most of the letters comes first; what none has is named in a sentence with its script."""
    few, most = (Font(name, made_font(tmp_path, letters, name)) for name, letters in (("Few", "शु"), ("Most", "शा中")))
    monkeypatch.setattr(fonts, "machine_fonts", lambda: (few, most))
    found = find_fonts([f"{DEVANAGARI} 中 \U0001f9ff"])
    assert [one.family for one in found.further] == ["Most", "Few"]
    assert found.missing == ("\U0001f9ff",)
    assert found.legible(f"{DEVANAGARI} \U0001f9ff") == f"{DEVANAGARI} [U+1F9FF]"
    assert found.sentence() == (
        "No font was found for 1 letter (Nazar); each is shown by its number, such as [U+1F9FF]. "
        "A font that has them can be named with --font."
    )
    assert find_fonts(["plain"]) == Fonts()


def test_a_font_that_is_named_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the PDF and in the map of the report; without it letters are shown by their numbers, and the report says so."""
    monkeypatch.setattr(fonts, "machine_fonts", lambda: ())
    path = record(tmp_path, DEVANAGARI)
    without = pdf_of(geo.write_report(path, tmp_path / "without.pdf"))
    assert "[U+0936]" in without
    assert "No font was found for 3 letters (Devanagari)" in " ".join(without.split())
    font = made_font(tmp_path, "".join(sorted(set(DEVANAGARI))))
    report = geo.write_report(path, tmp_path / "with.pdf", fonts=[font])
    assert "[U+" not in pdf_of(report)
    resources: Any = PdfReader(report).pages[0]["/Resources"]
    assert any("Made" in str(one.get_object()["/BaseFont"]) for one in resources["/Font"].values())
    plain, drawn = (
        geo.write_report(path, tmp_path / f"{n}.html", fonts=some).read_bytes() for n, some in enumerate(([], [font]))
    )
    assert plain != drawn


@pytest.mark.parametrize("name", ["none.ttf", "x.geojson", "x.ttf"])
def test_what_is_no_font_is_refused(name: str, tmp_path: Path) -> None:
    """A file that is missing, of another kind, or damaged is named in a sentence."""
    path = record(tmp_path, "x")
    (tmp_path / "x.ttf").write_bytes(b"no font")
    with pytest.raises(ValueError, match=re.escape(f"{tmp_path / name}: wanted a font file, one of .ttf, .otf, .ttc, .otc")):
        geo.write_report(path, tmp_path / "x.pdf", fonts=[tmp_path / name])
    with pytest.raises(ValueError, match="wanted a font file"):
        read_font_file(tmp_path / name)


def test_dates_keep_their_order_beside_arabic(tmp_path: Path) -> None:
    """A date, and each name, stands in an isolate of its own; a text that runs from right to left does so as a whole."""
    path = record(tmp_path, "موقع الشظايا 1", found_on="2021-03-04", note="وُجدت الشظايا يوم 2021-03-04 قرب الجسر")
    report = geo.write_report(path, tmp_path / "x.html").read_text("utf-8")
    assert '<p dir="auto" class="plain">وُجدت الشظايا يوم <bdi dir="ltr">2021-03-04</bdi> قرب الجسر</p>' in report
    assert "<b>2021-03-04</b> موقع الشظايا 1." in report or "<b>2021-03-04</b> <bdi>موقع الشظايا 1</bdi>." in report
    markdown = geo.write_report(path, tmp_path / "x.md").read_text("utf-8")
    assert "يوم \u20662021\\-03\\-04\u2069 قرب" in markdown or "يوم \u20662021-03-04\u2069 قرب" in markdown
    text = pdf_of(geo.write_report(path, tmp_path / "x.pdf"))
    assert text.count("2021-03-04") == 3  # in the record, its note and the timeline
    assert "04-03-2021" not in text
    assert build_document(geo.assess(path)).phrases == ("موقع الشظايا 1",)


@pytest.mark.parametrize("note", ["نُشرت الصور (BBC News, 2021) قرب الجسر", "شوشا Iskander قرب الجسر"])
def test_a_note_runs_as_its_first_letter_does(note: str, tmp_path: Path) -> None:
    """An Arabic note with Latin names in it is a paragraph from right to left of its own, and its sources are not on its lines."""
    assert ReadingOrder(()).is_from_right(note, verbatim=True)
    path = record(tmp_path, "شوشا", note=note, quote=note)
    document = build_document(geo.assess(path))
    paper = _Paper(document, Fonts()).data()
    at = next(n for n, one in enumerate(paper["rest"]) if one["kind"] == "paragraph" and isinstance(one["text"], dict))
    assert paper["rest"][at]["cited"] is None
    assert paper["rest"][at + 1]["kind"] == "cited"
    assert all(isinstance(one["text"], dict) for one in paper["rest"] if one["kind"] == "quote")
    shown = geo.write_report(path, tmp_path / "x.html").read_text("utf-8").replace('<bdi dir="ltr">2021</bdi>', "2021")
    assert shown.count(f'<p dir="auto" class="plain">{note}</p>') == 1
    assert f'<blockquote dir="auto"><p dir="auto">{note}</p>' in shown


def test_the_map_shapes_its_labels() -> None:
    """Letters of Arabic that join take less room than the same letters apart."""
    from geo.show.report.chart.sheet import settings

    with settings():
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure

        figure = Figure()
        FigureCanvasAgg(figure)
        widths = [
            figure.text(0, 0, text, fontproperties=Fonts().properties("DejaVu Serif", 20, text)).get_window_extent().width
            for text in ("شششش", "ش ش ش ش")
        ]
    assert widths[0] < 0.8 * widths[1]

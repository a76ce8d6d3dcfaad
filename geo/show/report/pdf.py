"""The report as PDF: tagged, with contents, page references and the fonts in it.

Typst lays it out. What the file says goes to it as JSON and is set as text, so nothing in it can be read as markup.
"""

from __future__ import annotations

import json
import shutil
from importlib import resources
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from geo.record.escape import printable
from geo.record.progress import stage
from geo.show.answers.reading_order import ReadingOrder
from geo.show.report.blocks import (
    Block,
    Cited,
    Document,
    Heading,
    Items,
    Matrix,
    Paragraph,
    Photograph,
    Picture,
    QrCode,
    Quote,
    Table,
    Tone,
    bind_units,
)
from geo.show.report.chart.colours import inks
from geo.show.report.fonts import DEJAVU, SERIF, Fonts, dejavu_folder, has_italics, load_typst, typeset_fonts
from geo.show.report.letters import breakable, cut
from geo.show.report.origin import MARK

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geo.show.report.blocks import Item

_LONGEST_WORD = 40
_LONGEST_WORD_IN_CELL = 16
"""Letters of a word; where one is longer, a line may end within it."""
_LONGEST_LINK = 2_000
"""Letters of an address that can be followed."""
_LONGEST_HEADING = 300
"""Letters of a heading, an id or a cell; what is longer is cut, and follows once in full as running text."""
_LONGEST_RUNNING = 90
"""Letters of the title at the foot of each page."""


def pdf_report(document: Document, fonts: Fonts = DEJAVU) -> bytes:
    """The document as the bytes of a PDF file, the same for the same document and fonts.

    Raises:
        ValueError: if some text cannot be set.
    """
    typst = load_typst()
    made = _Paper(document, fonts)
    texts = {"document": json.dumps(made.data()), **made.pictures}
    source = (resources.files("geo.show.report") / "paper" / "report.typ").read_bytes()
    with stage("Laying out pages"), TemporaryDirectory() as folder:
        for number, font in enumerate(fonts.named):
            shutil.copy(font.path, Path(folder) / f"{number}{font.path.suffix.lower()}")
        faces = typeset_fonts([dejavu_folder(), Path(folder)], with_machine=bool(fonts.found))
        asked: dict[str, Any] = {"font_paths": faces, "ignore_system_fonts": True, "sys_inputs": texts, "format": "pdf"}
        try:
            return _typeset(source, **asked, pdf_standards="ua-1")
        except typst.TypstError:  # where a font of the machine lacks a letter in bold, tags alone have to do
            return _typeset(source, **asked)


def _typeset(source: bytes, **asked: Any) -> bytes:
    """The pages, or a sentence where a text stops Typst by a fault of its own, which is no `Exception`."""
    try:
        pdf: bytes = load_typst().compile(source, **asked)
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        why = "Typst cannot set the pages: some text of this record stops it; .html and .md hold the same report"
        raise ValueError(why) from None
    return pdf


class _Paper:
    """A document as the data that the pages are made of."""

    def __init__(self, document: Document, fonts: Fonts) -> None:
        self.document, self._fonts = document, fonts
        self._order = ReadingOrder(document.phrases)
        self.pictures: dict[str, str] = {}
        """SVG, by the names by which the pages ask for it."""
        self._labels: dict[str, str] = {}
        for block in document.blocks:
            if isinstance(block, Heading) and block.key:
                self._labels[block.key] = f"h{len(self._labels)}"
        self._cut: dict[str, bool] = {}
        """The texts that were cut, and whether each has been given in full."""

    def data(self) -> dict[str, Any]:
        """All that the pages show."""
        document = self.document
        title = [self._short(document.title), *self._in_full()]
        front, rest = [list(self._blocks(blocks)) for blocks in (document.front, document.rest)]
        missing = self._fonts.sentence()
        escaped = [{"kind": "paragraph", "tone": "quiet", "text": missing, "cited": None}] if missing else []
        return {
            "title": title[0],
            "running": self._text(cut(document.title, _LONGEST_RUNNING)),
            "subtitle": self._text(document.subtitle),
            "front": [*title[1:], *front],
            "rest": [*rest, *escaped] if rest else escaped,
            "contents": sum(isinstance(one, Heading) and one.level == 2 for one in document.blocks),
            "keyword": f"{MARK}{document.sha256}",
            "inks": inks(),
            "fonts": {"serif": ["Libertinus Serif", SERIF, *self._fonts.families], "sans": list(self._fonts.families)},
        }

    def _text(self, text: str, longest: int = _LONGEST_WORD, *, verbatim: bool = False) -> str | dict[str, str]:
        """A text as it is set."""
        shown = self._order.isolated(bind_units(self._fonts.legible(text)), verbatim=verbatim)
        broken = breakable(shown, longest)
        return {"text": broken} if self._order.is_from_right(text, verbatim=verbatim) else broken

    def _short(self, text: str, longest: int = _LONGEST_WORD) -> str | dict[str, str]:
        if len(text) > _LONGEST_HEADING:
            self._cut.setdefault(text, False)
        return self._text(cut(text, _LONGEST_HEADING), longest)

    def _in_full(self) -> Iterator[dict[str, Any]]:
        """What was cut and has not been given in full yet."""
        for text in [text for text, given in self._cut.items() if not given]:
            self._cut[text] = True
            yield {"kind": "paragraph", "tone": "quiet", "text": self._text(f"In full: {text}"), "cited": None}

    def _blocks(self, blocks: tuple[Block, ...]) -> Iterator[dict[str, Any]]:
        before: dict[str, Any] = {}
        for block in blocks:
            made = self._block(block)
            # on the lines of what rests on them, unless these run the other way
            if made["kind"] == "cited" and before.get("tone") == Tone.PLAIN.value and isinstance(before["text"], str):
                before["cited"] = made
            else:
                yield (before := made)
            yield from self._in_full()

    def _block(self, block: Block) -> dict[str, Any]:
        if isinstance(block, Paragraph | Quote | Cited):
            return self._running(block)
        if isinstance(block, Heading):
            return {
                "kind": "heading",
                "level": block.level - 1,
                "text": self._short(block.text),
                "ref": block.ref and self._short(block.ref),
                "label": block.key and self._labels[block.key],
            }
        if isinstance(block, Items):
            return {"kind": "items", "items": [self._item(one) for one in block.items]}
        if isinstance(block, Picture | Photograph | QrCode):
            return self._shown(block)
        return self._table(block) if isinstance(block, Table) else self._matrix(block)

    def _shown(self, block: Picture | Photograph | QrCode) -> dict[str, Any]:
        if isinstance(block, Picture):
            return self._picture(block)
        if isinstance(block, QrCode):
            return self._code(block)
        shape = {"width": block.width_px, "height": block.height_px}
        return {"kind": "photograph", "jpeg": list(block.jpeg), "alt": self._fonts.legible(block.alt), **shape}

    def _running(self, block: Paragraph | Quote | Cited) -> dict[str, Any]:
        if isinstance(block, Quote):
            slanted = has_italics(self._fonts.legible(block.text))
            return {"kind": "quote", "text": self._text(block.text, verbatim=True), "slanted": slanted}
        if isinstance(block, Cited):
            cited = [{"number": one.number, "text": self._text(one.text), "url": _target(one.url)} for one in block.citations]
            return {"kind": "cited", "label": block.label, "citations": cited, "after": self._text(block.after)}
        text = self._text(block.text, verbatim=block.verbatim)
        return {"kind": "paragraph", "tone": block.tone.value, "text": text, "cited": None}

    def _matrix(self, matrix: Matrix) -> dict[str, Any]:
        return {
            "kind": "matrix",
            "header": [*matrix.head, *matrix.columns],
            "rows": [
                [self._text(row.begins or "", _LONGEST_WORD_IN_CELL), self._text(row.text, _LONGEST_WORD_IN_CELL), *row.marks]
                for row in matrix.rows
            ],
            "begins": [row.begins is not None for row in matrix.rows],
            "key": matrix.key,
        }

    def _item(self, item: Item) -> dict[str, Any]:
        return {
            "lead": item.lead and self._text(item.lead),
            "text": self._text(item.text),
            "urls": [{"target": _target(url), "text": self._text(url)} for url in item.urls],
            "notes": [self._text(line) for line in (item.note or "").splitlines()],
        }

    def _table(self, table: Table) -> dict[str, Any]:
        return {
            "kind": "table",
            "header": list(table.header),
            "rows": [[self._short(cell, _LONGEST_WORD_IN_CELL) for cell in row] for row in table.rows],
            "widths": table.widths,
            "verdict": table.header.index("Verdict") if "Verdict" in table.header else None,
            "leads_to": [self._labels.get(key) for key in table.leads_to],
        }

    def _code(self, code: QrCode) -> dict[str, Any]:
        name = f"picture-{len(self.pictures)}"
        self.pictures[name] = code.svg.decode()
        return {
            "kind": "code",
            "data": name,
            "alt": f"QR code: {code.text}",
            "text": self._text(code.text),
            "caption": code.caption,
            "squares": code.squares,
        }

    def _picture(self, picture: Picture) -> dict[str, Any]:
        name = f"picture-{len(self.pictures)}"
        self.pictures[name] = picture.svg().decode()
        return {
            "kind": "picture",
            "data": name,
            "alt": self._fonts.legible(picture.alt),
            "caption": self._text(picture.caption),
        }


def _target(url: str | None) -> str | None:
    """An address as a link leads to it, with letters beyond ASCII in percents; None for one that is too long to be followed."""
    if url is None or len(url) > _LONGEST_LINK:
        return None
    return quote(printable(url), safe="%/:?#[]@!$&'()*+,;=~")

"""The report as PDF, with the fonts in it.

ReportLab lays out paragraphs from a small markup of its own, so every text is escaped on its way in.
"""

from __future__ import annotations

from io import BytesIO
from textwrap import wrap
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from reportlab.lib.colors import HexColor
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import (
    CondPageBreak,
    Flowable,
    Image,
    LongTable,
    Spacer,
    TableStyle,
)
from reportlab.platypus import Paragraph as Text

from geo.judge.verdict.interval import Verdict
from geo.record.escape import escape_pdf_markup, printable
from geo.record.progress import stage, track_progress
from geo.show.report.blocks import Block, Document, Heading, Item, Items, Paragraph, Quote, Table, Tone, bind_units
from geo.show.report.chart.colours import inks
from geo.show.report.chart.fonts import BOLD, ESCAPED, FONTS, ITALIC, SANS, SERIF, font_file, make_legible
from geo.show.report.pdf_pages import WIDTH, Pages

if TYPE_CHECKING:
    from collections.abc import Iterator

_AGAINST = ("Verdict", Verdict.CONTRADICTED.value)
"""The name of a column, and what stands out in it."""
_PIECE = 2_000
"""Letters of one paragraph, since ReportLab's time grows with the square of its length; what is longer becomes several."""
_LONGEST = 300
"""Letters of a heading, an id or a cell; what is longer is cut, and follows once in full as running text."""
_LEAST = 40 * mm
"""What must be left of a page for a section to begin there."""
_ROWS = 100
"""A longer table is laid out in parts, since ReportLab measures the whole rest of a table again on each page."""


def pdf_report(document: Document) -> bytes:
    """The document as the bytes of a PDF file, the same for the same document."""
    file = BytesIO()
    pages, story = Pages(file, make_legible(document.title)), list(_Story(document).flowables())
    count = len(story)
    with stage("Laying out pages") as tell:
        pages.setProgressCallBack(lambda what, value: tell(value / count) if what == "PROGRESS" else None)
        pages.build(story)
    return file.getvalue()


class _Story:
    """A document as ReportLab's flowables."""

    def __init__(self, document: Document) -> None:
        for name in FONTS:
            pdfmetrics.registerFont(TTFont(name, str(font_file(name))))
        colours = {name: HexColor(value) for name, value in inks().items()}
        ink, quiet = colours["ink"], colours["quiet"]

        def style(name: str, font: str, size: float, leading: float, **more: Any) -> ParagraphStyle:
            more = {"textColor": ink, "spaceAfter": 3, **more}
            return ParagraphStyle(name, fontName=font, fontSize=size, leading=leading, allowWidows=0, allowOrphans=0, **more)

        self.document, self.colours = document, colours
        self.escaped = False
        """Whether a letter had to be shown by its number."""
        self.cut: dict[str, bool] = {}
        """The texts that were cut, and whether each has been given in full."""
        self.styles = {
            "title": style("title", SERIF, 17, 22, spaceAfter=3),
            "subtitle": style("subtitle", SANS, 10, 14, textColor=quiet, spaceAfter=4),
            "h2": style("h2", SERIF, 13.5, 17, spaceBefore=14.5, spaceAfter=5, keepWithNext=1),
            "kicker": style("kicker", SANS, 7, 9, textColor=quiet, spaceBefore=13, spaceAfter=1, keepWithNext=1),
            "contradicted": style("contradicted", BOLD, 7, 9, textColor=colours["contradiction"], spaceBefore=13, spaceAfter=1, keepWithNext=1),
            "h3": style("h3", SERIF, 10.5, 13.5, spaceAfter=1, keepWithNext=1),
            "ref": style("ref", SANS, 7.5, 10, textColor=quiet, keepWithNext=1),
            Tone.PLAIN: style("plain", SANS, 8.7, 12.6),
            Tone.LEAD: style("lead", SANS, 9.8, 14.2, spaceAfter=5),
            Tone.QUIET: style("quiet", SANS, 7.6, 10.8, textColor=quiet),
            Tone.WARNING: style(
                "warning", BOLD, 8.7, 12.6, borderColor=colours["strike"], borderWidth=1, borderPadding=(4, 6, 5, 6),
                spaceBefore=10, spaceAfter=15, leftIndent=7, rightIndent=7,
            ),
            "quote": style("quote", ITALIC, 9, 12.8, leftIndent=10),
            "item": style("item", SANS, 8.7, 12.4, leftIndent=11, bulletIndent=0, spaceAfter=0),
            "more": style("more", SANS, 7.6, 10.8, leftIndent=11, textColor=quiet, spaceAfter=0),
            "cell": style("cell", SANS, 8, 11, spaceAfter=0),
            "strong": style("strong", BOLD, 8, 11, spaceAfter=0),
            "against": style("against", BOLD, 8, 11, textColor=colours["contradiction"], spaceAfter=0),
            "head": style("head", SANS, 7, 9, textColor=quiet, spaceAfter=0),
        }  # fmt: skip

    def flowables(self) -> Iterator[Flowable]:
        """Title, blocks, and a word on letters that could not be shown."""
        yield self._short(self.document.title, "title")
        yield self._text(self.document.subtitle, "subtitle")
        yield from self._in_full()
        before, made = None, list[Flowable]()
        for block in track_progress(self.document.blocks, "Setting type"):
            if isinstance(before, Heading) and isinstance(block, Table):
                made[-1].keepWithNext = 0  # else all of the table would go to the next page with it
            elif isinstance(before, Paragraph) and isinstance(block, Paragraph) and block.tone is Tone.QUIET:
                made[-1].keepWithNext = 1  # where something comes from does not begin a page
            made = [*self._flowables(block), *self._in_full()]
            if isinstance(before, Heading) and isinstance(block, Paragraph):
                made[-1].keepWithNext = 1  # a heading with a line or two below it still looks forgotten at the foot of a page
            yield from made
            before = block
        if self.escaped:
            yield self._text(ESCAPED, Tone.QUIET)

    def _text(self, text: str, style: str, *, lead: str | None = None, **more: Any) -> Text:
        shown, first = make_legible(text), make_legible(lead or "")
        self.escaped |= (shown + first).count("[U+") > (text + (lead or "")).count("[U+")
        markup = escape_pdf_markup(bind_units(shown))
        if lead:
            markup = f'<font name="{BOLD}">{escape_pdf_markup(first)}</font>  {markup}'
        return Text(markup, self.styles[style], **more)

    def _pieces(self, text: str, style: str, **more: Any) -> Iterator[Text]:
        """Running text of any length; what leads it is at the first piece alone."""
        first, *rest = wrap(text, _PIECE, break_on_hyphens=False) if len(text) > _PIECE else [text]
        yield self._text(first, style, **more)
        yield from (self._text(piece, style) for piece in rest)

    def _short(self, text: str, style: str) -> Text:
        return self._text(self._to_length(text), style)

    def _to_length(self, text: str) -> str:
        if len(text) <= _LONGEST:
            return text
        self.cut.setdefault(text, False)
        return f"{text[: _LONGEST - 1]}…"

    def _in_full(self) -> Iterator[Text]:
        """What was cut and has not been given in full yet."""
        for text in [text for text, given in self.cut.items() if not given]:
            self.cut[text] = True
            yield from self._pieces(text, Tone.QUIET, lead="In full:")

    def _flowables(self, block: Block) -> Iterator[Flowable]:
        if isinstance(block, Heading):
            yield from self._heading(block)
        elif isinstance(block, Paragraph):
            yield from self._pieces(block.text, block.tone)
        elif isinstance(block, Quote):
            yield from self._pieces(block.text, "quote")
        elif isinstance(block, Items):
            for item in block.items:
                yield from self._item(item)
        elif isinstance(block, Table):
            for first in range(0, len(block.rows), _ROWS):
                yield self._table(block, block.rows[first : first + _ROWS])
        else:
            picture = Image(BytesIO(block.png()), WIDTH, WIDTH * block.height_px / block.width_px)
            picture.keepWithNext = 1
            yield from (picture, *self._pieces(block.caption, Tone.QUIET))

    def _heading(self, block: Heading) -> Iterator[Flowable]:
        if block.level == 2:
            yield CondPageBreak(_LEAST)
        if block.kicker:
            yield self._text(block.kicker.upper(), "contradicted" if block.kicker == "contradicted" else "kicker")
        heading = self._short(block.text, f"h{block.level}")
        heading.heading = block  # type: ignore[attr-defined]  # for the outline
        yield heading
        if block.ref:
            yield self._short(block.ref, "ref")

    def _item(self, item: Item) -> Iterator[Flowable]:
        lead = item.lead and self._to_length(item.lead)
        rows: list[Flowable] = [*self._pieces(item.text, "item", lead=lead, bulletText="–")]
        for url in item.urls:
            if len(url) > _PIECE:  # no link: each piece would have to carry the whole address
                rows += self._pieces(url, "more")
                continue
            target = escape_pdf_markup(
                quote(printable(url), safe="%/:?#[]@!$&'()*+,;=~")
            )  # with letters beyond ASCII in percents
            rows.append(Text(f'<a href="{target}">{escape_pdf_markup(make_legible(url))}</a>', self.styles["more"]))
        if item.note:
            rows += self._pieces(item.note, "more")
        for row in rows:  # kept together up to the space below, and the first of a list with what introduces it
            row.keepWithNext = 1
        yield from (*rows, Spacer(0, 5))

    def _table(self, block: Table, part: tuple[tuple[str, ...], ...]) -> Flowable:
        three = len(block.widths) == 3
        rows: list[list[Flowable]] = [[self._text(cell, "head") for cell in block.header]] if block.header else []
        styles = ["strong" if three and n == 1 else "cell" for n in range(len(block.widths))]
        rows += [
            [
                self._short(cell, "against" if (name, cell) == _AGAINST else style)
                for name, cell, style in zip(block.header or styles, row, styles, strict=True)
            ]
            for row in part
        ]
        head = 1 if block.header else 0
        rule, ink = self.colours["rule"], self.colours["ink"]
        looks: list[Any] = [
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LEFTPADDING", (0, 0), (-1, -1), 0),
            ("RIGHTPADDING", (0, 0), (-1, -1), 7),
            ("TOPPADDING", (0, 0), (-1, -1), 2),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 2.6),
            ("LINEABOVE", (0, 0), (-1, 0), 0.8, ink),
            ("LINEABOVE", (0, 1), (-1, -1), 0.4, rule),
            ("LINEBELOW", (0, -1), (-1, -1), 0.8, ink),
        ]
        widths = [share * WIDTH for share in block.widths]
        return LongTable(
            rows, widths, style=TableStyle(looks), repeatRows=head, splitInRow=1, spaceBefore=5, spaceAfter=7, hAlign="LEFT"
        )

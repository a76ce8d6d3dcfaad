"""The pages of the PDF: A4, a number below each, an outline of the headings, and no clock time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfdoc import PDFDictionary, PDFInfo, PDFString
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate

from geo.show.report.chart.colours import inks
from geo.show.report.chart.fonts import SANS, make_legible

if TYPE_CHECKING:
    from io import BytesIO

    from reportlab.pdfgen.canvas import Canvas

    from geo.show.report.blocks import Heading

_SIDE, _TOP, _BOTTOM = 18 * mm, 15 * mm, 16 * mm
WIDTH = A4[0] - 2 * _SIDE
"""Of the text, in points."""
_LONGEST_OUTLINE = 120


class _Undated(PDFInfo):
    """What the file says of itself, without a date: the same input gives the same bytes, so no date could be true."""

    def format(self, document: Any) -> bytes:
        own = {"Title": self.title, "Creator": self.creator, "Producer": self.producer}
        written: bytes = PDFDictionary({name: PDFString(text) for name, text in own.items()}).format(document)
        return written


class Pages(BaseDocTemplate):
    """Pages with a number below, and an outline of the headings."""

    def __init__(self, file: BytesIO, title: str) -> None:
        super().__init__(file, pagesize=A4, lang="en", invariant=1)
        frame = Frame(_SIDE, _BOTTOM, WIDTH, A4[1] - _TOP - _BOTTOM, 0, 0, 0, 0)
        self.addPageTemplates(PageTemplate("page", [frame], onPage=self._number))
        self._title = title
        self._marks = 0

    def _number(self, canvas: Canvas, _: BaseDocTemplate) -> None:
        """The number of the page; how many there are is a form that is filled in at the end."""
        canvas.setFont(SANS, 7.5)
        canvas.setFillColor(HexColor(inks()["quiet"]))
        title = self._title if len(self._title) <= 90 else f"{self._title[:89]}…"
        canvas.drawString(_SIDE, 9 * mm, title)
        right = A4[0] - _SIDE
        canvas.drawRightString(right - 13, 9 * mm, f"{canvas.getPageNumber()} /")
        canvas.saveState()
        canvas.translate(right - 10, 9 * mm)
        canvas.doForm("pages")
        canvas.restoreState()

    def afterFlowable(self, flowable: Flowable) -> None:  # noqa: N802  # ReportLab's name
        """Put each heading into the outline."""
        heading: Heading | None = getattr(flowable, "heading", None)
        if heading is None:
            return
        self._marks += 1
        key, text = f"part-{self._marks}", make_legible(heading.text)
        self.canv.bookmarkPage(key)
        short = text if len(text) <= _LONGEST_OUTLINE else f"{text[: _LONGEST_OUTLINE - 1]}…"
        self.canv.addOutlineEntry(short, key, level=heading.level - 2, closed=True)

    def _endBuild(self) -> None:  # noqa: N802  # the last moment at which the number of pages is known
        self.canv.beginForm("pages", 0, -3, 40, 12)
        self.canv.setFont(SANS, 7.5)
        self.canv.setFillColor(HexColor(inks()["quiet"]))
        self.canv.drawString(0, 0, str(self.page))
        self.canv.endForm()
        self.canv._doc.info = info = _Undated()  # type: ignore[attr-defined]  # noqa: SLF001  # there is no other way
        info.title, info.creator = self._title, "debris-sites"
        super()._endBuild()  # type: ignore[misc]  # ReportLab calls it; its types leave it out

"""Writes the report as a file; its extension sets the format."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from geo.judge.assessment import as_assessment
from geo.record.json_file.save import write_bytes, write_whole
from geo.record.protected_inputs import refuse_input
from geo.show.report.document import build_document
from geo.show.thumbnails import SIDE_PX, make_thumbnails

if TYPE_CHECKING:
    import os
    from collections.abc import Sequence

    from geo.judge.assessment import Assessment
    from geo.record.sites import Sites

ENDINGS = (".md", ".html", ".pdf")


def ending_of(path: str | os.PathLike[str]) -> str:
    """The extension of a report, in lower case.

    Raises:
        ValueError: if a report cannot have it.
    """
    ending = Path(path).suffix.lower()
    if ending not in ENDINGS:
        raise ValueError(f"{path}: the extension sets the format of the report, one of {', '.join(ENDINGS)}")
    return ending


def write_report(  # noqa: PLR0913  # each by its name
    assessment: Assessment | Sites | str | os.PathLike[str],
    path: str | os.PathLike[str],
    *,
    title: str | None = None,
    fonts: Sequence[str | os.PathLike[str]] = (),
    link: str | None = None,
    photos_px: int | None = SIDE_PX,
) -> Path:
    """Write the report as Markdown, HTML or PDF, chosen by the file extension.

    The same assessment gives the same bytes on one machine. Records, or the path of their file, are judged first.

    Args:
        assessment: What to report.
        path: The file to write.
        title: What the document is called; without it, as its record is, else as the file of the record.
        link: The address at which the page is published, with or without its state after "#": a code on paper leads there.
        photos_px: The longer side of the photographs' pictures, 320 or 640; None for none.
        fonts: Font files (.ttf, .otf, .ttc) for scripts that the fonts of the machine lack, in the map and in a PDF.

    Next: `write_map` draws the same assessment; `format_report` gives the report as text.

    Returns:
        The file's absolute path.

    Raises:
        ValueError: if the ending is none of .md, .html and .pdf, the path is that of the file that was read, or a font
            or a link is none.
        OSError: if the file cannot be written; what was there before then stays.
    """
    ending = ending_of(path)
    assessment = as_assessment(assessment)
    reads = (assessment.sites.path,)
    refuse_input(path, reads)
    from geo.show.report.chart.draw import draw_chart, frame_of  # numbers first: whoever misspells an ending need not wait
    from geo.show.report.fonts import find_fonts
    from geo.show.report.origin import link_to_view, require_link

    if link is not None:
        link = link_to_view(require_link(link), frame_of(assessment), assessment.sites.sha256)
    document = build_document(assessment, title, link, make_thumbnails(assessment.sites, photos_px))
    chosen = find_fonts(document.texts(), fonts)
    made = document.with_map(draw_chart(assessment, fonts=chosen))
    if ending == ".md":
        from geo.show.report.markdown import markdown_report  # each form loads what it alone needs

        return write_whole(path, markdown_report(made), reads=reads)
    if ending == ".html":
        from geo.show.report.html import html_report

        return write_whole(path, html_report(made), reads=reads)
    from geo.show.report.pdf import pdf_report

    return write_bytes(path, pdf_report(made, chosen), reads=reads)

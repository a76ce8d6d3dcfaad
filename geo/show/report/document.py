"""The report as a document: its sections in order, the same for text, Markdown, HTML and PDF."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import PurePath
from typing import TYPE_CHECKING

from geo.judge.assessment import METHOD
from geo.show.answers.reading_order import phrases_of
from geo.show.report.blocks import Block, Document, Heading, Item, Items, Paragraph, QrCode, Table
from geo.show.report.findings import findings_section, glance_section
from geo.show.report.further_sections import doubts_section, markings_section, statements_section, together_section
from geo.show.report.material import NO_PICTURES, Material
from geo.show.report.matrix import matrix_section
from geo.show.report.origin import draw_code
from geo.show.report.sections import places_section, sources_section, summary_section, zones_section

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from geo.judge.assessment import Assessment
    from geo.show.thumbnails import Thumbnails

LIMITS = (
    "Who is right. A verdict is about published figures, never about people; a misprint is one possible explanation.",
    "Whether a place is safe. A radius at which fragments can kill is not a safe distance.",
    "Where a boundary runs if the record has none: a circle around a point stands in for it, and is labelled so.",
    "Whether two sources are independent beyond what the ids in the file show.",
)
LITERATURE = (
    Item(
        "C. F. F. Karney (2013), Algorithms for geodesics, Journal of Geodesy 87, 43–55, doi:10.1007/s00190-012-0578-z: "
        "the geodesics on WGS 84, as PROJ implements them."
    ),
    Item(
        "A. D. Chapman, J. R. Wieczorek (2020), Georeferencing Best Practices, GBIF, doi:10.15468/doc-gg7h-s853: "
        "the uncertainty of printed coordinates, of stated distances and of directions."
    ),
    Item(
        "H. Butler, M. Daly, A. Doyle, S. Gillies, S. Hagen, T. Schaub (2016), The GeoJSON Format, RFC 7946: "
        "the form of the file, and its coordinates."
    ),
)


def method_section(_: Material) -> Iterator[Block]:
    """How verdicts are reached, and the literature for it."""
    yield Heading("Method")
    yield Paragraph(METHOD)
    yield Items(LITERATURE)


def limits_section(_: Material) -> Iterator[Block]:
    """What does not follow."""
    yield Heading("What this report cannot tell")
    yield Items(tuple(Item(limit) for limit in LIMITS))


def colophon_section(material: Material) -> Iterator[Block]:
    """From what, and with what, the report was made; no clock time, so that the same input gives the same bytes."""
    from pyproj import __proj_version__  # the version of the C library; with it go the geodesics

    yield Heading("File and program")
    rows = (
        ("File", PurePath(material.sites.path).name),  # not its folder, which is the private matter of one machine
        ("SHA-256", material.sites.sha256),
        ("Program", f"debris-sites {version('debris-sites')}"),
        ("Geodesics", f"PROJ {__proj_version__} through pyproj {version('pyproj')}"),
    )
    yield Table((), rows, (0.2, 0.8))
    if material.link:
        yield QrCode(
            material.link, "The map at this view; the address ends with the record's SHA-256.", *draw_code(material.link)
        )
    else:
        hashed = f"sha256:{material.sites.sha256}"
        yield QrCode(hashed, "The record's SHA-256. With --link the code leads to the map.", *draw_code(hashed))


SECTIONS: tuple[Callable[[Material], Iterable[Block]], ...] = (
    findings_section,
    matrix_section,
    together_section,
    markings_section,
    doubts_section,
    places_section,
    zones_section,
    sources_section,
    statements_section,
    method_section,
    limits_section,
    colophon_section,
)
"""What follows the first page, in this order. To add a section, add a function that gives blocks."""


def build_document(
    assessment: Assessment, title: str | None = None, link: str | None = None, thumbnails: Thumbnails = NO_PICTURES
) -> Document:
    """The report of an assessment, without its map; `link` is the address of the page at the map's view."""
    material = Material(assessment, link, thumbnails)
    front = [*summary_section(material), *glance_section(material)]
    rest = [block for section in SECTIONS for block in section(material)]
    subtitle = "Claims checked against published coordinates"
    return Document(
        title or assessment.sites.title,
        subtitle,
        tuple(front),
        tuple(rest),
        assessment.sites.sha256,
        phrases_of(assessment.sites),
    )

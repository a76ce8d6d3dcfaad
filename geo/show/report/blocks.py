"""Defines the blocks of a document: text, tables and one picture, the same in every output format.

The text in them is as it stands in the file; each form makes it harmless in its own way.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from geo.show.answers.citations import Citation


class Tone(StrEnum):
    """How a paragraph is set."""

    PLAIN = "plain"
    LEAD = "lead"
    """What a reader in a hurry reads."""
    QUIET = "quiet"
    """Who, when, and where from."""
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Heading:
    """The heading of a section, or of a record in it."""

    text: str
    level: int = 2
    """2 for a section, 3 for what is in it, 4 for one record of many; the title of the document is 1."""
    kicker: str | None = None
    """A word above it: a verdict or a kind."""
    ref: str | None = None
    """The id of the record that it is about."""
    key: str | None = None
    """What rows of tables lead to it by; no two headings have the same."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text."""

    text: str
    tone: Tone = Tone.PLAIN
    verbatim: bool = False
    """Whether all of it is from the file; its first letter then says from which side it runs."""


@dataclass(frozen=True, slots=True)
class Quote:
    """The words of a source."""

    text: str


@dataclass(frozen=True, slots=True)
class Item:
    """One row of a list."""

    text: str
    lead: str | None = None
    """What it is about: an id."""
    urls: tuple[str, ...] = ()
    """Addresses printed after it, each in full."""
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Cited:
    """The sources on which something rests, each in full, with its number in the list of sources."""

    label: str
    citations: tuple[Citation, ...]
    after: str = ""
    """What follows them."""


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells; the first cell of a row says what the row is about."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]
    """Of the columns, as shares of the whole."""
    leads_to: tuple[str, ...] = ()
    """For each row the `key` of the heading under which it is told in detail, if it is."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture, with what it shows in words."""

    alt: str
    caption: str
    svg: Callable[[], bytes]
    png: Callable[[], bytes]
    width_px: int
    """Of the PNG."""
    height_px: int
    narrow: Callable[[], Picture | None]
    """The same for a narrow screen."""


@dataclass(frozen=True, slots=True)
class Matrix:
    """Which sources carry which claims: a row for each source, a narrow column for each claim."""

    head: tuple[str, str]
    """What the first two columns are."""
    columns: tuple[str, ...]
    rows: tuple[MatrixRow, ...]
    key: str
    """What the marks mean."""


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One row of a matrix."""

    text: str
    marks: tuple[str, ...]
    begins: str | None = None
    """The name of the group that begins with this row; None where it goes on."""


@dataclass(frozen=True, slots=True)
class Photograph:
    """A small picture of a photograph."""

    jpeg: bytes
    width_px: int
    height_px: int
    alt: str


@dataclass(frozen=True, slots=True)
class QrCode:
    """A QR code, and the same in words."""

    text: str
    """What is read from it."""
    caption: str
    svg: bytes
    squares: int
    """How many it is wide."""


Block = Heading | Paragraph | Quote | Cited | Items | Table | Matrix | Picture | Photograph | QrCode


@dataclass(frozen=True, slots=True)
class Document:
    """What a report says, in the order in which it says it."""

    title: str
    subtitle: str
    front: tuple[Block, ...]
    """What fits on one page: the summary, the map, and the verdicts at a glance."""
    rest: tuple[Block, ...]
    sha256: str = ""
    """Of the record."""
    phrases: tuple[str, ...] = ()
    """Names and other values that run from right to left, the longest first."""

    def with_map(self, figure: Picture | None) -> Document:
        """The same with a map after the summary, if there is one."""
        at = next((n for n, one in enumerate(self.front) if n and isinstance(one, Heading)), len(self.front))
        shown = (Heading("Map"), figure) if figure else ()
        return replace(self, front=(*self.front[:at], *shown, *self.front[at:]))

    def texts(self) -> Iterator[str]:
        """All that it says."""
        yield from (self.title, self.subtitle)
        for block in self.blocks:
            yield from _texts(block)

    @property
    def blocks(self) -> tuple[Block, ...]:
        """All of it."""
        return (*self.front, *self.rest)


def _texts(block: Block) -> Iterator[str]:
    match block:
        case Heading():
            yield from (block.text, block.ref or "")
        case Paragraph() | Quote():
            yield block.text
        case Cited():
            yield from (block.after, *(one.line for one in block.citations))
        case Items():
            for item in block.items:
                yield from (item.text, item.lead or "", item.note or "", *item.urls)
        case Table():
            yield from (cell for row in (block.header, *block.rows) for cell in row)
        case Matrix():
            yield from (text for row in block.rows for text in (row.text, row.begins or ""))
        case Picture() | Photograph() | QrCode():
            pass  # in words of ours, and names that stand elsewhere too


def paragraphs(text: str, *, verbatim: bool = False) -> Iterator[Paragraph]:
    """A text as one paragraph for each of its lines."""
    for line in text.strip().split("\n"):
        if line.strip() or not text.strip():
            yield Paragraph(line.strip(), verbatim=verbatim)


def bind_units(text: str) -> str:
    r"""Text in which no line ends between a figure and its unit.

    >>> bind_units("780 m of 5 km, 3 men")
    '780\xa0m of 5\xa0km, 3 men'
    """
    return re.sub(r"(?<=\d) (?=(?:k?m²?)(?!\w))", "\N{NO-BREAK SPACE}", text)

"""Defines the blocks of a document: text, tables and one picture, the same in every output format.

The text in them is as it stands in the file; each form makes it harmless in its own way.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


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
    """2 for a section, 3 for what is in it; the title of the document is 1."""
    kicker: str | None = None
    """A word above it: a verdict or a kind."""
    ref: str | None = None
    """The id of the record that it is about."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text."""

    text: str
    tone: Tone = Tone.PLAIN


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


Block = Heading | Paragraph | Quote | Items | Table | Picture


@dataclass(frozen=True, slots=True)
class Document:
    """What a report says, in the order in which it says it."""

    title: str
    subtitle: str
    blocks: tuple[Block, ...]


def paragraphs(text: str, tone: Tone = Tone.PLAIN) -> Iterator[Paragraph]:
    """A text from the file as one paragraph for each of its lines."""
    for line in text.strip().split("\n"):
        if line.strip() or not text.strip():
            yield Paragraph(line.strip(), tone)


def bind_units(text: str) -> str:
    r"""Text in which no line ends between a figure and its unit.

    >>> bind_units("780 m of 5 km, 3 men")
    '780\xa0m of 5\xa0km, 3 men'
    """
    return re.sub(r"(?<=\d) (?=(?:k?m²?)(?!\w))", "\N{NO-BREAK SPACE}", text)

"""Reads the text of a news story and divides it into sentences."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from geo.earth.notation.lexicon import load_months
from geo.record.read_bytes import read_file

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator

MOST_BYTES = 200_000
"""Bytes of a story that are read."""
_LONGEST_SENTENCE = 1000
"""Characters after which a sentence is divided, so that no search in one takes long."""
_LONGEST_TITLE = 200
_LONGEST_WRAPPED = 120
"""Characters of a line; where one is longer, each line is a paragraph."""
_LINES = re.compile(r"\n|[\u2028\u2029\x0c]")
_PARAGRAPHS = re.compile(r"\n[ \t]*\n|\n(?=[^\n]{0,60}(?:\n|$))|(?<=[.!?:。])[ \t]*\n|[\u2028\u2029\x0c]")
"""Empty lines, short lines, and lines that end where a sentence does; any other line end is a space."""
_ENDS = re.compile(r"(?:[.!?؟…]|(?<=[.!?؟…])[\"'”’»)\]])\s+(?=[\"'“‘«(\[]?[^\W\da-zа-я]|[\"'“‘«(\[]?\d)|(?<=[。！？])")
_ABBREVIATION = re.compile(
    r"(?:^|[\s(])(?:[A-ZА-Я]|[Mm]rs?|[Dd]r|[Gg]en|[Cc]ol|[Cc]apt|[Ll]t|[Mm]aj|[Ss]gt|[Ss]t|[Nn]o|[Aa]pprox|[Cc]a|[Cc]irca"
    r"|[Ee]st|[Pp]rof|vs|[Ff]ig|ок|прибл|ул|обл|обр|им|[Nn]r|[Bb]zw|[Ee]nv|[Mm]me)\.$"
)
_ENGLISH = re.compile(r"\b(?:the|of|and|was|were|from|that|with|by|which|at|to|has)\b", re.IGNORECASE)
_LEAST_ENGLISH = 0.1
"""The share of those words above which a text is taken for English; half of that is rare in another language."""


class Sentence(NamedTuple):
    """A sentence and where it stands in the text."""

    start: int
    text: str


@dataclass(frozen=True, slots=True)
class NewsStory:
    """The text of a story."""

    path: str
    text: str
    is_cut: bool
    """Whether only the beginning was read."""

    @property
    def title(self) -> str | None:
        """Its first line that is not empty, if that is short enough for a title."""
        first = next((line.strip() for line in self.text.splitlines() if line.strip()), "")
        return " ".join(first.split()) if 0 < len(first) <= _LONGEST_TITLE else None

    @property
    def language(self) -> str | None:
        """`en` where the common words of English are as frequent as in English; None elsewhere."""
        beginning = self.text[:20_000]
        words = len(re.findall(r"[^\W\d_]+", beginning))
        return "en" if len(_ENGLISH.findall(beginning)) > _LEAST_ENGLISH * words else None

    def line(self, at: int) -> int:
        """The number of the line in which a character stands, counted from 1."""
        return self.text.count("\n", 0, at) + 1

    def sentences(self) -> Iterator[Sentence]:
        """Its sentences; one without an end is divided."""
        is_wrapped = all(len(line) <= _LONGEST_WRAPPED for line in self.text.split("\n"))
        for start, end in _cut(self.text, _PARAGRAPHS if is_wrapped else _LINES):
            for first, last in _at_ends(self.text, start, end):
                yield from _short(self.text, first, last)


def read_story(path: str | os.PathLike[str]) -> NewsStory:
    """Read the text of a story, at most its first `MOST_BYTES` bytes.

    Raises:
        ValueError: if it is not plain text in UTF-8.
        OSError: if there is no such file or it cannot be read.
    """
    data = read_file(path, MOST_BYTES)
    is_cut = len(data) > MOST_BYTES
    data = data[:MOST_BYTES]
    if b"\x00" in data or data.startswith((b"%PDF", b"PK\x03\x04", b"{\\rtf")):
        raise ValueError(f"{path}: this is not plain text; copy the words of the story into a text file")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if not (is_cut and error.start >= MOST_BYTES - 4):  # the cut may go through a character
            raise ValueError(f"{path}: byte {error.start + 1} is not UTF-8; save the story as plain text in UTF-8") from None
        text = data[: error.start].decode("utf-8-sig")
    return NewsStory(str(path), text.replace("\r\n", "\n").replace("\r", "\n"), is_cut)


def _cut(text: str, pattern: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    """The spans between what matches."""
    start = 0
    for match in pattern.finditer(text):
        if match.start() > start:
            yield start, match.start()
        start = match.end()
    if start < len(text):
        yield start, len(text)


def _at_ends(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The spans of the sentences of a paragraph."""
    first = start
    for match in _ENDS.finditer(text, start, end):
        before, after = text[max(first, match.start() - 12) : match.start() + 1], text[match.end() : match.end() + 20]
        if match.end() > first and not _ABBREVIATION.search(before) and not _is_day(before, after):
            yield first, match.end()
            first = match.end()
    if first < end:
        yield first, end


def _is_day(before: str, after: str) -> bool:
    """Whether a point makes a number the day of a month: "Am 15. November"."""
    word = re.match(r"[^\W\d_]+", after)
    return word is not None and re.search(r"(?<!\w)\d{1,2}\.$", before) is not None and word[0].casefold() in load_months()


def _short(text: str, start: int, end: int) -> Iterator[Sentence]:
    """A sentence without the spaces around it, in pieces if it is too long."""
    while end - start > _LONGEST_SENTENCE:
        space = text.rfind(" ", start + 1, start + _LONGEST_SENTENCE)
        middle = space if space > start else start + _LONGEST_SENTENCE
        yield Sentence(start, text[start:middle])
        start = middle
    piece = text[start:end]
    if stripped := piece.strip():
        yield Sentence(start + len(piece) - len(piece.lstrip()), stripped)

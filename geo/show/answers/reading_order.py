"""Keeps names, dates and figures in order where text that runs from right to left stands beside text that does not.

Beside Arabic, 2021-03-04 would read 04-03-2021, latitude and longitude and two names of a list would change places. What is isolated is laid out
on its own, and what stands around it as if it were one letter.

Source: Unicode Standard Annex 9, the bidirectional algorithm; isolates are U+2066 to U+2069.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from geo.record.escape import escape_html
from geo.record.facts import Slot, fact_lines

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from geo.record.sites import Sites

_FROM_RIGHT = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff"
FROM_RIGHT = re.compile(f"[{_FROM_RIGHT}]")
"""A letter or sign of a script that runs from right to left."""
_LEFT = rf"[^\W{_FROM_RIGHT}]"
_INSIDE = rf"(?:[^\s{_FROM_RIGHT}]|(?=[{_FROM_RIGHT}])[\W\d])"
_WITH_DIGIT = (
    rf"(?:(?<!\w)[+\-−])?(?<!{_LEFT})(?={_INSIDE}{{0,60}}?\d)(?:\d|{_LEFT})(?:{_INSIDE}*(?:[\d°′″'\"%]|{_LEFT}))?"
    r"(?:\s?(?:[NSEW]|k?m²?)(?!\w))?"
)
FIGURE = re.compile(rf"{_WITH_DIGIT}(?:[,;]?[ \u00a0]{_WITH_DIGIT})*")
"""A date, a number, an angle, a distance or a marking such as 9M723, or several: latitude and longitude stay in their order."""
MOST_PHRASES = 500
"""Beyond this many names each run of letters from right to left is isolated instead."""
_RUN = re.compile(f"[{_FROM_RIGHT}](?:[^A-Za-z“”;:|\n]*[{_FROM_RIGHT}])?[)]?")
OPEN, OPEN_LEFT, CLOSE = "\u2068", "\u2066", "\u2069"


def phrases_of(sites: Sites) -> tuple[str, ...]:
    """What the records of a file are called and say in a few words, as far as it runs from right to left, the longest first."""
    found = {sites.title}
    for record in sites:
        found.add(record.label)
        found.update(text for _, text in fact_lines(record, Slot.TITLE, Slot.POSITION, Slot.CLAIMANT, Slot.FACT))
        found.update(getattr(record, "about", ()))
        found.add(record.id)
    return tuple(sorted((one for one in found if FROM_RIGHT.search(one)), key=lambda one: (-len(one), one)))


class ReadingOrder:
    """Finds what has to be isolated in the texts of one document."""

    def __init__(self, phrases: Sequence[str]) -> None:
        self._phrase = re.compile("|".join(map(re.escape, phrases))) if 0 < len(phrases) <= MOST_PHRASES else _RUN

    def isolated(self, text: str, *, verbatim: bool = False) -> str:
        r"""The text with the characters that isolate each part that has to be; in what stands `verbatim` figures alone.

        >>> ReadingOrder(["شوشا"]).isolated("In شوشا 2021-03-04.").encode("unicode_escape").decode()
        'In \\u2068\\u0634\\u0648\\u0634\\u0627\\u2069 \\u20662021-03-04\\u2069.'
        """
        if not FROM_RIGHT.search(text):
            return text
        return "".join(f"{sign}{part}{CLOSE}" if sign else part for sign, part in self._parts(text, verbatim=verbatim))

    def html(self, text: str, *, verbatim: bool = False) -> str:
        """The text as the content of an HTML element, with `bdi` elements around what has to be isolated.

        >>> ReadingOrder(["شوشا"]).html("<b> in شوشا 2021-03-04")
        '&lt;b&gt; in <bdi>شوشا</bdi> <bdi dir="ltr">2021-03-04</bdi>'
        """
        if not FROM_RIGHT.search(text):
            return escape_html(text)
        opened = {"": "", OPEN: "<bdi>", OPEN_LEFT: '<bdi dir="ltr">'}
        parts = self._parts(text, verbatim=verbatim)
        return "".join(f"{opened[sign]}{escape_html(part)}{'</bdi>' if sign else ''}" for sign, part in parts)

    def is_from_right(self, text: str, *, verbatim: bool = False) -> bool:
        """Whether a text as a whole runs from right to left, as its first letter outside of what is isolated does, else inside."""
        if not FROM_RIGHT.search(text):
            return False
        outside = "".join(part for sign, part in self._parts(text, verbatim=verbatim) if not sign)
        ways = [way for letter in (*outside, *text) if (way := unicodedata.bidirectional(letter)) in ("L", "R", "AL")]
        return bool(ways) and ways[0] != "L"

    def _parts(self, text: str, *, verbatim: bool) -> Iterator[tuple[str, str]]:
        """The parts of a text, each with the sign that opens it where it has to be isolated.

        A sentence of ours is in English, and names stand in it; `verbatim` is what one person wrote, in order already.
        """
        if verbatim:
            yield from _figures(text)
            return
        end = 0
        for phrase in self._phrase.finditer(text):
            if not FROM_RIGHT.search(phrase[0]):
                continue
            yield from _figures(text[end : phrase.start()])
            if phrase.span() == (0, len(text)):
                yield from _figures(text)  # it stands alone
            else:
                yield OPEN, phrase[0]
            end = phrase.end()
        yield from _figures(text[end:])


def _figures(text: str) -> Iterator[tuple[str, str]]:
    end = 0
    for figure in FIGURE.finditer(text):
        yield "", text[end : figure.start()]
        yield OPEN_LEFT, figure[0]
        end = figure.end()
    yield "", text[end:]

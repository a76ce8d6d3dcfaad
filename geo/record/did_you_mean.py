"""Suggestions for misspelt words."""

from __future__ import annotations

import unicodedata
from difflib import get_close_matches
from typing import TYPE_CHECKING

from geo.earth.quantities import count_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


MOST_COMPARED = 100
"""Longer words are not compared with others: nobody mistypes them, and the time grows with the square of the length."""
MOST_NAMED = 50
"""Names of columns or layers that a message lists: a file may have tens of thousands."""


def fold(text: str) -> str:
    """A text as a reader takes it: without spaces around it, regardless of case and of how letters are composed."""
    return text.strip().lower() if text.isascii() else unicodedata.normalize("NFKC", text).strip().casefold()


def find_closest(word: str, known: Iterable[str], cutoff: float = 0.6) -> str | None:
    """The known word that a misspelt one most likely means: one that differs in case alone before any other."""
    if len(word) > MOST_COMPARED:
        return None
    folded = {fold(one): one for one in reversed(list(known)) if len(one) <= MOST_COMPARED}
    close = get_close_matches(fold(word), folded, n=1, cutoff=cutoff)
    return folded[close[0]] if close else None


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A hint for a misspelt word, or nothing."""
    close = find_closest(word, known)
    return f'; did you mean "{close}"?' if close is not None else ""


def join_names(names: Sequence[str]) -> str:
    """Names for a message, cut after the first if there are many."""
    rest = f" and {count_text(len(names) - MOST_NAMED)} more" if len(names) > MOST_NAMED else ""
    return ", ".join(names[:MOST_NAMED]) + rest

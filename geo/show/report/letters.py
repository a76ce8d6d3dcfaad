"""Cuts and breaks long texts between letters as readers see them, never between a letter and its signs.

Source: Unicode Standard Annexes 29 (grapheme clusters) and 14 (line breaking), as far as scripts in use need them.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

_BREAK = "\N{ZERO WIDTH SPACE}"
_JOINED = "\u200c\u200d\u2069"
"""They belong to what stands before them."""
_VIRAMA = 9
"""The combining class of the signs that join a consonant to the next one."""
_WORD = re.compile(
    "[^\\s\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\ua4cf\ua9e0-\ua9ff\uaa60-\uaa7f\uac00-\ud7ff\uf900-\ufaff\uff00-\uffef"
    "\U00020000-\U0003ffff]+"
)
"""A word of a script that has spaces; Typst knows where lines end in Thai, Lao, Burmese, Khmer, Chinese, Japanese and Korean."""


def cut(text: str, most: int) -> str:
    """The text, or as much of its beginning as makes at most so many letters with an ellipsis.

    >>> cut("Шуша, улица", 6)
    'Шуша,…'
    """
    if len(text) <= most:
        return text
    end = most - 1
    while end and not _may_part(text, end):
        end -= 1
    return f"{text[:end]}…"


def breakable(text: str, longest: int) -> str:
    r"""The text with places at which a line may end in words of more than so many letters, signs of letters not counted.

    >>> breakable("short, but loooooong", 6)
    'short, but loo\u200booo\u200bong'
    """
    return _WORD.sub(lambda word: _broken(word[0], longest), text)


def _broken(word: str, longest: int) -> str:
    if len(word) <= longest:
        return word
    starts = [0, *(at for at in range(1, len(word)) if _may_part(word, at)), len(word)]
    if len(starts) <= longest + 1:
        return word
    step = longest // 2
    ends = [*starts[:-1:step], len(word)]
    return _BREAK.join(word[start:end] for start, end in pairwise(ends))


def _may_part(text: str, at: int) -> bool:
    """Whether what stands before a place in a text and what follows are letters of their own."""
    before, after = text[at - 1], text[at]
    if after in _JOINED or before == "\u200d" or unicodedata.category(after).startswith("M"):
        return False
    return unicodedata.combining(before) != _VIRAMA

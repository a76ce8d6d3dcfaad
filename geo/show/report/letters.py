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
_MOST_SIGNS = 30
"""Signs of one letter; of more, which no script has, Typst would need memory that grows with their square, or stop.

Source: Unicode Standard Annex 15, Stream-Safe Text Format.
"""
_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\ua4cf\ua9e0-\ua9ff\uaa60-\uaa7f\uac00-\ud7ff\uf900-\ufaff\uff00-\uffef"
    "\U00020000-\U0003ffff"
)
"""Thai, Lao, Burmese, Khmer, Chinese, Japanese and Korean: Typst knows where their lines end."""
_WORD = re.compile(rf"[^\s{_UNSPACED}]+")


def cut(text: str, most: int) -> str:
    """The text, or as much of its beginning as makes at most so many letters with an ellipsis.

    >>> cut("Шуша, улица", 6)
    'Шуша,…'
    """
    if len(text) <= most:
        return text
    return f"{text[: _starts(text[:most])[-1]]}…"


def breakable(text: str, longest: int) -> str:
    r"""The text with places at which a line may end in words of more than so many letters, signs of letters not counted.

    >>> breakable("short, but loooooong", 6)
    'short, but loo\u200booo\u200bong'
    """
    return _WORD.sub(lambda word: _broken(word[0], longest), text)


def with_few_signs(text: str) -> str:
    r"""The text, in which a letter that has more signs than any script gives it shows the next one by its number.

    >>> with_few_signs("n" + "\u0301" * 31).removeprefix("n" + "\u0301" * 30)
    '[U+0301]'
    """
    shown, start = list(text), 0
    for at in range(1, len(text)):
        if _may_part(text, at):
            start = at
        elif at - start > _MOST_SIGNS:
            shown[at], start = f"[U+{ord(text[at]):04X}]", at
    return "".join(shown)


def _broken(word: str, longest: int) -> str:
    if len(word) <= longest or len(starts := _starts(word)) <= longest:
        return word
    return _BREAK.join(word[start:end] for start, end in pairwise([*starts[:: longest // 2], len(word)]))


def _starts(text: str) -> list[int]:
    """Where letters begin."""
    return [0, *(at for at in range(1, len(text)) if _may_part(text, at))]


def _may_part(text: str, at: int) -> bool:
    """Whether what stands before a place in a text and what follows are letters of their own."""
    before, after = text[at - 1], text[at]
    if after in _JOINED or before == "\u200d" or unicodedata.category(after).startswith("M"):
        return False
    return unicodedata.combining(before) != _VIRAMA

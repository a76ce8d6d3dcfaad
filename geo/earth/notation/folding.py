"""Folds a printed text for comparison and cuts it into figures, words and signs, each with its place in the text."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from functools import lru_cache

_ALIKE = {
    "-": "−‐‑‒–—―﹣－־⸺",
    "'": "’‘‚‛′´`ʹʼʻ׳՚＇",
    '"': "”“„‟″״«»‹›＂「」『』《》",
    "~": "∼〜～˜",
    ",": "،",
    "?": "؟⁇？՞",
    "<": "＜",
    ">": "＞",
    "i": "ıİ",
    "l": "łŁ",
    "ي": "ىی",
    "ك": "ک",
    "ه": "ةۀ",
    "и": "ѝ",
}
_SINGLE = {ord(other): plain for plain, others in _ALIKE.items() for other in others}
_SPECIAL = {
    "ß": "ss",
    "…": "..",
    "￫": "",
    "ـ": "",  # Arabic tatweel
    "․": ".",  # the Armenian abbreviation point
    "·": "\u00b7",
}
_WIDTHS = {"Mn": "", "Cf": "", "Me": "", "Zs": " "}
_TOKEN = re.compile(
    r"(?P<number>(?:(?<![\w.])\.)?\d+(?:(?:[.,'٫٬]|[ \u00a0](?=\d{3}(?!\d)))\d+)*)"
    r"|(?P<han>[\u3400-\u9fff〇])"
    r"|(?P<word>[^\W\d_²³¹\u3400-\u9fff]+(?:['\"][^\W\d_²³¹]+)*(?:(?<=[\u05d0-\u05ea])')?)"
    r"|(?P<sign>\+/-|\+-|<=|>=|\.{2,}|[^\s\w]|_|[^\S\s])"
    r"|(?P<odd>\w)"
)
_CLITIC = re.compile(r"(?:d|l|n|qu|jusqu)'(?=.)")


@dataclass(frozen=True, slots=True)
class FoldedToken:
    """A figure, a word or a sign of a text, folded."""

    kind: str
    """"number", "word" or "sign"."""
    text: str
    start: int
    """Where it starts in the text as it was typed."""
    end: int
    is_glued: bool
    """Whether nothing stands between it and the token before."""
    is_joined: bool = False
    """Whether a hyphen stands between it and the word before."""


@lru_cache(maxsize=8192)
def fold_character(char: str) -> str:
    """What a character is compared as: lower case, without accents, digits in ASCII; "" for what has no width.

    >>> [fold_character(c) for c in "Éß٣ＫЁ½㎞²"]
    ['e', 'ss', '3', 'k', 'е', ' 1/2', 'km', '²']
    """
    plain = _SPECIAL.get(char, _SINGLE.get(ord(char)))
    if plain is not None:
        return plain
    category = unicodedata.category(char)
    if category == "Nd":
        return str(unicodedata.decimal(char))
    if category == "No":
        return f" {unicodedata.normalize('NFKD', char).replace(chr(0x2044), '/')}" if _is_fraction(char) else char
    if category in _WIDTHS:
        return _WIDTHS[category]
    folded = "".join(c for c in unicodedata.normalize("NFKD", char.lower()) if not unicodedata.combining(c))
    return "".join(_SPECIAL.get(c, _SINGLE.get(ord(c), c)) for c in folded)


def _is_fraction(char: str) -> bool:
    return "FRACTION" in unicodedata.name(char, "") and "⁄" in unicodedata.normalize("NFKD", char)


def fold(text: str) -> tuple[str, list[int]]:
    """The folded text, and for each of its characters the place in the text of the character that it came from."""
    folded: list[str] = []
    places: list[int] = []
    for at, char in enumerate(text):
        new = fold_character(char)
        folded.append(new)
        places.extend([at] * len(new))
    return "".join(folded), places


def tokenize(text: str) -> list[FoldedToken]:
    """The tokens of a text. A hyphen between two words is not a token: the second word is `is_joined`."""
    folded, places = fold(text)
    found: list[FoldedToken] = []
    last_end = -1
    for match in _TOKEN.finditer(folded):
        at, end = match.span()
        kind = {"han": "word", "odd": "sign"}.get(str(match.lastgroup), str(match.lastgroup))
        pieces = [(match[0], at, end)]
        if kind == "word" and (clitic := _CLITIC.match(match[0])):
            pieces = [(clitic[0], at, at + clitic.end()), (match[0][clitic.end() :], at + clitic.end(), end)]
        for piece, first, after in pieces:
            found.append(FoldedToken(kind, piece, places[first], places[after - 1] + 1, first == last_end))
            last_end = after
    return _join_words(found)


def _join_words(found: list[FoldedToken]) -> list[FoldedToken]:
    """Drop each hyphen that stands between two words without a space around it."""
    joined: list[FoldedToken] = []
    for i, token in enumerate(found):
        before = found[i - 1] if i else None
        if token.text == "-" and token.is_glued and before and before.kind == "word" and i + 1 < len(found):
            after = found[i + 1]
            if after.is_glued and after.kind == "word":
                continue
        is_after_hyphen = before and before.text == "-" and joined and joined[-1] is not before
        joined.append(replace(token, is_glued=True, is_joined=True) if is_after_hyphen else token)
    return joined

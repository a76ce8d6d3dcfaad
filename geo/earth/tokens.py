"""From characters to numbers, marks and words, with their places in the text."""

from __future__ import annotations

import re
from typing import NamedTuple

from geo.earth.hemispheres import senses
from geo.earth.printed import refusal

_ALIKE = {
    "°": "º˚⁰ᵒ∘",
    "'": "’‘′´`ʹʼʻ‛‹›՚׳",
    '"': "”“″„‟«»〃ʺ״",
    "-": "−‐‑‒–—―﹣",
    " ": "\t\r\n\v\f\xa0\xad\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b\u200c\u200d"
    "\u200e\u200f\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u202f\u205f\u2060\u2066\u2067\u2068\u2069\u3000\ufeff",
    ".": "․·։",
    ":": "∶",
}
_ONE_FOR_ONE = str.maketrans(
    {
        **{chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)},  # full-width forms of ASCII
        **{other: plain for plain, others in _ALIKE.items() for other in others},
    }
)
_LETTERS = ("N", "S", "E", "W", "O")
_MOST_TOKENS = 60
_LONGEST_NUMBER = 20


class Token(NamedTuple):
    """A piece of the text."""

    kind: str
    """"number", "word", or the character itself; "," for whatever divides a pair."""
    at: int
    end: int
    parts: tuple[str, ...] = ()
    """A number's digits, with a point for decimals; three of them where points divide degrees, minutes and seconds."""


def plain(text: str) -> str:
    """The text with look-alike characters made one, character for character, so that places stay what they are.

    Full-width digits and letters become ASCII; every degree sign, prime, quotation mark, dash and blank becomes one of
    its kind, and so do the guillemets that a French word processor puts for the marks of seconds.
    """
    return text.translate(_ONE_FOR_ONE)


def _lexer(decimal: str) -> re.Pattern[str]:
    mark = re.escape(decimal)
    # The alternatives begin alike but each runs through its digits once: no nested repetition, so no blow-up.
    return re.compile(
        rf"(?P<number>[0-9]+\.[0-9]+\.[0-9]+(?:{mark}[0-9]+)?|[0-9]+(?:{mark}[0-9]+)?)"
        r"|(?P<word>(?:[^\W\d_][\u0300-\u036f]*)+)\.?|(?P<seconds>''|\")|(?P<divider>[,;/|()\[\]{}])|(?P<other>\S)",
    )


_LEXERS = {".": _lexer("."), ",": _lexer(",")}


def tokens(text: str, marks: str, decimal: str) -> list[Token]:
    """The pieces of a text made plain, with a point or a comma for decimals.

    Raises:
        CoordinatesError: if there are more pieces, or a longer number, than any pair has.
    """
    found: list[Token] = []
    for match in _LEXERS[decimal].finditer(marks):
        kind, at, end = match.lastgroup, match.start(), match.end()
        if kind == "number":
            found.append(Token("number", at, end, _parts(text, match[0], at, decimal)))
        elif kind == "word":
            found.extend(_words(match["word"], at, end))
        else:
            found.append(Token({"seconds": '"', "divider": ","}.get(str(kind), match[0]), at, end))
        if len(found) > _MOST_TOKENS:
            raise refusal(text, at, "there is more than a pair of coordinates; wanted one pair alone")
    return found


def _parts(text: str, digits: str, at: int, decimal: str) -> tuple[str, ...]:
    if len(digits) > _LONGEST_NUMBER:
        raise refusal(text, at, f"a number has {len(digits)} characters; no printed angle has over {_LONGEST_NUMBER}")
    if digits.count(".") < 2:
        return (digits.replace(decimal, "."),)
    degrees, minutes, seconds = digits.split(".", 2)
    return degrees, minutes, seconds.replace(",", ".")


def _words(word: str, at: int, end: int) -> list[Token]:
    """A word, or a unit and a hemisphere written together, as in 39d45m38sN."""
    if word[0] in "dmsDMS" and (word[1:] in _LETTERS or (senses(word[1:]) and not senses(word))):
        return [Token("word", at, at + 1, (word[0],)), Token("word", at + 1, end, (word[1:],))]
    return [Token("word", at, end, (word,))]

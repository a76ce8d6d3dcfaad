"""Splits text into numbers, marks and words, with their places in the text."""

from __future__ import annotations

import re
from itertools import accumulate
from typing import NamedTuple

from geo.earth.notation.printed_pair import refusal
from geo.earth.notation.words import look_up_senses, split

_LETTERS = ("N", "S", "E", "W", "O")
_PREFIXED_AND = ("و", "ו")
"""The Arabic and the Hebrew "and", written together with the word that follows."""
_MOST_TOKENS = 60
_LONGEST_NUMBER = 20


class CoordinateToken(NamedTuple):
    """A piece of the text."""

    kind: str
    """"number", "word", or the character itself; "," for whatever divides a pair."""
    at: int
    end: int
    parts: tuple[str, ...] = ()
    """A number's digits, with a point for decimals; three of them where points divide degrees, minutes and seconds."""


_HAN = "〇零一二三四五六七八九十百"
_SIGNS = "\u0300-\u036f\u0591-\u05bd\u05bf-\u05c7\u064b-\u065f\u0670\u0900-\u0903\u093a-\u094f"
"""Accents, and the vowel signs of Hebrew, Arabic and Devanagari, which are no letters by themselves."""


def _lexer(decimal: str) -> re.Pattern[str]:
    mark = re.escape(decimal)
    # The alternatives begin alike but each runs through its digits once: no nested repetition, so no blow-up.
    return re.compile(
        rf"(?P<number>[0-9]+\.[0-9]+\.[0-9]+(?:{mark}[0-9]+)?|[0-9]+(?:{mark}[0-9]+)?)"
        rf"|(?P<han>[{_HAN}]+(?:点[{_HAN}]+)?)|(?P<word>(?:(?![{_HAN}])[^\W\d_][{_SIGNS}]*)+)\.?"
        r"|(?P<seconds>''|\")|(?P<divider>[,;/|()\[\]{}])|(?P<other>\S)",
    )


_LEXERS = {".": _lexer("."), ",": _lexer(",")}


def tokenize(text: str, marks: str, decimal: str) -> list[CoordinateToken]:
    """The pieces of a text made plain, with a point or a comma for decimals.

    Raises:
        CoordinatesError: if there are more pieces, or a longer number, than any pair has.
    """
    found: list[CoordinateToken] = []
    for match in _LEXERS[decimal].finditer(marks):
        kind, at, end = match.lastgroup, match.start(), match.end()
        if kind == "number":
            found.append(CoordinateToken("number", at, end, _parts(text, match[0], at, decimal)))
        elif kind == "han":
            found.append(CoordinateToken("number", at, end, (_han_digits(match[0]),)))
        elif kind == "word":
            found.extend(_words(match["word"], at, end))
        else:
            found.append(CoordinateToken({"seconds": '"', "divider": ","}.get(str(kind), match[0]), at, end))
        if len(found) > _MOST_TOKENS:
            raise refusal(text, at, "there is more than a pair of coordinates; wanted a single pair")
    return found


def _parts(text: str, digits: str, at: int, decimal: str) -> tuple[str, ...]:
    if len(digits) > _LONGEST_NUMBER:
        raise refusal(text, at, f"a number has {len(digits)} characters; no printed angle has over {_LONGEST_NUMBER}")
    if digits.count(".") < 2:
        return (digits.replace(decimal, "."),)
    degrees, minutes, seconds = digits.split(".", 2)
    return degrees, minutes, seconds.replace(",", ".")


def _words(word: str, at: int, end: int) -> list[CoordinateToken]:
    """A word, or a unit and a hemisphere written together, as in 39d45m38sN."""
    if word[0] in "dmsDMS" and (word[1:] in _LETTERS or (look_up_senses(word[1:]) and not look_up_senses(word))):
        return [CoordinateToken("word", at, at + 1, (word[0],)), CoordinateToken("word", at + 1, end, (word[1:],))]
    if word[0] in _PREFIXED_AND and word[1:] and not look_up_senses(word) and look_up_senses(word[1:]):
        return [CoordinateToken("word", at, at + 1, (word[0],)), CoordinateToken("word", at + 1, end, (word[1:],))]
    if not look_up_senses(word) and (pieces := split(word)):
        starts = accumulate(map(len, pieces[:-1]), initial=at)
        return [
            CoordinateToken("word", start, start + len(piece), (piece,)) for start, piece in zip(starts, pieces, strict=True)
        ]
    return [CoordinateToken("word", at, end, (word,))]


def _han_digits(number: str) -> str:
    """Chinese figures up to 199 as digits: 三十九点七五 is 39.75.

    >>> _han_digits("一百二十"), _han_digits("三九点〇五")
    ('120', '39.05')
    """
    whole, _, rest = number.partition("点")
    figures = {figure: str(value) for value, figure in enumerate("零一二三四五六七八九")} | {"〇": "0"}
    if "十" in whole or "百" in whole:
        hundreds, hundred, below = whole.rpartition("百")
        tens, ten, ones = below.rpartition("十")
        tens = (tens.lstrip("零〇") or "一") if ten else "零"
        value = [hundreds or ("一" if hundred else "零"), tens, ones.lstrip("零〇") or "零"]
    else:
        value = list(whole)
    digits = "".join(figures.get(one, "999") for one in value)  # what is no number is out of range
    return str(int(digits)) + ("." + "".join(figures.get(one, "9") for one in rest) if rest else "")

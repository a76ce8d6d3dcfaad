"""Makes look-alike, damaged and encoded characters plain, so that each mark of an angle has one spelling.

Every function keeps the length of the text: where several characters stand for one, spaces fill the rest, so that a
message can name the place of a character in the text as it was printed.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

_ALIKE = {
    "°": "º˚⁰ᵒ∘◦○⚬",
    "'": "’‘′´`ʹʼʻ‛‹›՚׳",
    '"': "”“″„‟«»〃ʺ״",
    "-": "−‐‑‒–—―﹣➖",
    "+": "➕",
    " ": "\t\r\n\v\f\xa0\xad\u034f\u061c\u1680\u180e\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b"
    "\u200c\u200d\u200e\u200f\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u202f\u205f\u2060\u2066\u2067\u2068\u2069\u3000"
    "\ufe0e\ufe0f\ufeff",
    ".": "․·։٫。",
    ",": "،、﹐︐؛",
    ":": "∶",
    "?": "\ufffd",
}
_ONE_FOR_ONE = str.maketrans(
    {
        **{chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)},  # full-width forms of ASCII
        **{other: plain for plain, others in _ALIKE.items() for other in others},
    }
)
_FILLER = "\xad"
"""What stands for a character that is not printed; it becomes a space in the end."""

_ENTITIES = {
    "deg": "°", "ordm": "°", "prime": "'", "Prime": '"', "quot": '"', "apos": "'", "nbsp": " ", "thinsp": " ", "ensp": " ",
    "emsp": " ", "minus": "-", "ndash": "–", "mdash": "—", "lsquo": "'", "rsquo": "'", "sbquo": "'", "ldquo": '"',
    "rdquo": '"', "bdquo": '"', "laquo": '"', "raquo": '"', "acute": "'", "middot": ".", "comma": ",", "lrm": " ", "rlm": " ",
    "zwnj": " ", "zwj": " ", "shy": " ", "plus": "+", "hellip": " ",
}  # fmt: skip
_ENCODED = re.compile(
    r"&(?:amp;)?(?:#(?P<decimal>[0-9]{2,6})|#[xX](?P<hex>[0-9A-Fa-f]{2,5})|(?P<name>[A-Za-z]{3,6}));?"
    r"|\\(?:u(?P<escape>[0-9A-Fa-f]{4})|x(?P<byte>[0-9A-Fa-f]{2})|(?P<quote>['\"]))"
    r"|(?P<percent>%[2-7][0-9A-Fa-f]|%[Cc][2-9A-Fa-f]%[89A-Ba-b][0-9A-Fa-f]|%[Ee][0-9A-Fa-f](?:%[89A-Ba-b][0-9A-Fa-f]){2})"
)
_WRONG_PAGES = ("latin-1", "cp1252", "cp1251", "mac_roman", "cp437", "cp850", "cp866", "koi8_r")
_OFTEN_DAMAGED = "°º˚′″’‘”“«»−–—\xa0"
_LONE_DEGREE = re.compile(r"(?<=[0-9])(?:-¦|В°|Вє|[ø¡∞░*^¤])")
"""What a degree sign becomes in the wrong code page, and what is typed where the keyboard has none."""
_DOUBLED = re.compile(r"°(?:[\s\xad]?°)+|'\xad*(?:'\xad*)*'|\"\xad*(?:\"\xad*)*\"|\?{2,}")
_EMOJI = "\u2600"
"""From here on, symbols are pictures: pins, globes and flags, which mean nothing anywhere."""
_PINS = "•‣▪●*#@|:;,\"' "
"""Text that may precede the figures, besides symbols, and means nothing."""
_FOREIGN_DIGIT = re.compile(r"[^\D0-9]")
_CONFUSABLE = {
    "Cyrillic": "АВЕЅІЈКМНОРСТУХаеѕіјорсухԜԝ",
    "Greek": "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧνο",
}  # fmt: skip
"""Letters of two alphabets that look like Latin ones."""
_LATIN = "ABESIJKMHOPCTYXaesijopcyxWw", "ABEZHIKMNOPTYXvo"
LOOK_ALIKES = {
    ord(letter): plain
    for letters, latin in zip(_CONFUSABLE.values(), _LATIN, strict=True)
    for letter, plain in zip(letters, latin, strict=True)
}
"""The Latin letter that each of them looks like, for `str.translate`."""


def normalize_characters(text: str) -> str:
    """The text with look-alike characters unified, character for character, so that positions in it stay the same.

    Full-width digits and letters become ASCII, as do the digits of every script; every degree sign, prime, quotation mark,
    dash and blank becomes one of its kind, and so do the guillemets that a French word processor puts for the marks of
    seconds. HTML entities, escapes and marks that were read in the wrong encoding become what they stood for; marks typed
    twice become one; pins and quotation marks before the figures go.
    """
    if not text.isascii():
        if not _damage_begins().isdisjoint(text):
            text = _wrongly_decoded().sub(_restored, text)
        if _FOREIGN_DIGIT.search(text):
            text = "".join(_digit(character) for character in text)
        if max(text) >= _EMOJI:
            text = "".join(" " if _is_symbol(character) else character for character in text)
    if "&" in text or "\\" in text or "%" in text:
        text = _ENCODED.sub(_decoded, text)
    filled = text.translate(_KEEPING_FILLER)
    filled = _LONE_DEGREE.sub(lambda match: _padded("°", match[0]), filled)
    filled = _DOUBLED.sub(lambda match: _padded(match[0][0] if match[0][0] in "°?" else '"', match[0]), filled)
    filled = filled.replace(_FILLER, " ")
    start = next((at for at, character in enumerate(filled) if not _is_pin(character)), 0)
    if opening := filled[:start].strip():
        filled = " " * start + filled[start:]
        if opening[0] in "'\"" and filled.endswith(opening[0]) and filled.count(opening[0]) % 2:
            filled = f"{filled[:-1]} "
    return filled


def _is_pin(character: str) -> bool:
    return character in _PINS or (character >= "\u2190" and unicodedata.category(character) == "So")


def _is_symbol(character: str) -> bool:
    return character >= _EMOJI and ord(character) not in _ONE_FOR_ONE and unicodedata.category(character) == "So"


_KEEPING_FILLER = {code: plain for code, plain in _ONE_FOR_ONE.items() if code != ord(_FILLER)}


def describe_foreign_letter(text: str) -> str:
    """A sentence on a letter of another alphabet that stands alone among Latin ones and looks like them, or nothing."""
    alone = list(re.finditer(r"(?<![^\W\d_])[^\W\d_](?![^\W\d_])", text))
    if not any(match[0].isascii() for match in alone):
        return ""
    for match in alone:
        for alphabet, letters in _CONFUSABLE.items():
            if match[0] in letters:
                start = max(text.rfind(" ", 0, match.start()), text.rfind(",", 0, match.start())) + 1
                piece = text[max(start, match.start() - 20) : match.end()]
                return f"the {match[0]} in '{piece}' is {alphabet}"
    return ""


def unify_alphabet(word: str) -> list[str]:
    """A word of Latin letters mixed with look-alikes, written in one alphabet: in Latin, in Cyrillic and in Greek."""
    ways: list[str] = []
    if len(word) < 2:
        return ways  # a letter alone may be meant
    for letters, latin in zip(_CONFUSABLE.values(), _LATIN, strict=True):
        if any(letter in letters for letter in word):
            ways.append(word.translate(str.maketrans(letters, latin)))
        if any(letter in latin for letter in word):
            ways.append(word.translate(str.maketrans(latin, letters)))
    return ways


def _digit(character: str) -> str:
    return character if character.isascii() or not character.isdecimal() else str(unicodedata.decimal(character))


def _padded(plain_one: str, printed: str) -> str:
    return plain_one + _FILLER * (len(printed) - len(plain_one))


def _decoded(match: re.Match[str]) -> str:
    """The mark that an entity or an escape stands for; a letter or digit is left as it is, since it may join others."""
    if match["name"]:
        found = _ENTITIES.get(match["name"], "")
    elif match["percent"]:
        found = bytes.fromhex(match["percent"].replace("%", "")).decode("utf-8", "replace")
    elif match["quote"]:
        found = match["quote"]
    else:
        digits = match["decimal"]
        code = int(digits) if digits else int(match["hex"] or match["escape"] or match["byte"], 16)
        found = chr(code) if code < 0x110000 else ""
    return match[0] if not found or (found.isalnum() and found != "º") else _padded(found, match[0])


_AFTER_LETTERS = ("°", "\xa0", "«", "»", "Є", "є", "´")


@cache
def _damage() -> dict[str, str]:
    """What each mark becomes when its UTF-8 is read in another encoding, once or twice over."""
    table: dict[str, str] = {}
    for mark in _OFTEN_DAMAGED:
        for page in _WRONG_PAGES:
            seen = mark
            for _ in range(2):
                seen = "".join(_as_read(byte, page) for byte in seen.encode())
                table.setdefault(seen, mark)
    table["Â"] = " "  # of a hard space that became a plain one
    # A Russian letter before a space or a quotation mark is a letter: В is for east.
    return {seen: mark for seen, mark in table.items() if not ("а" <= seen[0].lower() <= "я" and seen[1:] in _AFTER_LETTERS)}


def _as_read(byte: int, page: str) -> str:
    try:
        return bytes((byte,)).decode(page)
    except UnicodeDecodeError:
        return chr(byte)


@cache
def _damage_begins() -> frozenset[str]:
    return frozenset(seen[0] for seen in _damage())


@cache
def _wrongly_decoded() -> re.Pattern[str]:
    return re.compile("|".join(re.escape(seen) for seen in sorted(_damage(), key=len, reverse=True)))


def _restored(match: re.Match[str]) -> str:
    return _padded(_damage()[match[0]], match[0])

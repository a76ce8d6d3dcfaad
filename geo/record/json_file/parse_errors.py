"""Explains to the person who typed it why a text is not JSON."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from geo.record import codes
from geo.record.thousands import find_readings, suggest_cure

if TYPE_CHECKING:
    from geo.record.codes import Code

MAX_DEPTH = 32
"""Objects and arrays inside one another; a polygon needs 7."""

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[\[{]|[\]}]', re.DOTALL)


class TextError(ValueError):
    """Text that is not JSON, or not JSON that this project reads: what is wrong, and at which character."""

    def __init__(self, code: Code, message: str, at: int, *, breaks: bool = True) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.at = at
        self.breaks = breaks
        """Whether what follows could not be read, so that what is referred to may stand there."""


def too_deep(text: str, at: int) -> TextError:
    """The error for text with too many brackets inside one another, from a place on."""
    depth = 0
    for token in _TOKEN.finditer(text, at):
        depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(token[0], 0)
        if depth > MAX_DEPTH:
            return TextError(codes.TOO_DEEP, f"more than {MAX_DEPTH} nested brackets are open here", token.start())
    return TextError(codes.TOO_DEEP, "too deeply nested", at)


def explain(text: str, message: str, at: int) -> TextError:
    """Say what the decoder's message means to the person who typed the text."""
    end = at  # of what precedes it, ignoring spaces
    while end > 0 and text[end - 1] in " \t\r\n":
        end -= 1
    last = max(end - 1, 0)
    if at >= len(text):
        return TextError(codes.OPEN_END, "the file ends here, but a bracket or a quotation mark is still open", last)
    code, why, where = _reason(message, text, at, last)
    if not why:
        found = re.compile(r"[^\s,\]}]{0,40}").match(text, at)
        why = f"wanted a value here, not {_named(found[0] if found and found[0] else text[at])}"
    return TextError(code, f"not JSON: {why}", where)


def _reason(message: str, text: str, at: int, last: int) -> tuple[Code, str, int]:
    """Code, sentence and place, by the first row that applies; an empty sentence if none does."""
    here, previous, touching = text[at], text[last], last == at - 1
    comma, key = (message.startswith(f"Expecting {what}") for what in ("','", "property"))
    control = message.startswith("Invalid control")
    number, number_at = _number_around(text, at)
    rows: list[tuple[bool, Code, str, int]] = [
        (
            bool(number),
            codes.NUMBER,
            f"wanted a number with digits and a point for decimals, not {number}{suggest_cure(number)}",
            number_at,
        ),
        (control and here in "\r\n", codes.OPEN_TEXT, "a line ends inside a text; close the quotation mark before it", at),
        (control, codes.OPEN_TEXT, f"{_named(here)} stands in a text; take it out, or write \\t for a tab", at),
        (
            message.startswith("Unterminated"),
            codes.OPEN_TEXT,
            'a text starts here and does not end; its closing " is missing',
            at,
        ),
        (message.startswith("Invalid \\"), codes.BACKSLASH, r"a backslash in a text is written \\", at),
        (here in "/#", codes.COMMENT, "JSON has no comments; take it out, or put it into a note", at),
        (here in "'“”„«", codes.QUOTES, 'text and keys stand in plain double quotation marks ("…")', at),
        (here in "}]" and previous == ",", codes.EXTRA_COMMA, f"a comma stands before the closing {here}; take it out", last),
        (comma and here in ";，、", codes.MISSING_COMMA, f"wanted a comma here, not {here}", at),
        (
            comma and previous == '"' and touching and here not in "}]{[",
            codes.QUOTE_INSIDE,
            r"a text ends here; a quotation mark inside a text, as for seconds, is written \"",
            last,
        ),
        (comma and here in "}]", codes.UNCLOSED, f"a closing {'}' if here == ']' else ']'} is missing before this {here}", at),
        (
            comma and here not in '"{[' and not here.isalpha(),
            codes.MISSING_COMMA,
            f"wanted a comma here, not {_named(here)}",
            at,
        ),
        (
            comma and here.isalpha(),
            codes.MISSING_COMMA,
            "wanted a comma here; words stand in quotation marks, and a number stands without its unit",
            at,
        ),
        (comma, codes.MISSING_COMMA, "a comma is missing after this", last),
        (message.startswith("Expecting ':'"), codes.NOT_JSON, "a colon is missing between key and value", at),
        (key and here == "{", codes.UNCLOSED, "a closing } is missing before this comma", last),
        (key, codes.NOT_JSON, f'wanted a key in double quotation marks ("…") here, not {_named(here)}', at),
    ]
    return next((row[1:] for row in rows if row[0]), (codes.NOT_JSON, "", at))


_NUMBER = re.compile(r"[+-]?[0-9](?:[0-9.,'’_\u00a0\u2009\u202f]| (?=[0-9])){0,40}")


def _number_around(text: str, at: int) -> tuple[str, int]:
    """A number as people write it, such as 1,200 or 1 200, that a place lies in, and where it starts; or nothing."""
    start = max(0, at - 40)
    for match in _NUMBER.finditer(text, start, at + 40):
        number = match[0].rstrip(".,'’_ ")
        if match.start() < at < match.start() + len(number) and (match.start() != start or not start):
            return (number, match.start()) if find_readings(number) else ("", at)
    return "", at


def _named(found: str) -> str:
    """What was found, and where it cannot be seen, its name."""
    if found.strip() and found.isprintable():
        return found
    if found[0] == "\t":
        return "a tab"
    return unicodedata.name(found[0], f"U+{ord(found[0]):04X}").lower() + f" (U+{ord(found[0]):04X})"

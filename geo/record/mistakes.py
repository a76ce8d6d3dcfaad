"""Why a text is not JSON, said to the person who typed it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from geo.record import codes

if TYPE_CHECKING:
    from geo.record.codes import Code

MAX_DEPTH = 32
"""Objects and arrays inside one another; a polygon needs 7."""

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[\[{]|[\]}]', re.DOTALL)


class TextError(ValueError):
    """Text that is not JSON, or not JSON that this project reads: what, and at which character."""

    def __init__(self, code: Code, message: str, at: int) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.at = at


def too_deep(text: str, at: int) -> TextError:
    """The error for text with too many brackets inside one another, from a place on."""
    depth = 0
    for token in _TOKEN.finditer(text, at):
        depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(token[0], 0)
        if depth > MAX_DEPTH:
            return TextError(
                codes.TOO_DEEP, f"more than {MAX_DEPTH} brackets are open here, one inside the other", token.start()
            )
    return TextError(codes.TOO_DEEP, "too deeply nested", at)


def explain(text: str, message: str, at: int) -> TextError:
    """Say what the decoder's message means to the person who typed the text."""
    before = len(text[:at].rstrip())
    here, previous = text[at : at + 1], text[before - 1 : before]
    if at >= len(text):
        why = "the file ends here, but a bracket or a quotation mark is still open"
        return TextError(codes.OPEN_END, why, max(before - 1, 0))
    hints: list[tuple[bool, Code, str, int]] = [
        (
            message.startswith("Invalid control"),
            codes.OPEN_TEXT,
            "a line ends inside a text; close the quotation mark before it",
            at,
        ),
        (
            message.startswith("Unterminated"),
            codes.OPEN_TEXT,
            'a text starts here and does not end; its closing " is missing',
            at,
        ),
        (message.startswith("Invalid \\"), codes.BACKSLASH, r"a backslash in a text is written \\", at),
        (here in "/#", codes.COMMENT, "JSON has no comments; take it out, or put it into a note", at),
        (here in "'“”„«", codes.QUOTES, 'text and keys stand in plain double quotation marks ("…")', at),
        (
            here in "}]" and previous == ",",
            codes.EXTRA_COMMA,
            f"a comma stands before the closing {here}; take it out",
            before - 1,
        ),
        (message.startswith("Expecting ','"), codes.MISSING_COMMA, "a comma is missing after this", max(before - 1, 0)),
        (message.startswith("Expecting ':'"), codes.NOT_JSON, "a colon is missing between key and value", at),
        (message.startswith("Expecting property"), codes.NOT_JSON, 'wanted a key in double quotation marks ("…") here', at),
    ]
    for applies, code, hint, where in hints:
        if applies:
            return TextError(code, f"not JSON: {hint}", where)
    found = re.compile(r"[^\s,\]}]{0,40}").match(text, at)
    return TextError(codes.NOT_JSON, f"not JSON: wanted a value here, not {found[0] if found and found[0] else here}", at)

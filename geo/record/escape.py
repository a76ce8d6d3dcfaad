"""Text from files made harmless: for a line of a terminal, and inside JSON."""

from __future__ import annotations

import json
import re

_UNSEEN = (
    "\x7f-\x9f\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0"
    "\ufdd0-\ufdef\ufff0-\ufffb\ufffe\uffff\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"  # no width
    "\ud800-\udfff\ue000-\uf8ff\U000f0000-\U0010ffff"  # halves of characters, and those that mean what a font wants
)
"""What steers a terminal, turns the direction of writing, ends a line, or cannot be seen; C0 aside."""


_JOINERS = "\u200c\u200d"
"""Between letters of many scripts, and in emoji, they belong to the spelling; beside ASCII they only hide."""


_FOR_A_LINE = re.compile(rf"[\x00-\x1f{_UNSEEN}]|(?<![^\x00-\x7f])[{_JOINERS}]|[{_JOINERS}](?![^\x00-\x7f])")


_IN_JSON = re.compile(f"[{_UNSEEN}{_JOINERS}]")


def printable(text: str) -> str:
    r"""Text for one line of a terminal: what steers it, what cannot be seen, and lone surrogates become escapes.

    >>> printable("red: \x1b[31m")
    'red: \\u001b[31m'
    """
    return text if text.isprintable() else _FOR_A_LINE.sub(_escape, text)


def _escape(found: re.Match[str]) -> str:
    code = ord(found[0])
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"


def json_escaped(text: str) -> str:
    r"""JSON that means the same, in which whatever `printable` escapes stands as JSON's own escapes.

    >>> json_escaped('{"a": "\x9b31m"}')
    '{"a": "\\u009b31m"}'
    """
    return _IN_JSON.sub(lambda found: json.dumps(found[0])[1:-1], text)

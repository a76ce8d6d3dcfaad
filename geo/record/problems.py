"""What can be wrong with a file, as values that can be listed, sorted and printed."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """An error keeps the file from being used; a warning asks for a second look."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing that is wrong, where it stands, and what is wanted instead."""

    file: str
    line: int
    """Counted from 1."""
    column: int
    """Counted from 1, in characters."""
    severity: Severity
    id: str | None
    """The feature's id, or None outside a feature or where it has none."""
    message: str
    code: str
    """What `geo explain` is asked: `GEO012`."""

    def __str__(self) -> str:
        """One clickable line, in which no character of the file can steer a terminal."""
        who = "" if self.id is None else f"{self.id}: "
        return printable(f"{self.file}:{self.line}:{self.column}: {self.severity}: {who}{self.message} [{self.code}]")


MOST_OF_A_CODE = 300
"""Problems of one code that are listed of a file; of the others it is said how many there are."""


class SitesError(ValueError):
    """A file that cannot be used; `problems` has them all, in the order of the file."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


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

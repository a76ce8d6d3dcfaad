"""Writes texts for a cell of a table, several as one, and takes such a cell apart."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_DIVIDER = re.compile(r"\s*[|;\r\n]\s*")
_LIST = re.compile(r'\[\s*"[\s\S]*"\s*\]')


_SEEMS_TYPED = re.compile(r"-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?|(?i:true|false)", re.ASCII)
"""What a cell would be read as that is no text."""


def quote_cell(text: str) -> str:
    """A text as a cell that is read as a text again: in quotation marks, as JSON has it, if it would be a number or true.

    >>> quote_cell("42"), quote_cell("007"), quote_cell("true")
    ('"42"', '007', '"true"')
    """
    return json.dumps(text, ensure_ascii=False) if _SEEMS_TYPED.fullmatch(text) or unquote_cell(text) is not None else text


def unquote_cell(cell: str) -> str | None:
    """The text that `quote_cell` has put into quotation marks; None of any other cell.

    >>> unquote_cell('"42"'), unquote_cell('"so"'), unquote_cell("42")
    ('42', None, None)
    """
    if not cell.startswith('"'):
        return None
    try:
        text = json.loads(cell)
    except (ValueError, RecursionError):
        return None
    return text if isinstance(text, str) and (_SEEMS_TYPED.fullmatch(text) or unquote_cell(text) is not None) else None


def join_texts(texts: Sequence[str]) -> str:
    """The texts as one that `split_texts` takes apart again; a JSON list where one of them holds a divider.

    >>> join_texts(["9M79-1", "0417"]), join_texts(["A; B"])
    ('9M79-1 | 0417', '["A; B"]')
    """
    text = " | ".join(texts)
    return text if split_texts(text) == list(texts) else json.dumps(list(texts), ensure_ascii=False)


def split_texts(text: str) -> list[str]:
    """The texts in a cell: a JSON list, or divided by semicolons, vertical bars or line breaks.

    A comma or a slash may be part of a text, and divides none.

    >>> split_texts("KS-101 / 0732; 9M79-1"), split_texts('["A; B"]')
    (['KS-101 / 0732', '9M79-1'], ['A; B'])
    """
    if _LIST.fullmatch(text):
        try:
            listed = json.loads(text)
        except (ValueError, RecursionError):
            listed = None
        if isinstance(listed, list) and all(isinstance(one, str) for one in listed):
            return listed
    return [one for one in _DIVIDER.split(text.strip()) if one]

"""Writes several markings as one text, for a cell of a table, and takes such a text apart."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_DIVIDER = re.compile(r"\s*[|;\r\n]\s*")
_LIST = re.compile(r'\[\s*"[\s\S]*"\s*\]')


def join_markings(markings: Sequence[str]) -> str:
    """The markings as one text that `split_markings` takes apart again; a JSON list where a marking holds a divider.

    >>> join_markings(["9M79-1", "0417"]), join_markings(["A; B"])
    ('9M79-1 | 0417', '["A; B"]')
    """
    text = " | ".join(markings)
    return text if split_markings(text) == list(markings) else json.dumps(list(markings), ensure_ascii=False)


def split_markings(text: str) -> list[str]:
    """The markings in a cell: a JSON list, or divided by semicolons, vertical bars or line breaks.

    A comma or a slash may be part of a marking, and divides none.

    >>> split_markings("KS-101 / 0732; 9M79-1"), split_markings('["A; B"]')
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

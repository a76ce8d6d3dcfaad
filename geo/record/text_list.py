"""Writes several texts as one, for a cell of a table, and takes such a cell apart."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_DIVIDER = re.compile(r"\s*[|;\r\n]\s*")
_LIST = re.compile(r'\[\s*"[\s\S]*"\s*\]')


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

"""Finds the row with the headings of a table below its title."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_LOOKED_AT = 30
"""Rows in which the headings are looked for."""
_WIDTH_ROWS = 100
_NO_HEADING = re.compile(r"[-+]?[\d.,:/\s°'\"-]+[NSEW]?|https?://.*", re.DOTALL | re.IGNORECASE)
"""Numbers, dates, coordinates and links head nothing."""
_LONGEST = 120


def find_heading_row(rows: Sequence[Sequence[str]]) -> int:
    """The index of the first row in which most columns have a text of their own; 0 if there is none.

    >>> find_heading_row([["Register of finds", "", ""], ["", "", ""], ["No", "Lat", "Lon"], ["1", "39.7", "46.7"]])
    2
    """
    width = max((sum(map(bool, row)) for row in rows[:_WIDTH_ROWS]), default=0)
    for index, row in enumerate(rows[:_LOOKED_AT]):
        texts = [cell for cell in row if cell]
        is_wide = len(texts) >= max(2, round(width * 0.6))
        if is_wide and len(set(texts)) == len(texts) and all(map(_may_be_heading, texts)):
            return index
    return 0


def _may_be_heading(text: str) -> bool:
    return len(text) <= _LONGEST and _NO_HEADING.fullmatch(text) is None

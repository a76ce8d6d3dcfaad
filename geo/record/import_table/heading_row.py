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

    Where that row heads groups of columns, whose own headings stand below, it is the lower one.

    >>> find_heading_row([["Register of finds", "", ""], ["", "", ""], ["No", "Lat", "Lon"], ["1", "39.7", "46.7"]])
    2
    >>> find_heading_row([["No", "Place", ""], ["", "Lat", "Lon"], ["a", "39.7", "46.7"]])
    1
    """
    width = max((sum(map(bool, row)) for row in rows[:_WIDTH_ROWS]), default=0)
    for index, row in enumerate(rows[:_LOOKED_AT]):
        texts = [cell for cell in row if cell]
        is_wide = len(texts) >= max(2, round(width * 0.6))
        if is_wide and len(set(texts)) == len(texts) and all(map(_may_be_heading, texts)):
            return index + _has_row_of_its_own(rows[index : index + _WIDTH_ROWS])
    return 0


def _has_row_of_its_own(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the second row heads the columns that the first one, above groups of them, leaves empty.

    It is no row of data if it has words where most of those below it have numbers, days or links.
    """
    if len(rows) < 3 or not all(map(_may_be_heading, filter(None, rows[1]))):
        return False
    above, below = rows[0], rows[1]
    gaps = [at for at, text in enumerate(below) if text and not (above[at] if at < len(above) else "")]
    if not gaps or not all(any(pair) for pair in zip(above, below, strict=False)):
        return False
    return any(_holds_data([row[at] for row in rows[2:] if at < len(row) and row[at]]) for at in gaps)


def _holds_data(cells: Sequence[str]) -> bool:
    return sum(not _may_be_heading(cell) for cell in cells) * 2 > len(cells)


def _may_be_heading(text: str) -> bool:
    return len(text) <= _LONGEST and _NO_HEADING.fullmatch(text) is None

"""Displays values in a notebook as small tables without colours of their own; text stays text."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from geo.earth.position import Position
from geo.earth.quantities import count_text
from geo.record.escape import escape_html, printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

MOST_ROWS = 20
"""Rows of a table before the rest is only counted."""


MOST_LETTERS = 60
"""Characters of a text in a short representation."""


def short_repr(what: str, *parts: str) -> str:
    """A value in some words for a terminal, for one that would fill screens: "<Sites 'a.geojson': 12 records>"."""
    return printable(f"<{what}: {', '.join(filter(None, parts))}>")


def shorten(text: str) -> str:
    """The beginning of a text for a terminal."""
    return printable(text if len(text) <= MOST_LETTERS else f"{text[: MOST_LETTERS - 1]}…")


def html_table(rows: Iterable[Sequence[object]], *, caption: str, head: Sequence[str] = (), count: int = 0) -> str:
    """A table whose rows begin with what they are about; None is an empty cell. `count` is how many rows there are in all."""
    lines = ["".join(f'<th scope="col">{_text(name)}</th>' for name in head)] if head else []
    for first, *others in islice(rows, MOST_ROWS):
        lines.append(f'<th scope="row">{_text(first)}</th>{"".join(f"<td>{_text(one)}</td>" for one in others)}')
    rest = f"<p>… and {count_text(count - MOST_ROWS)} more</p>" if count > MOST_ROWS else ""
    body = "".join(f"<tr>{line}</tr>" for line in lines)
    return f"<table><caption>{_text(caption)}</caption><tbody>{body}</tbody></table>{rest}"


def record_html(fields: Iterable[tuple[str, object]], caption: str) -> str:
    """A record as a table of what it says; `fields` are its properties by name."""
    said = [(name, value) for name, value in fields if value is not None and value is not False and value != ()]
    return html_table([(name, _plain(value)) for name, value in said if name != "polygon"], caption=caption)


def _plain(value: object) -> object:
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    if isinstance(value, Position):
        return f"latitude {value.lat_deg:.6f}, longitude {value.lon_deg:.6f}, to within {value.uncertainty_m:,.1f} m"
    return getattr(value, "digits", getattr(value, "text", value))  # of numbers, dates and directions as typed


def _text(value: object) -> str:
    return "" if value is None else escape_html(str(value))

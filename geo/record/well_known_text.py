"""Reads points and polygons of well-known text with the digits as typed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from geo.record.json_file.layout import is_number, quote_string

if TYPE_CHECKING:
    from geo.record.json_file.layout import Node

_HEAD = re.compile(r"(?:SRID=4326;)?\s*(POINT|POLYGON)\s*(?:Z|M|ZM)?\s*(\(.*\))", re.IGNORECASE | re.DOTALL)
_MEASURED = re.compile(r"\s*(?:SRID=4326;)?\s*[A-Z]+\s*M\b", re.IGNORECASE)
"""Of which the third number is no height."""
_RING = re.compile(r"\(([^()]*)\)")
_LONGEST = 2_000_000


def read_wkt(text: str, *, heights: bool = False) -> dict[str, Node]:
    """The geometry of a point or a polygon; the heights of a point are left out unless wanted (see `wkt_height`).

    >>> read_wkt("POINT Z (37.56 48.120 150)")
    {'"type"': '"Point"', '"coordinates"': ['37.56', '48.120']}
    >>> read_wkt("POLYGON Z ((0 0 1.50, 1 0 2, 0 1 3, 0 0 1.50))")['"coordinates"'][0][0]
    ['0', '0', '1.50']

    Raises:
        ValueError: if it is neither.
    """
    match = _HEAD.fullmatch(text.strip()) if len(text) <= _LONGEST else None
    if match is None:
        raise ValueError('wanted a point or a polygon as well-known text, such as "POINT (46.7428 39.7606)"')
    if match[1].upper() == "POINT":
        return {'"type"': quote_string("Point"), '"coordinates"': _pair(match[2].strip("() "), 3 if heights else 2)}
    size = 2 if _MEASURED.match(text) else 3
    rings: list[Node] = [[_pair(pair, size) for pair in ring.split(",")] for ring in _RING.findall(match[2])]
    if not rings or _RING.sub("", match[2][1:-1]).strip(", \n\t"):
        raise ValueError("its brackets do not match")
    return {'"type"': quote_string("Polygon"), '"coordinates"': rings}


_POINT_WITH_HEIGHT = re.compile(
    r"(?:SRID=4326;)?\s*POINT\s*(?:ZM?)?\s*\(\s*(\S+)\s+(\S+)\s+(\S+)(?:\s+\S+)?\s*\)\s*", re.IGNORECASE
)
_MOST_CHARACTERS = 300
"""Of a point with its height."""


def wkt_height(text: str) -> str:
    """The height of a point of well-known text; nothing where it has none, or 0, which programs write where they know none.

    >>> wkt_height("POINT Z (37.56 48.120 150.0)"), wkt_height("POINT (37.56 48.12)"), wkt_height("POINT Z (37.56 48.12 0)")
    ('150.0', '', '')
    """
    match = _POINT_WITH_HEIGHT.fullmatch(text) if len(text) <= _MOST_CHARACTERS else None
    return match[3] if match and is_number(match[3]) and float(match[3]) else ""


def _pair(text: str, size: int) -> Node:
    numbers = text.split()
    if not 2 <= len(numbers) <= 4 or not all(map(is_number, numbers)):
        raise ValueError(f'wanted longitude and latitude, not "{text[:60]}"')
    return [*numbers[:size]]

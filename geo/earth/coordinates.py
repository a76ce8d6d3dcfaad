"""Coordinates as printed: text in; position, printed precision and form out."""

from __future__ import annotations

import re

from geo.earth.grids import read_grid
from geo.earth.links import read_link
from geo.earth.packed import read_packed
from geo.earth.pairs import read_pair
from geo.earth.pluscodes import read_plus_code
from geo.earth.printed import Coordinates, CoordinatesError, Form, Pair, refusal, two_ways
from geo.earth.tokens import plain

__all__ = ["Coordinates", "CoordinatesError", "Form", "parse_coordinates"]

LONGEST = 1000
"""The most characters that are read: the links of map sites come to several hundred, a pair to well under one."""

_DATUM = re.compile(r"\(?\bWGS[ -]?(?:19)?84\b\)?:?", re.IGNORECASE)
_AGAIN = " / "


def parse_coordinates(text: str) -> Coordinates:
    '''Read one printed position; nothing is guessed.

    Degrees, minutes and seconds with any marks; hemispheres as letters or words of twelve languages, before or after;
    decimal degrees, latitude first; ISO 6709; UTM, MGRS and Plus Codes; geo URIs and the links of map sites. A position
    printed in MGRS or as a Plus Code is the centre of the cell, and the units are the cell's sides.

    >>> parse_coordinates("""39°45'38.10"N 46°44'33.90"E""").position.lon_deg
    46.74275

    Raises:
        CoordinatesError: if the text cannot be read, saying what was not understood and at which character; or if it
            can be read in two ways, saying both.
    '''
    if len(text) > LONGEST:
        raise refusal(text, LONGEST, f"the text is too long with {len(text)} characters; at most {LONGEST} are read")
    linked = read_link(text, _read_typed)
    pair = _read_typed(text) if linked is None else linked
    try:
        return pair.coordinates(text)
    except ValueError as error:  # metres that lead nowhere on the Earth
        raise refusal(text, 0, str(error)) from None


def _read_typed(text: str) -> Pair:
    marks = _DATUM.sub(lambda match: " " * len(match[0]), plain(text))
    for reader in (read_packed, read_plus_code, read_grid):
        if pair := reader(text, marks):
            return pair
    if _AGAIN in marks:
        return _repeated(text, marks)
    return read_pair(text, marks)


def _repeated(text: str, marks: str) -> Pair:
    """A position printed several times over, as Wikipedia does: 39°45.5′N 46°44.9′E / 39.7583°N 46.7483°E.

    The first printing counts, if the others agree with it: they are computed from it, and print more than is known.
    """
    pieces = marks.split(_AGAIN)
    starts = [sum(len(piece) + len(_AGAIN) for piece in pieces[:index]) for index in range(len(pieces))]
    try:
        pairs = [read_pair(piece, piece) for piece in pieces]
    except CoordinatesError:
        return read_pair(text, marks)  # the stroke may divide latitude and longitude
    for pair, start in zip(pairs[1:], starts[1:], strict=True):
        if not pairs[0].agrees(pair):
            said = [str(pairs[0]), f"{pair}, from character {start + 1} on"]
            raise two_ways(text, said, "The two printings disagree; write one of them.")
    return pairs[0]

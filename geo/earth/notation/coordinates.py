"""Coordinates as printed: text in; position, printed precision and form out."""

from __future__ import annotations

from geo.earth.notation.plain_pair import read_plain_pair
from geo.earth.notation.printed_pair import Coordinates, CoordinatesError, Form, refusal

__all__ = ["Coordinates", "CoordinatesError", "Form", "parse_coordinates"]

LONGEST = 1000
"""The maximum number of characters read: links of map sites have several hundred, a pair well under one hundred."""


def parse_coordinates(text: str) -> Coordinates:
    '''Read one printed position; nothing is guessed.

    Degrees, minutes and seconds with any marks; hemispheres as letters or words of some thirty languages, before or
    after; decimal degrees, latitude first; ISO 6709, NOTAM and NMEA; UTM, MGRS and Plus Codes; geo URIs and the links
    of map sites; Wikipedia's templates, well-known text, GeoJSON, KML and geopoints. A position printed in MGRS or as a
    Plus Code is the centre of the cell, and the units are the cell's sides. An accuracy in metres is added to what the
    printing allows; an altitude is ignored.

    >>> parse_coordinates("""39°45'38.10"N 46°44'33.90"E""").position.lon_deg
    46.74275

    Raises:
        CoordinatesError: if the text cannot be read, saying what is not understood and at which character; or if it
            can be read in two ways, saying both.
    '''
    if len(text) > LONGEST:
        raise refusal(text, LONGEST, f"the text is too long with {len(text)} characters; at most {LONGEST} are read")
    if plain := read_plain_pair(text):
        return plain.coordinates(text)
    from geo.earth.notation.any_pair import read_any_pair  # the readers of all forms take long to load

    pair = read_any_pair(text)
    try:
        return pair.coordinates(text)
    except ValueError as error:  # metres that lead nowhere on the Earth
        raise refusal(text, 0, str(error)) from None

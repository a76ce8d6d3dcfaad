"""Coordinates as printed: text in; position, printed precision and form out."""

from __future__ import annotations

from geo.earth.pairs import read_pair
from geo.earth.printed import Coordinates, CoordinatesError, Form, refusal
from geo.earth.tokens import plain

__all__ = ["Coordinates", "CoordinatesError", "Form", "parse_coordinates"]


def parse_coordinates(text: str) -> Coordinates:
    '''Read.'''
    return read_pair(text, plain(text)).coordinates(text)

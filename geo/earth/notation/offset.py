"""Reads an offset as printed: "about 5 km north-west of P", "15 to 40 m east"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from geo.earth.direction import Direction, DirectionSense
from geo.earth.notation.direction import find_direction
from geo.earth.notation.distance import Distance, DistanceError, find_distance, parse_distance


class OffsetError(ValueError):
    """A text that is not a distance with a direction; the message says what is not understood."""


@dataclass(frozen=True, slots=True)
class PrintedOffset:
    """How far and in which direction something lies from a place, as printed."""

    text: str
    distance: Distance
    direction: Direction


def parse_offset(text: str, language: str | None = None) -> PrintedOffset:
    """Read an offset; `language` is a tag such as "ru" or "pt-BR".

    What follows the distance and the direction names the place, and is not read; nothing else may stand before or
    between them, except a place that a language names first: Şuşadan 5 km şimalda.

    >>> offset = parse_offset("15 to 40 m east of the school")
    >>> offset.distance.low_m, offset.distance.high_m, offset.direction.azimuth_deg
    (12.5, 50.0, 90.0)

    Raises:
        ValueError: if there is no distance or no direction, or anything else that is not understood.
    """
    distance, start, end = find_distance(text, language)
    rest = f"{text[:start]}{' ' * (end - start)}{text[end:]}"
    direction, first, last = find_direction(rest, language)
    between = text[end:first] if end <= first else text[last:start]
    before = "" if _opens_with_place(text, language) else text[: min(start, first)]
    if stray := re.search(r"\w+", before + between):
        raise OffsetError(f'"{text[:120]}": "{stray[0]}" is not understood; wanted an offset such as "about 5 km north-west"')
    if stray := re.search(r"\d+", text[max(end, last) :]):
        raise OffsetError(f'"{text[:120]}": it is not clear what "{stray[0]}" counts; wanted one distance and one direction')
    if direction.sense in (DirectionSense.ORIGIN, DirectionSense.MOTION):
        raise OffsetError(f'"{text[:120]}" says where something came from or went, not where it lies')
    return PrintedOffset(text, distance, direction)


def _opens_with_place(text: str, language: str | None) -> bool:
    """Whether all that stands before the distance and the direction is the name of a place."""
    if language is None:
        return False
    try:
        parse_distance(text, language)
    except DistanceError:
        return False
    return True

"""Coordinates as printed: text in; position, printed precision and form out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from geo.earth.position import Position
from geo.earth.uncertainty import printed_unit, printing_uncertainty_m


class CoordinatesError(ValueError):
    """A text that cannot be read as coordinates; the message says what was not understood, and where."""


class Form(StrEnum):
    """How a pair of coordinates is written."""

    DEGREES = "decimal degrees"
    MINUTES = "degrees and minutes"
    SECONDS = "degrees, minutes and seconds"


@dataclass(frozen=True, slots=True)
class Coordinates:
    """A printed pair of coordinates, understood."""

    text: str
    """As printed."""
    position: Position
    """Its uncertainty is what the printing leaves open."""
    lat_unit_deg: float
    """The last printed digit of the latitude, in degrees."""
    lon_unit_deg: float
    """The last printed digit of the longitude, in degrees."""
    form: Form


class _Axis(NamedTuple):
    hemisphere: str
    degrees: float
    unit_deg: float
    form: Form


_MARKS = str.maketrans({**dict.fromkeys("º˚", "°"), **dict.fromkeys("’′‘", "'"), **dict.fromkeys("”″“", '"')})
_NUMBER = r"\d{1,3}(?:\.\d{1,15})?"
_AXIS = re.compile(
    rf"""\s* (?P<degrees>{_NUMBER}) \s* (?:°\s*)?
    (?: (?P<minutes>{_NUMBER}) \s* ' \s* (?: (?P<seconds>{_NUMBER}) \s* (?:"|'') \s* )? )?
    (?P<hemisphere>[NSEWnsew]) \s* [,;]? \s*""",
    re.VERBOSE | re.ASCII,
)
_WANTED = """such as 39°45'38.10"N 46°44'33.90"E or 39.7583 N 46.7483 E"""


def parse_coordinates(text: str) -> Coordinates:
    '''Read a printed pair of coordinates, each with its hemisphere, in either order.

    >>> parse_coordinates("""39°45'38.10"N 46°44'33.90"E""").position.lon_deg
    46.74275

    Raises:
        CoordinatesError: if the text is not such a pair; nothing is guessed.
    '''
    marks = text.translate(_MARKS)
    first, at = _axis(text, marks, 0)
    second, end = _axis(text, marks, at)
    if end != len(marks):
        raise CoordinatesError(f'"{text}": not understood from "{text[end:]}" on; wanted one pair, {_WANTED}')
    axes = {"N": 1, "S": 1, "E": 0, "W": 0}
    if axes[first.hemisphere] == axes[second.hemisphere]:
        raise CoordinatesError(f'"{text}": wanted one of N or S and one of E or W, {_WANTED}')
    lat, lon = (first, second) if axes[first.hemisphere] else (second, first)
    try:
        position = Position(lon.degrees, lat.degrees, printing_uncertainty_m(lat.degrees, lat.unit_deg, lon.unit_deg))
    except ValueError as error:
        raise CoordinatesError(f'"{text}": {error}') from None
    return Coordinates(text, position, lat.unit_deg, lon.unit_deg, max(lat.form, lon.form, key=list(Form).index))


def _axis(text: str, marks: str, at: int) -> tuple[_Axis, int]:
    match = _AXIS.match(marks, at)
    if match is None:
        rest = text[at:].strip()
        where = f'not understood at "{rest}"' if rest else "it ends too early"
        raise CoordinatesError(f'"{text}": {where}; wanted latitude and longitude with their hemispheres, {_WANTED}')
    parts = [part for part in match.group("degrees", "minutes", "seconds") if part is not None]
    for name, part in zip(("minutes", "seconds"), parts[1:], strict=False):
        if float(part) >= 60:
            raise CoordinatesError(f'"{text}": {part} {name}; {name} run from 0 up to 60')
    for part in parts[:-1]:
        if "." in part:
            raise CoordinatesError(f'"{text}": {part} has decimals, but a smaller unit follows it')
    hemisphere = match["hemisphere"].upper()
    degrees = sum(float(part) / 60**power for power, part in enumerate(parts))
    unit = printed_unit(parts[-1]) / 60 ** (len(parts) - 1)
    sign = -1 if hemisphere in "SW" else 1
    return _Axis(hemisphere, sign * degrees, unit, list(Form)[len(parts) - 1]), match.end()

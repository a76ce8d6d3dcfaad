"""A printed pair of coordinates as understood, or the one error that says why it is not."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from geo.earth.geodesy import inverse
from geo.earth.notation.printed_box import PrintedBox
from geo.earth.position import Position
from geo.earth.uncertainty import metres_per_degree, printing_uncertainty_m

_WIDE_DEG = 0.05
"""From this unit on, a degree of longitude is noticeably longer at one edge of the box than in its middle."""


class CoordinatesError(ValueError):
    """Raised for a text that cannot be read as coordinates; the message says what is not understood, and where."""


class Form(StrEnum):
    """How a pair of coordinates is written; the first three from coarse to fine."""

    DEGREES = "decimal degrees"
    MINUTES = "degrees and minutes"
    SECONDS = "degrees, minutes and seconds"
    UTM = "UTM"
    MGRS = "MGRS"
    PLUS_CODE = "Plus Code"
    URI = "geo URI"
    LINK = "link to a map"


@dataclass(frozen=True, slots=True)
class Coordinates:
    """A printed pair of coordinates, understood."""

    text: str
    """As printed."""
    position: Position
    """Its uncertainty is what the printed digits allow."""
    lat_unit_deg: float
    """The last printed digit of the latitude, or the height of a grid's cell, in degrees."""
    lon_unit_deg: float
    """The last printed digit of the longitude, or the width of a grid's cell, in degrees."""
    form: Form
    box: PrintedBox | None = None
    """The same as a box of longitudes and latitudes; None for a square of metres, whose sides are no such lines."""


class Pair(NamedTuple):
    """The reading of a text before it becomes a position."""

    lat_deg: float
    lon_deg: float
    lat_unit_deg: float
    lon_unit_deg: float
    form: Form
    extra_m: float = 0.0
    """Uncertainty in metres that the text itself states, beyond the printing."""
    share: float = 1.0
    """How much of a unit the place may be off: a whole one, or half of it from the centre of a cell."""
    square: bool = False
    """True for a square of metres, whose sides are neither meridians nor parallels."""

    def coordinates(self, text: str) -> Coordinates:
        """The pair as a position, with the text that it was read from."""
        lat_unit, lon_unit = self.lat_unit_deg, self.lon_unit_deg
        uncertainty_m = self.share * printing_uncertainty_m(self.lat_deg, lat_unit, lon_unit)
        if self.form is Form.PLUS_CODE or (not self.square and max(lat_unit, lon_unit) >= _WIDE_DEG):
            uncertainty_m = max(uncertainty_m, self._to_corners_m())
        position = Position(self.lon_deg, self.lat_deg, uncertainty_m + self.extra_m)
        box = PrintedBox(self.lon_deg, self.lat_deg, self.share * lon_unit, self.share * lat_unit, self.extra_m)
        return Coordinates(text, position, lat_unit, lon_unit, self.form, None if self.square else box)

    def _to_corners_m(self) -> float:
        """Metres to the farthest corner of the box of degrees: nearer to the equator a degree of longitude is longer."""
        half_lat, half_lon = self.share * self.lat_unit_deg, min(180.0, self.share * self.lon_unit_deg)
        lats = max(-90.0, self.lat_deg - half_lat), min(90.0, self.lat_deg + half_lat)
        return max(inverse(0.0, self.lat_deg, half_lon, lat)[0] for lat in lats)

    def agrees(self, other: Pair) -> bool:
        """Whether two printings may be of one place: no farther apart than their units together."""
        turn = abs(self.lon_deg - other.lon_deg)
        return (
            abs(self.lat_deg - other.lat_deg) <= self.lat_unit_deg + other.lat_unit_deg
            and min(turn, 360 - turn) <= self.lon_unit_deg + other.lon_unit_deg
        )

    def __str__(self) -> str:
        return (
            f"{_trimmed(abs(self.lat_deg))} {'south' if self.lat_deg < 0 else 'north'}, "
            f"{_trimmed(abs(self.lon_deg))} {'west' if self.lon_deg < 0 else 'east'}"
        )


def from_cell(lat_deg: float, lon_deg: float, size_m: float, form: Form) -> Pair:
    """A pair known to a square of `size_m` metres, whose side is turned into degrees at that latitude.

    Near a pole the width in degrees has no bound, so it stops at the full circle.
    """
    lat_m, lon_m = metres_per_degree(lat_deg)
    return Pair(lat_deg, lon_deg, size_m / lat_m, size_m / max(lon_m, size_m / 360), form, square=True)


def refusal(text: str, at: int, why: str) -> CoordinatesError:
    """Build the error for a text: what is wrong, and at which character, counted from 1."""
    return CoordinatesError(f'"{clip_text(text)}": at character {at + 1}, {why}')


def two_ways(text: str, readings: list[str], cure: str) -> CoordinatesError:
    """The error for a text that can be read in more ways than one; nothing is guessed."""
    ways = {2: "two", 3: "three", 4: "four"}.get(len(readings), "several")
    return CoordinatesError(f'"{clip_text(text)}": it can be read in {ways} ways: {"; or ".join(readings)}. {cure}')


def clip_text(text: str, length: int = 120) -> str:
    """A text short enough for a message."""
    return text if len(text) <= length else f"{text[:length]}…"


def _trimmed(degrees: float) -> str:
    return f"{degrees:.8f}".rstrip("0").rstrip(".")

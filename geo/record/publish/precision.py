"""Makes positions coarser on purpose: each becomes the middle of the grid cell that contains it, and as uncertain as that cell.

Cells begin at whole multiples of their step, so the cells of one grid lie inside those of another wherever the step of the
coarser is a whole multiple of the finer: 1deg, 0.1deg, 0.01deg; 1deg, 1min, 10sec; 100km, 10km, 1km. Two copies of one file
on such grids reveal no more than the finer copy. On other grids (0.01deg and 1min, degrees and MGRS) two copies together
reveal where two cells overlap, which may be much smaller than either.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from geo.earth.notation.coordinates import parse_coordinates
from geo.earth.notation.format import degrees_text, mgrs_text, minutes_text, seconds_text
from geo.earth.uncertainty import metres_per_degree

if TYPE_CHECKING:
    from collections.abc import Callable

    from geo.earth.position import Position

_WANTED = "wanted a precision such as 0.01deg, 1min, 10sec or 1km"
_UNITS = {"deg": (1, degrees_text), "min": (60, minutes_text), "sec": (3600, seconds_text)}
_METRES = {"100km": 0, "10km": 1, "1km": 2, "100m": 3, "10m": 4}
"""Digits of an MGRS reference by the side of its square."""
_GRID_SCALE = 1.01
"""More than the metres on the ground for one on the grid, 1 / 0.994 at a pole: the least scale factor of UPS and UTM as
PROJ gives it."""


@dataclass(frozen=True, slots=True)
class Coarse:
    """The middle of a cell of the grid."""

    text: str
    """As it can be printed; `parse_coordinates` reads it."""
    lon_deg: float
    lat_deg: float
    moved_m: float
    """The farthest that a position can have been moved to get here, in metres; nothing else is revealed about it."""


@dataclass(frozen=True, slots=True)
class Precision:
    """The step of a grid, in degrees of longitude and latitude, or in metres of MGRS."""

    text: str
    """As typed."""
    step_deg: Fraction | None
    """None for MGRS."""
    decimals: int
    """Decimals of the typed number, or digits of an MGRS reference."""

    def coarsened(self, position: Position) -> Coarse:
        """The middle of the cell, or of the MGRS square, that holds a position."""
        lon, lat = position.lon_deg, position.lat_deg
        if self.step_deg is None:
            text = mgrs_text(lat, lon, digits=self.decimals)
            center = parse_coordinates(text).position
            return Coarse(text, center.lon_deg, center.lat_deg, _GRID_SCALE * math.hypot(0.5, 0.5) * self.side_m)
        last = math.floor(90 / self.step_deg) - 1  # the pole belongs to the cells that reach it
        row = min(math.floor(Fraction(str(float(lat))) / self.step_deg), last)
        column = math.floor(
            Fraction(str(-180.0 if lon == 180 else float(lon))) / self.step_deg
        )  # 46.74 is in the cell from 46.74
        lon, lat = (float((index + Fraction(1, 2)) * self.step_deg) for index in (column, row))
        return Coarse(self._printed()(lat, lon, decimals=self.middle_decimals), lon, lat, self.half_cell_m(lat))

    def cell(self, lon_deg: float, lat_deg: float) -> tuple[tuple[float, float], ...]:
        """The closed ring of longitudes and latitudes in degrees around the cell with this middle.

        Around an MGRS square it is a rectangle of the same size, turned to the meridian.
        """
        lat_step, lon_step = self.steps_deg(lat_deg)
        west, east = lon_deg - lon_step / 2, lon_deg + lon_step / 2
        south, north = max(-90.0, lat_deg - lat_step / 2), min(90.0, lat_deg + lat_step / 2)
        return (west, south), (east, south), (east, north), (west, north), (west, south)

    def nests_with(self, other: Precision) -> bool:
        """Whether each cell of one grid lies inside one cell of the other."""
        if self.step_deg is None or other.step_deg is None:
            return self.step_deg is other.step_deg
        ratio = self.step_deg / other.step_deg
        return 1 in (ratio.numerator, ratio.denominator)

    @property
    def middle_decimals(self) -> int:
        """Decimals with which the middle of a cell is printed exactly."""
        counted = (self.step_deg or Fraction(1)) * next(n for name, (n, _) in _UNITS.items() if self.text.endswith(name))
        is_odd: int = (counted * 10**self.decimals).numerator % 2
        return self.decimals + is_odd

    @property
    def spoken(self) -> str:
        """As a reader understands it."""
        if self.step_deg is None:
            return f"an MGRS square of {self.text.removesuffix('km').removesuffix('m')} {'km' if 'km' in self.text else 'm'}"
        return self.text[:-3] + {"deg": "°", "min": "′", "sec": "″"}[self.text[-3:]]

    @property
    def side_m(self) -> float:
        """The side of an MGRS square."""
        return 10.0 ** (5 - self.decimals)

    def steps_deg(self, lat_deg: float) -> tuple[float, float]:
        """The step in degrees of latitude and of longitude, at a latitude."""
        if self.step_deg is not None:
            return float(self.step_deg), float(self.step_deg)
        lat_m, lon_m = metres_per_degree(lat_deg)
        return self.side_m / lat_m, self.side_m / max(lon_m, self.side_m / 360)

    def _printed(self) -> Callable[..., str]:
        return next(printed for name, (_, printed) in _UNITS.items() if self.text.endswith(name))

    def half_cell_m(self, lat_deg: float) -> float:
        """From the middle of a cell to its corner, at most.

        The straight line between them in longitude and latitude is longer than the geodesic; and it is not longer than
        the root of the squares of its two sides, each where a degree is longest.
        """
        step = float(self.step_deg or 0)
        edges = [metres_per_degree(min(90.0, max(-90.0, lat_deg + side))) for side in (-step / 2, step / 2)]
        lat_m, lon_m = (max(one) for one in zip(*edges, strict=True))
        if abs(lat_deg) < step / 2:
            lon_m = metres_per_degree(0)[1]
        return math.hypot(step / 2 * lat_m, step / 2 * lon_m)


def parse_precision(text: str) -> Precision:
    """Read the step of a grid: degrees, minutes or seconds that divide a degree evenly, or the side of an MGRS square.

    >>> parse_precision("10sec").step_deg
    Fraction(1, 360)

    Raises:
        ValueError: if it is none of these.
    """
    if text in _METRES:
        return Precision(text, None, _METRES[text])
    match = re.fullmatch(r"([0-9]{1,3}(?:\.[0-9]{1,8})?)(deg|min|sec)", text)
    if match is None or not float(match[1]):
        raise ValueError(f'{_WANTED}, not "{text}"; in metres {", ".join(_METRES)}')
    step = Fraction(match[1]) / _UNITS[match[2]][0]
    if (1 / step).denominator != 1:
        raise ValueError(f'{_WANTED}, not "{text}", which does not divide a degree evenly')
    return Precision(text, step, len(match[1].partition(".")[2]))

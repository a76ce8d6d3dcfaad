"""Converts coordinates printed in another datum to WGS 84 with PROJ, with the accuracy that PROJ states.

Only what PROJ has on this machine is used, and nothing is fetched: its register of transformations is part of pyproj,
its grids are not. The accuracy is that of the EPSG register, which says how well the operation fitted where it was
tested; it is taken as a maximum error, for want of a better one.
"""

from __future__ import annotations

import math
import unicodedata
import warnings
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from geo.earth.bounding_box import Box
from geo.earth.geodesy import inverse
from geo.earth.position import Position

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyproj import Transformer

    from geo.earth.notation.printed_pair import Coordinates

_WGS84 = "4326"


class DatumError(ValueError):
    """An unknown datum; the message says what was wanted."""


class TransformationError(ValueError):
    """No transformation from a datum at a place whose accuracy is stated."""


@dataclass(frozen=True, slots=True)
class Shift:
    """How a position was converted from another datum to WGS 84."""

    datum: str
    """The name of the datum in the EPSG register, with its code."""
    operation: str
    """PROJ's name for the operation."""
    accuracy_m: float
    """How far off that may be, as PROJ states it."""


def parse_datum(text: str) -> str:
    """The EPSG code of a datum's longitudes and latitudes, given that code or the name in the register.

    >>> parse_datum("Pulkovo 1942"), parse_datum("EPSG:4284")
    ('4284', '4284')

    Raises:
        DatumError: if PROJ does not know it, or it uses units other than degrees.
    """
    names = _names()
    stated = text.strip()
    code = stated[5:] if stated[:5].upper() == "EPSG:" else _codes().get(stated.casefold(), "")
    if code in names:
        if (unit := _unit(code)) != "degree":
            raise DatumError(f'"{text}" uses the unit {unit}, but coordinates are read in degrees; wanted another datum')
        return code
    close = get_close_matches(unicodedata.normalize("NFKC", stated).casefold(), _codes(), n=1)
    hint = f'; did you mean "{names[_codes()[close[0]]]}"?' if close else ""
    raise DatumError(f'wanted a datum of the EPSG register such as "Pulkovo 1942" or "EPSG:4284", not "{text}"{hint}')


def to_wgs84(coordinates: Coordinates, datum: str) -> tuple[Coordinates, Shift | None]:
    """Coordinates in a datum, by its code, as WGS 84, with the accuracy of the step added to their uncertainty.

    Their box is dropped, because its sides are no longer meridians and parallels; for WGS 84 itself nothing changes,
    and there is no `Shift`.

    Raises:
        TransformationError: if PROJ knows no operation for that place, or none whose accuracy is stated.
    """
    if datum == _WGS84:
        return coordinates, None
    position = coordinates.position
    name = f"{_names()[datum]} (EPSG:{datum})"
    if found := _convert(position, datum):
        lon, lat, operation = found
        moved = Position(lon, lat, position.uncertainty_m + operation.accuracy_m)
        return replace(coordinates, position=moved, box=None), Shift(name, operation.name, operation.accuracy_m)
    where = f"at latitude {position.lat_deg:.2f}, longitude {position.lon_deg:.2f}"
    raise TransformationError(f"PROJ has no transformation from {name} to WGS 84 {where} whose accuracy is stated")


class OldDatum(NamedTuple):
    """A datum of maps that was in wide use before GPS."""

    name: str
    areas: tuple[Box, ...]
    """Whole degrees outside of which PROJ has no operation from it, which PROJ itself takes long to find out.

    Source: the areas of use of all operations from and to the datum in the EPSG register, version 11.022.
    """


OLD_DATUMS = {
    "4284": OldDatum("Pulkovo 1942", (Box(9, 35, -168, 82),)),
    "4230": OldDatum("ED50", (Box(-17, 25, 45, 85), Box(34, 16, 56, 38))),
    "4267": OldDatum("NAD27", (Box(167, 7, -40, 87),)),
    "4301": OldDatum("Tokyo", (Box(122, 20, 155, 46),)),
    "4209": OldDatum("Arc 1950", (Box(11, -31, 36, 6),)),
    "4210": OldDatum("Arc 1960", (Box(28, -12, 42, 5),)),
    "4281": OldDatum("Palestine 1923", (Box(34, 29, 40, 34),)),
    "4200": OldDatum("Pulkovo 1995", (Box(18, 39, -168, 86),)),
}
"""Such datums by their codes in the EPSG register."""


def shifts_of_old_datums(position: Position) -> Iterator[tuple[str, float]]:
    """How many metres a position would move if it was printed in an old datum that is used where it lies."""
    for code, datum in OLD_DATUMS.items():
        if not any(area.contains(position.lon_deg, position.lat_deg) for area in datum.areas):
            continue
        if found := _convert(position, code):
            lon, lat, _ = found
            yield datum.name, inverse(position.lon_deg, position.lat_deg, lon, lat)[0]


@cache
def _names() -> dict[str, str]:
    """The datums of longitude and latitude in PROJ's copy of the EPSG register: their names by their codes."""
    from pyproj.database import query_crs_info  # rarely needed
    from pyproj.enums import PJType

    return {one.code: one.name for one in query_crs_info("EPSG", PJType.GEOGRAPHIC_2D_CRS)}


@cache
def _codes() -> dict[str, str]:
    return {name.casefold(): code for code, name in _names().items()}


@cache
def _unit(code: str) -> str:
    """The unit of longitudes and latitudes; those from Paris are in grads, 400 to the circle."""
    from pyproj import CRS

    return str(CRS.from_epsg(code).axis_info[0].unit_name)


class _Operation(NamedTuple):
    """A way to WGS 84 whose accuracy PROJ states."""

    name: str
    accuracy_m: float
    area: Box
    transformer: Transformer


def _convert(position: Position, datum: str) -> tuple[float, float, _Operation] | None:
    """Longitude and latitude on WGS 84 of a position in a datum, and how PROJ gets there; None where it has no way."""
    lon_deg, lat_deg = position.lon_deg, position.lat_deg
    for operation in _operations(datum, math.floor(lon_deg), math.floor(lat_deg)):
        if operation.area.contains(lon_deg, lat_deg):
            lon, lat = operation.transformer.transform(lon_deg, lat_deg)
            if math.isfinite(lon) and math.isfinite(lat):
                return lon, lat, operation
    return None


@cache
def _operations(datum: str, west: int, south: int) -> list[_Operation]:
    """Ways to WGS 84 in a field of one degree, PROJ's choice first; many records share few fields."""
    from pyproj.transformer import AreaOfInterest, TransformerGroup

    field = AreaOfInterest(west, max(-90, south), min(180, west + 1), min(90, south + 1))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # that a better one would need a grid; the accuracy tells
        group = TransformerGroup(
            f"EPSG:{datum}", f"EPSG:{_WGS84}", always_xy=True, allow_ballpark=False, area_of_interest=field
        )
    found: list[_Operation] = []
    for one in group.transformers:
        if (area := one.area_of_use) and one.accuracy >= 0:
            name = one.description.replace("axis order change (2D) + ", "").replace(" + axis order change (2D)", "")
            found.append(_Operation(name, one.accuracy, Box(area.west, area.south, area.east, area.north), one))
    return found

"""Converts coordinates printed in another datum to WGS 84 with PROJ, with the accuracy that PROJ states.

Only what PROJ has on this machine is used, and nothing is fetched: its register of transformations is part of pyproj,
its grids are not. The accuracy is that of the EPSG register, which says how well the operation fitted where it was
tested; it is taken as a maximum error, for want of a better one.
"""

from __future__ import annotations

import math
import unicodedata
import warnings
from contextlib import suppress
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import cache
from typing import TYPE_CHECKING

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
    for operation in _operations(datum, math.floor(position.lon_deg), math.floor(position.lat_deg)):
        area = operation.area_of_use
        lon, lat = operation.transform(position.lon_deg, position.lat_deg)
        covered = area and Box(area.west, area.south, area.east, area.north).contains(position.lon_deg, position.lat_deg)
        if covered and operation.accuracy >= 0 and math.isfinite(lon) and math.isfinite(lat):
            said = operation.description.replace("axis order change (2D) + ", "").replace(" + axis order change (2D)", "")
            moved = Position(lon, lat, position.uncertainty_m + operation.accuracy)
            return replace(coordinates, position=moved, box=None), Shift(name, said, operation.accuracy)
    where = f"at latitude {position.lat_deg:.2f}, longitude {position.lon_deg:.2f}"
    raise TransformationError(f"PROJ has no transformation from {name} to WGS 84 {where} whose accuracy is stated")


OLD_DATUMS = {
    "4284": "Pulkovo 1942",
    "4230": "ED50",
    "4267": "NAD27",
    "4301": "Tokyo",
    "4209": "Arc 1950",
    "4210": "Arc 1960",
    "4281": "Palestine 1923",
    "4200": "Pulkovo 1995",
}
"""Datums of maps that were in wide use before GPS, by their codes in the EPSG register."""


def shifts_of_old_datums(coordinates: Coordinates) -> Iterator[tuple[str, float]]:
    """How many metres coordinates would move if they were printed in an old datum that is used where they lie."""
    here = coordinates.position
    for code, name in OLD_DATUMS.items():
        with suppress(TransformationError):
            there = to_wgs84(coordinates, code)[0].position
            yield name, inverse(here.lon_deg, here.lat_deg, there.lon_deg, there.lat_deg)[0]


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


@cache
def _operations(datum: str, west: int, south: int) -> list[Transformer]:
    """Ways to WGS 84 in a field of one degree, PROJ's choice first; many records share few fields."""
    from pyproj.transformer import AreaOfInterest, TransformerGroup

    field = AreaOfInterest(west, max(-90, south), min(180, west + 1), min(90, south + 1))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # that a better one would need a grid; the accuracy tells
        group = TransformerGroup(
            f"EPSG:{datum}", f"EPSG:{_WGS84}", always_xy=True, allow_ballpark=False, area_of_interest=field
        )
    return group.transformers

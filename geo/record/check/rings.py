"""The coordinates of a geometry: pairs of numbers, and rings of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geo.record import codes
from geo.record.check.entry import Fault
from geo.record.json_file.parse import Number
from geo.record.values import HIGHEST_M, LOWEST_M, show_value

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from geo.record.json_file.parse import Path


def read_digits(number: float) -> str:
    """The digits of a number as they were typed."""
    return number.digits if isinstance(number, Number) else str(number)


_NUMBERS = frozenset((int, float, Number))
"""The types of numbers; `True` is of another."""


def check_pair(pair: Any, path: Path) -> Sequence[Fault]:
    """What is wrong with a pair of coordinates, which stands at a path in its feature."""
    if not isinstance(pair, list) or len(pair) not in (2, 3):
        return [Fault(codes.NOT_A_PAIR, path, f"wanted a pair [longitude, latitude] in degrees, not {show_value(pair)}")]
    if not _NUMBERS.issuperset(map(type, pair)):
        bad = [index for index, value in enumerate(pair) if type(value) not in _NUMBERS]
        why = "wanted a number of degrees, not"
        return [Fault(codes.NOT_A_PAIR, (*path, index), f"{why} {show_value(pair[index])}") for index in bad]
    faults = []
    if len(pair) == 3 and not LOWEST_M <= pair[2] <= HIGHEST_M:
        why = f"wanted an elevation in metres, not {read_digits(pair[2])}; or is there a decimal comma in the pair?"
        faults.append(Fault(codes.NOT_A_PAIR, (*path, 2), why))
    if _in_range(pair[0], pair[1]):
        return faults
    lon, lat = read_digits(pair[0]), read_digits(pair[1])
    swapped = f"; longitude and latitude may be swapped: [{lat}, {lon}]?" if _in_range(pair[1], pair[0]) else ""
    if not abs(pair[0]) <= 180:
        faults.append(Fault(codes.OFF_THE_EARTH, (*path, 0), f"longitude {lon} is outside -180..180{swapped}"))
    if not abs(pair[1]) <= 90:
        faults.append(Fault(codes.OFF_THE_EARTH, (*path, 1), f"latitude {lat} is outside -90..90{swapped}"))
    return faults


def _in_range(lon: float, lat: float) -> bool:
    return abs(lon) <= 180 and abs(lat) <= 90


def check_polygon(rings: Any, path: Path) -> Iterator[Fault]:
    """What is wrong with the rings of a polygon."""
    if not isinstance(rings, list) or not rings or not all(isinstance(ring, list) for ring in rings):
        yield Fault(
            codes.RINGS, path, f"wanted a list of rings, each a list of pairs [longitude, latitude], not {show_value(rings)}"
        )
        return
    sound = True
    for index, ring in enumerate(rings):
        for number, pair in enumerate(ring):
            for fault in check_pair(pair, (*path, index, number)):
                sound = False
                yield fault
        if sound and (len(ring) < 4 or ring[0] != ring[-1]):
            sound = False
            yield Fault(codes.RINGS, (*path, index), "a ring has at least four pairs, and its last pair repeats the first")
        wide = [number for number in range(1, len(ring)) if sound and abs(ring[number][0] - ring[number - 1][0]) > 180]
        if wide:
            sound = False
            why = (
                "an edge spans more than 180° of longitude; give a place across the 180° meridian as a point with uncertainty_m"
            )
            yield Fault(codes.RINGS, (*path, index, wide[0]), why)
    if sound:
        import shapely  # shapely takes long to load and is rarely needed here

        polygon = shapely.Polygon([pair[:2] for pair in rings[0]], [[pair[:2] for pair in ring] for ring in rings[1:]])
        if not polygon.is_valid or polygon.is_empty or polygon.area == 0:
            yield Fault(codes.RINGS, path, f"the rings do not bound an area: {shapely.is_valid_reason(polygon)}")

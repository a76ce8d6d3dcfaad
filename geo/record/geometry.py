"""From a feature's geometry and its printed coordinates to a position, or to what is wrong with them."""

from __future__ import annotations

import math
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from geo.earth.coordinates import Coordinates, CoordinatesError, parse_coordinates
from geo.earth.geodesy import inverse
from geo.earth.position import Position
from geo.earth.uncertainty import printed_unit, printing_uncertainty_m
from geo.record import codes
from geo.record.codes import Code
from geo.record.kinds import FragmentSite, Located, Place, Record, StrikeReport, shown
from geo.record.syntax import Number, Path
from geo.record.wording import OLD_CRS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geo.earth.region import Ring

ALLOWED: dict[type[Record], tuple[str, ...]] = {
    FragmentSite: ("Point",),
    StrikeReport: ("Point",),
    Place: ("Point", "Polygon"),
}
"""The geometries of each kind that has a place; `null` is allowed for all."""


class Fault(NamedTuple):
    """What is wrong, and where in the feature."""

    code: Code
    path: Path
    message: str
    on_key: bool = False


class Whereabouts(NamedTuple):
    """What a feature says of its place."""

    position: Position | None = None
    polygon: tuple[Ring, ...] | None = None
    typed: tuple[str, str] | None = None
    """The digits of a point as typed, longitude first."""


def locate(kind: type[Record], geometry: Any, published: Any, faults: list[Fault]) -> Whereabouts:
    """Position, and polygon if it is one, of a feature of a kind; what is wrong is added to `faults`."""
    printed = _printed(published, faults) if issubclass(kind, Located) else None
    drawn = _drawn(kind, geometry, faults)
    if printed and drawn.position and drawn.polygon is None:
        before = len(faults)
        faults.extend(_disagreement(printed, drawn.position))
        if len(faults) == before:
            faults.extend(_false_precision(printed, geometry["coordinates"]))
    return drawn._replace(position=printed.position) if printed else drawn


def _printed(published: Any, faults: list[Fault]) -> Coordinates | None:
    if not isinstance(published, str) or not published.strip():
        return None  # absent, or of a wrong type, which the record's own checks say
    try:
        return parse_coordinates(published)
    except CoordinatesError as error:
        faults.append(Fault(codes.UNREADABLE, ("properties", "published_coordinates"), f"published_coordinates {error}"))
        return None


def _drawn(kind: type[Record], geometry: Any, faults: list[Fault]) -> Whereabouts:
    if geometry is None:
        return Whereabouts()
    if unfit := _unfit(kind, geometry):
        faults.append(unfit)
        return Whereabouts()
    for key in geometry:
        if key not in ("type", "coordinates", "bbox"):
            stray = (codes.OLD_CRS, OLD_CRS) if key == "crs" else (codes.STRAY_MEMBER, f'unknown member "{key}"')
            faults.append(Fault(stray[0], ("geometry", key), stray[1], on_key=True))
    coordinates: Any = geometry["coordinates"]
    here: Path = ("geometry", "coordinates")
    before = len(faults)
    if geometry["type"] == "Point":
        faults.extend(_pair_faults(coordinates, here))
        if len(faults) > before:
            return Whereabouts()
        lon, lat = coordinates[:2]
        return Whereabouts(_position(lon, lat), typed=(digits(lon), digits(lat)))
    faults.extend(_polygon_faults(coordinates, here))
    if len(faults) > before:
        return Whereabouts()
    from geo.earth.region import enclosing_circle  # noqa: PLC0415  # shapely takes long to load and is rarely needed here

    rings = tuple(tuple((float(pair[0]), float(pair[1])) for pair in ring) for ring in coordinates)
    return Whereabouts(Position(*enclosing_circle(rings[0])), rings)


def _unfit(kind: type[Record], geometry: Any) -> Fault | None:
    allowed = ALLOWED.get(kind, ())
    wanted = " or ".join([*allowed, "null"])
    if not isinstance(geometry, dict):
        why = f"wanted the geometry of a {kind.kind}, {wanted}, not {shown(geometry)}"
        return Fault(codes.WRONG_GEOMETRY, ("geometry",), why)
    if geometry.get("type") not in allowed:
        found = shown(geometry["type"]) if "type" in geometry else "one without a type"
        why = f"a {kind.kind} has the geometry {wanted}, not {found}"
        return Fault(codes.WRONG_GEOMETRY, ("geometry", "type"), why)
    if "coordinates" not in geometry:
        return Fault(codes.NOT_A_PAIR, ("geometry",), "the geometry has no coordinates")
    return None


def _position(lon: Any, lat: Any) -> Position:
    printing = printing_uncertainty_m(lat, printed_unit(digits(lat)), printed_unit(digits(lon)))
    return Position(float(lon), float(lat), printing)


def digits(number: float) -> str:
    """The digits of a number as they were typed."""
    return number.digits if isinstance(number, Number) else str(number)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _pair_faults(pair: Any, path: Path) -> Iterator[Fault]:
    if not isinstance(pair, list) or len(pair) not in (2, 3):
        yield Fault(codes.NOT_A_PAIR, path, f"wanted a pair [longitude, latitude] in degrees, not {shown(pair)}")
        return
    bad = [index for index, value in enumerate(pair) if not _is_number(value)]
    for index in bad:
        yield Fault(codes.NOT_A_PAIR, (*path, index), f"wanted a number of degrees, not {shown(pair[index])}")
    if bad:
        return
    if len(pair) == 3 and not -12_000 <= pair[2] <= 9_000:
        why = f"wanted an elevation in metres, not {digits(pair[2])}; or does a decimal comma stand in the pair?"
        yield Fault(codes.NOT_A_PAIR, (*path, 2), why)
    lon, lat = pair[0], pair[1]
    swapped = f"; longitude and latitude may be swapped: [{digits(lat)}, {digits(lon)}]?" if _in_range(lat, lon) else ""
    if not abs(lon) <= 180:
        yield Fault(codes.OFF_THE_EARTH, (*path, 0), f"longitude {digits(lon)} is outside -180..180{swapped}")
    if not abs(lat) <= 90:
        yield Fault(codes.OFF_THE_EARTH, (*path, 1), f"latitude {digits(lat)} is outside -90..90{swapped}")


def _in_range(lon: float, lat: float) -> bool:
    return abs(lon) <= 180 and abs(lat) <= 90


def _polygon_faults(rings: Any, path: Path) -> Iterator[Fault]:
    if not isinstance(rings, list) or not rings or not all(isinstance(ring, list) for ring in rings):
        yield Fault(
            codes.RINGS, path, f"wanted a list of rings, each a list of pairs [longitude, latitude], not {shown(rings)}"
        )
        return
    sound = True
    for index, ring in enumerate(rings):
        for number, pair in enumerate(ring):
            for fault in _pair_faults(pair, (*path, index, number)):
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
        import shapely  # noqa: PLC0415  # as above

        polygon = shapely.Polygon([pair[:2] for pair in rings[0]], [[pair[:2] for pair in ring] for ring in rings[1:]])
        if not polygon.is_valid or polygon.is_empty or polygon.area == 0:
            yield Fault(codes.RINGS, path, f"the rings do not bound an area: {shapely.is_valid_reason(polygon)}")


def _disagreement(printed: Coordinates, drawn: Position) -> Iterator[Fault]:
    """Say by how much the geometry leaves what was printed, beyond the last printed digit."""
    position = printed.position

    def agrees(lon: float, lat: float) -> bool:
        turn = abs(lon - position.lon_deg) % 360
        room = 1 + 1e-6  # a difference of just one unit is no difference, however it is rounded
        near = (
            min(turn, 360 - turn) <= printed.lon_unit_deg * room and abs(lat - position.lat_deg) <= printed.lat_unit_deg * room
        )
        return near or (abs(lat) == 90 and lat == position.lat_deg)  # a pole has every longitude

    if agrees(drawn.lon_deg, drawn.lat_deg):
        return
    right = f"[{rounded(position.lon_deg, printed.lon_unit_deg)}, {rounded(position.lat_deg, printed.lat_unit_deg)}]"
    if agrees(drawn.lat_deg, drawn.lon_deg):
        code, message = codes.SWAPPED_PUBLISHED, f"longitude and latitude are swapped: published_coordinates say {right}"
    else:
        distance, _, _ = inverse(drawn.lon_deg, drawn.lat_deg, position.lon_deg, position.lat_deg)
        code, message = codes.DISAGREES, f"the geometry lies {distance:,.1f} m from published_coordinates, which say {right}"
    yield Fault(code, ("geometry", "coordinates"), message)


def _false_precision(printed: Coordinates, pair: list[Any]) -> Iterator[Fault]:
    """Say that the geometry has more than two decimals beyond those that the printed digits fill.

    Two are allowed, since people keep some when they turn minutes and seconds into degrees; the first of them is still
    moved by the last printed digit, and the second rounds it.
    """
    axes = ((pair[0], printed.lon_unit_deg), (pair[1], printed.lat_unit_deg))
    if all(_decimals(digits(value)) <= _decimals_of(unit) + 2 for value, unit in axes):
        return
    position = printed.position
    right = f"[{rounded(position.lon_deg, printed.lon_unit_deg)}, {rounded(position.lat_deg, printed.lat_unit_deg)}]"
    typed = f"[{digits(pair[0])}, {digits(pair[1])}]"
    why = f"{typed} is finer than published_coordinates, which are good to {position.uncertainty_m:,.1f} m; they fill {right}"
    yield Fault(codes.FALSE_PRECISION, ("geometry", "coordinates"), why)


def _decimals(typed: str) -> int:
    exponent = Decimal(typed).as_tuple().exponent
    return -exponent if isinstance(exponent, int) else 0


def _decimals_of(unit_deg: float) -> int:
    """Decimals of a degree that a printed unit fills."""
    return max(0, math.ceil(-math.log10(unit_deg)))


def place_path(record: Record) -> Path:
    """Where a record says its place: in the printed coordinates where it has them, else in the geometry."""
    if isinstance(record, Located) and record.published_coordinates:
        return "properties", "published_coordinates"
    return "geometry", "coordinates"


def rounded(degrees: float, unit_deg: float) -> str:
    """Degrees with as many decimals as a printed unit justifies."""
    return f"{degrees:.{_decimals_of(unit_deg)}f}"

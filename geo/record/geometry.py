"""From a feature's geometry and its printed coordinates to a position, or to what is wrong with them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, NamedTuple

from geo.earth.coordinates import Coordinates, CoordinatesError, parse_coordinates
from geo.earth.geodesy import inverse
from geo.earth.position import Position
from geo.earth.uncertainty import printed_unit, printing_uncertainty_m
from geo.record.kinds import FragmentSite, Place, Printed, Record, StrikeReport, shown
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

    path: Path
    message: str
    on_key: bool = False


class Whereabouts(NamedTuple):
    """What a feature says of its place."""

    position: Position | None = None
    polygon: tuple[Ring, ...] | None = None


def locate(kind: type[Record], geometry: Any, published: Any, faults: list[Fault]) -> Whereabouts:
    """Position, and polygon if it is one, of a feature of a kind; what is wrong is added to `faults`."""
    printed = _printed(published, faults) if issubclass(kind, Printed) else None
    drawn = _drawn(kind, geometry, faults)
    if printed and drawn.position:
        faults.extend(_disagreement(printed, drawn.position))
    return Whereabouts(printed.position, None) if printed else drawn


def _printed(published: Any, faults: list[Fault]) -> Coordinates | None:
    if not isinstance(published, str):
        return None  # absent, or of a wrong type, which the record's own checks say
    try:
        return parse_coordinates(published)
    except CoordinatesError as error:
        faults.append(Fault(("properties", "published_coordinates"), f"published_coordinates {error}"))
        return None


def _drawn(kind: type[Record], geometry: Any, faults: list[Fault]) -> Whereabouts:
    if geometry is None:
        return Whereabouts()
    allowed = ALLOWED.get(kind, ())
    wanted = " or ".join([*allowed, "null"])
    if not isinstance(geometry, dict):
        faults.append(Fault(("geometry",), f"wanted the geometry of a {kind.kind}, {wanted}, not {shown(geometry)}"))
        return Whereabouts()
    if geometry.get("type") not in allowed:
        why = f"a {kind.kind} has the geometry {wanted}, not {shown(geometry.get('type'))}"
        faults.append(Fault(("geometry", "type"), why))
        return Whereabouts()
    if extra := [key for key in geometry if key not in ("type", "coordinates", "bbox")]:
        faults.extend(
            Fault(("geometry", key), OLD_CRS if key == "crs" else f'unknown member "{key}"', on_key=True) for key in extra
        )
    coordinates: Any = geometry.get("coordinates")
    here: Path = ("geometry", "coordinates")
    before = len(faults)
    if geometry["type"] == "Point":
        faults.extend(_pair_faults(coordinates, here))
        return Whereabouts(_position(*coordinates[:2])) if len(faults) == before else Whereabouts()
    faults.extend(_polygon_faults(coordinates, here))
    if len(faults) > before:
        return Whereabouts()
    from geo.earth.region import enclosing_circle  # noqa: PLC0415  # shapely takes long to load and is rarely needed here

    rings = tuple(tuple((float(pair[0]), float(pair[1])) for pair in ring) for ring in coordinates)
    return Whereabouts(Position(*enclosing_circle(rings[0])), rings)


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
        yield Fault(path, f"wanted a pair [longitude, latitude] in degrees, not {shown(pair)}")
        return
    bad = [index for index, value in enumerate(pair) if not _is_number(value)]
    for index in bad:
        yield Fault((*path, index), f"wanted a number of degrees, not {shown(pair[index])}")
    if bad:
        return
    lon, lat = pair[0], pair[1]
    swapped = f"; longitude and latitude may be swapped: [{digits(lat)}, {digits(lon)}]?" if _in_range(lat, lon) else ""
    if not abs(lon) <= 180:
        yield Fault((*path, 0), f"longitude {digits(lon)} is outside -180..180{swapped}")
    if not abs(lat) <= 90:
        yield Fault((*path, 1), f"latitude {digits(lat)} is outside -90..90{swapped}")


def _in_range(lon: float, lat: float) -> bool:
    return abs(lon) <= 180 and abs(lat) <= 90


def _polygon_faults(rings: Any, path: Path) -> Iterator[Fault]:
    if not isinstance(rings, list) or not rings or not all(isinstance(ring, list) for ring in rings):
        yield Fault(path, f"wanted a list of rings, each a list of pairs [longitude, latitude], not {shown(rings)}")
        return
    sound = True
    for index, ring in enumerate(rings):
        for number, pair in enumerate(ring):
            for fault in _pair_faults(pair, (*path, index, number)):
                sound = False
                yield fault
        if sound and (len(ring) < 4 or ring[0] != ring[-1]):
            sound = False
            yield Fault((*path, index), "a ring has at least four pairs, and its last pair repeats the first")
    if sound:
        import shapely  # noqa: PLC0415  # as above

        polygon = shapely.Polygon([pair[:2] for pair in rings[0]], [[pair[:2] for pair in ring] for ring in rings[1:]])
        if not polygon.is_valid or polygon.is_empty or polygon.area == 0:
            yield Fault(path, f"the rings do not bound an area: {shapely.is_valid_reason(polygon)}")


def _disagreement(printed: Coordinates, drawn: Position) -> Iterator[Fault]:
    """Say by how much the geometry leaves what was printed, beyond the last printed digit."""
    position = printed.position

    def agrees(lon: float, lat: float) -> bool:
        turn = abs(lon - position.lon_deg) % 360
        return min(turn, 360 - turn) <= printed.lon_unit_deg and abs(lat - position.lat_deg) <= printed.lat_unit_deg

    if agrees(drawn.lon_deg, drawn.lat_deg):
        return
    right = f"[{rounded(position.lon_deg, printed.lon_unit_deg)}, {rounded(position.lat_deg, printed.lat_unit_deg)}]"
    if agrees(drawn.lat_deg, drawn.lon_deg):
        message = f"longitude and latitude are swapped: published_coordinates say {right}"
    else:
        distance, _, _ = inverse(drawn.lon_deg, drawn.lat_deg, position.lon_deg, position.lat_deg)
        message = f"the geometry lies {distance:,.1f} m from published_coordinates, which say {right}"
    yield Fault(("geometry", "coordinates"), message)


def rounded(degrees: float, unit_deg: float) -> str:
    """Degrees with as many decimals as a printed unit justifies."""
    return f"{degrees:.{max(0, math.ceil(-math.log10(unit_deg)))}f}"

"""Turns a feature's geometry and printed coordinates into a position, or reports what is wrong with them."""

from __future__ import annotations

import math
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from geo.earth.geodesy import inverse
from geo.earth.notation.coordinates import Coordinates, CoordinatesError, Form, parse_coordinates
from geo.earth.notation.printed_box import PrintedBox
from geo.earth.position import Position
from geo.earth.quantities import count_text, plural
from geo.earth.uncertainty import CAMERA_FACTOR, digits_uncertainty_m, unprinted_uncertainty_m
from geo.record import codes
from geo.record.check.entry import Fault
from geo.record.check.feature_members import OLD_CRS
from geo.record.check.rings import check_pair, check_polygon, read_digits
from geo.record.kinds import FragmentSite, Located, Photo, Place, Record, ReportedZone, StrikeReport
from geo.record.values import are_corners, show_value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geo.earth.area.shapes import Ring
    from geo.earth.datum import Shift
    from geo.record.json_file.parse import Path

MOST_TRIED = 20
"""Of a text that may hold corners, so many are read to see whether it does."""
_OF_PRINTING = frozenset(("published_coordinates", "published_corners", "geodetic_datum"))
_MEMBERS = frozenset(("type", "coordinates", "bbox"))
ALLOWED: dict[type[Record], tuple[str, ...]] = {
    FragmentSite: ("Point", "Polygon"),
    StrikeReport: ("Point", "Polygon"),
    Place: ("Point", "Polygon"),
    ReportedZone: ("Point", "Polygon"),
    Photo: ("Point", "Polygon"),
}
"""The geometries of each kind that has a place; `null` is allowed for all."""


class Location(NamedTuple):
    """What a feature says about its place."""

    position: Position | None = None
    polygon: tuple[Ring, ...] | None = None
    box: PrintedBox | None = None
    shift: Shift | None = None
    typed: tuple[str, str] | None = None
    """The digits of a point as typed, longitude first."""
    wkt: str | None = None
    """A polygon, or a point with a height, as well-known text with its digits as typed."""
    edge_m: float = 0.0
    """How many metres the edge of the polygon may be off, going by its digits alone."""
    corners_m: tuple[float, ...] = ()
    """How many metres each of its corners may be off, the first one again at the end, going by what was printed."""


NOWHERE = Location()


def locate(kind: type[Record], geometry: Any, properties: dict[str, Any], faults: list[Fault]) -> Location:
    """What a feature of a kind says about its place; errors are added to `faults`."""
    if _OF_PRINTING.isdisjoint(properties) or not issubclass(kind, Located):
        return _drawn(kind, geometry, faults)
    printed, shift = _printed(properties, faults)
    drawn = _drawn(kind, geometry, faults)
    if corners := properties.get("published_corners"):
        drawn = _outlined(corners, properties, drawn, faults)
    if printed is None or drawn.position is None:
        return Location(printed.position, None, printed.box, shift) if printed else drawn
    if drawn.polygon is not None:
        return drawn._replace(position=_amid(printed, drawn.polygon, faults), shift=shift or drawn.shift)
    before = len(faults)
    faults.extend(_disagreement(printed, drawn.position, shift))
    if len(faults) == before and shift is None:
        faults.extend(_false_precision(printed, geometry["coordinates"]))
    return Location(printed.position, None, printed.box, shift, drawn.typed, drawn.wkt)


def with_position(record: Record, place: Location) -> Record:
    """Give a record the position that its text and its uncertainty make."""
    if place.position is None or not isinstance(record, Located):
        return record
    found = vars(record)  # it was made just now, and nobody else has it yet
    if place.typed is not None:
        found["typed"] = place.typed
    if place.wkt is not None:
        found["wkt"] = place.wkt
    if place.shift is not None:
        found["shift"] = place.shift
    if isinstance(record, Photo) and record.is_error_unknown and place.polygon is None:
        found["unjudged"] = place.position
        return record
    position = place.position
    if isinstance(record, Photo):
        position = _by_camera(record, position, place.typed)
    if place.polygon is not None:
        found.update(_outline(record, place, position))
    elif record.uncertainty_m is not None:
        found.update(_circle(record, record.uncertainty_m, place, position))
    else:
        found["position"] = position
        if place.box is not None:
            found["box"] = place.box
    return record


def _circle(record: Located, stated: float, place: Location, position: Position) -> dict[str, Any]:
    """The position of a point with a stated uncertainty, and the box of its printed digits where that is not part of it."""
    is_whole = place.typed is not None and record.published_coordinates is None  # nothing was printed
    is_whole = is_whole or record.uncertainty_includes_printing
    position = replace(position, uncertainty_m=stated + (0.0 if is_whole else position.uncertainty_m))
    if place.box is None or is_whole:
        return {"position": position}
    return {"position": position, "box": replace(place.box, extra_m=place.box.extra_m + stated)}


def _outline(record: Located, place: Location, position: Position) -> dict[str, Any]:
    """The polygon of an area with the errors of its corners, and the circle that holds it wherever it lies."""
    stated, edge_m, corners_m = record.uncertainty_m, place.edge_m, place.corners_m
    if stated is not None:
        edge_m = float(stated)
        corners_m = tuple(stated + (0.0 if record.uncertainty_includes_printing else one) for one in corners_m)
    if corners_m:
        edge_m = max(corners_m)
    position = replace(position, uncertainty_m=position.uncertainty_m + edge_m)
    box = {} if place.box is None else {"box": place.box}
    return {"position": position, "polygon": place.polygon, "edge_m": edge_m, "corners_m": corners_m, **box}


def _by_camera(photo: Photo, position: Position, typed: tuple[str, str] | None) -> Position:
    """A position with the error that the camera gives for it, which takes the place of what is assumed without one."""
    if photo.position_error_m is None or not photo.is_known_by_camera:
        return position
    digits_m = position.uncertainty_m
    if typed and photo.published_coordinates is None:
        digits_m = digits_uncertainty_m(position.lat_deg, *typed)
    return replace(position, uncertainty_m=CAMERA_FACTOR * photo.position_error_m + digits_m)


def _printed(properties: dict[str, Any], faults: list[Fault]) -> tuple[Coordinates | None, Shift | None]:
    """The printed coordinates in WGS 84, and how they were converted."""
    published, datum = properties.get("published_coordinates"), _datum(properties)
    if not isinstance(published, str) or not published.strip():
        if datum is not None and published is None and not properties.get("published_corners"):
            why = "geodetic_datum: is the datum of published_coordinates, which are missing; the geometry is always WGS 84"
            faults.append(Fault(codes.DATUM_OF_NOTHING, ("properties", "geodetic_datum"), why))
        return None, None
    return _read(published, ("properties", "published_coordinates"), datum, faults)


def _datum(properties: dict[str, Any]) -> str | None:
    datum = properties.get("geodetic_datum")
    return datum if isinstance(datum, str) and datum.strip() else None  # else the record's own checks say what is wrong


def _read(published: str, at: Path, datum: str | None, faults: list[Fault]) -> tuple[Coordinates | None, Shift | None]:
    """A printed position in WGS 84, and how it was converted."""
    name, path = at[1], ("properties", "geodetic_datum")
    try:
        coordinates = parse_coordinates(published)
    except CoordinatesError as error:
        faults.append(Fault(codes.UNREADABLE, at, f"{name} {error}{_corners_hint(published)}"))
        return None, None
    if datum is None:
        return coordinates, None
    from geo.earth.datum import DatumError, TransformationError, parse_datum, to_wgs84  # rarely needed

    try:
        code = parse_datum(datum)
        if coordinates.form not in (Form.DEGREES, Form.MINUTES, Form.SECONDS):
            why = f"geodetic_datum: only applies to degrees; {name} are in the form {coordinates.form}, read as WGS 84"
            faults.append(Fault(codes.DATUM_OF_NOTHING, path, why))
            return coordinates, None
        return to_wgs84(coordinates, code)
    except DatumError as error:
        faults.append(Fault(codes.UNKNOWN_DATUM, path, f"geodetic_datum: {error}"))
    except TransformationError as error:
        faults.append(Fault(codes.NO_TRANSFORMATION, path, f"geodetic_datum: {error}"))
    return None, None


def _corners_hint(published: str) -> str:
    """Say where corners belong, if a text holds several positions."""
    if ";" not in published:
        return ""
    parts = [part for part in published.split(";") if part.strip()]
    try:
        [parse_coordinates(part) for part in parts[:MOST_TRIED]]
    except CoordinatesError:
        return ""
    return f"; it holds {len(parts)} positions: the corners of an area belong in published_corners, as a list of texts"


def _outlined(corners: Any, properties: dict[str, Any], drawn: Location, faults: list[Fault]) -> Location:
    """The area that printed corners bound; a geometry beside them has to be that area."""
    here: Path = ("properties", "published_corners")
    if not are_corners(corners):
        return drawn  # the record's own checks say what is wrong
    if corners[0] == corners[-1]:
        corners = corners[:-1]
    datum, before = _datum(properties), len(faults)
    read = [_read(text, (*here, number), datum, faults) for number, text in enumerate(corners)]
    printed = [one for one, _ in read if one is not None]
    if len(faults) > before or len(printed) < len(corners):
        return NOWHERE
    ring = tuple((one.position.lon_deg, one.position.lat_deg) for one in (*printed, printed[0]))
    for fault in check_polygon([[[*pair] for pair in ring]], here):
        why = f"published_corners: {fault.message}; they are read in the order of the list, around the area"
        faults.append(fault._replace(path=here, message=why))
    if len(faults) > before:
        return NOWHERE
    from geo.earth.area.shapes import find_enclosing_circle  # shapely takes long to load and is rarely needed here

    faults.extend(_outline_disagreement(printed, drawn))
    known = tuple(one.position.uncertainty_m for one in (*printed, printed[0]))
    center = Position(*find_enclosing_circle(ring))
    return Location(center, (ring,), None, read[0][1], wkt=drawn.wkt, edge_m=max(known), corners_m=known)


def _outline_disagreement(corners: list[Coordinates], drawn: Location) -> Iterator[Fault]:
    """Say where a geometry is not the polygon of the printed corners, as well as both are known by their digits."""
    path: Path = ("geometry", "coordinates")
    if drawn.position is None:
        return
    if drawn.polygon is None or len(drawn.polygon) > 1:
        why = "published_corners bound one area without holes; leave the geometry null, or draw that area"
        yield Fault(codes.DISAGREES, path, why)
        return
    pairs = drawn.polygon[0][:-1]
    if len(pairs) != len(corners):
        why = f"the polygon has {plural(len(pairs), 'corner')}, and published_corners are {count_text(len(corners))}"
        yield Fault(codes.DISAGREES, path, why)
        return
    for number, printed in enumerate(corners, 1):
        at = printed.position
        off_m = min(inverse(at.lon_deg, at.lat_deg, *pair)[0] for pair in pairs)
        if off_m > at.uncertainty_m + drawn.edge_m:
            why = f"no corner of the polygon lies where published_corners print number {number}, {_right(printed)}"
            yield Fault(codes.DISAGREES, path, f"{why}; the nearest is {off_m:,.1f} m away")
            return


def _amid(printed: Coordinates, polygon: tuple[Ring, ...], faults: list[Fault]) -> Position:
    """The printed position with a circle around it that holds the whole polygon, which should hold the position."""
    from geo.earth.area.distance import measure_span
    from geo.earth.area.shapes import measure_depth

    position = printed.position
    outside = -measure_depth(position.lon_deg, position.lat_deg, polygon)
    if outside > position.uncertainty_m:
        why = f"the polygon ends {outside:,.1f} m from published_coordinates, which say {_right(printed)}"
        faults.append(Fault(codes.DISAGREES, ("geometry", "coordinates"), why))
        return position
    reach = measure_span((((position.lon_deg, position.lat_deg),),), polygon).high_m
    return replace(position, uncertainty_m=max(position.uncertainty_m, reach))


def _drawn(kind: type[Record], geometry: Any, faults: list[Fault]) -> Location:
    if geometry is None:
        return NOWHERE
    if unfit := _unfit(kind, geometry):
        faults.append(unfit)
        return NOWHERE
    for key in () if geometry.keys() <= _MEMBERS else geometry:
        if key not in _MEMBERS:
            stray = (codes.OLD_CRS, OLD_CRS) if key == "crs" else (codes.STRAY_MEMBER, f'unknown member "{key}"')
            faults.append(Fault(stray[0], ("geometry", key), stray[1], on_key=True))
    coordinates: Any = geometry["coordinates"]
    here: Path = ("geometry", "coordinates")
    if geometry["type"] == "Point":
        if unsound := check_pair(coordinates, here):
            faults += unsound
            return NOWHERE
        return _typed(*coordinates)
    if unsound := list(check_polygon(coordinates, here)):
        faults += unsound
        return NOWHERE
    from geo.earth.area.shapes import find_enclosing_circle  # shapely takes long to load and is rarely needed here

    rings = tuple(tuple((float(pair[0]), float(pair[1])) for pair in ring) for ring in coordinates)
    center = Position(*find_enclosing_circle(rings[0]))
    corners = (read_digits(number) for ring in coordinates for pair in ring for number in pair[:2])
    return Location(center, rings, wkt=_wkt("POLYGON", coordinates), edge_m=unprinted_uncertainty_m(center.lat_deg, *corners))


def _unfit(kind: type[Record], geometry: Any) -> Fault | None:
    allowed = ALLOWED.get(kind, ())
    if isinstance(geometry, dict) and geometry.get("type") in allowed and "coordinates" in geometry:
        return None
    wanted = " or ".join([*allowed, "null"])
    if not isinstance(geometry, dict):
        why = f"wanted the geometry of a {kind.kind}, {wanted}, not {show_value(geometry)}"
        return Fault(codes.WRONG_GEOMETRY, ("geometry",), why)
    if geometry.get("type") not in allowed:
        found = show_value(geometry["type"]) if "type" in geometry else "one without a type"
        why = f"a {kind.kind} has the geometry {wanted}, not {found}"
        return Fault(codes.WRONG_GEOMETRY, ("geometry", "type"), why)
    return Fault(codes.NOT_A_PAIR, ("geometry",), "the geometry has no coordinates")


def _typed(lon: Any, lat: Any, *height: Any) -> Location:
    """A point that nobody is known to have printed."""
    typed = read_digits(lon), read_digits(lat)
    position = Position(float(lon), float(lat), unprinted_uncertainty_m(lat, *typed))
    return Location(position, None, None, None, typed, _wkt("POINT", [[lon, lat, *height]]) if height else None)


def _wkt(name: str, coordinates: list[Any]) -> str:
    """Coordinates as well-known text, where all have a height or none has: one that is missing becomes 0."""
    rings = coordinates if name == "POLYGON" else [coordinates]
    size = max(len(pair) for ring in rings for pair in ring)
    texts = [", ".join(" ".join((*map(read_digits, pair), *["0"] * (size - len(pair)))) for pair in ring) for ring in rings]
    inner = ", ".join(f"({text})" for text in texts)
    return f"{name}{' Z' if size > 2 else ''} {f'({inner})' if name == 'POLYGON' else inner}"


def _disagreement(printed: Coordinates, drawn: Position, shift: Shift | None) -> Iterator[Fault]:
    """Say how far the geometry lies from what was printed, beyond the last printed digit."""
    position = printed.position
    if _agrees(printed, drawn.lon_deg, drawn.lat_deg, shift):
        return
    if _agrees(printed, drawn.lat_deg, drawn.lon_deg, None):
        code, message = (
            codes.SWAPPED_PUBLISHED,
            f"longitude and latitude are swapped: published_coordinates say {_right(printed)}",
        )
    else:
        code = codes.DISAGREES
        distance, _, _ = inverse(drawn.lon_deg, drawn.lat_deg, position.lon_deg, position.lat_deg)
        message = f"the geometry lies {distance:,.1f} m from published_coordinates, which say {_right(printed)}"
        message += f" in WGS 84, by {shift.operation}" if shift else ""
    yield Fault(code, ("geometry", "coordinates"), message)


def _agrees(printed: Coordinates, lon: float, lat: float, shift: Shift | None) -> bool:
    """Whether a position in degrees is what was printed, to the last printed digit.

    Between datums, it may have been converted in another way, so all the uncertainty is allowed.
    """
    position = printed.position
    turn = abs(lon - position.lon_deg) % 360
    room = 1 + 1e-6  # a difference of just one unit is no difference, however it is rounded
    near = min(turn, 360 - turn) <= printed.lon_unit_deg * room and abs(lat - position.lat_deg) <= printed.lat_unit_deg * room
    if near or (abs(lat) == 90 and lat == position.lat_deg):  # a pole has every longitude
        return True
    return shift is not None and inverse(lon, lat, position.lon_deg, position.lat_deg)[0] <= position.uncertainty_m


def _right(printed: Coordinates) -> str:
    """The pair with the precision of the printed digits."""
    position = printed.position
    return f"[{round_degrees(position.lon_deg, printed.lon_unit_deg)}, {round_degrees(position.lat_deg, printed.lat_unit_deg)}]"


def _false_precision(printed: Coordinates, pair: list[Any]) -> Iterator[Fault]:
    """Say that the geometry has more than two decimals beyond those that the printed digits fill.

    Two are allowed, since people keep some when they turn minutes and seconds into degrees; the first of them is still
    moved by the last printed digit, and the second rounds it.
    """
    axes = ((pair[0], printed.lon_unit_deg), (pair[1], printed.lat_unit_deg))
    if all(_decimals(read_digits(value)) <= _decimals_of(unit) + 2 for value, unit in axes):
        return
    typed, good = f"[{read_digits(pair[0])}, {read_digits(pair[1])}]", f"{printed.position.uncertainty_m:,.1f} m"
    why = f"{typed} is finer than published_coordinates, which are good to {good}; to that precision it is {_right(printed)}"
    yield Fault(codes.FALSE_PRECISION, ("geometry", "coordinates"), why)


def _decimals(typed: str) -> int:
    behind = typed.partition(".")[2]
    if behind.isdecimal():  # as nearly all are, and quicker to see
        return len(behind)
    exponent = Decimal(typed).as_tuple().exponent
    return -exponent if isinstance(exponent, int) else 0


def _decimals_of(unit_deg: float) -> int:
    """The number of decimals of a degree that a printed unit justifies."""
    return max(0, math.ceil(-math.log10(unit_deg)))


def place_path(record: Record) -> Path:
    """Where a record gives its place: in the printed coordinates or the offset if it has them, otherwise in the geometry."""
    if isinstance(record, Located):
        for name in ("published_coordinates", "published_corners", "offset_from"):
            if getattr(record, name):
                return "properties", name
    return "geometry", "coordinates"


def round_degrees(degrees: float, unit_deg: float) -> str:
    """Degrees with as many decimals as a printed unit justifies."""
    return f"{degrees:.{_decimals_of(unit_deg)}f}"

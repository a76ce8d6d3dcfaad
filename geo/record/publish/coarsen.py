"""Makes a copy of a file in which every position is coarser, for publication.

The same file always gives the same copy. A moved position lands in the middle of a cell of the grid, so two copies on
grids whose cells nest reveal no more than the finer one (see `geo.record.publish.precision`). Whether claims and offsets
reveal the positions is judged in `geo.judge.publish.disclosure`; what to do about it is given as a `Cure`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from geo.earth.geodesy import inverse
from geo.earth.notation.coordinates import parse_coordinates
from geo.earth.quantities import count_text
from geo.earth.uncertainty import metres_per_degree, printed_unit
from geo.record.check.geometry import round_degrees
from geo.record.json_file.layout import Node, decode_string, features, format_canonical, quote_string, read_members, turn_rings
from geo.record.kinds import Located, Photo, Place
from geo.record.language_names import is_language_name
from geo.record.progress import track_progress
from geo.record.publish.leaks import LONGEST, TOO_LONG, Leak, Secrets
from geo.record.publish.pointers import Pointers

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from geo.earth.area.shapes import Ring
    from geo.earth.position import Position
    from geo.record.edit.edit import Original
    from geo.record.publish.precision import Coarse, Precision
    from geo.record.sites import Sites

_SAME_DEG = 1e-9
_OF_PHOTOS = (
    *("file", "sha256", "copied_from", "published_coordinates", "published_corners", "geodetic_datum", "offset_from"),
    *("published_offset", "offset_distance_m", "offset_direction", "uncertainty_m", "uncertainty_includes_printing"),
    *("position_basis", "position_error_m", "view_direction_deg", "view_north", "view_width_deg"),
)
"""What leads to a photograph's file, in which the camera's position may stand, and what says where it was taken."""
_PROSE = {
    '"type"',
    '"id"',
    '"kind"',
    '"note"',
    '"quote"',
    '"title"',
    '"published_coordinates"',
    '"published_corners"',
    '"sha256"',
    '"url"',
    '"archive_url"',
}
"""Properties whose numbers do not continue in the next one."""
_LAST_DECIMAL_M = 0.1
"""More than half of the sixth decimal of a degree on both axes, to which a third of a minute is written."""


@dataclass(frozen=True, slots=True)
class Cure:
    """What is changed so that claims and offsets no longer reveal positions."""

    dropped: tuple[str, ...] = ()
    """Ids of the claims that are left out."""
    widened: Mapping[str, Mapping[str, str | None]] = field(default_factory=dict)
    """Properties of claims as they are written instead, as JSON; None for those that are left out."""
    placed: tuple[str, ...] = ()
    """Ids of the records whose offset is replaced by a position on the grid."""


@dataclass(frozen=True, slots=True)
class Publication:
    """A coarser copy, ready to be written."""

    text: str
    coarsened: tuple[str, ...]
    """Ids of the records that were moved, or are offset from one that was."""
    left: tuple[str, ...]
    """Ids of records that were printed no more precisely anyway."""
    leaks: tuple[Leak, ...]
    """What the texts of the copy still reveal."""
    cure: Cure = Cure()
    """What else was left out or changed."""
    without_elevation: tuple[str, ...] = ()
    """Ids of the records whose elevation was left out, which on a slope would place them."""
    photos: tuple[str, ...] = ()
    """Ids of the photographs whose file, position and direction were left out."""
    sensitive: tuple[str, ...] = ()
    """Ids of those that are marked as sensitive, of which nothing is left but that."""


def coarsen_sites(original: Original, sites: Sites, precision: Precision, cure: Cure | None = None) -> Publication:
    """The file with each position on a grid, its uncertainty widened, and both said in the note.

    Bounding boxes and heights are left out, since a height narrows down where on a slope a place is, and of photographs the
    file, the position and the direction; of one that is marked as sensitive, everything else too. Texts stay: what they still
    reveal is listed.

    Args:
        original: The file, without errors.
        sites: Its records.
        precision: The grid.
        cure: Claims to leave out or to widen, and offsets to replace.

    Raises:
        ValueError: if an outline cannot be put on the grid.
    """
    cure = cure or Cure()
    outer = _plain_keys(read_members(original.document))
    outer.pop('"bbox"', None)
    inner = [one for node in features(original.document) or () if _id(one := _plain(node)) not in cure.dropped]
    positions: list[tuple[str, Position]] = []
    moved: list[str] = []
    left: list[str] = []
    offsets: list[tuple[Located, dict[str, Node]]] = []
    for feature in track_progress(inner, "Coarsening"):
        if not isinstance(feature, dict):
            continue
        _drop_box_and_height(feature)
        record = sites[_id(feature)]
        if record.id in cure.widened:
            _replace(feature, cure.widened[record.id])
        if not isinstance(record, Located):
            continue
        positions += ((record.id, position) for position in _known_positions(record))
        if isinstance(record, Photo):
            _strip(feature, record)
        elif record.offset_from and record.position and record.id not in cure.placed:
            offsets.append((record, feature))
        elif record.position:
            (moved if _put_on_grid(feature, record, precision, cure) else left).append(record.id)
    new = set(moved)
    for record, feature in offsets:  # they are where they were from something that may have been moved
        if _start(record, sites, cure.placed) in new:
            moved.append(record.id)
            _follow(feature)
        else:
            left.append(record.id)
    known = [record.id for record in sites if is_known_to_all(record)]
    leaks = tuple(_leaks(outer, inner, Secrets(positions, precision, known), Pointers(sites, precision), new))
    heights = tuple(one.id for one in sites.of_kind(Located) if one.elevation_m is not None)
    photos = sites.of_kind(Photo)
    return Publication(
        format_canonical(outer, inner),
        tuple(moved),
        tuple(left),
        leaks,
        cure,
        heights,
        tuple(one.id for one in photos if not one.sensitive),
        tuple(one.id for one in photos if one.sensitive),
    )


def _put_on_grid(feature: dict[str, Node], record: Located, precision: Precision, cure: Cure) -> bool:
    """Put a record with a position of its own on the grid; False where it was no more precise anyway."""
    if record.id in cure.placed:
        _place(feature, record, precision)
    elif _is_coarse(record, precision):
        _settle(feature, record)
        return False
    else:
        _coarsen(feature, record, precision)
    return True


def is_known_to_all(record: object) -> bool:
    """Whether anyone can look up where it is: a place with a name."""
    return isinstance(record, Place) and bool(record.name or any(is_language_name(name) for name, _ in record.custom))


def _strip(feature: dict[str, Node], photo: Photo) -> None:
    """Leave of a photograph what says neither where it was taken nor where its file is; of a sensitive one that it is one."""
    feature['"geometry"'] = "null"
    if isinstance(properties := feature['"properties"'], dict):
        gone = _OF_PHOTOS if not photo.sensitive else {decode_string(key) for key in properties} - {"kind", "sensitive"}
        for name in gone:
            properties.pop(quote_string(name), None)


def _drop_box_and_height(feature: dict[str, Node]) -> None:
    feature.pop('"bbox"', None)
    if isinstance(properties := feature['"properties"'], dict):
        properties.pop('"elevation_m"', None)


def _known_positions(record: Located) -> Iterator[Position]:
    """The positions that texts may repeat: where it is, and what was printed if that is in another datum."""
    if record.drawn:
        yield record.drawn
    if record.shift and record.published_coordinates:
        yield parse_coordinates(record.published_coordinates).position


def _plain(feature: Node) -> Node:
    """A feature whose keys, and those of its properties, are written without escapes, so that each is found by its name."""
    if not isinstance(feature, dict):
        return feature
    return {key: _plain_keys(node) if isinstance(node, dict) else node for key, node in _plain_keys(feature).items()}


def _plain_keys(node: dict[str, Node]) -> dict[str, Node]:
    return {quote_string(decode_string(key)) if "\\" in key else key: value for key, value in node.items()}


def _replace(feature: dict[str, Node], new: Mapping[str, str | None]) -> None:
    if isinstance(properties := feature['"properties"'], dict):
        for name, value in new.items():
            properties.pop(f'"{name}"', None)
            if value is not None:
                properties[f'"{name}"'] = value


def _id(feature: Node) -> str:
    found = feature.get('"id"') if isinstance(feature, dict) else None
    return decode_string(found) if isinstance(found, str) else ""


def _start(record: Located, sites: Sites, placed: Sequence[str]) -> str:
    """Id of the record with a place of its own from which one is offset, over any number of steps."""
    while record.offset_from and record.id not in placed:
        start = sites[record.offset_from]
        if not isinstance(start, Located):
            raise TypeError(f"{record.id} is offset from a record without a place")
        record = start
    return record.id


def _is_coarse(record: Located, precision: Precision) -> bool:
    """Whether a place is no better known than the grid, and was printed no more finely on either axis, or put on it before."""
    at = record.position
    if record.polygon or at is None:
        return False
    coarse = precision.coarsened(at)
    if at.uncertainty_m < coarse.moved_m:  # round digits of a place that is known well
        return False
    written = coarse.text if record.published_coordinates else _pair(coarse)
    if written == (record.published_coordinates or list(record.typed or ())):
        return True
    if record.published_coordinates:
        printed = parse_coordinates(record.published_coordinates)
        units = printed.lat_unit_deg, printed.lon_unit_deg
    elif record.typed:
        lon, lat = record.typed
        units = printed_unit(lat), printed_unit(lon)
    else:
        raise TypeError(f"{record.id} has no position of its own")
    return all(unit >= 0.999 * step for unit, step in zip(units, precision.steps_deg(at.lat_deg), strict=True))


def _settle(feature: dict[str, Node], record: Located) -> None:
    """Leave nothing in a geometry that is finer than what was printed: a digit, a box, a height."""
    if record.typed and isinstance(geometry := feature['"geometry"'], dict):
        pair: list[Node] = list(record.typed)
        if record.published_coordinates and record.position:
            printed = parse_coordinates(record.published_coordinates)
            at = record.position
            filled = round_degrees(at.lon_deg, printed.lon_unit_deg), round_degrees(at.lat_deg, printed.lat_unit_deg)
            pair = [was if float(was) == float(now) else now for was, now in zip(record.typed, filled, strict=True)]
        feature['"geometry"'] = {'"type"': geometry['"type"'], '"coordinates"': pair}


def _follow(feature: dict[str, Node]) -> None:
    """Let a place that is offset from another follow it: what the other's wider circle adds is counted when the file is read."""
    if isinstance(properties := feature['"properties"'], dict):
        properties.pop('"uncertainty_includes_printing"', None)


def _place(feature: dict[str, Node], record: Located, precision: Precision) -> None:
    """Put a place on the grid that was an offset from another."""
    if isinstance(properties := feature['"properties"'], dict):
        for key in [key for key in properties if key.startswith('"offset_') or key == '"published_offset"']:
            del properties[key]
    feature['"geometry"'] = {}
    _coarsen(feature, record, precision)


def _coarsen(feature: dict[str, Node], record: Located, precision: Precision) -> None:
    properties, geometry, at = feature['"properties"'], feature['"geometry"'], record.position
    if not isinstance(properties, dict) or at is None:
        raise TypeError(f"{record.id} has no position")
    coarse = precision.coarsened(at)
    printed = parse_coordinates(coarse.text)
    fill = round_degrees if record.published_coordinates else _drawn
    pair = [fill(coarse.lon_deg, printed.lon_unit_deg), fill(coarse.lat_deg, printed.lat_unit_deg)]
    reach_m = at.uncertainty_m + coarse.moved_m
    if record.polygon:
        rings, moved_m = _snapped(record.id, record.polygon, precision)
        feature['"geometry"'] = {'"type"': '"Polygon"', '"coordinates"': rings}
        known_m = record.edge_m if record.corners_m else float(record.uncertainty_m or 0)
        reach_m = known_m + moved_m  # the circle around the outline is added when the file is read
        for name in ("published_coordinates", "published_corners", "geodetic_datum", "uncertainty_includes_printing"):
            properties.pop(f'"{name}"', None)  # a point beside the outline might lie outside of it by now
    else:
        if geometry != "null":
            feature['"geometry"'] = {'"type"': '"Point"', '"coordinates"': [*pair]}
        if record.published_coordinates:
            properties['"published_coordinates"'] = quote_string(coarse.text)
            properties.pop('"geodetic_datum"', None)  # what is on the grid is WGS 84
            reach_m = max(reach_m, printed.position.uncertainty_m)
        else:
            reach_m += inverse(coarse.lon_deg, coarse.lat_deg, float(pair[0]), float(pair[1]))[0]
        properties['"uncertainty_includes_printing"'] = "true"
    wide = round_up(reach_m)
    properties['"uncertainty_m"'] = str(wide)
    said = f"Position coarsened to {precision.spoken} for publication; uncertainty widened to {count_text(wide)} m."
    properties['"note"'] = quote_string(f"{record.note} {said}" if record.note else said)


def _pair(coarse: Coarse) -> list[str]:
    """Longitude and latitude as they stand in a geometry."""
    printed = parse_coordinates(coarse.text)
    return [_drawn(coarse.lon_deg, printed.lon_unit_deg), _drawn(coarse.lat_deg, printed.lat_unit_deg)]


def _drawn(degrees: float, unit_deg: float) -> str:
    """Degrees with the decimals of a printed unit, and up to two more where these do not hold them exactly."""
    texts = [round_degrees(degrees, unit_deg / 10**more) for more in range(3)]
    return next((text for text in texts if abs(float(text) - degrees) < _SAME_DEG), texts[-1])


def round_up(length_m: float) -> int:
    """Whole metres, not less, with two significant figures: more would reveal where in its cell a place was."""
    step = int(10 ** max(0, math.floor(math.log10(length_m)) - 1))
    return math.ceil(length_m / step) * step


def _snapped(record_id: str, rings: Sequence[Ring], precision: Precision) -> tuple[Node, float]:
    """An outline on the grid, without overlaps, and the farthest that any of it was moved, in metres."""
    import shapely  # shapely takes long to load, and few files have outlines

    if precision.step_deg is None:
        raise ValueError(f"{record_id} has an outline, which can only be put on a grid of degrees, minutes or seconds")
    step = float(precision.step_deg)
    old = shapely.Polygon(rings[0], rings[1:])
    new = shapely.set_precision(shapely.transform(old, lambda at: at - step / 2), step)
    new = shapely.transform(new, lambda at: at + step / 2)  # corners become the middles of their cells
    if new.geom_type != "Polygon" or new.is_empty or shapely.hausdorff_distance(old, new) > 0.75 * step:
        raise ValueError(
            f"{record_id} has an outline too fine for {precision.spoken}; give it as a point with uncertainty_m, or a finer grid"
        )
    half = precision.step_deg / 2
    decimals = next((one for one in range(10) if half.numerator * 10**one % half.denominator == 0), 6)
    lats = [lat for _, lat in (*rings[0], *new.exterior.coords)]
    widest = 0.0 if min(lats) < 0 < max(lats) else min(lats, key=abs)
    degree_m = metres_per_degree(widest)[1], metres_per_degree(max(lats, key=abs))[0]  # each where it is longest
    # where a thin part is gone, its edges were moved farther than any corner to the grid
    before, after = (shapely.transform(one, lambda at: at * degree_m) for one in (old, new))
    gone_m = float(shapely.hausdorff_distance(before, after, densify=0.1))
    moved_m = max(*map(precision.half_cell_m, (*lats, widest)), gone_m) + _LAST_DECIMAL_M
    parts = [new.exterior, *new.interiors]
    return turn_rings([[[f"{lon:.{decimals}f}", f"{lat:.{decimals}f}"] for lon, lat in ring.coords] for ring in parts]), moved_m


def _leaks(
    outer: dict[str, Node], inner: Sequence[Node], secrets: Secrets, pointers: Pointers, moved: set[str]
) -> Iterator[Leak]:
    """What the file's own members and its features still reveal, apart from what was just put on the grid."""
    found = [*_leaks_in_part(None, outer, secrets, pointers)]
    yield from found
    yield from _leaks_together(None, outer, secrets, {leak.tells for leak in found})
    for feature in track_progress(inner, "Reading texts"):
        if isinstance(feature, dict):
            record = _id(feature)
            made = {'"published_coordinates"', '"uncertainty_m"'} if record in moved else set()
            own = {key: node for key, node in feature.items() if key not in {'"geometry"', '"properties"'}}
            properties = feature.get('"properties"')
            said = {key: node for key, node in properties.items() if key not in made} if isinstance(properties, dict) else {}
            found = [leak for part in (own, said) for leak in _leaks_in_part(record, part, secrets, pointers)]
            yield from found
            for part in (own, said):
                yield from _leaks_together(record, part, secrets, {leak.tells for leak in found})


def _leaks_in_part(record: str | None, part: dict[str, Node], secrets: Secrets, pointers: Pointers) -> Iterator[Leak]:
    for key, value in part.items():
        name = decode_string(key)
        texts = [_read(literal) for literal in (key, *_literals(value))]
        if sum(map(len, texts)) > LONGEST:
            yield Leak(record, name[:100], TOO_LONG, pointers.tells(record) or "any record")
            continue
        found = [Leak(record, name, piece, tells) for text in texts for piece, tells in secrets.find_positions(text)]
        yield from found
        if len(texts) > 2:  # degrees, minutes and seconds in a list
            known = {leak.tells for leak in found}
            together = secrets.find_positions("; ".join(texts[1:]))
            yield from (Leak(record, name, piece, tells) for piece, tells in together if tells not in known)
        for piece, tells in pointers.in_property(record, name, texts[1:]):
            yield Leak(record, name, piece, tells)


def _leaks_together(record: str | None, said: dict[str, Node], secrets: Secrets, known: set[str]) -> Iterator[Leak]:
    """What several properties reveal side by side: degrees in one and minutes in another, an easting and a northing."""
    scalars = {decode_string(key): value for key, value in said.items() if isinstance(value, str) and key not in _PROSE}
    text = "; ".join(f"{name} {_read(value)}" for name, value in scalars.items())
    if len(text) <= LONGEST and any(any(map(str.isdecimal, value)) for value in scalars.values()):
        for piece, tells in secrets.find_positions(text):
            if tells not in known:
                yield Leak(record, "properties", piece, tells)


def _read(literal: str) -> str:
    """The text or the digits that a literal of the file stands for."""
    return decode_string(literal) if literal.startswith('"') else literal


def _literals(node: Node) -> Iterator[str]:
    """The texts and numbers of a value, and the keys within it."""
    if isinstance(node, str):
        yield node
    elif isinstance(node, dict):
        for key, one in node.items():
            yield key
            yield from _literals(one)
    else:
        for one in node:
            yield from _literals(one)

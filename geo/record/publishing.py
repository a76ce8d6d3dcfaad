"""A copy of a file in which every position is coarser, for publication.

Nothing is drawn by lot: the same file gives the same copy, and what is moved lands on the grid, so that two copies tell
no more than the finer one.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo.earth.coordinates import parse_coordinates
from geo.earth.geodesy import inverse
from geo.earth.uncertainty import metres_per_degree, printed_unit
from geo.record.fields import quoted
from geo.record.geometry import rounded
from geo.record.kinds import Located
from geo.record.layout import Node, canonical, decoded, features, members
from geo.record.leaks import Leak, Secrets
from geo.record.pace import paced

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from geo.earth.coarse import Precision
    from geo.earth.position import Position
    from geo.earth.region import Ring
    from geo.record.editing import Original
    from geo.record.sites import Sites

_LAST_DECIMAL_M = 0.1
"""More than half of the sixth decimal of a degree on both axes, to which a third of a minute is written."""


@dataclass(frozen=True, slots=True)
class Publication:
    """A coarser copy, ready to be written."""

    text: str
    coarsened: tuple[str, ...]
    """Ids of the records that were moved, or are offset from one that was."""
    left: tuple[str, ...]
    """Ids of those that were printed no more finely anyway."""
    leaks: tuple[Leak, ...]
    """What the texts of the copy still tell."""


def published(original: Original, sites: Sites, precision: Precision) -> Publication:
    """The file with each position on a grid, its uncertainty widened, and both said in the note.

    Bounding boxes and heights are left out. Texts stay: what they still tell is listed.

    Args:
        original: The file, without errors.
        sites: Its records.
        precision: The grid.

    Raises:
        ValueError: if an outline cannot be put on the grid.
    """
    outer, inner = members(original.document), list(features(original.document) or ())
    outer.pop('"bbox"', None)
    positions: list[tuple[str, Position]] = []
    moved: list[str] = []
    left: list[str] = []
    offsets: list[tuple[Located, dict[str, Node]]] = []
    for feature in paced(inner, "Coarsening"):
        record = sites[_id(feature)]
        if not isinstance(feature, dict) or not isinstance(record, Located):
            continue
        feature.pop('"bbox"', None)
        if record.position is None:
            continue
        positions.append((record.id, record.position))
        if record.shift and record.published_coordinates:  # texts repeat what was printed
            positions.append((record.id, parse_coordinates(record.published_coordinates).position))
        if record.offset_from:
            offsets.append((record, feature))
        elif _is_coarse(record, precision.steps_deg(record.position.lat_deg)):
            left.append(record.id)
            _settle(feature, record)
        else:
            moved.append(record.id)
            _coarsen(feature, record, precision)
    new = set(moved)
    for record, feature in offsets:  # they are where they were from something that may have been moved
        if _start(record, sites) in new:
            moved.append(record.id)
            _follow(feature)
        else:
            left.append(record.id)
    secrets = Secrets(positions, precision)
    leaks = tuple(leak for node in paced((outer, *inner), "Reading texts") for leak in _leaks(node, secrets, new))
    return Publication(canonical(outer, inner), tuple(moved), tuple(left), leaks)


def _id(feature: Node) -> str:
    found = feature.get('"id"') if isinstance(feature, dict) else None
    return decoded(found) if isinstance(found, str) else ""


def _start(record: Located, sites: Sites) -> str:
    """Id of the record with a place of its own from which one is offset, over any number of steps."""
    while record.offset_from:
        start = sites[record.offset_from]
        if not isinstance(start, Located):
            raise TypeError(f"{record.id} is offset from what has no place")
        record = start
    return record.id


def _is_coarse(record: Located, steps_deg: tuple[float, float]) -> bool:
    """Whether a place was printed no more finely, on either axis, than the steps of latitude and longitude."""
    if record.polygon:
        return False
    if record.published_coordinates:
        printed = parse_coordinates(record.published_coordinates)
        units = printed.lat_unit_deg, printed.lon_unit_deg
    elif record.typed:
        lon, lat = record.typed
        units = printed_unit(lat), printed_unit(lon)
    else:
        raise TypeError(f"{record.id} has no position of its own")
    return all(unit >= 0.999 * step for unit, step in zip(units, steps_deg, strict=True))


def _settle(feature: dict[str, Node], record: Located) -> None:
    """Leave nothing in a geometry that is finer than what was printed: a digit, a box, a height."""
    if record.typed and isinstance(geometry := feature['"geometry"'], dict):
        pair: list[Node] = list(record.typed)
        if record.published_coordinates and record.position:
            printed = parse_coordinates(record.published_coordinates)
            at = record.position
            filled = rounded(at.lon_deg, printed.lon_unit_deg), rounded(at.lat_deg, printed.lat_unit_deg)
            pair = [was if float(was) == float(now) else now for was, now in zip(record.typed, filled, strict=True)]
        feature['"geometry"'] = {'"type"': geometry['"type"'], '"coordinates"': pair}


def _follow(feature: dict[str, Node]) -> None:
    """Let a place that is offset from another follow it: what the other's wider circle adds is counted when the file is read."""
    if isinstance(properties := feature['"properties"'], dict):
        properties.pop('"uncertainty_includes_printing"', None)


def _coarsen(feature: dict[str, Node], record: Located, precision: Precision) -> None:
    properties, geometry, at = feature['"properties"'], feature['"geometry"'], record.position
    if not isinstance(properties, dict) or at is None:
        raise TypeError(f"{record.id} has no position")
    coarse = precision.coarsened(at)
    printed = parse_coordinates(coarse.text)
    pair = [rounded(coarse.lon_deg, printed.lon_unit_deg), rounded(coarse.lat_deg, printed.lat_unit_deg)]
    reach_m = at.uncertainty_m + coarse.moved_m
    if record.polygon:
        rings, moved_m = _snapped(record.id, record.polygon, precision)
        feature['"geometry"'] = {'"type"': '"Polygon"', '"coordinates"': rings}
        reach_m = float(record.uncertainty_m or 0) + moved_m  # the circle around the outline is added when the file is read
        for name in ("published_coordinates", "geodetic_datum", "uncertainty_includes_printing"):
            properties.pop(f'"{name}"', None)  # a point beside the outline might lie outside of it by now
    else:
        if geometry != "null":
            feature['"geometry"'] = {'"type"': '"Point"', '"coordinates"': [*pair]}
        if record.published_coordinates:
            properties['"published_coordinates"'] = quoted(coarse.text)
            properties.pop('"geodetic_datum"', None)  # what is on the grid is WGS 84
            reach_m = max(reach_m, printed.position.uncertainty_m)
        else:
            reach_m += inverse(coarse.lon_deg, coarse.lat_deg, float(pair[0]), float(pair[1]))[0]
        properties['"uncertainty_includes_printing"'] = "true"
    wide = _rounded_up(reach_m)
    properties['"uncertainty_m"'] = str(wide)
    said = f"Position coarsened to {precision.spoken} for publication; uncertainty widened to {wide:,} m."
    properties['"note"'] = quoted(f"{record.note} {said}" if record.note else said)


def _rounded_up(length_m: float) -> int:
    """Whole metres, not less, with two significant figures: more would tell of where in its cell a place was."""
    step = int(10 ** max(0, math.floor(math.log10(length_m)) - 1))
    return math.ceil(length_m / step) * step


def _snapped(record_id: str, rings: Sequence[Ring], precision: Precision) -> tuple[Node, float]:
    """An outline on the grid, without overlaps, and the farthest in metres that any of it was moved."""
    import shapely  # noqa: PLC0415  # shapely takes long to load, and few files have outlines

    if precision.step_deg is None:
        raise ValueError(f"{record_id} has an outline, which is put on a grid of degrees, minutes or seconds alone")
    step = float(precision.step_deg)
    old = shapely.Polygon(rings[0], rings[1:])
    new = shapely.set_precision(old, step)
    if new.geom_type != "Polygon" or new.is_empty or shapely.hausdorff_distance(old, new) > 0.75 * step:
        raise ValueError(
            f"{record_id} has an outline too fine for {precision.spoken}; give it as a point with uncertainty_m, or a finer grid"
        )
    exact = (one for one in range(9) if precision.step_deg.numerator * 10**one % precision.step_deg.denominator == 0)
    decimals = max(precision.decimals, next(exact, 6))
    lats = [lat for _, lat in (*rings[0], *new.exterior.coords)]
    widest = 0.0 if min(lats) < 0 < max(lats) else min(lats, key=abs)
    degree_m = metres_per_degree(widest)[1], metres_per_degree(max(lats, key=abs))[0]  # each where it is longest
    # where a thin part is gone, its edges were moved farther than any corner to the grid
    before, after = (shapely.transform(one, lambda at: at * degree_m) for one in (old, new))
    gone_m = float(shapely.hausdorff_distance(before, after, densify=0.1))
    moved_m = max(*map(precision.half_cell_m, (*lats, widest)), gone_m) + _LAST_DECIMAL_M
    parts = [new.exterior, *new.interiors]
    return [[[f"{lon:.{decimals}f}", f"{lat:.{decimals}f}"] for lon, lat in ring.coords] for ring in parts], moved_m


def _leaks(node: Node, secrets: Secrets, moved: set[str]) -> Iterator[Leak]:
    """What a feature, or the file's own members, still tell, what was just put on the grid aside."""
    if not isinstance(node, dict):
        return
    record = _id(node) or None
    properties = node.get('"properties"')
    said = node | (properties if isinstance(properties, dict) else {})
    made = {'"geometry"', '"properties"', '"uncertainty_m"'} | ({'"published_coordinates"'} if record in moved else set())
    for key, value in said.items():
        if key not in made:
            for literal in (key, *_literals(value)):
                text = decoded(literal) if literal.startswith('"') else literal
                for found, tells in secrets.told_in(text):
                    yield Leak(record, decoded(key), found, tells)


def _literals(node: Node) -> Iterator[str]:
    if isinstance(node, str):
        yield node
    else:
        for one in node.values() if isinstance(node, dict) else node:
            yield from _literals(one)

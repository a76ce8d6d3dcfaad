"""Records that are placed by a distance and a direction from another one, once all are read."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from geo.earth.offset import apply_offset
from geo.record import codes
from geo.record.check.entry import Fault
from geo.record.check.geometry import Location, with_position
from geo.record.kinds import Located
from geo.record.stated_distance import distance_of_number

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geo.earth.direction import Direction
    from geo.earth.notation.distance import Distance
    from geo.record.check.entry import FeatureEntry
    from geo.record.check.problem_list import Ledger

_PARTS = ("offset_from", "offset_distance_m", "offset_direction")
_PRINTED = ("offset_from", "published_offset")
OFFSET_PROPERTIES = frozenset((*_PARTS, *_PRINTED))
WIDEST_DEG = 45.0
"""A place is looked for within one sector of eight to either side of a direction: people name directions loosely."""
_FROM = ("properties", "offset_from")
_MOST_NAMED = 5


def check_offsets(properties: dict[str, Any], geometry: Any) -> Iterator[Fault]:
    """What is wrong with an offset before its origin is known."""
    given = [name for name in (*_PARTS, "published_offset") if properties.get(name) is not None]
    if not given:
        return
    wanted = _PRINTED if "published_offset" in given else _PARTS
    if missing := [name for name in wanted if name not in given]:
        verb = "are" if len(missing) > 1 else "is"
        why = (
            f"{given[0]}: {' and '.join(missing)} {verb} missing; an offset needs a record, a distance and a direction, "
            "the last two as printed in published_offset, or as offset_distance_m and offset_direction"
        )
        yield Fault(codes.OFFSET_INCOMPLETE, ("properties", given[0]), why)
    places = {name: properties.get(name) for name in ("published_coordinates", "published_corners")}
    for name, value in {**places, "a geometry": geometry}.items():
        if value is not None:
            path = ("properties", name) if name in places else ("geometry",)
            why = f"{name} beside {given[0]}: an offset is for a place whose position is not known otherwise; keep one of them"
            yield Fault(codes.OFFSET_AND_PLACE, path, why)


def resolve(read: list[FeatureEntry], ledger: Ledger) -> None:
    """Place the records that have an offset, in any order of the file and along chains of any length."""
    entries = {entry.record.id: entry for entry in read if entry.record}  # the last of an id, which is said elsewhere
    waiting = {
        one: entry.record for one, entry in entries.items() if isinstance(entry.record, Located) and entry.record.offset_from
    }
    for first in list(waiting):
        chain: dict[str, Located] = {}
        at: str | None = first
        while at is not None and at in waiting and at not in chain:
            chain[at] = waiting[at]
            at = waiting[at].offset_from
        if at in chain:
            _say_circle(list(chain)[list(chain).index(at) :], entries, ledger)
        for one, record in reversed(chain.items()):  # the nearest to a position first
            _place(record, entries)
            del waiting[one]


def _say_circle(ids: list[str], entries: dict[str, FeatureEntry], ledger: Ledger) -> None:
    for number, one in enumerate(ids):
        way = [f'"{ids[(number + step) % len(ids)]}"' for step in range(min(len(ids), _MOST_NAMED))]
        way += ["…"] if len(ids) > _MOST_NAMED else []
        why = f'offset_from: these offsets form a circle: {" from ".join(way)} from "{one}"'
        ledger.add(entries[one], [Fault(codes.OFFSET_CIRCLE, _FROM, why)])


def _place(record: Located, entries: dict[str, FeatureEntry]) -> None:
    """Give a record its position, if the record it is offset from has one."""
    found = entries.get(record.offset_from or "")
    start, way = found and found.record, _way(record)
    if not isinstance(start, Located) or way is None:
        return  # which is said where ids, or the parts of an offset, are looked at
    if start.position is None:
        return  # no position yet
    distance, direction = way
    nominal = distance.nominal_m if distance.nominal_m is not None else (distance.low_m + distance.high_m) / 2
    error = max(nominal - distance.low_m, distance.high_m - nominal)
    with_position(record, Location(apply_offset(start.position, nominal, error, direction)))


def _way(record: Located) -> tuple[Distance, Direction] | None:
    """How far and in which direction a record lies from another, with everything that its figures allow."""
    if record.published_offset is not None:
        distance, direction = record.published_offset.distance, record.published_offset.direction
    elif record.offset_distance_m is not None and record.offset_direction is not None:
        distance, direction = distance_of_number(record.offset_distance_m, None), record.offset_direction
    else:
        return None
    if math.isinf(distance.high_m):
        return None
    return distance, replace(direction, half_width_deg=min(direction.limit_deg, max(direction.half_width_deg, WIDEST_DEG)))

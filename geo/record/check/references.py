"""Checks that need all records: ids, references, and where a record lies among the others."""

from __future__ import annotations

import statistics
from functools import cache
from typing import TYPE_CHECKING, Any

from geo.earth.geodesy import inverse
from geo.record import codes
from geo.record.check.feature_members import read_id, read_kind
from geo.record.check.geometry import place_path
from geo.record.check.problem_list import Fault
from geo.record.did_you_mean import did_you_mean, fold
from geo.record.kinds import Located, Record, ReportedZone, Source, properties_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geo.earth.bounding_box import Box
    from geo.earth.position import Position
    from geo.record.check.problem_list import Ledger
    from geo.record.codes import Code
    from geo.record.json_file.parse import Element

NEAR_M, FAR_M = 100_000, 500_000
"""Swapped axes are assumed where the swap brings a record from beyond the second distance, in metres, to within the
first distance of the others. Only a file with at least three other records that lie together is judged so."""
_OF_SOURCES = ("sources", "relies_on")
"""Properties that name source records."""
MOST_IDS_COMPARED, MOST_HINTS = 2_000, 20
"""Hints are for typos: in larger files, or beyond this number, comparing each id with all others takes too long."""


def check_ids(named: list[tuple[str, Element]], ledger: Ledger) -> None:
    """Note each id that a reader would confuse with an earlier one."""
    first: dict[str, Element] = {}
    for record_id, element in named:
        earlier = first.setdefault(fold(record_id), element)
        if earlier is not element:
            ledger.add(
                element,
                [Fault(codes.REPEATED_ID, ("id",), f'the id "{record_id}" is already used on line {ledger.line_of(earlier)}')],
            )


def check_references(elements: list[Element], ledger: Ledger) -> None:
    """Note each reference to an id that the file does not have, or to a record of the wrong kind.

    References are read from the file's own properties, so that a record with another problem hides none of its own.
    """
    kinds: dict[str, type[Record] | None] = {}
    confused = False  # by ids that are missing or double: then a hint would lead to the wrong record
    for element in elements:
        record_id = read_id(element.value)
        confused = confused or record_id is None or record_id in kinds
        if record_id is not None:
            kinds[record_id] = read_kind(element.value)
    hints = 0 if confused or len(kinds) > MOST_IDS_COMPARED else MOST_HINTS
    for element in elements:
        faults = list(_reference_faults(element.value, kinds, hints=hints))
        if faults:
            hints = max(0, hints - len(faults))
            ledger.add(element, faults)


@cache
def _references_of(kind: type[Record]) -> tuple[str, ...]:
    """The properties of a kind that name other records."""
    names = ("from", "to", "site", "of", "at", "origin", "about", "shows", "offset_from", *_OF_SOURCES)
    return tuple(name for name in names if name in properties_of(kind))


def _reference_faults(feature: Any, kinds: dict[str, type[Record] | None], *, hints: int) -> Iterator[Fault]:
    kind = read_kind(feature)
    if kind is None:
        return
    properties = feature["properties"]
    ends: list[str] = []
    for name in _references_of(kind):
        given = properties.get(name)
        ids = [given] if isinstance(given, str) and name not in _OF_SOURCES else given
        for index, target in enumerate(ids if isinstance(ids, list) else []):
            if not isinstance(target, str):
                continue
            path = ("properties", name, index)
            if name not in ("about", "shows", "offset_from", *_OF_SOURCES):
                ends.append(target)
            if name == "relies_on" and target == read_id(feature):
                yield Fault(
                    codes.RELIES_ON_ITSELF,
                    path,
                    f'relies_on: "{target}" is this source itself; name another one, or take it out',
                )
            if (wrong := _wrong(name, target, kinds, hint=hints > 0)) is not None:
                code, why = wrong
                yield Fault(code, path, f"{name}: {why}")
    if len(ends) == 2 and ends[0] == ends[1]:
        yield Fault(codes.SAME_ENDS, ("properties",), f'both ends are "{ends[0]}"; a claim needs two records')


def _wrong(name: str, target: str, kinds: dict[str, type[Record] | None], *, hint: bool) -> tuple[Code, str] | None:
    """Code and sentence for one reference, or None where it leads to a record of a fitting kind, or of an unknown one."""
    if target not in kinds:
        return codes.NO_SUCH_ID, f'no record has the id "{target}"{did_you_mean(target, kinds) if hint else ""}'
    found = kinds[target]
    if found is None:
        return None
    if name in _OF_SOURCES and not issubclass(found, Source):
        return codes.WRONG_KIND, f'"{target}" is a {found.kind}, not a source'
    if name not in ("about", *_OF_SOURCES) and not issubclass(found, Located):
        return codes.WRONG_KIND, f'"{target}" is a {found.kind}, which has no place'
    if name not in ("about", "shows", *_OF_SOURCES) and issubclass(found, ReportedZone):
        why = "a whole area, from which nothing is measured; name a record at its edge or in it"
        return codes.WRONG_KIND, f'"{target}" is a zone, {why}; "geo zones" lists what lies inside'
    return None


def check_axes(read: list[tuple[Record, Element]], ledger: Ledger) -> None:
    """Note each record whose axes look exchanged, judged by where all the others lie."""
    placed = list(_placed(read))
    if len(placed) < 4:
        return
    lon = statistics.median(position.lon_deg for _, position, _ in placed)
    lat = statistics.median(position.lat_deg for _, position, _ in placed)
    for record, position, element in placed:
        if record.printed_place or record.offset_from:  # they say which axis is which, or there is none
            continue
        if abs(position.lon_deg) > 90 or inverse(lon, lat, position.lon_deg, position.lat_deg)[0] < FAR_M:
            continue
        if inverse(lon, lat, position.lat_deg, position.lon_deg)[0] < NEAR_M:
            pair = f"[{position.lat_deg}, {position.lon_deg}]"
            why = f"longitude and latitude look swapped, since the other records lie near {pair}: {pair}? If they are right, give published_coordinates"
            ledger.add(element, [Fault(codes.SWAPPED, place_path(record), why)])


def check_region(read: list[tuple[Record, Element]], region: Box, ledger: Ledger) -> None:
    """Note each record outside a region: as an error where exchanging its axes would bring it inside."""
    for record, position, element in _placed(read):
        lon, lat = position.lon_deg, position.lat_deg
        if region.contains(lon, lat):
            continue
        if region.contains(lat, lon):
            why = f"longitude and latitude look swapped, since [{lat}, {lon}] lies in the region {region}: [{lat}, {lon}]?"
            ledger.add(element, [Fault(codes.SWAPPED, place_path(record), why)])
        else:
            ledger.add(element, [Fault(codes.OUTSIDE, place_path(record), f"[{lon}, {lat}] lies outside the region {region}")])


def _placed(read: list[tuple[Record, Element]]) -> Iterator[tuple[Located, Position, Element]]:
    for record, element in read:
        if isinstance(record, Located) and record.drawn:
            yield record, record.drawn, element

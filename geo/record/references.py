"""What can only be checked with all records at hand: ids, references, and where a record lies among the others."""

from __future__ import annotations

import statistics
import unicodedata
from typing import TYPE_CHECKING

from geo.earth.geodesy import inverse
from geo.record import codes
from geo.record.geometry import Fault, place_path
from geo.record.kinds import Located, Record, Source
from geo.record.wording import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geo.earth.box import Box
    from geo.earth.position import Position
    from geo.record.ledger import Ledger
    from geo.record.syntax import Element

NEAR_M, FAR_M = 100_000, 500_000
"""Swapped axes are assumed where the swap brings a record from beyond the second distance, in metres, to within the
first of where the others lie. Only a file with at least three other records that lie together is judged so."""


def fold(record_id: str) -> str:
    """An id as a reader takes it: without blanks around it, without regard to case or to ways of composing letters."""
    return unicodedata.normalize("NFKC", record_id).strip().casefold()


def duplicates(named: list[tuple[str, Element]], ledger: Ledger) -> None:
    """Note each id that a reader would take for an earlier one."""
    first: dict[str, Element] = {}
    for record_id, element in named:
        earlier = first.setdefault(fold(record_id), element)
        if earlier is not element:
            ledger.add(
                element,
                [Fault(codes.REPEATED_ID, ("id",), f'the id "{record_id}" is already used on line {ledger.line_of(earlier)}')],
            )


def missing(read: list[tuple[Record, Element]], known: set[str], ledger: Ledger) -> None:
    """Note each reference to an id that the file does not have, or to a record of the wrong kind."""
    by_id = {record.id: record for record, _ in read}
    for record, element in read:
        if faults := list(_reference_faults(record, known, by_id)):
            ledger.add(element, faults)


def _reference_faults(record: Record, known: set[str], by_id: dict[str, Record]) -> Iterator[Fault]:
    for name, ids in {**record.references(), "sources": record.sources}.items():
        for index, target in enumerate(ids):
            path = ("properties", name, index)
            if target not in known:
                yield Fault(codes.NO_SUCH_ID, path, f'{name}: no record has the id "{target}"{did_you_mean(target, known)}')
                continue
            found = by_id.get(target)  # none where that record has problems of its own
            if found is None:
                continue
            if name == "sources" and not isinstance(found, Source):
                yield Fault(codes.WRONG_KIND, path, f'{name}: "{target}" is a {found.kind}, not a source')
            if name not in ("sources", "about") and not isinstance(found, Located):
                yield Fault(codes.WRONG_KIND, path, f'{name}: "{target}" is a {found.kind}, which has no place')
    ends = [ids[0] for ids in record.references().values()]
    if len(ends) == 2 and ends[0] == ends[1]:
        yield Fault(codes.SAME_ENDS, ("properties",), f'both ends are "{ends[0]}"; a claim needs two records')


def swapped(read: list[tuple[Record, Element]], ledger: Ledger) -> None:
    """Note each record whose axes look exchanged, judged by where all the others lie."""
    placed = list(_placed(read))
    if len(placed) < 4:
        return
    lon = statistics.median(position.lon_deg for _, position, _ in placed)
    lat = statistics.median(position.lat_deg for _, position, _ in placed)
    for record, position, element in placed:
        if abs(position.lon_deg) > 90 or inverse(lon, lat, position.lon_deg, position.lat_deg)[0] < FAR_M:
            continue
        if inverse(lon, lat, position.lat_deg, position.lon_deg)[0] < NEAR_M:
            pair = f"[{position.lat_deg}, {position.lon_deg}]"
            why = f"longitude and latitude look swapped, since the other records lie near {pair}: {pair}?"
            ledger.add(element, [Fault(codes.SWAPPED, place_path(record), why)])


def outside(read: list[tuple[Record, Element]], region: Box, ledger: Ledger) -> None:
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


def _placed(read: list[tuple[Record, Element]]) -> Iterator[tuple[Record, Position, Element]]:
    for record, element in read:
        if isinstance(record, Located) and record.position:
            yield record, record.position, element

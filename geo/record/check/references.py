"""Checks that need all records: ids, references, and where a record lies among the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.earth.geodesy import inverse
from geo.earth.uncertainty import LONGEST_DEGREES_M, SHORTEST_LATITUDE_M
from geo.record import codes
from geo.record.check.entry import Fault
from geo.record.check.geometry import place_path
from geo.record.did_you_mean import did_you_mean, fold
from geo.record.kinds import Located, Record, ReportedZone, Source

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from geo.earth.bounding_box import Box
    from geo.record.check.entry import FeatureEntry
    from geo.record.check.placed import Placed
    from geo.record.check.problem_list import Ledger
    from geo.record.codes import Code

NEAR_M, FAR_M = 100_000, 500_000
"""Swapped axes are assumed where the swap brings a record from beyond the second distance, in metres, to within the
first distance of the others. Only a file with at least three other records that lie together is judged so."""
_OF_SOURCES = ("sources", "relies_on")
"""Properties that name source records."""
_OF_OTHERS = ("about", "shows", "offset_from", *_OF_SOURCES)
"""Properties that name records which are not the ends of a claim."""
MOST_IDS_COMPARED, MOST_HINTS = 2_000, 20
"""Hints are for typos: in larger files, or beyond this number, comparing each id with all others takes too long."""


def check_ids(entries: list[FeatureEntry], ledger: Ledger) -> None:
    """Note each id that a reader would confuse with an earlier one."""
    first: dict[str, FeatureEntry] = {}
    for entry in entries:
        if (record_id := entry.id) is None:
            continue
        earlier = first.setdefault(fold(record_id), entry)
        if earlier is not entry:
            why = f'the id "{record_id}" is already used on line {ledger.line_of(earlier)}'
            ledger.add(entry, [Fault(codes.REPEATED_ID, ("id",), why)])


def check_references(entries: list[FeatureEntry], ledger: Ledger) -> set[str]:
    """Note each reference to an id that the file does not have, or to a record of the wrong kind; return all ids that are named.

    Of a feature with another problem, the file's own properties are read, so that none of its references is hidden.
    """
    kinds: dict[str, type[Record] | None] = {}
    confused = False  # by ids that are missing or double: then a hint would lead to the wrong record
    for entry in entries:
        record_id = entry.id
        confused = confused or record_id is None or record_id in kinds
        if record_id is not None:
            kinds[record_id] = entry.kind
    hints = 0 if confused or len(kinds) > MOST_IDS_COMPARED else MOST_HINTS
    named = set[str]()
    sound: set[tuple[str, ...]] = set()  # lists of sources, which many records share
    for entry in entries:
        if not entry.references:
            continue
        record = entry.record
        if record and entry.references == _SOURCES_ALONE and record.sources in sound:
            continue
        if faults := list(_reference_faults(entry, kinds, named, hints=hints)):
            hints = max(0, hints - len(faults))
            ledger.add(entry, faults)
        elif record:
            sound.add(record.sources)
    return named


_REFERENCES = ("from", "to", "site", "of", "at", "origin", "about", "shows", "offset_from", *_OF_SOURCES)
_SOURCES_ALONE = (("sources", "sources"),)


def references_among(kind: type[Record], names: Collection[str]) -> tuple[tuple[str, str], ...]:
    """Those of some properties of a kind that name other records, with the attributes of the record."""
    known = kind.properties
    return tuple((name, known[name].attribute) for name in _REFERENCES if name in known and name in names)


def _reference_faults(
    entry: FeatureEntry, kinds: dict[str, type[Record] | None], named: set[str], *, hints: int
) -> Iterator[Fault]:
    ends: list[str] = []
    for name, attribute in entry.references:
        given = getattr(entry.record, attribute) if entry.record else entry.feature["properties"].get(name)
        if given is None or given == ():
            continue
        ids = (given,) if isinstance(given, str) and name not in _OF_SOURCES else given
        for index, target in enumerate(ids if isinstance(ids, list | tuple) else ()):
            if not isinstance(target, str):
                continue
            named.add(target)
            if name not in _OF_OTHERS:
                ends.append(target)
            if name == "relies_on" and target == entry.id:
                why = f'relies_on: "{target}" is this source itself; name another one, or take it out'
                yield Fault(codes.RELIES_ON_ITSELF, ("properties", name, index), why)
            if (wrong := _wrong(name, target, kinds, hint=hints > 0)) is not None:
                code, why = wrong
                yield Fault(code, ("properties", name, index), f"{name}: {why}")
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


def check_axes(placed: Placed, ledger: Ledger) -> None:
    """Note each record whose axes look exchanged, judged by where all the others lie."""
    lons, lats = placed.lon_deg, placed.lat_deg
    if len(lons) < 4 or (max(lons) - min(lons) + max(lats) - min(lats)) * LONGEST_DEGREES_M < FAR_M:
        return
    import numpy as np  # takes long to load, and most small files are of one region

    east, north = np.frombuffer(lons), np.frombuffer(lats)
    lon, lat = float(np.median(east)), float(np.median(north))
    is_far = (abs(east - lon) + abs(north - lat)) * LONGEST_DEGREES_M >= FAR_M
    is_near_if_swapped = abs(east - lat) * SHORTEST_LATITUDE_M <= NEAR_M
    for number in np.flatnonzero(is_far & is_near_if_swapped).tolist():  # most lie elsewhere by these bounds
        record, other_lon, other_lat = placed.records[number], lons[number], lats[number]
        if record.printed_place or record.offset_from:  # they say which axis is which, or there is none
            continue
        if abs(other_lon) > 90 or inverse(lon, lat, other_lon, other_lat)[0] < FAR_M:
            continue
        if inverse(lon, lat, other_lat, other_lon)[0] < NEAR_M:
            pair = f"[{other_lat}, {other_lon}]"
            why = f"longitude and latitude look swapped, since the other records lie near {pair}: {pair}? If they are right, give published_coordinates"
            ledger.add(placed.entries[number], [Fault(codes.SWAPPED, place_path(record), why)])


def check_region(placed: Placed, region: Box, ledger: Ledger) -> None:
    """Note each record outside a region: as an error where exchanging its axes would bring it inside."""
    for number, (lon, lat) in enumerate(zip(placed.lon_deg, placed.lat_deg, strict=True)):
        if region.contains(lon, lat):
            continue
        code, why = codes.OUTSIDE, f"[{lon}, {lat}] lies outside the region {region}"
        if region.contains(lat, lon):
            code = codes.SWAPPED
            why = f"longitude and latitude look swapped, since [{lat}, {lon}] lies in the region {region}: [{lat}, {lon}]?"
        ledger.add(placed.entries[number], [Fault(code, place_path(placed.records[number]), why)])

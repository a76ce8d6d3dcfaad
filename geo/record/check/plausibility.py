"""Warns about values that are possible but worth a second look, in time that grows with the number of records.

What follows from the records at hand is always reported. What follows from the absence of others, such as an unused
source or a site far from all others, is reported only for a file that was read as a whole.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from geo.earth.search.outliers import find_outliers
from geo.earth.search.overlapping import find_overlaps
from geo.record import codes
from geo.record.attributes import RANGE_UNITS_M, read_range
from geo.record.check.entry import CheckTable, Fault
from geo.record.check.geometry import place_path
from geo.record.dates import Dates, is_before, parse_dates
from geo.record.did_you_mean import fold
from geo.record.json_file.parse import Number
from geo.record.kinds import (
    AttributeClaim,
    Claim,
    DistanceClaim,
    Event,
    FragmentSite,
    Located,
    PairClaim,
    Photo,
    Record,
    Source,
    StrikeReport,
    WithinClaim,
    event_dates,
)
from geo.record.progress import track_progress
from geo.record.stated_distance import find_conversion
from geo.record.thousands import find_readings, join_readings
from geo.record.values import HIGHEST_M, LOWEST_M

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from geo.record.check.entry import FeatureEntry
    from geo.record.check.placed import Placed
    from geo.record.check.problem_list import Ledger

_TOO_MANY_DECIMALS = 7
"""The seventh decimal is less than the width of a hand."""
GPS_FOR_ALL = date(2000, 5, 2)
"""Coordinates published before this day were mostly read off maps in an older datum, around Shusha Pulkovo 1942, which is 103 m off.

On it the United States stopped degrading GPS for civil users, which had held positions to about 100 m; handheld
receivers, and with them WGS 84, came into common use after it.

Source: Statement by the President regarding the United States' decision to stop degrading Global Positioning System
accuracy, The White House, 1 May 2000, in force from midnight.
"""


def check_plausibility(read: list[FeatureEntry], placed: Placed, ledger: Ledger, named: set[str] | None) -> None:
    """Note what is worth a second look; where every record of the file is among those read, the ids that they name are given."""
    file = _File({entry.record.id: entry.record for entry in read if entry.record}, _strikes_by_position(placed))
    for entry in track_progress(read, "Weighing"):
        record = entry.record
        faults = [*entry.doubts]  # one is reported for each place
        for check in entry.checks:
            faults += check(record, file)
        if faults:
            ledger.add(entry, faults)
    _may_be_one(read, placed, ledger)
    if named is not None:
        _far(placed, ledger)
        _unused(read, named, ledger)


class _File:
    """What a record is compared with."""

    def __init__(self, by_id: dict[str, Record], strikes: dict[tuple[float, float], StrikeReport | None]) -> None:
        self.by_id = by_id
        self.strikes = strikes
        self._printed: dict[tuple[str, ...], list[Dates]] = {}
        self._last_printed: dict[tuple[str, ...], Dates | None] = {}

    def last_printed(self, ids: tuple[str, ...]) -> Dates | None:
        """When the last of those sources was published, if that is known of each."""
        if ids not in self._last_printed:
            dated = self.printed(ids)
            is_known = bool(ids) and len(dated) == len(ids)
            self._last_printed[ids] = max(dated, key=lambda dates: dates.last) if is_known else None
        return self._last_printed[ids]

    def printed(self, ids: tuple[str, ...]) -> list[Dates]:
        """When those sources were published of which that is known; most records share their sources."""
        if (known := self._printed.get(ids)) is None:
            found = (self.by_id.get(one) for one in ids)
            known = [one.published_on for one in found if isinstance(one, Source) and one.published_on]
            self._printed[ids] = known
        return known


def latest_today() -> date:
    """Today's date where the day begins first, 14 hours ahead of UTC."""
    return (datetime.now(UTC) + timedelta(hours=14)).date()


def _at_zero(record: Located, _: _File) -> Sequence[Fault]:
    """The point in the Gulf of Guinea where programs put what has no position."""
    if (at := record.position or record.unjudged) and at.lat_deg == at.lon_deg == 0:
        why = "the position is 0, 0, in the sea off Ghana: many programs write it when the place is not known"
        return [Fault(codes.NULL_ISLAND, place_path(record), f'{why}; if so, write "geometry": null and no coordinates')]
    return ()


_OF_METRES, _OF_DAYS = "_m", ("_on", "_at")


def doubtful_names(names: Iterable[str]) -> tuple[str, ...]:
    """Those of some properties that `doubts_of_properties` looks at."""
    return tuple(name for name in names if name.endswith((_OF_METRES, *_OF_DAYS)))


def doubts_of_properties(names: Iterable[str], given: dict[str, Any], today: date) -> Sequence[Fault]:
    """What is odd about some properties as typed: dates in the future, and metres that may be thousands."""
    found: list[Fault] = []
    for name in names:
        value = given[name]
        if isinstance(value, Number):
            if name.endswith(_OF_METRES):
                found += _divided(name, value)
        elif isinstance(value, str) and not name.endswith(_OF_METRES) and (begins := _last_begins(value)) and begins > today:
            found.append(Fault(codes.FUTURE_DATE, ("properties", name), f"{name}: {value} is in the future"))
    return found


def _last_begins(value: str) -> date | None:
    """The day on which a date begins, or the end of an interval; None for what is no date."""
    try:
        return parse_dates(value.rpartition("/")[2]).first
    except ValueError:
        return None


def _divided(name: str, value: Number) -> Iterator[Fault]:
    """Metres with three decimals and at most three figures before them: people write 1200 so, with a mark in it."""
    if len(found := find_readings(value.digits)) == 2:
        if name == "elevation_m" and not LOWEST_M <= float(found[0]) <= HIGHEST_M:
            return  # receivers write heights to the millimetre
        why = f"{value.digits} would be known to the millimetre; it may be {join_readings(found)}: write the one that is meant"
        yield Fault(codes.DIVIDED_THOUSANDS, ("properties", name), f"{name}: {why}")


def _verb(record: Record) -> str:
    return "found" if isinstance(record, FragmentSite) else "taken" if isinstance(record, Photo) else "struck"


def _date_name(record: Record) -> str:
    return "taken_at" if isinstance(record, Photo) else f"{_verb(record)}_on"


def _without_source(record: Claim, _: _File) -> Sequence[Fault]:
    if not record.sources:
        return [
            Fault(codes.NO_SOURCE, ("properties",), "a claim without sources; name the record of the source that reports it")
        ]
    return ()


def _late_or_early(record: Record, file: _File) -> Sequence[Fault]:
    """A date that is impossible given those of the sources and of the records that a claim is about."""
    when = record.claimed_on if isinstance(record, Claim) else event_dates(record)
    if when is None:
        return ()
    found: list[tuple[str, str]] = []
    last = file.last_printed(record.sources)
    if last and last.last < when.first:
        found.append(("after the last of its sources was published", last.text))
    if isinstance(record, Claim):
        for target in (one for ids in record.references().values() for one in ids if one in file.by_id):
            event = event_dates(file.by_id[target])
            if event and when.last < event.first:
                found.append((f'before "{target}" was {_verb(file.by_id[target])}', event.text))
    if not found:
        return ()
    name = "claimed_on" if isinstance(record, Claim) else _date_name(record)
    said = f"{name}: {name[:-3]} on {when.text}"
    return [Fault(codes.DATES_ORDER, ("properties", name), f"{said}, {what}, on {date}") for what, date in found]


def _before_what_it_shows(photo: Photo, file: _File) -> Iterator[Fault]:
    """A photograph of a strike that was taken before it; fragments may be photographed before they are found."""
    for target in photo.shows:
        strike = file.by_id.get(target)
        if not isinstance(strike, StrikeReport) or strike.struck_on is None or photo.taken_at is None:
            continue
        taken, struck = photo.taken_at, strike.struck_on
        if taken.last < struck.first or is_before(taken.ends, struck.begins):
            what = f'before "{target}" was struck, on {struck.text}, which it is said to show'
            yield Fault(codes.DATES_ORDER, ("properties", "taken_at"), f"taken_at: taken on {taken.text}, {what}")


def _without_datum(record: Located, file: _File) -> Sequence[Fault]:
    """Coordinates without a datum that are known from sources of a time when few were WGS 84."""
    if record.published_coordinates is None or record.geodetic_datum:
        return ()
    last = max(file.printed(record.sources), key=lambda dates: dates.last, default=None)
    if last and last.last < GPS_FOR_ALL and "WGS" not in record.published_coordinates.upper():
        why = f"without geodetic_datum, and its latest dated source is from {last.text}, before GPS was accurate for everyone ({GPS_FOR_ALL})"
        cure = 'name the datum of the map, such as "Pulkovo 1942", or "WGS 84" if the source used that'
        return [
            Fault(codes.OLD_WITHOUT_DATUM, ("properties", "published_coordinates"), f"published_coordinates: {why}; {cure}")
        ]
    return ()


def _without_zone(record: AttributeClaim, _: _File) -> Sequence[Fault]:
    """A claimed range from which nothing can be drawn."""
    if not record.attribute.casefold().startswith("range"):
        return ()
    wanted = 'wanted the attribute "range_km" or "range_m" and a number, such as 280, or "range" and a text, such as "280 km"'
    if record.attribute not in (*RANGE_UNITS_M, "range"):
        return [
            Fault(codes.NO_RANGE, ("properties", "attribute"), f'attribute: "{record.attribute}" produces no zone; {wanted}')
        ]
    if read_range(record.attribute, record.value, record.language) is None:
        return [Fault(codes.NO_RANGE, ("properties", "value"), f'value: "{record.value}" produces no zone; {wanted}')]
    return ()


def _made_by_software(record: Located, _: _File) -> Sequence[Fault]:
    """A position known only by its digits, some of which nobody measured."""
    lon, lat = record.typed or ("", "")
    if ("." in lon[:-_TOO_MANY_DECIMALS] or "." in lat[:-_TOO_MANY_DECIMALS]) and record.is_known_by_digits_alone:
        known = f"it is taken to be known to {record.position.uncertainty_m:,.0f} m" if record.position else ""
        cure = "give uncertainty_m, or published_coordinates as the source prints them"
        why = f"[{lon}, {lat}] has digits added by software; {known}; {cure}"
        return [Fault(codes.UNPRINTED_DIGITS, ("geometry", "coordinates"), why)]
    return ()


def _converted(record: Located | DistanceClaim | WithinClaim, _: _File) -> Sequence[Fault]:
    """A number of metres that is a round number of another unit."""
    if isinstance(record, Located):
        name, number, printed = "offset_distance_m", record.offset_distance_m, record.published_offset is not None
    else:
        name, number, printed = "distance_m", record.distance_m, record.published_distance is not None
    if not number or printed or getattr(record, "tolerance_m", None) or getattr(record, "modifier", None) == "exact":
        return ()
    if found := find_conversion(number.digits):
        figure = f"{float(found.amount):,.12g} {found.unit}"
        cure = f'if the source prints "{figure}", give that text; if it prints metres, give "modifier": "exact" or tolerance_m'
        why = f"{name}: {number.digits} m is {figure}, so it is read as a figure printed in {found.unit}; {cure}"
        return [Fault(codes.CONVERTED, ("properties", name), why)]
    return ()


def _strikes_by_position(placed: Placed) -> dict[tuple[float, float], StrikeReport | None]:
    """The strike of the earliest date at each position; None where one there has no date."""
    strikes: dict[tuple[float, float], StrikeReport | None] = {}
    for number, kind in enumerate(placed.kinds):
        if kind is not StrikeReport or not isinstance(strike := placed.records[number], StrikeReport):
            continue
        here = placed.lon_deg[number], placed.lat_deg[number]
        known = strikes.get(here, strike)
        if known is None or known.struck_on is None or strike.struck_on is None:
            strikes[here] = None
        else:
            strikes[here] = min(known, strike, key=lambda one: one.struck_on.first if one.struck_on else one.id)
    return strikes


def _before_the_strike(record: FragmentSite, file: _File) -> Sequence[Fault]:
    """Fragments found before the first strike at the same position; strikes nearby may be different ones."""
    if record.position is None or record.found_on is None:
        return ()
    strike = file.strikes.get((record.position.lon_deg, record.position.lat_deg))
    if strike and strike.struck_on and record.found_on.last < strike.struck_on.first:
        what = f'before "{strike.id}" struck the same position, on {strike.struck_on.text}'
        return [Fault(codes.DATES_ORDER, ("properties", "found_on"), f"found_on: found on {record.found_on.text}, {what}")]
    return ()


RECORD_CHECKS: CheckTable = (
    (Located, set(), _at_zero),
    (Claim, set(), _without_source),
    (Photo, {"shows"}, _before_what_it_shows),
    (Claim, {"claimed_on"}, _late_or_early),
    ((FragmentSite, StrikeReport, Photo), {"found_on", "struck_on", "taken_at"}, _late_or_early),
    (FragmentSite, {"found_on"}, _before_the_strike),
    (Located, {"published_coordinates"}, _without_datum),
    (AttributeClaim, set(), _without_zone),
    (Located, set(), _made_by_software),
    (Located, {"offset_distance_m"}, _converted),
    ((DistanceClaim, WithinClaim), {"distance_m"}, _converted),
)
"""What records are asked once all are read."""


def _may_be_one(read: list[FeatureEntry], placed: Placed, ledger: Ledger) -> None:
    """Two of a kind, of the same days or both without a date, that are no farther apart than their uncertainties together.

    A place may lie in another, so places are not compared; nor are two that a claim sets apart, because they are two.
    """
    told_apart: set[frozenset[str]] | None = None
    alike: defaultdict[tuple[type[Record], tuple[date, date] | None], list[int]] = defaultdict(list)
    for number, (kind, when) in enumerate(zip(placed.kinds, placed.dates, strict=True)):
        if issubclass(kind, Event):
            alike[kind, (when.first, when.last) if when else None].append(number)
    for group in track_progress(alike.values(), "Comparing"):
        lon, lat, known_m = (
            [column[one] for one in group] for column in (placed.lon_deg, placed.lat_deg, placed.uncertainty_m)
        )
        for pair in find_overlaps(lon, lat, known_m):
            earlier, record = placed.records[group[pair.earlier]], placed.records[group[pair.later]]
            told_apart = _told_apart(read) if told_apart is None else told_apart
            if frozenset((earlier.id, record.id)) in told_apart or fold(earlier.id) == fold(record.id):
                continue
            if earlier.offset_from == record.id or record.offset_from == earlier.id:
                continue
            known = f"known to within {known_m[pair.earlier]:,.1f} and {known_m[pair.later]:,.1f} m"
            why = f'may be the same {record.kind} as "{earlier.id}": the positions lie {pair.distance_m:,.1f} m apart and are {known}'
            ledger.add(placed.entries[group[pair.later]], [Fault(codes.MAY_BE_ONE, ("id",), why)])


def _told_apart(read: Iterable[FeatureEntry]) -> set[frozenset[str]]:
    """The ids of each two records that a claim sets apart."""
    claims = (entry.record for entry in read if isinstance(entry.record, PairClaim))
    return {frozenset((one.from_, one.to)) for one in claims}


def _far(placed: Placed, ledger: Ledger) -> None:
    """Sites and strikes, not places: a town may be given for orientation."""
    for one in find_outliers(placed.lon_deg, placed.lat_deg):
        record = placed.records[one.number]
        if isinstance(record, Event):
            rest = f"the middle of all records, three quarters of which lie within {one.spread_m / 1000:,.1f} km of it"
            why = f"lies {one.distance_m / 1000:,.0f} km from {rest}; no other lies within {one.clear_m / 1000:,.0f} km"
            ledger.add(placed.entries[one.number], [Fault(codes.FAR, place_path(record), why)])


def _unused(read: list[FeatureEntry], named: set[str], ledger: Ledger) -> None:
    for entry in read:
        if isinstance(entry.record, Source) and entry.record.id not in named:
            why = "no record names this source; add its id to the sources of what it reports, or take it out"
            ledger.add(entry, [Fault(codes.UNUSED_SOURCE, ("id",), why)])

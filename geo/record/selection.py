"""Selects records by kind, id, place and day, and names the claims that lose an end."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from geo.earth.bounding_box import Box, parse_box
from geo.earth.quantities import count_text
from geo.record.dates import Dates, parse_dates
from geo.record.did_you_mean import did_you_mean
from geo.record.kinds import KINDS, Claim, Event, Located, Photo, Record, Source, event_dates
from geo.record.look_up import look_up

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    Names = str | Record | Iterable[str | Record]
    Sides = Box | str | Iterable[float]
    Days = Dates | str | date | Iterable[str | date]


class LeftOutRecord(NamedTuple):
    """A record that a selection leaves out because something is missing, and what."""

    id: str
    why: str

    def __str__(self) -> str:
        return f"{self.id}: {self.why}"


class Selection(NamedTuple):
    """The selected records, in the order of the file, and those that were left out because something is missing."""

    records: tuple[Record, ...]
    left_out: tuple[LeftOutRecord, ...]


def select_records(  # noqa: PLR0913  # the ways to select
    records: Sequence[Record],
    *,
    kind: Names | None = None,
    ids: Names | None = None,
    box: Sides | None = None,
    days: Days | None = None,
    claims: Collection[str] | None = None,
) -> Selection:
    """Select records; see `Sites.select`. `claims` are the ids of those that have a wanted verdict.

    Raises:
        ValueError: if there is no such kind or id, or the box or the days cannot be read.
    """
    by_id = {one.id: one for one in records}
    kinds = [] if kind is None else [KINDS[_kind(one)] for one in _names(kind)]
    called = {one.id: one.name for one in records}
    names = [] if ids is None else [look_up(one, called, "record") for one in _names(ids)]
    wanted = {
        family: _Wanted(
            {one for one in kinds if issubclass(one, family)}, {one for one in names if isinstance(by_id[one], family)}
        )
        for family in (Located, Claim, Source)
    }
    bounds, span = None if box is None else _box(box), None if days is None else _days(days)
    asks_for_places = wanted[Located].is_asked or bounds is not None or span is not None
    asks_for_claims = wanted[Claim].is_asked or claims is not None
    asks_for_all = not (asks_for_places or asks_for_claims or kinds or names) and kind is None and ids is None

    left_out: dict[str, str] = {}
    chosen = [one for one in records if isinstance(one, Claim) and wanted[Claim].matches(one)]
    if claims is not None:
        chosen = [one for one in chosen if one.id in claims]
    if not (asks_for_claims or asks_for_places or asks_for_all):
        chosen = []
    if asks_for_places:
        asked = [one for one in records if isinstance(one, Located) and wanted[Located].matches(one)]
        left_out = {one.id: why for one in asked if (why := _missing(one, bounds, span))}
        kept = {one.id for one in asked if one.id not in left_out and _lies_in(one, bounds) and _may_be_on(one, span)}
    elif asks_for_all:
        kept = {one.id for one in records if isinstance(one, Located)}
    else:
        kept = {end for claim in chosen for end in _ends(claim)}
    for claim in chosen:
        if gone := [one for one in _ends(claim) if one not in kept]:
            left_out[claim.id] = f"it refers to {', '.join(gone)}, which {'is' if len(gone) == 1 else 'are'} not selected"
    kept |= {one.id for one in chosen if one.id not in left_out}
    if wanted[Source].is_asked or asks_for_all:
        kept |= {one.id for one in records if isinstance(one, Source) and wanted[Source].matches(one)}
    _add_sources(kept, by_id)
    return Selection(
        tuple(one for one in records if one.id in kept),
        tuple(LeftOutRecord(one.id, left_out[one.id]) for one in records if one.id in left_out),
    )


_MOST_NAMED = 5
_EVER = (date(1, 1, 1), date(9999, 12, 31))
"""The first and the last day where only one end of an interval was asked for."""


def describe_conditions(
    *,
    kind: Names | None = None,
    ids: Names | None = None,
    box: Sides | None = None,
    days: Days | None = None,
    verdict: Names | None = None,
) -> str:
    """What a selection asks for, in words, for whoever reads what is made of it.

    >>> describe_conditions(kind="fragment_site", days=("2021-03", "2021-04"), verdict=["agrees", "contradicted"])
    'kind fragment_site; days 2021-03-01 to 2021-04-30; verdict agrees or contradicted'
    """
    said = [f"{name} {_one_of(_names(given))}" for name, given in (("kind", kind), ("id", ids)) if given is not None]
    if box is not None:
        at = _box(box)
        said.append(f"box {at.west_deg:g}, {at.south_deg:g}, {at.east_deg:g}, {at.north_deg:g}")
    if days is not None:
        asked = _days(days)
        said.append(_say_days(asked.first, asked.last))
    return "; ".join([*said, *([] if verdict is None else [f"verdict {_one_of(_names(verdict))}"])])


def _say_days(first: date, last: date) -> str:
    if first == last:
        return f"day {first.isoformat()}"
    start = "" if first == _EVER[0] else f" {first.isoformat()}" if last != _EVER[1] else f" from {first.isoformat()}"
    return f"days{start}{'' if last == _EVER[1] else f' to {last.isoformat()}'}"


def _one_of(names: Sequence[str]) -> str:
    more = f" or {count_text(len(names) - _MOST_NAMED)} more" if len(names) > _MOST_NAMED else ""
    return " or ".join(names[:_MOST_NAMED]) + more


class _Wanted(NamedTuple):
    """The kinds and ids of one family of records that are asked for: records with a place, claims, or sources."""

    kinds: set[type[Record]]
    ids: set[str]

    @property
    def is_asked(self) -> bool:
        """Whether this family is asked for at all."""
        return bool(self.kinds or self.ids)

    def matches(self, record: Record) -> bool:
        """Whether a record of this family is of one of the kinds and has one of the ids, as far as these are asked for."""
        return (not self.kinds or type(record) in self.kinds) and (not self.ids or record.id in self.ids)


def _names(given: Names) -> list[str]:
    """The names in an argument that takes one or several; a record stands for its id."""
    several = [given] if isinstance(given, str | Record) or not isinstance(given, Iterable) else list(given)
    return [one.id if isinstance(one, Record) else str(one) for one in several]


def _kind(name: str) -> str:
    if name not in KINDS:
        raise ValueError(f'"{name}" is not one of the kinds {", ".join(KINDS)}{did_you_mean(name, KINDS)}')
    return name


def _box(given: Sides) -> Box:
    """A box as it may be given: west, south, east and north in degrees."""
    return given if isinstance(given, Box) else parse_box(given if isinstance(given, str) else ",".join(map(str, given)))


def _days(given: Days) -> Dates:
    """Days as they may be given: a text, a day, or the first and the last day."""
    if isinstance(given, Dates):
        return given
    parts = [given] if isinstance(given, str | date) else list(given)
    return parse_dates("/".join(one.isoformat()[:10] if isinstance(one, date) else one for one in parts))


def _ends(claim: Claim) -> Iterator[str]:
    return (one for ids in claim.references().values() for one in ids)


def _missing(record: Located, box: Box | None, days: Dates | None) -> str:
    """Why it cannot be told whether a record is in a box or may be on a day; empty where it can."""
    lacks = ["position"] if box and record.drawn is None else []
    lacks += ["date"] if days and isinstance(record, Event | Photo) and event_dates(record) is None else []
    return f"it has no {' and no '.join(lacks)}" if lacks else ""


def _lies_in(record: Located, box: Box | None) -> bool:
    return box is None or (record.drawn is not None and box.contains(record.drawn.lon_deg, record.drawn.lat_deg))


def _may_be_on(record: Located, days: Dates | None) -> bool:
    """Whether one of the days is one of the record's; a place for context has no day and is there on all of them."""
    dates = event_dates(record)
    return days is None or dates is None or (dates.first <= days.last and days.first <= dates.last)


def _add_sources(kept: set[str], by_id: dict[str, Record]) -> None:
    """Add the sources that the records name, and those that these rely on."""
    waiting = list(kept)
    while waiting:
        record = by_id[waiting.pop()]
        named = {*record.sources, *(record.relies_on if isinstance(record, Source) else ())} & by_id.keys()
        waiting += named - kept
        kept |= named

"""Compares two assessments: records, their positions, and verdicts."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from geo.earth.direction import Direction
from geo.earth.notation.distance import Distance
from geo.earth.notation.offset import PrintedOffset
from geo.judge.verdict.measurement import Measurement, measure
from geo.record.dates import Dates
from geo.record.facts import facts_of
from geo.record.json_file.parse import Number
from geo.record.kinds import Located, Record

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.earth.position import Position
    from geo.judge.assessment import Assessment
    from geo.judge.verdict.finding import Finding

Value = str | int | tuple[str, ...] | Number | None
"""What a property holds; None where the record does not have it."""


@dataclass(frozen=True, slots=True)
class PropertyChange:
    """A property, or the name of the whole file, before and after."""

    name: str
    old: Value
    new: Value


@dataclass(frozen=True, slots=True)
class Move:
    """Where a record was judged to be, before and after."""

    old: Position | None
    new: Position | None
    measured: Measurement | None
    """The geodesic from the old position to the new one; None where one of them is missing."""


@dataclass(frozen=True, slots=True)
class RecordChange:
    """What differs between two records of one id."""

    old: Record
    new: Record
    properties: tuple[PropertyChange, ...]
    move: Move | None
    """None where position and uncertainty stayed."""
    outline_changed: bool = False
    """True where the polygon differs."""


@dataclass(frozen=True, slots=True)
class FindingChange:
    """The finding on a claim, before and after; None where there was, or is, no such claim."""

    claim: str
    old: Finding | None
    new: Finding | None


@dataclass(frozen=True)
class Difference:
    """What changed from an old assessment to a new one; records are matched by their ids."""

    old: Assessment
    new: Assessment
    title: PropertyChange | None
    """The file's own name, where it changed."""
    added: tuple[Record, ...]
    removed: tuple[Record, ...]
    changed: tuple[RecordChange, ...]
    reordered: tuple[str, ...]
    """Ids of the fewest records whose moves in the file explain the new order; what they say has not changed."""
    verdicts: tuple[FindingChange, ...]
    """Claims whose verdict changed, and claims that were added or removed."""
    figures: tuple[FindingChange, ...]
    """Claims whose verdict stayed while its figures, or the independence of its sources, changed."""

    @property
    def is_empty(self) -> bool:
        """True if every record says the same as before; its place in the file may differ."""
        return not (self.title or self.added or self.removed or self.changed)


def compare(old: Assessment, new: Assessment) -> Difference:
    """What changed from `old` to `new`: added records in the order of the new file, the others in that of the old."""
    before, after = old.sites, new.sites
    kept = [record for record in before if record.id in after]
    changes = (_change(record, after[record.id]) for record in kept)
    findings = _findings(old.findings, new.findings)
    return Difference(
        old=old,
        new=new,
        title=None if before.name == after.name else PropertyChange("name", before.name, after.name),
        added=tuple(record for record in after if record.id not in before),
        removed=tuple(record for record in before if record.id not in after),
        changed=tuple(change for change in changes if change is not None),
        reordered=_reordered([record.id for record in kept], [record.id for record in after if record.id in before]),
        verdicts=tuple(one for one in findings if (one.old and one.old.verdict) != (one.new and one.new.verdict)),
        figures=tuple(one for one in findings if one.old and one.new and one.old.verdict is one.new.verdict),
    )


def _change(old: Record, new: Record) -> RecordChange | None:
    before, after = _values(old), _values(new)
    properties = tuple(
        PropertyChange(name, before.get(name), after.get(name))
        for name in dict.fromkeys((*before, *after))
        if _key(before.get(name)) != _key(after.get(name))
    )
    move = _measure_move(_position(old), _position(new))
    outline_changed = _polygon(old) != _polygon(new)
    return RecordChange(old, new, properties, move, outline_changed) if properties or move or outline_changed else None


@cache
def _attributes(kind: type[Record]) -> tuple[tuple[str, str], ...]:
    """The properties of a kind by their names in the file and in the record."""
    return tuple((fact.name, fact.attribute) for fact in facts_of(kind))


def _values(record: Record) -> dict[str, Value]:
    known = {name: _plain(getattr(record, at)) for name, at in _attributes(type(record))}
    own: dict[str, Value] = {name: value if isinstance(value, Number | int) else str(value) for name, value in record.custom}
    return {"kind": record.kind, **known, **own}


def _plain(value: Value | Dates | Direction | Distance | PrintedOffset) -> Value:
    return value.text if isinstance(value, Dates | Direction | Distance | PrintedOffset) else value


def _key(value: Value) -> object:
    """What makes two values the same; for a number its digits, which show how well it is known."""
    return value.digits if isinstance(value, Number) else value


def _position(record: Record) -> Position | None:
    return record.position if isinstance(record, Located) else None


def _polygon(record: Record) -> object:
    return record.polygon if isinstance(record, Located) else None


def _measure_move(old: Position | None, new: Position | None) -> Move | None:
    if old == new:
        return None
    measured = measure(old, new) if old and new else None
    if measured and old and new and measured.distance_m == 0 and old.uncertainty_m == new.uncertainty_m:
        return None  # 180° east and 180° west
    return Move(old, new, measured)


def _findings(old: Sequence[Finding], new: Sequence[Finding]) -> list[FindingChange]:
    """Findings that differ in their figures, and those of claims that only one side has."""
    before, after = ({one.claim: one for one in findings} for findings in (old, new))
    pairs = [FindingChange(claim, before.get(claim), after.get(claim)) for claim in dict.fromkeys((*before, *after))]
    return [pair for pair in pairs if _figures(pair.old) != _figures(pair.new)]


def _figures(finding: Finding | None) -> object:
    if finding is None:
        return None
    return finding.verdict, finding.claimed, finding.measured, finding.gap_m, finding.gap_deg, finding.independent


def _reordered(old: Sequence[str], new: Sequence[str]) -> tuple[str, ...]:
    """The ids outside the longest run that keeps its order, which are the fewest that can have been moved.

    Source: M. L. Fredman (1975), On computing the length of longest increasing subsequences, Discrete Mathematics 11,
    29-35, doi:10.1016/0012-365X(75)90103-X.
    """
    rank = {one: number for number, one in enumerate(old)}
    ranks = [rank[one] for one in new]
    tails: list[int] = []  # of the runs found so far by length, the least rank that one ends with
    ends: list[int] = []  # and where in `ranks` that stands
    before: list[int] = []
    for number, value in enumerate(ranks):
        length = bisect_left(tails, value)
        before.append(ends[length - 1] if length else -1)
        tails[length : length + 1], ends[length : length + 1] = [value], [number]
    stays: set[int] = set()
    at = ends[-1] if ends else -1
    while at >= 0:
        stays.add(at)
        at = before[at]
    return tuple(one for number, one in enumerate(new) if number not in stays)

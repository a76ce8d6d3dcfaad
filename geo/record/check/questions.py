"""What is asked of features whose properties have the same names, as most features of a file do: found out once."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from geo.record.check.agreement import FIGURE_CHECKS
from geo.record.check.offsets import OFFSET_PROPERTIES
from geo.record.check.plausibility import RECORD_CHECKS, doubtful_names
from geo.record.check.property_values import readers_of
from geo.record.check.references import references_among
from geo.record.kinds import Located

if TYPE_CHECKING:
    from geo.record.check.entry import Checks, CheckTable
    from geo.record.check.property_values import Readers
    from geo.record.kinds import Record


class Questions(NamedTuple):
    """What is asked of a feature."""

    readers: Readers
    """Of its properties: what their values are."""
    figures: Checks
    """Of its record, by itself: whether its figures agree."""
    is_offset: bool
    """Whether the parts of an offset are looked at."""
    references: tuple[tuple[str, str], ...]
    """Properties that name other records, with the attributes of the record."""
    doubtful: tuple[str, ...]
    """Properties that may be odd as they were typed."""
    records: Checks
    """Of its record, once all are read: what is worth a second look."""


def questions_of(kind: type[Record], names: tuple[str, ...]) -> Questions:
    """What is asked of features of a kind that have properties of these names."""
    return Questions(
        readers_of(kind, names),
        _checks_among(FIGURE_CHECKS, kind, names),
        issubclass(kind, Located) and not OFFSET_PROPERTIES.isdisjoint(names),
        references_among(kind, names),
        doubtful_names(names),
        _checks_among(RECORD_CHECKS, kind, names),
    )


def _checks_among(table: CheckTable, kind: type[Record], names: tuple[str, ...]) -> Checks:
    """Those of a table that may find something in a record of a kind with these properties."""
    return tuple(
        check for kinds, needed, check in table if issubclass(kind, kinds) and (not needed or not needed.isdisjoint(names))
    )

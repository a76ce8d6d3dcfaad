"""Records that have a position, in columns: going through the records again would take longer than the arithmetic on all of them."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

from geo.record.kinds import Located, event_dates

if TYPE_CHECKING:
    from collections.abc import Iterable

    from geo.earth.position import Position
    from geo.record.check.entry import FeatureEntry
    from geo.record.dates import Dates


class Placed:
    """Entries of records with a position, in the order of the file, and what, where and when these are."""

    def __init__(self) -> None:
        self.entries: list[FeatureEntry] = []
        self.records: list[Located] = []
        self.kinds: list[type[Located]] = []
        self.dates: list[Dates | None] = []
        self.lon_deg, self.lat_deg, self.uncertainty_m = array("d"), array("d"), array("d")

    @classmethod
    def among(cls, read: Iterable[FeatureEntry], *, is_drawn: bool = False) -> Placed:
        """Those of some entries whose records have a position, or are drawn at one that judges nothing."""
        found = cls()
        for entry in read:
            if isinstance(record := entry.record, Located) and (at := record.drawn if is_drawn else record.position):
                found.add(entry, record, at)
        return found

    def add(self, entry: FeatureEntry, record: Located, at: Position) -> None:
        """Add one that follows the others in the file."""
        self.entries.append(entry)
        self.records.append(record)
        self.kinds.append(type(record))
        self.dates.append(event_dates(record))
        self.lon_deg.append(at.lon_deg)
        self.lat_deg.append(at.lat_deg)
        self.uncertainty_m.append(at.uncertainty_m)

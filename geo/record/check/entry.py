"""What is kept of a feature once it was read: its record, or where there is none, the feature itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from geo.record.kinds import KINDS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from geo.record.codes import Code
    from geo.record.json_file.parse import Path
    from geo.record.kinds import Record


Checks = tuple["Callable[..., Iterable[Fault]]", ...]
CheckTable = tuple[tuple["type[Record] | tuple[type[Record], ...]", "set[str]", "Callable[..., Iterable[Fault]]"], ...]
"""What is asked of records of some kinds that have one of some properties, or of all of them where none is named."""


class Fault(NamedTuple):
    """What is wrong, and where in the feature."""

    code: Code
    path: Path
    message: str
    on_key: bool = False


class FeatureEntry:
    """A feature of the file, which is walked again only where it has a problem."""

    __slots__ = ("checks", "doubts", "faults", "feature", "id", "kind", "record", "references", "start")

    def __init__(self, feature: Any, start: int, record_id: str | None, kind: type[Record] | None) -> None:
        """Take a feature that has no record, its place, and its id and kind if they can be read."""
        self.start, self.id, self.kind = start, record_id, kind
        self.feature = feature
        """The feature as it was decoded, if it has no record."""
        self.record: Record | None = None
        self.faults: Sequence[Fault] = ()
        """What is wrong in itself."""
        self.doubts: Sequence[Fault] = ()
        """What is worth a second look in itself, if nothing is wrong."""
        self.references: tuple[tuple[str, str], ...] = ()
        """Its properties that name other records, with the attributes of its record, if its kind is known."""
        self.checks: Checks = ()
        """What its record is asked once all are read."""


def read_id(feature: Any) -> str | None:
    """The id of a feature, if it is a text."""
    found = feature.get("id") if isinstance(feature, dict) else None
    return found if isinstance(found, str) else None


def read_kind(feature: Any) -> type[Record] | None:
    """The kind of a feature, if it is one of ours."""
    properties = feature.get("properties") if isinstance(feature, dict) else None
    kind = properties.get("kind") if isinstance(properties, dict) else None
    return KINDS.get(kind) if isinstance(kind, str) else None

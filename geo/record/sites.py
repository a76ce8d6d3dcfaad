"""A file's records, all together."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import PurePath
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geo.record.kinds import Record

    Kind = TypeVar("Kind", bound=Record)


@dataclass(frozen=True)
class Sites:
    """The records of one file, in its order; `sites["fragment-site-1"]` is the one with that id."""

    path: str
    """The file as it was named."""
    sha256: str
    """Hash of the bytes that were read."""
    records: tuple[Record, ...]
    name: str | None = None
    """What the file calls itself."""
    _by_id: dict[str, Record] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_id", {record.id: record for record in self.records})

    @property
    def title(self) -> str:
        """The name of the collection, or of the file where it has none."""
        return self.name or PurePath(self.path).stem

    def __getitem__(self, record_id: str) -> Record:
        """Raise `KeyError` where no record has that id."""
        return self._by_id[record_id]

    def __contains__(self, record_id: object) -> bool:
        return record_id in self._by_id

    def __iter__(self) -> Iterator[Record]:
        return iter(self.records)

    def __len__(self) -> int:
        return len(self.records)

    def of_kind(self, kind: type[Kind]) -> tuple[Kind, ...]:
        """The records of one class, such as `FragmentSite`, in the order of the file."""
        return tuple(record for record in self.records if isinstance(record, kind))

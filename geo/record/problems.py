"""Represents the problems of a file as values that can be listed, sorted and printed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from geo.record.escape import printable


class Severity(StrEnum):
    """An error keeps the file from being used; a warning asks for a second look."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One error or warning: what is wrong, where, and what is expected."""

    file: str
    line: int
    """Counted from 1."""
    column: int
    """Counted from 1, in characters."""
    severity: Severity
    id: str | None
    """The feature's id, or None outside a feature or where it has none."""
    message: str
    code: str
    """What `geo explain` is asked: `GEO012`."""

    def __str__(self) -> str:
        """One clickable line, in which no character of the file can steer a terminal."""
        who = "" if self.id is None else f"{self.id}: "
        return printable(f"{self.file}:{self.line}:{self.column}: {self.severity}: {who}{self.message} [{self.code}]")


MOST_OF_A_CODE = 300
"""Problems of one code that are listed of a file; of the others it is said how many there are."""


class SitesError(ValueError):
    """Raised for a file that cannot be used; `problems` lists every problem in file order."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems

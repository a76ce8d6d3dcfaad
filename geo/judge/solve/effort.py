"""Limits on a search: units of work, so that one file gives one result on every machine, and a clock as a last resort."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from enum import StrEnum

MOST_SECONDS = 30.0
"""No search runs longer than this, however slow the machine; on most machines its units are spent in a few seconds."""


@dataclass(slots=True)
class Effort:
    """Work that may still be done, in units of some hundredths of a millisecond."""

    left: int
    seconds: float = MOST_SECONDS
    _whole: Effort | None = None
    _ends: float = field(init=False)

    def __post_init__(self) -> None:
        self._ends = time.monotonic() + self.seconds

    def spend(self, units: int) -> None:
        """Take units from what is left, here and in the whole of which this is a part."""
        self.left -= units
        if self._whole is not None:
            self._whole.spend(units)

    @property
    def is_spent(self) -> bool:
        """Whether the search has to stop."""
        return self.left <= 0 or (self._whole is not None and self._whole.is_spent) or time.monotonic() >= self._ends

    def part(self, units: int) -> Effort:
        """A part of at most this many units; spending from it also spends from the whole."""
        return Effort(min(units, self.left), self.seconds, self)


class Limit(StrEnum):
    """Why it is undecided whether some claims can hold."""

    CLAIMS = "claims"
    """They are too many to be solved together."""
    SETS = "sets"
    """The search stopped at the maximum number of sets."""
    EFFORT = "effort"
    """The effort allowed for one file was spent."""

"""Bars on a terminal for what takes longer than a second, with an estimate of how long it still takes."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress

QUIET_S = 1.0
"""Seconds that pass without a word."""
_BETWEEN_S = 0.1
"""And between two words."""


class Bars:
    """Hears how far a work is, and shows it on stderr: one bar at a time, gone without a trace when it is full."""

    def __init__(self) -> None:
        self._due = time.monotonic() + QUIET_S
        self._doing: str | None = None
        self._bar: Progress | None = None

    def __call__(self, doing: str, share: float) -> None:
        """Show the share of what is being done; parts of something that is shown already are not shown themselves."""
        if self._doing not in (None, doing):
            return
        if share >= 1:
            self.close()
            return
        self._doing = doing
        now = time.monotonic()
        if now < self._due:
            return
        self._due = now + _BETWEEN_S
        bar = self._bar or _bar(doing)
        bar.update(bar.task_ids[0], completed=share)
        bar.start()  # which does nothing where it has started
        self._bar = bar

    def close(self) -> None:
        """Take the bar away."""
        self._doing = None
        if self._bar:
            self._bar.stop()
            self._bar = None


def _bar(doing: str) -> Progress:
    from rich.console import Console  # it takes long to load, and most commands are done within a second
    from rich.progress import Progress

    bar = Progress(console=Console(stderr=True), transient=True)
    bar.add_task(doing, total=1.0)
    return bar

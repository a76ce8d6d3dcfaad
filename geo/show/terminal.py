"""What a person sees in a terminal: tables and progress."""

from __future__ import annotations

import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import Progress
from rich.table import Table
from rich.text import Text

from geo.judge.interval import Verdict
from geo.record.problems import printable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from geo.judge.assessment import Assessment

SHOWN_AT_ONCE = 200
"""Rows of a table on a terminal; the report and JSON have them all."""
QUIET_S = 1.0
"""Seconds that pass without a word."""
_STYLES = {Verdict.CONTRADICTED: "bold red", Verdict.UNTESTABLE: "dim"}


def print_findings(assessment: Assessment) -> None:
    """Print one row for each finding: verdict, claim, reason."""
    if not assessment.findings:
        return
    table = Table(box=None, padding=(0, 2, 0, 0), show_header=True, header_style="")
    table.add_column("verdict", no_wrap=True)
    table.add_column("claim", overflow="fold")
    table.add_column("why", overflow="fold")
    for finding in assessment.findings[:SHOWN_AT_ONCE]:
        # Text, not str: what a person typed is never read as Rich's markup
        verdict = Text(finding.verdict, style=_STYLES.get(finding.verdict, ""))
        table.add_row(verdict, Text(printable(finding.claim)), Text(printable(finding.explanation)))
    console = Console(highlight=False)
    console.print(table)
    if (more := len(assessment.findings) - SHOWN_AT_ONCE) > 0:
        console.print(f"… and {more:,} more; geo report has them all")


@contextmanager
def gauge(what: str) -> Iterator[Callable[[float], None]]:
    """Something to tell which share of a work is done; after a second it is shown on a terminal, with an estimate."""
    console = Console(stderr=True)
    bar = Progress(console=console, transient=True)
    task = bar.add_task(what, total=1.0)
    started = time.monotonic()

    def show(share: float) -> None:
        if console.is_terminal and not bar.live.is_started and time.monotonic() - started > QUIET_S:
            bar.start()
        bar.update(task, completed=share)

    try:
        yield show
    finally:
        if bar.live.is_started:
            bar.stop()

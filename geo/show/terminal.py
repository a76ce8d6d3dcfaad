"""What a person sees in a terminal: tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table
from rich.text import Text

from geo.judge.interval import Verdict
from geo.record.problems import printable

if TYPE_CHECKING:
    from geo.judge.assessment import Assessment

SHOWN_AT_ONCE = 200
"""Rows of a table on a terminal; the report and JSON have them all."""
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

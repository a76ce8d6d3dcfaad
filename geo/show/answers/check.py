"""Formats the output of `geo check`: problems with their lines or as annotations, findings, and conflicts."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from rich.cells import cell_len

from geo.earth.quantities import count_text, plural
from geo.judge.limits import Limited
from geo.judge.same_markings import SameMarkings
from geo.judge.verdict.interval import Verdict
from geo.record.codes import CODES
from geo.record.escape import escape_annotation, escape_annotation_property, printable
from geo.record.kinds import Claim, FragmentSite, Photo, Place, Record, ReportedZone, Source, StrikeReport
from geo.record.problems import Problem
from geo.show.answers import json_form
from geo.show.answers.conflicts import NO_CONFLICTS, conflicts_json, conflicts_sentences
from geo.show.answers.limits import limit_sentences, limits_json, unlocated_sentences
from geo.show.answers.markings import marking_lines, markings_json

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from geo.judge.assessment import Assessment
    from geo.show.answers.json_form import Json

WIDTH = 100
"""Characters of a line that are shown around a problem."""


def with_context(problems: Iterable[Problem], text: str) -> Iterator[str]:
    """Each problem's line, then the line of the file that it refers to, then a caret under the column.

    Args:
        problems: The problems of one file.
        text: The text of that file, without a byte-order mark.
    """
    problems = list(problems)
    lines = _find_lines(text, {problem.line for problem in problems})
    for problem in problems:
        yield str(problem)
        line = lines.get(problem.line, "")
        if line and not line.isspace():
            yield from _pointed(line, problem.column - 1)


def _find_lines(text: str, numbers: Collection[int]) -> dict[int, str]:
    """Some lines of a text by their numbers from 1, as far as it has them, without a copy of all of them."""
    end = "\n" if "\n" in text else "\r"
    found: dict[int, str] = {}
    start, line = 0, 1
    for number in sorted(numbers):
        while line < number:
            start, line = text.find(end, start) + 1, line + 1
            if not start:
                return found
        after = text.find(end, start)
        found[number] = text[start : len(text) if after < 0 else after]
    return found


def _pointed(line: str, at: int) -> Iterator[str]:
    length = len(line) - line.endswith("\r")
    start = max(0, min(at - WIDTH // 2, length - WIDTH))
    end = min(start + WIDTH, length)
    before = f"{'…' if start else ''}{_flat(line[start:at])}"
    yield f"    {before}{_flat(line[at:end])}{'…' if end < length else ''}"
    yield f"    {' ' * cell_len(before)}^"


def _flat(text: str) -> str:
    """Text in which each tab is one space, so that the caret stands where it should, and nothing steers the terminal."""
    return printable(text.replace("\t", " "))


def left_out_sentence(left_out: Mapping[str, int]) -> str:
    """How many more problems there are than are listed, for each code."""
    counts = ", ".join(f"{code} ({CODES[code].title}): {count_text(count)}" for code, count in sorted(left_out.items()))
    return f"Too many to list: {counts}."


def github_annotation(problem: Problem) -> str:
    """A workflow command with which GitHub writes the problem beside the line in a pull request."""
    title = f"{problem.code}: {CODES[problem.code].title}"
    properties = {"file": problem.file, "line": problem.line, "col": problem.column, "title": title}
    given = ",".join(f"{name}={escape_annotation_property(str(value))}" for name, value in properties.items())
    who = "" if problem.id is None else f"{problem.id}: "
    return f"::{problem.severity} {given}::{escape_annotation(f'{who}{problem.message}')}"


def counts(assessment: Assessment) -> str:
    """Say in two sentences what the file holds and what the verdicts are."""
    kinds: tuple[tuple[type[Record], str], ...] = (
        (FragmentSite, "fragment site"),
        (StrikeReport, "strike report"),
        (Place, "place"),
        *([(ReportedZone, "zone")] if assessment.sites.of_kind(ReportedZone) else []),
        *([(Photo, "photograph")] if assessment.sites.of_kind(Photo) else []),
        (Claim, "claim"),
        (Source, "source"),
    )
    held = [plural(len(assessment.sites.of_kind(kind)), name) for kind, name in kinds]
    tally = Counter(finding.verdict for finding in assessment.findings)
    verdicts = ", ".join(f"{count_text(tally[verdict])} {verdict}" for verdict in Verdict if tally[verdict])
    return f"{', '.join(held)}. Claims: {verdicts or 'none'}."


def summary(assessment: Assessment) -> str:
    """One line: what the file holds and what the verdicts are."""
    return printable(f"{assessment.sites.path}: {counts(assessment)}")


_STYLES = {Verdict.CONTRADICTED: "bold red", Verdict.UNTESTABLE: "dim"}


def print_findings(assessment: Assessment) -> None:
    """Print one row for each finding: verdict, claim, reason."""
    if not assessment.findings:
        return
    from rich.console import Console  # takes long to load, and only people need it
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, padding=(0, 2, 0, 0), show_header=True, header_style="")
    table.add_column("verdict", no_wrap=True)
    table.add_column("claim", overflow="fold")
    table.add_column("why", overflow="fold")
    most = assessment.limits.findings_listed
    for finding in assessment.findings[:most]:
        # Text, not str: what a person typed is never read as Rich's markup
        verdict = Text(finding.verdict, style=_STYLES.get(finding.verdict, ""))
        table.add_row(verdict, Text(printable(finding.claim)), Text(printable(finding.explanation)))
    console = Console(highlight=False)
    console.print(table)
    if (more := len(assessment.findings) - most) > 0:
        console.print(f"… and {count_text(more)} more; `geo report` lists all")


def together_lines(assessment: Assessment) -> Iterator[str]:
    """Which claims cannot all hold, which markings are reported far apart, each under a heading, then what the limits left out.

    Sites are not located here, because that takes long: where a map or a report would leave some out, that is said.
    """
    if assessment.findings:
        yield "Claims that cannot all hold"
        for sentence in conflicts_sentences(assessment.conflicts, assessment) or [NO_CONFLICTS]:
            yield printable(f"  {sentence}")
    yield from marking_lines(assessment)
    yield from limit_sentences(one for one in assessment.limits_reached(loci=False) if one.what is not Limited.MARKINGS)
    yield from unlocated_sentences(assessment)


def check_json(problems: Iterable[Problem], assessment: Assessment | None, left_out: Mapping[str, int] | None = None) -> Json:
    """What `geo check --format json` gives; no findings where errors keep the file from being judged."""
    return {
        "problems": [json_form.problem(one) for one in problems],
        **({"problems_left_out": dict(left_out)} if left_out else {}),
        "findings": [json_form.finding(one) for one in assessment.findings] if assessment else [],
        "conflicts": conflicts_json(assessment.conflicts) if assessment else {"sets": [], "undecided": []},
        "same_markings": markings_json(assessment.same_markings if assessment else SameMarkings()),
        "limits": limits_json(assessment.limits_reached(loci=False)) if assessment else [],
    }

"""Summarizes an import, as text and as JSON."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from geo.earth.quantities import count_text, plural
from geo.record.codes import CODES
from geo.record.escape import printable
from geo.record.problems import Severity
from geo.show.answers import json_form as wire

if TYPE_CHECKING:
    from pathlib import Path

    from geo.record.import_table.run import Import
    from geo.show.answers.json_form import Json


def import_json(made: Import, output: str, left_out: Path | None = None) -> Json:
    """What `geo import` gives; a problem's line is that of its row."""
    return {
        "output": output,
        "rows": made.rows,
        "written": made.written,
        "sources": made.sources,
        "without_position": made.without_position,
        "left_out": None if left_out is None else str(left_out),
        "notices": list(made.notices),
        "problems": [wire.problem(one) for one in made.problems],
    }


def imported_text(made: Import, output: str, left_out: Path | None = None) -> str:
    """Count the rows that became records, those without a position, and those that were left out, with the reasons."""
    left = made.rows - made.written
    lines = [
        f"{output}: {count_text(made.written)} of {count_text(made.rows)} rows written{f', {count_text(left)} left out' if left else ''}"
    ]
    if made.sources:
        lines.append(f"{plural(made.sources, 'source record')} made from links")
    if made.without_position:
        cure = "the mapping's [place] or published_coordinates gives it"
        lines.append(f"{count_text(made.without_position)} of {count_text(made.written)} rows have no position ({cure})")
    lines += made.notices
    if made.left_out:
        lines += [f"left out: {count_text(count)} × {title}" for title, count in _reasons(made).most_common()]
    if left_out:
        lines.append(f"{left_out} has the rows that were left out: mend them there, and import it with --append")
    return "".join(f"{printable(line)}\n" for line in lines)


def _reasons(made: Import) -> Counter[str]:
    """How many rows were left out for which reason: the first of each row."""
    first: dict[int, str] = {}
    for one in made.problems:
        if one.severity is Severity.ERROR:
            first.setdefault(one.line, CODES[one.code].title.lower() if one.code in CODES else one.message)
    return Counter(first.values())

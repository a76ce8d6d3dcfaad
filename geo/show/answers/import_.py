"""Summarizes an import, as text and as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.earth.quantities import count_text
from geo.record.escape import printable
from geo.show.answers import json_form as wire

if TYPE_CHECKING:
    from geo.record.import_table.run import Import
    from geo.show.answers.json_form import Json


def import_json(made: Import, output: str) -> Json:
    """What `geo import` gives; a problem's line is that of its row."""
    return {
        "output": output,
        "rows": made.rows,
        "written": made.written,
        "without_position": made.without_position,
        "problems": [wire.problem(one) for one in made.problems],
    }


def imported_text(made: Import, output: str) -> str:
    """Say how many rows became records, and how many of these have no position."""
    left = made.rows - made.written
    lines = [
        f"{output}: {count_text(made.written)} of {count_text(made.rows)} rows written{f', {count_text(left)} left out' if left else ''}"
    ]
    if made.without_position:
        cure = "the mapping's [place] or published_coordinates gives it"
        lines.append(f"{count_text(made.without_position)} of {count_text(made.written)} rows have no position ({cure})")
    return "".join(f"{printable(line)}\n" for line in lines)

"""Lists the minimum data for mine action that records lack, as text and as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.earth.quantities import count_text
from geo.judge.coverage import WANTED
from geo.record.escape import printable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.judge.coverage import Coverage
    from geo.show.answers.json_form import Json


def coverage(found: Sequence[Coverage]) -> Json:
    """What `geo coverage` gives."""
    records = [
        {
            "id": one.record,
            "kind": one.kind,
            "has": list(one.has),
            "missing": list(one.missing),
        }
        for one in found
    ]
    return {"records": records}


def coverage_text(found: Sequence[Coverage]) -> str:
    """List for each kind how many records have each item, then what each record lacks."""
    lines = ["Mine-action minimum data (GICHD, Minimum Data Requirements, draft)"]
    for kind, wanted in WANTED.items():
        own = [one for one in found if one.kind == kind.kind]
        lines += ["", f"{_TITLES[kind.kind]}: {count_text(len(own))}"]
        for item in wanted:
            lines.append(f"  {item}: {count_text(sum(item in one.has for one in own))} of {count_text(len(own))}")
        lines += [f"  {one.record} lacks {', '.join(one.missing)}" for one in own if one.missing]
    return "".join(f"{printable(line)}\n" for line in lines)


_TITLES = {
    "fragment_site": "What was found (fragment_site)",
    "strike_report": "Accidents (strike_report; its property accident says which sort it is, or neither)",
}

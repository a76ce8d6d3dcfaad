"""What came of an import, a publication or a look at coverage: as text for people, and as the JSON that others build on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.judge.minimumdata import WANTED
from geo.record.problems import printable
from geo.show import wire

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.judge.minimumdata import Coverage
    from geo.record.importing import Import
    from geo.record.publishing import Publication
    from geo.show.wire import Json


def publication(copy: Publication, output: str | None) -> Json:
    """What `geo publish` gives; `output` is null where nothing was written."""
    leaks = [{"id": one.record, "property": one.property, "text": one.found, "tells": one.tells} for one in copy.leaks]
    return {"output": output, "coarsened": list(copy.coarsened), "left": list(copy.left), "leaks": leaks}


def publication_text(copy: Publication, output: str | None) -> str:
    """The leaks, a line each, then what was done."""
    lines = [
        f"{one.record or 'the file itself'}: {one.property} still tells where {one.tells} is: {one.found}" for one in copy.leaks
    ]
    count = len(copy.coarsened)
    counts = f"{count:,} {'position' if count == 1 else 'positions'} coarsened, {len(copy.left):,} left as coarse as they were"
    if output is None:
        lines.append("nothing was written; change those texts, or give --allow-leaks")
    else:
        lines.append(f"{output}: {counts}")
    return "".join(f"{printable(line)}\n" for line in lines)


def imported(made: Import, output: str) -> Json:
    """What `geo import` gives; a problem's line is that of its row."""
    return {
        "output": output,
        "rows": made.rows,
        "written": made.written,
        "without_position": made.without_position,
        "problems": [wire.problem(one) for one in made.problems],
    }


def imported_text(made: Import, output: str) -> str:
    """How many rows are records now, and how many of these lie nowhere."""
    left = made.rows - made.written
    lines = [f"{output}: {made.written:,} of {made.rows:,} rows written{f', {left:,} left out' if left else ''}"]
    if made.without_position:
        cure = "the mapping's [place] or published_coordinates gives it"
        lines.append(f"{made.without_position:,} of {made.written:,} rows have no position ({cure})")
    return "".join(f"{printable(line)}\n" for line in lines)


def coverage(found: Sequence[Coverage]) -> Json:
    """What `geo coverage` gives."""
    records = [
        {
            "id": one.record,
            "kind": one.kind,
            "has": list(one.has),
            "missing": list(one.missing),
            "not_recorded": list(one.not_recorded),
        }
        for one in found
    ]
    return {"records": records}


def coverage_text(found: Sequence[Coverage]) -> str:
    """For each kind how many records have what, then what each record lacks."""
    lines = ["Mine-action minimum data (GICHD, Minimum Data Requirements, draft)"]
    for kind, wanted in WANTED.items():
        own = [one for one in found if one.kind == kind.kind]
        lines += ["", f"{_TITLES[kind.kind]}: {len(own):,}"]
        for item, name in wanted.items():
            count = f"{sum(item in one.has for one in own):,} of {len(own):,}" if name else "not recorded in this format"
            lines.append(f"  {item}: {count}")
        lines += [f"  {one.record} lacks {', '.join(one.missing)}" for one in own if one.missing]
    return "".join(f"{printable(line)}\n" for line in lines)


_TITLES = {
    "fragment_site": "What was found (fragment_site)",
    "strike_report": "Accidents (strike_report, the nearest kind: a strike is no accident in the sense of that list)",
}

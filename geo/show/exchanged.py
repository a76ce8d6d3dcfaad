"""What came of an import, a publication or a look at coverage: as text for people, and as the JSON that others build on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.record.problems import printable

if TYPE_CHECKING:
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
    counts = f"{len(copy.coarsened):,} positions coarsened, {len(copy.left):,} left as coarse as they were"
    if output is None:
        lines.append("nothing was written; change those texts, or give --allow-leaks")
    else:
        lines.append(f"{output}: {counts}")
    return "".join(f"{printable(line)}\n" for line in lines)

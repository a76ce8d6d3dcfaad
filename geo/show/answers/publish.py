"""Summarizes a publication, as text for people and as JSON for programs."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from geo.earth.quantities import count_text, plural
from geo.record.escape import printable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.judge.publish.disclosure import Disclosure
    from geo.judge.publish.release import Release
    from geo.show.answers.json_form import Json


def publication(made: Release, output: str | None) -> Json:
    """What `geo publish` gives; `output` is null where nothing was written."""
    copy = made.copy
    leaks = [{"id": one.record, "property": one.property, "text": one.found, "tells": one.tells} for one in copy.leaks]
    return {
        "output": output,
        "coarsened": list(copy.coarsened),
        "left": list(copy.left),
        "leaks": leaks,
        "revealed": [_disclosure(one) for one in made.disclosures],
        "cured": [_disclosure(one) for one in made.cured],
        "claims_dropped": list(copy.cure.dropped),
        "claims_coarsened": list(copy.cure.widened),
        "offsets_replaced": list(copy.cure.placed),
        "elevations_left_out": list(copy.without_elevation),
        "photos_stripped": list(copy.photos),
        "photos_sensitive": list(copy.sensitive),
    }


def _disclosure(one: Disclosure) -> Json:
    share = round(one.share, 3) if one.is_decided else None
    return {"id": one.record, "by": list(one.relations), "share_left": share, "decided": one.is_decided}


def publication_text(made: Release, output: str | None, again: Sequence[str]) -> str:
    """The leaks, a line each, then what was done; `again` is the command line, for what can be done about them."""
    copy = made.copy
    lines = [
        f"{one.record or 'the file itself'}: {one.property} still reveals where {one.tells} is: {one.found}"
        for one in copy.leaks
    ]
    lines += [_revealing(one) for one in made.disclosures]
    changes = (
        ("left out", copy.cure.dropped),
        ("given a wider figure", tuple(copy.cure.widened)),
        ("placed on the grid instead of by its offset", copy.cure.placed),
    )
    would = "" if output else "would be "
    lines += [f"{one}: {would}{what}, since it reveals a position" for what, ids in changes for one in ids]
    if copy.without_elevation:
        lines.append(
            f"{plural(len(copy.without_elevation), 'elevation')} {would}left out, since a height on a slope tells a position"
        )
    if copy.photos:
        lines.append(f"{plural(len(copy.photos), 'photograph')}: file, position and direction {would}left out")
    if copy.sensitive:
        lines.append(f"{plural(len(copy.sensitive), 'sensitive photograph')}: nothing {would}left but the id")
    if output is None:
        lines.append("nothing was written")
        command = shlex.join(again)
        if made.disclosures and not made.cured:
            lines.append(f"to keep revealing claims with wider figures: {command} --coarsen-claims")
            lines.append(f"to leave them out: {command} --drop-claims")
        if copy.leaks:
            lines.append("change the texts named above")
        lines.append(f"to write the copy anyway: {command} --allow-leaks")
    else:
        count = len(copy.coarsened)
        counts = f"{plural(count, 'position')} coarsened"
        lines.append(f"{output}: {counts}, {count_text(len(copy.left))} left as coarse as they were")
        lines.append("a second copy reveals more unless its grid nests with this one, as 1deg, 0.1deg and 0.01deg do")
    return "".join(f"{printable(line)}\n" for line in lines)


def _revealing(one: Disclosure) -> str:
    by = ", ".join(one.relations)
    if not one.is_decided:
        return f"{one.record}: {by} may reveal where it is; they are too many, or too entangled, to tell"
    if one.relations == (one.record,):
        return f"{one.record}: its offset (offset_from and the properties that go with it) reveals where it is more precisely than the grid"
    left = f"{one.share:.0%}" if one.share >= 0.01 else "under 1%"
    what = "reveals" if len(one.relations) == 1 else "together reveal"
    return f"{one.record}: {by} {what} where it is more precisely: {left} of its published circle or grid cell is left"

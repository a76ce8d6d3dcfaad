"""Sets of claims that cannot all hold, as sentences and as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.show.answers.claim_words import claim_in_words
from geo.show.answers.what_would_turn import _LIMITS, _listed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geo.judge.assessment import Assessment
    from geo.judge.solve.conflicts import Conflicts
    from geo.show.answers.json_form import Json


def conflicts_sentences(found: Conflicts, assessment: Assessment, most: int | None = None) -> Iterator[str]:
    """Each set of claims that cannot all hold, then what stayed undecided and why; of each at most so many as asked for."""
    if not found.sets:
        yield "No claims were found that cannot all hold at once, the published positions being what they are."
    for ids in found.sets[:most]:
        if len(ids) == 1:
            claim = assessment.sites[ids[0]]
            yield f"{claim.id} cannot hold with the published positions: {claim.name or claim_in_words(claim)}"
        elif ids in found.not_smallest:
            yield f"{_listed(ids)} cannot all hold. Undecided: whether some of them alone cannot."
        else:
            yield f"{_listed(ids)} cannot all hold; each of them can without the others."
    if most is not None and len(found.sets) > most:
        yield f"Not listed here: {len(found.sets) - most:,} more sets; `geo conflicts` lists all."
    if any(len(ids) > 1 for ids in found.sets):
        yield "Sites that directions alone tie were looked for within 1,000 km, or 100 km and below 80° where no position is known."
    named = {one for ids in found.sets if len(ids) > 1 for one in ids}
    for group in found.undecided[:most]:
        what = "more of them" if not named.isdisjoint(group.claims) else "they"
        count = f" ({len(group.claims):,} claims)" if len(group.claims) > 2 else ""
        yield f"Undecided: whether {what} cannot all hold: {_listed(group.claims)}{count}, since {_LIMITS[group.limit]}."
    if most is not None and len(found.undecided) > most:
        yield f"Not listed here: {len(found.undecided) - most:,} more undecided groups; `geo conflicts` lists all."


def conflicts(found: Conflicts) -> Json:
    """What `geo conflicts` gives."""
    return {
        "sets": [list(ids) for ids in found.sets],
        "undecided": [{"claims": list(one.claims), "limit": one.limit.value} for one in found.undecided],
        **({"not_smallest": [list(ids) for ids in found.sets if ids in found.not_smallest]} if found.not_smallest else {}),
    }

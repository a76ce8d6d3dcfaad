"""What an investigator asks next of a claim or a site, as sentences."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from geo.judge.conflict import MOST_SETS as MOST_FOUND
from geo.judge.conflict import MOST_TOGETHER, Limit
from geo.judge.finding import metres, square_metres
from geo.judge.interval import Verdict
from geo.judge.margin import margin as margin_of
from geo.judge.placing import Answer
from geo.judge.slip import find_slips
from geo.record.kinds import Claim, DirectionClaim, DistanceClaim, WithinClaim
from geo.record.problems import printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from shapely import MultiPolygon, Polygon

    from geo.judge.assessment import Assessment
    from geo.judge.conflict import Conflicts
    from geo.judge.locus import Locus
    from geo.judge.margin import Margin
    from geo.judge.slip import Slip, Slips
    from geo.record.kinds import Record


def lines(sentences: Iterable[str]) -> str:
    """Sentences one below another, with a final newline, without anything that steers a terminal."""
    return "".join(f"{printable(sentence)}\n" for sentence in sentences)


def slips_sentences(found: Slips, *, every: bool = False) -> Iterator[str]:
    """How many slips were tried, those that would make the claim hold, or every one, and the one that comes nearest."""
    if not found.candidates:
        yield f"{found.claim}: no slips were tried, since almost any would fulfil a claim that only sets a bound."
        return
    yield f"{found.claim}: {len(found.candidates):,} single slips tried; {len(found.explaining)} would make it hold."
    yield from (f"  {_slip_text(one)}" for one in (found.candidates if every else found.explaining))
    if found.nearest and found.nearest not in found.explaining:
        left = f"{metres(found.nearest.gap_m)} remain unexplained"
        yield f"Nearest in the coordinates: {_slip_text(found.nearest)}; {left}."
    yield "A slip that fits is a possibility, not the truth; more than one slip at once was not tried."


def _slip_text(one: Slip) -> str:
    return f"{one.record}: {one.text} ({one.change}), {metres(one.distance_m)}"


def margin_sentences(one: Margin) -> Iterator[str]:
    """What it would take to reach another verdict, and which part leaves most open."""
    who, moved = (
        "the two positions",
        f"{metres(one.joint_m)} together: {metres(one.joint_m / 2)} each, or all of it by one of them",
    )
    if one.north_turns:  # a sum for both would not be the least
        who, moved = (
            "the second position",
            f"{metres(one.joint_m)}, or less if the first were wrong too, for north turns between them",
        )
    if one.verdict is Verdict.CONTRADICTED:
        yield f"For the claim to hold, {who} would have to be wrong by {moved}."
        if one.to_figure_m:
            yield f"For the very figure that is claimed it would be {metres(one.to_figure_m)} together."
        yield f"Their uncertainties explain all but {metres(one.unexplained_m)} of it."
    elif one.joint_m:
        yield f"At the very positions it does not hold; it would if {who} were off by {moved}. Their uncertainties allow that."
    elif one.spare_m is None:
        yield "At the very positions the claim holds."
    else:
        yield "The claim holds at the very positions, and wherever their uncertainties leave them."
        off = f"off by {metres(one.spare_m)} together beyond these"
        yield f"It would no longer be sure to if they were {off}: {metres(one.spare_m / 2)} each, or all of it by one of them."
    if one.verdict is Verdict.COMPATIBLE and one.decided_as is None:
        yield "No better positions would settle it, because the claimed figure itself leaves it open."
    elif one.decided_below_m is not None:
        how = f"coordinates printed to {one.printed} would be enough" if one.printed else "no finer printing would be enough"
        known = f"both positions together were known to less than {metres(one.decided_below_m)}"
        yield f"It would be decided, as {one.decided_as}, if {known}; {how}."
    if one.terms:
        parts = [f"the {term.what} of {term.record} ({metres(term.size_m)})" for term in one.terms]
        yield f"What leaves room, the most first: {', '.join(parts)}."


MOST_NAMED = 20
"""Claims that one sentence names."""
MOST_SETS = 100
"""Sets of claims that cannot all hold, and groups that stayed undecided, on a page and in a report."""
MOST_PIECES = 4
"""Of an area, that are bounded each by itself."""
MOST_TURNED, MOST_SLIPPED = 100, 10
"""Findings of which it is said what would turn them, the first of those that are contradicted or compatible; and claims
whose slips of the pen are tried, of which each takes a tenth of a second."""


def turning(assessment: Assessment) -> dict[str, list[str]]:
    """What it would take to turn verdicts, as sentences, by the claim's id."""
    sites = assessment.sites
    open_ones = [one for one in assessment.findings if one.verdict in (Verdict.CONTRADICTED, Verdict.COMPATIBLE)]
    found: dict[str, list[str]] = {}
    slipped = 0
    for finding in open_ones[:MOST_TURNED]:
        claim = sites[finding.claim]
        assert isinstance(claim, Claim)  # noqa: S101  # findings are made from claims alone
        found[claim.id] = list(margin_sentences(margin_of(claim, sites, finding)))
        if isinstance(claim, DistanceClaim) and finding.verdict is Verdict.CONTRADICTED and slipped < MOST_SLIPPED:
            found[claim.id] += slips_sentences(find_slips(claim, sites))
            slipped += 1
    return found


def locus_sentences(one: Locus) -> Iterator[str]:
    """Where a site would lie, how large that area is, and how far off the published position is."""
    claims = _listed(one.claims)
    if one.geometry is None:
        yield f"{one.site}: no place on Earth fulfils {claims} together, the published positions of the others being what they are."
        return
    pieces = len(getattr(one.geometry, "geoms", "1"))
    where = f"within {square_metres(one.area_m2)}" + (f", in {pieces} pieces" if pieces > 1 else "")
    yield f"{one.site}: were {claims} true, it would lie {where}."
    if one.is_bounded:
        yield _bounds_text(one.geometry)
        yield "The claims make no place in it likelier than another."
    if one.answer is Answer.UNDECIDED:
        yield "Whether any place there fulfils all of them was not settled."
    if not one.is_bounded:
        yield "The claims set no greatest distance, so the area goes on; it is drawn up to where the search stopped."
    if one.off_m is not None:
        yield (
            "Its published position lies inside."
            if one.off_m < 0.01
            else f"Its published position lies {metres(one.off_m)} outside."
        )


def left_out_sentence(count: int) -> str:
    """That there are sites of which it was not worked out where they would lie."""
    what = "1 more site" if count == 1 else f"{count:,} more sites"
    return f"Where {what} would lie was not worked out, to keep the work within its limit; `geo locate SITE` does."


def _bounds_text(area: Polygon | MultiPolygon) -> str:
    """The latitudes and longitudes between which an area lies, or each of its pieces where they are few, rounded outward."""
    from geo.earth.region import bounding_box  # noqa: PLC0415  # shapely takes long to load

    parts = getattr(area, "geoms", [area])
    boxes = [bounding_box(part) for part in parts] if len(parts) <= MOST_PIECES else [bounding_box(area)]
    return f"That is {'; and '.join(map(_box_text, boxes))} (rounded outward)."


def _box_text(box: tuple[float, float, float, float]) -> str:
    """To a unit that is between a tenth and a hundredth of the shorter side."""
    west, south, east, north = box
    side = min(north - south, (east - west) % 360 or 360.0) or 1e-6  # all longitudes around a pole
    digits = min(6, max(0, math.ceil(1 - math.log10(side))))
    scale = 10**digits
    bottom, left = (f"{math.floor(one * scale) / scale:.{digits}f}" for one in (south, west))
    top, right = (f"{math.ceil(one * scale) / scale:.{digits}f}" for one in (north, east))
    return f"latitude {bottom} to {top}, longitude {left} to {right}{' across the 180th meridian' if west > east else ''}"


def conflicts_sentences(found: Conflicts, assessment: Assessment, most: int | None = None) -> Iterator[str]:
    """Each set of claims that cannot all hold, then what stayed undecided and why; of each at most so many as asked for."""
    if not found.sets:
        yield "No claims were found that cannot all hold at once, the published positions being what they are."
    for ids in found.sets[:most]:
        if len(ids) == 1:
            claim = assessment.sites[ids[0]]
            yield f"{claim.id} cannot hold with the published positions: {claim.name or _in_words(claim)}"
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


_LIMITS = {
    Limit.CLAIMS: f"more than {MOST_TOGETHER} claims are not solved together",
    Limit.SETS: f"no more than {MOST_FOUND} sets are looked for in one group",
    Limit.EFFORT: "the search ended at its limit of work",
}


def _listed(ids: Sequence[str]) -> str:
    """The ids in a row, the first of them where they are many."""
    if len(ids) > MOST_NAMED:
        return f"{', '.join(ids[:MOST_NAMED])} and {len(ids) - MOST_NAMED:,} others"
    return f"{', '.join(ids[:-1])} and {ids[-1]}" if len(ids) > 1 else ids[0]


def _in_words(claim: Record) -> str:
    """What a claim about positions says: "b lies 780 m from a"."""
    if isinstance(claim, DistanceClaim):
        return f"{claim.to} lies {claim.stated.text} from {claim.from_}"
    if isinstance(claim, DirectionClaim):
        opposite = " or the opposite" if claim.axis else ""
        return f"the direction from {claim.from_} to {claim.to} is {claim.direction.text}{opposite}"
    if isinstance(claim, WithinClaim):
        near = "in" if claim.is_in else f"{claim.stated.text} of"
        return f"{claim.site} lies {near} {claim.of}"
    return claim.label

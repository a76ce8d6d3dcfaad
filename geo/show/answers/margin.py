"""Explains what would change a verdict, as sentences and as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.earth.quantities import metres, scale_of
from geo.judge.verdict.interval import Verdict

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from geo.judge.verdict.margin import Margin, Term
    from geo.show.answers.json_form import Json


def margin_sentences(one: Margin, named: Callable[[str], str] = str, unit: str = "m") -> Iterator[str]:
    """Say what it would take to reach another verdict, and which part is the most uncertain.

    `named` gives what records are called, by their ids; `unit` is the one of the finding, in which its lengths stand. The
    uncertainties of single positions stand in metres, as they do with their records.
    """
    sums = one.joint_m, one.to_figure_m, one.unexplained_m, one.spare_m, one.decided_below_m
    scale = scale_of(*(length for length in sums if length is not None), unit=unit)
    who, moved = (
        "the two positions",
        f"{scale.length(one.joint_m)} in total: {scale.length(one.joint_m / 2)} each, or all of it at one of them",
    )
    if one.north_turns:  # a sum for both would not be the least
        who, moved = (
            "the second position",
            f"{scale.length(one.joint_m)}, or less if the first were wrong too, because the direction of north changes between them",
        )
    if one.verdict is Verdict.CONTRADICTED:
        yield f"For the claim to hold, {who} would have to be wrong by {moved}."
        if one.to_figure_m:
            yield f"To match the claimed figure exactly: {scale.length(one.to_figure_m)} in total."
        yield f"Their uncertainties explain all but {scale.length(one.unexplained_m)} of that."
    elif one.joint_m:
        yield f"It does not hold at the published positions; it would if {who} were off by {moved}. Their uncertainties allow that."
    elif one.spare_m is None:
        yield "The claim holds at the published positions."
    else:
        yield "The claim holds at the published positions, and anywhere within their uncertainties."
        off = f"off by {scale.length(one.spare_m)} in total beyond these"
        yield f"It might not if they were {off}: {scale.length(one.spare_m / 2)} each, or all of it at one of them."
    if one.verdict is Verdict.COMPATIBLE and one.decided_as is None:
        yield "Better positions would not settle it, because the claimed figure itself is not precise enough."
    elif one.decided_below_m is not None:
        how = f"coordinates printed to {one.printed} would be enough" if one.printed else "no printed precision would be enough"
        known = f"both positions together were known to less than {scale.length(one.decided_below_m)}"
        yield f'The verdict would be "{one.decided_as}" if {known}; {how}.'
    if one.terms:
        parts = [f"the {term.what} of {named(term.record)} ({metres(term.size_m)})" for term in one.terms]
        yield f"Sources of uncertainty, largest first: {', '.join(parts)}."


def margin_json(one: Margin) -> Json:
    """How far a verdict is from another one, for programs."""
    return {
        "claim": one.claim,
        "verdict": one.verdict.value,
        "joint_m": one.joint_m,
        "each_m": one.each_m,
        "one_m": one.one_m,
        "north_turns": one.north_turns,
        "to_figure_m": one.to_figure_m,
        "unexplained_m": one.unexplained_m,
        "spare_m": one.spare_m,
        "decided_below_m": one.decided_below_m,
        "decided_as": one.decided_as and one.decided_as.value,
        "printed": one.printed,
        "dominates": one.terms[0].what if one.terms else None,
        "terms": [_term(term) for term in one.terms],
    }


def _term(one: Term) -> Json:
    return {"record": one.record, "what": one.what, "size_m": one.size_m}

"""Single slips of the pen that could explain a claim, as sentences and as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.earth.quantities import metres

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geo.judge.verdict.slips import Slip, Slips
    from geo.show.answers.json_form import Json


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


def _slip(one: Slip) -> Json:
    return {
        "record": one.record,
        "text": one.text,
        "change": one.change.value,
        "distance_m": one.distance_m,
        "gap_m": one.gap_m,
    }


def slips_json(found: Slips, *, every: bool = False) -> Json:
    """The slips that explain a claim, and the nearest; with `every`, all that were tried, those first that leave least unexplained."""
    return {
        "claim": found.claim,
        "explaining": [_slip(one) for one in found.explaining],
        "nearest": found.nearest and _slip(found.nearest),
        "tried": len(found.candidates),
        **({"candidates": [_slip(one) for one in found.candidates]} if every else {}),
    }

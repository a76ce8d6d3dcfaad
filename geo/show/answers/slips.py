"""Single slips of the pen that could explain a claim, as sentences and as JSON."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from geo.earth.quantities import count_text, scale_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from geo.judge.verdict.slips import Slip, Slips
    from geo.show.answers.json_form import Json


CAUTION = "A slip that fits is a possibility, not the truth; more than one slip at once was not tried."
NO_SLIPS = "no slips were tried, since almost any would satisfy a claim that only sets a bound."


@dataclass(frozen=True, slots=True)
class SlipWords:
    """What to say about the slips of one claim."""

    before: str
    """How many were tried, or why none were."""
    slips: tuple[str, ...] = ()
    """Those that would make the claim hold, or every one that was tried."""
    after: tuple[str, ...] = ()
    """The one that comes nearest, and what a slip is worth."""


def describe_slips(found: Slips, *, every: bool = False, named: Callable[[str], str] = str, unit: str = "m") -> SlipWords:
    """How many slips were tried, those that would make the claim hold, or every one, and the one that comes nearest.

    `named` gives what records are called, by their ids; `unit` is the one of the finding, in which its lengths stand.
    """
    claim, text = named(found.claim), partial(_slip_text, named=named, unit=unit)
    if not found.candidates:
        return SlipWords(f"{claim}: {NO_SLIPS}")
    before = f"{claim}: {count_text(len(found.candidates))} single slips tried; {len(found.explaining)} would make it hold."
    after = [CAUTION]
    if found.nearest and found.nearest not in found.explaining:
        left = f"{scale_of(found.nearest.gap_m, unit=unit).length(found.nearest.gap_m)} remain unexplained"
        after.insert(0, f"Nearest in the coordinates: {text(found.nearest)}; {left}.")
    return SlipWords(before, tuple(map(text, found.candidates if every else found.explaining)), tuple(after))


def slips_sentences(found: Slips, *, every: bool = False, unit: str = "m") -> Iterator[str]:
    """The same as lines, with the slips indented."""
    words = describe_slips(found, every=every, unit=unit)
    yield from (words.before, *(f"  {slip}" for slip in words.slips), *words.after)


def _slip_text(one: Slip, named: Callable[[str], str], unit: str) -> str:
    return f"{named(one.record)}: {one.text} ({one.change}), {scale_of(one.distance_m, unit=unit).length(one.distance_m)}"


def _slip(one: Slip) -> Json:
    return {
        "record": one.record,
        "text": one.text,
        "change": one.change.value,
        "distance_m": one.distance_m,
        "gap_m": one.gap_m,
    }


def slips_json(found: Slips, *, every: bool = False) -> Json:
    """The slips that explain a claim, and the nearest; with `every`, all that were tried, best first."""
    return {
        "claim": found.claim,
        "explaining": [_slip(one) for one in found.explaining],
        "nearest": found.nearest and _slip(found.nearest),
        "tried": len(found.candidates),
        **({"candidates": [_slip(one) for one in found.candidates]} if every else {}),
    }

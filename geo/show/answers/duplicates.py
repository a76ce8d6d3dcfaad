"""Groups of records that may describe one event, in words and as JSON. Whether they do is for a person to decide."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geo.earth.quantities import count_text, plural
from geo.record.escape import printable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geo.judge.duplicates import Groups, PossibleDuplicate

CAUTION = "Nothing was merged; whether two records describe one event is for a person to decide."


def groups_text(path: str, found: Groups) -> str:
    """All groups with the evidence for and against each pair, then what shares a place; with a final newline."""
    return "".join(f"{printable(line)}\n" for line in _lines(path, found))


def _lines(path: str, found: Groups) -> Iterator[str]:
    count = len(found.groups)
    yield f"{path}: {plural(count, 'group')} of records that may describe one event. {CAUTION}"
    for number, group in enumerate(found.groups, 1):
        yield ""
        yield f"{number}. {count_text(len(group.ids))} of kind {group.kind} may describe one event: {', '.join(group.ids)}"
        for pair in group.pairs:
            yield from _pair(pair)
    if found.same_place:
        yield ""
        yield "Fragments and strikes that may share a place (two records each, and neither is a duplicate):"
        for pair in found.same_place:
            yield from _pair(pair)


def _pair(pair: PossibleDuplicate) -> Iterator[str]:
    weaker = "" if pair.dated else " (weaker: a date is missing)"
    apart = " (a claim sets them apart)" if pair.set_apart else ""
    yield f"   {pair.a} and {pair.b}{weaker}{apart}"
    for one in pair.evidence:
        yield f"     {one.stance}: {one.words}"


def groups_json(path: str, found: Groups) -> dict[str, Any]:
    """What `geo duplicates --format json` gives."""
    return {
        "file": path,
        "caution": CAUTION,
        "groups": [
            {"kind": group.kind, "ids": list(group.ids), "pairs": [_possible_duplicate(pair) for pair in group.pairs]}
            for group in found.groups
        ],
        "same_place": [_possible_duplicate(pair) for pair in found.same_place],
    }


def _possible_duplicate(pair: PossibleDuplicate) -> dict[str, Any]:
    return {
        "a": pair.a,
        "b": pair.b,
        "distance_m": pair.distance_m,
        "reach_m": pair.reach_m,
        "dated": pair.dated,
        "set_apart": pair.set_apart,
        "evidence": [{"about": one.about, "speaks": one.stance.value, "words": one.words} for one in pair.evidence],
    }

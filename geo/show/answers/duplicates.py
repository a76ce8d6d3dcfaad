"""Groups of records that may describe one event, in words and as JSON. Whether they do is for a person to decide."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geo.earth.quantities import count_text, plural, stated
from geo.record.did_you_mean import join_names
from geo.record.escape import printable
from geo.show.answers.markings import marking_lines, markings_json

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geo.judge.assessment import Assessment
    from geo.judge.duplicates import Groups, PossibleDuplicate

CAUTION = "Nothing was merged; whether two records describe one event is for a person to decide."


def groups_text(assessment: Assessment, found: Groups) -> str:
    """All groups with the evidence for and against each pair, what shares a place, and markings far apart; with a final newline."""
    lines = list(_lines(assessment.sites.path, found))
    if same := list(marking_lines(assessment)):
        lines += ["", *same]
    return "".join(f"{printable(line)}\n" for line in lines)


def _lines(path: str, found: Groups) -> Iterator[str]:
    count = len(found.groups)
    yield f"{path}: {plural(count, 'group')} of records that may describe one event{_asked(found)}. {CAUTION}"
    if found.undated:
        pairs = plural(sum(len(group.pairs) for group in found.groups), "pair")
        yield f"Of {pairs}, {count_text(found.undated)} {'lacks' if found.undated == 1 else 'lack'} a date and may be on any day."
    if found.not_compared:
        records = plural(len(found.not_compared), "record")
        yield f"Not compared, for want of a position: {records} ({join_names(found.not_compared)})."
    for number, group in enumerate(found.groups, 1):
        yield ""
        yield f"{number}. {count_text(len(group.ids))} of kind {group.kind} may describe one event: {', '.join(group.ids)}"
        for pair in group.pairs:
            yield from _pair(pair)
    if found.same_place:
        yield ""
        what = f"lie within {stated(found.within_m)} of each other" if found.within_m else "share a place"
        yield f"Fragments and strikes that may {what} (two records each, and neither is a duplicate):"
        for pair in found.same_place:
            yield from _pair(pair)


def _asked(found: Groups) -> str:
    """The distance and the days that were asked for."""
    place = [f"within {stated(found.within_m)} of each other, uncertainties considered"] if found.within_m else []
    time = [f"on days no more than {count_text(found.days)} apart"] if found.days is not None else []
    return ", ".join(["", *place, *time])


def _pair(pair: PossibleDuplicate) -> Iterator[str]:
    weaker = " (weaker: a date is missing)" if pair.days_apart is None else ""
    apart = " (a claim sets them apart)" if pair.set_apart else ""
    yield f"   {pair.a} and {pair.b}{weaker}{apart}"
    for one in pair.evidence:
        yield f"     {one.stance}: {one.words}"


def groups_json(assessment: Assessment, found: Groups) -> dict[str, Any]:
    """What `geo duplicates --format json` gives."""
    return {
        "file": assessment.sites.path,
        "caution": CAUTION,
        "within_m": found.within_m,
        "days": found.days,
        "not_compared": list(found.not_compared),
        "groups": [
            {"kind": group.kind, "ids": list(group.ids), "pairs": [_possible_duplicate(pair) for pair in group.pairs]}
            for group in found.groups
        ],
        "same_place": [_possible_duplicate(pair) for pair in found.same_place],
        "same_markings": markings_json(assessment.same_markings),
    }


def _possible_duplicate(pair: PossibleDuplicate) -> dict[str, Any]:
    return {
        "a": pair.a,
        "b": pair.b,
        "distance_m": pair.distance_m,
        "reach_m": pair.reach_m,
        "surely_within": pair.surely_within,
        "dated": pair.days_apart is not None,
        "days_apart": pair.days_apart and {"least": pair.days_apart.least, "most": pair.days_apart.most},
        "set_apart": pair.set_apart,
        "evidence": [{"about": one.about, "speaks": one.stance.value, "words": one.words} for one in pair.evidence],
    }

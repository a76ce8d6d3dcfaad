"""Says which markings are reported on fragments far apart, in sentences and as JSON. Why they are is left open."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from geo.earth.quantities import count_text, metres, plural
from geo.judge.limits import Limited
from geo.judge.same_markings import MOST_BEARERS
from geo.record.did_you_mean import join_names
from geo.record.escape import printable
from geo.show.answers.claim_words import Names, listed
from geo.show.answers.limits import limit_sentences

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geo.judge.assessment import Assessment
    from geo.judge.same_markings import SameMarking, SameMarkings
    from geo.show.answers.json_form import Json

HEADING = "One marking far apart"
_LONGEST = 80
_MOST_WRITTEN = 5


class MarkingStatement(NamedTuple):
    """A sentence about a marking on several records."""

    text: str
    records: tuple[str, ...]
    """Ids of those that bear it."""


def marking_statements(assessment: Assessment, *, of: str | None = None) -> list[MarkingStatement]:
    """Each marking that is reported far apart, within the assessment's limits; with `of`, those of one record alone."""
    names = Names(assessment.sites)
    chosen = [one for one in assessment.same_markings.found if of in (None, *one.records, *one.unplaced)]
    return [
        MarkingStatement(_sentence(one, names), (*one.records, *one.unplaced))
        for one in chosen[: assessment.limits.markings_listed]
    ]


def marking_sentences(assessment: Assessment) -> list[str]:
    """The same as sentences alone, then what was not compared, and what the limits left out."""
    reached = (one for one in assessment.limits_reached(loci=False) if one.what is Limited.MARKINGS)
    return [*(one.text for one in marking_statements(assessment)), *marking_notes(assessment), *limit_sentences(reached)]


def marking_notes(assessment: Assessment) -> Iterator[str]:
    """What was not compared, and why."""
    found = assessment.same_markings
    if found.common:
        borne = [f"{_quoted(text)} ({count_text(count)})" for text, count in found.common]
        yield (
            f"Not compared, since each is on more than {MOST_BEARERS} records and says little of one piece: "
            f"{plural(len(found.common), 'marking')}, {join_names(borne)}."
        )
    if found.not_compared:
        markings = plural(found.not_compared, "marking")
        yield f"To limit the work, {markings} with signs that cannot be read {'was' if found.not_compared == 1 else 'were'} not compared with the others."


def _sentence(one: SameMarking, names: Names) -> str:
    """What is reported, how far apart, and what may explain it; no explanation is preferred."""
    written = [_quoted(text) for text in one.markings[:_MOST_WRITTEN]]
    more = f" and {count_text(len(one.markings) - _MOST_WRITTEN)} more" if len(one.markings) > _MOST_WRITTEN else ""
    apart = f"{metres(one.distance_m)} apart, at least {metres(one.distance_m - one.reach_m)}"
    what = (
        f"The marking {written[0]} is"
        if len(one.markings) == 1
        else f"The markings {', '.join(written)}{more} can be read alike; they are"
    )
    far = " and ".join(map(names, one.apart))
    where = far if len(one.records) == 2 else f"{listed([*map(names, one.records)])}, of which {far} lie farthest apart"
    unplaced = f" Also on {listed([*map(names, one.unplaced)])}, without a position." if one.unplaced else ""
    return (
        f"{what} reported on {where}: {apart}. They may be two pieces of one munition, two of one lot, one piece recorded "
        f"twice, or a misread marking.{unplaced}"
    )


def marking_lines(assessment: Assessment) -> Iterator[str]:
    """The sentences under a heading, for a terminal; nothing where there are none."""
    sentences = marking_sentences(assessment)
    if sentences:
        yield HEADING
        yield from (printable(f"  {sentence}") for sentence in sentences)


def _quoted(text: str) -> str:
    return f'"{text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"}"'


def markings_json(found: SameMarkings) -> Json:
    """The markings that are reported far apart, and what was not compared, for programs."""
    return {
        "found": [
            {
                "markings": list(one.markings),
                "records": list(one.records),
                "apart": list(one.apart),
                "distance_m": one.distance_m,
                "reach_m": one.reach_m,
                "unplaced": list(one.unplaced),
            }
            for one in found.found
        ],
        "common": [{"marking": text, "records": count} for text, count in found.common],
        "not_compared": found.not_compared,
    }

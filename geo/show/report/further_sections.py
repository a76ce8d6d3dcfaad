"""The sections of the report that go beyond verdicts.

What is doubtful, what cannot hold together, where sites would lie, and who said what when.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.earth.quantities import plural
from geo.show.answers import conflicts as conflict_answers
from geo.show.answers import locate as locate_answers
from geo.show.answers import what_would_turn as answers
from geo.show.answers.claim_words import NONE
from geo.show.answers.sources import POSSIBILITY
from geo.show.report.blocks import Block, Heading, Item, Items, Paragraph, Table, Tone

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geo.judge.assessment import Assessment
    from geo.judge.sources.timeline import Entry

MOST_ENTRIES = 500
"""Of a timeline on paper; `geo sources` lists all."""
MOST_DOUBTS = 100
"""Of the warnings on paper; `geo check` lists all."""


def doubts_section(assessment: Assessment) -> Iterator[Block]:
    """What reading the file gave cause to look at again; nothing where there is no such thing."""
    warnings = assessment.sites.warnings
    if not warnings:
        return
    yield Heading("Doubts about the record")
    why = "What in the file is possible, but worth a second look before its findings are relied on. No verdict takes account of it."
    yield Paragraph(f"{why} `geo explain` tells what a code means.", Tone.QUIET)
    yield Items(tuple(Item(f"{one.message} ({one.code}).", one.id or "The file") for one in warnings[:MOST_DOUBTS]))
    if more := max(0, len(warnings) - MOST_DOUBTS) + assessment.sites.warnings_left_out:
        yield Paragraph(f"Not listed here: {more:,} more; `geo check` lists or counts all.")


def together_section(assessment: Assessment) -> Iterator[Block]:
    """Which claims cannot all hold, and where sites would lie were theirs true."""
    yield Heading("Claims together")
    yield Items(
        tuple(
            Item(sentence)
            for sentence in conflict_answers.conflicts_sentences(assessment.conflicts, assessment, answers.MOST_SETS)
        )
    )
    if assessment.loci:
        yield Items(tuple(Item(" ".join(locate_answers.locus_sentences(one))) for one in assessment.loci))
        yield Paragraph(
            "Such an area is drawn so that no place is left out that the claims allow, the published positions of the other "
            "sites being what they are; the site's own published position is left aside.",
            Tone.QUIET,
        )
    if assessment.loci_left_out:
        yield Paragraph(answers.left_out_sentence(assessment.loci_left_out))


def saying_section(assessment: Assessment) -> Iterator[Block]:
    """Values that compete, side by side, and what is dated in the order of time."""
    values, entries = assessment.competing_values, assessment.timeline
    if values:
        yield Heading("Competing values")
        yield Paragraph("Listed, not resolved: coordinates cannot decide between them.", Tone.QUIET)
        rows = tuple(
            (one.record, one.attribute, one.value, one.claimed_by or NONE, one.claimed_on.text if one.claimed_on else NONE)
            for one in values
        )
        yield Table(("Record", "Attribute", "Value", "Claimed by", "When"), rows, (0.18, 0.16, 0.15, 0.27, 0.24))
    if entries:
        yield Heading("Timeline")
        yield Paragraph(POSSIBILITY, Tone.QUIET)
        yield Items(tuple(map(_dated, entries[:MOST_ENTRIES])))
        if len(entries) > MOST_ENTRIES:
            yield Paragraph(f"Not listed here: {plural(len(entries) - MOST_ENTRIES, 'later or undated record')}.")


def _dated(entry: Entry) -> Item:
    who = f" ({entry.who})" if entry.who else ""
    earlier = f" Published earlier: {', '.join(entry.published_earlier)}." if entry.published_earlier else ""
    open_ones = f" Earlier or later cannot be told: {', '.join(entry.cannot_be_told)}." if entry.cannot_be_told else ""
    return Item(f"{entry.label}{who}.{earlier}{open_ones}", entry.dates.text if entry.dates else "undated")

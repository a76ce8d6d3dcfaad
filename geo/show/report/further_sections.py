"""The sections of the report that go beyond verdicts.

What is doubtful, what cannot hold together, where sites would lie, and who said what when.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.judge.limits import Limited
from geo.show.answers.claim_words import NONE
from geo.show.answers.markings import HEADING, marking_sentences
from geo.show.answers.report import together_sentences
from geo.show.answers.sources import POSSIBILITY
from geo.show.report.blocks import Block, Heading, Item, Items, Paragraph, Table, Tone
from geo.show.report.left_out import left_out

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geo.judge.assessment import Assessment
    from geo.judge.sources.timeline import Entry


def doubts_section(assessment: Assessment) -> Iterator[Block]:
    """What reading the file gave cause to look at again; nothing where there is no such thing."""
    warnings = assessment.sites.warnings
    if not warnings:
        return
    yield Heading("Doubts about the record")
    why = "What is possible, but worth a second look before you rely on the findings. No verdict takes it into account."
    yield Paragraph(f"{why} `geo explain` says what a code means.", Tone.QUIET)
    yield Items(
        tuple(
            Item(f"{one.message} ({one.code}).", one.id or "The file") for one in warnings[: assessment.limits.warnings_listed]
        )
    )
    yield from left_out(assessment, Limited.WARNINGS)


def together_section(assessment: Assessment) -> Iterator[Block]:
    """List claims that cannot all hold, and where sites lie if their claims are true."""
    sentences = together_sentences(assessment)
    if not sentences:
        return
    yield Heading("Claims together")
    yield Items(tuple(map(Item, sentences)))
    if assessment.loci:
        yield Paragraph(
            "Such an area includes every place that the claims allow, given the published positions of the other sites; the "
            "site's own published position is ignored.",
            Tone.QUIET,
        )
    yield from left_out(assessment, Limited.SETS, Limited.UNDECIDED, Limited.LOCI)


def markings_section(assessment: Assessment) -> Iterator[Block]:
    """Markings that are reported on fragments far apart; nothing where there are none."""
    sentences = marking_sentences(assessment)
    if sentences:
        yield Heading(HEADING)
        yield Paragraph(
            "A number on a fragment names one munition or one lot. Compared without regard to capitals, spaces and look-alike "
            "letters; coordinates cannot decide why it is reported in two places.",
            Tone.QUIET,
        )
        yield Items(tuple(map(Item, sentences)))


def statements_section(assessment: Assessment) -> Iterator[Block]:
    """Values that compete, side by side, and what is dated in the order of time."""
    values, entries = assessment.competing_values, assessment.timeline
    if values:
        yield Heading("Competing values")
        yield Paragraph("Listed, not resolved: coordinates cannot decide between them.", Tone.QUIET)
        rows = tuple(
            (one.record, one.attribute, one.value, one.claimed_by or NONE, one.claimed_on.words if one.claimed_on else NONE)
            for one in values
        )
        yield Table(("Record", "Attribute", "Value", "Claimed by", "When"), rows, (0.18, 0.16, 0.15, 0.27, 0.24))
    if entries:
        yield Heading("Timeline")
        yield Paragraph(POSSIBILITY, Tone.QUIET)
        yield Items(tuple(map(_dated, entries[: assessment.limits.timeline_listed])))
        yield from left_out(assessment, Limited.TIMELINE)


def _dated(entry: Entry) -> Item:
    who = f" ({entry.who})" if entry.who else ""
    earlier = f" Published earlier: {', '.join(entry.published_earlier)}." if entry.published_earlier else ""
    open_ones = f" Order unknown: {', '.join(entry.cannot_be_told)}." if entry.cannot_be_told else ""
    return Item(f"{entry.label}{who}.{earlier}{open_ones}", entry.dates.words if entry.dates else "undated")

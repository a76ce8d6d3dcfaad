"""The sections of the report that go beyond verdicts.

What is doubtful, what cannot hold together, where sites would lie, and who said what when.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from geo.judge.limits import Limited
from geo.show.answers.markings import HEADING, marking_sentences
from geo.show.answers.report import together_statements
from geo.show.answers.sources import POSSIBILITY
from geo.show.report.blocks import Block, Heading, Item, Items, Paragraph, Tone
from geo.show.report.left_out import left_out

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from geo.judge.sources.competing_claims import CompetingValue
    from geo.judge.sources.timeline import Entry
    from geo.show.report.material import Material


def doubts_section(material: Material) -> Iterator[Block]:
    """What reading the file gave cause to look at again, the same doubt about several records once; nothing where there is none."""
    warnings = material.sites.warnings
    if not warnings:
        return
    yield Heading("Doubts about the record")
    why = "What is possible, but worth a second look before you rely on the findings. No verdict takes it into account."
    yield Paragraph(f"{why} `geo explain` says what a code means.", Tone.QUIET)
    about: dict[str, list[str]] = {}
    for one in warnings[: material.assessment.limits.warnings_listed]:
        about.setdefault(f"{one.message} ({one.code}).", []).append(one.id or "The file")
    yield Items(tuple(Item(message, ", ".join(ids)) for message, ids in about.items()))
    yield from left_out(material.assessment, Limited.WARNINGS)


def together_section(material: Material) -> Iterator[Block]:
    """List claims that cannot all hold, and where sites lie if their claims are true."""
    assessment = material.assessment
    statements = together_statements(assessment)
    if not statements:
        return
    yield Heading("Claims together")
    alone = {ids for ids in assessment.conflicts.sets[: assessment.limits.sets_listed] if len(ids) == 1}
    if alone:
        numbers = sorted(material.numbers[one] for (one,) in alone)
        yield Paragraph(f"Cannot hold by itself, given the published positions: finding {', '.join(map(str, numbers))}.")
    conflicts = len(statements) - len(assessment.loci)
    others = [one.text for n, one in enumerate(statements) if n >= conflicts or one.claims not in alone]
    yield Items(tuple(map(Item, others)))
    if assessment.loci:
        yield Paragraph(
            "Such an area includes every place that the claims allow, given the published positions of the other sites; the "
            "site's own published position is ignored.",
            Tone.QUIET,
        )
    yield from left_out(assessment, Limited.SETS, Limited.UNDECIDED, Limited.LOCI)


def markings_section(material: Material) -> Iterator[Block]:
    """Markings that are reported on fragments far apart; nothing where there are none."""
    sentences = marking_sentences(material.assessment)
    if sentences:
        yield Heading(HEADING)
        yield Paragraph(
            "A number on a fragment names one munition or one lot. Compared without regard to capitals, spaces and look-alike "
            "letters; coordinates cannot decide why it is reported in two places.",
            Tone.QUIET,
        )
        yield Items(tuple(map(Item, sentences)))


def statements_section(material: Material) -> Iterator[Block]:
    """Values that compete, side by side, and what is dated in the order of time."""
    values, entries = material.assessment.competing_values, material.assessment.timeline
    if values:
        yield Heading("Competing values")
        yield Paragraph("Listed, not resolved: coordinates cannot decide between them.", Tone.QUIET)
        yield Items(tuple(_competing(material, values)))
    if entries:
        yield Heading("Timeline")
        yield Paragraph(
            f"{POSSIBILITY} In brackets: sources. Earlier: sources of others that were public before a claim.", Tone.QUIET
        )
        shown = entries[: material.assessment.limits.timeline_listed]
        days = groupby(shown, lambda one: one.dates.words if one.dates else "undated")
        yield Items(tuple(Item(" · ".join(_dated(material, one) for one in found), when) for when, found in days))
        yield from left_out(material.assessment, Limited.TIMELINE)


def _competing(material: Material, values: Sequence[CompetingValue]) -> Iterator[Item]:
    """The values of one attribute beside each other; records with the same values once."""
    said: dict[tuple[str, str], list[str]] = {}
    for one in values:
        when = f", {one.claimed_on.words}" if one.claimed_on else ""
        number = material.numbers[one.claim]
        words = f"“{one.value}” (finding {number}: {one.claimed_by or 'claimant not named'}{when})"
        said.setdefault((one.record, one.attribute), []).append(words)
    about: dict[tuple[str, str], list[str]] = {}
    for (record, attribute), values_said in said.items():
        about.setdefault((attribute, "; ".join(values_said)), []).append(record)
    for (attribute, text), ids in about.items():
        yield Item(f"{text}.", f"{attribute} of {', '.join(ids)}")


def _dated(material: Material, entry: Entry) -> str:
    if entry.id in material.cited:
        return f"{material.cited[entry.id].named}."
    who = f" ({entry.who})" if entry.who else ""
    more = " and others" if entry.more else ""
    earlier = f" Earlier: {material.cited.numbers(entry.published_earlier)}{more}." if entry.published_earlier else ""
    unsure = f" Order unknown: {material.cited.numbers(entry.cannot_be_told)}{more}." if entry.cannot_be_told else ""
    number = f"{material.numbers[entry.id]}. " if entry.id in material.numbers else ""
    return f"{number}{entry.label}{who}.{earlier}{unsure}"

"""Gathers what the sections of a report draw on: the ranked findings and their numbers, citations, and what was said before."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from geo.judge.verdict.ranking import rank_findings
from geo.record.facts import fact_lines
from geo.show.answers.citations import Citations
from geo.show.answers.claim_words import Names
from geo.show.answers.reading_order import ReadingOrder
from geo.show.answers.report import describe_turnings
from geo.show.report.blocks import Block, Paragraph, Quote, paragraphs
from geo.show.thumbnails import Thumbnails

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geo.judge.assessment import Assessment
    from geo.judge.verdict.finding import Finding
    from geo.record.kinds import Record
    from geo.show.answers.report import TurningWords

NO_PICTURES = Thumbnails()
ITSELF = "this claim"
"""What a claim is called in the sentences below its heading."""
SHORT = 40
"""Letters of a text up to which it is repeated rather than referred to."""


class Material:
    """What one report is made of."""

    def __init__(self, assessment: Assessment, link: str | None = None, thumbnails: Thumbnails = NO_PICTURES) -> None:
        self.thumbnails = thumbnails
        self.link = link
        """The address of the page at the view of the report's map."""
        self.assessment, self.sites = assessment, assessment.sites
        self.cited, self.names = Citations(assessment.sites), Names(assessment.sites)
        self._told: dict[str, str] = {}

    @cached_property
    def ranked(self) -> list[Finding]:
        """The findings in the order of the page, whose numbers they have: contradicted claims first, the widest gap first."""
        return rank_findings(self.assessment.findings)

    @cached_property
    def numbers(self) -> dict[str, int]:
        """The number of each finding, by its claim."""
        return {finding.claim: number for number, finding in enumerate(self.ranked, 1)}

    @cached_property
    def turnings(self) -> dict[str, TurningWords]:
        """What it would take to turn verdicts, by the claim."""
        return describe_turnings(self.assessment, itself=ITSELF)

    def label(self, claim: str) -> str:
        """What a claim is called."""
        return self.sites.label(self.sites[claim])

    def said(self, record: Record, before: str) -> Iterator[Block]:
        """What a record says after some text of ours: each property with its label, then its note; its quote stands apart.

        What another record says in the same words stands only at the first of them.
        """
        known = " ".join(
            f"{label}: {self._once(f'{label}: {text}', text, record).removesuffix('.')}." for label, text in fact_lines(record)
        )
        note = f"Note: {self._once(record.note, record.note, record)}" if record.note else ""
        if record.quote:
            yield Paragraph(before)
            yield Quote(record.quote)
            before = ""
        if record.note and note.endswith(record.note) and ReadingOrder(()).is_from_right(record.note, verbatim=True):
            yield Paragraph(" ".join(filter(None, (before, known, "Note:"))))
            yield from paragraphs(record.note, verbatim=True)
        elif before or known or note:
            yield from paragraphs(" ".join(filter(None, (before, known, note))))

    def _once(self, key: str, text: str, record: Record) -> str:
        if len(text) <= SHORT:
            return text
        first = self._told.setdefault(key, record.id)
        return text if first == record.id else f"as for {first}."

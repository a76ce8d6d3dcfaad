"""Says, in the section where it is read, what the limits of the assessment left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.show.answers.report import left_out_sentences
from geo.show.report.blocks import Block, Paragraph

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geo.judge.assessment import Assessment
    from geo.judge.limits import Limited


def left_out(assessment: Assessment, *what: Limited) -> Iterator[Block]:
    """A paragraph for each of these limits that was reached."""
    return map(Paragraph, left_out_sentences(assessment, *what))

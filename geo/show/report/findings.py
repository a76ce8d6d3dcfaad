"""The sections on findings: the verdicts at a glance, then each claim, the contradicted ones first."""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING

from geo.earth.quantities import count_text, plural
from geo.judge.limits import Limited
from geo.judge.verdict.interval import Verdict
from geo.record.kinds import Claim
from geo.record.progress import track_progress
from geo.show.answers.citations import NO_SOURCE, NOT_GRADED
from geo.show.answers.slips import CAUTION, NO_SLIPS
from geo.show.report.blocks import Block, Cited, Heading, Item, Items, Paragraph, Table, Tone
from geo.show.report.figures_table import key_figures, make_figures_table
from geo.show.report.left_out import left_out
from geo.show.report.material import ITSELF

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from geo.judge.verdict.finding import Finding
    from geo.show.answers.report import TurningWords
    from geo.show.report.material import Material

MEANINGS = {
    Verdict.CONTRADICTED: "No sensible reading of the figures saves these claims. The widest gap for its uncertainty comes first.",
    Verdict.COMPATIBLE: "These claims may hold; the figures do not settle it.",
    Verdict.AGREES: "Every distance or direction within the uncertainty rounds to what these claims say.",
    Verdict.UNTESTABLE: "A position or a figure is missing, or the claim is not about positions.",
}


def highlights(material: Material) -> Iterator[str]:
    """Summarize for a reader in a hurry: what does not fit, by how much, and what that is worth."""
    findings = material.assessment.findings
    against = [finding for finding in findings if finding.verdict is Verdict.CONTRADICTED]
    testable = sum(finding.verdict is not Verdict.UNTESTABLE for finding in findings)
    if not testable:
        yield "The file has no claim that its figures can test."
    elif testable == 1:
        yield f"The one claim that the figures test is {'contradicted' if against else 'not contradicted'}."
    elif not against:
        yield f"None of the {count_text(testable)} claims that the figures test is contradicted."
    else:
        yield f"Of {count_text(testable)} claims that the figures test, {count_text(len(against))} {'is' if len(against) == 1 else 'are'} contradicted."
    for size in ("gap_m", "gap_deg"):
        widest = max((one for one in against if getattr(one, size)), key=lambda one: float(getattr(one, size)), default=None)
        if widest:
            measured, claimed, gap = key_figures(material.sites, widest)
            yield f"“{material.label(widest.claim)}” ({widest.claim}): measured {measured}, claimed {claimed}, a gap of {gap} after all uncertainty."
    shared = sum(finding.independent is False for finding in findings)
    if shared:
        yield (
            f"In {count_text(shared)} of {count_text(len(findings))} findings the claim and the positions are not independent: "
            "agreement would be consistency, not corroboration."
        )


def glance_section(material: Material) -> Iterator[Block]:
    """One row for each finding: verdict, figures, and the grades of the claim's sources."""
    yield Heading("Verdicts at a glance")
    if not material.ranked:
        yield Paragraph("The file holds no claims.")
        return
    most = material.assessment.limits.glance
    shown = material.ranked[:most]
    rows = tuple(_glance(material, finding) for finding in shown)
    head = ("Claim", "Verdict", "Measured", "Claimed", "Gap", "Its sources")
    widths = (0.35, 0.14, 0.12, 0.14, 0.1, 0.15)
    yield Table(head, rows, widths, tuple(f"claim {one.claim}" for one in shown))
    if (more := len(material.ranked) - most) > 0:
        yield Paragraph(
            f"Not in this table: {plural(more, 'finding')} with lower rank; the section Findings goes on.", Tone.QUIET
        )


def _glance(material: Material, finding: Finding) -> tuple[str, ...]:
    grades = Counter(one.grade for one in material.cited.of(material.sites[finding.claim].sources))
    graded = ", ".join(
        f"{count_text(count)} {grade if grade == NOT_GRADED else f'× {grade}'}" for grade, count in grades.items()
    )
    claim = f"{material.numbers[finding.claim]}. {material.label(finding.claim)}"
    return (claim, finding.verdict.value, *key_figures(material.sites, finding), graded or NO_SOURCE)


def findings_section(material: Material) -> Iterator[Block]:
    """Each claim with its figures, the reason, the words of the source, and all sources, by verdict and gap."""
    if not material.ranked:
        return
    yield Heading("Findings")
    if material.assessment.turning.slips:
        yield Paragraph(CAUTION, Tone.QUIET)
    yield from left_out(material.assessment, Limited.MARGINS, Limited.SLIPS)
    tally = Counter(finding.verdict for finding in material.ranked)
    most = material.assessment.limits.described
    for verdict, found in groupby(track_progress(material.ranked[:most], "Writing findings"), attrgetter("verdict")):
        yield Heading(f"{verdict.value.capitalize()}: {plural(tally[verdict], 'claim')}", 3)
        yield Paragraph(MEANINGS[verdict], Tone.QUIET)
        for finding in found:
            yield from _finding(material, finding)
    yield from _independence(material, most)
    if (more := len(material.ranked) - most) > 0:
        yield Paragraph(
            f"A report describes {count_text(most)} findings, not {count_text(more)} more; `geo export` writes all."
        )


def _finding(material: Material, finding: Finding) -> Iterator[Block]:
    claim = material.sites[finding.claim]
    assert isinstance(claim, Claim)  # noqa: S101  # findings are made from claims alone
    number = material.numbers[finding.claim]
    yield Heading(
        f"{number}. {material.label(finding.claim)}", 4, finding.verdict.value, finding.claim, f"claim {finding.claim}"
    )
    when = f", {claim.claimed_on.words}" if claim.claimed_on else ""
    figures = make_figures_table(material.sites, finding)
    if finding.verdict is Verdict.CONTRADICTED:
        yield figures
    elif finding.measured:
        yield Paragraph("; ".join(f"{name}: {value} ({interval})" for name, value, interval in figures.rows) + ".", Tone.QUIET)
    words = material.turnings.get(finding.claim)
    turning = " ".join(_turning(words, material)) if words else ""
    yield from material.said(
        claim, f"{claim.claimed_by or 'Claimant not named'}{when}. {finding.explanation} {turning}".strip()
    )
    positions = f"Of the positions: {material.cited.numbers(finding.provenance.positions)}." if finding.measured else ""
    yield Cited("Sources", tuple(material.cited.of(claim.sources)), positions)


def _independence(material: Material, most: int) -> Iterator[Block]:
    """Whether agreement would mean anything, each reason once with the findings that it is true of."""
    yield Heading("Are the sources of the two sides independent?", 3)
    found: dict[str, list[int]] = {}
    for finding in material.ranked[:most]:
        found.setdefault(finding.provenance.sentence, []).append(material.numbers[finding.claim])
    yield Items(
        tuple(
            Item(sentence, f"{'Finding' if len(some) == 1 else 'Findings'} {numbers_text(some)}")
            for sentence, some in found.items()
        )
    )


def numbers_text(numbers: Iterable[int]) -> str:
    """Numbers in order, with runs of three or more as intervals.

    >>> numbers_text([1, 2, 3, 5, 7, 8])
    '1–3, 5, 7, 8'
    """
    runs: list[list[int]] = []
    for one in sorted(numbers):
        if runs and one == runs[-1][-1] + 1:
            runs[-1].append(one)
        else:
            runs.append([one])
    return ", ".join(f"{run[0]}–{run[-1]}" if len(run) > 2 else ", ".join(map(str, run)) for run in runs)


def _turning(words: TurningWords, material: Material) -> Iterable[str]:
    """What it would take to change the verdict; of many slips the first, which leave least open."""
    yield from (one.removeprefix(f"{ITSELF}: ") for one in words.before if not one.endswith(NO_SLIPS))
    most = material.assessment.limits.slips_listed
    if words.slips:
        more = f"; {count_text(len(words.slips) - most)} more, which `geo why` lists" if len(words.slips) > most else ""
        yield f"Would do: {'; '.join(one.removeprefix(f'{ITSELF}: ') for one in words.slips[:most])}{more}."
    yield from (one for one in words.after if one != CAUTION)

"""Writes the report's sentences on claims taken together, and everything that follows from a file as JSON."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo.record.escape import printable
from geo.show.answers import json_form
from geo.show.answers.claim_words import Names, Statement
from geo.show.answers.conflicts import NO_CONFLICTS, conflict_statements, conflicts_json
from geo.show.answers.limits import limit_sentences, limits_json
from geo.show.answers.locus import locus_json, locus_sentences
from geo.show.answers.margin import margin_json, margin_sentences
from geo.show.answers.markings import markings_json
from geo.show.answers.slips import describe_slips, slips_json

if TYPE_CHECKING:
    from collections.abc import Callable

    from geo.judge.assessment import Assessment
    from geo.judge.limits import Limited
    from geo.judge.verdict.margin import Margin
    from geo.judge.verdict.slips import Slips
    from geo.show.answers.json_form import Json


@dataclass(frozen=True, slots=True)
class TurningWords:
    """What it would take to turn one verdict."""

    before: tuple[str, ...]
    """The margin, and how many slips were tried."""
    slips: tuple[str, ...] = ()
    """The slips of the pen that would do."""
    after: tuple[str, ...] = ()

    @property
    def sentences(self) -> tuple[str, ...]:
        """All of them."""
        return (*self.before, *self.slips, *self.after)


def describe_turnings(assessment: Assessment, *, itself: str | None = None) -> dict[str, TurningWords]:
    """What it would take to turn verdicts, by the claim's id; `itself` is what a claim is called in its own sentences."""
    names, units = Names(assessment.sites), {one.claim: one.claimed.unit for one in assessment.findings}
    return {
        claim: _turning(
            assessment.turning.margins.get(claim),
            assessment.turning.slips.get(claim),
            names if itself is None else _called_itself(names, claim, itself),
            units[claim],
        )
        for claim in dict.fromkeys([*assessment.turning.margins, *assessment.turning.slips])
    }


def _called_itself(names: Names, claim: str, itself: str) -> Callable[[str], str]:
    return lambda record_id: itself if record_id == claim else names(record_id)


def _turning(margin: Margin | None, slips: Slips | None, names: Callable[[str], str], unit: str) -> TurningWords:
    before = tuple(margin_sentences(margin, names, unit)) if margin else ()
    if slips is None:
        return TurningWords(before)
    words = describe_slips(slips, named=names, unit=unit)
    return TurningWords((*before, words.before), words.slips, words.after)


def together_statements(assessment: Assessment) -> list[Statement]:
    """List claims that cannot all hold, then where sites lie if their claims are true; empty for a file without claims."""
    if not assessment.findings:
        return []
    names = Names(assessment.sites)
    conflicts = list(conflict_statements(assessment.conflicts, assessment, names)) or [Statement(NO_CONFLICTS)]
    return [*conflicts, *(Statement(" ".join(locus_sentences(one, names)), one.claims) for one in assessment.loci)]


def together_sentences(assessment: Assessment) -> list[str]:
    """The same as sentences alone."""
    return [one.text for one in together_statements(assessment)]


def left_out_sentences(assessment: Assessment, *what: Limited) -> list[str]:
    """What the limits of the assessment left out, of some things or of everything."""
    return list(limit_sentences(one for one in assessment.limits_reached() if not what or one.what in what))


def report_json(assessment: Assessment) -> Json:
    """Everything that follows from a file."""
    return {
        "file": assessment.sites.path,
        "sha256": assessment.sites.sha256,
        "findings": [json_form.finding(one) for one in assessment.findings],
        "margins": [margin_json(one) for one in assessment.turning.margins.values()],
        "slips": [slips_json(one) for one in assessment.turning.slips.values()],
        "loci": [locus_json(one) for one in assessment.loci],
        "conflicts": conflicts_json(assessment.conflicts),
        "same_markings": markings_json(assessment.same_markings),
        "zones": [{**json_form.zone(one), "area_m2": one.area_m2} for one in assessment.zones],
        "zone_pairs": [json_form.zone_pair(one) for one in assessment.zone_pairs],
        "warnings": [json_form.problem(one) for one in assessment.sites.warnings],
        "limits": limits_json(assessment.limits_reached()),
    }


def origin_text(report: str, file: str, named: str, found: str) -> str:
    """Whether a report names a file as it is now, by the hash that the report names and that of the file."""
    if named == found:
        return printable(f"{report} names {file} as it is now: SHA-256 {found}. What else the report says was not compared.")
    return printable(f"{report} names another record, or {file} before it was changed: SHA-256 {named}; {file} has {found}.")


def origin_json(report: str, file: str, named: str, found: str) -> Json:
    """The same for programs."""
    return {"report": report, "file": file, "belong_together": named == found, "report_sha256": named, "file_sha256": found}

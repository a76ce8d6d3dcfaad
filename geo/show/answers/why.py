"""Explains the verdict on a claim, and where a site lies, as one page of text and as JSON."""

from __future__ import annotations

from textwrap import fill
from typing import TYPE_CHECKING

from geo.judge.same_markings import SameMarkings
from geo.judge.why import ClaimReasons, SiteReasons
from geo.record.escape import printable
from geo.show.answers import json_form
from geo.show.answers.conflicts import conflicts_json, conflicts_sentences
from geo.show.answers.locus import locus_json, locus_sentences
from geo.show.answers.margin import margin_json, margin_sentences
from geo.show.answers.markings import HEADING, marking_statements, markings_json
from geo.show.answers.slips import slips_json, slips_sentences

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from geo.judge.assessment import Assessment
    from geo.show.answers.json_form import Json

WIDTH = 100


def why_json(reasons: ClaimReasons | SiteReasons, *, every: bool = False) -> Json:
    """What `geo why --format json` gives; `null` where there is nothing to say; with `every`, all slips that were tried."""
    locus, conflicts = reasons.locus and locus_json(reasons.locus), conflicts_json(reasons.conflicts)
    if isinstance(reasons, SiteReasons):
        same = markings_json(SameMarkings(reasons.same_markings))["found"]
        return {"site": reasons.site, "locus": locus, "conflicts": conflicts, "same_markings": same}
    return {
        "claim": reasons.claim,
        "finding": json_form.finding(reasons.finding),
        "margin": reasons.margin and margin_json(reasons.margin),
        "slips": reasons.slips and slips_json(reasons.slips, every=every),
        "locus": locus,
        "conflicts": conflicts,
    }


def why_text(reasons: ClaimReasons | SiteReasons, assessment: Assessment, *, every: bool = False) -> str:
    """The same for people, wrapped at 100 columns, with a final newline."""
    return "".join(f"{line}\n" for line in _lines(reasons, assessment, every=every))


def _lines(reasons: ClaimReasons | SiteReasons, assessment: Assessment, *, every: bool) -> Iterator[str]:
    if isinstance(reasons, SiteReasons):
        record = assessment.sites[reasons.site]
        yield _filled(f"{record.id}{f': {record.name}' if record.name else ''}")
        yield from _section("Where it lies if the claims are true", locus_sentences(reasons.locus))
    else:
        finding, record = reasons.finding, assessment.sites[reasons.claim]
        yield _filled(f"{record.id}: {finding.verdict}{f': {record.name}' if record.name else ''}")
        yield _filled(finding.explanation)
        if reasons.margin:
            yield from _section("What would change the verdict", margin_sentences(reasons.margin, unit=finding.claimed.unit))
        if reasons.slips:
            slips = slips_sentences(reasons.slips, every=every, unit=finding.claimed.unit)
            yield from _section("Slips of the pen", slips)
        locus = locus_sentences(reasons.locus) if reasons.locus else [reasons.no_locus or ""]
        yield from _section("Where the site lies if the claims are true", locus)
    found = reasons.conflicts
    about = "this claim" if isinstance(reasons, ClaimReasons) else "a claim about this site"
    none = [] if found.sets else [f"No set of claims that cannot all hold was found with {about}."]
    yield from _section("Claims that cannot all hold", [*none, *conflicts_sentences(found, assessment)])
    if isinstance(reasons, SiteReasons) and reasons.same_markings:
        yield from _section(HEADING, (one.text for one in marking_statements(assessment, of=reasons.site)))


def _section(heading: str, sentences: Iterable[str]) -> Iterator[str]:
    yield from ("", heading)
    for sentence in sentences:
        indent = " " * (2 + len(sentence) - len(sentence.lstrip()))
        yield _filled(sentence.lstrip(), indent)


def _filled(text: str, indent: str = "") -> str:
    return fill(
        printable(text), WIDTH, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False, break_long_words=False
    )

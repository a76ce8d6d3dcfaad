"""The report as plain text: what was compared, what follows, and where it comes from."""

from __future__ import annotations

from collections import Counter
from textwrap import fill
from typing import TYPE_CHECKING

from geo.judge.assessment import METHOD
from geo.judge.finding import Finding, metres
from geo.judge.interval import Verdict
from geo.judge.zone import WARNING
from geo.record.kinds import Claim, FragmentSite, Located, Place, Source, StrikeReport
from geo.record.problems import printable
from geo.show.measured import pair_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geo.judge.assessment import Assessment

WIDTH = 100


def summary(assessment: Assessment) -> str:
    """One line: what the file holds and how its claims fare."""
    sites = assessment.sites
    held = [
        f"{len(sites.of_kind(kind)):,} {name}"
        for kind, name in (
            (FragmentSite, "fragment sites"),
            (StrikeReport, "strike reports"),
            (Place, "places"),
            (Claim, "claims"),
            (Source, "sources"),
        )
    ]
    counts = Counter(finding.verdict for finding in assessment.findings)
    verdicts = ", ".join(f"{counts[verdict]:,} {verdict}" for verdict in Verdict if counts[verdict])
    return printable(f"{sites.path}: {', '.join(held)}. Claims: {verdicts or 'none'}.")


def report_text(assessment: Assessment) -> str:
    """The whole report, wrapped at 100 columns, with a final newline."""
    return "\n".join(_lines(assessment)) + "\n"


def _lines(assessment: Assessment) -> Iterator[str]:
    sites = assessment.sites
    yield fill(summary(assessment), WIDTH)
    yield f"SHA-256 of the file: {sites.sha256}"
    yield from _heading("Findings")
    for finding in assessment.findings:
        yield from _finding(assessment, finding)
    yield from _heading("Zones")
    for warning in dict.fromkeys([WARNING, *(zone.warning for zone in assessment.zones)]):
        yield fill(warning, WIDTH)
    for zone in assessment.zones:
        radii = f"surely within {metres(zone.certain_m)}, possibly within {metres(zone.possible_m)}"
        basis = zone.basis or "no basis is given"
        yield _item(f"{zone.name}: {zone.kind} {metres(zone.radius_m)}, so {radii} of the published position. {basis}.")
    for pair in assessment.zone_pairs:
        yield _item(pair_text(pair))
    yield from _heading("Sites, strikes and places")
    for record in sites.of_kind(Located):
        yield from _placed(record)
    yield from _heading("Sources")
    for source in sites.of_kind(Source):
        graded = [f"reliability {source.reliability}"] if source.reliability else []
        graded += [f"credibility {source.credibility}"] if source.credibility else []
        graded += [f"attributed to {source.attributed_to}"] if source.attributed_to else []
        graded += [f"relies on {', '.join(source.relies_on)}"] if source.relies_on else []
        parts = (source.publisher, source.published_on and source.published_on.text, source.title, source.url, *graded)
        yield _item(f"{source.id}: {', '.join(part for part in parts if part)}")
    yield from _heading("Method")
    yield fill(METHOD, WIDTH)


def _heading(title: str) -> Iterator[str]:
    yield ""
    yield title
    yield "-" * len(title)


def _placed(record: Located) -> Iterator[str]:
    yield _item(f"{record.id}: {record.label}")
    published = record.published_coordinates
    if record.position is None:
        yield _note("No position was published.")
    else:
        lat, lon = record.position.latlon
        printed = f"{published}, that is " if published else ""
        yield _note(f"{printed}latitude {lat:.6f}, longitude {lon:.6f}, to within {metres(record.position.uncertainty_m)}.")
    if record.note:
        yield _note(record.note)
    yield _note(f"Sources: {', '.join(record.sources) or 'none given'}.")


def _finding(assessment: Assessment, finding: Finding) -> Iterator[str]:
    claim = assessment.sites[finding.claim]
    by = f" ({claim.claimed_by})" if isinstance(claim, Claim) and claim.claimed_by else ""
    yield _item(f"{finding.verdict.upper()}  {finding.claim}: {claim.label}{by}")
    yield _note(finding.explanation)
    if claim.note:
        yield _note(f"Note: {claim.note}")
    yield _note(f"Sources: {', '.join(finding.sources) or 'none given'}.{tied(finding)}")


def tied(finding: Finding) -> str:
    """What to say where anything ties the sources of claim and positions."""
    return f" {finding.provenance.sentence}" if finding.independent is False else ""


def _item(text: str) -> str:
    return fill(
        printable(text), WIDTH, initial_indent="* ", subsequent_indent="  ", break_on_hyphens=False, break_long_words=False
    )


def _note(text: str) -> str:
    return fill(
        printable(text), WIDTH, initial_indent="  ", subsequent_indent="  ", break_on_hyphens=False, break_long_words=False
    )

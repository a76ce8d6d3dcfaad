"""The sections of the report: each a function from an assessment to blocks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.earth.quantities import count_text, metres, plural, square_metres
from geo.judge.limits import Limited
from geo.judge.verdict.interval import Verdict
from geo.judge.zones.zone import WARNING
from geo.record.facts import UNKNOWN_ERROR, Slot, fact_lines
from geo.record.kinds import KIND_NAMES, Claim, Located, ReportedZone, Source
from geo.record.progress import track_progress
from geo.show.answers.check import counts
from geo.show.answers.claim_words import NONE
from geo.show.answers.distance import origin_text, pair_text
from geo.show.answers.report import describe_turnings
from geo.show.report.blocks import Block, Heading, Item, Items, Paragraph, Quote, Table, Tone, paragraphs
from geo.show.report.figures_table import key_figures, make_figures_table
from geo.show.report.left_out import left_out

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geo.earth.position import Position
    from geo.judge.assessment import Assessment
    from geo.record.kinds import Record


def summary_section(assessment: Assessment) -> Iterator[Block]:
    """What stands out, and counts."""
    yield Heading("Summary")
    yield Paragraph(" ".join(highlights(assessment)), Tone.LEAD)
    doubted = len(assessment.sites.warnings)
    doubts = f" Worth a second look: {plural(doubted, 'thing')} about the record, listed below." if doubted else ""
    yield Paragraph(f"On record: {counts(assessment)}{doubts}")


def highlights(assessment: Assessment) -> Iterator[str]:
    """Summarize for a reader in a hurry: what does not fit, by how much, and what that is worth."""
    findings = assessment.findings
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
            measured, claimed, gap = key_figures(assessment.sites, widest)
            label = assessment.sites[widest.claim].label
            yield f"“{label}” ({widest.claim}): measured {measured}, claimed {claimed}, a gap of {gap} after all uncertainty."
    shared = sum(finding.independent is False for finding in findings)
    if shared:
        yield (
            f"In {count_text(shared)} of {count_text(len(findings))} findings the claim and the positions are not independent: "
            "agreement would be consistency, not corroboration."
        )


def findings_section(assessment: Assessment) -> Iterator[Block]:
    """Every verdict in one table; then each claim with its figures, the reason, the words of the source, and all sources."""
    yield Heading("Findings")
    if not assessment.findings:
        yield Paragraph("The file holds no claims.")
        return
    rows = []
    for finding in assessment.findings:
        measured, claimed, gap = key_figures(assessment.sites, finding)
        rows.append((assessment.sites[finding.claim].label, finding.verdict.value, measured, claimed, gap))
    yield Table(("Claim", "Verdict", "Measured", "Claimed", "Gap"), tuple(rows), (0.38, 0.17, 0.16, 0.17, 0.12))
    yield from left_out(assessment, Limited.MARGINS, Limited.SLIPS)
    turning = describe_turnings(assessment)
    for finding in track_progress(assessment.findings, "Writing findings"):
        claim = assessment.sites[finding.claim]
        assert isinstance(claim, Claim)  # noqa: S101  # findings are made from claims alone
        yield Heading(claim.label, 3, finding.verdict.value, finding.claim)
        when = f", {claim.claimed_on.words}" if claim.claimed_on else ""
        yield Paragraph(f"{claim.claimed_by or 'Claimant not named'}{when}.", Tone.QUIET)
        yield make_figures_table(assessment.sites, finding)
        yield Paragraph(finding.explanation)
        if finding.claim in turning:
            yield Items(tuple(map(Item, turning[finding.claim].sentences)))
        yield from _facts(claim)
        yield from _said(claim.quote, claim.note)
        about = dict.fromkeys(
            source for ids in claim.references().values() for one in ids for source in assessment.sites[one].sources
        )
        yield Paragraph(
            f"Sources of the claim: {_ids(claim.sources)}. Sources of the records that it is about: {_ids(about)}. "
            f"{finding.provenance.sentence}",
            Tone.QUIET,
        )


def zones_section(assessment: Assessment) -> Iterator[Block]:
    """Reported radii and zones, each with its basis and warning, and how they lie relative to each other."""
    yield Heading("Zones")
    zones = assessment.zones
    for warning in dict.fromkeys([WARNING, *(zone.warning for zone in zones)]):
        yield Paragraph(warning, Tone.WARNING)
    if not zones:
        yield Paragraph("No record gives both a position and a radius, and none is a zone.")
        return
    rows = (
        (
            one.name,
            one.kind.value,
            one.radius_text,
            square_metres(one.shape.certain.area_m2) if one.shape else metres(one.certain_m),
            square_metres(one.shape.possible.area_m2) if one.shape else metres(one.possible_m),
            square_metres(one.area_m2),
        )
        for one in track_progress(zones, "Measuring zones")
    )
    yield Table(
        ("Zone", "What it is", "As reported", "At least", "At most", "Area"),
        tuple(rows),
        (0.2, 0.2, 0.18, 0.14, 0.14, 0.14),
    )
    turning = (
        " Of a rectangle of unknown direction it is the circle that it may turn in." if any(one.turns for one in zones) else ""
    )
    yield Paragraph(f"Areas are those as reported, on the ellipsoid.{turning}", Tone.QUIET)
    yield Items(
        tuple(
            Item(f"{(zone.basis or 'No basis is given').removesuffix('.')}. Sources: {_ids(zone.sources)}.", zone.name)
            for zone in zones
        )
    )
    if assessment.zone_pairs:
        yield Items(tuple(Item(pair_text(pair)) for pair in assessment.zone_pairs))
    yield from left_out(assessment, Limited.ZONE_PAIRS)


def places_section(assessment: Assessment) -> Iterator[Block]:
    """Coordinates as printed and in decimal degrees, then what is known of each record."""
    has_zones = bool(assessment.sites.of_kind(ReportedZone))
    yield Heading("Sites, strikes, places and zones" if has_zones else "Sites, strikes and places")
    records = assessment.sites.of_kind(Located)
    if not records:
        yield Paragraph("The file holds none.")
        return
    rows = []
    for record in records:
        at = record.drawn
        where = (f"{at.lat_deg:.6f}", f"{at.lon_deg:.6f}", _known(record, at)) if at else (NONE, NONE, NONE)
        rows.append((record.id, record.printed_place or (NONE if at else "none published"), *where))
    yield Table(
        ("Record", "Coordinates as printed", "Latitude (°)", "Longitude (°)", "Uncertainty"),
        tuple(rows),
        (0.26, 0.3, 0.15, 0.15, 0.14),
    )
    yield Paragraph(
        "WGS 84; decimal degrees follow from the coordinates as printed where there are any, else from the geometry in the "
        "file. The uncertainty is the radius of the circle that contains the whole place"
        f"{'; of a zone, how far its edge or its middle may be off' if has_zones else ''}.",
        Tone.QUIET,
    )
    for record in records:
        yield from _record(record)


def _known(record: Located, at: Position) -> str:
    known = record.known_m if isinstance(record, ReportedZone) else None
    return "unknown" if record.unjudged else metres(at.uncertainty_m if known is None else known)


def _record(record: Located) -> Iterator[Block]:
    yield Heading(record.label, 3, KIND_NAMES[type(record)], record.id)
    yield from _facts(record)
    if record.shift or record.offset_from:
        yield Paragraph(f"Position: {origin_text(record)}.")
    if record.unjudged:
        yield Paragraph(UNKNOWN_ERROR)
    elif record.position is None:
        yield Paragraph("No position was published, so it is not on the map.")
    yield from _said(record.quote, record.note)
    yield Paragraph(f"Sources: {_ids(record.sources)}.", Tone.QUIET)


def sources_section(assessment: Assessment) -> Iterator[Block]:
    """Each source with its grades."""
    yield Heading("Sources")
    sources = assessment.sites.of_kind(Source)
    if not sources:
        yield Paragraph("The file lists no sources.")
        return
    graded = sum(bool(source.reliability or source.credibility) for source in sources)
    yield Paragraph(
        f"{count_text(graded)} of {count_text(len(sources))} are graded: reliability of the source from A (reliable) to E (unreliable), F where it "
        "cannot be judged; credibility of the statement from 1 (confirmed) to 5 (improbable), 6 where it cannot be judged.",
        Tone.QUIET,
    )
    yield Items(tuple(map(_source, sources)))


def _source(source: Source) -> Item:
    titles = [text for _, text in fact_lines(source, Slot.TITLE)]
    facts = [f"{label}: {text}" for label, text in fact_lines(source)]
    graded = [] if source.reliability or source.credibility else ["Not graded"]
    quoted = f"“{source.quote}”" if source.quote else None
    further = "\n".join(filter(None, (quoted, source.note))) or None
    links = [text for _, text in fact_lines(source, Slot.LINK)]
    return Item(f"{'. '.join((*titles, *facts, *graded))}.", source.id, tuple(links), further)


def _facts(record: Record) -> Iterator[Block]:
    """What a record says, each property with its label; quote, note and sources follow separately."""
    if known := ". ".join(f"{label}: {text.removesuffix('.')}" for label, text in fact_lines(record)):
        yield Paragraph(f"{known}.")


def _said(quote: str | None, note: str | None) -> Iterator[Block]:
    if quote:
        yield Quote(quote)
    if note:
        yield from paragraphs(f"Note: {note}")


def _ids(sources: tuple[str, ...] | dict[str, None]) -> str:
    return ", ".join(sources) or "none given"

"""schema.org ClaimReview as JSON-LD: one for each finding, which judges figures and never the person who gave them.

There is no number on a scale, and no word of ours calls anything true or false: `alternateName` is the verdict. Whoever
publishes it adds the `url` of the page and the `author` and `datePublished` of the review, which the file does not know.

Source: https://schema.org/ClaimReview, https://schema.org/Claim, https://schema.org/Rating
"""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, Any

from geo.record.facts import Slot, fact_lines
from geo.record.kinds import Claim, Record, Source
from geo.record.progress import track_progress
from geo.show.answers.distance import independence_note
from geo.show.exports.packing import write_json

if TYPE_CHECKING:
    from geo.judge.assessment import Assessment
    from geo.judge.verdict.finding import Finding
    from geo.record.dates import Dates
    from geo.record.sites import Sites

ABOUT = "This verdict is about published figures and how they fit each other, never about people or their honesty."


def write_claim_reviews(assessment: Assessment, file: IO[bytes]) -> None:
    """All findings as one JSON-LD graph."""
    reviews = (_review(finding, assessment.sites) for finding in track_progress(assessment.findings, "Writing claims"))
    write_json(file, {"@context": "https://schema.org"}, "@graph", reviews)


def _review(finding: Finding, sites: Sites) -> dict[str, Any]:
    claim = sites[finding.claim]
    explained = f"{finding.explanation}{independence_note(finding)} {ABOUT}"
    based_on = [_work(sites, source) for source in finding.sources if source in sites and source not in claim.sources]
    review = {
        "@type": "ClaimReview",
        "identifier": claim.id,
        "claimReviewed": sites.label(claim),
        "itemReviewed": _claim(claim, sites),
        "reviewRating": {"@type": "Rating", "alternateName": finding.verdict.value, "ratingExplanation": explained},
        "reviewBody": explained,
    }
    return review | ({"isBasedOn": based_on} if based_on else {})


def _claim(claim: object, sites: Sites) -> dict[str, Any]:
    reviewed: dict[str, Any] = {"@type": "Claim"}
    if not isinstance(claim, Claim):
        return reviewed
    if claim.claimed_by:  # a person or an organisation: the file does not say which
        reviewed["author"] = {"@type": "Thing", "name": claim.claimed_by}
    reviewed |= _published(claim.claimed_on)
    if claim.quote:
        reviewed["text"] = claim.quote
    if claim.language:
        reviewed["inLanguage"] = claim.language
    if said := _described(claim):
        reviewed["description"] = said
    if claim.sources:
        reviewed["appearance"] = [_work(sites, source) for source in claim.sources]
    return reviewed


def _work(sites: Sites, source_id: str) -> dict[str, Any]:
    source = sites[source_id]
    work: dict[str, Any] = {"@type": "CreativeWork", "identifier": source.id}
    if not isinstance(source, Source):
        return work
    work["name"] = source.title
    if source.publisher:
        work["publisher"] = {"@type": "Organization", "name": source.publisher}
    if source.url:
        work["url"] = source.url
    if source.archive_url:
        work["archivedAt"] = source.archive_url
    if source.language:
        work["inLanguage"] = source.language
    if source.name:
        work["alternateName"] = source.name
    if source.relies_on:
        work["citation"] = [
            {"@type": "CreativeWork", "identifier": one, "name": getattr(sites[one], "title", one)} for one in source.relies_on
        ]
    if said := _described(source):
        work["description"] = said
    return work | _published(source.published_on)


def _described(record: Record) -> str:
    """What the record says, a labelled line for each property: most of them have no term of their own."""
    return "\n".join(f"{label}: {text}" for label, text in fact_lines(record, Slot.CLAIMANT, Slot.FACT, Slot.QUOTE, Slot.NOTE))


def _published(dates: Dates | None) -> dict[str, str]:
    """A date of schema.org is one date, so an interval is left out rather than reduced to one of its ends; a time has seconds."""
    if dates is None or "/" in dates.text:
        return {}
    return {"datePublished": dates.begins.isoformat() if dates.begins else dates.text}

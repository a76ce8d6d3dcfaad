"""Presents sources for a terminal and for programs: independence, competing values, and a timeline."""

from __future__ import annotations

from textwrap import fill
from typing import TYPE_CHECKING, Any

from geo.record.escape import printable
from geo.record.kinds import Source

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from geo.judge.assessment import Assessment
    from geo.judge.sources.competing_claims import CompetingValue
    from geo.judge.sources.independence import Reason
    from geo.judge.sources.timeline import Entry
    from geo.judge.verdict.finding import Finding
    from geo.record.sites import Sites
    from geo.show.answers.json_form import Json

WIDTH = 100


def provenance_json(assessment: Assessment) -> Json:
    """What `geo sources` gives; `null` stands for what is unknown or not recorded."""
    sites = assessment.sites
    return {
        "file": sites.path,
        "findings": [_finding(one, sites) for one in assessment.findings],
        "competing_values": [_competing(one) for one in assessment.competing_values],
        "timeline": [_entry(one) for one in assessment.timeline],
    }


def _finding(one: Finding, sites: Sites) -> Json:
    return {
        "claim": one.claim,
        "independent": one.independent,
        "explanation": one.provenance.sentence,
        "reasons": [_reason(each) for each in one.provenance.reasons],
        "claim_sources": [_graded(each, sites) for each in one.provenance.claim],
        "position_sources": [_graded(each, sites) for each in one.provenance.positions],
    }


def _reason(one: Reason) -> Json:
    return {
        "rule": one.rule.value,
        "text": one.text,
        "claim_sources": list(one.claim),
        "position_sources": list(one.positions),
    }


def _graded(source_id: str, sites: Sites) -> dict[str, Any]:
    source = sites[source_id]
    assert isinstance(source, Source)  # noqa: S101  # reading refuses other references
    return {"id": source.id, "reliability": source.reliability, "credibility": source.credibility}


def _competing(one: CompetingValue) -> Json:
    return {
        "record": one.record,
        "attribute": one.attribute,
        "value": one.value,
        "claim": one.claim,
        "claimed_by": one.claimed_by,
        "claimed_on": one.claimed_on and one.claimed_on.text,
        "sources": list(one.sources),
        "reliability": list(one.reliability),
    }


def _entry(one: Entry) -> Json:
    return {
        "id": one.id,
        "kind": one.kind,
        "label": one.label,
        "date": one.dates and one.dates.text,
        "first_day": one.dates and one.dates.first.isoformat(),
        "last_day": one.dates and one.dates.last.isoformat(),
        "who": one.who,
        "published_earlier": list(one.published_earlier),
        "cannot_be_told": list(one.cannot_be_told),
        "more": one.more,
    }


def provenance_text(assessment: Assessment) -> str:
    """The same for people, wrapped at 100 columns, with a final newline."""
    return "".join(f"{line}\n" for line in _lines(assessment))


def _lines(assessment: Assessment) -> Iterator[str]:
    yield "Are the two sides of a finding independent?"
    for finding in assessment.findings:
        yield from _sides(finding, assessment.sites)
    yield from ("", "Competing values")
    row: tuple[str, str] | None = None
    for value in assessment.competing_values:
        if row != (row := (value.record, value.attribute)):
            yield _item(f"{value.record}, {value.attribute}:")
        yield _note(_valued(value))
    if row is None:
        yield _item("No two claims give different values for the same attribute of a record.")
    yield from ("", "Timeline", fill(POSSIBILITY, WIDTH))
    for entry in assessment.timeline:
        yield from _dated(entry)


def _sides(finding: Finding, sites: Sites) -> Iterator[str]:
    found = finding.provenance
    yield _item(f"{finding.claim}: {found.independence}. {found.sentence}")
    for one in found.reasons:
        ends = [one.claim] if one.claim == one.positions else [one.claim, one.positions]
        yield _note(f"{one.text}: {' | '.join(map(_joined, ends))}")
    for name, ids in (("claim", found.claim), ("positions", found.positions)):
        yield _note(f"sources of the {name}: {_joined(_grade(_graded(one, sites)) for one in ids)}")


def _grade(one: dict[str, Any]) -> str:
    grades = ", ".join(f"{name} {one[name]}" for name in ("reliability", "credibility") if one[name])
    return f"{one['id']} ({grades})" if grades else one["id"]


def _valued(one: CompetingValue) -> str:
    graded = [
        f"{source} (reliability {grade})" if grade else source
        for source, grade in zip(one.sources, one.reliability, strict=True)
    ]
    when = one.claimed_on.words if one.claimed_on else "undated"
    return f'"{one.value}": {one.claimed_by or "claimant not named"}, {when} ({one.claim}); sources: {_joined(graded)}'


def _dated(entry: Entry) -> Iterator[str]:
    when = entry.dates.words if entry.dates else "undated"
    who = f"{entry.who}; " if entry.who else ""
    yield _item(f"{when}  {entry.label} ({who}{entry.kind} {entry.id})")
    more = ", and others" if entry.more else ""
    if entry.published_earlier:
        yield _note(f"published earlier: {_joined(entry.published_earlier)}{more}")
    if entry.cannot_be_told:
        yield _note(f"order unknown: {_joined(entry.cannot_be_told)}{more}")


def _joined(names: Iterable[str]) -> str:
    return ", ".join(names) or "none given"


def _item(text: str) -> str:
    return _filled(text, "* ", "  ")


def _note(text: str) -> str:
    return _filled(text, "    ", "    ")


def _filled(text: str, first: str, rest: str) -> str:
    return fill(
        printable(text), WIDTH, initial_indent=first, subsequent_indent=rest, break_on_hyphens=False, break_long_words=False
    )


POSSIBILITY = "Whoever made a claim could have known what was public before it; it does not follow that they used it."

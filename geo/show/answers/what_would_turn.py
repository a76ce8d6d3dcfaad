"""What an investigator asks next of a claim or a site, as sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.judge.solve.conflicts import MOST_SETS as MOST_FOUND
from geo.judge.solve.conflicts import MOST_TOGETHER, Limit
from geo.judge.verdict.interval import Verdict
from geo.judge.verdict.margin import margin as margin_of
from geo.judge.verdict.slips import find_slips
from geo.record.escape import printable
from geo.record.kinds import Claim, DistanceClaim
from geo.show.answers.margin import margin_sentences
from geo.show.answers.slips import slips_sentences

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from geo.judge.assessment import Assessment


def lines(sentences: Iterable[str]) -> str:
    """Sentences one below another, with a final newline, without anything that steers a terminal."""
    return "".join(f"{printable(sentence)}\n" for sentence in sentences)


MOST_NAMED = 20
"""Claims that one sentence names."""
MOST_SETS = 100
"""Sets of claims that cannot all hold, and groups that stayed undecided, on a page and in a report."""
MOST_TURNED, MOST_SLIPPED = 100, 10
"""Findings of which it is said what would turn them, the first of those that are contradicted or compatible; and claims
whose slips of the pen are tried, of which each takes a tenth of a second."""


def turning(assessment: Assessment) -> dict[str, list[str]]:
    """What it would take to turn verdicts, as sentences, by the claim's id."""
    sites = assessment.sites
    open_ones = [one for one in assessment.findings if one.verdict in (Verdict.CONTRADICTED, Verdict.COMPATIBLE)]
    found: dict[str, list[str]] = {}
    slipped = 0
    for finding in open_ones[:MOST_TURNED]:
        claim = sites[finding.claim]
        assert isinstance(claim, Claim)  # noqa: S101  # findings are made from claims alone
        found[claim.id] = list(margin_sentences(margin_of(claim, sites, finding)))
        if isinstance(claim, DistanceClaim) and finding.verdict is Verdict.CONTRADICTED and slipped < MOST_SLIPPED:
            found[claim.id] += slips_sentences(find_slips(claim, sites))
            slipped += 1
    return found


def left_out_sentence(count: int) -> str:
    """That there are sites of which it was not worked out where they would lie."""
    what = "1 more site" if count == 1 else f"{count:,} more sites"
    return f"Where {what} would lie was not worked out, to keep the work within its limit; `geo locate SITE` does."


_LIMITS = {
    Limit.CLAIMS: f"more than {MOST_TOGETHER} claims are not solved together",
    Limit.SETS: f"no more than {MOST_FOUND} sets are looked for in one group",
    Limit.EFFORT: "the search ended at its limit of work",
}


def _listed(ids: Sequence[str]) -> str:
    """The ids in a row, the first of them where they are many."""
    if len(ids) > MOST_NAMED:
        return f"{', '.join(ids[:MOST_NAMED])} and {len(ids) - MOST_NAMED:,} others"
    return f"{', '.join(ids[:-1])} and {ids[-1]}" if len(ids) > 1 else ids[0]

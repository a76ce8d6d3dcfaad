"""Says what the limits of an assessment left out, one sentence for each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.earth.quantities import count_text
from geo.judge.limits import Limited

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from geo.judge.assessment import Assessment
    from geo.judge.limits import LimitReached
    from geo.show.answers.json_form import Json


_SENTENCES = {
    Limited.MARGINS: "What would change the verdict is worked out for the first {most} contradicted or compatible claims, "
    "not for {more} more; `geo why CLAIM` does it for any.",
    Limited.SLIPS: "Slips of the pen are tried for the first {most} contradicted distance claims, not for {more} more; "
    "`geo why CLAIM` does it for any.",
    Limited.LOCI: "To limit the work, {most} sites were located from their claims, not {more} more; "
    "`geo why SITE` does it for any.",
    Limited.SETS: "{most} sets of claims that cannot all hold are listed, not {more} more; `geo check --format json` has all.",
    Limited.UNDECIDED: "{most} undecided groups of claims are listed, not {more} more; `geo check --format json` has all.",
    Limited.ZONE_PAIRS: "With more than {most} zones, none is measured against another: {more} pairs are left out.",
    Limited.WARNINGS: "A report lists {most} warnings, not {more} more; `geo check` lists or counts all.",
    Limited.MARKINGS: "{most} markings that are reported far apart are listed, not {more} more; `geo check --format json` has all.",
    Limited.TIMELINE: "The timeline of a report lists {most} entries, not {more} later or undated ones; `geo sources` lists all.",
}


def limit_sentences(reached: Iterable[LimitReached]) -> Iterator[str]:
    """What is missing, why, and which command gives it."""
    return (_SENTENCES[one.what].format(most=count_text(one.most), more=count_text(one.left_out)) for one in reached)


def unlocated_sentences(assessment: Assessment) -> Iterator[str]:
    """For an answer that locates no sites: who does, where the limit will leave some out; found without locating any."""
    limit, count = assessment.limits.loci, len(assessment.sites_in_question)
    if count > limit:
        yield (
            f"The areas of sites are not worked out here; `geo map` and `geo report` work out at most {count_text(limit)} "
            f"of {count_text(count)}, and `geo why SITE` does it for any."
        )


def limits_json(reached: Iterable[LimitReached]) -> list[Json]:
    """The limits that were reached, for programs."""
    return [{"what": one.what.value, "most": one.most, "left_out": one.left_out} for one in reached]

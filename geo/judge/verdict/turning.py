"""Computes what would change verdicts: how far positions would have to be off, and whether a slip of the pen explains it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo.earth.quantities import plural
from geo.judge.verdict.interval import Verdict
from geo.judge.verdict.margin import Margin, measure_margin
from geo.judge.verdict.slips import Slips, find_slips
from geo.record.kinds import ArrivalClaim, Claim, DistanceClaim
from geo.record.notebook import short_repr

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from geo.judge.limits import Limits
    from geo.judge.verdict.finding import Finding
    from geo.record.sites import Sites


@dataclass(frozen=True, slots=True)
class Turning:
    """What would change the verdicts of a file, by the claim's id."""

    margins: Mapping[str, Margin]
    """Of contradicted and compatible claims, in the order of the file."""
    slips: Mapping[str, Slips]
    """Of contradicted distance claims."""

    def __repr__(self) -> str:
        return short_repr("Turning", plural(len(self.margins), "margin"), f"slips of {plural(len(self.slips), 'claim')}")


def find_turning(findings: Iterable[Finding], sites: Sites, limits: Limits) -> Turning:
    """Measure the margins and try the slips of a file's findings, the first of them up to the limits."""
    findings = list(findings)
    close = list(filter(is_close, findings))[: limits.margins]
    slipped = list(filter(may_be_a_slip, findings))[: limits.slips]
    return Turning(
        {one.claim: measure_margin(claim, sites, one) for one in close if isinstance(claim := sites[one.claim], Claim)},
        {one.claim: find_slips(claim, sites) for one in slipped if isinstance(claim := sites[one.claim], DistanceClaim)},
    )


def is_close(finding: Finding) -> bool:
    """Whether what would change the verdict is worked out."""
    return has_margin(finding) and finding.verdict in (Verdict.CONTRADICTED, Verdict.COMPATIBLE)


def has_margin(finding: Finding) -> bool:
    """Whether a verdict has a margin: never that of an arrival, which would say where its origin would have to lie."""
    is_tested = finding.measured is not None and finding.verdict is not Verdict.UNTESTABLE
    return is_tested and finding.kind != ArrivalClaim.kind


def may_be_a_slip(finding: Finding) -> bool:
    """Whether slips of the pen are tried: only a distance claim that is contradicted has one to explain."""
    return finding.kind == DistanceClaim.kind and finding.verdict is Verdict.CONTRADICTED

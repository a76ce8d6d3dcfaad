"""Explains the verdict on a claim, and where a site lies if its claims are true."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo.judge.solve.constraints import site_in_question
from geo.judge.solve.locate import claims_about, locate
from geo.judge.verdict.interval import Verdict
from geo.judge.verdict.margin import measure_margin
from geo.judge.verdict.slips import find_slips
from geo.judge.verdict.turning import may_be_a_slip
from geo.record.kinds import Claim, DistanceClaim

if TYPE_CHECKING:
    from geo.judge.assessment import Assessment
    from geo.judge.solve.conflicts import Conflicts
    from geo.judge.solve.locate import Locus
    from geo.judge.verdict.finding import Finding
    from geo.judge.verdict.margin import Margin
    from geo.judge.verdict.slips import Slips


@dataclass(frozen=True, slots=True)
class ClaimReasons:
    """The reasons for the verdict on one claim."""

    finding: Finding
    margin: Margin | None
    """None where the claim cannot be tested."""
    slips: Slips | None
    """None unless it is a distance claim that is contradicted."""
    locus: Locus | None
    """Where the site lies if all claims about it are true; None if no claim locates it."""
    no_locus: str | None
    """Why there is no locus."""
    conflicts: Conflicts
    """The sets of claims that cannot all hold, and the undecided groups, that name this claim."""

    @property
    def claim(self) -> str:
        """Id of the claim."""
        return self.finding.claim


@dataclass(frozen=True, slots=True)
class SiteReasons:
    """Where one site lies if all claims about it are true, and which of these claims cannot all hold."""

    locus: Locus
    conflicts: Conflicts
    """The sets and undecided groups that name one of the claims about the site."""

    @property
    def site(self) -> str:
        """Id of the site."""
        return self.locus.site


def explain_claim(claim_id: str, assessment: Assessment) -> ClaimReasons:
    """Explain the verdict on a claim in full, whatever the limits of the assessment.

    Raises:
        KeyError: if there is no such claim.
    """
    sites = assessment.sites
    finding = next((one for one in assessment.findings if one.claim == claim_id), None)
    if finding is None:
        raise KeyError(claim_id)
    claim = sites[claim_id]
    assert isinstance(claim, Claim)  # noqa: S101  # findings are made from claims alone
    is_testable = finding.measured is not None and finding.verdict is not Verdict.UNTESTABLE
    slips = find_slips(claim, sites) if isinstance(claim, DistanceClaim) and may_be_a_slip(finding) else None
    locus, no_locus = None, None
    site = site_in_question(claim, sites)
    if site is None:
        no_locus = "The claim does not say where a site lies."
    else:
        try:
            locus = locate(site, sites)
        except ValueError as error:
            no_locus = f"{error}."
    return ClaimReasons(
        finding,
        measure_margin(claim, sites, finding) if is_testable else None,
        slips,
        locus,
        no_locus,
        assessment.conflicts.naming([claim_id]),
    )


def explain_site(site_id: str, assessment: Assessment) -> SiteReasons:
    """Locate a site on the assumption that all claims about it are true.

    Raises:
        KeyError: if there is no such record.
        ValueError: if it is not a site or strike, or if no claim ties it to a published position.
    """
    locus = locate(site_id, assessment.sites)
    about = [claim.id for _, claim in claims_about(assessment.sites).get(site_id, ())]
    return SiteReasons(locus, assessment.conflicts.naming(about))

"""Explains the verdict on a claim, and where a site lies if its claims are true."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo.earth.quantities import plural, square_metres
from geo.judge.assessment import as_assessment
from geo.judge.solve.constraints import site_in_question
from geo.judge.solve.locate import claims_about, locate
from geo.judge.verdict.interval import Verdict
from geo.judge.verdict.margin import measure_margin
from geo.judge.verdict.slips import find_slips
from geo.judge.verdict.turning import may_be_a_slip
from geo.record.kinds import Claim, DistanceClaim, id_of
from geo.record.notebook import short_repr, shorten

if TYPE_CHECKING:
    import os

    from geo.judge.assessment import Assessment
    from geo.judge.same_markings import SameMarking
    from geo.judge.solve.conflicts import Conflicts
    from geo.judge.solve.locate import Locus
    from geo.judge.verdict.finding import Finding
    from geo.judge.verdict.margin import Margin
    from geo.judge.verdict.slips import Slips
    from geo.record.kinds import Record
    from geo.record.sites import Sites


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

    def __repr__(self) -> str:
        what = f"{self.finding.verdict.value}, {shorten(self.finding.explanation)}"
        sets = f"in {plural(len(self.conflicts.sets), 'set')} of claims that cannot all hold"
        return short_repr(f"Reasons for the verdict on {self.claim!r}", what, "located" if self.locus else "", sets)

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
    same_markings: tuple[SameMarking, ...] = ()
    """The site's markings that are reported far apart."""

    def __repr__(self) -> str:
        locus = f"{self.locus.answer.value}, {square_metres(self.locus.area_m2)}"
        return short_repr(f"Reasons for the place of {self.site!r}", locus, plural(len(self.conflicts.sets), "set"))

    @property
    def site(self) -> str:
        """Id of the site."""
        return self.locus.site


def explain_claim(claim_id: str | Record, assessment: Assessment | Sites | str | os.PathLike[str]) -> ClaimReasons:
    """Explain the verdict on a claim in full, whatever the limits of the assessment.

    The claim is given by its id or as a record; records, or the path of their file, are judged first.

    Next: `ClaimReasons.locus` is the area where the site lies if its claims are true, and `margin` what would change the
    verdict.

    Raises:
        KeyError: if there is no such claim.
    """
    assessment, claim_id = as_assessment(assessment), id_of(claim_id)
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


def explain_site(site_id: str | Record, assessment: Assessment | Sites | str | os.PathLike[str]) -> SiteReasons:
    """Locate a site on the assumption that all claims about it are true.

    The site is given by its id or as a record; records, or the path of their file, are judged first.

    Next: `SiteReasons.locus.geometry` is that area, in longitude and latitude.

    Raises:
        KeyError: if there is no such record.
        ValueError: if it is not a site or strike, or if no claim ties it to a published position.
    """
    assessment, site_id = as_assessment(assessment), id_of(site_id)
    locus = locate(site_id, assessment.sites)
    about = [claim.id for _, claim in claims_about(assessment.sites).get(site_id, ())]
    same = tuple(one for one in assessment.same_markings.found if site_id in (*one.records, *one.unplaced))
    return SiteReasons(locus, assessment.conflicts.naming(about), same)

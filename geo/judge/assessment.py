"""All findings and zones of a file, in one frozen value that the map and the report share."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import TYPE_CHECKING

from geo.judge.finding import Finding, competing, judge_claim
from geo.judge.interval import Verdict
from geo.judge.membership import Members, memberships
from geo.judge.zone import Zone, ZonePair, pair, zones_of
from geo.record.kinds import Claim, PairClaim

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geo.judge.locus import Locus
    from geo.record.sites import Sites

METHOD = (
    "Distances are geodesics on WGS 84. A printed position may be off by one unit of its last digit on each axis, "
    "whether it was rounded or cut off; uncertainties add. A claimed number is good to half of its printed precision "
    "unless it states a tolerance. A claim agrees if the measured interval lies inside the claimed one, is compatible "
    "if they overlap, contradicted if they do not, untestable if a position or a number is missing. "
    "A verdict is about published figures, never about people."
)
MOST_ZONES_PAIRED = 50
"""Beyond this many zones not every pair is measured: their number grows with the square."""
MOST_LOCI = 20
"""Areas worked out for a map or a report: each takes some tenths of a second."""


@dataclass(frozen=True)
class Assessment:
    """What follows from a file's records."""

    sites: Sites
    findings: tuple[Finding, ...]
    """One for each claim, in the order of the file."""
    zones: tuple[Zone, ...]
    """One for each strike report with a position and a radius, then one for each record that a range is claimed about."""

    @cached_property
    def zone_pairs(self) -> tuple[ZonePair, ...]:
        """Each zone measured against each other one; none where there are more than 50 zones."""
        if len(self.zones) > MOST_ZONES_PAIRED:
            return ()
        return tuple(pair(one, other) for one, other in combinations(self.zones, 2))

    @cached_property
    def loci(self) -> tuple[Locus, ...]:
        """Where sites would lie, were their claims true: sites that published positions contradict, and sites without one.

        Of more than 20, the first.
        """
        from geo.judge.locus import locate  # noqa: PLC0415  # shapely takes long to load, and verdicts do without it

        asked = dict.fromkeys(
            claim.to
            for finding in self.findings
            if isinstance(claim := self.sites[finding.claim], PairClaim)
            and (finding.verdict is Verdict.CONTRADICTED or finding.measured is None)
        )
        found: list[Locus] = []
        for site in asked:
            if len(found) == MOST_LOCI:
                break
            with suppress(ValueError):  # a place, or nothing known leads to it
                found.append(locate(site, self.sites))
        return tuple(found)

    def memberships(self) -> Iterator[Members]:
        """Which records lie in each zone: surely, possibly, or not."""
        return memberships(self.zones, self.sites)


def assess(sites: Sites) -> Assessment:
    """Judge all claims of a file and draw up all zones."""
    rivals = competing(sites)
    findings = tuple(judge_claim(claim, sites, rivals) for claim in sites.of_kind(Claim))
    return Assessment(sites, findings, tuple(zones_of(sites)))

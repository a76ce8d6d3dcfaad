"""All findings and zones of a file, in one frozen value that the map and the report share."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import TYPE_CHECKING

from geo.judge.sources.competing_claims import CompetingValue, competing, competing_values
from geo.judge.sources.independence import Origins
from geo.judge.sources.timeline import Entry, timeline
from geo.judge.verdict.finding import Finding, judge_claim
from geo.judge.verdict.interval import Verdict
from geo.judge.zones.membership import Members, memberships
from geo.judge.zones.zone import Zone, ZonePair, pair, zones_of
from geo.record.kinds import Claim, Event, PairClaim
from geo.record.notebook import html_table
from geo.record.progress import paced

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geopandas import GeoDataFrame

    from geo.judge.solve.conflicts import Conflicts
    from geo.judge.solve.locate import Locus
    from geo.record.sites import Sites

METHOD = (
    "Distances are geodesics on WGS 84. A printed position may be off by one unit of its last digit on each axis, "
    "whether it was rounded or cut off; a position that no source printed is taken as known to 10 m at best; uncertainties "
    "add. A claim agrees if rounding would have printed its figure for all that was measured. It is contradicted only if "
    "the measurement misses the figure by more than one step in which people round, cut off or count (10 m for 780 m, "
    '1 km for 6 km), and by more than a fifth of it where the source says "about". Between the two it is compatible; '
    "it is untestable if a position or a number is missing. A verdict is about published figures, never about people."
)
MOST_ZONES_PAIRED = 50
"""Beyond this many zones not every pair is measured: their number grows with the square."""
MOST_LOCI = 20
"""Areas worked out for a map or a report: each takes some tenths of a second."""
MOST_LOCI_EFFORT = 60_000
"""Effort spent on all of them, a few seconds."""


@dataclass(frozen=True)
class Assessment:
    """What follows from a file's records."""

    sites: Sites
    findings: tuple[Finding, ...]
    """One for each claim, in the order of the file."""
    zones: tuple[Zone, ...]
    """One for each strike report with a position and a radius, then one for each record that a range is claimed about."""

    def _repr_html_(self) -> str:
        rows = ((one.claim, one.verdict, one.explanation) for one in self.findings)
        count = len(self.findings)
        caption = f"{self.sites.title}: {count:,} findings, {len(self.zones):,} zones"
        return html_table(rows, caption=caption, head=("claim", "verdict", "why"), count=count)

    @cached_property
    def zone_pairs(self) -> tuple[ZonePair, ...]:
        """Each zone measured against each other one; none where there are more than 50 zones."""
        if len(self.zones) > MOST_ZONES_PAIRED:
            return ()
        return tuple(pair(one, other) for one, other in combinations(self.zones, 2))

    @cached_property
    def loci(self) -> tuple[Locus, ...]:
        """Where sites would lie, were their claims true: sites that published positions contradict, and sites without one.

        Of more than 20, the first; `loci_left_out` says how many others there may be.
        """
        return self._located[0]

    @property
    def loci_left_out(self) -> int:
        """Sites that claims speak of, contradicted or without a position, of which no area was worked out: one limit is reached."""
        return self._located[1]

    @cached_property
    def _located(self) -> tuple[tuple[Locus, ...], int]:
        from geo.judge.solve.effort import Effort
        from geo.judge.solve.locate import claims_about, locate  # shapely takes long to load, and verdicts do without it

        asked = dict.fromkeys(
            claim.to
            for finding in self.findings
            if isinstance(claim := self.sites[finding.claim], PairClaim)
            and (finding.verdict is Verdict.CONTRADICTED or finding.measured is None)
        )
        found: list[Locus] = []
        tried, effort, about = 0, Effort(MOST_LOCI_EFFORT), claims_about(self.sites)
        located = [site for site in asked if isinstance(self.sites[site], Event)]
        for site in paced(located[: 5 * MOST_LOCI], "Locating"):
            if len(found) == MOST_LOCI or effort.is_spent:
                break
            tried += 1
            with suppress(ValueError):  # nothing known leads to it
                found.append(locate(site, self.sites, effort=effort, about=about))
        return tuple(found), len(located) - tried

    @cached_property
    def conflicts(self) -> Conflicts:
        """The smallest sets of claims that cannot all hold at once, and what stayed undecided within the limits."""
        from geo.judge.solve.conflicts import conflicts  # shapely takes long to load, and verdicts do without it

        return conflicts(self)

    def memberships(self) -> Iterator[Members]:
        """Which records lie in each zone: surely, possibly, or not."""
        return memberships(self.zones, self.sites)

    @cached_property
    def competing_values(self) -> tuple[CompetingValue, ...]:
        """The attribute claims of which another gives the same record another value, side by side."""
        return competing_values(self.sites)

    @cached_property
    def timeline(self) -> tuple[Entry, ...]:
        """What is dated, in the order of time, and which sources of others were public before each claim."""
        return timeline(self.sites)

    def findings_frame(self) -> GeoDataFrame:
        """One row for each finding, in WGS 84 (EPSG:4326).

        Columns: `claim`, `kind`, `verdict` (categorical), the floats `measured_m`, `measured_low_m`, `measured_high_m`,
        `measured_azimuth_deg`, `claimed_m`, `claimed_low_m`, `claimed_agrees_low_m`, `claimed_agrees_high_m`,
        `claimed_high_m` (infinite for "at least"), `claimed_azimuth_deg`, the text `claimed_text`, `gap_m` and `gap_deg` (in metres and degrees, NaN where there is none), `claimed_value`,
        `independent` (boolean, NA if unknown), `explanation`, `sources` (ids, joined by blanks) and `geometry`: the
        geodesic between the two ends of a claim, else the points that it speaks of, or None where no position is known.
        """
        from geo.judge.geodataframes import findings_table  # pandas takes long to load, and only notebooks need it

        return findings_table(self.findings, self.sites)

    def zones_frame(self) -> GeoDataFrame:
        """One row for each zone, in WGS 84 (EPSG:4326).

        Columns: `strike` (NA for a range), `around` (the record at its centre), `kind` (categorical), `radius_m`, `certain_m`
        and `possible_m` (metres), `area_m2` (square metres on the ellipsoid), `warning`, `basis`, `sources` (ids, joined by blanks) and `geometry`: the polygon at
        the reported radius. A radius at which fragments can kill is not a safe distance.
        """
        from geo.judge.geodataframes import zones_table

        return zones_table(self.zones)


def assess(sites: Sites) -> Assessment:
    """Judge all claims of a file and draw up all zones."""
    rivals, origins = competing(sites), Origins(sites)
    findings = tuple(judge_claim(claim, sites, rivals, origins) for claim in paced(sites.of_kind(Claim), "Judging"))
    return Assessment(sites, findings, tuple(zones_of(sites)))

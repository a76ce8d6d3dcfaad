"""All findings and zones of a file, in one frozen value that the map and the report share."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations
from typing import TYPE_CHECKING

from geo.earth.quantities import count_text, plural
from geo.judge.limits import Limited, LimitReached, Limits
from geo.judge.photos import PhotoDistance, measure_photos
from geo.judge.same_markings import SameMarkings, find_same_markings
from geo.judge.solve.conflicts import find_conflicts
from geo.judge.solve.constraints import site_in_question
from geo.judge.sources.bodies import Body, group_by_body
from geo.judge.sources.competing_claims import CompetingValue, find_competing_values, group_competing
from geo.judge.sources.independence import Origins
from geo.judge.sources.timeline import Entry, build_timeline, count_entries
from geo.judge.verdict.arrival import group_arrivals
from geo.judge.verdict.finding import Finding, judge_claim
from geo.judge.verdict.interval import Verdict
from geo.judge.verdict.rule import VerdictRule, rule_of
from geo.judge.verdict.turning import Turning, find_turning, is_close, may_be_a_slip
from geo.judge.zones.membership import Members, find_memberships
from geo.judge.zones.reported import draw_up_zones
from geo.judge.zones.zone import Zone, ZonePair, measure_pair
from geo.record.did_you_mean import did_you_mean
from geo.record.kinds import Claim, PairClaim
from geo.record.notebook import html_table, short_repr
from geo.record.progress import track_progress
from geo.record.reading import as_sites

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator, Mapping

    from geopandas import GeoDataFrame

    from geo.judge.solve.conflicts import Conflicts
    from geo.judge.solve.locate import Locus
    from geo.record.selection import Days, Names, Sides
    from geo.record.sites import Sites

METHOD = (
    "Distances are geodesics on WGS 84. A printed position may be off by one unit of its last digit on each axis, whether it "
    "was rounded or truncated; a position that no source printed is assumed to be known to 10 m at best; uncertainties add up. "
    "A claim agrees if every distance within the measured uncertainty rounds to its figure. It is contradicted only if the "
    "measurement misses the figure by more than one step of rounding, truncating or counting (10 m for 780 m, 1 km for 6 km), "
    'and by more than a fifth of it where the source says "about". Between the two it is compatible; it is untestable if a '
    "position or a number is missing. A verdict is about published figures, never about people."
)


@dataclass(frozen=True)
class Assessment:
    """All results derived from a file's records.

    Next: `write_map`, `write_report` and `write_export` take it; `select` gives the records behind some of the findings.
    """

    sites: Sites
    findings: tuple[Finding, ...]
    """One for each claim, in the order of the file."""
    zones: tuple[Zone, ...]
    """One for each strike report with a position and a radius, for each record that a range is claimed about, and last each
    reported zone with a position and an extent."""
    limits: Limits = field(default_factory=Limits)
    """How much is worked out and listed, whatever shows it."""

    def __repr__(self) -> str:
        counts = Counter(one.verdict for one in self.findings)
        return short_repr(
            f"Assessment of {self.sites.path!r}",
            plural(len(self.sites), "record"),
            plural(len(self.findings), "finding"),
            *(f"{count_text(counts[verdict])} {verdict.value}" for verdict in Verdict if counts[verdict]),
            plural(len(self.zones), "zone"),
        )

    def select(
        self,
        *,
        kind: Names | None = None,
        ids: Names | None = None,
        box: Sides | None = None,
        days: Days | None = None,
        verdict: Names | None = None,
    ) -> Sites:
        """Select records as `Sites.select` does, by the verdicts found here.

        >>> contradicted = assess("sites.geojson").select(verdict="contradicted")  # doctest: +SKIP

        Raises:
            ValueError: if there is no such kind, id or verdict, or the box or the days cannot be read.
        """
        if verdict is None:
            return self.sites.select(kind=kind, ids=ids, box=box, days=days)
        known = {one.value: one for one in Verdict}
        wanted = {verdict} if isinstance(verdict, str) else {*verdict}
        for name in wanted - known.keys():
            raise ValueError(f'"{name}" is not one of the verdicts {", ".join(known)}{did_you_mean(str(name), known)}')
        claims = {one.claim for one in self.findings if one.verdict in wanted}
        return self.sites.select_claims(claims, kind=kind, ids=ids, box=box, days=days, verdict=verdict)

    def _repr_html_(self) -> str:
        rows = ((one.claim, one.verdict, one.explanation) for one in self.findings)
        count = len(self.findings)
        caption = f"{self.sites.title}: {plural(count, 'finding')}, {plural(len(self.zones), 'zone')}"
        return html_table(rows, caption=caption, head=("claim", "verdict", "why"), count=count)

    @cached_property
    def zone_pairs(self) -> tuple[ZonePair, ...]:
        """Each zone measured against each other one; none where there are more zones than the limit (50)."""
        if len(self.zones) > self.limits.zones_paired:
            return ()
        return tuple(measure_pair(one, other) for one, other in combinations(self.zones, 2))

    @cached_property
    def turning(self) -> Turning:
        """How far contradicted and compatible claims are from another verdict, and slips of the pen that explain them."""
        return find_turning(self.findings, self.sites, self.limits)

    @cached_property
    def rules(self) -> Mapping[str, VerdictRule]:
        """What decides the verdicts on claims that measure besides where their ends lie, by the claim's id."""
        found = {claim.id: rule_of(claim, self.sites) for claim in self.sites.of_kind(Claim)}
        return {claim: rule for claim, rule in found.items() if rule is not None}

    @cached_property
    def loci(self) -> tuple[Locus, ...]:
        """Where sites lie if their claims are true: sites whose published positions contradict them, and sites without one."""
        return self._located[0]

    @cached_property
    def sites_in_question(self) -> tuple[str, ...]:
        """Ids of the sites that `loci` locates, as far as the limits allow."""
        return tuple(
            dict.fromkeys(
                site
                for finding in self.findings
                if isinstance(claim := self.sites[finding.claim], PairClaim)
                and (finding.verdict is Verdict.CONTRADICTED or finding.measured is None)
                and (site := site_in_question(claim, self.sites))
            )
        )

    @cached_property
    def _located(self) -> tuple[tuple[Locus, ...], int, int]:
        """The areas, how many sites were tried, and how many were not."""
        asked = self.sites_in_question
        if not asked:
            return (), 0, 0
        from geo.judge.solve.effort import Effort
        from geo.judge.solve.locate import claims_about, locate  # shapely takes long to load, and verdicts do without it

        found: list[Locus] = []
        tried, effort, about = 0, Effort(self.limits.loci_effort), claims_about(self.sites)
        for site in track_progress(asked[: 5 * self.limits.loci], "Locating"):
            if len(found) == self.limits.loci or effort.is_spent:
                break
            tried += 1
            with suppress(ValueError):  # nothing known leads to it
                found.append(locate(site, self.sites, effort=effort, about=about))
        return tuple(found), tried, len(asked) - tried

    @cached_property
    def conflicts(self) -> Conflicts:
        """The smallest sets of claims that cannot all hold at once, and what stayed undecided within the limits."""
        return find_conflicts(self)

    def limits_reached(self, *, loci: bool = True) -> tuple[LimitReached, ...]:
        """What the limits left out, in a fixed order; without `loci`, areas of sites are neither worked out nor named."""
        limits, count = self.limits, len(self.zones)
        pairs = count * (count - 1) // 2 if count > limits.zones_paired else 0
        reached = [
            LimitReached(Limited.MARGINS, limits.margins, sum(map(is_close, self.findings)) - limits.margins),
            LimitReached(Limited.SLIPS, limits.slips, sum(map(may_be_a_slip, self.findings)) - limits.slips),
            LimitReached(Limited.SETS, limits.sets_listed, len(self.conflicts.sets) - limits.sets_listed),
            LimitReached(Limited.UNDECIDED, limits.sets_listed, len(self.conflicts.undecided) - limits.sets_listed),
            LimitReached(Limited.ZONE_PAIRS, limits.zones_paired, pairs),
            LimitReached(Limited.WARNINGS, limits.warnings_listed, self._warnings_left_out),
            LimitReached(Limited.TIMELINE, limits.timeline_listed, count_entries(self.sites) - limits.timeline_listed),
            LimitReached(Limited.MARKINGS, limits.markings_listed, len(self.same_markings.found) - limits.markings_listed),
        ]
        if loci:
            _, tried, left_out = self._located
            reached.insert(2, LimitReached(Limited.LOCI, tried, left_out))
        return tuple(one for one in reached if one.left_out > 0)

    @property
    def _warnings_left_out(self) -> int:
        return max(0, len(self.sites.warnings) - self.limits.warnings_listed) + self.sites.warnings_left_out

    def memberships(self) -> Iterator[Members]:
        """Which records lie in each zone: surely, possibly, or not."""
        return find_memberships(self.zones, self.sites)

    @cached_property
    def bodies(self) -> tuple[Body, ...]:
        """The sources by the body behind them, and the claims that rest on one body alone."""
        return group_by_body(self.sites)

    @cached_property
    def competing_values(self) -> tuple[CompetingValue, ...]:
        """The attribute claims of which another gives the same record another value, side by side."""
        return find_competing_values(self.sites)

    @cached_property
    def same_markings(self) -> SameMarkings:
        """The markings that are reported on fragments far apart; nothing says why they are."""
        return find_same_markings(self.sites)

    @cached_property
    def photo_distances(self) -> tuple[PhotoDistance, ...]:
        """How far from what it is said to show each photograph was taken, where both have a place."""
        return measure_photos(self.sites)

    @cached_property
    def timeline(self) -> tuple[Entry, ...]:
        """What is dated, in the order of time, and which sources of others were public before each claim."""
        return build_timeline(self.sites)

    def findings_frame(self) -> GeoDataFrame:
        """One row for each finding, in WGS 84 (EPSG:4326).

        Columns: `claim`, `kind`, `verdict` (categorical), the floats `measured_m`, `measured_low_m`, `measured_high_m`,
        `measured_azimuth_deg`, `claimed_m`, `claimed_low_m`, `claimed_agrees_low_m`, `claimed_agrees_high_m`,
        `claimed_high_m` (infinite for "at least"), `claimed_azimuth_deg`, the text `claimed_text`, `gap_m` and `gap_deg` (in metres and degrees, NaN where there is none), `claimed_value`,
        `independent` (boolean, NA if unknown), `explanation`, `sources` (ids, joined by spaces) and `geometry`: the
        geodesic between the two ends of a claim, else the points that it refers to, or None where no position is known.
        """
        from geo.judge.geodataframes import findings_table  # pandas takes long to load, and only notebooks need it

        return findings_table(self.findings, self.sites)

    def zones_frame(self) -> GeoDataFrame:
        """One row for each zone, in WGS 84 (EPSG:4326).

        Columns: `strike` (NA for all else), `around` (the record at its centre, or the zone's own), `kind` (categorical),
        `radius_m`, `certain_m` and `possible_m` (metres, NaN where it is no circle), `area_m2` (square metres on the ellipsoid), `warning`, `basis`,
        `sources` (ids, joined by spaces) and `geometry`: the polygon as reported. A radius at which fragments can kill is not a safe distance.
        """
        from geo.judge.geodataframes import zones_table

        return zones_table(self.zones)


def assess(sites: Sites | str | os.PathLike[str], limits: Limits | None = None) -> Assessment:
    """Judge all claims of a file and compute all zones.

    Next: `write_map`, `write_report` and `write_export` write what was found, `explain_claim` explains one verdict,
    `Assessment.findings_frame` gives a table, `Assessment.select` narrows it down.

    Args:
        sites: What `read_sites` returns, or the path of the file, which is read then.
        limits: How much is computed and listed.

    Raises:
        SitesError: if it is the path of a file with errors.
        OSError: if it is the path of a file that cannot be read.
        TypeError: if it is something else.
    """
    sites = as_sites(sites)
    others = group_competing(sites), Origins(sites), group_arrivals(sites)
    findings = tuple(judge_claim(claim, sites, *others) for claim in track_progress(sites.of_kind(Claim), "Judging"))
    return Assessment(sites, findings, tuple(draw_up_zones(sites)), limits or Limits())


def as_assessment(given: Assessment | Sites | str | os.PathLike[str]) -> Assessment:
    """What is given if it has been judged; else it is judged, and read before that if it is the path of a file.

    Raises:
        SitesError: if it is the path of a file with errors.
        OSError: if it is the path of a file that cannot be read.
        TypeError: if it is something else.
    """
    return given if isinstance(given, Assessment) else assess(given)

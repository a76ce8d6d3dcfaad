"""Zones around records: what lies inside surely, possibly, or not.

A radius at which fragments can kill is not a safe distance, and no zone is ever called one; a reported range does
not say where anything was launched.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from geo.earth.quantities import metres, stated
from geo.judge.verdict.measurement import Measurement, measure
from geo.record.attributes import read_range
from geo.record.facts import LETHAL_RADIUS_WARNING
from geo.record.kinds import AttributeClaim, Located, StrikeReport
from geo.record.notebook import short_repr

if TYPE_CHECKING:
    from collections.abc import Iterator

    from shapely import MultiPolygon, Polygon

    from geo.earth.position import Place, Position
    from geo.record.sites import Sites


class ZoneKind(StrEnum):
    """What the radius of a zone is a radius of."""

    LETHAL = "reported lethal radius"
    """`lethal_radius_m` of a strike report."""
    RANGE = "reported range"
    """An attribute claim on `range_m` or `range_km`."""


WARNING = LETHAL_RADIUS_WARNING
WARNINGS = {
    ZoneKind.LETHAL: WARNING,
    ZoneKind.RANGE: (
        "A launch from within this ring would have been within the reported range; the ring does not say where "
        "anything was launched. For documentation, never for aiming."
    ),
}


FARTHEST_EDGE_M = 10_000_000
"""Beyond this from its centre a zone may hold both poles; no such area is drawn."""


class Edge(StrEnum):
    """One of the three circles that bound a zone."""

    CERTAIN = "certain"
    """What lies within is inside, wherever in its uncertainty the centre is and the radius ends."""
    NOMINAL = "nominal"
    """The radius as reported, around the position as given."""
    POSSIBLE = "possible"
    """What lies beyond is outside."""


class Membership(StrEnum):
    """Where a position lies with respect to a zone."""

    INSIDE = "inside"
    POSSIBLY = "possibly inside"
    OUTSIDE = "outside"


class Overlap(StrEnum):
    """How two zones lie to each other."""

    OVERLAP = "overlap"
    POSSIBLE = "may overlap"
    APART = "lie apart"


@dataclass(frozen=True, slots=True)
class Zone:
    """A geodesic circle of a reported radius around a record.

    Next: `Zone.membership` says whether a place lies in it, `Zone.polygon` draws it, `count_exposure` counts what it holds.
    """

    around: str
    """Id of the record at its centre."""
    center: Position
    radius_m: float
    """The radius as reported, in metres."""
    basis: str | None
    """Who gives the radius, and for what."""
    sources: tuple[str, ...]
    kind: ZoneKind = ZoneKind.LETHAL
    claim: str | None = None
    """Id of the claim that a reported range comes from."""
    radius_off_m: float = 0.0
    """How far the true range may be from the figure, in metres; a lethal radius is taken as it stands."""
    text: str | None = None
    """The radius as it was put, where it is no single number: "400 to 500 km", of which `radius_m` is the middle."""

    def __repr__(self) -> str:
        off = self.center.uncertainty_m + self.radius_off_m
        return short_repr(f"Zone {self.name!r}", self.kind.value, self.radius_text, f"give or take {metres(off)}")

    @property
    def name(self) -> str:
        """What to call it: the record at its centre, after the claim if it comes from one."""
        return f"{self.claim} around {self.around}" if self.claim else self.around

    @property
    def radius_text(self) -> str:
        """The radius as it was reported."""
        return self.text or stated(self.radius_m)

    @property
    def strike(self) -> str | None:
        """Id of the strike report that a lethal radius belongs to; None for a range."""
        return self.around if self.kind is ZoneKind.LETHAL else None

    @property
    def warning(self) -> str:
        """What the zone does not mean; shown wherever the zone is."""
        return WARNINGS[self.kind]

    @property
    def certain_m(self) -> float:
        """Metres from the published position within which a place is inside, wherever the centre really is."""
        return max(0.0, self.radius_m - self.radius_off_m - self.center.uncertainty_m)

    @property
    def possible_m(self) -> float:
        """Metres from the published position beyond which a place is outside, wherever the centre really is."""
        return self.radius_m + self.radius_off_m + self.center.uncertainty_m

    @property
    def area_m2(self) -> float:
        """Square metres on the ellipsoid at the reported radius, to a millionth."""
        from geo.earth.area.shapes import disc_area_m2  # shapely takes long to load, and verdicts do without it

        return disc_area_m2(self.center.lon_deg, self.center.lat_deg, self.radius_m)

    def edge_m(self, edge: Edge) -> float:
        """Metres from the published position to one of the three edges."""
        return {Edge.CERTAIN: self.certain_m, Edge.NOMINAL: self.radius_m, Edge.POSSIBLE: self.possible_m}[edge]

    def polygon(self, radius_m: float | None = None) -> Polygon | MultiPolygon:
        """The zone as a geodesic polygon in longitude and latitude: at the reported radius, or at another in metres.

        Give `certain_m` or `possible_m` for those edges.

        Raises:
            ValueError: if the radius is 0 (nothing is certain then) or 10,000 km and more.
        """
        from geo.earth.area.shapes import make_disc  # shapely takes long to load, and verdicts do without it

        return make_disc(self.center.lon_deg, self.center.lat_deg, self.radius_m if radius_m is None else radius_m)

    def membership(self, place: Place | Located) -> Membership:
        """Whether a position, a record or a tuple (longitude, latitude), uncertain as it is, lies in the zone.

        A record with an outline is inside if its farthest point surely is, outside if its nearest point surely is; one
        that reaches over the edge is possibly inside.

        Raises:
            ValueError: if the record has no position.
        """
        low_m, high_m = self._away_m(place)
        if high_m <= self.radius_m - self.radius_off_m:
            return Membership.INSIDE
        return Membership.OUTSIDE if low_m > self.radius_m + self.radius_off_m else Membership.POSSIBLY

    def _away_m(self, place: Place | Located) -> tuple[float, float]:
        """Metres from the centre to the nearest and the farthest that a position or a record may be or reach."""
        if not (isinstance(place, Located) and place.polygon):
            measured = measure(self.center, place)
            return measured.low_m, measured.high_m
        from geo.earth.area.shapes import reach_m  # shapely takes long to load, and few files have polygons

        nearest, farthest = reach_m(self.center.lon_deg, self.center.lat_deg, place.polygon)
        off = self.center.uncertainty_m + place.edge_m
        return nearest - off, farthest + off


@dataclass(frozen=True, slots=True)
class ZonePair:
    """Two zones and what lies between them."""

    zones: tuple[Zone, Zone]
    measured: Measurement
    """Between the centres."""
    gap_m: float
    """Metres from edge to edge at the nominal radii; negative where the zones overlap."""
    overlap: Overlap

    @property
    def nested(self) -> bool:
        """Whether one lies wholly within the other at the reported radii."""
        return self.gap_m <= -2 * min(zone.radius_m for zone in self.zones)

    @property
    def strikes(self) -> tuple[str | None, str | None]:
        """Ids of the strike reports; None for a reported range."""
        one, other = self.zones
        return one.strike, other.strike


def draw_up_zones(sites: Sites) -> Iterator[Zone]:
    """The zones of a file: of its strike reports, then of its claims on a range, one around each record with a position.

    None is drawn up where a position or a number is missing, or where it might reach 10,000 km or more from its centre.
    """
    strikes = ((strike, strike.lethal_radius_m) for strike in sites.of_kind(StrikeReport))
    zones = [
        Zone(strike.id, strike.position, float(radius), strike.lethal_radius_basis, strike.sources)
        for strike, radius in strikes
        if strike.position and radius is not None
    ]
    for claim in sites.of_kind(AttributeClaim):
        zones += _ranges(claim, sites)
    return (zone for zone in zones if zone.possible_m < FARTHEST_EDGE_M)


def _ranges(claim: AttributeClaim, sites: Sites) -> Iterator[Zone]:
    figure = read_range(claim.attribute, claim.value, claim.language)
    if figure is None:
        return
    basis = f"{claim.claimed_by or 'Claimant not named'}: {claim.label}"
    unit = claim.attribute.removeprefix("range_")
    said = claim.value if claim.attribute == "range" or unit in claim.value else f"{claim.value} {unit}"
    text = None if re.fullmatch(r"[\d.]+ k?m", said) else said
    for record in map(sites.__getitem__, dict.fromkeys(claim.about)):
        if isinstance(record, Located) and record.position:
            yield Zone(record.id, record.position, figure[0], basis, claim.sources, ZoneKind.RANGE, claim.id, figure[1], text)


def measure_pair(one: Zone, other: Zone) -> ZonePair:
    """Measure two zones against each other."""
    measured = measure(one.center, other.center)
    reach, off = one.radius_m + other.radius_m, one.radius_off_m + other.radius_off_m
    within = measured.high_m <= reach - off, measured.low_m <= reach + off
    overlap = {(True, True): Overlap.OVERLAP, (False, True): Overlap.POSSIBLE, (False, False): Overlap.APART}[within]
    return ZonePair((one, other), measured, measured.distance_m - reach, overlap)

"""Zones around reported strikes: what lies inside surely, possibly, or not.

A radius at which fragments can kill is not a safe distance, and no zone is ever called one.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from geo.judge.measurement import Measurement, measure

if TYPE_CHECKING:
    from shapely import MultiPolygon, Polygon

    from geo.earth.position import Position
    from geo.record.kinds import StrikeReport

WARNING = "A radius at which fragments can kill is not a safe distance."


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
    """A geodesic circle of a reported radius around a strike."""

    strike: str
    """Id of the strike report."""
    center: Position
    radius_m: float
    """The radius as reported, in metres."""
    basis: str | None
    """Who gives the radius, and for what."""
    sources: tuple[str, ...]
    warning: str = WARNING

    @property
    def certain_m(self) -> float:
        """Metres from the published position within which a place is inside, wherever the centre really is."""
        return max(0.0, self.radius_m - self.center.uncertainty_m)

    @property
    def possible_m(self) -> float:
        """Metres from the published position beyond which a place is outside, wherever the centre really is."""
        return self.radius_m + self.center.uncertainty_m

    def polygon(self, radius_m: float | None = None) -> Polygon | MultiPolygon:
        """The zone as a geodesic polygon in longitude and latitude: at the reported radius, or at another in metres.

        Give `certain_m` or `possible_m` for those edges.

        Raises:
            ValueError: if the radius is 0 (nothing is certain then) or 10,000 km and more.
        """
        from geo.earth.region import disc  # noqa: PLC0415  # shapely takes long to load, and verdicts do without it

        return disc(self.center.lon_deg, self.center.lat_deg, self.radius_m if radius_m is None else radius_m)

    def membership(self, position: Position) -> Membership:
        """Whether a position, uncertain as it is, lies in the zone."""
        measured = measure(self.center, position)
        if measured.high_m <= self.radius_m:
            return Membership.INSIDE
        return Membership.OUTSIDE if measured.low_m > self.radius_m else Membership.POSSIBLY


@dataclass(frozen=True, slots=True)
class ZonePair:
    """Two zones and what lies between them."""

    strikes: tuple[str, str]
    measured: Measurement
    """Between the centres."""
    gap_m: float
    """Metres from edge to edge at the nominal radii; negative where the zones overlap."""
    overlap: Overlap


def zone_of(strike: StrikeReport) -> Zone | None:
    """The zone of a strike report, or None where its position or its radius is missing."""
    if strike.position is None or strike.lethal_radius_m is None:
        return None
    return Zone(strike.id, strike.position, float(strike.lethal_radius_m), strike.lethal_radius_basis, strike.sources)


def pair(one: Zone, other: Zone) -> ZonePair:
    """Measure two zones against each other."""
    measured = measure(one.center, other.center)
    reach = one.radius_m + other.radius_m
    within = measured.high_m <= reach, measured.low_m <= reach
    overlap = {(True, True): Overlap.OVERLAP, (False, True): Overlap.POSSIBLE, (False, False): Overlap.APART}[within]
    return ZonePair((one.strike, other.strike), measured, measured.distance_m - reach, overlap)

"""Draws up the zones that a file reports: around its strikes and its claims on a range, and those that are records."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

from geo.earth.position import Position
from geo.earth.quantities import stated
from geo.judge.zones.zone import FARTHEST_EDGE_M, Zone, ZoneKind
from geo.record.attributes import read_range
from geo.record.kinds import AttributeClaim, Located, ReportedZone, StrikeReport
from geo.record.stated_distance import distance_of_number

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geo.earth.area.edges import Edges
    from geo.record.sites import Sites


def draw_up_zones(sites: Sites) -> Iterator[Zone]:
    """The zones of a file: of its strike reports, then of its claims on a range, one around each record with a position.

    Last come the zones that are reported as such.

    None is drawn up where a position or a number is missing, or where a range might reach 10,000 km or more from its centre.
    """
    strikes = ((strike, strike.lethal_radius_m) for strike in sites.of_kind(StrikeReport))
    zones = [
        Zone(strike.id, strike.position, float(radius), strike.lethal_radius_basis, strike.sources)
        for strike, radius in strikes
        if strike.position and radius is not None
    ]
    for claim in sites.of_kind(AttributeClaim):
        zones += _ranges(claim, sites)
    zones += (zone for record in sites.of_kind(ReportedZone) if (zone := _reported(record)))
    return (zone for zone in zones if zone.possible_m < FARTHEST_EDGE_M)


def _ranges(claim: AttributeClaim, sites: Sites) -> Iterator[Zone]:
    figure = read_range(claim.attribute, claim.value, claim.language)
    if figure is None:
        return
    basis = f"{claim.claimed_by or 'Claimant not named'}: {sites.label(claim)}"
    unit = claim.attribute.removeprefix("range_")
    said = claim.value if claim.attribute == "range" or unit in claim.value else f"{claim.value} {unit}"
    text = None if re.fullmatch(r"[\d.]+ k?m", said) else said
    for record in map(sites.__getitem__, dict.fromkeys(claim.about)):
        if isinstance(record, Located) and record.position:
            yield Zone(record.id, record.position, figure[0], basis, claim.sources, ZoneKind.RANGE, claim.id, figure[1], text)


def _reported(record: ReportedZone) -> Zone | None:
    """The zone that a record reports; None where its place or its extent is not known.

    A radius, a length and a width are taken as they stand: they set a zone and do not measure one. A printed radius that
    hedges ("about 300 m"), bounds ("up to 300 m") or is a range allows what its words allow.
    """
    at, kind = record.position, ZoneKind[record.zone_type.name]
    if at is None:
        return None
    if record.polygon:
        from geo.earth.area.edges import draw_polygon_edges  # shapely takes long to load, and verdicts do without it

        text = "by its printed corners" if record.published_corners else "drawn as a polygon"
        return _shaped(record, draw_polygon_edges(record.polygon, record.edge_errors_m), text)
    if record.length_m and record.width_m:
        return _box(record, at, float(record.length_m), float(record.width_m))
    distance = record.published_radius or (record.radius_m and distance_of_number(record.radius_m, None))
    if not distance:
        return None
    low = high = nominal = distance.high_m if distance.nominal_m is None else distance.nominal_m
    if distance.is_bound:
        low, nominal, high = 0.0, distance.high_m, distance.high_m
    elif distance.hedged or distance.nominal_m is None:
        low, high = distance.low_m, distance.high_m
        nominal = (low + high) / 2 if distance.nominal_m is None else nominal
    return Zone(
        record.id,
        at,
        nominal,
        record.basis,
        record.sources,
        kind,
        radius_off_m=high - nominal,
        text=record.published_radius.text if record.published_radius else None,
        radius_short_m=nominal - low,
    )


def _box(record: ReportedZone, at: Position, length_m: float, width_m: float) -> Zone:
    """A rectangle; turned in any direction where its azimuth is not known, so that only circles are."""
    words, azimuth = f"{stated(length_m)} by {stated(width_m)}", record.azimuth
    if azimuth is None:
        inner, outer = min(length_m, width_m) / 2, math.hypot(length_m, width_m) / 2
        kind, text = ZoneKind[record.zone_type.name], f"{words}, direction not known"
        sources = record.sources
        return Zone(record.id, at, outer, record.basis, sources, kind, text=text, radius_short_m=outer - inner, turns=True)
    from geo.earth.area.edges import draw_box_edges  # shapely takes long to load, and verdicts do without it

    made = draw_box_edges(at.lon_deg, at.lat_deg, length_m, width_m, azimuth.azimuth_deg, at.uncertainty_m, azimuth.limit_deg)
    return _shaped(record, made, f"{words}, long towards {azimuth.text}{'°' if azimuth.is_angle else ''}")


def _shaped(record: ReportedZone, made: Edges, text: str) -> Zone:
    middle, radius_m = made.nominal.plane, made.nominal.reach_m
    kind, at = ZoneKind[record.zone_type.name], Position(middle.lon_deg, middle.lat_deg)
    return Zone(record.id, at, radius_m, record.basis, record.sources, kind, text=text, shape=made)

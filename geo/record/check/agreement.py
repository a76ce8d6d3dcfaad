"""Checks that a record has the figures that it needs, and that its numbers agree with the texts printed beside them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from geo.earth.direction import DirectionSense
from geo.earth.geodesy import FARTHEST_DRAWN_M
from geo.earth.quantities import count_text
from geo.record import codes
from geo.record.check.entry import CheckTable, Fault
from geo.record.kinds import (
    ArrivalClaim,
    DirectionClaim,
    DistanceClaim,
    Located,
    Photo,
    PositionBasis,
    ReportedZone,
    WithinClaim,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geo.earth.notation.distance import Distance
    from geo.record.json_file.parse import Number, Path


def _distance_faults(claim: DistanceClaim) -> Iterator[Fault]:
    if claim.distance_m is None and claim.published_distance is None:
        why = 'published_distance: is missing; wanted the distance as printed, such as "about 6 km", or distance_m'
        yield Fault(codes.MISSING_PROPERTY, ("properties", "published_distance"), why)
    yield from _disagreement("distance_m", claim.distance_m, "published_distance", claim.published_distance)
    if claim.published_distance and claim.modifier:
        why = "modifier: is for a number without published_distance, whose text qualifies it already; take it out"
        yield Fault(codes.NUMBER_DISAGREES, ("properties", "modifier"), why)


def _maximum_faults(claim: WithinClaim) -> Iterator[Fault]:
    yield from _disagreement("distance_m", claim.distance_m, "published_distance", claim.published_distance)
    if claim.published_distance and math.isinf(claim.published_distance.high_m):
        why = f'published_distance: "{claim.published_distance.text}" sets no maximum distance to lie within'
        yield Fault(codes.PRINTED_FIGURE, ("properties", "published_distance"), why)


def _arrival_faults(claim: ArrivalClaim) -> Iterator[Fault]:
    if claim.direction.sense is DirectionSense.MOTION:
        where = f'"{claim.direction.text}" says where it went; wanted where it came from, such as "from the north-east"'
        yield Fault(codes.DIRECTION, ("properties", "direction"), f"direction: {where}")


def _tolerance_faults(claim: ArrivalClaim | DirectionClaim) -> Iterator[Fault]:
    if claim.tolerance_deg is not None and claim.direction.is_range:
        why = f'tolerance_deg: is for one direction, and "{claim.direction.text}" is a range, whose ends decide; take it out'
        yield Fault(codes.NUMBER_DISAGREES, ("properties", "tolerance_deg"), why)


def _photo_faults(photo: Photo) -> Iterator[Fault]:
    """What a photograph says of something that it does not have."""
    needed = {
        "sha256": ("file", photo.file is not None),
        "taken_at_basis": ("taken_at", photo.taken_at is not None),
        "view_north": ("view_direction_deg", photo.view_direction_deg is not None),
        "view_width_deg": ("view_direction_deg", photo.view_direction_deg is not None),
        "position_error_m": ('"position_basis": "camera"', photo.position_basis is PositionBasis.CAMERA),
    }
    for name, (other, is_said) in needed.items():
        if getattr(photo, name) is not None and not is_said:
            yield Fault(codes.MISSING_PROPERTY, ("properties", name), f"{name}: says nothing without {other}, which is missing")


def _extent_faults(zone: ReportedZone) -> Iterator[Fault]:
    """What is wrong with the extent of a zone: it has one, as a polygon, a radius, or a length and a width."""
    radius, sides = ("published_radius", "radius_m"), ("length_m", "width_m")
    given = [name for name in (*radius, *sides) if getattr(zone, name) is not None]
    for name, other in (sides, sides[::-1]):
        if name in given and other not in given:
            yield Fault(codes.EXTENT, ("properties", name), f"{name}: {other} is missing; a rectangle has both")
        elif name in given and not getattr(zone, name):
            yield Fault(codes.EXTENT, ("properties", name), f"{name}: wanted a number of metres above 0, not 0")
    if zone.azimuth is not None and not set(sides) & set(given):
        why = "azimuth: is the direction of length_m, which is missing; give length_m and width_m, or take it out"
        yield Fault(codes.EXTENT, ("properties", "azimuth"), why)
    forms = [*(["the polygon"] if zone.polygon else []), *given]
    kinds = bool(zone.polygon), bool(set(radius) & set(given)), bool(set(sides) & set(given))
    if sum(kinds) > 1:
        why = f"a zone has one extent, and this one has {' and '.join(forms)}; keep the one that is printed"
        yield Fault(codes.EXTENT, ("properties", given[0]), f"{given[0]}: {why}")
    elif not any(kinds) and (zone.position is not None or zone.offset_from):
        why = "a position alone does not say how far the zone reaches; wanted a polygon, radius_m, or length_m and width_m"
        yield Fault(codes.EXTENT, ("properties",), why)
    if zone.published_radius and math.isinf(zone.published_radius.high_m):
        why = f'published_radius: "{zone.published_radius.text}" sets no greatest radius, so no zone follows from it'
        yield Fault(codes.PRINTED_FIGURE, ("properties", "published_radius"), why)
    yield from _disagreement("radius_m", zone.radius_m, "published_radius", zone.published_radius)
    if (reach_m := _reach_m(zone)) >= FARTHEST_DRAWN_M:
        reach, most = (count_text(round(one / 1000)) for one in (reach_m, FARTHEST_DRAWN_M))
        how = f"the zone reaches {reach} km from its middle; wanted less than {most} km"
        name = given[0] if given else "geometry"
        yield Fault(codes.EXTENT, ("properties", name) if given else ("geometry",), f"{name}: {how}")


def _reach_m(zone: ReportedZone) -> float:
    """Metres from the middle of a zone to the farthest point that it may have; a polygon's are the uncertainty of its position."""
    radius = zone.published_radius.high_m if zone.published_radius else float(zone.radius_m or 0)
    reach = max(radius, math.hypot(zone.length_m or 0, zone.width_m or 0) / 2)
    known = zone.position.uncertainty_m if zone.position else 0.0
    return known if math.isinf(reach) else known + reach  # without an end, it is a problem of its own


def _offset_disagreement(record: Located) -> Iterator[Fault]:
    offset, stated = record.published_offset, record.offset_direction
    if offset is None:
        return
    if math.isinf(offset.distance.high_m):
        why = f'published_offset: "{offset.text}" sets no maximum distance, so no place follows from it'
        yield Fault(codes.PRINTED_FIGURE, ("properties", "published_offset"), why)
    yield from _disagreement("offset_distance_m", record.offset_distance_m, "published_offset", offset.distance)
    if stated and abs((stated.azimuth_deg - offset.direction.azimuth_deg + 180) % 360 - 180) > offset.direction.half_width_deg:
        why = f'offset_direction: {stated.text} disagrees with published_offset, which says "{offset.text}"'
        yield Fault(codes.NUMBER_DISAGREES, ("properties", "offset_direction"), why)


def _disagreement(name: str, number: Number | None, printed_name: str, printed: Distance | None) -> Iterator[Fault]:
    if number is None or printed is None:
        return
    least, most = printed.agrees_low_m, printed.agrees_high_m
    if least is None or most is None:
        least, most = printed.low_m, printed.high_m
    if least <= number <= most:
        return
    path: Path = ("properties", name)
    meant = f"{least:,.12g} m or more" if math.isinf(most) else f"{least:,.12g} to {most:,.12g} m"
    why = f'{name}: {number.digits} disagrees with {printed_name}, which says "{printed.text}": {meant}'
    yield Fault(codes.NUMBER_DISAGREES, path, why)


FIGURE_CHECKS: CheckTable = (
    (DistanceClaim, set(), _distance_faults),
    (WithinClaim, {"published_distance"}, _maximum_faults),
    (ArrivalClaim, set(), _arrival_faults),
    ((ArrivalClaim, DirectionClaim), {"tolerance_deg"}, _tolerance_faults),
    (Located, {"published_offset"}, _offset_disagreement),
    (ReportedZone, set(), _extent_faults),
    (Photo, set(), _photo_faults),
)
"""What records are asked by themselves."""

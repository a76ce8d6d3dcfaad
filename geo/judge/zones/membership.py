"""Decides which records lie inside which zones: certainly, possibly, or not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo.judge.zones.zone import Membership, Zone
from geo.record.kinds import Located, ReportedZone
from geo.record.progress import track_progress

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from geo.record.sites import Sites

MOST_HELD = 2_000_000
"""Records in zones, one counted for each zone that holds it; once there are more, further zones are not looked into."""
_SLACK_M = 0.001
"""More than rounding takes from a straight line through the Earth, which is never longer than the geodesic."""


@dataclass(frozen=True, slots=True)
class Members:
    """The records that a zone holds; every record with a position is in one of the three groups, but its centre and zones."""

    zone: Zone
    inside: tuple[str, ...]
    """Ids of the records that are surely inside, in the order of the file."""
    possibly: tuple[str, ...]
    """Ids of those that may be."""
    outside: int
    """How many surely are not: all others."""


def find_memberships(zones: Sequence[Zone], sites: Sites) -> Iterator[Members]:
    """Who lies in each zone, zone by zone, so that a long list need not be held at once.

    Not all pairs are measured. The records are sorted by how far north they lie in space, so that each zone meets only
    those in its own band; of these, a straight line through the Earth sorts out what is too far; and the geodesic decides
    on the rest. Of zones beyond a limit (`MOST_HELD`) nothing is given. The time grows with what lies in the bands: small zones are quick, a ring around half a country is not.
    """
    import numpy as np  # `geo check` does without zones

    from geo.earth.geodesy import (
        geocentric,
        inverse,
    )

    located = [one for one in sites.of_kind(Located) if one.position and not isinstance(one, ReportedZone)]
    if not located:
        yield from (Members(zone, (), (), 0) for zone in zones)
        return
    at = [record.position for record in located if record.position]
    lon, lat, known = np.array([(one.lon_deg, one.lat_deg, one.uncertainty_m) for one in at]).T
    points = geocentric(lon, lat)
    northward = np.argsort(points[:, 2], kind="stable")
    heights = points[northward, 2]
    outlined = np.array([record.polygon is not None for record in located])
    numbers = {record.id: number for number, record in enumerate(located)}
    held = 0
    for zone in track_progress(zones, "Checking zones"):
        if held > MOST_HELD:
            return
        center = zone.center
        (middle,) = geocentric(np.array([center.lon_deg]), np.array([center.lat_deg]))
        reach = zone.possible_m + _SLACK_M
        band = slice(*np.searchsorted(heights, middle[2] + (reach + known.max()) * np.array([-1, 1])))
        near = np.sort(northward[band])
        near = near[
            (np.linalg.norm(points[near] - middle, axis=1) <= reach + known[near]) & (near != numbers.get(zone.around, -1))
        ]
        here = np.full(len(near), center.lon_deg), np.full(len(near), center.lat_deg)
        away, _, _ = inverse(*here, lon[near], lat[near])
        error = known[near] + center.uncertainty_m
        inside = away + error <= zone.least_m
        possibly = ~inside & (away - error <= zone.most_m)
        for number in np.flatnonzero(outlined[near] | (zone.shape is not None)):
            answer = zone.membership(located[near[number]])
            inside[number], possibly[number] = answer is Membership.INSIDE, answer is Membership.POSSIBLY
        held += len(near)
        ids = [tuple(located[number].id for number in near[group]) for group in (inside, possibly)]
        others = len(located) - (zone.around in numbers)
        yield Members(zone, ids[0], ids[1], others - len(ids[0]) - len(ids[1]))

"""Claims as constraints between places: how far apart, and in which direction, two of them are said to lie."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo.judge.verdict.bearing import turn_to_true_north
from geo.judge.verdict.interval import to_claimed_interval
from geo.judge.verdict.measurement import edge_error_m
from geo.judge.verdict.road import allowed_lines, may_claim_be_by_road
from geo.record.kinds import Claim, DirectionClaim, DistanceClaim, Event, Located, PairClaim, Place, WithinClaim

if TYPE_CHECKING:
    from collections.abc import Iterable

    from geo.earth.position import Position
    from geo.record.sites import Sites

LEAST_APART_M = 1.0
"""Two places with a direction from one to the other are at least this far apart; otherwise there is no direction."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A point to be placed: where a record lies, or the point of an extended place that one claim refers to."""

    name: str
    """The record's id; of a place or an area together with the claim's, since two claims may refer to two of its points."""
    position: Position | None
    """The published position, which holds it within its uncertainty; None if there is none."""
    polygon: tuple[tuple[tuple[float, float], ...], ...] | None = None
    """Rings of (longitude, latitude) in degrees that hold it, where the record has them."""
    edge_m: float = 0.0
    """How many metres the edge of these may be off."""


@dataclass(frozen=True, slots=True)
class Link:
    """What one claim says of two spots."""

    claim: str
    start: Spot
    end: Spot
    low_m: float = 0.0
    high_m: float = math.inf
    sectors: tuple[tuple[float, float], ...] = ()
    """Azimuths from start to end that are allowed, each with its half-width, in degrees; any if there are none."""


def make_links(claims: Iterable[Claim], sites: Sites, sought: str | None = None) -> list[Link]:
    """The constraints among `claims`, in their order; a claim about an attribute, or an area that nobody knows, is none.

    A direction of arrival is never one: nothing may be located by crossing such directions.

    `sought` is the id of a record whose position counts as unknown.
    """
    links = (_make_link(claim, sites, sought) for claim in claims)
    return [link for link in links if link is not None]


def _make_link(claim: Claim, sites: Sites, sought: str | None) -> Link | None:
    if isinstance(claim, DistanceClaim):
        by_road = may_claim_be_by_road(claim, sites[claim.from_], sites[claim.to])
        lines = allowed_lines(claim.stated, by_road=by_road)
        low, high = min(line.low for line in lines), max(line.high for line in lines)
        return Link(claim.id, *_make_spots(claim, claim.from_, claim.to, sites, sought), low, high)
    if isinstance(claim, DirectionClaim):
        stated = claim.stated
        ways = [stated.azimuth_deg, (stated.azimuth_deg + 180) % 360] if claim.axis else [stated.azimuth_deg]
        turn = turn_to_true_north(claim, sites[claim.from_], sites[claim.to])
        if not turn.is_known:
            return None
        sectors = tuple((way + turn.middle_deg, stated.limit_deg + turn.half_width_deg) for way in ways)
        return Link(claim.id, *_make_spots(claim, claim.from_, claim.to, sites, sought), LEAST_APART_M, math.inf, sectors)
    if isinstance(claim, WithinClaim):
        start, end = _make_spots(claim, claim.site, claim.of, sites, sought)
        if end.position is None and isinstance(sites[claim.of], Place):
            return None
        return Link(claim.id, start, end, 0.0, to_claimed_interval(claim.stated).allowed.high)
    return None


def _make_spots(claim: Claim, start: str, end: str, sites: Sites, sought: str | None) -> tuple[Spot, Spot]:
    return _make_spot(claim, sites[start], sought), _make_spot(claim, sites[end], sought)


def _make_spot(claim: Claim, record: object, sought: str | None) -> Spot:
    assert isinstance(record, Located)  # noqa: S101  # what claims refer to was checked when the file was read
    if record.id == sought:
        return Spot(record.id, None)
    name = f"{record.id} of {claim.id}" if isinstance(record, Place) or record.polygon else record.id
    return Spot(name, record.position, record.polygon, edge_error_m(record) if record.polygon else 0.0)


def group_links(links: Iterable[Link]) -> list[list[Link]]:
    """Links that share a spot, directly or through others, each group in the order given."""
    leader: dict[str, str] = {}

    def lead(name: str) -> str:
        while leader.setdefault(name, name) != name:
            leader[name] = name = leader[leader[name]]
        return name

    links = list(links)
    for link in links:
        leader[lead(link.start.name)] = lead(link.end.name)
    groups: dict[str, list[Link]] = {}
    for link in links:
        groups.setdefault(lead(link.start.name), []).append(link)
    return list(groups.values())


def site_in_question(claim: Claim, sites: Sites) -> str | None:
    """The site whose position a claim gives: the second of a pair, or the first where only that has no position.

    None for claims about attributes, and where the claim concerns only places, whose position is not in question.
    """
    if isinstance(claim, WithinClaim):
        ends = [claim.site]
    elif isinstance(claim, PairClaim):
        ends = [claim.to, claim.from_]
    else:
        return None
    events = [record for one in ends if isinstance(record := sites[one], Event)]
    return next((one.id for one in [*(each for each in events if each.position is None), *events]), None)

"""Locates a site from the claims about it: where it lies if they are true."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo.judge.solve.constraints import Link, make_links
from geo.judge.solve.effort import Effort
from geo.judge.solve.narrow_regions import COARSE, FINE, narrow, pose, reach_of
from geo.judge.solve.search import Answer, solve
from geo.record.kinds import Claim, Event, Located, Place, id_of
from geo.record.reading import as_sites

if TYPE_CHECKING:
    import os
    from collections.abc import Mapping

    from shapely import MultiPolygon, Polygon

    from geo.record.kinds import Record
    from geo.record.sites import Sites

MOST_CLAIMS = 200
"""Claims that are solved together for one site, the first of the file; without the others the area is larger, never smaller."""
MOST_SITES = 6
"""Sites without a position through which claims are followed, the nearest first; what lies beyond is left out."""
MOST_EFFORT = 20_000
"""Effort spent on one site, a second or two: half of it on whether its claims can hold, half on the area."""


@dataclass(frozen=True, slots=True)
class Locus:
    """The area where a site must lie for its claims to hold, whatever its published position."""

    site: str
    claims: tuple[str, ...]
    """Ids of the claims that say so."""
    answer: Answer
    """Whether these claims can all hold, given the published positions of the other sites."""
    geometry: Polygon | MultiPolygon | None
    """The area in longitude and latitude, drawn so that nothing allowed lies outside; None where there is none."""
    area_m2: float
    """Its area on the ellipsoid, in square metres."""
    is_bounded: bool
    """False where the claims set no maximum distance, or one that reaches around the Earth, so that the area was cut off."""
    off_m: float | None
    """Metres from the site's published position to the area, 0 inside it; None where one of the two is missing."""
    left_out: int = 0
    """Claims about the site that were left out because there are more than `MOST_CLAIMS`."""

    @property
    def is_feasible(self) -> bool:
        """False where it is proved that the claims cannot all hold."""
        return self.answer is not Answer.INFEASIBLE

    @property
    def bbox(self) -> tuple[float, float, float, float] | None:
        """West, south, east and north in degrees; west is greater than east across the 180th meridian (RFC 7946, 5.2)."""
        if self.geometry is None:
            return None
        from geo.earth.area.shapes import bounding_box  # shapely takes long to load

        return bounding_box(self.geometry)


def locate(
    site: str | Record,
    sites: Sites | str | os.PathLike[str],
    *,
    effort: Effort | None = None,
    about: Mapping[str, list[tuple[int, Claim]]] | None = None,
) -> Locus:
    """Find the area where a site lies if all claims about it are true, ignoring its own published position.

    Next: `Locus.geometry` is a polygon for Shapely and GeoPandas, in longitude and latitude.

    Claims that lead to other sites without a position are followed, so that these are placed together with it. Claims
    about attributes, and claims that lead to nothing known, are left out. The effort is bounded; where that is not
    enough, the area is larger than necessary and the answer undecided. `site` is an id or a record; `about` is what `claims_about` gives, to find
    once for many sites.

    Raises:
        KeyError: if there is no such record.
        ValueError: if it is not a site or strike, or if no claim ties it to a published position.
    """
    site, sites = id_of(site), as_sites(sites)
    record = sites[site]
    if not isinstance(record, Event):
        raise ValueError(f'"{site}" is a {record.kind}; only fragment sites and strike reports can be located')
    links = _links_around(site, sites, claims_about(sites) if about is None else about)
    left_out = len(links[MOST_CLAIMS:])
    links = links[:MOST_CLAIMS]
    if not any(spot.position for link in links for spot in (link.start, link.end)):
        raise ValueError(
            f'no claim ties "{site}" to a published position (at most {MOST_SITES} sites without one are followed), so it cannot be located'
        )
    effort = effort or Effort(MOST_EFFORT)
    effort.spend(3 * len(links))
    answer, _ = solve(pose(links), effort.part(MOST_EFFORT // 2))
    claims = tuple(link.claim for link in links)
    is_alone = all(spot.position for link in links for spot in (link.start, link.end) if spot.name != site)
    problem = pose(links, corners=FINE if is_alone else COARSE)
    regions = None if answer is Answer.INFEASIBLE else narrow(problem, dict(problem.start), effort.part(MOST_EFFORT // 2))[0]
    if regions is None:
        return Locus(site, claims, Answer.INFEASIBLE, None, 0.0, is_bounded=True, off_m=None, left_out=left_out)
    from geo.earth.area.local_plane import distance_to_m  # shapely takes long to load
    from geo.earth.area.shapes import area_m2

    region = regions[site]
    geometry = problem.plane.on_earth(region)
    is_bounded = reach_of(region) < 0.99 * problem.reach_m
    at = record.position
    off = distance_to_m(problem.plane, region, at.lon_deg, at.lat_deg) if at else None
    return Locus(site, claims, answer, geometry, area_m2(geometry), is_bounded, off, left_out)


def claims_about(sites: Sites) -> dict[str, list[tuple[int, Claim]]]:
    """The claims that refer to each record, by its id, each with its number in the file."""
    by_record: dict[str, list[tuple[int, Claim]]] = {}
    for number, claim in enumerate(sites.of_kind(Claim)):
        for ids in claim.references().values():
            for one in ids:
                by_record.setdefault(one, []).append((number, claim))
    return by_record


def _links_around(site: str, sites: Sites, by_record: Mapping[str, list[tuple[int, Claim]]]) -> list[Link]:
    """The links of a site, and of the sites without a position that they lead to."""
    open_ends, followed = deque([site]), {site}
    links: dict[int, list[Link]] = {}
    while open_ends and len(followed) <= MOST_SITES:
        for number, claim in by_record.get(open_ends.popleft(), ()):
            if number not in links:
                links[number] = make_links([claim], sites, site)
            for other in (one for ids in claim.references().values() if links[number] for one in ids):
                record = sites[other]
                if (
                    isinstance(record, Located)
                    and not isinstance(record, Place)
                    and not record.position
                    and other not in followed
                ):
                    followed.add(other)
                    open_ends.append(other)
    return [link for number in sorted(links) for link in links[number]]

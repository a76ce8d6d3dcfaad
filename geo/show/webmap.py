"""The interactive map: an assessment as a Folium map in a page of its own."""

from __future__ import annotations

from importlib.metadata import version
from typing import TYPE_CHECKING, Any

import folium

from geo.judge.assessment import METHOD
from geo.judge.zone import WARNING
from geo.record.dates import Dates
from geo.record.kinds import Claim, FragmentSite, Located, Place, Printed, Source, StrikeReport
from geo.record.saving import write_whole
from geo.show import wire
from geo.show.page import Page

if TYPE_CHECKING:
    import os
    from pathlib import Path

    from geo.judge.assessment import Assessment
    from geo.judge.finding import Finding
    from geo.judge.zone import Zone
    from geo.record.sites import Sites

_NAME = "chart"
_SMALLEST_VIEW_DEG = 0.004
_START = f"""
const data = JSON.parse(document.getElementById("data").textContent);
show(L, map_{_NAME}, data, document.getElementById("panel"));
addFold(document.getElementById("fold"), document.getElementById("panel"), map_{_NAME});
"""


def draw_map(assessment: Assessment) -> folium.Map:
    """The Folium map of an assessment; it shows itself in a notebook, and `get_root().render()` gives the page.

    The records never pass through Folium. What you add to the map through Folium does: Folium compiles its text.
    """
    chart = folium.Map(tiles=None, zoom_control=True, prefer_canvas=False)
    chart._id = _NAME  # noqa: SLF001  # else a random one, and no two pages would be the same
    chart.default_js, chart.default_css = [], []  # the page embeds Leaflet
    chart.fit_bounds(_bounds(assessment), padding=(40, 40), max_zoom=17)
    for number, child in enumerate(chart._children.values()):  # noqa: SLF001
        child._id = f"{_NAME}{number}"  # noqa: SLF001
    Page(assessment.sites.title, _data(assessment), _START).add_child(chart)
    return chart


def write_map(assessment: Assessment, path: str | os.PathLike[str]) -> Path:
    """Write the map as one page, whole or not at all, and return its absolute path.

    Raises:
        OSError: if it cannot be written.
    """
    return write_whole(path, draw_map(assessment).get_root().render())


def _bounds(assessment: Assessment) -> list[tuple[float, float]]:
    """South-west and north-east corner, latitude first, of what the map is about; of the places if of nothing else."""
    sites = assessment.sites
    located = [record for record in sites.of_kind(Located) if record.position]
    positions = [record.position for record in located if not isinstance(record, Place)] or [r.position for r in located]
    if not positions:
        return [(-60, -170), (75, 170)]
    lats, lons = zip(*(position.latlon for position in positions if position), strict=True)
    spread = max([zone.radius_m for zone in assessment.zones], default=0) / 111_000 + _SMALLEST_VIEW_DEG / 2
    return [(min(lats) - spread, min(lons) - spread), (max(lats) + spread, max(lons) + spread)]


def _data(assessment: Assessment) -> dict[str, Any]:
    """What the page's scripts show, in plain values."""
    sites = assessment.sites
    return {
        "file": sites.path,
        "sha256": sites.sha256,
        "version": version("debris-sites"),
        "method": METHOD,
        "warning": WARNING,
        "records": [_record(record) for record in sites.of_kind(Located)],
        "findings": [_finding(finding, sites) for finding in assessment.findings],
        "zones": [_zone(zone) for zone in assessment.zones],
        "sources": [_source(source) for source in sites.of_kind(Source)],
    }


def _text(value: object) -> str:
    if isinstance(value, Dates):
        return value.text
    return getattr(value, "digits", str(value))


def _facts(record: Located) -> list[tuple[str, str]]:
    facts: list[tuple[str, object]] = []
    if isinstance(record, Printed):
        facts.append(("As published", record.published_coordinates))
    if record.position:
        position = record.position
        facts.append(("Latitude, longitude", f"{position.lat_deg:.6f}, {position.lon_deg:.6f}"))
        facts.append(("Known to within", f"{position.uncertainty_m:,.1f} m"))
    if isinstance(record, FragmentSite):
        facts += [("Found on", record.found_on), ("Munition", record.munition), ("Marking", record.marking)]
    if isinstance(record, StrikeReport):
        facts += [("Struck on", record.struck_on), ("Munition", record.munition)]
        if record.lethal_radius_m is not None:
            facts += [
                ("Reported lethal radius", f"{record.lethal_radius_m.digits} m. {WARNING}"),
                ("Its basis", record.lethal_radius_basis),
            ]
    if isinstance(record, Place):
        facts += [("Azerbaijani", record.name_az), ("Armenian", record.name_hy), ("Russian", record.name_ru)]
    facts.append(("Id", record.id))
    return [(name, _text(value)) for name, value in facts if value is not None]


def _record(record: Located) -> dict[str, Any]:
    position = record.position
    return {
        "id": record.id,
        "kind": record.kind,
        "label": record.label,
        "at": position and position.latlon,
        "uncertainty_m": position and position.uncertainty_m,
        "facts": _facts(record),
        "quote": record.quote,
        "note": record.note,
        "sources": record.sources,
    }


def _finding(finding: Finding, sites: Sites) -> dict[str, Any]:
    claim = sites[finding.claim]
    assert isinstance(claim, Claim)  # noqa: S101  # findings are made from claims
    ends: list[Any] = [sites[ids[0]] for ids in claim.references().values()]
    drawn = finding.measured is not None and len(ends) == 2
    return {
        **wire.finding(finding),
        "label": claim.label,
        "claimed_by": claim.claimed_by,
        "claimed_on": claim.claimed_on and claim.claimed_on.text,
        "quote": claim.quote,
        "note": claim.note,
        "from": ends[0].position.latlon if drawn and finding.kind == "distance_claim" else None,
        "to": ends[1].position.latlon if drawn else None,
    }


def _zone(zone: Zone) -> dict[str, Any]:
    return {**wire.zone(zone), "at": zone.center.latlon}


def _source(source: Source) -> dict[str, Any]:
    grades = [f"reliability {source.reliability}"] if source.reliability else []
    grades += [f"credibility {source.credibility}"] if source.credibility else []
    return {
        "id": source.id,
        "label": source.title,
        "publisher": source.publisher,
        "published_on": source.published_on and source.published_on.text,
        "url": source.url,
        "grade": ", ".join(grades),
        "note": source.note,
    }

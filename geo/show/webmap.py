"""The interactive map: an assessment as a Folium map in a page of its own."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import folium

from geo.earth.tiles import MERCATOR_LIMIT_DEG, Bounds
from geo.judge.zone import ZoneKind
from geo.record.kinds import Located, Place
from geo.record.saving import write_whole
from geo.show import basemap
from geo.show.context import read_context
from geo.show.page import Page
from geo.show.payload import payload

if TYPE_CHECKING:
    import os
    from pathlib import Path

    from geo.judge.assessment import Assessment

_NAME = "chart"
_MARGIN_DEG = 0.002
_FARTHEST_M = 50_000
"""Zones and rings farther out than this do not widen the view that the map starts with."""


def draw_map(
    assessment: Assessment,
    *,
    tiles: str | None = None,
    online: bool = True,
    context: str | os.PathLike[str] | None = None,
) -> folium.Map:
    """The Folium map of an assessment; it shows itself in a notebook, and `get_root().render()` gives the page.

    The records never pass through Folium. What you add to the map through Folium does: Folium compiles its text.

    Args:
        assessment: What to show.
        tiles: "topo", "imagery" or "osm", an address with {z}, {x} and {y}, or an .mbtiles or .pmtiles file whose
            pictures travel in the page; None offers the three hosts.
        online: False makes a page that names no host at all, unless `tiles` asks for one.
        context: A vector file that GDAL reads, drawn quietly underneath.

    Raises:
        ValueError: if the tiles or the context cannot be used.
        OSError: if one of their files cannot be read.
    """
    bounds = _bounds(assessment)
    chart = folium.Map(tiles=None, zoom_snap=0.5)
    chart._id = _NAME  # noqa: SLF001  # else a random one, and no two pages would be the same
    chart.default_js, chart.default_css = [], []  # the page embeds Leaflet
    corners = [[bounds.south, bounds.west], [bounds.north, bounds.east]]
    chart.fit_bounds(corners, padding=(40, 40), max_zoom=17)
    for number, child in enumerate(chart._children.values()):  # noqa: SLF001
        child._id = f"{_NAME}{number}"  # noqa: SLF001
    maps = basemap.chosen(tiles, _around(bounds)) if online or tiles else ()
    data = {
        **payload(assessment),
        "basemaps": [one.plain() for one in maps],
        "context": None if context is None else read_context(context, _around(bounds)),
    }
    hosts = sorted({one.host for one in maps if one.host})
    start = f"\nstart(L, map_{_NAME}, {json.dumps(corners)});\n"
    Page(assessment.sites.title, data, start, hosts).add_child(chart)
    return chart


def write_map(
    assessment: Assessment,
    path: str | os.PathLike[str],
    *,
    tiles: str | None = None,
    online: bool = True,
    context: str | os.PathLike[str] | None = None,
) -> Path:
    """Write the map as one page, whole or not at all, and return its absolute path.

    Arguments are those of `draw_map`.

    Raises:
        ValueError: if the tiles or the context cannot be used.
        OSError: if a file cannot be read, or the page cannot be written.
    """
    chart = draw_map(assessment, tiles=tiles, online=online, context=context)
    return write_whole(path, chart.get_root().render())


def _bounds(assessment: Assessment) -> Bounds:
    """What the map is about: sites and strikes with their zones, or the places if there is nothing else."""
    located = [record for record in assessment.sites.of_kind(Located) if record.position]
    shown = [record.position for record in located if not isinstance(record, Place)] or [one.position for one in located]
    if not shown:
        return Bounds(-170, -60, 170, 75)
    lats = [position.lat_deg for position in shown if position]
    lons = [position.lon_deg for position in shown if position]
    reaches = [zone.radius_m for zone in assessment.zones if zone.kind is ZoneKind.LETHAL]
    reaches += [finding.claimed.high_m for finding in assessment.findings if finding.gap_m and finding.claimed.high_m]
    margin = max((reach for reach in reaches if reach < _FARTHEST_M), default=0) / 111_000 + _MARGIN_DEG / 2
    north, south = (max(-MERCATOR_LIMIT_DEG, min(MERCATOR_LIMIT_DEG, lat)) for lat in (max(lats) + margin, min(lats) - margin))
    return Bounds(min(lons) - margin, south, max(lons) + margin, north)


def _around(bounds: Bounds) -> Bounds:
    """The area with as much again on each side, for what lies underneath."""
    width, height = bounds.east - bounds.west, bounds.north - bounds.south
    return Bounds(bounds.west - width, bounds.south - height, bounds.east + width, bounds.north + height)

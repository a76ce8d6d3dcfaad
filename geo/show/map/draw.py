"""The interactive map: an assessment as a Folium map in a page of its own."""

from __future__ import annotations

import math
from itertools import compress, islice
from typing import TYPE_CHECKING, Any, NamedTuple

import folium
import numpy as np

from geo.earth.geodesy import destination
from geo.earth.longitudes import all_near, middle_of
from geo.earth.position import Position
from geo.earth.search.outliers import find_outliers
from geo.earth.tiles import MERCATOR_LIMIT_DEG, Bounds
from geo.judge.assessment import as_assessment
from geo.judge.verdict.interval import Verdict
from geo.record.json_file.save import write_whole
from geo.record.kinds import Claim, Event, Located, ReportedZone, WithinClaim
from geo.record.protected_inputs import refuse_input
from geo.show.map import basemap
from geo.show.map.context import read_context
from geo.show.map.languages import ENGLISH, LANGUAGES, require_language
from geo.show.map.page import Page
from geo.show.map.payload import build_payload
from geo.show.map.still import draw_still
from geo.show.thumbnails import SIDE_PX, make_thumbnails

if TYPE_CHECKING:
    import os
    from collections.abc import Container, Iterable, Mapping
    from pathlib import Path

    from numpy.typing import NDArray

    from geo.earth.position import FloatArray
    from geo.judge.assessment import Assessment
    from geo.record.sites import Sites

NAME = "chart"
_LEAST_M = 100.0
"""The view that the map starts with shows at least so much around each position."""


FARTHEST_M = 50_000
"""A zone that reaches farther does not set a view."""


def draw_map(  # noqa: PLR0913  # what is shown, and how
    assessment: Assessment | Sites | str | os.PathLike[str],
    *,
    tiles: str | None = None,
    online: bool = True,
    context: str | os.PathLike[str] | None = None,
    record: bool = True,
    photos_px: int | None = SIDE_PX,
    language: str = ENGLISH,
) -> folium.Map:
    """Draw an assessment as a Folium map; a notebook displays it, and `get_root().render()` returns the page.

    Next: add layers of your own with Folium, then `chart.save("map.html")`.

    The records never pass through Folium. What you add to the map through Folium does: Folium compiles its text, and
    draws it beside the records. Markers, circles, lines, polygons, GeoJson, popups, tooltips, FeatureGroup and LayerControl
    work offline. What would load something while the page is looked at is refused when the page is made, with a sentence:
    tile layers (use `tiles`), pictures by their address, plugins such as MarkerCluster, and the legend of a Choropleth.

    Args:
        assessment: What to show: what `assess` returns, or records or the path of their file, which are judged first.
        tiles: "topo", "imagery" or "osm", an address with {z}, {x} and {y}, or an .mbtiles or .pmtiles file whose
            pictures travel in the page; None offers the three hosts.
        online: False makes a page that names no host at all, unless `tiles` asks for one.
        context: A vector file, all of whose layers are drawn quietly underneath.
        record: Whether the page carries the file itself, up to 2 MB, so that a reader can check and save it.
        photos_px: The longer side of the photographs' pictures, 320 or 640; smaller where more than 2 MiB would be needed, and
            None for no pictures. What is marked as sensitive is never shown.
        language: Tag of the language in which the page starts: "en", "ru", "az", "hy", "uk", "fr" or "ar". Data stays as
            it was written; a reader can choose another language on the page.

    Raises:
        ValueError: if the tiles or the context cannot be used, or the page is not in that language.
        OSError: if one of their files cannot be read.
    """
    require_language(language)
    assessment = as_assessment(assessment)
    placed = _place(assessment.sites.of_kind(Located))
    middle = middle_of(placed.lon_deg)
    bounds, views = _views(assessment, placed, middle)
    chart = folium.Map(tiles=None, zoom_snap=0.25, fade_animation=False)  # which would redraw all points for 0.2 s
    chart._id = NAME  # noqa: SLF001  # else a random one, and no two pages would be the same
    chart.default_js, chart.default_css = [], []  # the page embeds Leaflet
    chart.fit_bounds(_corners(bounds), max_zoom=17)
    for number, child in enumerate(chart._children.values()):  # noqa: SLF001  # as above
        child._id = f"{NAME}{number}"  # noqa: SLF001  # as above
    maps = basemap.choose_base_maps(tiles, _around(bounds, middle)) if online or tiles else ()
    data = {
        **build_payload(assessment, middle, record=record, thumbnails=make_thumbnails(assessment.sites, photos_px)),
        "views": views,
        "basemaps": [one.plain() for one in maps],
        "context": None if context is None else read_context(context, _around(bounds, middle)),
        "language": language,
        "languages": LANGUAGES,
    }
    hosts = sorted({one.host for one in maps if one.host})
    still = draw_still(assessment, bounds, language)
    page = Page(assessment.sites.title, data, f"webmap.start(L, map_{NAME});\n", hosts, still, language)
    page.add_child(chart)
    page.ours = tuple(chart._children)  # noqa: SLF001  # as above
    return chart


def write_map(  # noqa: PLR0913  # what is drawn, where to, and the choices of `draw_map`
    assessment: Assessment | Sites | str | os.PathLike[str],
    path: str | os.PathLike[str] = "map.html",
    *,
    tiles: str | None = None,
    online: bool = True,
    context: str | os.PathLike[str] | None = None,
    record: bool = True,
    photos_px: int | None = SIDE_PX,
    language: str = ENGLISH,
) -> Path:
    """Write the map as one page, atomically, and return its absolute path.

    Arguments are those of `draw_map`. The page is a file of its own, which works offline and can be sent to others.

    Next: open the page, or `write_report` the same assessment.

    Raises:
        ValueError: if the tiles, the context or the language cannot be used, or the path is that of a file that is read.
        OSError: if a file cannot be read, or the page cannot be written.
    """
    assessment = as_assessment(assessment)
    reads = [one for one in (assessment.sites.path, tiles, context) if one is not None]
    refuse_input(path, reads)  # before the work, too
    chart = draw_map(
        assessment, tiles=tiles, online=online, context=context, record=record, photos_px=photos_px, language=language
    )
    return write_whole(path, chart.get_root().render(), reads=reads)


class _Placed(NamedTuple):
    """Records with a position to draw, in columns."""

    ids: list[str]
    lon_deg: FloatArray
    lat_deg: FloatArray
    is_event: NDArray[np.bool_]

    def only(self, rows: NDArray[np.bool_]) -> _Placed:
        """Those whose row is true."""
        ids = list(compress(self.ids, rows.tolist()))
        return _Placed(ids, self.lon_deg[rows], self.lat_deg[rows], self.is_event[rows])

    def bounds(self, middle: float, *others: Mapping[str, Position]) -> Bounds:
        """What holds these and other positions and a little around them, at longitudes on one side of the middle's opposite."""
        further = [at for one in others for at in one.values()]
        lons = all_near(np.append(self.lon_deg, [at.lon_deg for at in further]), middle)
        lats = np.append(self.lat_deg, [at.lat_deg for at in further])
        if not len(lons):
            return Bounds(-170, -60, 170, 75)
        outermost = sorted({int(where) for one in (lons, lats) for where in (one.argmin(), one.argmax())})  # others lie between
        lons, lats = lons[outermost], lats[outermost]
        far = np.full(len(lons), _LEAST_M)
        ways = [destination(lons, lats, np.full(len(lons), way), far) for way in (0.0, 90.0, 180.0, 270.0)]
        # a ring goes on beyond the 180th meridian
        east, west = (lons + (ways[way][0] - lons + 180) % 360 - 180 for way in (1, 3))
        north, south = (np.clip(ways[way][1], -MERCATOR_LIMIT_DEG, MERCATOR_LIMIT_DEG) for way in (0, 2))
        return Bounds(float(west.min()), float(south.min()), float(east.max()), float(north.max()))


def _place(records: Iterable[Located]) -> _Placed:
    drawn = [record for record in records if record.drawn]
    positions = [at for record in drawn if (at := record.drawn)]
    return _Placed(
        [record.id for record in drawn],
        np.array([at.lon_deg for at in positions], dtype=float),
        np.array([at.lat_deg for at in positions], dtype=float),
        np.array([isinstance(record, Event) for record in drawn], dtype=bool),
    )


def _find_together(placed: _Placed) -> NDArray[np.bool_]:
    """Which rows do not lie far from all others, as GEO052 has it.

    What is left is asked again, since a position off by a whole degree hides one that is off by a minute.
    """
    together = np.ones(len(placed.ids), dtype=bool)
    while far := find_outliers(placed.lon_deg[together], placed.lat_deg[together]):
        together[np.flatnonzero(together)[[one.number for one in far]]] = False
    return together


def _views(assessment: Assessment, placed: _Placed, middle: float) -> tuple[Bounds, dict[str, Any]]:
    """The view that the map starts with, and what the page is told of views, as corners of south-west and north-east."""
    sites, is_event = assessment.sites, placed.is_event
    is_shown = is_event if is_event.any() else np.ones_like(is_event)
    is_together = is_shown & _find_together(placed)
    is_together = is_together if is_together.any() else is_shown
    together, shown, edges = placed.only(is_together), placed.only(is_shown), _edges(assessment)
    names = set(together.ids)
    is_alone = len(names) == 1 or not is_event.any()  # what stands alone cannot become a speck
    own = {name: at for name, at in edges.items() if is_alone or name.rpartition(" ")[0] in names}
    ends = _positions(_far_ends(assessment, names, math.inf if is_alone else FARTHEST_M).difference(shown.ids), sites)
    home = together.bounds(middle, own, ends)
    named = _positions({claim.of for claim in sites.of_kind(WithinClaim) if claim.site in names}, sites)
    return home, {
        "home": _corners(home),
        "surroundings": _corners(together.bounds(middle, edges, named)),
        "everything": _corners(home if len(together.ids) == len(shown.ids) and not edges else shown.bounds(middle, edges)),
        "far": placed.only(is_shown & ~is_together).ids,
        "middle": middle,
    }


def _positions(names: Iterable[str], sites: Sites) -> dict[str, Position]:
    """Where those of some records lie that are drawn, by their ids."""
    return {name: at for name in sorted(names) if isinstance(record := sites[name], Located) and (at := record.drawn)}


def _far_ends(assessment: Assessment, shown: Container[str], farthest_m: float) -> set[str]:
    """The other ends of lines that are drawn at the start, those of contradicted claims, as far as they are not too long."""
    contradicted = {
        one.claim
        for one in assessment.findings
        if one.verdict is Verdict.CONTRADICTED and one.measured and one.measured.distance_m <= farthest_m
    }
    drawn = [claim.ends for claim in assessment.sites.of_kind(Claim) if claim.id in contradicted]
    return {name for ends in drawn if any(one in shown for one in ends) for name in ends if name is not None}


def _edges(assessment: Assessment) -> dict[str, Position]:
    """Four points around each reported zone and each outline; not of one so wide that the sites would be a speck."""
    circles = {zone.around: (zone.center, zone.possible_m) for zone in assessment.zones if not zone.kind.is_around}
    for record in assessment.sites.of_kind(Located):
        if record.polygon and record.position and not isinstance(record, ReportedZone):
            circles[record.id] = record.position, record.position.uncertainty_m
    events = list(islice((record.id for record in assessment.sites.of_kind(Event) if record.position), 2))
    found = {}
    for name, (center, reach_m) in circles.items():
        if reach_m > FARTHEST_M and any(one != name for one in events):
            continue
        for way in (0.0, 90.0, 180.0, 270.0):
            lon, lat = destination(center.lon_deg, center.lat_deg, way, reach_m)
            found[f"{name} {way}"] = Position(lon, lat)
    return found


def _corners(bounds: Bounds) -> list[list[float]]:
    return [[bounds.south, bounds.west], [bounds.north, bounds.east]]


def _around(bounds: Bounds, middle: float) -> Bounds:
    """The area with as much again on each side, but not more than once around the Earth, for what lies underneath."""
    width, height = bounds.east - bounds.west, bounds.north - bounds.south
    west, east = max(bounds.west - width, middle - 180), min(bounds.east + width, middle + 180)
    return Bounds(west, bounds.south - height, east, bounds.north + height)

"""Our page beside others on the same points: time to build, size, time until it can be used, and frames while zooming."""

from __future__ import annotations

import random
import shutil
import statistics
import sys
import time
from importlib import resources
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import folium
import geopandas as gpd
from folium.plugins import FastMarkerCluster
from playwright.sync_api import Browser, Error, Page, Route, sync_playwright
from rich.console import Console
from rich.table import Table

import geo
from geo.earth.position import Position
from geo.record.dates import parse_dates
from geo.record.kinds import FragmentSite
from geo.record.sites import Sites

if TYPE_CHECKING:
    from collections.abc import Callable

ROUNDS = 3
PATIENCE_S = 90
ZOOMS = (1, 1, 1, -1, -1, 1, -1, -1)
"""Levels by which each page is zoomed, one after the other."""
LEAFLET = resources.files("js_lib_leaflet") / "static" / "js_lib_leaflet"
JQUERY = "window.$ = window.jQuery = text => { const box = document.createElement('div'); box.innerHTML = text; return [...box.children]; };"
"""All of jQuery that popups use; quicker than the real one."""
MARKER = "function (row) { return L.marker([row[0], row[1]]).bindPopup(row[2]); }"
"""Quicker than the marker of a plugin that FastMarkerCluster makes by default."""
DRAWN = """[...document.querySelectorAll('canvas')].some(c => c.getContext('2d').getImageData(0, 0, c.width, c.height).data.some(v => v))
    || document.querySelectorAll('path.leaflet-interactive, .leaflet-marker-icon').length > 0"""
READY = """new Promise(done => {
    const look = () => document.documentElement?.dataset.ready ? done() : setTimeout(look, 5);
    look();
})"""
"""Waits for our page; what Playwright offers for that runs a script in the page that would take a tenth of a second from it."""
FRAMES = """async ([name, zooms]) => {
    const map = Object.entries(window).find(([key, value]) => key.startsWith(name) && value instanceof L.Map)[1];
    const frames = [];
    for (const by of zooms) {
        map.setZoom(map.getZoom() + by);
        const start = performance.now();
        for (let last = start; last - start < 900;) {
            const now = await new Promise(requestAnimationFrame);
            frames.push(now - last);
            last = now;
        }
    }
    return frames;
}"""
"""Milliseconds of each frame in nearly a second from the start of each zoom, animation and drawing included."""


def assessment_of(count: int) -> geo.Assessment:
    """Fragment sites with six attributes each, spread over the Caucasus."""
    choose = random.Random(20210402)
    found_on = parse_dates("2021-03-15")
    records = tuple(
        FragmentSite(
            id=f"site-{number}",
            name=f"Site {number}",
            note=f"Note {number}, of some length",
            munition="9M723",
            marking=(str(number % 97),),
            found_on=found_on,
            position=Position(choose.uniform(44, 50), choose.uniform(38, 41), 0.4),
        )
        for number in range(count)
    )
    return geo.assess(Sites("points.geojson", "0" * 64, records))


def frame_of(assessment: geo.Assessment) -> gpd.GeoDataFrame:
    """The same points with the same attributes."""
    frame = assessment.sites.to_geodataframe()
    sites = assessment.sites.of_kind(FragmentSite)
    return frame[["id", "name", "munition", "uncertainty_m", "geometry"]].assign(
        note=[str(one.note) for one in sites], marking=[" ".join(one.marking or ()) for one in sites]
    )


def serve(route: Route) -> None:
    """What the others load from the web, from this machine: Leaflet, the plugin that clusters, a little jQuery, nothing else."""
    address = route.request.url
    if "leaflet.js" in address:
        route.fulfill(body=(LEAFLET / "leaflet.js").read_bytes(), content_type="text/javascript")
    elif "leaflet.markercluster.js" in address:
        route.fulfill(
            body=(resources.files("xstatic.pkg.leaflet_markercluster") / "data" / "leaflet.markercluster.js").read_bytes(),
            content_type="text/javascript",
        )
    elif "leaflet.css" in address:
        route.fulfill(body=(LEAFLET / "leaflet.css").read_bytes(), content_type="text/css")
    elif "jquery" in address:
        route.fulfill(body=JQUERY, content_type="text/javascript")
    elif address.startswith("http"):
        route.fulfill(body="", content_type="text/css" if address.endswith("css") else "text/javascript")
    else:
        route.continue_()


def write_ours(assessment: geo.Assessment, _: gpd.GeoDataFrame, path: Path) -> None:
    """The page of this tool."""
    geo.write_map(assessment, path, online=False)


def write_explore(_: geo.Assessment, frame: gpd.GeoDataFrame, path: Path) -> None:
    """`geopandas.explore`, popups included."""
    frame.explore(popup=True, tiles=None).save(str(path))


def write_canvas(_: geo.Assessment, frame: gpd.GeoDataFrame, path: Path) -> None:
    """Folium's GeoJson with circles on a canvas."""
    chart = folium.Map(prefer_canvas=True, tiles=None)
    popup = folium.GeoJsonPopup([name for name in frame.columns if name != "geometry"])
    folium.GeoJson(frame, marker=folium.CircleMarker(radius=4), popup=popup).add_to(chart)
    save_fitted(chart, frame, path)


def write_cluster(_: geo.Assessment, frame: gpd.GeoDataFrame, path: Path) -> None:
    """Folium's FastMarkerCluster."""
    chart: Any = folium.Map(tiles=None)
    text = frame.drop(columns="geometry").astype(str).agg(", ".join, axis=1)
    rows = list(zip(frame.geometry.y, frame.geometry.x, text, strict=True))
    chart.options["maxZoom"] = 18  # else it stops where there are no tiles
    made: Any = FastMarkerCluster
    made(rows, callback=MARKER).add_to(chart)
    save_fitted(chart, frame, path)


def save_fitted(chart: folium.Map, frame: gpd.GeoDataFrame, path: Path) -> None:
    """Save a map that starts with all points in view, as the others do."""
    west, south, east, north = map(float, frame.total_bounds)
    chart.fit_bounds([[south, west], [north, east]])
    chart.save(str(path))


MAKERS: dict[str, tuple[Callable[[geo.Assessment, gpd.GeoDataFrame, Path], None], int]] = {
    "ours": (write_ours, 1_000_000),
    "explore": (write_explore, 10_000),
    "GeoJson on canvas": (write_canvas, 100_000),
    "FastMarkerCluster": (write_cluster, 100_000),
}
"""How each page is written, and up to how many points a browser opens it within the time that we wait."""


def open_page(browser: Browser, path: Path, maker: str) -> tuple[float, Page]:
    """Seconds until the page has drawn and answers, and the page."""
    tab = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
    tab.set_default_timeout(PATIENCE_S * 1000)
    tab.route("**/*", serve)
    start = time.perf_counter()
    tab.goto(path.as_uri(), wait_until="commit")
    if maker == "ours":
        tab.evaluate(READY)
    else:
        tab.wait_for_load_state("load")
    tab.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    seconds = time.perf_counter() - start
    if not tab.evaluate(DRAWN):
        raise RuntimeError(f"{maker} drew nothing, so nothing was measured")
    return seconds, tab


def measure(browser: Browser, path: Path, maker: str) -> tuple[float, list[float]]:
    """Seconds until a page can be used, infinite beyond our patience, and the milliseconds of frames while zooming."""
    try:
        seconds, tab = open_page(browser, path, maker)
    except Error:
        return float("inf"), []
    frames = tab.evaluate(FRAMES, ["map_", ZOOMS])
    tab.context.close()
    return seconds, frames


def main(counts: list[int]) -> None:
    """Print a row for each count and maker. Makers take turns, since only ratios within a run mean anything on a shared machine."""
    table = Table("points", "maker", "build s", "MB", "usable s", "zoom p95 ms", "worst ms", box=None)
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=arguments)
        for count in counts:
            assessment = assessment_of(count)
            frame = frame_of(assessment)
            makers = [name for name, (_, most) in MAKERS.items() if count <= most]
            paths = {name: Path(folder, f"{number}.html") for number, name in enumerate(makers)}
            built: dict[str, float] = {}
            for name in makers:
                start = time.perf_counter()
                MAKERS[name][0](assessment, frame, paths[name])
                built[name] = time.perf_counter() - start
            waits: dict[str, list[float]] = {name: [] for name in makers}
            frames: dict[str, list[float]] = {name: [] for name in makers}
            for _ in range(ROUNDS):
                for name in makers:
                    seconds, some = measure(browser, paths[name], name)
                    waits[name].append(seconds)
                    frames[name] += some
            for name in makers:
                usable = statistics.median(waits[name])
                shown = [f"{usable:.2f}", f"{percentile(frames[name], 95):.0f}", f"{max(frames[name], default=0):.0f}"]
                table.add_row(f"{count:,}", name, f"{built[name]:.2f}", f"{paths[name].stat().st_size / 1e6:.1f}", *shown)
        browser.close()
    Console().print(table)


def percentile(values: list[float], share: int) -> float:
    """The value that so many of a hundred do not exceed."""
    return sorted(values)[max(0, len(values) * share // 100 - 1)] if values else float("inf")


if __name__ == "__main__":
    main([int(word) for word in sys.argv[1:]] or [5_000, 100_000, 1_000_000])

"""Our page against `geopandas.explore` on the same points: time to build, size, and time until it can be used."""

from __future__ import annotations

import random
import statistics
import sys
import time
from importlib import resources
from pathlib import Path
from tempfile import TemporaryDirectory

import geopandas as gpd
from playwright.sync_api import Browser, Error, Route, sync_playwright
from rich.console import Console
from rich.table import Table

import geo
from geo.earth.position import Position
from geo.record.dates import parse_dates
from geo.record.kinds import FragmentSite
from geo.record.sites import Sites

ROUNDS = 5
PATIENCE_S = 90
LEAFLET = resources.files("js_lib_leaflet") / "static" / "js_lib_leaflet"
JQUERY = "window.$ = window.jQuery = text => { const box = document.createElement('div'); box.innerHTML = text; return [...box.children]; };"
"""All of jQuery that explore's popups use; quicker than the real one."""


def assessment_of(count: int) -> geo.Assessment:
    """Fragment sites with six attributes each, spread over the Caucasus."""
    choose = random.Random(20210402)
    found_on = parse_dates("2021-03-15")
    records = tuple(
        FragmentSite.model_construct(
            id=f"site-{number}",
            name=f"Site {number}",
            note=f"Note {number}, of some length",
            munition="9M723",
            marking=str(number % 97),
            found_on=found_on,
            position=Position(choose.uniform(44, 50), choose.uniform(38, 41), 0.4),
        )
        for number in range(count)
    )
    return geo.assess(Sites("points.geojson", "0" * 64, records))


def frame_of(assessment: geo.Assessment) -> gpd.GeoDataFrame:
    """The same points with the same attributes."""
    frame = assessment.sites.to_geodataframe()
    more = {name: [str(getattr(one, name)) for one in assessment.sites] for name in ("note", "marking")}
    return frame[["id", "name", "munition", "uncertainty_m", "geometry"]].assign(**more)


def serve(route: Route) -> None:
    """What explore loads from the web, from this machine: Leaflet itself, a little jQuery, nothing else."""
    address = route.request.url
    if "leaflet.js" in address:
        route.fulfill(body=(LEAFLET / "leaflet.js").read_bytes(), content_type="text/javascript")
    elif "jquery" in address:
        route.fulfill(body=JQUERY, content_type="text/javascript")
    elif address.startswith("http"):
        route.fulfill(body="", content_type="text/css" if address.endswith("css") else "text/javascript")
    else:
        route.continue_()


def usable_after(browser: Browser, page: Path, maker: str) -> float:
    """Seconds until the page has drawn and answers; infinite if it takes longer than we wait."""
    tab = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
    tab.route("**/*", serve)
    start = time.perf_counter()
    try:
        tab.goto(page.as_uri(), timeout=PATIENCE_S * 1000, wait_until="commit")
        if maker == "ours":
            tab.locator("[data-ready]").wait_for(state="attached", timeout=PATIENCE_S * 1000)
        else:
            tab.wait_for_load_state("load", timeout=PATIENCE_S * 1000)
            if not tab.evaluate("document.querySelectorAll('path.leaflet-interactive').length"):
                raise RuntimeError("explore drew nothing, so nothing was measured")
        tab.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
        return time.perf_counter() - start
    except Error:
        return float("inf")
    finally:
        tab.context.close()


def main(counts: list[int]) -> None:
    """Print a row for each count and maker; explore is left out beyond 100,000 points, which it does not open."""
    table = Table("points", "maker", "build s", "MB", "usable s", box=None)
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=arguments)
        for count in counts:
            assessment = assessment_of(count)
            frame = frame_of(assessment)
            pages = {"ours": Path(folder, "ours.html"), "explore": Path(folder, "explore.html")}
            seconds: dict[str, list[float]] = {"ours": [], "explore": []}
            makers = ["ours", "explore"] if count <= 100_000 else ["ours"]
            for _ in range(ROUNDS):
                for maker in makers:
                    start = time.perf_counter()
                    if maker == "ours":
                        geo.write_map(assessment, pages["ours"], online=False)
                    else:
                        frame.explore(popup=True).save(str(pages["explore"]))
                    seconds[maker].append(time.perf_counter() - start)
            for maker in makers:
                waits = [usable_after(browser, pages[maker], maker)]
                if waits[0] < PATIENCE_S / 10:
                    waits += [usable_after(browser, pages[maker], maker) for _ in range(ROUNDS - 1)]
                size = pages[maker].stat().st_size / 1e6
                usable = f"{statistics.median(waits):.2f}" if waits[0] < PATIENCE_S else f"over {PATIENCE_S}"
                table.add_row(f"{count:,}", maker, f"{statistics.median(seconds[maker]):.2f}", f"{size:.1f}", usable)
        browser.close()
    Console().print(table)


if __name__ == "__main__":
    main([int(word) for word in sys.argv[1:]] or [10_000, 100_000, 1_000_000])

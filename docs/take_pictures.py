"""Takes the pictures of the map that README and docs show: python docs/take_pictures.py."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Literal

from playwright.sync_api import sync_playwright

import geo

VIEWS: tuple[tuple[str, int, int, Literal["light", "dark"]], ...] = (
    ("map", 1440, 900, "light"),
    ("map-dark", 1440, 900, "dark"),
    ("map-phone", 360, 640, "light"),
)
PICTURES = Path(__file__).parent / "pictures"
RECORD = Path(__file__).parent.parent / "sites.geojson"


def take_pictures() -> None:
    """Draw the repository's own record and replace the four pictures."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        page_file = geo.write_map(geo.assess(geo.read_sites(RECORD)), Path(folder, "map.html"))
        arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=arguments)
        for name, width, height, scheme in VIEWS:
            page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=scheme)
            page.context.set_offline(True)
            page.goto(f"{page_file.as_uri()}#id=claim-separation")
            page.wait_for_timeout(1_500)
            page.screenshot(path=PICTURES / f"{name}.png")
        page = browser.new_page(viewport={"width": 703, "height": 1010})  # A4 at 96 dots an inch, without margins
        page.context.set_offline(True)
        page.goto(page_file.as_uri())
        page.locator("[data-ready]").wait_for(state="attached")
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        page.emulate_media(media="print")
        page.wait_for_timeout(1_500)
        page.screenshot(path=PICTURES / "map-print.png")


if __name__ == "__main__":
    take_pictures()

"""`python -m tests.benchmarks.watch`: seconds from a save to the map drawn anew in a browser, by `geo watch`."""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).parent.parent.parent
ROUNDS = 15


def seconds(page: Page, file: Path, text: str, name: str) -> float:
    """From before the file is written until the page with that name has drawn its map."""
    beside = file.with_suffix(".tmp")
    start = time.perf_counter()
    beside.write_text(text, "utf-8")
    beside.replace(file)  # as most editors save
    page.locator("h1", has_text=name).wait_for()
    page.locator("[data-ready]").wait_for()
    return time.perf_counter() - start


def main() -> None:
    """Print the median and the slowest of the rounds."""
    good = (ROOT / "sites.geojson").read_text("utf-8")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        file = Path(shutil.copy(ROOT / "sites.geojson", folder))
        command = [sys.executable, "-m", "geo", "watch", str(file), "--no-open", "--no-tiles"]
        child = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        try:
            assert child.stdout
            browser = playwright.chromium.launch(
                executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
            )
            page = browser.new_page()
            page.goto(child.stdout.readline().split(" ")[0])
            page.locator("[data-ready]").wait_for()
            taken = []
            for number in range(ROUNDS):
                name = f"round {number};"
                taken.append(seconds(page, file, good.replace('"name": "Missile', f'"name": "{name} Missile', 1), name))
        finally:
            child.kill()
            child.wait()
    print(f"from save to page: median {statistics.median(taken):.2f} s, slowest {max(taken):.2f} s, of {ROUNDS}")  # noqa: T201


if __name__ == "__main__":
    main()

"""Every record can be reached on the map in a real browser: by clicks alone and by keys alone, whatever shares its place."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

import geo
from tests.conftest import DATA

SIZES = {
    "desk": {"width": 1440, "height": 900},
    "laptop": {"width": 1024, "height": 700},
    "phone": {"width": 390, "height": 844},
}
SYMBOLS = """() => [...document.querySelectorAll(document.querySelector(".fanned") ? ".marker.fanned-out" : ".marker")].map(e => {
    const box = e.getBoundingClientRect(), at = [box.left + box.width / 2, box.top + box.height / 2];
    const [x, y] = at, free = document.elementFromPoint(x, y);
    return { x, y, name: e.getAttribute("aria-label"), isCounted: e.classList.contains("counted"), isFree: e.contains(free) };
}).filter(one => one.isFree)"""
MOST = 500
"""Clicks or keys after which a record counts as out of reach."""


def write_points(path: Path, points: list[tuple[float, float]]) -> Path:
    """A record for each point, their kinds in turn."""
    kinds = ("fragment_site", "strike_report", "place")
    features = [
        {
            "type": "Feature",
            "id": f"r{number}",
            "geometry": {"type": "Point", "coordinates": at},
            "properties": {"kind": kinds[number % 3], "name": f"Record {number}"},
        }
        for number, at in enumerate(points)
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
    return path


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The pages of the cases."""
    folder = tmp_path_factory.mktemp("crowd")
    files = [Path(shutil.copy(DATA / name, folder)) for name in ("fifty-sites.geojson", "within-5-m.geojson")]
    files.append(write_points(folder / "forty.geojson", [(46.74275, 39.76058)] * 40))
    spread = [(44 + number % 61 / 10, 38 + number % 41 / 20) for number in range(700)]
    files.append(write_points(folder / "many.geojson", [*spread, *[(46.74275, 39.76058)] * 600]))
    return {
        file.stem: geo.write_map(geo.assess(geo.read_sites(file)), file.with_suffix(".html"), online=False) for file in files
    }


def opened(browser: Browser, path: Path, size: str) -> Page:
    """The page without the popups that lie over the map."""
    page = browser.new_context(viewport=SIZES[size], offline=True).new_page()  # type: ignore[arg-type]
    page.goto(path.as_uri())
    page.locator("[data-ready]").wait_for(state="attached")
    page.evaluate("map_chart.openPopup = () => map_chart")
    return page


def chosen(page: Page) -> str | None:
    found: str | None = page.evaluate("new URLSearchParams(location.hash.slice(1)).get('id')")
    return found


def view_of(page: Page) -> Any:
    return page.evaluate("[map_chart.getCenter(), map_chart.getZoom()]")


def show(page: Page, view: Any) -> None:
    page.evaluate("([at, zoom]) => { map_chart.setView(at, zoom, { animate: false }); }", view)


def is_fanned(page: Page) -> bool:
    return page.locator(".fanned").count() == 1


def reached_by_clicks(page: Page, wanted: int) -> set[str | None]:
    """Ids of the records that clicks on symbols choose, counted ones included, at whatever zoom these lead to."""
    reached: set[str | None] = set()
    views, clicks = [view_of(page)], 0

    def untried(tried: set[tuple[Any, ...]]) -> Iterator[dict[str, Any]]:
        """Symbols that can be clicked now; what was chosen changes where they stand."""
        nonlocal clicks
        while clicks < MOST and len(reached) < wanted:
            options = [one for one in page.evaluate(SYMBOLS) if (one["name"], round(one["x"]), round(one["y"])) not in tried]
            if not options:
                return
            one = options[0]
            tried.add((one["name"], round(one["x"]), round(one["y"])))
            clicks += 1
            page.mouse.click(one["x"], one["y"])
            yield one

    while views and len(reached) < wanted:
        view = views.pop()
        show(page, view)
        for one in untried(set()):
            if not one["isCounted"]:
                reached.add(chosen(page))
            elif is_fanned(page):
                reached |= {chosen(page) for inner in untried(set()) if not inner["isCounted"]}
                page.keyboard.press("Escape")
                assert not is_fanned(page)
                show(page, view)  # a fan moves the map where it would reach beyond the view
            else:
                views.append(view_of(page))
                assert views[-1][1] > view[1]
                show(page, view)
    return reached


def active(page: Page) -> dict[str, Any]:
    """The symbol that has the focus."""
    found: dict[str, Any] = page.evaluate(
        """() => { const e = document.activeElement, box = e.getBoundingClientRect();
        const at = [Math.round(box.left), Math.round(box.top)];
        return { name: e.getAttribute("aria-label"), at, isCounted: e.matches(".counted"), isSymbol: e.matches(".marker") }; }"""
    )
    return found


def reached_by_keys(page: Page, wanted: int) -> set[str | None]:
    """Ids of the records that Enter on symbols chooses, from the one Tab stop on."""
    reached: set[str | None] = set()
    views, keys = [view_of(page)], 0

    def walked() -> Iterator[dict[str, Any]]:
        """Each symbol in reading order, after Enter was pressed on it."""
        nonlocal keys
        page.keyboard.press("Home")
        while keys < MOST and len(reached) < wanted:
            one = active(page)
            assert one["isSymbol"]
            page.keyboard.press("Enter")
            yield one
            keys += 1
            before = active(page)
            page.keyboard.press("PageDown")
            if active(page) == before:
                return

    while views and len(reached) < wanted:
        view = views.pop()
        show(page, view)
        page.locator('.marker[tabindex="0"]').focus()
        for one in walked():
            if not one["isCounted"]:
                reached.add(chosen(page))
            elif is_fanned(page):
                reached |= {chosen(page) for inner in walked() if not inner["isCounted"]}
                page.keyboard.press("Escape")
                assert not is_fanned(page)
                show(page, view)  # a fan moves the map where it would reach beyond the view
            else:
                views.append(view_of(page))
                assert views[-1][1] > view[1]
                show(page, view)
    return reached


CASES = [
    ("fifty-sites", 50, "desk"),
    ("fifty-sites", 50, "laptop"),
    ("fifty-sites", 50, "phone"),
    ("within-5-m", 12, "laptop"),
    ("within-5-m", 12, "phone"),
    ("forty", 40, "desk"),
    ("forty", 40, "phone"),
]


@pytest.mark.parametrize(("case", "count", "size"), CASES)
def test_clicks_reach_every_record(browser: Browser, pages: dict[str, Path], case: str, count: int, size: str) -> None:
    """Each symbol that is in sight answers a click with its record, or with symbols of fewer records."""
    assert len(reached_by_clicks(opened(browser, pages[case], size), count)) == count


@pytest.mark.parametrize(("case", "count", "size"), CASES)
def test_keys_reach_every_record(browser: Browser, pages: dict[str, Path], case: str, count: int, size: str) -> None:
    """From one Tab stop the keys lead to every symbol, and Enter opens it."""
    assert len(reached_by_keys(opened(browser, pages[case], size), count)) == count


def test_the_tests_of_reach_can_fail(browser: Browser, pages: dict[str, Path]) -> None:
    """Counted symbols that do not open leave their records out of reach."""
    page = opened(browser, pages["fifty-sites"], "phone")
    page.evaluate(
        """() => addEventListener("click", event => { if (event.target.closest(".counted")) event.stopPropagation(); }, true)"""
    )
    with pytest.raises(AssertionError):
        assert len(reached_by_clicks(page, 50)) == 50

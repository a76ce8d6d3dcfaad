"""Every record can be reached on the map in a real browser: by clicks alone and by keys alone, whatever shares its place."""

import json
import re
import shutil
from collections.abc import Iterator
from functools import partial
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
MOST = 1500
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
def pages(tmp_path_factory: pytest.TempPathFactory, fifty_file: Path) -> dict[str, Path]:
    """The pages of the cases."""
    folder = tmp_path_factory.mktemp("crowd")
    files = [Path(shutil.copy(DATA / "within-5-m.geojson", folder))]
    files.append(write_points(folder / "forty.geojson", [(46.74275, 39.76058)] * 40))
    spread = [(44 + number % 61 / 10, 38 + number % 41 / 20) for number in range(700)]
    files.append(write_points(folder / "many.geojson", [*spread, *[(46.74275, 39.76058)] * 600]))
    return {"fifty-sites": fifty_file} | {
        file.stem: geo.write_map(geo.assess(geo.read_sites(file)), file.with_suffix(".html"), online=False) for file in files
    }


def note(said: list[str], event: Any) -> None:
    said.append(getattr(event, "text", str(event)))


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
                page.keyboard.press("Escape")  # of a card, where one is open
                if is_fanned(page):
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


def leave_card(page: Page, view: Any) -> None:
    """Go back to the symbol, and to the view, since the map moves where controls would cover what is chosen."""
    page.keyboard.press("Escape")
    if not is_fanned(page):
        show(page, view)


def reached_by_keys(page: Page, wanted: int) -> set[str | None]:
    """Ids of the records that Enter on symbols chooses, from the one Tab stop on."""
    reached: set[str | None] = set()
    views, keys = [view_of(page)], 0

    def walked() -> Iterator[dict[str, Any]]:
        """Each symbol in reading order, after Enter was pressed on it."""
        nonlocal keys
        page.keyboard.press("Home")
        one = active(page)
        while keys < MOST and len(reached) < wanted:
            assert one["isSymbol"]
            page.keyboard.press("Enter")
            yield one
            if not one["isCounted"]:
                leave_card(page, view)
            keys += 1
            before = active(page)
            page.keyboard.press("PageDown")
            if (one := active(page)) == before:
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
                page.keyboard.press("Escape")  # of a card, where one is open
                if is_fanned(page):
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


# --- what one spot holds, and what a view holds ---------------------------------------------------------------------------


def test_more_on_one_spot_than_a_spiral_holds(browser: Browser, pages: dict[str, Path]) -> None:
    """Of 600 on one spot the last can be chosen: the spiral ends with a symbol that shows the next ones."""
    page = opened(browser, pages["many"], "desk")
    page.evaluate("() => { map_chart.setView([39.76058, 46.74275], 19, { animate: false }); }")
    symbol = page.get_by_role("button", name="200 fragment sites, 200 strike reports, 200 places: show them")
    symbol.click()
    names: set[str | None] = set()
    for _ in range(6):
        fan = page.locator(".marker.fanned-out")
        names |= set(fan.evaluate_all("all => all.filter(e => !e.matches('.counted')).map(e => e.getAttribute('aria-label'))"))
        if len(names) == 600:
            break
        page.get_by_role("button", name="show the next").click()
    assert len(names) == 600
    assert {name.rsplit(" ", 1)[1] for name in names if name} == {str(number) for number in range(700, 1300)}
    page.keyboard.press("Escape")
    assert page.locator(".marker.fanned-out").count() == 0


def counts_of(page: Page) -> int:
    """How many records all symbols on the map stand for."""
    total: int = page.evaluate(
        """() => [...document.querySelectorAll(".marker")].map(e => e.matches(".counted")
        ? [...e.querySelectorAll("b")].reduce((sum, b) => sum + Number(b.textContent.replaceAll(",", "")), 0) : 1)
        .reduce((sum, count) => sum + count, 0)"""
    )
    return total


def test_counted_squares_stand_for_every_record(browser: Browser, pages: dict[str, Path]) -> None:
    """Of more than 300 in view each is in one symbol; a click on one of these leads closer, until records have their own."""
    page = opened(browser, pages["many"], "desk")
    assert counts_of(page) == 1300
    counted, clicks = page.locator(".marker.counted"), 0
    while counted.count() and not is_fanned(page):
        zoom = page.evaluate("map_chart.getZoom()")
        totals = counted.evaluate_all(
            "all => all.map(e => [...e.querySelectorAll('b')].reduce((sum, b) => sum + Number(b.textContent), 0))"
        )
        counted.nth(totals.index(max(totals))).click()
        clicks += 1
        assert is_fanned(page) or page.evaluate("map_chart.getZoom()") > zoom
    assert 1 < clicks < 9  # through the squares to the fan of those on one spot
    assert page.locator(".marker:not(.counted)").count() > 0
    page.locator(".legend").get_by_label("Places").uncheck()
    page.get_by_role("button", name="Show everything", exact=True).click()
    assert counts_of(page) == 1300 - len([number for number in range(700) if number % 3 == 2]) - 200


PIXELS = """() => [...document.querySelectorAll("canvas")].filter(c => c.width).map(c => [c.style.transform,
    c.getContext("2d").getImageData(0, 0, c.width, c.height).data.reduce((sum, value, at) => (sum * 31 + value * (at % 251)) % 2147483647, 7)]).sort()"""


def test_points_are_drawn_with_and_without_a_worker(browser: Browser, tmp_path: Path) -> None:
    """A page in which no worker can be made draws the same points, and counts the same records; the policy lets the worker run."""
    points = [(44 + number % 613 / 100, 38 + number % 411 / 200) for number in range(11_000)]
    file = write_points(tmp_path / "thousands.geojson", points)
    path = geo.write_map(geo.assess(geo.read_sites(file)), tmp_path / "thousands.html", online=False)
    found = []
    for script in (
        "",
        "delete window.Worker",
        "window.Worker = class { constructor() { setTimeout(() => this.onerror()); } postMessage() {} terminate() {} }",
    ):
        page = browser.new_context(viewport=SIZES["desk"], offline=True).new_page()  # type: ignore[arg-type]
        said: list[str] = []
        page.on("console", partial(note, said))
        page.on("pageerror", partial(note, said))
        page.add_init_script(script or "0")
        page.goto(path.as_uri())
        page.locator("[data-ready]").wait_for(state="attached")
        assert said == []
        assert counts_of(page) == 11_000
        found.append(page.evaluate(PIXELS))
        assert len(page.context.pages[0].workers) == (0 if script else 1)
    assert len(found[0]) > 1
    assert found[0] == found[1] == found[2]


# --- keys and the focus --------------------------------------------------------------------------------------------------


def test_symbols_are_one_tab_stop(browser: Browser, pages: dict[str, Path]) -> None:
    """Arrows move among them, the map stays where it is, what opens takes the focus, and Escape gives it back."""
    page = opened(browser, pages["fifty-sites"], "laptop")
    assert page.locator('.marker[tabindex="0"]').count() == 1
    assert page.locator(".marker, path.leaflet-interactive").evaluate_all("all => all.filter(e => e.tabIndex >= 0).length") == 1
    before = page.evaluate(
        "[map_chart.getCenter(), document.querySelector('#chart').scrollTop, document.querySelector('.folium-map').scrollTop]"
    )
    page.locator('.marker[tabindex="0"]').focus()
    seen = set()
    for key in ("ArrowRight", "ArrowDown", "ArrowLeft", "ArrowUp") * 3:
        page.keyboard.press(key)
        seen.add(active(page)["name"])
    assert len(seen) > 3
    page.keyboard.press("End")
    last = active(page)
    page.keyboard.press("ArrowDown")
    assert active(page) == last
    assert page.locator('.marker[tabindex="0"]').get_attribute("aria-label") == last["name"]
    after = page.evaluate(
        "[map_chart.getCenter(), document.querySelector('#chart').scrollTop, document.querySelector('.folium-map').scrollTop]"
    )
    assert after == before
    totals = "all => all.map(e => [...e.querySelectorAll('b')].reduce((sum, b) => sum + Number(b.textContent), 0))"
    counts = page.locator(".marker.counted").evaluate_all(totals)
    counted = page.locator(".marker.counted").nth(counts.index(min(counts)))
    assert min(counts) <= 14
    name = counted.get_attribute("aria-label")
    counted.focus()
    page.keyboard.press("Enter")
    assert is_fanned(page)
    assert page.evaluate("document.activeElement.matches('.fanned-out')")
    page.keyboard.press("Escape")
    assert not is_fanned(page)
    assert active(page)["name"] == name
    zoom = page.evaluate("map_chart.getZoom()")
    page.keyboard.press("+")
    assert page.evaluate("map_chart.getZoom()") == zoom + 1
    assert active(page)["isSymbol"]


def test_symbols_say_what_they_are(browser: Browser, pages: dict[str, Path]) -> None:
    """A counted symbol is called by its counts, its inside is hidden from screen readers, and each target has 24 pixels."""
    page = opened(browser, pages["fifty-sites"], "phone")
    symbols = page.locator(".marker").all()
    assert len(symbols) > 5
    for symbol in symbols:
        box = symbol.bounding_box()
        assert box
        assert min(box["width"], box["height"]) >= 24
        assert symbol.get_attribute("role") == "button"
        visible = symbol.evaluate(
            "e => [...e.querySelectorAll('span, svg')].filter(one => !one.closest('[aria-hidden=true]')).length"
        )
        assert visible == 0
    counted = page.locator(".marker.counted").first
    rows = [int(text) for text in re.findall(r"\d+", counted.inner_text())]
    name = counted.get_attribute("aria-label") or ""
    assert [int(number) for number in re.findall(r"(\d+) (?:fragment|strike|place)", name)] == rows
    assert name.endswith(": show them")


def test_the_map_says_how_many_names_it_left_out(browser: Browser, pages: dict[str, Path]) -> None:
    """As many as symbols of one record in view stand without a name."""
    for size in SIZES:
        page = opened(browser, pages["fifty-sites"], size)
        for zoom in (0, 1, -1):
            page.evaluate(f"() => {{ map_chart.setZoom(map_chart.getZoom() + {zoom}, {{ animate: false }}); }}")
            page.wait_for_timeout(50)
            single = page.evaluate(
                """() => [...document.querySelectorAll(".marker:not(.counted)")].filter(e => {
                const box = e.getBoundingClientRect(), map = document.querySelector(".folium-map").getBoundingClientRect();
                const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
                return x >= map.left && x <= map.right && y >= map.top && y <= map.bottom; }).length"""
            )
            named = page.evaluate("() => [...document.querySelectorAll('.label.name')].filter(e => e.textContent).length")
            note = page.locator(".hidden-names")
            hidden = int(note.inner_text().split()[0]) if note.is_visible() else 0
            assert hidden == single - named, (size, zoom)

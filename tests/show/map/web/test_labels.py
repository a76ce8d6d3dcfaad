"""The words on the map in a real browser, each where it covers no other, and the view that the map starts with."""

import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

import geo
from tests.show.map.web.test_webmap import SIZES, Opened

BOXES = """() => [...document.querySelectorAll(".label span, .leaflet-control")]
    .map(e => [e.textContent, e.getBoundingClientRect()])
    .filter(([, box]) => box.width && box.height)
    .map(([text, box]) => [text, box.left, box.top, box.right, box.bottom])"""


def covered(page: Page) -> list[tuple[str, str]]:
    """Pairs of words, or of words and a control, of which one lies on the other by more than a pixel."""
    boxes = page.evaluate(BOXES)
    pairs = [(one, other) for number, one in enumerate(boxes) for other in boxes[:number]]
    return [
        (one[0], other[0])
        for one, other in pairs
        if min(one[3], other[3]) - max(one[1], other[1]) > 1 and min(one[4], other[4]) - max(one[2], other[2]) > 1
    ]


def named(page: Page) -> list[str]:
    return [text for text in page.locator(".label.name span").all_inner_texts() if text]


@pytest.mark.parametrize("size", SIZES)
def test_the_sites_of_a_contradiction_are_named(browser: Browser, map_file: Path, size: str) -> None:
    """With the verdict beside them, on a phone too; nothing lies on anything else, at any scale."""
    page = Opened(browser, map_file, size).page
    page.locator("[data-ready]").wait_for()
    assert {"Fragment site 1", "Fragment site 2"} <= set(named(page))
    assert "1,275.6 m" in page.locator(".label.figure.contradicted span").first.inner_text()
    page.locator(".legend summary").click() if size == "phone" else None
    page.locator(".legend").get_by_label("Reported lethal radius").check()
    assert page.get_by_text("not a safe distance").locator("visible=true").count() >= 1
    page.locator(".legend summary").click() if size == "phone" else None
    assert "Shushakend (Shosh)" not in named(page)  # its symbol lies outside of the view
    for zoom in (14, 12, 9, 6, 3, 17):
        page.evaluate(f"map_chart.setZoom({zoom}, {{animate: false}})")
        assert covered(page) == []
    page.locator(".finding").get_by_role("button", name="The Iskander-E has a range of 280 km").click()
    assert covered(page) == []
    assert page.locator(".label.range-label span", has_text="280 km reported range").count() == 1


def test_that_test_can_fail(browser: Browser, map_file: Path) -> None:
    """Were no word to make room for another, they would lie on one another."""
    page = Opened(browser, map_file).page
    page.locator("[data-ready]").wait_for()
    page.evaluate("map_chart.setZoom(13, {animate: false})")
    page.evaluate(
        "() => { Array.prototype.some = () => false; map_chart.fire('relabel'); }"
    )  # nothing is in the way of anything
    assert len(covered(page)) > 3


def write_case(path: Path, **names: str) -> Path:
    """Five sites within a kilometre, one 70 km away, one 1,500 km away, and a claim that is contradicted."""
    spots = {
        "a": (37.584, 48.736),
        "b": (37.586, 48.737),
        "c": (37.589, 48.738),
        "d": (37.581, 48.735),
        "e": (37.583, 48.733),
        "region": (38.4, 49.1),
        "far": (50.7, 39.2),
    }
    features: list[dict[str, Any]] = [
        {
            "type": "Feature",
            "id": one,
            "geometry": {"type": "Point", "coordinates": at},
            "properties": {"kind": "fragment_site", "name": names.get(one, one.upper())},
        }
        for one, at in spots.items()
    ]
    claim = {"kind": "distance_claim", "from": "a", "to": "b", "distance_m": 900, "name": names.get("claim", "A claim")}
    features.append({"type": "Feature", "id": "claim", "geometry": None, "properties": claim})
    collection = {"type": "FeatureCollection", "name": names.get("title", "Title"), "features": features}
    path.write_text(json.dumps(collection), "utf-8")
    return geo.write_map(geo.assess(geo.read_sites(path)), path.with_suffix(".html"))


@pytest.mark.parametrize("size", SIZES)
def test_the_view_starts_with_what_lies_together(browser: Browser, tmp_path: Path, size: str) -> None:
    """What lies far from all others does not set the scale; the panel says so, and shows it on demand."""
    opened = Opened(browser, write_case(tmp_path / "case.geojson"), size)
    page = opened.page
    page.locator("[data-ready]").wait_for()
    assert page.locator(".label.figure span").count() == 1
    note = page.locator(".far")
    assert "2 records lie far from all others, outside of this view: REGION, FAR." in note.inner_text()
    holds = "at => map_chart.getBounds().contains(at)"
    assert not page.evaluate(holds, [39.2, 50.7])
    note.get_by_role("button", name="Show all").click()
    assert page.evaluate(holds, [39.2, 50.7])
    assert page.evaluate(holds, [48.736, 37.584])
    note.get_by_role("button", name="Back to where most lie").click()
    assert not page.evaluate(holds, [39.2, 50.7])
    note.get_by_role("button", name="FAR").click()
    page.locator(".card").get_by_role("heading", name="FAR").wait_for()
    assert opened.said == []


def test_nothing_is_said_where_all_lie_together(browser: Browser, map_file: Path) -> None:
    """The repository's record has no such position."""
    page = Opened(browser, map_file).page
    page.locator("[data-ready]").wait_for()
    assert page.locator(".far").count() == 0


def test_the_drawing_takes_the_room_of_the_panel(browser: Browser, map_file: Path) -> None:
    """Hidden, it gives its room to the map, which is fitted anew, unless the reader has moved it."""
    page = Opened(browser, map_file).page
    page.locator("[data-ready]").wait_for()
    zoom = page.evaluate("map_chart.getZoom()")
    page.get_by_role("button", name="Hide the panel").click()
    assert page.evaluate("map_chart.getZoom()") > zoom
    assert covered(page) == []
    page.get_by_role("button", name="Show the panel").click()
    assert page.evaluate("map_chart.getZoom()") == zoom
    page.evaluate("map_chart.setZoom(13, {animate: false})")
    page.get_by_role("button", name="Hide the panel").click()
    assert page.evaluate("map_chart.getZoom()") == 13


@pytest.mark.parametrize("size", SIZES)
def test_long_names_are_cut(browser: Browser, tmp_path: Path, size: str) -> None:
    """Names of thousands of letters without a blank leave page and map readable, and can be read as a whole on demand."""
    path = write_case(tmp_path / "long.geojson", a="W" * 200, b="Ж" * 2000, claim="c" * 2000, title="Q" * 2000)
    page = Opened(browser, path, size).page
    page.locator("[data-ready]").wait_for()
    assert all(len(name) <= 25 for name in named(page))
    assert size == "phone" or {"W", "Ж"} <= {name[0] for name in named(page) if "…" in name}
    assert covered(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    row = page.locator(".record[data-id=b]")
    title = row.locator(".title")
    assert page.evaluate("e => e.clientHeight < e.scrollHeight", page.locator("h1").element_handle())  # the heading scrolls
    cut = page.evaluate("e => e.offsetHeight", title.element_handle())
    assert cut < 90
    row.get_by_role("button").click()
    assert page.evaluate("e => e.offsetHeight", title.element_handle()) > 3 * cut


def test_claimed_properties_have_units_and_words(browser: Browser, map_file: Path) -> None:
    """The figures of a claim about a property, as a reader says them."""
    page = Opened(browser, map_file).page
    page.locator("[data-ready]").wait_for()
    page.locator("#panel .finding .choose").first.click()
    shown = set()
    for _ in range(page.locator("#panel .items > .finding[data-id]").count()):
        shown.add(page.locator(".card .figures").inner_text())
        page.keyboard.press("n")
    assert {"claimed\n200 m\nlethal radius", "claimed\n280 km\nrange", "claimed\nIskander-M\nmodel variant"} <= shown


def test_words_on_paper(browser: Browser, map_file: Path) -> None:
    """On paper, where there are no controls, both sites are named too, and the view comes back afterwards."""
    page = Opened(browser, map_file).page
    page.locator("[data-ready]").wait_for()
    before = page.evaluate("map_chart.getZoom()")
    page.evaluate("() => { dispatchEvent(new Event('beforeprint')); }")
    assert {"Fragment site 1", "Fragment site 2"} <= set(named(page))
    assert covered(page) == []
    page.evaluate("() => { dispatchEvent(new Event('afterprint')); }")
    assert page.evaluate("map_chart.getZoom()") == before

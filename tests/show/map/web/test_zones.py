"""Reported zones in a real browser: their edges, their sentences, and how they are reached."""

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

import geo
from geo.record.facts import ZONE_SENTENCES
from geo.record.kinds import ZoneType
from tests.conftest import DATA
from tests.show.map.web.test_webmap import SIZES, Opened

DRAWN = 18
"""Three edges of each of the six zones that have a position."""


@pytest.fixture(scope="module")
def zones_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of a file with a zone of each form."""
    found = geo.assess(geo.read_sites(DATA / "good" / "zones.geojson"))
    return geo.write_map(found, tmp_path_factory.mktemp("zones") / "m.html")


@pytest.mark.parametrize("size", SIZES)
def test_zones_have_a_layer_of_their_own(browser: Browser, zones_file: Path, size: str) -> None:
    """They are drawn at the start, at three edges; their box in the legend takes them off the map and out of the lists."""
    opened = Opened(browser, zones_file, size)
    page = opened.page
    for edge in ("certain", "nominal", "possible"):
        assert page.locator(f"path.reported-zone.{edge}").count() == DRAWN // 3
    assert page.locator("path.lethal").count() == 0
    page.locator(".legend").evaluate("legend => { legend.open = true; }")
    assert page.locator(".legend").get_by_text("Reported lethal radius").count() == 0  # the file has none
    box = page.locator(".legend").get_by_label("Zones (7)")
    box.uncheck()
    assert page.locator("path.reported-zone").count() == 0
    assert page.locator("li[data-id=cordon]").count() == 0
    box.check()
    assert page.locator("path.reported-zone").count() == DRAWN
    assert page.locator("li[data-id=cordon]").count() == 1
    assert Axe().run(page).response["violations"] == []
    assert (opened.said, opened.asked) == ([], [])


def test_the_card_of_a_zone(browser: Browser, zones_file: Path) -> None:
    """By keyboard, from the list: what it is, its own sentence, how large it is, on what ground and when."""
    page = Opened(browser, zones_file).page
    page.locator("li[data-id=airspace] button").first.press("Enter")
    card = page.locator(".card")
    card.get_by_text(ZONE_SENTENCES[ZoneType.AIRSPACE]).wait_for()
    text = " ".join(card.inner_text().split())
    for part in (
        "Restricted airspace",
        "1.3 NM, with what is uncertain 2,368.8 to 2,446.4 m",
        "NOTAM W1556/20",
        "expired",
        "2020-09-02",
    ):
        assert part in text
    page.keyboard.press("Escape")
    page.locator("li[data-id=field] button").first.press("Enter")
    card.get_by_text("3.38 km² as reported; at least 2.79 km², at most 4.02 km²").wait_for()
    card.get_by_text("Known to within").wait_for()
    assert "80 m" in card.inner_text()  # how far the edge may be off, and not the circle around the whole zone
    assert "1,663" not in card.inner_text()


def test_zones_are_found_and_counted(browser: Browser, zones_file: Path) -> None:
    """Search lets through the zones with a word, and draws no others; the summary counts them."""
    page = Opened(browser, zones_file).page
    assert "7 zones" in page.locator(".found").inner_text()
    page.locator("input[type=search]").fill("debris field")
    page.locator("li[data-id=cordon]").wait_for(state="detached")
    assert page.locator("li[data-id=field]").count() == 1
    assert page.locator("path.reported-zone").count() == 3


def test_a_zone_opens_from_the_map(browser: Browser, zones_file: Path) -> None:
    """Its symbol is a stop of the keyboard, and opens its card."""
    page = Opened(browser, zones_file).page
    symbol = page.locator(".marker[data-record=around]")
    symbol.focus()
    page.keyboard.press("Enter")
    page.locator(".card").get_by_text(ZONE_SENTENCES[ZoneType.EVACUATION]).wait_for()


def test_words_beside_a_zone(browser: Browser, zones_file: Path) -> None:
    """Where a zone could be taken for a safe distance, the map says that it is none; of what is cleared, that it is not thereby safe."""
    page = Opened(browser, zones_file).page
    page.locator(".tools").get_by_label("Show everything").click()
    words = " | ".join(page.locator(".reported-zone-label").all_inner_texts()).replace("\n", " ")
    assert "Cordon not a safe distance" in words
    assert "Cleared area not thereby safe" in words
    assert words.count("safe") == words.count("not a safe distance") + words.count("not thereby safe")


def test_zones_on_the_timeline(browser: Browser, zones_file: Path) -> None:
    """A zone with a day is listed on it."""
    page = Opened(browser, zones_file).page
    page.locator(".timeline summary").press("Enter")
    row = page.locator(".dated").filter(has_text="W1556/20").filter(has_text="zone, as reported")
    assert "2020-09-02" in row.inner_text()


def test_a_reader_without_scripts_sees_the_zones(zones_file: Path) -> None:
    """Three edges of those in view, each with its sentence, and the sentences below the drawing."""
    page = zones_file.read_text("utf-8")
    still = page[page.index("<noscript") :]
    assert still.count("#6a3d8f") >= 9
    for zone_type in (ZoneType.CORDON, ZoneType.DEBRIS_FIELD, ZoneType.CLEARED):
        assert ZONE_SENTENCES[zone_type] in still


def test_zones_that_are_not_drawn_are_counted(browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond the greatest number, the list says how many the map leaves out."""
    monkeypatch.setattr("geo.show.map.payload.MOST_ZONES", 2)
    found = geo.assess(geo.read_sites(DATA / "good" / "zones.geojson"))
    page = Opened(browser, geo.write_map(found, tmp_path / "m.html")).page
    assert page.locator("path.reported-zone").count() == 6
    page.get_by_text("4 more zones are not drawn.").wait_for()

"""What if, and checking the page, in a real browser."""

import json
import re
import zlib
from base64 import b64decode, b64encode
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

import geo
from tests.conftest import ROOT

from .test_webmap import Opened

NAMES = {"a": "Alpha", "b": "Bravo", "c": "Charlie"}
AT = {"a": (46.70, 39.75), "b": (46.71, 39.75), "c": (46.70, 39.76)}  # Bravo lies 857 m east, Charlie 1,110 m north of Alpha


def pair_claim(name: str, start: str, end: str, kind: str, **properties: Any) -> dict[str, Any]:
    ends = {"kind": kind, "from": start, "to": end, "name": f"Claim {name}"}
    return {"type": "Feature", "id": name, "geometry": None, "properties": {**ends, **properties}}


@pytest.fixture(scope="module")
def triangle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three strikes: a wrong distance, a right one, and a right direction."""
    folder = tmp_path_factory.mktemp("triangle")
    features = [
        {
            "type": "Feature",
            "id": one,
            "geometry": {"type": "Point", "coordinates": list(AT[one])},
            "properties": {"kind": "strike_report", "name": name, "uncertainty_m": 5},
        }
        for one, name in NAMES.items()
    ]
    features += [
        pair_claim("wrong", "a", "b", "distance_claim", distance_m=500),
        pair_claim("right", "a", "c", "distance_claim", distance_m=1110),
        pair_claim("way", "a", "b", "direction_claim", direction="E"),
    ]
    (folder / "triangle.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
    path: Path = geo.write_map(geo.assess(geo.read_sites(folder / "triangle.geojson")), folder / "map.html")
    return path


def opened(browser: Browser, path: Path, claim: str = "wrong") -> tuple[Page, Opened]:
    """The page with the card of a claim, its box of what if open."""
    shown = Opened(browser, path)
    shown.page.locator("[data-ready]").wait_for()
    shown.page.evaluate("id => { location.hash = `#id=${id}` }", claim)
    shown.page.locator(".what-if summary").click()
    shown.page.locator(".what-if-handle").nth(1).wait_for()
    return shown.page, shown


def drag(page: Page, name: str, right: int, down: int) -> None:
    box = page.get_by_role("button", name=f"Move {name}").bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + right / 2, y + down / 2, steps=3)
    page.mouse.move(x + right, y + down, steps=3)


def downloaded(page: Page, name: str) -> bytes:
    with page.expect_download() as waiting:
        page.locator("button", has_text=re.compile(f"^{name}$")).evaluate("button => button.click()")
    return Path(waiting.value.path()).read_bytes()


def shared(page: Page) -> tuple[str, str, bytes]:
    """What others get of a page: its link, its lists, its downloads."""
    rows = page.locator("#panel ul.items > li").all_inner_texts()
    return page.url, "\n".join(rows), downloaded(page, "GeoJSON") + downloaded(page, "CSV")


def verdict(page: Page) -> str:
    return page.locator(".what-if-verdict").inner_text()


def test_an_end_is_dragged_and_nobody_else_sees_it(browser: Browser, triangle: Path) -> None:
    """The verdict follows the end, which stays the same element; link, lists and downloads stay those of the record."""
    page, shown = opened(browser, triangle)
    before = shared(page)
    handle = page.get_by_role("button", name="Move Bravo")
    handle.evaluate("element => { element.dataset.held = 'yes' }")
    assert page.locator(".what-if-banner").is_hidden()
    pixels = page.evaluate(
        """() => [...document.querySelectorAll('.what-if-handle')].map((one) => one.getBoundingClientRect().x)"""
    )
    away = round((pixels[0] - pixels[1]) * 280 / 857)  # 280 m towards Alpha
    drag(page, "Bravo", away, 0)
    page.locator(".what-if-verdict", has_text="contradicted → compatible").wait_for()
    assert handle.get_attribute("data-held") == "yes"
    page.mouse.up()
    page.locator(".what-if-banner").get_by_text("What if: this is not the record.").wait_for()
    assert page.locator("path.what-if-leg").count() == 1
    assert handle.get_attribute("data-held") == "yes"
    assert shared(page) == before
    page.keyboard.press("r")
    page.locator(".what-if-banner").wait_for(state="hidden")
    assert verdict(page) == "contradicted, as in the record"
    assert page.get_by_label("Bravo: latitude, longitude").input_value() == "39.750000, 46.710000"
    assert shown.said == []


def test_the_same_move_turns_other_findings(browser: Browser, triangle: Path) -> None:
    """They are named with their numbers, and a click leads to one, where what is tried is still tried."""
    page, _ = opened(browser, triangle)
    page.get_by_label("Alpha: latitude, longitude").fill("39.75, 46.7075")
    box = page.locator(".what-if")
    box.get_by_text("The same move would turn other findings:").wait_for()
    assert "2 Claim right compatible → contradicted" in " ".join(box.inner_text().split())
    assert "Claim way" not in box.inner_text()
    box.get_by_role("button", name="Claim right").click()
    page.locator(".card h2", has_text="Claim right").wait_for()
    assert page.locator(".what-if-banner").is_visible()
    assert "→ contradicted" in verdict(page)
    page.keyboard.press("Escape")
    page.locator(".what-if-banner").wait_for(state="hidden")
    assert page.locator(".card").is_visible()  # the first Escape goes back to the record, the second one closes the card
    page.keyboard.press("Escape")
    page.locator(".card").wait_for(state="hidden")
    page.locator(".what-if-handle").first.wait_for(state="detached")


def test_figures_and_positions_are_typed(browser: Browser, triangle: Path) -> None:
    """Another figure is judged; nonsense is kept, and the page says what it wants; the nearest place holds."""
    page, _ = opened(browser, triangle)
    figure = page.get_by_label("Claimed, in metres")
    figure.fill("860")
    page.locator(".what-if-verdict", has_text="contradicted → ").wait_for()
    page.get_by_text("contradicted beyond 850 to 870 m").wait_for()
    where = page.get_by_label("Bravo: latitude, longitude")
    for nonsense in ("somewhere", "46.71", "91, 46", "39.75, 181", "39,75, 46,71"):
        where.fill(nonsense)
        page.get_by_role("alert").get_by_text(f"“{nonsense}” is not read; wanted latitude, longitude").wait_for()
        assert verdict(page) == ""  # that of what stood there before is nobody's any longer
        figure.click()
        assert where.input_value() == nonsense
    page.keyboard.press("Escape")
    page.locator(".what-if-verdict", has_text="contradicted, as in the record").wait_for()
    assert (figure.input_value(), where.input_value()) == ("500", "39.750000, 46.710000")
    page.get_by_role("button", name="Bravo: nearest place where it holds").click()
    page.locator(".what-if-verdict", has_text="contradicted → compatible").wait_for()
    lat, lon = map(float, where.input_value().split(","))
    assert (lat, lon) == pytest.approx((39.75, 46.7071), abs=2e-3)


def test_escape_takes_back_what_is_not_read(browser: Browser, triangle: Path) -> None:
    """The first Escape takes nonsense out of a box and leaves the card; in the search, it takes out the text alone."""
    page, _ = opened(browser, triangle)
    figure = page.get_by_label("Claimed, in metres")
    figure.fill("abc")
    page.keyboard.press("Escape")
    assert (figure.input_value(), verdict(page)) == ("500", "contradicted, as in the record")
    search = page.get_by_role("searchbox")
    search.fill("bravo")
    page.keyboard.press("Escape")
    assert search.input_value() == ""
    assert page.locator(".card").is_visible()


def test_an_end_is_moved_by_keys(browser: Browser, triangle: Path) -> None:
    """Arrow keys move the end and not the map, ten times as far with Shift."""
    page, _ = opened(browser, triangle)
    where = page.get_by_label("Bravo: latitude, longitude")
    view = page.url
    handle = page.get_by_role("button", name="Move Bravo")
    handle.focus()
    moves = []
    for key in ("ArrowRight", "Shift+ArrowRight"):
        before = where.input_value()
        page.keyboard.press(key)
        page.wait_for_function("text => document.querySelectorAll('.what-if-row input')[2].value !== text", arg=before)
        moves.append(float(where.input_value().split(",")[1]) - float(before.split(",")[1]))
    assert moves[1] / moves[0] == pytest.approx(10, rel=0.2)
    assert page.url == view


def test_what_is_tried_can_be_read(browser: Browser, triangle: Path) -> None:
    """However near to the other end a record is moved, its name covers no figure."""
    page, _ = opened(browser, triangle)
    start = page.get_by_label("Alpha: latitude, longitude").input_value()
    latitude, longitude = map(float, start.split(","))
    for up, right in ((0.0, 0.001), (0.001, 0.0), (-0.001, 0.0), (0.0005, 0.0005)):
        page.get_by_label("Bravo: latitude, longitude").fill(f"{latitude + up:.6f}, {longitude + right:.6f}")
        page.keyboard.press("Enter")
        page.wait_for_timeout(200)
        words, name = (page.locator(f".{one} span").bounding_box() for one in ("what-if-words", "what-if-name"))
        assert words
        assert name
        assert words["y"] + words["height"] <= name["y"] or name["y"] + name["height"] <= words["y"]


def test_what_is_tried_is_not_printed(browser: Browser, triangle: Path) -> None:
    """On paper nothing of it is left."""
    page, _ = opened(browser, triangle)
    page.get_by_label("Bravo: latitude, longitude").fill("39.75, 46.7075")
    page.locator(".what-if-banner").wait_for()
    page.emulate_media(media="print")
    assert page.locator(".what-if-banner").is_hidden()
    assert page.locator("path.what-if-leg").is_hidden()


def test_the_page_is_checked_and_its_record_saved(browser: Browser, map_file: Path, tmp_path: Path) -> None:
    """An honest page passes and gives the file back byte for byte; a changed coordinate or byte of it does not pass."""
    page = Opened(browser, map_file).page
    page.locator("[data-ready]").wait_for()
    page.get_by_role("button", name="Check this page").click()
    page.locator(".checked").get_by_text("Nothing was found to be changed.").wait_for()
    assert page.locator(".checked .wrong").count() == 0
    assert downloaded(page, "Save the record") == (ROOT / "sites.geojson").read_bytes()
    html = map_file.read_text("utf-8")
    block = re.search(r'(?<=<script type="application/json" id="data" data-coding="deflate")([^>]*>)(.*?)(?=</script>)', html)
    assert block
    shown = zlib.decompress(b64decode(block[2])).decode()
    start = shown.index('"record":{"text":"') + 100
    other = shown[:start] + ("A" if shown[start] != "A" else "B") + shown[start + 1 :]
    moved = re.sub(r'(?<="lat_deg":\[39\.7605)8', "9", shown, count=1)
    assert moved != shown
    for name, text in (("coordinate", moved), ("byte", other)):
        path = tmp_path / f"{name}.html"
        path.write_text(html.replace(block[2], b64encode(zlib.compress(text.encode())).decode()), "utf-8")
        changed = Opened(browser, path).page
        changed.locator("[data-ready]").wait_for()
        changed.get_by_role("button", name="Check this page").click()
        changed.locator(".checked").get_by_text("This page is not as it was written.").wait_for()
        assert changed.locator(".checked .wrong").count() >= 2


def test_a_damaged_page_says_so(browser: Browser, map_file: Path, tmp_path: Path) -> None:
    """Data of which a piece is missing or changed gives a sentence, and no half of a map."""
    html = map_file.read_text("utf-8")
    at = html.index('data-coding="deflate"') + 2000
    path = tmp_path / "damaged.html"
    path.write_text(html[:at] + "AAAA" + html[at + 4 :], "utf-8")
    page = Opened(browser, path, is_whole=False).page
    page.get_by_text("The data in this page cannot be read: it was damaged or changed.").wait_for()

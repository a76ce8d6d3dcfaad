"""The map's tools in a real browser: base maps, search, filters, measuring, links, printing, files, and everyone's access."""

import csv
import io
import json
import re
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

import geo
from geo.earth.geodesy import inverse

from .benchmarks.generate import write_records
from .test_basemap import mbtiles, picture
from .test_browser import SIZES, Opened


class TileServer:
    """Stands in for a tile host on loopback; gives pictures, or 500 while it is broken."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.broken = False
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:  # the library's name
                server.asked.append(self.path)
                self.send_response(500 if server.broken else 200)
                self.send_header("Content-Type", "image/png")
                self.end_headers()
                if not server.broken:
                    self.wfile.write(picture(120))

            def log_message(self, *_: object) -> None:
                pass

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.http.server_port}/{{z}}/{{x}}/{{y}}.png"
        Thread(target=self.http.serve_forever, daemon=True).start()


@pytest.fixture
def tile_server() -> Iterator[TileServer]:
    server = TileServer()
    yield server
    server.http.shutdown()
    server.http.server_close()


@pytest.fixture
def page(browser: Browser, map_file: Path) -> Page:
    return Opened(browser, map_file).page


def choose_record(page: Page, name: str) -> None:
    page.locator("#panel .record").get_by_role("button", name=name).click()
    page.locator(".leaflet-popup-content").get_by_role("heading", name=name).wait_for()


def test_tiles_from_a_host(browser: Browser, tile_server: TileServer, assessment: geo.Assessment, tmp_path: Path) -> None:
    """With a network the tiles are shown, and the page says who learns where one looks."""
    path = geo.write_map(assessment, tmp_path / "m.html", tiles=tile_server.url)
    opened = Opened(browser, path, offline=False)
    opened.page.locator("img.leaflet-tile-loaded").first.wait_for()
    assert opened.page.get_by_text("learns where you look.").is_visible()
    assert all(address.startswith(tile_server.url[:20]) for address in opened.asked)
    assert opened.said == []


def test_a_host_that_fails_gives_way(
    browser: Browser, tile_server: TileServer, assessment: geo.Assessment, tmp_path: Path
) -> None:
    """After the first failures the graticule is left, a sentence says why, and nothing more is asked."""
    tile_server.broken = True
    path = geo.write_map(assessment, tmp_path / "m.html", tiles=tile_server.url)
    page = Opened(browser, path, offline=False).page
    page.get_by_text("could not be reached.").wait_for()
    page.wait_for_timeout(300)
    asked = len(tile_server.asked)
    page.get_by_role("button", name="Zoom in").click()
    page.wait_for_timeout(500)
    assert len(tile_server.asked) == asked
    assert page.get_by_label("Graticule alone").is_checked()
    assert page.locator(".graticule-line").count() > 4


def test_nothing_is_asked_without_a_network(
    browser: Browser, tile_server: TileServer, assessment: geo.Assessment, tmp_path: Path
) -> None:
    """While the browser is offline no tile is asked for, not even when one asks for them."""
    path = geo.write_map(assessment, tmp_path / "m.html", tiles=tile_server.url)
    opened = Opened(browser, path)
    opened.page.locator(".legend").get_by_label("127.0.0.1").click()
    opened.page.get_by_text("There is no network now.").wait_for()
    assert (opened.asked, tile_server.asked) == ([], [])


def test_openstreetmap_is_not_offered_to_a_page_on_a_disk(page: Page) -> None:
    """Its servers refuse a page without a referrer with pictures that say so."""
    assert page.locator(".legend").get_by_label("Imagery").count() == 1
    assert page.locator(".legend").get_by_label("OpenStreetMap").count() == 0


def test_tiles_in_the_page(browser: Browser, assessment: geo.Assessment, tmp_path: Path) -> None:
    """Embedded pictures are shown without a network."""
    path = geo.write_map(
        assessment,
        tmp_path / "m.html",
        tiles=str(mbtiles(tmp_path / "town<img src=x onerror=window.pwned=1>${1}{{7*191}}.mbtiles", range(12, 16))),
    )
    opened = Opened(browser, path)
    opened.page.locator("img.leaflet-tile[src^='data:image/png']").first.wait_for(state="attached")
    assert opened.page.locator(".legend").get_by_label("town<img src=x onerror=window.pwned=1>${1}{{7*191}}").is_checked()
    assert opened.page.evaluate("window.pwned") is None
    assert (opened.said, opened.asked) == ([], [])


def test_tiles_for_closer_views_are_bounded(browser: Browser, assessment: geo.Assessment, tmp_path: Path) -> None:
    """Far below the smallest embedded zoom no tile is drawn, the page says so and answers, and the tiles come back."""
    tiles = mbtiles(tmp_path / "town.mbtiles", range(12, 13))
    opened = Opened(browser, geo.write_map(assessment, tmp_path / "m.html", tiles=str(tiles)))
    page, note = opened.page, opened.page.locator(".legend .note")
    pictures = page.locator(".leaflet-tile-pane img")
    page.locator("[data-ready]").wait_for()
    page.set_default_timeout(20_000)
    for zoom in (14, 12, 11, 10):
        page.evaluate(f"map_chart.setZoom({zoom}, {{animate: false}})")
        page.wait_for_timeout(100)
        assert 0 < pictures.count() < 1_000
        assert note.inner_text() == ""
    for zoom in (9, 5, 0):
        page.evaluate(f"map_chart.setZoom({zoom}, {{animate: false}})")
        assert page.evaluate("map_chart.getZoom()") == zoom
        page.wait_for_timeout(100)
        assert pictures.count() == 0
        assert note.inner_text() == "The tiles in this page are for closer views: zoom in to see them."
    page.get_by_role("button", name="Show everything").click()
    page.locator("img.leaflet-tile[src^='data:image/png']").first.wait_for(state="attached")
    assert note.inner_text() == ""
    assert (opened.said, opened.asked) == ([], [])


def test_search_and_filters(page: Page) -> None:
    """Words, verdicts and days hide what they do not let through, on the map and in the panel."""
    page.get_by_text("Search, filter, measure, download").click()
    page.get_by_label("Search by name or id").fill("fragment site 2")
    page.locator(".record[data-id='fragment-site-1']").wait_for(state="detached")
    assert page.locator(".marker").count() == 1
    page.get_by_label("Search by name or id").fill("")
    page.locator(".record[data-id='fragment-site-1']").wait_for()
    page.locator(".controls").get_by_label("contradicted").uncheck()
    assert page.locator(".finding.contradicted").count() == 0
    assert page.locator("path.measured").count() == 0
    page.locator(".controls").get_by_label("contradicted").check()
    slider = page.get_by_role("slider")
    slider.focus()
    slider.press("Home")
    assert slider.get_attribute("aria-valuetext") == "7 November 2020"
    assert page.locator(".record[data-id='fragment-site-1']").count() == 0
    assert page.locator(".record[data-id='strike-1']").count() == 1  # without a date
    assert page.get_by_text("records without a date stay").is_visible()
    assert page.locator(".source[data-id='apa-2021-04-02']").count() == 0
    slider.press("End")
    assert slider.get_attribute("aria-valuetext") == "17 April 2021"  # the last day of the timeline: a source's
    assert page.locator(".record[data-id='fragment-site-1']").count() == 1
    assert page.locator(".source[data-id='republic-underground-2021-04-17']").count() == 1


def test_measuring_between_records_by_keyboard(page: Page) -> None:
    """The same figure as `geo distance`."""
    page.get_by_text("Search, filter, measure, download").click()
    page.get_by_label("From: id of a record").fill("fragment-site-1")
    page.get_by_label("To: id of a record").fill("fragment-site-2")
    assert page.locator(".answer").text_content() == "1,275.6 m at 104.4°"


def test_measuring_by_hand(page: Page) -> None:
    """Clicks on two places measure the geodesic between them, to the millimetre."""
    page.get_by_role("button", name="Measure on the ellipsoid").click()
    page.evaluate("map_chart.on('click', e => (window.clicked ??= []).push([e.latlng.lng, e.latlng.lat]))")
    chart = page.locator(".folium-map")
    places = [(300, 600), (700, 650)]
    for x, y in places:
        chart.click(position={"x": x, "y": y})
    said = page.locator(".status span").first.text_content() or ""
    found = re.search(r"\(([\d.]+) m\)", said)
    assert found
    corners = page.evaluate("window.clicked")
    assert float(found[1]) == pytest.approx(inverse(*corners[0], *corners[1])[0], abs=1e-3)
    page.keyboard.press("Escape")
    assert page.locator(".ruler").count() == 0


def test_the_place_under_the_cursor(page: Page) -> None:
    """Coordinates, grid, and the distance from the record that was chosen."""
    choose_record(page, "Fragment site 1")
    page.locator(".leaflet-popup-close-button").click()
    page.mouse.move(1000, 700)
    said = page.locator(".status span").nth(1).text_content() or ""
    assert re.search(
        r"39°4\d′\d\d\.\d″N 46°4\d′\d\d\.\d″E  ·  38S PK \d{5} \d{5}  ·  [\d,.]+ m at [\d.]+° from Fragment site 1", said
    )


def test_a_popup_has_every_form(page: Page) -> None:
    """As published, decimal, degrees, UTM and MGRS, each with a button, and competing identifications side by side."""
    choose_record(page, "Fragment site 1")
    text = page.locator(".leaflet-popup-content").inner_text()
    for form in (
        "39°45'38.10\"N 46°44'33.90\"E",
        "39.760583, 46.742750",
        "39°45′38.10″N 46°44′33.90″E",
        "38 north 649283 E 4402637 N",
        "38S PK 49283 02637",
    ):
        assert form in text
    assert page.locator(".leaflet-popup-content .copy").count() == 5
    assert "Iskander-M" in text
    assert "Iskander-E" in text


def test_copying(browser: Browser, map_file: Path) -> None:
    """A button puts the text on the clipboard, and says so."""
    page = Opened(browser, map_file).page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    choose_record(page, "Fragment site 1")
    button = page.get_by_role("button", name="Copy MGRS").first
    button.evaluate(  # watched from before the click: however short the word is shown, it is seen
        """button => { window.words = [button.textContent];
        new MutationObserver(() => window.words.push(button.textContent)).observe(button, { childList: true, characterData: true, subtree: true }); }"""
    )
    page.bring_to_front()  # a page in the background may not write
    button.click()
    # not wait_for_function, which the policy of the page forbids as soon as it has to wait
    page.evaluate("new Promise(done => { (function look() { window.words.length > 1 ? done() : setTimeout(look, 20); })(); })")
    assert page.evaluate("window.words.slice(0, 2)") == ["Copy", "Copied"]
    assert page.evaluate("navigator.clipboard.readText()") == "38S PK 49283 02637"


def test_a_link_shows_the_same(browser: Browser, map_file: Path, page: Page) -> None:
    """View, layers and the chosen record travel in the address; nonsense there does no harm."""
    choose_record(page, "Fragment site 2")
    page.locator(".legend").get_by_label("Uncertainty").uncheck()
    address = page.url
    other = Opened(browser, map_file).page
    other.goto(address)
    other.reload()
    other.locator(".leaflet-popup-content").get_by_role("heading", name="Fragment site 2").wait_for()
    assert other.locator("path.uncertainty").count() == 0
    opened = Opened(browser, map_file)
    opened.page.goto(f"{map_file.as_uri()}#map=99/x/<b>&off=toString,__proto__&id=%3Cimg%20src=x%3E&day=never")
    opened.page.reload()
    opened.page.locator("[data-ready]").wait_for()
    assert opened.said == []


def test_files(page: Page) -> None:
    """The embedded data as GeoJSON and as CSV, in which no cell is a formula."""
    page.get_by_text("Search, filter, measure, download").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="GeoJSON").click()
    collection = json.loads(download.value.path().read_text("utf-8"))
    features = {feature["id"]: feature for feature in collection["features"]}
    assert features["fragment-site-1"]["geometry"]["coordinates"] == pytest.approx([46.74275, 39.76058333])
    assert features["strike-2020-11-07"]["geometry"] is None
    assert download.value.suggested_filename == "sites.geojson"
    with page.expect_download() as download:
        page.get_by_role("button", name="CSV").click()
    rows = list(csv.DictReader(io.StringIO(download.value.path().read_bytes().decode("utf-8"))))
    assert len(rows) == 8
    assert rows[0]["published_coordinates"] == "39°45'38.10\"N 46°44'33.90\"E"


def test_printed_on_one_page(page: Page, tmp_path: Path) -> None:
    """A4, with the map, the findings and the origin of the data."""
    path = tmp_path / "map.pdf"
    page.pdf(path=path, prefer_css_page_size=True)
    data = path.read_bytes()
    assert len(re.findall(rb"/Type\s*/Page\b", data)) == 1


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everyone_can_use_it(browser: Browser, map_file: Path, size: str, scheme: str) -> None:
    """axe-core finds nothing serious or critical, in the page and in a popup."""
    page = Opened(browser, map_file, size, scheme=scheme).page
    choose_record(page, "Fragment site 1")
    page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
    page.wait_for_timeout(300)
    found = Axe().run(page).response["violations"]
    assert [f"{one['id']}: {one['nodes'][0]['html'][:120]}" for one in found if one["impact"] in ("serious", "critical")] == []


def test_the_access_test_can_fail(browser: Browser, tmp_path: Path) -> None:
    """A picture without words is found."""
    path = tmp_path / "x.html"
    path.write_text("<html><body><main><img src='data:,'></main></body></html>")
    found = Axe().run(Opened(browser, path).page).response["violations"]
    assert any(one["impact"] in ("serious", "critical") for one in found)


def test_every_control_by_keyboard(page: Page) -> None:
    """Tab reaches every button, box and link that can be seen, and Enter on a marker opens its popup."""
    wanted = page.evaluate(
        """() => [...document.querySelectorAll("button, input, a[href], summary, [tabindex='0']")]
        .filter(e => e.checkVisibility() && e.tabIndex >= 0).length"""
    )
    reached = set()
    for _ in range(wanted * 2):
        page.keyboard.press("Tab")
        reached.add(
            page.evaluate(
                "(() => { const e = document.activeElement; e.dataset.seen ??= Math.random(); return e.dataset.seen; })()"
            )
        )
    radios = page.locator(".legend input[type=radio]").count()
    assert len(reached - {None}) >= wanted - radios  # a group of radio buttons is one stop
    page.locator(".marker[title='Strike report: Alleged missile strike 1']").focus()
    page.keyboard.press("Enter")
    page.locator(".leaflet-popup-content").get_by_role("heading", name="Alleged missile strike 1").wait_for()


def test_a_large_file(browser: Browser, tmp_path: Path) -> None:
    """Thousands of records: counted at first, full detail where few lie in view, popups from both, and a note on what is left out."""
    write_records(tmp_path / "many.geojson", 8_000)
    path = geo.write_map(geo.assess(geo.read_sites(tmp_path / "many.geojson")), tmp_path / "many.html")
    assert 'data-coding="deflate"' in path.read_text("utf-8")
    opened = Opened(browser, path)
    page = opened.page
    page.locator("[data-ready]").wait_for(state="attached")
    assert page.get_by_text("6,000 records: names, zones and the lines of claims appear where at most 300").is_visible()
    assert page.locator(".marker.counted").count() > 3
    drawn = "[...document.querySelectorAll('canvas')].some(c => c.getContext('2d').getImageData(0, 0, c.width, c.height).data.some(v => v))"
    assert page.evaluate(drawn)
    page.locator("#panel .finding .choose").first.click()
    page.locator(".leaflet-popup-content").get_by_text("The positions lie").wait_for()
    assert page.locator("path.measured").count() >= 1
    assert 2 <= page.locator(".marker").count() <= 300
    page.get_by_role("button", name="Show everything").click()
    page.locator(".marker.counted").nth(3).wait_for()
    page.evaluate("map_chart.closePopup()")
    page.locator(".leaflet-popup").wait_for(state="detached")
    page.evaluate(
        """() => { const at = map_chart.latLngToContainerPoint([40.999, 49.999]);
        for (let x = 0; x < 800 && !document.querySelector('.leaflet-popup'); x += 8)
          map_chart.fire('click', { containerPoint: L.point(at.x - x, at.y + 60), latlng: map_chart.getCenter() }); }"""
    )
    page.locator(".leaflet-popup-content").get_by_text("Known to within").wait_for()
    page.get_by_role("button", name="Show more").first.click()
    assert page.locator("#panel .finding").count() == 200
    assert (opened.said, opened.asked) == ([], [])

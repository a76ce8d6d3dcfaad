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
from playwright.sync_api import Browser, Page, Route

import geo
from geo.earth.geodesy import inverse
from geo.record.kinds import Source
from tests.benchmarks.generate import write_records
from tests.show.map.test_basemap import mbtiles, picture
from tests.show.map.web.test_webmap import SIZES, Opened


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
    page.locator(".card").get_by_role("heading", name=name).wait_for()


class Hosts:
    """Answers for all hosts of the web in a browser's context, and keeps what they were asked."""

    def __init__(self, page: Page) -> None:
        self.asked: list[str] = []
        page.context.route(re.compile("^https?:"), self._answer)

    def _answer(self, route: Route) -> None:
        self.asked.append(route.request.url)
        route.fulfill(body=picture(120), content_type="image/png")


def open_with_hosts(browser: Browser, address: str) -> tuple[Page, Hosts]:
    """A page in a browser that has a network, all of whose hosts answer with a grey tile."""
    page = browser.new_context(viewport=SIZES["desk"]).new_page()  # type: ignore[arg-type]
    hosts = Hosts(page)
    page.goto(address)
    page.locator("[data-ready]").wait_for()
    return page, hosts


def move_about(page: Page) -> None:
    """Everything that a reader does without choosing a base map: zoom, pan, fold, choose, filter, print."""
    page.get_by_role("button", name="Zoom in").click()
    page.locator(".leaflet-container").press("ArrowLeft")
    page.get_by_role("button", name="Hide the panel").click()
    page.get_by_role("button", name="Show the panel").click()
    page.locator("#panel button.choose").first.click()
    page.locator(".legend").get_by_label("Places").click()
    page.emulate_media(media="print")
    page.emulate_media(media="screen")
    page.wait_for_timeout(300)


@pytest.mark.parametrize("tiles", [None, "topo", "imagery", "osm", "https://example.org/{z}/{x}/{y}.png"])
def test_no_host_is_asked_before_a_base_map_is_chosen(
    browser: Browser, assessment: geo.Assessment, tiles: str | None, tmp_path: Path
) -> None:
    """A page with a network asks no host for anything, whatever else its reader does and whichever tiles it was made with."""
    page, hosts = open_with_hosts(browser, geo.write_map(assessment, tmp_path / "m.html", tiles=tiles).as_uri())
    assert page.get_by_label("Graticule alone").is_checked()
    move_about(page)
    assert hosts.asked == []
    assert page.get_by_label("Graticule alone").is_checked()


def test_that_test_can_fail(browser: Browser, map_file: Path) -> None:
    """The click on a base map is what asks its host, and that is seen."""
    page, hosts = open_with_hosts(browser, map_file.as_uri())
    page.get_by_label(re.compile("^Imagery")).click()
    page.locator("img.leaflet-tile-loaded").first.wait_for()
    assert {address.split("/")[2] for address in hosts.asked} == {"server.arcgisonline.com"}


def test_each_host_says_that_it_will_be_asked(page: Page) -> None:
    """Beside each base map of a host stands, before the choice, which host learns where the reader looks."""
    texts = page.locator(".basemaps label").all_inner_texts()
    assert texts[0] == "Graticule alone"
    hosted = [text for text in texts if text.startswith(("Topographic", "Imagery"))]
    assert len(hosted) == 2
    assert all("server.arcgisonline.com" in text for text in hosted)
    assert "A host that you choose learns where you look." in page.locator(".basemaps").inner_text()


def test_a_base_map_is_in_the_link_only_if_asked(browser: Browser, map_file: Path) -> None:
    """The choice of a base map stays out of the link until "Keep in the link" is ticked; with it, the link shows that map."""
    page, hosts = open_with_hosts(browser, map_file.as_uri())
    page.get_by_label(re.compile("^Topographic")).click()
    assert "base=" not in page.url
    page.reload()
    page.locator("[data-ready]").wait_for()
    assert page.get_by_label("Graticule alone").is_checked()
    page.get_by_label(re.compile("^Topographic")).click()
    page.get_by_label("Keep in the link").check()
    assert "base=topo" in page.url
    other, hosts = open_with_hosts(browser, page.url)
    other.locator("img.leaflet-tile-loaded").first.wait_for()
    assert hosts.asked
    assert other.get_by_label(re.compile("^Topographic")).is_checked()
    assert other.get_by_label("Keep in the link").is_checked()
    other.get_by_label("Keep in the link").uncheck()
    assert "base=" not in other.url
    elsewhere, hosts = open_with_hosts(browser, f"{map_file.as_uri()}#base=https://example.org")
    assert elsewhere.get_by_label("Graticule alone").is_checked()
    assert hosts.asked == []


def test_tiles_from_a_host(browser: Browser, tile_server: TileServer, assessment: geo.Assessment, tmp_path: Path) -> None:
    """With a network the tiles of the chosen host are shown, and no other host is asked."""
    path = geo.write_map(assessment, tmp_path / "m.html", tiles=tile_server.url)
    opened = Opened(browser, path, offline=False)
    opened.page.locator(".legend").get_by_label("127.0.0.1").click()
    opened.page.locator("img.leaflet-tile-loaded").first.wait_for()
    assert all(address.startswith(tile_server.url[:20]) for address in opened.asked)
    assert opened.said == []


def test_a_host_that_fails_gives_way(
    browser: Browser, tile_server: TileServer, assessment: geo.Assessment, tmp_path: Path
) -> None:
    """After the first failures the graticule is left, a sentence says why, and nothing more is asked."""
    tile_server.broken = True
    path = geo.write_map(assessment, tmp_path / "m.html", tiles=tile_server.url)
    page = Opened(browser, path, offline=False).page
    page.locator(".legend").get_by_label("127.0.0.1").click()
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


def test_openstreetmap_is_not_offered_beside_others_on_a_disk(page: Page) -> None:
    """Its servers refuse such a page, and other maps are there; a link to it shows the graticule."""
    assert page.get_by_label(re.compile("^Imagery")).count() == 1
    assert page.get_by_label(re.compile("^OpenStreetMap")).count() == 0


@pytest.mark.parametrize("tiles", ["osm", "https://A.Tile.OpenStreetMap.ORG./{z}/{x}/{y}.png"])
def test_openstreetmap_on_a_disk_says_why_there_is_no_map(
    browser: Browser, assessment: geo.Assessment, tiles: str, tmp_path: Path
) -> None:
    """OpenStreetMap cannot be chosen in a page opened from a disk, which says why, and a link to it asks nothing either."""
    path = geo.write_map(assessment, tmp_path / "m.html", tiles=tiles)
    page, hosts = open_with_hosts(browser, f"{path.as_uri()}#base=osm")
    choice = page.get_by_label(re.compile("^OpenStreetMap"))
    assert choice.is_disabled()
    assert "refuses pages opened from a disk" in page.locator(".basemaps label", has=choice).inner_text()
    assert page.get_by_label("Graticule alone").is_checked()
    assert hosts.asked == []


def test_openstreetmap_is_shown_by_a_page_that_is_served(browser: Browser, assessment: geo.Assessment) -> None:
    """A page that came over HTTP offers OpenStreetMap, tells it its address as the referrer and names its contributors."""
    page = browser.new_context(viewport=SIZES["desk"]).new_page()  # type: ignore[arg-type]
    referrers: list[str | None] = []

    def answer(route: Route) -> None:
        if route.request.url.startswith("https://tile."):
            referrers.append(route.request.headers.get("referer"))
            route.fulfill(body=picture(120), content_type="image/png")
        else:
            route.fulfill(body=str(geo.draw_map(assessment, tiles="osm").get_root().render()), content_type="text/html")

    page.context.route(re.compile("^https?:"), answer)
    page.goto("https://sites.example/")
    page.get_by_label(re.compile("^OpenStreetMap")).click()
    page.locator("img.leaflet-tile-loaded").first.wait_for()
    assert set(referrers) == {"https://sites.example/"}
    assert "© OpenStreetMap contributors" in page.locator(".leaflet-control-attribution").inner_text()


@pytest.mark.parametrize("status", [None, 503], ids=["nobody there", "refused"])
def test_a_host_that_does_not_answer_is_asked_little(browser: Browser, map_file: Path, status: int | None) -> None:
    """After the first few failed tiles the page stops, says so, and tries again when the reader asks for it."""
    page = browser.new_context(viewport=SIZES["desk"]).new_page()  # type: ignore[arg-type]
    asked: list[str] = []
    works = False

    def answer(route: Route) -> None:
        asked.append(route.request.url)
        if works:
            route.fulfill(body=picture(120), content_type="image/png")
        elif status:
            route.fulfill(status=status, body="")
        else:
            route.abort("connectionrefused")

    page.context.route(re.compile("^https?:"), answer)
    page.goto(map_file.as_uri())
    page.locator("[data-ready]").wait_for()
    page.get_by_label(re.compile("^Imagery")).click()
    page.get_by_text("server.arcgisonline.com could not be reached.").wait_for()
    page.wait_for_timeout(300)
    assert 0 < len(asked) <= 4
    assert page.get_by_label("Graticule alone").is_checked()
    works = True
    page.get_by_role("button", name="Try again").click()
    page.locator("img.leaflet-tile-loaded").nth(8).wait_for()
    assert page.get_by_label(re.compile("^Imagery")).is_checked()
    assert page.get_by_text("could not be reached").count() == 0
    assert len(asked) > 12


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
    page.get_by_role("button", name="Show everything", exact=True).click()
    page.locator("img.leaflet-tile[src^='data:image/png']").first.wait_for(state="attached")
    assert note.inner_text() == ""
    assert (opened.said, opened.asked) == ([], [])


def test_search_and_filters(page: Page) -> None:
    """Words, verdicts and days hide what they do not let through, on the map and in the panel."""
    search = page.get_by_role("searchbox")
    search.fill("fragment-site-2")
    page.locator(".record[data-id='fragment-site-1']").wait_for(state="detached")
    assert page.locator(".marker").count() == 1
    assert page.locator(".shown").inner_text().startswith("Shown: 1 of 8 records and ")
    search.fill("nowhere in it")
    page.get_by_text("Nothing found for “nowhere in it”.").wait_for()
    search.fill("")
    page.locator(".record[data-id='fragment-site-1']").wait_for()
    page.get_by_role("button", name="2 may hold").click()
    assert page.locator(".items > .finding.contradicted").count() == 0
    assert page.locator("path.measured").count() == 0
    page.get_by_role("button", name="Show everything again").click()
    assert page.locator("path.measured").count() == 2
    page.get_by_text("Day, measure, download").click()
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
    page.get_by_text("Day, measure, download").click()
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
    page.mouse.move(1000, 700)
    said = page.locator(".status span").nth(1).text_content() or ""
    assert re.search(
        r"39°4\d′\d\d\.\d″N 46°4\d′\d\d\.\d″E  ·  38S PK \d{5} \d{5}  ·  [\d,.]+ m at [\d.]+° from Fragment site 1", said
    )


def test_a_card_has_every_form(page: Page) -> None:
    """As published, decimal, degrees, UTM and MGRS, each with a button, and competing identifications side by side."""
    choose_record(page, "Fragment site 1")
    text = page.locator(".card").inner_text()
    for form in (
        "39°45'38.10\"N 46°44'33.90\"E",
        "39.760583, 46.742750",
        "39°45′38.10″N 46°44′33.90″E",
        "38N 649283 4402637",
        "38S PK 49283 02637",
    ):
        assert form in text
    assert page.locator(".card .copy").count() == 5
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
    page.locator(".legend").get_by_label("Reported lethal radius").check()
    page.get_by_role("searchbox").fill("fragment")
    page.get_by_text(re.compile("^Shown: ")).wait_for()
    address = page.url
    other = Opened(browser, map_file).page
    other.goto(address)
    other.reload()
    other.locator(".card").get_by_role("heading", name="Fragment site 2").wait_for()
    assert other.locator(".legend").get_by_label("Reported lethal radius").is_checked()
    assert other.get_by_role("searchbox").input_value() == "fragment"
    other.evaluate("location.hash = '#id=claim-separation&without=untestable'")
    other.locator(".card").get_by_role("heading", name="The fragments lay 780 m apart").wait_for()
    assert other.locator(".items > .finding.untestable").count() == 0
    assert not other.locator(".legend").get_by_label("Reported lethal radius").is_checked()
    opened = Opened(browser, map_file)
    opened.page.goto(f"{map_file.as_uri()}#map=99/x/<b>&off=toString,__proto__&id=%3Cimg%20src=x%3E&day=never")
    opened.page.reload()
    opened.page.locator("[data-ready]").wait_for()
    assert opened.said == []


def test_files(page: Page) -> None:
    """The embedded data as GeoJSON and as CSV, in which no cell is a formula."""
    page.get_by_text("Day, measure, download").click()
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


def test_paper_has_all_that_the_filters_show(page: Page, tmp_path: Path, assessment: geo.Assessment) -> None:
    """Every finding with the number of the screen, every record and source, the method; with a filter, what it leaves, and a word on it."""
    path = tmp_path / "map.pdf"
    page.pdf(path=path, prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", path.read_bytes())) in range(2, 9)
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    paper = page.locator("#paper")
    shown = paper.text_content() or ""
    for finding in assessment.findings:
        assert assessment.sites[finding.claim].label in shown
        assert finding.explanation in shown
    rows = page.locator("#panel .items > .finding")
    on_screen = [(row.locator(".badge").inner_text(), row.locator(".title").inner_text()) for row in rows.all()]
    on_paper = page.evaluate(
        "[...document.querySelectorAll('#paper .finding')].map(e => [String(e.value), e.querySelector('h3').textContent])"
    )
    assert [tuple(one) for one in on_paper] == on_screen
    for record in assessment.sites:
        assert (record.title if isinstance(record, Source) else record.label) in shown
    assert paper.get_by_text("A verdict is about published figures").count() == 1
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert paper.count() == 0
    page.get_by_role("button", name="2 are contradicted").click()
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert paper.locator(".finding").count() == 2
    assert "The filters leave 2 of" in (paper.text_content() or "")


def test_without_scripts_the_findings_stand_in_the_page(browser: Browser, map_file: Path, assessment: geo.Assessment) -> None:
    """Summary, a drawing with the sites and the line between them, every finding, and the method."""
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(map_file.as_uri())
    still = page.locator(".still")
    assert "2 are contradicted" in still.inner_text()
    for finding in assessment.findings:
        assert finding.explanation in still.inner_text()
    assert still.locator("svg text", has_text="Fragment site 1").is_visible()
    assert still.locator("svg path[stroke='#b01e2e']").count() == 2
    assert not page.locator("#chart, #fold").first.is_visible()


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everyone_can_use_it(browser: Browser, map_file: Path, size: str, scheme: str) -> None:
    """axe-core finds nothing serious or critical, in the page and in a card."""
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
    """Tab reaches every button, box and link that can be seen, and Enter on a marker opens its card."""
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
    page.locator(".card").get_by_role("heading", name="Alleged missile strike 1").wait_for()


def test_a_large_file(browser: Browser, tmp_path: Path) -> None:
    """Thousands of records: counted at first, full detail where few lie in view, popups from both, and a note on what is left out."""
    write_records(tmp_path / "many.geojson", 8_000)
    path = geo.write_map(geo.assess(geo.read_sites(tmp_path / "many.geojson")), tmp_path / "many.html")
    assert 'data-coding="deflate"' in path.read_text("utf-8")
    opened = Opened(browser, path)
    page = opened.page
    page.locator("[data-ready]").wait_for(state="attached")
    assert page.get_by_text("6,000 records: names and zones appear where at most 300").is_visible()
    assert page.locator(".marker.counted").count() > 3
    drawn = "[...document.querySelectorAll('canvas')].some(c => c.getContext('2d').getImageData(0, 0, c.width, c.height).data.some(v => v))"
    assert page.evaluate(drawn)
    page.locator(".items .finding .choose").first.click()
    page.locator(".card").get_by_text("The positions lie").wait_for()
    assert page.locator("path.measured").count() >= 1
    assert 2 <= page.locator(".marker").count() <= 300
    page.get_by_role("button", name="Show everything", exact=True).click()
    page.locator(".marker.counted").nth(3).wait_for()
    found = Axe().run(page).response["violations"]  # counts step back, and can be read all the same
    assert [one["id"] for one in found] == []
    page.keyboard.press("Escape")
    page.locator(".card").wait_for(state="hidden")
    page.evaluate(
        """() => { const at = map_chart.latLngToContainerPoint([40.999, 49.999]);
        for (let x = 0; x < 800 && document.querySelector('.card').hidden; x += 8)
          map_chart.fire('click', { containerPoint: L.point(at.x - x, at.y + 60), latlng: map_chart.getCenter() }); }"""
    )
    page.locator(".card").get_by_text("Known to within").wait_for()
    page.get_by_role("button", name="Show more").first.click()
    assert page.locator("#panel > section:not(.card) .finding").count() == 200
    assert (opened.said, opened.asked) == ([], [])

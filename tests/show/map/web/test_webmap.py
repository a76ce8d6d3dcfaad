"""The page in a real browser, with the network off."""

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import folium
import pytest
from playwright.sync_api import Browser, Dialog, Page, Request, Route

import geo
from geo.record.escape import mark_unseen
from geo.record.kinds import KINDS
from geo.record.reading import read, read_data
from geo.show.map.live import blank, shown
from tests.conftest import ROOT

SIZES = {"phone": {"width": 360, "height": 640}, "desk": {"width": 1440, "height": 900}}
HOSTILE = [
    "<script>window.pwned=1</script>",
    "<img src=x onerror='window.pwned=1'>",
    "${window.pwned=1}",
    "`;window.pwned=1;//",
    "\\`${window.pwned=1}",
    "</script><script>window.pwned=1</script>",
    "<!--<script>",
    "{{ 7*191 }}{% set x = 1 %}{# no comment",
    "'\"><svg onload=window.pwned=1>",
    "javascript:window.pwned=1",
    "C:\\new\\u0041 &lt;b&gt; \u2028 Ş ㅤ",
]


class Opened:
    """A page, and everything that it said and asked for."""

    def __init__(  # noqa: PLR0913  # how a page can be opened
        self,
        browser: Browser,
        path: Path,
        size: str = "desk",
        *,
        offline: bool = True,
        scheme: str = "light",
        is_whole: bool = True,
    ) -> None:
        context = browser.new_context(viewport=SIZES[size], offline=offline, color_scheme=scheme)  # type: ignore[arg-type]
        self.page: Page = context.new_page()
        self.said: list[str] = []
        self.asked: list[str] = []
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("dialog", self._dismissed)
        self.page.on("request", self._asked)
        self.page.on("requestfailed", self._stopped)
        self.page.goto(path.as_uri())
        self.asked.remove(path.as_uri())
        if is_whole and "data-run" in path.read_text("utf-8"):
            self.page.locator("[data-ready]").wait_for(state="attached")

    def _dismissed(self, dialog: Dialog) -> None:
        self.said.append(dialog.message)
        dialog.dismiss()

    def _asked(self, request: Request) -> None:
        """A worker's script is part of the page: nobody is asked for it."""
        if not request.url.startswith("blob:"):
            self.asked.append(request.url)

    def _stopped(self, request: Request) -> None:
        """What the policy stops was wanted, but not asked for."""
        if request.failure == "csp":
            self.asked.remove(request.url)


@pytest.mark.parametrize("size", SIZES)
def test_the_page_opens_without_a_network(browser: Browser, map_file: Path, assessment: geo.Assessment, size: str) -> None:
    """No message, no request, and what matters is on the screen."""
    opened = Opened(browser, map_file, size)
    assert opened.page.title() == "Missile fragments at Shusha (Shushi), as published"
    assert opened.page.locator(".marker").count() == 7
    opened.page.locator("[data-ready]").wait_for()
    assert opened.page.locator("path.lethal, path.ring, path.locus, path.range, path.uncertainty").count() == 0
    assert opened.page.locator("path.measured").count() == 2
    assert opened.page.locator("#panel .finding").count() == len(assessment.findings)
    assert opened.page.locator(".label.figure", has_text="1,275.6 m measured").count() == 1
    assert opened.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert (opened.said, opened.asked) == ([], [])


def test_a_finding_leads_to_the_map_and_back(browser: Browser, map_file: Path) -> None:
    """Choosing a row opens its card; choosing a marker opens the record's and marks its row."""
    page = Opened(browser, map_file).page
    page.locator(".finding").get_by_role("button", name="The fragments lay 780 m apart").click()
    page.locator(".card").get_by_text("That is 495.6 m more than claimed").wait_for()
    page.keyboard.press("Escape")
    page.locator(".marker[title='Fragment site: Fragment site 2']").click()
    page.locator(".card").get_by_text("39°45'27.80\"N 46°45'25.80\"E").first.wait_for()
    assert page.locator("li.chosen").get_attribute("data-id") == "fragment-site-2"


def test_the_legend_switches_layers(browser: Browser, map_file: Path) -> None:
    """Each kind can be taken off the map and put back."""
    page = Opened(browser, map_file).page
    box = page.locator(".legend").get_by_label("Reported lethal radius")
    assert page.locator("path.lethal").count() == 0
    box.check()
    assert page.locator("path.lethal").count() == 6
    box.uncheck()
    assert page.locator("path.lethal").count() == 0


@pytest.mark.parametrize("size", SIZES)
def test_a_reported_range_is_a_ring_out_of_view(browser: Browser, map_file: Path, size: str) -> None:
    """It does not widen the view that the map starts with; its claim leads to it, and it says what it does not mean."""
    page = Opened(browser, map_file, size).page
    page.locator("[data-ready]").wait_for()
    map_box, ring = page.locator("#chart"), page.locator("path.range").first
    label = page.locator(".range-label span", has_text="280 km reported range")
    screen = map_box.bounding_box()
    assert screen
    assert label.count() == 0
    page.locator(".finding").get_by_role("button", name="The Iskander-E has a range of 280 km").click()
    for one in (ring, label):
        box = one.bounding_box()
        assert box
        assert screen["x"] <= box["x"] < box["x"] + box["width"] <= screen["x"] + screen["width"]
        assert screen["y"] <= box["y"] < box["y"] + box["height"] <= screen["y"] + screen["height"]
    assert label.text_content() == ("280 km reported range around Shusha (Shushi)does not say where anything was launched")
    assert page.get_by_text(re.compile("never for aiming")).count() == 1
    ring.dispatch_event("click")
    card = page.locator(".card")
    card.get_by_text(re.compile("280 km, with what is uncertain 268.7 to 291.3 km. A launch from within")).first.wait_for()
    page.keyboard.press("Escape")
    assert page.locator("path.range, path.range-band, .range-label").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_ring_goes_with_its_claim(browser: Browser, map_file: Path) -> None:
    """Where the claim is filtered out, its ring is not drawn."""
    page = Opened(browser, map_file).page
    page.locator("[data-ready]").wait_for()
    page.locator(".legend").get_by_label("Reported range").check()
    assert page.locator("path.range").count() == 2
    page.get_by_role("button", name="2 are contradicted").click()
    assert page.locator("path.range").count() == 0
    page.get_by_role("button", name="2 are contradicted").click()
    assert page.locator("path.range").count() == 2


def test_the_panel_folds_away(browser: Browser, map_file: Path) -> None:
    """The panel can be folded away and opened again."""
    page = Opened(browser, map_file, "phone").page
    page.get_by_role("button", name="Hide the panel").click()
    assert page.locator("#panel").is_hidden()
    page.get_by_role("button", name="Show the panel").click()
    assert page.locator("#panel").is_visible()


def hostile_file(folder: Path, texts: Sequence[str] = HOSTILE) -> Path:
    """A file with a hostile string in every text field of every kind, and in ids."""
    features: list[dict[str, Any]] = []

    def add(kind: str, number: int, geometry: Any, **fixed: object) -> None:
        text = texts[number]
        given = {"name", "note", "quote", "munition", "marking", "claimed_by", "attribute", "value", "title", "publisher"}
        given |= {"lethal_radius_basis", "scale", "taken_by", "credit", "licence", "changes"}
        free = {name: f"{name} {text}" for name in (*KINDS[kind].properties, "name:hy") if name in given | {"name:hy"}}
        properties = {"kind": kind, **free, **fixed}
        features.append({"type": "Feature", "id": f"{kind} {text}", "geometry": geometry, "properties": properties})

    for number, text in enumerate(texts):
        point = {"type": "Point", "coordinates": [46.74 + number / 1000, 39.76]}
        sources = [f"source {text}"]
        add("fragment_site", number, point, sources=sources)
        add("strike_report", number, point, sources=sources, lethal_radius_m=200)
        add("place", number, point, sources=sources)
        add("photo", number, point, sources=sources, shows=[f"fragment_site {text}"], position_basis="camera")
        ends = {"from": f"fragment_site {text}", "to": f"place {texts[number - 1]}"}
        add("distance_claim", number, None, **ends, distance_m=780)
        add("direction_claim", number, None, **ends, direction="NE")
        add("within_claim", number, None, site=ends["from"], of=ends["to"])
        add("arrival_claim", number, None, at=ends["from"], origin=ends["to"], direction="NE")
        add("attribute_claim", number, None, about=ends["from"])
        add("source", number, None)
        ring = {"kind": "attribute_claim", "about": f"place {text}", "attribute": "range_km", "value": 280}
        features.append({"type": "Feature", "id": f"range {text}", "geometry": None, "properties": ring})
    path = folder / "ho${window.pwned=1}<b>{{ 7*191 }}.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "name": texts[0], "features": features}), "utf-8")
    return path


def test_hostile_text_stays_text(browser: Browser, tmp_path: Path) -> None:
    """No script runs, no request leaves, no expression is evaluated, and the text appears as it was typed."""
    result = read(hostile_file(tmp_path))
    assert result.errors == ()
    path = geo.write_map(geo.assess(result.sites), tmp_path / "map.html")
    assert "1337" not in path.read_text("utf-8")
    opened = Opened(browser, path)
    opened.page.locator("[data-ready]").wait_for()
    texts = opened.page.evaluate(
        """async () => { const texts = [document.getElementById("panel").textContent];
        for (const one of document.querySelectorAll(".items > li .choose")) {
          one.click();
          await new Promise(done => requestAnimationFrame(done));
          texts.push(document.querySelector(".card").textContent);
        }
        return texts.join(" "); }"""
    )
    for text in HOSTILE:
        for field in ("name", "note", "quote", "munition", "marking", "claimed_by", "value", "title", "publisher", "name:hy"):
            assert f"{field} {mark_unseen(text)}" in texts
    for layer in ("Reported lethal radius", "Reported range"):
        opened.page.locator(".legend").get_by_label(layer).check()
    assert opened.page.locator(".range-label").count() >= len(HOSTILE)
    for marker in opened.page.locator(".lethal.nominal, path.range").all()[:15]:
        marker.dispatch_event("click")
    assert opened.page.evaluate("window.pwned") is None
    assert opened.page.title() == HOSTILE[0]
    assert (opened.said, opened.asked) == ([], [])


def test_the_hostile_test_can_fail(browser: Browser, tmp_path: Path) -> None:
    """Folium's own popup evaluates the expression, and without a policy a script in a text runs."""
    chart = folium.Map()
    folium.Popup("{{ 7*191 }}").add_to(folium.Marker((0, 0)).add_to(chart))
    assert "1337" in chart.get_root().render()
    naive = tmp_path / "naive.html"
    naive.write_text(f"<title>x</title>{HOSTILE[1]}<img src='file:///nowhere.png'>")
    opened = Opened(browser, naive)
    opened.page.wait_for_function("window.pwned === 1")
    assert opened.asked


def test_the_policy_stops_what_slips_in(browser: Browser, map_file: Path, tmp_path: Path) -> None:
    """Even markup that got into the page neither runs nor loads."""
    path = tmp_path / "map.html"
    injected = "<script>window.pwned=1</script><img src='https://192.0.2.1/x.png' onerror='window.pwned=1'></main>"
    path.write_text(map_file.read_text("utf-8").replace("</main>", injected), "utf-8")
    opened = Opened(browser, path)
    assert opened.page.evaluate("window.pwned") is None
    opened.page.wait_for_timeout(200)
    assert opened.asked == []
    assert len([line for line in opened.said if "Content Security Policy" in line]) == 3


@pytest.fixture
def watched(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """A copy of the repository's file that `geo watch` follows, and the address of its page."""
    file = Path(shutil.copy(ROOT / "sites.geojson", tmp_path))
    command = [sys.executable, "-m", "geo", "watch", str(file), "--no-open", "--no-tiles"]
    child = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert child.stdout
    yield file, child.stdout.readline().split(" ")[0]
    child.kill()
    child.communicate()


def test_the_page_follows_its_file(browser: Browser, watched: tuple[Path, str]) -> None:
    """A save reloads it with the view kept; a fault lies over the last good map as text, and goes when it is mended."""
    file, address = watched
    good = file.read_text("utf-8")
    page = browser.new_context(viewport=SIZES["desk"]).new_page()  # type: ignore[arg-type]
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(f"{address}#map=15/39.758000/46.750000&id=fragment-site-2")
    page.locator("[data-ready]").wait_for()
    page.locator(".legend").get_by_label("Places (3)").uncheck()
    page.evaluate("document.getElementById('panel').scrollTop = 300; window.old = true")
    view = page.url
    assert "off=place" in view

    file.write_text(good.replace("Fragment site 2", "The second site").replace("as published", "as saved"), "utf-8")
    page.locator("h1", has_text="as saved").wait_for()
    page.locator("[data-ready]").wait_for()
    assert page.url == view
    assert page.evaluate("document.getElementById('panel').scrollTop") == 300
    page.locator(".marker[title='Fragment site: The second site']").wait_for()
    assert page.locator(".marker[title^='Place']").count() == 0

    page.evaluate("window.old = true")
    hostile = "<img src=x onerror='window.pwned=1'></script><script>window.pwned=1</script>"
    file.write_text(good.replace('"kind": "place"', f'"{hostile}": 1, "kind": "place"', 1), "utf-8")
    alert = page.get_by_role("alert")
    alert.wait_for()
    assert "has 1 error; the map shows it as it was before." in (alert.text_content() or "")
    assert hostile in (alert.text_content() or "")
    assert alert.locator("img, script").count() == 0
    assert page.title().startswith("(1) ")
    assert page.locator(".marker[title='Fragment site: The second site']").is_visible()
    assert page.evaluate("[window.old, window.pwned]") == [True, None]
    page.get_by_role("button", name="Dismiss").click()
    assert alert.count() == 0
    file.write_text("{", "utf-8")
    alert.wait_for()
    page.get_by_role("button", name="Dismiss").focus()
    page.keyboard.press("Escape")
    assert alert.count() == 0

    file.write_text(good, "utf-8")
    page.locator("h1", has_text="as published").wait_for()
    page.locator("[data-ready]").wait_for()
    assert (page.url, alert.count()) == (view, 0)
    assert said == []


def test_a_redraw_keeps_all_that_the_reader_set(browser: Browser) -> None:
    """Filters, choice, view, base map, folds, scrolling, typed text and the focus are as they were after the file was saved."""
    from tests.show.map.test_basemap import picture
    from tests.show.map.test_live import serving

    good = (ROOT / "sites.geojson").read_bytes()
    first = shown(read_data("f.geojson", good), blank("f.geojson"))
    page = browser.new_context(viewport=SIZES["desk"]).new_page()  # type: ignore[arg-type]
    asked: list[str] = []

    def answer(route: Route) -> None:
        asked.append(route.request.url)
        route.fulfill(body=picture(120), content_type="image/png")

    page.context.route(re.compile("^https:"), answer)
    with serving(first) as server:
        page.goto(server.address)
        page.locator("[data-ready]").wait_for()
        page.locator(".controls summary").first.click()
        page.get_by_role("searchbox").fill("fragment")
        page.get_by_role("button", name="2 are contradicted").click()
        page.get_by_label("Up to this day").evaluate(
            "one => { one.value = Number(one.max) - 1; one.dispatchEvent(new Event('input')); }"
        )
        page.locator(".legend").get_by_label("Places").uncheck()
        page.locator("#panel .finding button.choose").first.click()
        page.evaluate("map_chart.setView([39.758, 46.75], 14, {animate: false})")
        assert asked == []
        page.get_by_label(re.compile("^Imagery")).click()
        page.locator("#panel details.further summary").first.click()
        page.wait_for_timeout(300)
        page.get_by_label("From: id of a record").fill("fragment-site-1")
        page.get_by_label("To: id of a record").fill("nonsense")
        tried = page.locator(".what-if")
        tried.locator("summary").click()
        tried.locator("input").first.fill("12 parsecs")
        tried.locator("input").nth(1).fill("39.700000, 46.700000")
        page.locator(".what-if-banner").wait_for()
        page.get_by_label("To: id of a record").evaluate("one => { one.focus(); one.setSelectionRange(2, 5); }")
        page.evaluate("document.getElementById('panel').scrollTop = 200")
        settings = """() => [
          ...Array.from(document.querySelectorAll("input"), one => one.type === "checkbox" || one.type === "radio" ? one.checked : one.value),
          document.activeElement.ariaLabel, document.activeElement.selectionStart, document.activeElement.selectionEnd,
          document.querySelector(".answer").textContent, document.querySelector(".what-if-trouble").textContent,
          ...Array.from(document.querySelectorAll("details"), one => one.open),
          document.querySelector("#panel .chosen").dataset.id, document.querySelector("#panel").scrollTop, location.href,
          map_chart.getZoom(), map_chart.getCenter().lat.toFixed(4), map_chart.getCenter().lng.toFixed(4),
        ]"""
        before = page.evaluate(settings)
        assert {"fragment", "nonsense", "12 parsecs", "To: id of a record", 2, 5} <= {*before}
        server.live.show(shown(read_data("f.geojson", good.replace(b"as published", b"as saved")), first))
        page.locator("h1", has_text="as saved").wait_for()
        page.locator("[data-ready]").wait_for()
        page.wait_for_timeout(300)
        assert page.evaluate(settings) == before
        page.goto(f"{server.address}#day=2021-01-01")
        page.reload()
        page.locator("[data-ready]").wait_for()
        assert page.get_by_role("searchbox", include_hidden=True).input_value() == ""


def test_a_redraw_keeps_what_was_dragged(browser: Browser) -> None:
    """Ends that were moved by mouse or key stay where they were put, as long as the record has them; reset still works."""
    from tests.show.map.test_live import serving

    good = (ROOT / "sites.geojson").read_bytes()
    first = shown(read_data("f.geojson", good), blank("f.geojson"))
    with serving(first) as server:
        page = browser.new_context(viewport=SIZES["desk"]).new_page()  # type: ignore[arg-type]
        page.goto(server.address)
        page.locator("[data-ready]").wait_for()
        page.locator(".finding[data-id=claim-separation] .choose").click()
        page.locator(".what-if summary").click()
        box = page.locator(".what-if-handle").nth(1).bounding_box()
        assert box
        page.mouse.move(box["x"] + 15, box["y"] + 15)
        page.mouse.down()
        page.mouse.move(box["x"] + 60, box["y"] - 20, steps=5)
        page.mouse.up()
        page.locator(".what-if-banner").wait_for()
        moved = page.locator(".what-if input").nth(3)
        at = moved.input_value()
        server.live.show(shown(read_data("f.geojson", good.replace(b"as published", b"as saved")), first))
        page.locator("h1", has_text="as saved").wait_for()
        page.locator("[data-ready]").wait_for()
        page.locator(".what-if-banner").wait_for()
        assert moved.input_value() == at
        page.locator(".what-if-banner button").click()
        page.locator(".what-if-banner").wait_for(state="hidden")
        assert moved.input_value() != at


def test_a_page_without_a_map_yet(browser: Browser, watched: tuple[Path, str]) -> None:
    """A page that is opened while the file has errors shows them, and the first map starts where the records are."""
    file, address = watched
    good = file.read_text("utf-8")
    page = browser.new_context(viewport=SIZES["phone"]).new_page()  # type: ignore[arg-type]
    file.write_text("{", "utf-8")
    page.goto(address)
    page.get_by_role("alert").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    file.write_text(good, "utf-8")
    page.get_by_role("alert").wait_for(state="detached")
    page.locator("[data-ready]").wait_for()
    assert page.locator(".marker[title^='Fragment site']").first.is_visible()


def test_the_page_says_when_nobody_follows_the_file(browser: Browser) -> None:
    """A map that is no longer kept up to date does not look as if it were."""
    from tests.show.map.test_live import serving, state_of

    with serving(state_of((ROOT / "sites.geojson").read_bytes())) as server:
        page = browser.new_context().new_page()
        page.goto(server.address)
        page.locator("[data-ready]").wait_for()
    page.get_by_text(re.compile("geo watch does not answer")).wait_for()
    assert page.locator(".marker").count() == 7

"""Where the map looks, in a real browser: across the 180th meridian, and in frames that are hidden, tiny or grow."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Frame, Page

import geo
from tests.conftest import DATA

from .test_webmap import Opened

BOXES = "all => all.map(one => { const box = one.getBoundingClientRect(); return [box.x + box.width / 2, box.y + box.height / 2]; })"


@pytest.mark.parametrize("name", ["antimeridian", "antimeridian2"])
def test_neighbours_across_the_180th_meridian(browser: Browser, name: str, tmp_path: Path) -> None:
    """Sites on both sides of the 180th meridian stand side by side, within the map, at a zoom that tells them apart."""
    opened = Opened(browser, geo.write_map(geo.assess(geo.read_sites(DATA / f"{name}.geojson")), tmp_path / "m.html"))
    page = opened.page
    page.locator("[data-ready]").wait_for()
    assert page.evaluate("map_chart.getZoom()") > 10
    chart = page.locator("#chart").bounding_box()
    assert chart
    symbols = page.locator(".marker:not([title^=Place])").evaluate_all(BOXES)
    assert len(symbols) == 3
    for x, y in symbols:
        assert chart["x"] < x < chart["x"] + chart["width"]
        assert chart["y"] < y < chart["y"] + chart["height"]
    assert opened.said == []


def test_coordinates_across_the_meridian_are_written_as_usual(browser: Browser, tmp_path: Path) -> None:
    """What is shown, linked and downloaded has longitudes from -180 to 180, and the digits of the file."""
    file = DATA / "antimeridian.geojson"
    opened = Opened(browser, geo.write_map(geo.assess(geo.read_sites(file)), tmp_path / "m.html"))
    page = opened.page
    page.locator("[data-ready]").wait_for()
    page.locator(".controls summary").click()
    with page.expect_download() as got:
        page.get_by_role("button", name="GeoJSON").click()
    points = {
        one["id"]: one["geometry"]["coordinates"]
        for one in json.loads(got.value.path().read_text("utf-8"))["features"]
        if one["geometry"]
    }
    given = {
        one["id"]: one["geometry"]["coordinates"] for one in json.loads(file.read_text("utf-8"))["features"] if one["geometry"]
    }
    assert points == given
    assert page.locator(".label.degree").all_inner_texts()
    shown = page.locator("body").inner_text() + " ".join(
        page.locator("button[aria-label]").evaluate_all("all => all.map(one => one.ariaLabel)")
    )
    assert [text for text in re.findall(r"(\d+)°\d+′[\d.]+″[EW]", shown) if int(text) > 180] == []
    page.get_by_role("button", name="Zoom in").click()
    page.wait_for_url(re.compile("map="))
    lon = re.search(r"map=[^&]*%2F([-\d.]+)(?:&|$)", page.url)
    assert lon
    assert abs(float(lon[1])) <= 180


def test_a_reader_who_goes_around_the_earth_meets_the_sites_again(browser: Browser, map_file: Path) -> None:
    """Once around the Earth to the east, the sites are drawn where the map looks."""
    page = Opened(browser, map_file).page
    page.locator("[data-ready]").wait_for()
    lat, lng = page.evaluate("[map_chart.getCenter().lat, map_chart.getCenter().lng]")
    page.evaluate(f"map_chart.setView([{lat}, {lng + 360}], 14, {{animate: false}})")
    assert page.evaluate("map_chart.getCenter().lng") == pytest.approx(lng)


class Framed:
    """A page in a frame of a given style; the frame is hidden, shown and resized from outside."""

    def __init__(self, browser: Browser, file: Path, style: str, link: str = "") -> None:
        self.said: list[str] = []
        outer = file.with_name("outer.html")
        outer.write_text(f'<!DOCTYPE html><iframe style="{style}" src="{file.name}{link}"></iframe>', "utf-8")
        self.page: Page = browser.new_context(viewport={"width": 1440, "height": 900}, offline=True).new_page()
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.goto(outer.as_uri())
        frame = self.page.frames[1]
        frame.wait_for_selector("[data-ready]", state="attached")
        self.frame: Frame = frame

    def style(self, style: str) -> None:
        self.page.locator("iframe").evaluate("(one, style) => one.setAttribute('style', style)", style)
        self.page.wait_for_timeout(300)

    def view(self) -> tuple[float, float, float]:
        found = self.frame.evaluate("[map_chart.getZoom(), map_chart.getCenter().lat, map_chart.getCenter().lng]")
        return (found[0], round(found[1], 4), round(found[2], 4))


SHOWN = "width: 1200px; height: 800px"


@pytest.fixture(scope="module")
def fitted(chromium: Browser, file: Path) -> tuple[float, float, float]:
    """The view in a frame that is seen from the start."""
    return Framed(chromium, file, SHOWN).view()


@pytest.fixture(scope="module")
def file(assessment: geo.Assessment, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return geo.write_map(assessment, tmp_path_factory.mktemp("framed") / "m.html")


@pytest.mark.parametrize(
    "style", ["display: none", "width: 0; height: 0", "width: 1px; height: 1px", "width: 40px; height: 30px"]
)
def test_a_frame_is_fitted_when_it_is_seen(
    browser: Browser, file: Path, fitted: tuple[float, float, float], style: str
) -> None:
    """A frame that starts hidden or tiny shows, once it is seen, what it would have shown from the start."""
    framed = Framed(browser, file, style)
    framed.style(SHOWN)
    zoom, lat, lng = framed.view()
    assert abs(zoom - fitted[0]) <= (1 if "px" in style else 0)  # where it started narrow, the folded legend leaves more room
    assert (lat, lng) == pytest.approx(fitted[1:], abs=0.01)
    assert framed.frame.locator(".leaflet-marker-icon.marker").first.is_visible()
    assert framed.said == []


@pytest.mark.parametrize("style", ["display: none", "width: 30px; height: 30px"])
def test_the_link_of_a_hidden_frame_is_respected(browser: Browser, file: Path, style: str) -> None:
    """A view that the link asks for is the view when the frame is first seen."""
    framed = Framed(browser, file, style, "#map=9/10.000000/20.000000")
    framed.style(SHOWN)
    assert framed.view() == pytest.approx((9, 10, 20), abs=0.005)  # a pixel is 0.0027°
    assert framed.said == []


def test_a_finding_of_a_link_is_chosen_in_a_hidden_frame(browser: Browser, file: Path, assessment: geo.Assessment) -> None:
    """What the link chooses is shown when the frame is first seen, without an error before."""
    claim = assessment.findings[0].claim
    framed = Framed(browser, file, "display: none", f"#id={claim}")
    framed.style(SHOWN)
    assert framed.frame.locator(f"#panel .chosen[data-id='{claim}']").count() == 1
    assert framed.said == []


def test_a_reader_who_moved_is_left_alone(browser: Browser, file: Path) -> None:
    """Hiding a frame, showing it and changing its size moves no map that its reader has moved."""
    framed = Framed(browser, file, SHOWN)
    framed.frame.evaluate("map_chart.setView([39.7, 46.7], 12, {animate: false})")
    before = framed.view()
    framed.style("display: none")
    framed.style("width: 900px; height: 500px")
    zoom, lat, lng = framed.view()
    assert zoom == before[0]
    assert (lat, lng) == pytest.approx(before[1:], abs=0.001)


@pytest.mark.parametrize(("width", "height"), [(320, 256), (360, 225), (720, 450), (844, 390)])
def test_a_choice_is_seen_in_a_low_window(browser: Browser, map_file: Path, width: int, height: int) -> None:
    """The map is in view at the start, and whatever is chosen, by the list or by key, brings its card into the window."""
    page = browser.new_page(viewport={"width": width, "height": height})
    page.goto(map_file.as_uri())
    page.locator("[data-ready]").wait_for(state="attached")
    top = "element => element.getBoundingClientRect().top"
    assert page.locator("#chart").evaluate(top) < height
    page.locator("#panel .finding .choose").last.focus()
    for key in ("Enter", "n", "n"):
        page.keyboard.press(key)
        assert -1 <= page.locator(".card .title").first.evaluate(top) < height


def test_names_of_a_hidden_frame_find_room_once_it_is_seen(browser: Browser, file: Path) -> None:
    """In a frame that was hidden while the page opened, no two words on the map cover one another."""
    framed = Framed(browser, file, "display: none")
    framed.page.wait_for_timeout(700)
    framed.style(SHOWN)
    framed.frame.locator(".label span").first.wait_for()
    found = framed.frame.locator(".label span").evaluate_all("all => all.map((one) => one.getBoundingClientRect().toJSON())")
    boxes = [one for one in found if one["width"]]
    assert len(boxes) > 3
    for index, one in enumerate(boxes):
        for other in boxes[:index]:
            beside = one["right"] <= other["left"] + 1 or other["right"] <= one["left"] + 1
            assert beside or one["bottom"] <= other["top"] + 1 or other["bottom"] <= one["top"] + 1


def test_a_page_that_opens_with_a_view_has_its_symbols(browser: Browser, fifty_file: Path) -> None:
    """The symbols of a link's view are those that it has after any move: none is left from the view of the start."""
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.goto(f"{fifty_file.as_uri()}#map=17/49.9905/36.235")
    page.locator("[data-ready]").wait_for(state="attached")
    symbols = page.locator(".marker")
    before = symbols.evaluate_all("all => all.map((one) => one.getAttribute('aria-label')).sort()")
    assert page.locator(".marker.counted").count() == 0  # as there are in the wider view of the start
    page.evaluate("map_chart.panBy([3, 0], { animate: false })")
    assert symbols.evaluate_all("all => all.map((one) => one.getAttribute('aria-label')).sort()") == before


def test_a_choice_opens_a_hidden_panel_and_closing_leaves_its_row_in_view(browser: Browser, fifty_file: Path) -> None:
    """A symbol that is clicked while the panel is hidden shows its card; a row far down is in view after its card is closed."""
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.goto(fifty_file.as_uri())
    page.locator("[data-ready]").wait_for(state="attached")
    row = page.locator("#panel .finding .choose").nth(19)
    row.click()
    page.locator(".card").wait_for()
    page.keyboard.press("Escape")
    page.locator(".card").wait_for(state="hidden")
    assert 0 < row.evaluate("element => element.getBoundingClientRect().top") < 900
    page.locator("#fold").click()
    page.evaluate("location.hash = '#id=strike-02'")
    page.locator(".card .title").first.wait_for()


AROUND = {"a": (0.0, 10.0), "b": (60.0, 30.0), "c": (-60.0, 30.0), "d": (100.0, 20.0), "e": (-100.0, 25.0)}
"""Places all around the Earth; from d to e the short way goes over the 180th meridian, at an edge of the map."""


def test_a_line_over_the_edge_of_the_map_goes_the_short_way(browser: Browser, tmp_path: Path) -> None:
    """From each end the line leaves towards the nearer edge, in the list's view and where the finding is chosen; so does its gap."""
    features: list[dict[str, Any]] = [
        {
            "type": "Feature",
            "id": name,
            "geometry": {"type": "Point", "coordinates": at},
            "properties": {"kind": "fragment_site", "uncertainty_m": 10},
        }
        for name, at in AROUND.items()
    ]
    claim = {"kind": "distance_claim", "from": "d", "to": "e", "published_distance": "3000 km"}
    features.append({"type": "Feature", "id": "claim", "geometry": None, "properties": claim})
    file = tmp_path / "around.geojson"
    file.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    opened = Opened(browser, geo.write_map(file, tmp_path / "m.html", online=False))
    page = opened.page
    parts = """(name) => {
      const found = [];
      map_chart.eachLayer((layer) => {
        if (!(layer instanceof L.Polyline) || layer instanceof L.Polygon || !layer.options.className?.startsWith(name)) return;
        const lines = layer.getLatLngs();
        for (const line of Array.isArray(lines[0]) ? lines : [lines]) found.push([line[0].lng, line[line.length - 1].lng]);
      });
      return found;
    }"""
    for is_chosen in (False, True):
        if is_chosen:
            page.locator(".finding button.choose").first.click()
        lines = [sorted(one) for one in page.evaluate(parts, "measured")]
        assert len(lines) == (4 if is_chosen else 2)
        for west, east in lines:
            assert east - west == pytest.approx(160, abs=0.1)
            assert min(abs(west - 100), abs(east + 100)) < 1e-6
    gaps = [sorted(one) for one in page.evaluate(parts, "gap")]
    assert any(east == pytest.approx(-100, abs=1e-6) for _, east in gaps)
    assert all(-260.001 < west < east < 260.001 for west, east in gaps)
    assert "measured" in " ".join(page.locator(".label.figure").all_inner_texts())
    assert opened.said == []


def test_180_degrees_are_not_west(browser: Browser, tmp_path: Path) -> None:
    """A site on the 180th meridian, however its longitude is written, and the net of degrees there have no W."""
    for lon in (180, -180):
        file = tmp_path / f"{lon}.geojson"
        site = {
            "type": "Feature",
            "id": "s",
            "geometry": {"type": "Point", "coordinates": [lon, 66.5]},
            "properties": {"kind": "fragment_site"},
        }
        file.write_text(json.dumps({"type": "FeatureCollection", "features": [site]}))
        page = Opened(browser, geo.write_map(file, tmp_path / "m.html", online=False)).page
        page.locator(".record button.choose").first.click()
        assert "180°00′00.00″E" in page.locator(".card").inner_text()
        degrees = page.locator(".label.degree").all_inner_texts()
        assert any("180°00′00″E" in one for one in degrees) or any("180°" in one for one in degrees)
        assert not any(re.search(r"180°00′00(\.0+)?″W", one) for one in degrees)

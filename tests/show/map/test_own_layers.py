from collections.abc import Callable
from pathlib import Path
from typing import Any

import folium
import numpy as np
import pandas as pd
import pytest
from branca.colormap import linear
from folium import plugins
from folium.raster_layers import ImageOverlay, VideoOverlay, WmsTileLayer
from playwright.sync_api import Browser, Page

import geo
from geo.show.map.own_layers import escape_tags
from tests import javascript

HERE = (39.7625, 46.7445)
SQUARE = {
    "type": "Feature", "id": "x", "properties": {"name": "x"},
    "geometry": {"type": "Polygon", "coordinates": [[[46.74, 39.75], [46.76, 39.75], [46.76, 39.77], [46.74, 39.75]]]},
}  # fmt: skip
POINT = {"type": "Point", "coordinates": HERE[::-1]}
BOUNDS = [[39.7, 46.7], [39.8, 46.8]]
PIXELS = np.zeros((2, 2, 4), dtype=np.uint8)


def choropleth() -> Any:
    table = pd.DataFrame({"name": ["x"], "value": [3.0]})
    return folium.Choropleth({"type": "FeatureCollection", "features": [SQUARE]}, table, ["name", "value"], "feature.id")


WORKING: dict[str, Callable[[], Any]] = {
    "marker": lambda: folium.Marker(HERE, popup="A note", tooltip="A tip"),
    "pin": lambda: folium.Marker(HERE, icon=folium.Icon(color="darkpurple")),
    "text": lambda: folium.Marker(HERE, icon=folium.DivIcon(html='<b class="mine" style="color: rgb(255, 0, 0)">T</b>')),
    "picture": lambda: folium.Marker(HERE, icon=folium.CustomIcon(PIXELS)),
    "circle": lambda: folium.Circle(HERE, radius=100, popup="A note"),
    "line": lambda: folium.PolyLine([HERE, (39.77, 46.76)]),  # type: ignore[no-untyped-call]
    "polygon": lambda: folium.Polygon([HERE, (39.77, 46.76), (39.75, 46.77)]),
    "shapes": lambda: folium.GeoJson(SQUARE, style_function=lambda _: {"color": "red"}, popup=folium.GeoJsonPopup(["name"])),
    "point": lambda: folium.GeoJson(POINT),
    "point with a pin": lambda: folium.GeoJson(POINT, marker=folium.Marker(icon=folium.Icon(color="green"))),
    "colours": lambda: choropleth().geojson,
    "overlay": lambda: ImageOverlay(PIXELS, BOUNDS),
    "group": lambda: folium.FeatureGroup("Mine").add_child(folium.CircleMarker(HERE)),
    "control": folium.LayerControl,
    "tags": lambda: folium.Marker(HERE, tooltip="</script><script>throw 1</script><!-- <script>"),
}
REFUSED: dict[str, tuple[Callable[[], Any], str]] = {
    "tiles": (lambda: folium.TileLayer("OpenStreetMap"), "TileLayer cannot be added: pass its address, or a file of tiles"),
    "wms": (lambda: WmsTileLayer("https://example.org/wms", layers="a"), "WmsTileLayer cannot be added; Marker, Circle"),
    "picture": (
        lambda: folium.Marker(HERE, icon=folium.CustomIcon("https://example.org/a.png")),
        r"the picture https://example\.org/a\.png cannot be shown: give the file itself",
    ),
    "overlay": (lambda: ImageOverlay("https://example.org/b.png", BOUNDS), r"the picture https://example\.org/b\.png cannot"),
    "video": (lambda: VideoOverlay("https://example.org/c.webm", BOUNDS), "VideoOverlay cannot be added"),
    "frame": (lambda: folium.Marker(HERE, popup=folium.Popup(folium.IFrame("x"))), "IFrame cannot be added"),
    "legend": (choropleth, r"the legend of a Choropleth .* add choropleth\.geojson to the map instead"),
    "colours": (lambda: linear.YlOrRd_09.scale(0, 1), "the legend of a Choropleth or a colour map cannot be drawn"),  # type: ignore[attr-defined]
    "cluster": (lambda: plugins.MarkerCluster([HERE]), "MarkerCluster cannot be added, which needs https://"),  # type: ignore[no-untyped-call]
    "heat": (lambda: folium.FeatureGroup("Mine").add_child(plugins.HeatMap([HERE])), "HeatMap cannot be added, which needs"),  # type: ignore[no-untyped-call]
}


COUNT = "document.querySelectorAll('.leaflet-overlay-pane path, .leaflet-overlay-pane img, .leaflet-marker-pane > *').length"


def opened(browser: Browser, path: Path) -> Page:
    page = browser.new_page()
    page.goto(path.as_uri())
    page.locator("[data-ready]").wait_for()
    return page


@pytest.fixture(scope="module")
def drawn_without(chromium: Browser, map_file: Path) -> int:
    """How much is drawn on the page of the record without a layer of one's own."""
    page = opened(chromium, map_file)
    count = int(page.evaluate(COUNT))
    page.context.close()
    return count


@pytest.mark.parametrize("name", WORKING)
def test_a_layer_of_ones_own_is_drawn(
    name: str, assessment: geo.Assessment, tmp_path: Path, browser: Browser, drawn_without: int
) -> None:
    """A page with the layer runs without an error or a request, and shows the layer beside the records."""
    chart = geo.draw_map(assessment, online=False)
    WORKING[name]().add_to(chart)
    chart.save(str(tmp_path / "with.html"))
    page = browser.new_page()
    asked: list[str] = []
    wrong: list[str] = []
    page.on("request", lambda one: asked.append(one.url))
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.goto((tmp_path / "with.html").as_uri())
    page.locator("[data-ready]").wait_for()
    page.wait_for_timeout(300)  # for what a layer would ask for only now
    drawn = int(page.evaluate(COUNT))
    assert drawn == drawn_without if name == "control" else drawn > drawn_without
    assert page.locator(".leaflet-control-layers").count() == (name == "control")
    pictures = page.evaluate("[...document.querySelectorAll('.leaflet-marker-pane img')].map((one) => one.naturalWidth)")
    assert 0 not in pictures
    assert [url for url in asked if not url.startswith(("file:", "data:", "blob:"))] == []
    assert wrong == []
    if name == "marker":
        page.locator(".leaflet-marker-pane img").first.dispatch_event("click")
        assert page.locator(".leaflet-popup-content").inner_text() == "A note"
    if name == "text":
        assert page.evaluate("getComputedStyle(document.querySelector('.mine')).color") == "rgb(255, 0, 0)"


@pytest.mark.parametrize("name", REFUSED)
def test_a_layer_that_loads_something_is_refused(name: str, assessment: geo.Assessment) -> None:
    """A layer that would load pictures, scripts or frames is refused when the page is made, with what to do instead."""
    make, why = REFUSED[name]
    chart = geo.draw_map(assessment, online=False)
    make().add_to(chart)
    with pytest.raises(ValueError, match=f"^the page loads nothing, so ({why})"):
        chart.get_root().render()


def test_a_page_without_layers_of_ones_own_is_as_before(assessment: geo.Assessment) -> None:
    """What layers of one's own need stands on a page that has some, and on no other."""
    chart = geo.draw_map(assessment, online=False)
    assert "own_layers" not in chart.get_root().render()
    folium.Marker(HERE).add_to(chart)
    assert "own_layers.prepare" in chart.get_root().render()


def test_a_text_cannot_end_its_script() -> None:
    """In a script, what would end its block or open another is written as an escape, and nothing else is changed."""
    assert escape_tags('"</SCRIPT><!-- a < b <i>"') == '"\\x3c/SCRIPT>\\x3c!-- a < b <i>"'


def test_a_colour_is_nothing_but_a_colour() -> None:
    """The picture of a pin holds the colour that was asked for, or blue where that is not a colour."""
    colours = ["lightred", "green", "#ff8", '"/><script>', "url(x)"]
    pictures = javascript.run(
        "own_layers", "(colours) => colours.map((one) => decodeURIComponent(own_layers.pinUrl(one)))", colours
    )
    fills = [picture.split('fill="')[1].split('"')[0] for picture in pictures]
    assert fills == ["#ff8e7f", "green", "#ff8", "blue", "blue"]

"""Photographs in a real browser: their pictures, views, distances and reasons, without a network."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

import geo
from tests.record.photo.made_photos import jpeg, picture
from tests.show.map.web.test_webmap import SIZES, Opened

AT = [46.744, 39.7606]


def _features(folder: Path) -> list[dict[str, Any]]:
    data = jpeg(image=picture(800, 600))
    (folder / "a.jpg").write_bytes(data)
    named = {"kind": "photo", "file": "a.jpg", "sha256": hashlib.sha256(data).hexdigest(), "shows": ["site"]}
    seen = {"taken_at": "2021-03-15T13:20+04:00", "credit": "An agency <b>", "view_direction_deg": 45, "view_north": "true"}
    known = {"position_basis": "camera", "position_error_m": 5}
    records = {
        "site": (None, {"kind": "fragment_site", "name": "First piece", "published_coordinates": "39.76058 N 46.74275 E"}),
        "known": (AT, {**named, **seen, **known, "view_width_deg": 60}),
        "unknown": ([46.7415, 39.7612], {**named, "position_basis": "camera", "name": "A fuse", "view_direction_deg": 90}),
        "secret": (None, {**named, "sensitive": True}),
        "other": (None, {"kind": "photo", "name": "Nothing known"}),
    }
    return [
        {"type": "Feature", "id": name, "geometry": at and {"type": "Point", "coordinates": at}, "properties": said}
        for name, (at, said) in records.items()
    ]


@pytest.fixture(scope="module")
def photos_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of a file with photographs of every sort."""
    folder = tmp_path_factory.mktemp("photos")
    path = folder / "sites.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": _features(folder)}), "utf-8")
    return geo.write_map(path, folder / "m.html", online=False)


@pytest.fixture
def page(browser: Browser, photos_file: Path) -> Page:
    """That page, open on a desk, without a network."""
    return Opened(browser, photos_file, "desk").page


def _choose(page: Page, record: str) -> str:
    page.locator(f'#panel li[data-id="{record}"] button.choose').first.click()
    return page.locator(".card").inner_text()


def test_a_photograph_has_what_belongs_to_it(page: Page) -> None:
    """Beside the picture stand credit, time and hash, and how far from what it shows it was taken, with what that leaves open."""
    text = _choose(page, "known")
    image = page.locator(".card figure img")
    assert image.evaluate("one => one.naturalWidth") == 320
    assert "An agency <b>, 2021-03-15T13:20+04:00, SHA-256 " in text
    assert "Taken 107.1 m from First piece (76.7 to 137.6 m)." in text
    assert "Camera's error of the position" in text
    assert "is drawn" not in text


def test_a_camera_without_a_figure(page: Page) -> None:
    """The distance stands alone where the camera gives no figure, and how well the place is known is unknown."""
    text = _choose(page, "unknown")
    assert "from First piece; nothing says how far off that may be." in text
    assert "The direction of the view is not known to count from true north; it is drawn as if it did." in text
    assert "The width of the view is not stated; it is drawn 20° wide." in text
    assert page.locator(".card tr", has_text="Known to within").inner_text().split() == ["Known", "to", "within", "unknown"]


def test_a_sensitive_photograph_is_not_shown(page: Page, photos_file: Path) -> None:
    """It says why there is no picture, and the page holds two pictures for three records of one file."""
    assert "Not shown: it is marked as sensitive." in _choose(page, "secret")
    assert page.locator(".card figure img").count() == 0
    assert photos_file.read_text("utf-8").count("data:image/jpeg") <= 2


def test_a_record_shows_its_photographs(page: Page) -> None:
    """The card of a site has the pictures that are said to show it, each leading to its own card."""
    _choose(page, "site")
    shown = page.locator(".card .photos button")
    assert [text.split(",")[0] for text in shown.all_inner_texts()] == ["known", "A fuse", "secret"]
    assert page.locator(".card .photos img").count() == 2
    shown.nth(1).click()
    assert page.locator(".card h2").inner_text() == "A fuse"


def test_views_are_wedges_of_fixed_size(page: Page) -> None:
    """A view is drawn at its photograph, as large in pixels at every zoom, and goes with the photographs' layer."""
    views = page.locator(".leaflet-zones-pane .view svg")
    assert views.count() == 2
    size = views.first.bounding_box()
    page.evaluate("map_chart.setZoom(map_chart.getZoom() - 2, { animate: false })")
    page.wait_for_function("document.querySelectorAll('.leaflet-zones-pane .view svg').length === 2")
    again = page.locator(".leaflet-zones-pane .view svg").first.bounding_box()
    assert size is not None
    assert again is not None
    assert (size["width"], size["height"]) == (again["width"], again["height"])
    page.locator(".legend").get_by_label("Photographs (4)").uncheck()
    assert page.locator(".leaflet-zones-pane .view").count() == 0
    assert page.locator('#panel li[data-id="known"]').count() == 0


def test_the_timeline_and_the_summary_count_them(page: Page) -> None:
    """Photographs stand in the summary and, with their time, in the timeline."""
    assert "4 photographs" in page.locator("#panel h1, #panel h2").first.inner_text()
    page.locator("details", has_text="Timeline").last.evaluate("one => { one.open = true; }")
    assert "photograph taken" in page.locator("#panel").inner_text()


def test_on_paper(page: Page) -> None:
    """A printed page has the picture with its credit and hash."""
    page.emulate_media(media="print")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert page.locator("figure figcaption", has_text="An agency <b>").first.is_visible()


@pytest.mark.parametrize("size", SIZES)
def test_accessible(browser: Browser, photos_file: Path, size: str) -> None:
    """axe has nothing to say of a photograph's card and of a site's with photographs, at any size."""
    page = Opened(browser, photos_file, size).page
    for record in ("known", "site"):
        page.locator(f'#panel li[data-id="{record}"] button.choose').first.evaluate("one => one.click()")
        assert Axe().run(page).response["violations"] == []

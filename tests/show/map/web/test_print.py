"""The page on paper in a real browser: the map and what is said of it."""

import json
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser

import geo
from tests.benchmarks.generate import write_records
from tests.show.map.web.test_webmap import Opened

CLASHES = """() => {
  dispatchEvent(new Event("beforeprint"));
  const boxes = [...document.querySelectorAll(".marker.counted")].map((one) => one.getBoundingClientRect());
  const isOver = (a, b) => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1;
  return [boxes.length, boxes.flatMap((one, index) => boxes.slice(0, index).filter((other) => isOver(one, other))).length];
}"""


def test_counts_on_paper_are_those_of_its_scale(browser: Browser, tmp_path: Path) -> None:
    """Counted symbols of a large file do not cover one another on paper, which waits for no worker."""
    write_records(tmp_path / "many.geojson", 8_000)
    page = Opened(browser, geo.write_map(geo.assess(geo.read_sites(tmp_path / "many.geojson")), tmp_path / "many.html")).page
    page.locator("[data-ready]").wait_for(state="attached")
    page.locator(".marker.counted").nth(3).wait_for()
    count, clashes = page.evaluate(CLASHES)
    assert count > 3
    assert clashes == 0


def test_names_on_paper_are_as_wide_as_where_they_were_laid_out(browser: Browser, tmp_path: Path) -> None:
    """A long name on the map breaks into no more lines on paper than on screen."""
    name = "Fragments near strike-14"
    path = tmp_path / "s.geojson"
    site = {"type": "Feature", "id": "a", "geometry": {"type": "Point", "coordinates": [46.7, 39.7]}}
    features = [{**site, "properties": {"kind": "fragment_site", "name": name}}]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
    page = Opened(browser, geo.write_map(geo.assess(geo.read_sites(path)), tmp_path / "m.html")).page
    high = "document.querySelector('.label.name span').offsetHeight"
    before = page.evaluate(high)
    page.emulate_media(media="print")
    assert page.evaluate(high) == before


def test_a_sentence_on_paper_ends_once(browser: Browser, map_file: Path) -> None:
    """What is printed of a record has no semicolon or second full stop after a sentence of its facts."""
    page = Opened(browser, map_file).page
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    said = page.locator("#paper").inner_text()
    assert "is not a safe distance. Basis of that radius: " in said
    assert ".;" not in said
    assert ".." not in said.replace("...", "")


def test_names_from_right_to_left_do_not_turn_a_sentence_on_paper(browser: Browser, tmp_path: Path) -> None:
    """Beside Arabic names, dates keep their order in the sentences on paper, and these still run from left to right."""
    path = tmp_path / "s.geojson"
    spots: list[dict[str, Any]] = [
        {
            "type": "Feature",
            "id": one,
            "geometry": {"type": "Point", "coordinates": [lon, 33.3]},
            "properties": {"kind": "strike_report", "name": "ضربة 2021-03-04", "sources": ["s"]},
        }
        for one, lon in (("a", 44.3), ("b", 44.4))
    ]
    said = {
        "kind": "distance_claim",
        "from": "a",
        "to": "b",
        "published_distance": "5 km",
        "claimed_by": "وزارة الدفاع",
        "claimed_on": "2021-03-05",
    }
    spots.append({"type": "Feature", "id": "c", "geometry": None, "properties": said})
    title = {"kind": "source", "title": "تقرير 2021-03-06", "publisher": "Wire"}
    spots.append({"type": "Feature", "id": "s", "geometry": None, "properties": title})
    path.write_text(json.dumps({"type": "FeatureCollection", "features": spots}), "utf-8")
    page = Opened(browser, geo.write_map(geo.assess(geo.read_sites(path)), tmp_path / "m.html")).page
    page.locator("[data-ready]").wait_for()
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    for paragraph in page.locator("#paper li > p").all():
        assert paragraph.evaluate("one => getComputedStyle(one).direction") == "ltr", paragraph.inner_text()
        loose = """one => {
          const texts = document.createTreeWalker(one, NodeFilter.SHOW_TEXT);
          const found = [];
          while (texts.nextNode())
            if (/[\\u0590-\\u08ff]/.test(texts.currentNode.data) && /\\d/.test(texts.currentNode.data)) found.push(texts.currentNode.data);
          return found;
        }"""
        assert paragraph.evaluate(loose) == []

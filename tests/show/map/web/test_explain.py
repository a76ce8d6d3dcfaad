"""Directions of arrival: the page says in words why a verdict stands, and draws no line."""

import json
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser

import geo
from geo.record.reading import read_data
from tests.javascript import run
from tests.show.map.web.test_verify import check, plain
from tests.show.map.web.test_webmap import Opened
from tests.written import data_of

PLACES = {"here": (46.742750, 39.760583), "there": (46.757167, 39.757722), "far": (46.80, 39.70)}


def came(direction: str, at: str = "here", **more: Any) -> dict[str, Any]:
    return {"kind": "arrival_claim", "at": at, "direction": direction, **more}


CLAIMS = [
    came("SW", origin="there"),
    came("ESE", origin="there"),
    came("NE", "far", method="crater analysis"),
    came("SW", "far"),
    came("10°", "there"),
    came("E", "there"),
]
LONG = """() => [...document.querySelectorAll(".leaflet-map-pane path")]
  .filter((path) => !path.closest(".leaflet-marker-icon") && !/graticule|uncertainty/.test(path.getAttribute("class") ?? ""))
  .map((path) => [path.getAttribute("class"), path.getBoundingClientRect()])
  .filter(([, { width, height }]) => Math.hypot(width, height) > 40)
  .map(([name, { width, height }]) => [name, width, height])"""
"""What is drawn on the map, other than the circles of positions and the net of degrees, that is longer than a symbol."""
EXPLAIN = "({ findings }) => data.all(findings).map((one) => [one.claim, explain.explanation(one).text])"


def assessed() -> geo.Assessment:
    reading = read_data("f.geojson", data_of(PLACES, *CLAIMS))
    assert not reading.errors
    return geo.assess(reading.sites)


def test_no_line_is_drawn_for_an_arrival(browser: Browser, tmp_path: Path) -> None:
    """With every layer on, and with each of its findings chosen, nothing on the map is longer than the circle of a position."""
    page = Opened(browser, geo.write_map(assessed(), tmp_path / "map.html", tiles=None)).page
    page.evaluate("document.querySelectorAll('.legend input').forEach((box) => box.checked || box.click())")
    for claim in (None, *(f"c{number}" for number in range(len(CLAIMS)))):
        if claim:
            page.locator(f"li[data-id='{claim}'] button").first.evaluate("button => button.click()")
            page.locator(".card", has_text="is not computed").wait_for()
        long = page.evaluate(LONG)
        assert long == [], (claim, long)
        assert page.locator(".what-if").count() == 0


def test_a_line_is_noticed(browser: Browser, tmp_path: Path) -> None:
    """The same look at a page with a contradicted direction claim sees its line and its sector."""
    claim = {"kind": "direction_claim", "from": "here", "to": "there", "direction": "SW"}
    assessment = geo.assess(read_data("f.geojson", data_of(PLACES, claim)).sites)
    page = Opened(browser, geo.write_map(assessment, tmp_path / "map.html", tiles=None)).page
    assert page.evaluate(LONG)


def test_other_languages_say_why() -> None:
    """The account of each verdict is that of an arrival, and ends with what does not follow."""
    shown = json.loads(json.dumps(plain(assessed())))
    said = dict(run("explain data", EXPLAIN, shown, language="uk"))
    assert set(said) == {f"c{number}" for number in range(len(CLAIMS))}
    english = {claim: text.split("\n") for claim, text in run("explain data", EXPLAIN, shown)}
    for claim, text in said.items():
        assert english[claim][0] in text, "the judge's own sentences follow"
        assert len(text.split("\n")) > len(english[claim])


def test_the_page_checks_arrivals() -> None:
    """A page with arrivals is sound; one that shows another record for an arrival, or another origin, is not."""
    shown = plain(assessed())
    assert all(step["isSound"] is not False for step in check(shown))
    for number, ids in ((0, ["far", "there"]), (0, ["here", "far"]), (2, ["here"])):
        forged = json.loads(json.dumps(shown))
        at = forged["findings"]["claim"].index(f"c{number}")
        forged["findings"]["about"][at] = ids
        assert any(step["isSound"] is False and f"c{number}" in step["text"] for step in check(forged))

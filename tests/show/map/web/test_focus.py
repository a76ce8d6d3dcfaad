"""What is chosen lies in the free part of the map: beside the panel, and not under the legend or the buttons."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

import geo
from geo.record.kinds import Claim, Located
from tests.conftest import DATA

SIZES = [(1440, 900), (1280, 620), (1024, 768), (720, 800), (390, 844)]
SITES = geo.read_sites(DATA / "fifty-sites.geojson")
AT = {one.id: [one.position.lat_deg, one.position.lon_deg] for one in SITES.of_kind(Located) if one.position}
ENDS = {one.id: [end for end in one.ends if end in AT] for one in SITES.of_kind(Claim)}
COVERED = """(at) => {
  const map = map_chart.getContainer().getBoundingClientRect();
  const { x, y } = map_chart.latLngToContainerPoint(at);
  if (x < 6 || y < 6 || x > map.width - 6 || y > map.height - 6) return `outside at ${x}, ${y} of ${map.width} x ${map.height}`;
  const found = document.elementsFromPoint(map.left + x, map.top + y)
    .find((one) => one.closest(".leaflet-control") || !one.closest("#chart") && one.closest("#panel, header"));
  return found ? `${x}, ${y} under ${found.className || found.tagName}` : "";
}"""
FOUND_COVERED = (
    f"([at, records, ends]) => {{ const covered = {COVERED};"
    """
  const bringUnder = (at, corner) => {
    map_chart.setView(at, 15, { animate: false });
    const map = map_chart.getContainer().getBoundingClientRect();
    const box = document.querySelector(corner).getBoundingClientRect();
    const point = map_chart.latLngToContainerPoint(at);
    map_chart.panBy([point.x - (box.left + box.width / 2 - map.left), point.y - (box.top + box.height / 2 - map.top)], { animate: false });
  };
  const choose = (id) => document.querySelector(`#panel li[data-id="${id}"] button.choose`).click();
  const found = [];
  const look = (what, place) => {
    const why = covered(at[place]);
    if (why) found.push([what, place, why]);
  };
  for (const id of records)
    for (const corner of [".legend", ".leaflet-top.leaflet-left", ".leaflet-bottom.leaflet-right", ".leaflet-control-scale"]) {
      bringUnder(at[id], corner);
      choose(id);
      look(corner, id);
    }
  for (const [claim, places] of Object.entries(ends)) {
    choose(claim);
    for (const place of places) look(claim, place);
  }
  return found;
}"""
)
"""All of it at once: a choice moves the map before the click ends, and nothing has to be painted for it."""


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_what_is_chosen_is_not_under_a_control(browser: Browser, fifty_file: Path, width: int, height: int) -> None:
    """With an open legend and a closed one, a record under it or the buttons, and each end of each finding, comes to where it is seen."""
    page = browser.new_context(viewport={"width": width, "height": height}, offline=True).new_page()
    page.goto(fifty_file.as_uri())
    page.locator("[data-ready]").wait_for()
    for is_open in (True, False):
        page.locator(".legend").evaluate("(one, isOpen) => { one.open = isOpen; }", is_open)
        assert page.evaluate(FOUND_COVERED, [AT, list(AT)[::8], ENDS]) == []


def test_that_test_can_fail(browser: Browser, fifty_file: Path) -> None:
    """Where the map cannot be moved by a choice, records stay under controls."""
    page = browser.new_context(viewport={"width": 1024, "height": 768}, offline=True).new_page()
    page.goto(fifty_file.as_uri())
    page.locator("[data-ready]").wait_for()
    stuck = "map_chart.panInside = map_chart.panBy = map_chart.fitBounds = () => map_chart; choose(id);"
    free = "for (const name of ['panInside', 'panBy', 'fitBounds']) delete map_chart[name];"
    assert page.evaluate(FOUND_COVERED.replace("choose(id);", f"{stuck} {free}"), [AT, list(AT)[:1], {}])


@pytest.mark.parametrize("what", ["claim", "record"])
def test_a_choice_amid_a_zoom_is_brought_in(browser: Browser, fifty_file: Path, what: str) -> None:
    """What is chosen while the map still zooms is shown when the zoom has ended, and the legend is not folded for it."""
    page = browser.new_context(viewport={"width": 1440, "height": 900}, offline=True).new_page()
    page.goto(fifty_file.as_uri())
    page.locator("[data-ready]").wait_for()
    one = next(iter(ENDS)) if what == "claim" else next(iter(AT))
    ends = ENDS[one] if what == "claim" else [one]
    page.evaluate("map_chart.setView([50, 0], 6, { animate: false })")
    page.evaluate(
        """async (selector) => {
          const begun = new Promise((resolve) => map_chart.once("zoomanim", resolve));
          const ended = new Promise((resolve) => map_chart.once("zoomend", resolve));
          map_chart.zoomIn();
          await begun;
          document.querySelector(selector).click();
          await ended;
        }""",
        f'#panel li[data-id="{one}"] button.choose',
    )
    assert page.evaluate(f"(at) => at.map({COVERED}).filter(Boolean)", [AT[end] for end in ends]) == []
    assert page.locator(".legend").get_attribute("open") is not None

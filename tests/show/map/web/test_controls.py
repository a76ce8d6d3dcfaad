"""Words that have to fit, and signs that must not stand alone, at common widths and in every language."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from geo.show.map.languages import LANGUAGES

WIDTHS = [1440, 1024, 720, 390, 360]
CUT = """() => {
  for (const fold of document.querySelectorAll("#panel details")) fold.open = true;
  return Array.from(document.querySelectorAll("#panel input[placeholder]")).flatMap((box) => {
    const before = box.value;
    box.value = box.placeholder; // of which a browser tells no width
    const isCut = box.scrollWidth > box.clientWidth;
    box.value = before;
    return box.offsetWidth && isCut ? [box.placeholder] : [];
  });
}"""
ALONE = """() => {
  const found = [];
  for (const button of document.querySelectorAll(".summary button, .far button")) {
    const sign = button.nextSibling;
    if (!button.offsetWidth || sign?.nodeType !== Node.TEXT_NODE || !/^[^\\p{L}\\p{N}\\s]/u.test(sign.data)) continue;
    const range = new Range();
    range.setStart(sign, 0);
    range.setEnd(sign, 1);
    found.push([button.textContent + sign.data, range.getBoundingClientRect().top < button.getBoundingClientRect().bottom - 3]);
  }
  return found;
}"""


def at_widths(browser: Browser, path: Path, language: str = "en") -> Iterator[tuple[int, Page]]:
    """The page at each width, one after another."""
    page = browser.new_context(offline=True).new_page()
    page.goto(f"{path.as_uri()}#lang={language}")
    page.locator("[data-ready]").wait_for()
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        yield width, page


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_placeholder_is_cut(browser: Browser, fifty_file: Path, language: str) -> None:
    """The words in empty boxes of the panel are whole at five widths, with a distance claim chosen."""
    for width, page in at_widths(browser, fifty_file, language):
        if not page.locator(".what-if").count():
            page.locator("#panel .finding button.choose").first.click()
        assert page.evaluate(CUT) == [], width


def test_no_sign_begins_a_line(browser: Browser, fifty_file: Path) -> None:
    """A comma, colon or stop after a button of the summary stands on the button's last line, also after a long name."""
    for width, page in at_widths(browser, fifty_file):
        for name in (
            None,
            "The fragments lay 780 m apart, said the spokesman of the regional administration on Monday evening",
        ):
            if name:
                page.locator(".widest button").evaluate("(one, name) => { one.firstChild.textContent = name; }", name)
            found = page.evaluate(ALONE)
            assert len(found) >= 4
            assert all(is_beside for _, is_beside in found), (width, found)

"""Texts that run from right to left, and characters that steer a text, in a real browser."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

import geo
from geo.record.escape import mark_unseen, printable
from tests.conftest import DATA
from tests.javascript import run

from .test_webmap import Opened, hostile_file

STEERING = [
    "stop \u202edrow\u202c",
    "\u2066isolated\u2069 \u2067one\u2069",
    "marks \u200e \u200f \u061c",
    "hidden \u200b\ufeff\u00ad\u2060 end",
    "موقع\u202e الشظايا 2021-03-04",
]
SPOKEN = """() => {
  const walker = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT);
  const texts = [];
  while (walker.nextNode()) { // isolations may begin before a figure and end after it
    const { data, parentElement } = walker.currentNode;
    if (data.trim() && !parentElement.closest("script, style")) texts.push(parentElement.closest(":not(bdi)").textContent);
  }
  for (const one of document.querySelectorAll("*"))
    for (const name of ["title", "aria-label", "alt", "placeholder", "aria-valuetext"]) texts.push(one.getAttribute(name) ?? "");
  return texts;
}"""
DATES_READ_BACKWARDS = r"""() => {
  const walker = document.createTreeWalker(document.querySelector("#panel"), NodeFilter.SHOW_TEXT);
  const [found, backwards] = [[], []];
  while (walker.nextNode())
    for (const date of walker.currentNode.data.matchAll(/\d{4}-\d\d-\d\d/g)) {
      const lefts = Array.from(date[0], (_, at) => {
        const range = document.createRange();
        range.setStart(walker.currentNode, date.index + at);
        range.setEnd(walker.currentNode, date.index + at + 1);
        const box = range.getBoundingClientRect();
        return [Math.round(box.top), box.left];
      });
      if (!lefts.some(([top, left]) => top || left)) continue;
      found.push(date[0]);
      const line = lefts.filter(([top]) => top === lefts[0][0]).map(([, left]) => left);
      if (line.some((left, at) => at && left < line[at - 1])) backwards.push(walker.currentNode.parentElement.textContent);
    }
  return [found.length, backwards];
}"""


def steers(text: str) -> bool:
    """Whether a text has a sign that steers it, beside the isolations that the page puts around values and ends itself."""
    depth = 0
    for sign in text:
        depth += (sign == "\u2068") - (sign == "\u2069")
        if depth < 0:
            return True
    plain = text.replace("\u2068", "").replace("\u2069", "")
    return depth != 0 or mark_unseen(plain) != plain


def open_all(page: Page) -> None:
    page.locator("[data-ready]").wait_for()
    page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
    page.wait_for_timeout(300)
    page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")


MARKED = """(contexts) => contexts.map((context) => {
  const [before, after] = context.split("{}");
  const left = [];
  for (let start = 0; start < 0x110000; start += 0x400) {
    const signs = Array.from({ length: 0x400 }, (_, at) => String.fromCodePoint(start + at));
    const all = before + signs.join(`${after}|${before}`) + after;
    if (dom.visible(all) === all) continue;
    const texts = signs.map((sign) => before + sign + after);
    const shown = start === 0 || start === 0x2000 ? texts.map(dom.visible) : dom.visible(all).split("|");
    texts.forEach((text, at) => { if (shown[at] !== text) left.push(start + at); });
  }
  return left;
})"""
"""A thousand at a time with a sign between them, and one at a time those among which is this sign or the pair that may isolate."""


def marked(context: str, mark: Callable[[str], str]) -> list[int]:
    """The characters that a function changes, looked for in the same way."""
    before, after = context.split("{}")
    left = []
    for start in range(0, 0x110000, 0x400):
        signs = list(map(chr, range(start, start + 0x400)))
        together = before + f"{after}|{before}".join(signs) + after
        if mark(together) != together:
            texts = [context.format(sign) for sign in signs]
            shown = map(mark, texts) if start in (0, 0x2000) else mark(together).split("|")
            left += [start + at for at, (text, one) in enumerate(zip(texts, shown, strict=True)) if one != text]
    return left


def test_python_and_the_page_mark_the_same_characters() -> None:
    """Of all characters of Unicode, alone and beside letters, the page marks those that Python marks, and `printable` escapes these."""
    contexts = ["{}", "a{}b", "ب{}ب", "a{}ب"]
    left = run("dom", MARKED, contexts)
    for context, found in zip(contexts, left, strict=True):
        assert found == marked(context, mark_unseen)
        assert found == [code for code in marked(context, printable) if code not in (9, 10)]
    assert 0x202E in left[0]
    assert [0x200C in found for found in left] == [True, True, False, True]
    assert run("dom", "(texts) => texts.map(dom.visible)", STEERING) == [mark_unseen(text) for text in STEERING]


def test_nothing_steers_the_page(browser: Browser, tmp_path: Path) -> None:
    """No character that steers a text stands in any text or any spoken attribute of the page; each is shown as what it is."""
    result = geo.read_sites(hostile_file(tmp_path, STEERING))
    opened = Opened(browser, geo.write_map(geo.assess(result), tmp_path / "m.html"))
    page = opened.page
    open_all(page)
    texts: list[str] = []
    for button in page.locator("#panel button.choose").all()[::5]:
        button.click()
        page.mouse.move(800, 400)
        page.mouse.move(810, 410)
        texts = page.evaluate(SPOKEN)
        assert [text for text in texts if steers(text)] == []
    assert sum("[U+202E]" in text for text in texts) > 20
    assert page.locator("h1").inner_text() == mark_unseen(STEERING[0])
    assert page.title() == mark_unseen(STEERING[0])
    assert opened.said == []


def test_dates_beside_arabic_read_in_their_order(browser: Browser, tmp_path: Path) -> None:
    """2021-03-04 beside Arabic reads 2021-03-04, in all places of the panel where it stands."""
    path = geo.write_map(geo.assess(geo.read_sites(DATA / "ardate.geojson")), tmp_path / "m.html")
    page = Opened(browser, path).page
    open_all(page)
    count, backwards = page.evaluate(DATES_READ_BACKWARDS)
    assert count > 3
    assert backwards == []
    page.evaluate(
        "document.querySelector('#panel').append(Object.assign(document.createElement('p'), {textContent: 'موقع الشظايا 2021-03-04'}))"
    )
    assert page.evaluate(DATES_READ_BACKWARDS)[1] == ["موقع الشظايا 2021-03-04"]


def test_names_run_in_their_own_direction(browser: Browser, tmp_path: Path) -> None:
    """A name in Arabic or Hebrew runs from right to left, one in another script from left to right."""
    page = Opened(browser, geo.write_map(geo.assess(geo.read_sites(DATA / "scripts.geojson")), tmp_path / "m.html")).page
    page.locator("[data-ready]").wait_for()
    directions = page.evaluate(
        "Object.fromEntries(Array.from(document.querySelectorAll('#panel .record'), row => [row.dataset.id, getComputedStyle(row.querySelector('.title')).direction]))"
    )
    assert {name: directions[name] for name in ("site-ar", "site-he", "site-ru", "site-zh", "site-hy")} == {
        "site-ar": "rtl",
        "site-he": "rtl",
        "site-ru": "ltr",
        "site-zh": "ltr",
        "site-hy": "ltr",
    }


@pytest.mark.parametrize(("language", "tag"), [("az", "az"), ("zh-Hant", "zh-Hant"), (None, None)])
def test_what_a_source_says_is_in_its_language(browser: Browser, language: str | None, tag: str | None, tmp_path: Path) -> None:
    """The title and the quote of a source carry the source's language, if the file says which it is."""
    site: dict[str, Any] = {"kind": "fragment_site", "published_coordinates": "39.7605, 46.7427", "sources": ["s"]}
    source = {"kind": "source", "title": "Başlıq", "quote": "Sitat", **({"language": language} if language else {})}
    records = [("a", site), ("s", source)]
    features = [{"type": "Feature", "id": name, "geometry": None, "properties": one} for name, one in records]
    file = tmp_path / "s.geojson"
    file.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
    page = Opened(browser, geo.write_map(geo.assess(geo.read_sites(file)), tmp_path / "m.html")).page
    row = page.locator("#panel .source[data-id=s]")
    assert row.get_by_text("Başlıq").evaluate("one => one.closest('[lang]').lang") == (tag or "en")
    assert row.get_by_text("Sitat").evaluate("one => one.closest('[lang]').lang") == (tag or "en")


def test_a_sentence_runs_from_left_to_right_whatever_name_it_begins_with(browser: Browser, tmp_path: Path) -> None:
    """An English sentence about a claim with an Arabic name reads from the left, and the name from the right."""
    path = geo.write_map(geo.assess(geo.read_sites(DATA / "scripts.geojson")), tmp_path / "m.html")
    page = Opened(browser, path).page
    sentence = page.locator("li span[dir]", has_text="cannot hold, given the published positions").first
    assert sentence.evaluate("e => getComputedStyle(e).direction") == "ltr"

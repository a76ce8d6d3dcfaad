"""The page in each of its languages, in a real browser."""

import html
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

import geo
from geo.record.reading import read_data
from geo.show.map.languages import CONTEXT_END, LANGUAGES, RIGHT_TO_LEFT, messages_of
from geo.show.map.live import blank, shown
from tests.conftest import ROOT
from tests.show.map.test_live import serving
from tests.update_messages import source_messages

TRANSLATED = [language for language in LANGUAGES if language != "en"]
NOT_LATIN = [language for language in TRANSLATED if language not in ("az", "fr")]
ALLOWED = {
    "WGS",
    "SHA",
    "UTM",
    "MGRS",
    "Leaflet",
    "GeoJSON",
    "CSV",
    "debris",
    "sites",
    "Escape",
    "Enter",
    "km",
    "JavaScript",
    "Language",
}
"""Latin words of the page that stay in every language; the last explains the list of languages to whoever cannot read it."""

SHOWN_TEXTS = """() => {
  const found = [];
  const isForeign = (element) => element.closest("[lang]:not(:root), script, style, noscript, .leaflet-control-attribution") !== null;
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (node.data.trim() && !isForeign(node.parentElement)) found.push(node.data.trim());
  }
  for (const element of document.querySelectorAll("[aria-label], [title], [placeholder], [alt]")) {
    if (isForeign(element)) continue;
    for (const name of ["aria-label", "title", "placeholder", "alt"]) if (element.getAttribute(name)) found.push(element.getAttribute(name));
  }
  return found;
}"""


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory, assessment: geo.Assessment) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("languages")
    return {
        language: geo.write_map(assessment, folder / f"{language}.html", language=language, online=False)
        for language in LANGUAGES
    }


def opened(browser: Browser, path: Path, link: str = "", width: int = 1440, height: int = 900) -> Page:
    page = browser.new_context(viewport={"width": width, "height": height}, offline=True).new_page()
    page.goto(path.as_uri() + link)
    page.locator("[data-ready]").wait_for()
    return page


def everything(page: Page) -> Iterator[str]:
    """All words of the page: with everything unfolded, a finding chosen, and a record."""
    for choice in ("#panel .finding .choose", "#panel .record .choose"):
        page.locator(choice).first.click()
        page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
        page.wait_for_timeout(50)
        yield from page.evaluate(SHOWN_TEXTS)


_VALUES = {"count": r"[\d.,\s]+", "number": r"[\d.,\s]+"}
PATTERNS = {
    text: re.compile(re.sub(r"\\\{(\w+)\\\}", lambda name: _VALUES.get(name[1], ".+"), re.escape(text)), re.DOTALL)
    for one in source_messages()
    if one.id
    for text in ([one.id] if isinstance(one.id, str) else one.id)
    if re.search(r"[a-z]{2}", re.sub(r"\{\w+\}", "", text))
}
"""The English texts of the page, each as what it may look like with its values."""


def strings(value: object) -> Iterator[str]:
    """All texts of a file, names of properties among them, since attribute claims show these."""
    if isinstance(value, dict):
        yield from value
        value = list(value.values())
    if isinstance(value, list):
        for one in value:
            yield from strings(one)
    elif isinstance(value, str):
        yield value


SITES = geo.read_sites(ROOT / "sites.geojson")
DATA = "\n".join([SITES.sha256, "sites.geojson", *strings(json.loads((ROOT / "sites.geojson").read_text("utf-8")))])


def english_texts(texts: list[str], language: str, data: str) -> list[str]:
    """Those that are the page's own words in English, where the language has other ones, and no words of the data."""
    translated = messages_of(language)
    english = {key: key.split(CONTEXT_END)[-1] for key in translated}
    same = {english[key] for key, text in translated.items() if re.sub(r"\s", "", str(text)) == re.sub(r"\s", "", english[key])}
    told = [pattern for text, pattern in PATTERNS.items() if text not in same]
    own = [text for text in texts if re.sub(r"^\d+\. ", "", text) not in data]  # a claim's name may have its number before it
    return [text for text in own if any(pattern.fullmatch(text) for pattern in told)]


def latin_words(texts: list[str], data: str) -> list[str]:
    """Words in Latin letters that are neither of the data nor allowed."""
    words = {word for text in texts for word in re.findall(r"[A-Za-z]{3,}", text)}
    return sorted(word for word in words - ALLOWED if word not in data)


@pytest.mark.parametrize("language", TRANSLATED)
def test_no_english_is_left(browser: Browser, files: dict[str, Path], language: str) -> None:
    """With everything unfolded, no words of the page are English, but for sentences that are marked as such."""
    page = opened(browser, files[language])
    assert page.evaluate("[document.documentElement.lang, document.documentElement.dir]") == [
        language,
        "rtl" if language in RIGHT_TO_LEFT else "ltr",
    ]
    texts = list(everything(page))
    assert len(texts) > 300
    assert english_texts(texts, language, DATA) == []
    if language in NOT_LATIN:
        assert latin_words(texts, DATA) == []


def test_english_would_be_noticed(browser: Browser, files: dict[str, Path]) -> None:
    """On the English page the same search finds a hundred texts, and in a translated one a text that was put there."""
    texts = list(everything(opened(browser, files["en"])))
    assert len(set(english_texts(texts, "ru", DATA))) > 80
    assert latin_words(["Сохранено 3 rows"], DATA) == ["rows"]


@pytest.mark.parametrize("language", TRANSLATED)
def test_what_is_not_safe_is_said_in_every_language(browser: Browser, files: dict[str, Path], language: str) -> None:
    """The sentences on radii and ranges, and what a verdict is about, stand in the method in the reader's language."""
    page = opened(browser, files[language])
    method = page.locator(".method").inner_text()
    for start in ("A radius at which", "A launch from within", "Distances are geodesics", "What this page cannot tell"):
        (text,) = (text for key, text in messages_of(language).items() if key.startswith(start))
        assert str(text) in method
    page.locator(".legend label", has=page.locator(".swatch.lethal")).locator("input").check()
    assert str(messages_of(language)["not a safe distance"]) in " ".join(page.locator(".zone-label").all_inner_texts())


def test_a_reader_chooses_a_language_and_keeps_everything_else(browser: Browser, files: dict[str, Path]) -> None:
    """The choice goes into the link, what was chosen and filtered stays, and the note says that nobody checked the words."""
    page = opened(browser, files["en"])
    assert not page.locator(".language .note").count()
    page.locator("#panel .finding .choose").nth(1).click()
    page.locator("#panel input[type=search]").fill("strike")
    page.wait_for_url(re.compile("text=strike"))
    before = page.locator(".card .title").first.inner_text()
    page.locator(".language select").select_option("ru")
    page.locator(":root[lang=ru][data-ready]").wait_for()
    assert "lang=ru" in page.url
    assert page.locator(".card .title").first.inner_text() == before
    assert page.locator("#panel input[type=search]").input_value() == "strike"
    assert page.locator(".language .note").inner_text().startswith("Этот перевод не проверен")
    page.locator(".language select").select_option("en")
    page.locator(":root[lang=en][data-ready]").wait_for()
    assert "lang=" not in page.url


AS_SET = """() => ({
  focus: document.activeElement.closest(".language") && document.activeElement.tagName,
  chosen: document.querySelector("#panel .chosen")?.dataset.id,
  inputs: Array.from(document.querySelectorAll("input"), one => one.type === "checkbox" || one.type === "radio" ? one.checked : one.value),
  further: document.querySelector(".further").open,
  whatIf: [document.querySelector(".what-if").open, !document.querySelector(".what-if-banner").hidden],
  handle: document.querySelector(".what-if-handle").style.transform,
  scrolled: [document.querySelector("#panel").scrollTop, scrollY],
  view: [map_chart.getZoom(), map_chart.getCenter().lat.toFixed(4), map_chart.getCenter().lng.toFixed(4)],
  folded: document.querySelector("#panel").hidden,
  rows: Array.from(document.querySelectorAll("#panel ul.items"), one => one.children.length),
})"""


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (1024, 700), (390, 844)])
def test_another_language_moves_nothing(browser: Browser, files: dict[str, Path], width: int, height: int) -> None:
    """The focus stays on the list of languages; card, folds, what was typed and dragged, scrolling and view stay too."""
    page = opened(browser, files["en"], width=width, height=height)
    page.locator(".finding[data-id=claim-separation] .choose").click()
    page.locator("#panel .controls summary").click()
    page.get_by_label("From: id of a record").fill("fragment-site-1")
    page.locator(".further summary").first.click()
    page.locator(".what-if summary").click()
    handle = page.locator(".what-if-handle").first
    handle.focus()
    for _ in range(5):
        page.keyboard.press("Shift+ArrowRight")
    page.locator(".what-if-banner").wait_for()
    page.locator(".language select").focus()
    page.evaluate("document.getElementById('panel').scrollTop = 120")
    page.wait_for_timeout(200)  # what is tried is drawn with the next frame
    before = page.evaluate(AS_SET)
    assert before["focus"] == "SELECT"
    assert before["whatIf"] == [True, True]
    for language in ("hy", "ar", "en"):
        page.locator(".language select").evaluate(
            "(one, tag) => { one.value = tag; one.dispatchEvent(new Event('change')); }", language
        )
        page.locator(f":root[lang={language}][data-ready]").wait_for()
        page.wait_for_timeout(200)
        assert page.evaluate(AS_SET) == before
    assert page.evaluate("Object.keys(sessionStorage)") == []


def test_a_link_may_ask_for_any_language(browser: Browser, files: dict[str, Path]) -> None:
    """One that the page has is spoken; another one, or nonsense, leaves the page's own."""
    assert opened(browser, files["ru"], "#lang=hy").evaluate("document.documentElement.lang") == "hy"
    assert opened(browser, files["ru"], "#lang=en").evaluate("document.documentElement.lang") == "en"
    for nonsense in ("de", "keys", "__proto__", "<b>"):
        assert opened(browser, files["ru"], f"#lang={nonsense}").evaluate("document.documentElement.lang") == "ru"


def test_a_frame_without_an_address_can_change_its_language(browser: Browser, files: dict[str, Path], tmp_path: Path) -> None:
    """In a notebook the page stands in a frame that has no address; the choice is kept there, too."""
    outer = tmp_path / "notebook.html"
    outer.write_text(
        f'<!DOCTYPE html><iframe width=900 height=700 srcdoc="{html.escape(files["en"].read_text("utf-8"))}"></iframe>'
    )
    page = browser.new_context(offline=True).new_page()
    page.goto(outer.as_uri())
    frame = page.frame_locator("iframe")
    frame.locator("[data-ready]").wait_for()
    frame.locator(".language select").select_option("ar")
    frame.locator(":root[lang=ar][dir=rtl][data-ready]").wait_for()
    assert page.url == outer.as_uri()


@pytest.mark.parametrize("width", [1440, 1024, 390])
def test_arabic_runs_to_the_left_and_the_map_does_not(browser: Browser, files: dict[str, Path], width: int) -> None:
    """The panel stands on the right, the map keeps its own direction, and nothing sticks out of the window but what scrolls in its own frame."""
    page = opened(browser, files["ar"], width=width)
    panel, chart = (page.locator(name).bounding_box() for name in ("#panel", "#chart"))
    assert panel
    assert chart
    if width > 760:
        assert panel["x"] >= chart["x"] + chart["width"] - 1
    assert page.locator("#chart").evaluate("one => getComputedStyle(one).direction") == "ltr"
    assert page.locator("#panel").evaluate("one => getComputedStyle(one).direction") == "rtl"
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    boxes = page.locator("#panel :is(h2, p, button, input):not(.matrix *)").evaluate_all(
        "all => all.map((one) => one.getBoundingClientRect().toJSON())"
    )
    assert all(box["left"] >= -1 and box["right"] <= width + 1 for box in json.loads(json.dumps(boxes)) if box["width"])


@pytest.mark.parametrize("language", ["en", "ru", "hy"])
def test_long_words_stay_in_the_panel(browser: Browser, files: dict[str, Path], language: str) -> None:
    """Longer words than the English ones make no room of their own on a phone."""
    page = opened(browser, files[language], width=360, height=640)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert page.locator("#panel").evaluate("one => one.scrollWidth <= one.clientWidth")


@pytest.mark.parametrize(
    ("language", "date"),
    [
        ("ru", "2 апреля 2021 г."),
        ("fr", "2 avril 2021"),
        ("ar", "2 أبريل 2021"),
        ("az", "2 aprel 2021"),
        ("hy", "2021 թ. ապրիլի 2"),
        ("en", "2 April 2021"),
    ],
)
def test_days_are_written_as_the_language_does(browser: Browser, files: dict[str, Path], language: str, date: str) -> None:
    """The slider says its day in words; dates of the record stay as they were typed."""
    page = opened(browser, files[language], "#day=2021-04-02")
    assert page.locator("#panel input[type=range]").get_attribute("aria-valuetext") == date


def test_a_page_whose_words_are_broken_is_english(browser: Browser, files: dict[str, Path], tmp_path: Path) -> None:
    """Where the block of messages cannot be read, the page works, in English."""
    text = files["fr"].read_text("utf-8")
    broken = tmp_path / "broken.html"
    broken.write_text(re.sub(r'(id="messages" data-coding="deflate">)[^<]+', r"\1AAAA", text), "utf-8")
    page = opened(browser, broken)
    assert page.evaluate("document.documentElement.lang") == "en"
    assert page.locator("#panel .finding").count() > 5


def test_the_page_of_geo_watch_speaks_too(browser: Browser) -> None:
    """What the served page says of the file's problems is in its language, and the problems themselves are marked as English."""
    broken = (ROOT / "sites.geojson").read_bytes().replace(b'"kind": "fragment_site"', b'"kind": "fragment"', 1)
    last = shown(read_data("sites.geojson", (ROOT / "sites.geojson").read_bytes()), blank("sites.geojson", "ru"), language="ru")
    with serving(shown(read_data("sites.geojson", broken), last, language="ru")) as server:
        page = browser.new_page()
        page.goto(server.address)
        page.locator("#problems").wait_for()
        page.locator(":root[lang=ru][data-ready]").wait_for()
        assert page.locator("#problems > button").inner_text() == messages_of("ru")["Dismiss"]
        assert page.locator("#problems summary").get_attribute("lang") is None
        assert page.locator("#problems li").first.get_attribute("lang") == "en"
        page.close()

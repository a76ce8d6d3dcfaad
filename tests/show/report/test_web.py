"""The report's page in a real browser, with the network off."""

from itertools import pairwise
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser
from pypdf import PdfReader

import geo
from geo.record.reading import read
from tests.show.map.web.test_webmap import HOSTILE, SIZES, Opened, hostile_file


@pytest.fixture(scope="module")
def report_file(assessment: geo.Assessment, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return geo.write_report(assessment, tmp_path_factory.mktemp("report") / "report.html")


@pytest.mark.parametrize("size", SIZES)
def test_the_page_opens_without_a_network(browser: Browser, report_file: Path, size: str) -> None:
    """No message, no request, the picture is there, and nothing is wider than the screen."""
    opened = Opened(browser, report_file, size)
    assert opened.page.title() == "Missile fragments at Shusha (Shushi), as published"
    assert opened.page.evaluate("document.images[0].complete && document.images[0].naturalWidth > 300")
    assert opened.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert (opened.said, opened.asked) == ([], [])


@pytest.mark.parametrize("size", SIZES)
def test_for_everyone(browser: Browser, report_file: Path, size: str) -> None:
    """axe-core finds nothing at all."""
    found = Axe().run(Opened(browser, report_file, size).page).response["violations"]
    assert [f"{one['id']}: {one['nodes'][0]['html'][:120]}" for one in found] == []


def test_a_telephone_loses_nothing(browser: Browser, report_file: Path) -> None:
    """Rows become cards in which each cell follows the name of its column, and the map is drawn for the width."""
    page = Opened(browser, report_file, "phone").page
    reach = "all => Math.max(...all.map(one => one.getBoundingClientRect().right))"
    inside = ":is(table, th, td, img):not(.matrix *)"  # the matrix is moved sideways
    assert page.eval_on_selector_all(inside, reach) <= page.evaluate("innerWidth")
    assert page.eval_on_selector_all(
        "main, main > :not(.matrix)", "all => all.every(one => one.scrollWidth <= one.clientWidth)"
    )
    row = page.locator("tr", has_text="The fragments lay 780 m apart").locator("td")
    assert [
        (one.evaluate("it => getComputedStyle(it, '::before').content"), one.inner_text().replace("\xa0", " "))
        for one in row.all()
    ] == [
        ('"Verdict"', "contradicted"),
        ('"Measured"', "1,275.6 m"),
        ('"Claimed"', "780 meters"),
        ('"Gap"', "484.8 m"),
        ('"Its sources"', "6 not graded"),
    ]
    tall = "document.images[0].naturalHeight > document.images[0].naturalWidth"
    assert page.evaluate(tall)
    assert not Opened(browser, report_file).page.evaluate(tall)


def test_headings_in_order(browser: Browser, report_file: Path) -> None:
    """One title, and no level left out."""
    levels = Opened(browser, report_file).page.eval_on_selector_all("h1, h2, h3, h4", "all => all.map(one => +one.tagName[1])")
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(below - above <= 1 for above, below in pairwise(levels))


def test_it_prints_on_a4(browser: Browser, report_file: Path, tmp_path: Path) -> None:
    """With black ink for what is contradicted underlined, as colour may be lost, and every section on paper."""
    page = Opened(browser, report_file).page
    page.pdf(path=tmp_path / "printed.pdf", prefer_css_page_size=True)
    pages = PdfReader(tmp_path / "printed.pdf").pages
    assert [round(float(side)) for side in pages[0].mediabox[2:]] == [595, 842]
    text = " ".join(one.extract_text() for one in pages)
    assert "File and program" in text
    page.emulate_media(media="print")
    underlined = page.evaluate("getComputedStyle(document.querySelector('.contradicted .kicker')).textDecorationLine")
    assert underlined == "underline"


def test_hostile_text_runs_nothing(browser: Browser, tmp_path: Path) -> None:
    """No script, no request, no expression; the text is on the page as it was typed."""
    result = read(hostile_file(tmp_path))
    path = geo.write_report(geo.assess(result.sites), tmp_path / "report.html")
    opened = Opened(browser, path)
    shown = opened.page.locator("main").text_content() or ""
    assert [text for text in HOSTILE[:-1] if f"note {text}" not in shown] == []
    assert opened.page.evaluate("window.pwned") is None
    assert opened.page.title() == HOSTILE[0]
    assert (opened.said, opened.asked) == ([], [])


def test_the_policy_stops_what_slips_in(browser: Browser, report_file: Path, tmp_path: Path) -> None:
    """Even markup that got into the page neither runs nor loads nor styles."""
    path = tmp_path / "report.html"
    injected = "<script>window.pwned=1</script><img src='https://192.0.2.1/x.png' onerror='window.pwned=1'><p style='color:red'>x</p></main>"
    path.write_text(report_file.read_text("utf-8").replace("</main>", injected), "utf-8")
    opened = Opened(browser, path)
    assert opened.page.evaluate("window.pwned") is None
    assert opened.asked == []
    assert len([line for line in opened.said if "Content Security Policy" in line]) >= 3

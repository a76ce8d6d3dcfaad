"""Who says so, in a real browser: what ties the two sides of a finding, and the timeline."""

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

import geo
from geo.judge.verdict.ranking import rank_findings
from geo.record.kinds import FragmentSite, Source, StrikeReport
from tests.benchmarks.generate import write_records
from tests.show.map.web.test_webmap import SIZES, Opened


def test_what_ties_the_two_sides(browser: Browser, map_file: Path, assessment: geo.Assessment) -> None:
    """The sentence of `geo sources` in each card, and the sources of each side with their grades."""
    page = Opened(browser, map_file).page
    card = page.locator(".card")
    page.locator(".finding .choose").first.click()
    for finding in rank_findings(assessment.findings):
        text = card.text_content() or ""
        assert (finding.provenance.sentence in text) is (finding.independent is False)
        page.keyboard.press("n")
    page.locator(".finding[data-id=claim-direction] .choose").click()
    (finding,) = (one for one in assessment.findings if one.claim == "claim-direction")
    sides = []
    for ids in assessment.sites["claim-direction"].sources, finding.provenance.positions:
        sources = [assessment.sites[one] for one in ids]
        assert len(sources) > 1
        names = [
            f"{one.title}, {one.publisher}, {one.published_on.text}: {f'reliability {one.reliability}' if one.reliability else 'not graded'}"
            for one in sources
            if isinstance(one, Source) and one.published_on
        ]
        assert len(names) == len(sources)
        sides.append("\n".join(names))
    assert card.locator(".sources").all_inner_texts() == sides
    card.get_by_text("Both sides are attributed to ANAMA, so agreement would be consistency, not corroboration.").wait_for()
    rows = page.locator(".source[data-id=apa-2021-04-02] tr").all_inner_texts()
    assert {"Publisher\tAPA", "Published on\t2021-04-02", "Attributed to\tANAMA"} <= set(rows)


@pytest.mark.parametrize("size", SIZES)
def test_the_timeline(browser: Browser, map_file: Path, assessment: geo.Assessment, size: str) -> None:
    """Opened by keyboard, it lists what `geo sources` lists, in that order, and leads to the map."""
    opened = Opened(browser, map_file, size)
    page = opened.page
    assert page.locator(".dated").count() == 0
    page.locator(".timeline summary").focus()
    page.keyboard.press("Enter")
    page.locator(".dated").first.wait_for()
    rows = [row.inner_text().split("\n") for row in page.locator(".dated").all()]
    expected = []
    for one in assessment.timeline:
        record = assessment.sites[one.id]
        label = record.title if isinstance(record, Source) else one.label
        deed = {FragmentSite: "found", StrikeReport: "strike, as reported", Source: "published"}.get(type(record), "claimed")
        expected.append([f"{one.dates.text if one.dates else 'undated'}: {deed}", label, *([one.who] if one.who else [])])
    months = page.locator(".month").all_inner_texts()
    assert [[part for part in row if part and part not in months] for row in rows] == expected
    assert months == ["November 2020", "2021", "February 2021", "March 2021", "April 2021", "Without a date"]
    assert not {"contradicted", "compatible"} & set((page.locator(".timeline").inner_text()).lower().split())
    assert Axe().run(page).response["violations"] == []
    page.locator(".dated").get_by_role("button", name="Fragment site 2").press("Enter")
    page.locator(".card").get_by_text("39°45'27.80\"N").first.wait_for()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert (opened.said, opened.asked) == ([], [])


def test_a_long_timeline_grows_on_demand(browser: Browser, tmp_path: Path) -> None:
    """A hundred rows at a time; nothing is listed before it is opened."""
    file = tmp_path / "sites.geojson"
    write_records(file, 6_000)
    opened = Opened(browser, geo.write_map(geo.assess(geo.read_sites(file)), tmp_path / "m.html"))
    opened.page.locator("[data-ready]").wait_for()
    opened.page.locator(".timeline summary").click()
    opened.page.get_by_role("heading", name="Timeline (4,499)").wait_for()  # 3,000 sites and, undated, 1,499 claims
    assert opened.page.locator(".dated").count() == 100
    opened.page.locator(".timeline .more").click()
    assert opened.page.locator(".dated").count() == 200
    assert opened.page.locator(".timeline .more").inner_text() == "Show more: 4,299 rows are left"
    assert opened.said == []


def test_the_timeline_follows_the_filter(browser: Browser, map_file: Path) -> None:
    """What the search leaves out is not in the list of days, whether that was open before or is opened afterwards."""
    page = Opened(browser, map_file).page
    page.locator(".timeline summary").click()
    page.locator(".dated").first.wait_for()
    everything = page.locator(".dated").count()
    page.get_by_role("searchbox").fill("APA")
    page.locator(".shown", has_text="Shown:").wait_for()
    assert 0 < page.locator(".dated").count() < everything
    page.locator(".timeline summary").click()
    page.get_by_role("searchbox").fill("")
    page.locator(".shown:empty").wait_for(state="attached")
    page.locator(".timeline summary").click()
    page.locator(".dated").nth(everything - 1).wait_for()
    page.get_by_role("searchbox").fill("zzzz")
    page.locator(".shown", has_text="Nothing found for").wait_for()
    assert page.locator(".dated").count() == 0
    assert page.locator(".found").inner_text().startswith("None of the ")

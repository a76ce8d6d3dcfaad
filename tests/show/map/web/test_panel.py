"""What goes beyond a verdict, on the page in a real browser."""

from pathlib import Path

from playwright.sync_api import Browser

import geo
from geo.judge.verdict.margin import measure_margin
from geo.record.kinds import Claim
from geo.show.answers.claim_words import Names
from geo.show.answers.locus import locus_sentences
from geo.show.answers.margin import margin_sentences
from geo.show.answers.markings import marking_sentences
from geo.show.answers.report import together_sentences
from geo.show.map.bundle import bundle
from tests.judge.test_same_markings import written
from tests.show.map.web.test_webmap import Opened


def test_what_would_turn_a_verdict(browser: Browser, map_file: Path, assessment: geo.Assessment) -> None:
    """The sentences of `geo why` on margin and slips are beside the finding, and those on the area at the area."""
    opened = Opened(browser, map_file)
    opened.page.wait_for_selector("html[data-ready]")
    opened.page.locator('.finding[data-id="claim-separation"] .choose').click()
    finding = opened.page.locator(".card")
    finding.locator(".further summary").click()
    told = finding.locator(".further li").all_inner_texts()
    claim, names = assessment.sites["claim-separation"], Names(assessment.sites)
    assert isinstance(claim, Claim)
    assert told[:4] == list(margin_sentences(measure_margin(claim, assessment.sites), names))
    assert any("39°45'27.80\"N 46°45'2.80\"E (extra), 757.7 m" in line for line in told)
    opened.page.keyboard.press("Escape")
    areas = opened.page.locator("path.locus")
    assert areas.count() == 0
    opened.page.get_by_label("Where several claims would hold").check()
    assert areas.count() == 2
    areas.first.dispatch_event("mouseover")
    (locus,) = assessment.loci
    assert opened.page.locator(".leaflet-tooltip.wide").inner_text() == " ".join(locus_sentences(locus, names))
    together = opened.page.locator("#panel > section", has=opened.page.get_by_role("heading", name="Claims together"))
    told = together.locator("li").all_inner_texts()
    assert told == together_sentences(assessment)
    opened.page.get_by_label("Where several claims would hold").uncheck()
    assert areas.count() == 0
    assert opened.said == []


def test_many_slips_are_folded(browser: Browser, map_file: Path) -> None:
    """Of many slips that would make a claim hold the first are shown, which leave least open; none is lost."""
    page = Opened(browser, map_file).page
    words = {"before": ["Before."], "slips": [f"slip {number}" for number in range(36)], "after": ["After."]}
    ask = "const one = panel.further(lines); one.open = true; document.body.append(one); return one.innerText.split('\\n').filter(Boolean);"
    shown = f"lines => {{ {bundle('panel')} {ask} }}"
    told = page.evaluate(shown, words)
    assert [line.strip() for line in told[1:]] == ["Before.", "slip 0", "slip 1", "slip 2", "33 more slips", "After."]
    assert page.locator("body > .further details li").count() == 33
    few = page.evaluate(shown, {"before": ["Before."], "slips": ["slip 0"], "after": ["After."]})
    assert [line.strip() for line in few[1:]] == ["Before.", "slip 0", "After."]


def test_a_marking_far_apart_is_in_the_list_and_on_the_cards(browser: Browser, tmp_path: Path) -> None:
    """The list has its sentence with a button for each record; the card of each has the sentence too, that of others not."""
    sites = tmp_path / "sites.geojson"
    sites.write_bytes(written((["BM-21", "5V28-0417"], 0), ("5V28-0417", 1), ("KS-101 / 0732", 2)))
    geo.write_map(sites, tmp_path / "map.html")
    opened = Opened(browser, tmp_path / "map.html")
    page = opened.page
    page.wait_for_selector("html[data-ready]")
    (said,) = marking_sentences(geo.assess(sites))
    box = page.locator("#panel > section", has=page.get_by_role("heading", name="One marking far apart"))
    assert said in box.locator("li").inner_text()
    assert box.locator("li .named").inner_text().strip() == "s1, s2."
    box.get_by_role("button", name="s1").click()
    card = page.locator(".card")
    assert said in card.inner_text()
    assert "BM-21; 5V28-0417" in card.inner_text()
    page.locator("li[data-id=s3] button").click()
    assert said not in card.inner_text()
    assert "KS-101 / 0732" in card.inner_text()
    assert opened.said == []

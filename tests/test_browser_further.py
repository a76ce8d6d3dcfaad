"""What goes beyond a verdict, on the page in a real browser."""

from pathlib import Path

from playwright.sync_api import Browser

import geo
from geo.judge.conflict import conflicts
from geo.judge.margin import margin
from geo.record.kinds import Claim
from geo.show.answers import conflicts_sentences, locus_sentences, margin_sentences

from .test_browser import Opened


def test_what_would_turn_a_verdict(browser: Browser, map_file: Path, assessment: geo.Assessment) -> None:
    """The sentences of `geo margin` and `geo slips` are beside the finding, and those of `geo locate` at the area."""
    opened = Opened(browser, map_file)
    opened.page.wait_for_selector("html[data-ready]")
    finding = opened.page.locator('.finding[data-id="claim-separation"]')
    finding.locator(".further summary").click()
    told = finding.locator(".further li").all_inner_texts()
    claim = assessment.sites["claim-separation"]
    assert isinstance(claim, Claim)
    assert told[:4] == list(margin_sentences(margin(claim, assessment.sites)))
    assert "46°44'53.90\"E (digit), 823.1 m" in told[5]
    areas = opened.page.locator("path.locus")
    assert areas.count() == 2
    areas.first.dispatch_event("mouseover")
    (locus,) = assessment.loci
    assert opened.page.locator(".leaflet-tooltip.wide").inner_text() == " ".join(locus_sentences(locus))
    together = opened.page.locator("#panel > section", has=opened.page.get_by_role("heading", name="Claims together"))
    told = together.locator("li").all_inner_texts()
    assert told == [*conflicts_sentences(conflicts(assessment), assessment), " ".join(locus_sentences(locus))]
    opened.page.get_by_label("Where all of a site’s would").uncheck()
    assert areas.count() == 0
    assert opened.said == []

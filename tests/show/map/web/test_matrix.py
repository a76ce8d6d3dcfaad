"""Sources by claims: which source carries which claim, and which rest on one body."""

from pathlib import Path

from playwright.sync_api import Browser, expect

import geo
from geo.show.report.blocks import Matrix
from geo.show.report.document import build_document
from tests.show.map.web.test_webmap import Opened


def test_the_page_has_the_marks_of_the_report(browser: Browser, map_file: Path, assessment: geo.Assessment) -> None:
    """The same rows, in the same order, with the same mark for each finding, and the same claims that rest on one body."""
    page = Opened(browser, map_file).page
    table = page.locator(".matrix")
    (matrix,) = (one for one in build_document(assessment).blocks if isinstance(one, Matrix))
    read = "all => all.map(row => [...row.cells].slice(2).map(cell => cell.textContent))"
    assert table.locator("tbody tr").evaluate_all(read) == [list(row.marks) for row in matrix.rows]
    assert table.locator("thead button").all_inner_texts() == list(matrix.columns)
    assert page.get_by_text("All sources of 5 claims rest on ANAMA: 2, 14, 20, 23, 24.").count() == 1
    table.get_by_role("button", name="1. The fragments lay 780 m apart").click()
    assert page.locator("#panel li.chosen, #panel .card").count() >= 1


def test_the_matrix_follows_the_filter(browser: Browser, map_file: Path) -> None:
    """Columns are those of the findings that the filter leaves."""
    page = Opened(browser, map_file).page
    table = page.locator(".matrix")
    page.locator("input[type=search]").first.fill("780")
    expect(table.locator("thead button")).not_to_have_count(24)
    numbers = table.locator("thead button").all_inner_texts()
    assert numbers[0] == "1"
    assert numbers == page.locator("#panel .finding .badge").all_inner_texts()

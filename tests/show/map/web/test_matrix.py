"""Sources by claims: which source carries which claim, and which rest on one body."""

import json
from pathlib import Path

from playwright.sync_api import Browser, expect

import geo
from geo.show.report.blocks import Matrix
from geo.show.report.document import build_document
from geo.show.report.matrix import MOST_ROWS
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


def test_what_carries_nothing_is_left_out_first(browser: Browser, tmp_path: Path) -> None:
    """Of more sources than there is room for, those of the claims stay, under the body that they have, on paper and page alike."""
    sources = [{"kind": "source", "title": f"t{n}", "publisher": "City Gazette" if n < 90 else f"p{n}"} for n in range(100)]
    claim = {"kind": "attribute_claim", "about": "a", "attribute": "x", "value": "1", "sources": ["s80", "s95"]}
    site = {"kind": "fragment_site", "published_coordinates": "39.75 N 46.75 E", "sources": ["s85"]}
    records = {"a": site, "c": claim, **{f"s{n}": one for n, one in enumerate(sources)}}
    features = [{"type": "Feature", "id": name, "geometry": None, "properties": one} for name, one in records.items()]
    path = tmp_path / "x.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
    assessment = geo.assess(path)
    (matrix,) = (one for one in build_document(assessment).blocks if isinstance(one, Matrix))
    assert [row.marks for row in matrix.rows if any(row.marks)] == [("●",), ("○",), ("●",)]
    assert [row.begins for row in matrix.rows if row.begins] == ["City Gazette", "p95"]
    assert len(matrix.rows) == MOST_ROWS
    page = Opened(browser, geo.write_map(assessment, tmp_path / "x.html")).page
    read = "all => all.map(row => [...row.cells].slice(2).map(cell => cell.textContent))"
    assert page.locator(".matrix tbody tr").evaluate_all(read) == [list(row.marks) for row in matrix.rows]
    assert page.get_by_text("Not in this table: 40 more sources.").count() == 1


def test_the_matrix_follows_the_filter(browser: Browser, map_file: Path) -> None:
    """Columns are those of the findings that the filter leaves."""
    page = Opened(browser, map_file).page
    table = page.locator(".matrix")
    page.locator("input[type=search]").first.fill("780")
    expect(table.locator("thead button")).not_to_have_count(24)
    numbers = table.locator("thead button").all_inner_texts()
    assert numbers[0] == "1"
    assert numbers == page.locator("#panel .finding .badge").all_inner_texts()

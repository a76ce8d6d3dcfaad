import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st

import geo
from geo.earth.position import Position
from geo.record.kinds import Claim, FragmentSite
from geo.record.notebook import MOST_ROWS, html_table
from geo.record.reading import read
from geo.record.sites import Sites
from tests.conftest import DATA
from tests.show.map.web.test_webmap import HOSTILE, hostile_file


def texts(html: str) -> list[str]:
    """The cells of a fragment of HTML, parsed strictly."""
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    tree = parser.parseFragment(html)
    allowed = {"DOCUMENT_FRAGMENT", "table", "caption", "tbody", "tr", "th", "td", "p"}
    assert {one.tag for one in tree.iter()} <= allowed
    assert {name for one in tree.iter() for name in one.attrib} <= {"scope"}
    return [one.text or "" for one in tree.iter() if one.tag in {"caption", "th", "td", "p"}]


@given(st.lists(st.text(st.characters(exclude_categories=["Cn"])), min_size=1))  # but for code points that HTML forbids
def test_text_stays_text(cells: list[str]) -> None:
    """Whatever is in it, lone surrogates and control characters included."""
    assert len(texts(html_table([cells], caption=cells[0]))) == len(cells) + 1


def test_hostile_records(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Every record and finding of a file full of traps is a table of plain cells."""
    sites = read(hostile_file(tmp_path_factory.mktemp("h"))).sites
    assessment = geo.assess(sites)
    for one in (sites, assessment, *sites, *assessment.findings):
        assert texts(one._repr_html_())
    (site,) = [one for one in sites if one.id == f"fragment_site {HOSTILE[0]}"]
    assert f"munition {HOSTILE[0]}" in texts(site._repr_html_())


def test_what_a_notebook_shows(assessment: geo.Assessment) -> None:
    """Sites, assessments and findings show their main figures in words."""
    sites = assessment.sites
    assert texts(sites._repr_html_())[0] == f"Missile fragments at Shusha (Shushi), as published: {len(sites)} records"
    assert "39°45'38.10\"N 46°44'33.90\"E" in texts(sites["fragment-site-1"]._repr_html_())
    claim = sites["claim-separation"]
    assert isinstance(claim, Claim)
    shown = texts(claim._repr_html_())
    assert (shown[shown.index("from") + 1], shown[shown.index("distance_m") + 1]) == ("fragment-site-1", "780")
    measured = assessment.findings[0].measured
    assert measured
    assert {"1,275.598 m", "104.416°"} <= set(texts(measured._repr_html_()))
    assert "any direction" in texts(geo.measure(Position(1, 1, 5), Position(1, 1, 5))._repr_html_())
    assert texts(assessment.findings[0]._repr_html_())[:3] == ["claim-separation", "verdict", "contradicted"]
    assert "contradicted" in texts(assessment._repr_html_())


def test_long_files_are_cut() -> None:
    """A long table ends with the count of rows left out; a short one has no such line."""
    many = Sites("f", "", tuple(FragmentSite(id=f"s{number}") for number in range(MOST_ROWS + 1001)))
    assert texts(many._repr_html_())[-1] == "… and 1,001 more"
    assert len(texts(many._repr_html_())) == 1 + 3 + 3 * MOST_ROWS + 1
    few = read(DATA / "good" / "no-records.geojson").sites
    assert texts(few._repr_html_())[1:] == ["id", "kind", "name"]

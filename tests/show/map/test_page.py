import json
import re
import zlib
from base64 import b64decode
from html.parser import HTMLParser

import folium
import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st

import geo
from geo.show.map.page import Page, json_block, leaflet_licence, policy


@given(st.recursive(st.none() | st.text() | st.integers(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)))
def test_json_between_tags(value: object) -> None:
    """What JSON.parse reads is the value, and nothing in it can end the block."""
    block = str(json_block(value))
    assert not set("<>&\u2028\u2029") & set(block)
    assert json.loads(block) == value


def test_half_characters_survive() -> None:
    """A lone surrogate cannot be written as UTF-8; as an escape it can, and means the same."""
    assert json.loads(str(json_block("\ud800"))) == "\ud800"


HOSTS = ["https://server.arcgisonline.com", "https://tile.openstreetmap.org"]


class Blocks(HTMLParser):
    """The texts of all script and style elements, as a browser takes them."""

    def __init__(self) -> None:
        super().__init__()
        self.blocks: list[tuple[str, str | None, str]] = []
        self.scripts: list[str] = []
        """The texts that are run, in their order, once unpacked."""
        self._inside: tuple[str, str | None] | None = None
        self._run: str | None = "never"

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = dict(attributes)
        self._inside = (tag, given.get("type")) if tag in ("script", "style") else None
        self._run = given.get("data-run", "never") if "type" in given else None

    def handle_endtag(self, tag: str) -> None:
        if tag in ("script", "style"):
            self._inside = None

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.blocks.append((*self._inside, data))
            if self._inside[0] == "script" and self._run != "never":
                self.scripts.append(zlib.decompress(b64decode(data)).decode() if self._run == "deflate" else data)


@pytest.fixture(scope="module")
def page(assessment: geo.Assessment) -> str:
    text: str = geo.draw_map(assessment).get_root().render()
    return text


def test_the_page_is_valid_html(page: str) -> None:
    """A strict parser takes it."""
    html5lib.HTMLParser(strict=True).parse(page)


def test_each_script_is_named_by_its_hash(page: str) -> None:
    """The policy lists what the page holds, and nothing is inline without a hash."""
    parser = Blocks()
    parser.feed(page)
    scripts = parser.scripts
    styles = [text for tag, _, text in parser.blocks if tag == "style"]
    assert len(scripts) == 4
    found = re.search(r'Content-Security-Policy" content="([^"]*)"', page)
    assert found
    assert found[1].replace("&#39;", "'") == policy(scripts, styles, HOSTS)
    assert "default-src 'none'" in found[1].replace("&#39;", "'")
    assert "unsafe" not in found[1]


def test_nothing_is_loaded_from_elsewhere(page: str) -> None:
    """No address in any src or href, but for the sources that a reader may follow, which are data."""
    outside = re.sub(r"<script.*?</script>|<style.*?</style>", "", page, flags=re.DOTALL)
    assert not re.findall(r"(?:src|href)=\"(?!data:|#)", outside)
    assert "sourceMappingURL" not in page


def test_the_same_bytes_twice(assessment: geo.Assessment, page: str) -> None:
    """No build time, no random name."""
    assert geo.draw_map(assessment).get_root().render() == page


def test_the_page_is_small(page: str) -> None:
    """At most 450 KiB for the repository's own record."""
    assert len(page.encode()) <= 450 * 1024


def test_the_licence_of_leaflet_is_in_the_page(page: str) -> None:
    """Leaflet's licence names its author, and its conditions are in the page."""
    assert "Volodymyr Agafonkin" in leaflet_licence()
    assert "Redistributions in binary form must reproduce" in page


def test_what_loads_files_is_refused(assessment: geo.Assessment) -> None:
    """A Folium plugin that links a script from a host cannot slip into a self-contained page."""
    from folium.plugins import Fullscreen

    chart = geo.draw_map(assessment)
    Fullscreen().add_to(chart)  # type: ignore[no-untyped-call]
    with pytest.raises(ValueError, match="the page loads nothing, so Fullscreen cannot be added, which needs https://"):
        chart.get_root().render()


def test_the_map_is_foliums(assessment: geo.Assessment) -> None:
    """Whoever knows Folium gets what Folium gives, and can add to it."""
    chart = geo.draw_map(assessment)
    assert isinstance(chart, folium.Map)
    assert isinstance(chart.get_root(), Page)
    folium.Circle((39.76, 46.75), radius=10).add_to(chart)
    assert "L.circle(" in chart.get_root().render()

import json
import re
import shutil
import zlib
from base64 import b64decode
from pathlib import Path
from typing import Any

import pytest

import geo
from geo.record.reading import read, read_data
from geo.show.map.draw import write_map
from tests.conftest import DATA, ROOT
from tests.show.map.test_basemap import mbtiles


def data_of(page: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/json" id="data" data-coding="deflate"[^>]*>(.*?)</script>', page, re.DOTALL)
    assert found
    value: dict[str, Any] = json.loads(zlib.decompress(b64decode(found[1])))
    return value


def test_everything_is_on_the_page(assessment: geo.Assessment, tmp_path: Path) -> None:
    """Each record, finding, zone and source, with or without a place."""
    data = data_of(write_map(assessment, tmp_path / "m.html").read_text("utf-8"))
    tables = [*data["records"].values(), data["sources"]]
    assert {one for table in tables for one in table["id"]} | set(data["findings"]["claim"]) == {
        record.id for record in assessment.sites
    }
    assert data["records"]["strike_report"]["lethal_radius_m"] == [200, 200, None]
    assert data["warning"] == "A radius at which fragments can kill is not a safe distance."
    assert data["dates"] == ["2020-11-07", "2021-12-31"]


def test_the_page_names_no_folder(tmp_path: Path) -> None:
    """Of each file that goes into it the page holds the base name at most; a folder may be named after a person or a case."""
    folder = tmp_path / "jane.doe" / "secret-case"
    folder.mkdir(parents=True)
    file = shutil.copy(ROOT / "sites.geojson", folder)
    sites = geo.read_sites(file)
    assert "secret-case" in sites.path  # else this test could not fail
    tiles = mbtiles(folder / "town.mbtiles", range(12, 14))
    page = write_map(geo.assess(sites), folder / "m.html", tiles=str(tiles), context=file).read_text("utf-8")
    assert data_of(page)["file"] == "sites.geojson"
    for private in ("jane.doe", "secret-case", str(tmp_path)):
        assert private not in page


def test_the_view_asks_again_what_lies_far() -> None:
    """A position 1,500 km off hides one that is 70 km off, as GEO052 has it for each; one of few is never far."""
    spots = [
        (37.584, 48.736),
        (37.586, 48.737),
        (37.589, 48.738),
        (37.581, 48.735),
        (37.583, 48.733),
        (38.4, 49.1),
        (50.7, 39.2),
    ]
    features = [
        {
            "type": "Feature",
            "id": f"site-{number}",
            "geometry": {"type": "Point", "coordinates": at},
            "properties": {"kind": "fragment_site"},
        }
        for number, at in enumerate(spots)
    ]

    def views(*numbers: int) -> dict[str, Any]:
        file = {"type": "FeatureCollection", "features": [features[number] for number in numbers]}
        page: Any = geo.draw_map(geo.assess(read_data("x.geojson", json.dumps(file).encode()).sites)).get_root()
        found: dict[str, Any] = page.data["views"]
        return found

    assert views(0, 1, 2, 3, 4, 5, 6)["far"] == ["site-5", "site-6"]
    (south, west), (north, east) = views(0, 1, 2, 3, 4, 5, 6)["home"]
    assert (48.7 < south < 48.733, 37.5 < west < 37.581, 48.738 < north < 48.8, 37.589 < east < 37.7) == (True,) * 4
    assert views(0, 1, 2, 3, 4)["far"] == []
    assert views(0, 1, 6)["far"] == []
    assert views(0, 1, 6)["home"] == views(0, 1, 6)["everything"]


@pytest.mark.parametrize("kind", ["fragment_site", "place", "zone"])
@pytest.mark.parametrize("half_deg", [0.1, 1.0])
def test_the_view_holds_an_outline(kind: str, half_deg: float) -> None:
    """A file of one area shows all of it; beside a site, one that is so wide that the site would be a speck sets no view."""
    west, east, south, north = 20 - half_deg, 20 + half_deg, 10 - half_deg, 10 + half_deg
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    said = {"kind": kind, **({"zone_type": "search"} if kind == "zone" else {})}
    area = {"type": "Feature", "id": "a", "geometry": {"type": "Polygon", "coordinates": [ring]}, "properties": said}
    site = {
        "type": "Feature",
        "id": "b",
        "geometry": {"type": "Point", "coordinates": [20, 10]},
        "properties": {"kind": "strike_report"},
    }

    def home(*features: dict[str, Any]) -> Any:
        file = {"type": "FeatureCollection", "features": features}
        page: Any = geo.draw_map(geo.assess(read_data("x.geojson", json.dumps(file).encode()).sites)).get_root()
        return page.data["views"]["home"]

    (low, left), (high, right) = home(area)
    assert (low < south, left < west, high > north, right > east) == (True,) * 4
    (low, left), _ = home(area, site)
    assert (left < west) == (half_deg < 1)


def test_the_view_holds_the_lines_that_are_drawn() -> None:
    """The view holds both ends of a contradicted claim, unless these would make a speck of several sites."""

    def point(name: str, kind: str, lon: float) -> dict[str, Any]:
        geometry = {"type": "Point", "coordinates": [lon, 10.00001]}
        return {"type": "Feature", "id": name, "geometry": geometry, "properties": {"kind": kind}}

    def reach(away: float, *claimed: str, sites: int = 3) -> float:
        said = {"kind": "distance_claim", "from": "s0", "to": "p", "published_distance": "100 m"}
        claim = {"type": "Feature", "id": "c", "geometry": None, "properties": said}
        spots = [point(f"s{number}", "strike_report", 20.00001 + number / 100) for number in range(sites)]
        file = {
            "type": "FeatureCollection",
            "features": [*spots, point("p", "place", 20.00001 + away), *[claim] * len(claimed)],
        }
        page: Any = geo.draw_map(geo.assess(read_data("x.geojson", json.dumps(file).encode()).sites)).get_root()
        return float(page.data["views"]["home"][1][1])

    assert reach(0.3, "c") > 20.3
    assert reach(0.3) < 20.1
    assert reach(3, "c") < 20.1
    assert reach(3, "c", sites=1) > 23


def test_every_good_file_can_be_drawn() -> None:
    """No records, one record, the pole, the 180th meridian."""
    for path in (DATA / "good").glob("*.geojson"):
        assert geo.draw_map(geo.assess(read(path).sites)).get_root().render()


def test_names_without_scripts_are_text(tmp_path: Path) -> None:
    """A name of a record or of a claim opens and closes nothing in what stands without scripts, and steers no text there."""
    hostile = "</noscript><b>\u202e&"
    features: list[dict[str, Any]] = [
        {"type": "Feature", "id": name, "geometry": {"type": "Point", "coordinates": [46.74 + shift, 39.76]}, "properties": one}
        for name, shift, one in (
            ("a", 0.0, {"kind": "fragment_site", "name": hostile}),
            ("b", 0.1, {"kind": "fragment_site", "name": hostile}),
        )
    ]
    claim: dict[str, Any] = {"kind": "distance_claim", "name": hostile, "from": "a", "to": "b", "distance_m": 5}
    features.append({"type": "Feature", "id": "c", "geometry": None, "properties": claim})
    file = tmp_path / "s.geojson"
    file.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
    page = write_map(geo.assess(geo.read_sites(file)), tmp_path / "m.html").read_text("utf-8")
    still = page[page.index("<noscript>") : page.index("</noscript>")]
    assert still.count("&lt;/noscript&gt;&lt;b&gt;[U+202E]&amp;") >= 3
    assert "<b>" not in still
    assert page.count("</noscript>") == 1
    assert "\u202e" not in still

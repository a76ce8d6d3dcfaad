"""Longitudes on both sides of the 180th meridian: in Python, and the same in the page's scripts."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

import geo
from geo.earth.longitudes import all_near, middle_of, near
from geo.earth.tiles import Bounds, iter_tiles_within
from geo.show.map.context import read_context
from geo.show.map.draw import draw_map
from tests.conftest import DATA
from tests.javascript import run

LONGITUDES = st.floats(-180, 180).map(lambda lon: round(lon, 6))


@given(st.lists(LONGITUDES, min_size=1, max_size=8))
def test_the_span_is_as_short_as_any(lons: list[float]) -> None:
    """Around the middle, longitudes span no more than around any other meridian, and each is the same meridian."""

    def span(middle: float) -> float:
        return max(near(lon, middle) for lon in lons) - min(near(lon, middle) for lon in lons)

    middle = middle_of(lons)
    assert -180 <= middle <= 180
    assert span(middle) <= min(span(other) for other in range(-180, 180, 5)) + 1e-9
    for lon in lons:
        turned = near(lon, middle)
        assert abs(turned - middle) <= 180 + 1e-9
        assert abs((turned - lon) % 360) < 1e-9 or abs((turned - lon) % 360 - 360) < 1e-9


@given(st.lists(LONGITUDES, min_size=1, max_size=8))
def test_longitudes_that_do_not_surround_the_180th_meridian_stay(lons: list[float]) -> None:
    """Where the widest gap lies at the 180th meridian, every longitude stays exactly as it is."""
    lons = [lon / 2.1 for lon in lons]  # at most 171.5 degrees apart
    middle = middle_of(lons)
    assert [near(lon, middle) for lon in lons] == lons


@given(st.lists(LONGITUDES, min_size=1, max_size=8), LONGITUDES)
def test_many_longitudes_are_turned_as_one_is(lons: list[float], middle: float) -> None:
    """Arrays are turned to the same side as floats, to the last bit."""
    assert all_near(np.array(lons), middle).tolist() == [near(lon, middle) for lon in lons]


def test_python_and_the_page_agree_on_the_side() -> None:
    """The page's script turns a longitude to the same side as Python does."""
    cases = [(lon, middle) for lon in (-180, -179.992, -0.5, 0, 46.74275, 179.995, 180) for middle in (-180, -90.5, 0, 47, 180)]
    found = run("meridian", "(cases) => cases.map(([lon, middle]) => meridian.near(lon, middle))", cases)
    assert found == [near(*case) for case in cases]


@pytest.mark.parametrize("name", ["antimeridian", "antimeridian2"])
def test_the_view_holds_neighbours_across_the_meridian(name: str) -> None:
    """A view of sites on both sides of the 180th meridian is some kilometres wide, not the whole world."""
    page: Any = draw_map(geo.assess(geo.read_sites(DATA / f"{name}.geojson"))).get_root()
    views = page.data["views"]
    for view in ("home", "surroundings", "everything"):
        (_, west), (_, east) = views[view]
        assert 0 < east - west < 0.1
        assert west < 180 < east or west < -180 < east
    written = [lon for columns in page.data["records"].values() for lon in columns.get("lon_deg", []) if lon is not None]
    assert max(map(abs, written)) <= 180


def test_a_locus_across_the_meridian_is_drawn_as_one(tmp_path: Path) -> None:
    """The area in which a site lies if its claims hold has no seam at the 180th meridian, though GeoJSON cuts it there."""
    file = tmp_path / "s.geojson"
    text = (DATA / "antimeridian.geojson").read_text("utf-8").replace('"from": "w"', '"from": "z"').replace("2000", "3000")
    file.write_text(text, "utf-8")
    assessment = geo.assess(geo.read_sites(file))
    page: Any = draw_map(assessment).get_root()
    cut = [one for one in assessment.loci if one.geometry is not None and len(shapely.get_parts(one.geometry)) > 1]
    assert cut
    middle = page.data["views"]["middle"]
    for locus in page.data["loci"]:
        lons = [lon for polygon in locus["polygons"] for ring in polygon for _, lon in ring]
        assert max(abs(lon - middle) for lon in lons) <= 180
        assert max(lons) - min(lons) < 1
        assert len(locus["polygons"]) < len(shapely.get_parts(next(one.geometry for one in cut if one.site == locus["site"])))


def test_tiles_go_on_across_the_meridian() -> None:
    """An area across the 180th meridian has the tiles on both sides of it, each once, and no others."""
    assert [(tile.x, tile.y) for tile in iter_tiles_within(Bounds(179, 1, 181, 2), 3)] == [(7, 3), (0, 3)]
    assert [(tile.x, tile.y) for tile in iter_tiles_within(Bounds(-181, 1, -179, 2), 3)] == [(7, 3), (0, 3)]
    assert [tile.x for tile in iter_tiles_within(Bounds(-170, 1, 180, 2), 3)] == list(range(8))
    assert sorted(tile.x for tile in iter_tiles_within(Bounds(-600, 1, 600, 2), 1)) == [0, 1]


def test_context_lies_beside_the_sites(tmp_path: Path) -> None:
    """Roads on both sides of the 180th meridian are drawn where the sites are, and one elsewhere is not drawn."""
    file = tmp_path / "roads.geojson"
    lines = [[[179.9, 0.5], [179.95, 0.5]], [[-179.95, 0.5], [-179.9, 0.5]], [[0, 0.5], [1, 0.5]]]
    features = ",".join(
        f'{{"type": "Feature", "properties": {{}}, "geometry": {{"type": "LineString", "coordinates": {line}}}}}'
        for line in lines
    )
    file.write_text(f'{{"type": "FeatureCollection", "features": [{features}]}}', "utf-8")
    found = read_context(file, Bounds(179, 0, 181, 1))["lines"]
    assert sorted(lon for line in found for _, lon in line) == [179.9, 179.95, 180.05, 180.1]

"""The height of a place above sea level is kept, shown everywhere, and never judged."""

import csv
import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import geopandas as gpd
import pytest

import geo
from geo.record.edit.edit import Original
from geo.record.import_table.propose_mapping import propose
from geo.record.import_table.table import read_table
from geo.record.json_file.parse import parse
from geo.record.kinds import KINDS, Located
from geo.record.publish.coarsen import coarsen_sites
from geo.record.publish.precision import parse_precision
from geo.record.reading import read_data
from geo.show.exports.writing import write_export
from geo.show.map.payload import build_payload
from geo.show.report.text import format_report


def _file(elevation: Any, kind: str = "fragment_site") -> bytes:
    properties: dict[str, Any] = {"kind": kind, "elevation_m": elevation}
    properties |= {"zone_type": "cordon", "radius_m": 300} if kind == "zone" else {}
    place = {"type": "Point", "coordinates": [46.7428, 39.7606]}
    site = {"type": "Feature", "id": "a", "geometry": place, "properties": properties}
    return json.dumps({"type": "FeatureCollection", "features": [site]}).encode()


@pytest.fixture
def judged() -> geo.Assessment:
    return geo.assess(read_data("s.geojson", _file(-412.50).replace(b"-412.5", b"-412.50")).sites)


@pytest.mark.parametrize("kind", [name for name, kind in KINDS.items() if issubclass(kind, Located)])
def test_each_record_with_a_place_may_have_one(kind: str) -> None:
    """A depression below sea level is a place too."""
    assert not read_data("s", _file(-412.5, kind)).errors


@pytest.mark.parametrize("value", [9_001, -12_001, "1368 m", True])
def test_what_is_no_height_is_refused(value: object) -> None:
    """Nothing on Earth is so high or so deep, and a unit is in the name of the property."""
    (problem,) = read_data("s", _file(value)).errors
    assert problem.message.startswith("elevation_m: wanted")


@pytest.mark.parametrize(("digits", "is_doubted"), [("1.368", True), ("512.345", False), ("512.34", False)])
def test_a_height_that_may_be_a_thousand_times_larger(digits: str, is_doubted: bool) -> None:
    """1.368 m may be 1,368 m; receivers write heights to the millimetre, and no place is 512 km high."""
    data = _file(7).replace(b": 7}", f": {digits}}}".encode())
    assert bool([one for one in read_data("s", data).problems if "thousands" in one.message]) is is_doubted


def test_the_page_the_report_and_every_export_show_it(judged: geo.Assessment, tmp_path: Path) -> None:
    """With its unit where people read, with its digits where programs do, and where a format has a place for it, there."""
    assert {"name": "elevation_m", "label": "Elevation", "unit": "m", "remark": ""} in build_payload(judged)["facts"][
        "fragment_site"
    ]
    assert "Elevation: -412.5 m" in format_report(judged)
    for ending in (".csv", ".kml", ".gpx", ".dwc.csv"):
        assert "-412.50" in write_export(judged, tmp_path / f"s{ending}").read_text("utf-8"), ending
    point = ET.parse(tmp_path / "s.gpx").getroot().find("{*}wpt")  # noqa: S314  # our own
    assert point is not None
    assert (point[0].tag.rpartition("}")[2], point[0].text) == ("ele", "-412.50")
    with (tmp_path / "s.dwc.csv").open(newline="", encoding="utf-8-sig") as file:
        (row,) = csv.DictReader(file)
    assert (row["minimumElevationInMeters"], row["dynamicProperties"]) == ("-412.50", '{"kind": "fragment_site"}')
    frame = gpd.read_file(write_export(judged, tmp_path / "s.gpkg"), layer="records")
    assert list(frame["elevation_m"]) == [-412.5]


def test_publishing_leaves_it_out() -> None:
    """A height tells where on a slope a coarsened place is."""
    data = _file(1368.2)
    copy = coarsen_sites(Original("s", data, parse(data.decode())), read_data("s", data).sites, parse_precision("0.01deg"))
    assert "elevation_m" not in copy.text


def test_a_shapefile_of_heights_proposes_it(tmp_path: Path) -> None:
    """Third coordinates are heights, except 0, which programs write where they know none."""
    heights = gpd.GeoDataFrame({"n": [1, 2]}, geometry=gpd.points_from_xy([46.7, 46.8], [39.7, 39.8], [1368.2, 0.0]), crs=4326)
    heights.to_file(tmp_path / "h.gpkg")
    table = read_table(tmp_path / "h.gpkg")
    assert [row.height for row in table.rows] == ["1368.2", ""]
    assert propose("h.gpkg", table).mapping["place"] == {"geometry": True, "heights": True}


@pytest.mark.parametrize("heading", ["Altitude", "elevation_m", "Elevation (ft)", "ele", "Высота", "Rakım"])
def test_a_column_of_heights_is_recognized(tmp_path: Path, heading: str) -> None:
    """The heading says it, in several languages, with a unit or in metres."""
    (tmp_path / "t.csv").write_text(f"id,lat,lon,{heading}\na,39.7606,46.7428,1368.2\n", encoding="utf-8")
    assert propose("t.csv", read_table(tmp_path / "t.csv")).mapping["columns"]["elevation_m"] == heading

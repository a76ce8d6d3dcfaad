import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

import geo
from geo.record.geojson_text import write_geojson
from geo.record.kinds import Located
from geo.record.reading import as_sites
from tests.conftest import DATA, ROOT

FILE = ROOT / "sites.geojson"


def feature(name: str = "a", **properties: Any) -> dict[str, Any]:
    return {"type": "Feature", "id": name, "geometry": None, "properties": {"kind": "fragment_site", **properties}}


def said(sites: geo.Sites) -> list[dict[str, Any]]:
    """All that records say, but for the digits of their geometries."""
    return [{name: value for name, value in one if name != "typed"} for one in sites]


def test_a_mapping_gives_the_records_of_its_file() -> None:
    """The mapping that a file holds gives the same records as the file, and its name."""
    mapping = json.loads(FILE.read_text("utf-8"))
    sites, file = geo.sites_from(mapping), geo.read_sites(FILE)
    assert said(sites) == said(file)
    assert (sites.title, sites.path) == (file.title, "records")
    assert geo.sites_from(mapping, name="Mine").title == "Mine"
    assert said(geo.sites_from(mapping["features"])) == said(file)


@pytest.mark.filterwarnings("ignore:Could not parse column")
@pytest.mark.parametrize("crs", [4326, 32638])
@pytest.mark.parametrize("index", [False, True])
def test_a_frame_gives_the_records_of_its_file(crs: int, index: bool) -> None:
    """A file that GeoPandas has read gives the same records, in another coordinate system and with ids in the index too."""
    frame = gpd.read_file(FILE).to_crs(crs)
    sites = geo.sites_from(frame.set_index("id") if index else frame)
    assert said(sites) == said(geo.read_sites(FILE))
    assert sites.warnings == ()


def test_rows_as_mappings_are_those_of_their_frame() -> None:
    """A list of rows gives the records of the frame that it comes from, with lists that a table writes as text."""
    frame = pd.DataFrame(
        {
            "id": ["a", "b"],
            "kind": ["fragment_site", "zone"],
            "zone_type": [None, "search"],
            "published_coordinates": ["48.1234, 37.5678", None],
            "published_corners": [None, "48.1 N 37.1 E; 48.2 N 37.1 E; 48.2 N 37.2 E"],
            "sources": ["one, two", "one"],
        }
    )
    sources = [{"id": name, "kind": "source", "title": name, "geometry": None} for name in ("one", "two")]
    rows: list[Any] = frame.to_dict("records")
    sites = geo.sites_from([*rows, *sources])
    assert said(sites)[:2] == said(geo.sites_from(pd.concat([frame, pd.DataFrame(sources).drop(columns="geometry")])))[:2]
    assert said(sites)[0]["sources"] == ("one", "two")
    assert len(said(sites)[1]["published_corners"]) == 3


def test_a_problem_names_the_row() -> None:
    """The line of a problem is the number of the feature or of the row, and its sentence that of a file."""
    with pytest.raises(geo.SitesError) as raised:
        geo.sites_from([feature(), feature("b", found="2021"), feature("c", found_on="2021-13")])
    assert [(one.file, one.line, one.code) for one in raised.value.problems] == [
        ("records", 2, "GEO028"),
        ("records", 3, "GEO036"),
    ]
    frame = gpd.GeoDataFrame({"id": ["a", "b"], "kind": ["place", "plaice"]}, geometry=[shapely.Point(1, 2)] * 2, crs=4326)
    with pytest.raises(geo.SitesError, match=r'^records:2:\d+: error: b: unknown kind "plaice"'):
        geo.sites_from(frame)


def test_cells_are_what_would_be_typed() -> None:
    """Gaps are left out, whole numbers are whole, true is true, and a time stamp at midnight is a day."""
    frame = pd.DataFrame({
        "id": ["a", "b"],
        "kind": ["fragment_site", "fragment_site"],
        "found_on": [pd.Timestamp("2021-03-15"), pd.NaT],
        "uncertainty_m": [20.0, np.nan],
        "uncertainty_includes_printing": [1.0, np.nan],
        "sources": [np.array(["s", "t"]), None],
        "depth_m": pd.array([2, None], "Int64"),
    })  # fmt: skip
    one, other = json.loads(write_geojson(frame))["features"]
    assert one["properties"] == {
        "kind": "fragment_site", "found_on": "2021-03-15", "uncertainty_m": 20, "uncertainty_includes_printing": True,
        "sources": ["s", "t"], "depth_m": 2,
    }  # fmt: skip
    assert (one["id"], one["geometry"], other["properties"]) == ("a", None, {"kind": "fragment_site"})
    days: dict[str, Any] = {"d": date(2021, 3, 15), "t": datetime(2021, 3, 15, 13, 20), "n": np.float64(1.5)}  # noqa: DTZ001  # as people write them
    assert json.loads(write_geojson(feature(**days)))["features"][0]["properties"] == {
        "kind": "fragment_site",
        "d": "2021-03-15",
        "t": "2021-03-15T13:20:00",
        "n": 1.5,
    }


CIRCLE: dict[str, Any] = {"type": "Feature"}
CIRCLE["properties"] = CIRCLE


@pytest.mark.parametrize(
    ("given", "error", "why"),
    [
        (3, TypeError, "wanted a GeoDataFrame or a GeoJSON mapping .*, not int"),
        ("sites.geojson", TypeError, "wanted a GeoDataFrame or a GeoJSON mapping .*, not str"),
        (feature(x_a={1, 2}), TypeError, "feature 1 cannot be written as JSON: a set is neither text, number"),
        (CIRCLE, ValueError, "feature 1 cannot be written as JSON: Circular reference"),
        (gpd.GeoDataFrame(geometry=[shapely.Point(1, 2)]), ValueError, r"coordinate system .* frame\.set_crs\(4326\)"),
        ({"type": "Point"}, geo.SitesError, 'wanted "type": "FeatureCollection", not "Point"'),
        (feature(x_a=float("nan")), geo.SitesError, "NaN"),
    ],
    ids=["number", "text", "set", "circle", "no crs", "point", "NaN"],
)
def test_what_cannot_be_taken_is_a_sentence(given: Any, error: type[Exception], why: str) -> None:
    """What is neither a frame nor a mapping, and values without a form in JSON, are refused with a sentence."""
    with pytest.raises(error, match=why):
        geo.sites_from(given)


def test_whatever_stands_for_records_is_taken() -> None:
    """A path, records, what was judged, a mapping and a frame stand for records; another thing is refused with a sentence."""
    sites = geo.read_sites(FILE)
    assert as_sites(sites) is as_sites(geo.assess(sites)) is sites
    assert as_sites(FILE).records == as_sites(str(FILE)).records == sites.records
    assert as_sites(feature())["a"].kind == "fragment_site"
    with pytest.raises(TypeError, match=r"wanted records as read_sites gives them, or the path of a file; .*, not int"):
        geo.assess(3)  # type: ignore[arg-type]


@pytest.mark.parametrize("ending", [".gpkg", ".parquet", ".csv"])
def test_a_table_of_our_own_gives_its_records_back(tmp_path: Path, ending: str) -> None:
    """Columns that follow from the records are left aside with a word, and places have the digits that were typed."""
    file = geo.read_sites(DATA / "good" / "every-property.geojson")
    path = geo.write_export(file, tmp_path / f"s{ending}")
    frame: Any = pd.read_csv(path) if ending == ".csv" else None
    if frame is None:
        frame = gpd.read_parquet(path) if ending == ".parquet" else gpd.read_file(path, layer="records")
    plain = frame.drop(columns="sources")  # they are in another table
    with pytest.warns(UserWarning, match="columns left aside, since they follow from the records: .*total_uncertainty_m"):
        back = geo.sites_from(plain)
    wanted = [one for one in file if one.id in {one.id for one in back}]
    assert len(wanted) == len(back) > 20
    for one in wanted:
        record = back[one.id]
        lost = {name for name, value in one if name not in ("sources", "custom", "typed") and getattr(record, name) != value}
        if ending == ".csv":  # pandas makes numbers of degrees: the whole uncertainty takes the place of their noughts
            assert isinstance(record, Located)
            assert isinstance(one, Located)
            assert (record.position is None) == (one.position is None)
            assert (
                record.position is None
                or one.position is None
                or record.position.uncertainty_m == pytest.approx(one.position.uncertainty_m, abs=0.01)
            )
            lost -= {"position", "unjudged", "uncertainty_m"}
        assert lost == set(), one.id
        assert dict(record.custom) == dict(one.custom)


def test_a_summary_of_ours_is_taken_with_a_word() -> None:
    """`to_geodataframe` has days that follow from the records, and an import names them."""
    frame = geo.read_sites(FILE).to_geodataframe().drop(columns="sources")
    with pytest.warns(UserWarning, match="first_day, last_day"):
        assert len(geo.sites_from(frame)) == len(frame)

import geopandas as gpd
import pytest

import geo
from geo.record.reading import read
from tests.conftest import DATA


def test_a_table_for_geopandas(sites: geo.Sites) -> None:
    """One row for each record with a place; those without a position stay in it."""
    frame = sites.to_geodataframe()
    assert isinstance(frame, gpd.GeoDataFrame)
    assert frame.crs == 4326
    assert list(frame["id"][:2]) == ["fragment-site-1", "fragment-site-2"]
    assert frame.geometry.isna().sum() == 1
    assert frame["uncertainty_m"].dtype == float
    assert frame.geometry.x[0] == 46.74275


def test_areas_are_areas_in_the_table() -> None:
    """A debris field comes as the polygon that it is, a record placed by an offset as a point."""
    frame = read(DATA / "good" / "areas-offsets-and-datums.geojson").sites.to_geodataframe().set_index("id")
    assert frame.geometry.geom_type[["field", "crater", "district"]].unique().tolist() == ["Polygon"]
    assert frame.geometry.geom_type["second"] == "Point"
    assert frame.geometry["field"].bounds == (46.70, 39.70, 46.71, 39.71)


def test_an_empty_file_gives_an_empty_table() -> None:
    """A file without records gives a table without rows that has the same columns."""
    frame = read(DATA / "good" / "no-records.geojson").sites.to_geodataframe()
    assert len(frame) == 0
    assert "uncertainty_m" in frame.columns


def test_records_by_id(sites: geo.Sites) -> None:
    """Records are looked up by id as in a dictionary."""
    assert sites["strike-1"].id == "strike-1"
    assert "strike-9" not in sites
    assert len(sites) == len(list(sites))
    with pytest.raises(KeyError):
        sites["strike-9"]

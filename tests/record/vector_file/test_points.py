import json
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
import shapely

from geo.record.vector_file.parts import iter_parts
from geo.record.vector_file.points import read_points


@pytest.fixture
def two() -> gpd.GeoDataFrame:
    """A point in metres, whose geometry has a name of its own, and one that is nowhere."""
    at: Any = [shapely.Point(649283, 4402637), None]
    frame = gpd.GeoDataFrame({"id": ["a", None], "more": [1, 2]}, geometry=at, crs=32638)
    return frame.rename_geometry("shape")


@pytest.mark.parametrize("name", ["a.parquet", "a.geoparquet", "a.PARQUET"])
def test_geoparquet_is_read_as_any_other_file(two: gpd.GeoDataFrame, tmp_path: Path, name: str) -> None:
    """Ids and degrees are those of the same points in a GeoPackage."""
    two.to_parquet(tmp_path / name)
    two.to_file(tmp_path / "a.gpkg")
    here, there = read_points(tmp_path / name), read_points(tmp_path / "a.gpkg")
    assert (here.ids, here.count, there.ids) == (("a", None), 1, ("a", None))
    assert here.degrees == pytest.approx(there.degrees, abs=1e-12, nan_ok=True)


def test_ids_that_are_whole_numbers_stay_whole(tmp_path: Path) -> None:
    """Of GeoParquet too, in which one may be missing."""
    import pandas as pd

    frame = gpd.GeoDataFrame({"id": pd.array([7, None], "Int64")}, geometry=[shapely.Point(1, 1)] * 2, crs=4326)
    frame.to_parquet(tmp_path / "a.parquet")
    assert read_points(tmp_path / "a.parquet").ids == (7, None)


def test_a_layer_can_be_named(tmp_path: Path) -> None:
    """Of several layers, one must be named, and the error lists them all."""
    path = tmp_path / "many.gpkg"
    for number in range(7):
        gpd.GeoSeries([shapely.Point(number, 0)], crs=4326).to_file(path, layer=f"l{number}")
    assert read_points(path, layer="l6").degrees.tolist() == [[6.0, 0.0]]
    with pytest.raises(ValueError, match=r"many\.gpkg has 7 layers, so name one of them; it has l0, l1, l2, l3, l4, l5, l6"):
        read_points(path)
    with pytest.raises(ValueError, match=r'many\.gpkg has no layer "x"; it has l0, l1'):
        read_points(path, layer="x")


def test_a_table_of_numbers_has_its_cure(tmp_path: Path) -> None:
    """In near and in exposure: records of it are made by `geo import`."""
    import pandas as pd

    (tmp_path / "a.csv").write_text("id,longitude,latitude\n1,46.7,39.7\n")
    pd.DataFrame({"lon": [46.7]}).to_parquet(tmp_path / "a.parquet")
    nowhere = gpd.GeoDataFrame(geometry=[shapely.Point(1, 1)])
    nowhere.to_parquet(tmp_path / "b.parquet")
    cure = "; geo import turns a table with longitudes and latitudes into records with positions"
    for name, why in (
        ("a.csv", "has no geometry: it is a table, not a map layer"),
        ("a.parquet", "has no geometry, so nothing lies near it"),
        ("b.parquet", ": the coordinate system of the points is not stated"),
    ):
        with pytest.raises(ValueError, match=why + cure):
            read_points(tmp_path / name)
    with pytest.raises(ValueError, match="has no geometry: it is a table, not a map layer" + cure):
        list(iter_parts(tmp_path / "a.csv"))


def test_a_camera_without_a_figure_for_its_error_is_a_point(tmp_path: Path) -> None:
    """Where only a camera says that it stood is measured from as well: distances alone judge nothing."""
    photo = {"kind": "photo", "position_basis": "camera"}
    at = {"type": "Point", "coordinates": [46.744, 39.7606]}
    features = [{"type": "Feature", "id": "p", "geometry": at, "properties": photo}]
    (tmp_path / "s.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
    assert read_points(tmp_path / "s.geojson").degrees.tolist() == [[46.744, 39.7606]]

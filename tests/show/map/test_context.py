from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from geo.earth.tiles import Bounds
from geo.show.map import context

AREA = Bounds(46.7, 39.7, 46.8, 39.8)


def layer(path: Path, shapes: list[shapely.Geometry], crs: int | None = 4326) -> Path:
    gpd.GeoDataFrame({"name": ["<b>x</b>"] * len(shapes)}, geometry=shapes, crs=crs).to_file(path)
    return path


def test_lines_areas_and_points(tmp_path: Path) -> None:
    """What lies in the area, latitude first, in whatever coordinates the file uses."""
    shapes = [
        shapely.LineString([(46.74, 39.76), (46.75, 39.77)]),
        shapely.box(46.71, 39.71, 46.72, 39.72),
        shapely.Point(46.73, 39.73),
    ]
    frame = gpd.GeoDataFrame(geometry=[*shapes, shapely.Point(10, 10)], crs=4326).to_crs(32638)
    frame.to_file(tmp_path / "roads.gpkg")
    found = context.read_context(tmp_path / "roads.gpkg", AREA)
    assert found["lines"] == [[(39.76, 46.74), (39.77, 46.75)]]
    assert found["points"] == [(39.73, 46.73)]
    assert len(found["areas"]) == 1
    assert len(found["areas"][0][0]) == 5


def test_what_cannot_be_drawn_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No map layer, no coordinates, too much."""
    (tmp_path / "x.geojson").write_text("nonsense")
    with pytest.raises(ValueError, match="is in none of the known formats"):
        context.read_context(tmp_path / "x.geojson", AREA)
    monkeypatch.setattr(context, "MAX_CORNERS", 3)
    with pytest.raises(ValueError, match="has 5 corners within the map, more than the 3 that a page draws"):
        context.read_context(layer(tmp_path / "a.gpkg", [shapely.box(46.71, 39.71, 46.72, 39.72)]), AREA)

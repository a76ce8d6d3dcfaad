import csv
import json
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pytest
import shapely
from click.testing import CliRunner
from geographiclib.geodesic import Geodesic
from hypothesis import given, settings
from hypothesis import strategies as st
from pyarrow import parquet

import geo
from geo.cli.exposure import exposure_command
from geo.earth.geodesy import destination
from geo.judge import exposure as module
from geo.judge.assessment import Assessment
from geo.judge.exposure import Exposure
from geo.judge.reach import MEMBERSHIPS
from geo.judge.zone import Edge
from geo.record import featurefile

from .conftest import ROOT

EARTH = Geodesic.WGS84


def assessment_of(*zones: geo.Zone) -> Assessment:
    """An assessment with zones alone."""
    return Assessment(geo.Sites("f", "", ()), (), zones)


def zone(lon: float, lat: float, radius: float = 200, uncertainty: float = 10, name: str = "z") -> geo.Zone:
    return geo.Zone(name, geo.Position(lon, lat, uncertainty), radius, None, ())


def table(*shapes: Any, **columns: Any) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(columns, geometry=list(shapes), crs=4326)


def counts(found: Exposure) -> list[tuple[int, int, int]]:
    return [(row.certain.count, row.nominal.count, row.possible.count) for row in found.rows]


CENTERS = st.sampled_from([(46.74, 39.76), (179.9995, 10.0), (-179.9995, -60.0), (20.0, 89.9995), (0.0, 0.0)])


@settings(max_examples=40)
@given(CENTERS, st.lists(st.tuples(st.floats(0, 360), st.floats(0, 400)), min_size=1, max_size=20))
def test_points_are_counted_as_one_by_one(center: tuple[float, float], places: list[tuple[float, float]]) -> None:
    """By the geodesic distance of an independent implementation, over the 180th meridian and at a pole as well."""
    around = zone(*center)
    points = [destination(*center, azimuth, away) for azimuth, away in places]
    distances = [EARTH.Inverse(center[1], center[0], lat, lon)["s12"] for lon, lat in points]
    edges = [around.edge_m(edge) for edge in (Edge.CERTAIN, Edge.NOMINAL, Edge.POSSIBLE)]
    if any(abs(distance - edge) < 1e-6 for distance in distances for edge in edges):
        return
    found = geo.exposure(assessment_of(around), table(*(shapely.Point(*one) for one in points)))
    assert counts(found) == [tuple(sum(distance <= edge for distance in distances) for edge in edges)]


@settings(max_examples=40, deadline=None)
@given(CENTERS.filter(lambda one: abs(one[1]) < 80), st.floats(0, 360), st.floats(150, 250), st.floats(1, 150))
def test_an_area_counts_by_its_nearest_point(center: tuple[float, float], azimuth: float, away: float, size: float) -> None:
    """The least distance to many points along its edges, to a centimetre."""
    lon, lat = destination(*center, azimuth, away)
    half = size / 222_000
    area = shapely.box(lon - half, lat - half, lon + half, lat + half)
    if area.bounds[0] < -180 or area.bounds[2] > 180:
        return
    edge = shapely.get_coordinates(shapely.segmentize(area.exterior, half / 2000))
    full = np.ones(len(edge))
    from geo.earth.geodesy import inverse

    nearest = float(inverse(full * center[0], full * center[1], edge[:, 0].copy(), edge[:, 1].copy())[0].min())
    if area.covers(shapely.Point(*center)):
        nearest = 0.0
    found = geo.exposure(assessment_of(zone(*center, radius=1000, uncertainty=1)), table(area))
    assert found.inside.distance_m == pytest.approx([nearest], abs=0.02)


def test_a_road_by_its_length() -> None:
    """A road of 1,000 m through the centre: 380, 400 and 420 m of it; one that ends inside: its own length."""
    center = (46.74, 39.76)
    ends = [destination(*center, azimuth, 500) for azimuth in (30, 210)]
    stub = [center, destination(*center, 100, 100)]
    found = geo.exposure(assessment_of(zone(*center)), table(shapely.LineString(ends), shapely.LineString(stub)))
    (row,) = found.rows
    lengths = [tally.length_m for tally in (row.certain, row.nominal, row.possible)]
    assert lengths == pytest.approx([480, 500, 520], abs=0.02)
    assert counts(found) == [(2, 2, 2)]


def test_a_long_road_is_straight_in_degrees() -> None:
    """Along a parallel at 60° N, where the geodesic between its ends passes far to the north, it is still counted."""
    found = geo.exposure(assessment_of(zone(10.0, 60.0, radius=100)), table(shapely.LineString([(0, 60), (20, 60)])))
    assert found.rows[0].nominal.length_m == pytest.approx(200, abs=0.1)
    assert EARTH.Inverse(60, 0, 60, 20)["s12"] > 1e6


def test_groups_and_people() -> None:
    """Told apart by a column, summed by another; what is missing counts as none."""
    at = [destination(46.74, 39.76, 0, away) for away in (0, 195, 205, 300)]
    features = table(*(shapely.Point(*one) for one in at), use=["school", "house", "house", "house"], n=[100, 3, None, 7])
    found = geo.exposure(assessment_of(zone(46.74, 39.76)), features, by="use", people="n")
    rows = {row.group: row for row in found.rows}
    assert (rows["school"].certain.people, rows["house"].certain.count) == (100, 0)
    assert (rows["house"].nominal.people, rows["house"].possible.count) == (3, 2)
    assert list(found.inside.row) == [0, 1, 2]
    assert [MEMBERSHIPS[one] for one in found.inside.membership] == ["certainly", "nominally", "possibly"]
    assert found.frame()["possible_count"].sum() == 3


def test_where_nothing_is_certain() -> None:
    """A radius smaller than the uncertainty holds nothing for certain, its centre neither."""
    found = geo.exposure(assessment_of(zone(1, 1, radius=5)), table(shapely.Point(1, 1)))
    assert counts(found) == [(0, 1, 1)]


def test_nothing_inside() -> None:
    """A zone that nothing reaches is listed with nothing; empty and missing shapes are nowhere."""
    found = geo.exposure(assessment_of(zone(1, 1)), table(shapely.Point(5, 5), None, shapely.Point()))
    assert counts(found) == [(0, 0, 0)]
    assert len(found.inside.row) == 0


@pytest.mark.parametrize("ending", ["parquet", "gpkg", "geojson", "shp"])
def test_files_in_batches(ending: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file read in small batches, in another coordinate system too, counts as the table in memory does."""
    rng = np.random.default_rng(3)
    points = shapely.points(46.74 + rng.normal(0, 0.003, 500), 39.76 + rng.normal(0, 0.003, 500))
    features = gpd.GeoDataFrame({"use": rng.choice(["a", "b"], 500), "n": rng.integers(0, 9, 500)}, geometry=points, crs=4326)
    zones = assessment_of(zone(46.74, 39.76), zone(46.743, 39.761, 350, name="y"))
    path = tmp_path / f"features.{ending}"
    drawn = features if ending == "geojson" else features.to_crs(32638)
    drawn.to_parquet(path) if ending == "parquet" else drawn.to_file(path)
    monkeypatch.setattr(featurefile, "ROWS", 64)
    told: list[float] = []
    read = geo.exposure(zones, path, by="use", people="n", progress=told.append)
    whole = geo.exposure(zones, features, by="use", people="n")
    assert [module.flat(row) for row in read.rows] == [module.flat(row) for row in whole.rows]
    assert list(read.inside.row) == list(whole.inside.row)
    assert told[-1] == 1
    assert told == sorted(told)


def test_row_groups_far_away_are_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the file says in what box each row group lies; and what is near is counted all the same."""
    lon = np.linspace(0, 60, 6000)
    features = gpd.GeoDataFrame(geometry=shapely.points(lon, np.full(6000, 39.76)), crs="OGC:CRS84")
    path = tmp_path / "f.parquet"
    features.to_parquet(path, write_covering_bbox=True, row_group_size=500)
    read: list[int] = []
    iter_batches = parquet.ParquetFile.iter_batches

    def counted(self: Any, *arguments: Any, **options: Any) -> Any:
        read.extend(options["row_groups"])
        return iter_batches(self, *arguments, **options)

    monkeypatch.setattr(parquet.ParquetFile, "iter_batches", counted)
    zones = assessment_of(zone(46.74, 39.76, 2000))
    found = geo.exposure(zones, path)
    assert read == [9]
    assert counts(found) == counts(geo.exposure(zones, features)) != [(0, 0, 0)]


@pytest.mark.parametrize(
    ("columns", "message"),
    [({"by": "use"}, 'no column "use"; it has n'), ({"people": "text"}, 'no column "text"'), ({"people": "n"}, None)],
)
def test_columns_that_are_not_there(columns: dict[str, str], message: str | None, tmp_path: Path) -> None:
    """Are said to be missing, with those that are there."""
    path = tmp_path / "f.gpkg"
    table(shapely.Point(1, 1), n=["many"]).to_file(path)
    with pytest.raises(ValueError, match=message or 'the column "n" holds something else than numbers'):
        geo.exposure(assessment_of(zone(1, 1)), path, **columns)  # type: ignore[arg-type]


def test_the_command(tmp_path: Path) -> None:
    """Text with each zone's warning, JSON, a CSV without formulas; the inputs are not written over."""
    features = tmp_path / "f.geojson"
    near = destination(46.742750, 39.760583, 10, 50)
    table(shapely.Point(*near), shapely.Point(0, 0), use=["=1+1", "b"]).to_file(features)
    own, out = str(ROOT / "sites.geojson"), tmp_path / "inside.csv"
    told = CliRunner().invoke(exposure_command, [own, str(features), "--by", "use", "-o", str(out)])
    assert told.exit_code == 0, told.output
    assert (
        "strike-1: reported lethal radius 200.0 m. A radius at which fragments can kill is not a safe distance." in told.output
    )
    assert "=1+1: certainly 1; as reported 1; possibly 1" in told.output
    rows = list(csv.DictReader(out.read_text("utf-8").splitlines()))
    assert [(row["row"], row["zone"], row["membership"]) for row in rows] == [
        ("0", "strike-1", "certainly"),
        ("0", "claim-range around place-shusha", "certainly"),
    ]
    assert float(rows[0]["distance_m"]) == pytest.approx(50, abs=0.05)  # six decimals of a degree
    value = json.loads(CliRunner().invoke(exposure_command, [own, str(features), "--format", "json"]).output)
    assert value["zones"][0]["certain_count"] == 1
    assert value["features"] == 1
    CliRunner().invoke(exposure_command, [own, str(features), "-o", str(tmp_path / "i.parquet")])
    assert parquet.read_table(tmp_path / "i.parquet").num_rows == 2
    for wrong in (["-o", str(features)], ["-o", "x.txt"], ["--by", "nope"]):
        assert CliRunner().invoke(exposure_command, [own, str(features), *wrong]).exit_code == 2

import json
import math
import random
import re
import signal
import subprocess
import sys
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest
import shapely
from click.testing import CliRunner
from pyproj import Geod

import geo
import geo.cli
from geo.cli.exposure import exposure_command
from geo.earth.area.around_point import NearbyShapes
from geo.earth.position import Position
from geo.judge.assessment import Assessment
from geo.judge.zones import exposure as parts
from geo.judge.zones.exposure import count_exposure
from geo.judge.zones.features_inside import find_hits
from geo.judge.zones.zone import Zone
from geo.record.vector_file import parts as featurefile
from geo.show.answers.exposure import exposure_json, exposure_text
from tests.conftest import ROOT

GEOD = Geod(ellps="WGS84")
CENTERS = [(46.74, 39.76), (179.9995, -17.0), (-179.999, 65.0), (10.0, 89.999), (0.0, -90.0), (0.0, 0.0)]


def zone(lon: float, lat: float, radius: float = 200, uncertainty: float = 10, name: str = "s") -> Zone:
    return Zone(name, Position(lon, lat, uncertainty), radius, None, ())


def assessed(*zones: Zone) -> Assessment:
    return Assessment(geo.read_sites(ROOT / "sites.geojson"), (), zones)


def around(lon: float, lat: float, count: int, reach_m: float, chance: random.Random) -> list[tuple[float, float]]:
    """Points up to so far from a point, longitudes from -180 to 180."""
    return [GEOD.fwd(lon, lat, chance.uniform(0, 360), chance.uniform(0, reach_m))[:2] for _ in range(count)]


def frame(shapes: Sequence[shapely.Geometry], **columns: list[object]) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(columns, geometry=shapes, crs=4326)


def walked(line: shapely.LineString, center: tuple[float, float], radius_m: float) -> tuple[float, float]:
    """Least distance to a centre and metres inside of a radius, by steps of some 3e-8 degrees of an edge."""
    nearest, inside = math.inf, 0.0
    corners = list(line.coords)
    for (x0, y0), (x1, y1) in pairwise(corners):
        t = np.linspace(0, 1, max(2, int(math.hypot(x1 - x0, y1 - y0) / 3e-8)))
        lon, lat = x0 + t * (x1 - x0), y0 + t * (y1 - y0)
        away = GEOD.inv(np.full(len(t), center[0]), np.full(len(t), center[1]), lon, lat)[2]
        nearest = min(nearest, float(away.min()))
        steps = GEOD.inv(lon[:-1], lat[:-1], lon[1:], lat[1:])[2]
        inside += float(steps[(away[1:] + away[:-1]) / 2 <= radius_m].sum())
    return nearest, inside


@pytest.mark.parametrize("center", CENTERS, ids=str)
@pytest.mark.parametrize("radius", [200, 50_000, 280_000, 1_000_000])
def test_points_are_those_of_brute_force(center: tuple[float, float], radius: float) -> None:
    """At each of the three edges, by `Geod.inv`."""
    points = around(*center, 2_000, 1.5 * radius, random.Random(1))
    here = zone(*center, radius, radius / 20)
    (row,) = count_exposure(assessed(here), frame([shapely.Point(one) for one in points])).rows
    away = np.array([GEOD.inv(*center, *one)[2] for one in points])
    found = (row.certain.features, row.nominal.features, row.possible.features)
    assert found == tuple(int((away <= edge).sum()) for edge in (0.95 * radius, radius, 1.05 * radius))
    assert 0 < found[0] < found[1] < found[2] < 2_000


@pytest.mark.parametrize("center", CENTERS, ids=str)
def test_lines_and_polygons_by_their_nearest_point(center: tuple[float, float]) -> None:
    """As walking along each edge in small steps finds, to 2 mm; lengths to what a step is long."""
    chance = random.Random(2)
    shapes: list[shapely.LineString | shapely.Polygon] = []
    for lon, lat in around(*center, 12, 260, chance):
        size = 0.001 if abs(lat) < 80 else 0.0005
        x, y = chance.uniform(-size, size), chance.uniform(-size, size)
        other = (lon + x, min(90.0, max(-90.0, lat + y)))
        shapes.append(shapely.LineString([(lon, lat), other]))
        shapes.append(shapely.Polygon([(lon, lat), other, (lon + x, lat)]))
    found = NearbyShapes(np.array(shapes)).around(*center, np.array([150.0, 200.0]))
    expected = []
    for row, shape in enumerate(shapes):
        outline = shape if isinstance(shape, shapely.LineString) else shape.exterior
        nearest, inside = walked(outline, center, 150)
        held = any(shapely.intersects_xy(shape, center[0] + turn, center[1]) for turn in (-360, 0, 360))
        expected.append((row, 0.0 if held else nearest, inside if isinstance(shape, shapely.LineString) else 0.0))
    expected = [one for one in expected if one[1] <= 200]
    assert found.rows.tolist() == [row for row, _, _ in expected]
    assert len(expected) >= 6
    assert found.distance_m == pytest.approx([away for _, away, _ in expected], abs=0.002)
    assert found.length_m[:, 0] == pytest.approx([inside for _, _, inside in expected], abs=0.15)


def test_a_road_through_the_middle() -> None:
    """Along a meridian it is twice the radius long inside, at each edge."""
    road = shapely.LineString([(46.74, 39.7), (46.74, 39.8)])
    (row,) = count_exposure(assessed(zone(46.74, 39.76)), frame([road])).rows
    lengths = [count.length_m for count in (row.certain, row.nominal, row.possible)]
    assert lengths == pytest.approx([380, 400, 420], abs=0.005)


def test_a_polygon_that_holds_the_centre_is_at_no_distance() -> None:
    """Also one far larger than the zone, and one around a pole."""
    shapes = np.array([shapely.box(40, 30, 50, 45), shapely.box(-180, 80, 180, 90)])
    assert NearbyShapes(shapes).around(46.74, 39.76, np.array([10.0])).distance_m.tolist() == [0.0]
    assert NearbyShapes(shapes).around(77.0, 90.0, np.array([10.0])).rows.tolist() == [1]


def test_points_on_a_pole_count() -> None:
    """Though they lie on the edge of any window of longitudes and latitudes."""
    north, south = (NearbyShapes(np.array([shapely.MultiPoint([(10, lat / 2), (20, lat)])])) for lat in (90, -90))
    for layer, lat in ((north, 90), (north, 89.999), (south, -89.999)):
        near = layer.around(100.0, lat, np.array([200.0]))
        assert near.rows.tolist() == [0]
        assert near.distance_m == pytest.approx([Geod(ellps="WGS84").inv(100, lat, 20, math.copysign(90, lat))[2]], abs=0.002)


def test_a_hole_is_outside() -> None:
    """Of a ring around the zone nothing is inside."""
    ring = shapely.box(46, 39, 47, 40).difference(shapely.box(46.7, 39.7, 46.8, 39.8))
    assert count_exposure(assessed(zone(46.74, 39.76)), frame([ring])).rows[0].possible.features == 0


def test_nothing_is_certain_where_the_centre_is_not_known_well_enough() -> None:
    """Not even what lies at the published position, as `Zone.membership` has it."""
    (row,) = count_exposure(assessed(zone(1, 2, radius=5, uncertainty=10)), frame([shapely.Point(1, 2)])).rows
    assert (row.certain.features, row.nominal.features, row.possible.features) == (0, 1, 1)


@pytest.fixture
def town() -> gpd.GeoDataFrame:
    """Points and small squares around two centres, one of them at the 180th meridian, with kinds and people."""
    chance = random.Random(3)
    spots = around(46.74, 39.76, 300, 300, chance) + around(179.9995, -17, 300, 300, chance)
    shapes = [
        shapely.Point(one) if n % 2 else shapely.box(one[0], one[1], one[0] + 1e-4, one[1] + 1e-4)
        for n, one in enumerate(spots)
    ]
    kinds: list[object] = [chance.choice(["school", "=1+1", "a\x1b[31m", None]) for _ in spots]
    return frame(shapes, kind=kinds, people=[chance.randrange(9) for _ in spots])


ZONES = (zone(46.74, 39.76, name="one"), zone(179.9995, -17, 150, name="other"), zone(0, 0, name="alone"))


@pytest.mark.parametrize("name", ["t.parquet", "t.gpkg", "t.fgb", "t.geojson"])
def test_a_file_in_parts_gives_what_a_table_gives(
    name: str, town: gpd.GeoDataFrame, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever the format; row groups that lie elsewhere are left out, and row numbers are those of the file."""
    monkeypatch.setattr(featurefile, "MOST_ROWS", 70)
    path = written(town, tmp_path / name)
    tables: list[pd.DataFrame] = []
    whole = count_exposure(assessed(*ZONES), town, by="kind", people="people")
    found = count_exposure(assessed(*ZONES), path, by="kind", people="people", keep=tables.append)
    assert found == whole
    assert len(tables) > 5
    hits = pd.concat(tables)
    expected = find_hits(ZONES, town, "kind", "people")
    columns = ["zone", "feature"]
    assert sorted(map(tuple, hits[columns].to_numpy())) == sorted(map(tuple, expected[columns].to_numpy()))


def test_other_coordinate_systems(town: gpd.GeoDataFrame) -> None:
    """A layer in UTM gives the same numbers of features."""
    here = town.iloc[:300]
    same = count_exposure(assessed(ZONES[0]), here.to_crs(32638)).rows[0].possible.features
    assert same == count_exposure(assessed(ZONES[0]), here).rows[0].possible.features > 0
    with pytest.raises(ValueError, match="the coordinate system of the features is not stated"):
        count_exposure(assessed(ZONES[0]), gpd.GeoDataFrame(geometry=here.geometry.to_numpy()))


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--by", "colour"], 'has no column "colour"'),
        (["--people", "kind"], "wanted a number of people"),
        (["-o", "x.txt"], "wanted a name that ends in .csv or .parquet or .gpkg or .geojson"),
    ],
)
def test_what_cannot_be_counted_is_said(words: list[str], message: str, town: gpd.GeoDataFrame, tmp_path: Path) -> None:
    """In a sentence, with exit status 2."""
    town.to_parquet(tmp_path / "t.parquet")
    done = CliRunner().invoke(geo.cli.geo, ["exposure", str(ROOT / "sites.geojson"), str(tmp_path / "t.parquet"), *words])
    assert done.exit_code == 2
    assert message in done.stderr


def test_the_command(tmp_path: Path) -> None:
    """Words carry the warning, hostile values stay text, and both tables hold each feature with its zones."""
    points = frame([shapely.Point(46.74275, 39.760583)] * 3, kind=["=1+1", "a\x1b[31m", None])
    points.to_parquet(tmp_path / "t.parquet")
    command = ["exposure", str(ROOT / "sites.geojson"), str(tmp_path / "t.parquet"), "--by", "kind"]
    text = CliRunner().invoke(geo.cli.geo, [*command, "-o", str(tmp_path / "o.csv")]).stdout
    assert "is not a safe distance" in text.replace("\n  ", " ")
    assert "a\\u001b[31m: certainly inside 1" in text
    assert "no kind: certainly inside 1" in text
    assert "strike-1,0,'=1+1,certainly inside,0.0\r\n" in (tmp_path / "o.csv").read_bytes().decode()
    value = json.loads(
        CliRunner().invoke(geo.cli.geo, [*command, "-o", str(tmp_path / "o.parquet"), "--format", "json"]).stdout
    )
    assert value["zones"][0]["inside"][0]["kind"] == "=1+1"
    assert value["zones"][0]["warning"] == "A radius at which fragments can kill is not a safe distance."
    table = pq.read_table(tmp_path / "o.parquet").to_pylist()
    assert [row["feature"] for row in table] == sorted(row["feature"] for row in table)
    assert [row["feature"] for row in table if row["zone"] == "strike-1"] == [0, 1, 2]
    for ending in ("gpkg", "geojson"):
        assert CliRunner().invoke(geo.cli.geo, [*command, "-o", str(tmp_path / f"o.{ending}")]).exit_code == 0
        layer = gpd.read_file(tmp_path / f"o.{ending}")
        rows = layer.drop(columns="geometry").astype(object)
        assert rows.where(rows.notna(), None).to_dict("records") == table
        assert layer.geometry.tolist() == [points.geometry[row["feature"]] for row in table]


@pytest.mark.parametrize("name", ["", "t.parquet", "t.gpkg", "t.fgb", "t.geojson"])
@pytest.mark.parametrize("broken", ["shape", "people"])
def test_a_feature_that_cannot_be_counted_is_named(
    name: str, broken: str, town: gpd.GeoDataFrame, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By its row in the whole file, in whatever parts it is read, and also where the parts before it lie elsewhere."""
    monkeypatch.setattr(featurefile, "MOST_ROWS", 70)
    if broken == "shape":
        town.geometry.array[423] = shapely.GeometryCollection([town.geometry[423], town.geometry[424]])
        message = "feature 423: a GeometryCollection is neither points nor lines nor polygons; split it"
    else:
        town.loc[423, "people"] = -2
        message = 'feature 423: "people" is -2; wanted a number of people, 0 or more'
    with pytest.raises(ValueError, match=f"^{message}$"):
        count_exposure(assessed(ZONES[1]), written(town, tmp_path / name) if name else town, people="people")


def written(features: gpd.GeoDataFrame, path: Path) -> Path:
    """A file with the rows in their order, in groups of 100 where its form has any."""
    if path.suffix == ".parquet":
        features.to_parquet(path, write_covering_bbox=True, schema_version="1.1.0", row_group_size=100)
    else:
        options: dict[str, Any] = {"SPATIAL_INDEX": "NO"} if path.suffix == ".fgb" else {}  # which reorders
        features.to_file(path, **options)
    return path


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("t.parquet", [70, 100, 170, 200, 270, 300]),  # of 300 in three row groups, the other three are pruned
        ("t.gpkg", [140, 280, 420, 560, 600]),
    ],
)
def test_progress_is_even(
    name: str, expected: list[int], town: gpd.GeoDataFrame, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It grows with what is read, whatever is left out, and ends with 1."""
    monkeypatch.setattr(featurefile, "MOST_ROWS", 70 if name == "t.parquet" else 140)
    shares: list[float] = []
    count_exposure(assessed(ZONES[1]), written(town, tmp_path / name), progress=shares.append)
    assert shares == pytest.approx([*(one / expected[-1] for one in expected), 1.0], abs=1e-12)


def test_progress_ends_where_nothing_is_read(town: gpd.GeoDataFrame, tmp_path: Path) -> None:
    """All row groups are pruned."""
    shares: list[float] = []
    count_exposure(assessed(ZONES[2]), written(town, tmp_path / "t.parquet"), progress=shares.append)
    assert shares == [1.0]


class Partitions:
    """What partitions look like, before Dask is there to count them."""

    def to_delayed(self) -> list[object]:
        return []


def test_partitions_without_dask(monkeypatch: pytest.MonkeyPatch) -> None:
    """A sentence says what to install."""
    monkeypatch.setitem(sys.modules, "dask", None)
    with pytest.raises(ImportError, match=r'^counting partitions needs Dask: pip install "debris-sites\[dask\]"$'):
        count_exposure(assessed(), Partitions())


def test_the_frame(town: gpd.GeoDataFrame) -> None:
    """One row for each zone and kind, warning included."""
    table = count_exposure(assessed(*ZONES), town, people="people").frame()
    assert table["zone"].tolist() == ["one", "other", "alone"]
    assert table["features_possible"].tolist()[2] == 0
    assert table["people_certain"][0] <= table["people_possible"][0]
    assert table["warning"].str.contains("not a safe distance").all()


@pytest.mark.parametrize(
    ("shape", "why"),
    [
        (shapely.LineString([(0, 0), (39.76, 146.74)]), "from 0 to 146.74 in latitude"),
        (shapely.box(500_000, 4_400_000, 500_010, 4_400_010), "from 500000 to 500010 in longitude"),
        (shapely.Point(46, 91), "from 91 to 91 in latitude"),
        (shapely.LineString([(0, 0), (1, np.inf)]), "to inf in latitude"),
    ],
)
def test_a_feature_that_is_not_on_earth(shape: Any, why: str) -> None:
    """Is named, since it would only seem to be outside of every zone."""
    frame = gpd.GeoDataFrame(geometry=[shapely.Point(46, 39), shapely.Point(), shape], crs=4326)
    with pytest.raises(ValueError, match=f"feature 2: it reaches .*{re.escape(why)}.*not in the system that the file states"):
        geo.count_exposure(geo.read_sites(ROOT / "sites.geojson"), frame)


def test_features_that_lie_nowhere_are_counted(tmp_path: Path) -> None:
    """In a file, in words and as JSON; where there are none, no word is said."""
    shapes: list[Any] = [shapely.Point(46.74275, 39.760583), None, shapely.Point(), shapely.Polygon()]
    gpd.GeoDataFrame(geometry=shapes, crs=4326).to_parquet(tmp_path / "t.parquet")
    found = geo.count_exposure(geo.read_sites(ROOT / "sites.geojson"), tmp_path / "t.parquet")
    assert found.without_geometry == 3
    assert exposure_json(found)["without_geometry"] == 3
    assert "Features without a geometry, which are not counted: 3." in exposure_text(found)
    whole = geo.count_exposure(geo.read_sites(ROOT / "sites.geojson"), gpd.GeoDataFrame(geometry=shapes[:1], crs=4326))
    assert "without a geometry" not in exposure_text(whole)


STALLED = """
import signal, sys, time
signal.signal(signal.SIGINT, signal.default_int_handler)  # which a shell has let ignore it where tests run in the background
import geo.cli, geo.judge.zones.exposure as module
parts = module.iter_parts
def stalled(*arguments, **options):
    for part in parts(*arguments, **options):
        yield part
        print("one part is written", flush=True)
        time.sleep(60)
module.iter_parts = stalled
geo.cli.main(sys.argv[1:])
"""


@pytest.mark.parametrize("name", ["o.csv", "o.gpkg"])
def test_ctrl_c_leaves_no_half_file(name: str, tmp_path: Path) -> None:
    """Interrupted while it writes: neither the file nor a temporary one."""
    spots = np.random.default_rng(5).normal((46.74, 39.76), 0.5, (1_000, 2))
    gpd.GeoDataFrame(geometry=gpd.points_from_xy(*spots.T), crs=4326).to_parquet(tmp_path / "t.parquet")
    command = [sys.executable, "-c", STALLED, "exposure", str(ROOT / "sites.geojson"), "t.parquet", "-o", name]
    child = subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True)
    assert child.stdout
    assert child.stdout.readline() == b"one part is written\n"
    assert list(tmp_path.glob(f".{name}.*.tmp*"))
    child.send_signal(signal.SIGINT)
    child.communicate()
    assert child.returncode == 130
    assert [path.name for path in tmp_path.iterdir()] == ["t.parquet"]


def test_partitions_on_two_workers_of_which_one_is_killed(tmp_path: Path) -> None:
    """The result is that in memory: nothing is lost, nothing counted twice, though some partitions are read twice."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.partitioned", str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout.splitlines()[-1])
    assert found["killed"]
    assert found["read"] > found["partitions"]
    assert found["counted"] == found["in memory"]


def test_lists_of_partitions_come_back_in_turn(town: gpd.GeoDataFrame, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of 20 partitions no more than three are read ahead of what is kept, and the list is that of the table."""
    import dask
    import dask.dataframe as dd

    monkeypatch.setattr(parts, "MOST_LISTED", 3)
    read: list[int] = []
    ahead: list[int] = []
    shares: list[float] = []
    tables: list[pd.DataFrame] = []

    def partition(number: int) -> gpd.GeoDataFrame:
        read.append(number)
        return town.iloc[30 * number : 30 * number + 30]

    def keep(hits: pd.DataFrame) -> None:
        ahead.append(len(read) - len(tables))
        tables.append(hits)

    from_map: Any = dd.from_map  # which has no types
    features = from_map(partition, range(20), meta=town.iloc[:0])
    with dask.config.set(scheduler="synchronous"):
        found = count_exposure(assessed(*ZONES), features, by="kind", people="people", keep=keep, progress=shares.append)
    assert found == count_exposure(assessed(*ZONES), town, by="kind", people="people")
    assert sorted(read) == list(range(20))
    assert (len(tables), max(ahead)) == (20, 3)
    assert shares == pytest.approx([*(n / 20 for n in range(3, 20, 3)), 1.0, 1.0], abs=1e-12)
    listed, columns = pd.concat(tables), ["zone", "feature", "kind", "people_possible"]
    expected = find_hits(ZONES, town, "kind", "people")
    assert listed[columns].to_dict("list") == expected[columns].to_dict("list")


CLUSTER = """
import sys
from click.testing import CliRunner
from distributed import LocalCluster
from geo.cli.exposure import exposure_command
with LocalCluster(n_workers=1, processes=False, protocol="tcp", host="127.0.0.1", dashboard_address=None) as cluster:
    done = CliRunner().invoke(exposure_command, [*sys.argv[1:], "--scheduler", cluster.scheduler_address, "--format", "json"])
    print(done.output)
    sys.exit(done.exit_code)
"""


def on_a_cluster(*words: str | Path) -> subprocess.CompletedProcess[str]:
    """`geo exposure` with a cluster of one worker."""
    command = [sys.executable, "-c", CLUSTER, *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)


def test_a_cluster_that_is_named(tmp_path: Path) -> None:
    """`--scheduler` gives what the file in one process gives, sums and lists, of twelve partitions."""
    spots = np.random.default_rng(4).normal((46.74275, 39.760583), 0.002, (1_200, 2))
    frame = gpd.GeoDataFrame({"use": ["a", "b"] * 600}, geometry=gpd.points_from_xy(*spots.T), crs=4326)
    (tmp_path / "f").mkdir()
    frame.to_parquet(tmp_path / "f.parquet")
    for number in range(12):
        frame.iloc[100 * number : 100 * (number + 1)].to_parquet(tmp_path / "f" / f"{number}.parquet")
    words: list[str | Path] = [ROOT / "sites.geojson", tmp_path / "f", "--by", "use", "-o", tmp_path / "o.csv"]
    done = on_a_cluster(*words)
    assert done.returncode == 0, done.stderr
    command = [str(ROOT / "sites.geojson"), str(tmp_path / "f.parquet"), "--by", "use", "-o", str(tmp_path / "alone.csv")]
    alone = CliRunner().invoke(exposure_command, [*command, "--format", "json"])
    assert json.loads(done.stdout) == json.loads(alone.output)
    assert (tmp_path / "o.csv").read_bytes() == (tmp_path / "alone.csv").read_bytes()


def test_a_feature_that_a_cluster_cannot_count(tmp_path: Path) -> None:
    """Is named by its row through all partitions, and no file is left."""
    shapes = [shapely.Point(46.74, 39.76)] * 30
    for number in range(4):
        last = shapely.GeometryCollection(shapes[:2]) if number == 2 else shapes[0]
        frame([*shapes[: 7 * (number + 1)], last]).to_parquet(tmp_path / f"{number}.parquet")
    done = on_a_cluster(ROOT / "sites.geojson", tmp_path, "-o", tmp_path / "o.csv")
    assert done.returncode == 2
    assert "feature 44: a GeometryCollection is neither points nor lines nor polygons; split it" in done.stdout
    assert sorted(path.name for path in tmp_path.iterdir()) == ["0.parquet", "1.parquet", "2.parquet", "3.parquet"]

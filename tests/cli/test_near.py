import csv
import io
import json
import os
import re
import signal
import subprocess
import sys
import weakref
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from click.testing import CliRunner, Result

import geo.cli
from geo.earth.search import pairs_within as nearness
from geo.judge.near import measure_nearby
from geo.record.progress import report_progress_to
from geo.record.vector_file.points import read_points
from geo.show.answers.near import pairs_file
from tests.conftest import DATA, ROOT, Run

HOSTILE = ["=1+1", "a\x1b[31m", "@x", "plain"]


READERS: dict[str, Any] = {"csv": pd.read_csv, "parquet": pd.read_parquet, "gpkg": gpd.read_file, "geojson": gpd.read_file}


def near(*words: str | Path) -> Result:
    return CliRunner().invoke(geo.cli.geo, ["near", *map(str, words)])


@pytest.fixture
def houses(tmp_path: Path) -> Path:
    """Four points some 90 m apart, from the first fragment site to the east, in metres of UTM; and one that is nowhere."""
    points = [shapely.Point(46.74275 + step / 1000, 39 + 45 / 60 + 38.1 / 3600) for step in range(4)]
    frame = gpd.GeoDataFrame({"id": [*HOSTILE, "none"]}, geometry=[*points, shapely.Point()], crs=4326).to_crs(32638)
    frame.to_file(tmp_path / "houses.gpkg")
    return tmp_path / "houses.gpkg"


def test_a_file_with_itself_lists_each_pair_once() -> None:
    """And no point with itself; strikes were reported where fragments lie."""
    value = json.loads(near(ROOT / "sites.geojson", ROOT / "sites.geojson", "--within", "1", "--format", "json").stdout)
    assert [(pair["a_id"], pair["b_id"], pair["distance_m"]) for pair in value["pairs"]] == [
        ("fragment-site-1", "strike-1", 0.0),
        ("fragment-site-2", "strike-2", 0.0),
    ]
    assert (value["count"], value["a"]["points"]) == (2, 7)


def test_the_text_is_a_count_and_a_table(houses: Path) -> None:
    """Ids of both, metres to the millimetre; what a person typed does not steer the terminal."""
    done = near(ROOT / "sites.geojson", houses, "--within", "100")
    lines = done.stdout.splitlines()
    assert lines[0].startswith("4 pairs lie within 100 m of each other: ")
    assert lines[0].endswith("sites.geojson (7 points), " + f"{houses} (4 points)")
    assert re.split(" {2,}", lines[1]) == ["a", "b", "metres", "date of a", "date of b", "days apart"]
    assert re.split(" {2,}", lines[2]) == ["fragment-site-1", "=1+1", "0.000", "2021-03-15", "not known"]
    assert re.split(" {2,}", lines[3])[:3] == ["fragment-site-1", "a\\u001b[31m", "85.691"]
    assert "\x1b" not in done.stdout


def test_long_lists_are_cut_in_the_text_alone(tmp_path: Path) -> None:
    """Twenty rows, and how many more."""
    gpd.GeoSeries([shapely.Point(1, 1)] * 8, crs=4326).to_file(tmp_path / "spot.geojson")
    done = near(tmp_path / "spot.geojson", tmp_path / "spot.geojson", "--within", "0", "-o", tmp_path / "p.csv")
    lines = done.stdout.splitlines()
    assert lines[0].startswith("28 pairs lie within 0 m")
    assert lines[2].split() == ["row", "0", "row", "1", "0.000"]
    assert lines[-2] == "… and 8 more; -o FILE writes them all"
    assert lines[-1] == f"The pairs are in {(tmp_path / 'p.csv').resolve()}"
    assert len((tmp_path / "p.csv").read_text().splitlines()) == 29


DATED = ["2021-03-15", "2021-03", "2020-11-07T10:00:00Z", "=1+1", None]
"""A day, a month, a time stamp, what is not a date, and nothing."""
DAYS_APART = [
    ("2021-03-15", 0, 0),
    ("2021-03", 0, 16),
    ("2020-11-07T10:00:00Z", 128, 128),
    (None, None, None),
    (None, None, None),
]
"""The dates that are read, and the days from them to 15 March 2021."""


@pytest.mark.parametrize("column", ["found_on", "date"])
def test_each_pair_names_its_dates_and_how_far_apart_they_are(column: str, tmp_path: Path) -> None:
    """The dates of both and the least and the greatest number of days between them are named where both are known."""
    at: Any = [shapely.Point(46.74275, 39.760583)] * 5
    gpd.GeoDataFrame({"id": list("abcde"), column: DATED}, geometry=at, crs=4326).to_file(tmp_path / "dated.gpkg")
    command: list[str | Path] = [ROOT / "sites.geojson", tmp_path / "dated.gpkg", "--within", "1"]
    text = near(*command)
    assert [re.split(" {2,}", line)[3:] for line in text.stdout.splitlines()[2:5]] == [
        ["2021-03-15", "2021-03-15", "0"],
        ["2021-03-15", "2021-03", "0 to 16"],
        ["2021-03-15", "2020-11-07T10:00:00Z", "128"],
    ]
    said = json.loads(near(*command, "--format", "json").stdout)["pairs"]
    names = ("a_date", "b_date", "days_apart", "days_apart_most")
    assert [tuple(pair[name] for name in names) for pair in said[:5]] == [("2021-03-15", *one) for one in DAYS_APART]
    assert said[5]["a_id"] == "strike-1"
    assert [said[5][name] for name in names] == [None, "2021-03-15", None, None]
    for ending, read in READERS.items():
        assert near(*command, "-o", tmp_path / f"p.{ending}").exit_code == 0
        table = read(tmp_path / f"p.{ending}")
        assert table["days_apart"].tolist()[:3] == [0, 0, 128]
        assert table["days_apart"].isna().tolist()[3:6] == [True, True, True]


def test_files_that_date_nothing_have_no_columns_for_dates(houses: Path, tmp_path: Path) -> None:
    """Two files without a date give pairs without dates, in the text and in a file."""
    assert near(houses, houses, "--within", "100", "-o", tmp_path / "p.csv").stdout.splitlines()[1].split() == [
        "a",
        "b",
        "metres",
    ]
    assert pd.read_csv(tmp_path / "p.csv").columns.tolist() == ["a_row", "b_row", "a_id", "b_id", "distance_m"]


@pytest.mark.parametrize("ending", ["csv", "parquet", "gpkg", "geojson"])
def test_no_pairs_are_a_file_without_rows(ending: str, houses: Path, tmp_path: Path) -> None:
    """With its columns, which readers find, except in GeoJSON, which has none without rows."""
    done = near(houses, houses, "--within", "1", "-o", tmp_path / f"p.{ending}", "--format", "json")
    assert json.loads(done.stdout)["pairs"] == []
    path = tmp_path / f"p.{ending}"
    if ending == "geojson":
        assert json.loads(path.read_text()) == {"type": "FeatureCollection", "features": []}
    else:
        columns = READERS[ending](path).columns
        assert columns[:5].tolist() == ["a_row", "b_row", "a_id", "b_id", "distance_m"]


def test_all_forms_hold_the_pairs_in_one_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """That of the rows of the first file, then of the second, though they come in many parts."""
    monkeypatch.setattr(nearness, "MOST_PAIRS", 7)
    for name, count in (("a", 20), ("b", 30)):
        spots = np.random.default_rng(count).normal((46.74, 39.76), 0.001, (count, 2))
        gpd.GeoSeries(gpd.points_from_xy(*spots.T), crs=4326).to_file(tmp_path / f"{name}.gpkg")
    command: list[str | Path] = [tmp_path / "a.gpkg", tmp_path / "b.gpkg", "--within", "100"]
    said = json.loads(near(*command, "--format", "json").stdout)
    rows = [(one["a_row"], one["b_row"]) for one in said["pairs"]]
    assert rows == sorted(set(rows))
    assert said["count"] == len(rows) > 100
    for ending, read in READERS.items():
        assert near(*command, "-o", tmp_path / f"p.{ending}").exit_code == 0
        table = read(tmp_path / f"p.{ending}")
        assert list(zip(table["a_row"], table["b_row"], strict=True)) == rows
        assert table["distance_m"].tolist() == pytest.approx([one["distance_m"] for one in said["pairs"]], abs=1e-9)


@pytest.mark.parametrize(
    "words", [["-o", "p.csv"], ["-o", "p.parquet"], ["-o", "p.gpkg"], ["-o", "p.geojson"], ["--format", "json"], []]
)
def test_no_more_than_a_few_parts_are_in_memory(
    words: list[str], houses: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of 40 parts with all their pairs no more than two are alive at a time."""
    alive: list[weakref.ref[Any]] = []
    most = []

    def parts(*_: object, **__: object) -> Iterator[Any]:
        while len(alive) < 40:
            part = np.array([(row, other) for row in range(4) for other in range(4)])
            alive.append(weakref.ref(part))
            most.append(sum(one() is not None for one in alive))
            yield part

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("geo.judge.near.iter_pairs_within", parts)
    assert near(ROOT / "sites.geojson", houses, "--within", "1000", *words).exit_code == 0
    assert len(most) == 40
    assert max(most) <= 2


STALLED = """
import signal, sys, time
signal.signal(signal.SIGINT, signal.default_int_handler)  # which a shell has let ignore it where tests run in the background
import geo.cli, geo.judge.near as module
batches = module.iter_pairs_within
def stalled(*arguments, **options):
    for batch in batches(*arguments, **options):
        yield batch
        print("one part is written", flush=True)
        time.sleep(60)
module.iter_pairs_within = stalled
geo.cli.main(sys.argv[1:])
"""


def test_ctrl_c_leaves_no_half_file(houses: Path) -> None:
    """Interrupted while it writes: neither the file nor a temporary one."""
    command = [sys.executable, "-c", STALLED, "near", houses.name, houses.name, "--within", "100", "-o", "p.gpkg"]
    folder = houses.parent
    child = subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True)
    assert child.stdout
    assert child.stdout.readline() == b"one part is written\n"
    assert list(folder.glob(".p.gpkg.*.tmp*"))
    child.send_signal(signal.SIGINT)
    child.communicate()
    assert child.returncode == 130
    assert [path.name for path in folder.iterdir()] == [houses.name]


@pytest.mark.parametrize("name", ["p.csv", "p.parquet", "p.gpkg", "p.geojson"])
def test_ctrl_c_leaves_no_half_file_of_any_form(name: str, houses: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The signal comes to this process when one part is written and a temporary file is there."""
    folder = houses.parent
    begun: list[Path] = []

    def interrupted(*arguments: Any, **options: Any) -> Iterator[Any]:
        yield from nearness.iter_pairs_within(*arguments, **options)
        begun.extend(folder.glob(f".{name}.*.tmp*"))
        signal.raise_signal(signal.SIGINT)

    monkeypatch.setattr("geo.judge.near.iter_pairs_within", interrupted)
    assert near(houses, houses, "--within", "100", "-o", folder / name).exit_code == 130
    assert begun
    assert [path.name for path in folder.iterdir()] == [houses.name]


def test_writing_a_layer_at_once_is_told(houses: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Which comes after all comparing, and takes as long."""
    monkeypatch.setattr(nearness, "MOST_PAIRS", 2)
    told: list[tuple[str, float]] = []
    points = read_points(houses)
    with (
        report_progress_to(lambda doing, share: told.append((doing, share))),
        pairs_file(tmp_path / "p.gpkg", points, points) as keep,
    ):
        measure_nearby(points, points, 300, keep=keep)
        assert told == []
    shares = [share for doing, share in told if doing == "Writing the layer"]
    assert shares == sorted(shares)
    assert (shares[0], shares[-1], len(shares) > 3) == (0.0, 1.0, True)


FULL = """
import contextlib, io, json, resource, sys
import geo.cli
told = []
for most, words in json.loads(sys.argv[1]):
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, resource.RLIM_INFINITY))
    with contextlib.redirect_stdout(io.StringIO()) as out, contextlib.redirect_stderr(io.StringIO()) as err:
        try:
            geo.cli.main(words)
        except SystemExit as left:
            told.append([left.code, out.getvalue(), err.getvalue()])
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
print(json.dumps(told))
"""
"""A process for all of them, since what it may write cannot be limited in ours, and loading takes longer than the rest."""


def test_a_full_disk_is_one_sentence(tmp_path: Path) -> None:
    """And leaves nothing, also where GDAL is the one who notices; 10,000 pairs need more in every form."""
    for side in ("a", "b"):
        spots = np.random.default_rng(len(side)).normal((46.74, 39.76), 0.001, (100, 2))
        gpd.GeoSeries(gpd.points_from_xy(*spots.T), crs=4326).to_file(tmp_path / f"{side}.gpkg")
    limits = [(20_000, "p.csv"), (20_000, "p.parquet"), (20_000, "p.gpkg"), (150_000, "p.gpkg"), (20_000, "p.geojson")]
    cases = [(most, ["near", "a.gpkg", "b.gpkg", "--within", "5000", "-o", name]) for most, name in limits]
    command = [sys.executable, "-c", FULL, json.dumps(cases)]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stderr == ""
    for (_, name), (status, out, said) in zip(limits, json.loads(done.stdout), strict=True):
        assert (status, out) == (2, "")
        assert said.startswith("geo: ")
        assert f"{name}: " in said
        assert len(said.splitlines()) == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.gpkg", "b.gpkg"]


def test_csv_runs_no_formula(houses: Path, tmp_path: Path) -> None:
    """Text that would be one gets an apostrophe; numbers stay numbers."""
    near(ROOT / "sites.geojson", houses, "--within", "300", "-o", tmp_path / "p.csv")
    rows = list(csv.DictReader(io.StringIO((tmp_path / "p.csv").read_text("utf-8"))))
    first = [row for row in rows if row["a_id"] == "fragment-site-1"]
    assert [row["b_id"] for row in first] == ["'=1+1", "a\x1b[31m", "'@x", "plain"]
    assert [float(row["distance_m"]) for row in first] == pytest.approx([0.0, 85.691, 171.383, 257.074], abs=5e-4)


def test_parquet_and_geojson_are_read_back(houses: Path, tmp_path: Path) -> None:
    """By other readers, with the same values."""
    for ending in ("parquet", "geojson", "gpkg"):
        assert near(ROOT / "sites.geojson", houses, "--within", "100", "-o", tmp_path / f"p.{ending}").exit_code == 0
    table = pd.read_parquet(tmp_path / "p.parquet")
    for lines in (gpd.read_file(tmp_path / "p.geojson"), gpd.read_file(tmp_path / "p.gpkg")):
        assert table["b_id"].tolist() == lines["b_id"].tolist() == ["=1+1", "a\x1b[31m", "=1+1", "a\x1b[31m"]
        assert table["distance_m"].tolist() == lines["distance_m"].tolist()
        assert table.dtypes["a_row"] == "int64"
        assert shapely.get_coordinates(lines.geometry[1])[1] == pytest.approx([46.74375, 39.7605833333], abs=1e-9)
        assert lines.crs == 4326


def test_a_line_across_the_180th_meridian_is_cut(tmp_path: Path) -> None:
    """As RFC 7946 wants it, and across the whole world not at all."""
    gpd.GeoSeries([shapely.Point(179.9999, 1), shapely.Point(-179.9999, 1)], crs=4326).to_file(tmp_path / "d.geojson")
    near(tmp_path / "d.geojson", tmp_path / "d.geojson", "--within", "30", "-o", tmp_path / "p.geojson")
    (shape,) = gpd.read_file(tmp_path / "p.geojson").geometry
    assert shape.geom_type == "MultiLineString"
    assert shape.length == pytest.approx(0.0002, abs=1e-9)


def test_ids_may_be_numbers_or_missing(tmp_path: Path) -> None:
    """Whole numbers stay whole; a layer without ids is told by rows."""
    frame = gpd.GeoDataFrame({"id": [-7, None]}, geometry=[shapely.Point(1, 1)] * 2, crs=4326)
    frame.to_file(tmp_path / "n.gpkg")
    frame.drop(columns="id").to_file(tmp_path / "m.gpkg")
    near(tmp_path / "n.gpkg", tmp_path / "m.gpkg", "--within", "1", "-o", tmp_path / "p.csv")
    assert (tmp_path / "p.csv").read_text().splitlines()[1::2] == ["0,0,-7,,0.0", "1,0,,,0.0"]
    assert near(tmp_path / "n.gpkg", tmp_path / "m.gpkg", "--within", "1", "-o", tmp_path / "p.parquet").exit_code == 0


def test_our_own_geopackage_has_layers_to_name(tmp_path: Path) -> None:
    """In near and in exposure."""
    made = geo.write_export(geo.assess(geo.read_sites(ROOT / "sites.geojson")), tmp_path / "s.gpkg")
    done = near(made, ROOT / "sites.geojson", "--layer-a", "records", "--within", "1")
    assert (done.exit_code, "7 points" in done.output) == (0, True), done.output
    done = near(ROOT / "sites.geojson", made, "--layer-b", "records", "--within", "1")
    assert done.exit_code == 0
    words = ["exposure", str(ROOT / "sites.geojson"), str(made), "--layer", "records", "--by", "kind", "--format", "json"]
    counted = json.loads(CliRunner().invoke(geo.cli.geo, words).output)
    assert [one["kind"] for one in counted["zones"][-1]["inside"]] == ["fragment_site", "place", "strike_report"]
    assert CliRunner().invoke(geo.cli.geo, [*words[:3], "--layer", "x"]).exit_code == 2


def test_what_is_no_layer_of_points_is_one_sentence(tmp_path: Path, run: Run) -> None:
    """With exit status 2, and nothing written."""
    gpd.GeoSeries([shapely.box(0, 0, 1, 1)], crs=4326).to_file(tmp_path / "area.gpkg")
    gpd.GeoSeries([shapely.Point(0, 0)], crs=4326).to_file(tmp_path / "nowhere.shp")
    (tmp_path / "nowhere.prj").unlink()
    for name in ("one", "two"):
        gpd.GeoSeries([shapely.Point(0, 0)], crs=4326).to_file(tmp_path / "many.gpkg", layer=name)
    (tmp_path / "table.csv").write_text("id,name\n1,x\n")
    (tmp_path / "noise.geojson").write_text("noise")
    sites = ROOT / "sites.geojson"
    for name, message in (
        ("none.gpkg", "No such file or directory"),
        ("area.gpkg", "area.gpkg, row 0: a Polygon is no point"),
        ("nowhere.shp", "nowhere.shp: the coordinate system of the points is not stated"),
        ("many.gpkg", "has 2 layers, so name one of them; it has one, two"),
        ("table.csv", "has no geometry: it is a table, not a map layer"),
        ("noise.geojson", "is in none of the known formats"),
    ):
        status, out, said = run("near", str(sites), str(tmp_path / name), "--within", "1", "-o", str(tmp_path / "p.csv"))
        assert (status, out) == (2, "")
        assert message in said
        assert "Traceback" not in said
    assert not (tmp_path / "p.csv").exists()


@pytest.mark.parametrize(
    ("words", "status", "message"),
    [
        (["--within", "-1"], 2, "a distance is a number of metres from 0 up, not -1.0"),
        (["--within", "nan"], 2, "from 0 up, not nan"),
        (["--within", "1", "-o", "p.xlsx"], 2, "wanted a name that ends in .csv or .parquet or .gpkg or .geojson"),
        ([], 2, "Missing option '--within'"),
    ],
)
def test_what_was_asked_wrongly(words: list[str], status: int, message: str) -> None:
    """Wrong options give exit status 2 and a sentence that says what is wanted."""
    done = near(ROOT / "sites.geojson", ROOT / "sites.geojson", *words)
    assert done.exit_code == status
    assert message in done.stderr


def test_a_file_that_is_read_is_not_overwritten(tmp_path: Path) -> None:
    """A file that is read is not overwritten, even under another spelling of its path."""
    sites = tmp_path / "sites.geojson"
    sites.write_bytes((ROOT / "sites.geojson").read_bytes())
    done = near(sites, sites, "--within", "1", "-o", tmp_path / "." / "sites.geojson")
    assert done.exit_code == 2
    assert "is an input file" in done.stderr


def test_a_file_of_records_with_errors_lists_them() -> None:
    """Its problems, line by line, and exit status 1."""
    done = near(DATA / "bad" / "property-unknown.geojson", ROOT / "sites.geojson", "--within", "1")
    assert done.exit_code == 1
    assert "[GEO028]" in done.stderr


def test_records_lie_where_their_printed_coordinates_say(tmp_path: Path) -> None:
    """One of our files is read as such, another file with a `kind` is not; rows are those of the file."""
    points = read_points(ROOT / "sites.geojson")
    assert points.ids[:2] == ("fragment-site-1", "fragment-site-2")
    assert points.degrees[0] == pytest.approx([46.742750, 39.760583], abs=1e-6)
    assert points.count == 7
    frame = gpd.GeoDataFrame({"kind": ["house"]}, geometry=[shapely.Point(1, 2)], crs=4326)
    frame.to_file(tmp_path / "other.geojson")
    assert read_points(tmp_path / "other.geojson").degrees.tolist() == [[1.0, 2.0]]


def test_an_interruption_leaves_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither half of one nor a temporary one."""

    def interrupted(_: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupted)
    done = near(ROOT / "sites.geojson", ROOT / "sites.geojson", "--within", "1", "-o", tmp_path / "p.csv")
    assert done.exit_code == 130
    assert list(tmp_path.iterdir()) == []


def test_duplicates_in_words_and_as_json(tmp_path: Path) -> None:
    """Groups, reasons, and that nothing was merged."""
    records = [
        {
            "type": "Feature",
            "id": name,
            "geometry": {"type": "Point", "coordinates": [46.74275, 39.760583]},
            "properties": {"kind": "fragment_site", "found_on": when, "munition": "red: \x1b[31m"},
        }
        for name, when in (("a", "2021-03"), ("b", "2021-03-15"))
    ]
    file = tmp_path / "sites.geojson"
    file.write_text(json.dumps({"type": "FeatureCollection", "features": records}))
    run = CliRunner()
    text = run.invoke(geo.cli.geo, ["duplicates", str(file)]).stdout
    assert "1 group of records that may describe one event. Nothing was merged" in text
    assert "1. 2 of kind fragment_site may describe one event: a, b" in text
    assert "     for: on 2021-03 and on 2021-03-15: 0 to 16 days apart" in text
    assert 'for: both "red: \\u001b[31m"' in text
    value = json.loads(run.invoke(geo.cli.geo, ["duplicates", str(file), "--format", "json"]).stdout)
    assert [group["ids"] for group in value["groups"]] == [["a", "b"]]
    assert value["groups"][0]["pairs"][0]["evidence"][0]["speaks"] == "for"
    assert "person" in value["caution"]

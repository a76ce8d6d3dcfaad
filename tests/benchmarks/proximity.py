"""All pairs within 200 m: ours against peers, on the same points in one run. `python -m tests.benchmarks.proximity`.

Every peer gets its own kind of table, made beforehand; what it needs for metres (projecting, say) counts. Nothing of ours is
made beforehand: two arrays of longitude and latitude in, sorted pairs out. Points lie as buildings in a country do, in
towns of very different size and between them; or evenly.
"""

from __future__ import annotations

import gc
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import pandas as pd
from rich.console import Console
from rich.table import Table

import geo
from geo.earth.geodesy import inverse

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    FloatArray = NDArray[np.float64]
    IntArray = NDArray[np.int64]
    Peer = Callable[[], "IntArray"]

ROUNDS = 5
WITHIN_M = 200.0
SIZES = ((10_000, 1_000_000), (10_000, 10_000_000), (100_000, 1_000_000))
GROWTH = (10_000, 100_000, 1_000_000, 10_000_000)
SAMPLE = 500
METRIC = 32638
"""UTM zone 38, which lies in the middle of the points."""
TOWNS = 3_000
UTM = f"ST_Transform(ST_Point(lon, lat), 'EPSG:4326', 'EPSG:{METRIC}', always_xy := true)"
SPATIAL_JOIN = f"""
    SELECT s.id, p.id AS near FROM (SELECT id, {UTM} AS at FROM points) p
    JOIN (SELECT id, {UTM} AS at FROM sites) s ON ST_DWithin(s.at, p.at, {WITHIN_M})"""
BUFFERS = f"""
    SELECT s.id, p.id AS near FROM (SELECT id, {UTM} AS at FROM points) p
    JOIN (SELECT id, ST_Buffer({UTM}, {WITHIN_M}) AS around FROM sites) s ON ST_Intersects(s.around, p.at)"""
CELLS = f"""
    WITH p AS (SELECT *, floor(lon / 0.0025)::INT AS x, floor(lat / 0.002)::INT AS y FROM points),
    s AS (SELECT *, floor(lon / 0.0025)::INT + i AS x, floor(lat / 0.002)::INT + j AS y
          FROM sites, range(-1, 2) i(i), range(-1, 2) j(j))
    SELECT s.id, p.id AS near FROM p JOIN s USING (x, y)
    WHERE ST_Distance_Spheroid(ST_Point2D(s.lat, s.lon), ST_Point2D(p.lat, p.lon)) <= {WITHIN_M}"""
"""A join by hand, of cells that are wide enough between 38° and 41° alone."""


def even(random: np.random.Generator, count: int) -> FloatArray:
    """Points of the Caucasus."""
    return random.uniform((44, 38), (50, 41), (count, 2))


def towns(random: np.random.Generator, count: int) -> FloatArray:
    """Six of seven points in towns, whose sizes fall as their rank rises (Zipf)."""
    always = np.random.default_rng(20210402)
    centers, share = even(always, TOWNS), 1 / np.arange(1, TOWNS + 1) ** 0.9
    share /= share.sum()
    town = random.choice(TOWNS, count, p=share)
    points: FloatArray = centers[town] + random.normal(size=(count, 2)) * np.outer(np.sqrt(share[town]), (0.433, 0.333))
    between = random.random(count) < 0.15
    points[between] = even(random, int(between.sum()))
    return points


def duckdb_peers(sites: FloatArray, points: FloatArray) -> dict[str, Peer]:
    """DuckDB with its spatial extension: a spatial join, buffers, and a join of cells by hand."""
    import duckdb
    import duckdb_extension_spatial

    connection = duckdb.connect()
    extension = next(Path(duckdb_extension_spatial.__file__).parent.rglob("spatial.duckdb_extension"))
    connection.execute(f"LOAD '{extension}'")
    for name, side in (("sites", sites), ("points", points)):
        columns = {"id": np.arange(len(side)), "lon": side[:, 0].copy(), "lat": side[:, 1].copy()}
        connection.register("columns", pd.DataFrame(columns))
        connection.execute(f"CREATE TABLE {name} AS SELECT * FROM columns")

    def asks(query: str) -> Peer:
        def ask() -> IntArray:
            found = connection.execute(query).fetchnumpy()
            return np.column_stack((found["id"], found["near"]))

        return ask

    return {"DuckDB ST_DWithin": asks(SPATIAL_JOIN), "DuckDB buffers": asks(BUFFERS), "DuckDB cells by hand": asks(CELLS)}


def other_peers(sites: FloatArray, points: FloatArray) -> dict[str, Peer]:
    """GeoPandas in two ways, SedonaDB, and a ball tree on a sphere."""
    import sedonadb
    from sklearn.neighbors import BallTree

    here, there = (gpd.GeoDataFrame(geometry=gpd.points_from_xy(*side.T), crs=4326) for side in (sites, points))
    connection = sedonadb.connect()
    for name, frame in (("sites", here), ("points", there)):
        connection.create_data_frame(frame.assign(id=np.arange(len(frame)))).to_view(name)
    to_metres = f"ST_Transform(geometry, 'EPSG:{METRIC}')"

    def joined(predicate: str) -> IntArray:
        left, right = here.to_crs(METRIC), there.to_crs(METRIC)
        if predicate == "dwithin":
            found = left.sjoin(right, predicate="dwithin", distance=WITHIN_M)
        else:
            found = left.set_geometry(left.buffer(WITHIN_M)).sjoin(right)
        return np.column_stack((found.index, found["index_right"]))

    def sedona() -> IntArray:
        query = f"""SELECT s.id AS id, p.id AS near FROM (SELECT id, {to_metres} AS at FROM sites) s
            JOIN (SELECT id, {to_metres} AS at FROM points) p ON ST_DWithin(s.at, p.at, {WITHIN_M})"""
        found = connection.sql(query).to_pandas()
        return np.column_stack((found["id"], found["near"]))

    def ball_tree() -> IntArray:
        tree = BallTree(np.radians(sites[:, ::-1]), metric="haversine")
        found = tree.query_radius(np.radians(points[:, ::-1]), WITHIN_M / 6_371_008.8)
        return np.column_stack((np.concatenate(found), np.repeat(np.arange(len(points)), [len(one) for one in found])))

    return {
        "GeoPandas dwithin": lambda: joined("dwithin"),
        "GeoPandas buffers": lambda: joined("intersects"),
        "SedonaDB ST_DWithin": sedona,
        "scikit-learn BallTree": ball_tree,
    }


def brute_force(sites: FloatArray, points: FloatArray, which: IntArray) -> set[tuple[int, int]]:
    """Pairs of some sites, by the geodesic to every point that is not more than 0.01° (1.1 km) of latitude away."""
    pairs: set[tuple[int, int]] = set()
    for site in which.tolist():
        near = np.flatnonzero(np.abs(points[:, 1] - sites[site, 1]) < 0.01)
        from_here = np.broadcast_to(sites[site], (len(near), 2))
        measured, _, _ = inverse(from_here[:, 0].copy(), from_here[:, 1].copy(), points[near, 0], points[near, 1])
        pairs.update((site, int(one)) for one in near[measured <= WITHIN_M])
    return pairs


def compare(layout: Any, sizes: tuple[int, int]) -> Table:
    """Run all in turn, and give a row for each: median seconds, ratio to ours, pairs that are wrong among those of a sample."""
    sites, points = (layout(np.random.default_rng(seed), count) for seed, count in enumerate(sizes, 1))
    runs: dict[str, Peer] = {"geo.find_pairs_within": lambda: geo.find_pairs_within(sites, points, WITHIN_M)}
    runs |= duckdb_peers(sites, points)
    if sizes == SIZES[0]:  # the others take long
        runs |= other_peers(sites, points)
    else:
        del runs["DuckDB buffers"]
    seconds: dict[str, list[float]] = {name: [] for name in runs}
    results: dict[str, IntArray] = {}
    for _ in range(ROUNDS + 1):
        for name, run in runs.items():
            gc.collect()
            start = time.perf_counter()
            results[name] = run()
            seconds[name].append(time.perf_counter() - start)
    which = np.random.default_rng(7).choice(sizes[0], SAMPLE, replace=False)
    right = brute_force(sites, points, which)
    median = {name: statistics.median(taken[1:]) for name, taken in seconds.items()}  # the first was to warm up
    keys = {name: np.unique(found[:, 0] * len(points) + found[:, 1]) for name, found in results.items()}
    columns = ("sites x points", "spread", "what", "seconds", "times ours", "pairs", "wrong in sample", "unlike ours")
    table = Table(*columns, box=None)
    for name, found in results.items():
        sampled = {(one, other) for one, other in found[np.isin(found[:, 0], which)].tolist()}
        apart = len(np.setxor1d(keys[name], keys["geo.find_pairs_within"], assume_unique=True))
        table.add_row(
            f"{sizes[0]:,} x {sizes[1]:,}", layout.__name__, name, f"{median[name]:.3f}",
            f"{median[name] / median['geo.find_pairs_within']:.1f}", f"{len(found):,}", f"{len(sampled ^ right)} of {len(right):,}",
            f"{apart:,}",
        )  # fmt: skip
    return table


def child(folder: Path) -> None:
    """Search once in a process of its own, and print seconds, MiB beyond what it held before, its peak in MiB, and pairs."""
    sites, points = np.load(folder / "sites.npy"), np.load(folder / "points.npy")
    geo.find_pairs_within(sites[:10], points[:10], WITHIN_M)  # loads what is loaded once
    Path("/proc/self/clear_refs").write_text("5")  # the peak counts from here (Linux)
    before, start = _mebibytes("VmRSS"), time.perf_counter()
    count = sum(len(batch) for batch in geo.iter_pairs_within(sites, points, WITHIN_M))
    print(time.perf_counter() - start, _mebibytes("VmHWM") - before, _mebibytes("VmHWM"), count)  # noqa: T201


def _mebibytes(name: str) -> float:
    (line,) = [one for one in Path("/proc/self/status").read_text().splitlines() if one.startswith(name)]
    return int(line.split()[1]) / 1024


def growth() -> Table:
    """Ten thousand sites against ever more points: seconds and memory."""
    table = Table("points", "seconds", "ns each", "MiB beyond", "peak MiB", "pairs", box=None)
    for count in GROWTH:
        with tempfile.TemporaryDirectory() as folder:
            for name, seed, size in (("sites", 1, 10_000), ("points", 2, count)):
                np.save(Path(folder, f"{name}.npy"), towns(np.random.default_rng(seed), size))
            command = [sys.executable, "-m", "tests.benchmarks.proximity", folder]
            told = [subprocess.run(command, capture_output=True, text=True, check=True).stdout for _ in range(ROUNDS)]
        seconds, beyond, peak, pairs = (
            statistics.median(column) for column in zip(*(map(float, one.split()) for one in told), strict=True)
        )
        each = f"{1e9 * seconds / count:,.0f}"
        table.add_row(f"{count:,}", f"{seconds:.3f}", each, f"{beyond:,.0f}", f"{peak:,.0f}", f"{pairs:,.0f}")
    return table


def main() -> None:
    """Print what is compared, with versions, and a table for each size."""
    console = Console(width=130)
    packages = (
        "numpy",
        "pyproj",
        "duckdb",
        "duckdb-extension-spatial",
        "geopandas",
        "shapely",
        "sedonadb",
        "scikit-learn",
    )
    console.print(
        f"{os.cpu_count()} cores, Python {platform.python_version()}, {', '.join(f'{one} {version(one)}' for one in packages)}"
    )
    for layout in (towns, even):
        for sizes in SIZES:
            console.print(compare(layout, sizes))
    console.print(growth())


if __name__ == "__main__":
    child(Path(sys.argv[1])) if sys.argv[1:] else main()

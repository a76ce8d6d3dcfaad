"""Times whole commands, from the file to the result that a user waits for, beside what others do with the same file.

Each row is a process of its own: start, imports, reading and writing counted. A file of each size has no claims and one a
quarter of claims; of each again half of the records have printed coordinates. Ratios are of medians in one run; processor
time is that of the process and its children. The last rows are of points with an id and a position and no more.

    python -m tests.benchmarks.commands 10000 100000 1000000
"""

from __future__ import annotations

import json
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from rich.console import Console
from rich.table import Table

from tests.benchmarks.generate import write_points, write_records

ROUNDS = 3
GEO = [sys.executable, "-m", "geo"]
PYTHON = [sys.executable, "-c"]
JSON_LOAD = "import json, sys; json.load(open(sys.argv[1]))"
READ_FILE = "import geopandas, sys; geopandas.read_file(sys.argv[1])"
GEOJSON_ON_CANVAS = """
import sys, folium, geopandas
frame = geopandas.read_file(sys.argv[1])
frame = frame[~frame.geometry.isna()][["id", "kind", "name", "geometry"]]
page = folium.Map(prefer_canvas=True)
popup = folium.GeoJsonPopup(fields=["id", "kind", "name"])
folium.GeoJson(frame, marker=folium.CircleMarker(radius=3), popup=popup).add_to(page)
page.save(sys.argv[2])
"""
"""Folium's page of the same points on a canvas, with popups of three properties."""
EXPLORE = """
import sys, geopandas
frame = geopandas.read_file(sys.argv[1])
frame[~frame.geometry.isna()][["id", "kind", "name", "geometry"]].explore().save(sys.argv[2])
"""


PEERS = ("geopandas.read_file", "Folium GeoJson on a canvas", "json.load, points")
MOST_OF_OTHERS = 100_000
"""Folium and `explore` take minutes and many GiB for more."""


class Cost(NamedTuple):
    """What a process took."""

    cpu_s: float
    wall_s: float
    peak_mib: float


def measure(command: list[str]) -> Cost:
    """What one process took, with its children."""
    start = time.perf_counter()
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}  # as users have it
    with Path(os.devnull).open("w") as nothing:
        child = os.posix_spawn(command[0], command, environment, file_actions=[(os.POSIX_SPAWN_DUP2, nothing.fileno(), 1)])
        _, status, usage = os.wait4(child, 0)
    if status:
        raise RuntimeError(f"{command} ended with {status}")
    return Cost(usage.ru_utime + usage.ru_stime, time.perf_counter() - start, usage.ru_maxrss / 1024)


def measure_in_turn(commands: dict[str, list[str]]) -> dict[str, Cost]:
    """Medians of several rounds in which each command runs once."""
    rounds = [{name: measure(command) for name, command in commands.items()} for _ in range(ROUNDS)]
    return {name: Cost(*map(statistics.median, zip(*(one[name] for one in rounds), strict=True))) for name in commands}


def print_in_half(path: Path, made: Path) -> None:
    """The same records, half of which have printed coordinates beside their geometry."""
    value = json.loads(path.read_text("utf-8"))
    for feature in value["features"][::2]:
        if feature["geometry"]:
            lon, lat = feature["geometry"]["coordinates"]
            feature["properties"]["published_coordinates"] = f"{lat}, {lon}"
    made.write_text(json.dumps(value), "utf-8")


def commands_for(count: int, folder: str) -> dict[str, list[str]]:
    """Ours and those of others, with files of so many records."""
    unclaimed, unclaimed_printed, plain, printed, points = (
        Path(folder, f"{name}.geojson") for name in ("unclaimed", "unclaimed-printed", "plain", "printed", "points")
    )
    page = f"{folder}/page.html"
    write_points(points, count)
    of_points = {
        "json.load, points": [*PYTHON, JSON_LOAD, str(points)],
        "geo map, points": [*GEO, "map", str(points), "-o", page],
    }
    if count > MOST_OF_OTHERS:
        return of_points
    write_records(unclaimed, count, claims=False)
    write_records(plain, count)
    print_in_half(unclaimed, unclaimed_printed)
    print_in_half(plain, printed)
    return {
        "json.load": [*PYTHON, JSON_LOAD, str(plain)],
        "geopandas.read_file": [*PYTHON, READ_FILE, str(plain)],
        "geo check, no claims": [*GEO, "check", str(unclaimed), "--format", "json"],
        "geo check, no claims, half printed": [*GEO, "check", str(unclaimed_printed), "--format", "json"],
        "geo check": [*GEO, "check", str(plain), "--format", "json"],
        "geo check, half printed": [*GEO, "check", str(printed), "--format", "json"],
        "Folium GeoJson on a canvas": [*PYTHON, GEOJSON_ON_CANVAS, str(plain), page],
        "geopandas.explore": [*PYTHON, EXPLORE, str(plain), page],
        "geo map": [*GEO, "map", str(plain), "-o", page],
        "geo map, half printed": [*GEO, "map", str(printed), "-o", page],
        **of_points,
    }


def main() -> None:
    """Print a table for each size."""
    for count in [int(one) for one in sys.argv[1:]] or [10_000, 100_000, 1_000_000]:
        with tempfile.TemporaryDirectory() as folder:
            costs = measure_in_turn(commands_for(count, folder))
        peers = [peer for peer in PEERS if peer in costs]
        table = Table(f"{count:,} records", "CPU s", "wall s", "peak MiB", *(f"of {peer}" for peer in peers), box=None)
        for name, cost in costs.items():
            ratios = [f"{cost.cpu_s / costs[peer].cpu_s:.2f}" for peer in peers]
            table.add_row(name, f"{cost.cpu_s:.2f}", f"{cost.wall_s:.2f}", f"{cost.peak_mib:,.0f}", *ratios)
        Console().print(table)


if __name__ == "__main__":
    main()

"""`make bench`: what is promised, as ratios of medians of processor time, with the peak memory of the larger process."""

from __future__ import annotations

import os
import statistics
import tempfile
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tests.benchmarks.commands import GEO, PYTHON, measure
from tests.benchmarks.generate import write_records

ROUNDS = 7
ROOT = Path(__file__).parent.parent.parent


def compare(ours: list[str], other: list[str]) -> tuple[float, float, float]:
    """Median seconds of processor time of both, run in turn, and the peak MiB of ours."""
    measure(ours), measure(other)  # once unmeasured, so that both find their files in memory
    pairs = [(measure(ours), measure(other)) for _ in range(ROUNDS)]
    seconds = statistics.median(one.cpu_s for one, _ in pairs), statistics.median(one.cpu_s for _, one in pairs)
    return *seconds, max(one.peak_mib for one, _ in pairs)


def main() -> None:
    """Print the table."""
    os.chdir(ROOT)
    table = Table("what", "seconds", "against", "seconds", "ratio", "at most", "peak MiB", box=None)
    with tempfile.TemporaryDirectory() as folder:
        small, large = Path(folder, "10000.geojson"), Path(folder, "100000.geojson")
        write_records(small, 10_000)
        write_records(large, 100_000)
        texts = ["39°45'38.10\"N 46°44'33.90\"E", "39°45'27.80\"N 46°45'25.80\"E"]
        for name, ours, against, other, limit in (
            ("geo distance", [*GEO, "distance", *texts], "import pyproj", [*PYTHON, "import pyproj"], 1.3),
            ("geo check", [*GEO, "check"], "import pyproj", [*PYTHON, "import pyproj"], 3),
            ("geo map", [*GEO, "map", "-o", f"{folder}/m.html"], "import folium", [*PYTHON, "import folium"], 2.5),
            (
                "check 100,000",
                [*GEO, "check", str(large), "--format", "json"],
                "check 10,000",
                [*GEO, "check", str(small), "--format", "json"],
                12,
            ),
        ):
            seconds, reference, peak = compare(ours, other)
            row = (f"{seconds:.2f}", against, f"{reference:.2f}", f"{seconds / reference:.2f}", str(limit), f"{peak:.0f}")
            table.add_row(name, *row)
    Console().print(table)


if __name__ == "__main__":
    main()

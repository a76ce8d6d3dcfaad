"""Counts what lies inside zones on two worker processes, kills one in the middle, and tells what was counted.

Run as `python -m tests.partitioned FOLDER`; prints JSON. A process of its own, since it starts a cluster.
"""

import json
import os
import signal
import sys
import threading
import time
from pathlib import Path
from uuid import uuid4

import dask.dataframe as dd
import dask_geopandas
import geopandas as gpd
import numpy as np
import pandas as pd
from distributed import Client, LocalCluster

import geo
from geo.judge.zones.exposure import count_exposure

PARTITIONS, ROWS = 12, 500


def part(number: int, folder: str | None = None) -> gpd.GeoDataFrame:
    """One partition; each reading of it leaves a file behind and takes a while, so that there is a middle."""
    if folder:
        (Path(folder) / f"{number}-{uuid4()}").touch()
        time.sleep(0.3)
    spots = np.random.default_rng(number).normal((46.74275, 39.760583), 0.002, (ROWS, 2))
    return gpd.GeoDataFrame({"people": np.full(ROWS, number)}, geometry=gpd.points_from_xy(*spots.T), crs=4326)


def kill(folder: Path, pid: int, killed: list[int]) -> None:
    """End a worker once some partitions have been read."""
    while len(list(folder.iterdir())) < 5:
        time.sleep(0.01)
    os.kill(pid, signal.SIGKILL)
    killed.append(pid)


def main(folder: Path) -> None:
    """Count twice: in memory and on the cluster."""
    assessment = geo.assess(geo.read_sites("sites.geojson"))
    whole = pd.concat([part(number) for number in range(PARTITIONS)], ignore_index=True)
    expected = count_exposure(assessment, whole, people="people")
    features = dd.from_map(part, range(PARTITIONS), folder=str(folder), meta=part(0))
    if not isinstance(features, dask_geopandas.GeoDataFrame):
        raise TypeError(type(features))
    killed: list[int] = []
    options = {"n_workers": 2, "threads_per_worker": 1, "host": "127.0.0.1", "dashboard_address": None}
    with LocalCluster(**options) as cluster, Client(cluster) as client:
        pid = next(iter(client.run(os.getpid).values()))
        killer = threading.Thread(target=kill, args=(folder, pid, killed))
        killer.start()
        found = count_exposure(assessment, features, people="people")
        killer.join()
    read = len(list(folder.iterdir()))
    told = {"killed": killed, "partitions": PARTITIONS, "read": read, "counted": repr(found), "in memory": repr(expected)}
    sys.stdout.write(f"{json.dumps(told)}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))

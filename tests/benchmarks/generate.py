"""Records by the thousand: pairs of fragment sites around Shusha, a strike report and a distance claim for each pair."""

from __future__ import annotations

import json
import random
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator


def write_records(path: Path, count: int, *, claims: bool = True) -> None:
    """Write a file of `count` features, a quarter of them claims, the same each time, without holding it in memory."""
    features = (one for one in _features() if claims or one["properties"]["kind"] != "distance_claim")
    with path.open("w", encoding="utf-8") as file:
        file.write('{"type": "FeatureCollection", "features": [\n')
        for number, feature in enumerate(islice(features, count)):
            file.write((",\n" if number else "") + json.dumps(feature, indent=1))
        file.write("\n]}\n")


def write_points(path: Path, count: int) -> None:
    """Write a file of `count` fragment sites with an id and a position and no more."""
    choose = random.Random(20210402)
    with path.open("w", encoding="utf-8") as file:
        file.write('{"type": "FeatureCollection", "features": [\n')
        for number in range(count):
            place = round(choose.uniform(44, 50), 6), round(choose.uniform(38, 41), 6)
            file.write((",\n" if number else "") + json.dumps(_feature(f"s{number}", place, {"kind": "fragment_site"})))
        file.write("\n]}\n")


def _feature(record_id: str, point: tuple[float, float] | None, properties: dict[str, Any]) -> dict[str, Any]:
    geometry = point and {"type": "Point", "coordinates": point}
    return {"type": "Feature", "id": record_id, "geometry": geometry, "properties": properties}


def _features() -> Iterator[dict[str, Any]]:
    choose = random.Random(20210402)
    yield _feature("source", None, {"kind": "source", "title": "Generated", "publisher": "This script"})
    common = {"sources": ["source"], "note": "A note of some length, as a person would write it. " * 2}
    number = 0
    while True:
        number += 1
        lon, lat = round(choose.uniform(44, 50), 6), round(choose.uniform(38, 41), 6)
        site = {"kind": "fragment_site", "found_on": "2021-03-15", **common}
        yield _feature(f"site-{number}-a", (lon, lat), {"name": f"Site {number} a", **site})
        yield _feature(f"site-{number}-b", (round(lon + 0.01, 6), lat), {"name": f"Site {number} b", **site})
        yield _feature(f"strike-{number}", (lon, lat), {"kind": "strike_report", "lethal_radius_m": 200, **common})
        ends = {"from": f"site-{number}-a", "to": f"site-{number}-b"}
        claim = {"kind": "distance_claim", **ends, "distance_m": choose.choice((780, 860)), **common}
        yield _feature(f"claim-{number}", None, claim)

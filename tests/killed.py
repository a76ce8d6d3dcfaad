"""Changes a file over and over in a child that is killed at random moments, and tells what the file then held.

Run as `python -m tests.killed FOLDER ROUNDS [careless] [linked]`; prints JSON. A process of its own, since it forks: the
packages are loaded once, so that a round takes milliseconds. A linked file has a second name, so that it is written in
place; a copy of what it held counts for it then.
"""

import json
import os
import random
import signal
import sys
import time
from collections.abc import Iterable
from pathlib import Path

from geo.record.edit import edit as editing
from geo.record.edit.edit import append_records, make_feature, read_original, reformat
from geo.record.json_file.save import replace_whole
from geo.record.kinds import Source

START = json.dumps({"type": "FeatureCollection", "note": "x" * 50_000, "features": []}).encode()
STEPS = 5


def step(path: Path, number: int) -> None:
    """Add records, and lay the file out in the end: each step changes something."""
    original = read_original(path)
    if number == STEPS - 1:
        reformat(original).save()
    else:
        append_records(original, make_feature(Source, f"source-{number}", None, {"title": '"t"'})).save()


def careless(path: str, new: bytes, *, old: bytes | None, reads: Iterable[str] = ()) -> None:  # noqa: ARG001
    """What not to do: empty the file, then fill it."""
    assert old is not None
    with Path(path).open("wb") as file:
        for start in range(0, len(new), 8192):
            file.write(new[start : start + 8192])
            file.flush()
            os.fsync(file.fileno())


def states(path: Path) -> list[bytes]:
    """What the file holds after each step."""
    path.write_bytes(START)
    found = [START]
    for number in range(STEPS):
        step(path, number)
        found.append(path.read_bytes())
    return found


def main(folder: Path, rounds: int, *, linked: bool = False) -> None:
    """Kill a child in each round and look at the file."""
    path, chance = folder / "sites.geojson", random.Random(4)
    copy = path.with_name("sites.geojson.before-edit")
    path.touch()
    if linked:
        path.with_name("other").hardlink_to(path)
    expected = states(path)
    seen: dict[str, int] = {"old or new": 0, "something else": 0, "left over": 0, "most left over": 0}
    reached = set()
    for _ in range(rounds):
        child = os.fork()
        if child == 0:
            while True:
                number = expected.index(path.read_bytes())
                if number == STEPS:
                    replace_whole(path, START, old=expected[STEPS])
                else:
                    step(path, number)
        time.sleep(chance.uniform(0, 0.03))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        data = path.read_bytes()
        if copy.exists():
            seen["copies"] = seen.get("copies", 0) + 1
            if data not in expected:
                data = copy.read_bytes()
                path.write_bytes(data)
            copy.unlink()
        seen["old or new" if data in expected else "something else"] += 1
        beside = sum(one.name.endswith(".tmp") for one in folder.iterdir())
        seen["left over"] += beside > 0
        seen["most left over"] = max(beside, seen["most left over"])
        if data in expected:
            reached.add(expected.index(data))
        else:
            path.write_bytes(START)
    replace_whole(path, START, old=path.read_bytes())
    seen["states"] = len(reached)
    seen["names"] = path.stat().st_nlink
    seen["files in the end"] = len(list(folder.iterdir()))
    sys.stdout.write(json.dumps(seen))


if __name__ == "__main__":
    if "careless" in sys.argv[3:]:
        vars(editing)["replace_whole"] = careless
    main(Path(sys.argv[1]), int(sys.argv[2]), linked="linked" in sys.argv[3:])

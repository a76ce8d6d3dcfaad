"""Damages files at random, gives them to commands in this process, and says what is neither an answer nor a sentence.

Run as `python -m tests.fuzzed SECONDS SEED [WHAT…]` to look for longer than the suite does.
"""

import io
import json
import os
import random
import re
import signal
import sqlite3
import sys
import tempfile
import time
import warnings
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Any

import geo.cli
from tests.show.map.test_basemap import mbtiles, pmtiles

from .conftest import DATA, ROOT

LONGEST_S = 30
"""Seconds after which a command counts as one that never ends, also on a machine that is busy."""
HOSTILE = (
    "\x1b[31m", "\x1b]0;x\x07", "\x9b31m", "\x7f", "\u202e", "\u2066", "\u200b", "\u2028", "\ufeff", "\U000e0041", "\ue000",
    "\ud800", "\x00", "\n", "\r", "\t", "\u0301", "'", '"', "\\", "{{7*7}}", "<script>", "=1+1", "x" * 3000,
)  # fmt: skip
NUMBERS = (
    "0", "-0", "-1", "90", "90.000001", "180", "-180", "181", "1e30", "1e-30", "1e400", "NaN", "-Infinity", "9" * 50,
    "0." + "3" * 30, "20003931", "3.14", "true", "null", '"780"', "[]", "{}", "[[[]]]", "[" * 5000, "1780",
)  # fmt: skip
WORDS = (
    "2021-03-15", "0000-00-00", "9999-12-31", "2021-02-30", "2021/2022", "../2021", "north", "N 45° E", "370°", "about 6 km",
    "39°45'38.10\"N 46°44'33.90\"E", "39.7 46.7", "91 N 181 E", "38TNK1234567890", "fragment-site-1", "strike-2020-11-07",
    "EPSG:4284", "Pulkovo 1942", "http://a.example/\u202e", "alleged", "", " ",
)  # fmt: skip
STEERING = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff\ue000-\uf8ff\U000e0000-\U000e0fff]"
)
"""What must not reach a terminal."""


class TooLongError(BaseException):
    """Nothing that a command could catch by mistake."""


@dataclass(frozen=True)
class Outcome:
    """What a command said and how it ended."""

    words: list[str]
    status: object
    out: bytes
    err: bytes
    raised: str = ""

    @property
    def fault(self) -> str:
        """Why this is neither an answer nor a sentence; empty if it is one."""
        return next(self._faults(), "")

    def _faults(self) -> Iterator[str]:
        if self.raised:
            yield self.raised
        elif self.status not in (0, 1, 2):
            yield f"exit status {self.status}"
        for name, data in (("stdout", self.out), ("stderr", self.err)):
            text = data.decode("utf-8", "replace")
            if found := STEERING.search(text):
                yield f"{name} has {found[0]!r}"
            if text.encode() != data:
                yield f"{name} is not UTF-8"
        said = self.err.decode("utf-8", "replace")
        if geo.cli.FAULT in said or "Traceback" in said:
            yield said[-3000:]
        if self.status == 2 and not said.strip():
            yield "it failed without a word"


@contextmanager
def bounded() -> Iterator[None]:
    """Stop what takes too long."""

    def stop(_: int, __: FrameType | None) -> None:
        raise TooLongError

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(LONGEST_S)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def run(words: list[str]) -> Outcome:
    """A command in this process."""
    streams = sys.stdout, sys.stderr
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", errors="backslashreplace", write_through=True) for _ in streams)
    sys.stdout, sys.stderr = out, err
    status: object = None
    raised = ""
    try:
        with bounded(), warnings.catch_warnings():
            warnings.simplefilter("default")
            geo.cli.main(words)
    except SystemExit as left:
        status = left.code or 0
    except TooLongError:
        raised = f"it took longer than {LONGEST_S} s"
    except BaseException as error:  # noqa: BLE001  # whatever gets out is what is looked for
        raised = f"{type(error).__name__}: {error}"
    finally:
        sys.stdout, sys.stderr = streams
    said = [stream.buffer.getvalue() for stream in (out, err)]
    return Outcome(words, status, said[0], said[1], raised)


# --- damage ---------------------------------------------------------------------------------------------------------------


def value(chance: random.Random) -> Any:
    """Something that may or may not fit."""
    kind = chance.randrange(5)
    if kind == 0:
        with suppress(ValueError, RecursionError):
            return json.loads(chance.choice(NUMBERS))
    if kind == 1:
        return chance.choice(HOSTILE) * chance.randrange(1, 3)
    if kind == 2:
        return chance.choice(WORDS) + chance.choice(HOSTILE)
    if kind == 3:
        return chance.choice([None, True, [], {}, [None], [[46.7, 39.7]], {"type": "Point"}, 10**400, -1e-320])
    return chance.choice(WORDS)


def places(tree: Any) -> list[tuple[Any, Any]]:
    """Every container in a tree with each of its keys."""
    members = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    return [place for key, child in members for place in ((tree, key), *places(child))]


def damaged_json(text: str, chance: random.Random) -> bytes:
    """Values replaced, taken out, doubled, moved, under other keys; now and then the text itself."""
    tree = json.loads(text)
    for _ in range(chance.choice([1, 1, 1, 2, 5])):
        spots = places(tree)
        if not spots:
            break
        holder, key = chance.choice(spots)
        match chance.randrange(6):
            case 0 | 1 | 2:
                holder[key] = value(chance)
            case 3:
                del holder[key]
            case 4 if isinstance(holder, dict):
                holder[str(value(chance))] = holder.pop(key)
            case _:
                other, at = chance.choice(spots)
                holder[key] = (
                    json.loads(json.dumps(other[at])) if at in other or (isinstance(other, list) and at < len(other)) else None
                )
    made = json.dumps(tree, ensure_ascii=chance.random() < 0.5, indent=chance.choice([None, 2]))
    data = made.encode("utf-8", "backslashreplace")
    return damaged(data, chance) if chance.random() < 0.3 else data


def renamed(text: str, chance: random.Random) -> bytes:
    """Texts longer by something hostile wherever they stand, so that ids still fit, and digits changed: often still good."""
    for _ in range(chance.choice([1, 2, 4])):
        leaves = [holder[key] for holder, key in places(json.loads(text)) if not isinstance(holder[key], dict | list)]
        leaf = chance.choice(leaves)
        old = json.dumps(leaf, ensure_ascii=False)
        if isinstance(leaf, str):
            new = json.dumps(leaf + chance.choice(HOSTILE), ensure_ascii=False)
        else:
            new = re.sub("[0-9](?!.*[0-9])", str(chance.randrange(10)), old)
        text = text.replace(old, new.encode("utf-8", "backslashreplace").decode())
    return text.encode()


def damaged(data: bytes, chance: random.Random) -> bytes:
    """Bytes changed, taken out, doubled or put in."""
    made = bytearray(data)
    for _ in range(chance.choice([1, 1, 2, 8])):
        at = chance.randrange(len(made) + 1)
        size = chance.choice([1, 1, 4, 40])
        match chance.randrange(6):
            case 0:
                made[at : at + size] = chance.randbytes(size)
            case 1:
                del made[at : at + size]
            case 2:
                made[at:at] = made[at : at + size] * chance.choice([1, 3])
            case 3:
                made[at:at] = chance.choice(HOSTILE).encode("utf-8", "surrogatepass")
            case 4:
                made[at : at + size] = chance.choice(NUMBERS + WORDS).encode()
            case _:
                del made[at:]
    return bytes(made)


def damaged_table(text: str, chance: random.Random) -> bytes:
    """Cells and headings replaced; now and then the text itself."""
    lines = [line.split(",") for line in text.splitlines()]
    for _ in range(chance.choice([1, 2, 4])):
        line = chance.choice(lines)
        line[chance.randrange(len(line))] = str(value(chance))
    data = "\n".join(map(",".join, lines)).encode("utf-8", "surrogatepass")
    return damaged(data, chance) if chance.random() < 0.3 else data


# --- files and commands -----------------------------------------------------------------------------------------------------

CHECKS = [
    ["check", "{}"], ["check", "{}", "--short"], ["check", "{}", "--format", "json"], ["check", "{}", "--format", "sarif"],
    ["check", "{}", "--format", "github"], ["report", "{}"], ["report", "{}", "--format", "json"], ["zones", "{}"],
    ["sources", "{}"], ["sources", "{}", "--format", "json"], ["duplicates", "{}"], ["coverage", "{}"],
    ["diff", "{}", "sites.geojson"], ["diff", "sites.geojson", "{}", "--format", "json"],
    ["diff", "{}", "sites.geojson", "--format", "markdown"], ["why", "claim-separation", "--sites", "{}"],
    ["why", "claim-separation", "--all", "--format", "json", "--sites", "{}"], ["why", "claim-sepa\x1b[31m", "--sites", "{}"],
    ["why", "fragment-site-2", "--sites", "{}", "-o", "area.geojson"], ["fmt", "--repair", "{}"], ["fmt", "--check", "{}"],
    ["add", "source", "--title", "t\u202e", "--sites", "{}"], ["publish", "{}", "--precision", "0.01deg", "-o", "p.geojson"],
    ["distance", "fragment-site-1", "fragment-site-2", "--sites", "{}", "--claim", "780"],
    *(["export", "{}", "-o", f"e{ending}"] for ending in (".kml", ".kmz", ".gpx", ".csv", ".dwc.csv", ".geojson", ".jsonld")),
]  # fmt: skip
SLOW = [
    ["map", "{}", "--no-tiles", "-o", "m.html"], ["report", "{}", "-o", "r.md"], ["report", "{}", "-o", "r.html"],
    ["export", "{}", "-o", "e.gpkg"], ["export", "{}", "-o", "e.parquet"],
]  # fmt: skip
IMPORTS = [
    ["import", "{}", "--propose"],
    ["import", "{}", "--mapping", "map.toml", "-o", "new.geojson"],
    ["import", "{}", "--mapping", "map.toml", "-o", "new.geojson", "--format", "json"],
    ["import", "{}", "--mapping", "map.toml", "--append", "-o", "sites.geojson"],
]
LAYERS = [
    ["near", "{}", "sites.geojson", "--within", "200"],
    ["near", "sites.geojson", "{}", "--within", "200", "--format", "json"],
    ["exposure", "sites.geojson", "{}", "--by", "Title"],
    ["exposure", "sites.geojson", "{}", "--by", "no\x1b[31m"],
]
TABLE = """Ref,Title,lon,lat,Date,Radius,at
1,first,46.74275,39.760583,2021-03-15,10,39°45'38.10"N 46°44'33.90"E
2,second,46.757167,39.757722,15.03.2021,,39.7 46.7
3,"third, with a comma",,,2021,5.0,
"""
MAPPING = """kind = "fragment_site"
id = "report-{Ref}"
dates = "%d.%m.%Y"
[place]
longitude = "lon"
latitude = "lat"
[columns]
name = "Title"
found_on = "Date"
uncertainty_m = "Radius"
[constants]
sources = ["agency-2021"]
uncertainty_includes_printing = true
[[sources]]
id = "agency-2021"
title = "The agency's list"
published_on = 2021-03-15
"""
KML = """<?xml version="1.0" encoding="UTF-8"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document><Folder><name>a</name>
<Placemark><name>first</name><description>found</description><Point><coordinates>46.74275,39.760583</coordinates></Point></Placemark>
<Placemark><name>second</name><LineString><coordinates>46.7,39.7 46.8,39.8</coordinates></LineString></Placemark></Folder></Document></kml>
"""
GPX = """<?xml version="1.0"?><gpx version="1.1" creator="x" xmlns="http://www.topografix.com/GPX/1/1">
<wpt lat="39.760583" lon="46.74275"><ele>1</ele><time>2021-03-15T21:30:00Z</time><name>first</name></wpt></gpx>
"""
FEATURES = json.dumps({"type": "FeatureCollection", "features": [
    {"type": "Feature", "geometry": {"type": "Point", "coordinates": [46.74275, 39.760583]}, "properties": {"Title": "x", "Ref": 1}},
    {"type": "Feature", "geometry": {"type": "Polygon", "coordinates": [[[46.7, 39.7], [46.8, 39.7], [46.8, 39.8], [46.7, 39.7]]]},
     "properties": {"Title": None, "Ref": 2}},
]})  # fmt: skip


class Fuzzer:
    """Makes damaged files in a folder and gives them to commands; the same seed gives the same cases."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.folder = folder
        self.chance = random.Random(seed)
        self.good = [(ROOT / "sites.geojson").read_text("utf-8")]
        self.good += [path.read_text("utf-8-sig") for path in sorted((DATA / "good").glob("*.geojson"))]
        self.tiles = [mbtiles(folder / "good.mbtiles", range(9, 11)), pmtiles(folder / "good.pmtiles", range(9, 11))]

    def sites(self) -> Outcome:
        """A damaged record."""
        text = self.good[0] if self.chance.random() < 0.6 else self.chance.choice(self.good)
        data = renamed(text, self.chance) if self.chance.random() < 0.6 else damaged_json(text, self.chance)
        return self._given("hostile.geojson", data, CHECKS if self.chance.random() < 0.9 else SLOW)

    def table(self) -> Outcome:
        """A damaged table, or a damaged mapping of a good one."""
        data, mapping = TABLE.encode(), MAPPING.encode()
        if self.chance.random() < 0.5:
            data = damaged_table(TABLE, self.chance)
        else:
            mapping = damaged(mapping, self.chance)
        (self.folder / "map.toml").write_bytes(mapping)
        return self._given("hostile.csv", data, IMPORTS)

    def layer(self) -> Outcome:
        """A damaged file that GDAL reads."""
        (self.folder / "map.toml").write_text(
            MAPPING.replace('longitude = "lon"\nlatitude = "lat"', "geometry = true"), "utf-8"
        )
        name, text = self.chance.choice([("hostile.kml", KML), ("hostile.gpx", GPX), ("hostile.geojson", FEATURES)])
        data = damaged_json(text, self.chance) if text is FEATURES else damaged(text.encode(), self.chance)
        return self._given(
            name, data, [*IMPORTS, *LAYERS, ["map", "sites.geojson", "--no-tiles", "-o", "m.html", "--context", "{}"]]
        )

    def tile_file(self) -> Outcome:
        """A damaged file of tiles."""
        good = self.chance.choice(self.tiles)
        path = self.folder / f"hostile{good.suffix}"
        data = good.read_bytes()
        if good.suffix == ".mbtiles" and self.chance.random() < 0.5:
            path.write_bytes(data)
            self._set_cells(path)
            data = path.read_bytes()
        elif good.suffix == ".pmtiles" and self.chance.random() < 0.5:
            at = self.chance.randrange(127)
            data = data[:at] + self.chance.randbytes(1) + data[at + 1 :]
        else:
            data = damaged(data, self.chance)
        return self._given(path.name, data, [["map", "sites.geojson", "-o", "m.html", "--tiles", "{}"]])

    def _set_cells(self, path: Path) -> None:
        column = self.chance.choice(["zoom_level", "tile_column", "tile_row", "tile_data"])
        new = self.chance.choice([None, "x", "\x1b[31m", b"", b"\x89PNG", -1, 11, 30, 2**40, 1e300])
        with closing(sqlite3.connect(path)) as base:
            base.execute(f"UPDATE tiles SET {column} = ?", (new,))
            base.execute("UPDATE metadata SET value = ?", (new,))
            base.commit()

    def _given(self, name: str, data: bytes, commands: list[list[str]]) -> Outcome:
        for left in self.folder.iterdir():
            if left.name.startswith(("hostile", "new.", "m.html", "area", "e.")):
                left.unlink()
        (self.folder / name).write_bytes(data)
        (self.folder / "sites.geojson").write_text(self.good[0], "utf-8")
        words = [word.replace("{}", name) for word in self.chance.choice(commands)]
        before = Path.cwd()
        os.chdir(self.folder)
        try:
            return run(words)
        finally:
            os.chdir(before)


def main(seconds: float, seed: int, names: Sequence[str]) -> None:
    """Look until the time is over, and print each kind of fault once, with the file that shows it kept."""
    kept = Path(tempfile.mkdtemp(prefix="fuzzed-"))
    seen: dict[str, int] = {}
    count, end = 0, time.monotonic() + seconds
    with tempfile.TemporaryDirectory() as name:
        fuzzer = Fuzzer(Path(name), seed)
        makers = [getattr(fuzzer, name) for name in names]
        while time.monotonic() < end:
            outcome = makers[count % len(makers)]()
            count += 1
            if not outcome.fault:
                continue
            kind = re.sub(r"[0-9]+", "#", outcome.fault[-200:])
            seen[kind] = seen.get(kind, 0) + 1
            if seen[kind] == 1:
                for path in Path(name).glob("*"):
                    if path.name.startswith(("hostile", "map.toml")):
                        (kept / f"{len(seen)}-{path.name}").write_bytes(path.read_bytes())
                sys.stdout.write(f"{len(seen)}: {outcome.words}\n{outcome.fault}\n\n")
                sys.stdout.flush()
    sys.stdout.write(f"{count} cases, {sum(seen.values())} faults of {len(seen)} kinds; files in {kept}\n")


if __name__ == "__main__":
    main(float(sys.argv[1]), int(sys.argv[2]), sys.argv[3:] or ["sites", "sites", "table", "layer", "tile_file"])

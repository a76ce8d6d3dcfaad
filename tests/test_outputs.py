"""No command writes over a file that it reads, and many at once lose nothing."""

import json
import os
import shutil
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
import shapely

from tests.show.map.test_basemap import mbtiles, pmtiles

from .at_once import run_at_once
from .conftest import DATA, ROOT
from .fuzzed import MAPPING, TABLE, run

WRITES = [
    (["map", "{a}", "-o", "{o}", "--no-tiles"], "a.geojson", "a.geojson"),
    (["map", "a.geojson", "--context", "{a}", "-o", "{o}"], "c.geojson", "c.geojson"),
    (["map", "a.geojson", "--context", "{a}", "-o", "{o}"], "c.shp", "c.dbf"),
    (["map", "a.geojson", "--tiles", "{a}", "-o", "{o}"], "t.mbtiles", "t.mbtiles"),
    (["map", "a.geojson", "--tiles", "{a}", "-o", "{o}"], "t.pmtiles", "t.pmtiles"),
    (["report", "{a}", "-o", "{o}"], "a.md", "a.md"),
    (["export", "{a}", "-o", "{o}"], "a.geojson", "a.geojson"),
    (["export", "{a}", "--as", "kml", "-o", "{o}"], "a.geojson", "a.geojson"),
    (["publish", "{a}", "--precision", "0.01deg", "-o", "{o}"], "a.geojson", "a.geojson"),
    (["why", "fragment-site-2", "--sites", "{a}", "-o", "{o}"], "a.geojson", "a.geojson"),
    (["near", "{a}", "a.geojson", "--within", "9", "-o", "{o}"], "c.geojson", "c.geojson"),
    (["near", "a.geojson", "{a}", "--within", "9", "-o", "{o}"], "c.geojson", "c.geojson"),
    (["exposure", "{a}", "c.geojson", "-o", "{o}"], "a.geojson", "a.geojson"),
    (["exposure", "a.geojson", "{a}", "-o", "{o}"], "c.geojson", "c.geojson"),
    (["import", "{a}", "--mapping", "map.toml", "--append", "-o", "{o}"], "a.geojson", "a.geojson"),
    (["import", "t.csv", "--mapping", "{a}", "--append", "-o", "{o}"], "map.toml", "map.toml"),
    (["import", "{a}", "--mapping", "map.toml", "-o", "{o}"], "t.csv", "t.csv"),
]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("a.geojson", "a.md"):
        shutil.copy(ROOT / "sites.geojson", tmp_path / name)
    frame = gpd.GeoDataFrame({"x": [1]}, geometry=[shapely.Point(46.75, 39.76)], crs=4326)
    frame.to_file(tmp_path / "c.geojson", driver="GeoJSON")
    frame.to_file(tmp_path / "c.shp", driver="ESRI Shapefile")
    (tmp_path / "t.csv").write_text(TABLE, "utf-8")
    (tmp_path / "map.toml").write_text(MAPPING, "utf-8")
    mbtiles(tmp_path / "t.mbtiles", range(9, 10))
    pmtiles(tmp_path / "t.pmtiles", range(9, 10))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


@pytest.mark.parametrize("way", ["name", "absolute", "symbolic link", "hard link"])
@pytest.mark.parametrize(("words", "read", "written"), WRITES, ids=lambda one: " ".join(one) if isinstance(one, list) else one)
def test_what_a_command_reads_it_does_not_write_over(words: list[str], read: str, written: str, way: str, here: Path) -> None:
    """Under whatever name: each input of each command that writes, and the files that belong to it."""
    output = written
    if way == "absolute":
        output = str(here / "x" / ".." / written)
    elif "link" in way:
        output = f"link{Path(written).suffix}"
        (here / output).symlink_to(written) if way == "symbolic link" else (here / output).hardlink_to(here / written)
    before = contents(here)
    outcome = run([word.replace("{a}", read).replace("{o}", output) for word in words])
    assert (outcome.status, outcome.fault) == (2, "")
    said = outcome.err.decode()
    assert "is an input file; give the output another name" in said or "already exists; --append adds to it" in said
    assert contents(here) == before


@pytest.mark.usefixtures("here")
def test_the_files_can_be_read_otherwise() -> None:
    """The commands above fail for the name of their output, not for their inputs."""
    for words, read, written in WRITES:
        if words[0] != "import":
            outcome = run([word.replace("{a}", read).replace("{o}", f"new{Path(written).suffix}") for word in words])
            assert outcome.status == 0 or (words[0], outcome.status) == ("publish", 1), (words, outcome.err)


def test_twenty_at_once_lose_nothing(tmp_path: Path) -> None:
    """Each of them adds its record, whether the file is there or not; nothing else is left beside it."""
    path = tmp_path / "new.geojson"
    command = ["add", "source", "--url", "https://example.org/", "--sites", str(path), "--create"]
    ended = run_at_once([[*command, "--title", f"title {number}"] for number in range(20)], ROOT)
    assert [status for status, _ in ended] == [0] * 20, ended
    features = json.loads(path.read_text("utf-8"))["features"]
    assert {one["properties"]["title"] for one in features} == {f"title {number}" for number in range(20)}
    assert {one["id"] for one in features} == {f"source-{number}" for number in range(1, 21)}
    assert [*tmp_path.iterdir()] == [path]


PIPES = [
    ["check", "{}"], ["map", "{}", "-o", "m.html"], ["fmt", "{}"], ["add", "source", "--title", "t", "--sites", "{}"],
    ["import", "{}.csv", "--propose"], ["import", "{}.csv", "--mapping", "map.toml", "-o", "n.geojson"],
    ["import", "t.csv", "--mapping", "{}", "-o", "n.geojson"], ["watch", "--no-open", "{}"], ["diff", "{}", "a.geojson"],
]  # fmt: skip


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names here")
@pytest.mark.parametrize("words", PIPES, ids=" ".join)
def test_a_pipe_is_not_waited_for(words: list[str], here: Path) -> None:
    """A sentence says what it is, and no command hangs."""
    for name in ("pipe", "pipe.csv"):
        os.mkfifo(here / name)
    outcome = run([word.replace("{}", "pipe") for word in words])
    assert (outcome.status, outcome.fault) == (2, "")
    assert "this is a pipe; only files are read, so save its text as a file first" in outcome.err.decode()


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("found_on = 10:00:00", "found_on: wanted a text, a number, a date"),
        ("depth_m = inf", "depth_m: wanted a text, a number, a date"),
        ("depth_m = nan", "depth_m: wanted a text, a number, a date"),
        ("note = {a = 1}", "note: wanted a text, a number, a date"),
        ('sources = [["a"]]', "sources: wanted a text, a number, a date"),
        (f"sources = {'[' * 20_000}", "too many nested brackets are open"),
        (f"depth_m = {'9' * 5_000}", "this is not TOML"),
        (f"note = 1\n[{'a.' * 20_000}a]", "a line has more than 100 points"),
        (f"note.{'a.' * 20_000}a = 1", "a line has more than 100 points"),
        ("uncertainty_includes_printing = [true]", ""),
        ("sources = [2021-03-15]", ""),
        ('found_on = "2021-03-15T24:00Z"', ""),
    ],
)  # fmt: skip
def test_any_constant_of_toml_gets_a_sentence(line: str, message: str, here: Path) -> None:
    """What TOML has and a record has not is refused, with the name of the file; what a record can be wrong about is said by row."""
    (here / "c.toml").write_text(
        f'kind = "fragment_site"\nid = "r-{{Ref}}"\n[columns]\npublished_coordinates = "at"\n[constants]\n{line}\n', "utf-8"
    )
    outcome = run(["import", "t.csv", "--mapping", "c.toml", "-o", "n.geojson"])
    assert outcome.fault == ""
    assert outcome.status == (2 if message else 1)
    assert message in outcome.err.decode()
    assert not message or "c.toml: " in outcome.err.decode()


@pytest.mark.parametrize(
    "encoding", ["utf-7", "idna", "Punycode", "undefined", "rot13", "unicode_escape", "utf-16", "no-such", "a\\u0000"]
)
def test_any_encoding_gets_a_sentence(encoding: str, here: Path) -> None:
    """Also one that Python has and no table is written in."""
    (here / "t.csv").write_bytes(b"Ref,at\n1,+2AA-\xff\\ud800\n")
    (here / "c.toml").write_text(
        f'kind = "place"\nid = "r-{{Ref}}"\nencoding = "{encoding}"\n[columns]\nname = "at"\n', "utf-8"
    )
    outcome = run(["import", "t.csv", "--mapping", "c.toml", "-o", "n.geojson"])
    assert outcome.fault == ""
    assert outcome.status == 2
    assert b"t.csv is not text" in outcome.err or encoding == "utf-16"


def test_a_lone_surrogate_anywhere_is_a_problem_with_its_place(here: Path) -> None:
    """In any value and in any key of any record, and in the members around them; whatever validates it quotes nothing of it."""
    from geo.record.reading import read_data

    tree = json.loads((here / "a.geojson").read_text("utf-8"))
    kinds: dict[str, Any] = {}
    for feature in tree["features"]:
        kinds.setdefault(feature["properties"]["kind"], feature)
    for path in (DATA / "good").glob("*.geojson"):
        for feature in json.loads(path.read_text("utf-8-sig"))["features"]:
            kinds.setdefault(feature["properties"]["kind"], feature)
    from geo.record.edit.fields import fields_of
    from geo.record.kinds import KINDS

    for name, kind in KINDS.items():
        for field in (*(one.name for one in fields_of(kind)), "published_coordinates", "x\ud800", "kind"):
            for value in ("\ud800", ["\udfff"], {"\ud800": 1}, "\udc00\ud800"):
                feature = {**kinds[name], "properties": {**kinds[name]["properties"], field: value}}
                text = json.dumps({"type": "FeatureCollection", "features": [feature]}, indent=1)
                problems = [one for one in read_data("f", text.encode()).problems if one.code == "GEO032"]
                line = next(number for number, line in enumerate(text.split("\n"), 1) if "\\ud" in line)
                assert line in [one.line for one in problems], (name, field, value)
    whole = read_data("f", b'{"type": "FeatureCollection", "name": "\\ud83d", "\\udfff": 1, "features": [{"\\ud800": 2}]}')
    assert [(one.code, one.column) for one in whole.problems if one.code == "GEO032"] == [
        ("GEO032", 39), ("GEO032", 49), ("GEO032", 76),
    ]  # fmt: skip
    good = read_data("f", b'{"type": "FeatureCollection", "name": "\\ud83d\\ude00 \\\\ud800", "features": []}')
    assert (good.problems, good.sites.name) == ((), "\U0001f600 \\ud800")


@pytest.mark.parametrize("count", [50, 60_000])
def test_a_table_with_many_columns_is_not_listed_whole(count: int, here: Path) -> None:
    """A message names fifty columns and counts the others."""
    (here / "t.csv").write_text(",".join(f"c{number}" for number in range(count)) + "\n1\n", "utf-8")
    (here / "c.toml").write_text('kind = "place"\nid = "r-{row}"\n[columns]\nname = "Ä"\nnote = "Ö"\n', "utf-8")
    outcome = run(["import", "t.csv", "--mapping", "c.toml", "-o", "n.geojson"])
    assert (outcome.status, outcome.fault) == (2, "")
    assert outcome.err.decode().count(", c49 and 59,950 more") == (0 if count == 50 else 2)
    assert len(outcome.err) < 2_000

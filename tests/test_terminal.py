"""Whatever a file says, and whatever it is called, its text steers no terminal: the bytes of stdout and stderr are looked at."""

import json
import os
import re
import sys
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
import shapely

import geo.cli
from geo.cli import output
from geo.record.escape import json_escaped, printable
from geo.show.progress_bar import Bars

from .conftest import ROOT
from .fuzzed import CHECKS, SLOW, STEERING, Outcome, run

HOSTILE = "A\x1b[31m\x1b]0;x\x07\x9b31m\x7f\r\u202e\u2066\u200e\u061c\u200b\u2028\u2029\ufeff\U000e0041\ue000\u200dZ"
"""A text with something of each kind; as JSON has it, a lone surrogate comes with it."""
KINDS = ["\x00", "\x1b", "\r", "\x7f", "\x80", "\x9b", "\x9f", "\u061c", "\u200b", "\u200e", "\u200f", "\u2028", "\u2029",
         "\u202a", "\u202e", "\u2060", "\u2066", "\u2069", "\ufeff", "\ufff9", "\ud800", "\udfff", "\ue000", "\U000e0001",
         "\U000e007f", "\U000f0000", "\U0010ffff"]  # fmt: skip


def hostile_sites(path: Path) -> Path:
    """The record of this project with something hostile at the end of each id and each free text."""
    text = (ROOT / "sites.geojson").read_text("utf-8")
    ids = {feature["id"] for feature in json.loads(text)["features"]}
    value = json.loads(text, object_hook=lambda one: hostile_object(one, ids))
    value["name"] = HOSTILE
    path.write_text(json.dumps(value), "utf-8")
    return path


def hostile_object(value: dict[str, Any], ids: set[str]) -> dict[str, Any]:
    free = ("name", "note", "quote", "title", "publisher", "claimed_by", "munition", "value")
    for key, one in value.items():
        if key in free or one in list(ids):
            value[key] = f"{one}{HOSTILE}"
        elif isinstance(one, list):
            value[key] = [f"{each}{HOSTILE}" if each in list(ids) else each for each in one]
    return value


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "sites.geojson").write_bytes((ROOT / "sites.geojson").read_bytes())
    return tmp_path


def harmless(outcome: Outcome) -> Outcome:
    assert outcome.fault == "", outcome.words
    for data in (outcome.out, outcome.err):
        assert not STEERING.search(data.decode())
    return outcome


def harmless_json(outcome: Outcome) -> Any:
    return json.loads(harmless(outcome).out)


@pytest.mark.parametrize("words", [*CHECKS, *SLOW], ids=" ".join)
def test_no_text_of_a_record_steers(words: list[str], here: Path) -> None:
    """Ids, names, notes and all other free texts of a file that is good."""
    hostile_sites(here / "h.geojson")
    words = [word.replace("{}", "h.geojson") for word in words]
    words = [f"{word}{HOSTILE}" if word.startswith(("claim-", "fragment-")) else word for word in words]
    outcome = harmless(run(words))
    if words[0] not in ("publish", "fmt"):  # of which one finds leaks in names, the other a layout that is not its own
        assert outcome.status == (2 if words[0] == "why" and "sepa\x1b" in words[1] else 0), outcome.err


@pytest.mark.parametrize("words", CHECKS, ids=" ".join)
def test_no_text_of_a_broken_record_steers(words: list[str], here: Path) -> None:
    """Keys, kinds, words of lists, dates and directions that are quoted in problems, lone surrogates among them."""
    text = hostile_sites(here / "h.geojson").read_text("utf-8")
    value = json.loads(text)
    features = value["features"]
    features[0]["properties"][HOSTILE] = HOSTILE
    features[1]["properties"]["kind"] = HOSTILE
    features[2][HOSTILE] = HOSTILE
    features[3]["properties"] |= {"struck_on": HOSTILE, "munition": HOSTILE, "sources": [HOSTILE, HOSTILE]}
    features += [{"type": HOSTILE, "id": HOSTILE, "properties": {"kind": kind, **dict.fromkeys(FIELDS, f"{HOSTILE}\ud800")}}
                 for kind in ("direction_claim", "distance_claim", "strike_report", "source")]  # fmt: skip
    value[HOSTILE] = HOSTILE
    (here / "h.geojson").write_text(json.dumps(value), "utf-8")
    harmless(run([word.replace("{}", "h.geojson") for word in words]))


FIELDS = ("direction", "claimed_on", "distance_m", "lethal_radius_m", "struck_on", "url", "sha256", "modifier", "published_on",
          "from", "to", "sources", "axis", "uncertainty_m", "published_coordinates", "geodetic_datum")  # fmt: skip


@pytest.mark.parametrize("name", ["h\x1b[31m\u202e.geojson", "h\x9b\udc9b.geojson", "h\n\rgeo: all is well.geojson"])
@pytest.mark.parametrize("words", CHECKS, ids=" ".join)
def test_no_name_of_a_file_steers(words: list[str], name: str, here: Path) -> None:
    """Also where it is missing; a line end in it begins no line."""
    given = [word.replace("{}", name) for word in words]
    assert "\ngeo: all is well" not in harmless(run(given)).err.decode()
    (here / name).write_bytes((ROOT / "sites.geojson").read_bytes())
    outcome = harmless(run(given))
    assert b"\ngeo: all is well" not in outcome.out + outcome.err


COLUMN = f"{HOSTILE}\nError: none"


@pytest.fixture
def tables(here: Path) -> Path:
    cell = json.dumps(COLUMN, ensure_ascii=False).replace("\\n", "\n").replace("\\r", "\r").replace("\\u001b", "\x1b")
    cell = cell.replace("\\u0007", "\x07").replace("\x7f", "")
    (here / "t.csv").write_text(f"Ref,{cell},lon,lat\n1,{cell},46.7,39.7\n{cell},1,{cell},{cell}\n", "utf-8", newline="")
    frame = gpd.GeoDataFrame(
        {"kind": ["x"], HOSTILE.replace("\x00", ""): [HOSTILE]}, geometry=[shapely.Point(46.74, 39.76)], crs=4326
    )
    frame.to_file(here / "t.geojson", driver="GeoJSON")
    for layer in (HOSTILE, "other"):
        frame.to_file(here / "t.gpkg", driver="GPKG", layer=layer)
    (here / "map.toml").write_text(
        f'kind = "place"\nid = "p-{{Ref}}"\n[place]\nlongitude = "lon"\nlatitude = "lat"\n[columns]\nname = {toml(COLUMN)}\n',
        "utf-8",
    )
    (here / "no.toml").write_text(
        f'kind = "place"\nlayer = {toml(HOSTILE + "no")}\nid = "p-{{Rxf}}"\n[columns]\nname = {toml("no" + COLUMN)}\n', "utf-8"
    )
    (here / "bad.toml").write_text(
        f'kind = {toml(HOSTILE)}\n{toml(HOSTILE)} = 1\nid = "a"\n[columns]\n{toml(HOSTILE)} = "x"\n', "utf-8"
    )
    return here


def toml(text: str) -> str:
    return json.dumps(text).replace("\\udb40\\udc41", "\\U000E0041").replace("\x7f", "\\u007f")


@pytest.mark.parametrize(
    "words",
    [
        *(["import", table, *more] for table in ("t.csv", "t.geojson", "t.gpkg") for more in (
            ["--propose"], ["--mapping", "map.toml", "-o", "n.geojson"], ["--mapping", "no.toml", "-o", "n.geojson"],
            ["--mapping", "bad.toml", "-o", "n.geojson"], ["--mapping", "map.toml", "--append", "-o", "sites.geojson"],
            ["--mapping", "map.toml", "-o", "n.geojson", "--format", "json"],
        )),
        *(["exposure", "sites.geojson", table, *more] for table in ("t.csv", "t.geojson", "t.gpkg") for more in (
            [], ["--by", "nope"], ["--by", HOSTILE], ["--layer", HOSTILE], ["--people", "nope"], ["--layer", "nope"],
            ["--layer", HOSTILE, "--by", HOSTILE, "--format", "json"], ["--layer", HOSTILE, "--by", HOSTILE],
        )),
        *(["near", table, "sites.geojson", "--within", "5000", *more] for table in ("t.csv", "t.geojson", "t.gpkg") for more in (
            [], ["--layer-a", HOSTILE], ["--layer-a", "nope"], ["--layer-a", HOSTILE, "--format", "json"], ["--layer-b", HOSTILE],
        )),
        *(["map", "--no-tiles", "--context", table] for table in ("t.gpkg", "t.geojson")),
    ],
    ids=" ".join,
)  # fmt: skip
def test_no_column_or_layer_steers(words: list[str], tables: Path) -> None:
    """Names of columns and layers in usage errors, cells in problems and answers; a line end in one begins no line."""
    assert tables.is_dir()
    outcome = harmless(run(words))
    assert b"\nError: none" not in outcome.err
    if "--format" in words and outcome.out:
        json.loads(outcome.out)


@pytest.mark.parametrize(
    "words",
    [
        [HOSTILE], ["check", f"--{HOSTILE}"], ["check", "--format", HOSTILE], ["check", "--region", HOSTILE], ["check", "a", HOSTILE],
        ["explain", HOSTILE], ["distance", HOSTILE, HOSTILE], ["distance", "39 N 46 E", "39 N 47 E", "--claim", HOSTILE],
        ["why", HOSTILE], ["publish", "--precision", HOSTILE, "-o", "x"],
        ["map", "--tiles", HOSTILE], ["map", "--context", HOSTILE], ["map", "-o", f"{HOSTILE}/x"], ["report", "-o", HOSTILE],
        ["export", "-o", HOSTILE], ["near", HOSTILE, HOSTILE, "--within", "1"], ["add", HOSTILE], ["add", "source", "--title", HOSTILE],
        ["add", "place", "--at", HOSTILE], ["add", "distance-claim", "--distance-m", HOSTILE], ["diff", f"HEAD:{HOSTILE}", "x"],
        ["watch", HOSTILE], ["exposure", "sites.geojson", HOSTILE], ["import", HOSTILE, "--propose"], ["fmt", HOSTILE],
    ],
    ids=" ".join,
)  # fmt: skip
def test_no_word_of_the_command_line_steers(words: list[str], here: Path) -> None:
    """A shell puts names of files there, which a stranger may have chosen."""
    assert here.is_dir()
    harmless(run([word.replace("\x00", "") for word in words]))


@pytest.mark.parametrize("character", KINDS)
def test_what_steers_or_cannot_be_seen_is_escaped(character: str) -> None:
    """On a line of a terminal and in JSON, which means the same afterwards."""
    assert (
        printable(f"a{character}b") == f"a\\u{ord(character):04x}b"
        or printable(f"a{character}b") == f"a\\U{ord(character):08x}b"
    )
    text = json_escaped(json.dumps({character: character}, ensure_ascii=False))
    assert text.isascii()
    assert json.loads(text) == {character: character}


@pytest.mark.parametrize("text", ["Քարին տակ", "Şuşa", "می\u200cشود", "👩\u200d🚒", "क्\u200dष", "39°45′38.10″ N", "a\xa0b"])
def test_what_people_write_stays(text: str) -> None:
    """Joiners that belong to the spelling too; between ASCII letters they only hide."""
    assert printable(text) == text
    assert printable("ab\u200dc") == "ab\\u200dc"


def test_a_progress_bar_says_nothing_of_a_file(capsys: pytest.CaptureFixture[str]) -> None:
    """Its words are our own wherever progress is told."""
    words = re.compile(r"""(?:track_progress\(.*, |stage\()(f?)["']""")
    sources = [path.read_text("utf-8") for path in (ROOT / "geo").rglob("*.py")]
    told = [found[1] for text in sources for found in words.finditer(text)]
    assert len(told) > 10
    assert set(told) == {""}
    Bars().close()
    assert capsys.readouterr().out == ""


def test_commands_print_in_one_way_only() -> None:
    """No module but `geo.cli.output` prints by click's own function or Python's, and Rich prints what was made harmless."""
    direct = re.compile(r"click\.(?:echo|secho|style)\(|(?<![\w.])print\(|sys\.(?:stdout|stderr)\.write\(|console\.print\(")
    found = {
        path.relative_to(ROOT).as_posix() for path in (ROOT / "geo").rglob("*.py") if direct.search(path.read_text("utf-8"))
    }
    assert found == {"geo/cli/output.py", "geo/show/answers/check.py"}


def test_a_file_is_not_written_to_a_terminal(monkeypatch: pytest.MonkeyPatch, here: Path) -> None:
    """An export keeps its control characters, and so goes into a file or another program."""
    assert here.is_dir()
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    with pytest.raises(Exception, match="which is a terminal here"):
        output.stdout_for_a_file("-o -")


def test_a_fault_of_ours_is_a_sentence(monkeypatch: pytest.MonkeyPatch, here: Path) -> None:
    """Without the text that went with it; with GEO_DEBUG there is a traceback, and that steers no terminal either."""
    assert here.is_dir()

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError(HOSTILE)

    monkeypatch.setattr("geo.record.reading.read_data", broken)
    outcome = run(["check"])
    assert outcome.status == 2
    assert re.fullmatch(rf"geo: {geo.cli.FAULT}, not a fault in the file: RuntimeError in reading\.py, line \d+; please report it .*\n",
                        outcome.err.decode())  # fmt: skip
    monkeypatch.setenv("GEO_DEBUG", "1")
    told = run(["check"]).err.decode()
    assert "Traceback" in told
    assert not STEERING.search(told)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no such device here")
@pytest.mark.parametrize("words", ["report", "check --format json", "check", "export --as csv -o -", "map -o -"])
def test_a_full_disk_behind_stdout_is_a_sentence(words: str, here: Path) -> None:
    """One, and exit status 2."""
    import subprocess

    command = f"{sys.executable} -m geo {words} > /dev/full"
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False, cwd=here, env=environment)
    assert (done.returncode, done.stderr) == (2, "geo: No space left on device\n")

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import geo.cli

from .conftest import DATA, ROOT, RunIn

A, B = "39°45'38.10\"N 46°44'33.90\"E", "39°45'27.80\"N 46°45'25.80\"E"


def start(*words: str | Path, cwd: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[str]:
    """A process of its own, where it is what is tested."""
    command = [sys.executable, "-m", "geo", *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, cwd=cwd, env=os.environ | environment, check=False)


AT_THE_END = """
import atexit, gc, sys, geo.cli
atexit.register(lambda: print("frozen" if gc.get_freeze_count() else "not frozen", file=sys.stderr))
sys.argv = ["geo", *sys.argv[1:]]
geo.cli.run()
"""


@pytest.mark.parametrize(
    ("words", "status"), [(["--version"], 0), (["check", "sites.geojson"], 0), (["check", "none.geojson"], 2)]
)
def test_a_process_does_not_search_for_garbage_as_it_ends(words: list[str], status: int) -> None:
    """What is left when a command has ended is out of the collector's reach, and its status is what it was."""
    done = subprocess.run([sys.executable, "-c", AT_THE_END, *words], capture_output=True, text=True, cwd=ROOT, check=False)
    assert (done.returncode, done.stderr.splitlines()[-1]) == (status, "frozen")


def test_check_as_json(run_in: RunIn) -> None:
    """The JSON that others build on, key by key."""
    done = run_in("check", "sites.geojson", "--format", "json")
    assert (done.returncode, done.stderr) == (0, "")
    value = json.loads(done.stdout)
    assert list(value) == ["problems", "findings", "conflicts", "same_markings", "limits"]
    finding = value["findings"][0]
    assert {"claim", "kind", "verdict", "measured", "claimed", "gap_m", "explanation", "sources"} <= set(finding)
    assert {"distance_m", "low_m", "high_m", "azimuth_deg"} <= set(finding["measured"])
    assert {"distance_m", "low_m", "high_m"} <= set(finding["claimed"])
    assert (finding["claim"], finding["verdict"]) == ("claim-separation", "contradicted")
    assert finding["measured"]["distance_m"] == pytest.approx(1275.598, abs=5e-4)
    assert finding["gap_m"] == pytest.approx(484.8, abs=0.05)


def test_check_lists_problems() -> None:
    """Exit status 1, one clickable line each, and the same as JSON."""
    bad = DATA / "bad"
    done = start("check", "one-bad-among-good.geojson", "--short", cwd=bad)
    assert done.returncode == 1
    assert done.stdout == (bad / "one-bad-among-good.txt").read_text("utf-8")
    done = start("check", "one-bad-among-good.geojson", "--format", "json", cwd=bad)
    assert done.returncode == 1
    value = json.loads(done.stdout)
    assert value["findings"] == []
    assert value["problems"][0] == {
        "file": "one-bad-among-good.geojson",
        "line": 6,
        "column": 46,
        "severity": "error",
        "id": "b",
        "message": 'unknown property "nmae" of a fragment_site; did you mean "name"?',
        "code": "GEO028",
    }


def test_a_warning_is_not_an_error(run_in: RunIn) -> None:
    """Exit status 0, and the claims are judged."""
    done = run_in("check", "top-level-unknown.geojson", cwd=DATA / "bad")
    assert done.returncode == 0
    assert "warning" in done.stdout


def test_check_with_a_region(run_in: RunIn) -> None:
    """What is outside is a warning; what is inside once its axes are exchanged is an error."""
    done = run_in("check", "doubt-outside-region.geojson", "--region", "46,39,47,40", "--short", cwd=DATA / "bad")
    assert done.returncode == 1
    assert done.stdout == (DATA / "bad" / "doubt-outside-region.txt").read_text("utf-8")


def test_distance_between_coordinates(run_in: RunIn, tmp_path: Path) -> None:
    """Two printed positions are measured without a file."""
    done = run_in("distance", A, B, "--format", "json", cwd=tmp_path)
    value = json.loads(done.stdout)
    assert {"distance_m", "low_m", "high_m", "forward_azimuth_deg", "back_azimuth_deg"} <= set(value)
    assert value["distance_m"] == pytest.approx(1275.598, abs=5e-4)
    assert value["forward_azimuth_deg"] == pytest.approx(104.416, abs=5e-4)


def test_distance_between_ids_with_a_claim(run_in: RunIn) -> None:
    """Ids are looked up in the file, and `--claim` adds a verdict."""
    done = run_in("distance", "fragment-site-1", B, "--claim", "780")
    assert done.stdout.splitlines()[0] == "1,275.598 m  (1,274.818 to 1,276.377 m)"
    assert done.stdout.splitlines()[2] == "boxes: 1,275.0 to 1,276.2 m"
    assert done.stdout.splitlines()[3].startswith("contradicted: The positions lie 1,275.6 m apart")
    value = json.loads(run_in("distance", A, B, "--claim", "1275.6", "--format", "json").stdout)
    assert value["verdict"] == "compatible"
    assert value["gap_m"] is None
    assert (value["box_low_m"], value["box_high_m"]) == pytest.approx((1274.983, 1276.212), abs=1e-3)
    assert "datums" not in value


def test_distance_says_what_its_ends_are(run_in: RunIn) -> None:
    """Where an end has no box there is none; where it comes from another datum, it is said by which operation."""
    words = ("distance", "village", "field", "--sites", "areas-offsets-and-datums.geojson")
    value = json.loads(run_in(*words, "--format", "json", cwd=DATA / "good").stdout)
    assert (value["box_low_m"], value["box_high_m"]) == (None, None)
    operation = "Pulkovo 1942 to WGS 84 (16)"
    assert value["datums"] == [{"datum": "Pulkovo 1942 (EPSG:4284)", "operation": operation, "accuracy_m": 4.5}]
    lines = run_in(*words, cwd=DATA / "good").stdout.splitlines()
    assert len(lines) == 3
    assert lines[2] == f"from Pulkovo 1942 (EPSG:4284) by {operation}, good to 4.5 m"


@pytest.mark.parametrize(
    ("words", "status", "message"),
    [
        (["distance", "fragment-site-3", B], 2, 'id or name in sites.geojson; did you mean "fragment-site-2"?'),
        (["distance", "39°75'N 46°E", B], 2, "75 minutes; minutes run from 0 up to 60"),
        (["distance", "strike-2020-11-07", B], 2, '"strike-2020-11-07" has no position in sites.geojson'),
        (["distance", A, B, "--claim", "780 parsecs"], 2, "--claim: column 5: 'parsecs' is not a unit of length"),
        (["distance", "nowhere", B, "--sites", "none.geojson"], 2, "there is no none.geojson to look it up in"),
        (["check", "none.geojson"], 2, "geo: none.geojson: No such file or directory"),
        (["check", "tests"], 2, "geo: tests: Is a directory"),
        (["map", "-o", "no/such/folder/map.html"], 2, "No such file or directory"),
        (["map", "sites.geojson", "-o", "./sites.geojson"], 2, "is an input file"),
        (["map", "-o", "/dev/null"], 2, "is not a file, so nothing is written there"),
        (["check", "--region", "46,39,47"], 2, 'west,south,east,north in degrees, such as 46,39,47,40, not "46,39,47"'),
        (["explain", "GEO999"], 2, 'there is no code "GEO999"'),
        (["map", "-o", "-", "--format", "json"], 2, "there is no room for JSON"),
        (["map", "--tiles", "nonsense"], 2, "tiles are topo, imagery, osm, an address"),
        (["map", "--tiles", "topo", "--no-tiles"], 2, "exclude each other"),
        (["distance", A, B, "--claim", "99999999"], 2, "no two places on Earth lie farther apart"),
        (["chekc"], 2, 'there is no command "chekc"; did you mean "geo check"?'),
    ],
)
def test_what_stops_us_is_one_sentence(run_in: RunIn, words: list[str], status: int, message: str) -> None:
    """On stderr, without a traceback, with the exit status that says so."""
    done = run_in(*words)
    assert done.returncode == status
    assert message in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


def test_map(run_in: RunIn, tmp_path: Path) -> None:
    """Writes the page, says what was found and where the page is."""
    done = run_in("map", "-o", tmp_path / "m.html")
    assert done.returncode == 0
    assert "contradicted" in done.stdout
    assert f"The map is in {(tmp_path / 'm.html').resolve()}" in done.stdout
    value = json.loads(run_in("map", "-o", tmp_path / "m.html", "--format", "json").stdout)
    assert value["map"] == str((tmp_path / "m.html").resolve())
    assert run_in("map", "-o", "-").stdout == (tmp_path / "m.html").read_text("utf-8")


def test_a_file_with_errors_gives_no_map(run_in: RunIn, tmp_path: Path) -> None:
    """The old map stays, and the problems are on stderr."""
    old = tmp_path / "map.html"
    old.write_text("old")
    done = run_in("map", DATA / "bad" / "nan.geojson", "-o", old)
    assert done.returncode == 1
    assert "NaN is not a number" in done.stderr
    assert old.read_text() == "old"


@pytest.mark.parametrize("command", ["map", "report"])
def test_problems_as_json(run_in: RunIn, command: str, tmp_path: Path) -> None:
    """A program that asked for JSON gets the problems as JSON."""
    output = ["-o", str(tmp_path / "m.html")] if command == "map" else []
    done = run_in(command, DATA / "bad" / "nan.geojson", "--format", "json", *output)
    assert done.returncode == 1
    assert json.loads(done.stdout)["problems"][0]["code"] == "GEO014"


def test_report_in_an_old_code_page() -> None:
    """A file gets UTF-8, whatever the system's code page is."""
    done = start("report", PYTHONIOENCODING="cp1251")
    assert (done.returncode, done.stderr) == (0, "")


def test_report(run_in: RunIn) -> None:
    """The report is plain text, or JSON that includes the zones."""
    assert "CONTRADICTED  claim-separation" in run_in("report").stdout
    value = json.loads(run_in("report", "--format", "json").stdout)
    assert value["zone_pairs"][0]["gap_m"] == pytest.approx(875.598, abs=5e-4)


@pytest.mark.parametrize("command", [[], *[[name] for name in geo.cli._COMMANDS]])
def test_help_has_an_example(run_in: RunIn, command: list[str]) -> None:
    """The help of every command contains an example."""
    text = (run_in if command else start)(*command, "--help").stdout  # other packages change how click lists the commands
    assert "Example:" in text
    assert "geo " in text


def test_version() -> None:
    """`--version` prints the name of the program and its version."""
    assert start("--version").stdout.startswith("geo 0.")


def test_no_colour_in_a_pipe_or_when_asked() -> None:
    """NO_COLOR is honoured even where colour is forced."""
    assert "\x1b" not in start("check").stdout
    assert "\x1b[1;31m" in start("check", FORCE_COLOR="1", COLUMNS="100").stdout
    assert "\x1b[1;31m" not in start("check", FORCE_COLOR="1", NO_COLOR="1", COLUMNS="100").stdout


def test_hostile_text_does_not_reach_the_terminal() -> None:
    """Control characters in the file become escapes."""
    done = start("check", "control-characters.geojson", cwd=DATA / "bad")
    assert "\x1b" not in done.stdout
    assert "\\u001b[31mred" in done.stdout


def test_a_closed_pipe_is_no_error(tmp_path: Path) -> None:
    """`geo check | head -1` says nothing about broken pipes, and not that the file has problems."""
    feature = '{"type": "Feature", "id": "%d", "geometry": null, "properties": {"kind": "source", "title": 5}}'
    (tmp_path / "s.geojson").write_text(
        '{"type": "FeatureCollection", "features": [' + ",\n".join(feature % i for i in range(2_000)) + "]}"
    )
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", f"{sys.executable} -m geo check {tmp_path}/s.geojson | head -c 1"],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
    )  # the pipe is what is tested
    assert (done.returncode, done.stderr) == (2, "")


def test_a_report_to_file(run_in: RunIn, tmp_path: Path) -> None:
    """The document, a word on it, and as JSON the findings with the file's name."""
    done = run_in("report", "-o", tmp_path / "r.md")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[-1] == f"The report is in {tmp_path / 'r.md'}"
    done = run_in("report", "sites.geojson", "-o", tmp_path / "r.md", "--format", "json")
    value = json.loads(done.stdout)
    assert value["report"] == str(tmp_path / "r.md")
    assert value["findings"][0]["claim"] == "claim-separation"


def test_a_report_is_refused_before_anything_is_read(run_in: RunIn, tmp_path: Path) -> None:
    """Another ending, and the name of the file that is read, are wrong usage."""
    done = run_in("report", "missing.geojson", "-o", tmp_path / "r.docx")
    assert done.returncode == 2
    assert "one of .md, .html, .pdf" in done.stderr
    same = tmp_path / "sites.md"
    same.write_text((ROOT / "sites.geojson").read_text("utf-8"), "utf-8")
    done = run_in("report", same, "-o", same)
    assert done.returncode == 2
    assert "is an input file; give the output another name" in done.stderr
    assert same.read_text("utf-8").startswith("{")


def test_many_warnings_do_not_hide_the_answer(run_in: RunIn, tmp_path: Path) -> None:
    """They are counted beside the answer of another command; `geo check` lists them, and few are said everywhere."""
    feature = '{"type": "Feature", "id": "%d", "geometry": null, "properties": {"kind": "attribute_claim", "about": "s", "attribute": "a", "value": 1}}'
    site = '{"type": "Feature", "id": "s", "geometry": {"type": "Point", "coordinates": [46.5, 39.5]}, "properties": {"kind": "fragment_site"}}'
    told: list[str] = []
    for count, lines in ((3, 3), (4, 1)):
        features = ", ".join([site, *(feature % number for number in range(count))])
        (tmp_path / "s.geojson").write_text(f'{{"type": "FeatureCollection", "features": [{features}]}}')
        told = run_in("sources", tmp_path / "s.geojson").stderr.splitlines()
        assert len(told) == lines
        assert run_in("check", tmp_path / "s.geojson", "--short").stdout.count("[GEO056]") == count
    assert told == [f"{tmp_path / 's.geojson'}: 4 warnings; geo check lists them"]

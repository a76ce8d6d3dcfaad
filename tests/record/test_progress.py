import json
import os
import pty
import signal
import subprocess
import sys
import tempfile
from collections import defaultdict
from contextlib import suppress
from pathlib import Path

import pytest
from click.testing import CliRunner

from geo.cli import geo, main
from geo.record.progress import report_progress_to, stage, track_progress
from geo.show.progress_bar import Bars
from tests.conftest import ROOT

READS = ["Checking", "Weighing", "Judging"]
WORKS = [
    (["check"], [*READS, "Solving"]),
    (["why", "claim-separation"], [*READS, "Solving"]),
    (["diff", "HEAD:sites.geojson"], ["Checking"]),
    (["duplicates"], ["Checking", "Comparing"]),
    (["export", "-o", "out.kml"], [*READS, "Writing records", "Writing zones", "Writing uncertainty", "Writing claims"]),
    (["export", "-o", "out.kmz"], [*READS, "Writing zones"]),
    (["export", "-o", "out.gpx"], [*READS, "Writing records"]),
    (["export", "-o", "out.csv"], [*READS, "Writing records"]),
    (["export", "-o", "out.dwc.csv"], [*READS, "Writing records"]),
    (["export", "-o", "out.gpkg"], [*READS, "Writing records", "Writing zones", "Writing uncertainty", "Writing claims"]),
    (["export", "-o", "out.parquet"], [*READS, "Writing records"]),
    (["export", "-o", "out.shp.zip"], [*READS, "Writing zones"]),
    (["export", "-o", "out.jsonld"], [*READS, "Writing claims"]),
    (["export", "-o", "out.geojson"], [*READS, "Writing zones"]),
    (["import", "rows.csv", "--mapping", "rows.toml", "-o", "out.geojson"], ["Reading the table", "Reading rows", "Checking"]),
    (["fmt"], ["Laying out"]),
    (["map", "-o", "out.html"], [*READS, "Locating", "Solving"]),
    (["publish", "--precision", "1deg", "--allow-leaks", "-o", "out.geojson"], [*READS, "Coarsening", "Reading texts"]),
    (["report"], [*READS, "Writing findings", "Writing"]),
    (["report", "-o", "out.md"], [*READS, "Writing findings", "Writing"]),
    (["report", "-o", "out.html"], [*READS, "Writing findings"]),
    (["report", "-o", "out.pdf"], [*READS, "Writing findings", "Laying out pages"]),
    (["near", "sites.geojson", "--within", "200", "-o", "out.csv"], ["Checking", "Comparing"]),
    (["exposure", "sites.geojson", "-o", "out.gpkg"], [*READS, "Counting", "Writing the layer"]),
    (["zones"], [*READS, "Checking zones", "Joining zones"]),
]
"""Commands, and some of what each says that it does."""
WRITES = [(command, doing) for command, stages in WORKS if "-o" in command for doing in stages]


INTERRUPTIBLE = """
import signal, sys
from geo.cli import main
signal.signal(signal.SIGINT, signal.default_int_handler)
main(sys.argv[1:])
"""
"""`geo`, also where the tests run in the background, which a shell lets ignore the signal."""


def feature(record_id: str, at: list[float] | None, **properties: object) -> str:
    geometry = at and {"type": "Point", "coordinates": at}
    return json.dumps({"type": "Feature", "id": record_id, "geometry": geometry, "properties": properties})


def name(value: object) -> str:
    return " ".join(map(str, value)) if isinstance(value, list) else str(value)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the repository's file, a table and its mapping, and one for what is temporary."""
    work = tmp_path / "work"
    work.mkdir()
    text = (ROOT / "sites.geojson").read_text("utf-8")
    twin = feature("%s", [1.5, 2.5], kind="fragment_site")
    apart = feature("%s", None, kind="distance_claim", **{"from": "lost-1", "to": "lost-2"}, distance_m=5)
    more = [twin % "twin-1", twin % "twin-2", apart % "apart-1", apart % "apart-2"]
    more += [feature(one, None, kind="fragment_site") for one in ("lost-1", "lost-2")]
    (work / "sites.geojson").write_text(text.replace('"features": [', f'"features": [{", ".join(more)}, ', 1), "utf-8")
    (work / "rows.csv").write_text("ref,lon,lat\n1,46.75,39.76\n2,46.76,39.77\n")
    (work / "rows.toml").write_text('kind = "fragment_site"\nid = "row-{ref}"\n[place]\nlongitude = "lon"\nlatitude = "lat"\n')
    subprocess.run(["git", "init", "-q"], cwd=work, check=True)
    subprocess.run(["git", "add", "-A"], cwd=work, check=True)
    identity = ["-c", "user.name=a", "-c", "user.email=a@a.example"]
    subprocess.run(["git", *identity, "commit", "-qm", "a"], cwd=work, check=True)
    monkeypatch.chdir(work)
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    return work


def arguments(command: list[str]) -> list[str]:
    """The command with the file that it reads."""
    if command[0] == "import":
        return command
    return [*command, *(["--sites"] if command[0] == "why" else []), "sites.geojson"]


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(("command", "stages"), WORKS, ids=name)
def test_each_command_says_how_far_it_is(command: list[str], stages: list[str]) -> None:
    """What it does, each from nothing to all."""
    told: list[tuple[str, float]] = []
    with report_progress_to(lambda *word: told.append(word)):
        done = CliRunner().invoke(geo, arguments(command))
    assert done.exit_code == 0, done.output
    assert set(stages) <= {doing for doing, _ in told}
    shares = defaultdict[str, list[list[float]]](list)
    for doing, share in told:
        if share == 0:
            shares[doing].append([])
        shares[doing][-1].append(share)
    for runs in shares.values():
        for run in runs:
            assert run == sorted(run)
            assert run[-1] == 1


@pytest.mark.parametrize(("command", "stage"), WRITES, ids=name)
def test_ctrl_c_leaves_what_was_there(command: list[str], stage: str, folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """In the middle of each stage: the old file is as it was, nothing lies beside it, nothing stays in the system's folder."""

    def stop(doing: str, share: float) -> None:
        if doing == stage and share < 1:
            raise KeyboardInterrupt

    output = folder / command[-1]
    if command[0] != "import":
        output.write_text("what was there")
    before = {path: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    with report_progress_to(stop), pytest.raises(SystemExit) as stopped:
        main(arguments(command))
    assert stopped.value.code == 130
    assert capfd.readouterr().err.splitlines()[-1] == "geo: stopped; no file was left half written"
    assert {path: path.read_bytes() for path in folder.iterdir() if path.is_file()} == before
    assert list((folder.parent / "temporary").iterdir()) == []


def test_a_real_signal(folder: Path) -> None:
    """Ctrl-C on a terminal, once the bar of the writing is seen: the same, and the bar is gone."""
    strike = {"kind": "strike_report", "lethal_radius_m": 200}
    many = ",".join(feature(f"strike-{i}", [40 + i % 100 / 50, 30 + i / 500], **strike) for i in range(9_000))
    (folder / "sites.geojson").write_text('{"type": "FeatureCollection", "features": [' + many + "]}")
    ours, terminal = pty.openpty()
    command = [sys.executable, "-c", INTERRUPTIBLE, "export", "sites.geojson", "-o", "out.kml"]
    child = subprocess.Popen(
        command, cwd=folder, stdout=subprocess.DEVNULL, stderr=terminal, env=os.environ | {"TERM": "xterm"}
    )
    os.close(terminal)
    seen = b""
    while b"Writing zones" not in seen:
        seen += os.read(ours, 10_000)
    beside = [path.name for path in folder.glob(".out.kml.*")]
    child.send_signal(signal.SIGINT)
    with suppress(OSError):  # the end of what a terminal shows
        while os.read(ours, 10_000):
            pass
    os.close(ours)
    assert child.wait() == 130
    assert len(beside) == 1  # it was in the middle of it
    assert list(folder.glob("*out.kml*")) + list(folder.glob(".out.kml*")) == []


@pytest.mark.parametrize("terminal", [True, False])
@pytest.mark.usefixtures("folder")
def test_none_in_a_pipe(terminal: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """No progress bar is written to a pipe, whatever the environment says."""
    monkeypatch.setenv("TTY_COMPATIBLE", "1")
    monkeypatch.setattr("geo.show.progress_bar.QUIET_S", -1)
    monkeypatch.setattr("sys.stderr.isatty", lambda: terminal)
    with pytest.raises(SystemExit):
        main(["check"])
    assert ("Checking" in capsys.readouterr().err) is terminal


def test_words_and_who_hears_them() -> None:
    """Without a listener the items themselves come back; with one a word before each, and one at the end."""
    items = ("a", "b")
    assert track_progress(items, "Doing") is items
    told: list[tuple[str, float]] = []
    with report_progress_to(lambda *word: told.append(word)):
        assert list(track_progress(items, "Doing")) == ["a", "b"]
        with stage("Waiting") as tell:
            tell(0.25)
            tell(0.125)
        for _ in track_progress(items, "Leaving"):
            break
    assert told == [("Doing", 0), ("Doing", 0.5), ("Doing", 1), ("Waiting", 0), ("Waiting", 0.25), ("Waiting", 0.25), ("Waiting", 1), ("Leaving", 0), ("Leaving", 1)]  # fmt: skip
    assert track_progress(items, "Doing") is items


@pytest.mark.parametrize(("quiet_s", "forced", "shown"), [(-1, "1", True), (60, "1", False), (-1, "", False)])
def test_a_bar_after_a_second(
    quiet_s: float, forced: str, shown: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Not before; of the outer work alone; and it is taken away again."""
    monkeypatch.setenv("TTY_COMPATIBLE", forced)
    monkeypatch.setattr("geo.show.progress_bar.QUIET_S", quiet_s)
    monkeypatch.setattr("geo.show.progress_bar._BETWEEN_S", -1)
    bars = Bars()
    bars("Checking", 0.5)
    bars("A part of it", 0.0)
    bars("A part of it", 1.0)
    told = capsys.readouterr().err
    assert ("Checking" in told) is shown
    assert "50%" in told or not shown
    assert "part" not in told
    bars("Checking", 1.0)
    assert ("\x1b[2K" in capsys.readouterr().err) is shown
    bars("Writing", 0.0)
    bars.close()
    assert ("Writing" in capsys.readouterr().err) is shown

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from geo.cli import add
from geo.record.kinds import KINDS
from geo.record.reading import read
from tests.conftest import Run
from tests.record.photo.made_photos import jpeg

PRINTED = "39°45'38.10\"N 46°44'33.90\"E"
SITE = ("add", "fragment-site", "--at", PRINTED, "--found-on", "2021-03-15", "--source", "apa-2021-04-02")
CLAIM = ("distance-claim", "--distance-m", "780")


def test_add(folder: Path, run: Run) -> None:
    """The next free id, the position from the printed text, the rest byte for byte."""
    before = (folder / "sites.geojson").read_text("utf-8")
    status, out, err = run(*SITE)
    assert (status, out) == (0, "sites.geojson: fragment-site-3 added\n")
    assert "warning: fragment-site-3: may be the same fragment_site as" in err
    after = (folder / "sites.geojson").read_text("utf-8")
    cut = before.rindex("\n  ]\n}")
    assert (after[:cut], after[-len(before[cut:]) :]) == (before[:cut], before[cut:])
    assert after[cut : -len(before[cut:])] == (
        ',\n    {\n      "type": "Feature",\n      "id": "fragment-site-3",\n'
        '      "geometry": {"type": "Point", "coordinates": [46.742750, 39.760583]},\n'
        '      "properties": {\n        "kind": "fragment_site",\n'
        '        "published_coordinates": "39°45\'38.10\\"N 46°44\'33.90\\"E",\n'
        '        "found_on": "2021-03-15",\n        "sources": ["apa-2021-04-02"]\n      }\n    }'
    )
    assert run("check")[0] == 0
    assert run("fmt", "--check")[0] == 0


@pytest.mark.parametrize("kind", KINDS)
def test_the_example_of_each_kind_works(kind: str, folder: Path) -> None:
    """As its help prints it, in a shell; with dashes or underscores."""
    help_text = CliRunner().invoke(add.add_command, [kind.replace("_", "-"), "--help"]).output
    (example,) = re.findall(r"Example:\n +(geo .*)", help_text)
    if "wikipedia-shusha" in example:
        assert "wikipedia-shusha" in (folder / "sites.geojson").read_text("utf-8")
    if kind == "photo":
        (folder / "photos").mkdir()
        (folder / "photos" / "IMG_0417.jpg").write_bytes(jpeg())
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        example,
        shell=True,
        capture_output=True,
        text=True,
        env=os.environ | {"PATH": path},
        stdin=subprocess.DEVNULL,
        check=False,
    )
    assert done.returncode == 0
    assert "error" not in done.stderr
    result = read("sites.geojson")
    assert result.errors == ()
    assert result.sites.records[-1].kind == kind
    assert CliRunner().invoke(add.add_command, [kind, "--help"]).exit_code == 0


def test_add_as_json(folder: Path, run: Run) -> None:
    """The id, and the problems as `geo check` gives them."""
    value = json.loads(run(*SITE, "--format", "json")[1])
    assert (value["id"], value["written"]) == ("fragment-site-3", True)
    assert [problem["code"] for problem in value["problems"]] == ["GEO054"]
    status, out, _ = run(*SITE, "--id", "strike-1", "--format", "json")
    value = json.loads(out)
    assert (status, value["written"]) == (1, False)
    assert [problem["id"] for problem in value["problems"] if problem["severity"] == "error"] == ["strike-1"]
    (folder / "sites.geojson").write_text("[")
    status, out, _ = run(*SITE, "--format", "json")
    assert (status, json.loads(out)["written"]) == (1, False)


@pytest.mark.parametrize(
    ("words", "status", "message"),
    [
        ((*SITE, "--id", "strike-1"), 1, 'sites.geojson: error: strike-1: the id "strike-1"'),
        ((*SITE[:-1], "apa"), 1, 'error: fragment-site-3: sources: no record has the id "apa"'),
        (("add", "fragment-site", "--found-on", "2021-02-30"), 1, "there is no day 2021-02-30 in the calendar"),
        (("add", "fragment-site", "--name", ""), 1, "name: is empty"),
        (("add", "fragment-site", "--id", " x"), 1, "has spaces around it"),
        (("add", "fragment-site", "--at", "39°75'N 46°E"), 2, "75 minutes; minutes run from 0 up to 60"),
        (("add", "place", "--uncertainty-m", "5 km"), 2, "--uncertainty-m wanted a number with a point and without a unit"),
        (("add", "distance-claim", "--to", "strike-1"), 2, "--from is missing: Id of the record to measure from."),
        (("add", "within-claim"), 2, "; --of is missing: Id of the place or record."),
        (("add", "source"), 2, "--title is missing: Title of the document."),
        (("add", "sauce"), 2, "No such command 'sauce'"),
        (("add", "source", "--title", "t", "--reliability", "G"), 2, "'G' is not one of"),
        ((*SITE, "--sites", "none.geojson"), 2, "there is no none.geojson; --create creates it"),
        ((*SITE, "--sites", "."), 2, "Is a directory"),
    ],
)
def test_what_is_not_added(words: tuple[str, ...], status: int, message: str, folder: Path, run: Run) -> None:
    """Said in one sentence, and the file stays."""
    before = (folder / "sites.geojson").read_bytes()
    found, out, err = run(*words)
    assert (found, out) == (status, "")
    assert message in err
    assert (folder / "sites.geojson").read_bytes() == before
    assert [path.name for path in folder.iterdir()] == ["sites.geojson"]


@pytest.mark.usefixtures("folder")
def test_a_file_is_made_if_asked_for(run: Run) -> None:
    """In the one layout, and it passes the check."""
    words = ("add", "source", "--title", "t", "--sites", "new.geojson")
    assert run(*words, "--create")[:2] == (0, "new.geojson: source-1 added\n")
    assert run(*words)[:2] == (0, "new.geojson: source-2 added\n")
    assert run("check", "new.geojson")[0] == 0
    assert run("fmt", "--check", "new.geojson")[0] == 0


@pytest.mark.usefixtures("folder")
def test_a_warning_does_not_keep_a_record_out(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """A record with a warning is added, and the warning goes to stderr."""
    from dataclasses import replace

    from geo.record.edit import edit as editing
    from geo.record.problems import Problem, Severity

    warning = Problem("sites.geojson", 1, 1, Severity.WARNING, "source-1", "look again", "GEO055")
    append = editing.append_records
    monkeypatch.setattr(editing, "append_records", lambda *given: replace(append(*given), problems=(warning,)))
    found = run("add", "source", "--title", "t")
    assert found == (0, "sites.geojson: source-1 added\n", "sites.geojson: warning: source-1: look again\n")


@pytest.mark.parametrize("words", [SITE, ("fmt", "--repair")])
def test_a_file_that_an_editor_changed_meanwhile(
    words: tuple[str, ...], folder: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the editor saved while we worked stays, and the command says why it wrote nothing."""
    path = folder / "sites.geojson"
    path.write_bytes(path.read_bytes().replace(b"\n", b" \n"))
    flush = os.fsync

    def edited(handle: int) -> None:
        flush(handle)
        path.write_text("the editor's")

    monkeypatch.setattr(os, "fsync", edited)
    status, out, err = run(*words)
    assert (status, out) == (2, "")
    assert err == f"geo: {path} was changed by another program in the meantime; nothing was written, so run this again\n"
    assert path.read_text() == "the editor's"
    assert list(folder.iterdir()) == [path]


def answer(words: list[str], answers: str, monkeypatch: pytest.MonkeyPatch) -> tuple[int, str]:
    """`geo add` as on a terminal: exit status and all that it printed."""
    monkeypatch.setattr(add, "is_on_terminal", lambda: True)
    done = CliRunner().invoke(add.add_command, words, input=answers)
    return done.exit_code, done.output


def test_what_is_not_given_is_asked_for(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One question for each property; an answer that cannot stand is asked for again; nothing is an answer too."""
    answers = [
        *("", "39°75'N 46°E", PRINTED, "Site 3", "en", ""),  # id, at (twice), name, language, datum
        *("March", "2021-03-15", "a lot", "-1", "5.0", "perhaps", "yes"),  # found_on, uncertainty_m, ..._includes_printing
        *(
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "apa-2021-04-02, oc-media-2021-04-01",
        ),  # elevation_m, munition to depth_m, quote, note, sources
    ]
    status, out = answer(["fragment-site"], "\n".join(answers) + "\n", monkeypatch)
    assert status == 0, out
    assert "75 minutes" in out
    assert 'wanted yes or no, not "perhaps"' in out
    assert "found_on: Day or interval on which it was found." in out
    said = json.loads((folder / "sites.geojson").read_text("utf-8"))["features"][-1]
    assert said["id"] == "fragment-site-3"
    assert said["properties"] == {
        "kind": "fragment_site",
        "name": "Site 3",
        "language": "en",
        "published_coordinates": PRINTED,
        "found_on": "2021-03-15",
        "uncertainty_m": 5.0,
        "uncertainty_includes_printing": True,
        "sources": ["apa-2021-04-02", "oc-media-2021-04-01"],
    }


def test_an_offset_is_asked_for_where_there_are_no_coordinates(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And the datum is not; an offset that is not begun is not asked for further."""
    told = [*[""] * 3, "en", "", "strike-1", "", "500", "NE", *[""] * 7]  # id, at, name, language, corners, the offset
    status, out = answer(["place"], "\n".join(told) + "\n", monkeypatch)
    assert status == 0, out
    assert "geodetic_datum: " not in out
    said = json.loads((folder / "sites.geojson").read_text("utf-8"))["features"][-1]
    assert said["geometry"] is None
    assert said["properties"] == {
        "kind": "place", "language": "en", "offset_from": "strike-1", "offset_distance_m": 500, "offset_direction": "NE",
    }  # fmt: skip
    status, out = answer(["place"], "\n" * 12, monkeypatch)
    assert "offset_from: " in out
    assert "offset_distance_m: " not in out


def test_the_geometry_of_another_datum_is_wgs84(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The printed digits stay in their datum, and the point is where it is: what is added has no problem."""
    words = ["place", "--at", PRINTED, "--geodetic-datum", "Pulkovo 1942"]
    status, out = answer(words, "", monkeypatch)
    assert status == 0, out
    said = json.loads((folder / "sites.geojson").read_text("utf-8"))["features"][-1]
    assert said["geometry"]["coordinates"] == pytest.approx([46.741556, 39.76049], abs=2e-6)
    status, out = answer([*words[:-1], "Pulkovo"], "", monkeypatch)
    assert status == 1
    assert 'did you mean "Pulkovo 1995"?' in out


def test_only_what_is_needed_is_asked_for(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where flags are given; and what is needed is asked for until it is there."""
    status, out = answer([*CLAIM, "--from", "strike-1"], "\nstrike-2\n", monkeypatch)
    assert (status, out.count("to: Id of the record"), out.count("name: ")) == (0, 2, 0)
    assert "this one is required" in out
    assert (folder / "sites.geojson").read_text("utf-8").count('"distance_m": 780,') == 1


@pytest.mark.usefixtures("folder")
def test_answers_are_not_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the record cannot be written, it is shown, so that it can be pasted."""
    status, out = answer([*CLAIM, "--from", "strike-1"], "nowhere\n", monkeypatch)
    assert status == 1
    assert 'no record has the id "nowhere"' in out
    assert '"to": "nowhere"' in out
    monkeypatch.setattr(os, "fsync", lambda _: (_ for _ in ()).throw(OSError(28, "No space left on device")))
    status, out = answer([*CLAIM, "--from", "strike-1"], "strike-2\n", monkeypatch)
    assert status == 1
    assert "error" not in out  # it is the disk alone that refuses
    assert '"to": "strike-2"' in out


def test_making_a_file_is_asked_about(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a terminal, a missing file is created only after a question."""
    words = ["source", "--title", "t", "--sites", "new.geojson"]
    status, out = answer(words, "n\n", monkeypatch)
    assert status == 2
    assert "There is no new.geojson. Create it?" in out
    assert not (folder / "new.geojson").exists()
    assert answer(words, "y\n", monkeypatch)[0] == 0
    assert (folder / "new.geojson").exists()


@pytest.mark.usefixtures("folder")
def test_on_a_real_terminal() -> None:
    """The questions appear there, and stdout has the result alone."""
    import pty

    main, terminal = pty.openpty()
    command = [sys.executable, "-m", "geo", "add", *CLAIM, "--from", "strike-1"]
    process = subprocess.Popen(command, stdin=terminal, stdout=subprocess.PIPE, stderr=terminal, text=True)
    os.close(terminal)
    os.write(main, b"strike-2\n")
    out, _ = process.communicate(timeout=60)
    assert (process.returncode, out) == (0, "sites.geojson: distance-claim-1 added\n")
    assert b"Id of the record to measure to." in os.read(main, 10_000)
    os.close(main)

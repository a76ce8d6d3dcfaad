import functools
import json
import os
import pty
import re
import select
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

import geo.cli
from geo.cli.output import START_HINT
from geo.record.news_story.find_figures import MOST_FIGURES
from geo.record.reading import read_sites
from tests.conftest import DATA, ROOT, Run

STORY = DATA / "stories" / "two-places.txt"
QUESTION = re.compile(rb"(?:\): |\]: )\Z")
PRINTED = "39°45'38.10\"N 46°44'33.90\"E"


def talk(folder: Path, words: list[str], answers: list[str], last: bytes = b"\x03") -> tuple[int, str, int]:
    """`geo` on a terminal of its own: exit status, everything shown, and how many questions were asked.

    After the answers, `last` is typed at the next question, Ctrl-C by default.
    """
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "geo", *words],
        cwd=folder,
        pass_fds=(theirs,),
        preexec_fn=functools.partial(os.login_tty, theirs),  # noqa: PLW1509  # the terminal has to control the process
        env=os.environ | {"TERM": "dumb", "PYTHONPATH": str(ROOT)},
    )
    os.close(theirs)
    shown, asked, waiting, until = b"", 0, [f"{one}\n".encode() for one in answers], time.monotonic() + 120
    while time.monotonic() < until:
        if not select.select([ours], [], [], 1)[0]:
            if QUESTION.search(shown.removesuffix(b"^C")) and not waiting:  # typed before the process read, it would wait on
                os.write(ours, last)
            continue
        try:
            piece = os.read(ours, 65_536)
        except OSError:  # the other end is closed
            break
        shown += piece
        if QUESTION.search(shown):
            asked += 1
            if waiting:
                os.write(ours, waiting.pop(0))
    os.close(ours)
    return process.wait(120), shown.decode(), asked


def features(folder: Path) -> dict[str, dict[str, Any]]:
    return {one["id"]: one for one in json.loads((folder / "sites.geojson").read_text("utf-8"))["features"]}


def test_a_story_becomes_a_file_and_a_map(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """From an empty folder: the answers make a file that checks, is laid out as fmt does, and draws as a map."""
    status, shown, asked = talk(tmp_path, ["new", "--from", str(STORY)], ["https://example.org/a", "fragments", "3", PRINTED])
    assert (status, asked) == (0, 4), shown
    assert list(features(tmp_path)) == ["fragment-site-1", "fragment-site-2", "distance-claim-1", "source-1"]
    assert features(tmp_path)["fragment-site-1"]["properties"]["published_coordinates"] == PRINTED
    assert features(tmp_path)["source-1"]["properties"]["title"] == STORY.read_text("utf-8").splitlines()[0]
    assert "No position yet: fragment-site-2" in shown
    assert "geo check" in shown
    monkeypatch.chdir(tmp_path)
    for words in (("check",), ("fmt", "--check"), ("map", "--no-tiles")):
        assert run(*words)[0] == 0, words
    assert (tmp_path / "map.html").exists()


def test_at_most_six_questions_are_asked(tmp_path: Path) -> None:
    """Without --from: story, address, subject, figures, where, and where the place of an offset is; then it is written."""
    (tmp_path / "s.txt").write_text("A headline\n\nThe parts were found on 15 March 2021.", "utf-8")
    answers = ["s.txt", "", "strike", "all", "about 6 km NE of Dorn", "50.10, 30.20"]
    status, shown, asked = talk(tmp_path, ["new"], answers)
    assert (status, asked) == (0, 6), shown
    made = features(tmp_path)
    assert made["strike-report-1"]["properties"]["published_offset"] == "about 6 km NE"
    assert made["place-1"]["properties"]["name"] == "Dorn"
    assert made["attribute-claim-1"]["properties"]["attribute"] == "found_on"
    assert made["source-1"]["properties"]["title"] == "A headline"


def test_without_a_story_a_title_is_enough(tmp_path: Path) -> None:
    """A title that is no file is the source's title; nothing but Enter makes one record without a position."""
    status, shown, asked = talk(tmp_path, ["new"], ["What the page is called", "", "", ""])
    assert (status, asked) == (0, 4), shown
    assert features(tmp_path)["source-1"]["properties"]["title"] == "What the page is called"
    assert features(tmp_path)["fragment-site-1"]["geometry"] is None


def test_an_answer_that_cannot_be_read_is_asked_for_again(tmp_path: Path) -> None:
    """A missing story, an address that is none, an unknown subject, a wrong number and a place without coordinates."""
    (tmp_path / "s.txt").write_text("A headline\n\nThe parts were found on 15 March 2021.", "utf-8")
    answers = ["none.txt", "s.txt", "no address", "https://example.org/a", "x", "f", "7", "1", "in Dorn", "unknown"]
    status, shown, asked = talk(tmp_path, ["new"], answers)
    assert (status, asked) == (0, 10), shown
    for said in (
        "none.txt: No such file",
        "wanted one of fragments",
        "wanted numbers from 1 to 1",
        '"6 km NE of P", or "unknown"',
    ):
        assert said in " ".join(shown.split())
    assert features(tmp_path)["fragment-site-1"]["properties"]["found_on"] == "2021-03-15"


def test_nothing_is_kept_without_being_named(tmp_path: Path) -> None:
    """Enter at the figures keeps none of them, and the file has the source and one record."""
    status, shown, _ = talk(tmp_path, ["new", "--from", str(STORY)], ["", "", "", ""])
    assert status == 0, shown
    assert list(features(tmp_path)) == ["fragment-site-1", "source-1"]


@pytest.mark.parametrize("question", range(6))
def test_ctrl_c_at_any_question_leaves_nothing(question: int, tmp_path: Path) -> None:
    """Whatever was answered before, nothing is written, and no file is left behind."""
    (tmp_path / "s.txt").write_text("A headline\n\nThe parts were found on 15 March 2021.", "utf-8")
    answers = ["s.txt", "", "strike", "all", "about 6 km NE of Dorn"][:question]
    status, shown, asked = talk(tmp_path, ["new"], answers)
    assert (status, asked) == (1, question + 1), shown
    assert "Traceback" not in shown
    assert [path.name for path in tmp_path.iterdir()] == ["s.txt"]


def test_an_existing_file_is_not_overwritten(tmp_path: Path) -> None:
    """Without --append nothing is asked and the file stays; with it, new records follow the old ones."""
    path = tmp_path / "sites.geojson"
    path.write_bytes(before := (ROOT / "sites.geojson").read_bytes())
    status, shown, asked = talk(tmp_path, ["new", "--from", str(STORY)], [])
    assert (status, asked) == (2, 0), shown
    assert "already exists, and geo new overwrites nothing; --append adds to it" in " ".join(shown.split())
    assert path.read_bytes() == before
    status, shown, asked = talk(tmp_path, ["new", "--append", "--from", str(STORY)], ["", "", "all", "unknown"])
    assert (status, asked) == (0, 4), shown
    cut = before.rindex(b"\n  ]\n}")
    assert path.read_bytes()[:cut] == before[:cut]
    assert "fragment-site-3" in features(tmp_path)
    assert read_sites(path)


def test_a_broken_file_is_not_asked_about(tmp_path: Path) -> None:
    """A file that cannot be added to is refused before the first question."""
    (tmp_path / "sites.geojson").write_text("[", "utf-8")
    status, shown, asked = talk(tmp_path, ["new", "--append"], [])
    assert (status, asked) == (1, 0), shown
    assert (tmp_path / "sites.geojson").read_text("utf-8") == "["


def test_off_a_terminal_the_figures_are_listed(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each figure with its property, value, line and sentence; what is left out with its reason; no file is written."""
    monkeypatch.chdir(tmp_path)
    status, out, err = run("new", "--from", str(STORY))
    assert (status, err) == (0, "")
    assert re.search(r"^3 +published_distance +780 meters +between the two places$", out, re.MULTILINE)
    assert re.search(r"^ +line 5: .*780 meters apart", out, re.MULTILINE)
    assert "Not proposed (a date, but not of a find or a strike): 2 April" in out
    assert list(tmp_path.iterdir()) == []


def test_the_figures_as_json(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same for programs, with the place of each figure in the text."""
    monkeypatch.chdir(tmp_path)
    value = json.loads(run("new", "--from", str(STORY), "--format", "json")[1])
    text = STORY.read_text("utf-8")
    assert [one["property"] for one in value["proposals"]] == [
        "published_on", "found_on", "published_distance", "marking", "direction",
    ]  # fmt: skip
    assert all(text[one["start"] : one["end"]] == one["text"] for one in value["proposals"])
    assert (value["language"], value["story_cut"], value["figures_cut"]) == ("en", False, False)
    assert value["not_proposed"][0]["text"] == "2 April"
    assert list(tmp_path.iterdir()) == []


def test_a_story_that_is_cut_says_so(tmp_path: Path, run: Run) -> None:
    """More than 200 kB, and more figures than are listed, are both said."""
    text = "".join(f"The site is {number} metres from the mill. " for number in range(101, 101 + 2 * MOST_FIGURES))
    (tmp_path / "long.txt").write_text(text + "x" * 200_000, "utf-8")
    out = run("new", "--from", str(tmp_path / "long.txt"))[1]
    assert f"more than {MOST_FIGURES} figures" in out
    assert "Only the first 200 kB of the story were read" in out


def test_without_a_story_or_a_terminal_it_says_what_is_missing(run: Run) -> None:
    """Wrong usage, exit status 2."""
    status, out, err = run("new")
    assert (status, out) == (2, "")
    assert "needs a terminal; --from STORY.txt lists the figures of a story" in " ".join(err.split())


def test_a_hostile_story_steers_no_terminal(tmp_path: Path, run: Run) -> None:
    """Control characters and turned writing in a story are shown as escapes."""
    path = tmp_path / "story.txt"
    path.write_text('It is marked "A1\x1b[31m\u202eB". They lie 780 metres apart\x9b, he said.\x07', "utf-8")
    _, out, err = run("new", "--from", str(path))
    assert "780 metres" in out
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", out + err)


MISSING = {
    "add": ["source", "--title", "T", "--sites", "none"],
    "import": ["none", "--propose"],
    "fmt": ["none"],
    "new": ["--from", "none"],
    "map": ["none"],
    "watch": ["none", "--no-open"],
    "check": ["none"],
    "duplicates": ["none"],
    "coverage": ["none"],
    "diff": ["none", "none"],
    "why": ["x", "--sites", "none"],
    "distance": ["x", "y", "--sites", "none"],
    "sources": ["none"],
    "zones": ["none"],
    "exposure": ["none", "none"],
    "near": ["none", "none", "--within", "5"],
    "report": ["none"],
    "export": ["none", "-o", "e.csv"],
    "publish": ["none", "--precision", "1km", "-o", "p.geojson"],
}


def test_each_command_that_reads_a_file_is_tried() -> None:
    """Every command but the two that read none is in the list."""
    assert set(geo.cli._COMMANDS) - set(MISSING) == {"explain", "schema"}


@pytest.mark.parametrize("command", MISSING)
def test_where_there_is_no_file_the_way_to_one_is_named(
    command: str, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever command misses a file, its message names `geo new`, with exit status 2."""
    monkeypatch.chdir(tmp_path)
    status, out, err = run(command, *MISSING[command])
    assert (status, out) == (2, "")
    assert START_HINT.strip() in " ".join(err.split())
    assert list(tmp_path.iterdir()) == []

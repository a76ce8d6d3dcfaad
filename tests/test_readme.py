import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import geo.cli
from geo.record.kinds import KINDS
from geo.record.wording import properties_of

from .conftest import ROOT

README = (ROOT / "README.md").read_text("utf-8")
BLOCKS = re.findall(r"```(\w+)\n(.*?)```", README, re.DOTALL)
COMMANDS = [line for kind, text in BLOCKS if kind == "sh" for line in text.splitlines()]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copy(ROOT / "sites.geojson", tmp_path)
    who = ["-c", "user.name=a", "-c", "user.email=a@b.example", "-c", "commit.gpgsign=false"]
    for words in (["init", "-q"], ["add", "."], [*who, "commit", "-q", "-m", "One"]):  # HEAD:sites.geojson is in it
        subprocess.run(["git", *words], cwd=tmp_path, check=True)
    return tmp_path


@pytest.mark.parametrize("command", [line for line in COMMANDS if line.startswith("geo ") and " watch " not in line])
def test_commands_run_as_written(command: str, folder: Path) -> None:
    """Each `geo` line of the README, in a shell; `geo watch` has no end, and tests of its own."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        command, shell=True, capture_output=True, text=True, cwd=folder, env=os.environ | {"PATH": path}, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_python_runs_as_written(folder: Path) -> None:
    """The three lines."""
    (code,) = [text for kind, text in BLOCKS if kind == "python"]
    subprocess.run([sys.executable, "-c", code], cwd=folder, check=True)
    assert (folder / "map.html").exists()


def test_every_command_is_in_it() -> None:
    """Or in the page on editors; and the two that make it."""
    editors = (ROOT / ".github" / "EDITORS.md").read_text("utf-8")
    for name in geo.cli._COMMANDS:
        assert any(line.startswith(f"geo {name} ") for line in COMMANDS) or f"`geo {name} " in editors
    assert {line.split("#")[0].strip() for line in COMMANDS} >= {"make map", "make test"}


def test_every_property_is_in_its_table() -> None:
    """The table of kinds is that of the records."""
    common = {"name", "note", "quote", "sources", "claimed_by", "claimed_on"}
    lines = [re.sub(r"\([^)]*\)", "", line) for line in README.splitlines() if line.startswith("| `")]
    rows = {names[0]: set(names[1:]) for names in (re.findall(r"`([^`]+)`", line) for line in lines)}
    for kind, record in KINDS.items():
        assert rows[kind] == set(properties_of(record)) - common


def test_it_is_short_and_its_picture_exists() -> None:
    """At most 120 lines."""
    assert len(README.splitlines()) <= 120
    for picture in re.findall(r"!\[[^\]]*\]\(([^)]+)\)", README):
        assert (ROOT / picture).stat().st_size > 10_000

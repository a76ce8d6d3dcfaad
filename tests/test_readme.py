import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

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


@pytest.mark.parametrize("command", [line for line in COMMANDS if line.startswith("geo ")])
def test_commands_run_as_written(command: str, folder: Path) -> None:
    """Each `geo` line of the README, in a shell, ends well and warns of nothing."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        command, shell=True, capture_output=True, text=True, cwd=folder, env=os.environ | {"PATH": path}, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_python_runs_as_written(folder: Path) -> None:
    """The Python example of the README runs and writes its map."""
    (code,) = [text for kind, text in BLOCKS if kind == "python"]
    subprocess.run([sys.executable, "-c", code], cwd=folder, check=True)
    assert (folder / "map.html").exists()


def test_it_names_what_makes_the_map_and_the_documentation() -> None:
    """A newcomer sees `make map` and `make docs`."""
    assert {line.split("#")[0].strip() for line in COMMANDS} >= {"make map", "make docs"}


def test_its_links_lead_somewhere() -> None:
    """Each file that it links to is there."""
    links = [link for link in re.findall(r"\]\(([^)]+)\)", README) if "://" not in link]
    assert len(links) > 10
    for link in links:
        assert (ROOT / link).exists(), link


def test_it_is_short_and_its_picture_exists() -> None:
    """At most 90 lines, and pictures that are no stubs."""
    assert len(README.splitlines()) <= 90
    for picture in re.findall(r"!\[[^\]]*\]\(([^)]+)\)", README):
        assert (ROOT / picture).stat().st_size > 10_000

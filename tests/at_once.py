"""Runs commands at the same time, each in a fork of one process that has loaded what they need, and tells how they ended.

Run as `python -m tests.at_once`, with a JSON list of command lines on stdin; prints a list of exit statuses and what was said on
stderr. Of processes that load everything first, few would meet.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import geo.cli

from .conftest import ROOT


def run_at_once(commands: list[list[str]], cwd: Path) -> list[tuple[int, str]]:
    """Exit status and stderr of each command; it starts them together."""
    words = [sys.executable, "-m", "tests.at_once"]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        words, input=json.dumps(commands), cwd=cwd, env=environment, capture_output=True, text=True, check=True, timeout=300
    )
    return [(status, said) for status, said in json.loads(done.stdout)]


def main(commands: list[list[str]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        _load(Path(folder) / "new.geojson")
        children = []
        for number, words in enumerate(commands):
            child = os.fork()
            if child == 0:
                _end_with(words, Path(folder) / f"{number}")
            children.append(child)
        statuses = [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]
        told = [(Path(folder) / f"{number}").read_text("utf-8") for number in range(len(commands))]
    sys.stdout.write(json.dumps(list(zip(statuses, told, strict=True))))


def _load(path: Path) -> None:
    """Add a record to a file of its own, which loads what adding needs."""
    out = os.dup(1)
    with Path(os.devnull).open("w") as nowhere:
        os.dup2(nowhere.fileno(), 1)
    try:
        geo.cli.main(["add", "source", "--title", "t", "--sites", str(path), "--create"])
    except SystemExit:
        pass
    finally:
        os.dup2(out, 1)
    path.unlink()  # which fails if nothing was added


def _end_with(words: list[str], told: Path) -> None:
    """Be a process that runs one command."""
    status = 70
    try:
        with told.open("w") as said:
            os.dup2(said.fileno(), 2)
        with Path(os.devnull).open("w") as nowhere:
            os.dup2(nowhere.fileno(), 1)
        geo.cli.main(words)
    except SystemExit as left:
        status = int(left.code or 0)
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


if __name__ == "__main__":
    main(json.load(sys.stdin))

"""A kill, a full disk, a folder that cannot be written, two commands at once: the file is the old or the new one, whole."""

import json
import os
import resource
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from geo.cli.output import START_HINT
from geo.record.reading import read

from .at_once import run_at_once
from .conftest import ROOT

ADD = ("add", "source", "--title", "t")
CHANGES = [ADD, ("fmt",), ("fmt", "--repair")]


def messy(folder: Path) -> bytes:
    """The repository's own file, on one line, so that each of the commands has something to write."""
    text = json.dumps(json.loads((ROOT / "sites.geojson").read_bytes()), ensure_ascii=False)
    (folder / "sites.geojson").write_text(text, "utf-8")
    return text.encode()


def run(folder: Path, *words: str, largest: int | None = None) -> subprocess.CompletedProcess[str]:
    """A command of its own, which may be forbidden to write files of more than `largest` bytes."""

    def limit() -> None:
        if largest is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (largest, largest))

    command = [sys.executable, "-m", "geo", *words]
    return subprocess.run(
        command, cwd=folder, capture_output=True, text=True, stdin=subprocess.DEVNULL, preexec_fn=limit, check=False
    )


def unharmed(folder: Path, before: bytes, done: subprocess.CompletedProcess[str], why: str) -> None:
    """One sentence, exit status 2, the old file, and nothing beside it."""
    assert (done.returncode, done.stdout, done.stderr) == (2, "", f"geo: {folder / 'sites.geojson'}: {why}\n")
    assert (folder / "sites.geojson").read_bytes() == before
    assert [path.name for path in folder.iterdir()] == ["sites.geojson"]


@contextmanager
def mounted(folder: Path, options: str) -> Iterator[Path]:
    """A small file system of its own, if this machine lets us."""
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", folder], capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"cannot mount a tmpfs here: {done.stderr.strip()}")
    try:
        yield folder
    finally:
        subprocess.run(["umount", folder], check=True)


def killed(folder: Path, rounds: int, *more: str) -> dict[str, int]:
    """What was found after so many kills."""
    command = [sys.executable, "-m", "tests.killed", str(folder), str(rounds), *more]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    found: dict[str, int] = json.loads(done.stdout)
    return found


def test_a_kill_at_any_moment(tmp_path: Path) -> None:
    """Of 300, none leaves anything but one of the states; what was left beside the file goes with the next write."""
    found = killed(tmp_path, 300)
    assert (found["old or new"], found["something else"]) == (300, 0)
    assert found["states"] >= 5  # it was killed at work, not before it began
    assert found["left over"] >= 1  # in the middle of writing, too
    assert found["most left over"] == 1
    assert found["files in the end"] == 1


def test_a_kill_while_a_file_with_two_names_is_written(tmp_path: Path) -> None:
    """Of 200, each leaves one of the states in the file or in the copy beside it, and both names show it."""
    found = killed(tmp_path, 200, "linked")
    assert (found["old or new"], found["something else"], found["names"]) == (200, 0, 2)
    assert found["copies"] >= 1  # in the middle of writing in place, too
    assert found["files in the end"] == 2


def test_the_kills_would_find_a_careless_writer(tmp_path: Path) -> None:
    """One that empties the file and then fills it leaves half a file."""
    assert killed(tmp_path, 60, "careless")["something else"] >= 1


@pytest.mark.parametrize("words", CHANGES, ids=" ".join)
def test_a_limit_on_the_size_of_files(words: tuple[str, ...], tmp_path: Path) -> None:
    """The disk takes the first 4,096 bytes and no more."""
    before = messy(tmp_path)
    unharmed(tmp_path, before, run(tmp_path, *words, largest=4096), "File too large")
    assert run(tmp_path, *words, largest=2**20).returncode == 0


@pytest.mark.parametrize("words", CHANGES, ids=" ".join)
def test_a_full_disk(words: tuple[str, ...], tmp_path: Path) -> None:
    """A file system that has no room for a second copy."""
    with mounted(tmp_path, f"size={len(messy(tmp_path)) * 4 // 3}") as folder:
        before = messy(folder)
        unharmed(folder, before, run(folder, *words), "No space left on device")


@pytest.mark.parametrize("words", CHANGES, ids=" ".join)
def test_a_read_only_disk(words: tuple[str, ...], tmp_path: Path) -> None:
    """Nothing can be written there, whoever asks."""
    with mounted(tmp_path, "size=200k") as folder:
        before = messy(folder)
        subprocess.run(["mount", "-o", "remount,ro", folder], check=True)
        unharmed(folder, before, run(folder, *words), "Read-only file system")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write into any folder")
@pytest.mark.parametrize("words", CHANGES, ids=" ".join)
def test_a_read_only_folder(words: tuple[str, ...], tmp_path: Path) -> None:
    """The file itself might be written, but not whole or not at all; so it is not."""
    before = messy(tmp_path)
    tmp_path.chmod(0o555)
    try:
        unharmed(tmp_path, before, run(tmp_path, *words), "Permission denied")
    finally:
        tmp_path.chmod(0o755)


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    """The error names the missing folder."""
    done = run(tmp_path, *ADD, "--create", "--sites", "none/sites.geojson")
    assert (done.returncode, done.stderr) == (2, f"geo: none/sites.geojson: No such file or directory{START_HINT}\n")


def test_commands_at_once(tmp_path: Path) -> None:
    """No record is lost: each command has written its own, or has said that it has not."""
    shutil.copy(ROOT / "sites.geojson", tmp_path)
    before = {record.id for record in read(tmp_path / "sites.geojson").sites}
    names = [f"source-{number}-of-16" for number in range(16)]
    ended = dict(zip(names, run_at_once([[*ADD, "--id", name] for name in names], tmp_path), strict=True))
    assert all(status == 0 or "was changed by another program in the meantime" in said for status, said in ended.values()), (
        ended
    )
    written = {name for name, (status, _) in ended.items() if status == 0}
    result = read(tmp_path / "sites.geojson")
    assert result.errors == ()
    assert {record.id for record in result.sites} == before | written
    assert len(written) >= 4

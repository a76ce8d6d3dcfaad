"""Damaged files get an answer or a sentence, whatever is wrong with them; `python -m tests.fuzzed` looks for longer."""

import re
import sys
from pathlib import Path

import pytest

import geo.cli
from geo.record import dates, escape

from . import fuzzed
from .fuzzed import Fuzzer, Outcome, damaged, damaged_json, renamed, run

CASES = [("sites", 150), ("table", 80)]


@pytest.mark.parametrize(("what", "count"), CASES)
def test_damaged_files_get_an_answer_or_a_sentence(what: str, count: int, tmp_path: Path) -> None:
    """No command ends in a traceback, without a word, never, or with text of the file that steers a terminal."""
    fuzzer = Fuzzer(tmp_path, seed=11)
    statuses = set()
    for number in range(count):
        outcome: Outcome = getattr(fuzzer, what)()
        statuses.add(outcome.status)
        assert outcome.fault == "", (number, outcome.words)
    assert {0, 1, 2} <= statuses  # neither is every file refused nor every one read


OUTSIDE = [("layer", 25), ("tile_file", 25)]


@pytest.mark.parametrize(("what", "count"), OUTSIDE)
def test_damaged_layers_and_tiles_get_an_answer_or_a_sentence(what: str, count: int, tmp_path: Path) -> None:
    """What other programs wrote, and somebody changed, ends no command in a traceback and none never."""
    fuzzer = Fuzzer(tmp_path, seed=12)
    for number in range(count):
        outcome: Outcome = getattr(fuzzer, what)()
        assert outcome.fault == "", (number, outcome.words)


def test_the_same_seed_damages_in_the_same_way(tmp_path: Path) -> None:
    """The same seed produces the same damage, so a fault can be reproduced."""
    found = []
    for _ in range(2):
        fuzzer = Fuzzer(tmp_path, seed=5)
        text = fuzzer.good[0]
        found.append([damage(text, fuzzer.chance) for damage in (renamed, damaged_json) for _ in range(20)])
        found[-1].append(damaged(text.encode(), fuzzer.chance))
        for path in fuzzer.tiles:
            path.unlink()
    assert found[0] == found[1]
    assert len(set(found[0])) > 35


def faults(folder: Path) -> set[str]:
    """What the first damaged records show."""
    fuzzer = Fuzzer(folder, seed=11)
    return {fault for _ in range(150) if (fault := fuzzer.sites().fault)}


def test_an_error_without_a_sentence_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault in reading dates shows within as many cases as the suite tries."""

    def broken(_: str) -> None:
        raise KeyError("date")

    monkeypatch.setattr("geo.record.values.parse_dates", broken)
    assert dates.parse_dates("2021-03-15")
    assert any(geo.cli.FAULT in fault for fault in faults(tmp_path))


def test_text_that_steers_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without escapes, the texts of a file reach stdout and stderr."""
    monkeypatch.setattr(escape, "_for_a_line", lambda: re.compile("(?!)"))
    monkeypatch.setattr(escape, "_in_json", lambda: re.compile("(?!)"))
    found = faults(tmp_path)
    assert any(fault.startswith("stdout has") for fault in found)
    assert any(fault.startswith("stderr has") for fault in found)


def test_what_never_ends_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """A command that goes on is stopped, and is a fault."""

    def endless() -> None:
        while True:
            pass

    monkeypatch.setattr(fuzzed, "LONGEST_S", 1)
    monkeypatch.setattr(geo.cli, "_bars", endless)
    assert run(["explain"]).fault == "it took longer than 1 s"


@pytest.mark.parametrize(
    ("outcome", "fault"),
    [
        (Outcome([], 0, b"fine\n", b""), ""),
        (Outcome([], 2, b"", b"geo: no such file\n"), ""),
        (Outcome([], 2, b"", b"\n"), "it failed without a word"),
        (Outcome([], -11, b"", b""), "exit status -11"),
        (Outcome([], 0, b"\xff", b""), "stdout is not UTF-8"),
        (Outcome([], 1, b"", b"Traceback (most recent call last):\n"), "Traceback"),
        (Outcome([], 1, b"", b"", "ValueError: x"), "ValueError: x"),
    ],
)
def test_what_counts_as_a_fault(outcome: Outcome, fault: str) -> None:
    """An answer and a sentence do not; each other ending does, and is named."""
    assert outcome.fault.startswith(fault)
    assert bool(outcome.fault) == bool(fault)


def test_streams_come_back() -> None:
    """A command that was run here leaves stdout and stderr as they were."""
    before = sys.stdout, sys.stderr
    run(["explain", "GEO012"])
    assert (sys.stdout, sys.stderr) == before

import re

import pytest
from click.testing import CliRunner

from geo.cli.explain import explain_command
from geo.earth.bounding_box import parse_box
from geo.record import codes, reading
from geo.record.codes import CODES, Story, example_file, load_stories
from geo.record.memory import Room
from geo.record.problems import Problem, Severity
from tests.conftest import DATA

NOT_IN_A_FILE = {"GEO001"}
"""A file that does not fit into memory is not kept; another test makes one."""


def _problems(example: str, story: Story, encoding: str = "utf-8") -> tuple[Problem, ...]:
    data = example_file(example, whole=story.whole).encode(encoding)
    return reading._read("f", data, parse_box(story.region) if story.region else None, DATA / "bad").problems


def test_each_code_is_raised_by_a_bad_file() -> None:
    """None is explained that cannot happen, and none is without a test of its words."""
    lines = "".join(path.read_text("utf-8") for path in (DATA / "bad").glob("*.txt"))
    assert set(re.findall(r"\[(GEO\d{3})\]$", lines, re.MULTILINE)) == set(CODES) - NOT_IN_A_FILE


def test_codes_are_unique_and_stay() -> None:
    """A number means one thing; the first and the last of them stand for all, and they are in order."""
    assert list(CODES) == sorted(CODES)
    assert len({code.title for code in CODES.values()}) == len(CODES)
    assert (CODES["GEO012"], CODES["GEO056"]) == (codes.TEXT_AFTER, codes.NO_SOURCE)
    with pytest.raises(ValueError, match="GEO012 is taken"):
        codes._register_code(12, "Something else")


def test_each_code_is_explained() -> None:
    """Every code has a story and a cure in whole sentences, and a corrected example that differs from the wrong one."""
    assert list(load_stories()) == list(CODES)
    for story in load_stories().values():
        assert story.story.endswith(".")
        assert story.cure.endswith(".")
        assert story.wrong != story.right or story.encoding != "utf-8"


@pytest.mark.parametrize("name", CODES)
def test_examples_do_what_they_say(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The wrong one gives that problem alone, the right one gives none."""
    story = load_stories()[name]
    if story.code is codes.TOO_LARGE:
        monkeypatch.setattr(reading, "find_room", lambda: Room(len(story.right), 2**30))
    wrong = story.wrong
    if story.code is codes.TOO_DEEP:  # shortened there
        wrong = wrong.replace("[" * 40, "[" * 100_000).replace("]" * 40, "]" * 100_000)
    assert {problem.code for problem in _problems(wrong, story, story.encoding)} == {name}
    assert _problems(story.right, story) == ()


def test_the_severity_is_that_of_the_code() -> None:
    """Fourteen doubts, four about photographs and a member that is not read are warnings; all else is an error."""
    warnings = {code.id for code in CODES.values() if code.severity is Severity.WARNING}
    doubts = (18, 67, 69, 70, 71, 74, 75, 76, *range(50, 57), *range(80, 84))
    assert warnings == {f"GEO{number:03}" for number in doubts}


def test_explain() -> None:
    """One code in full, all by their titles; an unknown code is said to be one."""
    told = CliRunner().invoke(explain_command, ["geo012"])
    assert told.exit_code == 0
    assert told.output.startswith("GEO012 (error): Text after the end\n")
    assert "Corrected:" in told.output
    listed = CliRunner().invoke(explain_command, [])
    assert len(listed.output.splitlines()) == len(CODES)
    unknown = CliRunner().invoke(explain_command, ["GEO999"])
    assert unknown.exit_code == 2
    assert 'there is no code "GEO999"' in unknown.output

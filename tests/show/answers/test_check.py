import os
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from geo.cli.check import check_command
from geo.record.problems import Problem, Severity
from geo.record.reading import read
from geo.show.answers.check import github_annotation, with_context
from tests.conftest import DATA

BAD = sorted((DATA / "bad").glob("*.geojson"))


def _problem(column: int, message: str = "wanted more", file: str = "f", record: str | None = None) -> Problem:
    return Problem(file, 1, column, Severity.ERROR, record, message, "GEO012")


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_the_caret_stands_under_the_column(path: Path) -> None:
    """What stands above the caret is what stands at the column of the file."""
    reading = read(path)
    lines = list(with_context(reading.problems, reading.text))
    shown = {line: lines[number + 1 : number + 3] for number, line in enumerate(lines) if not line.startswith("    ")}
    for problem in reading.problems:
        source = [*reading.text.splitlines(), "", ""][problem.line - 1]
        if source.strip():
            excerpt, caret = shown[str(problem)]
            above = excerpt[caret.index("^") :][:1]
            assert above == source[problem.column - 1 :][:1].replace("\t", " ")  # nothing, where the line ends too early
            assert len(re.sub(r"\\u[0-9a-f]{4}", "?", excerpt)) <= 4 + 102


def test_a_line_with_wide_and_steering_characters() -> None:
    """Tabs become blanks, control characters escapes, and wide characters count twice."""
    (_, excerpt, caret) = with_context([_problem(5)], "\t\x1b漢字x")
    assert excerpt == "     \\u001b漢字x"
    assert caret.index("^") == 4 + 1 + 6 + 4


def test_a_long_line_is_cut_around_the_column() -> None:
    """A long line is cut on both sides, with an ellipsis at each cut."""
    (_, excerpt, caret) = with_context([_problem(501)], "a" * 500 + "b" + "c" * 500)
    assert excerpt == f"    …{'a' * 50}b{'c' * 49}…"
    assert excerpt[caret.index("^")] == "b"


def test_a_problem_past_the_last_line() -> None:
    """An empty file has no line to show."""
    assert list(with_context([_problem(1)], "")) == ["f:1:1: error: wanted more [GEO012]"]


def test_github_annotations() -> None:
    """Escaped as GitHub's toolkit does; no text of the file can begin a command of its own."""
    hostile = _problem(7, "100%: a, b\n::error::x", "a,b:c.geojson", "é")
    assert github_annotation(hostile) == (
        "::error file=a%2Cb%3Ac.geojson,line=1,col=7,title=GEO012%3A Text after the end::é: 100%25: a, b%0A::error::x"
    )
    path = DATA / "bad" / "one-bad-among-good.geojson"
    done = CliRunner().invoke(check_command, [os.path.relpath(path), "--format", "github"])
    assert done.exit_code == 1
    assert all(line.startswith("::error file=") for line in done.output.splitlines())
    assert len(done.output.splitlines()) == 2

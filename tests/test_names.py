"""Names: each class has one of its own, and no function is called as a class or a constant beside it."""

import ast
from collections import defaultdict

from .conftest import ROOT


def _classes(sources: dict[str, str]) -> dict[str, list[str]]:
    """The files in which a class of each name is defined, at any depth."""
    found = defaultdict(list)
    for path, text in sources.items():
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.ClassDef):
                found[node.name].append(path)
    return found


def _twice(sources: dict[str, str]) -> dict[str, list[str]]:
    return {name: places for name, places in _classes(sources).items() if len(places) > 1}


def _bound(statement: ast.stmt) -> list[str]:
    """The names that a statement of a module gives to a function, a class or a value."""
    if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return [statement.name]
    targets = statement.targets if isinstance(statement, ast.Assign) else [getattr(statement, "target", None)]
    return [target.id for target in targets if isinstance(target, ast.Name)]


def _alike(text: str) -> list[set[str]]:
    """The names of a module, a function's among them, that capitals and underscores alone tell apart.

    Two functions may: `read` and the `_read` that does its work.
    """
    functions, names = set(), defaultdict(set)
    for statement in ast.parse(text).body:
        for name in _bound(statement):
            names[name.casefold().replace("_", "")].add(name)
            if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef):
                functions.add(name)
    return [alike for alike in names.values() if len(alike) > 1 and alike & functions and alike - functions]


def test_no_function_is_called_as_a_class_or_a_constant_beside_it() -> None:
    """In no module of the package do capitals and underscores alone tell a function from a class or a constant."""
    found = {str(path.relative_to(ROOT)): _alike(path.read_text("utf-8")) for path in sorted((ROOT / "geo").rglob("*.py"))}
    assert len(found) > 200
    assert {path: alike for path, alike in found.items() if alike} == {}


def test_a_function_that_is_called_as_a_class_is_noticed() -> None:
    """It is noticed with a class, a constant and an annotated constant, and with an underscore, but not with another function."""
    assert _alike("class Reach: ...\ndef reach(): ...") == [{"Reach", "reach"}]
    assert _alike("class ClaimedInterval: ...\nasync def _claimed_interval(): ...") == [
        {"ClaimedInterval", "_claimed_interval"}
    ]
    assert _alike("_KML = 1\ndef _kml(): ...") == [{"_KML", "_kml"}]
    assert _alike("AREAS: str = ''\ndef _areas(): ...") == [{"AREAS", "_areas"}]
    assert _alike("def read(): ...\ndef _read(): ...") == []
    assert _alike("class Reach: ...\ndef compute_reach(): ...\nREACH = 1") == []


def test_no_two_classes_of_the_package_have_one_name() -> None:
    """Every class of the package has a name that no other class of the package has, private ones included."""
    sources = {str(path.relative_to(ROOT)): path.read_text("utf-8") for path in sorted((ROOT / "geo").rglob("*.py"))}
    assert len(_classes(sources)) > 100
    assert _twice(sources) == {}


def test_a_class_name_that_is_used_twice_is_noticed() -> None:
    """A second class of a name is found in another file, inside a function and in the same file."""
    assert _twice({"a.py": "class Row: ...", "b.py": "def f():\n    class Row: ...\n"}) == {"Row": ["a.py", "b.py"]}
    assert _twice({"a.py": "class Row: ...\nclass Row: ..."}) == {"Row": ["a.py", "a.py"]}
    assert _twice({"a.py": "class Row: ...", "b.py": "class Column: ..."}) == {}

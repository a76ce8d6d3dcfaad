"""Names: each class has one of its own."""

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

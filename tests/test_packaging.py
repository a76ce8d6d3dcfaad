import ast
import re
import subprocess
import sys
import tomllib
import zipfile
from importlib.metadata import packages_distributions
from pathlib import Path

from .conftest import ROOT

OTHERS_OWN = {"branca", "markupsafe", "pandas"}
"""Packages that Folium, Jinja and GeoPandas are made of: what they take and give."""


def test_the_wheel_is_whole(tmp_path: Path) -> None:
    """What `pip install .` installs: every module, the page's scripts and styles, the types, the licence."""
    build = [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--no-build-isolation", "-w", str(tmp_path), str(ROOT)]
    subprocess.run(build, check=True)
    (wheel,) = tmp_path.glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    files = {str(path.relative_to(ROOT)) for path in (ROOT / "geo").rglob("*") if path.is_file() and path.suffix != ".pyc"}
    assert files <= names
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert not any(name.startswith("tests") for name in names)


def _imported(text: str) -> set[str]:
    """The packages that a module imports, at any depth; not those that are imported for types alone."""
    found: set[str] = set()
    waiting: list[ast.AST] = [ast.parse(text)]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
            waiting.extend(node.orelse)
        elif isinstance(node, ast.Import):
            found.update(name.name.partition(".")[0] for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.partition(".")[0])
        else:
            waiting.extend(ast.iter_child_nodes(node))
    return found


def test_what_is_imported_is_installed() -> None:
    """Each package that a module of the program imports is a dependency of its own or of an extra, and none comes by chance with another."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    stated = [*project["dependencies"], *(one for extra in project["optional-dependencies"].values() for one in extra)]
    names = {re.split(r"[^\w.-]", one)[0].lower().replace("_", "-") for one in stated}
    given_by = packages_distributions()
    missing = {
        package
        for path in (ROOT / "geo").rglob("*.py")
        for package in _imported(path.read_text("utf-8")) - sys.stdlib_module_names - {"geo"}
        if not {one.lower().replace("_", "-") for one in given_by.get(package, [])} & names
    }
    assert missing == OTHERS_OWN


def test_an_import_within_a_function_is_noticed() -> None:
    """Wherever it stands, but not where it serves types alone."""
    text = "import a.b\nif TYPE_CHECKING:\n    import c\nelse:\n    import d\ndef f():\n    from e.g import h\nfrom . import i"
    assert _imported(text) == {"a", "d", "e"}

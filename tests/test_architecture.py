import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from .conftest import ROOT


@pytest.mark.parametrize(
    ("module", "text", "broken"),
    [
        ("geo/record/utils.py", "", "The record: from bytes to records BROKEN"),
        ("geo/earth/position.py", "import geo.record.kinds\n", "Data flows one way BROKEN"),
        ("geo/show/report/text.py", "import folium\n", "Only the web map and its page know Folium BROKEN"),
        ("geo/show/map/context.py", "def f():\n    import pyogrio\n", "GDAL has one door: it reads in a process of its own"),
        ("geo/show/report/html.py", "import folium\n", "Only the web map and its page know Folium BROKEN"),
    ],
)
def test_the_import_contract_can_fail(module: str, text: str, broken: str, tmp_path: Path) -> None:
    """A module that nobody declared, an import against the flow, and Folium or GDAL where they do not belong are noticed."""
    shutil.copytree(ROOT / "geo", tmp_path / "geo")
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    with (tmp_path / module).open("a") as file:
        file.write(text)
    lint = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
    done = subprocess.run(lint, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert broken in done.stdout


def _without_a_module(tests: Path, package: Path) -> list[str]:
    """The test files of a folder in whose place the package has no module, folder or script of that name."""
    found = []
    for path in sorted(tests.glob("*/**/test_*.py")):
        place = package / path.relative_to(tests).with_name(path.stem.removeprefix("test_"))
        if not (place.is_dir() or place.with_suffix(".py").is_file() or place.with_suffix(".js").is_file()):
            found.append(str(path.relative_to(tests)))
    return found


def test_test_files_stand_where_their_modules_do() -> None:
    """`tests/a/test_b.py` tests `geo/a/b`, a module, a folder or a script; tests of the whole stand in `tests/` itself."""
    assert len(list((ROOT / "tests").glob("*/**/test_*.py"))) > 80
    assert _without_a_module(ROOT / "tests", ROOT / "geo") == []


def test_a_test_file_of_a_module_that_is_gone_is_noticed(tmp_path: Path) -> None:
    """A module that was renamed, moved to another folder or deleted leaves a test file that is named."""
    for name in ("geo/earth/area/shapes.py", "geo/show/web/view.js"):
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).touch()
    for name in ("test_whole", "earth/test_area", "earth/area/test_shapes", "show/web/test_view"):
        (tmp_path / "tests" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "tests" / f"{name}.py").touch()
    assert _without_a_module(tmp_path / "tests", tmp_path / "geo") == []
    for name in ("earth/area/test_region", "earth/test_shapes", "judge/test_area"):
        (tmp_path / "tests" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "tests" / f"{name}.py").touch()
    gone = ["earth/area/test_region.py", "earth/test_shapes.py", "judge/test_area.py"]
    assert _without_a_module(tmp_path / "tests", tmp_path / "geo") == gone


def _without_reason(text: str) -> list[str | None]:
    """The rules that a module switches off for a line without saying why behind it."""
    return [found[1] for found in re.finditer(r"# noqa(?::[ \t]*([A-Z0-9, ]*?))?[ \t]*$", text, re.MULTILINE)]


def test_each_rule_that_is_switched_off_has_its_reason_beside_it() -> None:
    """Behind each `noqa` of the package stands why."""
    sources = {str(path.relative_to(ROOT)): path.read_text("utf-8") for path in (ROOT / "geo").rglob("*.py")}
    assert {path: rules for path, text in sources.items() if (rules := _without_reason(text))} == {}


def test_a_rule_that_is_switched_off_without_a_reason_is_noticed() -> None:
    """A bare `noqa` is noticed, with one rule, with several and with none; one with a reason is not."""
    text = "a  # noqa: S101\nb  # noqa: S101, D205  \nc  # noqa\nd  # noqa: S101  # as asked before\n"
    assert _without_reason(text) == ["S101", "S101, D205", None]

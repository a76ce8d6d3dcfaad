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

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

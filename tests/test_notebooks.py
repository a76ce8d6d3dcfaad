import shutil
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

import geo

from .conftest import ROOT

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
SHOWN = {
    "shusha": [
        "1275.59",
        "484.8",
        "slips tried, 0 would",
        "757.7",
        "485.6 m together",
        "50,97",
        "546.5 m outside",
        "875.6",
    ],
    "your-own-case": [
        "there is no day 2021-02-30 in the calendar",
        'no record has the id "site-3"',
        "compatible",
        "decided as",
    ],
}
"""What each notebook must come to; the numbers of the record are checked where they are computed."""


@pytest.mark.filterwarnings("ignore")  # the kernel's own
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_the_notebook_runs(path: Path, tmp_path: Path) -> None:
    """From the first cell to the last, and the map is shown inline; a copy of it, so that no file is left here."""
    shutil.copytree(path.parent, tmp_path / "notebooks")
    shutil.copy(ROOT / "sites.geojson", tmp_path)
    notebook = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
    where = {"metadata": {"path": tmp_path / "notebooks"}}
    NotebookClient(notebook, timeout=120, kernel_name="python3", resources=where).execute()
    shown = [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]
    assert any("iframe" in output.get("data", {}).get("text/html", "") for output in shown)
    told = " ".join(str(output.get("text", output.get("data", {}))) for output in shown)
    assert [words for words in SHOWN[path.stem] if words not in told] == []


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_the_notebook_is_plain(path: Path) -> None:
    """Public names alone, no function of its own, no output that changes by itself."""
    code = [
        cell
        for cell in nbformat.read(path, as_version=4).cells  # type: ignore[no-untyped-call]
        if cell.cell_type == "code"
    ]
    text = "\n".join(cell.source for cell in code)
    assert "def " not in text
    assert {line for line in text.splitlines() if "import " in line} <= {"import geo", "import geopandas as gpd"}
    used = {word.split("geo.")[1] for word in text.replace("(", " ").split() if word.startswith("geo.")}
    assert used <= set(geo.__all__) | {"SitesError as"}
    assert not any(cell.outputs or cell.execution_count for cell in code)

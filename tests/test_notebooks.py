from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

import geo

from .conftest import ROOT

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))


@pytest.mark.filterwarnings("ignore")  # the kernel's own
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_the_notebook_runs(path: Path) -> None:
    """From the first cell to the last, and the map is shown inline."""
    notebook = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
    NotebookClient(notebook, timeout=120, kernel_name="python3", resources={"metadata": {"path": path.parent}}).execute()
    shown = [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]
    assert any("iframe" in output.get("data", {}).get("text/html", "") for output in shown)
    assert any("1275.59" in str(output) for output in shown)


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
    assert {line for line in text.splitlines() if "import" in line} == {"import geo", "import geopandas as gpd"}
    used = {word.split("geo.")[1] for word in text.replace("(", " ").split() if word.startswith("geo.")}
    assert used <= set(geo.__all__)
    assert not any(cell.outputs or cell.execution_count for cell in code)

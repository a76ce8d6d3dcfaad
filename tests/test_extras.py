"""What is large and seldom needed is no part of an installation, and its absence is a sentence."""

import subprocess
import sys
import tomllib
from pathlib import Path

import geopandas as gpd
import pytest
from shapely import Point

from tests.conftest import ROOT

EXTRAS = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]


BARE = "import sys; sys.modules.update(dict.fromkeys(('typst', 'pyarrow', 'pyarrow.parquet'))); import geo.cli; geo.cli.main()"


def bare(*words: str | Path) -> tuple[int, str]:
    """Exit status and messages of a command as after an installation without extras."""
    done = subprocess.run([sys.executable, "-c", BARE, *words], cwd=ROOT, capture_output=True, text=True, check=False)
    return done.returncode, done.stderr


def test_a_pdf_without_typst_says_what_to_install(tmp_path: Path) -> None:
    """Nothing is written, and the sentence names the package and the forms that need none."""
    code, said = bare("report", "sites.geojson", "-o", tmp_path / "r.pdf")
    assert code == 2
    assert 'pip install typst, or "debris-sites[pdf]"; .html and .md hold the same report' in said
    assert not list(tmp_path.iterdir())


def test_geoparquet_without_pyarrow_says_what_to_install(tmp_path: Path) -> None:
    """Writing and reading name the file and the package."""
    code, said = bare("export", "sites.geojson", "-o", tmp_path / "r.parquet")
    assert code == 2
    assert 'r.parquet: Parquet needs pyarrow: pip install pyarrow, or "debris-sites[parquet]"' in said
    assert not list(tmp_path.iterdir())
    layer = tmp_path / "layer.parquet"
    gpd.GeoDataFrame(geometry=[Point(46.74, 39.76)], crs=4326).to_parquet(layer)
    code, said = bare("exposure", layer, "sites.geojson")
    assert code == 2
    assert "layer.parquet: Parquet needs pyarrow" in said


@pytest.mark.parametrize("ending", ["gpkg", "kml", "kmz", "shp.zip", "fgb", "csv", "geojson", "gpx"])
def test_other_exports_need_neither(ending: str, tmp_path: Path) -> None:
    """They are written, and `geo exposure` reads back those that hold points for any program."""
    assert bare("export", "sites.geojson", "-o", tmp_path / f"r.{ending}") == (0, "")
    if ending in {"gpkg", "fgb", "geojson"}:
        assert bare("exposure", tmp_path / f"r.{ending}", "sites.geojson")[0] == 0


@pytest.mark.parametrize("ending", ["html", "md"])
def test_other_reports_need_neither(ending: str, tmp_path: Path) -> None:
    """A report in another form is written with its map."""
    assert bare("report", "sites.geojson", "-o", tmp_path / f"r.{ending}")[0] == 0
    assert (tmp_path / f"r.{ending}").stat().st_size > 10_000


def test_the_extras_are_those_that_messages_name() -> None:
    """`debris-sites[pdf]` and `debris-sites[parquet]` exist, and neither package comes along otherwise."""
    assert [one.split(">")[0] for one in (*EXTRAS["pdf"], *EXTRAS["parquet"])] == ["typst", "pyarrow"]
    pinned = (ROOT / "requirements.txt").read_text("utf-8")
    assert "nanoarrow==" in pinned
    assert not any(f"\n{name}==" in pinned for name in ("typst", "pyarrow"))

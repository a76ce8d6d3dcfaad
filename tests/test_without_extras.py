"""An installation without extras: all but PDF and Parquet works, byte for byte, and those two say what to install."""

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import geo
from geo.show.exports.writing import FORMS, write_export
from tests.conftest import DATA, ROOT

PLAIN = [form for form in FORMS if form != "parquet"]
NEEDED = 'Parquet needs pyarrow: pip install pyarrow, or "debris-sites[parquet]"'
BLOCKED = """
import sys
sys.modules["pyarrow"] = sys.modules["typst"] = None  # as if they were not installed
from geo.cli import main
for words in {calls!r}:
    try:
        main(words)
    except SystemExit as end:
        print("status", end.code or 0)
"""


def call(folder: Path, *calls: list[str]) -> tuple[list[int], str]:
    """The exit status of each of some commands in a program without extras, and what they say."""
    words = [sys.executable, "-c", BLOCKED.format(calls=calls)]
    done = subprocess.run(words, capture_output=True, text=True, cwd=folder, check=True, timeout=300)
    return [int(line.split()[1]) for line in done.stdout.splitlines() if line.startswith("status ")], done.stdout + done.stderr


@pytest.fixture(scope="module")
def layers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a record in every format, written with extras."""
    folder = tmp_path_factory.mktemp("layers")
    assessment = geo.assess(geo.read_sites(DATA / "fifty-sites.geojson"))
    for form, (ending, *_) in FORMS.items():
        write_export(assessment, folder / f"x{ending}", form)
    return folder


def test_exports_are_the_same(layers: Path, tmp_path: Path) -> None:
    """Every format but Parquet has the bytes that it has with extras."""
    names = [f"x{FORMS[form][0]}" for form in PLAIN]
    status, said = call(tmp_path, *(["export", str(DATA / "fifty-sites.geojson"), "-o", name] for name in names))
    assert status == [0] * len(names), said
    for name in names:
        assert (tmp_path / name).read_bytes() == (layers / name).read_bytes(), name


def test_files_are_read_the_same(layers: Path, tmp_path: Path) -> None:
    """Tables, points and layers of GDAL's formats; what is written of them is the same, too."""
    source, outputs = str(DATA / "fifty-sites.geojson"), ("n.csv", "n.gpkg", "n.geojson", "i.geojson", "e.csv", "e.gpkg")
    near = ["near", source, str(layers / "x.gpkg"), "--layer-b", "records", "--within", "9000", "-o"]
    calls = [[*near, name] for name in outputs[:3]]
    calls.append(["import", str(layers / "x.kml"), "-o", outputs[3]])
    gpkg = ["exposure", source, str(layers / "x.gpkg"), "--layer", "records", "--by", "kind", "-o"]
    calls += [[*gpkg, name] for name in outputs[4:]]
    status, said = call(tmp_path, *calls)
    assert status == [0] * len(calls), said
    with_it = tmp_path / "with"
    with_it.mkdir()
    code = BLOCKED.format(calls=calls).replace('sys.modules["pyarrow"] = sys.modules["typst"] = None', "")
    subprocess.run([sys.executable, "-c", code], cwd=with_it, check=True, timeout=300, capture_output=True)
    for name in outputs:
        here, there = (tmp_path / name).read_bytes(), (with_it / name).read_bytes()
        assert len(here) > 500
        assert len(here) == len(there) if name.endswith(".gpkg") else here == there, name  # which holds when it was made


def test_parquet_says_what_to_install(layers: Path, tmp_path: Path) -> None:
    """In each command that reads or writes it; nothing is left behind."""
    source, parquet = str(ROOT / "sites.geojson"), str(layers / "x.parquet")
    calls = [
        ["export", source, "-o", "x.parquet"],
        ["import", parquet, "-o", "i.geojson"],
        ["import", parquet, "--propose"],
        ["near", source, parquet, "--within", "100"],
        ["near", source, source, "--within", "100", "-o", "n.parquet"],
        ["exposure", source, parquet],
        ["exposure", source, str(layers / "x.geojson"), "-o", "e.parquet"],
        ["map", source, "--context", parquet, "-o", "m.html"],
    ]
    status, said = call(tmp_path, *calls)
    assert status == [2] * len(calls), said
    assert said.count(NEEDED) == len(calls), said
    assert list(tmp_path.iterdir()) == []


def test_a_pdf_says_what_to_install(tmp_path: Path) -> None:
    """The sentence names the forms that need nothing, which are written with their map; no PDF is left behind."""
    source = str(ROOT / "sites.geojson")
    status, said = call(tmp_path, *(["report", source, "-o", f"r.{ending}"] for ending in ("pdf", "html", "md")))
    assert status == [2, 0, 0]
    assert said.count('a PDF needs Typst: pip install typst, or "debris-sites[pdf]"; .html and .md hold the same report') == 1
    assert {one.name for one in tmp_path.iterdir()} == {"r.html", "r.md"}
    assert "data:image/svg+xml" in (tmp_path / "r.html").read_text("utf-8")


def test_the_extras_are_those_that_messages_name() -> None:
    """`debris-sites[pdf]` and `debris-sites[parquet]` exist, and neither package comes along otherwise."""
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]
    assert [one.split(">")[0] for one in (*extras["pdf"], *extras["parquet"])] == ["typst", "pyarrow"]
    pinned = (ROOT / "requirements.txt").read_text("utf-8")
    assert "\nnanoarrow==" in pinned
    assert not any(f"\n{name}==" in pinned for name in ("typst", "pyarrow"))

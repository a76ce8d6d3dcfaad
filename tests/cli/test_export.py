import json
import subprocess
import sys
from pathlib import Path

import pytest

from geo.show.exports.tables import LAYERS
from geo.show.exports.writing import FORMS
from tests.conftest import DATA, ROOT, Run


def test_export(folder: Path, run: Run) -> None:
    """Writes the file and says where it is, in words or as JSON."""
    where = (folder / "s.kml").resolve()
    assert run("export", "-o", "s.kml") == (0, f"The export is in {where}\n", "")
    assert where.stat().st_size > 10_000
    status, out, _ = run("export", "-o", "claims.txt", "--as", "csv", "--layer", "claims", "--format", "json")
    assert (status, json.loads(out)["export"]) == (0, str((folder / "claims.txt").resolve()))
    assert b"contradicted" in (folder / "claims.txt").read_bytes()


def test_export_to_stdout(folder: Path, run: Run) -> None:
    """The bytes on stdout are those of the file."""
    run("export", "-o", "s.csv")
    assert run("export", "-o", "-", "--as", "csv") == (
        0,
        (folder / "s.csv").read_bytes().decode(),
        "The file has the layer records alone; --layer writes the others: claims (24), sources (18).\n",
    )
    assert not (folder / "-").exists()


@pytest.mark.parametrize(
    ("words", "status", "message"),
    [
        (["export", "-o", "-"], 2, "--as sets the format"),
        (["export", "-o", "-", "--as", "csv", "--format", "json"], 2, "no room for JSON"),
        (["export"], 2, "Missing option '-o'"),
        (["export", "-o", "s.doc"], 2, "the extension sets the format"),
        (["export", "-o", "sites.geojson"], 2, "is an input file"),
        (["export", "-o", "no/s.kml"], 2, "No such file or directory"),
        (["export", str(DATA / "bad" / "nan.geojson"), "-o", "s.kml"], 1, "NaN is not a number"),
        (["publish", "--precision", "1", "-o", "p.geojson"], 2, "wanted a precision such as"),
        (["publish", "--precision", "1km", "-o", "sites.geojson"], 2, "is an input file"),
        (["publish", "--precision", "0.01deg", "-o", "p.geojson"], 1, "nothing was written"),
        (["import", "r.csv"], 2, "give --mapping and -o, or --propose alone"),
        (["import", "r.csv", "--propose", "-o", "n.geojson"], 2, "give --mapping and -o, or --propose alone"),
        (["import", "r.csv", "--propose"], 2, "r.csv: No such file or directory"),
        (["import", "sites.geojson", "--mapping", "m.toml", "-o", "n.geojson"], 2, "m.toml: No such file or directory"),
        (["coverage", "none.geojson"], 2, "none.geojson: No such file or directory"),
    ],
)
def test_what_stops_us_is_said(folder: Path, run: Run, words: list[str], status: int, message: str) -> None:
    """In a sentence, and nothing is written."""
    before = sorted(folder.iterdir())
    found, out, err = run(*words)
    assert (found, out) == (status, "")
    assert message in err
    assert sorted(folder.iterdir()) == before
    assert (folder / "sites.geojson").read_bytes() == (ROOT / "sites.geojson").read_bytes()


def test_the_choices_are_those_of_the_forms() -> None:
    """The command names them itself, so that help needs nothing else."""
    from geo.cli import export

    assert tuple(FORMS) == export._FORMS
    assert export._LAYERS == LAYERS


@pytest.mark.parametrize(
    ("ending", "said"),
    [
        (".gpx", "No waypoints: 7 zones, 1 source. Other programs do not show them; geo import reads them back."),
        (".dwc.csv", "Left out, since Darwin Core has finds and places alone: 7 zones, 1 source."),
        (".csv", "The file has the layer records alone; --layer writes the others: areas (1), sources (1)."),
        (
            ".jsonld",
            "Left out, since ClaimReview has findings alone, and geo import does not read them back: 9 records, 1 source.",
        ),
        (".geojson", ""),
        (".kml", ""),
    ],
)
def test_what_a_format_leaves_out_is_said(folder: Path, run: Run, ending: str, said: str) -> None:
    """What is in another layer, what other programs do not show, and what a format has no place for."""
    zones = str(DATA / "good" / "zones.geojson")
    where = (folder / f"z{ending}").resolve()
    assert run("export", zones, "-o", f"z{ending}") == (
        0,
        "".join(f"{line}\n" for line in (said, f"The export is in {where}") if line),
        "",
    )
    assert json.loads(run("export", zones, "-o", f"z{ending}", "--format", "json")[1])["left_out"] == ([said] if said else [])


@pytest.mark.parametrize("form", ["csv", "kml", "gpkg"])
def test_a_reader_that_goes_away_is_no_bug(form: str, tmp_path: Path) -> None:
    """`geo export -o - | head` of more than a pipe holds ends without a word of a bug, in text, XML or bytes."""
    at = {"type": "Point", "coordinates": [46.75, 39.76]}
    places = [
        {"type": "Feature", "id": f"p{number}", "geometry": at, "properties": {"kind": "place", "note": "note " * 40}}
        for number in range(1_000)
    ]
    path = tmp_path / "places.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": places}), "utf-8")
    words = [sys.executable, "-m", "geo", "export", str(path), "-o", "-", "--as", form]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stderr
        assert process.stdout.read(10)
        process.stdout.close()
        said = process.stderr.read()
    assert (process.returncode, b"bug in geo" in said) == (2, False)

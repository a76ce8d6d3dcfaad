import json
import shutil
from pathlib import Path

import pytest

import geo
import geo.cli
from geo.show.exports.tables import LAYERS
from geo.show.exports.writing import FORMS

from .conftest import DATA, ROOT, Run


def test_export(folder: Path, run: Run) -> None:
    """Writes the file and says where it is, in words or as JSON."""
    where = (folder / "s.kml").resolve()
    assert run("export", "-o", "s.kml") == (0, f"The export is in {where}\n", "")
    assert where.stat().st_size > 10_000
    status, out, _ = run("export", "-o", "claims.txt", "--as", "csv", "--layer", "claims", "--format", "json")
    assert (status, json.loads(out)["export"]) == (0, str((folder / "claims.txt").resolve()))
    assert b"contradicted" in (folder / "claims.txt").read_bytes()


def test_export_to_stdout(folder: Path, run: Run) -> None:
    """The same bytes as in a file, and nothing else."""
    run("export", "-o", "s.csv")
    assert run("export", "-o", "-", "--as", "csv") == (0, (folder / "s.csv").read_bytes().decode(), "")
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


def test_publish(folder: Path, run: Run) -> None:
    """What still reveals more is named, and keeps the copy from being written unless that is allowed."""
    file = folder / "sites.geojson"
    file.write_text(file.read_text("utf-8").replace("Point 39.7583 N", "Point 39.760583 N"), "utf-8")
    reveals = "wikipedia-shusha: note still reveals where fragment-site-1 is: 39.760583\n"
    status, out, err = run("publish", "--precision", "0.01deg", "-o", "p.geojson")
    assert (status, out, err.startswith(reveals), (folder / "p.geojson").exists()) == (1, "", True, False)
    done = "p.geojson: 7 positions coarsened, 0 left as coarse as they were\n"
    status, out, err = run("publish", "--precision", "0.01deg", "-o", "p.geojson", "--allow-leaks")
    assert (status, out.startswith(reveals), done in out, err) == (0, True, True, "")
    assert len(geo.read_sites(folder / "p.geojson")) == len(geo.read_sites(ROOT / "sites.geojson"))
    status, out, _ = run("publish", "--precision", "0.01deg", "-o", "q.geojson", "--format", "json")
    value = json.loads(out)
    assert (status, value["output"], len(value["coarsened"]), value["left"]) == (1, None, 7, [])
    assert value["leaks"] == [
        {"id": "wikipedia-shusha", "property": "note", "text": "39.760583", "tells": tells}
        for tells in ("fragment-site-1", "strike-1")
    ]
    assert {tuple(one["by"]) for one in value["revealed"]} == {("claim-separation", "claim-direction")}


@pytest.mark.parametrize("step", ["1deg", "0.1deg", "0.01deg", "1km"])
@pytest.mark.parametrize("cure", ["--drop-claims", "--coarsen-claims"])
def test_the_repositorys_file_can_be_published(folder: Path, run: Run, step: str, cure: str) -> None:
    """What its notes say of towns that everyone can look up, and of weapons, keeps no copy from being written."""
    status, _, err = run("publish", "--precision", step, "-o", "p.geojson", cure)
    assert (status, err, (folder / "p.geojson").exists()) == (0, "", True)


@pytest.mark.parametrize("name", ["pubclaims.geojson", "puboffset.geojson"])
def test_claims_and_offsets_that_reveal_a_place(folder: Path, run: Run, name: str) -> None:
    """They are named with the command line of each cure, nothing is written, and each cure gives a copy."""
    shutil.copy(DATA / name, folder)
    words = ("publish", name, "--precision", "0.01deg", "-o", "p.geojson")
    status, out, err = run(*words)
    assert (status, out, (folder / "p.geojson").exists()) == (1, "", False)
    assert "\nsecret: " in f"\n{err}"
    for cure in ("--drop-claims", "--coarsen-claims", "--allow-leaks"):
        assert f"geo publish {name} --precision 0.01deg -o p.geojson {cure}\n" in err
        status, out, _ = run(*words, cure)
        assert (status, "secret" in out or "c1" in out) == (0, True)
        assert run("check", "--short", "p.geojson")[0] == 0
        (folder / "p.geojson").unlink()
    assert run(*words, "--drop-claims", "--coarsen-claims")[0] == 2


@pytest.mark.usefixtures("folder")
def test_a_published_copy_is_laid_out(run: Run) -> None:
    """As `geo fmt` does it."""
    run("publish", "--precision", "1km", "-o", "p.geojson", "--allow-leaks")
    assert run("fmt", "--check", "p.geojson") == (0, "p.geojson: is already formatted\n", "")


TABLE = "Ref,at,when\n1,39.76 N 46.75 E,2021\n2,39.76 N,\n"
MAPPING = 'kind = "fragment_site"\nid = "r-{Ref}"\n[columns]\npublished_coordinates = "at"\nfound_on = "when"\n'


def test_import(folder: Path, run: Run) -> None:
    """The good rows are written and the bad ones said; then the file is there and is only added to."""
    (folder / "r.csv").write_text(TABLE)
    (folder / "m.toml").write_text(MAPPING)
    words = ("import", "r.csv", "--mapping", "m.toml", "-o", "n.geojson")
    status, out, err = run(*words)
    assert (status, out) == (1, "n.geojson: 1 of 2 rows written, 1 left out\n")
    assert err.startswith('r.csv:3:1: error: column "at": published_coordinates "39.76 N": at character')
    assert run("check", "--short", "n.geojson")[0] == 0
    assert run("fmt", "--check", "n.geojson")[0] == 0
    status, _, err = run(*words)
    assert (status, "n.geojson already exists; --append adds to it" in err) == (2, True)
    (folder / "r.csv").write_text("Ref,at,when\n3,39.96 N 46.95 E,2021\n")
    status, out, _ = run(*words, "--append", "--format", "json")
    value = json.loads(out)
    assert (status, value["rows"], value["written"]) == (0, 1, 1)
    assert [one.id for one in geo.read_sites(folder / "n.geojson")] == ["r-1", "r-3"]


def test_rows_without_a_position_are_counted(folder: Path, run: Run) -> None:
    """In words and as JSON: those of kinds that have one, whose mapping names none or whose cells are empty."""
    (folder / "r.csv").write_text("k,at\nfragment_site,39.76 N 46.75 E\nfragment_site,\nplace,\nwithin_claim,\n")
    (folder / "m.toml").write_text('kind_column = "k"\nid = "r-{row}"\n[columns]\npublished_coordinates = "at"\n')
    words = ("import", "r.csv", "--mapping", "m.toml", "-o")
    status, out, _ = run(*words, "n.geojson")
    said = "2 of 3 rows have no position (the mapping's [place] or published_coordinates gives it)\n"
    assert (status, out) == (1, f"n.geojson: 3 of 4 rows written, 1 left out\n{said}")
    assert json.loads(run(*words, "o.geojson", "--format", "json")[1])["without_position"] == 2
    (folder / "r.csv").write_text("k,at\nplace,39.76 N 46.75 E\n")
    assert run(*words, "p.geojson")[1] == "p.geojson: 1 of 1 rows written\n"


def test_appending_to_a_file_with_errors(folder: Path, run: Run) -> None:
    """Says what is wrong with it if it is not JSON, and leaves it alone."""
    (folder / "r.csv").write_text(TABLE)
    (folder / "m.toml").write_text(MAPPING)
    (folder / "n.geojson").write_text("[")
    status, out, err = run("import", "r.csv", "--mapping", "m.toml", "-o", "n.geojson", "--append")
    assert (status, out, (folder / "n.geojson").read_text()) == (1, "n.geojson: 0 of 2 rows written, 2 left out\n", "[")
    assert err.startswith("n.geojson:1:")
    out = run("import", "r.csv", "--mapping", "m.toml", "-o", "n.geojson", "--append", "--format", "json")[1]
    assert json.loads(out)["problems"][0]["file"] == "n.geojson"


def test_columns_that_a_mapping_misses(folder: Path, run: Run) -> None:
    """Are named, and nothing is written."""
    (folder / "r.csv").write_text("Ref\n1\n")
    (folder / "m.toml").write_text(MAPPING)
    status, _, err = run("import", "r.csv", "--mapping", "m.toml", "-o", "n.geojson")
    assert status == 2
    assert 'm.toml: columns.published_coordinates: the table has no column "at"; it has Ref' in err
    assert 'm.toml: columns.found_on: the table has no column "when"' in err


def test_a_proposal(folder: Path, run: Run) -> None:
    """Names the columns with what stands in them, and no terminal is steered by it."""
    (folder / "r.csv").write_text("id,lat,lon,name\n1,39.7,46.7,\x1b[31mred\n")
    status, out, err = run("import", "r.csv", "--propose")
    assert (status, err) == (0, "")
    for line in ('#   "name"  "\\u001b[31mred"', 'kind = "fragment_site"', 'id = "{id}"', 'latitude = "lat"', 'name = "name"'):
        assert line in out
    (folder / "m.toml").write_text(out)
    assert run("import", "r.csv", "--mapping", "m.toml", "-o", "n.geojson")[0] == 0


@pytest.mark.usefixtures("folder")
def test_coverage(run: Run) -> None:
    """Lacking something is no fault."""
    status, out, err = run("coverage")
    assert (status, err, "  depth: 0 of 2\n" in out) == (0, "", True)
    assert len(json.loads(run("coverage", "--format", "json")[1])["records"]) == 5

import json
from pathlib import Path

import pytest

import geo
import geo.cli
from geo.record.import_table.links import MOST_LINKS
from tests.conftest import Run

TABLE = "Ref,at,when\n1,39.76 N 46.75 E,2021\n2,39.76 N,\n"
MAPPING = 'kind = "fragment_site"\nid = "r-{Ref}"\n[columns]\npublished_coordinates = "at"\nfound_on = "when"\n'


def test_import(folder: Path, run: Run) -> None:
    """The good rows are written and the bad ones said; then the file is there and is only added to."""
    (folder / "r.csv").write_text(TABLE)
    (folder / "m.toml").write_text(MAPPING)
    words = ("import", "r.csv", "--mapping", "m.toml", "-o", "n.geojson")
    status, out, err = run(*words)
    assert status == 1
    assert out.startswith(
        "n.geojson: 1 of 2 rows written, 1 left out\nrecords without a date: 1 (row 3)\nleft out: 1 × published coordinates that cannot be read\n"
    )
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
    assert (status, f"n.geojson: 3 of 4 rows written, 1 left out\n{said}" in out) == (1, True)
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
    """Columns that a mapping does not find are named, and nothing is written."""
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
    for line in (
        '#   "name"  "\\u001b[31mred"',
        'kind = "fragment_site"',
        'id = "{id}"',
        'published_coordinates = "{lat}, {lon}"',
        'name = "name"',
    ):
        assert line in out
    (folder / "m.toml").write_text(out)
    assert run("import", "r.csv", "--mapping", "m.toml", "-o", "n.geojson")[0] == 0


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('[{"lat": 1, "lat": 2}]', 'an object gives "lat" twice, and only one value could be kept'),
        ('{"lat": 1}\n\n{"lat": 2, "lat": 3}\n', 'an object gives "lat" twice, and only one value could be kept'),
        ('{"lat": 1}\n\n{"lat": \n', "r.json is not JSON: line 3: Expecting value"),
        ("{bad\n{worse\n", "r.json is not JSON: Expecting property name"),
    ],
)
def test_json_of_which_something_would_be_lost(folder: Path, run: Run, text: str, message: str) -> None:
    """A key that is given twice, or a line that is no JSON, is refused with its place, and no row comes in without the rest."""
    (folder / "r.json").write_text(text)
    status, out, err = run("import", "r.json", "--propose")
    assert (status, out) == (2, "")
    assert message in err


def test_a_cell_with_very_many_links(folder: Path, run: Run) -> None:
    """So many become source records; the others are kept as text, and the import says so."""
    links = [f"https://example.org/{number}" for number in range(MOST_LINKS + 3)]
    (folder / "r.csv").write_text(f"id,lat,lon,post\na,48.1,37.2,{' '.join(links)}\nb,48.2,37.2,\n")
    (folder / "m.toml").write_text(run("import", "r.csv", "--propose")[1])
    status, out, _ = run("import", "r.csv", "--mapping", "m.toml", "-o", "n.geojson")
    assert (status, f"cells with more than {MOST_LINKS} links, of which the others are kept as text: 1 (row 2)" in out) == (
        0,
        True,
    )
    site = geo.read_sites("n.geojson")["a"]
    assert len(site.sources) == MOST_LINKS
    assert dict(site.custom)["x_post"] == " ".join(links[MOST_LINKS:])


def test_one_link_in_a_column_is_enough(folder: Path, run: Run) -> None:
    """A column in which most cells are words has its links proposed as sources, and the words kept."""
    rows = ["a,48.1,37.2,https://example.org/1", *(f"b{number},48.2,37.3,in the archive" for number in range(5))]
    (folder / "r.csv").write_text("\n".join(["id,lat,lon,origin", *rows]))
    (folder / "m.toml").write_text(run("import", "r.csv", "--propose")[1])
    assert run("import", "r.csv", "--mapping", "m.toml", "-o", "n.geojson")[0] == 0
    sites = geo.read_sites("n.geojson")
    assert len(sites["a"].sources) == 1
    assert dict(sites["b0"].custom)["x_origin"] == "in the archive"

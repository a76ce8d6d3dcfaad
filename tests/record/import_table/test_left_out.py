"""Nothing of a table is lost: it is in a record, or listed with its row and written to a file beside the output."""

import json
from pathlib import Path

import pytest

import geo
from geo.record.edit.edit import Original
from geo.record.import_table.guess_table import read_unknown_table
from geo.record.import_table.links import SourceBook, WebLink, find_links
from geo.record.import_table.mapping import parse_mapping
from geo.record.import_table.propose_mapping import propose_mapping
from geo.record.import_table.run import import_rows
from geo.record.import_table.table import WHY, read_table
from geo.record.json_file.parse import parse
from geo.record.kinds import Located
from geo.record.reading import read_data
from geo.show.exports.writing import write_export
from tests.conftest import DATA, Run

SAMPLES = DATA / "imports"
AT = '[columns]\npublished_coordinates = "at"\n'


def test_an_empty_part_of_a_text_is_left_out_not_the_row(folder: Path, run: Run) -> None:
    """A row with a position whose note lacks one cell is written, with the rest of its note."""
    words = ("--mapping", str(SAMPLES / "empty-cell-in-note.toml"), "-o", "n.geojson")
    assert run("import", str(SAMPLES / "empty-cell-in-note.csv"), *words)[0] == 0
    assert [one.note for one in geo.read_sites(folder / "n.geojson")] == ["mass 700 g, Stone A", "Stone B"]


LINKS = {
    "one": ("https://example.org/1", ["https://example.org/1"], ""),
    "commas": ("https://e.org/1,https://e.org/2?s=20, https://e.org/3", ["https://e.org/1", "https://e.org/2?s=20", "https://e.org/3"], ""),
    "a comma of its own": ("https://e.org/@1,2,15z", ["https://e.org/@1,2,15z"], ""),
    "lines": ("https://e.org/1\nhttps://e.org/2", ["https://e.org/1", "https://e.org/2"], ""),
    "twice": ("https://e.org/1 https://e.org/1", ["https://e.org/1"], ""),
    "words": ("see https://e.org/1. And more", ["https://e.org/1"], "see And more"),
    "brackets": ("(https://e.org/a_(b))", ["https://e.org/a_(b)"], "( )"),
    "none": ("in the archive", [], "in the archive"),
    "script": ("javascript:alert(1)", [], "javascript:alert(1)"),
    "list": ('["https://e.org/1", "s2"]', ["https://e.org/1"], "s2"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "links", "rest"), LINKS.values(), ids=LINKS.keys())
def test_links_in_a_cell(text: str, links: list[str], rest: str) -> None:
    """A comma divides links only where another follows, and what is no link is kept."""
    found, left = find_links(text)
    assert ([one.url for one in found], left.replace(" ", "")) == (links, rest.replace(" ", ""))


def test_links_beyond_two_hundred_in_a_cell_are_kept_as_text() -> None:
    """The number of records that one cell makes is bounded, and no link is lost."""
    text = " ".join(f"https://e.org/{number}" for number in range(250))
    found, left = find_links(text)
    assert len(found) == 200
    assert left.split() == text.split()[200:]


def test_nested_brackets_in_a_cell_are_text() -> None:
    """A cell of brackets neither crashes nor is lost."""
    assert find_links("[" * 100_000) == ([], "[" * 100_000)


def test_each_address_is_one_source_with_an_id_of_its_own() -> None:
    """Ids that are taken, or differ from one by capitals alone, are not used again; a source that is there is named."""
    book = SourceBook({"S1"}, {"https://e.org/known": "known"})
    assert book.name(WebLink("https://e.org/known")) == "known"
    assert book.name(WebLink("https://e.org/1", "s2")) == "s2"
    clash = book.name(WebLink("https://e.org/2", "s1"))
    assert clash.startswith("e.org-")
    assert book.name(WebLink("https://e.org/2")) == clash
    assert len({book.name(WebLink(f"https://e.org/{number}")) for number in range(200)}) == 200


def test_links_become_sources_in_one_run(folder: Path, run: Run) -> None:
    """Two rows that name one address share its source record; importing more rows finds it again."""
    (folder / "m.toml").write_text(f'kind = "place"\nid = "{{id}}"\nlinks = ["posts"]\n{AT}')
    (folder / "r.csv").write_text(
        'id,at,posts\na,39.76 N 46.75 E,"https://e.org/1,https://e.org/2"\nb,39.8 N 46.8 E,https://e.org/1 lost\n'
    )
    status, out, _ = run("import", "r.csv", "--mapping", "m.toml", "-o", "n.geojson")
    assert (status, out) == (0, "n.geojson: 2 of 2 rows written\n2 source records made from links\n")
    sites = geo.read_sites(folder / "n.geojson")
    assert sites["a"].sources[0] == sites["b"].sources[0]
    assert dict(sites["b"].custom) == {"x_posts": "lost"}
    (folder / "more.csv").write_text("id,at,posts\nc,39.9 N 46.9 E,https://e.org/2\n")
    assert run("import", "more.csv", "--mapping", "m.toml", "-o", "n.geojson", "--append")[0] == 0
    sites = geo.read_sites(folder / "n.geojson")
    assert sites["c"].sources == (sites["a"].sources[1],)
    assert len(sites.of_kind(geo.record.kinds.Source)) == 2


def test_rows_that_are_left_out_can_be_mended_and_appended(folder: Path, run: Run) -> None:
    """They stand in a file beside the output, all their cells and the reason, and the same mapping reads it."""
    (folder / "m.toml").write_text(f'kind = "place"\nid = "{{id}}"\ndelimiter = ";"\nencoding = "cp1251"\n{AT}')
    (folder / "r.csv").write_bytes("id;at\nа;39.76 N 46.75 E\nб;39.8 N\nв;39.9 N 46.9 E;=1+1\n".encode("cp1251"))
    status, out, _ = run("import", "r.csv", "--mapping", "m.toml", "-o", "n.geojson")
    assert status == 1
    assert "n.geojson: 1 of 3 rows written, 2 left out" in out
    assert "n.left-out.csv has the rows that were left out" in out
    left = folder / "n.left-out.csv"
    text = left.read_bytes().decode("cp1251")
    assert text.splitlines()[0] == f"{WHY};id;at"
    assert "'=1+1" in text
    left.write_bytes(text.replace("39.8 N", "39.8 N 46.8 E").replace(";'=1+1", "").encode("cp1251"))
    status, out, _ = run("import", "n.left-out.csv", "--mapping", "m.toml", "-o", "n.geojson", "--append")
    assert (status, out) == (0, "n.geojson: 2 of 2 rows written\n")
    assert [one.id for one in geo.read_sites(folder / "n.geojson")] == ["а", "б", "в"]


def test_no_file_of_left_out_rows_is_overwritten(folder: Path, run: Run) -> None:
    """A second import writes a second file."""
    (folder / "m.toml").write_text(f'kind = "place"\nid = "{{id}}"\n{AT}')
    (folder / "r.csv").write_text("id,at\na,39.76 N 46.75 E\nb,x\n")
    for name in ("n.left-out.csv", "n.left-out-2.csv"):
        (folder / "n.geojson").unlink(missing_ok=True)
        run("import", "r.csv", "--mapping", "m.toml", "-o", "n.geojson")
        assert (folder / name).exists()


def test_an_id_that_is_used_twice_names_the_row_of_the_table(folder: Path, run: Run) -> None:
    """Never a line of a file that does not exist."""
    words = ("--mapping", str(SAMPLES / "duplicate-id.toml"), "-o", "n.geojson")
    status, _, err = run("import", str(SAMPLES / "duplicate-id.csv"), *words)
    assert status == 1
    assert 'the id "CIV1" is already used in row 2 of the table' in err
    assert (folder / "n.left-out.csv").read_text("utf-8-sig").count("CIV1,10/17/2022") == 1


def test_columns_that_a_mapping_does_not_take_are_named(folder: Path, run: Run) -> None:
    """Unless they are empty, or the mapping skips them."""
    (folder / "m.toml").write_text(f'kind = "place"\nid = "{{id}}"\nskip = ["no"]\n{AT}')
    (folder / "r.csv").write_text("id,at,team,no,empty\na,39.76 N 46.75 E,x,y,\n")
    assert run("import", "r.csv", "--mapping", "m.toml", "-o", "n.geojson")[1].endswith(
        "columns that the mapping does not take: team\n"
    )


def test_properties_of_ones_own_are_texts(folder: Path, run: Run) -> None:
    """A column under x_ is kept as it stands: 007 stays 007."""
    (folder / "m.toml").write_text(f'kind = "place"\nid = "{{id}}"\n{AT}x_team = "team"\n')
    (folder / "r.csv").write_text("id,at,team\na,39.76 N 46.75 E,007\n")
    assert run("import", "r.csv", "--mapping", "m.toml", "-o", "n.geojson")[0] == 0
    assert dict(geo.read_sites(folder / "n.geojson")["a"].custom) == {"x_team": "007"}


def test_the_unit_of_a_heading_counts(folder: Path, run: Run) -> None:
    """30 under "Depth (cm)" is 0.3 m."""
    words = ("--mapping", str(SAMPLES / "depth-cm.toml"), "-o", "n.geojson")
    status, out, _ = run("import", str(SAMPLES / "kobo-export.csv"), *words)
    assert (status, 'column "Depth (cm)": its lengths are in cm and were converted to metres' in out) == (0, True)
    features = json.loads((folder / "n.geojson").read_text("utf-8"))["features"]
    assert [one["properties"]["depth_m"] for one in features] == [0.3, 0.15]


def test_an_export_and_its_sources_come_back_whole(folder: Path, run: Run, sites: geo.Sites) -> None:
    """Sources first, then records: these are linked again; records alone keep the ids of sources that are not there."""
    for layer in ("records", "sources"):
        write_export(geo.assess(sites), folder / f"{layer}.csv", layer=layer)
        (folder / f"{layer}.toml").write_text(run("import", f"{layer}.csv", "--propose")[1])
    assert run("import", "sources.csv", "--mapping", "sources.toml", "-o", "n.geojson")[0] == 0
    status, out, err = run("import", "records.csv", "--mapping", "records.toml", "-o", "n.geojson", "--append")
    assert (status, "sources that nothing has" in out) == (0, False), err
    back = geo.read_sites(folder / "n.geojson")
    assert [back[one.id] for one in sites.of_kind(Located)] == list(sites.of_kind(Located))
    status, out, _ = run("import", "records.csv", "--mapping", "records.toml", "-o", "alone.geojson")
    assert (status, "sources that nothing has here, whose ids are kept under x_: news-front" in out) == (0, True)
    alone = geo.read_sites(folder / "alone.geojson")["fragment-site-1"]
    assert dict(alone.custom)["x_sources"] == " ".join(sites["fragment-site-1"].sources)


@pytest.mark.parametrize("ending", [".csv", ".gpkg", ".kml", ".parquet", ".shp.zip", ".geojson"])
def test_properties_of_ones_own_come_back(tmp_path: Path, ending: str) -> None:
    """Texts, numbers and truth values under x_ survive an export and an import."""
    own = {"x_team": "north", "x_dead": 3, "x_seen": True, "x_long_name_of_a_column": "y"}
    point = {"type": "Point", "coordinates": [46.7428, 39.7606]}
    site = {"type": "Feature", "id": "a", "geometry": point, "properties": {"kind": "place", **own}}
    data = json.dumps({"type": "FeatureCollection", "features": [site]}).encode()
    table = write_export(geo.assess(read_data("s", data).sites), tmp_path / f"s{ending}")
    mapping = parse_mapping("m", propose_mapping("s", *read_unknown_table(table)).encode())
    rows = read_table(table, layers=mapping.layers)
    made = import_rows("s", rows, mapping, Original("n", None, parse('{"type": "FeatureCollection", "features": []}')))
    assert made.edit
    back = json.loads(made.edit.data)["features"][0]["properties"]
    seen = back.pop("x_seen")
    assert seen in (True, 1)
    assert {name: value for name, value in back.items() if name.startswith("x_")} == {
        "x_team": "north",
        "x_dead": 3,
        "x_long_name_of_a_column": "y",
    }

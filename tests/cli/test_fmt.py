import json
import re
from pathlib import Path

from tests.conftest import DATA, Run


def test_fmt(folder: Path, run: Run) -> None:
    """Lays out what is not, says so, and leaves the rest as it is."""
    wanted = (folder / "sites.geojson").read_bytes()
    (folder / "b.geojson").write_text(json.dumps(json.loads(wanted), ensure_ascii=False))
    assert run("fmt", "--check", "sites.geojson", "b.geojson") == (
        1,
        "sites.geojson: is already formatted\nb.geojson: would change\n",
        "",
    )
    assert (folder / "b.geojson").read_bytes().count(b"\n") == 0
    assert run("fmt", "sites.geojson", "b.geojson") == (0, "sites.geojson: left as it is\nb.geojson: laid out\n", "")
    assert (folder / "b.geojson").read_bytes().count(b"\n") == wanted.count(b"\n")
    assert run("fmt", "--check") == (0, "sites.geojson: is already formatted\n", "")


def test_fmt_leaves_a_file_alone_that_is_as_it_should_be(folder: Path, run: Run) -> None:
    """A file that is already formatted is not written, so its time does not change."""
    before = (folder / "sites.geojson").stat()
    run("fmt")
    assert (folder / "sites.geojson").stat() == before


def test_fmt_refuses_what_is_not_json(folder: Path, run: Run) -> None:
    """With its problems; the other files are laid out all the same."""
    bad = (DATA / "bad" / "duplicate-key.geojson").read_bytes()
    (folder / "bad.geojson").write_bytes(bad)
    (folder / "b.geojson").write_text("{}")
    status, out, err = run("fmt", "bad.geojson", "b.geojson")
    assert (status, out) == (1, "b.geojson: laid out\n")
    assert re.fullmatch(r"(bad\.geojson:\d+:\d+: error: the key .* a second time.*\n){2}", err)
    assert (folder / "bad.geojson").read_bytes() == bad


def test_fmt_as_json(folder: Path, run: Run) -> None:
    """The JSON says of each file whether it changed and was written, with its repairs and problems."""
    (folder / "b.geojson").write_text('{"crs": {"properties": {"name": "EPSG:4326"}}}')
    (folder / "c.geojson").write_text("[")
    status, out, err = run("fmt", "--repair", "--format", "json", "sites.geojson", "b.geojson", "c.geojson")
    assert (status, err) == (1, "")
    same, changed, refused = json.loads(out)["files"]
    assert same == {"file": "sites.geojson", "changed": False, "written": False, "repairs": [], "problems": []}
    assert (changed["changed"], changed["written"], len(changed["repairs"])) == (True, True, 1)
    assert (refused["written"], refused["problems"][0]["line"]) == (False, 1)
    (folder / "b.geojson").write_text("{ }")
    (result,) = json.loads(run("fmt", "--check", "--format", "json", "b.geojson")[1])["files"]
    assert (result["changed"], result["written"]) == (True, False)


def test_fmt_says_what_it_repairs(folder: Path, run: Run) -> None:
    """A line each; with --check, nothing is written."""
    text = (DATA / "round-trip" / "geojson-io.geojson").read_bytes()
    (folder / "b.geojson").write_bytes(text)
    status, out, _ = run("fmt", "--repair", "--check", "b.geojson")
    assert (status, out.count("\n")) == (1, 10)
    assert (folder / "b.geojson").read_bytes() == text
    status, out, _ = run("fmt", "--repair", "b.geojson")
    assert (status, out.count("\n"), out.splitlines()[-1]) == (0, 10, "b.geojson: laid out")
    assert run("fmt", "--repair", "b.geojson") == (0, "b.geojson: left as it is\n", "")

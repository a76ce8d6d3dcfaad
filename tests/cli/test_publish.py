import json
import shutil
from pathlib import Path

import pytest

import geo
import geo.cli
from geo.judge.zones.zone import Edge
from tests.conftest import DATA, ROOT, Run


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


@pytest.mark.usefixtures("folder")
def test_zones_are_coarsened_as_other_records_are(run: Run) -> None:
    """Their sizes reveal no place, and what was certain before is certain no longer where the grid is coarse."""
    zones = DATA / "good" / "zones.geojson"
    status, out, err = run("publish", str(zones), "--precision", "0.01deg", "-o", "p.geojson")
    assert (status, err) == (0, "")
    assert "8 positions coarsened" in out
    before, after = ({zone.name: zone for zone in geo.assess(geo.read_sites(path)).zones} for path in (zones, "p.geojson"))
    assert before.keys() == after.keys()
    assert before["cordon"].certain_m > 0
    assert after["cordon"].certain_m == 0
    for name, old in before.items():
        for edge in ("certain", "possible"):
            inner, outer = (after, before) if edge == "certain" else (before, after)
            stray = inner[name].area(Edge(edge)).difference(outer[name].area(Edge(edge)).buffer(1e-6))
            assert stray.is_empty, (name, edge)
        assert old.radius_text == after[name].radius_text


@pytest.mark.usefixtures("folder")
def test_heights_are_left_out_and_counted(run: Run) -> None:
    """A copy has no elevation, and both answers say of how many records."""
    place = {"type": "Point", "coordinates": [46.74275, 39.76058]}
    said = {"kind": "fragment_site", "elevation_m": 1402, "uncertainty_m": 20}
    feature = {"type": "Feature", "id": "a", "geometry": place, "properties": said}
    Path("high.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), "utf-8")
    status, out, _ = run("publish", "high.geojson", "--precision", "1km", "-o", "p.geojson")
    assert status == 0
    assert "1 elevation left out" in out
    assert "1402" not in Path("p.geojson").read_text("utf-8")
    made = json.loads(run("publish", "high.geojson", "--precision", "1km", "-o", "q.geojson", "--format", "json")[1])
    assert made["elevations_left_out"] == ["a"]

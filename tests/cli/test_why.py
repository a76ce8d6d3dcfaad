import json
from pathlib import Path

import pytest
import shapely

import geo
from geo.cli import main
from geo.judge.solve.constraints import site_in_question
from geo.record.kinds import Claim
from geo.show.answers.why import why_json
from tests.conftest import DATA, ROOT, Run
from tests.written import apart, feature, towards, written

A, B = "39°45'38.10\"N 46°44'33.90\"E", "39°45'27.80\"N 46°45'25.80\"E"


def test_one_page_on_a_contradicted_claim(run: Run, folder: Path) -> None:
    """The page has the verdict, what would turn it, slips, the area and the sets of claims, under a heading each."""
    status, told, _ = run("why", "claim-separation")
    assert (status, folder.exists()) == (0, True)
    assert told.startswith("claim-separation: contradicted: The fragments lay 780 m apart\n")
    for expected in (
        "What would change the verdict\n  For the claim to hold, the two positions would have to be wrong by 485.6 m in total: 242.8 m each,",
        "To match the claimed figure exactly: 495.6 m in total.",
        "Slips of the pen\n  claim-separation: 508 single slips tried; 0 would make it hold.",
        "46°45'2.80\"E (extra), 757.7 m",
        "Where the site lies if the claims are true\n  fragment-site-2: if claim-separation and claim-direction are true, it lies in an area of 50,97",
        "Its published position lies 546.5 m outside.",
        "Claims that cannot all hold\n  claim-separation cannot hold, given the published positions:",
    ):
        assert expected in told
    assert max(map(len, told.splitlines())) <= 100


def test_the_same_as_json(run: Run, folder: Path) -> None:
    """The JSON that others build on, key by key, with null for what does not apply."""
    value = json.loads(run("why", "claim-separation", "--format", "json")[1])
    assert list(value) == ["claim", "finding", "margin", "slips", "locus", "conflicts"]
    assert (value["claim"], value["finding"]["verdict"]) == ("claim-separation", "contradicted")
    assert value["margin"]["joint_m"] == pytest.approx(485.598, abs=1e-3)
    assert (value["slips"]["explaining"], value["slips"]["nearest"]["change"]) == ([], "extra")
    assert {"site", "feasible", "area_m2", "bbox", "geometry", "claims", "off_m"} <= set(value["locus"])
    assert value["conflicts"] == {"sets": [["claim-separation"]], "undecided": []}
    nothing = json.loads(run("why", "claim-variant-e", "--format", "json")[1])
    assert [nothing[key] for key in ("margin", "slips", "locus")] == [None, None, None]
    open_one = json.loads(run("why", "claim-in-shusha-2", "--format", "json")[1])
    assert (open_one["margin"]["dominates"], open_one["slips"]) == ("stated uncertainty", None)
    assert (folder / "sites.geojson").exists()


def test_every_slip_is_listed_when_asked_for(run: Run, folder: Path) -> None:
    """`--all` gives each slip that was tried, in JSON and as a line of text."""
    assert folder.exists()
    slips = json.loads(run("why", "claim-separation", "--all", "--format", "json")[1])["slips"]
    assert len(slips["candidates"]) == slips["tried"] == 508
    assert run("why", "claim-separation", "--all")[1].count("\n    ") >= 508
    assert "candidates" not in json.loads(run("why", "claim-separation", "--format", "json")[1])["slips"]


def test_a_site_without_a_claim_in_question(run: Run, folder: Path) -> None:
    """Text, JSON, and a GeoJSON feature in a file of its own."""
    status, told, _ = run("why", "fragment-site-2", "-o", "area.geojson")
    assert status == 0
    assert "Where it lies if the claims are true\n  fragment-site-2: if claim-separation and claim-direction are true" in told
    assert told.endswith(f"The area is in {folder / 'area.geojson'}\n")
    area = json.loads((folder / "area.geojson").read_text("utf-8"))
    assert (area["type"], area["id"], area["geometry"]["type"]) == ("Feature", "fragment-site-2", "MultiPolygon")
    assert all(shapely.LinearRing(rings[0]).is_ccw for rings in area["geometry"]["coordinates"])  # RFC 7946, 3.1.6
    value = json.loads(run("why", "fragment-site-2", "--format", "json")[1])
    assert list(value) == ["site", "locus", "conflicts", "same_markings"]
    assert value["locus"]["geometry"] == area["geometry"]
    assert value["conflicts"]["sets"] == [["claim-separation"], ["claim-direction"]]


def test_the_area_of_a_claim_can_be_written(run: Run, folder: Path) -> None:
    """`-o` writes the area of the site that the claim is about; where there is none, it says why and writes nothing."""
    assert run("why", "claim-direction", "-o", "area.geojson")[0] == 0
    assert json.loads((folder / "area.geojson").read_text("utf-8"))["id"] == "fragment-site-2"
    status, _, told = run("why", "claim-variant-e", "-o", "none.geojson")
    assert (status, (folder / "none.geojson").exists()) == (2, False)
    assert "there is no area to write to none.geojson: The claim does not say where a site lies." in told


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ("claim-separatoin", 'is no record of sites.geojson; did you mean "claim-separation"?'),
        ("place-shusha", '"place-shusha" is a place; geo why takes claims, fragment sites and strike reports'),
        ("strike-2020-11-07", 'no claim ties "strike-2020-11-07" to a published position'),
    ],
)
def test_what_it_cannot_explain(asked: str, message: str, run: Run, folder: Path) -> None:
    """Wrong usage, with exit status 2, says what is wrong with the name."""
    assert folder.exists()
    status, out, told = run("why", asked)
    assert (status, out) == (2, "")
    assert message in " ".join(told.split())


def test_the_file_is_not_written_over(folder: Path) -> None:
    """`-o` refuses the file that is read."""
    before = (folder / "sites.geojson").read_bytes()
    with pytest.raises(SystemExit) as left:
        main(["why", "fragment-site-2", "-o", "sites.geojson"])
    assert (left.value.code, (folder / "sites.geojson").read_bytes()) == (2, before)


def test_a_file_with_errors_is_not_explained(run: Run) -> None:
    """Exit status 1, and the problems."""
    assert run("why", "x", "--sites", str(DATA / "bad" / "nan.geojson"))[0] == 1


def test_every_claim_and_site_of_the_record_has_a_page(assessment: geo.Assessment) -> None:
    """Whatever its kind and verdict, explaining a claim succeeds, and says of the same figures what the assessment says."""
    for finding in assessment.findings:
        reasons = geo.explain_claim(finding.claim, assessment)
        assert reasons.finding == finding
        assert reasons.margin == assessment.turning.margins.get(finding.claim)
        assert reasons.slips == assessment.turning.slips.get(finding.claim)
        assert (reasons.locus is None) is (reasons.no_locus is not None)
        json.dumps(why_json(reasons, every=True), allow_nan=False)
    with pytest.raises(KeyError):
        geo.explain_claim("fragment-site-1", assessment)


@pytest.mark.parametrize(
    ("sites", "claim", "site"),
    [
        ({"a": A, "b": B}, apart("a", "b", 5), "b"),
        ({"a": None, "b": B}, apart("a", "b", 5), "a"),
        ({"a": A, "b": None}, towards("a", "b", "N"), "b"),
        ({"a": None, "b": None}, apart("a", "b", 5), "b"),
        ({"a": A, "b": B}, {"kind": "within_claim", "site": "a", "of": "b", "distance_m": 5}, "a"),
        ({"a": A, "b": B}, {"kind": "attribute_claim", "about": ["a"], "attribute": "x", "value": "y"}, None),
    ],
)
def test_the_site_in_question(sites: dict[str, str | None], claim: dict[str, object], site: str | None) -> None:
    """The second of a pair, or the first where only that has no position; the site of a containment; none of an attribute."""
    found = written(dict(sites), claim)
    record = found["c0"]
    assert isinstance(record, Claim)
    assert site_in_question(record, found) == site


def test_a_first_site_without_a_position_is_located() -> None:
    """Where the second end is known and the first is not, it is the first of which an assessment works out the area."""
    assessment = geo.assess(written({"a": None, "b": B}, apart("a", "b", 500)))
    assert [locus.site for locus in assessment.loci] == ["a"]


# names


@pytest.fixture
def twins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two sites of one name, one of another, and a claim."""
    monkeypatch.chdir(tmp_path)
    features = [
        feature(name, "null", {"kind": "fragment_site", "name": label, "published_coordinates": at})
        for name, label, at in (("s1", "Field", A), ("s2", "Field", B), ("s3", "Old Mill", "39.7500 N 46.7500 E"))
    ]
    features.append(feature("c1", "null", {"name": "Far apart", **apart("s1", "s3", 90_000)}))
    (tmp_path / "sites.geojson").write_text(f'{{"type": "FeatureCollection", "features": [{",".join(features)}]}}', "utf-8")
    return tmp_path


def test_a_unique_name_stands_for_an_id(run: Run, twins: Path) -> None:
    """In `why`, in `distance`, and for what a new record refers to, without regard to case."""
    assert json.loads(run("why", "far APART", "--format", "json")[1])["claim"] == "c1"
    by_name = run("distance", "old mill", "s1", "--format", "json")
    assert by_name[0] == 0
    assert by_name[1] == run("distance", "s3", "s1", "--format", "json")[1]
    assert run("add", "distance-claim", "--from", "Old mill", "--to", "s2", "--distance-m", "900", "--id", "c2")[0] == 0
    added = json.loads((twins / "sites.geojson").read_text("utf-8"))["features"][-1]["properties"]
    assert (added["from"], added["to"]) == ("s3", "s2")


@pytest.mark.parametrize(
    "words",
    [
        ["why", "field"],
        ["distance", "Field", "s3"],
        ["add", "distance-claim", "--from", "Field", "--to", "s3", "--distance-m", "9"],
        ["add", "attribute-claim", "--about", "s3", "--about", "Field", "--attribute", "a", "--value", "b"],
    ],
    ids=" ".join,
)
def test_a_shared_name_is_refused_with_the_ids(words: list[str], run: Run, twins: Path) -> None:
    """Exit status 2, the ids to choose from, and nothing written."""
    before = (twins / "sites.geojson").read_bytes()
    status, _, told = run(*words)
    assert status == 2
    assert "is the name of 2 records; give one of the ids s1, s2" in " ".join(told.split())
    assert (twins / "sites.geojson").read_bytes() == before


def test_an_id_goes_before_a_name() -> None:
    """A word that is the id of one record means that one, whatever another one is called."""
    from geo.record.look_up import SharedNameError, UnknownRecordError, look_up

    assert look_up("a", {"a": None, "b": "a"}, "record") == "a"
    with pytest.raises(UnknownRecordError, match='"q" is no record of f'):
        look_up("q", {"a": None}, "record of f")
    many = {f"r{number}": "Same" for number in range(30)}
    with pytest.raises(SharedNameError, match=r"r9 and 20 more$"):
        look_up("same", many, "record")


def test_every_reference_can_be_given_by_name() -> None:
    """No property that refers to other records is missing from those in which names are looked up."""
    from geo.record.edit.edit import REFERENCES

    reading = geo.read_sites(ROOT / "sites.geojson")
    areas = geo.read_sites(DATA / "good" / "areas-offsets-and-datums.geojson")
    used = {name for sites in (reading, areas) for record in sites for name in record.references()}
    assert {"from", "site", "about"} <= used
    assert used <= REFERENCES

import json
from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import geo
from geo.earth.bounding_box import Box
from geo.record import reading
from geo.record.check.property_values import read_properties, readers_of
from geo.record.kinds import KINDS, FragmentSite, Place, StrikeReport
from geo.record.memory import Room
from geo.record.reading import read
from geo.record.values import URL
from tests.conftest import DATA, ROOT

BAD = sorted((DATA / "bad").glob("*.geojson"))
REGIONS = {"doubt-outside-region": Box(46, 39, 47, 40)}
"""What `--region` says of those bad files that need it."""
GOOD = sorted((DATA / "good").glob("*.geojson"))


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_bad_files(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every problem of a bad file, with line and column, word for word."""
    monkeypatch.chdir(path.parent)
    problems = "".join(f"{problem}\n" for problem in read(path.name, region=REGIONS.get(path.stem), photos=True).problems)
    assert problems == path.with_suffix(".txt").read_text("utf-8")
    assert problems


def test_the_folders_are_not_empty() -> None:
    """The walk over the folders reads something, and each bad file is refused."""
    assert len(BAD) >= 70
    assert len(GOOD) >= 9


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.stem)
def test_good_files(path: Path) -> None:
    """Good files have no problems and can be judged."""
    result = read(path)
    assert result.problems == ()
    geo.assess(result.sites)


def test_all_problems_are_raised_at_once() -> None:
    """`read_sites` lists every problem, a line each."""
    with pytest.raises(geo.SitesError) as error:
        geo.read_sites(DATA / "bad" / "one-bad-among-good.geojson")
    assert len(error.value.problems) == 2
    assert str(error.value).count("\n") == 1


def test_one_bad_record_does_not_hide_the_others() -> None:
    """The good records of a bad file are read."""
    assert [record.id for record in read(DATA / "bad" / "one-bad-among-good.geojson").sites] == ["a", "d"]


def test_records_are_frozen(sites: geo.Sites) -> None:
    """Nothing can change a record once it is read."""
    with pytest.raises(FrozenInstanceError, match=r"record\.changed\(name"):
        sites["fragment-site-1"].name = "x"
    with pytest.raises(FrozenInstanceError):
        del sites["fragment-site-1"].name


def test_the_printed_text_decides(sites: geo.Sites) -> None:
    """The position is that of the printed coordinates, not of the rounded geometry."""
    site = sites["fragment-site-1"]
    assert isinstance(site, FragmentSite)
    assert site.position
    assert site.position.lat_deg == pytest.approx(39 + 45 / 60 + 38.10 / 3600, abs=1e-12)


def test_stated_uncertainty_adds_to_printing(sites: geo.Sites) -> None:
    """Shusha's 1,323 m circle and four decimals of a degree: maximum errors add."""
    place = sites["place-shusha"]
    assert isinstance(place, Place)
    assert place.position
    assert place.position.uncertainty_m == pytest.approx(1323 + 14.0, abs=0.05)


def test_a_position_without_geometry() -> None:
    """A record with printed coordinates needs no geometry."""
    (strike,) = read(DATA / "good" / "published-without-geometry.geojson").sites.of_kind(StrikeReport)
    assert strike.position


def test_a_file_that_is_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file above the limit is refused, and no more than the limit is read."""
    huge = tmp_path / "huge.geojson"
    with huge.open("wb") as file:
        file.truncate(400 * 2**20)
    monkeypatch.setattr(reading, "find_room", lambda: Room(128 * 2**20, 6 * 2**30))
    (problem,) = read(huge).problems
    assert problem.message == "the file is larger than 128 MiB, the most that is read at once with 6.0 GiB of memory; split it"
    monkeypatch.setattr(reading, "find_room", lambda: Room(5, 2**30))
    assert "larger" in read(ROOT / "sites.geojson").problems[0].message


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    """A missing file raises an exception rather than a problem."""
    with pytest.raises(FileNotFoundError):
        read(tmp_path / "none.geojson")


@given(st.data())
def test_a_damaged_file_is_read_or_refused(data: st.DataObject) -> None:
    """Whatever a tired person or a bad disk does to the file, reading it never crashes."""
    whole = (DATA / "good" / "a-polygon-and-every-claim.geojson").read_bytes()
    start = data.draw(st.integers(0, len(whole)))
    end = data.draw(st.integers(start, min(len(whole), start + 40)))
    damaged = whole[:start] + data.draw(st.binary(max_size=8)) + whole[end:]
    result = reading._read("f", damaged, None)
    for problem in result.problems:
        assert problem.line >= 1
        assert problem.column >= 1
    if not result.errors:
        geo.assess(result.sites)


@given(
    st.recursive(
        st.none() | st.text() | st.floats() | st.booleans(),
        lambda s: (
            st.lists(s)
            | st.dictionaries(
                st.sampled_from(["type", "id", "properties", "geometry", "coordinates", "kind", "name", "about"]), s
            )
        ),
    )
)
def test_any_value_as_a_feature(value: object) -> None:
    """A feature can be anything; the answer is problems, not a crash."""
    import json

    text = json.dumps({"type": "FeatureCollection", "features": [value]})
    assert reading._read("f", text.encode(), None).problems


def test_warnings_go_with_the_records(tmp_path: Path) -> None:
    """Errors do not, nor are there any for records that no file gave."""
    path = tmp_path / "x.geojson"
    claim = {"kind": "attribute_claim", "about": "a", "attribute": "x", "value": "y"}
    features = [
        {"type": "Feature", "id": "a", "geometry": None, "properties": {"kind": "place"}},
        {"type": "Feature", "id": "c", "geometry": None, "properties": claim},
        {"type": "Feature", "id": "b", "geometry": None, "properties": {"kind": "nothing"}},
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
    result = read(path)
    assert [problem.code for problem in result.problems] == ["GEO056", "GEO027"]
    assert [problem.code for problem in result.sites.warnings] == ["GEO056"]
    assert geo.Sites("x", "", ()).warnings == ()


def test_an_address_of_another_form_is_no_empty_one() -> None:
    """Each property that takes an address says which form it wants."""
    kinds = [(kind, name) for kind in KINDS.values() for name, one in kind.properties.items() if one.reader is URL]
    assert len(kinds) >= 3
    for kind, name in kinds:
        _, unfit = read_properties(readers_of(kind, (name,)), "a", {name: "ftp://x"}, [])
        assert f'{name}: wanted an address that begins with http:// or https://, not "ftp://x"' in [
            one.message for one in unfit
        ]


def test_every_item_of_a_list_that_is_no_id_is_named() -> None:
    """Two wrong items of one list are two problems, each at its place."""
    _, unfit = read_properties(readers_of(FragmentSite, ("sources",)), "a", {"sources": [1, "s", None]}, [])
    assert [(one.path, one.message) for one in unfit] == [
        (("properties", "sources", 0), "sources: wanted text in quotation marks, not 1"),
        (("properties", "sources", 2), "sources: wanted text in quotation marks, not null"),
    ]

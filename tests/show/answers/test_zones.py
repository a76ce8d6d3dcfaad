import json
from pathlib import Path

import pytest
from click.testing import CliRunner

import geo
from geo.cli import main
from geo.cli.zones import zones_command
from geo.judge.zones.zone import Zone
from geo.show.answers.zones import zones_json, zones_text
from tests.conftest import DATA, ROOT


def one_line(text: str) -> str:
    return " ".join(text.split())


def test_every_zone_is_listed(assessment: geo.Assessment) -> None:
    """With its edges, area, basis, sources and warning, and who lies inside."""
    text = one_line(zones_text(assessment))
    for zone in assessment.zones:
        for part in (zone.name, zone.kind, zone.warning, zone.basis, *zone.sources):
            assert str(part) in text
    for part in (
        "reported range 280,000 m, so at least 268,663.0 m, at most 291,337.0 m",
        "246,261.3 km² at the reported radius",
        "125,664 m² at the reported radius",
        "Inside: fragment-site-1. Possibly inside: place-shusha. Outside: all 4 others with a position.",
        "strike-1 and strike-2 lie apart: 875.6 m between their edges.",
        "strike-1 and claim-range around place-shusha overlap: one lies within the other. In common: at least 125,174 m²",
        "2 zones (reported lethal radius) cover at least 250,349 m², as reported 251,327 m², at most 252,307 m².",
    ):
        assert part in text


def test_the_same_in_json() -> None:
    """Stable names; areas at each of the three edges; the warning with each zone."""
    done = CliRunner().invoke(zones_command, [str(ROOT / "sites.geojson"), "--format", "json"])
    assert done.exit_code == 0
    value = json.loads(done.stdout)
    assert list(value) == ["file", "sha256", "zones", "zone_pairs", "unions"]
    one, _, ring, _ = value["zones"]
    assert (one["strike"], ring["strike"], ring["around"], ring["claim"]) == ("strike-1", None, "place-shusha", "claim-range")
    assert "not a safe distance" in one["warning"]
    assert "never for aiming" in ring["warning"]
    assert one["inside"] == ["fragment-site-1"]
    assert (one["possibly_inside"], one["outside_count"]) == (["place-shusha"], 4)
    assert ring["area_m2"] == pytest.approx(246_261_261_624, rel=1e-8)
    assert value["zone_pairs"][0]["overlap_area_m2"] == {"certain": 0, "nominal": 0, "possible": 0}
    assert value["zone_pairs"][0]["zones"] == ["strike-1", "strike-2"]
    assert [union["kind"] for union in value["unions"]] == ["reported lethal radius", "reported range"]
    assert value["unions"][0]["area_m2"]["nominal"] == pytest.approx(251_327.08, abs=0.01)


@pytest.mark.parametrize("path", sorted((DATA / "good").glob("*.geojson")), ids=lambda path: path.stem)
def test_every_good_file_has_a_list(path: Path) -> None:
    """No records, one record, the pole, the 180th meridian."""
    assessment = geo.assess(geo.read_sites(path))
    text = one_line(zones_text(assessment))
    sizes = sum(map(text.count, (" at the reported radius. ", " m² as reported. ", " km² as reported. ", " may turn in. ")))
    assert sizes == len(assessment.zones) == len(zones_json(assessment)["zones"])


def test_many_zones_are_not_paired(assessment: geo.Assessment) -> None:
    """The list says so, and names ten of those who lie inside."""
    zone = assessment.zones[2]
    many = tuple(Zone(zone.around, zone.center, 200, None, ()) for _ in range(51))
    text = one_line(zones_text(geo.Assessment(assessment.sites, (), many)))
    assert "Between zones: not measured, since there are more than 50." in text


@pytest.mark.parametrize(
    ("outside", "words"), [(0, "none"), (1, "the 1 other with a position"), (2, "all 2 others with a position")]
)
def test_how_many_lie_outside(outside: int, words: str, tmp_path: Path) -> None:
    """In the singular where it is one."""
    strike = {"kind": "strike_report", "lethal_radius_m": 200}
    features = [
        {
            "type": "Feature",
            "id": f"s{n}",
            "geometry": {"type": "Point", "coordinates": [46.75 + n, 39.751234]},
            "properties": one,
        }
        for n, one in enumerate([strike, *[{"kind": "place"}] * outside])
    ]
    path = tmp_path / "x.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
    assert f"Outside: {words}." in one_line(zones_text(geo.assess(geo.read_sites(path))))


def test_a_camera_of_unknown_error_is_in_no_zone_and_outside_of_none() -> None:
    """A photograph in the middle of a zone is named as not compared, where nothing says how far off its camera is."""
    at = {"type": "Point", "coordinates": [46.7428, 39.7606]}
    records = {
        "zone": {"kind": "zone", "zone_type": "cordon", "radius_m": 300},
        "unknown": {"kind": "photo", "position_basis": "camera"},
        "known": {"kind": "photo", "position_basis": "camera", "position_error_m": 5},
    }
    features = [{"type": "Feature", "id": one, "geometry": at, "properties": said} for one, said in records.items()]
    assessment = geo.assess(geo.sites_from({"type": "FeatureCollection", "features": features}))
    text = one_line(zones_text(assessment))
    assert "Inside: known. Possibly inside: none. Outside: none." in text
    assert "since nothing says how far off the cameras are that give their positions: unknown." in text
    assert zones_json(assessment)["not_compared"] == ["unknown"]


def test_a_file_with_errors_has_no_list(capsys: pytest.CaptureFixture[str]) -> None:
    """Its problems are said, and the exit status is 1."""
    with pytest.raises(SystemExit) as left:
        main(["zones", str(DATA / "bad" / "nan.geojson")])
    assert left.value.code == 1
    assert "GEO014" in capsys.readouterr().err

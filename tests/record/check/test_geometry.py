import json
from pathlib import Path
from typing import Any

import pytest

import geo
from geo.earth.geodesy import inverse
from geo.judge.zones.zone import Membership
from geo.record.kinds import Located
from geo.record.reading import Reading, read_data
from tests.conftest import Run

CORNERS = ["59°14' N 69°47'30\" E", "58°36' N 71°54'00\" E", "58°04' N 71°16'30\" E", "58°41' N 69°12'30\" E"]
DRAWN = [[69.79, 59.23], [71.90, 58.60], [71.28, 58.07], [69.21, 58.68], [69.79, 59.23]]
AIRSPACE = {"kind": "zone", "zone_type": "airspace", "published_corners": CORNERS}


def _polygon(*rings: list[list[float]]) -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": list(rings)}


def _read(properties: dict[str, Any], geometry: dict[str, Any] | None = None, *others: dict[str, Any]) -> Reading:
    feature = {"type": "Feature", "id": "area", "geometry": geometry, "properties": properties}
    collection = {"type": "FeatureCollection", "features": [feature, *others]}
    return read_data("sites.geojson", json.dumps(collection, ensure_ascii=False).encode())


def _area(reading: Reading) -> Located:
    assert reading.problems == ()
    record = reading.sites["area"]
    assert isinstance(record, Located)
    return record


@pytest.mark.parametrize("kind", ["place", "fragment_site", "strike_report", "zone"])
def test_printed_corners_are_the_outline(kind: str) -> None:
    """In any kind that has a place they make a polygon without a geometry, each corner as well known as it is printed."""
    area = _area(_read({**(AIRSPACE if kind == "zone" else {}), "kind": kind, "published_corners": CORNERS}))
    assert area.polygon is not None
    assert area.polygon[0][0] == area.polygon[0][-1] == pytest.approx((69.791667, 59.233333))
    assert len(area.polygon[0]) == len(area.corners_m) == 5
    assert min(area.corners_m) > 1_800  # a minute of latitude, and a little longitude
    assert area.edge_m == max(area.corners_m)
    assert area.position is not None
    span, _, _ = inverse(*area.polygon[0][0], *area.polygon[0][2])
    assert area.position.uncertainty_m > span / 2


def test_a_first_corner_printed_again_at_the_end_is_one_corner() -> None:
    """A list that closes the outline says the same as one that does not."""
    closed, plain = (_area(_read({**AIRSPACE, "published_corners": one})) for one in ([*CORNERS, CORNERS[0]], CORNERS))
    assert (closed.polygon, closed.corners_m, closed.position) == (plain.polygon, plain.corners_m, plain.position)


def test_a_stated_uncertainty_widens_each_corner() -> None:
    """It is added to the printing, unless it is said to include it."""
    plain = _area(_read(AIRSPACE))
    wider = _area(_read({**AIRSPACE, "uncertainty_m": 100}))
    whole = _area(_read({**AIRSPACE, "uncertainty_m": 100, "uncertainty_includes_printing": True}))
    assert wider.corners_m == pytest.approx([one + 100 for one in plain.corners_m])
    assert set(whole.corners_m) == {100}


def test_a_datum_moves_the_corners() -> None:
    """Corners in degrees of an old datum are brought to WGS 84 like a single position."""
    moved, plain = (_area(_read({**AIRSPACE, **more})) for more in ({"geodetic_datum": "Pulkovo 1942"}, {}))
    assert moved.polygon
    assert plain.polygon
    off_m, _, _ = inverse(*moved.polygon[0][0], *plain.polygon[0][0])
    assert 50 < off_m < 200
    assert moved.shift is not None


def test_a_polygon_drawn_roughly_beside_the_corners_stays() -> None:
    """The corners decide, and a drawing to two decimals agrees with minutes, in either direction around the area."""
    printed = _area(_read(AIRSPACE))
    for ring in (DRAWN, DRAWN[::-1]):
        assert _area(_read(AIRSPACE, _polygon(ring))).polygon == printed.polygon


@pytest.mark.parametrize(
    ("geometry", "why"),
    [
        (
            _polygon([DRAWN[0], [71.90, 58.70], *DRAWN[2:]]),
            "no corner of the polygon lies where published_corners print number 2",
        ),
        (_polygon([*DRAWN[:3], [70, 58.5], *DRAWN[3:]]), "the polygon has 5 corners, and published_corners are 4"),
        (_polygon(DRAWN, [[70.5, 58.6], [70.6, 58.6], [70.6, 58.7], [70.5, 58.6]]), "one area without holes"),
        ({"type": "Point", "coordinates": [70.5, 58.6]}, "one area without holes"),
    ],
    ids=["moved", "one more", "hole", "point"],
)
def test_a_geometry_that_is_another_area_is_refused(geometry: dict[str, Any], why: str) -> None:
    """What is drawn beside the corners has to be the area that they bound."""
    (problem,) = _read(AIRSPACE, geometry).problems
    assert why in problem.message
    assert problem.code == "GEO044"


@pytest.mark.parametrize(
    ("corners", "code", "why"),
    [
        (CORNERS[:2], "GEO030", "a list of at least 3 texts"),
        ("59 N 69 E", "GEO030", "a list of at least 3 texts"),
        ([*CORNERS[:2], 3], "GEO030", "a list of at least 3 texts"),
        ([*CORNERS[:2], " "], "GEO030", "a list of at least 3 texts"),
        ([*CORNERS[:2], "the bridge"], "GEO043", '"the bridge"'),
        ([CORNERS[0], CORNERS[2], CORNERS[1], CORNERS[3]], "GEO042", "in the order of the list"),
        ([CORNERS[0]] * 4, "GEO042", "do not bound an area"),
        (["59 N 179 E", "59 N 179 W", "58 N 179 W"], "GEO042", "180°"),
    ],
    ids=["two", "text", "number", "blank", "unreadable", "crossed", "one place", "antimeridian"],
)
def test_corners_that_bound_no_area_are_refused(corners: Any, code: str, why: str) -> None:
    """Each fault is said once, in a sentence, at the corners."""
    (problem,) = _read({"kind": "place", "published_corners": corners}).problems
    assert problem.code == code
    assert why in problem.message


def test_several_positions_in_one_text_are_pointed_to_the_corners() -> None:
    """Who pastes all corners into published_coordinates is told where they belong; one broken position is not."""
    (problem,) = _read({"kind": "place", "published_coordinates": "; ".join(CORNERS)}).problems
    assert "it holds 4 positions" in problem.message
    assert "published_corners" in problem.message
    (problem,) = _read({"kind": "place", "published_coordinates": "59 N; the bridge"}).problems
    assert "published_corners" not in problem.message


def test_an_area_with_corners_has_no_offset() -> None:
    """A place that is offset from another has no corners of its own."""
    reading = _read({**AIRSPACE, "offset_from": "village", "published_offset": "5 km N"})
    assert "GEO061" in {problem.code for problem in reading.problems}


def test_each_corner_of_a_zone_has_an_edge_of_its_own() -> None:
    """One corner printed to a minute makes the edge wide there and not at the others, which are printed to seconds."""
    fine = ["10°00'00\" N 20°00'00\" E", "10°00'00\" N 21°00'00\" E", "11°00'00\" N 21°00'00\" E"]
    near = {"kind": "fragment_site", "published_coordinates": "10°58'30\" N 20°59'00\" E"}
    far = {"kind": "fragment_site", "published_coordinates": "10°00'30\" N 20°30'00\" E"}
    others = [{"type": "Feature", "id": one, "geometry": None, "properties": said} for one, said in (("a", near), ("b", far))]
    sites = _read({**AIRSPACE, "published_corners": [*fine[:2], "11°00' N 21°00' E"]}, None, *others).sites
    (zone,) = geo.assess(sites).zones
    assert zone.radius_text == "by its printed corners"
    assert [zone.membership(sites[one]) for one in ("a", "b")] == [Membership.POSSIBLY, Membership.INSIDE]


@pytest.mark.parametrize("ending", ["csv", "gpkg", "parquet", "geojson", "kml"])
def test_corners_come_back_from_an_export(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run, ending: str) -> None:
    """The texts are those that were printed, and the area that they bound is the same."""
    monkeypatch.chdir(tmp_path)
    said = {"kind": "place", "published_corners": CORNERS} if ending in ("csv", "parquet") else AIRSPACE
    feature = {"type": "Feature", "id": "area", "geometry": None, "properties": {**said, "name": "Closed"}}
    Path("sites.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), "utf-8")
    assert run("export", "-o", f"out.{ending}")[0] == 0
    Path("map.toml").write_text(run("import", f"out.{ending}", "--propose")[1], "utf-8")
    status, out, err = run("import", f"out.{ending}", "--mapping", "map.toml", "-o", "back.geojson")
    assert status == 0, out + err
    back, area = geo.read_sites("back.geojson")["area"], geo.read_sites("sites.geojson")["area"]
    assert isinstance(back, Located)
    assert isinstance(area, Located)
    assert (back.published_corners, back.polygon, back.corners_m) == (tuple(CORNERS), area.polygon, area.corners_m)

import json
import math
from pathlib import Path
from typing import Any

import pytest

import geo
from geo.earth.geodesy import inverse
from geo.record.kinds import Located
from geo.record.reading import Reading, read
from tests.conftest import DATA

VILLAGE = {"kind": "place", "published_coordinates": "39°46'12\"N 46°47'05\"E"}


def _offset(start: str, distance: float = 500, direction: str | float = "NE", **more: Any) -> dict[str, Any]:
    return {"kind": "fragment_site", "offset_from": start, "offset_distance_m": distance, "offset_direction": direction, **more}


def _feature(record_id: str, said: dict[str, Any]) -> dict[str, Any]:
    return {"type": "Feature", "id": record_id, "geometry": None, "properties": said}


def _read(tmp_path: Path, **records: dict[str, Any]) -> Reading:
    return _read_features(tmp_path, [_feature(one, said) for one, said in records.items()])


def _read_features(tmp_path: Path, features: list[dict[str, Any]]) -> Reading:
    path = tmp_path / "sites.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
    return read(path)


def _position(reading: Reading, record_id: str) -> geo.Position:
    record = reading.sites[record_id]
    assert isinstance(record, Located)
    assert record.position
    return record.position


def test_a_chain_in_any_order(tmp_path: Path) -> None:
    """The order in the file does not matter; each step starts where the last ended, and is known less precisely."""
    forwards = _read(tmp_path, village=VILLAGE, a=_offset("village"), b=_offset("a", 1000, 90))
    backwards = _read(tmp_path, b=_offset("a", 1000, 90), a=_offset("village"), village=VILLAGE)
    assert forwards.problems == backwards.problems == ()
    assert list(backwards.sites) == list(reversed(list(forwards.sites)))
    village, a, b = (_position(forwards, one) for one in ("village", "a", "b"))
    assert inverse(village.lon_deg, village.lat_deg, a.lon_deg, a.lat_deg)[:2] == pytest.approx((500, 45))
    assert inverse(a.lon_deg, a.lat_deg, b.lon_deg, b.lat_deg)[:2] == pytest.approx((1000, 90))
    assert village.uncertainty_m < a.uncertainty_m < b.uncertainty_m
    across = math.hypot(500 - 600 * math.cos(math.pi / 4), 600 * math.sin(math.pi / 4))  # a step, and a whole sector
    assert a.uncertainty_m == pytest.approx(village.uncertainty_m + across, abs=0.01)


def test_the_digits_of_the_distance_count(tmp_path: Path) -> None:
    """500 m are good to 100, 512 m to a metre, and 91 degrees to one: with all that the figures leave open."""
    reading = _read(tmp_path, village=VILLAGE, a=_offset("village", 500, 91), b=_offset("village", 512, 91))
    village, a, b = (_position(reading, one).uncertainty_m for one in ("village", "a", "b"))
    assert a - village == pytest.approx(100.46, abs=0.05)
    assert b - village == pytest.approx(9.0, abs=0.05)


def test_a_stated_uncertainty_adds(tmp_path: Path) -> None:
    """As it does to printed digits, unless it is said to include them."""
    plain = _offset("village")
    reading = _read(
        tmp_path,
        village=VILLAGE,
        plain=plain,
        more=plain | {"uncertainty_m": 100},
        all=plain | {"uncertainty_m": 300, "uncertainty_includes_printing": True},
    )
    known = {one: _position(reading, one).uncertainty_m for one in ("plain", "more", "all")}
    assert known["more"] == pytest.approx(known["plain"] + 100)
    assert known["all"] == 300


def test_a_long_chain_and_a_long_circle(tmp_path: Path) -> None:
    """Ten thousand steps need no deeper stack than one, and a circle of as many is said once for each."""
    steps = {f"s{number}": _offset(f"s{number - 1}", 1, 0) for number in range(1, 10_001)}
    reading = _read(tmp_path, **dict(reversed(steps.items())), s0=VILLAGE)
    assert reading.errors == ()
    assert _position(reading, "s10000").lat_deg > _position(reading, "s1").lat_deg
    circle = _read(tmp_path, **steps, s0=_offset("s10000", 1, 0))
    assert len(circle.errors) + sum(circle.left_out.values()) == 10_001
    assert '"s10000" from "s9999" from "s9998" from "s9997" from "s9996" from … from "s10000"' in circle.errors[-2].message


def test_a_broken_start_is_said_once(tmp_path: Path) -> None:
    """A record whose start has another problem has none of its own."""
    reading = _read(tmp_path, village=VILLAGE | {"nmae": "x"}, a=_offset("village"))
    assert [problem.id for problem in reading.problems] == ["village"]


def test_an_id_used_twice_is_said_and_no_more(tmp_path: Path) -> None:
    """Whichever of the two is a source, and whichever has the offset."""
    village, site = _feature("v", VILLAGE), _feature("a", _offset("v"))
    source = _feature("a", {"kind": "source", "title": "Report"})
    for features in ([village, site, source], [village, source, site]):
        reading = _read_features(tmp_path, features)
        assert [problem.code for problem in reading.errors] == ["GEO024"]
        assert [record.kind for record in reading.sites] == [one["properties"]["kind"] for one in features]


def test_an_offset_is_no_repetition(tmp_path: Path) -> None:
    """A site 20 m from another, within the uncertainties of both, is told apart from it by that."""
    site = {"kind": "fragment_site", "published_coordinates": "39°46'12\"N 46°47'05\"E"}
    assert _read(tmp_path, site=site, a=_offset("site", 20)).problems == ()


def test_measured_and_shown() -> None:
    """As any other position is: in claims, in the report, on the map and in the table."""
    sites = read(DATA / "good" / "areas-offsets-and-datums.geojson").sites
    assessment = geo.assess(sites)
    text = " ".join(geo.format_report(assessment).split())
    assert "Position: 500 m from first in the direction NE." in text
    assert "in Pulkovo 1942 (EPSG:4284) by Pulkovo 1942 to WGS 84 (16), good to 4.5 m." in text
    assert "39.773091" in text
    finding = next(one for one in assessment.findings if one.claim == "c-offset")
    assert finding.measured
    assert finding.measured.distance_m == pytest.approx(500)
    page = geo.draw_map(assessment, online=False).get_root().render()
    assert '"offset_direction":["NE",null' in page.replace(" ", "")
    assert '"polygon":[null,[[[46.7,39.7],' in page.replace(" ", "")


def test_an_offset_from_a_place_that_is_not_found_yet(tmp_path: Path) -> None:
    """Along a chain nothing has a position and nothing is wrong; once its start has one, all of them have."""
    chain = {"a": _offset("village"), "b": _offset("a", 1000, 90)}
    waiting = _read(tmp_path, village={"kind": "place", "name": "Dorn"}, **chain)
    assert waiting.problems == ()
    assert [getattr(waiting.sites[one], "position", 0) for one in ("a", "b")] == [None, None]
    placed = _read(tmp_path, village=VILLAGE, **chain)
    assert placed.problems == ()
    assert all(_position(placed, one) for one in ("a", "b"))


def test_a_claim_says_from_where_its_end_will_be_placed(tmp_path: Path) -> None:
    """A finding that lacks a position for want of another one names both records."""
    claim = {"kind": "distance_claim", "from": "a", "to": "b", "published_distance": "780 m", "sources": ["s"]}
    ends = {"b": {**VILLAGE, "kind": "fragment_site"}, "s": {"kind": "source", "title": "S"}}
    reading = _read(tmp_path, village={"kind": "place"}, a=_offset("village"), c=claim, **ends)
    (finding,) = geo.assess(reading.sites).findings
    assert finding.verdict == "untestable"
    assert finding.explanation.startswith("a has no published position")
    assert "a is placed from village, which has no position to measure from." in finding.explanation

import json
from datetime import date
from typing import Any

import pytest

from geo.record import reading

SOURCE: tuple[str, Any, dict[str, Any]] = ("s", None, {"kind": "source", "title": "Report", "published_on": "2021-04"})
HERE = [46.742750, 39.760583]


def _codes(*records: tuple[str, Any, dict[str, Any]]) -> list[tuple[str | None, str]]:
    features = [
        {
            "type": "Feature",
            "id": name,
            "geometry": place and {"type": "Point", "coordinates": place},
            "properties": properties if properties["kind"] == "source" else {"sources": ["s"], **properties},
        }
        for name, place, properties in [*records, SOURCE]
    ]
    text = json.dumps({"type": "FeatureCollection", "features": features})
    return [(problem.id, problem.code) for problem in reading._read("f", text.encode(), None).problems]


def _site(name: str, place: Any = None, **properties: Any) -> tuple[str, Any, dict[str, Any]]:
    return name, place, {"kind": "fragment_site", **properties}


def _strike(name: str, place: Any = None, **properties: Any) -> tuple[str, Any, dict[str, Any]]:
    return name, place, {"kind": "strike_report", **properties}


def test_what_tells_two_records_apart() -> None:
    """Their kind, their dates, or a claim from one to the other."""
    assert _codes(_site("a", HERE), _site("b", HERE)) == [("b", "GEO054")]
    assert _codes(_site("a", HERE), _strike("b", HERE)) == []
    assert _codes(_site("a", HERE, found_on="2021-03-15"), _site("b", HERE, found_on="2021-03-16")) == []
    claim = {"kind": "distance_claim", "from": "b", "to": "a", "distance_m": 3}
    assert _codes(_site("a", HERE), _site("b", HERE), ("c", None, claim)) == []


def test_dates_are_out_of_order_only_where_they_exclude_each_other() -> None:
    """A month includes each of its days, and one source without a date leaves everything open."""
    assert _codes(_site("a", found_on="2021-04-30")) == []
    assert _codes(_site("a", found_on="2021-05-01")) == [("a", "GEO053")]
    undated = ("t", None, {"kind": "source", "title": "Undated"})
    assert _codes(_site("a", found_on="2021-05-01", sources=["s", "t"]), undated) == []
    claim = ("c", None, {"kind": "attribute_claim", "about": "a", "attribute": "x", "value": "y", "claimed_on": "2021-03"})
    assert _codes(_site("a", found_on="2021-03-31"), claim) == []
    assert _codes(_site("a", found_on="2021-04-01"), claim) == [("c", "GEO053")]


def test_fragments_are_found_after_the_first_strike_there() -> None:
    """An earlier strike at the position, or one without a date, may have left them."""
    found = _site("a", HERE, found_on="2021-03-15")
    assert _codes(found, _strike("x", HERE, struck_on="2021-03-16")) == [("a", "GEO053")]
    assert _codes(found, _strike("x", HERE, struck_on="2021-03-16"), _strike("y", HERE, struck_on="2020")) == []
    assert _codes(found, _strike("x", HERE, struck_on="2021-03-16"), _strike("y", HERE)) == []
    assert _codes(found, _strike("x", [46.75, 39.77], struck_on="2021-03-16")) == []


def test_absence_is_judged_in_whole_files_alone() -> None:
    """A source may be used by the record that could not be read."""
    unused = ("t", None, {"kind": "source", "title": "Another"})
    assert _codes(_site("a"), unused) == [("t", "GEO055")]
    assert _codes(_site("a"), unused, _site("b", sources=["t"], nmae="x")) == [("b", "GEO028")]


def test_places_far_away_are_for_orientation() -> None:
    """A town is company for a site, and is not asked about itself."""
    town = [_site(f"p{number}", [46.740001 + number / 100, 39.760001]) for number in range(5)]
    known = {"kind": "place", "uncertainty_m": 1}
    assert ("far", "GEO052") in _codes(*town, _site("far", [49.8611, 40.3811]))
    assert _codes(*town, ("capital", [49.8671, 40.4093], known)) == []
    assert _codes(*town, _site("far", [49.8611, 40.3811]), ("capital", [49.8671, 40.4093], known)) == []


def test_a_date_is_in_the_future_from_tomorrow_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither today is, nor this month or year; an interval is, where it ends in a day to come."""
    monkeypatch.setattr(reading, "latest_today", lambda: date(2026, 11, 28))
    past = [_site(str(index), found_on=text) for index, text in enumerate(("2026-11-28", "2026-11", "2026", "2021/2026-11-28"))]
    assert "GEO071" not in {code for _, code in _codes(*past)}
    future = [
        _site(str(index), found_on=text) for index, text in enumerate(("2026-11-29", "2026-12", "2027", "2021/2026-11-29"))
    ]
    assert [code for _, code in _codes(*future) if code == "GEO071"] == ["GEO071"] * 4


def test_only_both_noughts_together_are_no_position() -> None:
    """The equator and the meridian of Greenwich have places of their own; a printed 0, 0 is as doubtful as a typed one."""
    assert _codes(_site("a", [0.0, 0.0])) == [("a", "GEO070")]
    assert _codes(_site("a", None, published_coordinates="0.000000, 0.000000")) == [("a", "GEO070")]
    assert _codes(_site("a", [0, 51.4779]), _site("b", [9.45, 0])) == []

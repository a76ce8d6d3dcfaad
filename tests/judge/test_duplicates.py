import re
from typing import Any

import pytest

import geo
from geo.earth.geodesy import destination
from geo.earth.position import Position
from geo.judge import duplicates as grouping
from geo.judge.duplicates import Stance
from geo.record.dates import parse_dates
from geo.record.json_file.parse import Number
from geo.record.kinds import DistanceClaim, FragmentSite, Record, StrikeReport
from geo.record.reading import read
from geo.record.sites import Sites
from geo.show.answers.duplicates import groups_json, groups_text
from tests.conftest import DATA

HERE = Position(46.74, 39.76, 10.0)
NEAR, FAR = (Position(*destination(46.74, 39.76, 90.0, away), 10.0) for away in (19.9, 20.1))


def find(name: str, position: Position | None = HERE, when: str | None = None, **more: Any) -> FragmentSite:
    return FragmentSite(id=name, position=position, found_on=parse_dates(when) if when else None, **more)


def strike(name: str, position: Position | None = HERE, when: str | None = None, **more: Any) -> StrikeReport:
    return StrikeReport(id=name, position=position, struck_on=parse_dates(when) if when else None, **more)


def apart(one: str, other: str) -> DistanceClaim:
    return DistanceClaim(id=f"claim-{one}-{other}", from_=one, to=other, distance_m=Number("780"))


def groups(*records: Record) -> geo.Groups:
    return geo.group_duplicates(Sites("x.geojson", "0" * 64, records))


@pytest.mark.parametrize(
    ("one", "other", "together", "shared"),
    [
        (find("a"), find("b", NEAR), 1, 0),
        (find("a"), find("b", FAR), 0, 0),
        (find("a", when="2021-03"), find("b", when="2021-03-15"), 1, 0),
        (find("a", when="2021-03-14"), find("b", when="2021-03-15"), 0, 0),
        (find("a", when="2021-03-14"), find("b"), 1, 0),
        (strike("a", when="2021"), strike("b", when="2020-12/2021-01"), 1, 0),
        (find("a"), strike("b"), 0, 1),
        (find("a", when="2021-03-15"), strike("b", when="2020-11-07"), 0, 1),
        (strike("a", when="2020-11-07"), find("b", when="2021-03-15"), 0, 1),
        (find("a", when="2020-11-06"), strike("b", when="2020-11-07"), 0, 0),
        (find("a"), find("b", None), 0, 0),
    ],
    ids=[
        "undated", "too far", "a day of the month", "another day", "one undated", "intervals", "two kinds",
        "found later", "struck earlier", "found before the strike", "nowhere",
    ],
)  # fmt: skip
def test_what_may_describe_one_event(one: Record, other: Record, together: int, shared: int) -> None:
    """Two of a kind that are near and not apart in time; two kinds share a place, unless the find came first."""
    found = groups(one, other)
    assert (len(found.groups), len(found.same_place)) == (together, shared)
    for pair in (*found.same_place, *(pair for group in found.groups for pair in group.pairs)):
        assert (pair.a, pair.b, pair.reach_m) == ("a", "b", 20.0)


def test_what_hangs_together_is_one_group() -> None:
    """By pairs, in the order of the file; a pair that a claim sets apart is listed where others join its ends."""
    chain = [find(name, Position(*destination(46.74, 39.76, 90.0, 15.0 * step), 10.0)) for step, name in enumerate("abcde")]
    (group,) = groups(*chain, strike("s", FAR), apart("c", "b")).groups[:1]
    assert [one.ids for one in groups(*chain).groups] == [("a", "b", "c", "d", "e")]
    assert (group.ids, group.kind) == (("a", "b"), "fragment_site")
    assert [one.ids for one in groups(*chain, apart("c", "b")).groups] == [("a", "b"), ("c", "d", "e")]
    (whole,) = groups(*(find(name) for name in "abc"), apart("c", "b")).groups
    assert [(pair.a, pair.b, pair.set_apart) for pair in whole.pairs] == [
        ("a", "b", False),
        ("a", "c", False),
        ("b", "c", True),
    ]


def test_evidence_for_and_against() -> None:
    """Each group lists its evidence for and against, in words."""
    one = find("a", when="2021-03", munition="9M723 (Iskander)", sources=("s", "t"), published_coordinates="39 46")
    other = find("b", NEAR, when="2021-03-15", munition="122 mm Grad", sources=("u", "t"), published_coordinates="39 46")
    found = groups(one, other, find("c", munition="iskander, alleged"), apart("b", "a")).groups[0]
    told = {(pair.a, pair.b): [(each.about, each.stance, each.words) for each in pair.evidence] for pair in found.pairs}
    assert told["a", "b"] == [
        ("distance", Stance.FOR, "they lie 19.9 m apart and are known to within 10.0 m and 10.0 m"),
        ("coordinates", Stance.FOR, "the same coordinates are printed for both: 39 46"),
        ("dates", Stance.FOR, "on 2021-03 and on 2021-03-15: 0 to 16 days apart"),
        ("munition", Stance.AGAINST, 'the munition is "9M723 (Iskander)" and "122 mm Grad"'),
        ("sources", Stance.OPEN, "both name t; a source may have been entered twice, or may report two events"),
        ("claim", Stance.AGAINST, '"claim-b-a" treats them as two'),
    ]
    assert told["a", "c"][1:] == [
        ("dates", Stance.OPEN, '"c": no date is given, so the dates cannot be compared'),
        ("munition", Stance.OPEN, 'the munition is "9M723 (Iskander)" and "iskander, alleged"'),
    ]
    assert [pair.days_apart for pair in found.pairs] == [(0, 16), None, None]


@pytest.mark.parametrize(
    ("one", "other", "within_m", "days", "together", "shared"),
    [
        (find("a"), find("b", FAR), 0.2, None, 1, 0),
        (find("a"), find("b", FAR), 0.05, None, 0, 0),
        (find("a", when="2021-03-14"), find("b", when="2021-03-15"), 0, 1, 1, 0),
        (find("a", when="2021-03-14"), find("b", when="2021-03-16"), 0, 1, 0, 0),
        (find("a", when="2021-03-16"), find("b", when="2021-03-14"), 0, 1, 0, 0),
        (find("a", when="2021-02"), find("b", when="2021-03-01"), 0, 1, 1, 0),
        (find("a", when="2021-03-14"), find("b"), 0, 0, 1, 0),
        (find("a", when="2021-03-15"), strike("b", when="2020-11-07"), 0, 1, 0, 0),
        (find("a", when="2020-11-06"), strike("b", when="2020-11-07"), 0, 1, 0, 1),
        (find("a", when="2020-11-06"), strike("b"), 0, 1, 0, 1),
    ],
    ids=[
        "a little farther", "too far", "the next day", "two days later", "two days earlier", "the day after a month",
        "one undated", "found months later", "found the day before", "strike undated",
    ],
)  # fmt: skip
def test_a_distance_and_a_number_of_days_widen_the_search(  # noqa: PLR0913, PLR0917  # the case and its result
    one: Record, other: Record, within_m: float, days: int | None, together: int, shared: int
) -> None:
    """Pairs may be so many metres apart beside their uncertainties and so many days; a missing date excludes nothing."""
    found = geo.group_duplicates(Sites("x.geojson", "0" * 64, (one, other)), within_m=within_m, days=days)
    assert (len(found.groups), len(found.same_place), found.within_m, found.days) == (together, shared, within_m, days)


def test_what_the_uncertainties_leave_open_is_said() -> None:
    """Within 200 m, a pair is surely near, may be one place or is perhaps near; and the days apart are named."""
    at = [Position(*destination(46.74, 39.76, 90.0, away), 10.0) for away in (0.0, 150.0, 195.0)]
    vague = Position(46.74, 39.76, 300.0)
    records = [find("a", at[0], "2021-03-14"), find("b", at[1], "2021-03-15"), find("c", at[2]), find("d", vague)]
    (group,) = geo.group_duplicates(Sites("x.geojson", "0" * 64, tuple(records)), within_m=200, days=1).groups
    said = {pair.a + pair.b: (pair.surely_within, pair.evidence[0].stance, pair.evidence[0].words) for pair in group.pairs}
    known = "they lie 150.0 m apart and are known to within 10.0 m and 10.0 m"
    assert said["ab"] == (True, Stance.FOR, f"{known}, so they lie within 200 m of each other")
    known = "they lie 195.0 m apart and are known to within 10.0 m and 10.0 m"
    assert said["ac"] == (False, Stance.OPEN, f"{known}, so they may lie within 200 m of each other, or up to 215.0 m apart")
    assert said["bd"][:2] == (False, Stance.FOR)
    assert said["bd"][2].endswith("so they may be one place, or up to 460.0 m apart")
    (dates,) = [one for one in group.pairs[0].evidence if one.about == "dates"]
    assert (dates.stance, dates.words) == (Stance.OPEN, "on 2021-03-14 and on 2021-03-15: 1 day apart")


def test_records_without_a_position_or_a_date_are_said() -> None:
    """What cannot be compared is named, and pairs that lack a date are counted."""
    sites = Sites("x.geojson", "0" * 64, (find("a", when="2021-03-14"), find("b"), find("c", None), strike("d", None)))
    found = geo.group_duplicates(sites, within_m=200, days=1)
    lines = groups_text(geo.assess(sites), found).splitlines()
    assert lines[0].startswith(
        "x.geojson: 1 group of records that may describe one event, within 200 m of each other, uncertainties considered, "
        "on days no more than 1 apart. Nothing was merged"
    )
    assert lines[1:3] == [
        "Of 1 pair, 1 lacks a date and may be on any day.",
        "Not compared, for want of a position: 2 records (c, d).",
    ]
    value = groups_json(geo.assess(sites), found)
    assert (value["within_m"], value["days"], value["not_compared"]) == (200, 1, ["c", "d"])
    assert value["groups"][0]["pairs"][0]["days_apart"] is None


@pytest.mark.parametrize(("within_m", "days"), [(-1, None), (float("nan"), None), (float("inf"), None), (0, -1)])
def test_a_reach_below_nothing_is_refused(within_m: float, days: int | None) -> None:
    """A distance is a number of metres from 0 up, and a number of days 0 or more."""
    with pytest.raises(ValueError, match=r"from 0 up, not|is 0 or more, not"):
        geo.group_duplicates(Sites("x.geojson", "0" * 64, ()), within_m=within_m, days=days)


def test_the_warning_and_the_groups_agree() -> None:
    """What `geo check` says may be one is in one group."""
    reading = read(DATA / "bad" / "doubt-may-be-one.geojson")
    pairs = {frozenset((pair.a, pair.b)) for group in geo.group_duplicates(reading.sites).groups for pair in group.pairs}
    warned = [{*re.findall(r'as "([^"]+)"', one.message), one.id} for one in reading.problems if one.code == "GEO054"]
    assert all(ids in pairs for ids in warned)
    assert len(warned) == 2


def test_the_repositorys_own_record_has_none(sites: geo.Sites) -> None:
    """Two finds and two strikes, each pair at the very same coordinates."""
    found = geo.group_duplicates(sites)
    assert found.groups == ()
    assert [(pair.a, pair.b) for pair in found.same_place] == [("fragment-site-1", "strike-1"), ("fragment-site-2", "strike-2")]


def test_too_many_pairs_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Too many pairs are refused with advice, and one pair fewer is accepted."""
    monkeypatch.setattr(grouping, "MOST_PAIRS", 3)
    assert len(groups(*(find(name) for name in "abc")).groups[0].pairs) == 3
    with pytest.raises(
        ValueError, match=r"more than 3 pairs of records have overlapping uncertainties, .* more precise positions"
    ):
        groups(*(find(name) for name in "abcd"))


def test_markings_that_are_not_compared_are_counted() -> None:
    """Of more pairs of markings than are compared, the evidence says how many were, and decides nothing."""
    marked = (tuple(f"AB-{1000 + number}" for number in range(30)), tuple(f"CD-{5000 + number}" for number in range(20)))
    records = tuple(find(name).changed(marking=one) for name, one in zip("ab", marked, strict=True))
    (group,) = groups(*records).groups
    (evidence,) = (one for one in group.pairs[0].evidence if one.about == "marking")
    assert evidence.stance is Stance.OPEN
    assert evidence.words == "only 400 of 600 pairs of their markings were compared, and none of these can be read alike"


def test_a_marking_in_common_supports_the_guess() -> None:
    """Two records of one place whose markings can be read as one are likely one piece; other markings say nothing."""
    records = tuple(
        find(name).changed(marking=marked)
        for name, marked in (("a", ("BM-21", "5V28-0417")), ("b", ("5V28-04?7",)), ("c", ("5V28-0999",)))
    )
    (group,) = geo.group_duplicates(Sites("x.geojson", "0" * 64, records)).groups
    said = {pair.a + pair.b: [one for one in pair.evidence if one.about == "marking"] for pair in group.pairs}
    ((marking,), none, nothing) = said["ab"], said["ac"], said["bc"]
    assert (marking.stance, none, nothing) == (Stance.FOR, [], [])
    assert marking.words == 'the markings "5V28-0417" and "5V28-04?7" can be read alike'

from datetime import date
from pathlib import Path
from typing import Any

import pytest

import geo
from geo.earth.bounding_box import Box
from geo.record.dates import parse_dates
from geo.record.kinds import KINDS, Claim, FragmentSite, Located, Source
from geo.record.selection import describe_conditions


def kinds(sites: geo.Sites) -> set[str]:
    return {one.kind for one in sites if not isinstance(one, Source)}


def places(sites: geo.Sites) -> list[str]:
    return [one.id for one in sites.of_kind(Located)]


@pytest.mark.parametrize(
    "asked",
    [
        {"kind": "fragment_site"}, {"kind": ["strike_report", "place"]}, {"kind": "distance_claim"}, {"kind": "source"},
        {"ids": ["fragment-site-1", "strike-1"]}, {"ids": "claim-separation"}, {"ids": "Fragment site 1"},
        {"box": (46.74, 39.7, 46.75, 39.8)}, {"days": "2021-03"}, {"days": (date(2021, 3, 1), "2021-03-31")},
        {"verdict": "contradicted"}, {"verdict": ["agrees", "untestable"], "kind": "attribute_claim"}, {"ids": []}, {},
    ],
    ids=str,
)  # fmt: skip
def test_a_selection_stands_on_its_own(sites: geo.Sites, asked: dict[str, Any], tmp_path: Path) -> None:
    """Nothing in a selection refers to what is not in it, so it can be judged, drawn and reported."""
    selected = sites.select(**asked)
    assert all(one in selected for record in selected for ids in record.references().values() for one in ids)
    assert all(one in selected for record in selected for one in record.sources)
    assert [one for one in sites if one.id in selected] == list(selected)
    assessment = geo.assess(selected)
    assert geo.format_report(assessment)
    assert geo.write_map(assessment, tmp_path / "map.html").exists()


def test_places_are_selected_with_the_claims_between_them(sites: geo.Sites) -> None:
    """Claims between selected places come along, and each claim that loses an end is left out and named with that end."""
    selected = sites.select(kind="fragment_site")
    assert places(selected) == ["fragment-site-1", "fragment-site-2"]
    assert {"claim-separation", "claim-direction"} <= {one.id for one in selected}
    why = {one.id: one.why for one in selected.left_out}
    assert why["claim-in-shusha-1"] == "it refers to strike-1, place-shusha, which are not selected"
    assert {one.id for one in sites.of_kind(Claim)} == {*why, *(one.id for one in selected.of_kind(Claim))}
    assert str(selected.left_out[0]).startswith("claim-in-shusha-1: it refers to")
    alone = sites.select(ids=["fragment-site-1", "claim-separation"])
    assert [str(one) for one in alone.left_out] == ["claim-separation: it refers to fragment-site-2, which is not selected"]


def test_claims_alone_bring_what_they_refer_to(sites: geo.Sites) -> None:
    """A kind of claim, its id or its verdict selects the claim with its ends, and nothing else but sources."""
    by_kind, by_id, by_record = (sites.select(kind="distance_claim"), sites.select(ids="claim-separation"), None)
    by_record = sites.select(ids=[sites["claim-separation"]])
    assert by_kind.records == by_id.records == by_record.records
    assert kinds(by_kind) == {"fragment_site", "distance_claim"}
    contradicted = sites.select(verdict="contradicted")
    assert {one.id for one in contradicted.of_kind(Claim)} == {"claim-separation", "claim-direction"}
    assert geo.assess(sites).select(verdict=geo.Verdict.CONTRADICTED).records == contradicted.records
    assert sites.select(verdict="contradicted", kind=["strike_report"]).of_kind(Claim) == ()


def test_a_box_may_cross_the_180th_meridian_and_be_given_in_several_forms(sites: geo.Sites) -> None:
    """A tuple, a text and a Box of west, south, east and north select the same; records without a position are named."""
    sides = (46.74, 39.7, 46.75, 39.8)
    forms: list[Any] = [sides, "46.74,39.7,46.75,39.8", Box(*sides)]
    found = [sites.select(box=one) for one in forms]
    assert all(one.records == found[0].records for one in found)
    assert places(found[0]) == ["fragment-site-1", "strike-1", "place-shusha"]
    assert str(found[0].left_out[0]) == "strike-2020-11-07: it has no position"
    assert places(sites.select(box=(46.755, 39.7, 46.74, 39.8)))[:2] == ["fragment-site-2", "strike-2"]


def test_days_select_what_may_have_happened_then(sites: geo.Sites) -> None:
    """Days in several forms select the same; what has no date is named, and places for context stay."""
    forms: list[Any] = ["2021-03", parse_dates("2021-03"), ("2021-03-01", date(2021, 3, 31)), "2021-03-15", date(2021, 3, 15)]
    found = [sites.select(days=one) for one in forms]
    assert all(one.records == found[0].records for one in found)
    assert {"fragment-site-1", "place-shusha"} <= set(places(found[0]))
    assert {"strike-1: it has no date", "strike-2: it has no date"} <= set(map(str, found[0].left_out))
    assert "strike-2020-11-07" not in found[0]
    assert places(sites.select(days="2020-11", kind="strike_report")) == ["strike-2020-11-07"]


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        ({"kind": "fragmentsite"}, '"fragmentsite" is not one of the kinds fragment_site, .*did you mean "fragment_site"'),
        ({"ids": "fragment-site-9"}, '"fragment-site-9" is no record; did you mean'),
        ({"box": (1, 2, 3)}, 'wanted west,south,east,north in degrees, such as 46,39,47,40, not "1,2,3"'),
        ({"days": "March"}, 'wanted a date .* not "March"'),
        ({"verdict": "wrong"}, '"wrong" is not one of the verdicts agrees, compatible, contradicted, untestable'),
    ],
)
def test_what_cannot_be_selected_is_a_sentence(sites: geo.Sites, asked: dict[str, Any], why: str) -> None:
    """An unknown kind, id or verdict, and a box or days that cannot be read, are refused with what is wanted."""
    with pytest.raises(ValueError, match=why):
        sites.select(**asked)


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"kind": ["fragment_site", "strike_report"]}, "kind fragment_site or strike_report"),
        ({"days": "2021-03-15"}, "day 2021-03-15"),
        ({"days": "2021-03/2021-04"}, "days 2021-03-01 to 2021-04-30"),
        ({"days": "0001/2021-04"}, "days to 2021-04-30"),
        ({"days": "2021-03-02/9999"}, "days from 2021-03-02"),
        ({"box": (46.7, 39.7, 46.8, 39.8), "verdict": "contradicted"}, "box 46.7, 39.7, 46.8, 39.8; verdict contradicted"),
        ({"ids": [f"id-{number}" for number in range(9)]}, "id id-0 or id-1 or id-2 or id-3 or id-4 or 4 more"),
    ],
)
def test_conditions_are_said_in_words(asked: dict[str, Any], words: str) -> None:
    """What a selection asks for is said as it was asked, days by the first and the last of them."""
    assert describe_conditions(**asked) == words


def test_a_selection_says_that_it_is_one(sites: geo.Sites) -> None:
    """Its title says how many records were selected, and by what; it keeps no bytes of the whole file."""
    selected = sites.select(kind="fragment_site")
    assert selected.title.endswith(f"(selection of 50 records: {len(selected)}; kind fragment_site)")
    assert repr(selected).endswith(f", {len(selected.left_out)} left out, see left_out>")
    assert f"<caption>{len(selected.left_out)} records left out</caption>" in selected._repr_html_()
    assert (selected.content, sites.content is None) == (None, False)
    assert sites.select() is sites
    assert {FragmentSite} == {type(one) for one in selected.of_kind(Located)}
    assert sites.select(kind=list(KINDS)).records == sites.records

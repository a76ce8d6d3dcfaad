import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

import geo
from geo.judge.sources.timeline import MOST_NAMED, build_timeline
from geo.record.dates import Dates
from geo.record.kinds import AttributeClaim, FragmentSite, Record, Source
from geo.record.reading import read_data
from geo.record.sites import Sites


def when(first: int, last: int) -> Dates:
    """Days of January 2021."""
    return Dates(f"{first}/{last}", date(2021, 1, first), date(2021, 1, last))


def file(dates: list[Dates | None], claimed: Dates | None, own: int = 0, value: str = "M") -> Sites:
    """Sources with these dates, all named by a site and the first `own` of them by a claim about it."""
    names = tuple(f"s{number}" for number in range(len(dates)))
    records: list[Record] = [
        FragmentSite(id="site", sources=names),
        AttributeClaim(id="c", about=("site",), attribute="a", value=value, sources=names[:own]),
    ]
    records[1] = records[1].changed(claimed_on=claimed)
    sources = [Source(id=name, title="T").changed(published_on=one) for name, one in zip(names, dates, strict=True)]
    return Sites("f", "", (*records, *sources))


days = st.tuples(st.integers(1, 31), st.integers(1, 31)).map(lambda pair: when(min(pair), max(pair)))


@given(st.lists(st.none() | days, max_size=MOST_NAMED), days, st.integers(0, 3))
def test_who_could_have_copied_whom(dates: list[Dates | None], claimed: Dates, own: int) -> None:
    """As the definition says, source by source; none of the claim's own, none that came later."""
    (entry,) = [one for one in build_timeline(file(dates, claimed, own)) if one.id == "c"]
    others = {f"s{number}": one for number, one in enumerate(dates) if number >= own}
    earlier = {name for name, one in others.items() if one and one.last < claimed.first}
    unsure = {name for name, one in others.items() if one is None or (one.first <= claimed.last and one.last >= claimed.first)}
    assert (set(entry.published_earlier), set(entry.cannot_be_told), entry.more) == (earlier, unsure, False)
    lasts = [one.last for name in entry.published_earlier if (one := others[name])]
    assert lasts == sorted(lasts)


@given(st.lists(days, min_size=40, max_size=60), days)
def test_no_more_than_can_be_read(dates: list[Dates], claimed: Dates) -> None:
    """At most twenty of each sort, and it is said that there are more."""
    (entry,) = [one for one in build_timeline(file([*dates], claimed)) if one.id == "c"]
    earlier = [one for one in dates if one.last < claimed.first]
    unsure = [one for one in dates if one.first <= claimed.last and one.last >= claimed.first]
    assert len(entry.published_earlier) == min(len(earlier), MOST_NAMED)
    assert len(entry.cannot_be_told) == min(len(unsure), MOST_NAMED)
    assert entry.more is (max(len(earlier), len(unsure)) > MOST_NAMED)


@given(st.lists(days, max_size=20))
def test_the_order_of_time(dates: list[Dates]) -> None:
    """By the first day, then by the last, then as in the file; a claim without a date comes last."""
    entries = build_timeline(file([*dates], None))
    found = [(one.dates.first, one.dates.last, int(one.id[1:])) for one in entries if one.dates]
    assert found == sorted((one.first, one.last, number) for number, one in enumerate(dates))
    assert (entries[-1].id, entries[-1].dates, entries[-1].cannot_be_told) == ("c", None, ())


def test_the_timeline_of_the_record(assessment: geo.Assessment) -> None:
    """The 780 m were claimed on the day on which News Front printed the digits, after two outlets wrote of coordinates."""
    entries = {one.id: one for one in assessment.timeline}
    claim = entries["claim-separation"]
    assert claim.who == "Idris Ismayilov, ANAMA"
    assert claim.published_earlier == ("caucasus-watch-2021-03-31", "oc-media-2021-04-01")
    assert set(claim.cannot_be_told) == {"news-front-2021-04-02", "turan-2021-04-02", "sfera-2021"}  # of that day, or April
    assert "wikipedia-shusha" not in entries  # it has no date
    assert entries["fragment-site-1"].published_earlier == ()


def test_competing_values_stand_side_by_side(assessment: geo.Assessment) -> None:
    """Both variants for both sites, with who claims which and when; five attributes have competitors, the lethal radius has none."""
    values = assessment.competing_values
    assert {one.attribute for one in values} == {"model_variant", "range_km", "use_of_iskander", "time_of_strike", "found_on"}
    variants = [one for one in values if one.attribute == "model_variant"]
    rows = [(one.record, one.value, one.claim) for one in variants]
    assert rows == [
        (f"fragment-site-{number}", value, claim)
        for number in (1, 2)
        for value, claim in (("Iskander-M", "claim-variant-m"), ("Iskander-E", "claim-variant-e"))
    ]
    first = variants[0]
    assert (first.claimed_by, first.claimed_on and first.claimed_on.text) == ("Idris Ismayilov, ANAMA", "2021-04-02")
    assert first.reliability == (None, None)


@pytest.mark.parametrize(
    ("values", "rows"),
    [
        (["M", "M"], 0),
        (["M", "m"], 0),
        (["M", "E"], 2),
        (["M", "M", "E"], 3),
        (["280", "280.0"], 0),
        (["280", "280.00000000000006"], 0),
        (["280", "280\u00a0"], 0),
        (["280", "281"], 2),
    ],
)
def test_all_who_claim_a_value_are_listed(values: list[str], rows: int) -> None:
    """Those who say the same are listed as soon as one says another thing; what software adds to a number is no other thing."""
    properties = {"kind": "attribute_claim", "about": ["site", "site"], "attribute": "a"}
    features: list[dict[str, object]] = [
        {"type": "Feature", "id": "site", "geometry": None, "properties": {"kind": "fragment_site"}}
    ]
    features += [
        {"type": "Feature", "id": f"c{number}", "geometry": None, "properties": {**properties, "value": value}}
        for number, value in enumerate(values)
    ]
    sites = read_data("f", json.dumps({"type": "FeatureCollection", "features": features}).encode()).sites
    assert len(geo.assess(sites).competing_values) == rows


@pytest.mark.parametrize(
    ("attribute", "is_told"),
    [
        ("exclusion_radius_m", True),
        ("cordon radius", True),
        ("evacuation_distance_km", True),
        ("lethal_radius_m", False),
        ("search_depth_m", False),
        ("distance_travelled_km", False),
    ],
)
def test_the_radius_of_a_zone_points_to_the_kind_zone(attribute: str, is_told: bool) -> None:
    """A claim of how far a cordon, an exclusion or an evacuation reaches says which kind of record draws it; no other does."""
    properties = {"kind": "attribute_claim", "about": "site", "attribute": attribute, "value": 2416}
    features = [
        {"type": "Feature", "id": "site", "geometry": None, "properties": {"kind": "fragment_site"}},
        {"type": "Feature", "id": "claim", "geometry": None, "properties": properties},
    ]
    (finding,) = geo.assess(
        read_data("f", json.dumps({"type": "FeatureCollection", "features": features}).encode()).sites
    ).findings
    assert ('it is not drawn; a record of kind "zone" with radius_m is.' in finding.explanation) == is_told

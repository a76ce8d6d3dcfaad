import json

import pytest

import geo
from geo.judge.verdict.slips import Change, _coordinate_slips, find_slips
from geo.record.kinds import DistanceClaim
from geo.record.reading import read_data

A, B = "39°45'38.10\"N 46°44'33.90\"E", "39°45'27.80\"N 46°45'25.80\"E"


def claim_of(distance: str, first: str = A, second: str = B, more: str = "") -> tuple[DistanceClaim, geo.Sites]:
    """A claimed distance between two printed positions."""
    sites = [
        f'{{"type": "Feature", "id": "{name}", "geometry": null, "properties": {{"kind": "fragment_site", '
        f'"published_coordinates": {json.dumps(text)}{more}}}}}'
        for name, text in (("a", first), ("b", second))
    ]
    claim = f'"properties": {{"kind": "distance_claim", "from": "a", "to": "b", "distance_m": {distance}}}'
    features = ",".join([*sites, f'{{"type": "Feature", "id": "c", "geometry": null, {claim}}}'])
    found = read_data("f", f'{{"type": "FeatureCollection", "features": [{features}]}}'.encode()).sites
    return found.of_kind(DistanceClaim)[0], found


def test_no_single_slip_explains_the_record(sites: geo.Sites) -> None:
    """None does; the nearest is a 5 too many in 25.80 seconds, without which the sites lie 757.7 m apart."""
    claim = sites["claim-separation"]
    assert isinstance(claim, DistanceClaim)
    slips = find_slips(claim, sites)
    assert slips.explaining == ()
    assert slips.nearest
    assert slips.nearest.text == "39°45'27.80\"N 46°45'2.80\"E"
    assert slips.nearest.change is Change.EXTRA
    assert slips.nearest.distance_m == pytest.approx(757.7, abs=0.05)
    assert len(slips.candidates) > 300


@pytest.mark.parametrize(
    ("first", "meant", "change"),
    [
        (A, "39°45'38.10\"N 46°44'53.90\"E", Change.DIGIT),
        (A, "39°45'83.10\"N 46°44'33.90\"E", Change.SWAP),
        (A, "39°45'38.10\"N 46°44'3.90\"E", Change.EXTRA),
        ("39°45'8.10\"N 46°44'33.90\"E", A, Change.MISSING),
        (A, "39°45'38.10\"S 46°44'33.90\"E", Change.HEMISPHERE),
        (A, "39°45'38.10\"E 46°44'33.90\"N", Change.AXES),
        (A, "39.453810N 46°44'33.90\"E", Change.MINUTES),
        (A, "39°45'27.80\"N 46°44'33.90\"E", Change.COPIED),
    ],
)
def test_each_kind_of_slip_is_tried(first: str, meant: str, change: Change) -> None:
    """Each turns what was printed into what may have been meant."""
    assert (meant, change) in set(_coordinate_slips(first, B))


@pytest.mark.parametrize(("distance", "text"), [("1725", "1275 m"), ("4185", "4185 feet")])
def test_slips_of_the_claimed_number(distance: str, text: str) -> None:
    """Digits, and the unit: what would fit is found among them."""
    claim, sites = claim_of(distance)
    assert text in {slip.text for slip in find_slips(claim, sites).candidates}
    if "feet" in text:
        assert text in {slip.text for slip in find_slips(claim, sites).explaining}


def test_a_slip_that_explains_is_found() -> None:
    """Had 823.1 m been claimed, one digit would explain it: 33.90 for 53.90 at one end, or 25.80 for 05.80 or 5.80 at the other."""
    claim, sites = claim_of("823.1")
    explaining = find_slips(claim, sites).explaining
    expected = [("a", Change.DIGIT), ("b", Change.DIGIT), ("b", Change.EXTRA)]
    assert [(slip.record, slip.change) for slip in explaining] == expected


def test_slips_are_tried_in_the_datum_of_the_record() -> None:
    """Both ends move together, by 103 m, so that the distance of a slip stays what it was."""
    claim, sites = claim_of("780", more=', "geodetic_datum": "Pulkovo 1942"')
    nearest = find_slips(claim, sites).nearest
    assert nearest
    assert nearest.distance_m == pytest.approx(757.7, abs=0.1)

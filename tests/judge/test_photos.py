"""Where a photograph was taken: what its camera's figure for its error means for verdicts, distances and views."""

from typing import Any

import pytest

import geo
from geo.judge.photos import NO_NORTH, NO_WIDTH, view_of
from geo.judge.sources.independence import Rule
from geo.record.kinds import Photo

SITE = {"kind": "fragment_site", "published_coordinates": "39.76058 N 46.74275 E", "sources": ["a"]}
AT = {"type": "Point", "coordinates": [46.744, 39.7606]}
"""107 m from the site."""


def _feature(name: str, geometry: Any = None, **properties: Any) -> dict[str, Any]:
    return {"type": "Feature", "id": name, "geometry": geometry, "properties": properties}


def _assessed(*more: dict[str, Any], **photo: Any) -> geo.Assessment:
    claim = {"kind": "distance_claim", "from": "site", "to": "photo", "published_distance": "180 metres", "sources": ["b"]}
    features = [
        _feature("site", **SITE),
        _feature("photo", AT, kind="photo", shows=["site"], **photo),
        _feature("claim", **claim),
        _feature("a", kind="source", title="A"),
        _feature("b", kind="source", title="B"),
        *more,
    ]
    return geo.assess(geo.sites_from({"type": "FeatureCollection", "features": features}))


def _finding(assessment: geo.Assessment) -> geo.Finding:
    return next(one for one in assessment.findings if one.claim == "c")


def test_a_camera_error_is_taken_three_times() -> None:
    """A camera's 5 m count as 15 m and the printed digits, the finding says so, and a claim of 180 m is contradicted."""
    assessment = _assessed(position_basis="camera", position_error_m=5)
    (finding,) = assessment.findings
    photo = assessment.sites["photo"]
    assert isinstance(photo, Photo)
    assert photo.position is not None
    assert photo.position.uncertainty_m == pytest.approx(15 + 14.06, abs=0.05)  # four decimals of a degree
    assert finding.verdict is geo.Verdict.CONTRADICTED
    assert (
        "The uncertainty of photo (5 m) is three times the camera's own figure, which holds 68 % of its errors."
        in finding.explanation
    )
    assert "inferred from the digits alone" not in finding.explanation


def test_a_wide_camera_error_leaves_the_claim_open() -> None:
    """With 20 m the same claim is compatible: the figure is no maximum, and nothing is contradicted by it as one."""
    (finding,) = _assessed(position_basis="camera", position_error_m=20).findings
    assert finding.verdict is geo.Verdict.COMPATIBLE


def test_a_camera_without_a_figure_judges_nothing() -> None:
    """Without a figure the distance alone is told, no verdict is reached, and the photograph is drawn all the same."""
    assessment = _assessed(position_basis="camera")
    (finding,) = assessment.findings
    photo = assessment.sites["photo"]
    assert isinstance(photo, Photo)
    assert (photo.position, photo.drawn and photo.drawn.lon_deg) == (None, 46.744)
    assert (finding.verdict, finding.measured) == (geo.Verdict.UNTESTABLE, None)
    assert finding.explanation.startswith(
        "photo: the camera gives the position, without a figure for its error. "
        "It puts the two 107.1 m apart, and nothing says how far off that may be."
    )
    (far,) = assessment.photo_distances
    assert (round(far.distance_m, 1), far.low_m, far.high_m) == (107.1, None, None)
    assert assessment.loci == ()


def test_digits_of_a_camera_say_nothing_of_its_error() -> None:
    """A camera's position that was typed as printed is no better known: how many digits a camera writes is not how right it is."""
    photo = _feature("p", None, kind="photo", position_basis="camera", published_coordinates="39.760600 N 46.744000 E")
    claim = _feature("c", kind="distance_claim", **{"from": "site", "to": "p"}, published_distance="180 metres", sources=["b"])
    assessment = _assessed(photo, claim)
    assert _finding(assessment).verdict is geo.Verdict.UNTESTABLE
    assert "without a figure for its error" in _finding(assessment).explanation
    known = _feature("p", None, **{**photo["properties"], "uncertainty_m": 20})
    assert _finding(_assessed(known, claim)).verdict is geo.Verdict.CONTRADICTED


def test_what_is_placed_from_a_photograph_rests_on_its_camera() -> None:
    """A verdict on a place that is offset from a photograph names the camera's figure; without a figure there is no verdict."""
    place = _feature("crater", kind="strike_report", offset_from="photo", published_offset="50 m north")
    further = _feature("hole", kind="strike_report", offset_from="crater", published_offset="50 m north")
    claim = {"kind": "distance_claim", "from": "site", "to": "hole", "published_distance": "900 metres", "sources": ["b"]}
    known = _finding(_assessed(place, further, _feature("c", **claim), position_basis="camera", position_error_m=5))
    assert known.verdict is geo.Verdict.CONTRADICTED
    assert "The uncertainty of photo (5 m) is three times the camera's own figure" in known.explanation
    unknown = _finding(_assessed(place, further, _feature("c", **claim), position_basis="camera"))
    assert unknown.verdict is geo.Verdict.UNTESTABLE
    assert "hole is placed from crater, which has no position to measure from." in unknown.explanation


def test_no_camera_is_exact() -> None:
    """A camera's error of nothing is refused: it would make the position better known than any."""
    with pytest.raises(geo.SitesError, match="position_error_m: wanted metres above 0"):
        _assessed(position_basis="camera", position_error_m=0)


@pytest.mark.parametrize("more", [{"uncertainty_m": 20}, {"position_basis": "geolocation"}, {}])
def test_what_a_person_says_counts_as_for_any_record(more: dict[str, Any]) -> None:
    """A stated uncertainty, or a position that is not the camera's, is judged like that of any other record."""
    (finding,) = _assessed(**({"position_basis": "camera"} | more if more.get("uncertainty_m") else more)).findings
    assert finding.measured is not None
    assert "68 %" not in finding.explanation


def test_distances_of_what_is_shown() -> None:
    """The distance has the uncertainties of both ends; a zone and a record without a place have none."""
    zone = _feature("zone", AT, kind="zone", zone_type="cordon", radius_m=300)
    nowhere = _feature("nowhere", kind="place")
    other = _feature("other", AT, kind="photo", shows=["zone", "nowhere", "site"], uncertainty_m=10)
    found = [one for one in _assessed(zone, nowhere, other).photo_distances if one.photo == "other"]
    assert [one.shown for one in found] == ["site"]
    assert found[0].low_m == pytest.approx(found[0].distance_m - 10 - 1.41, abs=0.01)


@pytest.mark.parametrize(
    ("said", "azimuth", "half", "assumed"),
    [
        ({"view_direction_deg": 45, "view_north": "true", "view_width_deg": 60}, 45.0, 30.0, ()),
        ({"view_direction_deg": 359, "view_north": "magnetic", "taken_at": "2021-03-15"}, 5.0, 10.0, (NO_WIDTH,)),
        ({"view_direction_deg": 45, "view_north": "magnetic"}, 45.0, 10.0, (NO_NORTH, NO_WIDTH)),
        ({"view_direction_deg": 45}, 45.0, 10.0, (NO_NORTH, NO_WIDTH)),
    ],
)
def test_views(said: dict[str, Any], azimuth: float, half: float, assumed: tuple[str, ...]) -> None:
    """A magnetic direction is turned by the declination of its place and day, about 6 degrees at Shusha; what is assumed is told."""
    photo = _assessed(**said).sites["photo"]
    assert isinstance(photo, Photo)
    view = view_of(photo)
    assert view is not None
    assert view.azimuth_deg == pytest.approx(azimuth, abs=1)
    assert (view.half_width_deg, view.assumed) == (half, assumed)


def test_no_view_without_a_direction_or_a_place() -> None:
    """Without a direction there is no view, nor without a place."""
    for photo in (_feature("x", AT, kind="photo"), _feature("x", kind="photo", view_direction_deg=45)):
        record = geo.sites_from([photo])["x"]
        assert isinstance(record, Photo)
        assert view_of(record) is None


def test_one_file_behind_two_sources() -> None:
    """A claim and a position whose sources bring one file of a photograph are not independent; with another file they are."""
    one, same, another = "1" * 64, "1" * 64, "2" * 64
    for sha, is_independent in ((same, False), (another, True)):
        photos = [
            _feature("p1", kind="photo", file="p1.jpg", sha256=one, sources=["a"]),
            _feature("p2", kind="photo", file="p2.jpg", sha256=sha, sources=["b"]),
        ]
        (finding,) = _assessed(*photos).findings
        assert finding.independent is is_independent
        rules = [reason.rule for reason in finding.provenance.reasons]
        assert rules == ([] if is_independent else [Rule.PICTURE])


def test_a_marking_read_on_a_photograph() -> None:
    """What is read on a photograph is on the fragment that it shows, wherever the camera stood; without one it is the photograph's."""
    far = {"type": "Point", "coordinates": [46.757167, 39.757722]}
    marked = _feature("far", far, kind="fragment_site", marking="KS-101 / 0732")
    (same,) = _assessed(marked, marking="KS-101 / 07?2").same_markings.found
    assert same.records == ("site", "far")
    alone = _feature("alone", AT, kind="photo", marking="KS-101 / 07?2")
    (same,) = _assessed(marked, alone).same_markings.found
    assert same.records == ("far", "alone")
    shown = _feature("shown", AT, kind="photo", shows=["far"], marking="KS-101 / 0732")
    assert _assessed(marked, shown).same_markings.found == ()

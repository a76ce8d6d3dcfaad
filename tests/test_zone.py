import pytest

import geo
from geo import Position, Zone
from geo.earth.geodesy import destination
from geo.judge.zone import Membership, Overlap, pair


def zone(lon: float, lat: float, radius: float = 200, uncertainty: float = 10) -> Zone:
    return Zone("s", Position(lon, lat, uncertainty), radius, None, ())


def test_the_record(assessment: geo.Assessment) -> None:
    """Two circles of 200 m, 875.6 m apart edge to edge."""
    (between,) = assessment.zone_pairs
    assert between.gap_m == pytest.approx(875.598, abs=5e-4)
    assert between.overlap is Overlap.APART
    assert [z.radius_m for z in assessment.zones] == [200, 200]
    assert assessment.zones[0].possible_m - assessment.zones[0].certain_m == pytest.approx(2 * 0.3896, abs=1e-3)


@pytest.mark.parametrize("center", [(46.74, 39.76), (180, 0), (-179.9999, 70), (0, 90), (30, -89.9999)])
@pytest.mark.parametrize(
    ("away", "uncertainty", "membership"),
    [
        (189, 0, Membership.INSIDE),
        (191, 0, Membership.POSSIBLY),
        (209, 0, Membership.POSSIBLY),
        (211, 0, Membership.OUTSIDE),
        (100, 89, Membership.INSIDE),
        (100, 91, Membership.POSSIBLY),
        (300, 89, Membership.OUTSIDE),
        (300, 91, Membership.POSSIBLY),
    ],
)
def test_membership_has_three_answers(
    center: tuple[float, float], away: float, uncertainty: float, membership: Membership
) -> None:
    """Certain, possible, outside: everywhere on Earth, with both uncertainties added."""
    lon, lat = destination(*center, 77.0, away)
    assert zone(*center).membership(Position(lon, lat, uncertainty)) is membership


@pytest.mark.parametrize(
    ("away", "overlap"), [(379, Overlap.OVERLAP), (381, Overlap.POSSIBLE), (419, Overlap.POSSIBLE), (421, Overlap.APART)]
)
def test_overlap_of_two_zones(away: float, overlap: Overlap) -> None:
    """Two zones of 200 m, each centre known to 10 m."""
    lon, lat = destination(179.999, 0.0, 90.0, away)
    between = pair(zone(179.999, 0), zone(lon, lat))
    assert between.overlap is overlap
    assert between.gap_m == pytest.approx(away - 400, abs=1e-6)


def test_a_radius_smaller_than_the_uncertainty() -> None:
    """Nothing is certain then, and the certain edge is nowhere."""
    vague = zone(0, 0, radius=5)
    assert vague.certain_m == 0
    assert vague.membership(Position(0, 0)) is Membership.POSSIBLY


def test_each_zone_warns() -> None:
    """A radius at which fragments can kill is not a safe distance, and each zone says so."""
    assert zone(0, 0).warning == "A radius at which fragments can kill is not a safe distance."

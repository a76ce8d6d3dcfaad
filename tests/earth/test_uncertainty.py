import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from geo.earth import uncertainty
from geo.earth.geodesy import INJECTIVITY_RADIUS_M, LONGEST_GEODESIC_M, destination, inverse
from geo.earth.uncertainty import (
    BEST_UNPRINTED_M,
    azimuth_half_width_deg,
    metres_per_degree,
    printed_unit,
    printing_uncertainty_m,
    unprinted_uncertainty_m,
)


def test_the_worked_example() -> None:
    """Source: Georeferencing Best Practices, doi:10.15468/doc-gg7h-s853: latitude 10.27, 0.01 degrees: 1,556.8 m."""
    assert printing_uncertainty_m(10.27, 0.01, 0.01) == pytest.approx(1556.8, abs=0.05)


@pytest.mark.parametrize(("lat", "metres"), [(0, 44), (30, 41), (60, 35), (85, 32)])
def test_a_second_of_arc(lat: float, metres: int) -> None:
    """Source: as above, table of uncertainties for coordinates to the nearest second, rounded up."""
    assert metres - 1 < printing_uncertainty_m(lat, 1 / 3600, 1 / 3600) <= metres


@given(st.floats(-89, 89), st.floats(-179, 179))
def test_a_degree_is_as_long_as_the_geodesic(lat: float, lon: float) -> None:
    """Radii of curvature agree with short geodesics."""
    lat_m, lon_m = metres_per_degree(lat)
    step = 1e-3
    assert inverse(lon, lat - step / 2, lon, lat + step / 2)[0] / step == pytest.approx(lat_m, rel=1e-6)
    assert inverse(lon - step / 2, lat, lon + step / 2, lat)[0] / step == pytest.approx(lon_m, rel=1e-6)


@given(st.floats(-90, 90), st.floats(1e-9, 1), st.floats(1e-9, 1), st.floats(1, 10))
def test_coarser_printing_is_never_surer(lat: float, lat_unit: float, lon_unit: float, factor: float) -> None:
    """Uncertainty grows with each input."""
    base = printing_uncertainty_m(lat, lat_unit, lon_unit)
    assert printing_uncertainty_m(lat, lat_unit * factor, lon_unit) >= base
    assert printing_uncertainty_m(lat, lat_unit, lon_unit * factor) >= base


@pytest.mark.parametrize(
    ("digits", "unit"), [("46", 1), ("46.742750", 1e-6), ("46.7", 0.1), ("1e3", 1000), ("1.50E-2", 1e-4), ("-0.0", 0.1)]
)
def test_the_last_digit_counts(digits: str, unit: float) -> None:
    """Trailing zeros that were typed count as digits."""
    assert printed_unit(digits) == pytest.approx(unit)


@pytest.mark.parametrize(
    ("distance", "errors", "half"),
    [
        (100, (0, 0), 0),
        (100, (25, 25), 30),
        (100, (50, 50), None),
        (0, (0, 0), None),
        (1, (1, 1), None),
        (20_000_000, (10_000, 10_000), None),
    ],
)
def test_azimuth_half_width(distance: float, errors: tuple[float, float], half: float | None) -> None:
    """asin(error / distance) nearby, and undefined where the ends may coincide or be antipodal."""
    found = azimuth_half_width_deg(distance, 40, *errors)
    assert found == (half if half is None else pytest.approx(half, abs=1e-3))


def test_no_direction_from_a_pole() -> None:
    """Where the point may be the pole, every direction is south."""
    assert azimuth_half_width_deg(100_000, 90, 0, 1) is None
    assert azimuth_half_width_deg(100_000, 89.9999, 20, 1) is None


@given(st.floats(-89.9, 89.9), st.floats(3, 7.30112), st.tuples(*[st.floats(0, 0.9)] * 2), st.tuples(*[st.floats(0, 360)] * 3))
@example(0.0, 7.3003, (0.3, 0.3), (90.0, 0.0, 180.0))
@example(0.0, 7.3005, (0.01, 0.01), (90.0, 0.0, 180.0))
def test_azimuths_stay_within_the_half_width(
    lat: float, power: float, shares: tuple[float, float], turns: tuple[float, float, float]
) -> None:
    """Wherever both ends really are, the azimuth between them is within the half-width, near the antipode as well."""
    azimuth, one, other = turns
    end = destination(0.0, lat, azimuth, min(10**power, LONGEST_GEODESIC_M))
    distance, measured, _ = inverse(0.0, lat, *end)
    own, theirs = (min(distance, LONGEST_GEODESIC_M - distance) * share / 2 for share in shares)
    half = azimuth_half_width_deg(distance, lat, own, theirs)
    if half is None:
        return
    start, finish = destination(0.0, lat, one, own), destination(*end, other, theirs)
    off = abs((inverse(*start, *finish)[1] - measured + 180) % 360 - 180)
    assert off <= half + 1e-6


@given(st.floats(-90, 90), st.floats(0, 1000))
def test_no_direction_near_the_antipode(lat: float, error: float) -> None:
    """Where two shortest ways may leave in different directions, no azimuth is given, however small the errors."""
    assert azimuth_half_width_deg(INJECTIVITY_RADIUS_M + 1, lat, 0, error) is None
    assert azimuth_half_width_deg(INJECTIVITY_RADIUS_M - error, 0, 0, error + 1) is None
    assert azimuth_half_width_deg(19_900_000, 0, 0, error) is not None


def test_two_shortest_ways_near_the_antipode() -> None:
    """Two places a metre apart, 19,995 km away, are seen in directions that differ by more than 90 degrees."""
    north, south = inverse(0.0, 0.0, 179.7, 0.000005), inverse(0.0, 0.0, 179.7, -0.000005)
    assert abs(north[1] - south[1]) > 90
    assert INJECTIVITY_RADIUS_M < north[0] < LONGEST_GEODESIC_M


@given(
    st.floats(-90, 90),
    st.from_regex(r"-?[0-9]{1,3}(\.[0-9]{0,18})?(e[+-]?0{0,5}[0-9])?", fullmatch=True).filter(
        lambda digits: not digits.endswith((".", "-"))
    ),
)
def test_digits_that_are_plainly_fine_are_found_as_all_others_are(lat: float, digits: str) -> None:
    """Where the last decimals alone say that nothing better may be taken for granted, reading all of the number says the same."""
    unit = uncertainty._finest_unit([digits])
    assert unprinted_uncertainty_m(lat, digits) == max(BEST_UNPRINTED_M, printing_uncertainty_m(lat, unit, unit))

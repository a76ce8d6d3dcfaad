import itertools

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from geo.earth.geodesy import inverse
from geo.earth.position import Position, Positions
from geo.earth.search.overlapping import find_touching

LOCAL = st.builds(Position, st.floats(46.7, 46.8), st.floats(39.7, 39.8), st.sampled_from([0.0, 0.1, 14.0, 800.0, 2_000.0]))
POLAR = st.builds(Position, st.sampled_from([-179.99, 179.99, 0.0]), st.floats(89.9, 90), st.floats(0, 5_000))


@given(st.lists(LOCAL | POLAR, max_size=25))
def test_all_that_touch_and_no_other(positions: list[Position]) -> None:
    """Each pair once, with its distance, among uncertainties of many orders of magnitude."""
    columns = Positions(*np.array([(one.lon_deg, one.lat_deg, one.uncertainty_m) for one in positions]).reshape(-1, 3).T)
    found = [
        pair
        for batch in find_touching(columns, lambda one, other: one % 7 != other % 7)
        for pair in zip(*(column.tolist() for column in batch), strict=True)
    ]
    expected = []
    for (one, here), (other, there) in itertools.combinations(enumerate(positions), 2):
        distance, _, _ = inverse(here.lon_deg, here.lat_deg, there.lon_deg, there.lat_deg)
        if distance <= here.uncertainty_m + there.uncertainty_m and one % 7 != other % 7:
            expected.append((one, other, distance))
    assert sorted(found) == expected

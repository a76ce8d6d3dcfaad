import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.judge.solve.least_squares import minimize_squares

FloatArray = npt.NDArray[np.float64]
COUNTS = st.integers(1, 6)


@settings(max_examples=300)
@given(COUNTS, st.integers(0, 8), st.integers(0, 2**32 - 1))
def test_linear_residuals_have_the_least_squares_of_linear_algebra(count: int, more: int, seed: int) -> None:
    """For residuals that are linear, the values are those of the normal equations, however far the start is."""
    random = np.random.default_rng(seed)
    slope, at = random.normal(size=(count + more, count)), random.normal(size=count + more)
    start = random.normal(size=count) * 1e5
    found = minimize_squares(lambda x: slope @ x - at, lambda *_: slope, start, smallest_step=1e-9, most_calls=500)
    expected = np.linalg.lstsq(slope, at)[0]
    least, reached = (float(np.square(slope @ x - at).sum()) for x in (expected, found))
    assert reached <= least + 1e-9


def misfits(count: int, seed: int) -> tuple[float, float, float]:
    """Metres by which distances between moved places are off at most, before and after; and the slope of their squares then."""
    random = np.random.default_rng(seed)
    truth = random.normal(size=(count, 2)) * 1000
    one, other = np.triu_indices(count, 1)
    lengths = np.linalg.norm(truth[one] - truth[other], axis=1)

    def missed(values: FloatArray) -> FloatArray:
        points = values.reshape(-1, 2)
        off: FloatArray = np.linalg.norm(points[one] - points[other], axis=1) - lengths
        return off

    def slopes(values: FloatArray, _: FloatArray) -> FloatArray:
        points = values.reshape(-1, 2)
        apart = points[one] - points[other]
        along = apart / np.linalg.norm(apart, axis=1)[:, None]
        slope = np.zeros((len(one), count, 2))
        slope[np.arange(len(one)), one], slope[np.arange(len(one)), other] = along, -along
        return slope.reshape(len(one), -1)

    start = (truth + random.uniform(-100, 100, truth.shape)).ravel()
    found = minimize_squares(missed, slopes, start, smallest_step=1e-7, most_calls=200)
    before, after = (float(np.abs(missed(x)).max()) for x in (start, found))
    return before, after, float(np.linalg.norm(slopes(found, found).T @ missed(found)))


def fits(before: float, after: float) -> bool:
    return after < 1e-4 or after < before / 1000  # nearly on one line, the last step is long in coming


@settings(max_examples=300)
@given(st.integers(2, 7), st.integers(0, 2**32 - 1))
def test_points_are_moved_until_their_distances_fit_or_no_step_helps(count: int, seed: int) -> None:
    """Where the distances between places do not fit in the end, their squares are least all the same: some figures have two minima."""
    before, after, slope = misfits(count, seed)
    assert fits(before, after) or slope < 1e-5


@pytest.mark.parametrize("count", range(2, 8))
def test_points_with_given_distances_are_placed(count: int) -> None:
    """Places that were moved by a tenth of their spread are moved until all distances fit, in all but one of a hundred figures."""
    assert sum(fits(*misfits(count, seed)[:2]) for seed in range(100)) >= 99


def valley(x: FloatArray) -> FloatArray:
    return np.array([10 * (x[1] - x[0] ** 2), 1 - x[0]])


def slopes_of_valley(x: FloatArray, _: FloatArray) -> FloatArray:
    return np.array([[-20 * x[0], 10.0], [-1.0, 0.0]])


@pytest.mark.parametrize("calls", [1, 2, 5, 10, 100])
def test_a_bent_valley_is_followed_to_its_end(calls: int) -> None:
    """Rosenbrock's function is minimized from its usual start, in some tens of calls; fewer calls end earlier, never higher."""
    called: list[FloatArray] = []

    def counted(x: FloatArray) -> FloatArray:
        called.append(x)
        return valley(x)

    start = np.array([-1.2, 1.0])
    found = minimize_squares(counted, slopes_of_valley, start, smallest_step=1e-9, most_calls=calls)
    assert len(called) <= calls
    before, after = (float(np.square(valley(x)).sum()) for x in (start, found))
    assert after < before or calls < 3
    assert calls < 100 or found.tolist() == pytest.approx([1, 1], abs=1e-6)


@pytest.mark.parametrize("off", [0.0, 5.0])
def test_what_cannot_be_improved_stays(off: float) -> None:
    """Values whose residuals are 0, or do not change with them, are returned as they came."""

    def flat(_: FloatArray) -> FloatArray:
        return np.array([off])

    start = np.array([3.0, 4.0])
    assert minimize_squares(flat, lambda *_: np.zeros((1, 2)), start, smallest_step=0.1, most_calls=9) is start

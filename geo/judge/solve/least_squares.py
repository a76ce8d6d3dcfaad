"""Minimizes a sum of squares of functions that are not linear, by Levenberg and Marquardt's method.

Source: K. Madsen, H. B. Nielsen, O. Tingleff (2004), Methods for Non-Linear Least Squares Problems, 2nd edition, Technical
University of Denmark, algorithm 3.16; its linear systems are solved by orthogonal decomposition instead of normal equations.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from geo.earth.position import FloatArray

FIRST_DAMPING = 1e-3
"""In squares of the largest slope (the source's τ, for a start that is not far from the answer)."""
MOST_DAMPING = 1e12


def minimize_squares(
    residuals: Callable[[FloatArray], FloatArray],
    slopes: Callable[[FloatArray, FloatArray], FloatArray],
    start: FloatArray,
    *,
    smallest_step: float,
    most_calls: int,
) -> FloatArray:
    """The n values near `start`, of shape (n,), for which the sum of the squares of m residuals is least.

    `residuals` gives them, of shape (m,), and `slopes`, of the values and their residuals, how these change with each value,
    of shape (m, n). It ends where all residuals are 0, a step is shorter than `smallest_step`, or `residuals` was called
    `most_calls` times; the values are the best that it met.
    """
    found, off = start, residuals(start)
    slope = slopes(found, off)
    damping, growth = FIRST_DAMPING * float(np.square(slope).sum(axis=0).max()), 2.0
    for _ in range(most_calls - 1):
        if not off.any() or not 0 < damping < MOST_DAMPING:
            break
        damped = np.vstack((slope, np.sqrt(damping) * np.eye(len(found))))
        step = np.linalg.lstsq(damped, np.concatenate((-off, np.zeros(len(found)))))[0]
        there = found + step
        off_there = residuals(there)
        gain = float(off @ off - off_there @ off_there)
        promised = float(step @ (damping * step - slope.T @ off))
        if gain > 0:
            found, off, growth = there, off_there, 2.0
            slope = slopes(found, off)
            damping *= max(1 / 3, 1 - (2 * gain / promised - 1) ** 3)
        else:
            damping, growth = damping * growth, growth * 2
        if float(np.abs(step).max()) < smallest_step:
            break
    return found

"""Puts longitudes on one side of their widest gap, so that neighbours across the 180th meridian stand side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray


def middle_of(longitudes: Sequence[float] | NDArray[np.float64]) -> float:
    """The longitude opposite to the middle of the widest gap between longitudes, all in degrees from -180 to 180.

    Of gaps that are equally wide, the one at the 180th meridian counts.

    >>> middle_of([46, 48]), middle_of([179, -179]), middle_of([])
    (47.0, 180.0, 0.0)
    """
    if not len(longitudes):
        return 0.0
    lons = np.unique(np.asarray(longitudes, dtype=float))
    across = lons[0] + 360 - lons[-1]
    gaps = np.diff(lons)
    if not len(gaps) or gaps.max() <= across:
        return float((lons[0] + lons[-1]) / 2)
    west = int(gaps.argmax())
    gap_middle = float((lons[west] + lons[west + 1]) / 2)
    return gap_middle + 180 if gap_middle <= 0 else gap_middle - 180


def near(lon_deg: float, middle: float) -> float:
    """The same meridian within 180 degrees of a middle; one that is within them stays exactly what it is.

    >>> near(-179, 180), near(46.7, 47)
    (181, 46.7)
    """
    return lon_deg if abs(lon_deg - middle) <= 180 else lon_deg - 360 * round((lon_deg - middle) / 360)


def all_near(lons_deg: NDArray[np.float64], middle: float) -> NDArray[np.float64]:
    """The same of many longitudes, of shape (n,)."""
    return np.where(np.abs(lons_deg - middle) <= 180, lons_deg, lons_deg - 360 * np.round((lons_deg - middle) / 360))

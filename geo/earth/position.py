"""Where something is: longitude, latitude and how far off that may be."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    FloatArray = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Position:
    """A point on WGS 84 with the radius of the circle that contains the true place.

    Raises:
        ValueError: if a coordinate is out of range or a number is not finite.
    """

    lon_deg: float
    """Longitude in degrees, east positive, -180 to 180."""
    lat_deg: float
    """Latitude in degrees, north positive, -90 to 90."""
    uncertainty_m: float = 0.0
    """Maximum horizontal error in metres."""

    def __post_init__(self) -> None:
        for name, value, limit in (("longitude", self.lon_deg, 180), ("latitude", self.lat_deg, 90)):
            if not -limit <= value <= limit:  # NaN fails this too
                raise ValueError(f"{name} {value} is outside -{limit}..{limit}")
        if not 0 <= self.uncertainty_m < math.inf:
            raise ValueError(f"an uncertainty is a number of metres from 0 up, not {self.uncertainty_m}")

    @property
    def latlon(self) -> tuple[float, float]:
        """Latitude, then longitude, in degrees: Leaflet's order, and used for Leaflet alone."""
        return self.lat_deg, self.lon_deg


@dataclass(frozen=True, slots=True)
class Positions:
    """Many positions at once, for arithmetic on columns: three arrays of shape (n,).

    Ranges are not checked: whoever reads a column checks it where it can name the row.
    """

    lon_deg: FloatArray
    """Longitudes in degrees."""
    lat_deg: FloatArray
    """Latitudes in degrees."""
    uncertainty_m: FloatArray
    """Maximum horizontal errors in metres."""

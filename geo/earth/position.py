"""Where something is: longitude, latitude and how far off that may be."""

from __future__ import annotations

import math
from dataclasses import dataclass
from numbers import Real
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable

    import numpy as np
    from numpy.typing import NDArray

    FloatArray = NDArray[np.float64]
    Place: TypeAlias = "Position | tuple[float, float] | tuple[float, float, float] | Any"
    """A position, a record with one, or a tuple of longitude, latitude and perhaps uncertainty."""


@dataclass(frozen=True, slots=True)
class Position:
    """A point on WGS 84 with the radius of the circle that contains the true place: longitude first.

    Next: `measure(one, other)` gives the distance and the azimuth between two of them.

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
        if not -180 <= self.lon_deg <= 180:  # NaN fails this too
            raise ValueError(f"longitude {self.lon_deg} is outside -180..180")
        if not -90 <= self.lat_deg <= 90:
            raise ValueError(f"latitude {self.lat_deg} is outside -90..90")
        if not 0 <= self.uncertainty_m < math.inf:
            raise ValueError(f"an uncertainty is a number of metres from 0 up, not {self.uncertainty_m}")

    @classmethod
    def of(cls, place: Place) -> Position:
        """Take the position of whatever has one: a position, a record, or a tuple of longitude and latitude.

        Longitude comes first, as everywhere in this package and in GeoJSON; a third number is the uncertainty in metres.
        Without it, the tuple is taken as exact.

        >>> Position.of((46.74275, 39.760583)).lat_deg
        39.760583

        Raises:
            ValueError: if a record has no position, or a coordinate is out of range.
            TypeError: if it is something else.
        """
        if isinstance(place, cls):
            return place
        if isinstance(place, tuple | list) and len(place) in (2, 3) and all(isinstance(one, Real) for one in place):
            try:
                return cls(*map(float, place))
            except ValueError as error:
                raise ValueError(f"{error}; a tuple is (longitude, latitude), or (longitude, latitude, metres)") from None
        if not hasattr(place, "position"):
            wanted = "wanted a record, a Position or a tuple (longitude, latitude) in degrees"
            raise TypeError(f"{wanted}, not {str(place)[:80] if isinstance(place, tuple | list) else type(place).__name__}")
        if not isinstance(found := getattr(place, "position", None), cls):
            raise ValueError(f"{getattr(place, 'id', place)!r} has no position, so nothing can be measured from it")
        return found

    @property
    def latlon(self) -> tuple[float, float]:
        """Latitude, then longitude, in degrees: Leaflet's order, and used for Leaflet alone."""
        return self.lat_deg, self.lon_deg


@dataclass(frozen=True, slots=True)
class Positions:
    """Many positions at once, for arithmetic on columns: three arrays of shape (n,).

    `Positions.of` makes them of records or tuples. Next: `measure(some, others)` measures row by row.

    Ranges are not checked: whoever reads a column checks it where it can name the row.
    """

    lon_deg: FloatArray
    """Longitudes in degrees."""
    lat_deg: FloatArray
    """Latitudes in degrees."""
    uncertainty_m: FloatArray
    """Maximum horizontal errors in metres."""

    @classmethod
    def of(cls, places: Iterable[Place]) -> Positions:
        """Take the positions of records, tuples of longitude and latitude, or positions, as `Position.of` does.

        Raises:
            ValueError: if a record has no position, or a coordinate is out of range.
            TypeError: if one of them is something else.
        """
        import numpy as np  # one position does without it

        taken = [Position.of(one) for one in places]
        columns = np.array([(one.lon_deg, one.lat_deg, one.uncertainty_m) for one in taken]).reshape(-1, 3)
        return cls(*columns.T)

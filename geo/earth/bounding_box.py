"""A box of longitudes and latitudes that says where something should lie."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Box:
    """Bounds in degrees; where west is greater than east, the box crosses the 180th meridian (RFC 7946, 5.2)."""

    west_deg: float
    south_deg: float
    east_deg: float
    north_deg: float

    def contains(self, lon_deg: float, lat_deg: float) -> bool:
        """Whether a point lies in it or on its edge."""
        if self.west_deg <= self.east_deg:
            across = self.west_deg <= lon_deg <= self.east_deg
        else:
            across = lon_deg >= self.west_deg or lon_deg <= self.east_deg
        return across and self.south_deg <= lat_deg <= self.north_deg

    def __str__(self) -> str:
        return ",".join(f"{side:g}" for side in (self.west_deg, self.south_deg, self.east_deg, self.north_deg))


def parse_box(text: str) -> Box:
    """Read "W,S,E,N" in degrees.

    >>> parse_box("46,39.5,47,40").contains(46.75, 39.76)
    True

    Raises:
        ValueError: if it is not four numbers in that order and within their ranges.
    """
    wanted = f'wanted west,south,east,north in degrees, such as 46,39,47,40, not "{text}"'
    try:
        west, south, east, north = map(float, text.split(","))
    except ValueError:
        raise ValueError(wanted) from None
    if not (abs(west) <= 180 and abs(east) <= 180 and -90 <= south <= north <= 90):  # NaN fails this too
        raise ValueError(f"{wanted}; longitudes run from -180 to 180, latitudes from -90 to 90, and south is below north")
    return Box(west, south, east, north)

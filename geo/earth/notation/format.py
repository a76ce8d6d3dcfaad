"""A position as text, in each form that `parse_coordinates` reads back within the printed precision."""

from __future__ import annotations

from geo.earth.notation.utm_mgrs import BANDS, projection

_EQUATOR_DEG = 1e-7
"""A centimetre, as degrees: so close to the equator on the southern side the package mgrs 1.6 rounds the northing up
to 10,000 km and names a square that does not exist."""


def degrees_text(lat_deg: float, lon_deg: float, *, decimals: int = 5) -> str:
    """Decimal degrees.

    >>> degrees_text(39.76058, 46.74275)
    '39.76058° N, 46.74275° E'
    """
    return _angles(lat_deg, lon_deg, ("° ",), decimals)


def minutes_text(lat_deg: float, lon_deg: float, *, decimals: int = 3) -> str:
    """Degrees and decimal minutes.

    >>> minutes_text(39.76058, 46.74275)
    '39°45.635′ N, 46°44.565′ E'
    """
    return _angles(lat_deg, lon_deg, ("°", "′ "), decimals)


def seconds_text(lat_deg: float, lon_deg: float, *, decimals: int = 1) -> str:
    """Degrees, minutes and decimal seconds.

    >>> seconds_text(39.76058, 46.74275)
    '39°45′38.1″ N, 46°44′33.9″ E'
    """
    return _angles(lat_deg, lon_deg, ("°", "′", "″ "), decimals)


def utm_text(lat_deg: float, lon_deg: float, *, decimals: int = 0) -> str:
    """UTM in metres: zone, easting, northing, as other programs read it, too.

    The letter after the zone means the same as a band of latitude and as a hemisphere: N in the north, the band in the
    south. 38S would be both a northern band and a southern zone.

    >>> utm_text(39.76058, 46.74275), utm_text(-12.5, -77.1)
    ('38N 649283 4402637', '18L 271779 8617250')

    Raises:
        ValueError: beyond 80° S and 84° N, where UTM is not defined.
    """
    if not -80 <= lat_deg <= 84:
        raise ValueError(f"UTM runs from latitude -80 to 84, and {lat_deg} is beyond")
    zone = _zone(lat_deg, lon_deg)
    easting, northing = projection(zone, south=lat_deg < 0).transform(lon_deg, lat_deg)
    letter = "N" if lat_deg >= 0 else BANDS[min(9, int((lat_deg + 80) // 8))]
    return f"{zone}{letter} {easting:.{decimals}f} {northing:.{decimals}f}"


def mgrs_text(lat_deg: float, lon_deg: float, *, digits: int = 5) -> str:
    """The MGRS square that holds a position, of 10 ** (5 - digits) metres a side.

    >>> mgrs_text(39.76058, 46.74275)
    '38S PK 49283 02636'

    Source: NGA.STND.0037_2.0.0_GRIDS, Universal Grids and Grid Reference Systems (2014).
    """
    from mgrs import MGRS  # rarely needed

    if -_EQUATOR_DEG < lat_deg < 0:
        lat_deg = 0.0
    reference = str(MGRS().toMGRS(lat_deg, lon_deg, MGRSPrecision=digits))
    cut = len(reference) - 2 * digits
    pieces = (reference[: cut - 2], reference[cut - 2 : cut], reference[cut : cut + digits], reference[cut + digits :])
    return " ".join(filter(None, pieces))


def _angles(lat_deg: float, lon_deg: float, marks: tuple[str, ...], decimals: int) -> str:
    north, east = "S" if lat_deg < 0 else "N", "W" if lon_deg < 0 else "E"
    return f"{_angle(abs(lat_deg), marks, decimals)}{north}, {_angle(abs(lon_deg), marks, decimals)}{east}"


def _angle(size_deg: float, marks: tuple[str, ...], decimals: int) -> str:
    """Counted in whole last digits, so that 59.99 minutes never round up to 60."""
    scale = 10**decimals
    units = round(size_deg * 60 ** (len(marks) - 1) * scale)
    rest, fraction = divmod(units, scale)
    parts: list[int] = []
    for _ in marks[1:]:
        rest, part = divmod(rest, 60)
        parts.insert(0, part)
    parts.insert(0, rest)
    digits = [str(parts[0]), *(f"{part:02d}" for part in parts[1:])]
    digits[-1] += f".{fraction:0{decimals}d}" if decimals else ""
    return "".join(f"{part}{mark}" for part, mark in zip(digits, marks, strict=True))


def _zone(lat_deg: float, lon_deg: float) -> int:
    """The zone of UTM, with the wider zones around Norway and Svalbard."""
    if 56 <= lat_deg < 64 and 3 <= lon_deg < 12:
        return 32
    if 72 <= lat_deg <= 84 and 0 <= lon_deg < 42:
        return next(zone for zone, east in ((31, 9), (33, 21), (35, 33), (37, 42)) if lon_deg < east)
    return int((lon_deg + 180) // 6) % 60 + 1

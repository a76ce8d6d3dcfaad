"""A position as text, in each form that `parse_coordinates` reads back within the printed precision."""

from __future__ import annotations

from geo.earth.notation.utm_mgrs import BANDS, load_projection

_EQUATOR_DEG = 1e-7
"""A centimetre, as degrees: so close to the equator on the southern side the package mgrs 1.6 rounds the northing up
to 10,000 km and names a square that does not exist."""


def degrees_text(lat_deg: float, lon_deg: float, *, decimals: int = 5) -> str:
    """Decimal degrees.

    >>> degrees_text(39.76058, 46.74275)
    '39.76058° N, 46.74275° E'
    """
    return _pair(lat_deg, lon_deg, 1, decimals)


def minutes_text(lat_deg: float, lon_deg: float, *, decimals: int = 3) -> str:
    """Degrees and decimal minutes.

    >>> minutes_text(39.76058, 46.74275)
    '39°45.635′ N, 46°44.565′ E'
    """
    return _pair(lat_deg, lon_deg, 2, decimals)


def seconds_text(lat_deg: float, lon_deg: float, *, decimals: int = 1) -> str:
    """Degrees, minutes and decimal seconds.

    >>> seconds_text(39.76058, 46.74275)
    '39°45′38.1″ N, 46°44′33.9″ E'
    """
    return _pair(lat_deg, lon_deg, 3, decimals)


def angle_text(value_deg: float, *, is_latitude: bool, parts: int, decimals: int = 0) -> str:
    """One latitude or longitude: in degrees, in degrees and minutes (2 parts), or also in seconds (3).

    >>> angle_text(46.75, is_latitude=False, parts=2), angle_text(-39.5, is_latitude=True, parts=1, decimals=1)
    ('46°45′ E', '39.5° S')
    """
    hemisphere = ("N", "S") if is_latitude else ("E", "W")
    return f"{_size(abs(value_deg), parts, decimals)} {hemisphere[value_deg < 0]}"


def utm_text(lat_deg: float, lon_deg: float, *, decimals: int = 0) -> str:
    """UTM in metres: zone, easting, northing, as other programs read it, too.

    The letter after the zone means the same as a band of latitude and as a hemisphere: N in the north, the band in the
    south. 38S would be both a northern band and a southern zone.

    >>> utm_text(39.76058, 46.74275), utm_text(-12.6, -77.1)
    ('38N 649283 4402637', '18L 271867 8606186')

    Raises:
        ValueError: beyond 80° S and 84° N, where UTM is not defined.
    """
    if not -80 <= lat_deg <= 84:
        raise ValueError(f"UTM covers latitudes -80 to 84, not {lat_deg}")
    zone = _zone(lat_deg, lon_deg)
    easting, northing = load_projection(zone, south=lat_deg < 0).transform(lon_deg, lat_deg)
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


def _pair(lat_deg: float, lon_deg: float, parts: int, decimals: int) -> str:
    lat = angle_text(lat_deg, is_latitude=True, parts=parts, decimals=decimals)
    return f"{lat}, {angle_text(lon_deg, is_latitude=False, parts=parts, decimals=decimals)}"


def _size(size_deg: float, parts: int, decimals: int) -> str:
    """Counted in whole last digits, so that 59.99 minutes never round up to 60."""
    rest, fraction = divmod(round(size_deg * 60 ** (parts - 1) * 10**decimals), 10**decimals)
    figures: list[int] = []
    for _ in range(parts - 1):
        rest, figure = divmod(rest, 60)
        figures.insert(0, figure)
    digits = [str(rest), *(f"{figure:02d}" for figure in figures)]
    digits[-1] += f".{fraction:0{decimals}d}" if decimals else ""
    return "".join(f"{one}{mark}" for one, mark in zip(digits, "°′″", strict=False))


def _zone(lat_deg: float, lon_deg: float) -> int:
    """The zone of UTM, with the wider zones around Norway and Svalbard."""
    if 56 <= lat_deg < 64 and 3 <= lon_deg < 12:
        return 32
    if 72 <= lat_deg <= 84 and 0 <= lon_deg < 42:
        return next(zone for zone, east in ((31, 9), (33, 21), (35, 33), (37, 42)) if lon_deg < east)
    return int((lon_deg + 180) // 6) % 60 + 1

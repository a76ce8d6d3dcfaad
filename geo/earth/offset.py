"""A position known only as a distance and a direction from another: "10 km NE of P"."""

from __future__ import annotations

import math

from geo.earth.direction import Direction
from geo.earth.geodesy import LONGEST_GEODESIC_M, destination, wgs84
from geo.earth.position import Position


def apply_offset(start: Position, distance_m: float, distance_error_m: float, direction: Direction) -> Position:
    """The position some metres from another in a direction, with the circle that holds every place the words allow.

    >>> round(apply_offset(Position(0, 45), 10_000, 0, direction=Direction("NE", 45, 22.5)).uncertainty_m)
    3902

    The circle holds each place that lies at the distance, give or take its error, in the direction, give or take its
    half-width, from any place within the uncertainty of the start; also where the Earth is not flat.

    Source: "distance at a heading", J. R. Wieczorek, Q. Guo, R. J. Hijmans (2004), The point-radius method for
    georeferencing locality descriptions, IJGIS 18, 745-767, doi:10.1080/13658810412331280211; A. D. Chapman,
    J. R. Wieczorek (2020), Georeferencing Best Practices, doi:10.15468/doc-gg7h-s853, "Uncertainty Related to Heading",
    with that example (3.90 km). Three things differ, so as never to report less than the truth: the triangle is a spherical
    one, north turns where the start moves, and the uncertainty of the start is added, not made part of the distance, since
    it moves the whole arc.
    """
    lon, lat = destination(start.lon_deg, start.lat_deg, direction.azimuth_deg, distance_m)
    return Position(lon, lat, _radius_m(start, distance_m, distance_error_m, direction))


def _radius_m(start: Position, distance_m: float, error_m: float, direction: Direction) -> float:
    """The two terms: across the arc from one start, and what moving the start does.

    Across the arc: the farthest ends of the arc are its corners; two sides and their angle span no more than on the
    sphere whose curvature is the least of the ellipsoid's, that of the poles (Toponogov's theorem; P. Petersen 2016,
    Riemannian Geometry, 3rd edition, doi:10.1007/978-3-319-26654-1). The formula is that of the haversine, on that sphere.

    Moving the start: north turns by tan(latitude) / N for each metre eastwards, which swings the other end by no more
    than the radius times sin(distance / radius) on that sphere (Sturm comparison of Jacobi fields), and moves it
    otherwise no more than the start, up to a quarter of the way around the Earth.
    """
    earth = wgs84()
    radius = earth.a**2 / earth.b
    longest = distance_m + error_m
    anywhere = min(LONGEST_GEODESIC_M, distance_m + longest + start.uncertainty_m)  # there, back, and there again
    steepest = abs(start.lat_deg) + math.degrees(
        start.uncertainty_m * earth.a / earth.b**2
    )  # the sharpest meridian, at the equator
    if longest > math.pi / 2 * earth.b or steepest >= 90:
        return anywhere
    half = math.sin(math.radians(min(direction.half_width_deg, 180)) / 2) ** 2
    sides = distance_m / radius, [max(0.0, distance_m - error_m) / radius, longest / radius]
    chords = [math.sin((sides[0] - side) / 2) ** 2 + math.sin(sides[0]) * math.sin(side) * half for side in sides[1]]
    across = 2 * radius * math.asin(math.sqrt(max(chords)))
    swing = math.tan(math.radians(steepest)) / earth.a * radius * math.sin(longest / radius)
    return min(anywhere, across + start.uncertainty_m * (1 + swing))

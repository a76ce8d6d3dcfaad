"""Measures how far from what it is said to show each photograph was taken, and towards where its camera looked."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo.earth.geodesy import inverse
from geo.judge.verdict.measurement import measure
from geo.record.kinds import Located, Photo, ReportedZone

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geo.record.sites import Sites

HALF_OF_NO_WIDTH_DEG = 10.0
"""Degrees to either side that are drawn where nothing says how wide a picture is."""
NO_NORTH = "The direction of the view is not known to count from true north; it is drawn as if it did."
NO_WIDTH = "The width of the view is not stated; it is drawn 20° wide."


@dataclass(frozen=True, slots=True)
class PhotoDistance:
    """How far from a record that it is said to show a photograph was taken. It judges nothing."""

    photo: str
    shown: str
    """Id of that record."""
    distance_m: float
    low_m: float | None
    """What the uncertainties of both leave; None where nothing says how far off the camera's position may be."""
    high_m: float | None


@dataclass(frozen=True, slots=True)
class View:
    """Towards where a camera looked."""

    azimuth_deg: float
    """Degrees clockwise from true north, or from the north that is not stated."""
    half_width_deg: float
    assumed: tuple[str, ...]
    """What is drawn although nothing says it: `NO_NORTH`, `NO_WIDTH`."""


def measure_photos(sites: Sites) -> tuple[PhotoDistance, ...]:
    """The distance of each photograph from each record that it shows, where both have a place; zones, which are areas, have none."""
    return tuple(_distances(sites))


def _distances(sites: Sites) -> Iterator[PhotoDistance]:
    for photo in sites.of_kind(Photo):
        for name in photo.shows:
            if name not in sites:
                continue  # a selection left it out
            record = sites[name]
            if not isinstance(record, Located) or isinstance(record, ReportedZone):
                continue
            if photo.position and record.position:
                found = measure(photo, record)
                yield PhotoDistance(photo.id, name, found.distance_m, found.low_m, found.high_m)
            elif (at := photo.drawn) and (there := record.drawn):
                distance_m, _, _ = inverse(at.lon_deg, at.lat_deg, there.lon_deg, there.lat_deg)
                yield PhotoDistance(photo.id, name, distance_m, None, None)


def view_of(photo: Photo) -> View | None:
    """Towards where a photograph's camera looked; None where it does not say, or has no place.

    A direction from magnetic north is turned to true north by the declination of its place and day; without a day, its north
    counts as unknown. What is drawn although nothing says it is told.
    """
    if photo.view_direction_deg is None or (at := photo.drawn) is None:
        return None
    azimuth, is_known = float(photo.view_direction_deg), photo.view_north == "true"
    if photo.view_north == "magnetic" and photo.taken_at is not None:
        from geo.earth.declination import NoDeclinationError, magnetic_declination  # the model takes long to load

        with suppress(NoDeclinationError):
            azimuth, is_known = azimuth + magnetic_declination(at, photo.taken_at.first).declination_deg, True
    width = photo.view_width_deg
    assumed = *((NO_NORTH,) if not is_known else ()), *((NO_WIDTH,) if width is None else ())
    return View(azimuth % 360, HALF_OF_NO_WIDTH_DEG if width is None else float(width) / 2, assumed)

"""Describes where a site lies if its claims are true, as sentences and as JSON."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from geo.earth.quantities import metres, plural, square_metres
from geo.judge.solve.search import Answer
from geo.show.answers.claim_words import listed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from shapely import MultiPolygon, Polygon

    from geo.judge.solve.locate import Locus
    from geo.show.answers.json_form import Json


MOST_PIECES = 4
"""The number of pieces of an area that are described one by one."""


def locus_sentences(one: Locus, named: Callable[[str], str] = str) -> Iterator[str]:
    """Describe where a site lies, how large that area is, and how far off the published position is.

    `named` gives what records are called, by their ids.
    """
    claims, site = listed([*map(named, one.claims)]), named(one.site)
    if one.geometry is None:
        yield f"{site}: no place on Earth satisfies {claims} together, given the published positions of the other sites."
        return
    pieces = len(getattr(one.geometry, "geoms", "1"))
    parts = f" ({pieces} parts)" if pieces > 1 else ""
    are = "are" if len(one.claims) > 1 else "is"
    yield f"{site}: if {claims} {are} true, it lies in an area of {square_metres(one.area_m2)}{parts}."
    if one.left_out:
        yield f"{plural(one.left_out, 'more claim')} about it {'is' if one.left_out == 1 else 'are'} left out, so the area may be smaller."
    if one.is_bounded:
        yield _bounds_text(one.geometry)
        yield "Within it, the claims favour no place over another."
    if one.answer is Answer.UNDECIDED:
        yield "It is undecided whether any place there satisfies all of them."
    if not one.is_bounded:
        yield "The claims do not bound the area; it is drawn as far as the search went."
    if one.off_m is not None:
        yield (
            "Its published position lies inside."
            if one.off_m < 0.01
            else f"Its published position lies {metres(one.off_m)} outside."
        )


def _bounds_text(area: Polygon | MultiPolygon) -> str:
    """The latitudes and longitudes between which an area lies, or each of its pieces where they are few, rounded outward."""
    from geo.earth.area.shapes import bounding_box  # shapely takes long to load

    parts = getattr(area, "geoms", [area])
    boxes = [bounding_box(part) for part in parts] if len(parts) <= MOST_PIECES else [bounding_box(area)]
    return f"That is {'; and '.join(map(_box_text, boxes))} (rounded outward)."


def _box_text(box: tuple[float, float, float, float]) -> str:
    """To a unit that is between a tenth and a hundredth of the shorter side."""
    west, south, east, north = box
    side = min(north - south, (east - west) % 360 or 360.0) or 1e-6  # all longitudes around a pole
    digits = min(6, max(0, math.ceil(1 - math.log10(side))))
    scale = 10**digits
    bottom, left = (f"{math.floor(one * scale) / scale:.{digits}f}" for one in (south, west))
    top, right = (f"{math.ceil(one * scale) / scale:.{digits}f}" for one in (north, east))
    return f"latitude {bottom} to {top}, longitude {left} to {right}{' across the 180th meridian' if west > east else ''}"


def locus_json(one: Locus) -> Json:
    """An area with what is known of it."""
    from shapely import orient_polygons  # shapely takes long to load

    return {
        "site": one.site,
        "feasible": one.is_feasible,
        "area_m2": one.area_m2,
        "bbox": one.bbox and list(one.bbox),
        "geometry": one.geometry and orient_polygons(one.geometry).__geo_interface__,  # RFC 7946, 3.1.6
        "claims": list(one.claims),
        "answer": one.answer.value,
        "bounded": one.is_bounded,
        "off_m": one.off_m,
    }


def locus_feature(one: Locus) -> Json:
    """The area as a GeoJSON feature, for other tools."""
    found = locus_json(one)
    return {
        "type": "Feature",
        "id": one.site,
        "bbox": found.pop("bbox"),
        "geometry": found.pop("geometry"),
        "properties": found,
    }

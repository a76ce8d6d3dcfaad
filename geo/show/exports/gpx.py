"""GPX 1.1: each record with a position as a waypoint, for receivers and phones; a zone is no point, and left out.

Source: Topografix, GPX 1.1 Schema Documentation.
"""

from __future__ import annotations

from typing import IO, TYPE_CHECKING
from xml.etree import ElementTree as ET

from geo.record.kinds import Located, ReportedZone
from geo.show.exports import shapes
from geo.show.exports.packing import XmlFile, text_element
from geo.show.exports.shapes import Shape, typed_degrees

if TYPE_CHECKING:
    from geo.judge.assessment import Assessment


_END = 180
"""Longitudes of the schema are less than this."""


def write_gpx(assessment: Assessment, file: IO[bytes]) -> None:
    """The records as waypoints; dates stand in the description, since a waypoint's `time` is when it was made."""
    made = XmlFile(file)
    with made.inside("gpx", version="1.1", creator="debris-sites", xmlns="http://www.topografix.com/GPX/1/1"):
        with made.inside("metadata"):
            made.add(text_element("name", assessment.sites.title))
        for shape in shapes.records(assessment):
            record = assessment.sites[shape.id]
            if isinstance(record, Located) and not isinstance(record, ReportedZone) and (degrees := typed_degrees(record)):
                made.add(_waypoint(shape, *degrees, None if record.elevation_m is None else record.elevation_m.digits))


def _waypoint(shape: Shape, lon: str, lat: str, elevation: str | None) -> ET.Element:
    point = ET.Element("wpt", lat=lat, lon=f"-{lon}" if float(lon) == _END else lon)
    if elevation:
        point.append(text_element("ele", elevation))
    told = (("name", shape.name), ("cmt", shape.id), ("desc", shape.text), ("type", shape.style))
    point.extend([text_element(tag, text) for tag, text in told])
    return point

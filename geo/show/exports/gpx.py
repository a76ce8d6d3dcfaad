"""GPX 1.1: each record with a position as a waypoint, for receivers and phones.

Source: Topografix, GPX 1.1 Schema Documentation.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from geo.record.kinds import Located
from geo.show.exports import shapes
from geo.show.exports.packing import xml_bytes, xml_text
from geo.show.exports.shapes import Shape, typed_degrees

if TYPE_CHECKING:
    from geo.judge.assessment import Assessment


def gpx(assessment: Assessment) -> bytes:
    """The records as waypoints; dates stand in the description, since a waypoint's `time` is when it was made."""
    root = ET.Element("gpx", version="1.1", creator="debris-sites", xmlns="http://www.topografix.com/GPX/1/1")
    _add(ET.SubElement(root, "metadata"), "name", assessment.sites.title)
    for shape in shapes.records(assessment):
        record = assessment.sites[shape.id]
        if isinstance(record, Located) and (degrees := typed_degrees(record)):
            root.append(_waypoint(shape, *degrees))
    return xml_bytes(root)


def _waypoint(shape: Shape, lon: str, lat: str) -> ET.Element:
    point = ET.Element("wpt", lat=lat, lon=lon)
    _add(point, "name", shape.name)
    _add(point, "cmt", shape.id)
    _add(point, "desc", shape.text)
    _add(point, "type", shape.style)
    return point


def _add(parent: ET.Element, tag: str, text: str) -> None:
    ET.SubElement(parent, tag).text = xml_text(text)

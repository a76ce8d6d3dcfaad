"""GPX 1.1: each record with a position as a waypoint, for receivers and phones; a zone is no point.

What a waypoint has no element for stands in `<extensions>` in a namespace of our own, which other programs pass over and
`geo import` reads back; so do the records that are no waypoints, at the end of the file.

Source: Topografix, GPX 1.1 Schema Documentation: `extensionsType` takes elements of any other namespace.
"""

from __future__ import annotations

from typing import IO, TYPE_CHECKING
from xml.etree import ElementTree as ET

from geo.record.import_table.gpx_records import GPX, NAMESPACE
from geo.record.kinds import Located, Record, ReportedZone
from geo.show.exports import shapes
from geo.show.exports.packing import XmlFile, text_element
from geo.show.exports.shapes import Shape, in_words, typed_degrees

if TYPE_CHECKING:
    from geo.judge.assessment import Assessment


_END = 180
"""Longitudes of the schema are less than this."""


def write_gpx(assessment: Assessment, file: IO[bytes]) -> None:
    """The records as waypoints; dates stand in the description, since a waypoint's `time` is when it was made."""
    made, others = XmlFile(file), []
    with made.inside("gpx", **{"version": "1.1", "creator": "debris-sites", "xmlns": GPX, "xmlns:debris": NAMESPACE}):
        with made.inside("metadata"):
            made.add(text_element("name", assessment.sites.title))
        for shape in shapes.records(assessment):
            record = assessment.sites[shape.id]
            if degrees := waypoint_degrees(record):
                made.add(_waypoint(record.name, shape, *degrees, _elevation(record)))
            else:
                others.append(shape)
        with made.inside("extensions"):
            for shape in (*others, *shapes.claims(assessment), *shapes.sources(assessment)):
                made.add(_record(assessment.sites[shape.id].name, shape))


def waypoint_degrees(record: Record) -> tuple[str, str] | None:
    """Longitude and latitude of a record that is a waypoint; None for zones, and for records without a position."""
    return typed_degrees(record) if isinstance(record, Located) and not isinstance(record, ReportedZone) else None


def _elevation(record: Record) -> str | None:
    return record.elevation_m.digits if isinstance(record, Located) and record.elevation_m is not None else None


def _waypoint(name: str | None, shape: Shape, lon: str, lat: str, elevation: str | None) -> ET.Element:
    point = ET.Element("wpt", lat=lat, lon=f"-{lon}" if float(lon) == _END else lon)
    if elevation:
        point.append(text_element("ele", elevation))
    told = (("name", shape.name), ("cmt", shape.id), ("desc", shape.text), ("type", shape.style))
    point.extend([text_element(tag, text) for tag, text in told])
    ET.SubElement(point, "extensions").append(_record(name, shape))
    return point


def _record(name: str | None, shape: Shape) -> ET.Element:
    """All that the file says of a record, as texts: what a row of a table has."""
    element = ET.Element("debris:record")
    for key, value in {"id": shape.id, "name": name, **shape.properties}.items():
        if text := in_words(value):
            one = text_element("debris:property", text)
            one.set("name", key)
            element.append(one)
    return element

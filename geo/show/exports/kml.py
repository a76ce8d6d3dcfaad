"""KML and KMZ: folders of sites, strikes, places, zones, uncertainty and claims, for Google Earth and others.

Source: OGC 07-147r2, KML 2.2.
"""

from __future__ import annotations

from io import BytesIO
from tempfile import TemporaryFile
from typing import IO, TYPE_CHECKING, Any
from xml.etree import ElementTree as ET
from zipfile import ZipFile

from geo.earth.geodesy import inverse
from geo.judge.assessment import METHOD
from geo.record.escape import escape_kml_description, link_kml_addresses
from geo.record.kinds import Located, Photo, ReportedZone
from geo.show.exports import shapes
from geo.show.exports.packing import XmlFile, pack, text_element
from geo.show.exports.shapes import FOLDERS, Shape, in_words, trim_geometry
from geo.show.exports.styles import COLOURS, FILL_OPACITY
from geo.show.thumbnails import make_thumbnails

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date, datetime

    from geo.judge.assessment import Assessment
    from geo.record.dates import Dates

_NEAREST_M = 1000
_NAMESPACE = "http://www.opengis.net/kml/2.2"


def write_kml(assessment: Assessment, file: IO[bytes]) -> None:
    """The whole assessment as one KML document, which fetches nothing and contains no script.

    A record without a place is a placemark without a geometry: programs list it, and show what it says.
    """
    _write(assessment, file, {})


def write_kmz(assessment: Assessment, file: IO[bytes]) -> None:
    """The KML document, packed together with small pictures of the photographs."""
    found = make_thumbnails(assessment.sites).shown
    pictures = {photo: f"photos/{number}.jpg" for number, photo in enumerate(found, 1)}  # no name comes from the data
    with TemporaryFile() as document, ZipFile(file, "w") as archive:
        _write(assessment, document, pictures)
        pack(archive, "doc.kml", document)
        for photo, name in pictures.items():
            pack(archive, name, BytesIO(found[photo].data))


def _write(assessment: Assessment, file: IO[bytes], pictures: Mapping[str, str]) -> None:
    """The document; `pictures` are the names of files beside it by the ids of photographs."""
    made = XmlFile(file)
    with made.inside("kml", xmlns=_NAMESPACE), made.inside("Document"):
        made.add(text_element("name", assessment.sites.title), text_element("description", escape_kml_description(METHOD)))
        made.add(*_view(assessment), *(_style(name, colour) for name, colour in COLOURS.items()))
        for name, found in _folders(assessment):
            with made.inside("Folder"):
                made.add(text_element("name", name))
                for shape in found:
                    made.add(_placemark(shape, pictures.get(shape.id) if shape.style == Photo.kind else None))


def _folders(assessment: Assessment) -> Iterator[tuple[str, Iterator[Shape]]]:
    for kind, name in FOLDERS.items():
        if kind not in (ReportedZone, Photo) or assessment.sites.of_kind(kind):
            yield name, shapes.records(assessment, kind)
    yield "Zones", shapes.zones(assessment)
    yield "Uncertainty", shapes.uncertainty(assessment)
    yield "Claims", shapes.claims(assessment)
    yield "Sources", shapes.sources(assessment)


def _view(assessment: Assessment) -> list[ET.Element]:
    """The view on opening: straight down on all records, so that a wide ring does not shrink them to a dot."""
    at = [record.drawn for record in assessment.sites.of_kind(Located) if record.drawn]
    if not at:
        return []
    lon, lat = (sum(values) / len(at) for values in zip(*((one.lon_deg, one.lat_deg) for one in at), strict=True))
    farthest_m = max(inverse(lon, lat, one.lon_deg, one.lat_deg)[0] for one in at)
    look = ET.Element("LookAt")
    for tag, value in (("longitude", lon), ("latitude", lat), ("range", max(_NEAREST_M, 3 * farthest_m))):
        _add(look, tag, f"{value:.6f}")
    return [look]


def _add(parent: ET.Element, tag: str, text: str) -> ET.Element:
    child = text_element(tag, text)
    parent.append(child)
    return child


def _style(name: str, colour: str) -> ET.Element:
    """Balloons show the description alone: a name in them would be read as HTML."""
    style = ET.Element("Style", id=name)
    line = _kml_colour(colour, 1)
    _add(ET.SubElement(style, "IconStyle"), "color", line)
    stroke = ET.SubElement(style, "LineStyle")
    _add(stroke, "color", line)
    _add(stroke, "width", "2")
    _add(ET.SubElement(style, "PolyStyle"), "color", _kml_colour(colour, FILL_OPACITY))
    _add(ET.SubElement(style, "BalloonStyle"), "text", "$[description]")
    return style


def _kml_colour(colour: str, opacity: float) -> str:
    """Opacity, blue, green, red, in two hexadecimal digits each."""
    red, green, blue = colour[1:3], colour[3:5], colour[5:7]
    return f"{round(opacity * 255):02x}{blue}{green}{red}"


def _placemark(shape: Shape, picture: str | None) -> ET.Element:
    mark = ET.Element("Placemark")
    _add(mark, "name", shape.name)
    said = link_kml_addresses(escape_kml_description(f"{shape.name}\n{shape.text}"))
    _add(mark, "description", f'<img src="{picture}"><br>\n{said}' if picture else said)
    if shape.dates:
        mark.append(_time(shape.dates))
    if shape.style in COLOURS:
        _add(mark, "styleUrl", f"#{shape.style}")
    extended = ET.SubElement(mark, "ExtendedData")
    data = {"id": shape.id, **shape.properties}
    if shape.name != shape.id and not shape.properties.get("name"):
        data.setdefault("title", shape.name)  # what it is called here is no name of its own
    for name, value in data.items():
        if name != "name" and (text := in_words(value)):
            _add(ET.SubElement(extended, "Data", name=name), "value", text)
    if shape.geometry is not None:
        mark.append(_geometry(trim_geometry(shape.geometry), in_words(shape.properties.get("elevation_m"))))
    return mark


def _time(dates: Dates) -> ET.Element:
    """A day, a month or a year as it stands, an interval by its ends; times where they have an offset from UTC.

    Readers of KML take a time without an offset for UTC, so of a local time only the day is given here.
    """
    if "/" not in dates.text:
        stamp = ET.Element("TimeStamp")
        _add(stamp, "when", dates.text if dates.begins is None else _moment(dates.begins, dates.first))
        return stamp
    span = ET.Element("TimeSpan")
    _add(span, "begin", _moment(dates.begins, dates.first))
    _add(span, "end", _moment(dates.ends, dates.last))
    return span


def _moment(time: datetime | None, day: date) -> str:
    return day.isoformat() if time is None or time.tzinfo is None else time.isoformat()


def _geometry(geometry: Any, height_m: str = "") -> ET.Element:
    """A geometry; the height of a point is kept, and programs draw the point on the ground."""
    if hasattr(geometry, "geoms"):
        multi = ET.Element("MultiGeometry")
        multi.extend([_geometry(one) for one in geometry.geoms])  # in a list: of an iterator ElementTree hides Ctrl-C
        return multi
    element = ET.Element(geometry.geom_type)
    if geometry.geom_type != "Polygon":
        if geometry.geom_type == "LineString":
            _add(element, "tessellate", "1")
        is_high = height_m and geometry.geom_type == "Point"
        _add(element, "coordinates", f"{_pairs(geometry)},{height_m}" if is_high else _pairs(geometry))
        return element
    _add(element, "tessellate", "1")
    rings = [("outerBoundaryIs", geometry.exterior)] + [("innerBoundaryIs", hole) for hole in geometry.interiors]
    for tag, ring in rings:
        _add(ET.SubElement(ET.SubElement(element, tag), "LinearRing"), "coordinates", _pairs(ring))
    return element


def _pairs(geometry: Any) -> str:
    import shapely  # it takes long to load

    return " ".join(f"{lon!r},{lat!r}" for lon, lat in shapely.get_coordinates(geometry).tolist())

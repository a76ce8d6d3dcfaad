"""Positions as programs print them: Wikipedia's templates, well-known text, GeoJSON, KML, attributes, ODK's geopoints."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from geo.earth.notation.printed_pair import Form, Pair, refusal, two_ways
from geo.earth.uncertainty import printed_unit

if TYPE_CHECKING:
    from collections.abc import Callable

    Read = Callable[[str, str], Pair]

_NUMBER = r"([+-]?[0-9]{1,3}(?:\.[0-9]{1,17})?)"
_METRES = r"[+-]?[0-9]{1,6}(?:\.[0-9]{1,17})?"
_TEMPLATE = re.compile(r"\s*\{\{([^|{}]{2,40})\|((?:[^{}]|\{\{[^{}]*\}\})*)\}\}\s*")
_TEMPLATE_NAMES = ("coor", "коорд", "koord")
_FIGURE = re.compile(r"\s*(?:[NSEWO]|[+-]?[0-9.]*)\s*|\s*(?:NS|EW)\s*=[0-9./NSEWO\s]*", re.IGNORECASE)
_PARAMETER = re.compile(r"\s*[a-z][a-z_-]{0,30}\s?[:=]|\s*(?:title|inline)", re.IGNORECASE)
_FIELD = re.compile(
    r"\b(lat|lon|long)_?(?:d|deg|degrees|m|min|minutes|s|sec|seconds|NS|EW|dir|direction)\s{0,9}=\s{0,9}"
    r"([+-]?[0-9]{1,3}(?:\.[0-9]{1,17})?|[NSEW])(?![0-9A-Z.])",
    re.IGNORECASE,
)
_WKT = re.compile(
    rf"\s*(?:SRID\s?=\s?([0-9]{{1,6}})\s?;\s?|<[^<>]*CRS84>\s?)?POINT\s{{0,3}}(?:ZM?|M)?\s{{0,3}}"
    rf"\(\s{{0,3}}{_NUMBER}(\s{{0,3}},)?\s{{1,3}}{_NUMBER}(?:,?\s{{1,3}}{_METRES}){{0,2}}\s{{0,3}}\)\s*",
    re.IGNORECASE,
)
_GEOJSON = re.compile(rf'"coordinates"\s{{0,9}}:\s{{0,9}}\[\s{{0,9}}{_NUMBER}\s{{0,9}},\s{{0,9}}{_NUMBER}\s{{0,9}}[,\]]')
_GEOJSON_POINT = re.compile(r'"type"\s{0,9}:\s{0,9}"Point"')
_KML = re.compile(
    rf"(?:[^<]{{0,9}}<[A-Za-z]{{1,20}}>){{0,3}}?\s*<coordinates>\s*{_NUMBER},\s?{_NUMBER}(?:,{_METRES})?\s*</coordinates>"
    r"\s*(?:</[A-Za-z]{1,20}>\s{0,9}){0,3}"
)
_BETWEEN = r"[^\w+−–—-]"
_KEYED = re.compile(
    rf"""{_BETWEEN}{{0,5}}(?:wpt|trkpt|rtept|node)?\s?(?:\bid="[0-9]+")?{_BETWEEN}{{0,5}}"""
    rf"""(lat|latitude|lon|lng|long|longitude)["']?\s?[:=]\s?["']?{_NUMBER}["']?{_BETWEEN}{{1,6}}"""
    rf"""(lat|latitude|lon|lng|long|longitude)["']?\s?[:=]\s?["']?{_NUMBER}["']?{_BETWEEN}{{0,6}}""",
    re.IGNORECASE,
)
_GEOPOINT = re.compile(
    rf"\s*{_NUMBER}(?:(,)\s?|\s{{1,3}}){_NUMBER}(?:,\s?|\s{{1,3}})({_METRES})(?:(?:,\s?|\s{{1,3}})([0-9]{{1,6}}(?:\.[0-9]{{1,17}})?))?\s*"
)
_COLUMNS = re.compile(r"\s*[0-9.]{1,20}\s?(,)\s?[NS]\s?,\s?[0-9.]{1,20}\s?(,)\s?[EW]\s*", re.IGNORECASE)
"""Four cells of a table in a row: 39.7583,N,46.7483,E."""
_VIEW = re.compile(rf"\s*@?{_NUMBER},{_NUMBER},[0-9]{{1,7}}(?:\.[0-9]{{1,9}})?[zm](?:/.{{0,200}})?\s*")
"""What people copy out of the address of a map: @39.76058,46.74275,17z."""
_GEOPOINT_DECIMALS = 3
_SOFTWARE_DECIMALS = 10
"""So many are made by software: nobody prints a second place with them."""
_ACCURACY = 3
"""A receiver's accuracy is the radius within which it is right two times out of three; three times as far holds the place."""
_WGS84 = ("4326", "4979")


def read_markup(text: str, marks: str, read: Read) -> Pair | None:
    """A position in the form of a program; None if the text is of another kind.

    Well-known text, GeoJSON and KML have the longitude first. A geopoint of ODK and KoboToolbox is latitude, longitude,
    altitude and accuracy. `read` reads a pair of angles.

    Sources: Wikipedia, Template:Coord/doc; OGC 06-103r4, Simple feature access, 7.2; RFC 7946, 3.1.1; OGC 12-007r2, KML 2.3;
    ODK, XForms specification, "Data types" (geopoint).

    Raises:
        CoordinatesError: if it names no place, or two.
    """
    return next((pair for form in _FORMS if (pair := form(text, marks, read))), None)


def _well_known(text: str, _marks: str, _read: Read) -> Pair | None:
    match = _WKT.fullmatch(text)
    if match is None:
        return None
    if match[1] and match[1] not in _WGS84:
        raise refusal(text, match.start(1), f"the point is in EPSG:{match[1]}, and only EPSG:4326 is read")
    if match[3]:
        why = "well-known text has a space between its numbers; with a comma, their order is ambiguous"
        raise refusal(text, match.start(3), why)
    return _lon_first(text, match, 2, 4)


def _read_geojson(text: str, _marks: str, _read: Read) -> Pair | None:
    """A Point alone: other JSON calls other things "coordinates", some of them with the latitude first."""
    found = list(_GEOJSON.finditer(text)) if _GEOJSON_POINT.search(text) else []
    return _lon_first(text, found[0], 1, 2) if len(found) == 1 else None


def _read_kml(text: str, _marks: str, _read: Read) -> Pair | None:
    match = _KML.fullmatch(text)
    return _lon_first(text, match, 1, 2) if match else None


def _read_keyed(text: str, _marks: str, _read: Read) -> Pair | None:
    """Attributes of XML, and members of JSON: lat="39.7583" lon="46.7483"."""
    match = _KEYED.fullmatch(text)
    if match is None:
        return None
    names = match[1][:2].lower(), match[3][:2].lower()
    if names[0] == names[1]:
        raise refusal(text, match.start(3), f"wanted a latitude and a longitude, not {match[1]} and {match[3]}")
    return _degrees(text, match, 2, 4) if names[0] == "la" else _degrees(text, match, 4, 2)


def _read_columns(text: str, marks: str, read: Read) -> Pair | None:
    match = _COLUMNS.fullmatch(marks)
    if match is None:
        return None
    first, second = match.start(1), match.start(2)
    return read(text, f"{marks[:first]} {marks[first + 1 : second]} {marks[second + 1 :]}")


def _read_view(text: str, _marks: str, _read: Read) -> Pair | None:
    match = _VIEW.fullmatch(text)
    return _degrees(text, match, 1, 2) if match else None


def _read_template(text: str, marks: str, read: Read) -> Pair | None:
    """{{coord|39|45|38|N|46|44|33|E|display=title}}, or the fields of an older infobox (latd = 39, latm = 45)."""
    match = _TEMPLATE.fullmatch(marks)
    if match and any(name in match[1].casefold() for name in _TEMPLATE_NAMES):
        at = match.start(2)
        kept = [" "] * len(marks)
        for figure in match[2].split("|"):
            start = at
            if _FIGURE.fullmatch(figure):
                start += figure.find("=") + 1
            elif _PARAMETER.match(figure):
                start += len(figure)  # type:city, display=title and the like follow the coordinates
            kept[start : at + len(figure)] = marks[start : at + len(figure)].replace("/", " ")
            at += len(figure) + 1
        return read(text, "".join(kept))
    fields = list(_FIELD.finditer(marks))
    if len(fields) < 2 or _FIELD.sub("", marks).strip("|{},; \n"):
        return None
    kept = [" "] * len(marks)
    for field in fields:
        kept[field.start(2) : field.end(2)] = field[2]
    return read(text, "".join(kept))


def _read_geopoint(text: str, marks: str, _read: Read) -> Pair | None:
    match = _GEOPOINT.fullmatch(marks)
    if match is None:
        return None
    decimals = [len(match[group].partition(".")[2]) for group in (1, 3)]
    if min(decimals) < _GEOPOINT_DECIMALS:
        return None  # the numbers may be degrees, minutes and seconds
    after = [piece for piece in (match[4], match[5]) if piece]
    if decimals[1] == _GEOPOINT_DECIMALS and re.fullmatch(r"[0-9]{3}", after[0]):
        return None  # it may be the next group of the longitude's figures
    if match[2] and len(after) == 1:
        said = ["latitude, longitude and altitude", "longitude, latitude and altitude, as in KML"]
        raise two_ways(text, said, "Write the latitude and the longitude alone.")
    if len(after) == 2:
        small = abs(float(after[0])) <= 90 and abs(float(after[1])) <= 180
        printed = [len(piece.partition(".")[2]) for piece in after]
        second = small and min(printed) >= _GEOPOINT_DECIMALS and max(printed) < _SOFTWARE_DECIMALS
        if match[2] or second:
            said = ["latitude, longitude, altitude and accuracy", "two places, or two corners"]
            raise two_ways(text, said, "Write the latitude and the longitude alone.")
    pair = _degrees(text, match, 1, 3)
    return pair._replace(extra_m=_ACCURACY * float(after[1])) if len(after) == 2 else pair


def _lon_first(text: str, match: re.Match[str], first: int, second: int) -> Pair:
    if abs(float(match[second])) > 90 >= abs(float(match[first])):
        why = f"latitude {match[second]} is outside -90..90; in this form the longitude comes first"
        raise refusal(text, match.start(second), why)
    return _degrees(text, match, second, first)


def _degrees(text: str, match: re.Match[str], lat_group: int, lon_group: int) -> Pair:
    for name, group, limit in (("latitude", lat_group, 90), ("longitude", lon_group, 180)):
        if abs(float(match[group])) > limit:
            raise refusal(text, match.start(group), f"{name} {match[group]} is outside -{limit}..{limit}")
    lat, lon = match[lat_group], match[lon_group]
    return Pair(float(lat), float(lon), printed_unit(lat), printed_unit(lon), Form.DEGREES)


_FORMS = (_read_template, _well_known, _read_geojson, _read_kml, _read_keyed, _read_columns, _read_view, _read_geopoint)

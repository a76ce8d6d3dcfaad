"""Addresses that carry a position: geo URIs and the links of map sites."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING

from geo.earth.notation.printed_pair import CoordinatesError, Form, Pair, refusal, two_ways
from geo.earth.uncertainty import printed_unit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_URI = re.compile(r"\s*geo:([^,;?]*),([^,;?]*)(?:,[^,;?]*)?((?:;[^;?]*)*)(?:\?(.*))?\s*", re.IGNORECASE)
_LINK = re.compile(
    r"\s*(?:[a-z][a-z0-9.+-]{1,20}://|(?:www|maps|geohack|yandex|google|openstreetmap|osm|wikimapia)\.)", re.IGNORECASE
)
_NUMBER = re.compile(r"[+-]?[0-9]{1,3}(?:\.[0-9]{1,17})?")
_TWO = r"([+-]?[0-9]{1,3}(?:\.[0-9]{1,17})?)"
_PIN = re.compile(rf"!3d{_TWO}!4d{_TWO}")
_VIEW = re.compile(rf"/@{_TWO},{_TWO}(?:,|$)")
_SPOT = re.compile(rf"/geo/(?:[0-9]{{6,20}}/)?{_TWO},{_TWO}$")
_HASH = re.compile(rf"(?:map|view)=(?:([0-9.]+)/)?{_TWO}[/,]{_TWO}(?:$|[/,&])")
_WAY = re.compile(r"/dir(?:/|\?)|/directions\b|[?&](?:saddr|origin|rtext|route)=")
_NAMED = (("mlat", "mlon"), ("lat", "lon"), ("lat", "lng"), ("lat", "long"), ("latitude", "longitude"))
_LON_FIRST = ("yandex.", "2gis.")
_MARKERS = ("pt", "whatshere[point]", "poi[point]", "q", "query", "coordinate", "destination", "daddr", "sp", "text")
_VIEWS = ("ll", "cp", "center", "viewpoint", "sll", "cbll", "m")
_SHORT = ("goo.gl/", "maps.app.goo.gl/", "osm.org/go/", "yandex.ru/maps/-/", "yandex.com/maps/-/", "bit.ly/", "go.2gis.com/")


def read_link(text: str, read: Callable[[str], Pair]) -> Pair | None:
    """The position in a geo URI or in a link to a map; None if the text is neither.

    A marker goes before the middle of the view: the view is merely where the window was looking. `read` reads a pair
    that people type into a search box. The uncertainty u of a geo URI is added to the uncertainty of its digits.

    Sources: RFC 5870 (geo URI); Google, Maps URLs; OpenStreetMap wiki, "Browsing" (mlat, mlon, #map=zoom/lat/lon);
    Microsoft, "Create a custom map URL" (cp=lat~lon); Yandex, "Launch web version of Yandex Maps" (ll and pt: longitude
    first); Apple, "Map Links" (ll, q); Wikipedia, Template:GeoTemplate/doc (params=D_M_S_N_D_M_S_E or D;D).

    Raises:
        CoordinatesError: if the link names no position, or two.
    """
    if uri := _URI.fullmatch(text):
        return _read_uri(text, uri, read)
    if not _LINK.match(text):
        return None
    if way := _WAY.search(text):
        raise refusal(text, way.start(), "the link shows a route between places; wanted one place")
    pairs = _found(text, read)
    for marker, which in ((True, "markers"), (False, "views")):
        places = [pair for is_marker, pair in pairs if is_marker == marker]
        if others := [pair for pair in places if not places[0].agrees(pair)]:
            raise two_ways(text, [str(places[0]), str(others[0])], f"The link has several {which}; write one pair.")
        if places:
            return places[0]._replace(form=Form.LINK)
    if any(short in text for short in _SHORT):
        raise refusal(text, 0, "a short link holds no coordinates; open it and use the long link that it leads to")
    raise refusal(text, 0, "the link has no coordinates that can be read; wanted one with lat and lon, ll, q or @lat,lon")


def _read_uri(text: str, uri: re.Match[str], read: Callable[[str], Pair]) -> Pair:
    lat, lon = uri[1].strip(), uri[2].strip()
    for index, digits in ((1, lat), (2, lon)):
        if not _NUMBER.fullmatch(digits):
            raise refusal(text, uri.start(index), f'"{digits}" is not a number of degrees')
    extra_m = 0.0
    for parameter in filter(None, uri[3].split(";")):
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "crs" and value.strip().lower() != "wgs84":
            raise refusal(text, text.index(parameter), f'the geo URI is in "{value}", and only wgs84 is read')
        if name.strip().lower() == "u":
            if not re.fullmatch(r"[0-9]{1,9}(?:\.[0-9]{1,9})?", value.strip()):
                raise refusal(text, text.index(parameter), f'"{value}" is not an uncertainty in metres')
            extra_m = float(value)
    pair = _pair(text, lat, lon)
    asked = dict(_parameters(uri[4] or "")).get("q")
    if asked is None:
        return pair._replace(form=Form.URI, extra_m=extra_m)
    # Android's form: what is asked for is the marker, and 0,0 stands for "nowhere in particular".
    marked = _typed(asked, read)
    if marked is None and (float(lat), float(lon)) == (0, 0):
        raise refusal(text, text.index("?"), f'the geo URI asks to search for "{asked}" and has no coordinates')
    if marked is not None and (float(lat), float(lon)) != (0, 0) and marked[:2] != pair[:2]:
        raise two_ways(text, [str(pair), str(marked)], "Write one pair.")
    return (marked or pair)._replace(form=Form.URI, extra_m=extra_m)


def _found(text: str, read: Callable[[str], Pair]) -> list[tuple[bool, Pair]]:
    """Every position in a link, and whether it is a marker's."""
    address, _, fragment = text.strip().partition("#")
    path, _, query = address.partition("?")
    host = path.partition("://")[2] or path
    lon_first = any(f".{name}" in f".{host.partition('/')[0]}" for name in _LON_FIRST)
    pairs = [(True, pair) for piece in _places(path) if (pair := _typed(piece, read))]  # as typed, hence before pins
    pairs += [(True, _pair(text, *match.groups())) for match in _PIN.finditer(text)]
    if lon_first and (spot := _SPOT.search(_decoded(path))):
        pairs.append((True, _pair(text, spot[2], spot[1])))
    named = dict(_parameters(f"{query}&{fragment}"))
    for lat, lon in _NAMED:
        if lat in named and lon in named:
            pairs.append((lat == "mlat" or "mlat" not in named, _pair(text, named[lat], named[lon])))
    if "params" in named and (geohack := _geohack(named["params"], read)):
        pairs.append((True, geohack))
    for names, is_marker in ((_MARKERS, True), (_VIEWS, False)):
        for name in names:
            if name in named and (pair := _parameter(text, name, named[name], read, lon_first=lon_first)):
                pairs.append((is_marker, pair))
    pairs += [(False, _pair(text, *match.groups())) for match in _VIEW.finditer(path)]
    pairs += [(False, _pair(text, match[2], match[3])) for match in _HASH.finditer(fragment)]
    return pairs


def _places(path: str) -> Iterator[str]:
    """The pieces of a path that follow "place" or "search"."""
    pieces = path.split("/")
    for before, piece in itertools.pairwise(pieces):
        if before in ("place", "search"):
            yield _decoded(piece)


def _parameter(text: str, name: str, value: str, read: Callable[[str], Pair], *, lon_first: bool) -> Pair | None:
    """A parameter's pair: two numbers in the order of the site, or what people type into a search box."""
    value = value.removeprefix("loc:").removeprefix("point.")
    numbers = re.split(r"[,~_/]", value)[:2]
    if len(numbers) == 2 and all(_NUMBER.fullmatch(number.strip()) for number in numbers):
        first, second = (number.strip() for number in numbers)
        return _pair(text, second, first) if lon_first and name != "text" else _pair(text, first, second)
    return _typed(value, read)


def _geohack(value: str, read: Callable[[str], Pair]) -> Pair | None:
    pieces: list[str] = []
    for piece in value.split("_"):
        if ":" in piece:
            break  # type:city, region:AZ and the like follow the coordinates
        pieces.append(piece)
    return _typed(" ".join(pieces), read)


def _typed(value: str, read: Callable[[str], Pair]) -> Pair | None:
    """What people typed, if it is a pair: a name or an address is not one, and is ignored."""
    try:
        return read(re.sub(r"\([^()]*\)\s*$", "", value))
    except CoordinatesError:
        return None


def _pair(text: str, lat: str, lon: str) -> Pair:
    for name, digits, limit in (("latitude", lat, 90), ("longitude", lon, 180)):
        if not _NUMBER.fullmatch(digits):
            raise refusal(text, max(0, text.find(digits)), f'"{digits}" is not a number of degrees')
        if abs(float(digits)) > limit:
            raise refusal(text, max(0, text.find(digits)), f"{name} {digits} is outside -{limit}..{limit}")
    return Pair(float(lat), float(lon), printed_unit(lat), printed_unit(lon), Form.DEGREES)


def _parameters(query: str) -> Iterator[tuple[str, str]]:
    for parameter in query.split("&"):
        name, divider, value = parameter.partition("=")
        if divider:
            yield _decoded(name).lower(), _decoded(value)


def _decoded(value: str) -> str:
    if "%" not in value and "+" not in value:
        return value
    from urllib.parse import unquote_plus  # rarely needed

    return unquote_plus(value)

"""Small files written in a line: sites by name, claims as their properties."""

import json
from collections.abc import Mapping
from typing import Any

import geo
from geo.record.reading import read_data

Pair = tuple[float, float]


def written(sites: Mapping[str, Pair | str | None], *claims: dict[str, Any]) -> geo.Sites:
    """Fragment sites at a (longitude, latitude) printed to seven decimals, at coordinates as printed, or nowhere; claims c0, c1, …"""
    reading = read_data("f", data_of(sites, *claims))
    assert not reading.errors, reading.errors
    return reading.sites


def data_of(sites: Mapping[str, Pair | str | None], *claims: dict[str, Any]) -> bytes:
    """The same as the bytes of a file."""
    features = [_site(name, place) for name, place in sites.items()]
    features += [feature(f"c{number}", "null", claim) for number, claim in enumerate(claims)]
    return f'{{"type": "FeatureCollection", "features": [{",".join(features)}]}}'.encode()


def _site(name: str, place: Pair | str | None) -> str:
    text = f"{place[1]:.7f}, {place[0]:.7f}" if isinstance(place, tuple) else place
    return feature(name, "null", {"kind": "fragment_site", **({"published_coordinates": text} if text else {})})


def feature(name: str, geometry: str, properties: dict[str, Any]) -> str:
    return f'{{"type": "Feature", "id": "{name}", "geometry": {geometry}, "properties": {json.dumps(properties)}}}'


def apart(start: str, end: str, distance_m: float, **more: Any) -> dict[str, Any]:
    """A claimed distance in metres."""
    return {"kind": "distance_claim", "from": start, "to": end, "distance_m": distance_m, **more}


def stated(start: str, end: str, text: str, **more: Any) -> dict[str, Any]:
    """A claimed distance as printed."""
    return {"kind": "distance_claim", "from": start, "to": end, "published_distance": text, **more}


def towards(start: str, end: str, direction: str | float, **more: Any) -> dict[str, Any]:
    """A claimed direction."""
    return {"kind": "direction_claim", "from": start, "to": end, "direction": direction, **more}

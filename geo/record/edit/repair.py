"""Undoes what other programs do to the file on a round trip, where possible.

GDAL (and so QGIS and GeoPandas) moves ids into properties, adds a `crs`, writes null for each property that another
record has, a day as midnight, true as 1.0, and through GeoPandas a list as the text of a list.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from geo.record import codes
from geo.record.edit.fields import FieldType, properties_with
from geo.record.json_file.layout import Node, decode_string, features, format_compact, is_number, quote_string, read_members
from geo.record.json_file.parse_errors import TextError

if TYPE_CHECKING:
    from geo.record.json_file.parse import JsonDocument

_WGS84 = re.compile(
    r"(?:urn:(?:x-)?ogc:def:crs:)?(?:OGC:(?:[\d.]*:)?CRS84|EPSG:(?:[\d.]*:)?4326)"
    r"|https?://www\.opengis\.net/def/crs/(?:OGC/[\d.]+/CRS84|EPSG/[\d.]+/4326)",
    re.IGNORECASE,
)
_MIDNIGHT = re.compile(r'"(\d{4}-\d{2}-\d{2})[T ]00:00(?::00(?:\.0+)?)?(?:Z|\+00:?(?:00)?)?"', re.ASCII)
_ONE = r"""'[^'"\\]*'|"[^"\\]*\""""
_LIST = re.compile(rf"\[\s*(?:{_ONE})(?:\s*,\s*(?:{_ONE})|\s+(?:{_ONE}))*\s*\]")
"""As JSON, as Python and as NumPy print one."""
_TRUTH = {"1": "true", "1.0": "true", "0": "false", "0.0": "false"}


def repair_document(document: JsonDocument) -> tuple[dict[str, Node], list[Node] | None, tuple[str, ...]]:
    """The outer members and the features of a document without faults, mended, and a sentence for each change.

    Raises:
        TextError: if a `crs` is not WGS 84: the coordinates would have to be converted, which nobody asked for.
    """
    outer, inner, done = read_members(document), features(document), []
    done += _crs(outer, document.places.get("crs", 0), "the file")
    if inner is None:
        return outer, None, tuple(done)
    mended: list[Node] = []
    for index, (feature, element) in enumerate(zip(inner, document.members["features"], strict=True)):
        if isinstance(feature, dict):
            done += _feature(feature, element.start, f"feature {index + 1}")
        mended.append(feature)
    return outer, mended, tuple(done)


def _feature(feature: dict[str, Node], at: int, number: str) -> list[str]:
    properties = feature.get('"properties"')
    properties = properties if isinstance(properties, dict) else {}
    done = _id(feature, properties)
    found = feature.get('"id"')
    who = decode_string(found) if isinstance(found, str) and found.startswith('"') else number
    for holder in (feature, feature.get('"geometry"')):
        if isinstance(holder, dict):
            done += _crs(holder, at, who)
    empty = [key for key, value in properties.items() if value == "null"]
    for key in empty:
        del properties[key]
    if empty:
        done.append(f"{len(empty)} {'property' if len(empty) == 1 else 'properties'} without a value (null) removed")
    for key, value in properties.items():
        name = decode_string(key)
        better = _value(name, value) if isinstance(value, str) else None
        if better is not None:
            properties[key] = better
            done.append(f"{name}: {value} is {format_compact(better)} again")
    return [f"{who}: {what}" for what in done]


def _id(feature: dict[str, Node], properties: dict[str, Node]) -> list[str]:
    own, moved = feature.get('"id"', "null"), properties.get('"id"', "null")
    done: list[str] = []
    if _names(moved) and (own == "null" or (_is_number(own) and not _is_number(moved))):
        instead = "" if own == "null" else f" in place of the number {own}"
        feature['"id"'] = properties.pop('"id"')
        done.append(f"the id {moved} moved from properties back to the feature{instead}")
    elif _names(moved) and (moved == own or quote_string(str(moved)) == own):
        del properties['"id"']
        done.append(f"the id {moved} removed from properties, where it was repeated")
    own = feature.get('"id"', "null")
    if isinstance(own, str) and _is_number(own):
        feature['"id"'] = f'"{own}"'
        done.append(f"the id {own} was a number and is now a text")
    return done


def _names(node: Node) -> bool:
    return isinstance(node, str) and (node.startswith('"') or is_number(node))


def _is_number(node: Node) -> bool:
    return isinstance(node, str) and is_number(node)


def _crs(holder: dict[str, Node], at: int, who: str) -> list[str]:
    if '"crs"' not in holder:
        return []
    crs = holder['"crs"']
    inside = crs.get('"properties"') if isinstance(crs, dict) else None
    name = inside.get('"name"') if isinstance(inside, dict) else None
    if not isinstance(name, str) or not _WGS84.fullmatch(decode_string(name)):
        shown = name if isinstance(name, str) else format_compact(crs)
        raise TextError(
            codes.OLD_CRS,
            f"the crs {shown[:80]} is not WGS 84, so the coordinates cannot stay as they are;"
            " export the file again as WGS 84 (EPSG:4326) from the program that wrote it",
            at,
        )
    del holder['"crs"']
    return [f"{who}: the crs {name} removed; RFC 7946 implies it anyway"] if who == "the file" else ["its crs removed"]


def _value(name: str, literal: str) -> Node | None:
    """The value that stood there before, if it shows what that was."""
    if name in properties_with(FieldType.YES_NO):
        return _TRUTH.get(literal)
    if name.endswith("_on"):
        match = _MIDNIGHT.fullmatch(literal)
        return f'"{match[1]}"' if match else None
    if name in properties_with(FieldType.IDS) | properties_with(FieldType.TEXTS) and literal.startswith('"'):
        text = json.loads(literal)
        if _LIST.fullmatch(text):
            return [quote_string(one[1:-1]) for one in re.findall(_ONE, text)]
    return None

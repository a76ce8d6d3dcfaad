"""Checks the members that every feature must have before its properties are checked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geo.record import codes
from geo.record.check.problem_list import Fault
from geo.record.check.pydantic_messages import OLD_CRS
from geo.record.did_you_mean import did_you_mean, find_closest
from geo.record.kinds import KINDS, Record, kinds_with
from geo.record.values import show_value

if TYPE_CHECKING:
    from collections.abc import Iterator

_MEMBERS = ("type", "id", "geometry", "properties")
_KNOWN = frozenset(_MEMBERS)
BBOX = "bbox: wanted four or six numbers, west and south first"


def read_id(feature: Any) -> str | None:
    """The id of a feature, if it is a text."""
    found = feature.get("id") if isinstance(feature, dict) else None
    return found if isinstance(found, str) else None


def read_kind(feature: Any) -> type[Record] | None:
    """The kind of a feature, if it is one of ours."""
    properties = feature.get("properties") if isinstance(feature, dict) else None
    kind = properties.get("kind") if isinstance(properties, dict) else None
    return KINDS.get(kind) if isinstance(kind, str) else None


def guess_kind(feature: Any) -> type[Record] | None:
    """The kind that a misspelt one most likely means."""
    properties = feature.get("properties") if isinstance(feature, dict) else None
    kind = properties.get("kind") if isinstance(properties, dict) else None
    close = find_closest(kind, KINDS) if isinstance(kind, str) else None
    return KINDS[close] if close else None


def is_bbox(value: Any) -> bool:
    """Whether a value is the bounding box of RFC 7946."""
    numbers = isinstance(value, list) and all(isinstance(one, int | float) and not isinstance(one, bool) for one in value)
    return numbers and len(value) in (4, 6)


def check_feature(feature: Any) -> Iterator[Fault]:
    """What is wrong with a feature before its properties are looked at."""
    if not isinstance(feature, dict):
        yield Fault(codes.NOT_A_FEATURE, (), f'wanted a feature, {{"type": "Feature", …}}, not {show_value(feature)}')
        return
    if feature.get("type") != "Feature":
        yield Fault(codes.NOT_A_FEATURE, ("type",), f'wanted "type": "Feature", not {show_value(feature.get("type"))}')
    strange = [] if feature.keys() <= _KNOWN else [key for key in feature if key not in _MEMBERS]
    for key in strange:
        if key != "bbox":
            yield Fault(codes.OLD_CRS if key == "crs" else codes.STRAY_MEMBER, (key,), _stray_member(key), on_key=True)
    if "bbox" in feature and not is_bbox(feature["bbox"]):
        yield Fault(codes.WRONG_TYPE, ("bbox",), BBOX)
    yield from _id_faults(feature)
    misspelt = {find_closest(key, _MEMBERS) for key in strange if len(key) < 2 * len("properties")}
    if "geometry" not in feature and "geometry" not in misspelt:
        yield Fault(codes.NO_GEOMETRY, (), '"geometry" is missing; wanted a geometry, or null where the place is not known')
    properties = feature.get("properties")
    if not isinstance(properties, dict):
        found = f", not {show_value(properties)}" if "properties" in feature else "; they are missing"
        if "properties" not in misspelt:
            yield Fault(codes.NO_PROPERTIES, ("properties",), f'wanted "properties": {{"kind": …}}{found}')
        return
    yield from _kind_faults(feature, properties)


def _kind_faults(feature: Any, properties: dict[str, Any]) -> Iterator[Fault]:
    kind, kinds = properties.get("kind"), ", ".join(KINDS)
    if kind is None:
        written = find_closest("kind", properties, cutoff=0.7)
        hint = f'; is "{written}" meant?' if written else f"; wanted one of {kinds}"
        yield Fault(codes.UNKNOWN_KIND, ("properties", "kind"), f"kind is missing{hint}")
    elif read_kind(feature) is None:
        hint = did_you_mean(kind, KINDS) if isinstance(kind, str) else ""
        yield Fault(
            codes.UNKNOWN_KIND, ("properties", "kind"), f"unknown kind {show_value(kind)}{hint or f'; wanted one of {kinds}'}"
        )


def _id_faults(feature: dict[str, Any]) -> Iterator[Fault]:
    record_id = feature.get("id")
    if not isinstance(record_id, str) or not record_id.strip():
        found = f", not {show_value(record_id)}" if "id" in feature else "; it is missing"
        yield Fault(codes.NO_ID, ("id",), f'wanted "id": a text such as "fragment-site-3"{found}')
    elif record_id != record_id.strip():
        yield Fault(codes.ID_BLANKS, ("id",), f"the id {show_value(record_id)} has spaces around it; take them out")


def _stray_member(key: str) -> str:
    if key == "crs":
        return OLD_CRS
    if kinds_with(key):
        return f'"{key}" stands beside "properties"; move it inside'
    return f'unknown member "{key}" of a feature{did_you_mean(key, _MEMBERS)}'

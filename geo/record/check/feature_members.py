"""Checks the members that every feature must have before its properties are checked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geo.record import codes
from geo.record.check.entry import Fault
from geo.record.did_you_mean import did_you_mean, find_closest
from geo.record.kinds import KINDS, Record, is_property
from geo.record.values import show_value

if TYPE_CHECKING:
    from collections.abc import Iterator

OLD_CRS = "an old crs member; coordinates are WGS 84 longitude and latitude (RFC 7946), so take it out"
_MEMBERS = ("type", "id", "geometry", "properties")
_KNOWN = frozenset(_MEMBERS)
BBOX = "bbox: wanted four or six numbers, west and south first"


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


def check_feature(feature: Any, kind: type[Record] | None) -> list[Fault]:
    """What is wrong with a feature before its properties are looked at; its kind is given if it is one of ours."""
    if not isinstance(feature, dict):
        return [Fault(codes.NOT_A_FEATURE, (), f'wanted a feature, {{"type": "Feature", …}}, not {show_value(feature)}')]
    faults: list[Fault] = []
    if feature.get("type") != "Feature":
        why = f'wanted "type": "Feature", not {show_value(feature.get("type"))}'
        faults.append(Fault(codes.NOT_A_FEATURE, ("type",), why))
    strange = [] if feature.keys() <= _KNOWN else [key for key in feature if key not in _KNOWN]
    faults += [
        Fault(codes.OLD_CRS if key == "crs" else codes.STRAY_MEMBER, (key,), _stray_member(key), on_key=True)
        for key in strange
        if key != "bbox"
    ]
    if "bbox" in feature and not is_bbox(feature["bbox"]):
        faults.append(Fault(codes.WRONG_TYPE, ("bbox",), BBOX))
    record_id = feature.get("id")
    if not isinstance(record_id, str) or not (bare := record_id.strip()):
        found = f", not {show_value(record_id)}" if "id" in feature else "; it is missing"
        faults.append(Fault(codes.NO_ID, ("id",), f'wanted "id": a text such as "fragment-site-3"{found}'))
    elif record_id != bare:
        why = f"the id {show_value(record_id)} has spaces around it; take them out"
        faults.append(Fault(codes.ID_BLANKS, ("id",), why))
    if kind is None or "geometry" not in feature:
        faults += _missing(feature, strange, kind)
    return faults


def _missing(feature: dict[str, Any], strange: list[str], kind: type[Record] | None) -> Iterator[Fault]:
    """What a feature has to have and has not: a geometry, properties, a kind."""
    misspelt = {find_closest(key, _MEMBERS) for key in strange if len(key) < 2 * len("properties")}
    if "geometry" not in feature and "geometry" not in misspelt:
        yield Fault(codes.NO_GEOMETRY, (), '"geometry" is missing; wanted a geometry, or null where the place is not known')
    properties = feature.get("properties")
    if not isinstance(properties, dict):
        found = f", not {show_value(properties)}" if "properties" in feature else "; they are missing"
        if "properties" not in misspelt:
            yield Fault(codes.NO_PROPERTIES, ("properties",), f'wanted "properties": {{"kind": …}}{found}')
    elif kind is None:
        yield _kind_fault(properties)


def _kind_fault(properties: dict[str, Any]) -> Fault:
    kind, path = properties.get("kind"), ("properties", "kind")
    wanted = f"; wanted one of {', '.join(KINDS)}"
    if kind is None:
        written = find_closest("kind", properties, cutoff=0.7)
        hint = f'; is "{written}" meant?' if written else wanted
        return Fault(codes.UNKNOWN_KIND, path, f"kind is missing{hint}")
    hint = did_you_mean(kind, KINDS) if isinstance(kind, str) else ""
    return Fault(codes.UNKNOWN_KIND, path, f"unknown kind {show_value(kind)}{hint or wanted}")


def _stray_member(key: str) -> str:
    if key == "crs":
        return OLD_CRS
    if is_property(key):
        return f'"{key}" stands beside "properties"; move it inside'
    return f'unknown member "{key}" of a feature{did_you_mean(key, _MEMBERS)}'

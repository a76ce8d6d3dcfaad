"""The JSON Schema (draft 2020-12) of the file that people edit, made from the records, for editors.

It says what a value may be and what a kind has; whatever needs a calendar, another record or the Earth is left to reading.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geo.record.check.geometry import ALLOWED
from geo.record.kinds import KINDS, Record
from geo.record.language_names import NAMES_PATTERN
from geo.record.values import HIGHEST_M, LOWEST_M

if TYPE_CHECKING:
    from geo.record.properties import Property

Schema = dict[str, Any]

_PAIR: Schema = {
    "description": "Longitude, then latitude, in degrees of WGS 84; a height in metres may follow.",
    "type": "array",
    "prefixItems": [
        {"description": "Longitude in degrees, east positive.", "type": "number", "minimum": -180, "maximum": 180},
        {"description": "Latitude in degrees, north positive.", "type": "number", "minimum": -90, "maximum": 90},
        {
            "description": "Height in metres; not used: elevation_m is shown.",
            "type": "number",
            "minimum": LOWEST_M,
            "maximum": HIGHEST_M,
        },
    ],
    "minItems": 2,
    "maxItems": 3,
    "examples": [[46.74275, 39.760583]],
}
CUSTOM_NAMES = "^x_[^A-Z\\s]{1,98}$"
_CUSTOM: Schema = {
    "description": "A property of your own; it is shown and never judged.",
    "type": ["string", "number", "boolean", "null"],
}
_NAME: Schema = {
    "description": "The name in another language, whose tag (BCP 47) follows the colon.",
    "anyOf": [{"type": "string", "minLength": 1, "pattern": r"\S"}, {"type": "null"}],
}
_BBOX: Schema = {
    "type": "array",
    "items": {"type": "number"},
    "oneOf": [{"minItems": 4, "maxItems": 4}, {"minItems": 6, "maxItems": 6}],
}
_COORDINATES: dict[str, Schema] = {
    "Point": {"$ref": "#/$defs/pair"},
    "Polygon": {
        "description": "Rings, the outer one first; the last pair of each repeats its first.",
        "type": "array",
        "minItems": 1,
        "items": {"type": "array", "minItems": 4, "items": {"$ref": "#/$defs/pair"}},
    },
}


def file_schema() -> Schema:
    """The schema of a whole file."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Debris sites",
        "description": "What was reported about debris sites: GeoJSON (RFC 7946), each record a feature.",
        **_closed(
            {
                "$schema": {"description": "Where this schema is, for the editor.", "type": "string"},
                "type": {"const": "FeatureCollection"},
                "name": {"type": "string", "description": "What the file calls itself."},
                "bbox": {**_BBOX, "description": "West, south, east and north of all."},
                "features": {"description": "The records.", "type": "array", "items": {"$ref": "#/$defs/feature"}},
            },
            ["type", "features"],
        ),
        "$defs": {
            "pair": _PAIR,
            "feature": _feature(),
            **{f"geometry_{name}": _geometry(name) for name in _COORDINATES},
            **{name: _properties(kind) for name, kind in KINDS.items()},
        },
    }


def _closed(properties: Schema, required: list[str]) -> Schema:
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


def _feature() -> Schema:
    """A feature of any kind; what its kind asks for is in the branch that applies, so that errors name that alone."""
    kinds = [{"const": name, "description": kind.__doc__} for name, kind in KINDS.items()]
    record_id = {
        "description": "A name of your choice, unique in the file.",
        "type": "string",
        "pattern": r"^\S([\s\S]*\S)?$",
        "examples": ["fragment-site-3"],
    }
    named = {
        "type": "object",
        "properties": {"kind": {"description": "What the record is.", "oneOf": kinds}},
        "required": ["kind"],
    }
    members: Schema = {"type": {"const": "Feature"}, "id": record_id, "geometry": True, "properties": named, "bbox": _BBOX}
    return {
        **_closed(members, ["type", "id", "geometry", "properties"]),
        "allOf": [
            {
                "if": {"properties": {"properties": {"properties": {"kind": {"const": name}}, "required": ["kind"]}}},
                "then": {"properties": {"geometry": _geometries(kind), "properties": {"$ref": f"#/$defs/{name}"}}},
            }
            for name, kind in KINDS.items()
        ],
    }


def _geometries(kind: type[Record]) -> Schema:
    none = {"description": "No place, or none that is known.", "type": "null"}
    allowed = [{"$ref": f"#/$defs/geometry_{name}"} for name in ALLOWED.get(kind, ())]
    return {"anyOf": [*allowed, none]} if allowed else none


def _geometry(name: str) -> Schema:
    return _closed({"type": {"const": name}, "coordinates": _COORDINATES[name], "bbox": True}, ["type", "coordinates"])


def _properties(kind: type[Record]) -> Schema:
    """The properties of a kind by its table; null is allowed for those of other kinds too (see `reading`)."""
    own = {name: _property(one) for name, one in kind.properties.items()}
    others = sorted({name for other in KINDS.values() for name in other.properties} - set(own))
    return {
        "title": kind.kind.replace("_", " "),
        "description": kind.__doc__,
        **_closed(
            {"kind": {"const": kind.kind}, **own},
            ["kind", *(name for name, one in kind.properties.items() if one.is_required)],
        ),
        "patternProperties": {f"^({'|'.join(others)})$": {"type": "null"}, NAMES_PATTERN: _NAME, CUSTOM_NAMES: _CUSTOM},
    }


def _property(one: Property) -> Schema:
    """What may stand in a property; a title is the label that outputs show, and a null counts as absent."""
    value = one.reader.schema
    if not one.is_required:
        value = {"anyOf": [*value.get("anyOf", [value]), {"type": "null"}]}
    examples = {"examples": [*one.examples]} if one.examples else {}
    return {"title": one.title, "description": one.description, **examples, **value}

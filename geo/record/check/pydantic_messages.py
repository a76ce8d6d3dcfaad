"""Rewords pydantic's errors for the person who edits the file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.record import codes
from geo.record.did_you_mean import did_you_mean
from geo.record.kinds import Record, kinds_with, properties_of
from geo.record.language_names import suggest_language_name
from geo.record.values import show_value

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

    from geo.record.codes import Code
    from geo.record.json_file.parse import Path

OLD_CRS = "an old crs member; coordinates are WGS 84 longitude and latitude (RFC 7946), so take it out"


def unknown_property(kind: type[Record], name: str) -> str:
    """What to say about a property that a kind does not have."""
    hint = suggest_language_name(name) or did_you_mean(name, properties_of(kind))
    owners = kinds_with(name)
    if not hint and owners:
        hint = f"; it belongs to {' and '.join(owners)}"
    return f'unknown property "{name}" of a {kind.kind}{hint}'


def describe_error(kind: type[Record], error: ErrorDetails) -> tuple[Code, Path, str]:
    """The code, the place in the feature, and a sentence, for one error of pydantic's."""
    path: Path = ("properties", *error["loc"])
    name, value, details = error["loc"][0], show_value(error["input"]), error.get("ctx", {})
    wanted = {
        "missing": f"is missing; wanted: {properties_of(kind).get(str(name), '')}",
        "string_type": f"wanted text in quotation marks, not {value}",
        "string_too_short": "is empty; take it out or fill it",
        "bool_type": f"wanted true or false, not {value}",
        "enum": f"wanted {details.get('expected')}, not {value}",
        "literal_error": f"wanted {details.get('expected')}, not {value}",
        "int_type": f"wanted a whole number, not {value}",
        "greater_than_equal": f"wanted {details.get('ge')} or more, not {value}",
        "less_than_equal": f"wanted {details.get('le')} or less, not {value}",
        "tuple_type": f'wanted a list of ids such as ["apa-2021-04-02"], not {value}',
        "string_pattern_mismatch": f"{_PATTERNS[str(name)]}, not {value}"
        if name in _PATTERNS
        else "is empty; take it out or fill it",
        "value_error": error["msg"].removeprefix("Value error, "),
    }
    code = getattr(details.get("error"), "code", None) or _CODES.get(error["type"], codes.WRONG_TYPE)
    if code is codes.WRONG_FORM and name not in _PATTERNS:
        code = codes.EMPTY_TEXT
    return code, path, f"{name}: {wanted.get(error['type'], error['msg'])}"


_CODES = {
    "missing": codes.MISSING_PROPERTY,
    "string_too_short": codes.EMPTY_TEXT,
    "enum": codes.UNKNOWN_WORD,
    "literal_error": codes.UNKNOWN_WORD,
    "greater_than_equal": codes.OUT_OF_RANGE,
    "less_than_equal": codes.OUT_OF_RANGE,
    "string_pattern_mismatch": codes.WRONG_FORM,
}
"""Any error not listed here is a value of the wrong type."""


_PATTERNS = {
    "url": "wanted an address that begins with http:// or https://",
    "archive_url": "wanted an address that begins with http:// or https://",
    "sha256": "wanted 64 hexadecimal digits in lower case",
}

"""What pydantic found, said to the person who edits the file."""

from __future__ import annotations

import re
import unicodedata
from difflib import get_close_matches
from functools import cache
from typing import TYPE_CHECKING

from geo.record import codes
from geo.record.kinds import KINDS, Record
from geo.record.values import shown

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pydantic_core import ErrorDetails

    from geo.record.codes import Code
    from geo.record.syntax import Path

COMPUTED = frozenset({"id", "position", "typed", "polygon", "box", "shift", "edge_m"})
"""Fields of records that are not properties in the file."""
MOST_COMPARED = 100
"""Longer words are not compared with others: nobody mistypes them, and the time grows with the square of the length."""
OLD_CRS = "an old crs member; coordinates are WGS 84 longitude and latitude (RFC 7946), so take it out"


@cache
def properties_of(kind: type[Record]) -> dict[str, str]:
    """The properties that a kind has in the file, with their descriptions."""
    return {info.alias or name: info.description or "" for name, info in kind.model_fields.items() if name not in COMPUTED}


def kinds_with(name: str) -> list[str]:
    """The kinds that have a property of this name."""
    return [kind for kind, record in KINDS.items() if name in properties_of(record)]


def fold(text: str) -> str:
    """A text as a reader takes it: without blanks around it, without regard to case or to ways of composing letters."""
    return unicodedata.normalize("NFKC", text).strip().casefold()


def closest(word: str, known: Iterable[str], cutoff: float = 0.6) -> str | None:
    """The known word that a misspelt one most likely means: one that differs in case alone before any other."""
    if len(word) > MOST_COMPARED:
        return None
    folded = {fold(one): one for one in reversed(list(known)) if len(one) <= MOST_COMPARED}
    close = get_close_matches(fold(word), folded, n=1, cutoff=cutoff)
    return folded[close[0]] if close else None


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A hint for a misspelt word, or nothing."""
    close = closest(word, known)
    return f'; did you mean "{close}"?' if close is not None else ""


def unknown_property(kind: type[Record], name: str) -> str:
    """What to say of a property that a kind does not have."""
    hint = did_you_mean(name, properties_of(kind))
    owners = kinds_with(name)
    if not hint and owners:
        hint = f"; it belongs to {' and '.join(owners)}"
    return f'unknown property "{name}" of a {kind.kind}{hint}'


def sentence(kind: type[Record], error: ErrorDetails) -> tuple[Code, Path, str]:
    """The code, the place in the feature, and a sentence, for one error of pydantic's."""
    path: Path = ("properties", *error["loc"])
    name, value, details = error["loc"][0], shown(error["input"]), error.get("ctx", {})
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
"""What is not here is a value of the wrong type."""


_PATTERNS = {
    "url": "wanted an address that begins with http:// or https://",
    "archive_url": "wanted an address that begins with http:// or https://",
    "sha256": "wanted 64 hexadecimal digits in lower case",
}


def attribute_words(name: str) -> tuple[str, str]:
    """The name of an attribute as words, and the unit in it.

    >>> attribute_words("lethal_radius_m"), attribute_words("model_variant")
    (('lethal radius', 'm'), ('model variant', ''))
    """
    stem, _, unit = name.rpartition("_")
    known = {"m": "m", "km": "km", "kg": "kg", "deg": "°"}.get(unit, "") if stem else ""
    return (stem if known else name).replace("_", " "), known


def with_unit(value: str, attribute: str) -> str:
    """What is said of an attribute, with the unit where it is a bare number: "280 km"."""
    _, unit = attribute_words(attribute)
    bare = unit and re.fullmatch(r"[\d.,]+", value, re.ASCII)
    return f"{value}{'' if unit == '°' else ' '}{unit}" if bare else value

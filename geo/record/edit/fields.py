"""Lists the fields a person can fill in for each kind of record, and writes the answers as the file stores them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING

from geo.record.check.property_values import read_properties, readers_of
from geo.record.dates import DATES_PATTERN
from geo.record.json_file.layout import PROPERTIES, Node, decode_string, format_compact, is_number, quote_string
from geo.record.json_file.parse import parse
from geo.record.kinds import KINDS, Located, Record

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.record.check.property_values import Readers
    from geo.record.properties import Property


class FieldType(StrEnum):
    """What an answer is."""

    TEXT = "text"
    DATE = "date"
    NUMBER = "number"
    TEXT_OR_NUMBER = "text or number"
    IDS = "ids"
    TEXTS = "texts"
    YES_NO = "yes or no"


@dataclass(frozen=True, slots=True)
class Field:
    """A property of a kind, as a person can be asked for it."""

    name: str
    """As in the file."""
    description: str
    form: FieldType
    required: bool
    choices: tuple[str, ...] = ()
    """The words that are allowed, where only some are."""


@cache
def fields_of(kind: type[Record]) -> tuple[Field, ...]:
    """The properties of a kind in the order of the file, except `published_coordinates`: a position is always asked for."""
    names = sorted(kind.properties, key=lambda name: PROPERTIES.index(name) if name in PROPERTIES else len(PROPERTIES))
    return tuple(
        _make_field(kind.properties[name])
        for name in names
        if not (name == "published_coordinates" and issubclass(kind, Located))
    )


def _make_field(one: Property) -> Field:
    forms = one.reader.schema.get("anyOf", [one.reader.schema])
    types = {form.get("type") for form in forms}
    choices = tuple(choice for form in forms for choice in form.get("enum", ()))
    if "array" in types:
        items = [form["items"] for form in forms if form.get("type") == "array"]
        form = FieldType.TEXTS if any("pattern" in item for item in items) else FieldType.IDS
    elif "boolean" in types:
        form = FieldType.YES_NO
    elif types <= {"number", "integer"}:
        form = FieldType.NUMBER
    elif any(form.get("pattern") == DATES_PATTERN for form in forms):
        form = FieldType.DATE
    else:
        form = FieldType.TEXT_OR_NUMBER if "number" in types else FieldType.TEXT
    return Field(one.name, one.description, form, one.is_required, choices)


@cache
def properties_with(form: FieldType) -> frozenset[str]:
    """The properties, of any kind, whose answers have a form."""
    return frozenset(field.name for kind in KINDS.values() for field in fields_of(kind) if field.form is form)


def format_answer(field: Field, answer: str | bool | Sequence[str]) -> Node:  # noqa: FBT001  # an answer may be yes
    """An answer as it stands in the file: a number with its digits as typed, a text in quotation marks.

    Raises:
        ValueError: if a number is wanted and the answer is none.
    """
    if isinstance(answer, bool):
        return "true" if answer else "false"
    if not isinstance(answer, str):
        texts: list[Node] = [quote_string(one) for one in answer]
        return texts[0] if field.form is FieldType.TEXTS and len(texts) == 1 else texts
    if field.form in (FieldType.NUMBER, FieldType.TEXT_OR_NUMBER) and is_number(answer):
        return answer
    if field.form is FieldType.NUMBER:
        raise ValueError(f'wanted a number with a point and without a unit, such as 780 or 1275.6, not "{answer}"')
    return quote_string(answer)


def objection(kind: type[Record], name: str, node: Node) -> str | None:
    """The error in the value of one property, regardless of the rest of the record; None if it is valid."""
    is_text = isinstance(node, str) and node.startswith('"')
    value = decode_string(str(node)) if is_text else parse(f'{{"value": {format_compact(node)}}}').members["value"]
    _, unfit = read_properties(_reader_of(kind, name), "?", {name: value}, [])
    return next((fault.message for fault in unfit if fault.path[1] == name), None)


@cache
def _reader_of(kind: type[Record], name: str) -> Readers:
    return readers_of(kind, (name,))

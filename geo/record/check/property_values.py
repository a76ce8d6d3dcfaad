"""Reads the properties of a feature by the table of its kind, and says what is wrong with their names and values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from geo.record import codes
from geo.record.check.entry import Fault
from geo.record.codes import UnfitError
from geo.record.did_you_mean import did_you_mean
from geo.record.kinds import CUSTOM_PREFIX, is_custom, is_property, kinds_with
from geo.record.language_names import (
    NAME_PREFIX,
    is_language_name,
    is_language_tag,
    refuse_language_name,
    suggest_language_name,
)
from geo.record.values import show_value

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from geo.record.kinds import Record
    from geo.record.properties import Property


def read_properties(
    readers: Readers, record_id: str, given: dict[str, Any], faults: list[Fault]
) -> tuple[dict[str, Any], list[Fault]]:
    """What a feature says, by the attribute of its record; names that its kind does not have are added to `faults`.

    A null counts as absent: GDAL, and so QGIS, writes one for each property that any record in the file has.

    Returns:
        The values, and what is wrong with those that are not among them, or are missing, in the order of the table.
    """
    said: dict[str, Any] = {"id": record_id}
    unfit: list[tuple[Property, UnfitError]] = []
    for known, name, attribute, read in readers.known:
        if (value := given[name]) is not None:
            try:
                said[attribute] = read(value)
            except UnfitError as error:
                unfit.append((known, error))
    if readers.printed:
        _read_printed(readers.printed, given, said, unfit)
    if readers.others:
        faults += [fault for name in readers.others for fault in _other_faults(readers.kind, name, given[name], given)]
        custom = [(name, given[name]) for name in readers.custom if isinstance(given[name], str | int | float)]
        if custom:
            said["custom"] = tuple(custom)
    if not unfit and said.keys() >= readers.kind.required:
        return said, []
    return said, list(_value_faults(readers.kind, said, unfit))


Rows = tuple[tuple["Property", str, str, "Callable[..., Any]"], ...]
"""Properties, with their names, their attributes and what reads their values."""


class Readers(NamedTuple):
    """The rows of a kind's table that some names ask for, in their order."""

    kind: type[Record]
    known: Rows
    printed: Rows
    """Those that are read in the language of what is printed."""
    others: tuple[str, ...]
    """Names that the kind does not have."""
    custom: tuple[str, ...]
    """Of these, names in other languages, then the properties of the user's own."""


def readers_of(kind: type[Record], names: tuple[str, ...]) -> Readers:
    """The rows for features of a kind whose properties have these names."""
    found = [kind.properties[name] for name in names if name in kind.properties]
    rows = [(one, one.name, one.attribute, one.reader.read) for one in found]
    others = tuple(name for name in names if name not in kind.properties and name != "kind")
    return Readers(
        kind,
        tuple(row for row in rows if not row[0].reader.needs_language),
        tuple(row for row in rows if row[0].reader.needs_language),
        others,
        tuple(sorted(filter(is_custom, others), key=lambda name: not is_language_name(name))),
    )


def _read_printed(rows: Rows, given: dict[str, Any], said: dict[str, Any], unfit: list[tuple[Property, UnfitError]]) -> None:
    """Read what is printed, in the language that the record names."""
    language = given.get("language")
    if not (isinstance(language, str) and is_language_tag(language)):
        language = None
    for known, name, attribute, read in rows:
        if (value := given[name]) is not None:
            try:
                said[attribute] = read(value, language)
            except UnfitError as error:
                unfit.append((known, error))


def _value_faults(kind: type[Record], said: dict[str, Any], unfit: list[tuple[Property, UnfitError]]) -> Iterator[Fault]:
    """What is wrong with values, and which ones are missing, in the order of the table."""
    wrong = dict(unfit)
    for name, known in kind.properties.items():
        if known in wrong:
            for one in (wrong[known], *wrong[known].others):
                yield Fault(one.code, ("properties", name, *one.at), f"{name}: {one}")
        elif known.is_required and known.attribute not in said:
            why = f"{name}: is missing; wanted: {known.description}"
            yield Fault(codes.MISSING_PROPERTY, ("properties", name), why)


def _other_faults(kind: type[Record], name: str, value: Any, given: dict[str, Any]) -> Iterator[Fault]:
    """What is wrong with a property that the kind does not have in its table."""
    if value is None and (is_property(name) or is_language_name(name)):
        return
    if name.startswith(NAME_PREFIX):
        yield from _language_name_faults(name, value, given)
    elif name.startswith(CUSTOM_PREFIX):
        yield from _custom_faults(name, value)
    else:
        hint = suggest_language_name(name) or did_you_mean(name, kind.properties)
        owners = kinds_with(name)
        if not hint and owners:
            hint = f"; it belongs to {' and '.join(owners)}"
        why = f'unknown property "{name}" of a {kind.kind}{hint}'
        yield Fault(codes.UNKNOWN_PROPERTY, ("properties", name), why, on_key=True)


def _language_name_faults(name: str, value: Any, given: dict[str, Any]) -> Iterator[Fault]:
    """What is wrong with a name in another language."""
    where = ("properties", name)
    if not is_language_name(name):
        yield Fault(codes.UNKNOWN_PROPERTY, where, refuse_language_name(name), on_key=True)
    elif other := next((one for one in given if one.lower() == name.lower() and one != name and given[one] is not None), None):
        yield Fault(codes.UNKNOWN_PROPERTY, where, f'"{name}" and "{other}" are one language; keep one of them', on_key=True)
    elif not isinstance(value, str):
        yield Fault(codes.WRONG_TYPE, where, f"{name}: wanted text in quotation marks, not {show_value(value)}")
    elif not value.strip():
        yield Fault(codes.EMPTY_TEXT, where, f"{name}: is empty; take it out or fill it")


def _custom_faults(name: str, value: Any) -> Iterator[Fault]:
    """What is wrong with a property of the user's own."""
    if not is_custom(name):
        wanted = "wanted x_ and then at most 98 small letters, digits and _, such as x_crater_m"
        yield Fault(codes.UNKNOWN_PROPERTY, ("properties", name), f"{show_value(name)}: {wanted}", on_key=True)
    elif isinstance(value, list | dict):
        wanted = f"{name}: wanted a text, a number, true, false or null, not {show_value(value)}"
        yield Fault(codes.WRONG_TYPE, ("properties", name), wanted)

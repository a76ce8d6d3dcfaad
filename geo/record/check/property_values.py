"""Reads the properties of a feature by the table of its kind, and says what is wrong with their names and values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

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
    from collections.abc import Iterator

    from geo.record.kinds import Record
    from geo.record.properties import Property


def read_properties(
    kind: type[Record], record_id: str, given: dict[str, Any], faults: list[Fault]
) -> tuple[dict[str, Any], list[Fault]]:
    """What a feature says, by the attribute of its record; names that a kind does not have are added to `faults`.

    A null counts as absent: GDAL, and so QGIS, writes one for each property that any record in the file has.

    Returns:
        The values, and what is wrong with those that are not among them, or are missing, in the order of the table.
    """
    table, custom = kind.properties, []
    said: dict[str, Any] = {"id": record_id}
    unfit: list[tuple[Property, UnfitError]] = []
    language = given.get("language")  # of what the record prints, which has to be known before its figures are read
    if language is not None and not (isinstance(language, str) and is_language_tag(language)):
        language = None
    for name, value in given.items():
        if (known := table.get(name)) is not None:
            if value is None:
                continue
            reader = known.reader
            try:
                said[known.attribute] = reader.read(value, language) if reader.needs_language else reader.read(value)
            except UnfitError as error:
                unfit.append((known, error))
        elif name != "kind":
            faults.extend(_other_faults(kind, name, value, given))
            if is_custom(name) and isinstance(value, str | int | float):
                custom.append((name, value))
    if custom:  # names in other languages, then the properties of the user's own
        said["custom"] = tuple(sorted(custom, key=lambda one: not is_language_name(one[0])))
    if not unfit and kind.required <= said.keys():
        return said, []
    return said, list(_value_faults(kind, said, unfit))


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

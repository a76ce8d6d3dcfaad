"""Edits the file that people edit: reformats it, repairs it or appends a record; the rest stays byte for byte."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo.record import codes
from geo.record.check.geometry import round_degrees
from geo.record.check.problem_list import Ledger
from geo.record.edit.repair import repair_document
from geo.record.json_file.layout import (
    Node,
    decode_string,
    feature_line,
    feature_text,
    features,
    format_canonical,
    quote_string,
    read_members,
)
from geo.record.json_file.parse import Element, JsonDocument, decode, parse
from geo.record.json_file.parse_errors import TextError
from geo.record.json_file.save import replace_whole
from geo.record.kinds import Located, Record
from geo.record.look_up import UnknownRecordError, look_up
from geo.record.memory import find_room
from geo.record.problems import Problem, Severity, SitesError
from geo.record.read_bytes import read_file
from geo.record.reading import read_data

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Mapping, Sequence

    from geo.earth.notation.printed_pair import Coordinates

_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True)
class Original:
    """A file before a change."""

    path: str
    """As it was named."""
    data: bytes | None
    """Its content; None if it does not exist yet."""
    document: JsonDocument
    """Its text, which is JSON without faults."""

    def encoded(self, text: str) -> bytes:
        """The bytes of a new text, with a byte-order mark if the file has one."""
        return (_BOM if (self.data or b"").startswith(_BOM) else b"") + text.encode()


@dataclass(frozen=True)
class Edit:
    """A change that is ready to be written."""

    original: Original
    data: bytes
    """What the file will hold."""
    repairs: tuple[str, ...] = ()
    """What was put back, a sentence each."""
    problems: tuple[Problem, ...] = ()
    """What `geo check` would report about the change that it does not report about the file now."""

    @property
    def changed(self) -> bool:
        """Whether there is anything to write."""
        return self.data != self.original.data

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that forbid the change."""
        return tuple(problem for problem in self.problems if problem.severity is Severity.ERROR)

    def save(self, *, reads: Iterable[str | os.PathLike[str]] = ()) -> None:
        """Write it, whole or not at all; `reads` are the files that it was made from besides the original.

        Raises:
            ValueError: if the file is one of those.
            OSError: if it cannot be written, or the file has changed since it was read.
        """
        if self.changed:
            replace_whole(self.original.path, self.data, old=self.original.data, reads=reads)


def read_original(path: str | os.PathLike[str]) -> Original:
    """Read a file that is to be changed.

    Raises:
        SitesError: if it is not JSON, or has a key twice.
        OSError: if it cannot be read.
    """
    data = read_file(path, find_room().most_bytes)
    if len(data) > find_room().most_bytes:
        raise SitesError(read_data(str(path), data).problems)
    try:
        document = parse(decode(data))
    except TextError as fault:
        document = JsonDocument(data.decode("utf-8", "replace").removeprefix("\ufeff"), faults=[fault])
    if faults := [fault for fault in document.faults if fault.code is not codes.HALF_CHARACTER]:  # it stays as it was typed
        raise _refusal(str(path), document, *faults)
    return Original(str(path), data, document)


def _refusal(path: str, document: JsonDocument, *faults: TextError) -> SitesError:
    ledger = Ledger(path, document)
    for fault in faults:
        ledger.add_at(fault.at, fault.code, fault.message)
    return SitesError(ledger.problems())


def reformat(original: Original, *, repair: bool = False) -> Edit:
    r"""The file in the standard layout, repaired first if asked for; lines end in \r\n only where they all did.

    Raises:
        SitesError: if it is nested too deeply, or cannot be mended.
    """
    document = original.document
    done: tuple[str, ...] = ()
    try:
        if repair:
            outer, inner, done = repair_document(document)
            text = format_canonical(outer, inner)
        else:
            text = format_canonical(read_members(document), features(document))
    except TextError as fault:
        raise _refusal(original.path, document, fault) from None
    breaks, windows = document.text.count("\n"), document.text.count("\r\n")
    if breaks and breaks == windows == document.text.count("\r"):
        text = text.replace("\n", "\r\n")  # a text of the file never holds a line end itself
    return Edit(original, original.encoded(text), done)


def find_free_id(document: JsonDocument, kind: type[Record]) -> str:
    """The kind and the number after the highest one in use: an id is never used twice."""
    stem = kind.kind.replace("_", "-")
    pattern = re.compile(rf"{stem}-([0-9]{{1,9}})")
    ids = [element.value.get("id") for element in _elements(document) if isinstance(element.value, dict)]
    numbers = [int(match[1]) for one in ids if isinstance(one, str) and (match := pattern.fullmatch(one))]
    return f"{stem}-{max(numbers, default=0) + 1}"


REFERENCES = frozenset({"from", "to", "site", "of", "at", "origin", "about", "shows", "offset_from", "sources", "relies_on"})
"""Properties that name other records."""


def add_ids(document: JsonDocument, properties: Mapping[str, Node]) -> dict[str, Node]:
    """The properties with the id of a record wherever its name stands for it; anything else stays for the check to report.

    Raises:
        SharedNameError: if several records have that name.
    """
    names: dict[str, str | None] = {}
    for element in _elements(document):
        value = element.value if isinstance(element.value, dict) else {}
        said = value.get("properties")
        name = said.get("name") if isinstance(said, dict) else None
        if isinstance(record_id := value.get("id"), str):
            names[record_id] = name if isinstance(name, str) else None

    def identified(node: Node) -> Node:
        if isinstance(node, list):
            return [identified(one) for one in node]
        if not isinstance(node, str) or not node.startswith('"'):
            return node
        with suppress(UnknownRecordError):
            return quote_string(look_up(decode_string(node), names, "record"))
        return node

    return {key: identified(value) if key in REFERENCES else value for key, value in properties.items()}


def make_feature(
    kind: type[Record],
    record_id: str,
    at: Coordinates | None,
    properties: Mapping[str, Node],
    degrees: tuple[str, str] | None = None,
) -> dict[str, Node]:
    """A record as it stands in the file; the geometry is WGS 84, with the digits that the printing justifies.

    Longitude and latitude as `degrees` are the geometry of a record that no source prints.
    """
    said = {'"kind"': quote_string(kind.kind), **{quote_string(name): value for name, value in properties.items()}}
    geometry: Node = {'"type"': '"Point"', '"coordinates"': [*degrees]} if degrees else "null"
    datum = properties.get("geodetic_datum")
    if at is not None and isinstance(datum, str):
        from geo.earth.datum import parse_datum, to_wgs84  # rarely needed

        with suppress(ValueError):  # which reading the file says
            at, _ = to_wgs84(at, parse_datum(decode_string(datum)))
    if at is not None and issubclass(kind, Located):
        pair = [(at.position.lon_deg, at.lon_unit_deg), (at.position.lat_deg, at.lat_unit_deg)]
        if "published_corners" not in properties:  # else it is the area of these
            geometry = {'"type"': '"Point"', '"coordinates"': [round_degrees(*one) for one in pair]}
        said['"published_coordinates"'] = quote_string(at.text)
    return {'"type"': '"Feature"', '"id"': quote_string(record_id), '"geometry"': geometry, '"properties"': said}


def append_records(original: Original, *new: Mapping[str, Node]) -> Edit:
    """The file with more features after its last, in the manner of that one.

    Raises:
        SitesError: if the file has no list of features.
    """
    document = original.document
    if original.data is None:
        text = format_canonical({'"type"': '"FeatureCollection"'}, map(dict, new))
        return Edit(original, data := text.encode(), problems=read_data(original.path, data).problems)
    if not isinstance(document.members.get("features"), list):
        raise SitesError(read_data(original.path, original.data).problems)
    at, addition = _addition(document, new)
    text = document.text[:at] + addition + document.text[at:]
    data = original.encoded(text)
    place = JsonDocument(text).line_column
    start, end = place(at), place(at + len(addition))
    known = {(one.line, one.column, one.severity) for one in read_data(original.path, original.data).problems}
    problems = tuple(
        one
        for one in read_data(original.path, data).problems
        if (here := (one.line, one.column)) < end and (here >= start or (*here, one.severity) not in known)
    )
    return Edit(original, data, problems=problems)


def _elements(document: JsonDocument) -> list[Element]:
    found = document.members.get("features")
    return found if isinstance(found, list) else []


def _addition(document: JsonDocument, new: Sequence[Mapping[str, Node]]) -> tuple[int, str]:
    """What to put where."""
    text, elements = document.text, _elements(document)
    if not elements:
        return _first(document, new)
    last = elements[-1]
    line_start = text.rfind("\n", 0, last.start) + 1
    before = text[line_start : last.start]
    indent = before[: len(before) - len(before.lstrip(" \t"))]
    newline = "\r\n" if text[:line_start].endswith("\r\n") or "\r\n" in text[last.start : last.end] else "\n"
    between = f",{newline}{indent}" if before == indent and line_start else ", "
    if "\n" not in text[last.start : last.end]:
        return last.end, "".join(between + feature_line(one) for one in new)
    inner = re.compile(r"[ \t]*").match(text, text.index("\n", last.start) + 1)
    deeper = inner[0] if inner else ""
    step = deeper[len(indent) :] if deeper.startswith(indent) and deeper != indent else "  "
    return last.end, "".join(between + feature_text(dict(one), indent, step).replace("\n", newline) for one in new)


def _first(document: JsonDocument, new: Sequence[Mapping[str, Node]]) -> tuple[int, str]:
    """The first features go directly after the opening bracket; spaces that stood there stay after it."""
    text, key_at = document.text, document.places["features"]
    start, end = document.spans["features"]
    line_start = text.rfind("\n", 0, key_at) + 1
    before = text[line_start:key_at]
    own = before if line_start and not before.strip(" \t") else ""
    newline = "\r\n" if "\r\n" in text else "\n"
    indent = own * 2 or "  "
    listed = f",\n{indent}".join(feature_text(dict(one), indent, own or "  ") for one in new)
    block = f"\n{indent}{listed}".replace("\n", newline)
    return start + 1, block if "\n" in text[start:end] else f"{block}{newline}{own}"

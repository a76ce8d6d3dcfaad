"""Reads the records that a GPX file of ours has in its extensions, with their digits and properties as they were."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from xml.parsers import expat

from geo.record.escape import printable
from geo.record.kinds import KINDS

if TYPE_CHECKING:
    from pathlib import Path

GPX = "http://www.topografix.com/GPX/1/1"
NAMESPACE = "urn:x-debris-sites:record:1"
"""Of the elements with the records: a name, and no address."""
_RECORD, _PROPERTY = f"{NAMESPACE} record", f"{NAMESPACE} property"
_WAYPOINT = ("wpt", "rtept", "trkpt")
_LONGEST_PROPERTY = 200
"""Characters of the name of a property."""


class GpxRecords(NamedTuple):
    """What the file says."""

    records: list[dict[str, str]]
    """Each record's properties as the cells of a row."""
    others: int
    """Waypoints without a record of ours, which somebody added."""
    points: list[tuple[str, str] | None]
    """Longitude and latitude of the waypoint that each record stands in, as typed; None at the end of the file."""


def read_gpx_records(path: Path, data: bytes) -> GpxRecords:
    """The records in the extensions of a GPX file; none in a file that is not ours.

    Raises:
        ValueError: if it is no well-formed XML, or has a document type declaration.
    """
    reader = _RecordsParser()
    try:
        reader.parse(data)
    except expat.ExpatError as error:
        raise ValueError(printable(f"{path} is not well-formed XML: {error}")) from None
    return GpxRecords(reader.records, reader.others, reader.points)


class _RecordsParser:
    """Keeps what is open of the file, never how deep it is nested."""

    def __init__(self) -> None:
        self.records: list[dict[str, str]] = []
        self.points: list[tuple[str, str] | None] = []
        self.others = 0
        self._at: tuple[str, str] | None = None
        self._shown: dict[str, str] = {}
        self._own: dict[str, str] | None = None
        self._has_record = False
        self._key: str | None = None
        self._text: list[str] = []

    def parse(self, data: bytes) -> None:
        """Read all of it."""
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler, parser.EndElementHandler = self._start, self._end
        parser.CharacterDataHandler = self._text.append
        parser.StartDoctypeDeclHandler = _refuse_doctype
        parser.Parse(data, True)  # noqa: FBT003  # expat takes no keywords

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._text.clear()
        local = name.rpartition(" ")[2]
        if local in _WAYPOINT and not name.startswith(NAMESPACE):
            self._at, self._has_record = (attributes.get("lon", ""), attributes.get("lat", "")), False
            self._shown = {}
        elif name == _RECORD:
            self._own = {}
        elif name == _PROPERTY and self._own is not None:
            self._key = attributes.get("name", "")[:_LONGEST_PROPERTY]

    def _end(self, name: str) -> None:
        text, local = "".join(self._text), name.rpartition(" ")[2]
        self._text.clear()
        if name == _PROPERTY and self._own is not None and self._key:
            self._own.setdefault(self._key, text)
        elif name == _RECORD and self._own is not None:
            self._close_record(self._own)
            self._own = None
        elif local == "name" and self._at and self._own is None:
            self._shown[local] = text.strip()
        elif local in _WAYPOINT and not name.startswith(NAMESPACE):
            self.others += not self._has_record
            self._at = None

    def _close_record(self, cells: dict[str, str]) -> None:
        if cells.get("kind") not in KINDS or (self._at and self._has_record):
            return
        shown, label = self._shown.get("name", ""), cells.get("name") or cells.get("id", "")
        if self._at and shown and shown != label:  # another program changed what it shows
            cells["name"] = shown
        self._has_record = True
        self.records.append(cells)
        self.points.append(self._at)


def _refuse_doctype(*_: object) -> None:
    raise ValueError("it has a document type declaration")

"""Zip archives, XML, CSV and JSON files that are the same whenever they are made, written as they grow."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING
from xml.etree import ElementTree as ET
from xml.sax.saxutils import quoteattr
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from geo.record.escape import escape_script_json, escape_xml, json_escaped

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from geo.show.answers import json_form as wire

_EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The first date that a zip archive can hold."""


def pack(archive: ZipFile, name: str, made: IO[bytes]) -> None:
    """Put a whole file into a zip archive."""
    info = ZipInfo(name, _EARLIEST)
    info.compress_type, info.external_attr = ZIP_DEFLATED, 0o644 << 16
    info.file_size = made.seek(
        0, os.SEEK_END
    )  # said beforehand: the form for large files, which GDAL does not open, is for these
    made.seek(0)
    with archive.open(info, "w") as member:
        shutil.copyfileobj(made, member)


def write_csv(file: IO[bytes], names: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """A CSV file of a header and rows, its lines and quotation marks as in RFC 4180.

    UTF-8 with a byte-order mark, without which Excel takes it for the system's old code page.
    """
    file.write(b"\xef\xbb\xbf")
    text = io.TextIOWrapper(file, "utf-8", "backslashreplace", newline="", write_through=True)
    try:
        csv.writer(text, lineterminator="\r\n").writerow(names)
        csv.writer(text, lineterminator="\r\n").writerows(rows)
    finally:
        text.detach()  # else it would close the file


def write_json(file: IO[bytes], outer: dict[str, str], name: str, items: Iterable[wire.Json]) -> None:
    """A JSON object of some texts and a list, an item on each line; no text can end a script that it may be put into."""
    file.write(_json({**outer, name: []})[:-2] + b"\n")
    between = b""
    for item in items:
        file.write(between + _json(item))
        between = b",\n"
    file.write(b"\n]}\n")


def _json(value: wire.Json) -> bytes:
    text = json.dumps(value, ensure_ascii=False, allow_nan=False)
    return json_escaped(escape_script_json(text)).encode()


class XmlFile:
    """An XML document, indented, of which only the element that is being added is held."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._depth = 0
        self._line('<?xml version="1.0" encoding="utf-8"?>')

    @contextmanager
    def inside(self, tag: str, **attributes: str) -> Iterator[None]:
        """An element to which others are added meanwhile."""
        self._line(f"<{tag}{''.join(f' {name}={quoteattr(value)}' for name, value in attributes.items())}>")
        self._depth += 1
        yield
        self._depth -= 1
        self._line(f"</{tag}>")

    def add(self, *elements: ET.Element) -> None:
        """Whole elements."""
        for element in elements:
            ET.indent(element, level=self._depth)
            self._line(ET.tostring(element, encoding="unicode"))

    def _line(self, text: str) -> None:
        self._file.write(f"{'  ' * self._depth}{text}\n".encode())


def text_element(tag: str, text: str) -> ET.Element:
    """An element that holds nothing but a text."""
    element = ET.Element(tag)
    element.text = escape_xml(text)
    return element

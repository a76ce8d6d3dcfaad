"""Zip archives, XML, CSV and JSON files that are the same whenever they are made."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from geo.show import wire

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The first date that a zip archive can hold."""


def zipped(files: Mapping[str, bytes]) -> bytes:
    """A zip archive of files by their names, in this order."""
    made = io.BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as archive:
        for name, data in files.items():
            info = ZipInfo(name, _EARLIEST)
            info.compress_type, info.external_attr = ZIP_DEFLATED, 0o644 << 16
            archive.writestr(info, data)
    return made.getvalue()


def csv_bytes(names: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """A CSV file of a header and rows, its lines and quotation marks as in RFC 4180.

    UTF-8 with a byte-order mark, without which Excel takes it for the system's old code page.
    """
    made = io.StringIO(newline="")
    csv.writer(made, lineterminator="\r\n").writerows([names, *rows])
    return b"\xef\xbb\xbf" + made.getvalue().encode("utf-8", "backslashreplace")


def json_bytes(value: wire.Json) -> bytes:
    """JSON in which no text can end a script that it may be put into."""
    text = wire.to_text(value)
    for character in "<>&":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text.encode()


def xml_bytes(root: ET.Element) -> bytes:
    """An XML document, indented."""
    ET.indent(root)
    made: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return made + b"\n"


_NOT_XML = re.compile(r"[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Source: XML 1.0, production 2, Char; a carriage return would be read as a line feed."""


def xml_text(text: str) -> str:
    """A text in which each character that XML cannot hold stands as its escape."""
    return _NOT_XML.sub(lambda match: rf"\u{ord(match[0]):04x}", text)

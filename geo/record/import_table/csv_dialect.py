"""Guesses the dialect of a CSV file. The guess is proposed and named in errors; it is never used to read the file unasked."""

from __future__ import annotations

import csv
import io
import re
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from geo.record.import_table.heading_row import find_heading_row
from geo.record.memory import BYTES_A_BYTE_OF_TABLE, find_room
from geo.record.read_bytes import read_file

if TYPE_CHECKING:
    import os

DELIMITERS = {".csv": ",", ".tsv": "\t", ".tab": "\t", ".txt": "\t"}
"""The delimiter of a file with such an extension, unless a mapping says otherwise."""
UTF_8 = "utf-8-sig"
_MOST_GUESSES = 3
_MOST_LINES, _MOST_BYTES = 2_000, 200_000
"""How much of a file is looked at to guess its encoding: lines with letters beyond ASCII."""
_MOST_ROWS = 20


class Dialect(NamedTuple):
    """How a CSV file seems to be written; None stands for the default."""

    delimiter: str | None
    encoding: str | None
    others: tuple[str, ...] = ()
    """Other encodings in which the file would also be text."""
    header: int | None = None
    """The row of the headings, where it is not the first."""


USUAL = Dialect(None, None)


def guess_dialect(path: str | os.PathLike[str]) -> Dialect:
    """How a CSV file seems to be written; nothing of another file.

    Raises:
        OSError: if it cannot be read.
    """
    usual = DELIMITERS.get(Path(path).suffix.lower())
    if usual is None:
        return USUAL
    data = read_file(path, find_room(BYTES_A_BYTE_OF_TABLE).most_bytes)
    encoding, *others = guess_encodings(data)
    stated, text = split_stated_delimiter(data.decode(encoding, "replace"))
    delimiter = usual if stated else guess_delimiter(text, usual)
    header = _guess_header(text, stated or delimiter, 2 if stated else 1)
    return Dialect(None if delimiter == usual else delimiter, None if encoding == UTF_8 else encoding, tuple(others), header)


_STATED = re.compile(r'\ufeff?"?sep=([^\r\n"])"?\r?\n', re.IGNORECASE)


def split_stated_delimiter(text: str) -> tuple[str | None, str]:
    r"""The delimiter that Excel states in a first line of its own, and the rest of a text.

    >>> split_stated_delimiter("sep=;\na;b\n")
    (';', 'a;b\n')
    """
    match = _STATED.match(text)
    return (match[1], text[match.end() :]) if match else (None, text)


def _guess_header(text: str, delimiter: str, first: int) -> int | None:
    """The line with the headings, where others stand above it."""
    lines = islice(io.StringIO(text, newline=""), 10 * _MOST_ROWS)
    reader = csv.reader(lines, delimiter=delimiter)
    rows: list[tuple[int, list[str]]] = []
    start = first
    with suppress(csv.Error):
        for row in reader:
            rows.append((start, [cell.strip() for cell in row]))
            start = reader.line_num + first
    rows = [row for row in rows if any(row[1])]
    index = find_heading_row([row for _, row in rows])
    return rows[index][0] if index else None


def guess_encodings(data: bytes) -> list[str]:
    """The encodings in which data are text, the likeliest first; each reads other letters than those before it.

    >>> guess_encodings("Широта;Долгота;Место".encode("koi8-r"))[0]
    'koi8-r'
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return ["utf-16"]
    if _is_text(data, UTF_8):
        return [UTF_8]
    from chardet import detect_all  # rarely needed

    sample = b"".join(islice((line for line in io.BytesIO(data) if not line.isascii()), _MOST_LINES))[:_MOST_BYTES]
    texts: dict[str, str] = {}
    for guess in detect_all(sample, compat_names=False):
        encoding = guess["encoding"]
        if encoding and len(texts) < _MOST_GUESSES and _is_text(data, encoding):
            texts.setdefault(sample.decode(encoding, "replace"), encoding)
    return list(texts.values()) or [UTF_8]


def _is_text(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return False
    return True


def guess_delimiter(text: str, usual: str) -> str:
    r"""Guess the delimiter: the one that gives several columns, and as many in the first rows as in the header.

    >>> guess_delimiter("Lat;Lon\n39,7;46,7\n", ",")
    ';'
    """
    return max(dict.fromkeys((usual, ",", ";", "\t", "|")), key=lambda one: _fit(text, one))


def _fit(text: str, delimiter: str) -> tuple[bool, float, int]:
    lines = islice(io.StringIO(text, newline=""), 4 * _MOST_ROWS)
    try:
        rows = list(islice(filter(None, csv.reader(lines, delimiter=delimiter)), _MOST_ROWS))
    except csv.Error:
        rows = []
    if not rows:
        return False, 0.0, 0
    width = len(rows[0])
    return width > 1, sum(len(row) == width for row in rows) / len(rows), width

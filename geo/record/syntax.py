"""JSON text with its places kept: which features it holds, and at which line and column a value stands.

The standard library's decoder reads the values, one feature at a time, so that we know where each one starts;
only the features that turn out to have a problem are walked again for exact places. That took a ninth of the time
of a concrete syntax tree (tree-sitter) on 100,000 features, and 0.5 GB less.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple, Self

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

MAX_BYTES = 128 * 2**20
"""A file of this size holds some 200,000 records; beyond that a person is not editing it by hand."""
MAX_DEPTH = 32
"""Objects and arrays inside one another; a polygon needs 7."""

Path = tuple[str | int, ...]
"""Keys and indices from a feature (or the file) down to a value."""


class TextError(ValueError):
    """Text that is not JSON, or not JSON that this project reads: what, and at which character."""

    def __init__(self, message: str, at: int) -> None:
        super().__init__(message)
        self.message = message
        self.at = at


class Number(float):
    """A number that remembers the digits as typed: 46.742750 was measured more finely than 46.74275."""

    digits: str

    def __new__(cls, digits: str) -> Self:
        """Make it from its digits."""
        number = super().__new__(cls, digits)
        number.digits = digits
        return number


class Element(NamedTuple):
    """One element of an array: its value and the characters in the text that it was read from."""

    value: Any
    start: int
    end: int


@dataclass
class Document:
    """The text of a file of features, read as far as it can be read."""

    text: str
    members: dict[str, Any] = field(default_factory=dict)
    """The members of the outer object, `features` as a list of `Element`."""
    places: dict[str, int] = field(default_factory=dict)
    """Where the key of each outer member stands."""
    spans: dict[str, tuple[int, int]] = field(default_factory=dict)
    """From which character to which the value of each outer member stands."""
    faults: list[TextError] = field(default_factory=list)

    def line_column(self, at: int) -> tuple[int, int]:
        """Line and column, both from 1, of a character of the text."""
        if not hasattr(self, "_line_starts"):
            self._line_starts = [0, *(match.end() for match in re.finditer("\n", self.text))]
        line = bisect_right(self._line_starts, at)
        return line, at - self._line_starts[line - 1] + 1


def decode(data: bytes) -> str:
    """Decode UTF-8, with or without a byte-order mark.

    Raises:
        TextError: if it is something else, with the character at which that shows.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise TextError("the file is in UTF-16; save it as UTF-8", 0)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        good, odd = error.object[: error.start].decode(), error.object[error.start]  # without the byte-order mark
        raise TextError(f"byte 0x{odd:02x} is not UTF-8; save the file as UTF-8", len(good)) from None


def parse(text: str) -> Document:
    """Read the outer object and, one by one, its features; what is wrong is in `faults`, and reading goes on if it can."""
    reader = _Reader(Document(text))
    try:
        reader.outer()
    except TextError as fault:
        reader.document.faults.append(fault)
    return reader.document


def walk(text: str, at: int, path: Path = ()) -> Generator[tuple[Path, int, int], None, int]:
    """Yield (path, where its key starts, where its value starts) for every value in the valid JSON value at `at`.

    Returns where the value ends.
    """
    kind = text[at]
    if kind not in "{[" or len(path) > MAX_DEPTH:
        return _PLAIN.raw_decode(text, at)[1]
    at = _skip(text, at + 1)
    index = 0
    while text[at] not in "}]":
        key: str | int = index
        key_at = at
        if kind == "{":
            key, at = _PLAIN.raw_decode(text, at)
            at = _skip(text, _skip(text, at) + 1)
        yield (*path, key), key_at, at
        at = _skip(text, (yield from walk(text, at, (*path, key))))
        if text[at] == ",":
            at = _skip(text, at + 1)
        index += 1
    return at + 1


_PLAIN = json.JSONDecoder()
_SPACE = re.compile(r"[ \t\r\n]*")
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[\[{]|[\]}]', re.DOTALL)
_NEXT_FEATURE = re.compile(r'\{\s*"type"\s*:\s*"Feature"')


def _skip(text: str, at: int) -> int:
    return _SPACE.match(text, at).end()  # type: ignore[union-attr]  # an empty run of blanks matches anywhere


class _Reader:
    """Carries what the decoder's hooks notice to the place where it can be named."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self._odd = False
        self._decoder = json.JSONDecoder(
            object_pairs_hook=self._object,
            parse_float=Number,
            parse_int=lambda digits: int(digits) if len(digits) < 19 else Number(digits),
            parse_constant=self._constant,
        )

    def _object(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        value = dict(pairs)
        self._odd = self._odd or len(value) != len(pairs)
        return value

    def _constant(self, _: str) -> None:
        self._odd = True

    def outer(self) -> None:
        text, document = self.document.text, self.document
        at = _skip(text, 0)
        if at == len(text):
            raise TextError('the file is empty; wanted {"type": "FeatureCollection", "features": []}', at)
        if text[at] != "{":
            self._value(at)
            raise TextError('wanted a FeatureCollection, {"type": "FeatureCollection", "features": […]}', at)
        for key, key_at, value_at in self._members(at):
            if key in document.members:
                document.faults.append(TextError(f'the key "{key}" stands here a second time; keep one', key_at))
            document.members[key], self._end = self._features(value_at) if key == "features" else self._value(value_at)
            document.places.setdefault(key, key_at)
            document.spans[key] = value_at, self._end

    def _members(self, at: int) -> Iterator[tuple[str, int, int]]:
        """Yield key, place of the key and place of the value; the caller leaves the value's end in `_end`."""
        text = self.document.text
        at = _skip(text, at + 1)
        while text[at : at + 1] != "}":
            key, end = self._value(at)
            if not isinstance(key, str):
                raise _explain(text, "Expecting property name enclosed in double quotes", at)
            end = _skip(text, end)
            if text[end : end + 1] != ":":
                raise _explain(text, "Expecting ':' delimiter", end)
            yield key, at, _skip(text, end + 1)
            at = self._after_comma(self._end, "}")
        rest = _skip(text, at + 1)
        if rest != len(text):
            raise TextError("more text follows after the end of the FeatureCollection; take it out", rest)

    def _after_comma(self, at: int, closing: str) -> int:
        text = self.document.text
        at = _skip(text, at)
        if text[at : at + 1] == closing:
            return at
        if text[at : at + 1] != ",":
            raise _explain(text, "Expecting ',' delimiter", at)
        following = _skip(text, at + 1)
        if text[following : following + 1] == closing:
            raise TextError(f"not JSON: a comma stands before the closing {closing}; take it out", at)
        return following

    def _features(self, at: int) -> tuple[Any, int]:
        text = self.document.text
        if text[at : at + 1] != "[":
            return self._value(at)
        elements: list[Element] = []
        # what was read so far stays usable when a later feature cannot be read
        self.document.members["features"] = elements
        at = _skip(text, at + 1)
        while text[at : at + 1] != "]":
            try:
                value, end = self._value(at)
                elements.append(Element(value, at, end))
                at = self._after_comma(end, "]")
            except TextError as fault:
                following = _NEXT_FEATURE.search(text, max(at + 1, fault.at))
                if following is None:
                    raise
                self.document.faults.append(fault)
                at = following.start()
        return elements, at + 1

    def _value(self, at: int) -> tuple[Any, int]:
        text = self.document.text
        self._odd = False
        try:
            value, end = self._decoder.raw_decode(text, at)
        except json.JSONDecodeError as error:
            raise _explain(text, error.msg, error.pos) from None
        except RecursionError:
            raise _too_deep(text, at) from None
        if self._odd:
            self.document.faults.extend(_oddities(text, at))
        return value, end


def _oddities(text: str, at: int) -> Iterator[TextError]:
    """Duplicate keys and constants that JSON does not have, with their places."""
    seen: set[Path] = set()
    repeated: tuple[Path, ...] = ()
    for path, key_at, value_at in walk(text, at):
        if path in seen and not any(path[: len(one)] == one for one in repeated):
            repeated += (path,)
            yield TextError(f'the key "{path[-1]}" stands here a second time in one object; keep one', key_at)
        seen.add(path)
        constant = re.compile("NaN|-?Infinity").match(text, value_at)
        if constant:
            yield TextError(f"{constant[0]} is not a number; give the number, or null where none is known", value_at)


def _too_deep(text: str, at: int) -> TextError:
    depth = 0
    for token in _TOKEN.finditer(text, at):
        depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(token[0], 0)
        if depth > MAX_DEPTH:
            return TextError(f"more than {MAX_DEPTH} brackets are open here, one inside the other", token.start())
    return TextError("too deeply nested", at)


def _explain(text: str, message: str, at: int) -> TextError:
    """Say what the decoder's message means to the person who typed the text."""
    before = len(text[:at].rstrip())
    here, previous = text[at : at + 1], text[before - 1 : before]
    if at >= len(text):
        return TextError("the file ends here, but a bracket or a quotation mark is still open", max(before - 1, 0))
    hints: list[tuple[bool, str, int]] = [
        (message.startswith("Invalid control"), "a line ends inside a text; close the quotation mark before it", at),
        (message.startswith("Unterminated"), 'a text starts here and does not end; its closing " is missing', at),
        (message.startswith("Invalid \\"), r"a backslash in a text is written \\", at),
        (here in "/#", "JSON has no comments; take it out, or put it into a note", at),
        (here in "'“”„«", 'text and keys stand in plain double quotation marks ("…")', at),
        (here in "}]" and previous == ",", f"a comma stands before the closing {here}; take it out", before - 1),
        (message.startswith("Expecting ','"), "a comma is missing after this", max(before - 1, 0)),
        (message.startswith("Expecting ':'"), "a colon is missing between key and value", at),
        (message.startswith("Expecting property"), 'wanted a key in double quotation marks ("…") here', at),
    ]
    for applies, hint, where in hints:
        if applies:
            return TextError(f"not JSON: {hint}", where)
    found = re.compile(r"[^\s,\]}]{0,40}").match(text, at)
    return TextError(f"not JSON: wanted a value here, not {found[0] if found and found[0] else here}", at)

"""JSON text with its places kept: which features it holds, and at which line and column a value stands.

The standard library's decoder reads the values, one feature at a time, so that we know where each one starts;
only the features that turn out to have a problem are walked again for exact places. That took a ninth of the time
of a concrete syntax tree (tree-sitter) on 100,000 features, and 0.5 GB less.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from geo.earth.quantities import count_text
from geo.record import codes
from geo.record.json_file.parse_errors import MAX_DEPTH, TextError, explain, too_deep

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator


MOST_FEATURES = 2_000_000
"""Features that are read; a file within the size above has more only if hardly anything stands in them."""
MOST_UNREADABLE, MOST_ODD = 100, 10_000
"""The maximum number of unreadable features, and of repeated keys and invalid numbers, that are reported."""

Path = tuple[str | int, ...]
"""Keys and indices from a feature (or the file) down to a value."""


class Number(float):
    """A number that remembers the digits as typed: 46.742750 was measured more precisely than 46.74275."""

    __slots__ = ("digits",)
    digits: str

    def __init__(self, digits: str, /) -> None:
        """Make it from its digits, of which `float` has made the number by now."""
        self.digits = digits


class Element(NamedTuple):
    """One element of an array: its value and the characters in the text that it was read from."""

    value: Any
    start: int
    end: int


_BLOCK = 2**15
"""Characters from one count of lines to the next; a split of the text would take twice its memory."""


@dataclass
class JsonDocument:
    """The text of a file of features, read as far as it can be read."""

    text: str
    members: dict[str, Any] = field(default_factory=dict)
    """The members of the outer object, `features` as a list of what is kept of each: an `Element`, unless told otherwise."""
    places: dict[str, int] = field(default_factory=dict)
    """Where the key of each outer member stands."""
    spans: dict[str, tuple[int, int]] = field(default_factory=dict)
    """From which character to which the value of each outer member stands."""
    faults: list[TextError] = field(default_factory=list)

    @property
    def is_whole(self) -> bool:
        """Whether all of the text could be read, whatever is odd in it."""
        return not any(fault.breaks for fault in self.faults)

    @cached_property
    def _line_end(self) -> str:
        return "\n" if "\n" in self.text else "\r"  # as files of the old Macs have

    @cached_property
    def _lines(self) -> list[tuple[int, int]]:
        """How many lines end before each block of the text, and where the last of them does, or -1."""
        found, lines, last = [(0, -1)], 0, -1
        for start in range(0, len(self.text), _BLOCK):
            lines += self.text.count(self._line_end, start, start + _BLOCK)
            last = max(last, self.text.rfind(self._line_end, start, start + _BLOCK))
            found.append((lines, last))
        return found

    def line_column(self, at: int) -> tuple[int, int]:
        """Line and column, both from 1, of a character of the text."""
        block = at // _BLOCK
        lines, last = self._lines[block]
        lines += self.text.count(self._line_end, block * _BLOCK, at)
        return lines + 1, at - max(last, self.text.rfind(self._line_end, block * _BLOCK, at))


def decode(data: bytes) -> str:
    """Decode UTF-8, with or without a byte-order mark.

    Raises:
        TextError: if it is something else, with the character at which that shows.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in data[:8]:
        raise TextError(codes.NOT_UTF8, "the file is in UTF-16 or UTF-32; save it as UTF-8", 0)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        good, odd = error.object[: error.start].decode(), error.object[error.start]  # without the byte-order mark
        raise TextError(codes.NOT_UTF8, f"byte 0x{odd:02x} is not UTF-8; save the file as UTF-8", len(good)) from None


def parse(text: str, keep: Callable[[Any, int, int], Any] = Element) -> JsonDocument:
    """Read the outer object and, one by one, its features; what is wrong is in `faults`, and reading goes on if it can.

    Args:
        text: The text of the file.
        keep: What the list of features holds of one: it takes what `Element` holds. Whoever needs no whole feature in the
            end saves the memory of all others.
    """
    reader = _JsonReader(JsonDocument(text), keep)
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


_PLAIN = json.JSONDecoder(parse_int=str, parse_float=str)  # digits are never turned into numbers to find places
_SPACE = re.compile(r"[ \t\r\n]*")
_BETWEEN = re.compile(r"[ \t\r\n]*(,?)[ \t\r\n]*")
_NEXT_FEATURE = re.compile(r'\{\s*"(?:type"\s*:\s*"Feature"|(?:id|geometry|properties)"\s*:)')
_HALF = re.compile(r"\\u[dD][89a-fA-F]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_NUMBER_PATTERN = re.compile(r"-?\d[\d.]*(?:[eE]([+-]?\d+))?")
_MAX_DIGITS, _MAX_EXPONENT = 40, 30
"""No measurement has a number longer or larger; arithmetic on such numbers takes very long or overflows."""


def _skip(text: str, at: int) -> int:
    return _SPACE.match(text, at).end()  # type: ignore[union-attr]  # an empty run of spaces matches anywhere


class _JsonReader:
    """Carries what the decoder's hooks notice to the place where it can be named."""

    def __init__(self, document: JsonDocument, keep: Callable[[Any, int, int], Any]) -> None:
        self.document, self._keep = document, keep
        self._odd = False
        self._may_have_halves = _HALF.search(document.text) is not None
        self._decoder = json.JSONDecoder(
            object_pairs_hook=self._object,
            parse_float=self._float,
            parse_int=lambda digits: int(digits) if len(digits) < 16 else self._float(digits),
            parse_constant=self._constant,
        )

    def _object(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        value = dict(pairs)
        if len(value) != len(pairs):
            self._odd = True
        return value

    def _float(self, digits: str) -> Number:
        if (len(digits) > _MAX_DIGITS or "e" in digits or "E" in digits) and _is_unsound(digits):
            self._odd = True
            return Number("0")  # the file is refused for it
        return Number(digits)

    def _constant(self, _: str) -> None:
        self._odd = True

    def outer(self) -> None:
        text, document = self.document.text, self.document
        at = _skip(text, 0)
        if at == len(text):
            raise TextError(codes.EMPTY_FILE, 'the file is empty; wanted {"type": "FeatureCollection", "features": []}', at)
        if text[at] != "{":
            self._value(at)
            raise TextError(
                codes.NOT_A_COLLECTION, 'wanted a FeatureCollection, {"type": "FeatureCollection", "features": […]}', at
            )
        for key, key_at, value_at in self._members(at):
            if key in document.members:
                document.faults.append(
                    TextError(codes.REPEATED_KEY, f'the key "{key}" stands here a second time; keep one', key_at, breaks=False)
                )
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
                raise explain(text, "Expecting property name enclosed in double quotes", at)
            end = _skip(text, end)
            if text[end : end + 1] != ":":
                raise explain(text, "Expecting ':' delimiter", end)
            yield key, at, _skip(text, end + 1)
            at = self._after_comma(self._end, "}")
        rest = _skip(text, at + 1)
        if rest != len(text):
            raise TextError(codes.TEXT_AFTER, "more text follows after the end of the FeatureCollection; take it out", rest)

    def _after_comma(self, at: int, closing: str) -> int:
        text = self.document.text
        found = _BETWEEN.match(text, at)
        following: int = found.end()  # type: ignore[union-attr]  # as _skip
        is_last = text[following : following + 1] == closing
        if not found[1]:  # type: ignore[index]
            if not is_last:
                raise explain(text, "Expecting ',' delimiter", following)
        elif is_last:
            why = f"not JSON: a comma stands before the closing {closing}; take it out"
            raise TextError(codes.EXTRA_COMMA, why, found.start(1))  # type: ignore[union-attr]
        return following

    def _features(self, at: int) -> tuple[Any, int]:
        text = self.document.text
        if text[at : at + 1] != "[":
            return self._value(at)
        elements: list[Any] = []
        # what was read so far stays usable when a later feature cannot be read
        self.document.members["features"] = elements
        at = _skip(text, at + 1)
        unreadable = 0
        while text[at : at + 1] != "]":
            if len(elements) == MOST_FEATURES:
                raise TextError(codes.TOO_LARGE, f"more than {count_text(MOST_FEATURES)} features; split the file", at)
            try:
                value, end = self._value(at)
                elements.append(self._keep(value, at, end))
                at = self._after_comma(end, "]")
            except TextError as fault:
                following = _NEXT_FEATURE.search(text, max(at + 1, fault.at))
                if following is None:
                    raise
                self.document.faults.append(fault)
                at, unreadable = following.start(), unreadable + 1
                if unreadable == MOST_UNREADABLE:
                    why = f"{unreadable} features up to here cannot be read; what follows is not read until these are fixed"
                    raise TextError(codes.TOO_LARGE, why, at) from None
        return elements, at + 1

    def _value(self, at: int) -> tuple[Any, int]:
        text = self.document.text
        self._odd = False
        try:
            value, end = self._decoder.raw_decode(text, at)
        except json.JSONDecodeError as error:
            raise explain(text, error.msg, error.pos) from None
        except RecursionError:
            raise too_deep(text, at) from None
        if self._may_have_halves and _HALF.search(text, at, end) and (mended := _mended(value)) != value:
            self._odd, value = True, mended
        if self._odd and (room := MOST_ODD - len(self.document.faults)) > 0:
            self.document.faults.extend(islice(_oddities(text, at), room))
            if len(self.document.faults) >= MOST_ODD:
                why = "too many repeated keys or invalid numbers up to here; the rest is not checked for them"
                self.document.faults.append(TextError(codes.TOO_LARGE, why, at, breaks=False))
        return value, end


def _mended(value: Any) -> Any:
    """A value in which U+FFFD stands for each lone surrogate, which no program can write, and few can read."""
    if isinstance(value, str):
        return _SURROGATE.sub("\ufffd", value)
    if isinstance(value, list):
        return [_mended(one) for one in value]
    if isinstance(value, dict):
        return {_mended(key): _mended(one) for key, one in value.items()}
    return value


def _is_unsound(digits: str) -> bool:
    _, e, exponent = digits.replace("E", "e").partition("e")
    return len(digits) > _MAX_DIGITS or (bool(e) and abs(int(exponent)) > _MAX_EXPONENT)


def _oddities(text: str, at: int) -> Iterator[TextError]:
    """Duplicate keys, lone surrogates and numbers that no measurement has, with their places; the text can be read all the same."""
    keys: list[set[str | int]] = [set()]  # of the objects that are open, from the outermost
    yield from _odd_number(text, at)
    yield from _half_text(text, at)
    for path, key_at, value_at in walk(text, at):
        del keys[len(path) :]
        if path[-1] in keys[-1]:
            yield TextError(
                codes.REPEATED_KEY,
                f'the key "{path[-1]}" stands here a second time in one object; keep one',
                key_at,
                breaks=False,
            )
        keys[-1].add(path[-1])
        keys.append(set())
        if key_at != value_at:
            yield from _half_text(text, key_at)
        yield from _odd_number(text, value_at)
        yield from _half_text(text, value_at)


def _half_text(text: str, at: int) -> Iterator[TextError]:
    if text[at] == '"' and _SURROGATE.search(_PLAIN.raw_decode(text, at)[0]):
        why = "a lone surrogate (half of a character) stands in this text; retype the text"
        yield TextError(codes.HALF_CHARACTER, why, at, breaks=False)


def _odd_number(text: str, at: int) -> Iterator[TextError]:
    if constant := re.compile("NaN|-?Infinity").match(text, at):
        why = f"{constant[0]} is not a number; give the number, or null where none is known"
        yield TextError(codes.NOT_A_NUMBER, why, at, breaks=False)
    elif (number := _NUMBER_PATTERN.match(text, at)) and _is_unsound(number[0]):
        shown = number[0] if len(number[0]) <= _MAX_DIGITS else f"{number[0][:_MAX_DIGITS]}…"
        why = f"wanted a number of at most {_MAX_DIGITS} characters and between 1e-{_MAX_EXPONENT} and 1e{_MAX_EXPONENT}, not {shown}"
        yield TextError(codes.UNSOUND_NUMBER, why, at, breaks=False)

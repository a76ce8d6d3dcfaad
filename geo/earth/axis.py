"""One axis: every way to read a hemisphere, degrees, minutes and seconds from some place in the text on."""

from __future__ import annotations

from math import fsum
from typing import TYPE_CHECKING, NamedTuple

from geo.earth.hemispheres import EVERY, senses

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geo.earth.tokens import Token

_AXIS_OF = {"N": "lat", "S": "lat", "E": "lon", "W": "lon"}
_NAMES = ("degrees", "minutes", "seconds")
_MARKS = "°'\""
_MOST_WORDS = 4


class Axis(NamedTuple):
    """One reading of an axis."""

    at: int
    """Where its number starts."""
    parts: tuple[str, ...]
    sign: str
    """The sign as printed, or nothing."""
    hemisphere: str
    """N, S, E or W, or nothing."""
    label: str
    """"lat" or "lon" as said by a hemisphere or by a word, or nothing."""
    languages: frozenset[str]
    """In which all its words are words."""
    needs_hemisphere: bool
    """Degrees and minutes divided by a comma: the form of XMP, which always has a hemisphere."""

    @property
    def degrees(self) -> float:
        """The angle in degrees, signed."""
        size = fsum(float(part) / 60**power for power, part in enumerate(self.parts))  # alike on every Python, unlike sum
        return -size if self.sign == "-" or self.hemisphere in ("S", "W") else size


class Trouble:
    """What stood in the way of the reading that came farthest."""

    def __init__(self) -> None:
        self.rank = (0, -1)
        self.at = 0
        self.why = ""

    def note(self, at: int, why: str, weight: int = 0) -> None:
        """Keep a reason if it weighs more, or as much and lies farther on, than what is known."""
        if (weight, at) > self.rank:
            self.rank, self.at, self.why = (weight, at), at, why


class _Words(NamedTuple):
    """Some words in a row, in one of their meanings."""

    end: int
    hemisphere: str = ""
    label: str = ""
    languages: frozenset[str] = EVERY
    short: bool = False
    """Latitude or longitude is said by a mere letter or two, such as ш. or e., which means so only by a hemisphere."""


class Reader:
    """Reads axes from the tokens of one text."""

    def __init__(self, marks: str, tokens: list[Token], trouble: Trouble) -> None:
        self.marks = marks
        self.tokens = tokens
        self.trouble = trouble

    def kind(self, index: int) -> str:
        """The kind of a token, "" past the end."""
        return self.tokens[index].kind if index < len(self.tokens) else ""

    def axes(self, start: int) -> Iterator[tuple[Axis, int]]:
        """Every axis that starts at a token, with the token after it."""
        for before in self._words(start, _Words(start)):
            at = before.end
            sign = self.kind(at) if self.kind(at) in ("+", "-") else ""
            number = at + bool(sign)
            if self.kind(number) != "number":
                self._lost(number)
                continue
            for parts, end, needs_hemisphere in self._parts(number):
                for after in self._words(end, before._replace(end=end)):
                    if after.short and not after.hemisphere:
                        continue
                    place = self.tokens[number].at
                    axis = Axis(place, parts, sign, after.hemisphere, after.label, after.languages, needs_hemisphere)
                    yield axis, after.end

    def _lost(self, index: int) -> None:
        self.trouble.note(self.tokens[index].at if index < len(self.tokens) else len(self.marks), "")

    def _words(self, start: int, so_far: _Words, left: int = _MOST_WORDS) -> Iterator[_Words]:
        """From no word to several, each in each of its meanings that suits the others."""
        yield so_far
        if self.kind(start) != "word" or not left:
            return
        end = start + 1
        while self.kind(end) in (":", "=", "."):
            end += 1
        for role, languages in senses(self.tokens[start].parts[0]):
            label = _AXIS_OF.get(role, role)
            common = languages & so_far.languages
            if label not in ("lat", "lon", "") or not common:
                continue
            if (label and so_far.label not in ("", label)) or (role in _AXIS_OF and so_far.hemisphere):
                continue
            hemisphere = role if role in _AXIS_OF else so_far.hemisphere
            short = so_far.short or (role in ("lat", "lon") and languages != EVERY and len(self.tokens[start].parts[0]) < 3)
            yield from self._words(end, _Words(end, hemisphere, label or so_far.label, common, short), left - 1)

    def _parts(self, number: int) -> Iterator[tuple[tuple[str, ...], int, bool]]:
        """Degrees; with minutes; with seconds: each as far as its marks go."""
        token = self.tokens[number]
        if len(token.parts) == 3:
            if self._sound(token.parts, token.at, certain=True):
                yield token.parts, number + 1, False
            return
        for join, after in self._joins(number, "°", None):
            yield token.parts, after, False
            if self.kind(after) == "number" and len(self.tokens[after].parts) == 1:
                yield from self._minutes(token.parts, after, join)
        for join, mark in ((":", number + 1), ("-", number + 1), (",", number + 1)):
            if self._tight(mark, join) and len(self.tokens[mark + 1].parts) == 1:
                yield from self._minutes(token.parts, mark + 1, join)

    def _minutes(self, parts: tuple[str, ...], number: int, join: str) -> Iterator[tuple[tuple[str, ...], int, bool]]:
        token = self.tokens[number]
        parts = (*parts, *token.parts)
        listed = join == ","
        if join in (":", "-", ","):
            if not self._sound(parts, token.at, certain=join == ":"):
                return
            yield parts, number + 1, listed
            if self._tight(number + 1, join) and len(self.tokens[number + 2].parts) == 1:
                parts = (*parts, *self.tokens[number + 2].parts)
                if self._sound(parts, self.tokens[number + 2].at, certain=join == ":"):
                    yield parts, number + 3, listed
            return
        for mark, after in self._joins(number, "'", join):
            if not self._sound(parts, token.at, certain=bool(mark)):
                continue
            yield parts, after, False
            if self.kind(after) != "number" or len(self.tokens[after].parts) != 1:
                continue
            seconds = (*parts, *self.tokens[after].parts)
            for last, end in self._joins(after, '"', mark):
                if self._sound(seconds, self.tokens[after].at, certain=bool(last)):
                    yield seconds, end, False

    def _joins(self, number: int, mark: str, before: str | None) -> Iterator[tuple[str, int]]:
        """The mark after a number, as a sign, as a word ("word"), or left out ("")."""
        after = number + 1
        kind = self.kind(after)
        if kind == mark:
            yield mark, after + 1
            return
        if kind not in _MARKS or not kind:
            yield "", after
        else:
            self._lost(after)
        if kind == "word" and self._is_unit(number, mark, before):
            yield "word", after + 1

    def _is_unit(self, number: int, mark: str, before: str | None) -> bool:
        """Whether a word is a mark: a lone s could be south, so it marks seconds only where m or "min" marks minutes."""
        token = self.tokens[number + 1]
        word = token.parts[0]
        if not any(role == mark for role, _ in senses(word)):
            return False
        if word in ("o", "O") and (word == "O" or token.at != self.tokens[number].end):
            return False  # a small o stands for a degree sign where it follows its digit at once
        return mark != '"' or len(word) > 1 or before == "word"

    def _tight(self, mark: int, kind: str) -> bool:
        """Whether a joining mark stands between two numbers without a blank."""
        if self.kind(mark) != kind or self.kind(mark + 1) != "number":
            return False
        token = self.tokens[mark]
        if self.marks[token.at] != kind:
            return False
        return kind == ":" or (self.tokens[mark - 1].end == token.at and self.tokens[mark + 1].at == token.end)

    def _sound(self, parts: tuple[str, ...], at: int, *, certain: bool) -> bool:
        """Whether the last part is below 60 and the parts before it are whole; if surely meant, say what is wrong."""
        whole = all("." not in part for part in parts[:-1])
        weight = 2 if certain else 1
        for name, part in zip(_NAMES[1:], parts[1:], strict=False):
            if float(part) >= 60:
                if whole:
                    self.trouble.note(at, f"{part} {name}; {name} run from 0 up to 60", weight)
                return False
        if not whole:
            part = next(part for part in parts[:-1] if "." in part)
            if certain:
                self.trouble.note(at, f"a smaller unit follows, but {part} has decimals already", weight)
            return False
        return True

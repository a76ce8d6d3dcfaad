"""One axis: every way to read a hemisphere, degrees, minutes and seconds from some place in the text on."""

from __future__ import annotations

from math import fsum
from typing import TYPE_CHECKING, NamedTuple

from geo.earth.notation.words import EVERY, look_up_senses

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geo.earth.notation.tokens import CoordinateToken

_AXIS_OF = {"N": "lat", "S": "lat", "E": "lon", "W": "lon"}
_NAMES = ("degrees", "minutes", "seconds")
_MARKS = "°'\""
_MOST_WORDS = 4
_DASHES = "–—―"
"""Dashes of prose, which divide where spaces stand around them."""
_SMALL_O = ("o", "о", "ο")
"""The Latin, the Cyrillic and the Greek letter: each stands for a degree sign where it follows its digit at once."""
_HALF_TURN = 180


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
    """Why the reading that came farthest failed."""

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
    """Latitude or longitude is given by only a letter or two, such as ш. or e., which count only next to a
    hemisphere."""


class Reader:
    """Reads axes from the tokens of one text."""

    def __init__(self, text: str, marks: str, tokens: list[CoordinateToken], trouble: Trouble) -> None:
        self.text = text
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
            printed = self.kind(at) if self.kind(at) in ("+", "-") else ""
            number = at + bool(printed)
            if self.kind(number) != "number":
                self._lost(number)
                continue
            signs = self.signs(at) if printed == "-" else (printed,)
            for parts, end, needs_hemisphere in self._parts(number):
                for after in self._words(end, before._replace(end=end)):
                    if after.short and not after.hemisphere:
                        continue
                    place = self.tokens[number].at
                    for sign in signs:
                        axis = Axis(place, parts, sign, after.hemisphere, after.label, after.languages, needs_hemisphere)
                        yield axis, after.end

    def signs(self, dash: int) -> tuple[str, ...]:
        """What a dash before a number may be: a sign, or, with a space after it, what divides a word or a bullet from it."""
        at = self.tokens[dash].at
        if not self.marks[at + 1 : at + 2].isspace() or (dash and self.kind(dash - 1) != "word"):
            return ("-",)
        return ("",) if self.text[at] in _DASHES else ("-", "")

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
        for role, languages in look_up_senses(self.tokens[start].parts[0]):
            label = _AXIS_OF.get(role, role)
            common = languages & so_far.languages
            if label not in ("lat", "lon", "") or not common:
                continue
            if (label and so_far.label not in ("", label)) or (role in _AXIS_OF and so_far.hemisphere not in ("", role)):
                continue
            if role in _AXIS_OF and so_far.hemisphere and self._repeats(start):
                continue
            hemisphere = role if role in _AXIS_OF else so_far.hemisphere
            short = so_far.short or (
                role in ("lat", "lon") and languages != EVERY and _is_abbreviation(self.tokens[start].parts[0])
            )
            yield from self._words(end, _Words(end, hemisphere, label or so_far.label, common, short), left - 1)

    def _repeats(self, index: int) -> bool:
        """Whether a hemisphere is merely repeated; 北纬N says north in two ways."""
        return self.kind(index - 1) != "word" or self.tokens[index].parts == self.tokens[index - 1].parts

    def _parts(self, number: int) -> Iterator[tuple[tuple[str, ...], int, bool]]:
        """Degrees; with minutes; with seconds: each as far as its marks go."""
        token = self.tokens[number]
        if len(token.parts) == 3:
            if why := _either(token.parts):
                self.trouble.note(token.at, why, 2)
            elif self._sound(token.parts, token.at, certain=True):
                yield token.parts, number + 1, False
            return
        for join, after in self._joins(number, "°", None):
            yield token.parts, after, False
            for following, marked in self._following(after, join):
                yield from self._minutes((*token.parts, *self.tokens[following].parts), following, join, marked=marked)
        if self.kind(number + 1) == "'":
            for parts in _without_degree_sign(token.parts[0]):
                yield from self._minutes(parts, number, "°", marked=True)
        for join, mark in ((":", number + 1), ("-", number + 1), (",", number + 1)):
            if self._tight(mark, join) and len(self.tokens[mark + 1].parts) == 1:
                yield from self._listed((*token.parts, *self.tokens[mark + 1].parts), mark + 1, join)

    def _following(self, after: int, join: str) -> Iterator[tuple[int, bool]]:
        """Where the number of the next smaller unit may stand, and whether its unit must be marked.

        It must be behind a comma or an "and", which may also divide the pair: 39 degrees, 45 minutes and 38 seconds.
        """
        for start, marked in ((after, False), (after + 1, True)):
            if marked and not (join and self._lists(after)):
                return
            if self.kind(start) == "number" and len(self.tokens[start].parts) == 1:
                yield start, marked

    def _lists(self, index: int) -> bool:
        kind = self.kind(index)
        if kind == "word":
            return any(role == "," for role, _ in look_up_senses(self.tokens[index].parts[0]))
        at = self.tokens[index].at if kind == "," else -1
        return kind == "," and self.marks[at] == "," and (self.text[at] != "," or self.marks[at + 1 : at + 2].isspace())

    def _listed(self, parts: tuple[str, ...], number: int, join: str) -> Iterator[tuple[tuple[str, ...], int, bool]]:
        """Minutes and seconds that a colon, a hyphen or a comma joins to the degrees."""
        if not self._sound(parts, self.tokens[number].at, certain=join == ":"):
            return
        yield parts, number + 1, join == ","
        if self._tight(number + 1, join) and len(self.tokens[number + 2].parts) == 1:
            parts = (*parts, *self.tokens[number + 2].parts)
            if self._sound(parts, self.tokens[number + 2].at, certain=join == ":"):
                yield parts, number + 3, join == ","

    def _minutes(
        self, parts: tuple[str, ...], number: int, join: str, *, marked: bool
    ) -> Iterator[tuple[tuple[str, ...], int, bool]]:
        """Degrees and minutes, whose number is a token's, and with seconds; `marked` if the minutes must have their mark."""
        for mark, after in self._joins(number, "'", join):
            if (marked and not mark) or not self._sound(parts, self.tokens[number].at, certain=bool(mark)):
                continue
            yield parts, after, False
            for following, must in self._following(after, mark):
                seconds = (*parts, *self.tokens[following].parts)
                for last, end in self._joins(following, '"', mark):
                    if (last or not must) and self._sound(seconds, self.tokens[following].at, certain=bool(last)):
                        yield seconds, end, False

    def _joins(self, number: int, mark: str, before: str | None) -> Iterator[tuple[str, int]]:
        """The mark after a number, as a sign, as a word ("word"), or left out (""); a lost sign may be any."""
        after = number + 1
        kind = self.kind(after)
        if kind == mark or (kind == "?" and self._is_lost_sign(after)):
            yield kind, after + 1
            return
        if kind not in _MARKS or not kind:
            yield "", after
        else:
            self._lost(after)
        if kind == "word" and self._is_unit(number, mark, before):
            yield "word", after + 1

    def _is_lost_sign(self, index: int) -> bool:
        """Whether a question mark stands for a character that was lost; at the end it may be a question."""
        at = self.tokens[index].at
        return self.text[at] == "\ufffd" or (self.marks[at - 1].isdigit() and self.kind(index + 1) in ("number", "word"))

    def _is_unit(self, number: int, mark: str, before: str | None) -> bool:
        """Whether a word is a mark: a lone s could be south, so it marks seconds only where m or "min" marks minutes."""
        token = self.tokens[number + 1]
        word = token.parts[0]
        if not any(role == mark for role, _ in look_up_senses(word)):
            return False
        if word.lower() in _SMALL_O and (word not in _SMALL_O or token.at != self.tokens[number].end):
            return False
        return mark != '"' or len(word) > 1 or before == "word"

    def _tight(self, mark: int, kind: str) -> bool:
        """Whether a joining mark stands between two numbers without a space."""
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
        if any(len(part) > 2 for part in parts[1:]) and (why := _grouped(parts)):
            self.trouble.note(at, why, weight)
            return False
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


def _is_abbreviation(word: str) -> bool:
    """Whether a word is a letter or two of an alphabet; vĩ is a whole one."""
    return len(word) < 3 and word[0] < "\u2e80" and word.casefold() != "vĩ"


def _either(parts: tuple[str, ...]) -> str:
    """What a number with two points may be whose last part has the three figures of a group, or nothing."""
    degrees, minutes, seconds = parts
    if len(seconds) != 3 or not seconds.isdigit():
        return ""
    other = f"{degrees}.{minutes}{seconds}°, its digits in groups" if len(minutes) == 3 else f"{degrees}°{minutes}.{seconds}'"
    return f"{'.'.join(parts)} may be {other}, or {degrees}°{int(minutes)}'{int(seconds)}\"; write the one that is meant"


def _grouped(parts: tuple[str, ...]) -> str:
    """Why a part of an angle has too many figures to be minutes or seconds, or nothing."""
    for name, part in zip(_NAMES[1:], parts[1:], strict=False):
        figures = len(part.partition(".")[0])
        if figures > 2:
            return (
                f"{part} cannot be {name}, which have two figures before the point: wanted marks for degrees, minutes and"
                " seconds, or one number without groups of figures"
            )
    return ""


def _without_degree_sign(number: str) -> Iterator[tuple[str, str]]:
    """Degrees and minutes that a number before a mark of minutes runs together: 3945', or 39045' with a zero for the sign."""
    whole, point, decimals = number.partition(".")
    degrees, minutes = whole[:-2], f"{whole[-2:]}{point}{decimals}"
    for before in (degrees, degrees[:-1] if degrees.endswith("0") else ""):
        if before and float(before) <= _HALF_TURN:
            yield before, minutes

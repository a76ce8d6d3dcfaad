"""Reads a distance as it is printed: "about 6 km", "15 to 40 m", "six miles (9.7 km)", in sixteen languages.

The text is read whole or refused: a word that is not understood, a travel time, a height, a road marker, a mile that
may be nautical, or 1,275 km that may be 1.275 raises DistanceError. What follows a preposition or a direction ("5 km
north-east of Shusha") is the name of a place and is not read.

The phrases of Armenian, Georgian, Azerbaijani, Hebrew, Persian and Arabic were composed without a native reader and
still need one.
"""

from __future__ import annotations

import math
import re
import unicodedata
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Any, NamedTuple, NoReturn

from geo.earth.notation.folding import FoldedToken, tokenize
from geo.earth.notation.lexicon import LANGUAGES, DistanceLexicon, Unit, find_separators, is_decimal_settled, load_lexicon
from geo.earth.notation.numerals import Numeral, NumeralError, Numerals
from geo.earth.notation.reach import Bound, Figure, Reach, compute_range_reach, compute_reach, make_figure, read_figure

UNITS_M: dict[str, Fraction] = {
    "m": Fraction(1),
    "km": Fraction(1000),
    "cm": Fraction(1, 100),
    "mm": Fraction(1, 1000),
    "mi": Fraction(1609344, 1000),
    "NM": Fraction(1852),
    "ft": Fraction(3048, 10000),
    "in": Fraction(254, 10000),
    "yd": Fraction(9144, 10000),
    "furlong": Fraction(201168, 1000),
    "cable": Fraction(1852, 10),
    "verst": Fraction(10668, 10),
    "sazhen": Fraction(21336, 10000),
    "arshin": Fraction(7112, 10000),
    "li": Fraction(500),
}
"""Metres in each unit.

Source: international foot, yard and mile of 1959; nautical mile of 1929 (BIPM, The International System of Units); a verst
of 500 sazhen of 7 feet; the Chinese market li of 1930.
"""
_LONGEST = 500
_MOST_MODIFIERS = 8
_SHORT_UNITS = frozenset({"m", "ft", "yd", "cm", "mm", "in"})
_SCRIPTS = {
    "LATIN": ("en", "az", "tr", "fr", "de", "es", "pt", "pl"),
    "CYRILLIC": ("ru", "uk"),
    "ARMENIAN": ("hy",),
    "GEORGIAN": ("ka",),
    "ARABIC": ("ar", "fa"),
    "HEBREW": ("he",),
    "CJK": ("zh",),
}
_PLACE_FIRST = frozenset({"az", "hy", "ka", "tr", "zh"})
"""Languages that name the place before the distance from it."""
_BEFORE = ("hedge", "exact", "at_least", "at_most", "almost", "just_over", "neutral")
_AFTER = {
    "hedge_after": "hedge", "exact_after": "exact", "least_after": "at_least", "most_after": "at_most", "over_after": "just_over",
}  # fmt: skip
_AFTER_CASE = {"more_after": "at_least", "less_after": "at_most", "just_over_case": "just_over", "almost_case": "almost"}
_BOUNDS = {"at_least": Bound.AT_LEAST, "at_most": Bound.AT_MOST, "almost": Bound.ALMOST, "just_over": Bound.JUST_OVER}
_QUOTES = frozenset("\"'()[]{}.,;:!*")
_FEW = (Fraction(3, 2), Fraction(19, 2))
_FEW_DOZEN = (Fraction(3, 2), Fraction(17, 2))
_TEENS = (Fraction(21, 2), Fraction(39, 2))


_STRAIGHT = (
    *("as the crow flies", "straight line", "straight-line", "line of sight", "по прямой", "по прямій", "luftlinie"),
    *("vol d'oiseau", "ligne droite", "línea recta", "linea recta", "linha reta", "linha recta", "linii prostej"),
    *("kuş uçuşu", "düz xətt", "ուղիղ գծով", "პირდაპირ", "خط مستقيم", "خط مستقیم", "קו אווירי", "קו אוויר", "直线", "直線"),
)
"""What says in a text that a distance is measured in a straight line."""
_BY_ROAD = (
    *(
        "by road",
        "by car",
        "road distance",
        "along the road",
        "road miles",
        "по дороге",
        "по трассе",
        "по шоссе",
        "по автодороге",
    ),
    *("дорогою", "трасою", "автошляхом", "автодорогою", "шосе", "karayolu", "yolla", "yol ilə", "yolu ilə", "par la route"),
    *("par route", "de route", "straßenkilometer", "strassenkilometer", "auf der straße", "per straße", "por carretera"),
    *("por estrada", "por rodovia", "pela estrada", "drogą", "drogami", "szosą", "ճանապարհով", "გზით", "بالطريق", "عبر الطريق"),
    *("طريق البر", "برا", "از راه جاده", "از طریق جاده", "جاده‌ای", "בכביש", "בדרך", "公路", "车程"),
)
"""What says in a text that a distance is counted along a road."""


class DistanceError(ValueError):
    """Raised for a text that is not a distance, or is ambiguous."""


class _UndecidableError(DistanceError):
    """A text that has two readings, whichever language it is in."""


@dataclass(frozen=True, slots=True)
class Distance:
    """A printed distance and the interval it allows, in metres."""

    text: str
    """As it was typed."""
    low_m: float
    """Below this, a true distance contradicts the text."""
    nominal_m: float | None
    """The figure; None for a range and for a vague quantity."""
    high_m: float
    """Above this, a true distance contradicts the text; infinite for a lower bound."""
    agrees_low_m: float | None
    """From here a true distance agrees; None where nothing does ("a few hundred metres")."""
    agrees_high_m: float | None
    unit: str
    """As in UNITS_M; several are joined by "+"."""
    hedged: bool
    """Whether the writer says "about"."""
    bound: Bound = Bound.POINT

    @property
    def is_bound(self) -> bool:
        """Whether it bounds one side only: "at least 2 km", "up to 300 m"."""
        return self.bound in (Bound.AT_LEAST, Bound.AT_MOST)

    @property
    def is_straight_line(self) -> bool:
        """Whether the text says that it is the distance as the crow flies, which no road is."""
        return _says_straight(self.text)

    @property
    def is_by_road(self) -> bool:
        """Whether the text says that it is the length of a road, which is more than the distance as the crow flies."""
        return _says_by_road(self.text)


@lru_cache(maxsize=4096)  # asked of one text many times over
def _says_straight(text: str) -> bool:
    folded = text.casefold().replace("’", "'")
    return any(phrase in folded for phrase in _STRAIGHT)


@lru_cache(maxsize=4096)
def _says_by_road(text: str) -> bool:
    folded = text.casefold()
    return any(phrase in folded for phrase in _BY_ROAD)


class _Amount(NamedTuple):
    """What stands between the words around a distance, in metres."""

    end: int
    units: tuple[str, ...]
    least: Figure
    most: Figure | None = None
    """The other end of a range."""
    vague: tuple[Fraction, Fraction] | None = None
    plus_minus: Fraction | None = None
    words: frozenset[str] = frozenset()
    """Hedges and bounds that are part of it."""
    case: str = ""


class _Found(NamedTuple):
    distance: Distance
    start: int
    end: int


def parse_distance(text: str, language: str | None = None) -> Distance:
    """Read a printed distance.

    Args:
        text: "about 6 km", "at least 2 miles", "15 to 40 m east of the road", "пятьсот метров", "约6公里".
        language: an IETF tag ("en", "uk", "es-MX"); it settles separators and words that several languages share.
            Without one, all that the text's script is written in are tried and must give the same distance.

    >>> distance = parse_distance("about 6 km")
    >>> distance.low_m, distance.nominal_m, distance.high_m, distance.agrees_low_m, distance.agrees_high_m
    (4800.0, 6000.0, 7200.0, 5500.0, 6500.0)

    Raises:
        DistanceError: if the text is not exactly one distance without a doubt; the message says what is wrong and where.

    Source: the module `reach` for the intervals.
    """
    return _parse(text, language, whole=True).distance


def find_distance(text: str, language: str | None = None) -> tuple[Distance, int, int]:
    """Find the one distance in a text that says more, such as a direction.

    Returns the distance and where it starts and ends in the text; the rest is not read.

    >>> distance, start, end = find_distance("north-east of Shusha, about 5 km away")
    >>> distance.nominal_m, "north-east of Shusha, about 5 km away"[start:end]
    (5000.0, 'about 5 km away')

    Raises:
        DistanceError: if there is none, more than one, or one that is not understood.
    """
    found = _parse(text, language, whole=False)
    return found.distance, found.start, found.end


_ENGLISH = {"metres": "m", "meters": "m", "kilometres": "km", "kilometers": "km", "miles": "mi", "feet": "ft", "yards": "yd"}
"""Units that mean the same in every language that has the word."""
_PLAIN = re.compile(rf"\s*(0|[1-9]\d{{0,8}})(?:[.,](\d{{1,2}}))?\s?(m|km|mi|ft|yd|NM|nmi|{'|'.join(_ENGLISH)})\s*", re.ASCII)


def _read_plain(text: str, language: str) -> _Found | None:
    """A number and an abbreviation that all languages share, or an English unit, without going through any language."""
    match = _PLAIN.fullmatch(text)
    if match is None or (match[3] in _ENGLISH and language not in ("und", "en")):
        return None
    unit = _ENGLISH.get(match[3], match[3]).replace("nmi", "NM")
    digits = match[1] if match[2] is None else f"{match[1]}.{match[2]}"
    found = compute_reach(read_figure(digits).scaled(UNITS_M[unit]))
    nominal = float(Fraction(digits) * UNITS_M[unit])
    distance = Distance(text, found.low, nominal, found.high, found.agrees_low, found.agrees_high, unit, hedged=False)
    return _Found(distance, match.start(1), match.end(3))


@lru_cache(maxsize=4096)
def _parse(text: str, language: str | None, *, whole: bool) -> _Found:
    if len(text) > _LONGEST:
        raise DistanceError(f"the text has {len(text)} characters; wanted a distance of at most {_LONGEST}")
    if hidden := next((c for c in text if c in "\u202d\u202e\u2066\u2067\u2068"), None):
        raise DistanceError(
            f"column {text.index(hidden) + 1}: U+{ord(hidden):04X} changes the order in which the text is shown"
        )
    base = (language or "und").replace("_", "-").split("-")[0].lower()
    if plain := _read_plain(text, base):
        return plain
    found = tokenize(text)
    if not found:
        raise DistanceError("the text is empty; wanted a distance such as 'about 6 km'")
    if base in LANGUAGES:
        return _PhraseReader(text, found, str(language), whole=whole).read()
    return _read_in_any(text, found, whole=whole)


def _read_in_any(text: str, found: list[FoldedToken], *, whole: bool) -> _Found:
    """Read a text whose language is not known: in each language that its script is written in."""
    candidates = _candidates(found)
    readings: dict[str, _Found] = {}
    doubt: DistanceError | None = None
    faults: list[tuple[int, DistanceError]] = []
    for language in ("und", *candidates) if whole or not candidates else candidates:
        reader = _PhraseReader(text, found, language, whole=whole, is_named=False)
        try:
            readings[language] = reader.read()
        except _UndecidableError as error:
            doubt = error
        except DistanceError as error:
            faults.append((reader.furthest, error))
        if language == "und" and (doubt or readings):
            break
    if doubt:
        raise doubt
    if not readings:
        raise max(faults, key=lambda fault: fault[0])[1]
    longest = max(reading.end - reading.start for reading in readings.values())
    best = {language: reading for language, reading in readings.items() if reading.end - reading.start == longest}
    kinds = {reading.distance: language for language, reading in best.items()}
    if len(kinds) > 1:
        names = "; ".join(f"{language}: {_interval(distance)}" for distance, language in kinds.items())
        raise _UndecidableError(f"{text.strip()[:80]!r} can be read in more than one way ({names}); name its language")
    return next(iter(best.values()))


def _interval(distance: Distance) -> str:
    return f"{distance.low_m:,.12g} to {distance.high_m:,.12g} m"


def _candidates(found: list[FoldedToken]) -> list[str]:
    scripts = {unicodedata.name(token.text[0], "").split(" ")[0] for token in found if token.kind == "word"}
    return [language for script, languages in _SCRIPTS.items() if script in scripts for language in languages]


class _PhraseReader:
    """Reads the tokens of one text in one language."""

    def __init__(self, text: str, found: list[FoldedToken], tag: str, *, whole: bool, is_named: bool = True) -> None:
        words = load_lexicon(tag.replace("_", "-").split("-")[0].lower())
        self.text = text
        self.words = words
        self.tag = tag.replace("_", "-").lower()
        self.signs = find_separators(tag)
        self.whole = whole
        self.is_named = is_named
        self.found = _detach(found, words)
        self.numerals = Numerals(self.found, text, words)
        self.furthest = 0
        self.reason = ""
        self.doubt = ""
        """Why the text so far has two readings."""
        self._roles: dict[int, dict[str, tuple[Any, int]]] = {}
        self._numbers: dict[int, list[Numeral]] = {}
        self._failed: set[int] = set()

    # What stands at a token

    def role(self, i: int, name: str) -> tuple[Any, int] | None:
        """The value and the end of the longest phrase with a role that starts at a token."""
        return self.roles(i).get(name)

    def roles(self, i: int) -> dict[str, tuple[Any, int]]:
        if i >= len(self.found):
            return {}
        if i not in self._roles:
            self._roles[i] = self.words.matches(self.found, i)
        return self._roles[i]

    def sign(self, i: int, *texts: str) -> bool:
        return i < len(self.found) and self.found[i].text in texts

    def fail(self, i: int, reason: str) -> None:
        """Remember the furthest place at which the reading stopped."""
        if i > self.furthest or not self.reason:
            self.furthest, self.reason = i, reason

    def refuse(self, i: int, reason: str, kind: type[DistanceError] = DistanceError) -> NoReturn:
        at = self.found[i].start if i < len(self.found) else len(self.text)
        raise kind(f"column {at + 1}: {reason}")

    def note_doubt(self, i: int, reason: str) -> None:
        """Remember that what stands at a token has two readings; it counts if all the rest is understood."""
        self.doubt = self.doubt or f"column {self.found[i].start + 1}: {reason}"

    def numbers(self, i: int) -> list[Numeral]:
        if i not in self._numbers:
            try:
                self._numbers[i] = self.numerals.at(i)
            except NumeralError as error:
                self._numbers[i] = []
                self.fail(i, str(error))
        return self._numbers[i]

    # The whole text

    def read(self) -> _Found:
        """The one distance of the text.

        Raises:
            DistanceError: if there is not exactly one distance without a doubt.
        """
        for i, token in enumerate(self.found):
            if token.text in ("?", "¿"):
                self.refuse(i, "the writer doubts the figure ('?')")
        free = False
        for i in range(len(self.found)):
            self.doubt = ""
            expression = self.expression(i)
            if expression is not None:
                amounts, end, modifiers = expression
                self.check_before(i)
                end, rest = self.after(end, modifiers, amounts[-1])
                self.check_rest(end, free=rest)
                distance = self.distance(amounts, frozenset(modifiers))
                if self.doubt:
                    raise _UndecidableError(self.doubt)
                return _Found(distance, self.found[i].start, self.found[end - 1].end)
            if self.whole and not free and not self.is_skippable(i):
                if not self.opens_with_place(i):
                    self.explain(i)
                free = True
            free = free or bool(self.role(i, "place_opens"))
        return self.explain(0)

    def is_skippable(self, i: int) -> bool:
        """Whether a token before the distance says nothing about it."""
        return self.found[i].text in _QUOTES or any(self.role(i, name) for name in ("direction", "place_opens"))

    def opens_with_place(self, i: int) -> bool:
        """Whether the text from a token up to its distance is the name of a place, told by its ending: Şuşadan 5 km.

        Only in a language that is named, and only where no word before the distance has another sense; a hedge that is
        not known would else be taken for a name.
        """
        if not (self.is_named and self.words.language in _PLACE_FIRST):
            return False
        end = next((at for at in range(i + 1, len(self.found)) if self.expression(at) is not None), None)
        if end is None or any(self.found[at].kind == "number" for at in range(i, end)):
            return False
        others = ("no", "time", "speed", "height", *(name for name in _BEFORE if name != "neutral"))
        if any(self.role(at, name) for at in range(i, end) for name in others):
            return False
        if self.words.language == "zh":
            after = max((match[1] for at in range(i, end) if (match := self.role(at, "place_ends"))), default=0)
            return i < after <= end and all(self.is_skippable(at) for at in range(after, end))
        last = self.found[end - 1]
        endings = (*self.words.place_endings, *(("'a", "'e", "'in") if "'" in last.text else ()))
        is_tied = last.text.endswith(endings) or self.role(end - 1, "place_noun") is not None
        return last.kind == "word" and is_tied and all(self.is_name(at) for at in range(i, end))

    def is_name(self, i: int) -> bool:
        """Whether a word is a name or a word such as "town" in one; Georgian has no capitals to tell."""
        is_capital = self.text[self.found[i].start].isupper() or self.words.language == "ka"
        return is_capital or self.role(i, "place_noun") is not None

    def explain(self, i: int) -> NoReturn:
        """Refuse the text with the most helpful reason."""
        for at, token in enumerate(self.found):
            for name, reason in (
                ("time", "is a time, not a length"),
                ("height", "is about a height, a depth, a size or an area, not a distance between two places"),
            ):
                if self.role(at, name) and self.has_number():
                    self.refuse(at, f"{token.text!r} {reason}")
        for at, token in enumerate(self.found[:-1]):
            if self.found[at + 1].kind == "number":
                if token.text == "-" and self.found[at + 1].is_glued and not token.is_glued:
                    self.refuse(at, "a distance is not negative")
                if self.role(at, "units") or self.role(at, "marker"):
                    self.refuse(at, f"{self.shown(at)} before the number is a road marker, not a distance")
        if self.doubt:
            raise DistanceError(self.doubt)
        if self.reason:
            self.refuse(self.furthest, self.reason)
        self.refuse(i, f"{self.shown(i)} is not understood; wanted a distance such as 'about 6 km'")

    def has_number(self) -> bool:
        return any(token.kind == "number" or "numbers" in self.roles(i) for i, token in enumerate(self.found))

    def shown(self, i: int) -> str:
        return repr(self.text[self.found[i].start : self.found[i].end]) if i < len(self.found) else "the end"

    def check_before(self, start: int) -> None:
        """Refuse a distance if the words before it turn it into something else."""
        for i in range(max(0, start - 4), start):
            self.check_height(i)
            if self.role(i, "no"):
                self.refuse(i, f"{self.shown(i)} negates the distance")
        if start and not self.may_stand_before(start - 1):
            self.refuse(start - 1, f"{self.shown(start - 1)} before the distance is not understood")
        if start and self.found[start - 1].kind == "number":
            self.refuse(start - 1, f"{self.shown(start - 1)} before the distance is not understood")
        if start and self.sign(start - 1, "-", "/", "×", "+", "=", "±", "%", "#"):
            self.refuse(start - 1, f"{self.shown(start - 1)} before the distance is not understood")

    def may_stand_before(self, i: int) -> bool:
        """Whether a word right before a distance cannot change it: a known one or, where the place comes first, its name."""
        if self.found[i].kind != "word" or self.is_skippable(i) or self.role(i, "stop") or self.role(i, "neutral"):
            return True
        return self.is_named and self.words.language in _PLACE_FIRST

    def check_rest(self, end: int, *, free: bool) -> None:
        """Refuse what follows a distance unless it is nothing, or a place after a preposition or a direction."""
        if end < len(self.found):
            self.check_next(end, free=free)
        for i in range(end, len(self.found)):
            if self.found[i].kind == "number" and self.role(i + 1, "time"):
                self.refuse(i + 1, f"{self.shown(i + 1)} is a time: that makes a speed")
            if self.role(i, "no") and self.found[i].kind == "word" and not self.role(i, "direction"):
                self.refuse(i, f"{self.shown(i)} may negate the distance")
            if self.numbers_with_unit(i):
                self.refuse(i, "there is more than one distance; wanted one")

    def check_next(self, end: int, *, free: bool) -> None:
        """Refuse what stands right after a distance unless it opens the name of a place."""
        token, stop = self.found[end], self.role(end, "stop")
        if self.role(end, "speed") or token.text in ("/", "^", "²", "³") or (token.is_glued and token.kind == "number"):
            self.refuse(end, f"{self.shown(end)} after a unit makes it an area or a speed")
        if not free and self.role(end, "units"):
            self.refuse(end, f"{self.shown(end)} after the distance is not understood")
        if not free and self.role(end, "time"):
            self.refuse(end, f"{self.shown(end)} is a time, not a length")
        if height := end if not free else stop and stop[1]:
            self.check_height(height)
        if free and stop and self.is_figure(stop[1]) and (self.whole or self.role(end, "range_to")):
            self.refuse(stop[1], f"{self.shown(stop[1])} after the distance is not understood")
        if not free and (self.whole or token.kind == "number" or token.text in ("×", "x", "-", "±", "+")):
            self.refuse(end, f"{self.shown(end)} after the distance is not understood")

    def is_figure(self, i: int) -> bool:
        return i < len(self.found) and self.found[i].kind == "number"

    def check_height(self, i: int) -> None:
        """Refuse a word for a height, a depth, a size or an area."""
        if self.role(i, "height") and not self.role(i, "name"):
            self.refuse(i, f"{self.shown(i)}: a height, a depth, a size or an area is not a distance between two places")

    def numbers_with_unit(self, i: int) -> bool:
        return self.found[i].kind == "number" and any(
            self.unit(end) for end in (i + 1, *(number.end for number in self.numbers(i)))
        )

    # Words around the figures

    def expression(self, i: int, depth: int = 0) -> tuple[list[_Amount], int, list[str]] | None:
        """Modifiers and one amount, or two side by side, from a token on; the modifiers in their order."""
        if i >= len(self.found) or i in self._failed:
            return None
        amounts = self.amounts(i, is_bare=depth > 0)
        if amounts:
            return amounts, amounts[-1].end, []
        if depth < _MOST_MODIFIERS:
            options = sorted(
                ((end, name) for name in _BEFORE for _, end in [self.role(i, name) or (None, 0)] if end), reverse=True
            )
            for end, name in options:
                rest = self.expression(self.after_dash(end), depth + 1)
                if rest:
                    return rest[0], rest[1], [name, *rest[2]]
            if options:
                self.fail(options[0][0], f"{self.shown(options[0][0])} is not understood; wanted a number and a unit")
        if depth:
            self._failed.add(i)
        return None

    def after_dash(self, i: int) -> int:
        """Skip a hyphen between a prefix and its figure (Hebrew kaf-25)."""
        return i + 1 if self.words.language in ("he", "ar") and self.sign(i, "-") else i

    def after(self, i: int, modifiers: list[str], amount: _Amount) -> tuple[int, bool]:
        """Consume words after the amount. Returns where they end, and whether a place may follow."""
        names = (*_AFTER, *(_AFTER_CASE if amount.case in ("abl", "on") else ()), "neutral_after", "between_after", "kadar")
        while i < len(self.found):
            if self.found[i].text in _QUOTES and not (
                self.sign(i, "'", '"') and self.found[i].is_glued and i + 1 < len(self.found)
            ):
                i += 1
                continue
            options = [(end, name) for name in names for _, end in [self.role(i, name) or (0, 0)] if end]
            stops = [end for name in ("stop", "direction") for _, end in [self.role(i, name) or (0, 0)] if end]
            end, name = max(
                options, key=lambda option: (option[0], option[1] in _AFTER_CASE or option[1] == "kadar"), default=(0, "")
            )
            if stops and max(stops) >= end:
                return i, True
            if not end:
                return i, self.is_ezafe(i - 1)
            if name == "kadar":
                if amount.case != "dat":
                    modifiers.append("hedge")
                elif amount.most is None:
                    modifiers.append("at_most")
            elif name not in ("neutral_after", "between_after"):
                modifiers.append((_AFTER | _AFTER_CASE)[name])
            i = end
        return i, False

    def is_ezafe(self, i: int) -> bool:
        """Whether a Persian unit is tied to the name of a place that follows it: ۵ کیلومتری تهران."""
        is_tied = self.words.language == "fa" and self.is_named and self.found[i].text.endswith("متري")
        return is_tied and i + 1 < len(self.found) and self.found[i + 1].kind == "word"

    # Figures with their units

    def amounts(self, i: int, *, is_bare: bool) -> list[_Amount] | None:
        """One amount, or several side by side such as "six miles (9.7 km)" and "9 mi (14 km; 7.6 nmi)"."""
        first = self.amount(i, is_bare=is_bare)
        if first is None:
            return None
        at = first.end
        close = {"(": ")", "[": "]"}.get(self.found[at].text) if at < len(self.found) else None
        if close:
            at += 1
        elif self.sign(at, "/", ","):
            at = or_[1] if self.sign(at, ",") and (or_ := self.role(at + 1, "or")) else at + 1
        elif or_ := self.role(at, "or"):
            at = or_[1]
        else:
            return [first]
        amounts, at = self.amounts_beside(first, at, is_closed=bool(close))
        if close and len(amounts) > 1:
            if not self.sign(at, close):
                self.refuse(at, f"{self.shown(at)} is not understood; wanted {close!r}")
            amounts[-1] = amounts[-1]._replace(end=at + 1)
        return amounts

    def amounts_beside(self, first: _Amount, at: int, *, is_closed: bool) -> tuple[list[_Amount], int]:
        """An amount with those that say the same in other units, which in brackets may be several, and where they end."""
        amounts = [first]
        while second := self.expression(at, 1):
            if len(second[0]) > 1 or (not is_closed and second[0][0].units == first.units):
                break
            amounts.append(second[0][0]._replace(words=second[0][0].words | frozenset(second[2]) - {"neutral"}))
            at = amounts[-1].end
            if not is_closed or not self.sign(at, ";", ",", "/"):
                break
            at += 1
        return amounts, at

    def amount(self, i: int, *, is_bare: bool) -> _Amount | None:
        return self.between_bounds(i) or self.vague(i) or self.inverted(i) or self.ranged(i) or self.bare(i, is_bare=is_bare)

    def between_bounds(self, i: int) -> _Amount | None:
        """A lower and an upper bound in one: more than 3 but less than 5 km."""
        least = self.role(i, "at_least")
        for first, end, units in self.ends(least[1]) if least else ():
            but = self.role(end, "but") or self.role(end, "and")
            most = self.role(but[1], "at_most") if but else None
            for number in self.numbers(most[1]) if most else ():
                second = self._measure(most[1] if most else 0, number)
                if second is not None and (
                    amount := self.range_of(self.first_end(first, end, number, second), second, units, end)
                ):
                    return amount._replace(words=frozenset({"bounded"}))
        return None

    def unit(self, i: int) -> tuple[Unit, int] | None:
        """The unit that starts at a token."""
        if i >= len(self.found):
            return None
        if self.sign(i, "-") and self.found[i].is_glued and i + 1 < len(self.found) and self.found[i + 1].kind == "word":
            i += 1  # a 5-km stretch
            if self.found[i].text == "м":
                return None  # 47-м is the 47th, or 47 m
        match = self.role(i, "units")
        if match is None:
            return None
        unit, end = match
        printed = self.text[self.found[i].start : self.found[i].end]
        if end == i + 1 and printed in ("M", "Ｍ") and not self.is_all_capitals():
            self.note_doubt(i, "'M' may be a metre or a nautical mile; write m or NM")
        if end == i + 1 and printed == "Mm":
            self.note_doubt(i, "'Mm' may be millimetres or nautical miles; write mm or NM")
        if "multipliers" in self.roles(i) and (self.role(end, "units") or self.role(end, "numbers")):
            return None  # French mille before a unit is a thousand
        if unit.name == "mile":
            miles = "the statute mile (1,609.344 m) or the nautical mile (1,852 m)"
            self.note_doubt(
                i, f"{printed!r} may be {'the li (500 m), a kilometre or a mile' if printed == '里' else miles}; say which"
            )
            unit = Unit("mi", unit.case, unit.count)
        if end < len(self.found) and self.found[end].is_joined and self.found[end].text in self.words.suffixes:
            unit = Unit(unit.name, self.words.suffixes[self.found[end].text], unit.count)
            end += 1
        return unit, end

    def is_all_capitals(self) -> bool:
        """Whether the text is written in capitals throughout, and has more words than a unit."""
        return not any(c.islower() for c in self.text) and sum(token.kind == "word" for token in self.found) > 1

    def figure_of(self, number: Numeral, unit: str, i: int) -> Figure:
        """The figure of a number, now that its unit is known.

        Its separator may be a decimal sign or divide thousands; where nothing settles which, that is a doubt.
        """
        if number.known is not None:
            return number.known
        decimal, grouped = f"{number.decimal} {unit}", f"{number.grouped} {unit}"
        is_short, is_settled = unit in _SHORT_UNITS, is_decimal_settled(self.tag)
        if self.signs and number.sign == self.signs[0] and is_settled and not is_short:
            return read_figure(number.decimal).scaled(number.scale)
        if self.signs and number.sign == self.signs[1] and (is_settled or is_short):
            return read_figure(number.grouped).scaled(number.scale)
        cure = "name the country (es-ES, es-MX)" if self.signs and not is_settled else "name the language"
        self.note_doubt(i, f"{self.shown(i)} may be {decimal} or {grouped}; write it without the separator, or {cure}")
        return read_figure(number.decimal).scaled(number.scale)

    def measure(self, i: int) -> list[_Amount]:
        """Every reading of a figure with its unit at a token: 2½ miles, 2 km 300 m, a mile and a half."""
        return [amount for number in self.numbers(i) if (amount := self._measure(i, number)) is not None]

    def _measure(self, i: int, number: Numeral) -> _Amount | None:
        words = {"approximate"} if number.is_hedged else set()
        number = self.with_fraction(number)
        at = number.end
        unit = self.unit(at)
        between = next(
            ((end, word) for name, word in _AFTER.items() for _, end in [self.role(at, name) or (0, 0)] if end), None
        )
        if unit is None and between is None and self.sign(at, "-"):  # 500-odd metres
            between = next(((end, "just_over") for _, end in [self.role(at + 1, "over_after") or (0, 0)] if end), None)
        if unit is None and between and between[1] in ("just_over", "at_least", "hedge"):  # 10多公里, 5+ km, 100 or so metres
            at = between[0]
            words.add(between[1])
            unit = self.unit(at)
        if unit is None and (of := self.role(at, "of")):
            unit = self.unit(of[1])
        if unit is None:
            unit = self.unit_after_ending(i, at)
        if unit is None or unit[0].count == 2:
            self.fail(at, f"{self.shown(at)} is not a unit of length; wanted one after the number")
            return None
        name, at = unit[0].name, unit[1]
        self.check_unit(at, number)
        value = self.figure_of(number, name, i)
        half = self.role(at, "plus_fraction") if not self.role(at, "most_after") else None
        if half and value.value.denominator == 1 and value.digit == 1:
            value = make_figure(value.value + half[0], Fraction(1, half[0].denominator))
            at = half[1]
        amount = _Amount(at, (name,), value.scaled(UNITS_M[name]), words=frozenset(words), case=unit[0].case)
        return self.combined(amount, value) or amount

    def with_fraction(self, number: Numeral) -> Numeral:
        """A number with "and a half" between it and its unit."""
        half = self.role(number.end, "plus_fraction")
        if not half or not number.known or number.known.digit != 1:
            return number
        known, end = make_figure(number.known.value + half[0], Fraction(1, half[0].denominator)), half[1]
        if thousand := self.role(end, "multipliers"):  # two and a half thousand
            known, end = known.scaled(thousand[0]), thousand[1]
        return number._replace(known=known, end=end) if self.unit(end) else number

    def unit_after_ending(self, i: int, at: int) -> tuple[Unit, int] | None:
        """The unit after a figure that has its ending in letters: 5-ти километрах.

        Raises:
            DistanceError: if the ending makes it an ordinal: на 47-м километре.
        """
        if not (self.sign(at, "-") and at + 2 < len(self.found) and self.found[at + 1].is_glued):
            return None
        ending = self.found[at + 1].text
        unit = self.unit(at + 2) if len(ending) <= 2 and ending.isalpha() else None
        if unit and ending not in ("ти", "ми", "х", "ох"):
            self.refuse(i, f"{self.text[self.found[i].start : self.found[at + 1].end]!r} is an ordinal: a road marker")
        return unit

    def check_unit(self, end: int, number: Numeral) -> None:
        """Refuse a unit that is squared, or whose case makes a road marker of it."""
        value = number.known.value if number.known else Fraction(0)
        if self.role(end - 1, "marker_after") and value.denominator == 1 and value and (value % 10 != 1 or value % 100 == 11):
            self.refuse(end - 1, f"{self.shown(end - 1)} after the number is a road marker")
        if self.sign(end, "²", "³", "^") or (
            end < len(self.found) and self.found[end].kind == "number" and self.found[end].is_glued
        ):
            self.refuse(end, f"{self.shown(end)} after a unit makes it an area or a volume")

    def combined(self, first: _Amount, value: Figure) -> _Amount | None:
        """A second, smaller unit after a whole number of the first: 2 km 300 m."""
        at = and_[1] if (and_ := self.role(first.end, "and")) else first.end
        if value.value.denominator != 1 or at >= len(self.found) or first.words:
            return None
        for number in self.numbers(at):
            unit = self.unit(number.end)
            if (
                unit is None
                and first.units == ("ft",)
                and self.found[number.end - 1].kind == "number"
                and self.sign(number.end, "in")
            ):
                unit = Unit("in"), number.end + 1  # alone, "in" is a preposition
            if unit and number.known and UNITS_M[unit[0].name] < UNITS_M[first.units[0]]:
                part = number.known.scaled(UNITS_M[unit[0].name])
                if part.value < UNITS_M[first.units[0]] and not self.role(unit[1], "speed"):
                    whole = Figure(first.least.value + part.value, part.unit, part.step, part.digit)
                    return _Amount(unit[1], (first.units[0], unit[0].name), whole, case=unit[0].case)
        return None

    def range_sign(self, i: int, *, is_open: bool) -> int | None:
        """Where a word or a sign between the two ends of a range ends."""
        if (sign := self.role(i, "range_sign")) and not self.sign(i, "~~"):
            return sign[1]
        for name in ("range_to", "or", *(("and",) if is_open else ())):
            if match := self.role(i, name):
                return self.after_dash(match[1])
        if i < len(self.found) and (self.found[i].is_joined or self.are_han_digits(i)):
            return i
        return self.digit_word_after(i)

    def digit_word_after(self, i: int) -> int | None:
        """Where a second number word stands beside a first, which is a range: Turkish iki üç kilometre, zwei, drei Kilometer."""
        at = i + 1 if self.sign(i, ",") and self.words.language in ("de", "pl", "ru", "uk") else i
        if at == i and self.words.language not in ("az", "fa", "hy", "ka", "tr"):
            return None
        first, second = (self.digit_word(place) for place in (i - 1, at))
        return at if first and second and first < second <= first + 2 else None

    def digit_word(self, i: int) -> int:
        """The value of a number word from one to nine at a token; 0 for anything else."""
        if not 0 <= i < len(self.found) or self.found[i].kind != "word":
            return 0
        value = self.words.number_words.get(self.found[i].text, 0)
        return value if 1 <= value <= 9 else 0

    def are_han_digits(self, i: int) -> bool:
        """Whether two Chinese digits side by side are a range: 三四公里."""
        digits = "一二两三四五六七八九"
        return i > 0 and self.found[i - 1].text in digits and self.found[i].text in digits and len(self.found[i].text) == 1

    def ranged(self, i: int) -> _Amount | None:
        """A range, a figure with ±, or one figure."""
        for opener in ("range_from", "between"):
            if match := self.role(i, opener):
                start = self.after_dash(match[1])
                for first, end, units in self.ends(start):
                    amount = self.range_after(first, end, units, is_open=opener == "between")
                    if amount:
                        return amount
        for number in self.numbers(i):
            for first, end, units in self.ends_of(i, number):
                amount = self.range_after(first, end, units, is_open=False) or self.plus_minus(i, first, end, units)
                if amount:
                    return amount
            if single := self._measure(i, number):
                return single
        return None

    def ends(self, i: int) -> list[tuple[Numeral | Figure, int, tuple[str, ...]]]:
        """What may be the first end of a range, for each reading of the number at a token."""
        return [end for number in self.numbers(i) for end in self.ends_of(i, number)]

    def ends_of(self, i: int, number: Numeral) -> list[tuple[Numeral | Figure, int, tuple[str, ...]]]:
        """A number as the first end of a range: with its unit, where it has one, and without."""
        found: list[tuple[Numeral | Figure, int, tuple[str, ...]]] = []
        amount = self._measure(i, number)
        if amount is not None and not amount.words:
            found.append((amount.least, amount.end, amount.units))
        if not number.is_hedged:
            found.append((number, number.end, ()))
        return found

    def range_after(self, first: Numeral | Figure, end: int, units: tuple[str, ...], *, is_open: bool) -> _Amount | None:
        """A range whose first end was read: the sign or word between, and the second end with its unit."""
        if units and isinstance(first, Figure) and (more := self.or_two(first, end, units)):
            return more
        sign = None if is_open else self.suffix_from(end)
        if sign is None:
            sign = self.range_sign(end, is_open=is_open)
        if sign == end and not (isinstance(first, Numeral) and first.known and first.known.digit == 1 and not is_open):
            sign = end if isinstance(first, Figure) and sign is not None and self.suffix_from(end) is not None else None
        for number in self.numbers(sign) if sign is not None else ():
            second = self._measure(sign or 0, number)
            if second is not None:
                return self.range_of(self.first_end(first, end, number, second), second, units, end)
        return None

    def or_two(self, first: Figure, end: int, units: tuple[str, ...]) -> _Amount | None:
        """A range whose unit stands with its first end alone: a kilometre or two."""
        or_ = self.role(end, "or")
        value = first.value / UNITS_M[units[-1]]
        for number in self.numbers(or_[1]) if or_ and value == 1 else ():
            if number.known and number.known.value in (2, 3) and number.known.digit == 1 and not self.unit(number.end):
                return _Amount(number.end, units, first, number.known.scaled(UNITS_M[units[-1]]))
        return None

    def first_end(self, first: Numeral | Figure, end: int, number: Numeral, second: _Amount) -> Figure:
        """The first end in metres: in the unit of the second where it has none of its own."""
        if isinstance(first, Figure):
            return first
        unit = second.units[-1]
        least = self.figure_of(first, unit, end - 1)
        if number.scale > 1 and least.value * number.scale * UNITS_M[unit] < second.least.value:
            least = least.scaled(number.scale)  # two or three hundred metres
        return least.scaled(UNITS_M[unit])

    def range_of(self, least: Figure, second: _Amount, units: tuple[str, ...], end: int) -> _Amount | None:
        """The range of two ends, if they are one."""
        if second.words or len(second.units) > 1 or (units and units != second.units and self.role(end, "or")):
            return None
        if least.value >= second.least.value:
            self.fail(second.end, "the range's first end is not less than its second")
            return None
        names = units if units in ((), second.units) else (*units, *second.units)
        return second._replace(units=names or second.units, least=least, most=second.least)

    def suffix_from(self, i: int) -> int | None:
        """Where "from" as an ending of the first figure ends: 300-ից 500 մետր, 300 metrdən 500 metrə."""
        at = i + 1 if self.sign(i, "-", "'") else i
        match = self.role(at, "from_suffix")
        if match and self.found[at].is_glued:
            return match[1]
        before = self.found[i - 1].text if i else ""
        return i if self.role(i - 1, "units") and before.endswith(self.words.from_suffixes) else None

    def plus_minus(self, i: int, first: Numeral | Figure, end: int, units: tuple[str, ...]) -> _Amount | None:
        match = self.role(end, "plus_minus")
        if not match:
            return None
        for number in self.numbers(match[1]):
            if number.known and self.sign(number.end, "%") and units and isinstance(first, Figure):
                return _Amount(number.end + 1, units, first, plus_minus=first.value * number.known.value / 100)
        for second in self.measure(match[1]):
            unit = second.units[-1]
            value = first if isinstance(first, Figure) else self.figure_of(first, unit, i).scaled(UNITS_M[unit])
            return _Amount(second.end, units or second.units, value, plus_minus=second.least.value)
        if units:
            for number in self.numbers(match[1]):
                if number.known:  # 780 m ± 20
                    return _Amount(number.end, units, first, plus_minus=number.known.value * UNITS_M[units[-1]])  # type: ignore[arg-type]
        return None

    def inverted(self, i: int) -> _Amount | None:
        """A unit before its figure, which is how Russian and Ukrainian say "about"."""
        if not self.role(i, "inverted"):
            return None
        unit = self.unit(i)
        if unit is None:
            return None
        at = unit[1]
        for name in ("neutral", "hedge", "neutral"):
            at = match[1] if (match := self.role(at, name)) else at
        scale, name = UNITS_M[unit[0].name], unit[0].name
        for number in self.numbers(at):
            least = self.figure_of(number, name, at).scaled(scale)
            sign = self.range_sign(number.end, is_open=False)
            for second in self.numbers(sign) if sign is not None else []:
                most = self.figure_of(second, name, sign or 0).scaled(scale)
                if least.value < most.value:
                    return _Amount(second.end, (name,), least, most, words=frozenset({"hedge"}))
            return _Amount(number.end, (name,), least, words=frozenset({"hedge"}))
        return None

    def vague(self, i: int) -> _Amount | None:
        """A quantity without a figure: a few hundred metres, dozens of metres, a couple of kilometres."""
        if (unit := self.unit(i)) and (match := self.role(unit[1], "few_after")):
            return self.span(unit[0], match[1], Fraction(1))
        if match := self.role(i, "couple"):
            return self.couple(match[1])
        if match := self.role(i, "tens") or self.role(i, "few_scaled"):
            scale, at = match
        elif match := self.role(i, "teens") or self.role(i, "few"):
            scale, at = self.scale(match[1])
        else:
            return None
        unit = self.unit(at) or ((of := self.role(at, "of")) and self.unit(of[1])) or None
        return self.span(*unit, scale, is_teens=bool(self.role(i, "teens"))) if unit else None

    def scale(self, at: int) -> tuple[Fraction, int]:
        """What "hundred" or "dozen" after "a few" multiplies by, and where it ends."""
        return next(
            (more for name in ("tens_of_few", "multipliers", "dozens") if (more := self.role(at, name))), (Fraction(1), at)
        )

    def span(self, unit: Unit, end: int, scale: Fraction, *, is_teens: bool = False) -> _Amount:
        """A vague amount: from one and a half to nine and a half of its scale."""
        low, high = _TEENS if is_teens else _FEW_DOZEN if scale == 12 else _FEW
        metres = scale * UNITS_M[unit.name]
        return _Amount(end, (unit.name,), read_figure("1").scaled(metres), vague=(low * metres, high * metres), case=unit.case)

    def couple(self, at: int) -> _Amount | None:
        """Two, loosely: a couple of kilometres, пара сотен метров."""
        scale, at = self.scale(at)
        unit = self.unit(at) or ((of := self.role(at, "of")) and self.unit(of[1])) or None
        if unit is None:
            return None
        two = read_figure("2").scaled(scale * UNITS_M[unit[0].name])
        return _Amount(unit[1], (unit[0].name,), two, words=frozenset({"hedge"}), case=unit[0].case)

    def bare(self, i: int, *, is_bare: bool) -> _Amount | None:
        """A unit without a number: a dual, "с километр", "kilometr yarım"."""
        unit = self.unit(i)
        has_article = self.words.language in ("und", "en", "fr", "de", "es", "pt", "zh")
        if unit is None or (has_article and not (self.words.language in ("es", "pt") and self.role(unit[1], "plus_fraction"))):
            return None
        name, at = unit[0].name, unit[1]
        printed = self.found[at - 1].text
        if unit[0].count == 2:
            value = read_figure("2")
        elif half := self.role(at, "plus_fraction"):
            value, at = make_figure(1 + half[0], Fraction(1, half[0].denominator)), half[1]
        elif (one := self.role(at, "numbers")) and one[0] == 1 and self.words.language in ("ar", "he"):
            value, at = read_figure("1"), one[1]
        elif (is_bare or any(self.role(at, role) for role in ("over_after", *_AFTER_CASE))) and _is_singular(
            printed, self.words.language
        ):
            value = read_figure("1")
        else:
            return None
        if unit[0].count == 2 and (half := self.role(at, "plus_fraction")):
            value, at = make_figure(value.value + half[0], Fraction(1, half[0].denominator)), half[1]
        return _Amount(at, (name,), value.scaled(UNITS_M[name]), case=unit[0].case)

    # Intervals

    def distance(self, amounts: list[_Amount], modifiers: frozenset[str]) -> Distance:
        """The distance that one amount or two side by side stand for."""
        words = set(modifiers - {"neutral"})
        if len(amounts) == 1 and amounts[0].case == "upto" and amounts[0].most is None:
            words.add("at_most")  # metrədək
        reaches = [self.reach(amount, frozenset(words) | amount.words) for amount in amounts]
        best, bound = reaches[0]
        main = amounts[0]
        for amount, (other, other_bound) in zip(amounts[1:], reaches[1:], strict=True):
            if best.low > other.high or other.low > best.high or bound is not other_bound:
                self.refuse(0, "the two figures side by side disagree")
            if bound in (Bound.AT_LEAST, Bound.AT_MOST):
                coarser = other.low < best.low if bound is Bound.AT_LEAST else other.high > best.high
            else:
                coarser = other.high - other.low > best.high - best.low
            if coarser:
                best, main = other, amount
        units = "+".join(dict.fromkeys(name for amount in amounts for name in amount.units))
        has_figure = main.most is None and main.vague is None
        return Distance(
            text=self.text,
            low_m=best.low,
            nominal_m=float(main.least.value) if has_figure else None,
            high_m=best.high,
            agrees_low_m=None if main.vague else best.agrees_low,
            agrees_high_m=None if main.vague else best.agrees_high,
            unit=units,
            hedged=bool({"hedge", "approximate"} & words.union(*(amount.words for amount in amounts))),
            bound=bound,
        )

    def reach(self, amount: _Amount, words: frozenset[str]) -> tuple[Reach, Bound]:
        kinds = words & {*_BOUNDS, "exact"}
        if "bounded" in words and amount.most and not words - {"bounded"}:
            low, high = float(amount.least.value), float(amount.most.value)
            return Reach(low, low, high, high), Bound.RANGE
        if len(kinds) > 1 or "bounded" in words:
            self.refuse(0, f"{' and '.join(sorted(words)).replace('_', ' ')} cannot be combined")
        kind = next(iter(kinds), "")
        bound = _BOUNDS.get(kind, Bound.POINT)
        is_hedged = "hedge" in words or ("approximate" in words and not kind)
        if amount.vague or amount.most or amount.plus_minus is not None:
            if kind not in ("", "at_least", "at_most"):
                self.refuse(0, f"{kind.replace('_', ' ')!r} cannot be combined with a range or a vague quantity")
            if amount.vague:
                low, high = (float(end) for end in amount.vague)
                spread, own = Reach(low, low, high, high), Bound.VAGUE
            elif amount.most:
                spread, own = compute_range_reach(amount.least, amount.most, is_hedged=is_hedged), Bound.RANGE
                low, high = (
                    (float(amount.least.value), float(amount.most.value)) if not is_hedged else (spread.low, spread.high)
                )
            else:
                value, give = amount.least.value, amount.plus_minus or Fraction(0)
                low, high = float(max(Fraction(0), value - give)), float(value + give)
                outer = max(give, value / 5) if is_hedged else give
                spread = Reach(float(max(Fraction(0), value - outer)), low, high, float(value + outer))
                own = Bound.POINT
            if bound is Bound.AT_LEAST:
                return Reach(low, low, math.inf, math.inf), bound
            if bound is Bound.AT_MOST:
                return Reach(0.0, 0.0, high, high), bound
            return spread, own
        return compute_reach(amount.least, bound, is_hedged=is_hedged, is_exact=kind == "exact"), bound


_SINGULARS = {
    "ru": "километр километра километре километру метр метра метре верста версты версту версте",
    "uk": "кілометр кілометра кілометрі кілометру метр метра метрі верста версти",
    "pl": "kilometr kilometra kilometrze metr metra metrze",
    "he": "קילומטר מטר",
    "ar": "كيلومتر كيلومترا متر",
    "hy": "կիլոմետր կիլոմետրի կիլոմետրից",
    "ka": "კილომეტრი კილომეტრზე კილომეტრის",
    "az": "",
    "tr": "",
    "fa": "",
}


def _is_singular(word: str, language: str) -> bool:
    return any(tokenize(singular)[0].text == word for singular in _SINGULARS.get(language, "").split())


def _detach(found: list[FoldedToken], words: DistanceLexicon) -> list[FoldedToken]:
    """Take the one-letter prepositions of Arabic and Hebrew off the words that they are written with."""
    if words.halves:
        return [piece for token in found for piece in _halve(token, words)]
    if words.language == "ka":
        return [piece for token in found for piece in _halve_after(token, words)]
    if words.language not in ("ar", "he"):
        return found
    letters = "בכלמו" if words.language == "he" else "بلكو"
    detached: list[FoldedToken] = []
    for i, token in enumerate(found):
        rest = token.text[1:]
        has_prefix = token.kind == "word" and token.text[0] in letters and len(rest) > 1 and rest in words.phrases
        if has_prefix and token.text not in words.vocabulary:
            detached.append(FoldedToken("word", token.text[0], token.start, token.start + 1, token.is_glued))
            detached.append(FoldedToken("word", rest, token.start + 1, token.end, is_glued=True))
            continue
        if token.text == "-" and i and found[i - 1].text in tuple("בכלמו") and found[i - 1].end == token.start:
            continue
        has_article = token.text.startswith("ال") and token.text not in words.phrases and words.has_unit(token.text[2:])
        bare = FoldedToken("word", token.text[2:], token.start, token.end, token.is_glued) if has_article else token
        detached.append(bare)
    return detached


def _halve(token: FoldedToken, words: DistanceLexicon) -> list[FoldedToken]:
    """Take "half" off the unit that it is written with: полкилометра."""
    for half in words.halves:
        rest = token.text.removeprefix(half)
        if token.kind == "word" and token.text.startswith(half) and token.text not in words.phrases and words.has_unit(rest):
            cut = token.start + len(half)
            return [
                FoldedToken("word", half, token.start, cut, token.is_glued, token.is_joined),
                FoldedToken("word", rest, cut, token.end, is_glued=True),
            ]
    return [token]


def _halve_after(token: FoldedToken, words: DistanceLexicon) -> list[FoldedToken]:
    """Take "and a half" off the unit that it is written with: Georgian კილომეტრნახევარი."""
    for half in ("ნახევარი", "ნახევარ"):
        stem = token.text.removesuffix(half)
        if token.kind == "word" and token.text.endswith(half) and words.has_unit(stem + "ი"):
            cut = token.start + len(stem)
            return [
                FoldedToken("word", stem + "ი", token.start, cut, token.is_glued),
                FoldedToken("word", half, cut, token.end, is_glued=True),
            ]
    return [token]

"""Finds distances and bearings in any text, with how finely each was stated, in the sixteen languages that are read.

Any number with a unit of length counts as a distance, wherever in the sentence that from which it was measured stands, unless
what it measures is plainly something else: a depth, a height, a size, a speed, an area, the reach of a weapon. Centimetres
and millimetres of less than three metres, and steps, count only where "from" or a word for it follows. `find_lengths` finds
sizes and reaches too.
"""

from __future__ import annotations

import json
import re
from enum import StrEnum
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import geo.earth.notation
from geo.earth.notation.distance import UNITS_M
from geo.earth.notation.folding import tokenize
from geo.earth.notation.lexicon import LANGUAGES, Unit, load_lexicon
from geo.earth.notation.reach import read_figure

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from geo.earth.notation.folding import FoldedToken

_STEP_M = 0.75
_LEAST_SIZE_M = 3
"""What is printed in centimetres or millimetres and is not longer is a size."""
_COUNTS = {"numbers", "multipliers", "few", "couple", "tens", "dozens", "teens", "tens_of_few"}
_HAN = "一二三四五六七八九十百千两兩几幾数數"
_CLAUSE_ENDS = frozenset(",;.!?()[]{}\n。、؛…")
_WORDS_BEFORE, _WORDS_AFTER = 4, 3
_STEPS = "steps paces шаг* крок* krok* schritt* pas pasos passos adim* addim* קדם"
_FROM = (
    "from off towards toward away от до к від до von vom zur zum du des dal del desde od ab bis uzak* uzaq* məsaf* mesaf* من عن از מ "
    "right left"
)
_AROUND = (
    "of around about вокруг возле навколо autour alrededor redor um wokol ətraf* etraf* çevre* de da do حول סביב შუა* շուրջ"
)
_SIZES = (
    "depth deep height high altitude elevation tall length long width wide thick* diameter caliber calibre size sized square "
    "uncertainty uncertain below sea ground agl asl amsl msl underground ceiling missile missiles rocket rockets piece pieces crater craters hole fragment "
    "глуб* высот* длин* шири* толщ* диаметр* калибр* уровнем квадрат* куб* воронк* "
    "глиб* висот* довжин* завширш* завдовж* завглиб* товщ* діаметр* калібр* рівнем "
    "dərin* hündür* yüksək* uzunlu* eni diametr* kalibr* derin* yüksek* uzunlu* genişli* çap* irtifa* "
    "profond* haut* altitud* larg* longueur diamètr* épais* calibre tief* hoch höhe länge lang breit* durchmesser kaliber quadrat* kubik* "
    "profund* altura alto ancho largo diámetro espesor comprimento diâmetro espessura głębok* wysok* szerok* długoś* średnic* kaliber npm "
    "բարձր* խոր* լայն* երկար* տրամագ* სიღრმ* სიმაღლ* სიგრძ* სიგანე* დიამეტრ* "
    "عمق عمقه عرض ارتفاع طول قطر عیار بلندی ضخامت עומק גובה אורך רוחב קוטר בעומק בגובה 深 高 长 長 宽 寬 厚 "
    "海拔 直径 直徑 口径 口徑 深度 高度 长度 宽度"
)
_REACHES = (
    "radius range ranges deadly lethal kill* радиус* дальност* убойн* смертель* радіус* дальніст* rayon portée reichweite radio alcance raio "
    "promie* zasięg* yarıçap* menzil* radius* mənzil* რადიუს* շառավ* مدى شعاع برد רדיוס טווח 半径 半徑 射程"
)
_NO_BEARINGS = {"az"}
"""Words that are others elsewhere."""
_DEGREES = "° º"
_FILLERS = {"of", "is", "was", "at", "about", ":", "=", "-", "_", "~", "de", "von", "в", "на", "to", "("}


class Quantity(StrEnum):
    """What a figure in a text measures."""

    DISTANCE = "distance"
    SIZE = "size"
    """A depth, a height, a length, a width."""
    REACH = "reach"
    """How far a weapon or its fragments reach."""
    BEARING = "bearing"


class StatedFigure(NamedTuple):
    """A length or a bearing in a text."""

    start: int
    end: int
    size_m: float
    half_m: float
    """Half of the step in which it was counted; nothing for a bearing."""
    is_limit: bool = False
    """Whether it was put as the most that it can be."""
    quantity: Quantity = Quantity.DISTANCE
    is_from: bool = False
    """Whether "from" or a word for it follows."""


class _Phrases:
    """Phrases by their first words, longest first; a word that ends in a star has any ending."""

    def __init__(self) -> None:
        self._plain: dict[str, list[tuple[tuple[str, ...], Any]]] = {}
        self._stems: dict[str, list[tuple[tuple[str, ...], Any]]] = {}

    def add(self, words: tuple[str, ...], value: Any = None) -> None:
        """Enter a phrase that is folded."""
        table, key = (self._stems, words[0][0]) if any(one.endswith("*") for one in words) else (self._plain, words[0])
        entries = table.setdefault(key, [])
        if all(entry[0] != words for entry in entries):
            entries.append((words, value))
            entries.sort(key=lambda entry: -len(entry[0]))

    def end(self, found: Sequence[FoldedToken], at: int) -> tuple[int, Any] | None:
        """Where the longest phrase that begins at a token ends, with its value."""
        text = found[at].text
        for words, value in self._plain.get(text, ()):
            if all(one.text == word for one, word in zip(found[at : at + len(words)], words, strict=False)) and at + len(
                words
            ) <= len(found):
                return at + len(words), value
        for words, value in self._stems.get(text[0], ()):
            if at + len(words) <= len(found) and all(
                one.text.startswith(word[:-1]) if word.endswith("*") else one.text == word
                for one, word in zip(found[at : at + len(words)], words, strict=False)
            ):
                return at + len(words), value
        return None


def _listed(text: str) -> _Phrases:
    phrases = _Phrases()
    for word in text.split():
        folded = tuple(one.text for one in tokenize(word.removesuffix("*")))
        phrases.add((*folded[:-1], folded[-1] + "*") if word.endswith("*") else folded)
    return phrases


class _WordsOfLanguage(NamedTuple):
    units: _Phrases
    counts: _Phrases
    limits: _Phrases
    speeds: _Phrases
    bearings: _Phrases
    degrees: _Phrases
    sizes: _Phrases
    reaches: _Phrases
    origins: _Phrases
    around: _Phrases


@cache
def _words() -> _WordsOfLanguage:
    """The words of all languages together."""
    units, counts, limits, speeds = _Phrases(), _Phrases(), _Phrases(), _Phrases()
    for language in LANGUAGES:
        spoken = load_lexicon(language)
        for table in (spoken.phrases, spoken.stems):
            for words, role, value in (entry for entries in table.values() for entry in entries):
                if role == "units" and isinstance(value, Unit) and words != ("in",):
                    units.add(words, float(UNITS_M["mi" if value.name == "mile" else value.name]))
                elif role in _COUNTS:
                    counts.add(words, float(value) if isinstance(value, Fraction | int) else 5.0)
                elif role == "at_most":
                    limits.add(words)
                elif role == "speed":
                    speeds.add(words)
    for word in _STEPS.split():
        (token,) = tokenize(word.removesuffix("*"))
        units.add((token.text + "*" * word.endswith("*"),), _STEP_M)
    bearings, degrees = _directions()
    lists = map(_listed, (_SIZES, _REACHES, _FROM, _AROUND))
    return _WordsOfLanguage(units, counts, limits, speeds, bearings, degrees, *lists)


def _directions() -> tuple[_Phrases, _Phrases]:
    path = Path(geo.earth.notation.__path__[0]) / "direction_words.json"
    bearings, degrees = _Phrases(), _listed(_DEGREES)
    for language in json.loads(path.read_text("utf-8")).values():
        words = language.get("words", {})
        for phrases, roles in ((bearings, ("bearing", "either")), (degrees, ("degrees",))):
            for word in " ".join(words.get(role, "") for role in roles).split():
                if word not in _NO_BEARINGS and (folded := tuple(one.text for one in tokenize(word.replace("-", " ")))):
                    phrases.add(folded)
    return bearings, degrees


def find_stated_figures(text: str) -> Iterator[StatedFigure]:
    """Each distance and each bearing in a text."""
    for figure in find_lengths(text):
        if figure.quantity in (Quantity.DISTANCE, Quantity.BEARING):
            yield figure


def find_lengths(text: str) -> Iterator[StatedFigure]:
    """Each distance, size, reach and bearing in a text."""
    found, words = tokenize(text), _words()
    for at in range(len(found)):
        if figure := _length(text, found, at, words) or _bearing(found, at, words):
            yield figure


def _length(text: str, found: list[FoldedToken], at: int, words: _WordsOfLanguage) -> StatedFigure | None:
    """The length whose unit begins at a token."""
    unit = words.units.end(found, at) if found[at].kind == "word" else None
    if not unit:
        return None
    after, unit_m = unit
    first = at - 1
    if first > 0 and found[first].text == "-":
        first -= 1
    counted = _counted(found, first, found[at], words) if first >= 0 else None
    if counted is None or _is_another_unit(found, after, words) or _is_a_name(text, found, first, at):
        return None
    start, value, half = counted
    size_m, half_m = value * unit_m, half * unit_m
    relates = any(words.origins.end(found, one) for one in _clause(found, after, 1, _WORDS_AFTER + 1))
    needs_origin = unit_m == _STEP_M or (unit_m < 0.1 and size_m < _LEAST_SIZE_M)
    quantity = _what_it_measures(found, start, after, words)
    if needs_origin and not relates:
        quantity = Quantity.SIZE
    limit = any((end := words.limits.end(found, one)) and end[0] >= start for one in range(max(0, start - 4), start))
    return StatedFigure(found[start].start, found[after - 1].end, size_m, half_m, limit, quantity, relates)


def _counted(found: list[FoldedToken], at: int, unit: FoldedToken, words: _WordsOfLanguage) -> tuple[int, float, float] | None:
    """Where the number that ends at a token begins, with its value and half of its step."""
    token = found[at]
    if token.kind == "number":
        digits = re.sub(r"(?<=\d)[,'\s\u00a0\u066c](?=\d{3}(?!\d))", "", token.text).replace(",", ".").replace("\u066b", ".")
        try:
            read = read_figure(digits if digits[0] != "." else f"0{digits}")
        except ValueError:
            return None
        return at, float(read.value), float(read.unit) / 2
    if token.text in _HAN:
        return at, 10.0, 1.0
    if (token.text, unit.text) == ("on", "foot") or len(unit.text) < 3:
        return None
    for start in range(max(0, at - 2), at + 1):
        if (counted := words.counts.end(found, start)) and counted[0] == at + 1:
            return start, counted[1], counted[1] / 10
    return None


def _is_another_unit(found: list[FoldedToken], after: int, words: _WordsOfLanguage) -> bool:
    """Whether a square, a cube, or a speed follows, or more of a name."""
    if after >= len(found):
        return False
    following = found[after]
    if following.is_glued and (following.kind == "number" or following.text in "²³^"):
        return True
    per = following.text == "/" and after + 1 < len(found) and found[after + 1].kind == "word"
    return per or words.speeds.end(found, after) is not None


def _is_a_name(text: str, found: list[FoldedToken], first: int, at: int) -> bool:
    """Whether letters, digits and a capital make up the name of a thing, as in S-300M."""
    if not (found[at].is_glued and text[found[at].start : found[at].end] == "M" and first):
        return False
    before = first - 1
    if found[before].text == "-" and found[first].is_glued and before:
        before -= 1
    return found[first].is_glued and found[before].kind == "word" and len(found[before].text) <= 2


def _clause(found: list[FoldedToken], at: int, step: int, most: int) -> list[int]:
    """The places of a number of tokens of a clause, forwards or backwards from one."""
    places: list[int] = []
    while 0 <= at < len(found) and len(places) < most and found[at].text not in _CLAUSE_ENDS:
        places.append(at)
        at += step
    return places


def _what_it_measures(found: list[FoldedToken], start: int, after: int, words: _WordsOfLanguage) -> Quantity:
    """What a clause says that a figure measures: a depth, a height or another size, what a weapon reaches, or a distance."""
    behind: list[int] = []
    relates = False
    for one in _clause(found, after, 1, _WORDS_AFTER):
        if words.origins.end(found, one) or (words.around.end(found, one) and (behind or one == after)):
            relates = True
            break
        behind.append(one)
    around = [*_clause(found, start - 1, -1, _WORDS_BEFORE), *behind]
    if any(words.sizes.end(found, one) for one in around):
        return Quantity.SIZE
    is_reach = not relates and any(words.reaches.end(found, one) for one in around)
    return Quantity.REACH if is_reach else Quantity.DISTANCE


def _bearing(found: list[FoldedToken], at: int, words: _WordsOfLanguage) -> StatedFigure | None:
    """The bearing that begins with a token: its word and its number either way round, or degrees from something."""
    if found[at].kind == "number" and at + 1 < len(found) and (degrees := words.degrees.end(found, at + 1)):
        for one in _clause(found, degrees[0], 1, 2):
            if end := words.bearings.end(found, one) or words.origins.end(found, one):
                return StatedFigure(found[at].start, found[end[0] - 1].end, 0.0, 0.0, quantity=Quantity.BEARING)
    if found[at].kind != "word" or not (end := words.bearings.end(found, at)):
        return None
    for one in range(end[0], min(end[0] + 3, len(found))):
        token = found[one]
        is_alone = one + 1 == len(found) or not found[one + 1].is_glued or found[one + 1].kind != "word"
        if token.kind == "number" and len(token.text) > 1 and is_alone:
            return StatedFigure(found[at].start, token.end, 0.0, 0.0, quantity=Quantity.BEARING)
        if token.text not in _FILLERS:
            break
    return None

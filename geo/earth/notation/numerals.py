"""Reads numbers: digits with separators of any country, fractions, number words, and Chinese numerals."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from geo.earth.notation.folding import FoldedToken
from geo.earth.notation.lexicon import DistanceLexicon
from geo.earth.notation.reach import Figure, make_figure, read_figure

_THOUSANDS_SIGNS = "'٬ "
_HAN_DIGITS = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2, "兩": 2}
_HAN_SCALES = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "萬": 10_000}
_HAN_SIGNS = frozenset({*_HAN_DIGITS, *_HAN_SCALES})
_LONGEST_HAN = 12
_LONGEST_WORDS = 16
_PERSIAN_DIGIT = re.compile("[\u0660-\u0669\u06f0-\u06f9]")
_DENOMINATORS = frozenset({2, 3, 4, 5, 8, 10, 16})


class NumeralError(ValueError):
    """A token of digits that cannot be read as a number."""


class Numeral(NamedTuple):
    """A number of a text before its unit is known."""

    end: int
    """The token after it."""
    known: Figure | None = None
    decimal: str = ""
    """The digits if its only separator is a decimal sign, where that is open."""
    grouped: str = ""
    """The digits if its only separator divides thousands."""
    sign: str = ""
    """That separator."""
    scale: Fraction = Fraction(1)
    """What the word at its end (hundred, thousand) multiplies by."""
    is_hedged: bool = False
    """An approximate numeral (French trentaine)."""


@dataclass(slots=True)
class _Sum:
    """Number words so far: whole thousands, and what comes after them."""

    total: int = 0
    part: int | None = None

    @property
    def value(self) -> int:
        return self.total + (self.part or 0)


class _NumberWord(NamedTuple):
    value: int
    end: int
    is_scale: bool = False
    """A hundred, a thousand: multiplies what stands before it."""
    is_phrase: bool = False
    """Of several words: three hundred."""


@dataclass(frozen=True, slots=True)
class Numerals:
    """Finds the numbers that start at a token."""

    found: list[FoldedToken]
    text: str
    lexicon: DistanceLexicon

    def at(self, i: int) -> list[Numeral]:
        """Every reading of a number that starts at a token, longest first.

        Raises:
            NumeralError: if digits stand there that are no number.
        """
        if i >= len(self.found):
            return []
        token = self.found[i]
        if token.kind == "number":
            return self._digits(i)
        if self.lexicon.language == "zh" and (token.text in _HAN_DIGITS or token.text == "十"):
            return sorted([*self._words(i), *self._han(i)], key=lambda number: -number.end)
        return self._words(i)

    def _digits(self, i: int) -> list[Numeral]:
        whole = self._vulgar(i)
        if whole is not None:
            return [whole]
        number = read_digits(self.found[i].text, i + 1)
        after = number.end
        # 2 1/2, 2½ and 2-1/2
        joint = after + 1 if after < len(self.found) and self.found[after].text == "-" and self.found[after].is_glued else after
        part = self._vulgar(joint) if joint < len(self.found) and self.found[joint].kind == "number" else None
        if part and part.known and part.known.value < 1 and number.known and number.known.digit == 1:
            value = number.known.value + part.known.value
            return [Numeral(part.end, make_figure(value, part.known.unit))]
        scaled = self._scale(number)
        if scaled is number:
            return [number]
        has_unit = "units" in self.lexicon.matches(self.found, number.end)  # 5千米
        return [number, scaled] if has_unit else [scaled, number]

    def _scale(self, number: Numeral) -> Numeral:
        """A number with the word for thousands, dozens or so that follows it."""
        if number.end >= len(self.found):
            return number
        roles = self.lexicon.matches(self.found, number.end)
        for role in ("multipliers", "dozens", "approximate", "tens_of_few"):
            if role in roles:
                value, end = roles[role]
                known = number.known.scaled(value) if number.known else None
                return number._replace(end=end, known=known, scale=number.scale * value, is_hedged=role == "approximate")
        return number

    def _vulgar(self, i: int) -> Numeral | None:
        """A fraction of digits at a token: 1/2."""
        if i + 2 >= len(self.found) or self.found[i + 1].text not in ("/", "⁄"):
            return None
        upper, lower = self.found[i], self.found[i + 2]
        if not (upper.text.isdigit() and lower.text.isdigit() and len(upper.text) <= 3 and len(lower.text) <= 2):
            return None
        if lower.kind != "number" or self.found[i + 2].start - self.found[i + 1].end > 0:
            return None
        printed = self.text[upper.start : lower.end]
        if self.lexicon.language == "fa" and _PERSIAN_DIGIT.search(printed):
            if int(upper.text) <= int(lower.text) or upper.text[0] == "0":
                raise NumeralError(f"{printed!r} may be a fraction or, as Persian writes decimals, {upper.text}.{lower.text}")
            return Numeral(i + 3, read_figure(f"{upper.text}.{lower.text}"))
        if int(lower.text) not in _DENOMINATORS or not 0 < int(upper.text) < int(lower.text):
            raise NumeralError(f"{printed!r} is not a fraction used for distances")
        value = Fraction(int(upper.text), int(lower.text))
        return Numeral(i + 3, make_figure(value, Fraction(1, value.denominator)))

    def _words(self, i: int) -> list[Numeral]:
        roles = self.lexicon.matches(self.found, i)
        readings: list[Numeral] = []
        for role in ("mixed", "fractions"):
            if role in roles:
                value, end = roles[role]
                number = Numeral(end, make_figure(value, Fraction(1, value.denominator)))
                readings += [self._scale(number), number] if self._scale(number) is not number else [number]
        if "dozens" in roles:
            value, end = roles["dozens"]
            readings.append(Numeral(end, read_figure("1").scaled(value)))
        readings += self._composed(i)
        if "approximate" in roles:
            value, end = roles["approximate"]
            readings.append(Numeral(end, read_figure(str(value)), is_hedged=True))
        return sorted(readings, key=lambda number: -number.end)

    def _composed(self, i: int) -> list[Numeral]:
        """Number words put together: [thousands] [hundreds] [tens and units], with "and" between them."""
        readings: list[Numeral] = []
        sum_, at = _Sum(), i
        while at < min(len(self.found), i + _LONGEST_WORDS):
            word = self._number_word(at, sum_, is_first=not readings)
            if word is None or not self._take(sum_, word):
                break
            at = word.end
            scale = word.value if word.is_scale else 100 if word.is_phrase and sum_.part and sum_.part % 100 == 0 else 1
            readings.append(Numeral(at, read_figure(str(sum_.value)), scale=Fraction(scale)))
        doubled = [n for number in readings[-1:] if (n := self._dozens(number)) is not number]
        return [*doubled, *reversed(readings)]

    def _number_word(self, at: int, sum_: _Sum, *, is_first: bool) -> _NumberWord | None:
        """The number word at a token, or after an "and" there."""
        roles = self.lexicon.matches(self.found, at)
        joint = "number_and" if self.lexicon.language == "he" else "and"
        if (
            not is_first
            and not roles.keys() & {"numbers", "multipliers"}
            and joint in roles
            and roles[joint][1] < len(self.found)
        ):
            at = roles[joint][1]
            roles = self.lexicon.matches(self.found, at)
        if "multipliers" in roles and (sum_.part is not None or (is_first and "numbers" not in roles)):
            return _NumberWord(int(roles["multipliers"][0]), roles["multipliers"][1], is_scale=True)
        if "numbers" in roles:
            value, end = roles["numbers"]
            return _NumberWord(int(value), end, is_phrase=end > at + 1)
        value = self._compound(self.found[at].text, is_first=is_first)
        return None if value is None else _NumberWord(value, at + 1)

    def _take(self, sum_: _Sum, word: _NumberWord) -> bool:
        """Add a number word to a sum, if it may come next."""
        part, total = sum_.part, sum_.total
        if word.is_scale and word.value == 100:
            if part is not None and part >= 100:
                return False
            sum_.part = (1 if part is None else part) * 100
        elif word.is_scale or word.value >= 1000:
            if total and total % (word.value * 1000):
                return False
            sum_.total, sum_.part = total + (1 if part is None else part) * word.value, None
        else:
            if not self._adds(part, word.value) or (part is None and total and word.value >= total):
                return False
            sum_.part = (part or 0) + word.value
        return True

    def _adds(self, part: int | None, number: int) -> bool:
        """Whether a number word may follow what was read: Turkish also writes ten and two apart, Arabic says five and twenty."""
        if part is None or _adds(part, number):
            return True
        if self.lexicon.language == "ar":
            return 0 < part % 100 < 10 and number in range(20, 100, 10)
        return self.lexicon.language == "tr" and part % 100 == 10 and number < 10

    def _dozens(self, number: Numeral) -> Numeral:
        """A number word with "dozen" or "trentaine" after it (une trentaine)."""
        roles = self.lexicon.matches(self.found, number.end) if number.end < len(self.found) else {}
        known = number.known
        if "dozens" in roles and known:
            return Numeral(roles["dozens"][1], known.scaled(roles["dozens"][0]), scale=roles["dozens"][0])
        if "approximate" in roles and known and known.value == 1:
            return Numeral(roles["approximate"][1], read_figure(str(roles["approximate"][0])), is_hedged=True)
        return number

    def _compound(self, word: str, *, is_first: bool) -> int | None:
        """A number that a language writes in one word: German zweihundertfünfzig, Hebrew "and five"."""
        if self.lexicon.language == "he":
            return None if is_first else self.lexicon.number_words.get(word.removeprefix("ו"))
        return _split_word(word, self.lexicon) if self.lexicon.language in ("de", "tr", "hy", "ka") else None

    def _han_decimals(self, i: int) -> str:
        decimals = ""
        while i < len(self.found) and self.found[i].text in _HAN_DIGITS:
            decimals += str(_HAN_DIGITS[self.found[i].text])
            i += 1
        return decimals

    def _han(self, i: int) -> list[Numeral]:
        end = i
        while end < len(self.found) and end < i + _LONGEST_HAN and self.found[end].text in _HAN_SIGNS:
            end += 1
        readings = []
        point = self.found[end].text if end < len(self.found) else ""
        if point in ("点", "點") and (decimals := self._han_decimals(end + 1)):
            value = 0 if self.found[i].text == "零" else read_han("".join(token.text for token in self.found[i:end]))
            if value is not None:
                readings.append(Numeral(end + 1 + len(decimals), read_figure(f"{value}.{decimals}")))
        for stop in range(end, i, -1):
            value = read_han("".join(token.text for token in self.found[i:stop]))
            if value is not None:
                scale = _HAN_SCALES.get(self.found[stop - 1].text, 1)
                readings.append(Numeral(stop, read_figure(str(value)), scale=Fraction(scale)))
        return readings


def _adds(part: int | None, number: int) -> bool:
    """Whether a number word may follow what was read: a hundred takes up to 99 more, a ten a unit."""
    if part is None:
        return True
    if part >= 100 and part % 100 == 0:
        return number < 100
    return part % 10 == 0 and part % 100 >= 20 and number < 10


def _split_word(word: str, lexicon: DistanceLexicon) -> int | None:
    """The value of a compound of number words, or None."""
    values = lexicon.number_words
    total, part, rest = 0, 0, word
    for _ in range(6):
        if not rest:
            return (total + part) or None
        head = max((known for known in values if rest.startswith(known)), key=len, default=None)
        if head is None:
            return None
        value = values[head]
        rest = rest[len(head) :].removeprefix("und") if lexicon.language == "de" else rest[len(head) :]
        if value == 1000:
            total, part = (part or 1) * 1000, 0
        elif value == 100 and 0 < part < 100:
            part *= 100
        elif part == 0 or _adds(part, value):
            part += value
        else:
            return None
    return None


def read_han(digits: str) -> int | None:
    """The value of a Chinese numeral, or None where its characters are not one number.

    >>> [read_han(n) for n in ("十二", "三百五十", "一千二百", "两万", "一〇五", "五六", "百")]
    [12, 350, 1200, 20000, 105, None, None]
    """
    if len(digits) > 1 and all(c in _HAN_DIGITS for c in digits):
        return int("".join(str(_HAN_DIGITS[c]) for c in digits)) if any(c in "〇零" for c in digits) else None
    total, section, digit, last = 0, 0, None, 10_000
    for c in digits:
        if c in _HAN_DIGITS:
            if digit:
                return None
            digit = _HAN_DIGITS[c]
            continue
        scale = _HAN_SCALES[c]
        if scale == 10_000:
            total, section, digit, last = (section + (digit or 0)) * scale, 0, None, 10_000
        elif scale < last and (digit or (scale == 10 and not section)):
            section, digit, last = section + (digit or 1) * scale, None, scale
        else:
            return None
    value = total + section + (digit or 0)
    return value or None


def read_digits(raw: str, end: int) -> Numeral:
    """A number from a token of digits, whose separators may leave two readings.

    Raises:
        NumeralError: if its separators are in no order that a number has.
    """
    kinds = [c for c in raw if not c.isdigit()]
    plain = "".join(c for c in raw if c not in _THOUSANDS_SIGNS)
    grouping = {c for c in kinds if c in _THOUSANDS_SIGNS}
    if len(grouping) > 1 or (
        grouping and not re.fullmatch(rf"\d{{1,3}}(?:[{re.escape(''.join(grouping))}]\d{{3}})+(?:[.,٫]\d+)?", raw)
    ):
        raise NumeralError(f"{raw!r} has separators in an order that no number has")
    marks = [c for c in kinds if c in ".,٫"]
    if not marks or raw.startswith("."):
        return _known("0" + plain if marks else plain, end, raw) if len(marks) < 2 else _disordered(raw)
    if len(set(marks)) == 2 or "٫" in marks or grouping:
        return _with_decimals(plain, marks, end, raw)
    whole, _, decimals = plain.partition(marks[0])
    if len(marks) > 1:
        return _known(re.sub(r"[.,]", "", plain), end, raw) if _grouped(plain, marks[0]) else _disordered(raw)
    if len(decimals) != 3 or len(whole) > 3 or whole.startswith("0"):
        return _known(f"{whole}.{decimals}", end, raw)
    return Numeral(end, None, f"{whole}.{decimals}", whole + decimals, marks[0])


def _with_decimals(plain: str, marks: list[str], end: int, raw: str) -> Numeral:
    """A number whose last separator can only be a decimal sign."""
    whole, _, decimals = plain.rpartition(marks[-1])
    if marks[-1] in marks[:-1] or (marks[:-1] and not _grouped(whole, marks[0])):
        return _disordered(raw)
    return _known(re.sub(r"[.,]", "", whole) + "." + decimals, end, raw)


def _grouped(digits: str, sign: str) -> bool:
    mark = re.escape(sign)
    return bool(re.fullmatch(rf"\d{{1,3}}(?:{mark}\d{{3}})+|\d{{1,2}}(?:{mark}\d{{2}})+{mark}\d{{3}}", digits))  # or lakhs


def _known(digits: str, end: int, raw: str) -> Numeral:
    whole = digits.partition(".")[0]
    if len(whole) > 1 and whole.startswith("0"):
        raise NumeralError(f"{raw!r} starts with a superfluous zero")
    try:
        return Numeral(end, read_figure(digits))
    except ValueError as error:
        raise NumeralError(str(error)) from None


def _disordered(raw: str) -> Numeral:
    raise NumeralError(f"{raw!r} has separators in an order that no number has")

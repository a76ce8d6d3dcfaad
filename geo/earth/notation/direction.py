"""Reads directions as printed: "north-west of", "N 45° E", "с северо-запада", "800 mils"."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from itertools import dropwhile, takewhile

from geo.earth.direction import POINTS, Direction, DirectionSense, North
from geo.earth.notation.compass import CompassLexicon, CompassToken, UnreadableError, fold, load_lexicons
from geo.earth.notation.folding import tokenize as words_and_figures
from geo.earth.notation.lexicon import LANGUAGES
from geo.earth.notation.lexicon import load_lexicon as words_of
from geo.earth.notation.numerals import Numerals

LONGEST_TEXT = 300
_HALF_WIDTH_DEG = {1: 45.0, 2: 22.5, 3: 11.25}
_SLOPPY_DEG = 22.5
"""How far a range of words may miss without being contradicted: half a sector of the eight points."""
_NORTHS = {"true": North.TRUE, "magnetic": North.MAGNETIC, "grid": North.GRID}
_BEFORE = frozenset(
    [
        "filler",
        "accusative",
        "inside",
        "direction",
        "bearing",
        "heading",
        "motion",
        "either",
        "origin",
        "of",
        "start",
        "true",
        "magnetic",
        "grid",
        "hedge",
        "due",
        "slight",
        "between",
    ]
)
"""Roles of words that may stand before a direction."""
_BEARINGS = frozenset(["bearing", "direction", "motion", "heading", "either", "true", "magnetic", "grid"])
"""Roles of words beside which a number can only be degrees."""
_BEHIND = frozenset(
    [
        "filler",
        "direction",
        "bearing",
        "heading",
        "motion",
        "origin_after",
        "true",
        "magnetic",
        "grid",
        "hedge",
        "due",
        "between_after",
    ]
)
"""Roles of words that may stand behind it."""
_CIRCLES = {"deg": 360, "mils": 6400, "mils6000": 6000, "gon": 400}
_COARSEST = {"deg": 10, "mils": 100, "mils6000": 100, "gon": 10}
"""The largest step in which people count each unit: 200 degrees are not "some two hundred"."""
_IGNORED = frozenset("\"'().«»[]{}:")
_CLOCK = re.compile(
    r"\b\d{1,2}\s*o\W?\s?clock\b|o'clock|\bна \w+ час|\bна \w+ годин|点钟|點鐘|\bUhr\b|\b\d{1,2} heures\b", re.IGNORECASE
)
_PAIR = re.compile(r"\s*(\d{3})\s*°?\s*/\s*(\d+(?:\.\d+)?)\s*(nm|nmi|km|mi|m)?\s*", re.IGNORECASE | re.ASCII)
_PLAIN_DEGREES = re.compile(r"(\d{1,3}(?:\.\d{1,12})?)°?", re.ASCII)
_BY_LETTERS = {
    "en": re.compile(r"\s*([NESW]{1,2})b([NESW])\s*"),
    "de": re.compile(r"\s*([NOSW]{1,2})z([NOSW])\s*"),
}


class DirectionError(ValueError):
    """Raised for a direction that is unreadable or ambiguous; the message says what and why."""


@dataclass(frozen=True, slots=True)
class _Core:
    """The direction itself, without the words around it."""

    azimuth: float
    half: float
    limit: float
    start: int
    end: int
    points: str = ""
    """The point, where the core is a single compass word."""
    ending: str = ""
    is_abbreviation: bool = False
    unit: str = ""
    """The unit of an angle."""
    is_explicit: bool = True
    """Whether an angle has a unit of its own, so that it can be nothing else."""
    form: str = ""
    """"quadrant", "range", "one-sided" or nothing."""
    north: North = North.UNSTATED
    number: str = ""


@dataclass(frozen=True, slots=True)
class _RoleWord:
    token: CompassToken
    role: str


_Item = _Core | _RoleWord


def parse_direction(text: str, language: str | None = None) -> Direction:
    """Read a direction as printed; `language` is a code such as "ru" or "pt-BR".

    Without a language, whatever means the same in every language that has it is read, and the rest refused: "NO" is
    north-east in German and north-west in French.

    >>> parse_direction("north-east of the village").azimuth_deg
    45.0
    >>> parse_direction("с северо-западного направления").sense
    <DirectionSense.ORIGIN: 'origin'>
    >>> parse_direction("SO", "de").azimuth_deg, parse_direction("SO", "es").azimuth_deg
    (135.0, 225.0)

    Raises:
        DirectionError: if it is no direction, or could be more than one; the message says what is not understood.
    """
    return _parse(text, language)


def find_direction(text: str, language: str | None = None) -> tuple[Direction, int, int]:
    """The one direction in a longer phrase such as "about 5 km north-west of P", and where it starts and ends.

    The words that belong to the direction ("to the", "on a bearing of", a final "of") lie within the span.

    Raises:
        DirectionError: if there is none, or more than one, or it could be read in more than one way.
    """
    _check(text)
    return _agreed(text, language, _find)


@lru_cache(maxsize=4096)
def _parse(text: str, language: str | None) -> Direction:
    _check(text)
    if not text.strip():
        raise DirectionError(f'{_WANTED}, not "{text}"')
    if clock := _CLOCK.search(text):
        raise DirectionError(f'{_not(text)}: "{clock[0]}" depends on which way the observer faced')
    pair = _PAIR.fullmatch(text)
    if pair and int(pair[1]) <= 360 and (pair[3] or not re.fullmatch(r"\d{3}", pair[2])):
        return _direction_of(text, _angle(pair[1], "deg", 0, len(text)), DirectionSense.POSITION, North.UNSTATED)
    if point := _ENGLISH.get(text, text if text in POINTS else None):  # in every language, and no words need be loaded
        return Direction(text, _azimuth(point), _HALF_WIDTH_DEG[len(point)])
    if plain := _PLAIN_DEGREES.fullmatch(text):
        return _direction_of(text, _angle(plain[1], "deg", 0, len(text), text), DirectionSense.POSITION, North.UNSTATED)
    spelled = _with_digits(text, language)
    direction = _agreed(spelled, language, _whole)[0]
    return direction if spelled == text else replace(direction, text=text)


_CARDINALS = {"N": "north", "E": "east", "S": "south", "W": "west"}
_ENGLISH = {
    name: point
    for point in POINTS
    for words in [[_CARDINALS[letter] for letter in point]]
    for name in ("-".join(words), "-".join([*words[:-2], "".join(words[-2:])]))
}
"""The points by their names: north-north-east and north-northeast."""


def _with_digits(text: str, language: str | None) -> str:
    """The text with whole numbers of degrees in figures that stand in words in a language that is named: forty-five degrees."""
    code = re.split("[-_]", (language or "").lower())[0]
    if code not in LANGUAGES or code not in load_lexicons():
        return text
    found, roles = words_and_figures(text), load_lexicons()[code].roles
    numerals = Numerals(found, text, words_of(code))
    for i, first in enumerate(found):
        for number in numerals.at(i) if first.kind == "word" else ():
            value = number.known.value if number.known else None
            behind = found[number.end].text if number.end < len(found) else ""
            if value is not None and value.denominator == 1 and value <= 360 and roles.get(fold(behind)[0]) == "degrees":
                return f"{text[: first.start]}{value}{text[found[number.end - 1].end :]}"
    return text


_WANTED = 'a direction is a compass word such as "NE" or degrees from 0 to 360'


def _not(text: str) -> str:
    return f'{_WANTED}, not "{text}"'


def _check(text: str) -> None:
    if len(text) > LONGEST_TEXT:
        raise DirectionError(f"a direction has at most {LONGEST_TEXT} characters, not {len(text)}")


_Reader = Callable[[str, CompassLexicon, bool], tuple[Direction, int, int]]


def _agreed(text: str, language: str | None, read: _Reader) -> tuple[Direction, int, int]:
    """Read in the language given, else in English, whose abbreviations all use; without one, as all languages agree."""
    known = load_lexicons()
    code = re.split("[-_]", language.lower())[0] if language else None
    try:
        letters = {character for character in fold(text)[0] if character.isalpha()}
    except UnreadableError as error:
        raise DirectionError(f"{_not(text)}: it has {error}") from None
    codes = [one for one, lexicon in known.items() if letters & lexicon.alphabet] or ["en"]
    if code in known:
        codes = list(dict.fromkeys([code, "en"]))
    found: dict[tuple[object, ...], tuple[Direction, int, int]] = {}
    spoken: dict[tuple[object, ...], list[str]] = {}
    errors: dict[str, DirectionError] = {}
    for one in codes:
        assert one is not None  # noqa: S101  # a key of the lexicons
        try:
            direction, start, end = read(text, known[one], code in known)
        except DirectionError as error:
            errors[one] = error
            continue
        meaning = (direction.azimuth_deg, direction.half_width_deg, direction.limit_deg, direction.sense, direction.north)
        spoken.setdefault(meaning, []).append(known[one].name)
        if meaning not in found or end - start > found[meaning][2] - found[meaning][1]:
            found[meaning] = direction, start, end
        if code in known:
            break
    longest = max((end - start for _, start, end in found.values()), default=0)
    found = {meaning: one for meaning, one in found.items() if one[2] - one[1] == longest}  # it knows the words around, too
    if len(found) > 1:
        readings = "; ".join(f"{meaning[0]:g}° in {', '.join(names)}" for meaning, names in spoken.items() if meaning in found)
        raise DirectionError(f'"{text}" has more than one meaning ({readings}): state the language')
    if not found:
        own = errors.get(code or "")
        raise own or max(errors.values(), key=lambda error: (isinstance(error, _RefusalError), -len(str(error))))
    return next(iter(found.values()))


class _RefusalError(DirectionError):
    """A direction that is understood but refused for what it says."""


def _whole(text: str, lexicon: CompassLexicon, is_language_known: bool) -> tuple[Direction, int, int]:  # noqa: FBT001  # a _Reader
    if point := _read_letters(text, lexicon):
        return _direction_of(text, point, DirectionSense.POSITION, North.UNSTATED), 0, len(text)
    items = _items(text, lexicon, is_language_known=is_language_known)
    at = next((index for index, item in enumerate(items) if isinstance(item, _Core)), None)
    core = items[at] if at is not None else None
    if at is None or not isinstance(core, _Core):
        raise DirectionError(_misunderstood(text, items))
    before, has_lead = _without_lead(text, items[:at], lexicon)
    said, reference = _split(core, items[at + 1 :], lexicon)
    strangers = [item for item in before if not _belongs(item, _BEFORE)]
    if strangers := strangers + [item for item in said if not _belongs(item, _BEHIND)]:
        raise DirectionError(_misunderstood(text, strangers))
    direction = _judged(text, core, before, said, has_reference=has_lead or reference is not None)
    if not core.is_explicit and not _is_bearing(text, core, before, said):
        raise DirectionError(f"{_not(text)}: {core.number} has no unit and no word such as bearing")
    _check_reference(text, reference or [], lexicon)
    return direction, 0, len(text)


def _read_letters(text: str, lexicon: CompassLexicon) -> _Core | None:
    """Read "NbE" in English, "NzO" in German."""
    pattern = _BY_LETTERS.get(lexicon.code)
    match = pattern.fullmatch(text) if pattern else None
    if not match:
        return None
    base, towards = (one.replace("O", "E") for one in match.groups())
    return _quarter(_Core(0, 0, 0, 0, len(text), base), _Core(0, 0, 0, 0, len(text), towards), lexicon)


def _find(text: str, lexicon: CompassLexicon, is_language_known: bool) -> tuple[Direction, int, int]:  # noqa: FBT001  # a _Reader
    items = _items(text, lexicon, is_language_known=is_language_known)
    found: list[tuple[Direction, int, int]] = []
    at = 0
    for index, core in enumerate(items):
        if index < at or not isinstance(core, _Core):
            continue
        before = _words_before(items[at:index], core)
        if not (core.is_explicit or any(_is(item, role) for item in before for role in ("bearing", "heading", "motion"))):
            at = index + 1
            continue
        said, reference = _split(core, items[index + 1 :], lexicon)
        own = list(takewhile(lambda item: _belongs(item, _BEHIND - {"hedge"}), said))
        is_followed = reference is not None and len(own) == len(said)
        pieces = [item.token if isinstance(item, _RoleWord) else item for item in (*before, core, *own)]
        at = index + 1 + len(own)
        marker = items[at] if is_followed else None
        if isinstance(marker, _RoleWord) and marker.token.text in lexicon.after:
            pieces.append(marker.token)
        start, end = pieces[0].start, pieces[-1].end
        direction = _judged(text[start:end], core, before, own, has_reference=is_followed)
        found.append((direction, start, end))
        if is_followed:
            _check_reference(text, reference or [], lexicon)
            break
    if not found:
        raise DirectionError(f'no direction in "{text}"')
    if len(found) > 1:
        raise _RefusalError(f'more than one direction in "{text}": {", ".join(one.text for one, _, _ in found)}')
    return found[0]


def _words_before(items: list[_Item], core: _Core) -> list[_Item]:
    """The words right before a core that belong to it. "About" may belong to a distance that follows: not to a word."""
    before = list(takewhile(lambda item: _belongs(item, _BEFORE), reversed(items)))[::-1]
    return before if core.unit else list(dropwhile(lambda item: _is(item, "hedge"), before))


def _belongs(item: _Item, roles: frozenset[str]) -> bool:
    return isinstance(item, _RoleWord) and item.role in roles


def _misunderstood(text: str, strangers: list[_Item]) -> str:
    words = [item for item in strangers if isinstance(item, _RoleWord)]
    odd = [item.token for item in words if item.role in ("unknown", "sign")] or [item.token for item in words]
    if odd:
        piece = text[odd[0].start : odd[0].end]
        return _not(text) if piece == text.strip() else f'{_not(text)}: "{piece}" is not understood'
    second = next((item for item in strangers if isinstance(item, _Core)), None)
    return f'{_not(text)}: "{text[second.start : second.end]}" is a second direction' if second else _not(text)


# Tokens to items: angles get their units, points that belong together become one core.


def _items(text: str, lexicon: CompassLexicon, *, is_language_known: bool) -> list[_Item]:
    tokens = lexicon.tokens(text, is_language_known=is_language_known)
    items: list[_Item] = []
    at = 0
    while at < len(tokens):
        token = tokens[at]
        if token.kind == "number":
            angle, at = _number(text, tokens, at, lexicon)
            items.append(angle or _RoleWord(token, "unknown"))
            continue
        at += 1
        if token.kind == "point":
            half = _HALF_WIDTH_DEG[len(token.points)]
            azimuth = POINTS.index(token.points) * 22.5
            items.append(
                _Core(azimuth, half, 2 * half, token.start, token.end, token.points, token.ending, token.is_abbreviation)
            )
        elif token.kind == "word":
            items.append(_RoleWord(token, lexicon.roles.get(token.text.replace("-", " "), "connector")))
        elif token.kind == "unknown":
            items.append(_RoleWord(token, "unknown"))
        elif token.text in "~≈":
            items.append(_RoleWord(token, "hedge"))
        elif token.text in _IGNORED or (token.text in ",;" and at == len(tokens)):
            continue
        else:
            items.append(_RoleWord(token, "sign"))
    return _combined(text, items, lexicon)


def _number(text: str, tokens: list[CompassToken], at: int, lexicon: CompassLexicon) -> tuple[_Core | None, int]:
    """An angle from the number at `at` and the unit behind it, and where the next token is."""
    first = tokens[at]
    digits, unit, explicit, end = first.text.replace(",", "."), "deg", False, at + 1
    if _is_mil_pair(tokens, at, lexicon):
        value = Decimal(first.text) * 100 + Decimal(tokens[at + 2].text)
        end = at + 3
        if end < len(tokens) and lexicon.roles.get(tokens[end].text) == "mils6000":
            end += 1
        if value > 6000:
            raise _RefusalError(f"{_not(text)}: {first.text}-{tokens[at + 2].text} is beyond 60-00")
        return _Core(_turn(float(value) * 0.06), 0.03, 0.06, first.start, tokens[end - 1].end, unit="mils6000"), end
    if end < len(tokens):
        role = "degrees" if tokens[end].text == "°" else lexicon.roles.get(tokens[end].text, "")
        if role in ("degrees", "mils", "mils6000", "gon"):
            unit, explicit, end = ("deg" if role == "degrees" else role), True, end + 1
    if explicit and unit == "deg" and "." not in digits and end + 1 < len(tokens) and tokens[end + 1].text in "'\"":
        return _sexagesimal(text, tokens, at, end)
    is_grouped = re.search(r",\d{3}$", first.text) or (unit.startswith("mils") and re.search(r"[.,]\d{3}$", first.text))
    if is_grouped or (not explicit and len(tokens) > 1 and Decimal(digits) > 360):
        return None, end
    core = _angle(digits, unit, first.start, tokens[end - 1].end, text)
    core = replace(core, is_explicit=explicit, number=first.text)
    letter_at = end + 1 if end < len(tokens) and tokens[end].text == "(" else end
    letter = _north_letter(text, tokens, letter_at)
    if letter and (explicit or len(digits) == 3):
        end = letter_at + 1
        core = replace(core, north=letter, end=tokens[letter_at].end)
    return core, end


def _north_letter(text: str, tokens: list[CompassToken], at: int) -> North | None:
    """The north that a capital T, M or G after the degrees stands for."""
    if at >= len(tokens) or tokens[at].kind == "point":
        return None
    letters = {"T": North.TRUE, "M": North.MAGNETIC, "G": North.GRID}
    return letters.get(text[tokens[at].start : tokens[at].end])


def _is_mil_pair(tokens: list[CompassToken], at: int, lexicon: CompassLexicon) -> bool:
    """Whether "15-00" stands at `at`, and cannot be a range: thousandths of the Soviet circle of 6000."""
    if at + 2 >= len(tokens) or tokens[at + 1].text != "-" or "mils6000" not in lexicon.roles.values():
        return False
    left, right = tokens[at].text, tokens[at + 2].text
    if not (re.fullmatch(r"\d{1,2}", left) and re.fullmatch(r"\d\d", right) and tokens[at].end == tokens[at + 1].start):
        return False
    if at + 3 < len(tokens) and tokens[at + 3].text == "°":
        return False
    roles = {lexicon.roles.get(token.text.replace("-", " "), "") for token in tokens}
    return bool({"grid", "mils6000"} & roles) or ("bearing" in roles and int(left) > int(right))


def _sexagesimal(text: str, tokens: list[CompassToken], at: int, end: int) -> tuple[_Core, int]:
    """Degrees with minutes, and perhaps seconds."""
    degrees, minutes = tokens[at].text, tokens[end].text
    value, unit, last = Decimal(degrees), Decimal(1) / 60, minutes
    if not re.fullmatch(r"\d{1,2}(\.\d+)?", minutes) or Decimal(minutes) >= 60 or tokens[end + 1].text != "'":
        raise DirectionError(f'{_not(text)}: "{minutes}{tokens[end + 1].text}" is not understood')
    value += Decimal(minutes) / 60
    end += 2
    if "." not in minutes and end + 1 < len(tokens) and tokens[end].kind == "number" and tokens[end + 1].text == '"':
        last = tokens[end].text
        if not re.fullmatch(r"\d{1,2}(\.\d+)?", last) or Decimal(last) >= 60:
            raise DirectionError(f'{_not(text)}: "{last}"" is not understood')
        value += Decimal(last) / 3600
        unit, end = Decimal(1) / 3600, end + 2
    if value > 360:
        raise _RefusalError(f"{_not(text)}: {degrees}°{minutes}' is over 360°")
    step, limit = _steps(last, "deg")
    core = _Core(_turn(float(value)), float(step * unit) / 2, float(limit * unit), tokens[at].start, tokens[end - 1].end)
    return replace(core, unit="deg", number=degrees), end


def _turn(degrees: float) -> float:
    return degrees % 360


def _steps(digits: str, unit: str) -> tuple[Decimal, Decimal]:
    """The printed unit of a number, and the difference beyond which it is contradicted.

    A whole number that ends in zero is good to ten, or to a hundred mils; people also count in fives, so a final five
    (of a whole number even a lone one, since bearings restart at zero) is contradicted beyond two and a half units only.
    """
    _, _, decimals = digits.partition(".")
    significant, step = digits, Decimal(1).scaleb(-len(decimals))
    while not decimals and step < _COARSEST[unit] and significant.endswith("0"):
        significant, step = significant[:-1], step * 10
    is_five = significant.endswith("5") and (not decimals or len(significant.strip("0.")) > 1)
    return step, step * (Decimal("2.5") if is_five else 1)


def _angle(digits: str, unit: str, start: int, end: int, text: str = "") -> _Core:
    circle = _CIRCLES[unit]
    if Decimal(digits) > circle:
        raise _RefusalError(f"{_not(text)}: {digits} is over {circle}")
    step, limit = _steps(digits, unit)
    scale = Decimal(360) / circle
    azimuth = _turn(float(Decimal(digits) * scale))
    return _Core(azimuth, float(step * scale) / 2, float(limit * scale), start, end, unit=unit)


def _combined(text: str, items: list[_Item], lexicon: CompassLexicon) -> list[_Item]:
    """Join what makes one direction: quadrant bearings, "north by east", "between north and east"."""
    done: list[_Item] = []
    at = 0
    while at < len(items):
        core, end = _one(text, items, at, lexicon)
        done.append(core or items[at])
        at = end
    items, done, at = done, [], 0
    while at < len(items):
        core, end = _range(text, items, at, lexicon)
        done.append(core or items[at])
        at = end
    return done


def _connector(item: _Item | None, lexicon: CompassLexicon) -> str:
    if not isinstance(item, _RoleWord):
        return ""
    if item.role == "sign":
        return {"/": "or", "–": "dash", "-": "dash", "+": "", "±": "plus-minus"}.get(item.token.text, "")
    return lexicon.connectors.get(item.token.text.replace("-", " "), "")


_Window = list[_Item | None]


def _one(text: str, items: list[_Item], at: int, lexicon: CompassLexicon) -> tuple[_Core | None, int]:
    """The core that some items from `at` make together, if any, and where the next item is."""
    window: _Window = [*items[at : at + 5], None, None, None, None, None]
    for pattern in (
        _match_one_sided,
        _match_quadrant,
        _match_towards,
        _match_quarter,
        _match_rhumb,
        _match_beside,
        _match_tolerance,
    ):
        if found := pattern(text, window, lexicon):
            return found[0], at + found[1]
    return None, at + 1


def _match_one_sided(text: str, window: _Window, _lexicon: CompassLexicon) -> tuple[_Core, int] | None:
    """Match "slightly east of north"."""
    slight, side, of, base = window[:4]
    if _is(slight, "slight") and isinstance(side, _Core) and _is(of, "of") and isinstance(base, _Core):
        return _one_sided(text, side, base), 4
    return None


def _match_quadrant(text: str, window: _Window, lexicon: CompassLexicon) -> tuple[_Core, int] | None:
    """Match "N 45° E" and "45° east of north"."""
    first, second, third, fourth = window[:4]
    if not isinstance(first, _Core) or not isinstance(second, _Core):
        return None
    if first.points and second.unit and isinstance(third, _Core) and third.points:
        return _quadrant(text, first, second, third, may_start_anywhere=not lexicon.is_spaced), 3
    if first.unit and second.points and _is(third, "of") and isinstance(fourth, _Core):
        return _quadrant(text, fourth, first, second, may_start_anywhere=True), 4
    return None


def _match_towards(text: str, window: _Window, lexicon: CompassLexicon) -> tuple[_Core, int] | None:
    """Match Chinese 北偏东45° and 东北偏北."""
    first, link, third, fourth = window[:4]
    if (
        not isinstance(first, _Core)
        or not first.points
        or _connector(link, lexicon) != "toward"
        or not isinstance(third, _Core)
    ):
        return None
    if isinstance(fourth, _Core) and fourth.unit:
        return _quadrant(text, first, fourth, third, may_start_anywhere=True), 4
    if core := _sharper(first, third):
        return core, 3
    raise _RefusalError(f'{_not(text)}: "{text[first.start : third.end]}" lacks its degrees')


def _match_quarter(_text: str, window: _Window, lexicon: CompassLexicon) -> tuple[_Core, int] | None:
    """Match "north by east", with or without an article."""
    base, link = window[:2]
    if not isinstance(base, _Core) or not base.points or _connector(link, lexicon) != "by":
        return None
    at = 2 if isinstance(window[2], _Core) else 3
    towards = window[at]
    core = _quarter(base, towards, lexicon) if isinstance(towards, _Core) and towards.points else None
    return (core, at + 1) if core else None


def _match_rhumb(text: str, window: _Window, lexicon: CompassLexicon) -> tuple[_Core, int] | None:
    """Match Russian "ЮВ 30°"."""
    quarter, angle = window[:2]
    if lexicon.code not in ("ru", "uk") or not isinstance(quarter, _Core) or not isinstance(angle, _Core):
        return None
    return (_rhumb(text, quarter, angle), 2) if len(quarter.points) == 2 and quarter.is_abbreviation and angle.unit else None


def _match_beside(_text: str, window: _Window, _lexicon: CompassLexicon) -> tuple[_Core, int] | None:
    """Match "north-east (045°)"."""
    one, other = window[:2]
    core = _side_by_side(one, other) if isinstance(one, _Core) and isinstance(other, _Core) else None
    return (core, 2) if core else None


def _match_tolerance(_text: str, window: _Window, lexicon: CompassLexicon) -> tuple[_Core, int] | None:
    """Match "45° ± 5°"."""
    angle, link, width = window[:3]
    if not isinstance(angle, _Core) or not angle.unit or _connector(link, lexicon) != "plus-minus":
        return None
    if not isinstance(width, _Core) or width.unit != angle.unit:
        return None
    off = float(width.number.replace(",", ".")) * 360 / _CIRCLES[width.unit]
    return replace(angle, half=max(angle.half, off), limit=max(angle.limit, off), end=width.end), 3


def _is(item: _Item | None, role: str) -> bool:
    return isinstance(item, _RoleWord) and item.role == role


def _quadrant(text: str, base: _Core, angle: _Core, towards: _Core, *, may_start_anywhere: bool) -> _Core:
    """An angle counted from one cardinal point towards another: "N 45° E", "45° east of north"."""
    start, end = min(base.start, angle.start), max(base.end, towards.end, angle.end)
    words = text[start:end]
    if len(base.points) != 1 or len(towards.points) != 1 or angle.north is not North.UNSTATED:
        raise _RefusalError(f'{_not(text)}: "{words}" is not understood')
    turn = (towards.azimuth - base.azimuth) % 360
    if base.points in "EW" and not may_start_anywhere:
        raise _RefusalError(f'{_not(text)}: "{words}" is a quadrant bearing, which starts at N or S')
    size = float(Decimal(angle.number.replace(",", "."))) if not angle.azimuth and angle.number else angle.azimuth
    if turn not in (90, 270) or size > 90:
        raise _RefusalError(
            f'{_not(text)}: "{words}" is not understood: a quadrant bearing is at most 90° from N or S to E or W'
        )
    azimuth = _turn(base.azimuth + (size if turn == 90 else -size))
    return replace(angle, azimuth=azimuth, start=start, end=end, is_explicit=True, form="quadrant")


def _rhumb(text: str, quarter: _Core, angle: _Core) -> _Core:
    """A Russian rhumb, "ЮВ 30°": the quadrant, then the angle from north or south."""
    if angle.azimuth > 90:
        raise _RefusalError(f'{_not(text)}: "{text[quarter.start : angle.end]}" has more than 90°')
    base, sign = {"NE": (0, 1), "SE": (180, -1), "SW": (180, 1), "NW": (360, -1)}[quarter.points]
    azimuth = _turn(base + sign * angle.azimuth)
    return replace(angle, azimuth=azimuth, start=quarter.start, is_explicit=True, form="quadrant")


def _quarter(base: _Core, towards: _Core, lexicon: CompassLexicon) -> _Core | None:
    """One of the 32 points: "north by east", an eighth of a right angle from its base."""
    azimuth, other = (_azimuth(core.points) for core in (base, towards))
    if len(base.points) > 2:
        return None
    turn = (other - azimuth + 180) % 360 - 180
    by_half_points = lexicon.code in ("fr", "es", "pt")  # "nord quart nord-est" is north by east
    fits = {1: (45,) if by_half_points else (90,), 2: (45,)}[len(base.points)]
    if abs(turn) not in fits or (len(base.points) == 2 and len(towards.points) != 1):
        return None
    return _Core(_turn(azimuth + (11.25 if turn > 0 else -11.25)), 5.625, 11.25, base.start, towards.end, form="point")


def _sharper(base: _Core, towards: _Core) -> _Core | None:
    """Chinese 东北偏北, north-east inclined to north: north-north-east."""
    turn = (towards.azimuth - base.azimuth + 180) % 360 - 180
    if len(base.points) != 2 or len(towards.points) != 1 or abs(turn) != 45:
        return None
    return _Core(_turn(base.azimuth + turn / 2), 11.25, 22.5, base.start, towards.end, form="point")


def _azimuth(points: str) -> float:
    return POINTS.index(points) * 22.5


def _one_sided(text: str, side: _Core, base: _Core) -> _Core:
    """Place "slightly east of north" between the point and half of an eighth of the circle beyond it."""
    turn = (side.azimuth - base.azimuth + 180) % 360 - 180
    if not 0 < abs(turn) <= 90 or len(base.points) > 2 or not side.points:
        raise _RefusalError(f'{_not(text)}: "{text[side.start : base.end]}" is not understood')
    half = 11.25 / len(base.points)
    azimuth = _turn(base.azimuth + (half if turn > 0 else -half))
    return _Core(azimuth, half, half + _SLOPPY_DEG, side.start, base.end, form="one-sided")


def _side_by_side(one: _Core, other: _Core) -> _Core | None:
    """The coarser of a compass word of two or three letters and degrees within its sector: "north-east (045°)"."""
    word, angle = (one, other) if one.points else (other, one)
    if len(word.points) < 2 or not angle.unit or not angle.is_explicit or angle.points or word.unit:
        return None
    off = abs((word.azimuth - angle.azimuth + 180) % 360 - 180)
    if off > word.half or angle.form == "quadrant":
        return None
    return replace(word, start=one.start, end=other.end)


def _range(text: str, items: list[_Item], at: int, lexicon: CompassLexicon) -> tuple[_Core | None, int]:
    """A range from the core at `at`, if a connector and another core follow."""
    here = items[at]
    if not isinstance(here, _Core) or at + 1 >= len(items):
        return None, at + 1
    before = [item.role for item in items[:at] if isinstance(item, _RoleWord)]
    is_between = "between" in before
    link = _connector(items[at + 1], lexicon)
    other_at = at + 2 if link else at + 1
    while other_at < len(items) and (_is(items[other_at], "filler") or _is(items[other_at], "of")):
        other_at += 1
    other = items[other_at] if other_at < len(items) else None
    if not isinstance(other, _Core):
        return None, at + 1
    is_between = is_between or any(_is(item, "between_after") for item in items[other_at + 1 :])
    if link not in ("", "and", "or", "to", "dash") or (link in ("", "and") and not is_between):
        return None, at + 1
    words = text[here.start : other.end]
    if here.unit and other.unit:
        if not (other.is_explicit or is_between or here.is_explicit or len(here.number) == 3):
            return None, at + 1
        return _angles(text, here, other), other_at + 1
    if here.unit or other.unit or "point" in (here.form, other.form) or here.form == "one-sided":
        raise _RefusalError(f'{_not(text)}: "{words}" is not understood')
    turn = (other.azimuth - here.azimuth + 180) % 360 - 180
    widest = {"to": 45, "dash": 90 if here.is_abbreviation and other.is_abbreviation else 0}.get(link, 90)
    if not 0 < abs(turn) <= widest or (link == "to" and "origin" in before):
        raise _RefusalError(f'{_not(text)}: "{words}" is more than one direction')
    half = abs(turn) / 2
    azimuth = _turn(here.azimuth + turn / 2)
    return _Core(azimuth, half, half + _SLOPPY_DEG, here.start, other.end, form="range", ending=other.ending), other_at + 1


def _angles(text: str, low: _Core, high: _Core) -> _Core:
    """A range of degrees, clockwise: each end by its own printed unit, at most by half of the range."""
    sweep = (high.azimuth - low.azimuth) % 360
    if low.unit != high.unit and low.is_explicit:
        raise _RefusalError(f'{_not(text)}: "{text[low.start : high.end]}" has two units')
    if not 0 < sweep <= 180 or "quadrant" in (low.form, high.form):
        raise _RefusalError(f'{_not(text)}: "{text[low.start : high.end]}" is not a range of less than half a circle')
    if low.unit != high.unit:
        low = _angle(low.number.replace(",", "."), high.unit, low.start, low.end, text)
        sweep = (high.azimuth - low.azimuth) % 360
    before, behind = (min(one.half, sweep / 2) for one in (low, high))
    half = (before + sweep + behind) / 2
    limit = half + max(min(one.limit - one.half, sweep / 2) for one in (low, high))
    azimuth = _turn(low.azimuth - before + half)
    north = low.north if low.north is not North.UNSTATED else high.north
    is_explicit = low.is_explicit or high.is_explicit
    core = _Core(azimuth, half, limit, low.start, high.end, unit=high.unit, is_explicit=is_explicit, form="range")
    return replace(core, north=north, number=min(low.number, high.number, key=len))


# What the words around a core say.


def _without_lead(text: str, before: list[_Item], lexicon: CompassLexicon) -> tuple[list[_Item], bool]:
    """What stands before the core, without a place in front of it that a case ending marks as the reference."""
    strange = [index for index, item in enumerate(before) if _is(item, "unknown")]
    if not strange:
        return before, False
    if lexicon.lead is None and lexicon.is_spaced:
        return before, False
    last = strange[-1]
    lead, rest = before[: last + 1], before[last + 1 :]
    if any(_is(item, "sign") for item in lead):
        return before, False
    word = lead[-1]
    assert isinstance(word, _RoleWord)  # noqa: S101  # as just found
    if lexicon.lead is None:
        marked = bool(rest) and isinstance(rest[0], _RoleWord) and rest[0].token.text in ("以", "的")
    else:
        is_ending = len(lead) > 1 and text[word.token.start - 1] in "'’ʼ"  # Kırşehir'in
        marked = lexicon.lead.fullmatch(word.token.text) is not None and (is_ending or len(word.token.text) > 3)
    return (rest, True) if marked else (before, False)


def _split(core: _Core, rest: list[_Item], lexicon: CompassLexicon) -> tuple[list[_Item], list[_Item] | None]:
    """What follows the core: words that belong to it, and the place that it is counted from; None if there is none."""
    for index, item in enumerate(rest):
        if not isinstance(item, _RoleWord):
            return rest, None
        word = item.token.text
        if word in lexicon.after:
            return rest[:index], rest[index + 1 :]
        is_next = index == 0 and item.role == "unknown"
        is_marked = core.ending == "compared" or (lexicon.after_prefix and word.startswith(lexicon.after_prefix))
        if word in lexicon.places or (is_next and is_marked):
            return rest[:index], rest[index:]
        if item.role in ("unknown", "sign"):
            return rest, None
    return rest, None


def _check_reference(text: str, reference: list[_Item], lexicon: CompassLexicon) -> None:
    """Refuse a reference that is a direction of its own, or that has another direction after it."""
    spoken = [item for item in reference if not _is(item, "filler")]
    for index, item in enumerate(spoken):
        if not isinstance(item, _Core):
            continue
        before = [one for one in spoken[max(0, index - 2) : index] if isinstance(one, _RoleWord)]
        behind = spoken[index + 1] if index + 1 < len(spoken) else None
        follows_break = index == 0 or any(one.role in ("connector", "sign") for one in before)
        has_own_place = isinstance(behind, _RoleWord) and behind.token.text in lexicon.after
        if has_own_place or (follows_break and behind is None) or (index == 0 and item.unit):
            raise _RefusalError(f'{_not(text)}: "{text[item.start : item.end]}" is a second direction')


def _is_bearing(text: str, core: _Core, before: list[_Item], said: list[_Item]) -> bool:
    """Whether a number without a unit can only be degrees: three figures, alone, or beside a word such as bearing."""
    roles = {item.role for item in (*before, *said) if isinstance(item, _RoleWord)}
    is_alone = (
        text.strip() == text[core.start : core.end].strip() and re.fullmatch(r"\d{1,3}([.,]\d+)?", core.number) is not None
    )
    is_range_of_three_figures = core.form == "range" and len(core.number) == 3
    return core.north is not North.UNSTATED or bool(roles & _BEARINGS) or is_alone or is_range_of_three_figures


def _judged(text: str, core: _Core, before: list[_Item], said: list[_Item], *, has_reference: bool) -> Direction:
    """The direction that a core and the words around it state.

    Raises:
        DirectionError: if the words cannot be combined.
    """
    ahead = {item.role for item in before if isinstance(item, _RoleWord)}
    behind = {item.role for item in said if isinstance(item, _RoleWord)}
    every = ahead | behind
    if every & {"between", "between_after"} and core.form != "range":
        raise _RefusalError(f"{_not(text)}: between needs two directions")
    if "start" in ahead and not (core.form == "range" and core.unit):
        raise DirectionError(_not(text))
    sense = _sense(core, ahead, behind)
    _check_place(text, core, ahead, every, sense, has_reference=has_reference)
    norths = {_NORTHS[role] for role in every if role in _NORTHS} | ({core.north} - {North.UNSTATED})
    if len(norths) > 1:
        raise _RefusalError(f"{_not(text)}: it names more than one north")
    if "due" in every and not core.unit:
        core = replace(core, half=min(core.half, 11.25), limit=min(core.limit, 22.5))
    if "hedge" in every and core.unit:
        core = replace(core, limit=max(2 * core.limit, 5.0))
    return _direction_of(text, core, sense, next(iter(norths), North.UNSTATED))


def _sense(core: _Core, ahead: set[str], behind: set[str]) -> DirectionSense:
    is_range_of_degrees = core.form == "range" and core.unit  # "from 040° to 060°"
    if ("origin" in ahead and not is_range_of_degrees) or "origin_after" in behind or core.ending == "origin":
        return DirectionSense.ORIGIN
    if (ahead | behind) & {"motion", "heading"} or core.ending == "motion" or ("either" in ahead and core.form != "quadrant"):
        return DirectionSense.MOTION
    return DirectionSense.POSITION


def _check_place(  # noqa: PLR0913  # what was read, and what stands around it
    text: str, core: _Core, ahead: set[str], every: set[str], sense: DirectionSense, *, has_reference: bool
) -> None:
    """Refuse "in the north of" and what may mean from there as well as towards there.

    Raises:
        DirectionError: as said.
    """
    is_headed = bool(every & {"direction", "bearing", "heading"})
    is_oblique = core.ending == "oblique" and not has_reference
    is_inside = "inside" in ahead or core.ending == "inside" or (is_oblique and "accusative" in ahead)
    if is_inside and not is_headed:
        raise _RefusalError(f"{_not(text)}: it says inside, which is not an offset")
    is_told = is_headed or sense is not DirectionSense.POSITION
    if (is_oblique and not is_told) or ("of" in ahead and not (is_told or core.unit or ahead & {"between", "either"})):
        raise _RefusalError(f"{_not(text)}: it may mean from there or towards there")
    if sense is DirectionSense.ORIGIN and has_reference:
        raise _RefusalError(f"{_not(text)}: it names two points of reference")


def _direction_of(text: str, core: _Core, sense: DirectionSense, north: North) -> Direction:
    is_angle, is_range = bool(core.unit), core.form == "range"
    return Direction(text, core.azimuth, core.half, sense, north, core.limit, is_angle=is_angle, is_range=is_range)

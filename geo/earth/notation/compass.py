"""Splits a phrase about a direction into compass points, numbers and known words, in one of sixteen languages.

The words stand in `direction_words.json`. CLDR has one word for each of the four points and no inflected form, so the
file was written by hand; Armenian, Azerbaijani, Georgian, Hebrew, Persian and Arabic still need a native reader.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import product
from pathlib import Path
from typing import Any

_SAME = str.maketrans(
    {
        **dict.fromkeys("º˚⁰", "°"),
        **dict.fromkeys("’‘ʼ′‵`´", "'"),
        **dict.fromkeys("″“”„‟", '"'),
        **dict.fromkeys("‐‑־֊", "-"),
        **dict.fromkeys("—―", "–"),
        "‌": " ",  # zero-width non-joiner, between the parts of a Persian word
        "ı": "i",
        "ى": "ي",
        "ی": "ي",
        "ک": "ك",
        "ـ": "",
        "٫": ".",  # the Arabic decimal point
    }
)
_LETTER = r"[^\W\d_]"
_NUMBER = re.compile(r"\d++(?:[.,]\d++)?")
_WORD = re.compile(rf"{_LETTER}+")
_END = rf"(?!{_LETTER})"
_BETWEEN_CAPITALS = r"(?:\.?-|\. ?)?"
_BETWEEN_DOTTED = r"(?:\. ?-? ?|-)"
_CARDINALS = "NESW"
_COMMON = {letter: letter for letter in _CARDINALS}
_CONNECTORS = ("and", "or", "to", "by", "toward")


class UnreadableError(ValueError):
    """The text cannot be shown as it would be read."""


@dataclass(frozen=True, slots=True)
class CompassToken:
    """A piece of a phrase: `start` and `end` count characters of the original text."""

    kind: str
    """"point", "number", "word" (known), "unknown" or "sign"."""
    text: str
    """As normalised."""
    start: int
    end: int
    points: str = ""
    """The cardinals of a compass point in the order of its name in English, such as "NNE"."""
    ending: str = ""
    """What the form of a point says: "origin", "motion", "inside", "oblique", "compared" ("north of" in one word) or nothing."""
    is_abbreviation: bool = False


@lru_cache(maxsize=64)
def fold(text: str) -> tuple[str, list[int]]:
    """A text without case, accents and variants of letters, digits and signs; and where each character came from.

    Raises:
        UnreadableError: if characters steer the order in which the text is shown.
    """
    folded: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        if character in "\u202d\u202e\u2066\u2067\u2068":
            raise UnreadableError("characters that reorder the text")
        for piece in _fold(character):
            folded.append(piece)
            places.append(place)
    places.append(len(text))
    return "".join(folded), places


@lru_cache(maxsize=2048)
def _fold(character: str) -> str:
    digit = unicodedata.decimal(character, None)
    if digit is not None:
        return str(digit)
    known = character.translate(_SAME)
    if known != character:
        return known
    if unicodedata.category(character) in ("No", "Nl", "Cf"):  # a superscript two is not a digit of the number before it
        return "" if unicodedata.category(character) == "Cf" else "\ufffd"
    if character.isspace():
        return " "
    plain = unicodedata.normalize("NFKC", character).casefold()
    marks = (piece for piece in unicodedata.normalize("NFD", plain) if unicodedata.category(piece) != "Mn")
    return "".join(marks).translate(_SAME)


def name_compass_point(sequence: str, *, either_order: bool = False) -> str | None:
    """The point that cardinals name in this order: "NNE" for north, north, east; None if there is no such point.

    Chinese says east-north; the other languages do not.
    """
    if len(sequence) == 1:
        return sequence
    pair = sequence[-2:]
    if either_order and pair[0] in "EW":
        pair = pair[::-1]
    if pair not in ("NE", "SE", "SW", "NW"):
        return None
    if len(sequence) == 2:
        return pair
    return sequence[0] + pair if len(sequence) == 3 and sequence[0] in pair else None


@dataclass(frozen=True, slots=True)
class _Phrase:
    """A text as typed and as folded, and whether somebody said which language it is in."""

    text: str
    folded: str
    places: list[int]
    is_language_known: bool


@dataclass(frozen=True, slots=True)
class CompassLexicon:
    """What one language calls the points of the compass, and the words around them."""

    code: str
    name: str
    joins: dict[str, str]
    """First parts of compound points, each with its cardinal."""
    finals: dict[str, tuple[str, str]]
    """Last parts of points, each with its cardinal and what its ending says."""
    prefixes: dict[str, str]
    abbreviations: tuple[tuple[str, str, str], ...]
    """Patterns, longest first, each with its point and its kind: capitals ("own" or "common" ones) or "dotted"."""
    roles: dict[str, str]
    """Words before (and mostly after) a point, each with its role."""
    connectors: dict[str, str]
    after: frozenset[str]
    """Words that follow a direction and are followed by the place that it is counted from."""
    after_prefix: tuple[str, ...]
    attached: frozenset[str]
    """Words that are written together with the next one: Arabic and Hebrew "and"."""
    places: frozenset[str]
    lead: re.Pattern[str] | None
    """Case endings of a place that stands before the direction."""
    phrases: str
    """A pattern of all words and phrases that are no points."""
    is_spaced: bool
    lengths: tuple[int, ...]
    alphabet: frozenset[str]
    """The letters of its names of points."""

    def tokens(self, text: str, *, is_language_known: bool) -> list[CompassToken]:
        """The pieces of `text`, in order, without spaces."""
        folded, places = fold(text)
        folded = folded.replace("-by-", " by ")
        phrase = _Phrase(text, folded, places, is_language_known)
        found: list[CompassToken] = []
        at = 0
        while at < len(folded):
            if folded[at] == " ":
                at += 1
                continue
            begins = not self.is_spaced or at == 0 or not folded[at - 1].isalpha() or found[-1].text in self.attached
            kind, end, points, ending, is_short = self._piece(phrase, at, begins=begins)
            found.append(CompassToken(kind, folded[at:end], places[at], places[end - 1] + 1, points, ending, is_short))
            at = end
        return _without_names(found)

    def _piece(self, phrase: _Phrase, at: int, *, begins: bool) -> tuple[str, int, str, str, bool]:
        """Kind, end, point, ending and whether it is an abbreviation, of the piece that starts at `at`."""
        folded = phrase.folded
        if number := _NUMBER.match(folded, at):
            return "number", number.end(), "", "", False
        words = _compiled(self.phrases).match(folded, at) if begins else None
        words_end = words.end() if words else at
        point = self._point(folded, at) if begins else None
        if point and point[0] >= words_end:
            return "point", *point, False
        if begins and (short := self._abbreviation(phrase, at, words_end)):
            return "point", *short, "", True
        if words:
            return "word", words_end, "", "", False
        if word := _WORD.match(folded, at):
            return "unknown", word.end() if self.is_spaced else at + 1, "", "", False
        return "sign", at + 1, "", "", False

    def _abbreviation(self, phrase: _Phrase, at: int, words_end: int) -> tuple[int, str] | None:
        """End and point of an abbreviation at `at`; one that is a word as well has to stand out as an abbreviation."""
        folded, places = phrase.folded, phrase.places
        for pattern, points, kind in self.abbreviations:
            short = _compiled(pattern).match(folded, at)
            if not short or short.end() < words_end:
                continue
            end = short.end()
            is_whole = not folded[:at].strip() and not folded[end:].strip(" .")
            in_capitals = kind != "dotted"
            is_upper = phrase.text[places[at] : places[end - 1] + 1].isupper()
            if in_capitals and not is_upper and not (is_whole and self.code == "en"):
                continue
            has_digits = folded[:at].rstrip(" °'\"")[-1:].isdigit() or folded[end:].lstrip(" ")[:1].isdigit()
            stands_out = len(points) > 1 or is_whole or has_digits
            is_vague = kind == "own" and self._needs_language(points, has_digits=has_digits)
            is_word = end == words_end and not (in_capitals and stands_out)
            if not is_word and (not is_vague or (phrase.is_language_known and stands_out)):
                return end, points
        return None

    def _needs_language(self, points: str, *, has_digits: bool) -> bool:
        """Whether capitals say too little for them to count without the language: Turkish "GB", Russian "С"."""
        return self.code == "tr" or (self.code in ("ru", "pt") and len(points) == 1 and not has_digits)

    def _point(self, folded: str, at: int) -> tuple[int, str, str] | None:
        """End, point and ending of the longest name of a point that starts at `at`."""
        best: tuple[int, str, str] | None = None
        pending = [(at, "", "")]
        pending += [(at + len(prefix), "", said) for prefix, said in self.prefixes.items() if folded.startswith(prefix, at)]
        while pending:
            here, letters, ending = pending.pop()
            for length in self.lengths:
                part = folded[here : here + length]
                if len(part) < length:
                    continue
                end = here + length
                if part in self.finals and not (self.is_spaced and end < len(folded) and folded[end].isalpha()):
                    letter, said = self.finals[part]
                    points = name_compass_point(letters + letter, either_order=not self.is_spaced)
                    if points and (best is None or end > best[0]):
                        best = (end, points, said or ending)
                if part in self.joins and len(letters) < 2:
                    gap = re.compile(" ?-? ?").match(folded, end)
                    pending.append((gap.end() if gap else end, letters + self.joins[part], ending))
        return best


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """A pattern of a lexicon, which takes long to compile; most texts need those of few languages."""
    return re.compile(pattern)


def _without_names(tokens: list[CompassToken]) -> list[CompassToken]:
    """The tokens, with points that a hyphen ties to an unknown word made unknown as well: "Nord-Kivu"."""
    for before, hyphen, behind in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if hyphen.text == "-" and before.end == hyphen.start and hyphen.end == behind.start:
            pair = (before, behind)
            for one, other in (pair, pair[::-1]):
                if one.kind == "unknown" and other.kind == "point":
                    tokens[tokens.index(other)] = replace(other, kind="unknown")
    return tokens


def _plain(words: str) -> list[str]:
    return ["" if word == "_" else fold(word.replace("-", " "))[0] for word in words.split()]


def _abbreviations(letters: dict[str, str], dotted: dict[str, str]) -> Iterator[tuple[str, str, str]]:
    """Patterns of the sixteen points, longest first: in a language's own letters, in N, E, S and W, and with dots."""
    names = ("".join(one) for size in (3, 2, 1) for one in product(_CARDINALS, repeat=size))
    for point in (name for name in names if name_compass_point(name) == name):
        for alphabet, kind in (
            (letters, "own" if max(map(len, letters.values()), default=1) == 1 else "dotted"),
            (_COMMON, "common"),
        ):
            if alphabet:
                spelled = [re.escape(fold(alphabet[letter])[0]) for letter in point]
                final_dot = r"\.?" if len(point) > 1 else ""
                yield _BETWEEN_CAPITALS.join(spelled) + final_dot + _END, point, kind
        options = (
            [[one for one in _plain(dotted[letter]) if len(point) > 1 or len(one) > 1] for letter in point] if dotted else []
        )
        if options and all(options):
            parts = ["(?:" + "|".join(sorted(one, key=len, reverse=True)) + ")" for one in options]
            final_dot = r"\.?" if len(point) > 1 else r"\."
            yield _BETWEEN_DOTTED.join(parts) + final_dot + _END, point, "dotted"


@cache
def load_lexicons() -> dict[str, CompassLexicon]:
    """The lexicons of all languages, by ISO 639 code; the file is read on first use."""
    table = json.loads(Path(__file__).with_name("direction_words.json").read_text(encoding="utf-8"))
    return {code: _lexicon(code, entry) for code, entry in table.items()}


def _lexicon(code: str, entry: dict[str, Any]) -> CompassLexicon:
    is_spaced = not entry.get("unspaced")
    letters = entry.get("letters", {})
    joins = {form: letter for letter, forms in entry["joins"].items() for form in _plain(forms)}
    finals = _finals(entry["forms"])
    spoken = {**entry["words"], "by": entry.get("by", "")}
    roles = {word: role for role, group in reversed(spoken.items()) if role not in _CONNECTORS for word in _plain(group)}
    connectors = {word: role for role in _CONNECTORS for word in _plain(spoken.get(role, ""))}
    after, places, attached = (frozenset(_plain(entry.get(name, ""))) for name in ("after", "places", "attached"))
    known = sorted({*roles, *connectors, *after, *places}, key=len, reverse=True)
    any_final = "|".join(sorted(finals, key=len, reverse=True))

    def pattern(phrase: str) -> str:
        spelled = re.escape(phrase).replace(r"\ ", "[ -]")
        if not is_spaced or phrase.endswith("'"):
            return spelled
        return spelled + (f"(?:(?!{_LETTER})|(?={any_final}))" if phrase in attached else f"(?!{_LETTER})")

    return CompassLexicon(
        code,
        entry["name"],
        joins,
        finals,
        prefixes={prefix: said for said, group in entry.get("prefixes", {}).items() for prefix in _plain(group)},
        abbreviations=tuple(_abbreviations(letters, entry.get("dotted", {}))),
        roles=roles,
        connectors=connectors,
        after=after,
        after_prefix=tuple(_plain(entry.get("after_prefix", ""))),
        attached=attached,
        places=places,
        lead=re.compile(f".*{entry['lead']}") if "lead" in entry else None,
        phrases="|".join(map(pattern, known)),
        is_spaced=is_spaced,
        lengths=tuple(sorted({len(one) for one in (*joins, *finals)}, reverse=True)),
        alphabet=frozenset("".join(finals) + fold("".join(letters.values()))[0]),
    )


def _finals(paradigms: list[dict[str, dict[str, str]]]) -> dict[str, tuple[str, str]]:
    finals: dict[str, tuple[str, str]] = {}
    for paradigm in paradigms:
        for (letter, stems), (said, endings) in product(paradigm["stems"].items(), paradigm["endings"].items()):
            for stem, ending in product(_plain(stems), _plain(endings)):
                finals.setdefault(stem + ending, (letter, said))
    return finals

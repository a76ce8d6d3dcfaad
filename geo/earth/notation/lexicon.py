"""The phrases of one language, folded, by their first word and by what they do in a distance."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import Any

from geo.earth.notation.folding import FoldedToken, fold_character, tokenize
from geo.earth.notation.phrases import PHRASES, SIGNS

LANGUAGES = tuple(PHRASES)
_DECIMALS_VARY = frozenset({"es", "ar"})
"""Languages whose countries disagree about the decimal sign: without a region none is assumed."""
_SURE_MILES = frozenset({"mi", "mile", "miles", "英里"})
_PLAIN_ROLES = frozenset({
    "almost", "almost_case", "and", "at_least", "at_most", "between", "between_after", "but", "couple", "direction", "exact", "exact_after", "few", "few_after", "from_suffix", "hedge", "hedge_after", "height", "inverted", "just_over", "just_over_case", "kadar", "least_after", "less_after", "marker", "marker_after", "more_after", "most_after", "neutral", "name", "neutral_after", "no", "number_and", "of", "or", "over_after", "place_ends", "place_noun", "place_opens", "plus_minus", "range_from", "range_sign", "range_to", "speed", "stop", "teens", "time", "to_suffix",
})  # fmt: skip
_GLUED_CASES = ("'", "")
_PLAIN = re.compile(r"[^\W\d_\u3400-\u9fff]+(?: [^\W\d_\u3400-\u9fff]+)*")
"""Words of letters alone, which `tokenize` folds and leaves whole; it takes long for some thousands of phrases."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as it is written, with the case that its ending gives it."""

    name: str
    case: str = ""
    count: int = 1
    """2 for a dual."""


@dataclass(slots=True)
class DistanceLexicon:
    """The roles of the words of a language."""

    language: str
    phrases: dict[str, list[tuple[tuple[str, ...], str, Any]]] = field(default_factory=dict)
    """By first word: the words of a phrase, its role, its value; longest first."""
    stems: dict[str, list[tuple[tuple[str, ...], str, Any]]] = field(default_factory=dict)
    """Phrases in which a word may have any ending, by first letter."""
    suffixes: dict[str, str] = field(default_factory=dict)
    """Endings of units that stand apart (km-dən), with their case."""
    vocabulary: set[str] = field(default_factory=set)
    """Every word of every phrase."""
    number_words: dict[str, int] = field(default_factory=dict)
    """Numbers of one word."""
    from_suffixes: tuple[str, ...] = ()
    """Endings that mean "from"."""
    place_endings: tuple[str, ...] = ()
    """Endings of a place from which a distance that follows is measured."""
    halves: tuple[str, ...] = ()
    """Words for half that are written together with a unit."""

    def has_unit(self, word: str) -> bool:
        """Whether a word alone is a unit."""
        return "units" in self.matches([FoldedToken("word", word, 0, 0, is_glued=False)], 0)

    def add(self, phrase: str, role: str, value: Any = None) -> None:
        """Enter a phrase; a star at the end of a word stands for any ending."""
        if _PLAIN.fullmatch(phrase):
            self.add_words(tuple(map(_fold_word, phrase.split(" "))), role, value)
            return
        words = _starred(tuple(token.text for token in tokenize(phrase.replace("*", "\ue000"))))
        if any(word.endswith("*") for word in words):
            self.vocabulary.update(words)
            self.stems.setdefault(words[0][0], []).append((words, role, value))
        elif words:
            self.add_words(words, role, value)

    def add_words(self, words: tuple[str, ...], role: str, value: Any = None) -> None:
        """Enter a phrase that is folded already; the last value of a phrase in a role counts."""
        self.vocabulary.update(words)
        entries = self.phrases.setdefault(words[0], [])
        if entries:
            entries[:] = [entry for entry in entries if entry[0] != words or entry[1] != role]
        entries.append((words, role, value))

    def matches(self, found: list[FoldedToken], at: int) -> dict[str, tuple[Any, int]]:
        """For each role that a phrase starting at a token can have: its value, and where the longest such phrase ends."""
        roles: dict[str, tuple[Any, int]] = {}
        for words, role, value in self.phrases.get(found[at].text, ()):
            end = at + len(words)
            if role not in roles and end <= len(found) and all(found[at + i].text == word for i, word in enumerate(words)):
                roles[role] = (value, end)
        for words, role, value in self.stems.get(found[at].text[0], ()):
            end = at + len(words)
            is_longer = end <= len(found) and (role not in roles or roles[role][1] < end)
            if is_longer and all(_fits(found[at + i].text, word) for i, word in enumerate(words)):
                roles[role] = (value, end)
        return roles


def _fold_word(word: str) -> str:
    return word if word.isascii() and word.islower() else "".join(map(fold_character, word))


def _starred(words: tuple[str, ...]) -> tuple[str, ...]:
    joined: list[str] = []
    for word in words:
        if word == "\ue000" and joined:
            joined[-1] += "*"
        elif word == "'" and joined and joined[-1] in ("d", "l", "n", "qu", "jusqu"):
            joined[-1] += "'"
        else:
            joined.append(word)
    return tuple(joined)


def _fits(text: str, word: str) -> bool:
    return text.startswith(word[:-1]) if word.endswith("*") else text == word


def _split(phrases: str) -> list[str]:
    return [phrase.strip() for phrase in phrases.split("|") if phrase.strip()]


@lru_cache(maxsize=1)
def _words() -> dict[str, Any]:
    data: dict[str, Any] = json.loads((Path(__file__).parent / "words.json").read_text("utf-8"))
    return data


@lru_cache(maxsize=64)
def find_separators(language: str) -> tuple[str, str] | None:
    """The decimal and the grouping sign of a language or a locale ("es-MX"); None for a language that is not known."""
    parts = language.replace("_", "-").split("-")
    base, regions = parts[0].lower(), [part.upper() for part in parts[1:] if len(part) in (2, 3) and part.isalnum()]
    table: dict[str, list[str]] = _words()["separators"]
    if base not in table:
        return None
    decimal, group = table.get(f"{base}-{regions[0]}", table[base]) if regions else table[base]
    return decimal, group


@lru_cache(maxsize=1)
def load_months() -> dict[str, int]:
    """The numbers of months by their names and abbreviations in all LANGUAGES, lower case and without a final point."""
    return dict(_words()["months"])


def is_decimal_settled(language: str) -> bool:
    """Whether a language's countries agree about the decimal sign, or the tag names one of them."""
    return language not in _DECIMALS_VARY


@lru_cache(maxsize=32)
def load_lexicon(language: str) -> DistanceLexicon:
    """The lexicon of one of LANGUAGES; of the signs and abbreviations that all share, for any other."""
    built = DistanceLexicon(language)
    _enter(built, SIGNS)
    if language in PHRASES:
        words = _words()
        for phrase, unit in words["units"][language].items():
            if (language, phrase) == ("pl", "mile"):
                continue  # nothing but "mile" tells it from the English word
            sure = language in ("en", "zh") or unit != "mi" or phrase in _SURE_MILES
            built.add(phrase, "units", Unit(unit if sure else "mile"))
        for role in ("numbers", "multipliers"):
            for phrase, number in words[role].get(language, {}).items():
                built.add(phrase, role, Fraction(number))
        _enter(built, PHRASES[language])
    for entries in built.phrases.values():
        entries.sort(key=lambda entry: -len(entry[0]))
        for parts, role, value in entries:
            if len(parts) == 1 and role in ("numbers", "multipliers"):
                built.number_words.setdefault(parts[0], int(value))
            elif role == "from_suffix":
                built.from_suffixes += (parts[0],)
    return built


def _enter(built: DistanceLexicon, table: dict[str, Any]) -> None:
    for role, content in table.items():
        if role in _PLAIN_ROLES:
            for phrase in _split(content):
                built.add(phrase, role)
        elif role in ("glued_half", "place_endings"):
            setattr(built, {"glued_half": "halves"}.get(role, role), tuple(token.text for token in tokenize(content)))
        elif role == "glued_tens":
            _glue_tens(built, content)
        elif role != "suffixes":
            for value, phrases in content.items():
                for phrase in _split(phrases):
                    built.add(phrase, *_entry(role, value))
    if "suffixes" in table:
        _inflect(built, table)


def _glue_tens(built: DistanceLexicon, tens: dict[str, str]) -> None:
    """Enter the number words that a language counts in scores, twenty and nineteen: Georgian ოცდაცხრამეტი."""
    ones = [(entry[0], int(entry[2])) for entries in list(built.phrases.values()) for entry in entries if entry[1] == "numbers"]
    for value, head in tens.items():
        for words, number in ones:
            if len(words) == 1 and 1 <= number < 20:
                built.add_words((tokenize(head)[0].text + words[0],), "numbers", Fraction(int(value) + number))


def _entry(role: str, value: str) -> tuple[str, Unit | Fraction]:
    """The role and the value of a phrase under a key of a table."""
    if role in ("units", "dual"):
        return "units", Unit(value, count=2 if role == "dual" else 1)
    return role, Fraction(value)


def _inflect(built: DistanceLexicon, table: dict[str, Any]) -> None:
    """Enter each one-word unit of an agglutinative language with each ending, glued or after an apostrophe."""
    for case, endings in table["suffixes"].items():
        for ending in _split(endings):
            words = tuple(token.text for token in tokenize(ending))
            if len(words) == 1:
                built.suffixes[words[0]] = case
    units = [
        (words, value)
        for entries in list(built.phrases.values())
        for words, role, value in entries
        if role == "units" and words[-1].isalpha() and not value.case
    ]
    for words, unit in units:
        for ending, case in built.suffixes.items():
            stems = {words[-1], words[-1].removesuffix("ი"), words[-1].removesuffix("i") + "n" if len(words) > 1 else words[-1]}
            for stem in stems:
                for sign in _GLUED_CASES:
                    if sign or len(stem) > 3:  # "mile" is no dative of mil
                        built.add_words((*words[:-1], stem + sign + ending), "units", Unit(unit.name, case))

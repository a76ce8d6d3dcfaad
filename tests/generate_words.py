"""Write geo/earth/notation/words.json: unit words, separators and months from CLDR (Babel), number words from num2words.

Needed only when the data change: python -m tests.generate_words
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

WORDS = Path(__file__).resolve().parent.parent / "geo" / "earth" / "notation" / "words.json"
LANGUAGES = ("en", "ru", "uk", "az", "hy", "ka", "tr", "fr", "de", "es", "pt", "pl", "ar", "fa", "he", "zh")
UNITS = {"meter": "m", "kilometer": "km", "nautical-mile": "NM", "mile": "mi", "foot": "ft", "yard": "yd"}
_MORE_LOCALES = {"en": ("en_GB",), "pt": ("pt_PT",), "zh": ("zh_Hant",)}
_ROUND = (*range(1, 21), *range(30, 100, 10), *range(100, 1000, 100))


def unit_words(language: str) -> dict[str, str]:
    """CLDR's words and abbreviations of lengths, each with its unit."""
    from babel import Locale

    found: dict[str, str] = {}
    for name in (language, *_MORE_LOCALES.get(language, ())):
        patterns: Any = Locale.parse(name)._data["unit_patterns"]
        for unit, ours in UNITS.items():
            for width in ("long", "short", "narrow"):
                for forms in patterns[f"length-{unit}"].get(width, {}).values():
                    for form in [forms] if isinstance(forms, str) else dict(forms).values():
                        word = form.replace("{0}", "").strip().strip("\u200e")
                        if form.lstrip("\u200e").startswith("{0}") and "/" not in word and not _is_rate(form, word):
                            found.setdefault(word, ours)
    return dict(sorted(found.items()))


def _is_rate(form: str, word: str) -> bool:
    return (
        word.split(maxsplit=1)[0] in ("per", "pro", "par", "por", "na", "на", "لكل", "در")
        or word in ("′", "M", "Mm")
        or "ל" in form[4:5]
    )


def number_words(language: str) -> dict[str, int]:
    """The words of num2words for 1 to 99, the hundreds, and the ways in which a thousand and a million are put."""
    from num2words import num2words

    found: dict[str, int] = {}
    for tongue in [language, *({"fr": ["fr_BE", "fr_CH"], "pt": ["pt_BR"]}.get(language, []))]:
        for number in (*range(1, 100), *range(100, 1000, 100)):
            found.setdefault(num2words(number, lang=tongue), number)
    for options in _inflections(language):
        for number in (*_ROUND, *(range(1, 100) if language == "he" else ())):
            found.setdefault(num2words(number, lang=language, **options), number)
    return dict(sorted(found.items()))


def multiplier_words(language: str) -> dict[str, int]:
    """The last words of two, three and five thousand (and million), which multiply the number before them."""
    from num2words import num2words

    found: dict[str, int] = {}
    for scale in (1000, 1_000_000):
        found.setdefault(num2words(scale, lang=language).split()[-1], scale)
        for options in ({}, *_inflections(language)):
            for count in (2, 3, 5, 11):
                words = num2words(scale * count, lang=language, **options).split()
                if len(words) == 2:
                    found.setdefault(words[-1], scale)
    return dict(sorted(found.items()))


def _inflections(language: str) -> list[dict[str, Any]]:
    cases = ["nominative", "genitive", "dative", "accusative", "instrumental", "locative"]
    match language:
        case "ru":
            return [{"case": case, "gender": gender} for case in "ngdaip" for gender in "mf"]
        case "uk":
            return [{"case": case, "gender": gender} for case in cases for gender in ("masculine", "feminine")]
        case "he":
            return [{"gender": gender, "construct": construct} for gender in "mf" for construct in (False, True)]
    return []


def month_words() -> dict[str, int]:
    """CLDR's names and abbreviations of months in all languages together, lower case, without a final point.

    Raises:
        ValueError: if a word is one month in one language and another in another.
    """
    from babel import Locale

    found: dict[str, int] = {}
    for language in LANGUAGES:
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in Locale.parse(language).months[context][width].items():
                    if found.setdefault(name.rstrip(".").casefold(), number) != number:
                        raise ValueError(f"{name} is month {number} in {language} and another one elsewhere")
    return dict(sorted(found.items()))


def separators() -> dict[str, list[str]]:
    """CLDR's decimal and grouping signs by locale: each language's own, and those of its regions that differ."""
    from babel import Locale, localedata

    found: dict[str, list[str]] = {}
    for language in LANGUAGES:
        found[language] = _signs(Locale.parse(language))
        for name in sorted(localedata.locale_identifiers()):
            locale = Locale.parse(name)
            if locale.language == language and locale.territory and not locale.script and _signs(locale) != found[language]:
                found[f"{language}-{locale.territory}"] = _signs(locale)
    return found


def _signs(locale: Any) -> list[str]:
    symbols = locale._data["number_symbols"]["latn"]
    return [symbols["decimal"], symbols["group"]]


def generate() -> str:
    """The whole file."""
    in_num2words = [language for language in LANGUAGES if language not in ("hy", "ka", "zh")]
    words = {
        "units": {language: unit_words(language) for language in LANGUAGES},
        "numbers": {language: number_words(language) for language in in_num2words},
        "multipliers": {language: multiplier_words(language) for language in in_num2words},
        "separators": separators(),
        "months": month_words(),
    }
    return json.dumps(words, ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    WORDS.write_text(generate(), "utf-8")

"""Reads names in other languages, properties such as `name:uk` and `name:zh-Hant`, and refuses tags of no language.

Sources: RFC 5646 (BCP 47), section 2.1, for the form of a tag; the IANA Language Subtag Registry for the languages of two
letters.
"""

from __future__ import annotations

import re

NAME_PREFIX = "name:"
"""What the name of such a property begins with."""
_LONGEST = 60
_LANGUAGE = r"[A-Za-z]{2,3}(?:-[A-Za-z]{3}){0,3}"
_REST = (
    r"(?:-[A-Za-z]{4})?(?:-(?:[A-Za-z]{2}|[0-9]{3}))?(?:-(?:[A-Za-z0-9]{5,8}|[0-9][A-Za-z0-9]{3}))*"
    r"(?:-[A-WY-Za-wy-z0-9](?:-[A-Za-z0-9]{2,8})+)*(?:-[Xx](?:-[A-Za-z0-9]{1,8})+)?"
)
NAMES_PATTERN = f"^{NAME_PREFIX}{_LANGUAGE}{_REST}$"
"""The form of such a property for programs that know patterns, but no languages."""
TAG_PATTERN = f"^{_LANGUAGE}{_REST}$"
"""The form of a tag alone."""
_TAG = re.compile(_LANGUAGE + _REST)
_TWO_LETTERS = frozenset(
    [
        "aa",
        "ab",
        "ae",
        "af",
        "ak",
        "am",
        "an",
        "ar",
        "as",
        "av",
        "ay",
        "az",
        "ba",
        "be",
        "bg",
        "bh",
        "bi",
        "bm",
        "bn",
        "bo",
        "br",
        "bs",
        "ca",
        "ce",
        "ch",
        "co",
        "cr",
        "cs",
        "cu",
        "cv",
        "cy",
        "da",
        "de",
        "dv",
        "dz",
        "ee",
        "el",
        "en",
        "eo",
        "es",
        "et",
        "eu",
        "fa",
        "ff",
        "fi",
        "fj",
        "fo",
        "fr",
        "fy",
        "ga",
        "gd",
        "gl",
        "gn",
        "gu",
        "gv",
        "ha",
        "he",
        "hi",
        "ho",
        "hr",
        "ht",
        "hu",
        "hy",
        "hz",
        "ia",
        "id",
        "ie",
        "ig",
        "ii",
        "ik",
        "in",
        "io",
        "is",
        "it",
        "iu",
        "iw",
        "ja",
        "ji",
        "jv",
        "jw",
        "ka",
        "kg",
        "ki",
        "kj",
        "kk",
        "kl",
        "km",
        "kn",
        "ko",
        "kr",
        "ks",
        "ku",
        "kv",
        "kw",
        "ky",
        "la",
        "lb",
        "lg",
        "li",
        "ln",
        "lo",
        "lt",
        "lu",
        "lv",
        "mg",
        "mh",
        "mi",
        "mk",
        "ml",
        "mn",
        "mo",
        "mr",
        "ms",
        "mt",
        "my",
        "na",
        "nb",
        "nd",
        "ne",
        "ng",
        "nl",
        "nn",
        "no",
        "nr",
        "nv",
        "ny",
        "oc",
        "oj",
        "om",
        "or",
        "os",
        "pa",
        "pi",
        "pl",
        "ps",
        "pt",
        "qu",
        "rm",
        "rn",
        "ro",
        "ru",
        "rw",
        "sa",
        "sc",
        "sd",
        "se",
        "sg",
        "sh",
        "si",
        "sk",
        "sl",
        "sm",
        "sn",
        "so",
        "sq",
        "sr",
        "ss",
        "st",
        "su",
        "sv",
        "sw",
        "ta",
        "te",
        "tg",
        "th",
        "ti",
        "tk",
        "tl",
        "tn",
        "to",
        "tr",
        "ts",
        "tt",
        "tw",
        "ty",
        "ug",
        "uk",
        "ur",
        "uz",
        "ve",
        "vi",
        "vo",
        "wa",
        "wo",
        "xh",
        "yi",
        "yo",
        "za",
        "zh",
        "zu",
    ]
)
_MEANT = {
    word: tag
    for tag, words in {
        "ar": "ara arabic",
        "az": "aze azerbaijani azeri",
        "be": "by bel belarusian",
        "cs": "cz cze ces czech",
        "da": "dk dan danish",
        "de": "ger deu german",
        "el": "gr gre ell greek",
        "en": "eng english gb",
        "es": "spa spanish",
        "fa": "per fas persian farsi",
        "fr": "fre fra french",
        "he": "heb hebrew",
        "hi": "hin hindi",
        "hy": "arm hye armenian",
        "it": "ita italian",
        "ja": "jp jpn japanese",
        "ka": "geo kat georgian",
        "kk": "kz kaz kazakh",
        "ko": "kor korean",
        "pl": "pol polish",
        "ps": "pus pashto",
        "pt": "por portuguese",
        "ro": "rum ron romanian",
        "ru": "rus russian",
        "tr": "tur turkish",
        "uk": "ua ukr ukrainian",
        "zh": "cn chi zho chinese",
    }.items()
    for word in words.split()
}
"""What people write in place of a tag: the code of a country, a code of three letters, the English word."""


_WORDS = frozenset(["id", "no", "is", "as", "or", "to", "so", "in", "an", "my", "st"])
"""Tags that are a word, or an abbreviation, in the heading of a table."""


def is_language_name(name: str) -> bool:
    """Whether a property is a name in another language.

    >>> is_language_name("name:uk"), is_language_name("name:zh-Hant"), is_language_name("name:ua"), is_language_name("name")
    (True, True, False, False)
    """
    return name.startswith(NAME_PREFIX) and is_language_tag(name.removeprefix(NAME_PREFIX))


def is_language_tag(tag: str) -> bool:
    """Whether a text has the form of a language tag, and its language may exist."""
    if len(tag) > _LONGEST or _TAG.fullmatch(tag) is None:
        return False
    language = tag.partition("-")[0].lower()
    return (language in _TWO_LETTERS if len(language) == 2 else True) and language not in _MEANT


def suggest_language_tag(text: str) -> str:
    """A hint for a text that stands where a tag should; nothing for one that seems to mean none.

    >>> suggest_language_tag("English"), suggest_language_tag("ua"), suggest_language_tag("yes")
    ('; did you mean "en"?', '; did you mean "uk"?', '')
    """
    meant = find_language_name(f"{NAME_PREFIX}{text}")
    return f'; did you mean "{meant.removeprefix(NAME_PREFIX)}"?' if meant else ""


def refuse_language_name(name: str) -> str:
    """What to say about a property that begins as a name in another language does, and is none."""
    hint = suggest_language_name(name)
    wanted = "wanted the tag of a language (BCP 47) after the colon, such as name:uk or name:zh-Hant"
    return f'"{name}" names no language; {wanted}{hint}'


def suggest_language_name(name: str) -> str:
    """A hint for a property that seems to be meant as a name in another language; nothing for any other.

    >>> suggest_language_name("name:ua"), suggest_language_name("name_zh_Hant"), suggest_language_name("nickname")
    ('; did you mean "name:uk"?', '; did you mean "name:zh-Hant"?', '')
    """
    meant = find_language_name(name)
    return f'; did you mean "{meant}"?' if meant else ""


def find_language_name(name: str) -> str | None:
    """The property that a heading or a misspelt property means: `name_uk`, "Name (ukrainian)", `NAME:UA`.

    >>> find_language_name("Name (ukrainian)"), find_language_name("name_id"), find_language_name("ADM1_EN")
    ('name:uk', None, None)
    """
    match = (
        re.fullmatch(r"name(\s*[:_(\[.-]\s*|\s+)([A-Za-z0-9_-]+)[)\]]?", name, re.IGNORECASE)
        if len(name) <= 2 * _LONGEST
        else None
    )
    if match is None or (match[1].strip() not in (":", "(", "[") and match[2].lower() in _WORDS):
        return None
    tag = match[2].replace("_", "-").strip("-")
    language, dash, rest = tag.partition("-")
    language = _MEANT.get(language.lower(), language.lower())
    found = f"{language}{dash}{rest}"
    return f"{NAME_PREFIX}{found}" if is_language_tag(found) and len(language) == 2 else None

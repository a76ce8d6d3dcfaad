"""Translates the page's own words: reads the message files, in the format of gettext, one for each language.

Format: https://www.gnu.org/software/gettext/manual/html_node/PO-Files.html
"""

from __future__ import annotations

import json
import re
from functools import cache
from importlib import resources
from typing import Any

ENGLISH = "en"
LANGUAGES = {
    ENGLISH: "English",
    "ru": "Русский",
    "az": "Azərbaycanca",
    "hy": "Հայերեն",
    "uk": "Українська",
    "fr": "Français",
    "ar": "العربية",
}
"""The languages of the page by their tags (BCP 47), each with its own name for itself."""
RIGHT_TO_LEFT = frozenset({"ar"})
PLURALS = {
    "ru": ("one", "few", "many"),
    "az": ("one", "other"),
    "hy": ("one", "other"),
    "uk": ("one", "few", "many"),
    "fr": ("one", "many", "other"),
    "ar": ("zero", "one", "two", "few", "many", "other"),
}
"""CLDR's plural categories in the order of gettext's plural forms; a browser tells the category of a number."""
CONTEXT_END = "\x04"
"""Between a context and a message that means something else elsewhere, as in gettext's compiled files."""

Message = str | dict[str, str]
"""A text, or its plural forms by category."""

_FILES = resources.files("geo.show.map") / "messages"
_LINE = re.compile(r'(?:(msgctxt|msgid_plural|msgid|msgstr(?:\[\d+\])?) )?("(?:[^"\\]|\\.)*")')


def direction(language: str) -> str:
    """Which way its text runs, as HTML says it."""
    return "rtl" if language in RIGHT_TO_LEFT else "ltr"


def require_language(language: str) -> str:
    """The language, if the page has it.

    Raises:
        ValueError: if it does not.
    """
    if language not in LANGUAGES:
        raise ValueError(f'the page has no words in "{language}"; it has them in {", ".join(LANGUAGES)}')
    return language


@cache
def messages_of(language: str) -> dict[str, Message]:
    """The messages of a language by their English text, behind a context where they have one; none for English."""
    return {} if language == ENGLISH else parse_messages((_FILES / f"{language}.po").read_text("utf-8"), PLURALS[language])


@cache
def all_messages() -> dict[str, list[Any]]:
    """What a page carries: English texts under "keys", and in the same order those of each other language; null where one is missing."""
    tables = {language: messages_of(language) for language in LANGUAGES if language != ENGLISH}
    keys = sorted({key for table in tables.values() for key in table})
    return {"keys": keys, **{language: [table.get(key) for key in keys] for language, table in tables.items()}}


def translate(language: str, text: str) -> str:
    """A text of the page in a language; as it is where that has no word for it."""
    message = messages_of(language).get(text, text)
    return message if isinstance(message, str) else text


def parse_messages(text: str, plurals: tuple[str, ...]) -> dict[str, Message]:
    """The translated messages of a message file; those without a translation, or with one marked as fuzzy, are left out.

    Raises:
        ValueError: if a line is not of a message file, or a message has not one form for each plural category.
    """
    found: dict[str, Message] = {}
    for number, block in enumerate(re.split(r"\n\s*\n", text.strip()), start=1):
        parts: dict[str, str] = {}
        name = ""
        for line in block.splitlines():
            if line.startswith("#"):
                continue
            match = _LINE.fullmatch(line.strip())
            if not match or not (match[1] or name):
                raise ValueError(f"block {number} of a message file: {line!r} is not a message")
            name = match[1] or name
            parts[name] = parts.get(name, "") + json.loads(match[2])
        if not parts.get("msgid") or re.search(r"^#,.*\bfuzzy\b", block, re.MULTILINE):
            continue  # the header has no text, and what is fuzzy was guessed
        forms = [form for name, form in sorted(parts.items()) if name.startswith("msgstr")]
        if not all(forms):
            continue
        key = CONTEXT_END.join([parts["msgctxt"], parts["msgid"]] if "msgctxt" in parts else [parts["msgid"]])
        if "msgid_plural" not in parts:
            found[key] = forms[0]
        elif len(forms) == len(plurals):
            found[key] = dict(zip(plurals, forms, strict=True))
        else:
            raise ValueError(f"{parts['msgid']!r} has {len(forms)} plural forms and not one for each of {', '.join(plurals)}")
    return found

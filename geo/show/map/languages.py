"""Translates the page's own words: reads the message files, in the format of gettext, one for each language.

Format: https://www.gnu.org/software/gettext/manual/html_node/PO-Files.html
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from geo.earth.quantities import count_text

if TYPE_CHECKING:
    from collections.abc import Mapping

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
_GROUPS = {"ru": "\u00a0", "az": ".", "hy": "\u00a0", "uk": "\u00a0", "fr": "\u202f"}
"""What divides thousands where that is no comma, as on the page (CLDR)."""
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
def all_messages(without: frozenset[str] = frozenset()) -> dict[str, list[Any]]:
    """What a page carries: English texts under "keys", and in the same order those of each other language; null where one is missing.

    Texts of `without` are left out, which the page does not need.
    """
    tables = {language: messages_of(language) for language in LANGUAGES if language != ENGLISH}
    keys = sorted({key for table in tables.values() for key in table} - without)
    return {"keys": keys, **{language: [table.get(key) for key in keys] for language, table in tables.items()}}


def translate(language: str, text: str) -> str:
    """A text of the page in a language; as it is where that has no word for it."""
    message = messages_of(language).get(text, text)
    return message if isinstance(message, str) else text


def plural_category(language: str, count: int) -> str:
    """The plural category of a count, as the page's browser gives it.

    Source: Unicode CLDR, plural rules; a test compares the two.
    """
    last, tens = count % 10, count % 100
    if language in ("ru", "uk"):
        if last == 1 and tens != 11:
            return "one"
        return "few" if 2 <= last <= 4 and not 12 <= tens <= 14 else "many"
    if language == "ar":
        exact = {0: "zero", 1: "one", 2: "two"}.get(count)
        return exact or ("few" if 3 <= tens <= 10 else "many" if tens >= 11 else "other")
    if language == "fr" and count and count % 1_000_000 == 0:
        return "many"
    return "one" if count == 1 or (count == 0 and language in ("hy", "fr")) else "other"


@dataclass(frozen=True, slots=True)
class PageSentence:
    """A text of the page with its values: said in English on a terminal, in the reader's language on the page."""

    one: str
    """In English, with the names of values in braces."""
    many: str = ""
    """The same for more than one of what is counted."""
    count: int | None = None
    values: Mapping[str, str] = field(default_factory=dict)

    def said(self, language: str = ENGLISH) -> str:
        """The sentence; in English where the language has no words for it."""
        text = self.one if self.count in (None, 1) else self.many
        values = dict(self.values)
        if self.count is None:
            text = translate(language, self.one)
        else:
            values["count"] = count_text(self.count).replace(",", _GROUPS.get(language, ","))
            forms = messages_of(language).get(self.one, {})
            text = text if isinstance(forms, str) else forms.get(plural_category(language, self.count), text)
        if language in RIGHT_TO_LEFT:
            values = {name: f"\u2068{value}\u2069" for name, value in values.items()}
        return re.sub(r"\{(\w+)\}", lambda found: values.get(found[1], found[0]), text)

    def plain(self) -> dict[str, Any]:
        """For the page."""
        return {"one": self.one, "many": self.many, "count": self.count, "values": dict(self.values)}


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

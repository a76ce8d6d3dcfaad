"""Bring the message files of geo/show/map/messages up to what the page says: new texts come in untranslated, unused ones go.

Needed when a text of the page changes: python -m tests.update_messages
"""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from geo.judge.assessment import METHOD
from geo.judge.photos import NO_NORTH, NO_WIDTH
from geo.judge.zones.zone import WARNINGS
from geo.record.facts import CHOICE_NAMES, ZONE_NAMES, Slot, facts_of
from geo.record.kinds import KINDS
from geo.show import thumbnails
from geo.show.map import live, still
from geo.show.map.basemap import NOTES, ONLINE
from geo.show.map.languages import LANGUAGES

from .script_tokens import texts_with_levels

MAP = Path(__file__).resolve().parent.parent / "geo" / "show" / "map"
MESSAGES = MAP / "messages"
KEYWORDS = {"t": (0,), "later": (0,), "tc": (0, 1), "plural": (1, 2)}
"""The functions of messages.js, and which of their arguments are texts; the first of `tc` is the context."""


def source_messages() -> Catalog:
    """Every text of the page, as an empty catalogue."""
    catalog = Catalog(fuzzy=False)
    for path in sorted(MAP.glob("web/*.js")):
        for text, context in in_script(path.read_text("utf-8")):
            catalog.add(text, context=context, locations=[(f"web/{path.name}", 0)])
    for path in sorted(MAP.glob("web/*.html")):
        for text in re.findall(r'\bt\("([^"]+)"\)', path.read_text("utf-8")):
            catalog.add(text, locations=[(f"web/{path.name}", 0)])
    for text in dict.fromkeys([METHOD, *WARNINGS.values()]):
        catalog.add(text, locations=[("../../judge", 0)])
    for base in ONLINE.values():
        catalog.add(base.name, locations=[("basemap.py", 0)])
    for module, texts in {"basemap.py": NOTES, "still.py": still.TEXTS, "live.py": live.TEXTS}.items():
        for one in texts:
            forms = (one,) if isinstance(one, str) else tuple(filter(None, one))
            catalog.add(forms if len(forms) > 1 else forms[0], locations=[(module, 0)])
    shown = [fact for kind in KINDS.values() for fact in facts_of(kind) if fact.slot is Slot.FACT]
    for text in dict.fromkeys(
        [
            *(text for fact in shown for text in (fact.label, fact.remark) if text),
            *ZONE_NAMES.values(),
            *(name for names in CHOICE_NAMES.values() for name in names.values()),
            *thumbnails.REASONS,
            *(NO_NORTH, NO_WIDTH),
        ]
    ):
        catalog.add(text, locations=[("../../record/kinds.py", 0)])
    return catalog


def in_script(script: str) -> list[tuple[Any, str | None]]:
    """The texts of a JavaScript module that are to be translated, each with its context; plural forms as a pair."""
    found: list[tuple[Any, str | None]] = []
    for _, text, levels in texts_with_levels(script):
        level = levels[-1]
        if text or level.called not in KEYWORDS:
            continue  # not the end of a call
        said = [level.texts.get(number) for number in KEYWORDS[level.called]]
        if level.called == "plural" and None not in said:
            found.append((tuple(said), None))
        elif said[-1] is not None:
            found.append((said[-1], said[0] if len(said) > 1 else None))
    return found


def file_of(language: str) -> Path:
    """The message file of a language."""
    return MESSAGES / f"{language}.po"


def read(language: str) -> Catalog:
    """The message file of a language; an empty one where there is none yet."""
    path = file_of(language)
    if not path.exists():
        return Catalog(locale=language, fuzzy=False)
    return read_po(io.BytesIO(path.read_bytes()), locale=language, abort_invalid=True)


def written(catalog: Catalog, language: str) -> bytes:
    """A catalogue as a message file: no dates and no line numbers, so that it changes only where a text does."""
    wanted = Catalog(locale=language, fuzzy=False)
    for message in catalog:
        if message.id:
            wanted.add(message.id, message.string, message.locations, message.flags, context=message.context)
    out = io.BytesIO()
    write_po(out, wanted, width=0, omit_header=True, sort_output=True, ignore_obsolete=True, include_lineno=False)
    header = "\n".join(
        [
            f"# The page's own words in {catalog.locale.get_display_name('en') if catalog.locale else language} ({LANGUAGES[language]}).",
            "# Not yet checked by a native reader. Corrections are welcome: say what is wrong and what a reader would expect.",
            "# Neutral words are wanted: a verdict is about published figures, never about people.",
            'msgid ""',
            'msgstr ""',
            f'"Language: {language}\\n"',
            '"MIME-Version: 1.0\\n"',
            '"Content-Type: text/plain; charset=utf-8\\n"',
            '"Content-Transfer-Encoding: 8bit\\n"',
            f'"Plural-Forms: {wanted.plural_forms}\\n"',
            "",
            "",
        ]
    )
    return header.encode() + out.getvalue().lstrip(b"\n")


def update(language: str) -> bytes:
    """The message file of a language with exactly the texts that the page has now."""
    catalog = read(language)
    catalog.update(source_messages(), no_fuzzy_matching=True)
    return written(catalog, language)


if __name__ == "__main__":
    for one in LANGUAGES:
        if one != "en":
            file_of(one).write_bytes(update(one))

"""Finds words of the page that no message file can have: literals that a reader sees and no function of messages.js takes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .script_tokens import Level, texts_with_levels
from .update_messages import KEYWORDS

if TYPE_CHECKING:
    from collections.abc import Iterator

SPOKEN = {"alt", "aria-label", "aria-valuetext", "aria-roledescription", "placeholder", "title", "textContent"}
"""Attributes and properties that are read by people."""
NO_TEXT = {"class", "className", "d", "rel", "source"}
"""Those that never are: names of styles, outlines, kinds of links, scripts."""
NO_TEXT_CALLS = {"Error", "closest", "fire", "matches", "on", "off", "once", "querySelector", "querySelectorAll"}
"""Functions whose strings are selectors, events, or for whoever mends the page."""
STYLES = {"label": 1}
"""Functions that take the name of a style, and as which argument."""
_TAGS = re.compile(r"<[a-z/][^<>]*>")
"""Markup, of which only what stands between the tags is read."""
_WORDS = re.compile(r"[^\W\d_]{2,}[,;:.]? [^\W\d_]{2,}")
_WORD = re.compile(r"[^\W\d_]{2,}")
_TITLE = re.compile(r"[A-Z][a-z]{3,}")
_NAMES = {
    "use strict",
    "Point",
    "Polygon",
    "Feature",
    "FeatureCollection",
    "Enter",
    "Home",
    "PageUp",
    "PageDown",
    "geo watch",
    "GeoJSON",
    "CSV",
    "PNG",
    "SVG",
    "SHA-256",
    "UTM",
    "MGRS",
    "WGS 84",
    "Leaflet",
    "debris-sites",
    "Escape",
    "N",
    "P",
}
"""Names that are the same in all languages, or that only programs read."""


def find_unwrapped(script: str) -> Iterator[tuple[int, str]]:
    """Line and text of each literal that a reader sees untranslated."""
    for line, text, levels in texts_with_levels(script):
        if not any(level.called in KEYWORDS for level in levels) and is_seen(text, levels):
            yield line, text


def is_seen(text: str, levels: list[Level]) -> bool:
    """Whether a literal at this place is words that a reader sees."""
    level = levels[-1]
    text = _TAGS.sub("", text)
    if text.strip(" .,:;()") in _NAMES or not _WORD.search(text):
        return False
    if level.name in NO_TEXT or any(one.called in NO_TEXT_CALLS for one in levels[-2:]):
        return False
    if level.called in STYLES and level.argument == STYLES[level.called]:
        return False
    if _WORDS.search(text) or _TITLE.fullmatch(text) or level.name in SPOKEN:
        return True
    within = [one for one in levels if one.called in ("el", "say")]
    is_child = bool(within) and within[-1].argument >= 2 and level.bracket != "{"
    return is_child and (level.called in ("el", "say") or level.bracket == "[")

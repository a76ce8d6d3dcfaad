"""Finds words of the page that no message file can have: literals that a reader sees and no function of messages.js takes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .update_messages import KEYWORDS

if TYPE_CHECKING:
    from collections.abc import Iterator

SPOKEN = {"alt", "aria-label", "aria-valuetext", "aria-roledescription", "placeholder", "title", "textContent"}
"""Attributes and properties that are read by people."""
NO_TEXT = {"class", "className", "d", "rel"}
"""Those that never are: names of styles, outlines, kinds of links."""
NO_TEXT_CALLS = {"Error", "closest", "fire", "matches", "on", "off", "once", "querySelector", "querySelectorAll"}
"""Functions whose strings are selectors, events, or for whoever mends the page."""
STYLES = {"label": 1}
"""Functions that take the name of a style, and as which argument."""
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


@dataclass
class Level:
    """A bracket that is open: who is called, which argument we are at, and the property that is being given."""

    bracket: str
    called: str = ""
    argument: int = 0
    name: str = ""


_TOKEN = re.compile(
    r"""(?P<comment>//[^\n]*|/\*.*?\*/)|(?P<string>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')|(?P<name>[\w$\#]+)|(?P<operator>\S)""",
    re.DOTALL,
)
_PATTERN = re.compile(r"/(?:[^/\\\n\[]|\\.|\[(?:[^\]\\\n]|\\.)*\])+/\w*")
"""A regular expression."""


def find_unwrapped(script: str) -> Iterator[tuple[int, str]]:
    """Line and text of each literal that a reader sees untranslated."""
    levels = [Level("")]
    last = ""
    for line, kind, value in tokens(script):
        if kind in ("string", "template"):
            text = without_expressions(value[1:-1])
            if last != "from" and not any(level.called in KEYWORDS for level in levels) and is_seen(text, levels):
                yield line, text
            for inner in expressions(value) if kind == "template" else ():
                yield from ((line, text) for _, text in find_unwrapped(inner))
        elif kind == "operator":
            follow(levels, value, last)
        if value not in ("?", "."):  # of map?.on, too, the last word is called
            last = value


def tokens(script: str) -> Iterator[tuple[int, str, str]]:
    """Line, kind and text of each token but comments; a template is one, with what it computes, and so is a regular expression."""
    at, last = 0, "("
    while found := _TOKEN.search(script, at):
        kind, value = str(found.lastgroup), found[0]
        if value == "`":
            kind, value = "template", script[found.start() : end_of_template(script, found.end())]
        elif (
            value == "/"
            and (last in "(,=:[!&|?{};+>" or last == "return")
            and (pattern := _PATTERN.match(script, found.start()))
        ):
            kind, value = "pattern", pattern[0]
        at = found.start() + len(value)
        if kind != "comment":
            yield script.count("\n", 0, found.start()) + 1, kind, value
            last = value


def end_of_template(script: str, at: int) -> int:
    """Where a template ends whose first character is before `at`."""
    while script[at] != "`":
        if script.startswith("${", at):
            at = end_of_expression(script, at + 2)
        else:
            at += 2 if script[at] == "\\" else 1
    return at + 1


def end_of_expression(script: str, at: int) -> int:
    """Where an expression of a template ends, behind its bracket."""
    depth = 1
    while depth:
        found = _TOKEN.search(script, at)
        if not found:
            raise ValueError(f"a template does not end: {script[at:]}")
        at = end_of_template(script, found.end()) if found[0] == "`" else found.end()
        depth += {"{": 1, "}": -1}.get(found[0], 0)
    return at


def follow(levels: list[Level], operator: str, last: str) -> None:
    """Open or close a bracket, or go to the next argument or property."""
    if operator in ("(", "[", "{"):
        levels.append(Level(operator, called=last if operator == "(" else ""))
    elif operator in (")", "]", "}") and len(levels) > 1:
        levels.pop()
    elif operator in (",", ";"):
        levels[-1].argument += 1
        levels[-1].name = ""
    elif operator in (":", "="):
        levels[-1].name = last.strip('"')


def is_seen(text: str, levels: list[Level]) -> bool:
    """Whether a literal at this place is words that a reader sees."""
    level = levels[-1]
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


def without_expressions(text: str) -> str:
    """A template without what it computes."""
    for inner in expressions(f"`{text}`"):
        text = text.replace(f"${{{inner}}}", "", 1)
    return text


def expressions(template: str) -> list[str]:
    """What a template computes."""
    found, at = [], 1
    while at < len(template) - 1:
        if template.startswith("${", at):
            end = end_of_expression(template, at + 2)
            found.append(template[at + 2 : end - 1])
            at = end
        else:
            at += 2 if template[at] == "\\" else 1
    return found

"""Takes the page's JavaScript apart, as far as it takes to find the texts in it: tokens, and which call and property they stand in."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass
class Level:
    """A bracket that is open: who is called, which argument we are at, and the property that is being given."""

    bracket: str
    called: str = ""
    argument: int = 0
    name: str = ""
    texts: dict[int, str] = field(default_factory=dict)
    """Arguments that are plain texts."""


_TOKEN = re.compile(
    r"""(?P<comment>//[^\n]*|/\*.*?\*/)|(?P<string>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')|(?P<name>[\w$\#]+)|(?P<operator>\S)""",
    re.DOTALL,
)
_PATTERN = re.compile(r"/(?:[^/\\\n\[]|\\.|\[(?:[^\]\\\n]|\\.)*\])+/\w*")
"""A regular expression."""


def texts_with_levels(script: str) -> Iterator[tuple[int, str, list[Level]]]:
    """Line and text of each literal, without what a template computes, and the brackets around it, the innermost last.

    Texts within a template come after it. An empty text comes at the end of each bracket, which is then the innermost.
    """
    levels = [Level("")]
    last = ""
    for line, kind, value in tokens(script):
        if kind in ("string", "template"):
            text = without_expressions(value[1:-1])
            if last != "from":
                levels[-1].texts.setdefault(levels[-1].argument, text.replace('\\"', '"'))
                yield line, text, levels
            for inner in expressions(value) if kind == "template" else ():
                yield from ((line, text, [*levels, *around]) for _, text, around in texts_with_levels(inner))
        elif kind == "operator":
            if value in (")", "]", "}"):
                yield line, "", levels
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

"""Joins the page's JavaScript modules into one script, since a page that is opened from a disk cannot load modules.

Each module becomes a function of its own that returns what it exports, so modules share no names.
"""

from __future__ import annotations

import re
from functools import cache
from importlib import resources

_WEB = resources.files("geo.show.map") / "web"
_IMPORT = re.compile(r'^import \{([^}]*)\} from "\./(\w+)\.js";\n', re.MULTILINE)
_DOCUMENTATION = re.compile(r"^[ \t]*/\*\*(?:[^*]|\*(?!/))*\*/\n|/\*\* @type [^\n]*?\*/ ?", re.MULTILINE)
"""Comments with types; the sentences for whoever reads the page's source stand in comments of one line."""
_INDENT = re.compile(r"^[ \t]+|\n(?=\n)", re.MULTILINE)
"""What no browser needs. No string of the modules goes over more than one line: `wrap` refuses such."""
_EXPORT = re.compile(r"^export (?=(?:async )?(?:function|const|class) (\w+))", re.MULTILINE)


@cache
def bundle(entry: str) -> str:
    """A script that defines one constant, named after the module `entry`, with everything that this module exports.

    Raises:
        ValueError: if modules import one another in a circle, or use a form of import or export other than
            `import { a, b as c } from "./module.js";` and `export` before a function, constant or class.
    """
    wrapped: dict[str, str] = {}
    _add(entry, wrapped, ())
    joined = "\n".join(wrapped.values())
    return f'const {entry} = (() => {{\n"use strict";\nconst modules = {{}};\n{joined}\nreturn modules.{entry};\n}})();\n'


def _add(name: str, wrapped: dict[str, str], importers: tuple[str, ...]) -> None:
    """Add a module after those that it imports."""
    if name in importers:
        raise ValueError(f"modules import one another in a circle: {' > '.join((*importers, name))}")
    if name in wrapped:
        return
    source = (_WEB / f"{name}.js").read_text("utf-8")
    for found in _IMPORT.finditer(source):
        _add(found[2], wrapped, (*importers, name))
    wrapped[name] = wrap(name, source)


def wrap(name: str, source: str) -> str:
    """A module as a function that fills `modules` with what the module exports.

    Raises:
        ValueError: if it imports or exports in a way that this cannot rewrite.
    """
    body = _INDENT.sub("", _DOCUMENTATION.sub("", _IMPORT.sub(_destructure, source)))
    if odd := next((line for line in body.split("\n") if line.count("`") % 2), None):
        raise ValueError(f"{name}.js cannot be joined with the others: a string goes over more than one line: {odd}")
    exports = _EXPORT.findall(body)
    body = _EXPORT.sub("", body)
    if left := re.search(r"^\s*(?:import|export)\b.*|\bawait import\(.*", body, re.MULTILINE):
        raise ValueError(f"{name}.js cannot be joined with the others: {left[0]}")
    return f"modules.{name} = (() => {{\n{body}return {{ {', '.join(exports)} }};\n}})();"


def _destructure(found: re.Match[str]) -> str:
    names = ", ".join(re.sub(r"\s+as\s+", ": ", one.strip()) for one in found[1].split(",") if one.strip())
    return f"const {{ {names} }} = modules.{found[2]};\n"

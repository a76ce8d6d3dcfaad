"""Writes the parts of the documentation that follow from the program: kinds, commands, problems and the Python API.

MkDocs calls `on_page_markdown` for each page (`hooks` in mkdocs.yml). A page says where such a part belongs by a line
such as `<!-- generated: commands -->`. Everything is taken from what users see: `geo.__all__`, the command line and its
output. So the pages survive when modules move.
"""

from __future__ import annotations

import html
import inspect
import json
import re
from pathlib import Path
from textwrap import dedent
from typing import TYPE_CHECKING, Any

import click
from click.testing import CliRunner

import geo
import geo.cli
from geo.record.language_names import NAMES_PATTERN

if TYPE_CHECKING:
    from collections.abc import Iterator

RECORD = Path(__file__).parent.parent / "sites.geojson"
_MARK = re.compile(r"^<!-- generated: (\w+) -->$", re.MULTILINE)


def on_page_markdown(markdown: str, **_: object) -> str:
    """Replace the marks of a page by what they name.

    Raises:
        KeyError: if a mark names something that is not generated.
    """
    return _MARK.sub(lambda match: _PARTS[match[1]](), markdown)


def commands() -> str:
    """Every command with its usage, its help and its options, as `--help` has them."""
    return "\n".join(line for path, command in _walk(geo.cli.geo, "geo") for line in _command(path, command))


def kinds() -> str:
    """Every kind of record with its properties, from the schema, and its first record in the repository's own file."""
    return "\n".join(_kinds(json.loads(_output("schema"))))


def problems() -> str:
    """Every problem with an example and its cure, under a heading each."""
    return _output("explain", "--format", "markdown").partition("\n## ")[2].join(("## ", ""))


def python_names() -> str:
    """A directive for each public name, which mkdocstrings fills from its docstring: functions, classes, exceptions."""
    values = {name: getattr(geo, name) for name in geo.__all__}
    errors = [name for name, value in values.items() if inspect.isclass(value) and issubclass(value, Exception)]
    classes = [name for name, value in values.items() if inspect.isclass(value) and name not in errors]
    functions = [name for name in values if name not in errors and name not in classes]
    parts = ("Functions", functions), ("Classes", classes), ("Exceptions", errors)
    return "\n".join(f"## {title}\n\n" + "".join(f"::: geo.{name}\n\n" for name in names) for title, names in parts)


_PARTS = {"commands": commands, "kinds": kinds, "problems": problems, "python": python_names}


def _output(*words: str) -> str:
    return CliRunner().invoke(geo.cli.geo, words, catch_exceptions=False).output


# commands


def _walk(group: click.Group, path: str) -> Iterator[tuple[str, click.Command]]:
    context = click.Context(group, info_name=path)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if command is None or command.hidden:
            continue
        yield f"{path} {name}", command
        if isinstance(command, click.Group):
            yield from _walk(command, f"{path} {name}")


def _command(path: str, command: click.Command) -> Iterator[str]:
    context = click.Context(command, info_name=path, terminal_width=10_000)
    yield from (
        f"{'#' * len(path.split())} {path}",
        "",
        "```text",
        " ".join([path, *command.collect_usage_pieces(context)]),
        "```",
        "",
    )
    for paragraph in dedent(inspect.cleandoc(command.help or "")).split("\n\n"):
        if paragraph.startswith("\b"):  # click keeps the lines of such a paragraph
            yield from _kept(paragraph.removeprefix("\b").strip("\n"))
        else:
            yield from (_prose(paragraph), "")
    for param in command.get_params(context):
        record = param.get_help_record(context)
        if record and "--help" not in param.opts:
            yield f"- `{record[0]}`: {_prose(record[1])}"
    yield ""


def _kept(paragraph: str) -> Iterator[str]:
    """A paragraph whose lines stay as they are: a title, then code."""
    first, _, rest = paragraph.partition("\n")
    if first.endswith(":"):
        yield from (first, "")
        paragraph = rest
    yield from ("```sh" if dedent(paragraph).startswith("geo ") else "```toml", dedent(paragraph), "```", "")


# kinds


def _kinds(schema: dict[str, Any]) -> Iterator[str]:
    definitions = schema["$defs"]
    branches = definitions["feature"]["allOf"]
    names = [branch["if"]["properties"]["properties"]["properties"]["kind"]["const"] for branch in branches]
    properties = {name: {k: v for k, v in definitions[name]["properties"].items() if k != "kind"} for name in names}
    common = [one for one in properties[names[0]] if all(one in owned for owned in properties.values())]
    yield from ("## What all kinds have", "", "A text `id`, unique in the file, beside these properties:", "")
    in_languages = {"name:<language>": definitions[names[0]]["patternProperties"][NAMES_PATTERN]}
    yield from _table({name: properties[names[0]][name] for name in common} | in_languages, [])
    for branch, name in zip(branches, names, strict=True):
        yield from (f"## {name}", "", definitions[name]["description"], "")
        yield from (f"Geometry: {_geometries(branch['then']['properties']['geometry'])}.", "")
        own = {key: value for key, value in properties[name].items() if key not in common}
        yield from _table(own, definitions[name]["required"])
        if example := _example(name):
            yield from (f"The first {name} of this repository's own record:", "", "```json", example, "```", "")


def _table(properties: dict[str, Any], required: list[str]) -> Iterator[str]:
    yield from ("| property | value | meaning |", "|---|---|---|")
    for name, schema in properties.items():
        needed = " **Required.**" if name in required else ""
        examples = " Such as " + ", ".join(f"`{one}`" for one in schema["examples"]) + "." if "examples" in schema else ""
        meaning = _cell(_prose(schema.get("description", "")) + examples) + needed
        yield f"| `{name}` | {_cell(', or '.join(dict.fromkeys(_values(schema))))} | {meaning} |"
    yield ""


def _values(schema: dict[str, Any]) -> Iterator[str]:
    """What a property may hold, in words.

    Raises:
        ValueError: if the schema uses something for which there are no words here.
    """
    if "anyOf" in schema:
        for one in schema["anyOf"]:
            yield from _values(one)
    elif "enum" in schema:
        yield " or ".join(f"`{one}`" for one in schema["enum"])
    elif schema.get("type") == "array":
        yield f"list of {', or '.join(_values(schema['items']))}s"
    elif schema.get("pattern", "").startswith("^[0-9]{4}"):
        yield "date, time or interval (ISO 8601)"
    elif schema.get("pattern", "").startswith("^https?"):
        yield "web address"
    elif "minimum" in schema or "exclusiveMinimum" in schema or "maximum" in schema:
        yield _words_of_type(schema["type"]) + _bounds(schema)
    elif schema.get("type") != "null":
        yield _words_of_type(schema.get("type"))


def _words_of_type(name: str | None) -> str:
    words = {"string": "text", "number": "number", "integer": "whole number", "boolean": "true or false", "object": "object"}
    if name not in words:
        raise ValueError(f"the documentation has no words for the type {name!r} of the schema")
    return words[name]


def _bounds(schema: dict[str, Any]) -> str:
    least, above, most = (schema.get(key) for key in ("minimum", "exclusiveMinimum", "maximum"))
    low = f" above {above:,}" if above is not None else f" from {least:,}" if least is not None else ""
    return low if most is None or most > 20_000_000 else f"{low} to {most:,}"  # half of the Earth's girth goes without saying


def _geometries(schema: dict[str, Any]) -> str:
    names = [one["$ref"].rpartition("_")[2] for one in schema.get("anyOf", ()) if "$ref" in one]
    return " or ".join([*names, "null"])


def _example(kind: str) -> str | None:
    """The first feature of a kind, as it stands in the file."""
    text = RECORD.read_text("utf-8")
    start = text.index("[", text.index('"features"')) + 1
    while (begin := text.find("{", start)) >= 0:
        feature, start = json.JSONDecoder().raw_decode(text, begin)
        if feature["properties"]["kind"] == kind:
            return dedent(" " * (begin - text.rindex("\n", 0, begin) - 1) + text[begin:start])
    return None


# text


def _prose(text: str) -> str:
    """Text of the program's as Markdown that shows it as it is; what stands in backticks is code already."""
    parts = re.split(r"(`[^`]*`)", " ".join(text.split()))
    return "".join(
        part if part.startswith("`") else re.sub(r"([*_\[\]])", r"\\\1", html.escape(part, quote=False)) for part in parts
    )


def _cell(text: str) -> str:
    return text.replace("|", r"\|")

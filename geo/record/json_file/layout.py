"""Lays out the file that people edit from the pieces of its own text, so that no value can change.

A pair of coordinates stands on one line, and so does a property; keys stand in one order; records keep theirs.
"""

from __future__ import annotations

import json
import re
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any, TypeAlias

from geo.record import codes
from geo.record.json_file.parse_errors import MAX_DEPTH, TextError
from geo.record.progress import track_progress

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from geo.record.json_file.parse import JsonDocument

Node: TypeAlias = "str | list[Node] | dict[str, Node]"
"""A value as typed: numbers, words and texts (and keys) are the characters of the file, quotation marks included."""


_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")


def is_number(text: str) -> bool:
    """Whether a text is a number as JSON writes it."""
    return _NUMBER.fullmatch(text) is not None


def turn_rings(rings: Sequence[Any]) -> list[Node]:
    """The rings of a polygon with the area to their left: the outer one counterclockwise, holes clockwise.

    >>> turn_rings([[["0", "0"], ["0", "1"], ["1", "0"], ["0", "0"]]])
    [[['0', '0'], ['1', '0'], ['0', '1'], ['0', '0']]]

    Source: RFC 7946, 3.1.6.
    """
    return [ring[::-1] if _turns_right(ring) == (index == 0) else ring for index, ring in enumerate(rings)]


def _turns_right(ring: Any) -> bool:
    """Whether a ring runs clockwise."""
    pairs = [(float(pair[0]), float(pair[1])) for pair in ring]
    return sum((b[0] - a[0]) * (b[1] + a[1]) for a, b in pairwise(pairs)) > 0


WIDTH = 120
"""A geometry longer than this is spread over lines, down to the pairs."""

PROPERTIES = (
    *("kind", "name"),
    *("title", "publisher", "published_on", "url", "archive_url", "file", "sha256", "language", "reliability"),
    *("credibility", "attributed_to", "relies_on", "shows", "taken_at", "taken_at_basis"),
    *(
        "published_coordinates",
        "published_corners",
        "geodetic_datum",
        "offset_from",
        "published_offset",
        "offset_distance_m",
        "offset_direction",
    ),
    *("found_on", "struck_on", "uncertainty_m", "uncertainty_includes_printing", "elevation_m"),
    *("position_basis", "position_error_m", "view_direction_deg", "view_north", "view_width_deg"),
    *("munition", "category", "marking", "condition", "depth_m", "accident", "lethal_radius_m", "lethal_radius_basis"),
    *("scale", "taken_by", "credit", "licence", "copied_from", "changes", "sensitive"),
    *("zone_type", "published_radius", "radius_m", "length_m", "width_m", "azimuth", "basis", "status", "valid"),
    *("from", "to", "site", "of", "at", "origin", "about", "attribute", "value"),
    *("published_distance", "distance_m", "tolerance_m", "modifier", "straight_line", "direction"),
    *("tolerance_deg", "axis", "method"),
    *("claimed_by", "claimed_on"),
    *("quote", "note", "sources"),
)
"""The order of properties, from what a record is to where that is said; names in other languages follow `name`, others the last, as typed."""
_COLLECTION = ("type", "name")
_FEATURE = ("type", "id", "bbox", "geometry", "properties")
_GEOMETRY = ("type", "coordinates")

_TOKEN = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|[{}\[\],:]|[^\s{}\[\],:"]+')


def build_tree(text: str, start: int, end: int) -> Node:
    """The pieces of the valid JSON value that stands in a text from one character to another.

    Raises:
        TextError: if it is nested more deeply than `MAX_DEPTH`.
    """
    root: list[Node] = []
    inside: list[Node] | dict[str, Node] = root
    around: list[list[Node] | dict[str, Node]] = []
    key = ""
    for match in _TOKEN.finditer(text, start, end):
        piece = match[0]
        if piece in {",", ":"}:
            continue
        if piece in {"]", "}"}:
            inside = around.pop()
            continue
        if isinstance(inside, dict) and not key:
            key = piece
            continue
        node: Node = {} if piece == "{" else [] if piece == "[" else piece
        if isinstance(inside, dict):
            inside[key], key = node, ""
        else:
            inside.append(node)
        if not isinstance(node, str):
            if len(around) == MAX_DEPTH:
                raise TextError(codes.TOO_DEEP, f"more than {MAX_DEPTH} nested brackets are open here", match.start())
            around.append(inside)
            inside = node
    return root[0]


def read_members(document: JsonDocument) -> dict[str, Node]:
    """The outer members of a document without faults, except its features if they are a list."""
    text, found = document.text, {}
    for name, at in document.places.items():
        if name != "features" or not isinstance(document.members[name], list):
            key = _TOKEN.match(text, at)
            found[key[0] if key else ""] = build_tree(text, *document.spans[name])
    return found


def features(document: JsonDocument) -> Iterator[Node] | None:
    """The features of a document without faults, one by one, or None if it has no list of them."""
    if not isinstance(document.members.get("features"), list):
        return None
    return (
        build_tree(document.text, element.start, element.end)
        for element in track_progress(document.members["features"], "Laying out")
    )


def format_canonical(outer: Mapping[str, Node], inner: Iterable[Node] | None) -> str:
    """The text of a file with these outer members and features, in the one layout."""
    lines = [f"{key}: {_spread(value, '  ', '  ')}" for key, value in _ordered(outer, _COLLECTION)]
    if inner is not None:
        reformat = [feature_text(feature, "    ") for feature in inner]
        listed = ",\n    ".join(reformat)
        lines.append(f'"features": [\n    {listed}\n  ]' if reformat else '"features": []')
    return "{\n  " + ",\n  ".join(lines) + "\n}\n" if lines else "{}\n"


def feature_text(feature: Node, indent: str, step: str = "  ") -> str:
    """A feature over several lines; `indent` stands before its first line, and is not repeated there."""
    if not isinstance(feature, dict):
        return format_compact(feature)
    lines = {
        '"geometry"': lambda node, indent: _spread(_sorted(node, _GEOMETRY), indent, step),
        '"properties"': lambda node, indent: _block(
            _sorted(node, PROPERTIES), indent, step, lambda one, _: format_compact(one)
        ),
    }
    inner = indent + step
    parts = [f"{key}: {lines.get(key, _compact_at)(node, inner)}" for key, node in _ordered(feature, _FEATURE)]
    return _enclosed("{", parts, "}", indent, step)


def feature_line(feature: Mapping[str, Node]) -> str:
    """A feature on one line, its keys in order."""
    sort = {'"geometry"': _GEOMETRY, '"properties"': PROPERTIES}
    return format_compact({key: _sorted(node, sort.get(key, ())) for key, node in _ordered(feature, _FEATURE)})


def format_compact(node: Node) -> str:
    """A value on one line."""
    if isinstance(node, str):
        return node
    if isinstance(node, dict):
        return "{" + ", ".join(f"{key}: {format_compact(value)}" for key, value in node.items()) + "}"
    return "[" + ", ".join(map(format_compact, node)) + "]"


def _compact_at(node: Node, _: str) -> str:
    return format_compact(node)


def _spread(node: Node, indent: str, step: str) -> str:
    """A value on one line if it fits or holds nothing nested, else each of its members on its own."""
    line = format_compact(node)
    if isinstance(node, str) or len(indent) + len(line) <= WIDTH:
        return line
    if all(isinstance(value, str) for value in (node.values() if isinstance(node, dict) else node)):
        return line
    return _block(node, indent, step, lambda one, inner: _spread(one, inner, step))


def _block(node: Node, indent: str, step: str, value: Callable[[Node, str], str]) -> str:
    inner = indent + step
    if isinstance(node, dict):
        return _enclosed("{", [f"{key}: {value(one, inner)}" for key, one in node.items()], "}", indent, step)
    if isinstance(node, list):
        return _enclosed("[", [value(one, inner) for one in node], "]", indent, step)
    return node


def _enclosed(opening: str, parts: Sequence[str], closing: str, indent: str, step: str) -> str:
    if not parts:
        return opening + closing
    between = f",\n{indent}{step}"
    return f"{opening}\n{indent}{step}{between.join(parts)}\n{indent}{closing}"


def _sorted(node: Node, order: Sequence[str]) -> Node:
    return dict(_ordered(node, order)) if isinstance(node, dict) else node


def _ordered(node: Mapping[str, Node], order: Sequence[str]) -> list[tuple[str, Node]]:
    """Members in an order; those that it does not name follow as they stand."""
    rank = _ranks(tuple(order))
    after_name = rank.get("name", len(order)) + 0.5

    def place(name: str) -> float:
        return rank.get(name, after_name if name.startswith("name:") else len(order))

    return sorted(node.items(), key=lambda member: place(decode_string(member[0])))


@cache
def _ranks(order: tuple[str, ...]) -> dict[str, int]:
    return {name: index for index, name in enumerate(order)}


def decode_string(literal: str) -> str:
    """The text that a text of the file stands for."""
    return str(json.loads(literal)) if "\\" in literal else literal[1:-1]


_encoded = json.JSONEncoder(ensure_ascii=False).encode  # json.dumps would make an encoder for each text


def quote_string(text: str) -> str:
    """A text in quotation marks; lone surrogates, which UTF-8 cannot encode, as escapes."""
    return _encoded(text).encode("utf-8", "backslashreplace").decode("utf-8")

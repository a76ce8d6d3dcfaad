"""Reads JSON that is a table: a list of objects, JSON Lines, an object that holds one such list, GeoJSON of unusual shapes."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, NamedTuple, TypeGuard

from geo.earth.quantities import count_text
from geo.record.json_file.layout import is_number, quote_string

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from geo.record.json_file.layout import Node

_HEAD_BYTES = 2**16
_DEEPEST = 3
"""How many objects inside of each other become columns."""
MOST_COLUMNS = 2_000


class JsonRow(NamedTuple):
    """An object of the list."""

    cells: dict[str, str]
    geometry: Node
    fault: str | None = None
    pairs: tuple[str, ...] = ()
    """The cells that are lists of two or three numbers, which say in no word which of them is the latitude."""


def is_json_table(path: Path) -> bool:
    """Whether a file is JSON that GDAL does not read as features.

    Raises:
        OSError: if there is no such file.
    """
    with path.open("rb") as file:
        head = file.read(_HEAD_BYTES).removeprefix(b"\xef\xbb\xbf").lstrip()
    if head.startswith(b"["):
        return True
    return head.startswith(b"{") and not re.search(
        rb'"type"\s*:\s*"(FeatureCollection|Topology|Tileset|gdal_streamed_alg)"', head
    )


def read_json_rows(path: Path, data: bytes) -> list[JsonRow]:
    """The objects of a file as rows; numbers have their digits as typed.

    Raises:
        ValueError: if it is not JSON, or holds no list of objects.
    """
    try:
        text = data.decode("utf-8-sig")
    except ValueError as error:
        raise ValueError(f"{path} is not UTF-8, as JSON is: {error}") from None
    found = _listed(path, text)
    objects = [_feature(one) if isinstance(one, dict) else (None, "null") for one in found]
    rows = []
    names: set[str] = set()
    for given, geometry in objects:
        if given is None:
            rows.append(JsonRow({}, "null", "it is no object"))
            continue
        cells = dict(_cells(given))
        pairs = tuple(name for name, text in cells.items() if isinstance(text, _NumberList))
        names.update(cells)
        if len(names) > MOST_COLUMNS:
            raise ValueError(
                f"{path}: its objects have more than {count_text(MOST_COLUMNS)} different keys, too many for a table"
            )
        rows.append(JsonRow(cells, geometry, pairs=pairs))
    return rows


def _listed(path: Path, text: str) -> list[Any]:
    """The list of objects that a text holds."""
    try:
        value = _parse(text)
    except RecursionError:
        raise ValueError(f"{path}: too many nested brackets are open") from None
    except ValueError as error:
        lines = {number: one for number, line in enumerate(text.splitlines(), 1) if (one := line.strip(" \t\x1e"))}
        if len(lines) < 2 or isinstance(error, _TwiceError):
            raise ValueError(f"{path} is not JSON: {error}") from None
        return list(_json_lines(path, lines, error))
    if isinstance(value, dict) and value.get("type") == "Feature":
        return [value]
    if isinstance(value, dict):
        lists = next((found for depth in range(_DEEPEST + 1) if (found := dict(_lists(value, depth)))), {})
        if len(lists) > 1:
            raise ValueError(f"{path} holds several lists: {', '.join(lists)}; save the one that is meant as a file of its own")
        value = next(iter(lists.values()), None) or _columns_and_rows(value) or _by_key(value) or [value]
    elif value and all(isinstance(one, list) for one in value):
        value = _objects(value[0], value[1:])
    if not any(isinstance(one, dict) for one in value):
        raise ValueError(f"{path} holds no list of objects, so it has no rows")
    return list(value)


def _lists(value: dict[str, Any], depth: int, before: str = "") -> Iterator[tuple[str, list[Any]]]:
    """The lists of objects that stand so deep in an object, by their names."""
    for name, one in value.items():
        if depth and isinstance(one, dict):
            yield from _lists(one, depth - 1, f"{before}{name}.")
        elif not depth and isinstance(one, list) and any(isinstance(it, dict) for it in one):
            yield f"{before}{name}", one


def _columns_and_rows(value: dict[str, Any]) -> list[Any]:
    """The objects of one list of names and one list of rows of that length; nothing where an object holds something else."""
    lists = [one for one in value.values() if isinstance(one, list) and one]
    if len(lists) != 2 or not all(isinstance(one, list) for one in lists[1]):
        return []
    return _objects(*lists)


def _objects(names: Any, rows: list[list[Any]]) -> list[Any]:
    """Rows as objects by the names of their columns; a row of another length stays as it is, and is no object."""
    if not all(isinstance(one, str) and not isinstance(one, _Digits) and one for one in names) or len({*names}) < len(names):
        return []
    return [dict(zip(names, row, strict=True)) if len(row) == len(names) else row for row in rows]


def _by_key(value: dict[str, Any]) -> list[Any]:
    """The objects of an object that has nothing else, each with its key; nothing where they are unlike each other."""
    found = list(value.values())
    if len(found) < 2 or not all(isinstance(one, dict) and one for one in found):
        return []
    shared = set.intersection(*(set(one) for one in found))
    if 2 * len(shared) < max(map(len, found)) or "key" in shared:
        return []
    return [{"key": key, **one} for key, one in value.items()]


def _json_lines(path: Path, lines: dict[int, str], error: ValueError) -> Iterator[Any]:
    """A value for each line; `error` is why the whole is no JSON, which a reader wants to know where the first line is none."""
    for number, line in lines.items():
        try:
            yield _parse(line)
        except RecursionError:
            raise ValueError(f"{path}: too many nested brackets are open") from None
        except ValueError as why:
            where = error if number == min(lines) else f"line {number}: {getattr(why, 'msg', why)}"
            raise ValueError(f"{path} is not JSON: {where}") from None


class _TwiceError(ValueError):
    """An object gives one key twice, so that one of two values would be lost."""


def _parse(text: str) -> Any:
    return json.loads(text, parse_int=_Digits, parse_float=_Digits, parse_constant=str, object_pairs_hook=_unique)


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        twice = next(name for number, (name, _) in enumerate(pairs) if name in dict(pairs[:number]))
        raise _TwiceError(f"an object gives {quote_string(twice)} twice, and only one value could be kept")
    return found


class _Digits(str):
    """A number as it is typed."""

    __slots__ = ()


class _NumberList(str):
    """Two or three numbers of a list."""

    __slots__ = ()


def _feature(given: dict[str, Any]) -> tuple[dict[str, Any], Node]:
    """What an object says, and its geometry where it is a feature of GeoJSON."""
    if given.get("type") != "Feature":
        return given, "null"
    properties = given.get("properties")
    said = properties if isinstance(properties, dict) else {}
    if "id" in given and "id" not in said:
        said = {"id": given["id"], **said}
    return said, _geometry(given.get("geometry"))


def _geometry(value: Any) -> Node:
    if not isinstance(value, dict) or not isinstance(value.get("type"), str):
        return "null"
    coordinates = _coordinates(value.get("coordinates"))
    return {'"type"': quote_string(value["type"]), '"coordinates"': coordinates}


def _coordinates(value: Any) -> Node:
    if isinstance(value, list):
        if value and all(isinstance(one, _Digits) for one in value):
            return [str(one) for one in value[:2]]
        return [_coordinates(one) for one in value]
    return str(value) if isinstance(value, _Digits) and is_number(value) else "null"


def _cells(given: dict[str, Any], before: str = "", depth: int = 0) -> Iterator[tuple[str, str]]:
    """The cells of an object; objects inside become columns such as "place.name"."""
    for name, value in given.items():
        if (point := _point(value)) is not None:
            yield from ((f"{before}{name}.{axis}", text) for axis, text in point.items())
        elif isinstance(value, dict) and value and depth < _DEEPEST:
            yield from _cells(value, f"{before}{name}.", depth + 1)
        else:
            yield f"{before}{name}", _text(value)


def _point(value: Any) -> dict[str, str] | None:
    """The axes of a point of GeoJSON, which has the longitude first; None for anything else."""
    if not isinstance(value, dict) or value.get("type") != "Point":
        return None
    numbers = value.get("coordinates")
    return dict(zip(("longitude", "latitude", "altitude"), numbers, strict=False)) if _is_position(numbers) else None


def _is_position(value: Any) -> TypeGuard[list[_Digits]]:
    return isinstance(value, list) and len(value) in (2, 3) and all(isinstance(one, _Digits) for one in value)


def _text(value: Any) -> str:
    if value is None or isinstance(value, str):
        return str(value or "").strip()
    if isinstance(value, bool):
        return str(value).lower()
    if _is_position(value):
        return _NumberList(", ".join(value))
    if isinstance(value, list) and (joined := _joined(value)) is not None:
        return joined
    return json.dumps(value, ensure_ascii=False)


def _joined(value: list[Any]) -> str | None:
    """A list of texts, or of pairs of a key and a value, as text; None for any other."""
    if all(isinstance(one, str) for one in value):
        has_links = any(not isinstance(one, _Digits) and one.startswith("http") for one in value)
        return ("\n" if has_links else ", ").join(map(str, value))
    if all(isinstance(one, dict) and set(one) == {"key", "value"} for one in value):
        return "; ".join(f"{one['key']}: {one['value']}" for one in value)
    return None

"""A mapping for a table, proposed from the names of its columns, for a person to look through."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from geo.record.kinds import KINDS
from geo.record.layout import PROPERTIES
from geo.record.problems import printable
from geo.record.wording import properties_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geo.record.rows import Table

_LONGITUDE = ("longitude", "lon", "long", "lng", "decimallongitude", "x")
_LATITUDE = ("latitude", "lat", "decimallatitude", "y")


def proposed(source: str, table: Table) -> str:
    """The text of a mapping file for the first layer: what its columns suggest, and the other properties as comments."""
    return "\n".join(_lines(source, table)) + "\n"


def _lines(source: str, table: Table) -> Iterator[str]:
    lower = {name.lower(): name for name in reversed(table.columns)}
    yield f"# What the columns of {printable(source)} mean. Look through it, then:"
    yield f"#   geo import {printable(source)} --mapping THIS.toml -o NEW.geojson"
    yield "# Columns, each with the first value that it has:"
    for column in table.columns:
        first = next((row.cells[column] for row in table.rows if row.cells.get(column)), "")
        yield f"#   {_quoted(column)}  {_quoted(first[:60])}"
    if len(table.layers) > 1:
        yield f"layer = {_quoted(table.layers[0])}  # of {', '.join(map(_quoted, table.layers))}; or a list of them"
    if "kind" in lower:
        yield f"kind_column = {_quoted(lower['kind'])}"
    else:
        yield f'kind = "fragment_site"  # one of {", ".join(KINDS)}'
    yield f"id = {_quoted('{' + lower['id'] + '}' if 'id' in lower else 'import-{row}')}"
    yield from ("", "[place]", *_place(table, lower))
    yield from ("", "[columns]")
    names = {name for kind in KINDS.values() for name in properties_of(kind)}
    kinds = KINDS.values() if "kind" in lower else [KINDS["fragment_site"]]
    wanted = {name for kind in kinds for name in properties_of(kind)}
    for name in sorted(names, key=lambda one: PROPERTIES.index(one) if one in PROPERTIES else len(PROPERTIES)):
        key = _quoted(name) if ":" in name else name
        if name in lower and (name in wanted):
            yield f"{key} = {_quoted(lower[name])}"
        elif name in wanted and "kind" not in lower:
            yield f'# {key} = ""'
    yield from ("", "[constants]")
    if "sources" not in lower:
        yield '# sources = ["an-id"]'
    yield from ("", "# [[sources]]", '# id = "an-id"', '# title = "What the document is called"')


def _place(table: Table, lower: dict[str, str]) -> Iterator[str]:
    lon = next((lower[name] for name in _LONGITUDE if name in lower), None)
    lat = next((lower[name] for name in _LATITUDE if name in lower), None)
    if table.has_geometries:
        yield "geometry = true"
    elif lon and lat:
        yield f"longitude = {_quoted(lon)}"
        yield f"latitude = {_quoted(lat)}"
    else:
        yield "# longitude and latitude: the columns in decimal degrees; or published_coordinates below"


def _quoted(text: str) -> str:
    r"""A text as TOML takes it: JSON's quotation, and DEL as an escape, which JSON leaves.

    >>> _quoted("a\x7f")
    '"a\\u007f"'
    """
    return printable(json.dumps(text, ensure_ascii=False))

"""Recognizes the exports of well-known tools by their headings."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from itertools import islice
from typing import TYPE_CHECKING, Any

from geo.record.import_table.mapping import BRACES, DAY_AND_TIME

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.record.import_table.rows import InputTable

_LOOKED_AT = 50
_LONGEST = 1_000
"""Characters of a cell that are looked at."""


@dataclass(frozen=True)
class Preset:
    """What one tool's export looks like, and what its columns mean."""

    name: str
    """What the export is called, with its article."""
    headings: tuple[str, ...]
    """The headings that it has, whatever else it has."""
    note: tuple[str, ...] = ()
    """What a reader should know of it: a sentence each."""
    match: dict[str, str] = field(default_factory=dict)
    """Patterns that the cells of some columns follow."""
    mapping: dict[str, Any] = field(default_factory=dict)
    """What its columns mean, as in a mapping file."""

    def fits(self, table: InputTable) -> bool:
        """Whether a table looks like this export."""
        known = {name.casefold() for name in table.columns}
        if not {name.casefold() for name in self.headings} <= known:
            return False
        return all(_follow(table, column, pattern) for column, pattern in self.match.items())

    def mapping_for(self, columns: Sequence[str]) -> dict[str, Any]:
        """Its mapping without the columns that a table does not have, their names as the table writes them."""
        if not self.mapping:
            return {}
        return _prune(self.mapping, {name.casefold(): name for name in reversed(columns)})


def _follow(table: InputTable, column: str, pattern: str) -> bool:
    cells = list(islice((row.cells[column] for row in table.rows if row.cells.get(column)), _LOOKED_AT))
    return bool(cells) and sum(bool(re.fullmatch(pattern, cell[:_LONGEST])) for cell in cells) * 2 > len(cells)


@cache
def load_presets() -> tuple[Preset, ...]:
    """All presets of the package; the most particular first."""
    folder = resources.files("geo.record.import_table.presets")
    files = sorted((one for one in folder.iterdir() if one.name.endswith(".toml")), key=lambda one: one.name)
    read = [tomllib.loads(one.read_text("utf-8")) for one in files]
    made = [
        Preset(one["name"], tuple(one["headings"]), tuple(one.get("note", ())), one.get("match", {}), one["mapping"])
        for one in read
    ]
    return tuple(sorted(made, key=lambda one: -len(one.headings) - len(one.match)))


def recognize_preset(table: InputTable) -> Preset | None:
    """The preset whose export a table looks like."""
    return next((one for one in load_presets() if one.fits(table)), None)


def _prune(mapping: dict[str, Any], known: dict[str, str]) -> dict[str, Any]:
    made = dict(mapping)
    made["columns"] = {}
    for name, given in mapping.get("columns", {}).items():
        if (filled := _fill(given, known) or _fill_day(given, known)) is not None:
            made["columns"][name] = filled
    for name in ("links", "skip"):
        made[name] = [found for given in mapping.get(name, ()) for found in _expand(given, known)]
    made["empty"] = {
        known[name.casefold()]: texts for name, texts in mapping.get("empty", {}).items() if name.casefold() in known
    }
    for name in ("uncertainty", "coarse_dates"):
        if name in mapping and mapping[name]["column"].casefold() not in known:
            del made[name]
    if words := mapping.get("words"):
        filled_words = {name: {**one, "column": _fill(one["column"], known)} for name, one in words.items()}
        made["words"] = {name: one for name, one in filled_words.items() if one["column"]}
    made["id"] = _fill(mapping["id"], known) or "import-{row}"  # a pattern of the mapping
    return {name: value for name, value in made.items() if value not in ([], {})}


def _fill(given: str, known: dict[str, str]) -> str | None:
    """A column or a pattern with the names of the table; None if one of its columns is not there."""
    if not BRACES.search(given):
        return known.get(given.casefold())
    missing = False

    def named(match: re.Match[str]) -> str:
        nonlocal missing
        found = [known[one.casefold()] for one in match[1].split("|") if one.casefold() in known]
        found = ["row"] if match[1] == "row" else found
        missing = missing or not found
        return f"{{{'|'.join(found)}}}"

    filled = BRACES.sub(named, given)
    return None if missing else filled


def _fill_day(given: str, known: dict[str, str]) -> str | None:
    """The column of a day whose time has no column in the table."""
    match = DAY_AND_TIME.fullmatch(given)
    return known.get(match[1].casefold()) if match else None


def _expand(given: str, known: dict[str, str]) -> list[str]:
    if given.endswith("*"):
        return [name for folded, name in reversed(known.items()) if folded.startswith(given[:-1].casefold())]
    return [known[given.casefold()]] if given.casefold() in known else []

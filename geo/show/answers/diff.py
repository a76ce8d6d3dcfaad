"""Describes the changes between two files, as plain text and as Markdown for a pull request."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from geo.earth.direction import compass_word
from geo.earth.quantities import count_text, metres
from geo.record.escape import printable
from geo.record.json_file.parse import Number
from geo.record.values import show_value

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from geo.earth.position import Position
    from geo.judge.diff import Difference, FindingChange, Move, Value
    from geo.record.kinds import Record

LONG = 120
"""Characters beyond which a text is cut to what differs, with some words around it; JSON has the whole."""
AROUND = 30
MOST_ROWS = 200
"""Rows of a Markdown table: the hosts of pull requests refuse comments that are much longer."""


class ChangeRow(NamedTuple):
    """One thing that changed, in words for people."""

    change: str
    record: str
    kind: str
    what: str = ""
    old: str = ""
    new: str = ""


def summary(difference: Difference) -> str:
    """One sentence: how much changed."""
    counts = [
        (len(difference.added), "added"),
        (len(difference.removed), "removed"),
        (len(difference.changed), "changed"),
        (len(difference.reordered), "reordered in the file"),
    ]
    said = [f"{count_text(number)} {what}" for number, what in counts if number]
    if not said and not difference.title:
        same = difference.old.sites.sha256 == difference.new.sites.sha256
        return "The two are identical, byte for byte." if same else "The bytes differ, but every record says the same."
    count = len(difference.verdicts)
    verdicts = {0: "verdicts unchanged", 1: "1 verdict differs"}.get(count, f"{count_text(count)} verdicts differ")
    return f"Records: {', '.join(said) or 'unchanged'}; {verdicts}."


def changes_text(difference: Difference) -> str:
    """All changes as plain text with a final newline; no character of the files can steer a terminal."""
    return "".join(f"{printable(line)}\n" for line in _lines(difference))


def _lines(difference: Difference) -> Iterator[str]:
    yield f"{difference.old.sites.path} → {difference.new.sites.path}"
    yield summary(difference)
    last = None
    for row in _rows(difference):
        if row.change != "changed":
            name = row.old or row.new
            yield f"{row.change} {row.record} {row.kind}{f': {name}' if name else ''}"
            continue
        if row.record != last:
            yield f"changed {row.record} {row.kind}".rstrip()
        last = row.record
        yield f"    {row.what}: {row.old or 'none'} → {row.new or 'none'}" if row.old or row.new else f"    {row.what}"
    for pair in difference.verdicts:
        yield f"verdict {pair.claim}: {_verdict(pair)}"
        if pair.new:
            yield f"    {pair.new.explanation}"
    for pair in difference.figures:
        yield f"verdict {pair.claim}: {_verdict(pair)}, with different figures"
        yield f"    {pair.new.explanation if pair.new else ''}"
    if difference.reordered:
        yield f"reordered in the file: {', '.join(difference.reordered)}"


def _rows(difference: Difference) -> Iterator[ChangeRow]:
    """Every change of the records, one row each, in the words that text and Markdown share."""
    if difference.title:
        yield ChangeRow("changed", "the file", "", "name", *_excerpts(difference.title.old, difference.title.new))
    for record in difference.added:
        yield ChangeRow("added", record.id, record.kind, new=_name(record))
    for record in difference.removed:
        yield ChangeRow("removed", record.id, record.kind, old=_name(record))
    for change in difference.changed:
        who = ("changed", change.new.id, change.new.kind)
        if change.move:
            yield ChangeRow(*who, *_moved(change.move))
        if change.outline_changed:
            yield ChangeRow(*who, "its outline has changed")
        for one in change.properties:
            yield ChangeRow(*who, one.name, *_excerpts(one.old, one.new))


def _name(record: Record) -> str:
    return record.name or str(getattr(record, "title", ""))


def _moved(move: Move) -> tuple[str, str, str]:
    """What happened to the position, then where it was and where it is."""
    old, new, measured = move.old, move.new, move.measured
    if measured is None:
        what = "now has a position" if new else "no longer has a position"
    elif measured.distance_m == 0:
        what = "is known more precisely" if old and new and new.uncertainty_m < old.uncertainty_m else "is known less precisely"
    else:
        azimuth = measured.forward_azimuth_deg
        length = metres(measured.distance_m) if measured.distance_m >= 0.0005 else "less than a millimetre"
        what = f"moved {length} {compass_word(azimuth)} ({azimuth:.1f}°)"
        what += ", within the uncertainty of both" if measured.azimuth_half_width_deg is None else ""
    return what, _where(old), _where(new)


def _where(position: Position | None) -> str:
    if position is None:
        return ""
    return f"{position.lat_deg:.6f}, {position.lon_deg:.6f} (± {metres(position.uncertainty_m)})"


def _excerpts(old: Value, new: Value) -> tuple[str, str]:
    """Two values in words; long texts are cut to where they differ."""
    if not (isinstance(old, str) and isinstance(new, str)) or max(len(old), len(new)) <= LONG:
        return _cut(_worded(old)), _cut(_worded(new))
    start = _shared(old, new)
    end = _shared(old[start:][::-1], new[start:][::-1])
    before, after = max(0, start - AROUND), max(0, end - AROUND)
    return _cut(_worded(_middle(old, before, after))), _cut(_worded(_middle(new, before, after)))


def _shared(one: str, other: str) -> int:
    """How many characters two texts have in common from their start."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((number for number, (a, b) in pairs if a != b), min(len(one), len(other)))


def _middle(text: str, before: int, after: int) -> str:
    """The text without its first and last characters, each replaced by an ellipsis."""
    return f"{'…' if before else ''}{text[before : len(text) - after]}{'…' if after else ''}"


def _cut(text: str) -> str:
    return text if len(text) <= 4 * LONG else f"{text[: 4 * LONG]}… ({count_text(len(text) - 4 * LONG)} more characters)"


def _worded(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, tuple):
        return ", ".join(value)
    return show_value(value) if isinstance(value, bool | int | Number) else f'"{value}"'


def _verdict(pair: FindingChange) -> str:
    old, new = (one.verdict.value if one else "no such claim" for one in (pair.old, pair.new))
    return old if old == new else f"{old} → {new}"


_ENTITIES = {ord(character): f"&#{ord(character)};" for character in "\\`*_~$<>&|[]{}^!"}
_LINKED = re.compile(r"@|#|://|\bwww\b|\bgh-(?=\d)", re.IGNORECASE)
"""What code hosts turn into links after reading Markdown: people, issues and bare addresses."""


def escape_cell(text: str) -> str:
    """Text that stays text in a cell of a Markdown table, whatever is in it.

    Characters with a meaning become entities, which Markdown never reads as structure. A zero-width space splits
    whatever would become a link; whoever copies an address from the table has to remove it.

    >>> escape_cell("a|b @team")
    'a&#124;b @&#8203;team'
    """
    parts = re.split(f"({_LINKED.pattern})", printable(text), flags=re.IGNORECASE)
    return "".join(part.translate(_ENTITIES) + ("&#8203;" if _LINKED.fullmatch(part) else "") for part in parts)


def changes_markdown(difference: Difference) -> str:
    """All changes as tables for a pull request, with a final newline; no text of the files can leave its cell."""
    return "\n".join(_blocks(difference)) + "\n"


def _blocks(difference: Difference) -> Iterator[str]:
    yield f"### Changes from {escape_cell(difference.old.sites.path)} to {escape_cell(difference.new.sites.path)}"
    yield f"\n{summary(difference)}"
    if rows := [(row.change, row.record, row.kind, row.what, row.old, row.new) for row in _rows(difference)]:
        yield from _table(("change", "record", "kind", "what", "before", "after"), rows)
    if found := [
        (pair.claim, _verdict(pair), pair.new.explanation if pair.new else "")
        for pair in (*difference.verdicts, *difference.figures)
    ]:
        yield from _table(("claim", "verdict", "why"), found)
    if difference.reordered:
        ids = ", ".join(difference.reordered[:MOST_ROWS])
        yield f"\nReordered in the file: {escape_cell(ids)}{', …' if len(difference.reordered) > MOST_ROWS else ''}"


def _table(heads: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> Iterator[str]:
    yield f"\n| {' | '.join(heads)} |"
    yield f"|{'---|' * len(heads)}"
    for row in rows[:MOST_ROWS]:
        yield f"| {' | '.join(escape_cell(cell) for cell in row)} |"
    if (more := len(rows) - MOST_ROWS) > 0:
        yield f"\n… and {count_text(more)} more rows; the text form has them all."

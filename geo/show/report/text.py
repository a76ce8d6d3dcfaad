"""The report as plain text."""

from __future__ import annotations

from textwrap import fill
from typing import TYPE_CHECKING

from geo.judge.assessment import as_assessment
from geo.record.escape import printable
from geo.record.progress import track_progress
from geo.show.report.blocks import Block, Cited, Heading, Item, Items, Matrix, Paragraph, QrCode, Quote, Table
from geo.show.report.document import build_document

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator

    from geo.judge.assessment import Assessment
    from geo.record.sites import Sites

WIDTH = 100


def format_report(assessment: Assessment | Sites | str | os.PathLike[str], *, title: str | None = None) -> str:
    """Write the whole report as text, wrapped at 100 columns, with a final newline, under a title, else its record's name.

    Records, or the path of their file, are judged first. `write_report` writes a file.
    """
    made = build_document(as_assessment(assessment), title)
    lines = [printable(made.title), printable(made.subtitle)]
    indent = ""
    for block in track_progress(made.blocks, "Writing"):
        if isinstance(block, Heading):
            indent = "  " if block.level > 2 else ""
        lines += _lines(block, indent)
    return "\n".join(lines) + "\n"


def _lines(block: Block, indent: str) -> Iterator[str]:
    if isinstance(block, Heading):
        yield ""
        yield from _heading(block)
    elif isinstance(block, Paragraph):
        yield _wrapped(block.text, indent)
    elif isinstance(block, Quote):
        yield _wrapped(block.text, f"{indent}> ")
    elif isinstance(block, Items):
        for item in block.items:
            yield from _item(item, indent)
    elif isinstance(block, Table):
        yield from _table(block, indent)
    elif isinstance(block, Cited):
        yield from _cited(block, indent)
    elif isinstance(block, QrCode):
        yield from (_wrapped(block.caption), _wrapped(block.text)) if block.text.startswith("http") else ()
    elif isinstance(block, Matrix):
        yield from _matrix(block)


def _cited(block: Cited, indent: str) -> Iterator[str]:
    yield _wrapped(f"{block.label}:{'' if block.citations else ' none given.'}", indent)
    for one in block.citations:
        yield _wrapped(f"[{one.number}] {one.line}", f"{indent}  ", f"{indent}    ")
    if block.after:
        yield _wrapped(block.after, indent)


def _matrix(block: Matrix) -> Iterator[str]:
    """A group of sources under the name of its body, each with the numbers of its claims by the mark."""
    for row in block.rows:
        if row.begins is not None:
            yield _wrapped(row.begins)
        marks = dict.fromkeys(filter(None, row.marks))
        told = (
            f"{mark} {', '.join(name for name, one in zip(block.columns, row.marks, strict=True) if one == mark)}"
            for mark in marks
        )
        yield _wrapped(f"{row.text}: {'  '.join(told) or '–'}", "  ", "    ")
    yield _wrapped(block.key)


def _heading(block: Heading) -> Iterator[str]:
    if block.level > 2:
        about = f"{block.kicker.upper()}  " if block.kicker else ""
        yield _wrapped(f"{about}{block.ref or ''}{': ' if block.ref else ''}{block.text}", "* ", "  ")
    else:
        yield printable(block.text)
        yield "-" * len(printable(block.text))


def _item(item: Item, indent: str) -> Iterator[str]:
    yield _wrapped(f"{item.lead}: {item.text}" if item.lead else item.text, f"{indent}* ", f"{indent}  ")
    for more in (*item.urls, *([item.note] if item.note else ())):
        yield _wrapped(more, f"{indent}  ")


def _table(table: Table, indent: str) -> Iterator[str]:
    """In columns where they fit, else one row after another with the names of its columns."""
    rows = [tuple(map(printable, row)) for row in (*([table.header] if table.header else ()), *table.rows)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    if sum(widths) + 2 * len(widths) + len(indent) <= WIDTH:
        for row in rows:
            yield (indent + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))).rstrip()
        return
    for row in table.rows:
        named = [f"{name}: {cell}" if name else cell for name, cell in zip(table.header[1:], row[1:], strict=True)]
        yield _wrapped(f"{row[0]}. {'; '.join(named)}", f"{indent}* ", f"{indent}  ")


def _wrapped(text: str, first: str = "", rest: str | None = None) -> str:
    return fill(
        printable(text),
        WIDTH,
        initial_indent=first,
        subsequent_indent=first if rest is None else rest,
        break_on_hyphens=False,
        break_long_words=False,
    )

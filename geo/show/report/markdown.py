"""The report as Markdown: CommonMark with the tables of GitHub, the map inside as a picture.

Whatever the file says stays text: each character that could begin markup, a link or a formula is escaped.
"""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING

from geo.record.escape import escape_markdown, printable
from geo.record.progress import track_progress
from geo.show.answers.reading_order import ReadingOrder
from geo.show.report.blocks import (
    Block,
    Cited,
    Heading,
    Items,
    Matrix,
    Paragraph,
    Photograph,
    Picture,
    QrCode,
    Quote,
    Table,
    Tone,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geo.show.report.blocks import Document


def markdown_report(document: Document) -> str:
    """The document as Markdown, with a final newline."""
    order = ReadingOrder(document.phrases)
    parts = [f"# {escape_markdown(document.title)}", escape_markdown(document.subtitle)]
    parts += [text for block in track_progress(document.blocks, "Writing") for text in _texts(block)]
    parts = [order.isolated(text) for text in parts]
    pictures = [block for block in document.blocks if isinstance(block, Picture)]
    parts += [f"[map{n}]: <data:image/png;base64,{b64encode(one.png()).decode()}>" for n, one in enumerate(pictures)]
    return "\n\n".join(parts) + "\n"


def _texts(block: Block) -> Iterator[str]:
    if isinstance(block, Heading):
        kicker = f"{escape_markdown(block.kicker.upper())}: " if block.kicker else ""
        yield f"{'#' * block.level} {kicker}{escape_markdown(block.text)}{f' ({escape_markdown(block.ref)})' if block.ref else ''}"
    elif isinstance(block, Paragraph):
        text = escape_markdown(block.text)
        yield f"**{text}**" if block.tone is Tone.WARNING else text
    elif isinstance(block, Quote):
        yield f"> {escape_markdown(block.text)}"
    elif isinstance(block, Items):
        yield "\n".join(
            "\n  ".join(
                (
                    f"- {f'**{escape_markdown(item.lead)}**: ' if item.lead else ''}{escape_markdown(item.text)}",
                    *(f"<{printable(url)}>" for url in item.urls),
                    *([escape_markdown(item.note)] if item.note else ()),
                )
            )
            for item in block.items
        )
    elif isinstance(block, Table):
        header = block.header or ("",) * len(block.widths)
        rows = [header, ("---",) * len(header), *block.rows]
        yield "\n".join(f"| {' | '.join(map(_cell, row))} |" for row in rows)
    elif isinstance(block, Cited):
        cited = "; ".join(
            f"{escape_markdown(f'[{one.number}] {one.text}')}{f' <{printable(one.url)}>' if one.url else ''}"
            for one in block.citations
        )
        yield f"{block.label}: {cited or 'none given'}. {escape_markdown(block.after)}".strip()
    elif isinstance(block, Matrix):
        rows = [("---",) * (2 + len(block.columns)), *((row.begins or "", row.text, *row.marks) for row in block.rows)]
        yield "\n".join(f"| {' | '.join(map(_cell, row))} |" for row in [(*block.head, *block.columns), *rows])
        yield escape_markdown(block.key)
    else:
        yield from _shown(block)


def _shown(block: Picture | Photograph | QrCode) -> Iterator[str]:
    if isinstance(block, Photograph):
        yield f"![{escape_markdown(block.alt)}](data:image/jpeg;base64,{b64encode(block.jpeg).decode()})"
    elif isinstance(block, QrCode):
        yield f"{escape_markdown(block.caption)} <{printable(block.text)}>" if block.text.startswith("http") else ""
    else:
        yield f"![{escape_markdown(block.alt)}][map0]"
        yield f"*{escape_markdown(block.caption)}*"


def _cell(text: str) -> str:
    return text if text == "---" else escape_markdown(text)

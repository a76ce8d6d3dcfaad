"""The report as Markdown: CommonMark with the tables of GitHub, the map inside as a picture.

Whatever the file says stays text: each character that could begin markup, a link or a formula is escaped.
"""

from __future__ import annotations

import re
from base64 import b64encode
from typing import TYPE_CHECKING

from geo.record.escape import printable
from geo.record.progress import paced
from geo.show.report.blocks import Block, Figure, Heading, Items, Paragraph, Quote, Table, Tone

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geo.show.report.blocks import Document

_MARKUP = re.compile(r"[\\`*_{}\[\]<>&|~$#!^]|:(?=//)|(?<=www)\.|@", re.IGNORECASE)
_AT_START = re.compile(r"^([-+=]|\d+(?=[.)](?:\s|$)))")
"""What makes a line a list or a heading: a bullet, a number with a point, a row of dashes."""


def escaped(text: str) -> str:
    r"""Text in which nothing is markup, on one line.

    >>> escaped("1. <b>a*b*</b> [x](http://y)")
    '1\\. \\<b\\>a\\*b\\*\\</b\\> \\[x\\](http\\://y)'
    """
    safe = _MARKUP.sub(r"\\\g<0>", printable(text).strip())
    return _AT_START.sub(lambda start: f"{start[0]}\\" if start[0].isdigit() else f"\\{start[0]}", safe)


def markdown_report(document: Document) -> str:
    """The document as Markdown, with a final newline."""
    parts = [f"# {escaped(document.title)}", escaped(document.subtitle)]
    parts += [text for block in paced(document.blocks, "Writing") for text in _texts(block)]
    pictures = [block for block in document.blocks if isinstance(block, Figure)]
    parts += [f"[map{n}]: <data:image/png;base64,{b64encode(one.png()).decode()}>" for n, one in enumerate(pictures)]
    return "\n\n".join(parts) + "\n"


def _texts(block: Block) -> Iterator[str]:
    if isinstance(block, Heading):
        kicker = f"{escaped(block.kicker.upper())}: " if block.kicker else ""
        yield f"{'#' * block.level} {kicker}{escaped(block.text)}{f' ({escaped(block.ref)})' if block.ref else ''}"
    elif isinstance(block, Paragraph):
        text = escaped(block.text)
        yield f"**{text}**" if block.tone is Tone.WARNING else text
    elif isinstance(block, Quote):
        yield f"> {escaped(block.text)}"
    elif isinstance(block, Items):
        yield "\n".join(
            "\n  ".join(
                (
                    f"- {f'**{escaped(item.lead)}**: ' if item.lead else ''}{escaped(item.text)}",
                    *(f"<{printable(url)}>" for url in item.urls),
                    *([escaped(item.note)] if item.note else ()),
                )
            )
            for item in block.items
        )
    elif isinstance(block, Table):
        header = block.header or ("",) * len(block.widths)
        rows = [header, ("---",) * len(header), *block.rows]
        yield "\n".join(f"| {' | '.join(map(_cell, row))} |" for row in rows)
    else:
        yield f"![{escaped(block.alt)}][map0]"
        yield f"*{escaped(block.caption)}*"


def _cell(text: str) -> str:
    return text if text == "---" else escaped(text)

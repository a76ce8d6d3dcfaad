"""Turns HTML, as it stands in the descriptions of maps, into text."""

from __future__ import annotations

from html.parser import HTMLParser

_BREAKS = frozenset({"br", "p", "div", "tr", "li", "h1", "h2", "h3", "h4", "table", "ul"})
_LONGEST = 200_000
"""Characters that are taken apart; a longer text stays as it is."""


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Break lines where the page does, and keep the addresses of links and pictures."""
        if tag in _BREAKS:
            self.pieces.append("\n")
        self.pieces += [f" {value} " for name, value in attrs if name in ("href", "src") and value]

    def handle_data(self, data: str) -> None:
        """Keep what a reader sees."""
        self.pieces.append(data)


def html_to_text(text: str) -> str:
    r"""The text of HTML, with the addresses of its links and pictures.

    >>> html_to_text('Hit.<br>Source: <a href="https://example.org/1">here</a>')
    'Hit.\nSource: https://example.org/1 here'
    """
    if len(text) > _LONGEST:
        return text
    reader = _Reader()
    reader.feed(text)
    reader.close()
    lines = ("".join(reader.pieces)).splitlines()
    return "\n".join(" ".join(line.split()) for line in lines if line.strip())

"""Finds the links in a cell, and makes source records from them."""

from __future__ import annotations

import hashlib
import json
import re
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from geo.record.did_you_mean import fold
from geo.record.edit.edit import make_feature
from geo.record.edit.fields import objection
from geo.record.json_file.layout import quote_string
from geo.record.kinds import Source

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geo.record.json_file.layout import Node

_LINK = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)
_NEXT = re.compile(r"[,;|]+(?=https?://)", re.IGNORECASE)
"""A comma divides links only where another follows: it may be part of an address."""
_ADDRESSES = ("path", "url", "link", "href")
_TITLES = ("title", "name")
MOST_LINKS = 200
"""Links of one cell that become records."""


class WebLink(NamedTuple):
    """An address, with what the table says about it."""

    url: str
    id: str = ""
    title: str = ""
    note: str = ""


def find_links(text: str) -> tuple[list[WebLink], str]:
    """The links of a cell, each once and in their order, and what else stands in it.

    >>> find_links("https://example.org/1,2,https://example.org/3; in the archive")
    ([WebLink(url='https://example.org/1,2', id='', title='', note=''), WebLink(url='https://example.org/3', id='', title='', note='')], 'in the archive')
    """
    if text.startswith(("[", "{")) and (listed := _of_json(text)) is not None:
        return listed
    links: dict[str, WebLink] = {}
    rest = ""
    end = 0
    for match in _LINK.finditer(text):
        if len(links) >= MOST_LINKS:
            break
        rest += text[end : match.start()]
        end = match.end()
        for piece in _NEXT.split(match[0]):
            url, tail = _trim(piece)
            if _is_fit(url):
                links[url] = WebLink(url)
                rest += tail if tail.strip(",;|.") else " "
            else:
                rest += piece
    rest = " ".join((rest + text[end:]).split()).strip(",;| ")
    return list(links.values())[:MOST_LINKS], " ".join([rest, *list(links)[MOST_LINKS:]]).strip()


def _trim(piece: str) -> tuple[str, str]:
    """An address without the marks of the sentence after it."""
    url = piece.rstrip(",;|.!'")
    while url.endswith(")") and url.count(")") > url.count("("):
        url = url[:-1]
    return url, piece[len(url) :]


def _is_fit(url: str) -> bool:
    return len(url) <= 2_000 and objection(Source, "url", quote_string(url)) is None


def _of_json(text: str) -> tuple[list[WebLink], str] | None:
    """Links of a list of objects such as {"id": …, "path": …}; None if it is no such list."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return None
    links: dict[str, WebLink] = {}
    rest: list[str] = []
    for one in value if isinstance(value, list) else [value]:
        said = (
            {name: said for name, said in one.items() if isinstance(said, str)} if isinstance(one, dict) else {"path": str(one)}
        )
        url = next((said[name].strip() for name in _ADDRESSES if said.get(name)), "")
        if not _is_fit(url) or len(links) == MOST_LINKS:
            rest.append(json.dumps(one, ensure_ascii=False) if isinstance(one, dict) else str(one))
            continue
        title = next((said[name] for name in _TITLES if said.get(name)), "")
        note = said.get("description", "")
        links.setdefault(url, WebLink(url, said.get("id", ""), title.strip(), note.strip()))
    return list(links.values()), ", ".join(rest)


class SourceBook:
    """The source records that links have become, one for each address, with ids that nothing else has."""

    def __init__(self, taken: set[str], known: dict[str, str]) -> None:
        """Take the ids that are in use, and the ids of sources that are there already, by their addresses."""
        self._taken, self._ids = set(map(fold, taken)), dict(known)
        self._made: dict[str, dict[str, Node]] = {}

    def name(self, link: WebLink) -> str:
        """The id of the source record of a link, which is made where there is none yet."""
        if link.url in self._ids:
            return self._ids[link.url]
        own = link.id.strip()
        chosen = own if own and fold(own) not in self._taken else self._free_id(link.url)
        self._taken.add(fold(chosen))
        self._ids[link.url] = chosen
        said = {"title": link.title or link.url, "url": link.url, "note": link.note}
        properties: dict[str, Node] = {name: quote_string(value) for name, value in said.items() if value}
        self._made[chosen] = make_feature(Source, chosen, None, properties)
        return chosen

    def _free_id(self, url: str) -> str:
        """The host and the beginning of the address's hash: the same in every run."""
        digest = hashlib.sha256(url.encode("utf-8", "surrogatepass")).hexdigest()
        host = re.sub(r"[^\w.-]", "-", _host(url))[:60] or "link"
        return next(one for end in range(8, 65) if fold(one := f"{host}-{digest[:end]}") not in self._taken)

    def made(self, ids: set[str]) -> Iterator[dict[str, Node]]:
        """The records that were made, of those ids."""
        return (feature for record_id, feature in self._made.items() if record_id in ids)


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""

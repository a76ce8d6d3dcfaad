"""One self-contained page around a Folium map: everything embedded, data as data, a policy that names each script.

Branca compiles what its macros rendered a second time as a Jinja template, so no text from a file may ever pass through
it. Data goes around it: as a block of JSON that `JSON.parse` reads, put into our own template as a value.
"""

from __future__ import annotations

import hashlib
import json
import re
import zlib
from base64 import b64encode
from functools import cache, partial
from importlib import metadata, resources
from typing import TYPE_CHECKING, Any, NamedTuple

from branca.element import CssLink, Figure, JavascriptLink
from folium import Map
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from geo.record.escape import escape_script_json, mark_unseen
from geo.record.kinds import KINDS, Located
from geo.show.map.bundle import bundle
from geo.show.map.languages import ENGLISH, all_messages, direction, translate
from geo.show.map.own_layers import WORKS, escape_tags, own_layers, preparing_script, refuse_loading
from geo.show.map.payload import texts_of
from geo.show.map.still import TEXTS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from geo.show.map.still import Still

_WEB = resources.files("geo.show.map") / "web"
_LEAFLET = resources.files("js_lib_leaflet") / "static" / "js_lib_leaflet"
PLAIN_CHARACTERS = 20_000
"""Data up to this length stays readable in the page's source."""
QUICK_CHARACTERS = 5_000_000
"""Data beyond this length is deflated less well, and in a third of the time."""


class Extras(NamedTuple):
    """What a page that is served has beyond one in a file: scripts and styles of its own, and whom it may ask for news."""

    scripts: tuple[str, ...] = ()
    styles: tuple[str, ...] = ()
    connect: str = "'none'"


class Page(Figure):
    """A Folium figure that renders as our own page; `data` is what the scripts show, `title` what the page is called."""

    extras = Extras()

    def __init__(  # noqa: PLR0913, PLR0917  # what is shown, and how
        self, title: str, data: dict[str, Any], start: str, hosts: Sequence[str], still: Still, language: str = ENGLISH
    ) -> None:
        """Keep what is to be shown; `start` is the script that starts ours, and holds no text from the data.

        `hosts` are those whose pictures the page may load; `still` is what a reader without scripts sees; `language` is the
        one in which the page starts.
        """
        super().__init__()
        self._id = "page"
        self.title = title
        self.data = data
        self.start = start
        self.hosts = hosts
        self.language = language
        self.still = still
        self.ours: Collection[str] = ()
        """Names of what the map began with; whatever else is in it was added by whoever drew it."""

    def render(self, **kwargs: Any) -> str:
        """The page as text, the same for the same data.

        Raises:
            ValueError: if something that was added to the map would load a file from elsewhere; the message says what.
        """
        own = [one for chart in self._children.values() if isinstance(chart, Map) for one in own_layers(chart, self.ours)]
        refuse_loading(own)
        for child in self._children.values():
            child.render(**kwargs)
        for element in self.header._children.values():  # noqa: SLF001  # branca has no other way to ask
            if isinstance(element, JavascriptLink | CssLink):
                raise ValueError(f"the page loads nothing, so {element.url} cannot be used, which a layer needs; {WORKS}")
        scripts = [
            _script(_LEAFLET / "leaflet.js"),
            *([preparing_script()] if own else []),
            escape_tags(self.script.render(**kwargs)),
            bundle("webmap") + self.start,
            *self.extras.scripts,
        ]
        styles = [_style(_LEAFLET / "leaflet.css"), style("webmap"), *self.extras.styles]
        coding, block = data_block(self.data)
        html: str = _template().render(
            title=mark_unseen(self.title or ""),
            policy=policy([*scripts, _runner()], styles, self.hosts, self.extras.connect),
            styles=[_trust(style) for style in styles],
            runner=_trust(_runner()),
            leaflet=_deflated([scripts[0]], 9),
            scripts=[_trust(script) for script in scripts[1:]],
            map=_trust(self.html.render(**kwargs)),
            coding=coding,
            data=block,
            language=self.language,
            direction=direction(self.language),
            t=partial(translate, self.language),
            messages=_messages_block(_unneeded(frozenset(self.data["records"]))),
            method=self.data["method"],
            still=self.still,
            drawing=_trust(self.still.drawing),
            data_hash=hashlib.sha256(block.encode("utf-8", "backslashreplace")).hexdigest(),
            licence=_trust(leaflet_licence()),
        )
        return html


def _trust(text: str) -> Markup:
    """Leave a text as it is on the page: one of our own files or Leaflet's, with nothing from the data."""
    return Markup(text)  # noqa: S704  # no text of a user comes here


def _json(value: Any) -> str:
    """JSON that can stand between script tags: no character in it can end the block, start a comment or break a line."""
    return escape_script_json(json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":")))


def json_block(value: Any) -> Markup:
    """The text of a block of JSON."""
    return Markup(_json(value))  # noqa: S704  # escaped


def data_block(value: dict[str, Any]) -> tuple[str, Markup]:
    """A coding and the text of a block: JSON, or where that is long, JSON that was deflated and written in base64."""
    pieces = ["{"]
    for name, member in value.items():  # a long text is kept in pieces, each of which takes as little room as it can
        pieces += [",", _json(name), ":", _json(member)]
    pieces[1:2] = []
    pieces.append("}")
    length = sum(map(len, pieces))
    if length <= PLAIN_CHARACTERS:
        return "none", Markup("".join(pieces))  # noqa: S704  # escaped
    return "deflate", _deflated(pieces, 9 if length < QUICK_CHARACTERS else 3)


def _deflated(pieces: Iterable[str], level: int) -> Markup:
    """A text in pieces that was deflated and written in base64."""
    packer = zlib.compressobj(level)
    data = b"".join([*(packer.compress(piece.encode()) for piece in pieces), packer.flush()])
    return Markup(b64encode(data).decode())  # noqa: S704  # base64


@cache
def _messages_block(without: frozenset[str]) -> Markup:
    """The page's own words in all languages, deflated; read by the scripts as other data is."""
    return _deflated([_json(all_messages(without))], 9)


@cache
def _unneeded(kinds: frozenset[str]) -> frozenset[str]:
    """The texts that the scripts of a page never say: of kinds of records that it has none of, and those without scripts."""
    absent = [texts_of(KINDS[kind]) for kind in KINDS.keys() - kinds if issubclass(KINDS[kind], Located)]
    others = [texts_of(kind) for name, kind in KINDS.items() if name in kinds or not issubclass(kind, Located)]
    script = bundle("webmap")
    unsaid = (frozenset().union(*absent) - frozenset().union(*others)) | {
        one if isinstance(one, str) else one[0] for one in TEXTS
    }
    return frozenset(text for text in unsaid if f'"{text}"' not in script)


def policy(scripts: Sequence[str], styles: Sequence[str], hosts: Sequence[str] = (), connect: str = "'none'") -> str:
    """The Content-Security-Policy that lets these blocks run, pictures of these hosts load, and nothing else.

    `connect` is whom the scripts may ask: nobody, or "'self'" for a page that is served.
    """
    allowed = {
        "default-src": "'none'",
        "script-src": " ".join(map(_hash, scripts)),
        "style-src": " ".join(map(_hash, styles)),
        "img-src": " ".join(["data:", *hosts]),
        "connect-src": connect,
        "worker-src": "blob:",  # points are drawn by a worker that is made of these scripts' own text
        "base-uri": "'none'",
        "form-action": "'none'",
    }
    return "; ".join(f"{name} {value}" for name, value in allowed.items())


def _hash(block: str) -> str:
    return f"'sha256-{b64encode(hashlib.sha256(block.encode()).digest()).decode()}'"


def style(name: str) -> str:
    """One of our style sheets."""
    text = (_WEB / f"{name}.css").read_text("utf-8")
    return re.sub(r"^[ \t]+|\n(?=\n)", "", re.sub(r"/\*.*?\*/\n", "", text, flags=re.DOTALL), flags=re.MULTILINE)


@cache
def _runner() -> str:
    """The one script that runs by itself: it unpacks and runs the others."""
    return (_WEB / "run.js").read_text("utf-8")


def _script(file: Any) -> str:
    text = re.sub(r"//# sourceMappingURL=\S*", "", file.read_text("utf-8"))
    if re.search(r"</script|<!--|<script", text, re.IGNORECASE):
        raise ValueError(f"{file} cannot be embedded: it holds text that ends or opens a script")
    return text


def _style(file: Any) -> str:
    text = re.sub(r"/\*.*?\*/", "", file.read_text("utf-8"), flags=re.DOTALL)
    return re.sub(r"url\([^)]*\)", "none", text)  # pictures that this page does not use


@cache
def leaflet_licence() -> str:
    """Leaflet's licence, as its package carries it."""
    text = metadata.distribution("django-js-lib-leaflet").read_text("LICENSE")
    if not text:
        raise ValueError("django-js-lib-leaflet carries no licence, so Leaflet cannot be passed on")
    return text.replace("--", "- -")


@cache
def _template() -> Any:
    # autoescape is on for good: select_autoescape() would go by the name of the template
    environment = Environment(loader=FileSystemLoader(str(_WEB)), autoescape=True, undefined=StrictUndefined)
    return environment.get_template("page.html")

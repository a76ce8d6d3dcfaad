"""The map while its file is edited: what a browser is shown now, and the server that shows it to this machine alone."""

from __future__ import annotations

import json
import os
import sys
from dataclasses import dataclass, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import TCPServer
from threading import Condition
from typing import TYPE_CHECKING, Any, NamedTuple

from geo.judge.assessment import Assessment, assess
from geo.record.escape import printable
from geo.record.problems import Severity
from geo.record.sites import Sites
from geo.show.answers.check import left_out_sentence, summary
from geo.show.map.bundle import bundle
from geo.show.map.draw import NAME, draw_map
from geo.show.map.languages import ENGLISH, PageSentence
from geo.show.map.page import Extras, style

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from geo.record.reading import Reading

LOOPBACK = "127.0.0.1"
NOTHING = "nothing"
"""What a page shows that has no map yet."""
MOST_PROBLEMS = 200
"""Problems that a page lists; `geo check` has them all."""
HEARTBEAT_S = 15
"""Seconds after which a browser that has heard nothing is written to, so that one that went away is noticed."""
_HEADERS = {
    "Cache-Control": "no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


class Failure(NamedTuple):
    """Why a file is not drawn, for one and for more of what is counted: before there was a map, and later."""

    first: tuple[str, str]
    later: tuple[str, str]


ERRORS = Failure(
    ("{name} has {count} error; there is no map yet.", "{name} has {count} errors; there is no map yet."),
    (
        "{name} has {count} error; the map shows it as it was before.",
        "{name} has {count} errors; the map shows it as it was before.",
    ),
)
MISSING = Failure(
    ("{name} is not there; there is no map yet.", ""), ("{name} is not there; the map shows it as it was before.", "")
)
UNREADABLE = Failure(
    ("{name} cannot be read; there is no map yet.", ""), ("{name} cannot be read; the map shows it as it was before.", "")
)
WARNINGS = "{name} has {count} warning.", "{name} has {count} warnings."
TEXTS = *ERRORS, *MISSING, *UNREADABLE, WARNINGS
"""What the message files have of it: a text, or one for one and one for more."""


@dataclass(frozen=True, slots=True)
class State:
    """What a browser is shown: the last good map, and what is wrong with the file since."""

    page: bytes
    shown: str
    """SHA-256 of the file that the page shows, or `NOTHING`."""
    heading: str
    """One sentence on the file as it is now."""
    problems: tuple[tuple[Severity, str], ...] = ()
    failed: bool = False
    """True where the map is older than the file, or missing."""
    said: PageSentence | None = None
    """The heading as the page says it in the reader's language."""

    def event(self) -> str:
        """What the page is told, as JSON on one line."""
        problems = [{"severity": severity.value, "text": text} for severity, text in self.problems[:MOST_PROBLEMS]]
        more = max(0, len(self.problems) - MOST_PROBLEMS)
        heading = (self.said or PageSentence(self.heading)).plain()
        told = {"shown": self.shown, "heading": heading, "failed": self.failed, "problems": problems, "more": more}
        return json.dumps(told)


def blank(path: str, language: str = ENGLISH) -> State:
    """A page without a map, for a file that has not been good yet."""
    nothing = Assessment(Sites(path, "", ()), (), ())
    return State(_page(nothing, NOTHING, online=False, language=language, has_map=False), NOTHING, "")


def shown(reading: Reading, last: State, *, online: bool = True, language: str = ENGLISH) -> State:
    """The state after a file was read: its map, or where it has errors, the last map and the problems."""
    name, problems = printable(reading.sites.path), tuple((one.severity, str(one)) for one in reading.problems)
    if reading.left_out:
        problems += ((Severity.WARNING, left_out_sentence(reading.left_out)),)
    if reading.errors:
        return failing(last, ERRORS, name, problems, len(reading.errors))
    assessment = assess(reading.sites)
    digest = reading.sites.sha256
    page = last.page if last.shown == digest else _page(assessment, digest, online=online, language=language)
    said = PageSentence(*WARNINGS, len(reading.problems), {"name": name}) if problems else None
    return State(page, digest, said.said() if said else summary(assessment), problems, said=said)


def failing(
    last: State, words: Failure, name: str, problems: tuple[tuple[Severity, str], ...], count: int | None = None
) -> State:
    """The last map, and what keeps the file of that name from being drawn."""
    one, many = words.first if last.shown == NOTHING else words.later
    said = PageSentence(one, many, count, {"name": name})
    return replace(last, heading=said.said(), problems=problems, failed=True, said=said)


def _page(assessment: Assessment, digest: str, *, online: bool, language: str, has_map: bool = True) -> bytes:
    page: Any = draw_map(assessment, online=online, language=language).get_root()
    start = f"() => webmap.start(L, map_{NAME})" if has_map else "null"
    page.extras = Extras((f"{bundle('live')}live.follow({json.dumps(digest)}, {start});\n",), (style("live"),), "'self'")
    page.start = ""  # the script that follows the file starts the map, with what the reader had set
    return str(page.render()).encode("utf-8", "backslashreplace")


class Live:
    """The state that all browsers are shown; each is told when there is a newer one."""

    def __init__(self, state: State) -> None:
        self._changed = Condition()
        self._state = state
        self._number = 0
        self._closed = False

    @property
    def state(self) -> State:
        """What is shown now."""
        return self._state

    def show(self, state: State) -> None:
        """Show another state from now on."""
        with self._changed:
            self._state = state
            self._number += 1
            self._changed.notify_all()

    def close(self) -> None:
        """End every `states`."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def states(self) -> Iterator[State | None]:
        """The state now, and each newer one as it comes; None now and then, until `close`."""
        number = -1
        while not self._closed:
            state, newer = self._newer(number)
            yield state if newer != number else None
            number = newer

    def _newer(self, number: int) -> tuple[State, int]:
        """Wait for a while until the state has another number, and give both."""
        with self._changed:
            self._changed.wait_for(lambda: self._closed or self._number != number, HEARTBEAT_S)
            return self._state, self._number


class Server(ThreadingHTTPServer):
    """Listens on the loopback address alone.

    Raises:
        OSError: if the port cannot be had.
    """

    daemon_threads = True
    allow_reuse_address = os.name == "posix"  # elsewhere that would let two servers share a port

    def __init__(self, live: Live, port: int = 0) -> None:
        self.live = live
        super().__init__((LOOPBACK, port), _Handler)
        self.hosts = {f"{name}:{self.server_port}" for name in (LOOPBACK, "localhost")}
        if self.server_port == 80:  # which browsers leave out
            self.hosts |= {LOOPBACK, "localhost"}

    @property
    def address(self) -> str:
        """What to type into a browser."""
        return f"http://{LOOPBACK}:{self.server_port}/"

    def server_bind(self) -> None:
        """Bind without asking for this machine's name, which may take seconds and go over the network."""
        TCPServer.server_bind(self)
        self.server_name, self.server_port = LOOPBACK, self.server_address[1]

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that went away is no error."""
        if not isinstance(sys.exception(), ConnectionError | TimeoutError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    """Two routes, neither of which leads to the disk: the page, and news of it."""

    server: Server
    timeout = 30

    def __getattr__(self, name: str) -> Callable[[], None]:
        """Every method comes to `_answer`, so that the host is looked at before anything is said."""
        if name.startswith("do_"):
            return self._answer
        raise AttributeError(name)

    def version_string(self) -> str:
        """Tell nobody which Python this is."""
        return "geo"

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # its signature
        """Keep the terminal for what is wrong with the file."""

    def _answer(self) -> None:
        hosts = self.headers.get_all("Host", [])
        if len(hosts) != 1 or hosts[0].lower() not in self.server.hosts:  # another name led here: DNS rebinding
            self._say(421, "This server answers for its own address alone.\n")
        elif self.command not in ("GET", "HEAD"):
            self._say(405, "This server is for reading alone.\n", Allow="GET, HEAD")
        elif self.path == "/":
            self._say(200, self.server.live.state.page, "text/html; charset=utf-8")
        elif self.path != "/events":
            self._say(404, "There is one page here, at /.\n")
        elif self._is_from_elsewhere(hosts[0]):
            self._say(403, "This is for the page of this server alone.\n")
        else:
            self._tell()

    def _is_from_elsewhere(self, host: str) -> bool:
        """Whether a page of another site asks."""
        asked_by = self.headers.get("Sec-Fetch-Site", "none"), self.headers.get("Origin", f"http://{host}")
        return asked_by[0] not in ("none", "same-origin") or asked_by[1] != f"http://{host}"

    def _say(self, status: int, body: str | bytes, kind: str = "text/plain; charset=utf-8", **headers: str) -> None:
        data = body.encode() if isinstance(body, str) else body
        self._start(status, {"Content-Type": kind, "Content-Length": str(len(data)), **headers})
        if self.command != "HEAD":
            self.wfile.write(data)

    def _start(self, status: int, headers: dict[str, str]) -> None:
        self.close_connection = True
        self.send_response(status)
        for name, value in {**_HEADERS, **headers}.items():
            self.send_header(name, value)
        self.end_headers()

    def _tell(self) -> None:
        """Server-sent events: the state now, and each newer one."""
        self._start(200, {"Content-Type": "text/event-stream"})
        if self.command == "HEAD":
            return
        for state in self.server.live.states():
            self.wfile.write(f"data: {state.event()}\n\n".encode() if state else b":\n\n")

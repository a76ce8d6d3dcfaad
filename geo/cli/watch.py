"""`geo watch`."""

from __future__ import annotations

import errno
import os
import signal
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

import click

from geo.cli.options import language_option, sites_argument
from geo.cli.output import echo
from geo.record.escape import printable
from geo.record.memory import find_room
from geo.record.problems import Severity
from geo.record.read_bytes import read_file, require_file

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geo.show.map.live import Live, Server, State

STEP_MS = 20
"""Milliseconds of quiet after which a save counts as done."""
POLL_MS = 1_000
"""Milliseconds after which the file is checked without an event: some file systems send none."""
SETTLE_S = 0.15
"""Seconds for which a file with errors must stay the same: many editors empty a file before they write it."""
GONE_S = 1.0
"""Seconds for which a missing file is waited for: many editors replace a file by renaming another."""
MOST_ROUNDS = 40


@click.command("watch")
@sites_argument
@click.option("--port", type=click.IntRange(0, 65_535), default=0, help="Port on 127.0.0.1; 0 picks a free one.")
@click.option("--no-open", is_flag=True, help="Print the address without opening a browser.")
@click.option("--no-tiles", is_flag=True, help="Show a page that requests no tiles.")
@language_option
def watch_command(file: str, port: int, no_open: bool, no_tiles: bool, language: str) -> None:
    """Show the map of FILE (sites.geojson) in a browser and redraw it on every save.

    Problems are shown on top of the last valid map. The page is served to this machine only, until Ctrl-C.

    \b
    Example:
      geo watch sites.geojson --port 8000
    """
    # a command that a script starts in the background is handed down a Ctrl-C that does nothing
    signal.signal(signal.SIGINT, signal.default_int_handler)
    with suppress(KeyboardInterrupt):
        _watch(Follower(file, online=not no_tiles, language=language), port, show=not no_open)


def _watch(follower: Follower, port: int, *, show: bool) -> None:
    state = follower.first()
    from geo.show.map.live import Live  # as in `first`

    live = Live(state)
    with _served(live, port) as server:
        echo(f"{server.address} shows {follower.name}; Ctrl-C ends it.")
        _say(state)
        if show:
            Thread(target=_open, args=(server.address,), daemon=True).start()  # some browsers are waited for
        for state in follower.states():
            live.show(state)
            _say(state)


@contextmanager
def _served(live: Live, port: int) -> Iterator[Server]:
    """Serve until the end of the block, and free the port then."""
    from geo.show.map.live import LOOPBACK, Server

    try:
        server = Server(live, port)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise OSError(f"port {port} of {LOOPBACK} is taken; name another with --port, or none for a free one") from None
        raise OSError(f"port {port} of {LOOPBACK} cannot be used: {error.strerror}") from None
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        live.close()
        server.shutdown()
        server.server_close()


def _say(state: State) -> None:
    echo(f"{time.strftime('%H:%M:%S')} {state.heading}")
    for _, text in state.problems:
        echo(text)


def _open(address: str) -> None:
    import webbrowser

    if not webbrowser.open(address):
        echo(f"geo: no browser could be opened; open {address} in one", err=True)


class Follower:
    """Rereads a file whenever it changes, however an editor saves it."""

    def __init__(self, file: str, *, online: bool, language: str = "en") -> None:
        self.name = printable(file)
        self._path = Path(file)
        self._online = online
        self._language = language
        self._seen: object = None
        self._state: State

    def first(self) -> State:
        """The state at the start.

        Raises:
            OSError: if there is no such file.
        """
        require_file(self._path)  # a pipe could be read once only
        from geo.show.map.live import blank  # loads the map, for which a missing file does not wait

        self._seen = self._signature()
        self._state = blank(str(self._path), self._language)
        self._state = self._drawn(self._bytes())
        return self._state

    def states(self) -> Iterator[State]:
        """Each newer state, as it comes."""
        from watchfiles import watch  # other commands do without it

        target = self._path.resolve()
        names = {self._path.name, target.name}
        folders = {self._path.absolute().parent, target.parent}  # two where it is a link
        for _ in watch(
            *folders,  # not the file: a rename would leave us watching the one that went away
            watch_filter=lambda _, changed: Path(changed).name in names,
            recursive=False,
            step=STEP_MS,
            debounce=10 * STEP_MS,
            rust_timeout=POLL_MS,
            yield_on_timeout=True,
        ):
            if (state := self.look()) is not None:
                yield state

    def look(self) -> State | None:
        """The newer state, or None if the file has not changed."""
        if self._signature() == self._seen:
            return None
        state = self._settled()
        if state == self._state:
            return None
        self._state = state
        return state

    def _settled(self) -> State:
        """Read the file until it is valid, or until its errors have stayed the same for a while."""
        last: bytes | str | None = None
        state, since = self._state, 0.0
        for _ in range(MOST_ROUNDS):
            self._seen = self._signature()  # before it is read: what is written meanwhile is seen the next time
            try:
                data: bytes | str = self._bytes()
            except OSError as error:
                data = error.strerror or str(error)
            if data != last:
                last, since = data, time.monotonic()
                state = self._drawn(data) if isinstance(data, bytes) else self._missing(data)
            if not state.failed or time.monotonic() - since >= (SETTLE_S if isinstance(data, bytes) else GONE_S):
                break
            time.sleep(SETTLE_S / 3)
        return state

    def _missing(self, why: str) -> State:
        from geo.show.map.live import MISSING, UNREADABLE, failing

        words = MISSING if why == os.strerror(errno.ENOENT) else UNREADABLE
        return failing(self._state, words, self.name, ((Severity.ERROR, f"{self.name}: {why}"),))

    def _drawn(self, data: bytes) -> State:
        from geo.record.problems import MOST_OF_A_CODE
        from geo.record.reading import read_data
        from geo.show.map.live import shown

        reading = read_data(str(self._path), data, most_of_a_code=MOST_OF_A_CODE)
        return shown(reading, self._state, online=self._online, language=self._language)

    def _bytes(self) -> bytes:
        return read_file(self._path, find_room().most_bytes)

    def _signature(self) -> object:
        """A signature that differs whenever the file does."""
        try:
            now = self._path.stat()
        except OSError as error:
            return error.errno
        return now.st_mtime_ns, now.st_ctime_ns, now.st_size, now.st_ino, now.st_dev

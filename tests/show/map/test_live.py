"""`geo watch`: what it answers, what it refuses, and how it follows a file. The browser's side is in web/test_webmap.py."""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

import geo
from geo.cli.output import START_HINT
from geo.cli.watch import Follower
from geo.record.reading import read_data
from geo.show.map import live
from geo.show.map.live import NOTHING, Live, Server, State, blank, shown
from geo.show.map.page import policy, style
from tests.conftest import DATA, ROOT
from tests.show.map.test_page import Blocks

STATE = State(b"<p>the page</p>", "one", "fine")
GOOD = (ROOT / "sites.geojson").read_bytes()
BAD = GOOD.replace(b'"kind": "fragment_site"', b'"kind": "fragment"', 1)


@contextmanager
def serving(state: State = STATE) -> Iterator[Server]:
    server = Server(Live(state))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.live.close()
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with serving() as one:
        yield one


def ask(server: Server, text: str) -> str:
    """Send a request as typed, with the server's port for {port}, and give all that comes back."""
    with socket.create_connection(("127.0.0.1", server.server_port), timeout=10) as connection:
        connection.sendall(text.replace("{port}", str(server.server_port)).replace("\n", "\r\n").encode())
        answer = b""
        while part := connection.recv(65_536):
            answer += part
    return answer.decode()


HERE = "Host: 127.0.0.1:{port}\n"


def status(answer: str) -> int:
    return int(answer.split()[1])


def test_the_page(server: Server) -> None:
    """Is given whole, by both names of this machine, and is never kept."""
    for host in (HERE, "Host: localhost:{port}\n", "Host: LOCALHOST:{port}\n"):
        answer = ask(server, f"GET / HTTP/1.1\n{host}\n")
        head, body = answer.split("\r\n\r\n")
        assert (status(answer), body) == (200, "<p>the page</p>")
        assert "Cache-Control: no-store" in head
        assert "X-Frame-Options: DENY" in head
        assert "Cross-Origin-Resource-Policy: same-origin" in head
        assert "Python" not in head
    head, body = ask(server, f"HEAD / HTTP/1.1\n{HERE}\n").split("\r\n\r\n")
    assert "Content-Length: 15" in head
    assert body == ""
    assert ask(server, f"HEAD /events HTTP/1.1\n{HERE}\n").endswith("text/event-stream\r\n\r\n")


@pytest.mark.parametrize(
    "host",
    [
        "",
        "Host: evil.example:{port}\n",
        "Host: 127.0.0.1\n",
        "Host: 127.0.0.1:1\n",
        "Host: 127.0.0.1:{port}.evil.example\n",
        "Host: localhost.evil.example:{port}\n",
        "Host: [::1]:{port}\n",
        "Host: 0.0.0.0:{port}\n",
        "Host: 127.0.0.1:{port}\nHost: evil.example\n",
        "Host: evil.example\nHost: 127.0.0.1:{port}\n",
    ],
)
@pytest.mark.parametrize("path", ["/", "/events", "/none"])
def test_another_host_is_refused(server: Server, host: str, path: str) -> None:
    """A name that was made to lead to this machine gets nothing (DNS rebinding), whatever it asks for."""
    answer = ask(server, f"GET {path} HTTP/1.1\n{host}\n")
    assert status(answer) == 421
    assert "the page" not in answer


@pytest.mark.parametrize(
    "path",
    [
        "/../../etc/passwd",
        "/..%2f..%2fetc%2fpasswd",
        "//etc/passwd",
        "/etc/passwd",
        "/sites.geojson",
        "/index.html",
        "/?file=sites.geojson",
        "/events/..",
        "http://evil.example/",
        "http://127.0.0.1:{port}/",
        "*",
        "/%00",
        "/" + "a" * 5_000,
        "file:///etc/passwd",
    ],
)
def test_no_path_leads_to_the_disk(server: Server, path: str) -> None:
    """There are two routes, and everything else is not found."""
    answer = ask(server, f"GET {path} HTTP/1.1\n{HERE}\n")
    assert status(answer) == 404
    assert "root:" not in answer
    assert "a" * 100 not in answer


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "CONNECT", "get", "NONE", "__init__"])
def test_other_methods_are_refused(server: Server, method: str) -> None:
    """It is for reading; the host is looked at first."""
    answer = ask(server, f"{method} / HTTP/1.1\n{HERE}\n")
    assert status(answer) == 405
    assert "Allow: GET, HEAD" in answer
    assert status(ask(server, f"{method} / HTTP/1.1\nHost: evil.example\n\n")) == 421


@pytest.mark.parametrize(
    "header", ["Origin: http://evil.example", "Origin: null", "Sec-Fetch-Site: cross-site", "Sec-Fetch-Site: same-site"]
)
def test_news_is_for_its_own_page(server: Server, header: str) -> None:
    """Another site's page is refused."""
    assert status(ask(server, f"GET /events HTTP/1.1\n{HERE}{header}\n\n")) == 403


def test_nonsense_ends_a_request_and_no_more(server: Server, capsys: pytest.CaptureFixture[str]) -> None:
    """Bytes that are no request are refused, and the next request is answered."""
    assert "400" in ask(server, "\x00\x01 nonsense and more of it\n\n")
    with socket.create_connection(("127.0.0.1", server.server_port)):
        pass
    assert status(ask(server, f"GET / HTTP/1.1\n{HERE}\n")) == 200
    assert capsys.readouterr().err == ""


def test_it_listens_on_the_loopback_address_alone(server: Server) -> None:
    """Not on every address of the machine."""
    assert server.socket.getsockname() == ("127.0.0.1", server.server_port)
    assert server.address == f"http://127.0.0.1:{server.server_port}/"


def test_port_80_has_no_number(monkeypatch: pytest.MonkeyPatch) -> None:
    """Browsers leave it out of the address."""
    monkeypatch.setattr(Server, "server_bind", lambda self: setattr(self, "server_port", 80))
    monkeypatch.setattr(Server, "server_activate", lambda _: None)
    one = Server(Live(STATE))
    one.server_close()
    assert one.hosts == {"127.0.0.1:80", "localhost:80", "127.0.0.1", "localhost"}


def test_news(monkeypatch: pytest.MonkeyPatch) -> None:
    """The state now, each newer one, a sign of life in between, and an end."""
    monkeypatch.setattr(live, "HEARTBEAT_S", 0.1)
    with serving() as server, socket.create_connection(("127.0.0.1", server.server_port), timeout=10) as connection:
        connection.sendall(f"GET /events HTTP/1.1\r\nHost: 127.0.0.1:{server.server_port}\r\n\r\n".encode())
        lines = connection.makefile(encoding="utf-8")
        while lines.readline() != "\n":
            pass
        assert json.loads(lines.readline().removeprefix("data: "))["shown"] == "one"
        assert [lines.readline(), lines.readline()] == ["\n", ":\n"]
        server.live.show(replace(STATE, shown="two"))
        told = next(line for line in lines if line.startswith("data: "))
        assert json.loads(told.removeprefix("data: "))["shown"] == "two"
        server.live.close()
        assert "data: " not in lines.read()


# --- what is shown --------------------------------------------------------------------------------------------------------


def state_of(data: bytes, last: State | None = None) -> State:
    return shown(read_data("f.geojson", data), last or blank("f.geojson"), online=False)


def test_the_last_good_map_stays() -> None:
    """Errors leave the page as it is, and say what is wrong; the mended file takes them away."""
    good = state_of(GOOD)
    assert (good.failed, good.problems) == (False, ())
    bad = state_of(BAD, good)
    assert (bad.page, bad.shown, bad.failed) == (good.page, good.shown, True)
    assert bad.heading == "f.geojson has 1 error; the map shows it as it was before."
    assert "unknown kind" in bad.problems[0][1]
    assert state_of(GOOD, bad) == good


def test_a_page_before_the_first_good_map() -> None:
    """Has no map and writes no view into the address, so that the first map starts where it should."""
    bad = state_of(BAD)
    assert bad.shown == NOTHING
    assert bad.heading == "f.geojson has 1 error; there is no map yet."
    assert b"start(L, map_chart" not in bad.page
    assert b"start(L, map_chart" in state_of(GOOD).page


def test_warnings_do_not_fail() -> None:
    """The map is drawn, and they are listed."""
    state = state_of((DATA / "bad" / "top-level-unknown.geojson").read_bytes())
    assert not state.failed
    assert state.heading == "f.geojson has 1 warning."
    assert json.loads(state.event())["problems"][0]["severity"] == "warning"


def test_many_problems_are_not_all_told() -> None:
    """The page lists the first, and says how many there are."""
    state = replace(STATE, problems=((geo.record.problems.Severity.ERROR, "x"),) * 1_000)
    told = json.loads(state.event())
    assert (len(told["problems"]), told["more"]) == (200, 800)
    assert "\n" not in state.event()


def test_the_policy_lets_the_page_ask_its_own_server() -> None:
    """By hash, as for every script; the page in a file asks nobody."""
    text = state_of(GOOD).page.decode()
    parser = Blocks()
    parser.feed(text)
    scripts = parser.scripts
    styles = [block for tag, _, block in parser.blocks if tag == "style"]
    found = re.search(r'Content-Security-Policy" content="([^"]*)"', text)
    assert found
    assert found[1].replace("&#39;", "'") == policy(scripts, styles, (), "'self'")
    assert "connect-src 'self'" in found[1].replace("&#39;", "'")
    written = geo.draw_map(geo.assess(geo.read_sites(ROOT / "sites.geojson"))).get_root().render()
    assert "connect-src &#39;none&#39;" in written
    assert "EventSource" not in written
    assert style("live") not in written


# --- following a file -----------------------------------------------------------------------------------------------------


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "f.geojson"
    path.write_bytes(GOOD)
    return path


def renamed(path: Path, data: bytes) -> None:
    """As VS Code, and many others, save."""
    beside = path.with_suffix(".tmp")
    beside.write_bytes(data)
    beside.replace(path)


def backed_up(path: Path, data: bytes) -> None:
    """As vim saves: the file is renamed, and for a moment there is none."""
    path.rename(path.with_suffix(".geojson~"))
    time.sleep(0.1)
    path.write_bytes(data)


def truncated(path: Path, data: bytes) -> None:
    """As simple editors save: emptied, then written bit by bit."""
    with path.open("wb", buffering=0) as stream:
        for start in range(0, len(data), len(data) // 4 + 1):
            time.sleep(0.05)
            stream.write(data[start : start + len(data) // 4 + 1])


@pytest.mark.parametrize("save", [renamed, backed_up, truncated, Path.write_bytes])
@pytest.mark.parametrize("linked", [False, True], ids=["file", "link"])
def test_however_an_editor_saves(save: Callable[[Path, bytes], None], linked: bool, file: Path, tmp_path: Path) -> None:
    """The next state is the new map: nothing of the moment in between is shown."""
    named = file
    if linked:
        (tmp_path / "elsewhere").mkdir()
        named = tmp_path / "elsewhere" / "link.geojson"
        named.symlink_to(file)
    follower = Follower(str(named), online=False)
    first = follower.first()
    states = follower.states()
    writer = threading.Timer(0.3, save, (file, GOOD.replace(b"780", b"790")))
    writer.start()
    state = next(states)
    assert (state.failed, state.problems) == (False, ())
    assert state.shown != first.shown
    writer.join()
    assert follower.look() is None
    states.close()  # type: ignore[attr-defined]


def test_a_file_that_stays_away_is_waited_for(file: Path) -> None:
    """It is said that it is not there, and the map comes back with it."""
    follower = Follower(str(file), online=False)
    first = follower.first()
    file.unlink()
    gone = follower.look()
    assert gone
    assert gone.page == first.page
    assert gone.heading == f"{file} is not there; the map shows it as it was before."
    assert gone.problems[0][1].endswith("No such file or directory")
    assert follower.look() is None
    file.write_bytes(GOOD)
    assert follower.look() == first


def test_what_says_the_same_is_not_shown_anew(file: Path) -> None:
    """A save without a change, and a touch, reload nothing."""
    follower = Follower(str(file), online=False)
    follower.first()
    file.write_bytes(GOOD)
    os.utime(file, (1, 1))
    assert follower.look() is None
    file.write_bytes(BAD)
    bad = follower.look()
    assert bad
    assert bad.failed


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names here")
def test_a_pipe_in_the_place_of_the_file_is_not_waited_for(file: Path) -> None:
    """It is said to be one, the map stays, and a file in its place is shown again."""
    follower = Follower(str(file), online=False)
    first = follower.first()
    file.unlink()
    os.mkfifo(file)
    piped = follower.look()
    assert piped
    assert (piped.failed, piped.page) == (True, first.page)
    assert "this is a pipe; only files are read" in piped.problems[0][1]
    file.unlink()
    file.write_bytes(GOOD)
    assert follower.look() == first


@pytest.mark.parametrize("key", ["direction", "claimed_on", "lethal_radius_m", "distance_m"])
def test_a_lone_surrogate_ends_nothing(key: str, file: Path) -> None:
    """It is a problem of the file, which is drawn again once it is mended."""
    follower = Follower(str(file), online=False)
    first = follower.first()
    file.write_bytes(GOOD.replace(b'"kind": "distance_claim"', f'"{key}": "\\ud800", "kind": "distance_claim"'.encode()))
    bad = follower.look()
    assert bad
    assert bad.failed
    assert any("a lone surrogate" in text for _, text in bad.problems)
    file.write_bytes(GOOD)
    assert follower.look() == first


# --- the command ----------------------------------------------------------------------------------------------------------


@contextmanager
def watching(*words: str | Path) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """The command and its port; it is ended by its own id."""
    command = [sys.executable, "-m", "geo", "watch", "--no-open", "--no-tiles", *map(str, words)]
    child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        assert child.stdout
        line = child.stdout.readline()
        found = re.match(r"http://127\.0\.0\.1:(\d+)/ shows .*; Ctrl-C ends it\.\n", line)
        assert found, line + (child.stderr.read() if child.stderr else "")
        yield child, int(found[1])
    finally:
        child.kill()
        child.communicate()


def test_ctrl_c_ends_it(file: Path) -> None:
    """With exit status 0, nothing on stderr and the port free, though a browser listens."""
    with watching(file) as (child, port):
        assert child.stdout
        assert "2 fragment sites" in child.stdout.readline()
        with socket.create_connection(("127.0.0.1", port), timeout=10) as browser:
            browser.sendall(f"GET /events HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode())
            assert browser.recv(10).startswith(b"HTTP/1.0 2")
            child.send_signal(signal.SIGINT)
            _, err = child.communicate(timeout=20)
        assert (child.returncode, err) == (0, "")
    with watching(file, "--port", str(port)) as (_, again):
        assert again == port


def test_a_port_that_is_taken(file: Path) -> None:
    """A port in use gives one sentence and exit status 2."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        command = [sys.executable, "-m", "geo", "watch", "--no-open", "--port", port, str(file)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    said = f"geo: port {port} of 127.0.0.1 is taken; name another with --port, or none for a free one\n"
    assert (done.returncode, done.stdout, done.stderr) == (2, "", said)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["none.geojson"], f"geo: none.geojson: No such file or directory{START_HINT}\n"),
        (["."], "geo: .: Is a directory\n"),
        (["/dev/null"], "geo: /dev/null: this is a device; only files are read, so save its text as a file first\n"),
    ],
)
def test_what_cannot_be_watched(words: list[str], message: str, tmp_path: Path) -> None:
    """What cannot be watched is refused in one sentence."""
    command = [sys.executable, "-m", "geo", "watch", "--no-open", *words]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (2, "", message)


def test_a_file_that_starts_with_errors_is_watched(tmp_path: Path) -> None:
    """They are said on the terminal too."""
    bad = shutil.copy(DATA / "bad" / "nan.geojson", tmp_path)
    with watching(bad) as (child, _):
        assert child.stdout
        assert "error" in child.stdout.readline()
        assert "NaN is not a number" in child.stdout.readline()


def test_it_opens_a_browser(file: Path, tmp_path: Path) -> None:
    """With its address, unless it is told not to."""
    browser, seen = tmp_path / "browser", tmp_path / "seen"
    browser.write_text(f'#!/bin/sh\necho "$1" > "{seen}"\n')
    browser.chmod(0o755)
    command = [sys.executable, "-m", "geo", "watch", str(file)]
    child = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=os.environ | {"BROWSER": f"{browser} %s"})
    try:
        assert child.stdout
        address = child.stdout.readline().split(" ")[0]
        deadline = time.monotonic() + 20
        while not (seen.exists() and seen.read_text()) and time.monotonic() < deadline:
            time.sleep(0.05)
        assert seen.read_text() == f"{address}\n"
    finally:
        child.kill()
        child.communicate()

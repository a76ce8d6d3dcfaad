"""What all tests share. Sockets reach this machine alone: the suite cannot lean on the web."""

import shutil
import signal
import socket
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, sync_playwright

import geo
import geo.cli

ROOT = Path(__file__).parent.parent
settings.register_profile("noisy", deadline=None)  # machines here are shared: speed is measured elsewhere
settings.load_profile("noisy")
# in the background of a shell, commands would be handed down a dead Ctrl-C
signal.signal(signal.SIGINT, signal.default_int_handler)

DATA = Path(__file__).parent / "data"
Run = Callable[..., tuple[int, str, str]]
"""Words of a command line; exit status, stdout and stderr."""
RunIn = Callable[..., subprocess.CompletedProcess[str]]
"""Words of a command line, `cwd` and names of the environment; what `subprocess.run` would return."""


@pytest.fixture(scope="session")
def sites() -> geo.Sites:
    return geo.read_sites(ROOT / "sites.geojson")


@pytest.fixture(scope="session")
def assessment(sites: geo.Sites) -> geo.Assessment:
    return geo.assess(sites)


UNWANTED = (
    "WebUIOmniboxPopup,WebUIOmniboxAimPopup,"
    "AvoidUnnecessaryBeforeUnloadCheckSync,DestroyProfileOnBrowserClose,HttpsUpgrades,HttpsFirstBalancedModeAutoEnable,LensOverlay,"
    "MediaRouter,PaintHolding,ThirdPartyStoragePartitioning,AvoidCorsURLLoaderRestartOnRedirect,OptimizationHints,"
    "NetworkTimeServiceQuerying,AimEnabled,PreconnectToSearch"
)
"""Features of Chromium that tests do without: its address bar's own pages, which cost each of ours more than all else, and what
Playwright leaves out as well; of two such lists Chromium reads the last."""


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = shutil.which("chromium")
    assert path, "the browser tests need chromium in the path"
    arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", f"--disable-features={UNWANTED}"]
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=path, args=arguments)


@pytest.fixture
def browser(chromium: Browser) -> Iterator[Browser]:
    """Chromium; the pages that a test leaves open are closed after it, since each of them goes on using time and memory."""
    yield chromium
    for context in chromium.contexts:
        context.close()


@pytest.fixture(scope="session")
def map_file(tmp_path_factory: pytest.TempPathFactory, assessment: geo.Assessment) -> Path:
    path: Path = geo.write_map(assessment, tmp_path_factory.mktemp("map") / "map.html")
    return path


@pytest.fixture(scope="session")
def fifty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of fifty sites, whose writing takes longer than many a test of it."""
    path: Path = geo.write_map(DATA / "fifty-sites.geojson", tmp_path_factory.mktemp("fifty") / "map.html", online=False)
    return path


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copy(ROOT / "sites.geojson", tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str]) -> Run:
    """The command line in this process: exit status, stdout, stderr."""

    def runs(*words: str) -> tuple[int, str, str]:
        capfd.readouterr()
        with pytest.raises(SystemExit) as left:
            geo.cli.main(words)
        return (int(left.value.code or 0), *capfd.readouterr())

    return runs


@pytest.fixture
def run_in(run: Run, monkeypatch: pytest.MonkeyPatch) -> RunIn:
    """The command line in this process, as if it were started in a folder with an environment."""

    def runs(*words: str | Path, cwd: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[str]:
        with monkeypatch.context() as patched:
            patched.chdir(cwd)
            for name, value in environment.items():
                patched.setenv(name, value)
            return subprocess.CompletedProcess(words, *run(*map(str, words)))

    return runs


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if self.family != socket.AF_UNIX and address[0] not in ("127.0.0.1", "::1", "localhost"):
            raise PermissionError(f"a test wanted to reach {address}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)

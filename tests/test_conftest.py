import socket
import subprocess
import sys

import pytest

from .conftest import ROOT


def test_the_network_is_out_of_reach() -> None:
    """The guard that keeps tests off the web stops a connection."""
    with socket.socket() as one, pytest.raises(PermissionError, match="a test wanted to reach"):
        one.connect(("192.0.2.1", 80))


def test_ctrl_c_reaches_commands_of_tests_in_the_background() -> None:
    """Where a shell has let the suite ignore the signal, what the suite starts does not ignore it."""
    ask = "import signal; print(signal.getsignal(signal.SIGINT) is signal.SIG_IGN)"
    start = f"import subprocess, sys, tests.conftest; subprocess.run([sys.executable, '-c', {ask!r}])"

    def answer(code: str) -> str:
        words = ["bash", "-c", 'trap "" INT; exec "$@"', "bash", sys.executable, "-c", code]
        return subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()

    assert (answer(ask), answer(start)) == ("True", "False")

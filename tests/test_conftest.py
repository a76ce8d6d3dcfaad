import socket

import pytest


def test_the_network_is_out_of_reach() -> None:
    """The guard that keeps tests off the web stops a connection."""
    with socket.socket() as one, pytest.raises(PermissionError, match="a test wanted to reach"):
        one.connect(("192.0.2.1", 80))

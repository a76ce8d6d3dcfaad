"""Lets one command at a time change a file, so that no command overwrites the changes of another."""

from __future__ import annotations

import os
import sys
import time
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import TYPE_CHECKING

from geo.record.protected_inputs import target_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    Name = str | os.PathLike[str]

MOST_WAIT_S = 120.0
"""Seconds for which a command waits until another one has finished changing the same file."""
_BETWEEN_S = 0.02
_TURNS: ContextVar[frozenset[Path]] = ContextVar("_TURNS", default=frozenset())
"""The files that this command has locked."""


@contextmanager
def wait_for_turn(path: Name) -> Iterator[None]:
    """Wait until no other command of this package changes a file: what is read, changed and saved in the block is not lost.

    The lock is that of the folder, which a rename does not take away, and for a file with several names that of the file;
    the system ends the turn of a process that is killed. Where a system has no such lock (Windows, some network drives)
    nothing is waited for, and a change by another command is noticed right before the rename (see `replace_whole`).

    Raises:
        OSError: if there is no such folder, or the other command does not finish within `MOST_WAIT_S`.
    """
    target = target_of(path)
    if target in _TURNS.get():
        yield
        return
    with ExitStack() as stack:
        _wait(target.parent, path, stack)
        if target.is_file() and target.stat().st_nlink > 1:  # it may be known in another folder
            _wait(target, path, stack)
        token = _TURNS.set(_TURNS.get() | {target})
        stack.callback(_TURNS.reset, token)
        yield


def _wait(place: Path, path: Name, stack: ExitStack) -> None:
    try:
        handle = os.open(place, os.O_RDONLY)
    except FileNotFoundError as error:
        error.filename = os.fspath(path)
        raise
    except OSError:  # a folder on Windows, or one that may not be read
        return
    stack.callback(os.close, handle)
    until = time.monotonic() + MOST_WAIT_S
    while try_lock(handle) is None:
        if time.monotonic() > until:
            waited = f"waited {MOST_WAIT_S:g} s for it"
            raise OSError(f"{path} is being changed by another geo command; {waited}; nothing was written, so try again")
        time.sleep(_BETWEEN_S)


def try_lock(handle: int) -> bool | None:
    """Lock a file that is open; None while another process has the lock, False where the system has no such lock."""
    if sys.platform == "win32":
        return False
    import fcntl  # not on Windows

    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return None
    except OSError:
        return False
    return True

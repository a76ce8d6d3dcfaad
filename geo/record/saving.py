"""Files written whole or not at all."""

from __future__ import annotations

import os
import re
import secrets
import sys
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import BinaryIO


def write_whole(path: str | os.PathLike[str], text: str) -> Path:
    """Write text as UTF-8 so that the path holds either what it held before or all of the new text.

    Returns:
        The file's absolute path.

    Raises:
        OSError: if it cannot be written; nothing is left behind then. Also if the path is something other than a
            file, such as a folder or a device, which a rename would destroy.
    """
    return write_bytes(path, text.encode("utf-8", "backslashreplace"))


def write_bytes(path: str | os.PathLike[str], data: bytes) -> Path:
    """Write bytes as `write_whole` writes text.

    Raises:
        OSError: as `write_whole` does.
    """
    return write_stream(path, lambda file: file.write(data))


def write_stream(path: str | os.PathLike[str], fill: Callable[[BinaryIO], object]) -> Path:
    """Write what `fill` puts into a binary file as `write_whole` writes text; what it raises leaves nothing behind.

    Raises:
        OSError: as `write_whole` does.
    """
    return _write(path, fill, lambda _: None)


def replace_whole(path: str | os.PathLike[str], new: bytes, *, old: bytes | None) -> Path:
    """Write bytes as `write_whole` does, provided that the file still holds `old`; None: that there is no file yet.

    The file is read again right before the rename. Between the two, some microseconds, an editor's save would be lost;
    another command of this package would not, since it waits for its turn.

    Raises:
        OSError: also if the file was changed meanwhile; nothing is written then.
    """

    def refuse_if_changed(target: Path) -> None:
        if (target.read_bytes() if target.exists() else None) != old:
            raise OSError(f"{target} was changed by another program meanwhile; nothing was written, so run this again")

    return _write(path, lambda file: file.write(new), refuse_if_changed)


def _write(path: str | os.PathLike[str], fill: Callable[[BinaryIO], object], ready: Callable[[Path], None]) -> Path:
    try:
        target = Path(path).resolve()  # a link keeps pointing to the file that it points to
    except RuntimeError:  # what Python 3.11 and 3.12 make of such a link
        raise OSError(f"{path} is a link that leads back to itself") from None
    if target.exists() and not target.is_file():
        raise OSError(f"{target} is not a file, so nothing is written there")
    if target.exists():
        os.close(os.open(target, os.O_WRONLY))  # a rename would not ask whether the file may be written to
    with _turn(target.parent) as alone:
        if alone:
            _sweep(target)
        beside = target.with_name(f".{target.name[:50]}.{secrets.token_hex(4)}.tmp")
        try:
            with beside.open("xb") as file:
                fill(file)
                file.flush()
                os.fsync(file.fileno())
            if target.exists():
                beside.chmod(target.stat().st_mode)
            ready(target)
            beside.replace(target)
        except BaseException as error:  # a full disk, or Ctrl-C
            with suppress(OSError):  # a disk that takes nothing does not take a removal either
                beside.unlink()
            if isinstance(error, OSError) and error.errno is not None and error.filename in (None, str(beside)):
                error.filename = str(target)  # the name that the person knows
            raise
    return target


@contextmanager
def _turn(folder: Path) -> Iterator[bool]:
    """Wait until no other command of this package writes into a folder; False where the system has no such lock.

    The system ends the turn of a process that is killed.
    """
    if sys.platform == "win32":
        yield False
        return
    import fcntl  # noqa: PLC0415  # not on Windows

    handle = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            alone = True
        except OSError:  # some network drives
            alone = False
        yield alone
    finally:
        os.close(handle)


def _sweep(target: Path) -> None:
    """Take away what killed commands left beside a file: only whoever has the turn may be writing."""
    name = re.compile(rf"\.{re.escape(target.name[:50])}\.[0-9a-f]{{8}}\.tmp")
    for path in target.parent.iterdir():
        if name.fullmatch(path.name):
            path.unlink(missing_ok=True)

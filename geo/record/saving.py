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
    with stream_whole(path) as file:
        file.write(data)
    return Path(path).resolve()


@contextmanager
def stream_whole(path: str | os.PathLike[str]) -> Iterator[BinaryIO]:
    """A binary file that takes the path's place when the block ends; an exception in the block leaves nothing behind.

    Raises:
        OSError: as `write_whole` does.
    """
    with beside(path) as made, made.open("wb") as file:
        yield file


@contextmanager
def beside(path: str | os.PathLike[str], ending: str = "", ready: Callable[[Path], None] = lambda _: None) -> Iterator[Path]:
    """An empty file beside the path, for what is written by name, which takes its place as in `stream_whole`.

    Its name ends in `ending`; `ready` is asked right before the rename.

    Raises:
        OSError: as `write_whole` does.
    """
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
        made = target.with_name(f".{target.name[:50]}.{secrets.token_hex(4)}.tmp{ending}")
        try:
            made.open("xb").close()
            yield made
            with made.open("rb+") as file:
                os.fsync(file.fileno())
            if target.exists():
                made.chmod(target.stat().st_mode)
            ready(target)
            made.replace(target)
        except BaseException as error:  # a full disk, or Ctrl-C
            with suppress(OSError):  # a disk that takes nothing does not take a removal either
                made.unlink()
            if isinstance(error, OSError) and error.errno is not None and error.filename in (None, str(made)):
                error.filename = str(target)  # the name that the person knows
            raise


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

    with beside(path, ready=refuse_if_changed) as made:
        made.write_bytes(new)
    return Path(path).resolve()


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
    name = re.compile(rf"\.{re.escape(target.name[:50])}\.[0-9a-f]{{8}}\.tmp({re.escape(target.suffix)}(-journal)?)?")
    for path in target.parent.iterdir():
        if name.fullmatch(path.name):
            path.unlink(missing_ok=True)

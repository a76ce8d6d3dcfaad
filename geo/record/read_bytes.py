"""Bytes of files that strangers send, read without waiting for a pipe and without reading more than fits."""

from __future__ import annotations

import os
import stat
from errno import EINVAL, EISDIR
from pathlib import Path

_KINDS = {
    stat.S_IFIFO: "a pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
}


def read_file(path: str | os.PathLike[str], most: int) -> bytes:
    """Read a regular file.

    Args:
        path: The file.
        most: How many bytes may be read; of a larger file one byte more than that is returned.

    Raises:
        OSError: if there is no such file, it cannot be read, or it is not a file: a pipe or a device may never end.
    """
    require_file(path)
    # a file that is exchanged for a pipe in this moment does not make us wait either
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    with os.fdopen(handle, "rb") as file:
        _require(os.fstat(handle).st_mode, path)
        return file.read(most + 1)


def require_file(path: str | os.PathLike[str]) -> None:
    """Refuse what is not a regular file before it is opened.

    Raises:
        OSError: if there is nothing, or a folder, a pipe or a device.
    """
    _require(Path(path).stat().st_mode, path)


def _require(mode: int, path: str | os.PathLike[str]) -> None:
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(EISDIR, os.strerror(EISDIR), os.fspath(path))
    if not stat.S_ISREG(mode):
        what = _KINDS.get(stat.S_IFMT(mode), "not a file")
        raise OSError(EINVAL, f"this is {what}; only files are read, so save its text as a file first", os.fspath(path))

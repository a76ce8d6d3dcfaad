"""Files written whole or not at all."""

from __future__ import annotations

import os
import re
import secrets
import shutil
import stat
from contextlib import contextmanager, suppress
from errno import ENOTSUP
from pathlib import Path
from typing import TYPE_CHECKING

from geo.record.json_file.file_lock import try_lock, wait_for_turn
from geo.record.protected_inputs import refuse_input, target_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import BinaryIO

    Name = str | os.PathLike[str]


def write_whole(path: Name, text: str, *, reads: Iterable[Name]) -> Path:
    """Write text as UTF-8 so that the path holds either what it held before or all of the new text.

    The owner, the mode, the extended attributes, the symbolic links and the hard links of a file stay as they were.

    Args:
        path: Where to.
        text: What.
        reads: Every file and folder that the text was made from; none of them is ever written over.

    Returns:
        The file's absolute path.

    Raises:
        ValueError: if the path is one of those that are read.
        OSError: if it cannot be written; nothing is left behind then. Also if the path is something other than a
            file, such as a folder or a device, which a rename would destroy.
    """
    return write_bytes(path, text.encode("utf-8", "backslashreplace"), reads=reads)


def write_bytes(path: Name, data: bytes, *, reads: Iterable[Name]) -> Path:
    """Write bytes as `write_whole` writes text.

    Raises:
        ValueError: as `write_whole` does.
        OSError: as `write_whole` does.
    """
    with stream_whole(path, reads=reads) as file:
        file.write(data)
    return Path(path).resolve()


@contextmanager
def stream_whole(path: Name, *, reads: Iterable[Name]) -> Iterator[BinaryIO]:
    """A binary file that takes the path's place when the block ends; an exception in the block leaves nothing behind.

    Raises:
        ValueError: as `write_whole` does.
        OSError: as `write_whole` does.
    """
    with replacement_file(path, reads=reads) as made, made.open("wb") as file:
        yield file


@contextmanager
def replacement_file(
    path: Name, ending: str = "", *, reads: Iterable[Name], ready: Callable[[Path], None] = lambda _: None
) -> Iterator[Path]:
    """An empty file beside the path, for what is written by name, which takes its place as in `stream_whole`.

    Its name ends in `ending`; `ready` is asked right before the rename.

    Raises:
        ValueError: as `write_whole` does.
        OSError: as `write_whole` does.
    """
    target = target_of(path)
    refuse_input(path, reads)
    if target.exists() and not target.is_file():
        raise OSError(f"{target} is not a file, so nothing is written there")
    if target.exists():
        os.close(os.open(target, os.O_WRONLY))  # a rename would not ask whether the file may be written to
    _sweep(target)
    made = target
    try:
        with _mark(target) as mark:
            made = mark.with_name(f"{mark.name}{ending}")
            try:
                yield made
                with made.open("rb+") as file:
                    os.fsync(file.fileno())
                with wait_for_turn(target):
                    ready(target)
                    _put(made, target)
            finally:
                with suppress(OSError):  # a disk that takes nothing does not take a removal either
                    made.unlink(missing_ok=True)
    except OSError as error:
        if error.errno is not None and error.filename in (None, str(made)):
            error.filename = str(target)  # the name that the person knows
        raise


def replace_whole(path: Name, new: bytes, *, old: bytes | None, reads: Iterable[Name] = ()) -> Path:
    """Write bytes as `write_whole` does, provided that the file still holds `old`; None: that there is no file yet.

    The file is read again right before the rename. Between the two, some microseconds, an editor's save would be lost;
    another command of this package would not, since it waits for its turn.

    Raises:
        ValueError: if the path is one of the other files that are read.
        OSError: also if the file was changed meanwhile; nothing is written then.
    """

    def refuse_if_changed(target: Path) -> None:
        if (target.read_bytes() if target.exists() else None) != old:
            raise OSError(f"{target} was changed by another program in the meantime; nothing was written, so run this again")

    with replacement_file(path, reads=reads, ready=refuse_if_changed) as made:
        made.write_bytes(new)
    return Path(path).resolve()


# --- taking a file's place ------------------------------------------------------------------------------------------------


def _put(made: Path, target: Path) -> None:
    """Replace a target with a new file: by a rename if that loses nothing, otherwise by writing in place."""
    copy = target.with_name(f"{target.name[:50]}.before-edit")
    if copy.exists():
        what = f"{copy} is {target.name} as it was before an edit that was interrupted"
        raise OSError(
            f"{what}; keep whichever of the two is right under the name {target.name}, remove {copy.name}, and try again"
        )
    if target.exists() and (target.stat().st_nlink > 1 or not _takes_after(made, target)):
        _overwrite(target, made, copy)
    else:
        made.replace(target)
    with suppress(OSError):  # not every system lets a folder be written out
        _flush_folder(target.parent)


def _takes_after(made: Path, target: Path) -> bool:
    """Give a new file the owner, the mode and the extended attributes, with access lists, of another; False: not possible."""
    wanted, given = target.stat(), made.stat()
    try:
        if (wanted.st_uid, wanted.st_gid) != (given.st_uid, given.st_gid):
            os.chown(made, wanted.st_uid, wanted.st_gid)
        kept, own = _attributes(target), _attributes(made)
        for name in own.keys() - kept.keys():  # what the folder hands down
            os.removexattr(made, name)
        for name, value in kept.items():
            if own.get(name) != value:
                os.setxattr(made, name, value)
        made.chmod(stat.S_IMODE(wanted.st_mode))
    except OSError:
        return False
    return True


def _attributes(path: Path) -> dict[str, bytes]:
    if not hasattr(os, "listxattr"):  # Python has it on Linux alone
        return {}
    try:
        return {name: os.getxattr(path, name) for name in os.listxattr(path)}
    except OSError as error:
        if error.errno == ENOTSUP:
            return {}
        raise


def _overwrite(target: Path, made: Path, copy: Path) -> None:
    """Write a file in place, as hard links and foreign owners want it; a copy of what it held lies beside it meanwhile.

    A command that is killed in between leaves the copy, for a person to decide.
    """
    draft = made.with_name(f"{made.name.rpartition('.tmp')[0]}.tmp-old")
    try:
        draft.touch(0o600)
        _pour(target, draft)
        draft.rename(copy)  # so that under its name it is always whole
        with suppress(OSError):
            _flush_folder(target.parent)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    try:
        _pour(made, target)
    except BaseException as error:
        try:
            _pour(copy, target)
        except OSError:
            raise OSError(f"{target} could be neither written nor restored; its former content is in {copy}: {error}") from None
        copy.unlink()
        raise
    copy.unlink()


def _pour(source: Path, target: Path) -> None:
    """Copy the content of one file into another, which stays the same file."""
    with source.open("rb") as old, target.open("rb+") as file:
        shutil.copyfileobj(old, file)
        file.truncate()
        file.flush()
        os.fsync(file.fileno())


def _flush_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


# --- what killed commands leave ---------------------------------------------------------------------------------------------


@contextmanager
def _mark(target: Path) -> Iterator[Path]:
    """An empty file beside a target, locked for as long as something is written there, and gone in the end."""
    while True:
        mark = target.with_name(f".{target.name[:50]}.{secrets.token_hex(4)}.tmp")
        try:  # nobody else reads what is to replace a file that nobody else may read
            handle = os.open(mark, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600 if target.exists() else 0o666)
        except OSError as error:
            error.filename = str(target)
            raise
        held = try_lock(handle)
        if not held:
            os.close(handle)  # Windows renames no file that is open
        if held is not None and mark.exists():  # else it was swept in this moment
            break
        if held:
            os.close(handle)
    try:
        yield mark
    finally:
        with suppress(OSError):
            mark.unlink(missing_ok=True)
        if held:
            os.close(handle)


def _sweep(target: Path) -> None:
    """Remove what killed commands left beside a file: anything that no running command has marked."""
    name = re.compile(rf"(\.{re.escape(target.name[:50])}\.[0-9a-f]{{8}}\.tmp)({re.escape(target.suffix)}(-journal)?|-old)?")
    with suppress(OSError):  # a folder that may not be listed is not swept
        for path in list(target.parent.iterdir()):
            if found := name.fullmatch(path.name):
                _remove_unmarked(path, target.with_name(found[1]))


def _remove_unmarked(path: Path, mark: Path) -> None:
    try:
        handle = os.open(mark, os.O_RDONLY)
    except FileNotFoundError:
        path.unlink(missing_ok=True)
        return
    try:
        if try_lock(handle):
            path.unlink(missing_ok=True)
    finally:
        os.close(handle)

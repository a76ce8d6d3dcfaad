import os
from pathlib import Path

import pytest

from geo.record.saving import replace_whole, write_whole


def test_a_file_is_replaced_whole(tmp_path: Path) -> None:
    """New text, the old permissions, and nothing left beside it."""
    path = tmp_path / "f.txt"
    path.write_text("old")
    path.chmod(0o640)
    assert write_whole(path, "new ş", reads=()) == path.resolve()
    assert path.read_bytes() == "new ş".encode()
    assert path.stat().st_mode & 0o777 == 0o640
    assert list(tmp_path.iterdir()) == [path]


def test_a_failure_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that fails at the last moment costs nothing."""
    path = tmp_path / "f.txt"
    path.write_text("old")

    def broken(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", broken)
    with pytest.raises(OSError, match="No space left"):
        write_whole(path, "new", reads=())
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_what_may_not_be_written_to_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A rename would replace a read-only file where the folder may be written to."""
    path = tmp_path / "f"
    path.write_text("old")
    opened = os.open

    def refused(name: Path, flags: int, *more: int) -> int:  # tests may run as a user who may do anything
        if flags & os.O_WRONLY and name == path:
            raise PermissionError(13, "Permission denied", str(name))
        return opened(name, flags, *more)

    monkeypatch.setattr(os, "open", refused)
    with pytest.raises(PermissionError, match="Permission denied"):
        write_whole(path, "new", reads=())
    assert path.read_text() == "old"
    write_whole(tmp_path / "new", "text", reads=())
    assert sorted(one.name for one in tmp_path.iterdir()) == ["f", "new"]


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    """The file behind a link is written."""
    (tmp_path / "real").write_text("old")
    (tmp_path / "link").symlink_to("real")
    write_whole(tmp_path / "link", "new", reads=())
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_text() == "new"


def test_a_link_in_a_circle_and_a_long_name(tmp_path: Path) -> None:
    """The first is an error of the system's, the second none at all, if the system takes the name."""
    (tmp_path / "loop").symlink_to("loop")
    with pytest.raises(OSError, match=r"leads back to itself|symbolic links|not a file"):
        write_whole(tmp_path / "loop", "x", reads=())
    assert write_whole(tmp_path / ("ж" * 121 + ".html"), "x", reads=()).read_text() == "x"


@pytest.mark.parametrize("target", ["/dev/null", "."])
def test_only_files_are_replaced(target: str) -> None:
    """A device or a folder is refused."""
    with pytest.raises(OSError, match="is not a file"):
        write_whole(target, "x", reads=())
    assert Path("/dev/null").is_char_device()


def test_bytes_replace_what_was_read(tmp_path: Path) -> None:
    """As they are, line ends included."""
    path = tmp_path / "f.txt"
    assert replace_whole(path, b"\xff\r\n\n", old=None) == path.resolve()
    assert replace_whole(path, b"a\r\n", old=b"\xff\r\n\n") == path.resolve()
    assert path.read_bytes() == b"a\r\n"


@pytest.mark.parametrize(("there", "old"), [(b"new", b"old"), (b"", None), (None, b"old")])
def test_what_another_program_wrote_stays(there: bytes | None, old: bytes | None, tmp_path: Path) -> None:
    """Changed, made or taken away since it was read: nothing is written then, and the sentence says so."""
    path = tmp_path / "f.txt"
    if there is not None:
        path.write_bytes(there)
    with pytest.raises(OSError, match="was changed by another program meanwhile; nothing was written"):
        replace_whole(path, b"x", old=old)
    assert [(one.name, one.read_bytes()) for one in tmp_path.iterdir()] == ([] if there is None else [("f.txt", there)])


LEFT_OVER = [".f.txt.0123abcd.tmp", ".f.txt.89abcdef.tmp", ".f.txt.0123abcd.tmp.txt", ".f.txt.0123abcd.tmp.txt-journal"]
OTHERS = [
    ".f.txt.0123abcd.tmp.swp",
    ".f.txt.0123abcd.tmp.csv",
    ".f.txt.old.tmp",
    ".fxtxt.0123abcd.tmp",
    "f.txt.0123abcd.tmp",
    ".g.f.txt.0123abcd.tmp",
]


def test_what_a_killed_command_left_goes_with_the_next_write(tmp_path: Path) -> None:
    """And nothing else does."""
    for name in [*LEFT_OVER, *OTHERS]:
        (tmp_path / name).write_text("half a fi")
    write_whole(tmp_path / "f.txt", "new", reads=())
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([*OTHERS, "f.txt"])


def test_without_a_lock_nothing_is_swept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a drive that has none, another command may be at work on what looks left over."""
    import fcntl

    def none(*_: int) -> None:
        raise OSError(95, "Operation not supported")

    monkeypatch.setattr(fcntl, "flock", none)
    (tmp_path / LEFT_OVER[0]).write_text("half a fi")
    write_whole(tmp_path / "f.txt", "new", reads=())
    assert sorted(path.name for path in tmp_path.iterdir()) == [LEFT_OVER[0], "f.txt"]

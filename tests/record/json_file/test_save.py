import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from geo.record.json_file import file_lock as turns
from geo.record.json_file import save as saving
from geo.record.json_file.file_lock import wait_for_turn
from geo.record.json_file.save import replace_whole, stream_whole, write_whole
from tests.conftest import ROOT


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
    """Bytes are written unchanged, line ends included."""
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
    with pytest.raises(OSError, match="was changed by another program in the meantime; nothing was written"):
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
    """The next write deletes what a killed command left, and no other file."""
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


# --- nothing that is read is written over ---------------------------------------------------------------------------------


def named_as_it_is(read: Path) -> Path:
    return read


def named_through_a_folder(read: Path) -> Path:
    return read.parent / "x" / ".." / read.name


def symbolic_link(read: Path) -> Path:
    (link := read.with_name("soft.geojson")).symlink_to(read)
    return link


def hard_link(read: Path) -> Path:
    (link := read.with_name("hard.geojson")).hardlink_to(read)
    return link


@pytest.mark.parametrize("name", [named_as_it_is, named_through_a_folder, symbolic_link, hard_link])
def test_what_is_read_is_not_written_over(name: Callable[[Path], Path], tmp_path: Path) -> None:
    """Under whatever name it goes; another file beside it is written."""
    read = tmp_path / "read.geojson"
    read.write_text("old")
    with pytest.raises(ValueError, match="is an input file; give the output another name"):
        write_whole(name(read), "new", reads=[tmp_path / "missing", read])
    assert read.read_text() == "old"
    assert write_whole(tmp_path / "READ2.geojson", "new", reads=[read]).read_text() == "new"


@pytest.mark.parametrize(
    ("read", "written"),
    [
        ("roads.shp", "roads.dbf"),
        ("roads.shp", "ROADS.SHX"),
        ("roads.dbf", "roads.shp"),
        ("roads.gpkg", "roads.gpkg-wal"),
        ("tiles.mbtiles", "tiles.mbtiles-journal"),
        ("towns.csv", "towns.csvt"),
    ],
)
def test_what_is_read_beside_a_file_is_not_written_over(read: str, written: str, tmp_path: Path) -> None:
    """A Shapefile is several files, and a database has journals; the same ending under another name is free."""
    (tmp_path / read).touch()
    (tmp_path / written).write_text("old")
    (tmp_path / "link").hardlink_to(tmp_path / written)
    for name in (written, "link"):
        with pytest.raises(ValueError, match="is an input file"):
            write_whole(tmp_path / name, "new", reads=[tmp_path / read])
    assert (tmp_path / written).read_text() == "old"
    assert write_whole(tmp_path / f"other{written}", "new", reads=[tmp_path / read]).is_file()


def test_a_folder_that_is_read_keeps_its_files(tmp_path: Path) -> None:
    """A file in it is not written over; a new one may be written there."""
    (tmp_path / "part.parquet").write_text("old")
    with pytest.raises(ValueError, match="is an input file"):
        write_whole(tmp_path / "part.parquet", "new", reads=[tmp_path])
    assert write_whole(tmp_path / "new", "new", reads=[tmp_path]).is_file()


# --- what survives an edit ---------------------------------------------------------------------------------------------------


def test_extended_attributes_stay(tmp_path: Path) -> None:
    """Where a file came from is still known after an edit."""
    path = tmp_path / "f"
    path.write_text("old")
    try:
        os.setxattr(path, "user.xdg.origin.url", b"https://example.org/f")
    except (AttributeError, OSError):
        pytest.skip("no extended attributes here")
    replace_whole(path, b"new", old=b"old")
    assert {name: os.getxattr(path, name) for name in os.listxattr(path)} == {"user.xdg.origin.url": b"https://example.org/f"}


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root gives files away")
def test_the_owner_stays(tmp_path: Path) -> None:
    """A file that root edits is still the user's."""
    path = tmp_path / "f"
    path.write_text("old")
    os.chown(path, 1234, 2345)
    path.chmod(0o2640)
    replace_whole(path, b"new", old=b"old")
    now = path.stat()
    assert (now.st_uid, now.st_gid, now.st_mode & 0o7777) == (1234, 2345, 0o2640)


def test_a_file_that_cannot_be_given_its_owner_is_written_in_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It stays the same file, and so keeps its owner, and nothing is left beside it."""
    path = tmp_path / "f"
    path.write_text("a longer old text")
    before = path.stat().st_ino
    monkeypatch.setattr(saving, "_takes_after", lambda *_: False)
    replace_whole(path, b"new", old=b"a longer old text")
    assert (path.read_text(), path.stat().st_ino, [*tmp_path.iterdir()]) == ("new", before, [path])


def test_a_hard_link_stays(tmp_path: Path) -> None:
    """Both names show the new text, and nothing is left beside them."""
    path, other = tmp_path / "f", tmp_path / "other"
    path.write_text("a longer old text")
    other.hardlink_to(path)
    replace_whole(path, b"new", old=b"a longer old text")
    assert (path.read_text(), other.read_text(), other.samefile(path)) == ("new", "new", True)
    assert sorted(one.name for one in tmp_path.iterdir()) == ["f", "other"]


def test_a_failure_in_place_puts_back_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Half of the new text was written when the disk failed."""
    path = tmp_path / "f"
    path.write_text("old")
    (tmp_path / "other").hardlink_to(path)
    pour = saving._pour

    def failing(source: Path, target: Path) -> None:
        if target == path and not source.name.endswith(".before-edit"):
            target.write_bytes(source.read_bytes()[:2])
            raise OSError(5, "Input/output error")
        pour(source, target)

    monkeypatch.setattr(saving, "_pour", failing)
    with pytest.raises(OSError, match="Input/output error"):
        replace_whole(path, b"new", old=b"old")
    assert path.read_text() == "old"
    assert sorted(one.name for one in tmp_path.iterdir()) == ["f", "other"]


def test_what_cannot_be_put_back_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The copy stays, and the next edit asks for a decision before it writes anything."""
    path = tmp_path / "f"
    path.write_text("old")
    (tmp_path / "other").hardlink_to(path)
    pour = saving._pour

    def failing(source: Path, target: Path) -> None:
        if target == path:
            raise OSError(5, "Input/output error")
        pour(source, target)

    monkeypatch.setattr(saving, "_pour", failing)
    with pytest.raises(OSError, match=r"neither written nor restored; its former content is in .*f\.before-edit"):
        replace_whole(path, b"new", old=b"old")
    monkeypatch.undo()
    assert (tmp_path / "f.before-edit").read_text() == "old"
    with pytest.raises(OSError, match=r"f\.before-edit is f as it was before an edit that was interrupted"):
        replace_whole(path, b"new", old=b"old")
    assert path.read_text() == "old"


def test_what_is_to_replace_a_private_file_is_private(tmp_path: Path) -> None:
    """Nobody else can read it while it is written."""
    path = tmp_path / "f"
    path.write_text("old")
    path.chmod(0o600)
    with stream_whole(path, reads=()):
        assert [one.stat().st_mode & 0o777 for one in tmp_path.iterdir()] == [0o600, 0o600]


# --- one at a time ----------------------------------------------------------------------------------------------------------

HOLDER = """
import sys, time
from geo.record.json_file.file_lock import wait_for_turn
with wait_for_turn(sys.argv[1]):
    print("mine", flush=True)
    sys.stdin.read()
"""


def test_another_command_is_not_waited_for_for_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A sentence says that it is at work; once it has finished, there is nothing to wait for."""
    path = tmp_path / "f"
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(path)], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout
        assert holder.stdout.readline() == "mine\n"
        monkeypatch.setattr(turns, "MOST_WAIT_S", 0.1)
        with pytest.raises(OSError, match="is being changed by another geo command"):
            write_whole(path, "new", reads=())
        assert list(tmp_path.iterdir()) == []
        monkeypatch.setattr(turns, "MOST_WAIT_S", 60.0)
        holder.communicate("")
        assert write_whole(path, "new", reads=()).read_text() == "new"


def test_a_long_output_keeps_nobody_waiting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """While a file is written, another one in the folder is, and what is half written is not taken away."""
    monkeypatch.setattr(turns, "MOST_WAIT_S", 0.1)
    with stream_whole(tmp_path / "f", reads=()) as file:
        file.write(b"half")
        write_whole(tmp_path / "g", "new", reads=())
        write_whole(tmp_path / "f", "another's", reads=())
        file.write(b" and half")
    assert {one.name: one.read_text() for one in tmp_path.iterdir()} == {"f": "half and half", "g": "new"}


def test_a_folder_that_is_not_there_is_said_to_be_missing(tmp_path: Path) -> None:
    """The error for a missing folder names the file that was to be written."""
    with pytest.raises(FileNotFoundError) as stopped, wait_for_turn(tmp_path / "none" / "f"):
        pass
    assert stopped.value.filename == str(tmp_path / "none" / "f")

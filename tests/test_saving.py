import os
from pathlib import Path

import pytest

from geo.record.saving import write_whole


def test_a_file_is_replaced_whole(tmp_path: Path) -> None:
    """New text, the old permissions, and nothing left beside it."""
    path = tmp_path / "f.txt"
    path.write_text("old")
    path.chmod(0o640)
    assert write_whole(path, "new ş") == path.resolve()
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
        write_whole(path, "new")
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    """The file behind a link is written."""
    (tmp_path / "real").write_text("old")
    (tmp_path / "link").symlink_to("real")
    write_whole(tmp_path / "link", "new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_text() == "new"


@pytest.mark.parametrize("target", ["/dev/null", "."])
def test_only_files_are_replaced(target: str) -> None:
    """A device or a folder is refused."""
    with pytest.raises(OSError, match="is not a file"):
        write_whole(target, "x")
    assert Path("/dev/null").is_char_device()

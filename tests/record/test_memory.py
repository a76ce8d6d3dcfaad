"""How large a file may be, where the system says how much memory there is and where it does not."""

from pathlib import Path

import pytest

from geo.record import memory
from geo.record.memory import LEAST_BYTES, MOST_BYTES, find_room, free_memory

GIB = 2**30


@pytest.fixture
def system(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with what a system of 8 GiB says, in no group."""
    (tmp_path / "meminfo").write_text("MemTotal: 16000000 kB\nMemFree: 1 kB\nMemAvailable: 8388608 kB\n")
    monkeypatch.setattr(memory, "_MACHINE", tmp_path / "meminfo")
    monkeypatch.setattr(memory, "_GROUPS", tmp_path / "cgroup")
    old = tmp_path / "fs" / "memory"
    monkeypatch.setattr(memory, "_LIMITS", ((tmp_path / "fs", "", "memory.max"), (old, "memory", "memory.limit_in_bytes")))
    old.mkdir(parents=True)
    return tmp_path


def test_what_is_free_counts(system: Path) -> None:
    """And not what the machine has in all."""
    assert system.is_dir()
    assert free_memory() == 8 * GIB


@pytest.mark.parametrize(
    ("said", "file", "limit", "free"),
    [
        ("0::/box/one", "box/one/memory.max", "1073741824", GIB),
        ("0::/box/one", "box/memory.max", "1073741824", GIB),
        ("0::/box/one", "memory.max", "1073741824", GIB),
        ("0::/box/one", "box/one/memory.max", "max", 8 * GIB),
        ("0::/box/one", "box/one/memory.max", "99999999999999", 8 * GIB),
        ("5:cpu:/\n4:memory:/box\n0::/", "memory/box/memory.limit_in_bytes", "2147483648", 2 * GIB),
        ("4:cpu,memory:/host/path", "memory/memory.limit_in_bytes", "2147483648", 2 * GIB),
        ("4:cpu:/box", "memory/box/memory.limit_in_bytes", "2147483648", 8 * GIB),
        ("nonsense", "memory.max", "1", 8 * GIB),
    ],
)
def test_the_limit_of_a_container_counts(system: Path, said: str, file: str, limit: str, free: int) -> None:
    """Of both versions of control groups, and of the groups above; where there is none, what is free."""
    (system / "cgroup").write_text(said)
    path = system / "fs" / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"{limit}\n")
    assert free_memory() == free


def test_a_system_that_says_nothing(system: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Half of what it has is taken for free; where it does not say that either, as Windows, 6 GiB are."""
    (system / "meminfo").write_text("MemTotal: many\n")
    monkeypatch.setattr("os.sysconf", lambda name: {"SC_PHYS_PAGES": 2**20, "SC_PAGE_SIZE": 4096}[name])
    assert free_memory() == 2 * GIB
    monkeypatch.delattr("os.sysconf")
    assert free_memory() == 6 * GIB


@pytest.mark.parametrize(
    ("free", "most", "words"),
    [
        (6 * GIB, 6 * GIB // 30, "larger than 204 MiB, the most that is read at once with 6.0 GiB of memory; split it"),
        (GIB // 10, LEAST_BYTES, "larger than 16 MiB, the most that is read at once with 0.1 GiB of memory; split it"),
        (1000 * GIB, MOST_BYTES, "larger than 2048 MiB, the most that is read at once with 1000.0 GiB of memory; split it"),
    ],
)
def test_how_large_a_file_may_be(monkeypatch: pytest.MonkeyPatch, free: int, most: int, words: str) -> None:
    """What memory allows, within bounds; the message says both."""
    monkeypatch.setattr(memory, "free_memory", lambda: free)
    room = find_room.__wrapped__()
    assert room.most_bytes == most
    assert room.refusal() == f"the file is {words}"


def test_a_table_may_be_smaller_than_a_file_of_records(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its rows, and the records that are made of them, take more memory for each byte."""
    monkeypatch.setattr(memory, "free_memory", lambda: 6 * GIB)
    room = find_room.__wrapped__(memory.BYTES_A_BYTE_OF_TABLE)
    assert room.refusal() == "the file is larger than 51 MiB, the most that is read at once with 6.0 GiB of memory; split it"


def test_it_stays_the_same_while_a_file_is_read() -> None:
    """What is read takes memory, which is no reason to refuse it then."""
    assert find_room() is find_room()
